//! The generated cases are on every border of the rules.

use std::collections::BTreeMap;

use jiff::civil::Date;
use num_traits::Zero;

use super::case::{Case, Number, fraction, whole};
use super::dates::days;
use super::generate::file;
use super::path::Path;
use super::readings::Start;
use super::reference::{Judgment, expected};
use super::status::Status;
use super::target::{Aim, Reach};

/// How many different traits there are.
const TRAITS: usize = 76;

/// Collects the names of what is true.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn add(&mut self, is_so: bool, name: impl Into<String>) {
        if is_so {
            self.0.push(name.into());
        }
    }

    /// The day before, the day, or the day after.
    fn near(&mut self, name: &str, offset: Option<i64>) {
        if let Some(offset) = offset.filter(|offset| offset.abs() <= 1) {
            self.0.push(format!("{name} {offset:+}"));
        }
    }
}

/// What is special about a case.
fn traits(case: &Case) -> Vec<String> {
    let judged = expected(case);
    let ratios = &judged.ratios;
    let mut names = Names::default();
    names.add(true, format!("status {}", judged.status.name()));
    names.add(ratios.gap.as_ref().is_some_and(Number::is_zero), "figure equal to the target");
    names.add(judged.margin.as_ref().is_some_and(Number::is_zero), "figure equal to the bound");
    let is_paced =
        matches!(judged.status, Status::OnTrack | Status::EndsShort | Status::AtRisk | Status::OffTrack);
    names.add(is_paced && ratios.pace.is_none(), "no pace");
    for pace in [fraction(9, 10), fraction(7, 10)] {
        names.add(is_paced && ratios.pace.as_ref() == Some(&pace), format!("pace {pace}"));
    }
    let is_early = matches!(judged.status, Status::Worse | Status::TooEarly);
    for progress in [fraction(-5, 100), fraction(-25, 100)] {
        let is_there = ratios.progress.as_ref() == Some(&progress);
        names.add((is_paced || is_early) && is_there, format!("progress {progress}"));
    }
    if let Some((reach, end)) = judged.reach.as_ref().zip(judged.target_date) {
        dates(&mut names, case, &judged, reach, end);
        shapes(&mut names, case, &judged, reach);
    }
    names.0
}

/// Today and the figure, next to the dates that matter.
fn dates(names: &mut Names, case: &Case, judged: &Judgment, reach: &Reach, end: Date) {
    let kind = if reach.bound.is_some() { "bound" } else { "target" };
    let (window, grace) = (case.kpi.window(), case.kpi.grace());
    let today = days(end, case.today);
    let read = judged.figure.as_ref().map(|figure| days(end, figure.date));
    names.near(&format!("{kind}: today at D"), Some(today));
    names.near(&format!("{kind}: today at the end of the grace"), Some(today - grace));
    names.near(&format!("{kind}: figure at D"), read);
    names.near(&format!("{kind}: figure at the start of the window"), read.map(|read| read + window));
    names.near(&format!("{kind}: figure at the end of the grace"), read.map(|read| read - grace));
    let all = judged.start.date.map(|start| days(start, end)).filter(|all| *all > 0);
    let is_tenth = all.zip(read).is_some_and(|(all, read)| (all + read) * 10 == all);
    names.add(is_tenth, "a tenth of the time");
}

/// Kinds of paths and forecasts.
fn shapes(names: &mut Names, case: &Case, judged: &Judgment, reach: &Reach) {
    let start = Start::of(case);
    if let Some(path) = Path::of(case, &start, &Aim::of(case, &start), reach) {
        let is_asked = case.kpi.follows_last_year;
        let shape = match path.is_last_year() {
            true => "last year",
            false if is_asked => "not enough of last year",
            false => "straight",
        };
        names.add(true, shape);
        names.add(path.turns_back(reach), format!("{shape} turns back"));
    }
    names.add(!case.kpi.targets.is_empty(), format!("targets of a {:?}", case.kpi.counts));
    let meets = format!("forecast {:?}", judged.forecast.meets_target);
    names.add(judged.figure.is_some(), meets.split('(').next().unwrap_or_default());
    let is_percent = case.kpi.unit == Some("percent");
    let value = judged.forecast.on_target_day.as_ref();
    names.add(value.is_some_and(Number::is_zero), "forecast stops at 0");
    names.add(is_percent && value.is_some_and(|value| *value == whole(100)), "forecast stops at 100");
}

#[test]
fn every_status_and_every_border_is_generated() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in (0..50).flat_map(file).flat_map(|case| traits(&case)) {
        *counts.entry(name).or_default() += 1;
    }
    let rare: Vec<_> = counts.iter().filter(|(_, count)| **count < 5).collect();
    assert!(rare.is_empty(), "{rare:?}");
    assert_eq!(counts.len(), TRAITS, "{counts:#?}");
}
