//! Units as people write them in English, German, French, Spanish, Italian, Portuguese and Dutch.

use rust_decimal::Decimal;

use super::{holds_word, is_in, words};

macro_rules! times {
    ($letter:literal: $words:literal $(, $more:literal: $others:literal)*) => {
        /// Units of time.
        pub const TIMES: &str = concat!($words $(, " ", $others)*);
        /// The letter for each unit of time, and the words for it.
        const BY_LETTER: &[(&str, &str)] = &[($letter, $words) $(, ($more, $others))*];
    };
}
times! {
    "s": "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos secondo secondi seconden",
    "m": "min mins minute minutes minuten minuto minutos minuti minuut",
    "h": "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur uren",
    "d": "d day days tag tage tagen jour jours día días giorno giorni dia dias dag dagen",
    "working days": "werktag werktage werktagen arbeitstag arbeitstage arbeitstagen werkdag werkdagen",
    "w": "wk wks week weeks woche wochen semaine semaines semana semanas settimana settimane weken"
}

/// True for days on which people work, in one word: `Werktage`.
pub fn is_working_day(word: &str) -> bool {
    BY_LETTER.iter().any(|(unit, words)| *unit == "working days" && is_in(words, word))
}

/// `s`, `m`, `h`, `d` or `w` for a word for that length of time. A working day is none of them.
pub fn unit_of_time(word: &str) -> Option<&'static str> {
    let is_letter = |letter: &str| letter.len() == 1 && letter == word;
    let found = BY_LETTER.iter().find(|(letter, words)| is_letter(letter) || is_in(words, word));
    found.map(|(letter, _)| *letter).filter(|letter| letter.len() == 1)
}

/// What can come before a unit of time.
pub const BEFORE: &str = "business working office calendar median average mean \
    mittlere durchschnittliche médiane moyenne mediana media mediaan gemiddelde";
const PER: &str = "per pro par por a each every je";
/// What a length of time can follow in a unit.
pub const WITHIN: &str = "within innerhalb binnen entro dentro sous";
const MONEY: &str = "dollars euros pounds money currency";
/// How a unit of percent begins.
const PERCENT: [&str; 11] = [
    "%",
    "percent",
    "pct",
    "prozent",
    "pourcent",
    "procent",
    "per cent",
    "pour cent",
    "por ciento",
    "por cento",
    "per cento",
];

/// True for a word such as `minutes`.
pub fn is_time(word: &str) -> bool {
    is_in(TIMES, word)
        || is_in("month months quarter quarters year years monat monate quartal jahr jahre", word)
}

/// True for `leads/month` and `hours per week`.
pub fn is_rate(unit: &str) -> bool {
    unit.contains('/') || words(unit).iter().any(|word| is_in(PER, word))
}

/// True for `minutes`, `median hours` and `minutes/call`.
pub fn counts_time(unit: &str) -> bool {
    words(unit).iter().find(|word| !is_in(BEFORE, word)).is_some_and(|word| is_in(TIMES, word))
}

/// True for `%` and `percent of answers`, but not for `percent/year`, which says how fast something grows.
pub fn is_percent(unit: &str) -> bool {
    let unit = unit.trim().to_lowercase();
    let rest = PERCENT.iter().find_map(|word| unit.strip_prefix(word));
    let is_rate = |rest: &str| rest.contains('/') || words(rest).iter().any(|word| is_in(PER, word));
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) && !is_rate(rest))
}

/// So many minutes in a unit of hours, minutes or seconds. None for another unit, or if it cannot be exact.
pub fn of_minutes(minutes: Decimal, unit: &str) -> Option<Decimal> {
    let sixty = Decimal::from(60);
    let word = words(unit).into_iter().find(|word| !is_in(BEFORE, word))?;
    let figure = match word.get(..1)? {
        "m" => Some(minutes),
        "s" if word.starts_with("std") || word.starts_with("stund") => minutes.checked_div(sixty),
        "s" if !word.starts_with("sem") && !word.starts_with("sett") => minutes.checked_mul(sixty),
        "h" => minutes.checked_div(sixty),
        _ => None,
    }?;
    (figure.scale() <= 4).then(|| figure.normalize())
}

/// True for `minutes` and `working days`, and for `percent within 4 h`, but not for `hours/week`.
pub fn is_length_of_time(unit: &str) -> bool {
    words(unit).iter().any(|word| is_in(WITHIN, word)) || (!is_rate(unit) && counts_time(unit))
}

/// True for `USD/quarter`, `€`, `euros a month`.
pub fn is_money(unit: &str) -> bool {
    let mut parts = unit.split(|c: char| c == '/' || c.is_whitespace());
    let first = parts.find(|part| !part.is_empty()).unwrap_or_default();
    let is_code = first.len() == 3 && first.bytes().all(|byte| byte.is_ascii_uppercase()) && first != "AVE";
    is_code || unit.contains(['€', '$', '£', '¥']) || MONEY.split(' ').any(|word| holds_word(unit, word))
}

/// True for `USD/contact`.
pub fn is_price(unit: &str) -> bool {
    is_money(unit) && is_rate(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_not_a_rate() {
        for unit in [
            "s",
            "Minutes",
            "median hours",
            "working days",
            "min (first reply)",
            "percent within 4 h",
            "wk",
            "Std.",
            "Stunden",
            "Werktage",
            "Prozent innerhalb von 4 Std",
            "heures",
            "jours ouvrés",
            "segundos",
            "horas",
            "días hábiles",
            "ore",
            "giorni lavorativi",
            "dias úteis",
            "uur",
            "werkdagen",
            "minuten (mediaan)",
        ] {
            assert!(is_length_of_time(unit), "{unit}");
        }
        for unit in [
            "hours/week",
            "hours a week",
            "minutes per call",
            "Stunden pro Woche",
            "heures par semaine",
            "percent",
            "cakes a day",
            "seconded staff",
            "Tagungen",
            "",
        ] {
            assert!(!is_length_of_time(unit), "{unit}");
        }
        assert!(counts_time("hours/week") && !counts_time("leads/day"));
    }

    #[test]
    fn percent_begins_a_unit_of_percent() {
        for unit in
            ["percent", " % ", "Percent of answers", "Prozent", "pct", "% der Anrufe", "per cent of members"]
        {
            assert!(is_percent(unit), "{unit}");
        }
        for unit in ["percent/year", "% per year", "percentile", "points", "leads", ""] {
            assert!(!is_percent(unit), "{unit}");
        }
    }

    #[test]
    fn a_price_is_money_for_something() {
        for unit in ["USD/contact", "EUR per order", "€ pro Anruf", "dollars a call"] {
            assert!(is_price(unit), "{unit}");
        }
        for unit in ["EUR", "contacts/week", "AVE/quarter", "percent"] {
            assert!(!is_price(unit), "{unit}");
        }
    }
}
