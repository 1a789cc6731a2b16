//! The plan on a day: a line through points, or the shape of the year before.

use std::collections::BTreeMap;

use jiff::civil::Date;
use num_traits::Zero;

use super::case::{Case, Counts, Number, fraction, whole};
use super::dates::{days, plus, same_day};
use super::readings::{Point, Read, Start, all, counting, point, running};
use super::target::{Aim, Reach};

#[derive(Debug, Clone)]
pub struct Path {
    pub points: Vec<Point>,
    /// It has its own points between start and target.
    pub bends: bool,
    history: Option<History>,
}

/// Last year's figures, and what each is to be multiplied by.
#[derive(Debug, Clone)]
struct History {
    points: Vec<Point>,
    factor: Number,
}

impl Path {
    /// "Unknown if start day, start value, D or target is unknown, or D ≤ start's day."
    pub fn of(case: &Case, start: &Start, aim: &Aim, reach: &Reach) -> Option<Self> {
        let (from, to) = (start.date?, aim.date?);
        if to <= case.kpi.begins(from) {
            return None;
        }
        // "Otherwise the straight path is used and a warning says so."
        last_year(case, from, to, &reach.value).or_else(|| Some(straight(case, from, to, reach)))
    }

    pub fn planned(&self, day: Date) -> Number {
        // "Before the first point: its value; after the last: its value."
        let (first, last) = (self.points.first(), self.points.last());
        let day = first.zip(last).map_or(day, |(first, last)| day.clamp(first.date, last.date));
        match &self.history {
            // "planned(d) = L(y(d)) × target / L(y(D))."
            Some(history) => on_line(&history.points, same_day(day, -1)) * &history.factor,
            None => on_line(&self.points, day),
        }
    }

    /// "Some step between neighboring points goes against the direction."
    pub fn turns_back(&self, reach: &Reach) -> bool {
        self.points.windows(2).any(|step| reach.missing(&step[0].value, &step[1].value) < Number::zero())
    }

    /// A level in the shape of last year.
    pub fn is_seasonal(&self, case: &Case) -> bool {
        self.is_last_year() && case.kpi.counts == Counts::Level
    }

    pub fn is_last_year(&self) -> bool {
        self.history.is_some()
    }
}

/// "Linear between. Before the first point: its value; after the last: its value."
fn on_line(points: &[Point], day: Date) -> Number {
    let (before, after): (Vec<&Point>, Vec<&Point>) = points.iter().partition(|point| point.date <= day);
    match (before.last(), after.first()) {
        (Some(from), Some(to)) => {
            let share = whole(days(from.date, day)) / whole(days(from.date, to.date));
            &from.value + (&to.value - &from.value) * share
        }
        (Some(only), None) | (None, Some(only)) => only.value.clone(),
        (None, None) => Number::zero(),
    }
}

/// "Points: start, `targets` points, milestones, (D, target), by day; on the same day a milestone wins over a
/// `targets` point."
fn straight(case: &Case, from: Date, to: Date, reach: &Reach) -> Path {
    let mut by_day: BTreeMap<Date, Number> = BTreeMap::new();
    let mut sum = Number::zero();
    for (date, value) in &case.kpi.targets {
        // Between two stretches nothing is planned.
        let eve = plus(date.first(), -1);
        let is_free = case.kpi.targets.iter().all(|(other, _)| other.first() > eve || eve > other.last());
        if case.kpi.counts != Counts::Level && is_free {
            by_day.insert(eve, sum.clone());
        }
        // "The running sums on each stretch's last day are points of the path. For a level, the earlier ones
        // are points of the path."
        sum += value;
        let planned = if case.kpi.counts == Counts::Level { value } else { &sum };
        by_day.insert(date.last(), planned.clone());
    }
    for (date, value) in &case.kpi.milestones {
        by_day.insert(date.last(), value.clone());
    }
    // "Milestones count only strictly between the start's day and D."
    by_day.retain(|day, _| from < *day && *day < to);
    let bends = by_day.keys().any(|day| *day != case.kpi.begins(from));
    by_day.insert(from, reach.from.clone());
    // "The path starts with what is in on that day", up to the target; a level stays where it was.
    let begin = case.kpi.begins(from);
    let read = counting(case, &Start::of(case));
    let stood = read.iter().rev().find(|read| read.date <= begin && case.kpi.counts != Counts::Level);
    let stood = stood.map(|read| if reach.is_passed_by(&read.value) { &reach.value } else { &read.value });
    if begin > from {
        by_day.insert(begin, stood.unwrap_or(&reach.from).clone());
    }
    by_day.insert(to, reach.value.clone());
    Path { points: by_day.into_iter().map(|(day, value)| point(day, value)).collect(), bends, history: None }
}

/// The plan "has the shape of the year before", if last year's readings reach.
fn last_year(case: &Case, from: Date, to: Date, target: &Number) -> Option<Path> {
    let kpi = &case.kpi;
    // What is written for a day decides.
    if !kpi.follows_last_year || !kpi.targets.is_empty() || !kpi.milestones.is_empty() {
        return None;
    }
    // "y(d) = the same day one year earlier"; the last day of February stays the last.
    let (first, last) = (same_day(from, -1), same_day(to, -1));
    let mut found = all(case);
    // Last year can have been read less often, up to every half a year.
    let within: Vec<Date> =
        found.iter().map(|read| read.date).filter(|date| (first..=last).contains(date)).collect();
    let apart = within.windows(2).map(|pair| days(pair[0], pair[1])).min().filter(|days| *days <= 184);
    let window = kpi.window().max(apart.unwrap_or(0));
    // January is three days longer than February.
    let longest = apart.map_or(0, |days| if days < 28 { days } else { days + 3 });
    let grace = kpi.grace().max(longest);
    let (earliest, latest) = (plus(first, -grace), plus(last, grace));
    match kpi.counts {
        // "Level and total: all readings dated in [y(start day) − g, y(D) + g]."
        Counts::Level => found.retain(|read| earliest <= read.date && read.date <= latest),
        // A total's readings after the start's day belong to this year's total. "The share of last year's
        // whole" cannot be read from them.
        Counts::Total => {
            found.retain(|read| earliest <= read.date && read.date <= latest && read.date <= from);
        }
        // "Sum: those dated after y(start day), accumulated from 0"; what is read after the start is this year's.
        Counts::Sum => found.retain(|read| first < read.date && read.date <= latest && read.date <= from),
    }
    if kpi.counts == Counts::Sum {
        // Of what came in over the first day, the share of the days from it on.
        for read in &mut found {
            let written = kpi.readings.iter().find(|reading| reading.date.last() == read.date);
            if let Some(date) = written.map(|reading| reading.date).filter(|date| date.first() <= first) {
                let all = days(date.first(), date.last()) + 1;
                read.given = &read.given * fraction(days(first, date.last()), all);
            }
        }
        found = running(found);
    }
    // "Enough: there is one dated ≤ y(start day) + g", and a figure of y(D).
    let begins = found.iter().any(|read| read.date <= plus(first, grace));
    let ends = found.iter().any(|read| plus(last, -window) < read.date && read.date <= latest);
    if !begins || !ends {
        return None;
    }
    let history = history(kpi.counts, first, &found);
    let whole = on_line(&history, last);
    // "And the scale (level: L(D); sum, total: whole) is > 0."
    if whole <= Number::zero() {
        return None;
    }
    let history = History { points: history, factor: target / whole };
    let mut path = Path { points: Vec::new(), bends: true, history: Some(history) };
    // "Points of the path: the start's day, each LY reading strictly between shifted a year on (29 February →
    // dropped if it would fall on another reading's day), and D."
    let shifted = found.iter().map(|read| same_day(read.date, 1));
    let mut days: Vec<Date> = shifted.filter(|day| from < *day && *day < to).collect();
    days.extend([from, to]);
    days.sort_unstable();
    days.dedup();
    path.points = days.into_iter().map(|day| point(day, path.planned(day))).collect();
    Some(path)
}

/// "L(x): linear between those readings; level: constant outside; sum, total: from (y(start day), 0), constant
/// after the last. (total: only readings dated after y(start day).)"
fn history(counts: Counts, first: Date, found: &[Read]) -> Vec<Point> {
    let points = found.iter().map(|read| point(read.date, read.value.clone()));
    if counts == Counts::Level {
        return points.collect();
    }
    std::iter::once(point(first, Number::zero())).chain(points.filter(|point| point.date > first)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::case::{Baseline, Form, Kpi, Period, Reading, Target, number};
    use super::super::dates::{When, day};
    use super::super::reference::expected;
    use super::*;

    /// Follows last year's figures at the ends of these months.
    fn follower(counts: Counts, target: &str, old: &[(i8, &str)], march: &str) -> Case {
        let month = |year, (month, value): &(i8, &str)| Reading {
            date: When::Month(year, *month),
            value: number(value),
            note: None,
        };
        let readings = old.iter().map(|old| month(2026, old)).chain([month(2027, &(3, march))]).collect();
        let target = Target { form: Form::Value(number(target)), date: None, stretch: None };
        let baseline = Baseline::Known { value: number("100"), date: None };
        let (target, baseline) = (Some(target), Some(baseline));
        let kpi = Kpi { counts, baseline, target, follows_last_year: true, readings, ..Kpi::default() };
        let period = Period { first: Some(day(2027, 1, 1)), last: Some(day(2027, 12, 31)) };
        Case { id: "follower".to_owned(), period, today: day(2027, 4, 5), kpi }
    }

    #[test]
    fn a_sum_follows_the_share_that_had_come_in() {
        let pieces = [(1, "10"), (3, "15"), (6, "25"), (12, "50")];
        let totals = [(1, "10"), (3, "25"), (6, "50"), (12, "100")];
        for (counts, old) in [(Counts::Sum, pieces), (Counts::Total, totals)] {
            let judged = expected(&follower(counts, "400", &old, "90"));
            // A quarter had come in by the end of March: 100 of 400. 90 at a quarter of the way ends at 360.
            assert_eq!(judged.ratios.planned_at_figure, Some(number("100")));
            assert_eq!(judged.ratios.pace, Some(number("0.9")));
            assert_eq!(judged.forecast.on_target_day, Some(number("360")));
            let planned: Vec<String> = judged.planned.iter().map(|point| point.value.to_string()).collect();
            assert_eq!(planned, ["0", "40", "100", "200", "400"]);
        }
    }

    #[test]
    fn a_level_follows_last_year_up_and_down() {
        let old = [(1, "80"), (3, "60"), (6, "120"), (12, "100")];
        let judged = expected(&follower(Counts::Level, "150", &old, "95"));
        // One and a half times of last year; on its first day, the first figure that is known.
        let planned: Vec<String> = judged.planned.iter().map(|point| point.value.to_string()).collect();
        assert_eq!(planned, ["120", "120", "90", "180", "150"]);
        // 95 of the planned 90.
        assert_eq!(judged.ratios.pace, Some(fraction(95, 90)));
        assert_eq!((judged.ratios.progress, judged.ratios.expected), (None, None));
        assert_eq!(judged.forecast.on_target_day, Some(fraction(475, 3)));
    }

    #[test]
    fn a_year_that_does_not_reach_is_not_used() {
        let straight = Some(whole(400) * fraction(90, 365));
        for old in [&[(3, "15"), (12, "50")][..], &[(1, "10"), (11, "50")]] {
            let judged = expected(&follower(Counts::Sum, "400", old, "90"));
            assert_eq!(judged.ratios.planned_at_figure, straight, "{old:?}");
        }
    }
}
