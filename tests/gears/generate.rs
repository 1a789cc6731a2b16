//! Strategies from a seed: gears in any order, near each other's limits, with all kinds of activities and gates.

use fastrand::Rng;
use jiff::civil::Date;

use super::case::{Activity, Gear, Measure, Plan, Purpose, Sequence, Wheel};
use crate::figures::case::{Baseline, Bound, Counts, Form, Kpi, Period, Reading, Target, whole};
use crate::figures::dates::{When, day, days, plus};
use crate::figures::generate::rng;

/// The strategy with this number, and the day on which it is judged.
pub fn plan(seed: u64) -> (Plan, Date) {
    let mut rng = rng(seed);
    let (first, last) = (day(2027, 1, 1), day(2027, 12, 31));
    let today = match rng.u8(0..6) {
        0 => plus(first, rng.i64(-30..20)),
        1 => plus(first, rng.i64(0..360)).last_of_month(),
        _ => plus(first, rng.i64(20..330)),
    };
    let period = Period { first: Some(first), last: Some(last) };
    let plan = Plan { period, sequences: vec![], activities: vec![], measures: vec![], goal: vec![] };
    let mut draft = Draft { rng, today, first, last, plan };
    draft.measure("orders", last);
    draft.plan.goal.push(0);
    let purposes: &[Purpose] = match draft.rng.u8(0..5) {
        0 | 1 => &[Purpose::Marketing],
        2 | 3 => &[Purpose::Support],
        _ => &[Purpose::Marketing, Purpose::Support],
    };
    for purpose in purposes {
        let sequence = draft.sequence(*purpose);
        draft.plan.sequences.push(sequence);
    }
    draft.share(purposes);
    (draft.plan, today)
}

/// The same, with what seldom comes about by itself: money that mostly goes to one gear, and a gate that was reached and
/// is lost.
pub fn varied(seed: u64) -> (Plan, Date) {
    let (mut plan, today) = plan(seed);
    if seed.is_multiple_of(4) {
        let share = [1, 3, 5, 50][usize::try_from(seed / 4 % 4).unwrap()];
        for (place, activity) in plan.activities.iter_mut().enumerate() {
            activity.budget = Some(if place == 1 { 1000 * share } else { 1000 });
        }
    }
    if !seed.is_multiple_of(4) {
        let read = |index: usize| {
            let kpi = &plan.measures[index].kpi;
            let read = kpi.readings.iter().map(|reading| reading.value.clone());
            read.collect::<Vec<_>>()
        };
        let wheels = plan.sequences.iter_mut().flat_map(|sequence| &mut sequence.wheels);
        for (index, figure) in wheels.flat_map(|wheel| &mut wheel.gate) {
            let is_rising = plan.measures[*index].kpi.baseline_value().is_none_or(|from| from < &*figure);
            let read = read(*index);
            let best = if is_rising { read.iter().max() } else { read.iter().min() };
            let Some((last, best)) = read.last().zip(best) else { continue };
            if plan.measures[*index].kpi.counts == Counts::Level {
                // The best figure so far can be far above the last one; one more than that is often a small dip.
                let step = whole(if is_rising { 1 } else { -1 });
                *figure = if seed % 16 == 1 { last + step } else { best.clone() };
            }
        }
    }
    (plan, today)
}

struct Draft {
    rng: Rng,
    today: Date,
    first: Date,
    last: Date,
    plan: Plan,
}

impl Draft {
    fn one_in(&mut self, n: u32) -> bool {
        self.rng.u32(0..n) == 0
    }

    fn sequence(&mut self, purpose: Purpose) -> Sequence {
        let mut start = plus(self.first, self.rng.i64(-10..60));
        let mut wheels = Vec::new();
        for gear in purpose.order() {
            let mut wheel =
                Wheel { gear, is_left_out: self.one_in(9), start: None, kpis: vec![], gate: vec![] };
            if !wheel.is_left_out {
                wheel.start = (!self.one_in(8)).then(|| self.when(start));
                self.measures(&mut wheel, start);
                for number in 0..[1, 1, 1, 2, 2, 0][self.rng.usize(0..6)] {
                    self.drive(purpose, &wheel, start, number);
                }
            }
            wheels.push(wheel);
            let lead = purpose.lead_before(gear);
            start = match self.rng.u8(0..12) {
                0 => start,
                1 => plus(start, -self.rng.i64(1..40)),
                2..5 => plus(start, lead + self.rng.i64(-1..2)),
                5 => plus(start, self.rng.i64(1..lead)),
                _ => plus(start, self.rng.i64(20..80)),
            };
        }
        Sequence { purpose, wheels }
    }

    fn measures(&mut self, wheel: &mut Wheel, start: Date) {
        for _ in 0..[0, 1, 1, 1, 2][self.rng.usize(0..5)] {
            wheel.kpis.push(self.measure(wheel.gear.name(), start));
        }
        if !wheel.kpis.is_empty() && self.rng.bool() {
            // The gate can be about a KPI that `kpis:` does not name.
            let index = if self.one_in(4) { self.measure("gate", start) } else { wheel.kpis[0] };
            if let Some((from, to)) = self.ends(index) {
                let share = self.rng.i64(10..90);
                wheel.gate.push((index, whole(from + (to - from) * share / 100)));
            }
        }
    }

    /// The figures at which a KPI starts and ends, if it has both.
    fn ends(&self, index: usize) -> Option<(i64, i64)> {
        let kpi = &self.plan.measures[index].kpi;
        let number = |number: &crate::figures::case::Number| i64::try_from(number.to_integer()).ok();
        let from = kpi.baseline_value().and_then(number).unwrap_or(0);
        match &kpi.target.as_ref()?.form {
            Form::Value(to) => Some((from, number(to)?)),
            _ => None,
        }
    }

    /// A KPI that goes more or less as planned from a day on.
    fn measure(&mut self, name: &str, start: Date) -> usize {
        let counts = if self.one_in(5) { Counts::Sum } else { Counts::Level };
        let mut kpi = Kpi { counts, ..Kpi::default() };
        let (mut from, mut to) = (self.rng.i64(0..10) * 100, 1000 + self.rng.i64(0..20) * 100);
        if counts == Counts::Sum {
            from = 0;
        } else {
            if self.one_in(4) {
                (from, to) = (to, from);
            }
            let date = self.one_in(4).then(|| When::Day(plus(self.first, self.rng.i64(-90..40))));
            kpi.baseline = Some(Baseline::Known { value: whole(from), date });
        }
        let is_bound = self.one_in(9);
        let form = if is_bound { Form::Bound(Bound::AtLeast(whole(from))) } else { Form::Value(whole(to)) };
        let date = self.one_in(4).then(|| When::Day(plus(start, self.rng.i64(60..200)).last_of_month()));
        let date = date.filter(|_| !is_bound);
        kpi.target = Some(Target { form, date, stretch: None });
        let end = date.map_or(self.last, When::last).max(plus(start, 1));
        // How it goes: as planned, better, worse, not at all, backward at the end.
        let pace = [0, 30, 60, 90, 100, 110, 150, 250][self.rng.usize(0..8)];
        let falls_back = self.one_in(6);
        let mut before = 0;
        let mut month = plus(self.first, -1);
        while month <= self.today && !self.one_in(30) {
            let way = days(start, month.clamp(start.min(end), end)).max(0) * 100 / days(start, end).max(1);
            let mut value = from + (to - from) * way * pace / 10_000 + self.rng.i64(-5..6);
            if falls_back && plus(month, 45) > self.today {
                value -= (to - from) * way * pace / 20_000;
            }
            let is_read = month > plus(self.first, -1) && !self.one_in(6);
            if is_read {
                let given = if counts == Counts::Sum { (value - before).max(0) } else { value };
                before += if counts == Counts::Sum { given } else { 0 };
                kpi.readings.push(Reading { date: When::Day(month), value: whole(given), note: None });
            }
            month = plus(month, 1).last_of_month();
        }
        let index = self.plan.measures.len();
        self.plan.measures.push(Measure { id: format!("{name}-{index}"), kpi });
        index
    }

    fn drive(&mut self, purpose: Purpose, wheel: &Wheel, start: Date, number: usize) {
        let start = match self.rng.u8(0..12) {
            0 => plus(start, self.rng.i64(1..60)),
            1 => plus(start, self.rng.i64(12..16)),
            2 => plus(start, -self.rng.i64(1..40)),
            _ if number > 0 => plus(start, self.rng.i64(0..60)),
            _ => start,
        };
        let end = match self.rng.u8(0..6) {
            0 => Some(plus(start, self.rng.i64(10..200))),
            1 => Some(plus(self.last, -28 + self.rng.i64(-1..2))),
            _ => None,
        };
        let status = match self.rng.u8(0..14) {
            0 => Some("planned"),
            1 => Some("dropped"),
            2 if start <= self.today => Some("running"),
            _ => None,
        };
        let is_support = purpose == Purpose::Support;
        let is_selling = purpose == Purpose::Marketing && wheel.gear == Gear::Monetization;
        let activity = Activity {
            id: format!("{}-{}-{number}", purpose.name(), wheel.gear.name()),
            is_support,
            drives: vec![(purpose, wheel.gear)],
            start: (!self.one_in(12)).then(|| self.when(start)),
            end: end.filter(|end| *end > plus(start, 95)).map(When::Day),
            status,
            sells: !is_support && self.one_in(if is_selling { 2 } else { 12 }),
            budget: self.rng.bool().then(|| self.rng.i64(1..20) * 100),
        };
        self.plan.activities.push(activity);
    }

    /// A few activities drive another gear as well.
    fn share(&mut self, purposes: &[Purpose]) {
        let gears: Vec<(Purpose, Gear)> =
            self.plan.activities.iter().flat_map(|it| it.drives.clone()).collect();
        for index in 0..self.plan.activities.len() {
            if self.one_in(10) {
                let other = gears[self.rng.usize(0..gears.len())];
                let drives = &mut self.plan.activities[index].drives;
                if purposes.contains(&other.0) && !drives.contains(&other) {
                    drives.push(other);
                }
            }
        }
    }

    /// A start, which may be a longer stretch of time with this day in it.
    fn when(&mut self, day: Date) -> When {
        let (year, month) = (day.year(), day.month());
        match self.rng.u8(0..12) {
            0 => When::Month(year, month),
            1 => When::Quarter(year, (month + 2) / 3),
            _ => When::Day(day),
        }
    }
}
