//! The program and the reference agree on every gear and on every KPI of a gear.

use std::collections::BTreeMap;

use jiff::civil::Date;
use num_traits::ToPrimitive;
use serde_json::{Value, json};

use super::case::{Gear, Plan, Purpose};
use super::findings::{bottleneck, findings, starts_any_day};
use super::generate::varied;
use super::reference::{Judged, case, judged};
use super::said::Said;
use super::yaml::strategy;
use crate::figures::compare::difference;
use crate::figures::reference::expected;
use crate::support::every;

/// How many different things are compared that do not always occur.
const TRAITS: usize = 9;

/// How many strategies are compared.
const SEEDS: u64 = 1_000;

#[test]
fn the_program_judges_every_gear_like_the_reference() {
    // What differs, how often, and where first.
    let mut differ: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |what: String, example: String| {
        let entry = differ.entry(what).or_insert((0, String::new()));
        entry.0 += 1;
        if entry.0 <= 6 {
            entry.1 += &format!("{example}; ");
        }
    };
    for seed in (0..SEEDS).step_by(every(3)) {
        let (plan, today) = varied(seed);
        let said = Said::of(&strategy(&plan), today);
        kpis(&plan, today, &said, seed, &mut add);
        for sequence in &plan.sequences {
            let rows = Said::gears(&said.gaps, sequence.purpose);
            rules(&plan, sequence.purpose, today, &said, seed, &mut add, &mut counts);
            for gear in judged(&plan, sequence.purpose, today) {
                let name = gear.wheel.gear.name();
                let row = rows.iter().find(|row| row["gear"] == name).unwrap_or(&Value::Null);
                if is_open(&gear, today) {
                    continue;
                }
                for (field, expected) in fields(&gear) {
                    if !is_same(&row[field], &expected) {
                        let example = format!("{seed} {today} {name}: {} expected {expected}", row[field]);
                        add(field.to_owned(), example);
                    }
                }
            }
        }
    }
    assert!(differ.is_empty(), "{differ:#?} {counts:#?}");
    let rare: Vec<_> = counts.iter().filter(|(_, count)| **count < 20 / every(3)).collect();
    assert!(rare.is_empty() && counts.len() == TRAITS, "{counts:#?}");
}

fn kpis(plan: &Plan, today: Date, said: &Said, seed: u64, add: &mut impl FnMut(String, String)) {
    let rows = said.gaps["kpis"].as_array().unwrap();
    for index in 0..plan.measures.len() {
        let case = case(plan, index, today);
        let row = rows.iter().find(|row| row["id"] == case.id.as_str()).unwrap_or(&Value::Null);
        if let Some(found) = difference(&case, &expected(&case), row) {
            let example = format!("{seed} {today} {}: {} expected {}", case.id, found.actual, found.expected);
            add(format!("kpi {}", found.field), example);
        }
    }
}

/// The rules that are compared. Of the others, the fixtures say what they find.
const RULES: [&str; 8] = [
    "gear-out-of-order",
    "gears-too-close",
    "gear-on-paper",
    "gear-left-alone",
    "gear-fell-back",
    "gear-stalled",
    "gears-unbalanced",
    "gears-lopsided",
];

fn rules(
    plan: &Plan,
    purpose: Purpose,
    today: Date,
    said: &Said,
    seed: u64,
    add: &mut impl FnMut(String, String),
    counts: &mut BTreeMap<String, usize>,
) {
    let gears = judged(plan, purpose, today);
    let is_open = gears.iter().any(|gear| is_open(gear, today));
    let expected = findings(plan, purpose, today);
    let is_out = expected.contains(&("gear-out-of-order", None));
    let mine: Vec<_> = said.findings.iter().filter(|found| found.purpose == Some(purpose)).collect();
    for rule in RULES {
        // Which gears are too close is said of those in order; and see `is_open`.
        if (rule == "gears-too-close" && is_out)
            || (is_open && !matches!(rule, "gear-out-of-order" | "gears-too-close"))
        {
            continue;
        }
        // Whether a standing practice is part of the order in which gears are driven is not settled.
        let is_standing = gears.iter().any(|gear| starts_any_day(plan, gear));
        if rule == "gear-out-of-order" && is_standing {
            continue;
        }
        let mut actual: Vec<String> = Vec::new();
        for found in mine.iter().filter(|found| found.rule == rule) {
            let is_driven = rule == "gear-out-of-order" && found.level == "warning";
            actual.push(match found.gear.filter(|_| !NAMELESS.contains(&rule)) {
                Some(gear) => format!("{rule} {}", gear.name()),
                None if is_driven => format!("{rule} driven"),
                None => rule.to_owned(),
            });
        }
        let expected = expected.iter().filter(|(name, _)| name.split(' ').next() == Some(rule));
        let mut expected: Vec<String> = expected
            .map(|(name, gear)| gear.map_or((*name).to_owned(), |gear| format!("{name} {}", gear.name())))
            .collect();
        actual.sort();
        expected.sort();
        for name in &expected {
            let name = if name.ends_with("driven") { name } else { rule };
            *counts.entry(name.to_owned()).or_default() += 1;
        }
        if actual != expected {
            add(rule.to_owned(), format!("{seed} {today} {purpose:?}: {actual:?} expected {expected:?}"));
        }
    }
    let sequences = said.gaps["gear_sequences"].as_array().unwrap();
    let sequence = sequences.iter().find(|sequence| sequence["purpose"] == purpose.name()).unwrap();
    let bottleneck = json!(bottleneck(&gears).map(Gear::name));
    if !is_open && sequence["bottleneck"] != bottleneck {
        add(
            "bottleneck".to_owned(),
            format!("{seed} {today} {}: expected {bottleneck}", sequence["bottleneck"]),
        );
    }
}

/// Rules with one finding for a purpose.
const NAMELESS: [&str; 3] = ["gear-out-of-order", "gears-too-close", "gears-lopsided"];

/// Whether a gear starts within a stretch of time that is not over. "Has it begun?" has no one answer yet.
fn is_open(gear: &Judged, today: Date) -> bool {
    gear.start
        .is_some_and(|start| start.first() < start.last() && start.first() <= today && today <= start.last())
}

/// What the row of a gear should say.
fn fields(gear: &Judged) -> Vec<(&'static str, Value)> {
    let text = |date: Option<Date>| json!(date.map(|date| date.to_string()));
    let start = gear.start.map(crate::figures::dates::When::first);
    vec![
        ("start", json!(gear.start.map(|start| start.to_string()))),
        ("start_day", text(start)),
        ("driven_from", json!(gear.driven_from.map(|from| from.to_string()))),
        ("driven_until", text(gear.driven_until)),
        ("recent_pace", json!(gear.recent_pace.as_ref().and_then(ToPrimitive::to_f64))),
        ("spins", json!(gear.spins.filter(|_| gear.has_started))),
    ]
}

/// The same, to 12 digits.
fn is_same(actual: &Value, expected: &Value) -> bool {
    match (actual.as_f64(), expected.as_f64()) {
        (Some(actual), Some(expected)) => (actual - expected).abs() <= 1e-12 * expected.abs().max(1.0),
        _ => actual == expected,
    }
}
