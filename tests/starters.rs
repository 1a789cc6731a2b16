//! The starters of `stratplan init`: sound on the day they are written and half a year later, and
//! every line to fill in is pointed at once the strategy is in force.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use stratplan::document::Document;
use stratplan::finding::{Group, Level};
use stratplan::linter::Linter;
use stratplan::rules;
use stratplan::source::Source;
use stratplan::strategy::gear::PurposeKind;
use stratplan::strategy::starters::{UNNAMED, starter};

const KINDS: [&[PurposeKind]; 3] = [&[PurposeKind::Marketing], &[PurposeKind::Support], &PurposeKind::ALL];
const DAYS: [Date; 4] = [date(2027, 4, 5), date(2027, 12, 31), date(2028, 2, 29), date(2027, 8, 31)];

fn read(text: &str) -> Document {
    Document::read(Source::new("strategy.yaml", text), |_| Err("no files here".to_owned()))
}

#[test]
fn a_starter_gives_no_error_and_no_warning_today_and_half_a_year_later() {
    for (purposes, day) in KINDS.into_iter().flat_map(|kind| DAYS.map(|day| (kind, day))) {
        let text = starter(purposes, UNNAMED, day);
        let document = read(&text);
        for today in [day, day.saturating_add(6.months())] {
            let findings = Linter::new(today).check(&document).findings;
            let grave: Vec<String> = findings
                .iter()
                .filter(|finding| finding.level > Level::Info || finding.rule.group == Group::File)
                .map(|finding| format!("{}: {}", finding.rule.name, finding.message))
                .collect();
            assert_eq!(grave, Vec::<String>::new(), "{purposes:?} of {day}, judged on {today}:\n{text}");
        }
    }
}

#[test]
fn a_starter_tells_little_more_than_what_to_fill_in() {
    for purposes in KINDS {
        let document = read(&starter(purposes, UNNAMED, DAYS[0]));
        let findings = Linter::new(DAYS[0]).check(&document).findings;
        let told: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.name).collect();
        let expected = ["kpi-without-baseline", "kpi-without-target", "placeholder"];
        let surprises: Vec<&&str> = told.iter().filter(|name| !expected.contains(name)).collect();
        assert!(surprises.is_empty(), "{purposes:?}: {surprises:?}");
    }
}

#[test]
fn every_placeholder_of_an_active_starter_is_found_on_its_line() {
    // Without the rule there is nothing to hold the starters to.
    if rules::find("placeholder").is_none() {
        return;
    }
    for purposes in KINDS {
        let text = starter(purposes, UNNAMED, DAYS[0]).replace("status: draft ", "status: active");
        assert!(text.contains("status: active"), "{text}");
        let document = read(&text);
        let findings = Linter::new(DAYS[0]).check(&document).findings;
        let found: BTreeSet<usize> = findings
            .iter()
            .filter(|finding| finding.rule.name == "placeholder")
            .map(|finding| document.source.line(finding.place.span.start))
            .collect();
        let expected: BTreeSet<usize> = text
            .lines()
            .zip(1..)
            .filter(|(line, _)| line.split('#').next().unwrap().contains('<'))
            .map(|(_, number)| number)
            .collect();
        assert!(expected.len() > 20, "{purposes:?} has only {} lines to fill in", expected.len());
        assert_eq!(found, expected, "{purposes:?}");
    }
}

#[test]
fn a_starter_stays_short() {
    for purposes in KINDS {
        let text = starter(purposes, UNNAMED, DAYS[0]);
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(text.lines().count() <= 145 && longest <= 110, "{purposes:?}: {longest} columns");
    }
}

#[test]
fn any_name_is_read_back_as_it_was_given() {
    for name in [
        "Corner Bakery 2027",
        "2027",
        "yes: no # maybe",
        "it's \"ours\"",
        "- a",
        "@home {name}",
        "null",
        "Büro 🥐",
    ] {
        assert_eq!(read(&starter(KINDS[0], name, DAYS[0])).strategy.name(), name);
    }
}

#[test]
fn what_stands_in_comments_can_be_uncommented() {
    let starts = ["baseline:", "target:", "platforms:", "  linkedin:", "budget:", "decisions:"];
    for purposes in KINDS {
        let mut uncommented = 0;
        let lines = starter(purposes, UNNAMED, DAYS[0]).lines().map(str::to_owned).collect::<Vec<_>>();
        let text: String = lines
            .into_iter()
            .map(|line| match line.split_once("# ") {
                Some((indent, rest)) if starts.iter().any(|start| rest.starts_with(start)) => {
                    uncommented += 1;
                    format!("{indent}{rest}\n")
                }
                _ => format!("{line}\n"),
            })
            .collect();
        assert!(uncommented >= 5, "{purposes:?}: {uncommented}");
        let document = read(&text);
        let findings = Linter::new(DAYS[0]).check(&document).findings;
        let grave: Vec<String> = findings
            .iter()
            .filter(|finding| finding.level > Level::Info)
            .map(|finding| format!("{}: {}", finding.rule.name, finding.message))
            .collect();
        assert_eq!(grave, Vec::<String>::new(), "{purposes:?}:\n{text}");
    }
}
