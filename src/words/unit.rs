//! Whether a percent sign or a currency says what the unit of its KPI, or the currency of the plan, says.

use super::currency::{Mark, currency, sharing};
use super::factor::power;
use super::units::{BEFORE, is_percent, unit_of_time};
use super::{is_in, shown};

/// Whether a figure can be written without its mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// What it counts is said already.
    Said,
    /// This unit or currency has to be said.
    Missing(String),
    /// Another one is said, as this sentence tells.
    Conflict(String),
    /// A sign such as `$`, and nothing says which of its currencies is meant.
    Which { sign: &'static str, such_as: &'static str },
}

/// The mark of an amount, next to the currency of the plan.
pub fn of_money(mark: &Mark, plan: Option<&str>) -> Agreement {
    match (mark, plan) {
        (Mark::Percent, _) => Agreement::Conflict("this is an amount of money, not a share".to_owned()),
        (Mark::Unit(_), _) => Agreement::Conflict("this is an amount of money".to_owned()),
        (Mark::Currency(code), None) => Agreement::Missing(code.clone()),
        (Mark::Shared(sign), None) => {
            Agreement::Which { sign, such_as: sharing(sign).split(' ').next().unwrap_or_default() }
        }
        (mark, Some(plan)) if says(mark, &named(plan)) => Agreement::Said,
        (_, Some(plan)) => Agreement::Conflict(format!("the amounts of this plan are in {plan}")),
    }
}

/// The mark of a figure of a KPI, next to its unit.
pub fn of_kpi(mark: &Mark, unit: Option<&str>, plan: Option<&str>) -> Agreement {
    let Some(unit) = unit else {
        return match (mark, of_money(mark, plan), plan) {
            (Mark::Percent, ..) => Agreement::Missing("percent".to_owned()),
            (Mark::Unit(unit), ..) => Agreement::Missing(unit.clone()),
            (_, Agreement::Said, Some(plan)) => Agreement::Missing(plan.to_owned()),
            (_, agreement, _) => agreement,
        };
    };
    let counted = counted(unit);
    let is_said = match mark {
        Mark::Percent => counted.starts_with('%') || counted.to_lowercase().starts_with("percent"),
        _ => of_unit(counted).is_some_and(|of_unit| says(mark, &of_unit)),
    };
    if is_said {
        Agreement::Said
    } else {
        Agreement::Conflict(format!("the unit of this KPI is `{}`", shown(unit)))
    }
}

/// True if a unit counts money in units of its currency: `EUR/month`, but not `thousand EUR`.
pub fn is_money(unit: &str) -> bool {
    of_unit(counted(unit)).is_some()
}

/// The currency that a plan names.
fn named(plan: &str) -> Mark {
    currency(plan).unwrap_or_else(|| Mark::Currency(plan.to_owned()))
}

/// The currency of a unit: `EUR`, `euros`, `eur`, `US dollars`.
fn of_unit(counted: &str) -> Option<Mark> {
    let dollars = counted.to_lowercase().ends_with("dollars").then_some(Mark::Shared("$"));
    currency(counted).or_else(|| currency(&counted.to_uppercase())).or(dollars)
}

/// True if a unit is a multiple: `thousand EUR`, `kEUR`, `T€`, `EUR (thousands)`.
pub fn is_scaled(unit: &str) -> bool {
    scale(unit) > 0
}

/// The power of ten by which a unit is a multiple.
fn scale(unit: &str) -> u32 {
    let of_money = |word: &str| {
        let power = |begins: &[char], power| {
            word.strip_prefix(begins).filter(|code| currency(code).is_some()).map(|_| power)
        };
        power(&['k', 'K', 'T'], 3).or_else(|| power(&['m', 'M'], 6))
    };
    let of_word = |word: &str| power_of(word).or_else(|| of_money(word));
    unit.split(SEPARATORS).filter_map(of_word).sum()
}

/// The power of ten of `thousand` and `thousands`.
fn power_of(word: &str) -> Option<u32> {
    power(word).or_else(|| power(word.trim_end_matches('s')))
}

const SEPARATORS: [char; 5] = [' ', '/', '(', ')', ','];

/// What the header of a column says that its figures count, if a unit says something else: `hours` of `Watch time (hours)`
/// next to `minutes`, `EUR` of `Revenue in EUR` next to `USD`.
pub(crate) fn other_unit<'h>(header: &'h str, unit: &str) -> Option<&'h str> {
    let header = header.trim();
    let in_brackets = header.strip_suffix([')', ']']).and_then(|rest| Some(rest.rsplit_once(['(', '['])?.1));
    let after_in = || [" in ", " en "].into_iter().find_map(|word| Some(header.rsplit_once(word)?.1));
    let said = in_brackets.or_else(after_in)?.trim();
    if is_percent(said) {
        return (!is_percent(unit)).then_some(said);
    }
    // `m` is a million next to money only.
    let is_factor =
        |word: &str| power_of(word).is_some() && (!word.eq_ignore_ascii_case("m") || is_money(unit));
    let is_other =
        |word: &&str| !is_in(BEFORE, &word.to_lowercase()) && !is_in("in en", word) && !is_factor(word);
    let words: Vec<&str> = said.split(SEPARATORS).filter(|word| !word.is_empty()).filter(is_other).collect();
    let is_same_scale = scale(said) == scale(unit);
    let is_same = match words.as_slice() {
        [] => scale(said) == 0 || is_same_scale,
        [word] => match (money_of(word), unit_of_time(&word.to_lowercase())) {
            (Some(mark), _) => {
                let mut of_unit = unit.split(SEPARATORS).filter_map(money_of).chain(of_unit(counted(unit)));
                is_same_scale && of_unit.any(|one| says(&mark, &one))
            }
            (None, Some(time)) => {
                let lower = counted(unit).to_lowercase();
                let mut times =
                    super::words(&lower).into_iter().filter_map(|word| unit_of_time(&word)).peekable();
                times.peek().is_none() || times.any(|one| one == time)
            }
            _ => true,
        },
        // `(30 days)` and `(USD campaigns)` say something else.
        _ => true,
    };
    (!is_same).then_some(said)
}

/// The currency of a word, such as `EUR`, `k€` and `euros`. Two letters can be anything.
fn money_of(word: &str) -> Option<Mark> {
    let is_clear = word.chars().count() > 2 || !word.chars().all(char::is_alphabetic);
    let scaled = || currency(word.strip_prefix(['k', 'K', 'T', 'm', 'M'])?);
    currency(word).filter(|_| is_clear).or_else(scaled)
}

/// A unit without its period: `EUR` of `EUR/month`.
fn counted(unit: &str) -> &str {
    let counted = unit.split('/').next().unwrap_or_default();
    counted.split(" per ").next().unwrap_or_default().trim()
}

/// True if two marks can be of one currency.
pub(crate) fn says(mark: &Mark, other: &Mark) -> bool {
    let codes = |mark: &Mark| match mark {
        Mark::Currency(code) => code.clone(),
        Mark::Shared(sign) => sharing(sign).to_owned(),
        Mark::Percent | Mark::Unit(_) => String::new(),
    };
    let both = codes(other);
    mark == other || codes(mark).split(' ').any(|code| !code.is_empty() && is_in(&both, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_what_its_figures_count() {
        for (header, unit, other) in [
            ("Watch time (hours)", "minutes", Some("hours")),
            ("Watch time (hours)", "minutes/month", Some("hours")),
            ("Watch time (hours)", "hours/month", None),
            ("Watch time (hours)", "watch hours", None),
            ("Watch time (hours)", "views", None),
            ("Tempo de exibição (horas)", "minutes", Some("horas")),
            ("First reply time in minutes", "hours", Some("minutes")),
            ("First reply time (in minutes)", "median minutes", None),
            ("First reply time (business hours)", "hours", None),
            ("Reach (30 days)", "people/week", None),
            ("Response time (30 days)", "hours", None),
            ("Revenue (EUR)", "USD", Some("EUR")),
            ("Revenue (EUR)", "leads", Some("EUR")),
            ("Revenue (EUR)", "EUR/month", None),
            ("Revenue (EUR)", "€", None),
            ("Revenue in EUR", "euros", None),
            ("Revenue (USD)", "US dollars", None),
            ("Revenue ($)", "USD", None),
            ("Revenue ($)", "EUR", Some("$")),
            ("Revenue (k€)", "EUR", Some("k€")),
            ("Revenue (k€)", "thousand EUR", None),
            ("Revenue (EUR)", "thousand EUR", Some("EUR")),
            ("Revenue (Mio EUR)", "thousand EUR", Some("Mio EUR")),
            ("Revenue (in thousands)", "EUR", Some("in thousands")),
            ("Views (thousands)", "views", Some("thousands")),
            ("Revenue (m)", "EUR", Some("m")),
            ("Followers (M)", "people", None),
            ("Wait (m)", "hours", Some("m")),
            ("Sessions (grand total)", "sessions", None),
            ("Rate (%)", "percent", None),
            ("Rate (%)", "leads", Some("%")),
            ("Leads (Fr)", "leads", None),
            ("Leads (organic)", "leads", None),
            ("Leads in May", "leads", None),
            ("Leads", "leads", None),
        ] {
            assert_eq!(other_unit(header, unit), other, "{header} {unit}");
        }
    }

    #[test]
    fn a_mark_agrees_with_the_unit_or_not() {
        let said = |mark: &str, unit: &str, plan: &str| {
            let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
            let mark = if mark == "%" { Mark::Percent } else { currency(mark).unwrap() };
            let (unit, plan) = (unit.to_owned().leak(), plan.to_owned().leak());
            match of_kpi(&mark, some(unit), some(plan)) {
                Agreement::Said => "said".to_owned(),
                Agreement::Missing(unit) => format!("add {unit}"),
                Agreement::Conflict(why) => why,
                Agreement::Which { such_as, .. } => format!("which {such_as}"),
            }
        };
        for (mark, unit, plan, expected) in [
            ("%", "", "", "add percent"),
            ("%", "percent of answers", "", "said"),
            ("%", "%", "", "said"),
            ("%", "leads", "", "the unit of this KPI is `leads`"),
            ("€", "", "", "add EUR"),
            ("€", "", "EUR", "add EUR"),
            ("€", "", "USD", "the amounts of this plan are in USD"),
            ("€", "EUR/month", "USD", "said"),
            ("€", "euros per lead", "", "said"),
            ("€", "eur", "", "said"),
            ("$", "US dollars", "", "said"),
            ("€", "thousand EUR", "", "the unit of this KPI is `thousand EUR`"),
            ("€", "USD", "EUR", "the unit of this KPI is `USD`"),
            ("$", "", "", "which USD"),
            ("kr", "", "", "which SEK"),
            ("kr", "", "DKK", "add DKK"),
            ("kr", "", "EUR", "the amounts of this plan are in EUR"),
            ("R$", "", "EUR", "the amounts of this plan are in EUR"),
            ("zł", "PLN/month", "", "said"),
            ("$", "", "CAD", "add CAD"),
            ("$", "", "EUR", "the amounts of this plan are in EUR"),
            ("$", "USD/contact", "", "said"),
            ("US$", "$", "", "said"),
            ("US$", "CAD", "", "the unit of this KPI is `CAD`"),
        ] {
            assert_eq!(said(mark, unit, plan), expected, "{mark} {unit} {plan}");
        }
        assert_eq!(of_money(&Mark::Shared("$"), Some("AUD")), Agreement::Said);
        for unit in
            ["thousand EUR", "kEUR", "k€", "TEUR", "mEUR/month", "Mio EUR", "in thousands", "EUR (thousands)"]
        {
            assert!(is_scaled(unit), "{unit}");
        }
        for unit in ["EUR/month", "visits", "MAD", "TRY", "clicks"] {
            assert!(!is_scaled(unit), "{unit}");
        }
    }
}
