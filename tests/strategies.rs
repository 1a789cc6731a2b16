//! The example strategies: the good ones have no errors, the broken ones have the findings that they announce.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use stratplan::files::{self, Candidate};
use stratplan::{Document, Finding, Kind, Level, Linter, Selection, formats, group};

use crate::support::{Example, read, root, serious, strategies};

/// Reads the file together with its readings file.
fn document(example: &Example) -> Document {
    let candidate =
        Candidate { name: example.path.clone(), path: root().join(&example.path), is_named: true };
    files::read(&candidate).unwrap().unwrap()
}

fn findings(document: &Document, today: &str) -> Vec<Finding> {
    let today: Date = today.parse().unwrap();
    Linter::new(today).check(document).findings
}

#[test]
fn good_strategies_have_no_errors_or_warnings_on_their_date() {
    let mut problems = Vec::new();
    for example in strategies().iter().filter(|example| !example.path.contains("broken")) {
        assert!(example.text.contains("# Clean at --today "), "{}", example.path);
        let serious = serious(&findings(&document(example), &example.today));
        problems.extend(serious.into_iter().map(|finding| format!("{}: {finding}", example.path)));
    }
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn once_the_period_is_over_only_that_and_missed_targets_are_reported() {
    for example in strategies().iter().filter(|example| !example.path.contains("broken")) {
        let found = findings(&document(example), "2029-01-01");
        let found = found.iter().filter(|finding| finding.level > Level::Info);
        let mut rules: BTreeSet<&str> = found.map(|finding| finding.rule.name).collect();
        rules.remove("target-missed");
        assert_eq!(rules, BTreeSet::from(["period-over"]), "{}", example.path);
    }
}

#[test]
fn what_is_late_is_reported_again_if_the_end_of_the_period_is_not() {
    let text = "\
stratplan: 1
# stratplan: allow(review-overdue) the next one is in spring
strategy: { name: Corner Bakery 2027, owner: Mia Berg, period: 2027, next_review: 2027-06-01 }
decisions: { delivery: { question: Do we deliver?, needed_by: 2027-06-01 } }
";
    let document = read(text);
    let linter = Linter::new(date(2028, 1, 10));
    let ignore = vec!["period-over".to_owned()];
    let without = linter.clone().select(&Selection { ignore, ..Selection::default() }).unwrap();
    let timed = |linter: &Linter| {
        let findings = linter.check(&document).findings;
        let timed = findings.iter().filter(|one| one.timed || one.rule.name == "unused-allow");
        timed.map(|finding| finding.rule.name).collect::<Vec<_>>()
    };
    assert_eq!(timed(&linter), ["period-over"]);
    assert_eq!(timed(&without), ["decision-overdue"]);
}

#[test]
fn broken_strategies_have_the_findings_that_they_announce_and_no_others() {
    let mut problems = Vec::new();
    for example in strategies().iter().filter(|example| example.path.contains("broken")) {
        let announced = example.text.lines().filter_map(|line| line.strip_prefix("# Says: "));
        let announced: BTreeSet<&str> = announced.map(str::trim).collect();
        assert!(!announced.is_empty(), "{} announces nothing", example.path);
        let found = findings(&document(example), &example.today);
        // Advice has to be there only if it is announced.
        let found = found
            .iter()
            .filter(|finding| finding.level > Level::Info || announced.contains(finding.rule.name));
        let rules: BTreeSet<&str> = found.map(|finding| finding.rule.name).collect();
        if rules != announced {
            problems.push(format!("{}: {rules:?} instead of {announced:?}", example.path));
        }
    }
    assert_eq!(problems, Vec::<String>::new());
}

/// The smallest useful file: one page, with nothing optional.
const DRAFT: &str = "\
stratplan: 1
strategy: { name: Corner Bakery 2027, status: draft, owner: Mia Berg, period: 2027 }
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
pillars:
  listening:
    questions: { where: Parents ask for cake in two local Facebook groups }
  promotion:
    activities:
      cake-of-the-week: { goals: saturday-orders, gears: acquisition, start: 2027-01-15 }
purposes:
  marketing:
    gears:
      acquisition: 2027-01-15
      engagement: 2027-03-01
      enlistment: 2027-05-01
      monetization: 2027-07-01
";

#[test]
fn the_smallest_draft_gets_a_few_suggestions_and_no_warnings() {
    let document = read(DRAFT);
    for today in [date(2027, 1, 10), date(2027, 8, 1)] {
        let findings = Linter::new(today).check(&document).findings;
        assert_eq!(serious(&findings), Vec::<String>::new(), "on {today}");
        assert!(group(&findings).iter().any(|one| one.first.rule.kind == Kind::Missing));
        let mut shown = Vec::new();
        formats::full(&mut shown, &document, &findings, 80).unwrap();
        let shown = anstream::adapter::strip_str(&String::from_utf8(shown).unwrap()).to_string();
        let is_suggestion = |line: &&str| line.starts_with("  ") && line.as_bytes()[2].is_ascii_digit();
        let suggestions = shown.lines().filter(is_suggestion).count();
        assert!((1..=5).contains(&suggestions), "{suggestions} suggestions:\n{shown}");
    }
}
