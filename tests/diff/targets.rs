//! Targets that ask for less than before: on the agenda, and never good news.

use serde_json::Value;

use crate::support::Folder;

/// A strategy with these KPIs, one a line.
fn plan(period: &str, kpis: &str) -> String {
    let lines = kpis.lines().map(|line| format!("  {}\n", line.trim()));
    let head = format!("strategy: {{ name: Parts, owner: mia, period: {period} }}");
    format!("stratplan: 1\n{head}\npeople: {{ mia: {{}}, lee: {{}} }}\nkpis:\n{}", lines.collect::<String>())
}

/// The agenda of the newer version since the older: the topics about targets with their owners, and what went well.
fn agenda(name: &str, (old, new): (&str, &str), scope: &str) -> (Vec<String>, String) {
    let folder = Folder::new(&format!("diff-targets-{name}"));
    folder.write("old.yaml", old).write("new.yaml", new);
    let line = format!("gaps new.yaml --since old.yaml --today 2027-07-05 --format json {scope}");
    let report: Value = serde_json::from_str(&folder.pipe(&line, "").out).unwrap();
    let items = report["agenda"]["items"].as_array().unwrap().iter();
    let own = items.filter(|item| item["ask"] == "who decided this, and why");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let own = own.map(|item| format!("{} ({})", text(&item["topic"]), text(&item["owner"]))).collect();
    (own, text(&report["agenda"]["went_well"]["topic"]))
}

fn of_one(name: &str, old: &str, new: &str) -> (Vec<String>, String) {
    let kpi = |keys: &str| {
        plan("2027", &format!("visits: {{ name: Visits, unit: visits/month, owner: mia, {keys} }}"))
    };
    agenda(name, (&kpi(old), &kpi(new)), "")
}

const START: &str = "baseline: { value: 100, date: 2026-12-31 }, readings: { 2027-06-30: 250 }";

#[test]
fn a_target_that_asks_for_less_is_on_the_agenda_and_no_good_news() {
    let to = |target: &str| format!("{START}, target: {target}");
    let old = to("{ value: 400, date: 2027-12-31 }");
    let half_year = to("{ value: 400, date: 2027-06-30 }");
    let none = format!("{START}, target: {{ not_now: Counted first }}");
    for (old, new, topic) in [
        (&old, &to("{ value: 200, date: 2027-12-31 }"), "made easier since old.yaml: 400 → 200 visits/month"),
        (
            &half_year,
            &old,
            "postponed since old.yaml: 400 visits/month by 2027-06-30 → by 2027-12-31, 184 days later",
        ),
        (
            &old,
            &to("{ value: 50, date: 2027-12-31 }"),
            "turned around since old.yaml: 400 or more → 50 or less visits/month",
        ),
        (&old, &none, "dropped since old.yaml: it was 400 visits/month by 2027-12-31"),
    ] {
        let (items, well) = of_one("softer", old, new);
        assert_eq!(items, [format!("the target of Visits was {topic} (mia)")]);
        assert_eq!(well, "", "{new}");
    }
}

#[test]
fn markdown_and_page_say_what_became_of_a_target() {
    let folder = Folder::new("diff-targets-formats");
    let old = plan("2027", &format!("visits: {{ {START}, target: 400 }}"));
    folder.write("old.yaml", &old).write("new.yaml", &old.replace("400", "300"));
    let run = |line: &str| folder.pipe(&format!("{line} --today 2027-07-05"), "").out;
    let markdown = run("diff old.yaml new.yaml --format markdown");
    assert!(markdown.starts_with("**1 target made easier**\n"), "{markdown}");
    assert!(markdown.contains("- \\~ KPI **visits**: target made easier: 400 → 300\n"), "{markdown}");
    let page = run("gaps new.yaml --since old.yaml --format html");
    let agenda = "he target of <code>visits</code> was made easier since <bdi>old.yaml</bdi>: 400 → 300";
    let lacks: Vec<&str> =
        ["1 target made easier", agenda].into_iter().filter(|text| !page.contains(text)).collect();
    assert_eq!(lacks, Vec::<&str>::new());
}

#[test]
fn a_gate_that_asks_for_less_is_on_the_agenda_and_no_good_news() {
    let version = |gate: &str| {
        let kpi = "visits: { unit: visits/month, baseline: 20, target: 60, readings: { 2027-06-30: 31 } }";
        let gear =
            format!("{{ start: 2027-01-15, owner: mia, kpis: visits, spinning_at: {{ visits: {gate} }} }}");
        plan("2027", kpi) + &format!("purposes: {{ marketing: {{ gears: {{ acquisition: {gear} }} }} }}\n")
    };
    let (items, well) = agenda("gate", (&version("50"), &version("30")), "");
    let topic =
        "the gate of `marketing.acquisition` was made easier since old.yaml: visits 50 → 30 visits/month";
    assert_eq!(items, [format!("{topic} (mia)")]);
    assert!(!well.contains("acquisition"), "{well}");
    assert_eq!(agenda("gate-up", (&version("30"), &version("50")), "").0, Vec::<String>::new());
    let folder = Folder::new("diff-gate-baseline");
    let baseline = |says: &str| version("50").replace("baseline: 20", &format!("baseline: {says}"));
    folder
        .write("old.yaml", &baseline("{ due: 2027-05 }"))
        .write("new.yaml", &baseline("{ value: 20, date: 2027-01 }"));
    let headline = folder.pipe("diff old.yaml new.yaml --today 2027-07-05", "").out;
    assert!(headline.starts_with("1 baseline set, "), "{headline}");
    assert!(!headline.lines().next().unwrap().contains("KPI"), "{headline}");
}

#[test]
fn a_target_that_does_not_ask_for_less_is_not_on_the_agenda() {
    let to = |target: &str| format!("{START}, target: {target}");
    let (low, high) = (to("{ value: 200, date: 2027-12-31 }"), to("{ value: 220, date: 2027-12-31 }"));
    let (items, well) = of_one("harder", &low, &high);
    assert_eq!(
        (items, well.as_str()),
        (vec![], "Visits: reached its target of 220 visits/month by 2027-12-31, with 250 on 2027-06-30")
    );
    // Met on its day, it has done its work.
    let met = to("{ value: 200, date: 2027-06-30 }");
    assert_eq!(of_one("met", &met, START).0, Vec::<String>::new());
    assert_eq!(of_one("met-later", &met, &low).0, Vec::<String>::new());
    // More by a later day is another plan, and so is less by an earlier day.
    let later = to("{ value: 500, date: 2027-12-31 }");
    assert_eq!(of_one("traded", &to("{ value: 400, date: 2027-09-30 }"), &later).0, Vec::<String>::new());
    assert_eq!(
        of_one("traded-back", &later, &to("{ value: 400, date: 2027-09-30 }")).0,
        Vec::<String>::new()
    );
    // A longer period is one decision.
    let kpi = format!("visits: {{ {START}, target: 400 }}");
    let period = "{ start: 2027-01-01, end: 2028-12-31 }";
    assert_eq!(agenda("period", (&plan("2027", &kpi), &plan(period, &kpi)), "").0, Vec::<String>::new());
}

#[test]
fn a_figure_in_another_unit_or_on_another_path_is_no_good_news() {
    let keys = |unit: &str, target: &str| {
        plan("2027", &format!("visits: {{ unit: {unit}, {START}, target: {target} }}"))
    };
    let (on_track, at_risk) = (keys("visits", "400"), keys("visits", "450"));
    let milestone = keys("visits", "450, milestones: { 2027-06-30: 240 }");
    for (name, old, new, good) in [
        (
            "same",
            &on_track,
            &format!("{on_track}# reviewed\n"),
            "`visits`: on track at 250 on 2027-06-30, ahead of the planned 249",
        ),
        ("unit", &on_track, &keys("k visits", "400"), ""),
        ("path", &at_risk, &milestone, ""),
        (
            "path-before",
            &milestone,
            &format!("{milestone}# reviewed\n"),
            "`visits`: on track at 250 on 2027-06-30, ahead of the planned 240",
        ),
    ] {
        assert_eq!(agenda(name, (old, new), "").1, good, "{name}");
    }
}

#[test]
fn an_easier_milestone_is_on_the_agenda_and_no_good_news() {
    let milestone = |figure: u32| {
        let target = format!("450, milestones: {{ 2027-06-30: {figure} }}");
        plan("2027", &format!("visits: {{ {START}, target: {target} }}"))
    };
    let (items, good) = agenda("easier", (&milestone(270), &milestone(240)), "");
    assert_eq!(
        items,
        ["the milestone of `visits` was made easier since old.yaml: 270 → 240 on 2027-06-30 (mia)"]
    );
    assert_eq!(good, "");
    assert_eq!(agenda("harder", (&milestone(230), &milestone(240)), "").0, Vec::<String>::new());
}

#[test]
fn the_target_of_a_stretch_can_be_made_easier_alone_and_one_more_postpones_nothing() {
    let plan = |targets: &str| {
        plan(
            "2027",
            &format!("leads: {{ counts: sum, targets: {{ {targets} }}, readings: {{ 2027-Q1: 60 }} }}"),
        )
    };
    let old = plan("2027-Q1: 100, 2027-Q2: 120");
    let (items, good) = agenda("stretch", (&old, &plan("2027-Q1: 60, 2027-Q2: 160")), "");
    assert_eq!(items, ["the target of `leads` was made easier since old.yaml: 100 → 60 for 2027-Q1 (mia)"]);
    assert_eq!(good, "");
    let more = plan("2027-Q1: 100, 2027-Q2: 120, 2027-Q3: 130");
    assert_eq!(agenda("stretches", (&old, &more), "").0, Vec::<String>::new());
    let folder = Folder::new("diff-more-stretches");
    let changes = folder
        .write("old.yaml", &old)
        .write("new.yaml", &more)
        .run("diff old.yaml new.yaml --today 2027-07-05");
    assert!(changes.out.contains("target of 2027-Q3 now 130"), "{}", changes.out);
    assert!(!changes.out.contains("postponed"), "{}", changes.out);
}

#[test]
fn a_milestone_on_another_day_moved() {
    let milestone = |date: &str| {
        let target = format!("450, milestones: {{ {date}: 240, 2027-09-30: 330 }}");
        plan("2027", &format!("visits: {{ {START}, target: {target} }}"))
    };
    let (may, june) = (milestone("2027-05-31"), milestone("2027-06-30"));
    let (items, good) = agenda("milestone-later", (&may, &june), "");
    assert_eq!(
        items,
        ["the milestone of `visits` was postponed since old.yaml: 2027-05-31 → 2027-06-30 (mia)"]
    );
    assert_eq!(good, "");
    assert_eq!(agenda("milestone-earlier", (&june, &may), "").0, Vec::<String>::new());
}

#[test]
fn several_targets_are_one_item() {
    let kpis = |target: &str, count: usize, lee: &str| {
        let visits =
            (1..=count).map(|number| format!("v{number}: {{ owner: mia, {START}, target: {target} }}\n"));
        format!("{}leads: {{ owner: lee, {START}, target: {lee} }}", visits.collect::<String>())
    };
    let version = |count: usize, target: &str, lee: &str| plan("2027", &kpis(target, count, lee));
    let (old, new) = (version(4, "400", "400"), version(4, "300", "{ value: 390, date: 2027-12-31 }"));
    // People who lowered targets together bring it together: it falls to the owner of the strategy.
    let all = "5 targets were made easier since old.yaml: `v1`, 400 → 300; `v2`, 400 → 300; `v3`, 400 → 300; and 2 more (mia)";
    assert_eq!(agenda("owners", (&old, &new), "").0, [all]);
    let lee = "the target of `leads` was made easier since old.yaml: 400 → 390 (lee)";
    assert_eq!(agenda("owner", (&old, &new), "--owner lee").0, [lee]);
    let (old, new) = (version(2, "400", "400"), version(1, "{ value: 400, date: 2028-06 }", "400"));
    let mixed = "2 targets ask for less, or for something else, since old.yaml: `v1` was postponed, 400 by 2027-12-31 → \
                 by 2028-06-30, 182 days later; `v2` was dropped, it was 400 by 2027-12-31 (mia)";
    assert_eq!(agenda("mixed", (&old, &new), "").0, [mixed]);
}
