//! Findings that are news, and those that are not.

use super::*;

fn rules(list: &[news::News]) -> Vec<(&str, String)> {
    list.iter().map(|news| (news.rule.as_str(), news.address.to_string())).collect()
}

fn gears(acquisition: &str, engagement: &str) -> String {
    format!(
        "purposes:\n  marketing:\n    gears:\n      acquisition: {acquisition}\n      engagement: {engagement}\n"
    )
}

fn of(list: &[news::News], rule: &str) -> Vec<String> {
    list.iter().filter(|news| news.rule == rule).map(|news| news.address.to_string()).collect()
}

#[test]
fn they_come_and_go() {
    let (good, bad) = (gears("2027-05-01", "2027-06-01"), gears("2027-05-01", "2027-04-10"));
    let worse = diff(&good, &bad).findings;
    assert_eq!(of(&worse.new, "gear-out-of-order"), ["purposes.marketing.gears.engagement"]);
    assert!(of(&worse.resolved, "gear-out-of-order").is_empty());
    let better = diff(&bad, &good).findings;
    assert_eq!(of(&better.resolved, "gear-out-of-order"), ["purposes.marketing.gears.engagement"]);
    assert!(of(&better.new, "gear-out-of-order").is_empty());
    let news = &worse.new[0];
    assert_eq!((news.level, news.was, news.line), (crate::finding::Level::Error, None, 7));
    assert!(!news.help.is_empty() && news.path == "parts.yaml");
}

#[test]
fn other_words_and_other_lines_are_no_news() {
    // The days between the two are a part of the message.
    let (one, other) = (gears("2027-05-01", "2027-04-10"), gears("2027-05-01", "2027-04-20"));
    let moved = diff(&one, &format!("# a comment\n{other}")).findings;
    assert!(moved.is_empty(), "{moved:?}");
}

#[test]
fn a_new_id_or_pillar_is_no_news() {
    let old = "goals: { leads: Win }\npeople: { mia: {}, lee: {} }\npillars: { promotion: { activities: { guide: { name: Filter guide, start: 2027-05-01 } } }, support: { owner: lee } }";
    let new = "goals: { leads: Win }\npeople: { mia: {}, lee: {} }\npillars: { promotion: {}, support: { owner: lee, activities: { filter-guide: { name: Filter guide, start: 2027-05-01 } } } }";
    let news = diff(old, new).findings;
    assert!(
        of(&news.new, "activity-without-goal").is_empty()
            && of(&news.resolved, "activity-without-goal").is_empty(),
        "{news:?}"
    );
    assert_eq!(
        of(&diff(old, "goals: { leads: Win }").findings.resolved, "activity-without-goal").len(),
        1,
        "the rule does speak of it"
    );
}

#[test]
fn a_level_that_changed_is_told_by_itself() {
    let head =
        |status: &str| format!("strategy: {{ name: Parts, status: {status}, owner: mia, period: 2027 }}\n");
    let (draft, active) = (head("draft"), head("active"));
    let news = diff(&draft, &active).findings;
    assert!(news.new.is_empty() && news.less_severe.is_empty());
    let worse = news.more_severe.iter().find(|news| news.rule == "no-goals").unwrap();
    assert_eq!((worse.level, worse.was), (crate::finding::Level::Error, Some(crate::finding::Level::Info)));
    let back = diff(&active, &draft).findings;
    assert!(back.more_severe.is_empty() && of(&back.less_severe, "no-goals").len() == 1);
}

#[test]
fn of_several_alike_each_is_counted() {
    let rows = |rows: &str| {
        let text = strategy("readings: data.csv\nkpis: { visits: {} }");
        document(&text, Some(&format!("kpi,date,value\n{rows}")))
    };
    let (one, two) = (
        rows("visits,2027-01-31,1\nvisits,2027-01-31,2\n"),
        rows("visits,2027-01-01,7\nvisits,2027-01-31,1\nvisits,2027-01-31,2\n"),
    );
    // A row above moves the finding to another line, which is its address.
    let moved = between(&one, &two).findings;
    assert!(moved.is_empty(), "{:?}", rules(&moved.new));
}

#[test]
fn what_damage_hides_is_not_resolved() {
    let bad = gears("2027-05-01", "2027-04-10");
    let torn = format!("{bad}goals: {{ leads: {{ statement: [Win] }} }}\nfoo: {{\n");
    let news = diff(&bad, &torn).findings;
    assert!(news.resolved.is_empty(), "{:?}", rules(&news.resolved));
    let mended = diff(&torn, &bad).findings;
    assert!(
        mended.resolved.iter().any(|news| news.rule == "invalid-syntax"),
        "{:?}",
        rules(&mended.resolved)
    );
}

#[test]
fn what_is_allowed_is_counted() {
    let (good, bad) = (gears("2027-05-01", "2027-06-01"), gears("2027-05-01", "2027-04-10"));
    let allowed = format!(
        "purposes:\n  # stratplan: allow(gear-out-of-order) the fair is fixed\n{}",
        bad.strip_prefix("purposes:\n").unwrap()
    );
    let news = diff(&bad, &allowed).findings;
    assert_eq!(of(&news.resolved, "gear-out-of-order").len(), 1);
    assert_eq!((news.allowed.old, news.allowed.new), (0, 1));
    assert_eq!(diff(&good, &good).findings.allowed, news::Allowed::default());
}
