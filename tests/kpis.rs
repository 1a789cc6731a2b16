//! What the gap report says about small strategies, compared with figures worked out by hand.
//!
//! In `kpis/*.txt`, a line `period …` starts a strategy, an unindented line is a KPI in YAML, and the indented lines
//! below it say what the report has to say on a day: the status, then the figures, each as it was calculated.

use serde_json::Value;

use crate::support::Folder;

const FILES: [(&str, &str); 7] = [
    ("bounds", include_str!("kpis/bounds.txt")),
    ("sums", include_str!("kpis/sums.txt")),
    ("seasons", include_str!("kpis/seasons.txt")),
    ("days", include_str!("kpis/days.txt")),
    ("open", include_str!("kpis/open.txt")),
    ("published", include_str!("kpis/published.txt")),
    ("examples", include_str!("kpis/examples.txt")),
];

#[test]
fn kpis_have_the_figures_worked_out_by_hand() {
    let folder = Folder::new("kpis");
    let mut wrong = Vec::new();
    for (file, text) in FILES {
        let (mut period, mut id) = ("", "");
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(new) = line.strip_prefix("period ") {
                period = new;
            } else if let Some(row) = line.strip_prefix("  ") {
                let (day, row) = row.split_once(": ").unwrap();
                let report = folder.run(&format!("gaps strategy.yaml --format json --today {day}")).json();
                assert_eq!(report["head"]["is_partial"], false, "{file}: {id}");
                let problems = problems(&report, row).into_iter();
                wrong.extend(problems.map(|problem| format!("{file}: {id} on {day}: {problem}")));
            } else {
                id = line.split_once(':').unwrap().0;
                let head = format!("stratplan: 1\nstrategy: {{ name: x, period: {period} }}");
                folder.write("strategy.yaml", &format!("{head}\nkpis:\n  {line}\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_what_keeps_its_plan_and_is_heading_for_its_target_is_praised() {
    let folder = Folder::new("kpis-praise");
    // Of 1200, 296 are planned by the end of March.
    for (target, march, is_praised) in [
        ("1200", 300, true),
        ("1200", 290, false),
        ("{ between: [1100, 1230] }", 300, true),
        ("{ between: [1000, 1100] }", 300, false),
    ] {
        let kpi = format!("leads: {{ counts: sum, target: {target}, readings: {{ 2027-03-31: {march} }} }}");
        let head = "stratplan: 1\nstrategy: { name: x, owner: lead, period: 2027 }";
        folder.write("strategy.yaml", &format!("{head}\nkpis: {{ {kpi} }}\n"));
        let report = folder.run("gaps strategy.yaml --format json --today 2027-04-05").json();
        assert_eq!(!report["agenda"]["went_well"].is_null(), is_praised, "{target}, {march}");
    }
}

/// A strategy with one gear, its gate and its KPIs.
fn gear(folder: &Folder, gear: &str, kpis: &str) -> (Value, Value) {
    let head = "stratplan: 1\nstrategy: { name: x, owner: lead, period: 2027 }";
    let gears =
        format!("purposes: {{ support: {{ gears: {{ monetization: {{ start: 2027-01-04, {gear} }} }} }} }}");
    folder.write("strategy.yaml", &format!("{head}\n{gears}\nkpis: {{ {kpis} }}\n"));
    let report = folder.run("gaps strategy.yaml --format json --today 2027-04-05").json();
    let findings = folder.run("check strategy.yaml --format json --today 2027-04-05").json();
    let gears = report["gear_sequences"][0]["gears"].as_array().unwrap();
    let own = gears.iter().find(|gear| gear["gear"] == "monetization").unwrap().clone();
    (own, findings["findings"].clone())
}

#[test]
fn a_gate_opens_in_the_direction_of_the_first_that_gives_one() {
    let folder = Folder::new("kpis-gates");
    let (falling, rising) = (("at_most", "2027-03-31"), ("at_least", "2027-01-31"));
    for (gate, kpi, (bound, reached_on)) in [
        ("{ at_most: 30 }", "", falling),
        ("{ at_least: 30 }", "baseline: 50, target: 20, ", rising),
        ("30", "target: { at_most: 20 }, ", falling),
        ("30", "baseline: 10, target: { at_most: 20 }, ", falling),
        ("30", "baseline: 50, target: { at_least: 20 }, ", rising),
        ("30", "baseline: 50, target: 20, ", falling),
        ("30", "baseline: 20, target: 60, ", rising),
        ("30", "target: { change: -20% }, ", falling),
        ("30", "target: { change: x2 }, ", rising),
        ("30", "baseline: 50, target: { between: [20, 40] }, ", falling),
        ("30", "baseline: { value: 50, date: 2026-12-31 }, ", falling),
        ("30", "baseline: 20, ", rising),
    ] {
        let kpis = format!("answer: {{ {kpi}readings: {{ 2027-01-31: 45, 2027-03-31: 28 }} }}");
        let (gear, _) = gear(&folder, &format!("spinning_at: {{ answer: {gate} }}"), &kpis);
        let said = &gear["gate"][0];
        assert_eq!((&said[bound], &said["reached_on"]), (&30.into(), &reached_on.into()), "{gate} {kpi}");
    }
    let (gear, findings) = gear(
        &folder,
        "spinning_at: { answer: 30 }",
        "answer: { readings: { 2027-01-31: 45, 2027-03-31: 28 } }",
    );
    assert_eq!(gear["gate"].as_array().unwrap().len(), 0, "neither open nor closed");
    assert!(
        findings.as_array().unwrap().iter().any(|one| one["rule"] == "gate-without-direction"),
        "{findings}"
    );
}

#[test]
fn a_kept_bound_is_all_the_way_in_the_mean_of_a_gear_and_a_broken_one_none() {
    let folder = Folder::new("kpis-means");
    let kpis = "
        halfway: { baseline: 20, target: 40, readings: { 2027-03-31: 30 } },
        kept: { target: { at_most: 40 }, readings: { 2027-03-31: 30 } },
        broken: { target: { at_most: 40 }, readings: { 2027-03-31: 50 } },
        lost: { baseline: 60, target: { at_most: 40, date: 2027-01-31 }, readings: { 2027-01-31: 39, 2027-03-31: 50 } },
        unread: { target: { at_most: 40 } }";
    for (ids, progress) in [
        ("halfway", 1.0 / 2.0),
        ("halfway, kept", 3.0 / 4.0),
        ("halfway, broken", 1.0 / 4.0),
        ("halfway, lost", 1.0 / 4.0),
        ("halfway, kept, broken, unread", 1.0 / 2.0),
    ] {
        let (gear, _) = gear(&folder, &format!("kpis: [{ids}]"), kpis);
        assert_eq!(gear["progress"], progress, "{ids}");
    }
}

#[test]
fn the_agenda_says_how_a_kpi_is_in_its_own_figures() {
    let folder = Folder::new("kpis-agenda");
    let by_march = "target: { value: 40, date: 2027-03-31 }";
    for (kpi, topic) in [
        (
            "baseline: 380, target: { at_most: 120 }, readings: { 2027-06-30: 240 }",
            "at 240 on 2027-06-30, above its limit of 120 minutes",
        ),
        (
            "baseline: 400, target: { at_most: 200, date: 2027-12-31 }, readings: { 2027-06-30: 350 }",
            "off track at 350 on 2027-06-30 instead of the planned 301; its target is at most 200 minutes by 2027-12-31",
        ),
        (
            "baseline: 500, target: { change: +10% }, readings: { 2027-06-30: 520 }",
            "at risk at 520 on 2027-06-30 instead of the planned 525; its target is 550 minutes by 2027-12-31",
        ),
        (
            "baseline: 100, milestones: { 2027-06-30: 150 }, target: 140, readings: { 2027-06-30: 141 }",
            "at risk at 141 on 2027-06-30 instead of the planned 150; its target is 140 minutes by 2027-12-31",
        ),
        (
            "baseline: 2.15, target: 2.3, milestones: { 2027-06-30: 2.174 }, readings: { 2027-06-30: 2.17 }",
            "at risk at 2.17 on 2027-06-30; its target is 2.3 minutes by 2027-12-31",
        ),
        (
            "baseline: 0, target: 450, readings: { 2027-01-31: 150, 2027-03-31: 200, 2027-06-30: 212 }",
            "on track so far at 212 on 2027-06-30, but at today's rate it ends at 398 instead of 450 minutes by 2027-12-31",
        ),
        (
            "baseline: 20, target: 40, readings: { 2027-06-30: 18 }",
            "at 18 on 2027-06-30, worse than at the start, 20; its target is 40 minutes by 2027-12-31",
        ),
        (
            &format!("baseline: 22, {by_march}, readings: {{ 2027-03-31: 30 }}"),
            "missed its target of 40 minutes by 2027-03-31; it was at 30 on 2027-03-31",
        ),
        (
            &format!("baseline: 22, {by_march}, readings: {{ 2027-03-31: 42, 2027-05-31: 38 }}"),
            "met its target of 40 minutes by 2027-03-31 with 42, and was back at 38 on 2027-05-31",
        ),
        (
            &format!("baseline: 22, {by_march}, readings: {{ 2027-02-28: 37 }}"),
            "no reading shows whether it reached 40 minutes by 2027-03-31; it was at 37 on 2027-02-28",
        ),
    ] {
        let head = "stratplan: 1\nstrategy: { name: x, owner: lead, period: 2027 }";
        let kpi = format!("kpis: {{ answer: {{ name: Answers, unit: minutes, {kpi} }} }}");
        folder.write("strategy.yaml", &format!("{head}\n{kpi}\n"));
        let report = folder.run("gaps strategy.yaml --format json --today 2027-07-05").json();
        let items = report["agenda"]["items"].as_array().unwrap().iter();
        let topics: Vec<&str> = items
            .filter(|item| item["about"] == "kpis.answer")
            .map(|item| item["topic"].as_str().unwrap())
            .collect();
        assert_eq!(topics, [format!("Answers: {topic}")], "{kpi}");
    }
}

/// At 68 in the last month, 538 of 1200 ends more than a tenth short; 13 was read in March.
#[test]
fn a_status_says_where_it_ends_and_how_old_its_figure_is() {
    let folder = Folder::new("kpis-doubts");
    let text = "stratplan: 1
strategy: { name: x, owner: lead, period: 2027 }
goals: { more: { statement: More leads, kpis: [leads, old] }, less: { statement: Fewer calls, kpis: calls } }
campaigns: { easter: { goals: less } }
kpis:
  leads: { counts: sum, target: 1200, readings: { 2027-01-31: 140, 2027-02-28: 110, 2027-03-31: 80, 2027-04-30: 70, 2027-05-31: 70, 2027-06-30: 68 } }
  old: { baseline: 10, target: 20, readings: { 2027-03-31: 13 } }
  calls: { baseline: 10, target: 20, readings: { 2027-06-30: 11 } }
";
    folder.write("strategy.yaml", text);
    let run = |scope: &str, format: &str| {
        folder.run(&format!("gaps strategy.yaml {scope} --format {format} --today 2027-07-05"))
    };
    let report = run("", "markdown").out;
    for said in [
        "3 KPIs: on track 1, ends short 1, off track 1 (1 judged by an old reading)",
        "| leads | ▲ ends short |",
        "| old | ✓ on track, last read 96 days ago |",
        "| ▲ leads ends short, old on track, last read 96 days ago |",
        "`leads`: on track so far at 538 on 2027-06-30, but at today's rate",
    ] {
        assert!(report.contains(said), "{said}: {report}");
    }
    // Every other place that counts or names these statuses says so, too.
    let check = folder.run("check strategy.yaml --today 2027-07-05").out;
    assert!(
        check.contains("KPIs: on track 1 · ends short 1 · off track 1 · 1 judged by an old reading"),
        "{check}"
    );
    let html = run("", "html").out;
    assert!(html.contains("▲ 1 judged by an old reading</li>"), "the bar at the top of the page");
    let purposes = "purposes: { marketing: { gears: { acquisition: { start: 2027-01-04, spinning_at: { old: 15 } } } } }";
    folder.write("strategy.yaml", &format!("{text}{purposes}\n"));
    let headline = run("", "json").json()["gear_sequences"][0]["headline"].clone();
    assert!(headline.as_str().unwrap().ends_with(", last read 96 days ago."), "{headline}");
    folder.write("strategy.yaml", text);
    // Neither is what went well, and what a campaign is for is on its page.
    assert!(run("", "json").json()["agenda"]["went_well"].is_null());
    let page = run("--campaign easter", "json").json();
    let about: Vec<&Value> =
        page["agenda"]["items"].as_array().unwrap().iter().map(|item| &item["about"]).collect();
    assert!(about.contains(&&"kpis.calls".into()), "{about:?}");
    assert!(!about.contains(&&"kpis.leads".into()), "{about:?}");
}

/// 70 of 120 had come in before September, so 50 are planned for the 122 days after it, and half of them by October 31.
#[test]
fn a_sum_goes_on_from_what_has_come_in_when_its_gear_starts() {
    let folder = Folder::new("kpis-sum-of-a-gear");
    let text = "stratplan: 1
strategy: { name: x, owner: lead, period: 2027 }
purposes: { marketing: { gears: { engagement: { start: 2027-09-01, kpis: leads } } } }
kpis: { leads: { counts: sum, target: 120, readings: { 2027-06-30: 70, 2027-09-30: 8, 2027-10-31: 8 } } }
";
    folder.write("strategy.yaml", text);
    let kpi = |today: &str| {
        let run = folder.run(&format!("gaps strategy.yaml --format json --today {today}"));
        run.json()["kpis"][0].clone()
    };
    assert_eq!(kpi("2027-08-16")["status"], "not-begun");
    let november = kpi("2027-11-05");
    assert_eq!((&november["planned_at_figure"], &november["gap_to_plan"]), (&95.into(), &9.into()));
}

#[test]
fn a_baseline_that_is_being_found_out_is_planned_and_shown() {
    let folder = Folder::new("kpis-baseline");
    let kpi = "kpis: { answer: { name: Answers, baseline: { due: 2027-06-30 }, target: { change: +5 } } }";
    folder.write("strategy.yaml", &format!("stratplan: 1\nstrategy: {{ name: x, period: 2027 }}\n{kpi}\n"));
    let plan = folder.run("plan strategy.yaml --format json --today 2027-06-10").json();
    let moves = plan["next_moves"].as_array().unwrap();
    assert_eq!(
        (&moves[0]["day"], &moves[0]["what"]),
        (&"2027-06-30".into(), &"find the baseline of Answers".into())
    );
    for (day, status) in [
        ("2027-06-30", "no baseline, due by 2027-06-30"),
        ("2027-07-01", "no baseline, was due by 2027-06-30"),
    ] {
        let report = folder.run(&format!("gaps strategy.yaml --format markdown --today {day}")).out;
        assert!(report.contains(status), "{report}");
        let findings = folder.run(&format!("check strategy.yaml --format json --today {day}")).out;
        assert_eq!(findings.contains("kpi-without-baseline"), day > "2027-06-30", "{day}");
    }
}

/// What the report says differently.
fn problems(report: &Value, row: &str) -> Vec<String> {
    let kpi = &report["kpis"][0];
    let (status, rest) = row.split_once(", ").unwrap_or((row, ""));
    let figures =
        rest.split(", ").filter(|figure| !figure.is_empty()).map(|figure| figure.split_once(' ').unwrap());
    let expected = [("status", status), ("standing", standing(status))].into_iter().chain(figures);
    let differs = |(key, expected): (&str, &str)| {
        let said = said(report, kpi, key);
        let is_same = match said.as_f64() {
            Some(number) if expected != "none" => {
                let by_hand = calculated(expected);
                (number - by_hand).abs() <= by_hand.abs().max(1.0) * 1e-9
            }
            _ => said.as_str().unwrap_or("none") == expected,
        };
        (!is_same).then(|| format!("{key} is {said} instead of {expected}"))
    };
    expected.filter_map(differs).collect()
}

fn said(report: &Value, kpi: &Value, key: &str) -> Value {
    let yes = |is: bool| if is { "yes" } else { "no" }.into();
    match key {
        "figure" | "start" | "before" => kpi[key]["value"].clone(),
        "target" => kpi["target"]["value"].clone(),
        "stretch" => kpi["target"]["stretch"].clone(),
        "due" => kpi["target"]["date"].clone(),
        "planned" => kpi["planned_at_figure"].clone(),
        "on_day" => kpi["on_target_day"]["value"].clone(),
        "forecast" => kpi["forecast"]["on_target_day"].clone(),
        "short" => yes(kpi["forecast"]["is_short"] == true),
        "meets" => {
            let meets = &kpi["forecast"]["meets_target"];
            match meets["is"].as_str().unwrap() {
                "on" => meets["day"].clone(),
                "not-before" => format!("not before {}", meets["day"].as_str().unwrap()).into(),
                other => other.into(),
            }
        }
        "inside" if kpi["inside"].is_null() => Value::Null,
        "inside" => format!("{} of {}", kpi["inside"]["kept"], kpi["inside"]["of"]).into(),
        "targets" => {
            let each = kpi[key].as_array().unwrap().iter().map(|one| {
                let figure =
                    if one["figure"].is_null() { "none".to_owned() } else { one["figure"].to_string() };
                format!("{}:{figure}:{}", one["time"].as_str().unwrap(), one["standing"].as_str().unwrap())
            });
            each.collect::<Vec<_>>().join(" ").into()
        }
        "agenda" => {
            let about = format!("kpis.{}", kpi["id"].as_str().unwrap());
            yes(report["agenda"]["items"].as_array().unwrap().iter().any(|item| item["about"] == about))
        }
        _ => kpi.get(key).unwrap_or_else(|| panic!("there is no {key}")).clone(),
    }
}

fn standing(status: &str) -> &'static str {
    match status {
        "on-track" | "reached" | "met" | "kept" => "good",
        "ends-short" | "ends-over" | "at-risk" | "met-late" | "due" => "watch",
        "off-track" | "worse" | "missed" | "broken" | "fell-back" | "unread" => "bad",
        _ => "open",
    }
}

/// `301 + 275*104/31`, from left to right.
fn calculated(sum: &str) -> f64 {
    let mut total = 0.0;
    let mut sign = 1.0;
    for term in sum.split(' ') {
        match term {
            "+" => sign = 1.0,
            "-" => sign = -1.0,
            _ => total += sign * product(term),
        }
    }
    total
}

fn product(term: &str) -> f64 {
    let Some(at) = term.rfind(['*', '/']) else {
        return term.parse().unwrap_or_else(|_| panic!("{term} is not a number"));
    };
    let (left, right) = (product(&term[..at]), product(&term[at + 1..]));
    if term[at..].starts_with('*') { left * right } else { left / right }
}

#[test]
fn a_closed_strategy_says_whether_its_targets_were_met() {
    let folder = Folder::new("kpis-closed");
    let status = |status: &str, readings: &str, today: &str| {
        let head = format!("strategy: {{ name: x, owner: lead, period: 2027, status: {status} }}");
        let kpi = format!("leads: {{ baseline: 10, target: 20, readings: {{ {readings} }} }}");
        folder.write("strategy.yaml", &format!("stratplan: 1\n{head}\nkpis: {{ {kpi} }}\n"));
        let report = folder.run(&format!("gaps strategy.yaml --format json --today {today}")).json();
        (report["kpis"][0]["status"].as_str().unwrap().to_owned(), report["head"]["as_of"].clone())
    };
    for (readings, today, expected) in [
        // On track in October, and nobody read it at the end.
        ("2027-10-31: 19", "2028-06-01", "unread"),
        ("2027-10-31: 19", "2028-01-10", "due"),
        ("2027-12-31: 19", "2028-06-01", "missed"),
        // The figure of the last day comes in after it.
        ("2027-10-31: 19, 2028-01-08: 21", "2028-06-01", "met"),
        // What is read later is about another year.
        ("2027-10-31: 19, 2028-05-08: 21", "2028-06-01", "unread"),
        // Closed before its end, it is as it was.
        ("2027-10-31: 19", "2027-11-05", "on-track"),
    ] {
        let (closed, as_of) = status("closed", readings, today);
        assert_eq!(closed, expected, "{readings} {today}");
        assert_eq!(as_of, if today < "2027-12-31" { today } else { "2027-12-31" });
    }
    assert_eq!(status("active", "2027-10-31: 19", "2028-06-01").0, "unread");
}
