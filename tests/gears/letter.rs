//! A strategy that is followed to the letter is not criticized on any day of its year.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;
use stratplan::reports::{GapReport, Wanted};
use stratplan::{Group, Level, Linter};

use super::case::{Plan, Purpose};
use super::letter_plan::plan;
use super::yaml::strategy;
use crate::figures::dates::plus;
use crate::support::read;

/// How many strategies of each kind.
const SEEDS: u64 = 50;

/// Each is judged on every 47th day, and each on other days: together, on every day of the year.
const STEP: u64 = 47;

#[test]
fn a_plan_that_is_followed_to_the_letter_is_not_criticized() {
    let both = [Purpose::Marketing, Purpose::Support];
    // What is said, how often, and where first.
    let mut said: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..SEEDS {
        for (kind, purposes) in (0..).zip([&both[..1], &both[1..]]) {
            let purposes = if seed % 4 == 3 { &both[..] } else { purposes };
            let plan = plan(2 * seed + kind, purposes);
            for today in judged_days(&plan, seed) {
                let day = Day::of(&plan.read_until(today), today);
                day.count(&mut counts);
                for (what, message) in day.criticism() {
                    let first = format!("{} {purposes:?} on {today}: {message}", 2 * seed + kind);
                    said.entry(what).or_insert((0, first)).0 += 1;
                }
            }
        }
    }
    assert!(said.is_empty(), "{said:#?}\n{counts:?}");
    for kind in
        ["on-track", "met", "kept", "not-begun", "too-early", "spinning", "running", "unread", "planned"]
    {
        assert!(counts.get(kind).is_some_and(|count| *count > 100), "{kind}: {counts:?}");
    }
}

/// Once nothing moves any more, every plan is criticized.
#[test]
fn the_same_plans_without_progress_are_criticized() {
    for seed in 0..SEEDS / 5 {
        let mut plan = plan(seed, &[Purpose::Marketing]);
        let Some(last) = plan.period.last else { continue };
        for measure in &mut plan.measures {
            let first = measure.kpi.readings.first().map(|reading| reading.value.clone());
            for (reading, first) in measure.kpi.readings.iter_mut().zip(std::iter::repeat(first)) {
                reading.value = first.unwrap_or_default();
            }
        }
        assert!(!Day::of(&plan, last).criticism().is_empty(), "{seed}");
    }
}

/// The days on which a plan is judged.
fn judged_days(plan: &Plan, seed: u64) -> Vec<Date> {
    let (Some(first), Some(last)) = (plan.period.first, plan.period.last) else { return Vec::new() };
    let offset = i64::try_from(seed * 7 % STEP).unwrap();
    let step = usize::try_from(STEP).unwrap();
    let days = plus(first, offset).series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
    days.step_by(step).collect()
}

/// What is said on a day.
struct Day {
    findings: Vec<(String, String)>,
    report: Value,
}

impl Day {
    fn of(plan: &Plan, today: Date) -> Self {
        let document = read(&strategy(plan));
        let outcome = Linter::new(today).check(&document);
        let is_about = |group| matches!(group, Group::Gears | Group::Kpis | Group::File);
        let findings = outcome.findings.iter().filter(|it| it.level > Level::Info && is_about(it.rule.group));
        let findings = findings.map(|it| (it.rule.name.to_owned(), it.message.clone())).collect();
        let report = GapReport::new(&document, &outcome, &Wanted::default());
        Self { findings, report: serde_json::to_value(report).unwrap() }
    }

    /// Findings, agenda items and statuses of KPIs that find something wrong with figures or gears.
    fn criticism(&self) -> Vec<(String, String)> {
        let mut said = self.findings.clone();
        for item in self.report["agenda"]["items"].as_array().unwrap() {
            let text = |key: &str| item[key].as_str().unwrap_or_default().to_owned();
            if ["kpis.", "purposes."].iter().any(|section| text("about").starts_with(section)) {
                said.push((format!("agenda: {}", text("ask")), text("topic")));
            }
        }
        for row in self.report["kpis"].as_array().unwrap() {
            if row["standing"] == "bad" || row["standing"] == "watch" {
                said.push((format!("status: {}", row["status"]), row["id"].to_string()));
            }
        }
        said
    }

    /// Counts the states of KPIs and gears.
    fn count(&self, counts: &mut BTreeMap<String, usize>) {
        let gears = self.report["gear_sequences"].as_array().unwrap().iter();
        let gears =
            gears.flat_map(|sequence| sequence["gears"].as_array().unwrap()).map(|gear| &gear["state"]);
        let kpis = self.report["kpis"].as_array().unwrap().iter().map(|kpi| &kpi["status"]);
        for state in gears.chain(kpis) {
            *counts.entry(state.as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
    }
}
