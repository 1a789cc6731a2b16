//! What must always hold, on the strategy that shows almost every key.

use jiff::civil::{Date, date};
use stratplan::document::Document;
use stratplan::finding::{Finding, Kind, Level};
use stratplan::linter::Linter;
use stratplan::linter::group::group;
use stratplan::render;
use stratplan::source::Source;

const REFERENCE: &str = include_str!("../strategies/reference.strategy.yaml");
const TODAY: Date = date(2027, 4, 5);

/// The smallest file worth having: a page, and nothing that is not needed.
const SMALLEST: &str = "\
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

fn document(text: &str) -> Document {
    Document::read(Source::new("strategy.yaml", text), |_| Err("there is no such file".to_owned()))
}

fn findings(text: &str, today: Date) -> Vec<Finding> {
    Linter::new(today).check(&document(text)).findings
}

fn grave(findings: &[Finding]) -> Vec<String> {
    let grave = findings.iter().filter(|finding| finding.level > Level::Info);
    grave.map(|finding| format!("{}: {}", finding.rule.name, finding.message)).collect()
}

/// Swaps two texts that each stand once in a line of the file.
fn swap(text: &str, line: [&str; 2], dates: [&str; 2]) -> String {
    let lines = text.lines().map(|one| {
        if one.trim_start().starts_with(line[0]) {
            one.replacen(dates[0], dates[1], 1)
        } else if one.trim_start().starts_with(line[1]) {
            one.replacen(dates[1], dates[0], 1)
        } else {
            one.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_reference_gives_no_error_and_no_warning() {
    assert_eq!(grave(&findings(REFERENCE, TODAY)), Vec::<String>::new());
}

#[test]
fn two_marketing_gears_reversed_are_one_finding_with_both_places() {
    let text = swap(
        REFERENCE,
        ["acquisition: { start: 2027-01-15", "engagement: { start: 2027-03-01"],
        ["2027-01-15", "2027-03-01"],
    );
    assert_ne!(text, REFERENCE);
    let findings = findings(&text, TODAY);
    let found: Vec<&Finding> = findings.iter().filter(|one| one.rule.name == "gear-out-of-order").collect();
    let [one] = found.as_slice() else { panic!("{} findings instead of one", found.len()) };
    assert_eq!(one.message, "in marketing, engagement starts before acquisition");
    let source = Source::new("", text.as_str());
    assert_eq!(source.slice(one.place.span), "2027-01-15");
    assert_eq!(
        one.others.iter().map(|other| source.slice(other.place.span)).collect::<Vec<_>>(),
        ["2027-03-01"]
    );
    assert!(one.notes[0].contains("acquisition, engagement, enlistment, monetization"));
}

#[test]
fn two_support_gears_reversed_name_the_order_of_support() {
    let text = swap(
        REFERENCE,
        ["enlistment: { start: 2027-04-01", "engagement: { start: 2027-07-01"],
        ["2027-04-01", "2027-07-01"],
    );
    let findings = findings(&text, TODAY);
    let found: Vec<&Finding> = findings.iter().filter(|one| one.rule.name == "gear-out-of-order").collect();
    let [one] = found.as_slice() else { panic!("{} findings instead of one", found.len()) };
    assert!(
        one.notes[0]
            .contains("monetization (here: a lower cost of service), enlistment, engagement, acquisition")
    );
    assert_eq!(one.others.len(), 1);
}

#[test]
fn the_smallest_draft_is_told_gently() {
    for today in [date(2027, 1, 10), date(2027, 8, 1)] {
        let findings = findings(SMALLEST, today);
        assert_eq!(grave(&findings), Vec::<String>::new(), "on {today}");
        assert!(group(&findings).iter().any(|told| told.first.rule.kind == Kind::Missing));
        let mut shown = Vec::new();
        render::findings::full::findings(&mut shown, &document(SMALLEST), &findings, 80).unwrap();
        let shown = anstream::adapter::strip_str(&String::from_utf8(shown).unwrap()).to_string();
        let named = shown
            .lines()
            .filter(|line| line.starts_with("  ") && line.as_bytes()[2].is_ascii_digit())
            .count();
        assert!((1..=5).contains(&named), "{named} things to write next:\n{shown}");
    }
}

#[test]
fn the_same_strategy_gives_the_same_words() {
    let (first, second) = (findings(REFERENCE, TODAY), findings(REFERENCE, TODAY));
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
}

#[test]
fn the_order_of_keys_does_not_matter() {
    // Platforms at the top of the file are not platforms first.
    let (before, platforms) = REFERENCE.split_once("\nplatforms:").unwrap();
    let (platforms, after) = platforms.split_once("\nkpis:").unwrap();
    let text = format!("platforms:{platforms}\n{before}\nkpis:{after}");
    assert_eq!(grave(&findings(&text, TODAY)), Vec::<String>::new());
}
