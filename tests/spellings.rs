//! Figures as people write them: no help and no fix names a figure of another size than the one that is there,
//! and every form that is offered is accepted.
//!
//! Without `STRATPLAN_THOROUGH`, each spelling is tried in two of the places, in turn.

use stratplan::yaml::apply;
use stratplan::{Document, Finding, Source};

mod dates;
mod targets;

/// A spelling, and what it can mean.
struct Case<T> {
    text: String,
    means: Vec<T>,
}

/// Where a figure is written, in VALUE. What a help adds to the KPI or the budget comes in place of ADDED.
const PLACES: [&str; 7] = [
    "kpis: { visits: { ADDEDreadings: { 2027-01-31: VALUE } } }",
    "kpis: { visits: { ADDEDtarget: VALUE } }",
    "kpis: { visits: { ADDEDbaseline: { value: VALUE, date: 2026 } } }",
    "kpis: { visits: { ADDEDtarget: 5 } }\npurposes: { marketing: { gears: { acquisition: { spinning_at: { visits: VALUE } } } } }",
    "kpis:\n  visits:\n    name: Visits\n    target: VALUE\n    baseline: 5\nbudget: 400",
    "budget: { ADDEDtotal: VALUE }",
    "budget: VALUE",
];

/// What the files in this test begin with; what a help adds there comes in place of ADDED.
const HEAD: &str = "stratplan: 1\nstrategy: { name: Bakery, owner: mia, ADDEDperiod: 2027 }\n";

/// A file with a value at a place.
fn written(place: &str, value: &str) -> String {
    format!("{HEAD}{place}\n").replace("VALUE", value)
}

fn findings(text: &str) -> Vec<Finding> {
    Document::read(Source::new("strategy.yaml", text), |_| Err(String::new())).findings
}

fn plain(text: &str) -> String {
    text.replace("ADDED", "")
}

/// The parts of a help between backticks.
fn code(help: &str) -> impl Iterator<Item = &str> {
    help.split('`').skip(1).step_by(2)
}

/// Checks that whatever a finding offers is accepted: its fix, and each form in its help.
fn check_offers(place: &str, value: &str, finding: &Finding) {
    let text = plain(&written(place, value));
    if let Some(fix) = &finding.fix {
        let fixed = apply(&text, &fix.edits).unwrap();
        let left = findings(&fixed);
        assert!(left.is_empty(), "{place} {value}: {fixed}: {left:#?}");
    }
    let is_addition = |code: &&str| {
        ["unit: ", "currency: ", "fiscal_year_starts: "].iter().any(|key| code.starts_with(key))
    };
    let added = code(&finding.help).find(is_addition);
    let is_form = |code: &&str| {
        !is_addition(code)
            && !code.ends_with(':')
            && !["visits", "$"].contains(code)
            && !code.starts_with("due: ")
    };
    for form in code(&finding.help).filter(is_form) {
        let mut text = match form.strip_prefix("{ start") {
            Some(_) => HEAD.replace("period: 2027", &format!("period: {form}")),
            None => written(place, form),
        };
        if let Some(added) = added {
            let at = if added.starts_with("fiscal") { text.find("ADDED") } else { text.rfind("ADDED") };
            match at.filter(|at| added.starts_with("fiscal") || *at > HEAD.len()) {
                Some(at) => text.replace_range(at..at + 5, &format!("{added}, ")),
                None if added.starts_with("unit") => {
                    text = text.replace("    name: Visits\n", &format!("    {added}\n"));
                }
                None => continue,
            }
        }
        let left = findings(&plain(&text));
        assert!(left.is_empty(), "{place} {value} -> {form}: {left:#?}");
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Every figure, with each way to separate thousands and decimals, each factor, sign and mark.
fn cases() -> Vec<Case<f64>> {
    let mut cases = Vec::new();
    for (whole, part) in [
        (1_u64, ""),
        (1, "5"),
        (12, ""),
        (29, "75"),
        (14, "875"),
        (25, "000"),
        (400, ""),
        (1250, ""),
        (1250, "5"),
        (48_000, ""),
        (11_500, "50"),
        (1_234_567, ""),
        (1_234_567, "89"),
        (0, "5"),
        (0, "875"),
    ] {
        for separator in ["", ",", ".", "'", "\u{2019}", " ", "\u{a0}", "\u{202f}"] {
            for point in [".", ","] {
                if separator == point
                    || (part.is_empty() && point == ",")
                    || (separator.is_empty() && whole > 999_999)
                {
                    continue;
                }
                if !separator.is_empty() && whole < 1000 {
                    continue;
                }
                let digits = grouped(whole, separator);
                let text = if part.is_empty() { digits } else { format!("{digits}{point}{part}") };
                let value = format!("{whole}.{part}0").parse::<f64>().unwrap();
                // A single separator before three digits can be either.
                let separators = text.chars().filter(|c| !c.is_ascii_digit()).count();
                let tail = text.rsplit([',', '.']).next().unwrap_or_default();
                let is_either =
                    separators == 1 && tail.len() == 3 && text.contains([',', '.']) && !text.starts_with('0');
                let mut means = vec![value];
                if is_either {
                    means = vec![
                        text.replace([',', '.'], "").parse().unwrap(),
                        text.replace(',', ".").parse().unwrap(),
                    ];
                }
                for (factor, times) in [
                    ("", 1.0),
                    ("k", 1e3),
                    (" Tsd.", 1e3),
                    ("M", 1e6),
                    ("m", 1e6),
                    (" Mio. ", 1e6),
                    ("bn", 1e9),
                ] {
                    for (before, after) in [
                        ("", ""),
                        ("€", ""),
                        ("", " €"),
                        ("", " EUR"),
                        ("$", ""),
                        ("CHF ", ""),
                        ("", "%"),
                        ("~", ""),
                        ("ca. ", ""),
                        ("-", ""),
                        ("(", ")"),
                        ("under ", ""),
                        ("at least ", ""),
                        ("<= ", ""),
                        ("", " visits"),
                        ("up to ", ""),
                        ("", " percent"),
                        ("", ",-"),
                        ("\u{2013}", ""),
                        ("(-", ")"),
                        ("at least ", " visits by June"),
                    ] {
                        // These are read by what they are next to, not by its factor.
                        let is_rare = matches!(before, "up to " | "\u{2013}" | "(-")
                            || matches!(after, " percent" | ",-" | " visits by June");
                        if is_rare && (!factor.is_empty() || !matches!(separator, "" | "," | ".")) {
                            continue;
                        }
                        let sign = if matches!(before, "-" | "(-" | "\u{2013}") { -1.0 } else { 1.0 };
                        let mut all: Vec<f64> = means.iter().map(|value| value * times * sign).collect();
                        // An `m` can also be minutes or meters.
                        if factor == "m" {
                            all.extend(means.iter().map(|value| value * sign));
                        }
                        // In accounts, parentheses are a minus sign.
                        if before == "(" {
                            all.extend(all.clone().iter().map(|value| -value));
                        }
                        let text = format!("{before}{text}{factor}{after}").trim().to_owned();
                        cases.push(Case { text, means: all });
                    }
                }
            }
        }
    }
    cases
}

fn grouped(whole: u64, separator: &str) -> String {
    let digits = whole.to_string();
    let first = digits.len() % 3;
    let (head, rest) = digits.split_at(first);
    let groups = rest.as_bytes().chunks(3).map(|group| std::str::from_utf8(group).unwrap());
    let head = Some(head).filter(|head| !head.is_empty());
    head.into_iter().chain(groups).collect::<Vec<_>>().join(separator)
}

/// The numbers of a text that stand for the figure: alone, or as a value of a key.
fn numbers(code: &str) -> Vec<f64> {
    code.split([' ', '{', '}', '[', ']', ',']).filter_map(|part| part.parse().ok()).collect()
}

fn is_one_of(value: f64, means: &[f64]) -> bool {
    means.iter().any(|meant| (value - meant).abs() <= meant.abs() * 1e-9)
}

#[test]
fn no_help_and_no_fix_changes_the_size_of_a_figure() {
    let cases = cases();
    assert!(cases.len() > 2000, "{}", cases.len());
    let (mut answered, mut fixed) = (0, 0);
    let tried = PLACES.len().div_ceil(crate::support::every(4));
    for (at, place) in PLACES.into_iter().enumerate() {
        let here = cases.iter().enumerate().filter(|(index, _)| (at + index * 5) % PLACES.len() < tried);
        for (_, Case { text, means }) in here {
            let value = quoted(text);
            for finding in findings(&plain(&written(place, &value))) {
                check_offers(place, &value, &finding);
                if finding.help.contains("`42` or `4.2`") {
                    continue;
                }
                let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.text.as_str());
                let named: Vec<f64> = code(&finding.help).flat_map(numbers).collect();
                // A note keeps the words of the author, and nothing else. A fix can also rewrite the budget of the place.
                let without_note = |edit: &str| {
                    edit.replace("''", "'").replacen(
                        text.as_str(),
                        "",
                        usize::from(edit.contains("note") || edit.contains("x-")),
                    )
                };
                let written: Vec<f64> = edits
                    .map(without_note)
                    .filter(|edit| !edit.contains("total: 400"))
                    .flat_map(|edit| numbers(&edit))
                    .collect();
                for value in named.iter().chain(&written) {
                    assert!(is_one_of(*value, means), "{place} {text}: {} ({means:?})", finding.help);
                }
                answered += named.len();
                fixed += written.len();
            }
        }
    }
    assert!(
        answered > 20_000 * tried / PLACES.len() && fixed > 10_000 * tried / PLACES.len(),
        "{answered} {fixed}"
    );
}

/// Without quotes, a comma between braces separates a key from the next one.
#[test]
fn a_figure_between_braces_is_answered_like_one_in_quotes() {
    let answer = |value: &str| {
        let place = "kpis: { visits: { baseline: VALUE, owner: mia } }";
        let found = findings(&plain(&written(place, value)));
        let [finding] = found.as_slice() else { panic!("{value}: {found:#?}") };
        check_offers(place, value, finding);
        (finding.help.clone(), finding.fix.as_ref().map(|fix| fix.safety))
    };
    for text in ["48,000", "29,75", "14,875", "1,234,567", "1,000.50", "€48,000", "€29,75", "1,5k", "12,5%"]
    {
        assert_eq!(answer(text), answer(&quoted(text)), "{text}");
    }
}

/// A point separates thousands next to figures with decimal commas, or decimals as everywhere else.
#[test]
fn a_point_next_to_decimal_commas_is_asked_about() {
    let text = plain(&written("readings: r.csv\nkpis: { visits: { unit: visits } }", ""));
    let left = |rows: &str| {
        let csv = format!("kpi,date,value\n{rows}\n");
        let read = |_: &str| Ok(Source::new("r.csv", csv.clone()));
        Document::read(Source::new("strategy.yaml", text.clone()), read).findings
    };
    for figure in ["1.250", "12.100", "14.875", "\"14,875\""] {
        let found = left(&format!("visits,2027-01-31,\"12,5\"\nvisits,2027-02-28,{figure}"));
        let [finding] = found.as_slice() else { panic!("{figure}: {found:#?}") };
        assert!(finding.help.starts_with("this can mean two numbers"), "{}", finding.help);
        for form in code(&finding.help) {
            let left = left(&format!("visits,2027-01-31,\"12,5\"\nvisits,2027-02-28,{form}"));
            assert!(left.is_empty(), "{figure} -> {form}: {left:#?}");
        }
    }
    assert!(left("visits,2027-01-31,12.5\nvisits,2027-02-28,1.250").is_empty());
}

/// No figure is named next to words that can be another unit than that of the KPI.
#[test]
fn a_figure_in_another_unit_is_not_taken_for_one_in_the_unit_of_its_kpi() {
    for (unit, value, named) in [
        ("minutes", "2 h", None),
        ("minutes", "about 2 hours", None),
        ("visits/week", "400/month", None),
        ("visits/week", "2 weeks", None),
        ("leads", "400 visits", None),
        ("visits/month", "400 visits", Some("400")),
        ("visits/month", "1200.5 visits/month", Some("1200.5")),
        ("visits", "about 400 visits", Some("400")),
    ] {
        let place = format!("kpis: {{ visits: {{ unit: {unit}, baseline: VALUE }} }}");
        let found = findings(&plain(&written(&place, value)));
        let [finding] = found.as_slice() else { panic!("{value}: {found:#?}") };
        let figures: Vec<&str> = code(&finding.help).filter(|form| *form != unit).collect();
        assert_eq!(figures, Vec::from_iter(named), "{value}: {}", finding.help);
    }
    // Nothing says what is counted.
    let place = "kpis: { left: { ADDEDtarget: VALUE } }";
    let found = findings(&plain(&written(place, "400 visits")));
    assert_eq!(found[0].help, "write `400`, and add `unit: visits` to `left`");
    let fixed = apply(&plain(&written(place, "400 visits")), &found[0].fix.as_ref().unwrap().edits).unwrap();
    assert!(findings(&fixed).is_empty() && fixed.contains("target: 400, unit: visits"), "{fixed}");
}

/// Money that was paid back is one of the kinds of what has been spent, which are together never below 0. Nothing else
/// in money is below 0 except the figures of a KPI.
#[test]
fn a_credit_is_one_of_the_kinds_of_what_has_been_spent() {
    let place = |money: &str| {
        format!(
            "pillars: {{ promotion: {{ activities: {{ polls: {{ start: 2027-02, {money} }} }} }} }}\nbudget: {{ total: 9000, currency: EUR }}"
        )
    };
    let left = |money: &str| findings(&plain(&written(&place(money), "")));
    for money in ["spent: { paid: 500, agency: -120 }", "spent: { paid: 120.5, agency: -120.50 }", "spent: 0"]
    {
        assert!(left(money).is_empty(), "{money}: {:#?}", left(money));
    }
    for (money, said) in [
        ("spent: -120", "write what it has cost after the credit"),
        ("spent: (120)", "write what it has cost after the credit"),
        ("spent: { paid: 50, agency: -120 }", "its kinds add up to -70"),
        ("budget: -120", "write what it costs, without a minus sign"),
        ("budget: { paid: 500, agency: -120 }", "write what it costs, without a minus sign"),
        ("spent: { paid: 500, agency: -1.250 }", "`-1250` or `-1.25"),
        ("spent: { paid: 500, agency: 120- }", "`-120` or `120`"),
    ] {
        let found = left(money);
        let [finding] = found.as_slice() else { panic!("{money}: {found:#?}") };
        assert!(finding.help.contains(said) && finding.fix.is_none(), "{money}: {}", finding.help);
    }
    for money in ["(120)", "'-€120'", "-120 EUR", "'-0,12k'"] {
        let spent = format!("spent: {{ paid: 500, agency: {money} }}");
        let text = plain(&written(&place(&spent), ""));
        let [finding] = &findings(&text)[..] else { panic!("{money}") };
        let fixed = apply(&text, &finding.fix.as_ref().unwrap().edits).unwrap();
        assert!(fixed.contains("agency: -120 }") && findings(&fixed).is_empty(), "{fixed}");
    }
    for figures in
        ["baseline: -2000, target: 500", "target: { at_least: -100 }, readings: { 2027-01: -120.5 }"]
    {
        let left = findings(&plain(&written(&format!("kpis: {{ profit: {{ unit: EUR, {figures} }} }}"), "")));
        assert!(left.is_empty(), "{left:#?}");
    }
}

/// A figure with a sign is a change of the baseline, with every factor, mark and date; nowhere is it a level.
#[test]
fn a_figure_with_a_sign_is_a_change() {
    let place = |value: &str| format!("kpis: {{ visits: {{ ADDEDbaseline: 200, target: {value} }} }}");
    let answer = |place: &str, value: &str| {
        let found = findings(&plain(&written(place, value)));
        let [finding] = found.as_slice() else { panic!("{place} {value}: {found:#?}") };
        check_offers(place, value, finding);
        finding.clone()
    };
    let mut fixed = 0;
    for (sign, is_value) in [("+", false), ("-", true), ("\u{2212}", true)] {
        for (figure, size) in [
            ("5", 5.0),
            ("5,5", 5.5),
            ("1.5", 1.5),
            ("1,000", 1e3),
            ("12 500", 12_500.0),
            ("1.000,5", 1000.5),
        ] {
            for (factor, times) in [("", 1.0), ("k", 1e3), (" Tsd.", 1e3), (" Mio", 1e6), ("bn", 1e9)] {
                for (before, after) in [("", ""), ("", "%"), ("", " %"), ("€", ""), ("", " EUR")] {
                    for date in ["", " by June 2027"] {
                        let text = format!("{sign}{before}{figure}{factor}{after}{date}");
                        if date.is_empty() && sign != "+" && stratplan::format::Number::parse(&text).is_ok() {
                            continue;
                        }
                        let finding = answer(&place("VALUE"), &quoted(&text));
                        let size = if is_value { -size * times } else { size * times };
                        let is_percent = after.ends_with('%');
                        let forms: Vec<&str> =
                            code(&finding.help).filter(|form| form.starts_with('{')).collect();
                        assert_eq!(
                            forms.len(),
                            if is_value && !is_percent { 2 } else { 1 },
                            "{text}: {forms:?}"
                        );
                        assert!(forms[0].starts_with("{ change: "), "{text}: {forms:?}");
                        for form in &forms {
                            assert_eq!(form.contains("date: 2027-06"), !date.is_empty(), "{text}: {form}");
                            assert_eq!(form.contains('%'), is_percent, "{text}: {form}");
                            let named = numbers(&form.replace('%', ""));
                            assert!(is_one_of(named[0], &[size]), "{text}: {form}");
                        }
                        fixed += usize::from(finding.fix.is_some());
                    }
                }
            }
        }
    }
    assert!(fixed > 300, "{fixed}");
    for text in ["+1,000", "+1.5k", "+1,5%", "-2 Mio", "x1,5", "+1,250"] {
        let finding = answer(&place("{ change: VALUE }"), &quoted(text));
        assert_eq!(finding.fix.is_some(), text != "+1,250", "{text}");
    }
    for (value, text) in [
        ("{ value: 5, stretch: VALUE }", "+5%"),
        ("{ at_least: VALUE }", "+5%"),
        ("VALUE", ">= +5%"),
        ("VALUE", "min +5%"),
        ("VALUE", "+5-10%"),
        ("VALUE", "+3 points"),
        ("VALUE", "-3 points"),
        ("{ change: VALUE }", "+-5"),
        ("{ change: VALUE }", "x-2"),
        ("{ change: VALUE }", "x0"),
        ("{ change: VALUE }", "x1"),
        ("{ change: VALUE }", "+0%"),
    ] {
        let found = findings(&plain(&written(&place(value), &quoted(text))));
        let [finding] = found.as_slice() else { panic!("{value} {text}: {found:#?}") };
        assert!(
            finding.fix.is_none() && finding.help.contains("sign") | text.contains(['0', '1']),
            "{text}: {}",
            finding.help
        );
    }
    for place in ["kpis: { visits: { baseline: VALUE } }", PLACES[0], PLACES[3], PLACES[5]] {
        let finding = answer(place, "\"+5%\"");
        assert!(finding.fix.is_none() && finding.help.starts_with("a plus sign makes it a change"));
    }
    // Percentage points, or percent of the baseline.
    let finding = answer("kpis: { visits: { unit: percent, target: VALUE } }", "+5% by June 2027");
    let forms: Vec<&str> = code(&finding.help).collect();
    assert_eq!(forms, ["{ change: +5, date: 2027-06 }", "{ change: +5%, date: 2027-06 }"]);
    assert!(finding.fix.is_none());
}

/// Where one figure of a column has a decimal comma, or can have one, `30,000` can be 30.
#[test]
fn three_zeros_after_a_comma_are_asked_about_next_to_decimal_commas() {
    let text = plain(&written("readings: r.csv\nkpis: { visits: { unit: visits } }", ""));
    let asked = |figures: &[&str]| -> Vec<String> {
        let rows =
            figures.iter().zip(1..).map(|(figure, month)| format!("visits;2027-{month:02};{figure}\n"));
        let csv = format!("kpi;date;value\n{}", rows.collect::<String>());
        let found = Document::read(Source::new("strategy.yaml", text.clone()), |_| {
            Ok(Source::new("r.csv", csv.clone()))
        });
        found.findings.iter().map(|finding| finding.message.clone()).collect()
    };
    for figures in
        [&["29,75", "30,000", "31,5"][..], &["30,000", "1,5"], &["29.75", "30,000"], &["30,000", "31"]]
    {
        let found = asked(figures);
        assert!(
            found.len() == 1 && found[0].starts_with("`30,000` is not a number with one meaning"),
            "{found:?}"
        );
    }
    assert_eq!(asked(&["2,875", "3,000", "3,100"]).len(), 3);
    for figures in [&["30,000", "31,000"][..], &["1,234,567", "30,000"], &["9.5", "8200", "30,000"]] {
        assert!(asked(figures).is_empty(), "{figures:?}: {:?}", asked(figures));
    }
    let place = "kpis: { visits: { baseline: \"29,75\", target: VALUE } }";
    let found = findings(&plain(&written(place, "\"30,000\"")));
    assert!(
        found.iter().any(|one| one.help.starts_with("this can mean two numbers: write `30000` or `30`")),
        "{found:#?}"
    );
}

/// Next to figures that only one reading resembles, that reading is likely, and no more than that.
#[test]
fn the_size_of_the_other_figures_makes_a_reading_likely() {
    for (figures, value, likely) in [
        ("baseline: 4.1, readings: { 2027-01-31: 4.2 }", "4,000", Some("4")),
        ("readings: { 2027-01-31: { value: \"4,3\" } }", "4,000", Some("4")),
        ("baseline: { value: 4,1, date: 2026 }", "4,000", Some("4")),
        ("baseline: 2500, milestones: { 2027: 3000 }", "2,750", Some("2750")),
        ("baseline: 2.5, targets: { 2027: 3 }", "2,750", Some("2.75")),
        ("baseline: 2.5, milestones: { 2027: 3000 }", "2,750", None),
        ("readings: { 2027-01-31: 0 }", "2,750", None),
    ] {
        let place = format!("kpis: {{ visits: {{ unit: points, {figures}, target: VALUE }} }}");
        for value in [value.to_owned(), quoted(value)] {
            let text = plain(&written(&place, &value));
            let found = findings(&text);
            let finding = found.iter().find(|one| one.help.starts_with("this can mean two"));
            let finding = finding.unwrap_or_else(|| panic!("{text}: {found:#?}"));
            let fix = finding.fix.as_ref();
            assert_eq!(fix.map(|fix| fix.edits[0].text.as_str()), likely, "{figures}: {finding:#?}");
            assert!(fix.is_none_or(|fix| fix.safety == stratplan::Safety::Unsafe), "{figures}");
            let said = likely.map(|likely| format!("figures of its KPI, `{likely}` is likely"));
            assert!(
                said.is_none_or(
                    |said| finding.help.ends_with(&said) || finding.help.contains("other figures here")
                ),
                "{}",
                finding.help
            );
        }
    }
    let bound = "kpis: { visits: { unit: points, baseline: 4.1, target: VALUE } }";
    for value in ["under 4,000", "4,000 by June 2027", "+4,000"] {
        let found = findings(&plain(&written(bound, &quoted(value))));
        assert!(found[0].fix.is_none() && found[0].help.contains("two targets"), "{value}: {found:#?}");
    }
}

/// The figures of a KPI can be in the readings file alone.
#[test]
fn the_size_of_the_figures_in_the_readings_file_counts() {
    let text = "stratplan: 1\nstrategy: { name: A }\nreadings: r.csv\n\
                kpis: { rating: { unit: stars, target: \"4,000\" } }\n";
    let fix = |rows: &str| {
        let csv = stratplan::Source::new("r.csv", format!("kpi,date,value\n{rows}"));
        let document = stratplan::Document::read(stratplan::Source::new("plan.yaml", text), |_| Ok(csv));
        let finding = document.findings.into_iter().find(|one| one.rule.name == "invalid-value").unwrap();
        let fix = finding.fix.unwrap_or_else(|| panic!("{rows}: {}", finding.help));
        (fix.edits[0].text.clone(), fix.safety == stratplan::Safety::Safe)
    };
    assert_eq!(fix("rating,2027-01-31,4.2\nrating,2027-02-28,4.3\n"), ("4".to_owned(), false));
    assert_eq!(fix("rating,2027-01-31,\"4,2\"\n"), ("4".to_owned(), false));
    assert_eq!(fix("rating,2027-01-31,3900\n"), ("4000".to_owned(), true));
    assert_eq!(fix("visits,2027-01-31,4.2\n"), ("4000".to_owned(), true), "of another KPI");
    assert_eq!(fix(""), ("4000".to_owned(), true));
}

/// A list that its commas cut is answered with the range that it means.
#[test]
fn a_range_with_commas_in_its_figures_is_answered_with_both_figures() {
    let place = "kpis: { visits: { unit: visits, target: { between: VALUE } } }";
    for (value, forms) in [
        ("[1,000, 2,000]", &["[1000, 2000]"][..]),
        ("[500, 1,000]", &["[500, 1000]"]),
        ("[1,250, 2,500]", &["[1250, 2500]", "[1.25, 2.5]"]),
        ("[1,000,000, 2,000,000]", &["[1000000, 2000000]"]),
        ("[0,5, 0,75]", &["[0.5, 0.75]"]),
        ("[5]", &[]),
        ("[5, 6, 7]", &[]),
    ] {
        let found = findings(&plain(&written(place, value)));
        let [finding] = found.as_slice() else { panic!("{value}: {found:#?}") };
        assert_eq!(code(&finding.help).collect::<Vec<_>>(), forms, "{value}: {}", finding.help);
        check_offers(place, value, finding);
    }
}

/// One finding, whatever the two are called.
#[test]
fn a_lowest_and_a_highest_value_are_one_bound() {
    for (target, fixed) in [
        ("{ min: 5, max: 9 }", "{ between: [5, 9] }"),
        ("{ max: 9, date: 2027-06, min: 5 }", "{ date: 2027-06, between: [5, 9] }"),
        ("{ at_least: 5, maximum: 9 }", "{ between: [5, 9] }"),
        ("{ min: 5 }", "{ at_least: 5 }"),
        ("{ max: 9, date: 2027-06 }", "{ at_most: 9, date: 2027-06 }"),
    ] {
        let text = plain(&written(&format!("kpis: {{ visits: {{ unit: visits, target: {target} }} }}"), ""));
        let found = findings(&text);
        let [finding] = found.as_slice() else { panic!("{target}: {found:#?}") };
        let after = apply(&text, &finding.fix.as_ref().unwrap().edits).unwrap();
        assert!(
            after.contains(&format!("target: {fixed}")) && findings(&after).is_empty(),
            "{target}: {after}"
        );
    }
    let block = "kpis:\n  visits:\n    target:\n      min: 5\n      # never more\n      max: 9\n";
    let text = plain(&written(block, ""));
    let found = findings(&text);
    let fixed = apply(&text, &found[0].fix.as_ref().unwrap().edits).unwrap();
    assert!(found.len() == 1 && fixed.contains("between: [5, 9]\n      # never more"), "{fixed}");
}

/// A figure with the unit of its KPI is read with its bound and its date; another unit is asked about.
#[test]
fn a_target_in_words_is_compared_with_the_unit_of_its_kpi() {
    for (unit, value, fixed) in [
        ("s", "within 40 s", Some("{ at_most: 40 }")),
        ("seconds", "within 40 s", Some("{ at_most: 40 }")),
        ("median hours", "under 2 h", Some("{ at_most: 2 }")),
        ("hours", "within 2 days", None),
        ("orders/month", "40 orders/month by June", Some("{ value: 40, date: 2027-06 }")),
        ("orders/month", "40 orders/week by June", None),
        ("orders", "40 leads by June 2027", None),
        ("percent", "+5 points", Some("{ change: +5 }")),
        ("percent", "-5 percentage points", Some("{ change: -5 }")),
        ("orders", "+5 points", None),
        ("million views", "2m", None),
        ("million views", "under 2m", None),
        ("million views", "2 Mio", None),
    ] {
        let place = format!("kpis: {{ visits: {{ unit: {unit}, baseline: 5, target: VALUE }} }}");
        let found = findings(&plain(&written(&place, value)));
        let [finding] = found.as_slice() else { panic!("{unit} {value}: {found:#?}") };
        let forms: Vec<&str> = code(&finding.help).filter(|form| *form != unit).collect();
        match fixed {
            None => assert!(forms.is_empty() && finding.fix.is_none(), "{unit} {value}: {}", finding.help),
            Some(fixed) => {
                assert_eq!(forms[0], fixed, "{unit} {value}: {}", finding.help);
                check_offers(&place, value, finding);
            }
        }
    }
}

/// What was measured is one figure.
#[test]
fn a_bound_is_no_reading() {
    for value in ["<5", "under 40", "at least 3", "up to 7"] {
        for place in [PLACES[0], PLACES[2]] {
            let found = findings(&plain(&written(place, &quoted(value))));
            let [finding] = found.as_slice() else { panic!("{value}: {found:#?}") };
            assert!(finding.fix.is_none() && finding.help.contains("makes it a bound"), "{}", finding.help);
        }
    }
}

/// A factor in the unit, or a word that may be one, leaves no figure to offer.
#[test]
fn a_factor_in_the_unit_or_an_unknown_word_is_never_dropped() {
    for unit in
        ["kEUR", "k€", "TEUR", "T€", "thousand EUR", "in thousands", "mEUR", "Mio EUR", "EUR (thousands)"]
    {
        let place = format!("kpis: {{ visits: {{ unit: {unit}, target: VALUE }} }}");
        for value in ["30k", "30 thousand", "2 Mio", "€30k", "under 30k", "10k-30k"] {
            let found = findings(&plain(&written(&place, value)));
            let [finding] = found.as_slice() else { panic!("{unit} {value}: {found:#?}") };
            let named: Vec<&str> = code(&finding.help).filter(|form| *form != unit).collect();
            assert!(finding.fix.is_none() && named.is_empty(), "{unit} {value}: {}", finding.help);
        }
    }
    for (unit, value, named) in [
        ("hours", "90m", Some("1.5")),
        ("minutes", "40m", Some("40")),
        ("seconds", "2m", Some("120")),
        ("median minutes", "40m", Some("40")),
        ("days", "90m", None),
        ("hours", "under 90m", None),
    ] {
        let place = format!("kpis: {{ visits: {{ unit: {unit}, target: VALUE }} }}");
        let found = findings(&plain(&written(&place, value)));
        let [finding] = found.as_slice() else { panic!("{unit} {value}: {found:#?}") };
        let figures: Vec<&str> = code(&finding.help).filter(|form| *form != unit && *form != "m").collect();
        assert_eq!(figures, Vec::from_iter(named), "{unit} {value}: {}", finding.help);
        assert!(finding.fix.is_none());
    }
    for value in ["3 Bio", "3 trillion", "3 tn", "3 MM", "300/month", "5 big ones", "0o17", "-5000", "-€5"]
    {
        for place in [PLACES[5], PLACES[6]] {
            let found = findings(&plain(&written(place, value)));
            let [finding] = found.as_slice() else { panic!("{value}: {found:#?}") };
            assert!(finding.fix.is_none(), "{value}: {}", finding.help);
            let is_plain =
                finding.help.contains("`42` or `4.2`") || code(&finding.help).all(|form| form == "notes:");
            assert!(is_plain, "{value}: {}", finding.help);
        }
    }
    for (value, named) in [
        ("30 TEUR", 30_000.0),
        ("30 T€", 30_000.0),
        ("30 grand", 30_000.0),
        ("3 Mrd", 3e9),
        ("3 mlrd", 3e9),
        ("3 milliard", 3e9),
        ("3 bln", 3e9),
    ] {
        let found = findings(&plain(&written("budget: { currency: EUR, total: VALUE }", value)));
        let [finding] = found.as_slice() else { panic!("{value}: {found:#?}") };
        assert_eq!(code(&finding.help).flat_map(numbers).collect::<Vec<_>>(), [named], "{value}");
    }
}

/// No answer offers what is answered again.
#[test]
fn a_value_that_is_cut_off_or_turned_around_is_not_offered_as_it_is() {
    for (place, value) in [
        ("kpis: { visits: { target: { change: VALUE } } }", "-1,5%"),
        ("kpis: { visits: { target: { change: VALUE } } }", "+1,000"),
        ("kpis:\n  visits:\n    target: VALUE", "#5"),
        ("kpis: { visits: { target: { between: VALUE } } }", "[86, 84]"),
        ("decisions: { polls: { question: Do we go on?, needed_by: VALUE } }", "Apr-28"),
    ] {
        let found = findings(&plain(&written(place, value)));
        let [finding] = found.as_slice() else { panic!("{value}: {found:#?}") };
        assert!(finding.fix.is_none(), "{value}: {:?}", finding.fix);
        check_offers(place, value, finding);
    }
}
