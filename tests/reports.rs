//! The gap report, the plan and `what if`: the same figures in every format, checked against a spreadsheet,
//! and the same bytes on every run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Value, json};

use crate::support::{Folder, Run, is_active, root, strategies, stratplan, text_of, without};

fn printed(arguments: &[&str]) -> String {
    let run = stratplan(arguments);
    assert!(run.code != 2, "{run:?}");
    run.out
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(arguments)).unwrap()
}

// The figures of the reference strategy, compared with a spreadsheet.

/// Calculated by hand for April 5, 2027. One line per KPI: progress, expected, pace, gap,
/// gap to plan, forecast for the target date, date on which the target is met.
///
/// `qualified-leads`: progress (214−120)/(400−120). The milestone is 250 on June 30, 181 days
/// after the baseline; 90 days have passed, so 120 + 130×90/181 = 184.64 was expected, which is
/// 64.64/280 of the way. The plan has been kept, so it goes on from there: 400 + 214 − 184.64 = 429.36. It gets to 400
/// where the plan is at 370.64: 120.64 of the 150 after June 30 take 74 of 92 days, which is September 12.
///
/// `cost-per-contact` falls, so its gap is latest − target. Its gear starts on January 15, so the path does, too:
/// 75 of 350 days have passed. The six slopes between its four points have −0.3/28 and −0.9/75 as the two in the
/// middle, and 275 days are left. `visits` and `posts-per-member` begin with their gears as well, on January 15 and
/// March 1. `accepted-answers` has not begun: its gear has started on April 1, and nothing has been read since.
///
/// `parts-orders` follows last year: 250 of 1180 had come in by then, so 250/1180 of 1416 = 300 were planned, and
/// 306 will be 306×1180/250 in the end. `guides-sent` is a total: 300 of 1400 were planned, so 318 will be 1484. It gets to
/// 1400 where 1320.75 were planned: 120.75 of the 200 after September 30 take 56 of 92 days.
const BY_HAND: &str = "\
qualified-leads   0.335714 0.230860 1.454188 186   -29.359116 429.359116   2027-09-12
cost-per-contact  0.257143 0.214286 1.2      2.6   -0.15      7.476786     2027-11-15
visits            0.281818 0.214286 1.315152 7900  -742.857143 24658.333333 2027-09-20
posts-per-member  0.388889 0.140845 2.761111 1.1   -0.446479  6.17         2027-05-18
share-of-voice    0.333333 0.246575 1.351852 4     -0.520548  22.111111    2027-09-27
first-response    0.586207 0.497238 1.178927 120   -25.801105 68.111111    2027-06-03
parts-orders      0.216102 0.211864 1.02     1110  -6         1444.32
guides-sent       0.227143 0.214286 1.06     1082  -18        1484         2027-11-25
";

const REFERENCE: [&str; 4] = ["gaps", "strategies/reference.strategy.yaml", "--today", "2027-04-05"];

fn and<'a>(arguments: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [arguments, more].concat()
}

#[test]
fn the_figures_match_a_spreadsheet() {
    let text = printed(&and(&REFERENCE, &["--format", "csv"]));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 13);
    let waiting = rows.iter().filter(|row| row["status"] == "not begun").map(|row| row["kpi"].as_str());
    assert_eq!(waiting.collect::<Vec<_>>(), ["accepted-answers"]);
    for line in BY_HAND.lines() {
        let mut cells = line.split_whitespace();
        let id = cells.next().unwrap();
        let row = rows.iter().find(|row| row["kpi"] == id).unwrap_or_else(|| panic!("{id} has a row"));
        for column in ["progress", "expected", "pace", "gap", "gap_to_plan", "forecast"] {
            let (by_hand, computed): (f64, f64) =
                (cells.next().unwrap().parse().unwrap(), row[column].parse().unwrap());
            let difference = (by_hand - computed).abs();
            assert!(difference < 1e-6, "{id}: {column} is {computed}, by hand {by_hand}");
        }
        assert_eq!(row["meets_target"], cells.next().unwrap_or_default(), "{id}");
    }
}

/// Formats figures independently of the program.
fn percent(ratio: &Value) -> Option<String> {
    let rounded = (ratio.as_f64()? * 100.0).round();
    Some(format!("{} %", rounded.to_string().replace('-', "−")))
}

fn two_decimals(ratio: &Value) -> Option<String> {
    Some(format!("{:.2}", (ratio.as_f64()? * 100.0 + 1e-9).floor() / 100.0).replace('-', "−"))
}

/// The table rows that start with an id, in Markdown or HTML.
fn cells_of(text: &str, id: &str) -> String {
    let plain = text.replace("</td>", " | ").replace("</th>", " | ").replace("</tr>", "\n");
    let tagless: String = {
        let mut inside = false;
        plain
            .chars()
            .filter(|c| {
                match c {
                    '<' => inside = true,
                    '>' => {
                        inside = false;
                        return false;
                    }
                    _ => {}
                }
                !inside
            })
            .collect()
    };
    let is_row = |line: &&str| {
        let words: Vec<&str> = line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect();
        words.first() == Some(&id)
    };
    tagless.lines().filter(is_row).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_format_shows_the_same_figures() {
    for strategy in strategies() {
        let (file, today) = (strategy.path, strategy.today);
        let of = |format: &str| printed(&["gaps", &file, "--today", &today, "--format", format]);
        let report: Value = serde_json::from_str(&of("json")).unwrap();
        let (text, markdown, html) = (of("text"), of("markdown"), of("html"));
        let csv_text = of("csv");
        let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
        let sheet: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
        let kpis = report["kpis"].as_array().unwrap();
        assert_eq!(kpis.len(), sheet.len(), "{file}");
        for (kpi, row) in kpis.iter().zip(&sheet) {
            let id = kpi["id"].as_str().unwrap();
            assert_eq!(row["kpi"], id, "{file}: the order is the same");
            for column in ["progress", "expected", "pace", "gap", "gap_to_plan"] {
                let exact: Option<f64> = row[column].parse().ok();
                let close = match (exact, kpi[column].as_f64()) {
                    (Some(one), Some(other)) => (one - other).abs() <= one.abs() * 1e-12,
                    (one, other) => one.is_none() && other.is_none(),
                };
                assert!(close, "{file}: {id}: {column}: {} and {}", row[column], kpi[column]);
            }
            let figures = [percent(&kpi["progress"]), percent(&kpi["expected"]), two_decimals(&kpi["pace"])];
            let (row, shown) = (cells_of(&markdown, id), cells_of(&html, id));
            for figure in figures.into_iter().flatten() {
                assert!(row.contains(&figure), "{file}: {id}: {figure} is in the Markdown: {row}");
                assert!(shown.contains(&figure), "{file}: {id}: {figure} is on the page: {shown}");
                assert!(text.contains(&figure), "{file}: {id}: {figure} is in the text");
            }
            let status = kpi["status"].as_str().unwrap().replace('-', " ");
            let status = status.replace("undated", "no dates").replace("not now", "no target yet");
            assert!(row.contains(&status), "{file}: {id}: {status}: {row}");
            assert!(shown.contains(&status), "{file}: {id}: {status}: {shown}");
        }
    }
}

#[test]
fn two_runs_on_the_same_day_give_the_same_bytes() {
    for strategy in strategies() {
        let (file, today) = (strategy.path, strategy.today);
        for command in [
            vec!["gaps", "--format", "text"],
            vec!["gaps", "--format", "markdown"],
            vec!["gaps", "--format", "json"],
            vec!["gaps", "--format", "csv"],
            vec!["gaps", "--format", "html"],
            vec!["plan", "--format", "text"],
            vec!["plan", "--format", "markdown"],
            vec!["plan", "--format", "json"],
        ] {
            let arguments = and(&command, &[&file, "--today", &today]);
            assert_eq!(printed(&arguments), printed(&arguments), "{arguments:?}");
        }
    }
}

/// How many activities serve each goal, by pillar, and what each goal lacks.
#[test]
fn the_alignment_counts_activities_and_lists_what_is_missing() {
    let folder = Folder::new("alignment");
    let text = "stratplan: 1
strategy: { name: A, status: draft, owner: mia, period: 2027 }
goals:
  written: Win 400 leads
  open: TODO
  absent: { owner: mia }
pillars:
  listening: { activities: { scan: { goals: written } } }
  promotion:
    activities:
      fair: { goals: [written, open], gears: acquisition }
      cake: { goals: written, gears: acquisition }
purposes: { marketing: { gears: { acquisition: 2027-01-15 } } }
";
    let json = folder.write("a.yaml", text).run("check a.yaml --today 2027-04-05 --format json").json();
    let goals = json["alignment"][0]["goals"].as_array().unwrap().iter();
    let goals = goals.map(|goal| (goal["id"].clone(), goal["activities"].clone(), goal["missing"].clone()));
    let expected = [
        ("written".into(), json!([1, 2, 0, 0]), json!(["kpi"])),
        ("open".into(), json!([0, 1, 0, 0]), json!(["statement", "kpi"])),
        ("absent".into(), json!([0, 0, 0, 0]), json!(["statement", "kpi", "activity"])),
    ];
    assert_eq!(goals.collect::<Vec<_>>(), expected);
}

// What if.

/// Rule, address and level of every finding, sorted.
fn found(file: &str, today: &str) -> Vec<String> {
    let report = json(&["check", file, "--today", today, "--format", "json"]);
    let findings = report["findings"].as_array().unwrap().iter();
    let mut found: Vec<String> =
        findings.map(|one| format!("{} {} {}", one["rule"], one["address"], one["level"])).collect();
    found.sort();
    found
}

fn listed(list: &Value) -> Vec<String> {
    let findings = list.as_array().unwrap().iter();
    let mut listed: Vec<String> =
        findings.map(|one| format!("{} {} {}", one["rule"], one["address"], one["level"])).collect();
    listed.sort();
    listed
}

#[test]
fn a_move_lists_every_finding_that_it_causes_or_resolves() {
    let copy = Folder::new("moves").0.join("plan.yaml");
    let file = copy.to_str().unwrap();
    let mut seen = (0, 0, 0);
    let cases = [
        ("strategies/reference.strategy.yaml", "2027-04-05", "marketing.monetization=2027-01-20"),
        ("strategies/reference.strategy.yaml", "2027-04-05", "support.engagement=2027-02-01"),
        ("strategies/reference.strategy.yaml", "2027-04-05", "mechanic-tips=+6m"),
        ("strategies/reference.strategy.yaml", "2027-05-20", "marketing.enlistment=2027-04-01"),
        ("strategies/corner-bakery.strategy.yaml", "2027-02-20", "engagement=+2w"),
        ("strategies/broken/too-fast.strategy.yaml", "2027-01-11", "marketing.monetization=+3m"),
        (
            "strategies/broken/support-in-marketing-order.strategy.yaml",
            "2027-01-11",
            "monetization=2027-01-04",
        ),
    ];
    for (original, today, moved) in cases {
        fs::copy(root().join(original), &copy).unwrap();
        let before = found(file, today);
        let arguments = ["plan", file, "--today", today, "--move", moved, "--format", "json", "--write"];
        let what_if = json(&arguments);
        let after = found(file, today);
        assert_eq!(listed(&what_if["caused"]), without(&after, &before), "{moved} of {original} causes");
        let mut gone = [listed(&what_if["cured"]), listed(&what_if["replaced"])].concat();
        let mut expected = without(&before, &after);
        gone.sort();
        expected.sort();
        assert_eq!(gone, expected, "{moved} of {original} cures or replaces");
        seen.0 += what_if["caused"].as_array().unwrap().len();
        seen.1 += what_if["cured"].as_array().unwrap().len();
        seen.2 += what_if["replaced"].as_array().unwrap().len();
    }
    assert!(
        seen.0 > 3 && seen.1 > 0 && seen.2 > 0,
        "the cases cause, resolve and replace findings: {seen:?}"
    );
}

/// The campaign has no start of its own, and what ends with a month still does.
#[test]
fn the_end_of_a_month_stays_one_if_it_moves() {
    let folder = Folder::new("move-month-end");
    folder.write(
        "a.yaml",
        "\
stratplan: 1
strategy: { name: A, status: active, owner: B, period: 2027 }
goals: { g: Win 200 fans }
campaigns: { spring: { name: Spring, end: 2027-04-30 } }
pillars:
  promotion:
    activities:
      ads: { name: Ads, goals: g, start: 2027-04-01, end: 2027-04-30, campaign: spring, owner: B }
",
    );
    let run = folder.run("plan a.yaml --today 2027-01-05 --move campaign.spring=+1m");
    assert!(run.out.contains("campaign.spring ends on 2027-05-31 instead of 2027-04-30"), "{}", run.out);
    assert!(run.out.contains("promotion.ads ends on 2027-05-31 instead of 2027-04-30"), "{}", run.out);
}

#[test]
fn what_check_calls_the_first_is_the_first_on_the_agenda() {
    let rules = json(&["rules", "--format", "json"]);
    let of_file = rules.as_array().unwrap().iter().filter(|rule| rule["group"] == "file");
    let of_file: Vec<&Value> = of_file.map(|rule| &rule["name"]).collect();
    let mut compared = 0;
    for example in strategies() {
        let file = root().join(&example.path);
        let arguments = [file.to_str().unwrap(), "--today", &example.today, "--format", "json"];
        let check = json(&and(&["check"], &arguments));
        let gaps = json(&and(&["gaps"], &arguments));
        let Some(first) = check["alignment"][0]["headline"]["first"].as_str() else { continue };
        let item = &gaps["agenda"]["items"][0];
        // What the review itself settles is on no agenda.
        let (Some(topic), Some(ask)) = (item["topic"].as_str(), item["ask"].as_str()) else { continue };
        let says = format!("{topic}: {ask}");
        // What damages the file itself comes first, and is not for a meeting.
        let found = check["findings"].as_array().unwrap().iter();
        let mut said = found.filter(|one| first.starts_with(one["message"].as_str().unwrap()));
        let is_of_file = said.any(|one| of_file.iter().any(|rule| **rule == one["rule"]));
        assert!(first == says || is_of_file, "{}: {first}\n{says}", example.path);
        compared += 1;
    }
    assert!(compared > 5, "{compared}");
}

#[test]
fn a_move_that_makes_it_worse_says_so() {
    let text = "\
stratplan: 1
strategy: { name: Leads, owner: ada, period: 2027 }
purposes:
  marketing:
    gears:
      acquisition: 2027-01-18
      engagement: { start: 2027-03-08, spinning_at: { guests: 40 } }
      enlistment: { not_now: nobody asks for it }
      monetization: 2027-06-07
kpis:
  guests:
    baseline: { value: 0, date: 2026-12-31 }
    target: 100
    readings: { 2027-02-28: 5, 2027-03-31: 10 }
";
    let folder = Folder::new("worse");
    let file = folder.0.join("plan.yaml");
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let moved = |day: &str| {
        printed(&["plan", file, "--today", "2027-04-05", "--move", &format!("monetization={day}")])
    };
    // It has started too soon instead of being planned too soon, and nothing is resolved.
    let earlier = moved("2027-03-29");
    assert!(!earlier.contains("resolved: monetization"), "{earlier}");
    assert!(earlier.contains("No findings resolved."), "{earlier}");
    assert!(earlier.contains("which has passed: right only if it really did"), "{earlier}");
    assert!(
        moved("2027-05-10").contains("days before the gate ahead of it opens instead of"),
        "{}",
        moved("2027-05-10")
    );
    assert!(!moved("2027-12-20").contains("before the gate ahead of it opens"));
}

#[test]
fn a_move_changes_one_line_and_only_with_write() {
    let copy = Folder::new("asked").0.join("plan.yaml");
    fs::copy(root().join("strategies/reference.strategy.yaml"), &copy).unwrap();
    let file = copy.to_str().unwrap();
    let before = fs::read(&copy).unwrap();
    printed(&["plan", file, "--today", "2027-04-05", "--move", "marketing.enlistment=+1m"]);
    assert_eq!(fs::read(&copy).unwrap(), before);
    let refused =
        stratplan(&["plan", file, "--today", "2027-04-05", "--move", "marketing.enlistmant=+1m", "--write"]);
    assert_eq!(refused.code, 2);
    assert_eq!(fs::read(&copy).unwrap(), before);
    printed(&["plan", file, "--today", "2027-04-05", "--move", "marketing.enlistment=+1m", "--write"]);
    let after = fs::read_to_string(&copy).unwrap();
    let before = String::from_utf8(before).unwrap();
    let differing: Vec<(&str, &str)> =
        before.lines().zip(after.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(differing.len(), 1);
    assert_eq!(differing[0].0.replacen("2027-06-01", "2027-07-01", 1), differing[0].1);
}

// Scope.

#[test]
fn a_report_for_an_owner_contains_everything_of_theirs_and_nothing_else() {
    let all = json(&and(&REFERENCE, &["--format", "json"]));
    let page = json(&and(&REFERENCE, &["--format", "json", "--owner", "lee"]));
    for part in ["kpis", "activities", "risks", "decisions"] {
        let owned = |report: &Value| -> Vec<String> {
            let rows = report[part].as_array().unwrap().iter();
            rows.filter(|row| row["owner"] == "lee").map(|row| row["id"].to_string()).collect()
        };
        assert_eq!(owned(&page), owned(&all), "{part}");
        assert_eq!(owned(&page).len(), page[part].as_array().unwrap().len(), "{part}: only their own");
    }
    assert_eq!(page["goals"][0]["id"], "service-cost");
    assert_eq!(page["goals"].as_array().unwrap().len(), 1);
}

#[test]
fn a_report_for_a_goal_contains_what_serves_it() {
    let page = json(&and(&REFERENCE, &["--format", "json", "--goal", "service-cost"]));
    let ids = |part: &str| -> Vec<String> {
        page[part].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("goals"), ["service-cost"]);
    let mut activities = ids("activities");
    activities.sort();
    assert_eq!(activities, ["answer-desk", "expert-programme", "owner-referrals", "weekly-digest"]);
    assert!(ids("kpis").contains(&"cost-per-contact".to_owned()));
    assert!(!ids("kpis").contains(&"qualified-leads".to_owned()), "it measures another goal");
}

#[test]
fn a_report_for_a_campaign_contains_its_activities_and_its_money() {
    let page = json(&and(&REFERENCE, &["--format", "json", "--campaign", "harvest"]));
    let ids = |list: &str| -> Vec<String> {
        page[list].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("activities"), ["cost-calculator"]);
    assert_eq!(ids("campaigns"), ["harvest"]);
    assert_eq!(ids("goals"), ["parts-leads"]);
    // What its activity moves, and what says whether its goal is reached.
    assert_eq!(ids("kpis"), ["parts-orders", "qualified-leads"]);
    let money = &page["money"];
    let figures = ["total", "budget", "unplanned"].map(|key| money[key].as_i64().unwrap());
    assert_eq!(figures, [55_000, 50_000, 5_000], "of the campaign");
    let promotion = money["pillars"].as_array().unwrap().iter().find(|one| one["pillar"] == "promotion");
    assert_eq!(promotion.unwrap()["budget"], 50_000, "without other activities of the pillar");
    let all = json(&and(&REFERENCE, &["--format", "json"]));
    assert_eq!(all["money"]["budget"], 252_000, "what is not distributed yet counts once");
    assert_eq!(all["money"]["campaigns"][0]["budget"], 55_000);
}

#[test]
fn what_a_campaign_itself_has_spent_is_in_its_own_report() {
    let copy = Folder::new("spent").0.join("plan.yaml");
    let text = fs::read_to_string(root().join("strategies/reference.strategy.yaml")).unwrap();
    let own = text.replacen("  harvest:\n    name:", "  harvest:\n    spent: 31000\n    name:", 1);
    assert_ne!(own, text);
    fs::write(&copy, own).unwrap();
    let arguments = ["gaps", copy.to_str().unwrap(), "--today", "2027-04-05", "--format", "json"];
    let all = json(&arguments);
    assert_eq!(all["money"]["campaigns"][0]["spent"], 31_000);
    assert_eq!(json(&and(&arguments, &["--campaign", "harvest"]))["money"]["spent"], 31_000);
}

#[test]
fn money_by_kind_adds_up() {
    let money = &json(&and(&REFERENCE, &["--format", "json"]))["money"];
    let kinds = |of: &Value| -> Vec<(String, i64, i64)> {
        let kinds = of["by_kind"].as_array().unwrap().iter();
        let figure = |one: &Value, key: &str| one[key].as_i64().unwrap();
        kinds
            .map(|one| {
                (one["kind"].as_str().unwrap().to_owned(), figure(one, "budget"), figure(one, "spent"))
            })
            .collect()
    };
    let all = kinds(money);
    let figures =
        [("paid", 24, 9), ("production", 20, 12), ("creators", 6, 0), ("agency", 8, 3), ("tools", 2, 0)];
    let expected = figures.map(|(kind, budget, spent)| (kind.to_owned(), budget * 1000, spent * 1000));
    assert_eq!(all, expected);
    let gear = &money["gears"][0];
    assert_eq!((gear["gear"].as_str(), kinds(gear)), (Some("acquisition"), expected.to_vec()));
    assert_eq!(gear["budget"], 60_000, "the sum of its kinds");
    let text = printed(&REFERENCE);
    for shown in ["production", "uncategorized", "Spent by kind: paid 9\u{202f}000 USD"] {
        assert!(text.contains(shown), "{shown}");
    }
    let page = printed(&and(&REFERENCE, &["--format", "html"]));
    assert!(page.contains("All: 252,000 USD, of which paid 24,000 USD"), "the stacked bar");
}

#[test]
fn an_unknown_owner_or_goal_is_an_error_with_a_suggestion() {
    let refused = stratplan(&and(&REFERENCE, &["--owner", "danna"]));
    assert!(refused.err.contains("`danna`") && refused.err.contains("did you mean `dana`?"), "{refused:?}");
    assert_eq!(refused.code, 2);
    let refused = stratplan(&and(&REFERENCE, &["--goal", "fame"]));
    assert!(refused.err.contains("parts-leads, service-cost"), "{refused:?}");
}

// Hostile names.

const HOSTILE: &str = r#"stratplan: 1
strategy: { name: "<script>alert(1)</script> | `rm` \u001b[31m", organization: "=cmd()", owner: "@all", period: 2027, next_review: 2027-12-01 }
goals:
  fame: { statement: "a | b </td><img src=x onerror=alert(1)> `c` [x](javascript:alert(1)) #1", kpis: [plus] }
pillars:
  promotion:
    activities:
      one: { name: "\u202e</style><script>", goals: fame, gears: acquisition, start: 2027-01-01, kpis: plus, owner: "=1+1" }
purposes:
  marketing: { gears: { acquisition: 2027-01-01 } }
kpis:
  plus: { name: "+cmd|' /C calc'!A0", unit: "-2\tx", source: s, baseline: { value: 1 }, target: 2, readings: { 2027-02-01: 1.5 } }
risks:
  odd: { statement: "**bold** ~~x~~ <b>", owner: "\u009b31m" }
"#;

#[test]
fn hostile_names_are_shown_as_plain_text_in_every_format() {
    let folder = Folder::new("hostile-report");
    let path = folder.write("plan.yaml", HOSTILE).0.join("plan.yaml");
    let file = path.to_str().unwrap();
    let of = |format: &str| printed(&["gaps", file, "--today", "2027-04-05", "--format", format]);
    for format in ["text", "markdown", "html", "csv", "json"] {
        let out = of(format);
        let odd: Vec<char> = out.chars().filter(|c| is_active(*c)).collect();
        assert_eq!(odd, Vec::<char>::new(), "{format}");
    }
    let markdown = of("markdown");
    // Text in backticks is code and shown as it is.
    let outside: String = markdown
        .lines()
        .map(|line| {
            let pieces: Vec<&str> = line.split('`').collect();
            assert!(pieces.len() % 2 == 1 || line.contains("\\`"), "unpaired backticks: {line}");
            pieces.into_iter().step_by(2).collect::<String>() + "\n"
        })
        .collect();
    for html in ["<script", "<img", "</td>", "</style>", "<b>"] {
        assert!(!outside.contains(html), "{html}");
    }
    assert!(markdown.contains(r"a \| b"), "a pipe does not end a cell");
    assert!(markdown.contains(r"\[x\](javascript:alert(1))"), "a link is plain text");
    assert!(markdown.contains(r"\*\*bold\*\*") && !outside.contains("@all"), "no emphasis, no mention");
    let page = of("html");
    assert_eq!((page.matches("<style").count(), page.matches("</style>").count()), (1, 1));
    for html in ["<script", "<img", "<b>", "href=\"javascript"] {
        assert!(!page.contains(html), "{html}");
    }
    let sheet = of("csv");
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let row: BTreeMap<String, String> = reader.deserialize().next().unwrap().unwrap();
    assert_eq!(row["name"], "'+cmd|' /C calc'!A0");
    assert!(row["unit"].starts_with("'-2"), "{}", row["unit"]);
    assert_eq!(row["progress"], "0.5", "numbers are not escaped");
    let owners = printed(&["gaps", file, "--today", "2027-04-05", "--format", "json"]);
    assert!(owners.contains("\"=1+1\""), "JSON does not escape formulas");
}

#[test]
fn the_github_step_summary_gets_the_report_as_safe_markdown() {
    let folder = Folder::new("step-summary");
    folder.write("plan.yaml", HOSTILE).write("summary.md", "# A step before\n");
    let check = |flags: &str| {
        let mut command = folder.command(&format!("check plan.yaml --today 2027-04-05 {flags}"));
        command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", folder.0.join("summary.md"));
        Run::of(command.output().unwrap())
    };
    let with_format = check("--format concise");
    assert_eq!(folder.text("summary.md"), "# A step before\n", "--format turns the summary off");
    assert_eq!(check("").code, with_format.code, "the summary does not change the exit status");
    let summary = folder.text("summary.md");
    let own = summary.strip_prefix("# A step before\n").expect("earlier content is kept");
    assert!(own.contains("| fame |") && own.contains("Goals, and how many activities"), "{own}");
    let markdown = folder.run("check plan.yaml --today 2027-04-05 --format markdown").out;
    let below_heading = |text: &str| text.split_once('\n').unwrap().1.to_owned();
    assert_eq!(below_heading(own), below_heading(&markdown), "the summary is the Markdown format");
    for html in ["<script", "<img", "</style>"] {
        let outside: String = own.split('`').step_by(2).collect();
        assert!(!outside.contains(html), "{html}");
    }
}

#[test]
fn an_empty_markdown_report_says_that_there_are_no_findings() {
    let folder = Folder::new("empty-report");
    let out = folder.run("check --allow-empty --format markdown --today 2027-04-05").out;
    assert_eq!(out, "# Strategies: no findings, as of 2027-04-05\n");
}

#[test]
fn the_extension_of_the_output_file_decides_the_format() {
    let folder = Folder::new("extensions");
    let strategy = text_of("strategies/corner-bakery.strategy.yaml");
    folder.write("a.yaml", &strategy);
    let write = |command: &str, extension: &str| {
        let file = format!("report{extension}");
        let run = folder.run(&format!("{command} a.yaml --today 2027-01-11 -o {file}"));
        (run.code, fs::read_to_string(folder.0.join(file)).unwrap_or_default(), run.err)
    };
    for (extension, start) in [
        ("", "Corner Bakery"),
        (".txt", "Corner Bakery"),
        (".md", "# "),
        (".HTM", "<!doctype html>"),
        (".csv", "kpi,"),
        (".json", "{"),
    ] {
        let (code, text, error) = write("gaps", extension);
        assert!(code == 0 && text.starts_with(start), "{extension}: {error} {}", &text[..text.len().min(40)]);
    }
    for extension in [".pdf", ".yaml"] {
        let (code, text, error) = write("gaps", extension);
        assert_eq!((code, text.as_str()), (2, ""), "{extension}");
        assert!(
            error.contains("use .txt, .html, .md, .json, .csv or .xlsx, or choose one with `--format`"),
            "{error}"
        );
        assert_eq!(error.contains("a browser can print the .html page"), extension == ".pdf", "{error}");
        assert_eq!(write("gaps --format markdown", extension).0, 0, "--format wins over the extension");
    }
    // The extension is checked before anything is written.
    let (code, _, error) = write("plan --write --move marketing.engagement=+3w", ".html");
    assert!(code == 2 && error.contains("use .txt, .md, .json or .mmd"), "{error}");
    assert_eq!(folder.text("a.yaml"), strategy);
}

/// Settings in which only these rules are on.
fn only(on: &[&str]) -> String {
    let rules = json(&["rules", "--format", "json"]);
    let rules = rules.as_array().unwrap().iter().filter(|rule| rule["group"] != "file");
    let names = rules.map(|rule| rule["name"].as_str().unwrap()).filter(|name| !on.contains(name));
    format!("[rules]\n{}", names.map(|name| format!("{name} = \"off\"\n")).collect::<String>())
}

#[test]
fn without_kpis_the_agenda_does_not_claim_that_they_are_on_track() {
    let folder = Folder::new("no-kpi");
    folder.write("a.yaml", "stratplan: 1\nstrategy: { name: A, owner: B, period: 2027 }\n");
    folder.write("stratplan.toml", &only(&[]));
    let out = folder.run("gaps a.yaml --today 2027-04-05").out;
    let agenda = out.split_once("\nAgenda\n").unwrap().1.lines().next().unwrap();
    assert_eq!(
        agenda,
        "Nothing needs a discussion: no rule objects, and there is no KPI that could be off track."
    );
}

#[test]
fn an_activity_with_unreadable_dates_is_not_called_a_standing_practice() {
    let folder = Folder::new("unreadable-dates");
    let head = "stratplan: 1\nstrategy: { name: A, owner: B, period: 2027 }\n";
    let activities = "guide: { start: soon }, posts: { status: running, end: [] }, fair: { start: 2027-05-01, end: 2027-05-01 }";
    folder
        .write("a.yaml", &format!("{head}pillars: {{ promotion: {{ activities: {{ {activities} }} }} }}\n"));
    let text = folder.run("gaps a.yaml --today 2027-04-05").out;
    let line = |id: &str| text.lines().find(|line| line.trim_start().starts_with(id)).unwrap().to_owned();
    assert!(line("guide").contains("unknown") && line("guide").contains("dates not readable"), "{text}");
    assert!(line("posts").contains("running") && line("posts").contains("dates not readable"), "{text}");
    let page = folder.run("gaps a.yaml --today 2027-04-05 --format html").out;
    assert!(page.contains("dates not readable"));
    // One day is a point, however long the period is.
    let fair = page.split("<title>fair (fair)").nth(1).unwrap().split("</g></g>").next().unwrap();
    assert!(fair.contains("<circle class=\"bar\""), "{fair}");
}

#[test]
fn an_agenda_asks_for_a_decision_and_says_nothing_twice() {
    for path in strategies().iter().map(|example| &example.path).filter(|path| !path.contains("broken")) {
        for day in ["2027-01-02", "2027-07-05", "2027-12-31", "2028-07-15"] {
            let line = format!("{path} on {day}");
            let report = json(&["gaps", path, "--format", "json", "--today", day]);
            let agenda = &report["agenda"];
            let items = agenda["items"].as_array().unwrap();
            let about = |item: &Value| item["about"].as_str().unwrap().to_owned();
            let subjects: BTreeSet<String> = items.iter().map(about).collect();
            assert_eq!(subjects.len(), items.len(), "{line}: {agenda:#}");
            for item in items {
                assert!(
                    !item["ask"].as_str().unwrap().is_empty() && item["owner"].is_string(),
                    "{line}: {item}"
                );
                let topic = item["topic"].as_str().unwrap();
                assert!(!topic.contains("overdue"), "the meeting is the review: {topic}");
            }
            let well = agenda["went_well"]["about"].as_str().unwrap_or("kpis.");
            let is_success = well.starts_with("kpis.") || well.starts_with("purposes.");
            assert!(is_success, "{line}: {well}");
        }
    }
}

#[test]
fn the_agenda_has_one_item_for_what_two_parts_of_the_report_know() {
    let folder = Folder::new("agenda-once");
    let text = "\
stratplan: 1
strategy: { name: A, owner: B, period: 2027 }
goals: { orders: { statement: Forty orders a week by March, kpis: orders } }
pillars: { promotion: { activities: { posts: { goals: orders, start: 2027-02-01, status: planned } } } }
kpis: { orders: { baseline: { value: 22, date: 2026-12-31 }, target: { value: 40, date: 2027-03-31 }, readings: { 2027-03-31: 31 } } }
decisions: { delivery: { question: Do we deliver?, needed_by: 2027-03-01 } }
";
    folder.write("a.yaml", text);
    folder.write("stratplan.toml", &only(&["target-missed", "activity-late", "decision-overdue"]));
    let report: Value =
        serde_json::from_str(&folder.run("gaps a.yaml --format json --today 2027-04-05").out).unwrap();
    let gaps = report["structure"].as_array().unwrap().iter().flat_map(|one| one["gaps"].as_array().unwrap());
    let rules: Vec<&str> = gaps.map(|gap| gap["rule"].as_str().unwrap()).collect();
    let items = report["agenda"]["items"].as_array().unwrap();
    for (rule, address) in [
        ("target-missed", "kpis.orders"),
        ("activity-late", "pillars.promotion.activities.posts"),
        ("decision-overdue", "decisions.delivery"),
    ] {
        assert!(rules.contains(&rule), "{rules:?}");
        let about = items.iter().filter(|item| item["about"].as_str().unwrap().starts_with(address));
        assert_eq!(about.count(), 1, "{address}: {items:#?}");
    }
}
