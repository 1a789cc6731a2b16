//! Nothing that `check`, `plan` and `gaps` say about the gears contradicts anything else, and what is advised helps.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::case::Purpose;
use super::generate::plan;
use super::said::{Found, Said};
use super::yaml::strategy;
use crate::support::Folder;

/// How many strategies are compared.
const SEEDS: u64 = 300;

/// Rules that ask for another day of a gear.
const ABOUT_DAYS: [&str; 3] = ["gears-too-close", "gear-not-ready", "gear-out-of-order"];

/// What is wrong, how often, and where first.
#[derive(Default)]
struct Problems(BTreeMap<String, (Vec<u64>, String)>);

impl Problems {
    fn add(&mut self, seed: u64, what: &str, example: impl FnOnce() -> String) {
        self.0.entry(what.to_owned()).or_insert_with(|| (vec![], example())).0.push(seed);
    }
}

#[test]
fn check_plan_and_gaps_say_the_same_of_gears_and_their_advice_helps() {
    let mut problems = Problems::default();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let folder = Folder::new("gears");
    for seed in 0..SEEDS {
        let (plan, today) = plan(seed);
        let text = strategy(&plan);
        let said = Said::of(&text, today);
        for found in
            said.findings.iter().filter(|found| found.address.is_empty() || found.rule == "invalid-value")
        {
            problems.add(seed, "the file cannot be read", || format!("{found:?}"));
        }
        for sequence in &plan.sequences {
            states(&said, sequence.purpose, seed, &mut problems, &mut counts);
            advised(&said, sequence.purpose, seed, &mut problems, &mut counts);
        }
        moved(&said, &text, &folder, &today.to_string(), seed, &mut problems, &mut counts);
    }
    assert!(problems.0.is_empty(), "{:#?}\n{counts:?}", problems.0);
    assert!(counts.values().all(|count| *count > 50) && counts.len() == 5, "{counts:?}");
}

/// "A gear named by an error shows ✗ in every table; what `plan` marks ▲ `check` says as well."
fn states(
    said: &Said,
    purpose: Purpose,
    seed: u64,
    problems: &mut Problems,
    counts: &mut BTreeMap<&str, usize>,
) {
    let [check, gaps, plan] =
        [&said.check, &said.gaps, &said.plan].map(|report| Said::gears(report, purpose));
    if check != plan || gaps != plan {
        problems.add(seed, "the tables differ", || format!("{purpose:?}"));
    }
    let mine: Vec<&Found> = said.serious().filter(|found| found.purpose == Some(purpose)).collect();
    for found in mine.iter().filter(|found| found.level == "error" && ABOUT_DAYS.contains(&&*found.rule)) {
        *counts.entry("errors").or_default() += 1;
        let named = if found.rule == "gears-too-close" { &found.gears[..] } else { found.gear.as_slice() };
        for gear in named {
            let row = plan.iter().find(|row| row["gear"] == gear.name());
            if row.is_none_or(|row| row["level"] != "error") {
                problems.add(seed, "an error, and no ✗", || format!("{gear:?} {found:#?} {row:#?}"));
            }
        }
    }
    for row in plan.iter().filter(|row| row["level"] == "error" || row["level"] == "warning") {
        *counts.entry("marks").or_default() += 1;
        let names = |found: &&&Found| found.gears.iter().any(|gear| row["gear"] == gear.name());
        let levels: Vec<&str> = mine.iter().filter(names).map(|found| found.level.as_str()).collect();
        // An error about the order can be about all gears of the purpose.
        let is_order = mine.iter().any(|found| found.rule == "gear-out-of-order" && found.level == "error");
        if !levels.contains(&"error") && row["level"] == "error" && !is_order {
            problems.add(seed, "✗, and no error", || format!("{purpose:?} {row:#}"));
        } else if levels.is_empty() && !is_order {
            problems.add(seed, "▲, and no finding", || format!("{purpose:?} {row:#}"));
        }
    }
    for row in plan {
        let is_backward = row["recent_pace"].as_f64().is_some_and(|pace| pace < 0.0);
        if is_backward && row["says"] == "spinning" {
            problems.add(seed, "it spins, and goes backward", || format!("{purpose:?} {row:#}"));
        }
    }
    let sequences = said.plan["gear_sequences"].as_array().unwrap();
    let sequence = sequences.iter().find(|sequence| sequence["purpose"] == purpose.name());
    let is_out = mine.iter().any(|found| found.rule == "gear-out-of-order" && found.level == "error");
    if sequence.is_some_and(|sequence| sequence["in_order"].as_bool() == Some(is_out)) {
        problems.add(seed, "in order, and out of order", || format!("{purpose:?} {mine:#?}"));
    }
}

/// What a help advises, without the problem that it says a day would cause, which is in parentheses or after a
/// `because`.
fn advice_of(found: &Found) -> String {
    let advice = found.help.split("because").next().unwrap_or_default();
    advice.split('(').map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect()
}

/// "Two advised days on one screen agree."
fn advised(
    said: &Said,
    purpose: Purpose,
    seed: u64,
    problems: &mut Problems,
    counts: &mut BTreeMap<&str, usize>,
) {
    let rows = Said::gears(&said.plan, purpose);
    let about = |found: &&Found| found.purpose == Some(purpose) && ABOUT_DAYS.contains(&&*found.rule);
    let mine: Vec<&Found> = said.serious().filter(about).collect();
    let in_help: BTreeSet<String> = mine.iter().flat_map(|found| days_in(&advice_of(found))).collect();
    let advice = |row: &Value| advice(row).map(ToOwned::to_owned);
    for row in rows.iter().filter(|row| row["advice"]["is"] == "start-on") {
        *counts.entry("advised").or_default() += 1;
        let day = advice(row).unwrap_or_default();
        let names = |found: &&&Found| found.gears.iter().any(|gear| row["gear"] == gear.name());
        let is_helped = |found: &&&Found| row["gear"].as_str().is_some_and(|gear| found.help.contains(gear));
        if !mine.iter().any(|found| names(&found) || is_helped(&found)) {
            problems.add(seed, "plan advises a day, check is silent", || {
                format!("{purpose:?} {} on {day}: {:#?}", row["gear"], mine)
            });
        } else if !in_help.contains(&day) {
            problems.add(seed, "plan advises a day, no help names it", || {
                format!("{purpose:?} {} on {day}: {:#?}", row["gear"], mine)
            });
        }
    }
    let days: BTreeSet<String> = rows.iter().filter_map(advice).collect();
    for found in mine {
        for day in days_in(&advice_of(found)) {
            *counts.entry("days in helps").or_default() += 1;
            if !days.contains(&day) {
                problems.add(seed, "a help names a day, plan another", || format!("{found:#?} {days:?}"));
            }
        }
    }
}

/// "Applying one (`plan --move … --write`) clears the finding and brings none."
fn moved(
    said: &Said,
    text: &str,
    folder: &Folder,
    today: &str,
    seed: u64,
    problems: &mut Problems,
    counts: &mut BTreeMap<&str, usize>,
) {
    let mut moves = Vec::new();
    for sequence in said.plan["gear_sequences"].as_array().unwrap() {
        for row in sequence["gears"].as_array().unwrap() {
            if let Some(day) = advice(row) {
                let (purpose, gear) = (&sequence["purpose"], &row["gear"]);
                moves.push(format!("{}.{}={day}", purpose.as_str().unwrap(), gear.as_str().unwrap()));
            }
        }
    }
    if moves.is_empty() {
        return;
    }
    *counts.entry("moved").or_default() += 1;
    let day = today.parse().unwrap();
    folder.write("plan.yaml", text);
    let together = moves.iter().map(|one| format!("--move {one} ")).collect::<String>();
    let run = folder.run(&format!("plan plan.yaml --today {today} {together} --write"));
    if run.code != 0 {
        problems.add(seed, "the moves are refused", || format!("{together} {}", run.err));
        return;
    }
    let after = Said::of(&folder.text("plan.yaml"), day);
    for found in new(said, &after) {
        problems
            .add(seed, &format!("moved together: new {}", found.rule), || format!("{together} {found:#?}"));
    }
    for row in
        after.plan["gear_sequences"].as_array().unwrap().iter().flat_map(|it| it["gears"].as_array().unwrap())
    {
        if row["advice"]["is"] == "start-on" {
            problems
                .add(seed, "moved together, and another day is advised", || format!("{together} {row:#}"));
        }
    }
    // The report says of days that work only together that they do.
    if moves.len() < 2 || said.plan["is_only_together"] == true {
        return;
    }
    folder.write("plan.yaml", text);
    let mut before = None;
    for one in &moves {
        let run = folder.run(&format!("plan plan.yaml --today {today} --move {one} --write"));
        if run.code != 0 {
            problems.add(seed, "a move is refused", || format!("{one} {}", run.err));
            return;
        }
        let after = Said::of(&folder.text("plan.yaml"), day);
        for found in new(before.as_ref().unwrap_or(said), &after) {
            let what = format!("moved one after another: new {}", found.rule);
            problems.add(seed, &what, || format!("{one} of {together} {found:#?}"));
        }
        before = Some(after);
    }
}

/// The day on which a gear is to start instead.
fn advice(row: &Value) -> Option<&str> {
    row["advice"]["day"].as_str().filter(|_| row["advice"]["is"] == "start-on")
}

/// Errors and warnings that were not there before, or were only warnings.
fn new<'a>(before: &Said, after: &'a Said) -> Vec<&'a Found> {
    let is_known = |found: &Found| {
        let mut known = before.serious().filter(|it| it.rule == found.rule && it.purpose == found.purpose);
        known.any(|it| {
            // A move writes a start, at which a finding is then. Of several gears, another one may be the first now.
            let is_same = it.address == found.address || it.message == found.message;
            (it.level == found.level || it.level == "error")
                && (is_same || ABOUT_DAYS.contains(&&*found.rule) || found.rule == "selling-too-soon")
        })
    };
    after.serious().filter(|found| !is_known(found)).collect()
}

/// The days that a text names.
fn days_in(text: &str) -> Vec<String> {
    let is_day = |word: &&str| word.len() == 10 && word.parse::<jiff::civil::Date>().is_ok();
    let words = text.split(|letter: char| !(letter.is_ascii_digit() || letter == '-'));
    words.filter(is_day).map(ToOwned::to_owned).collect()
}
