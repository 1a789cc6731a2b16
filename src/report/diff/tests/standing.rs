//! What the edits did to figures and states, and what nobody can know.

use super::*;

#[test]
fn readings_come_are_corrected_and_go() {
    let (old, new) = (
        kpi("readings: { 2027-01-31: 10, 2027-02-28: 12 }"),
        kpi("readings: { 2027-02-28: 13, 2027-03: 15 }"),
    );
    assert_eq!(
        changes(&old, &new),
        [concat!(
            "kpi visits read",
            r#" added=[{"date":"2027-03","day":"2027-03-31","value":15}]"#,
            r#" corrected=[{"date":"2027-02-28","from":12,"to":13}]"#,
            r#" removed=[{"date":"2027-01-31","day":"2027-01-31","value":10}]"#,
        )]
    );
    let beside = |csv: &str| document(&strategy("readings: data.csv\nkpis: { visits: {} }"), Some(csv));
    let (old, new) = (beside("kpi,date,value\n"), beside("kpi,date,value\nvisits,2027-03-31,9\n"));
    let added = r#"kpi visits read added=[{"date":"2027-03-31","day":"2027-03-31","value":9}]"#;
    assert!(lines(&between(&old, &new))[0].starts_with(added));
}

#[test]
fn what_stands_elsewhere_is_told_both_ways() {
    let both = |entry: &str, (old, from): (&str, &str), (new, to): (&str, &str), better: Option<bool>| {
        let became = |from: &str, to: &str, better: Option<bool>| {
            let better = better.map(|better| format!(" better={better}")).unwrap_or_default();
            format!("{entry} became from={from} to={to}{better}")
        };
        assert!(changes(old, new).contains(&became(from, to, better)), "{:?}", changes(old, new));
        let back = became(to, from, better.map(|better| !better));
        assert!(changes(new, old).contains(&back), "{:?}", changes(new, old));
    };
    let measured = |value: u32| {
        kpi(&format!(
            "baseline: {{ value: 0, date: 2027-01-01 }}, target: {{ value: 40, date: 2027-12-31 }}, readings: {{ 2027-03-31: {value} }}"
        ))
    };
    both("kpi visits", (&measured(2), "off track"), (&measured(20), "on track"), Some(true));
    let spinning = |value: u32| {
        measured(value) + &gears("acquisition: { start: 2027-01-15, spinning_at: { visits: 15 } }")
    };
    both("gear marketing.acquisition", (&spinning(2), "stalled"), (&spinning(20), "spinning"), Some(true));
    let served = |goals: &str| {
        kpi("unit: visits")
            + &activity(goals)
            + &gears("acquisition: 2027-01-15")
            + "goals: { leads: { statement: Win, kpis: visits } }\n"
    };
    both("goal leads", (&served(""), "no activity"), (&served("goals: leads"), "aligned"), Some(true));
    both(
        "activity guide",
        (&activity("start: 2027-04-06"), "planned"),
        (&activity("start: 2027-04-05"), "running"),
        None,
    );
    let decision =
        |status: &str| format!("decisions: {{ fund: {{ question: Fund it?, status: {status} }} }}");
    both("decision fund", (&decision("open"), "open"), (&decision("made"), "made"), None);
    let head = |status: &str| format!("strategy: {{ name: Parts, status: {status} }}");
    both("strategy", (&head("draft"), "draft"), (&head("active"), "active"), None);
}

#[test]
fn a_status_is_told_once() {
    let status = |status: &str| activity(&format!("start: 2027-01-01, status: {status}"));
    assert_eq!(
        changes(&status("planned"), &status("running")),
        ["activity guide became from=planned to=running"]
    );
    // It was running by its dates, and says so now.
    assert_eq!(
        changes(&activity("start: 2027-01-01"), &status("running")),
        ["activity guide changed key=status to=running"]
    );
}

#[test]
fn gears_are_put_in_another_order() {
    let order = |says: &str| {
        format!(
            "purposes: {{ marketing: {{ rationale: They are here, gears: {{ acquisition: 2027-01-15 }}, {says} }} }}"
        )
    };
    let own = order("order: [engagement, acquisition, enlistment, monetization]");
    assert_eq!(
        changes(&order(""), &own),
        [
            "purpose marketing reordered from=[\"acquisition\",\"engagement\",\"enlistment\",\"monetization\"] to=[\"engagement\",\"acquisition\",\"enlistment\",\"monetization\"]"
        ]
    );
    let same = order("order: [acquisition, engagement, enlistment, monetization]");
    let said = &changes(&order(""), &same)[0];
    assert!(said.starts_with("purpose marketing changed key=order"), "said, and the same as before: {said}");
}

#[test]
fn what_could_not_be_read_is_not_said_to_be_gone() {
    let unread = |diff: &Diff| -> Vec<(String, Option<String>, Side)> {
        let unread = diff.changes.iter().filter_map(|change| match &change.how {
            How::Unreadable { key, side } => Some((change.subject.to_string(), key.clone(), *side)),
            _ => None,
        });
        unread.collect()
    };
    let lost = |old: &str, new: &str, address: &str, key: Option<&str>| {
        for (diff, side) in [(diff(old, new), Side::New), (diff(new, old), Side::Old)] {
            assert_eq!(
                unread(&diff),
                [(address.to_owned(), key.map(str::to_owned), side)],
                "{:?}",
                diff.changes
            );
            assert_eq!(diff.changes.len(), 1, "{:?}", diff.changes);
            assert!(!(diff.old.is_whole && diff.new.is_whole));
        }
    };
    let guide = "pillars.promotion.activities.guide";
    lost(&activity("start: 2027-05-01"), &activity("start: soon"), guide, Some("start"));
    lost(&kpi("target: 4"), &kpi("target: many"), "kpis.visits", Some("target.value"));
    lost("goals: { leads: Win }\n", "goals: { leads: [] }\n", "goals.leads", None);
    lost(&activity("goals: a"), "pillars: { promotion: 3 }\n", "pillars.promotion", None);
    lost(&activity("owner: dana"), &activity("owner: [dana, lee]"), guide, Some("owner"));
    // A readings file that is not there hides readings; it does not take them away.
    let text = strategy("readings: data.csv\nkpis: { visits: {} }");
    let diff =
        between(&document(&text, Some("kpi,date,value\nvisits,2027-03-31,9\n")), &document(&text, None));
    assert_eq!(unread(&diff), [(String::new(), Some("readings".to_owned()), Side::New)]);
    assert_eq!(diff.changes.len(), 1);
}
