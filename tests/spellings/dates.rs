//! Dates as people write them: no help and no fix names another day than the text can mean.

use jiff::civil::{Date, date};
use stratplan::format::CoarseDate;
use stratplan::{Document, Safety, Source};

use super::{Case, check_offers, code, findings, plain, quoted, written};

const PLACES: [&str; 3] = [
    "kpis: { visits: { readings: { VALUE: 5 } } }",
    "decisions: { polls: { question: Do we go on?, needed_by: VALUE } }",
    "pillars: { promotion: { activities: { polls: { start: VALUE } } } }",
];

/// Every day of a few months, in each way to write it.
fn cases() -> Vec<Case<Date>> {
    let mut cases = Vec::new();
    let mut day = date(2027, 1, 20);
    while day < date(2027, 6, 20) {
        let mut case = |text: String, means: Vec<Date>| cases.push(Case { text, means });
        let other = date(2027, 12, 31);
        let (weekday, near) = (day.strftime("%A").to_string(), day.tomorrow().unwrap());
        for form in [
            "%-d %B %Y",
            "%B %-d, %Y",
            "%b %-d, %Y",
            "%d.%m.%Y",
            "%-d.%-m.%Y",
            "%Y/%m/%d",
            "%Y-%m-%d 18:00",
            "%Y-%m-%dT18:00Z",
            "%Y-%m-%dT18:00:00+02:00",
            "%-d %B %Y, 9:30",
            "%a, %-d %b %Y",
            "%A %Y-%m-%d",
            "%Y-%-m-%-d",
            "%-d %b",
            "%B %-d",
        ] {
            case(day.strftime(form).to_string(), vec![day]);
        }
        // The weekday of the next day.
        let wrong = near.strftime("%A").to_string();
        assert_ne!(wrong, weekday);
        case(format!("{wrong} {}", day.strftime("%-d %B %Y")), vec![day, near]);
        for form in ["%d/%m/%Y", "%m/%d/%Y"] {
            let text = day.strftime(form).to_string();
            let swapped = Date::new(2027, day.day(), day.month()).unwrap_or(other);
            case(text, vec![day, swapped]);
        }
        day = day.tomorrow().unwrap();
    }
    cases
}

#[test]
fn no_help_and_no_fix_names_another_day() {
    let (mut answered, mut fixed) = (0, 0);
    for place in PLACES {
        for Case { text, means } in cases() {
            let value = quoted(&text);
            let found = findings(&plain(&written(place, &value)));
            assert_eq!(found.len(), 1, "{place} {text}: {found:#?}");
            for finding in found {
                check_offers(place, &value, &finding);
                let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.text.as_str());
                // `January 26` can mean January 2026.
                let days = edits.clone().chain(code(&finding.help)).filter(|day| day.len() > "2026-01".len());
                for day in days {
                    // The time of a day is kept as a note, in the words of the author.
                    if day.contains("notes:") {
                        assert!(day.contains(text.as_str()), "{text}: {day}");
                        continue;
                    }
                    let day: Date = day.parse().unwrap_or_else(|_| panic!("{text}: {}", finding.help));
                    assert!(means.contains(&day), "{text}: {}", finding.help);
                    answered += 1;
                }
                fixed += edits.count();
            }
        }
    }
    assert!(answered > 10_000 && fixed > 5_000, "{answered} {fixed}");
}

#[test]
fn a_fiscal_year_is_read_or_answered_with_what_is_missing() {
    for (text, named) in [
        ("FY2027/28", &["FY2027/28"][..]),
        ("FY2027/28-Q1", &["FY2027/28-Q1"]),
        ("FY2027/28-H2", &["FY2027/28-H2"]),
        ("FY27", &["FY2026/27", "FY2027/28"]),
        ("FY27 Q3", &["FY2026/27-Q3", "FY2027/28-Q3"]),
        ("2027/28", &["{ start: 2027, end: 2028 }", "FY2027/28"]),
    ] {
        for place in PLACES {
            let value = quoted(text);
            let found = findings(&plain(&written(place, &value)));
            let [finding] = found.as_slice() else { panic!("{text}: {found:#?}") };
            check_offers(place, &value, finding);
            let forms: Vec<&str> = code(&finding.help).filter(|code| named.contains(code)).collect();
            assert_eq!(forms, named, "{}", finding.help);

            let with_key = written(place, &value).replacen("ADDED", "fiscal_year_starts: april, ", 1);
            let is_exact = text.len() >= "FY2027/28".len() && text.starts_with("FY2027/");
            let left = findings(&plain(&with_key));
            assert_eq!(left.is_empty(), is_exact, "{text}: {left:#?}");
            // It is the key that has to be written.
            let unreadable = written(place, &value).replacen("ADDED", "fiscal_year_starts: spring, ", 1);
            let left: Vec<String> =
                findings(&plain(&unreadable)).into_iter().map(|one| one.message).collect();
            assert_eq!(left, ["`fiscal_year_starts` cannot be `spring`"], "{text}");
        }
    }
    assert!(CoarseDate::parse("FY2027/28").is_err());
}

#[test]
fn what_is_not_one_date_has_no_fix() {
    for text in ["spring 2027", "Fall 2027", "winter 2027", "08/02/2027", "Tuesday 8 February 2027", "soon"] {
        for place in PLACES {
            let found = findings(&plain(&written(place, &quoted(text))));
            let [finding] = found.as_slice() else { panic!("{text}: {found:#?}") };
            assert!(finding.fix.is_none(), "{text}");
            check_offers(place, &quoted(text), finding);
        }
    }
}

/// In a readings file, a date with one meaning is read, and any other is answered in the same words as in a strategy.
#[test]
fn a_date_in_a_readings_file_is_read_or_answered_in_the_same_words() {
    let text = plain(&written("readings: r.csv\nkpis: { visits: { unit: visits } }", ""));
    let (mut accepted, mut refused) = (0, 0);
    let others =
        ["2027-02-30", "FY2027/28", "FY27", "spring 2027", "2027-13", "soon", "Q2", "8 Feb", "2027/28"];
    for date in cases().into_iter().map(|case| case.text).chain(others.map(str::to_owned)) {
        let csv = format!("kpi,date,value\nvisits,\"{date}\",5\n");
        let read = |_: &str| Ok(Source::new("r.csv", csv.clone()));
        let document = Document::read(Source::new("strategy.yaml", text.clone()), read);
        let found = findings(&plain(&written(PLACES[0], &quoted(&date))));
        let [finding] = found.as_slice() else { panic!("{date}: {found:#?}") };
        let fix = finding.fix.as_ref().filter(|fix| fix.safety == Safety::Safe);
        match (fix, document.readings.of("visits"), document.findings.as_slice()) {
            (Some(fix), [reading], []) => {
                assert_eq!(reading.date.to_string(), fix.edits[0].text, "{date}");
                accepted += 1;
            }
            (None, [], [other]) => {
                assert_eq!(other.help, finding.help, "{date}");
                refused += 1;
            }
            (_, _, other) => panic!("{date}: {finding:#?} {other:#?}"),
        }
    }
    assert!(accepted > 1000 && refused > 300, "{accepted} {refused}");
}
