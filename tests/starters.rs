//! `init` and its starter strategies: no errors on the first day and half a year later, and every line to
//! fill in is reported once the strategy is active.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use stratplan::format::{PurposeKind, UNNAMED, starter};
use stratplan::{Finding, Group, Linter};

use crate::support::{Folder, read, serious};

const KINDS: [&[PurposeKind]; 3] = [&[PurposeKind::Marketing], &[PurposeKind::Support], &PurposeKind::ALL];
const DAYS: [Date; 4] = [date(2027, 4, 5), date(2027, 12, 31), date(2028, 2, 29), date(2027, 8, 31)];

fn findings(text: &str, today: Date) -> Vec<Finding> {
    Linter::new(today).check(&read(text)).findings
}

#[test]
fn a_starter_has_no_errors_or_warnings_today_and_in_half_a_year() {
    for (purposes, day) in KINDS.into_iter().flat_map(|kind| DAYS.map(|day| (kind, day))) {
        let text = starter(purposes, UNNAMED, day);
        for today in [day, day.saturating_add(6.months())] {
            let findings = findings(&text, today);
            assert_eq!(
                serious(&findings),
                Vec::<String>::new(),
                "{purposes:?} of {day}, on {today}:\n{text}"
            );
            assert!(findings.iter().all(|finding| finding.rule.group != Group::File), "{findings:?}");
        }
    }
}

#[test]
fn a_starter_reports_only_what_to_fill_in() {
    for purposes in KINDS {
        let findings = findings(&starter(purposes, UNNAMED, DAYS[0]), DAYS[0]);
        let reported: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.name).collect();
        let expected = ["kpi-without-baseline", "kpi-without-target", "placeholder"];
        let surprises: Vec<&&str> = reported.iter().filter(|name| !expected.contains(name)).collect();
        assert!(surprises.is_empty(), "{purposes:?}: {surprises:?}");
    }
}

#[test]
fn a_starter_shows_a_bound_and_a_sum() {
    for purposes in KINDS {
        let text = starter(purposes, UNNAMED, DAYS[0]);
        let kpis = text.split("\nkpis:").nth(1).unwrap();
        assert!(
            kpis.contains("    target: { at_most: ") && kpis.contains("    counts: sum "),
            "{purposes:?}"
        );
    }
}

#[test]
fn every_placeholder_of_an_active_starter_is_reported_on_its_line() {
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
fn a_starter_is_short() {
    for purposes in KINDS {
        let text = starter(purposes, UNNAMED, DAYS[0]);
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(text.lines().count() <= 150 && longest <= 110, "{purposes:?}: {longest} columns");
    }
}

#[test]
fn any_name_is_quoted_correctly() {
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
fn the_commented_examples_can_be_uncommented() {
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
        assert_eq!(serious(&findings(&text, DAYS[0])), Vec::<String>::new(), "{purposes:?}:\n{text}");
    }
}

#[test]
fn init_writes_a_starter_but_never_replaces_a_file() {
    let folder = Folder::new("init");
    let run = folder.run("init");
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert!(
        run.err.starts_with("wrote strategy.yaml\nnext: ")
            && run.err.contains("`stratplan check strategy.yaml`")
    );
    assert_eq!(folder.run("check --strict").code, 0);

    folder.write("strategy.yaml", "mine");
    let again = folder.run("init");
    again.is_error("strategy.yaml: not written, it already exists; --force replaces it");
    assert_eq!(folder.text("strategy.yaml"), "mine");
    assert_eq!(folder.run("init --force --purpose both").code, 0);
    assert_eq!(folder.run("check --strict").code, 0);

    let named = folder.run_all(&["init", "other.yaml", "--purpose", "support", "--name", "Yes: no #1"]);
    assert_eq!(named.code, 0);
    assert!(folder.run("show other.yaml").out.contains("name: 'Yes: no #1'"));
    folder
        .run("init nowhere/plan.yaml")
        .is_error("nowhere/plan.yaml: not written, its folder does not exist");
    folder.run("init .git").is_error(".git: not written, this is a directory");
    assert_eq!(folder.run_all(&["init", "third.yaml", "--name", "two\nlines"]).code, 2);
    assert!(!folder.0.join("third.yaml").exists());
    assert!(folder.run("init -").out.contains("stratplan: 1\n"));
}
