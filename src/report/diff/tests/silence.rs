//! What is no change.

use super::*;

const PLAIN: &str = "\
goals:
  leads: { statement: Win 400 leads, kpis: [visits] }
  cost: Cut the cost of a contact
pillars:
  promotion:
    activities:
      guide: { goals: [leads], gears: [acquisition], start: 2027-01-15, budget: 1000.50 }
      posts: { goals: [leads], start: 2027-02-01 }
purposes:
  marketing:
    gears:
      acquisition: { start: 2027-01-15 }
      engagement: { start: 2027-03-01 }
kpis:
  visits: { baseline: { value: 9, date: 2027-01-01 }, target: 20, readings: { 2027-01-31: 10, 2027-02-28: 12 } }
platforms: [forum]
";

fn is_silent(diff: &Diff) -> bool {
    diff.changes.is_empty() && diff.findings.is_empty()
}

#[test]
fn comments_order_and_layout_are_no_change() {
    let other = "\
# Looked through in March.
platforms:
  forum: {}
kpis:
  visits:
    readings:
      2027-02-28: 12.0   # after the fair
      2027-01-31: 10
    target: { value: 20 }
    baseline: { date: 2027-01-01, value: 9 }
purposes:
  marketing: { gears: { engagement: 2027-03-01, acquisition: 2027-01-15 } }
pillars:
  promotion:
    activities:
      posts: { start: 2027-02-01, goals: leads }
      guide:
        budget: 1000.5
        goals: leads
        start: \"2027-01-15\"
        gears: acquisition
goals:
  cost: Cut the cost of a contact
  leads: { kpis: visits, statement: Win 400 leads }
";
    let diff = diff(PLAIN, other);
    assert_eq!(lines(&diff), Vec::<String>::new());
    assert!(diff.findings.is_empty(), "{:?}", diff.findings);
    assert_eq!(diff.likeness, Likeness::Alike);
}

#[test]
fn the_days_between_are_no_change() {
    // A KPI that has gone off track by itself did so in both.
    let old = "kpis: { visits: { baseline: { value: 0, date: 2026-01-01 }, target: { value: 9, date: 2027-01-01 } } }";
    let new = format!("{old} # still\n");
    assert!(is_silent(&diff(old, &new)));
}

#[test]
fn readings_may_stand_in_the_strategy_or_beside_it() {
    let inline =
        strategy("readings: data.csv\nkpis: { visits: { readings: { 2027-01-31: 10, 2027-02-28: 12 } } }");
    let beside = strategy("readings: data.csv\nkpis: { visits: {} }");
    let old = document(&inline, Some("kpi,date,value\n"));
    let new = document(&beside, Some("kpi,date,value\nvisits,2027-02-28,12\nvisits,2027-01-31,10\n"));
    let moved = between(&old, &new);
    assert_eq!(lines(&moved), ["file changed key=kpis.readings from=2 to=0"], "no reading came or went");
    // Rows in another order, and a header in capitals.
    let sorted = document(&beside, Some("KPI;Date;Value\nvisits;2027-01-31;10\nvisits;2027-02-28;12\n"));
    assert!(is_silent(&between(&new, &sorted)));
    assert_eq!(between(&new, &sorted).likeness, Likeness::Alike, "the readings file is another one");
}

#[test]
fn what_inherits_the_same_is_the_same() {
    let old = "pillars: { promotion: { owner: mia, activities: { guide: { start: 2027-01-15 } } } }";
    let new =
        "pillars: { promotion: { owner: mia, activities: { guide: { start: 2027-01-15, owner: mia } } } }";
    assert_eq!(
        changes(old, new),
        ["activity guide changed key=owner to=mia"],
        "she says so now, and answered before"
    );
}

#[test]
fn a_section_says_nothing_by_being_there() {
    let empty = "goals: {}\npillars: {}\npurposes: { marketing: { gears: {} } }\nplatforms: []\n";
    let full = "goals: { leads: Win 400 leads }\npillars: { promotion: {} }\n\
        purposes: { marketing: { gears: { engagement: 2027-03-01 } } }\nplatforms: [forum]\n";
    let added: Vec<String> = changes(empty, full);
    assert!(added.iter().all(|change| change.contains(" added") || change.contains(" moved")), "{added:?}");
    assert_eq!(added.len(), 4, "{added:?}");
    let removed = changes(full, empty);
    assert!(removed.iter().all(|change| change.ends_with(" removed")), "{removed:?}");
    // By itself it is told, for the model differs.
    assert_eq!(changes("", "people: {}\n"), ["file changed key=people to={}"]);
}

#[test]
fn nothing_is_compared_with_what_is_no_strategy() {
    let (good, bad) = (document(&strategy(PLAIN), None), document("stratplan: 2\ngoals: {}\n", None));
    let diff = between(&good, &bad);
    assert!(diff.changes.is_empty() && !diff.new.is_judged && diff.old.is_judged);
    assert_eq!(diff.likeness, Likeness::Different);
    assert!(between(&document("", None), &good).changes.is_empty());
}
