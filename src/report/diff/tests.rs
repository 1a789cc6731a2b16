#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};

use super::*;
use crate::linter::Linter;

#[test]
fn a_new_entry_has_its_title_its_owner_and_its_start() {
    let new = "pillars: { promotion: { activities: { guide: { name: Filter guide, start: 2027-05-01 } } } }";
    let guide = serde_json::to_value(&diff("", new).changes[1]).unwrap();
    let expected = json!({
        "what": "activity", "id": "guide", "pillar": "promotion",
        "address": "pillars.promotion.activities.guide",
        "title": "Filter guide", "owner": "mia", "how": "added", "start": "2027-05-01",
    });
    assert_eq!(guide, expected);
}

#[test]
fn figures_too_large_to_add_up_are_compared_one_by_one() {
    let large = "50000000000000000000000000000";
    let text = |one: &str| {
        format!(
            "kpis: {{ visits: {{ readings: {{ 2027-01-31: {large}, 2027-02-28: {large} }} }} }}\n\
             pillars: {{ promotion: {{ activities: {{ guide: {{ spent: {{ paid: {large}, tools: {one} }} }} }} }} }}"
        )
    };
    let changed = diff(&text("7"), &text(large));
    assert!(!changes(&changed).is_empty(), "{changed:?}");
}

#[test]
fn readings_can_be_in_the_strategy_or_in_their_file() {
    let inline = "readings: data.csv\nkpis: { visits: { readings: { 2027-01-31: 10, 2027-02-28: 12 } } }";
    let none = "readings: data.csv\nkpis: { visits: {} }";
    let same = "visits,2027-02-28,12\nvisits,2027-01-31,10\n";
    let added = r#"kpi visits read added=[{"date":"2027-03-31","day":"2027-03-31","value":9}] corrected=[] removed=[]"#;
    for ((old, old_rows), (new, new_rows), expected) in [
        // No reading was added or removed.
        ((inline, Some("")), (none, Some(same)), "file changed key=kpis.readings from=2 to=0"),
        // The order of the rows is not a difference.
        ((none, Some(same)), (none, Some("visits,2027-01-31,10\nvisits,2027-02-28,12\n")), ""),
        ((none, Some("")), (none, Some("visits,2027-03-31,9\n")), added),
        // A readings file that is missing hides readings.
        ((none, Some("visits,2027-03-31,9\n")), (none, None), "file unreadable key=readings side=new"),
    ] {
        let version = |text: &str, rows: Option<&str>| {
            let csv = rows.map(|rows| format!("kpi,date,value\n{rows}"));
            document(&strategy(text), csv.as_deref())
        };
        let diff = between(&version(old, old_rows), &version(new, new_rows));
        assert_eq!(changes(&diff).join("\n"), expected);
        assert_eq!(diff.likeness == Likeness::Alike, expected.is_empty());
    }
}

#[test]
fn nothing_is_compared_with_something_that_is_not_a_strategy() {
    let good = document(&strategy("goals: { leads: Win }"), None);
    let other_format = document("stratplan: 2\ngoals: {}\n", None);
    for diff in [between(&good, &other_format), between(&other_format, &good)] {
        assert!(diff.changes.is_empty() && diff.findings.is_empty(), "{diff:?}");
        assert_eq!(diff.likeness, Likeness::Different);
    }
}

/// Each finding of a rule that is news: the list, the level and the address.
fn news(diff: &Diff, rule: &str) -> Vec<String> {
    let findings = &diff.findings;
    let lists = [
        ("new", &findings.new),
        ("more severe", &findings.more_severe),
        ("less severe", &findings.less_severe),
        ("resolved", &findings.resolved),
    ];
    let all = lists.iter().flat_map(|(name, list)| list.iter().map(move |one| (name, one)));
    let own = all.filter(|(_, one)| one.rule == rule);
    own.map(|(name, one)| format!("{name}: {:?} {}", one.level, one.address)).collect()
}

#[test]
fn findings_are_news_by_their_rule_and_address() {
    let gears = |engagement: &str| {
        format!(
            "purposes:\n  marketing:\n    gears:\n      acquisition: 2027-05-01\n      engagement: {engagement}\n"
        )
    };
    let (good, bad) = (gears("2027-06-01"), gears("2027-04-10"));
    let allowed =
        bad.replace("  marketing", "  # stratplan: allow(gear-out-of-order) the fair is fixed\n  marketing");
    let engagement = "purposes.marketing.gears.engagement";
    let guide = "{ name: Filter guide, start: 2027-05-01 }";
    let promotion =
        format!("goals: {{ leads: Win }}\npillars: {{ promotion: {{ activities: {{ guide: {guide} }} }} }}");
    let support =
        format!("goals: {{ leads: Win }}\npillars: {{ support: {{ activities: {{ other: {guide} }} }} }}");
    let (draft, active) =
        ("strategy: { name: Parts, status: draft }", "strategy: { name: Parts, status: active }");
    for (old, new, rule, expected) in [
        (&*good, &*bad, "gear-out-of-order", vec![format!("new: Error {engagement}")]),
        (&bad, &good, "gear-out-of-order", vec![format!("resolved: Error {engagement}")]),
        (&bad, &allowed, "gear-out-of-order", vec![format!("resolved: Error {engagement}")]),
        // Another message, because the dates are part of it, and another line.
        (&bad, &format!("# a comment\n{}", gears("2027-04-20")), "gear-out-of-order", vec![]),
        // Another id and another pillar.
        (&promotion, &support, "activity-without-goal", vec![]),
        (
            &promotion,
            "goals: { leads: Win }",
            "activity-without-goal",
            vec!["resolved: Error pillars.promotion.activities.guide.goals".to_owned()],
        ),
        (draft, active, "no-goals", vec!["more severe: Error goals".to_owned()]),
        (active, draft, "no-goals", vec!["less severe: Info goals".to_owned()]),
        // What cannot be read hides findings but does not resolve them, except findings about the file.
        (&bad, &format!("{bad}foo: {{\n"), "gear-out-of-order", vec![]),
        (&format!("{bad}foo: {{\n"), &bad, "invalid-syntax", vec!["resolved: Error foo".to_owned()]),
    ] {
        assert_eq!(news(&diff(old, new), rule), expected, "{old}\n{new}");
    }
    let counts = diff(&bad, &allowed).findings.allowed;
    assert_eq!((counts.old, counts.new), (0, 1));
    // A new row above moves a finding about a row to another line.
    let version = |rows: &str| {
        let text = strategy("readings: data.csv\nkpis: { visits: {} }");
        document(&text, Some(&format!("kpi,date,value\n{rows}visits,2027-01-31,1\nvisits,2027-01-31,2\n")))
    };
    let moved = between(&version(""), &version("visits,2027-01-01,7\n"));
    assert!(moved.findings.is_empty(), "{:?}", moved.findings);
}

/// A complete strategy with the given sections.
fn strategy(sections: &str) -> String {
    let head = if sections.contains("strategy:") {
        ""
    } else {
        "strategy: { name: Parts 2027, status: active, owner: mia, period: 2027 }\n"
    };
    format!("stratplan: 1\n{head}{sections}")
}

fn document(text: &str, csv: Option<&str>) -> Document {
    Document::read(Source::new("parts.yaml", text), |_| {
        csv.map(|csv| Source::new("readings.csv", csv)).ok_or_else(|| "no files here".to_owned())
    })
}

/// The differences as of April 5, 2027.
fn between(old: &Document, new: &Document) -> Diff {
    let linter = Linter::new(Date::constant(2027, 4, 5));
    let (before, after) = (linter.check(old), linter.check(new));
    Diff::between(Judged { document: old, outcome: &before }, Judged { document: new, outcome: &after })
        .unwrap()
}

pub(super) fn diff(old: &str, new: &str) -> Diff {
    between(&document(&strategy(old), None), &document(&strategy(new), None))
}

/// One line for each change: `activity guide moved key=start from=2027-05-01 to=2027-06-01 days=31`.
pub(super) fn changes(diff: &Diff) -> Vec<String> {
    let line = |change: &change::Change| {
        if let change::How::TargetChanged(target) = &change.how {
            return format!("{} target {}: {}", change.subject.id(), target.verbs(), target.figures());
        }
        if let change::How::GateChanged(gate) = &change.how {
            return format!("{} gate {}: {}", change.subject.id(), gate.verbs(), gate.figures());
        }
        let mut map = serde_json::to_value(change).unwrap().as_object().unwrap().clone();
        let hidden = ["title", "owner", "address", "pillar"];
        map.retain(|key, value| !value.is_null() && !hidden.contains(&key.as_str()));
        map.retain(|key, value| !["follows", "remeasured"].contains(&key.as_str()) || *value == json!(true));
        let mut value = |key| map.shift_remove(key).unwrap().as_str().unwrap().to_owned();
        let mut words = vec![value("what"), value("id"), value("how")];
        words.retain(|word| !word.is_empty());
        words.extend(map.iter().map(|(key, value)| match value {
            Value::String(text) => format!("{key}={text}"),
            value => format!("{key}={value}"),
        }));
        words.join(" ")
    };
    diff.changes.iter().map(line).collect()
}
