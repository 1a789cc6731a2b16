//! Targets and gates as people write them: no help and no fix drops a bound, a sign or a date, wherever it is written
//! and whether it is in quotes or not.

use serde_json::{Value, json};
use stratplan::yaml::apply;
use stratplan::{Document, Finding, Source};

use super::{check_offers, code, findings, plain, quoted, written};

/// Where a figure is written, in VALUE; the key that can change with it, and the date that stays.
const PLACES: [(&str, &str, Option<&str>); 7] = [
    ("kpis: { visits: { unit: visits, target: VALUE, baseline: 5 } }", "", None),
    ("kpis:\n  visits:\n    unit: visits\n    target: VALUE\n    baseline: 5", "", None),
    ("kpis: { visits: { unit: visits, target: { value: VALUE, date: 2027-06 } } }", "value", Some("2027-06")),
    ("kpis: { visits: { unit: visits, target: { value: VALUE } } }", "value", None),
    (
        "kpis:\n  visits:\n    unit: visits\n    target:\n      value: VALUE\n      date: 2027-06",
        "value",
        Some("2027-06"),
    ),
    (GATE, "", None),
    (
        "kpis: { visits: { unit: visits } }\npurposes: { marketing: { gears: { acquisition: { spinning_at: { visits: { value: VALUE } } } } } }",
        "value",
        None,
    ),
];
const GATE: &str = "kpis: { visits: { unit: visits } }\npurposes: { marketing: { gears: { acquisition: { spinning_at: { visits: VALUE } } } } }";

const BOUNDS: [(&str, &[&str]); 2] = [
    ("at_least", &[">= ", ">=", "> ", ">", "≥ ", "at least ", "min. ", "over "]),
    ("at_most", &["<= ", "<", "≤", "at most ", "max ", "under "]),
];

const FIGURES: [(&str, f64); 7] = [
    ("40", 40.0),
    ("10,5", 10.5),
    ("10.5", 10.5),
    ("1,250.5", 1250.5),
    ("48 000", 48_000.0),
    ("2,5k", 2500.0),
    ("1'250'000", 1_250_000.0),
];

fn text(place: &str, value: &str) -> String {
    format!("stratplan: 1\nstrategy: {{ name: Bakery, owner: mia, period: 2027 }}\n{place}\n")
        .replace("VALUE", value)
}

fn read(text: &str) -> Document {
    Document::read(Source::new("strategy.yaml", text), |_| Err(String::new()))
}

/// What the target or the gate of a text says.
fn says(text: &str) -> Value {
    let document = read(text);
    assert!(document.findings.is_empty(), "{text}{:#?}", document.findings);
    let model = serde_json::to_value(&document.strategy).unwrap();
    let gate = &model["purposes"]["marketing"]["gears"]["acquisition"]["spinning_at"]["visits"];
    let said = if gate.is_null() { &model["kpis"]["visits"]["target"] } else { gate };
    let said = said.as_object().map(|keys| keys.iter().filter(|(_, value)| !value.is_null()));
    Value::Object(said.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect())
}

fn only(place: &str, value: &str) -> Finding {
    let found = read(&text(place, value)).findings;
    let [finding] = found.as_slice() else { panic!("{place} {value}: {found:#?}") };
    finding.clone()
}

fn expected(key: &str, value: &Value, date: Option<&str>) -> Value {
    let mut said = json!({ key: value });
    if let Some(date) = date {
        said["date"] = json!(date);
    }
    said
}

/// The text with an entry that a help names in place of its own.
fn with_entry(place: &str, key: &str, form: &str) -> String {
    let (own, by) = if key.is_empty() { ("VALUE".to_owned(), form) } else { (format!("{key}: VALUE"), form) };
    text(&place.replace(&own, by), "")
}

fn number(value: f64) -> Value {
    serde_json::from_str(&value.to_string()).unwrap()
}

#[test]
fn a_bound_stays_a_bound_in_every_place() {
    let mut checked = 0;
    for (place, key, date) in PLACES {
        for (bound, words) in BOUNDS {
            for word in words {
                for (figure, value) in FIGURES {
                    let plain = format!("{word}{figure}");
                    let quoted = format!("\"{plain}\"");
                    // In a block, a text in quotes and one without read alike; so they must in braces.
                    let (one, other) = (only(place, &plain), only(place, &quoted));
                    assert_eq!(one.help, other.help, "{place} {plain}");
                    for (written, finding) in [(&plain, &one), (&quoted, &other)] {
                        let fix = finding.fix.as_ref().unwrap_or_else(|| panic!("{written}: {finding:#?}"));
                        let fixed = apply(&text(place, written), &fix.edits).unwrap();
                        let meant = expected(bound, &number(value), date);
                        assert_eq!(says(&fixed), meant, "{place} {written}: {fixed}");
                        let form = code(&finding.help).next().unwrap();
                        assert_eq!(says(&with_entry(place, key, form)), meant, "{place} {written}: {form}");
                        checked += 1;
                    }
                }
            }
        }
    }
    assert!(checked > 1000, "{checked}");
}

/// What an exact answer offers: each text with the targets that it can mean.
#[test]
fn a_sign_a_date_and_a_second_bound_are_asked_about() {
    let target = "kpis: { visits: { unit: UNIT, baseline: 5, target: { KEY: VALUE } } }";
    for (unit, key, value, forms) in [
        ("visits", "value", "+5", &["change: +5", "value: 5"][..]),
        ("visits", "value", "+1.5k", &["change: +1500", "value: 1500"]),
        ("visits", "value", "+10%", &["change: +10%"]),
        ("visits", "value", "-10%", &["change: -10%"]),
        ("percent", "value", "+10%", &["change: +10", "change: +10%", "value: 10"]),
        ("percent", "value", "-10%", &["change: -10", "change: -10%", "value: -10"]),
        ("visits", "value", "x2", &["change: x2"]),
        ("visits", "value", "-10k", &["-10000"]),
        ("visits", "value", "40-60", &["between: [40, 60]"]),
        ("visits", "between", "40-60", &["[40, 60]"]),
        ("visits", "between", ">= 40", &["at_least: 40"]),
        ("visits", "at_least", ">= 40", &["40"]),
        ("visits", "at_least", "<= 40", &["at_most: 40", "at_least: 40"]),
        ("visits", "at_most", "at least 40", &["at_least: 40", "at_most: 40"]),
    ] {
        let place = target.replace("UNIT", unit).replace("KEY", key);
        for value in [value.to_owned(), format!("'{value}'")] {
            let finding = only(&place, &value);
            assert_eq!(code(&finding.help).collect::<Vec<_>>(), forms, "{key}: {value}");
            assert_eq!(finding.fix.is_some(), forms.len() == 1, "{key}: {value}");
            for form in forms {
                let form = if form.contains(": ") { (*form).to_owned() } else { format!("{key}: {form}") };
                assert!(!says(&with_entry(&place, key, &form)).is_null());
            }
            if let Some(fix) = finding.fix {
                let fixed = apply(&text(&place, &value), &fix.edits).unwrap();
                let form = if forms[0].contains(": ") {
                    forms[0].to_owned()
                } else {
                    format!("{key}: {}", forms[0])
                };
                assert_eq!(says(&fixed), says(&with_entry(&place, key, &form)), "{fixed}");
            }
        }
    }
    let finding = only("kpis: { visits: { unit: visits, target: { value: VALUE } } }", ">= 400 by June 2027");
    assert_eq!(finding.help, "write `at_least: 400`, with `date: 2027-06` next to it");
}

/// A plus sign can be a change wherever something is planned; what was measured is a level.
#[test]
fn a_plus_sign_is_read_only_where_it_says_nothing() {
    for place in [
        "kpis: { visits: { baseline: VALUE } }",
        "kpis: { visits: { baseline: { value: VALUE, date: 2026 } } }",
        "kpis: { visits: { counts: sum, readings: { 2027-01-31: VALUE } } }",
        "kpis: { visits: { baseline: -3, readings: { 2027-01-31: { value: VALUE, note: Fair } } } }",
    ] {
        for value in ["+5", "'+5'"] {
            let (with, without) = (read(&text(place, value)), read(&text(place, "5")));
            assert!(with.findings.is_empty(), "{place} {value}: {:#?}", with.findings);
            let model = |document: &Document| serde_json::to_value(&document.strategy).unwrap();
            assert_eq!(model(&with), model(&without), "{place}");
        }
    }
    for counts in ["level", "total"] {
        let place = format!("kpis: {{ visits: {{ counts: {counts}, readings: {{ 2027-01-31: VALUE }} }} }}");
        for value in ["+5", "'+5'"] {
            let finding = only(&place, value);
            assert_eq!(
                finding.help,
                "write `5` if that was read; if it is the change since the reading before, write what the two add up to"
            );
            assert!(finding.fix.is_none(), "{:?}", finding.fix);
        }
    }
    for place in [
        "kpis: { visits: { target: { at_least: VALUE } } }",
        "kpis: { visits: { target: { at_most: VALUE } } }",
        "kpis: { visits: { target: { between: [VALUE, 10] } } }",
        "kpis: { visits: { target: { value: 4, stretch: VALUE } } }",
        "kpis: { visits: { targets: { 2027: VALUE } } }",
        "kpis: { visits: { milestones: { 2027-06: VALUE } } }",
        GATE,
    ] {
        for value in ["+5", "'+5'", "\"+5\""] {
            let finding = only(place, value);
            assert!(
                finding.fix.is_none() && finding.help.starts_with("a plus sign makes it a change"),
                "{place}"
            );
        }
    }
}

/// Ten less than a hundred, or ten below 0.
#[test]
fn a_target_below_zero_of_a_kpi_above_it_is_asked_about() {
    for (figures, is_asked) in [
        ("baseline: 100", true),
        ("readings: { 2027-01-31: 40, 2027-02-28: 35 }", true),
        ("name: Visits", true),
        ("baseline: -50", false),
        ("baseline: 0", false),
        ("baseline: 20, readings: { 2027-01-31: { value: -5, note: Frost } }", false),
    ] {
        let place = format!("kpis: {{ visits: {{ unit: visits, {figures}, target: VALUE }} }}");
        for value in ["-10", "'-10'"] {
            let found = read(&text(&place, value)).findings;
            assert_eq!(!found.is_empty(), is_asked, "{figures}: {found:#?}");
            let Some(finding) = found.first() else { continue };
            let forms: Vec<&str> = code(&finding.help).collect();
            assert_eq!(forms, ["{ change: -10 }", "{ value: -10 }"]);
            assert!(finding.fix.is_none(), "{finding:#?}");
            for form in forms {
                says(&text(&place, form));
            }
        }
    }
}

/// A `>` is no YAML there, and reported as that if nothing else is wrong with the text.
#[test]
fn a_text_with_a_greater_than_sign_is_still_an_error() {
    for place in ["kpis: { visits: { name: VALUE } }", "x-size: VALUE", "kpis:\n  visits:\n    name: VALUE"] {
        let finding = only(place, ">= 40 visits");
        assert_eq!(finding.rule.name, "invalid-syntax", "{place}");
        let fixed = apply(&text(place, ">= 40 visits"), &finding.fix.unwrap().edits).unwrap();
        assert!(read(&fixed).findings.is_empty(), "{fixed}");
    }
}

/// A size in words is asked about. What says that there is no figure yet is kept.
#[test]
fn no_size_in_words_becomes_a_target_that_is_left_out() {
    let place = "kpis: { visits: { unit: visits, target: VALUE } }";
    for size in ["halve", "½m", "to 200%", "No. 3", "nil", "half of it"] {
        let found = only(place, size);
        let offers = found.fix.iter().flat_map(|fix| &fix.edits).any(|edit| edit.text.contains("not_now"));
        assert!(!offers && !found.help.contains("not_now"), "{size}: {found:#?}");
    }
    for unknown in ["tbc in March 2027", "tbd", "as many as possible"] {
        let found = only(place, unknown);
        assert!(found.fix.is_some_and(|fix| fix.edits[0].text.contains("not_now")), "{unknown}");
    }
}

/// A length of time, a rate or an arrow is part of what a figure says, and a word for "about" is kept.
#[test]
fn what_a_figure_says_besides_its_size_is_not_dropped() {
    let place = "kpis: { visits: { ADDEDbaseline: 34, target: VALUE } }";
    for (value, help, fixed) in [
        ("40s", "write `40`, and add `unit: s` to `visits`", Some("target: 40, unit: s")),
        ("1h", "write `1`, and add `unit: h` to `visits`", Some("target: 1, unit: h")),
        ("50c", "write `50`, and add `unit: c` to `visits`", Some("target: 50, unit: c")),
        ("20 per month", "write `20`, and add `unit: …/month` to `visits`", None),
        ("20/month", "write `20`, and add `unit: …/month` to `visits`", None),
        ("=> 85", "this can mean two targets: write `{ at_least: 85 }` or `{ value: 85 }`", None),
        ("→ 85", "write `{ value: 85 }`", Some("target: { value: 85 }")),
        (
            "within 4h",
            "write `{ at_most: 4 }`, and add `unit: h` to `visits`",
            Some("{ at_most: 4 }, unit: h"),
        ),
        ("ca. 400", "write the figure alone: `400`", Some("target: 400, notes: 'target: ca. 400'")),
        ("~400", "write the figure alone: `400`", Some("target: 400, notes: 'target: ~400'")),
        ("5.000 €", "this can mean two numbers: write `5000` or `5`", None),
        ("5.000", "this can mean two numbers: write `5000` or `5`", None),
    ] {
        let value = quoted(value);
        let found = findings(&plain(&written(place, &value)));
        let [finding] = found.as_slice() else { panic!("{value}: {found:#?}") };
        assert_eq!(finding.help, help, "{value}");
        check_offers(place, &value, finding);
        let text = plain(&written(place, &value));
        let after = finding.fix.as_ref().map(|fix| apply(&text, &fix.edits).unwrap());
        assert_eq!(after.is_some(), fixed.is_some(), "{value}: {after:?}");
        assert!(after.is_none_or(|after| after.contains(fixed.unwrap())), "{value}");
    }
    let reading = "kpis: { visits: { unit: visits, readings: { 2027-01-31: VALUE } } }";
    let text = plain(&written(reading, "ca. 400"));
    let fixed = apply(&text, &findings(&text)[0].fix.as_ref().unwrap().edits).unwrap();
    assert!(fixed.contains("{ value: 400, note: ca. 400 }") && findings(&fixed).is_empty(), "{fixed}");
}

/// A figure with three places is asked about wherever it is, if one of its KPI surely means thousands.
#[test]
fn thousands_after_a_point_are_asked_about_in_every_place() {
    for (figures, asked) in [
        ("baseline: 38.600, target: 45.000", &["38600", "45000"][..]),
        ("readings: { 2027-01: 38.600 }, target: 45.000", &["45000", "38600"]),
        ("baseline: 38.125, target: 45", &[]),
        ("baseline: 2.125, target: 2.875", &[]),
    ] {
        let found = findings(&plain(&written(&format!("kpis: {{ visits: {{ {figures} }} }}"), "")));
        let named: Vec<&str> = found.iter().filter_map(|finding| code(&finding.help).next()).collect();
        assert_eq!(named, asked, "{figures}: {found:#?}");
    }
}

/// Decimal commas say what a point or three zeros can mean, so they stay as long as that is asked about.
#[test]
fn no_fix_removes_what_a_question_is_about() {
    for (comma, open) in
        [("29,75", "1,000"), ("\"29,75\"", "1,000"), ("\"29,75\"", "2.500"), ("29,75", "\"1,000\"")]
    {
        let text = format!("kpis: {{ leads: {{ target: {comma} }}, visits: {{ target: {open} }} }}");
        let text = plain(&written(&text, ""));
        let found = findings(&text);
        assert_eq!(found.len(), 2, "{text}: {found:#?}");
        assert!(
            found
                .iter()
                .all(|one| one.fix.as_ref().is_none_or(|fix| fix.safety == stratplan::Safety::Unsafe))
        );
        let commas = found.iter().find(|one| one.help == "write `29.75`").unwrap();
        assert!(commas.fix.is_none(), "{commas:#?}");
    }
    let alone =
        findings(&plain(&written("kpis: { leads: { target: \"29,75\" }, visits: { target: 2.5 } }", "")));
    assert!(alone[0].fix.is_some(), "{alone:#?}");
}

/// A comma before a decimal is answered, and never becomes a key.
#[test]
fn a_decimal_that_begins_with_its_comma_is_answered() {
    for value in [",5", "{ value: ,5 }"] {
        let text = plain(&written(&format!("kpis: {{ visits: {{ target: {value} }} }}"), ""));
        let found = findings(&text);
        let [finding] = found.as_slice() else { panic!("{value}: {found:#?}") };
        let fix = finding.fix.as_ref().unwrap();
        assert!(
            finding.help.ends_with("`0.5`") && fix.safety == stratplan::Safety::Unsafe,
            "{}",
            finding.help
        );
        assert!(findings(&apply(&text, &fix.edits).unwrap()).is_empty());
    }
}
