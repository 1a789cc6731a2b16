//! What is said about a figure: which way it went, when it was read, and never better than it is.

use crate::support::Folder;

const HEAD: &str = "stratplan: 1\nstrategy: { name: x, owner: lead, period: 2027 }\nkpis:\n";

fn agenda(name: &str, kpi: &str) -> String {
    let folder = Folder::new(name);
    folder.write("strategy.yaml", &format!("{HEAD}  it: {{ cadence: monthly, {kpi} }}\n"));
    let report = folder.run("gaps strategy.yaml --format json --today 2027-07-05").json();
    report["agenda"].to_string()
}

#[test]
fn a_figure_that_should_fall_rises_and_does_not_drop() {
    for (kpi, question) in [
        ("unit: minutes, baseline: 215, target: 172, readings: { 2027-06: 232 }", "what caused the rise"),
        ("unit: visits, baseline: 215, target: 272, readings: { 2027-06: 200 }", "what caused the drop"),
        (
            "baseline: 60, target: { value: 30, date: 2027-03-31 }, readings: { 2027-03: 29, 2027-06: 45 }",
            "what caused the rise",
        ),
        (
            "baseline: 30, target: { value: 60, date: 2027-03-31 }, readings: { 2027-03: 61, 2027-06: 45 }",
            "what caused the drop",
        ),
    ] {
        assert!(agenda("worded-ways", kpi).contains(question), "{kpi}: {}", agenda("worded-ways", kpi));
    }
}

#[test]
fn a_target_was_reached_with_the_figure_of_its_day() {
    let kpi =
        "baseline: 100, target: { value: 200, date: 2027-03-31 }, readings: { 2027-03: 205, 2027-06: 260 }";
    assert!(
        agenda("worded-days", kpi)
            .contains("reached its target of 200 by 2027-03-31, with 205 on 2027-03-31"),
        "{}",
        agenda("worded-days", kpi)
    );
}

#[test]
fn no_pace_is_shown_as_the_threshold_that_it_does_not_reach() {
    let folder = Folder::new("worded-pace");
    let kpi = |figure| format!("{{ baseline: 0, target: 1000, readings: {{ 2027-06-30: {figure} }} }}");
    folder.write("strategy.yaml", &format!("{HEAD}  one: {}\n  two: {}\n", kpi(446), kpi(347)));
    let shown = folder.run("show strategy.yaml --today 2027-07-05").out;
    for words in [
        "at risk, progress: 45 %, expected: 50 %, pace: 0.89",
        "off track, progress: 35 %, expected: 50 %, pace: 0.69",
    ] {
        assert!(shown.contains(words), "{shown}");
    }
}

#[test]
fn a_stretch_that_was_read_is_judged_although_the_one_before_was_not() {
    let folder = Folder::new("worded-stretches");
    for (readings, figures) in [
        ("2027-Q2: 90", "null 90"),
        ("2027-01: 30, 2027-02: 30, 2027-04: 30, 2027-05: 30, 2027-06: 10", "null 70"),
        ("2027-Q1: 80", "80 null"),
        // A day does not say when what came in by then began.
        ("2027-06-30: 90", "null null"),
    ] {
        let kpi = format!("counts: sum, targets: {{ 2027-Q1: 90, 2027-Q2: 90 }}, readings: {{ {readings} }}");
        folder.write("strategy.yaml", &format!("{HEAD}  it: {{ cadence: monthly, {kpi} }}\n"));
        let report = folder.run("gaps strategy.yaml --format json --today 2027-07-02").json();
        let stretches = report["kpis"][0]["targets"].as_array().unwrap().iter();
        let said: Vec<String> = stretches.map(|one| one["figure"].to_string()).collect();
        assert_eq!(said.join(" "), figures, "{readings}");
    }
}
