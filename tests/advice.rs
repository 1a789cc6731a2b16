//! What `check` and `plan` advise about gears, in the strategies of this repository and in the small ones of `cases/`:
//! the two agree, and who follows the advice has one finding less and none more.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Folder, root, strategies, yaml_files};

/// What each file of `cases/` has to hear, and nothing else that is at least a warning.
const CASES: [(&str, &[&str]); 16] = [
    ("01-late-gear-called-off-track", &[]),
    ("02-gear-on-paper", &["gear-on-paper", "gear-out-of-order"]),
    ("03-selling-before-monetization", &["selling-too-soon"]),
    ("04-gate-reached-error-stays", &[]),
    // Only advice: the statement and the target contradict each other, and one of them may be meant.
    ("05-wrong-direction", &[]),
    // Nobody has found out where customers talk, so that the platform that is not left out came first.
    ("06-not-now-and-used", &["platform-first", "used-but-left-out"]),
    ("07-objective-of-another-goal", &["objective-of-another-goal"]),
    ("08-gate-that-is-none", &["gate-at-baseline", "gate-beyond-target"]),
    ("09-wrong-purpose", &["purpose-against-goals"]),
    // The strategy is active, so that what it lacks are warnings.
    (
        "10-answers-later-than-the-channel",
        &["answered-too-late", "goal-without-kpi", "no-purpose", "pillar-missing", "platform-first"],
    ),
    ("11-no-time-to-turn", &["gears-too-close"]),
    ("12-straight-to-selling", &["straight-to-selling"]),
    ("13-allowed-and-moved-no-more", &[]),
    ("14-stalled-once", &["gear-stalled"]),
    ("15-gate-that-nobody-reads", &["gear-not-ready"]),
    ("16-one-activity-for-both-purposes", &[]),
];

#[test]
fn small_strategies_hear_what_is_wrong_with_them_and_nothing_else() {
    let folder = Folder::new("cases");
    let files = yaml_files("tests/cases");
    assert_eq!(files.len(), CASES.len());
    for ((name, expected), file) in CASES.into_iter().zip(files) {
        assert_eq!(file.file_stem().unwrap(), name);
        let text = fs::read_to_string(&file).unwrap();
        let today = text.strip_prefix("# today ").unwrap().split(' ').next().unwrap();
        folder.write("case.yaml", &text);
        let found = found(&folder, "case.yaml", today);
        let rules: BTreeSet<&str> = found.iter().map(|(rule, ..)| rule.as_str()).collect();
        assert_eq!(rules.into_iter().collect::<Vec<_>>(), expected, "{name}");
    }
}

/// Rule, address and level of the errors and warnings.
fn found(folder: &Folder, file: &str, today: &str) -> BTreeSet<(String, String, String)> {
    let report = folder.run(&format!("check {file} --today {today} --format json")).json();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter().filter(|one| one["level"] != "info");
    findings.map(|one| (text(one, "rule"), text(one, "address"), text(one, "level"))).collect()
}

/// The files of a fixture, of `cases/` and of `strategies/`, each with its day.
fn all() -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for example in strategies() {
        all.push((example.path, example.today, example.text));
    }
    let fixtures = fs::read_dir(root().join("tests/fixtures")).unwrap().map(|entry| entry.unwrap().path());
    let relative = |path: &Path| path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
    for folder in fixtures.map(|path| relative(&path)).chain(["tests/cases".to_owned()]) {
        for file in yaml_files(&folder) {
            let text = fs::read_to_string(&file).unwrap();
            let today = text.lines().find_map(|line| line.strip_prefix("# today"));
            let today = today.map_or("2027-04-05", |rest| rest.trim_matches([':', ' ']).get(..10).unwrap());
            let today = today.to_owned();
            all.push((relative(&file), today, text));
        }
    }
    all.sort();
    all
}

#[test]
fn advised_days_clear_their_findings_and_bring_none() {
    let folder = Folder::new("advice");
    let (mut followed, mut together, mut refused) = (0, 0, 0);
    for (name, today, text) in all() {
        if !text.contains("purposes:") || text.contains("readings: readings.csv") {
            continue;
        }
        folder.write("plan.yaml", &text);
        let plan = folder.run(&format!("plan plan.yaml --today {today} --format json")).json();
        let sequences = plan["gear_sequences"].as_array().unwrap();
        let gears = sequences.iter().flat_map(|one| {
            let gears = one["gears"].as_array().unwrap().iter();
            gears.map(move |gear| (format!("{}.{}", one["purpose"], gear["gear"]).replace('"', ""), gear))
        });
        let advised: Vec<(String, &Value)> =
            gears.filter(|(_, gear)| gear["advice"]["is"] == "start-on").collect();
        refused += usize::from(sequences.iter().any(|one| one["why_no_day"].is_string()));
        if advised.is_empty() {
            continue;
        }
        followed += 1;
        let is_together = plan["is_only_together"] == true;
        together += usize::from(is_together);
        let before = found(&folder, "plan.yaml", &today);
        assert!(before.iter().any(|(rule, ..)| rule.starts_with("gear")), "{name}: advice without a finding");
        let moves: Vec<String> = advised
            .iter()
            .map(|(gear, row)| format!(" --move {gear}={}", row["advice"]["day"].as_str().unwrap()))
            .collect();
        let first = if is_together { moves.len() } else { 1 };
        for count in first..=moves.len() {
            folder.write("plan.yaml", &text);
            let moves = moves[..count].concat();
            folder.run(&format!("plan plan.yaml --today {today} --write{moves}"));
            // An error that names fewer gears can be left as a warning.
            let was_error = |(rule, address, _): &(String, String, String)| {
                before.contains(&(rule.clone(), address.clone(), "error".to_owned()))
            };
            let now = found(&folder, "plan.yaml", &today);
            let new: Vec<_> = now.difference(&before).filter(|one| !was_error(one)).collect();
            assert!(new.is_empty(), "{name}:{moves} brings {new:?}");
        }
        let plan = folder.run(&format!("plan plan.yaml --today {today} --format json")).json();
        for (purpose, was) in plan["gear_sequences"].as_array().unwrap().iter().zip(sequences) {
            for (now, was) in
                purpose["gears"].as_array().unwrap().iter().zip(was["gears"].as_array().unwrap())
            {
                if was["advice"]["is"] == "start-on" {
                    assert_eq!(now["advice"]["is"], "keep", "{name}: {} has not settled", now["gear"]);
                    let slack = now["slack_days"].as_i64();
                    assert!(
                        slack.is_none_or(|days| days >= 0),
                        "{name}: {} days at {}",
                        slack.unwrap(),
                        now["gear"]
                    );
                    let verdict = now["verdict"].as_str().unwrap_or_default();
                    assert!(
                        !["out-of-order", "too-close", "too-soon"].contains(&verdict),
                        "{name}: {verdict}"
                    );
                }
            }
        }
    }
    assert!(followed > 8 && together > 1 && refused > 1, "{followed} {together} {refused}");
}
