//! Strategies that go exactly as planned: each reading is on the path of its KPI.

use fastrand::Rng;
use jiff::civil::Date;

use super::case::{Activity, Measure, Plan, Purpose, Sequence, Wheel};
use super::letter_kpi::{Climb, Kind, climb};
use crate::figures::case::{Period, whole};
use crate::figures::dates::{When, day, plus};
use crate::figures::generate::rng;

/// A strategy that is being made.
pub struct Draft {
    pub rng: Rng,
    pub first: Date,
    pub last: Date,
    plan: Plan,
}

pub fn plan(seed: u64, purposes: &[Purpose]) -> Plan {
    let mut rng = rng(seed);
    let (first, last) = match rng.u8(0..4) {
        0 => (day(2027, 4, 1), day(2028, 3, 31)),
        1 => (day(2026, 7, 1), day(2027, 6, 30)),
        _ => (day(2027, 1, 1), day(2027, 12, 31)),
    };
    let period = Period { first: Some(first), last: Some(last) };
    let plan = Plan { period, sequences: vec![], activities: vec![], measures: vec![], goal: vec![] };
    let mut draft = Draft { rng, first, last, plan };
    for _ in 0..draft.rng.usize(1..3) {
        let index = draft.measure("orders", None).0;
        draft.plan.goal.push(index);
    }
    for purpose in purposes {
        let sequence = draft.sequence(*purpose);
        draft.plan.sequences.push(sequence);
    }
    if purposes.len() > 1 {
        draft.shared_activity();
    }
    draft.plan
}

impl Draft {
    pub fn one_in(&mut self, n: u32) -> bool {
        self.rng.u32(0..n) == 0
    }

    /// The days of the period on which everything is read.
    pub fn month_ends(&self) -> Vec<Date> {
        self.month_ends_from(self.first)
    }

    /// The ends of months from a day on, until the period ends.
    pub fn month_ends_from(&self, first: Date) -> Vec<Date> {
        let mut days = Vec::new();
        let mut next = first;
        while next <= self.last {
            days.push(next.last_of_month());
            next = plus(next.last_of_month(), 1);
        }
        days
    }

    /// Adds a KPI of which nothing is expected before a day.
    fn measure(&mut self, name: &str, from: Option<Date>) -> (usize, Climb) {
        let index = self.plan.measures.len();
        let climb = climb(self, from);
        let kpi = climb.kpi.clone();
        self.plan.measures.push(Measure { id: format!("{name}-{index}"), kpi });
        (index, climb)
    }

    fn sequence(&mut self, purpose: Purpose) -> Sequence {
        let order = purpose.order();
        let mut start = plus(self.first, self.rng.i64(0..30));
        let left_out = if self.one_in(4) { 1 + self.rng.usize(0..2) } else { 9 };
        let mut wheels = Vec::new();
        for (place, gear) in order.into_iter().enumerate() {
            let mut wheel = Wheel { gear, is_left_out: false, start: None, kpis: vec![], gate: vec![] };
            if place == left_out || start > plus(self.last, -75) {
                wheel.is_left_out = true;
                wheels.push(wheel);
                continue;
            }
            // Less than `max-wait` later than declared.
            let late = if self.one_in(4) { self.rng.i64(1..14) } else { 0 };
            let driven = plus(start, late);
            wheel.start = (!self.one_in(6)).then_some(When::Day(start));
            let (index, climb) = self.measure(gear.name(), Some(driven));
            wheel.kpis.push(index);
            let mut climbs = vec![(index, climb)];
            if self.one_in(3) {
                climbs.push(self.measure(gear.name(), Some(driven)));
                wheel.kpis.push(climbs[1].0);
            }
            let before = wheels.last().and_then(|before: &Wheel| before.kpis.first().copied());
            if let Some(before) = before.filter(|_| self.one_in(6)) {
                // What the gear before it is measured by measures this one, too.
                wheel.kpis.push(before);
            }
            if self.one_in(4) {
                self.plan.goal.push(index);
            }
            self.drive(purpose, &wheel, driven);
            let next = order.iter().enumerate().skip(place + 1).find(|(next, _)| *next != left_out);
            let next = next.map(|(_, gear)| *gear);
            let lead = next.map_or(0, |next| purpose.lead_before(next));
            start = plus(driven, lead + self.rng.i64(0..40));
            climbs.retain(|(_, climb)| climb.kind == Kind::Straight);
            if next.is_some() && !climbs.is_empty() && self.one_in(2) {
                // The gate opens with a reading, at the end of a month.
                let from = climbs.iter().map(|(_, climb)| plus(climb.begin, lead.max(1))).max();
                let until = climbs.iter().map(|(_, climb)| climb.end).min();
                let opens =
                    self.month_ends().into_iter().find(|end| Some(*end) >= from && Some(*end) <= until);
                if let Some(opens) = opens {
                    wheel.gate =
                        climbs.iter().map(|(index, climb)| (*index, whole(climb.at(opens)))).collect();
                    if self.one_in(2) {
                        wheel.kpis.retain(|kpi| *kpi != index);
                    }
                    start = plus(opens, if self.one_in(3) { 0 } else { self.rng.i64(0..30) });
                }
            }
            wheels.push(wheel);
        }
        Sequence { purpose, wheels }
    }

    /// One activity drives the gear from this day on, perhaps another one for a while.
    fn drive(&mut self, purpose: Purpose, wheel: &Wheel, from: Date) {
        let drives = vec![(purpose, wheel.gear)];
        let is_support = purpose == Purpose::Support;
        let sells = !is_support && wheel.gear == super::case::Gear::Monetization && self.one_in(2);
        let id = format!("{}-{}", purpose.name(), wheel.gear.name());
        let activity = Activity { id, is_support, drives, sells, ..Activity::default() };
        if self.one_in(3) {
            let start = plus(from, self.rng.i64(0..40));
            let end = plus(start, self.rng.i64(10..60));
            self.plan.activities.push(Activity {
                id: format!("{}-again", activity.id),
                start: Some(When::Day(start)),
                end: Some(When::Day(end)),
                ..activity.clone()
            });
        }
        self.plan.activities.push(Activity { start: Some(When::Day(from)), ..activity });
    }

    /// An activity that drives gears of both purposes, once both have started.
    fn shared_activity(&mut self) {
        let both: Vec<Activity> =
            self.plan.activities.iter().filter(|activity| activity.end.is_none()).cloned().collect();
        let gear = *self.rng.choice(&Purpose::Marketing.order()).unwrap_or(&super::case::Gear::Engagement);
        let same: Vec<&Activity> = both.iter().filter(|activity| activity.drives[0].1 == gear).collect();
        if let [one, other] = same[..] {
            let start = one.start.zip(other.start).map(|(one, other)| one.first().max(other.first()));
            let drives = [one.drives.clone(), other.drives.clone()].concat();
            let start = start.map(When::Day);
            self.plan.activities.push(Activity {
                id: "for-both".to_owned(),
                drives,
                start,
                ..Activity::default()
            });
        }
    }
}
