//! The parts of a generated KPI.

use fastrand::Rng;
use jiff::civil::Date;
use num_traits::{One, Zero};

use super::case::{
    Baseline, Bound, Cadence, Change, Counts, Form, Kpi, Number, Period, Target, Times, Unit, hundredths,
    whole,
};
use super::dates::{When, days, plus};
use super::generate::{edges, rounded};
use super::generate_readings::readings;

/// A KPI that is being made.
pub struct Draft<'a> {
    pub rng: &'a mut Rng,
    pub today: Date,
    pub kpi: Kpi,
    /// Where the path starts and ends, or would if the dates were known.
    pub start: Date,
    pub end: Date,
    pub from: Number,
    pub to: Number,
}

impl<'a> Draft<'a> {
    pub fn new(rng: &'a mut Rng, period: Period, today: Date) -> Self {
        let (first, last) = edges(period);
        let (start, end) = (plus(first, -1), last);
        Self { rng, today, kpi: Kpi::default(), start, end, from: Number::zero(), to: Number::zero() }
    }

    pub fn one_in(&mut self, n: u32) -> bool {
        self.rng.u32(0..n) == 0
    }

    pub fn kpi(mut self) -> Kpi {
        self.kpi.counts = match self.rng.u8(0..20) {
            0..11 => Counts::Level,
            11..16 => Counts::Sum,
            _ => Counts::Total,
        };
        self.kpi.cadence = self.cadence();
        let start = self.start_date();
        let end = self.end_date();
        self.figures();
        self.baseline(start);
        self.target(end);
        if self.one_in(3) {
            self.milestones();
        }
        self.kpi.follows_last_year = self.one_in(7);
        self.kpi.readings = readings(&mut self);
        self.kpi
    }

    fn cadence(&mut self) -> Option<Cadence> {
        let (unit, times) = match self.rng.u8(0..20) {
            0..7 => return None,
            7..10 => (Unit::Month, Times::Once),
            10 | 11 => (Unit::Week, Times::Once),
            12 => (Unit::Day, Times::Once),
            13 | 14 => (Unit::Quarter, Times::Once),
            15 => (Unit::Year, Times::Once),
            16 => (Unit::Week, Times::Every(2)),
            17 => (Unit::Month, Times::Every(self.rng.i64(2..4))),
            18 => (Unit::Week, Times::Per(self.rng.i64(2..4))),
            _ => (Unit::Day, Times::Every(10)),
        };
        Some(Cadence { unit, times })
    }

    /// Picks the start's day. None: the file names no day.
    fn start_date(&mut self) -> Option<When> {
        let eve = self.start;
        let day = match self.rng.u8(0..24) {
            0..10 => return None,
            10 | 16..24 => eve,
            15 => plus(eve, self.rng.i64(-60..0)),
            11 => plus(eve, self.rng.i64(1..60)),
            12 => plus(self.today, self.rng.i64(-1..2)),
            13 => plus(self.today, -self.kpi.grace() + self.rng.i64(-1..2)),
            14 if self.rng.bool() => plus(self.today, self.rng.i64(5..40)),
            _ => plus(self.today, -self.rng.i64(2..100)),
        };
        let date = if self.kpi.counts == Counts::Level && self.one_in(3) {
            self.coarse(day)
        } else {
            When::Day(day)
        };
        self.start = date.as_read(self.today);
        Some(date)
    }

    /// Picks the target's day. None: the file names no day.
    fn end_date(&mut self) -> Option<When> {
        let (grace, window) = (self.kpi.grace(), self.kpi.window());
        let near = self.rng.i64(-1..2);
        let day = match self.rng.u8(0..24) {
            0..7 => return None,
            7 | 8 => self.end,
            9 | 10 => plus(self.today, near),
            11..14 => plus(self.today, -grace + near),
            14 => plus(self.today, -window + near),
            15 => plus(self.today, -self.rng.i64(1..200)),
            16 | 17 => plus(self.start, 100),
            18 => plus(self.start, 10 * self.rng.i64(1..50)),
            19 => plus(self.start, near),
            20 => plus(self.end, self.rng.i64(-100..200)),
            _ => plus(self.start, self.rng.i64(20..400)),
        };
        let date = if self.one_in(4) { self.coarse(day) } else { When::Day(day) };
        self.end = date.last();
        Some(date)
    }

    /// A longer stretch of time with this day in it.
    pub fn coarse(&mut self, day: Date) -> When {
        let (year, month) = (day.year(), day.month());
        match self.rng.u8(0..10) {
            0..5 => When::Month(year, month),
            5..7 => When::Quarter(year, (month + 2) / 3),
            7 => When::Half(year, (month + 5) / 6),
            8 => When::Year(year),
            _ => When::Week(day.iso_week_date().year(), day.iso_week_date().week()),
        }
    }

    /// Picks the figures at the start and at the end.
    fn figures(&mut self) {
        let unit = *self
            .rng
            .choice(&[None, Some("leads"), Some("percent"), Some("%"), Some("USD")])
            .unwrap_or(&None);
        self.kpi.unit = unit;
        let scale = [1, 1, 10, 100, 10_000][self.rng.usize(0..5)];
        let decimals = self.rng.bool();
        let mut figure = |low: i64, high: i64| {
            let figure = hundredths(self.rng.i64(low * 100..high * 100));
            if decimals { figure } else { figure.trunc() }
        };
        let (from, to) = match unit {
            Some("percent" | "%") => (figure(0, 100), figure(0, 101)),
            _ => (figure(0, 100) * whole(scale), figure(1, 200) * whole(scale)),
        };
        (self.from, self.to) = (from, to);
        // Below zero, as for a balance.
        if self.one_in(12) {
            self.from = &self.from - whole(50);
        }
        if self.kpi.counts != Counts::Level {
            self.from = Number::zero();
        }
        // A whole step a day, so that a tenth of the plan has no more than two decimals.
        let length = days(self.start, self.end);
        if length > 0 && self.rng.bool() {
            let step: i64 = [10, 20, 50, 100, 200, 1000, -10, -100][self.rng.usize(0..8)];
            let step = if self.kpi.counts == Counts::Level { step } else { step.abs() };
            self.to = &self.from + hundredths(step * length);
        }
        if self.one_in(60) {
            self.to = self.from.clone();
        }
    }

    fn baseline(&mut self, start: Option<When>) {
        if self.kpi.counts != Counts::Level {
            self.kpi.since = start.map(|start| When::Day(plus(start.last(), 1)));
            if self.one_in(2) {
                let value = rounded(&(&self.to * hundredths(self.rng.i64(50..120))));
                let year = When::Year(self.start.year() - 1);
                self.kpi.baseline = Some(Baseline::Known { value, date: self.rng.bool().then_some(year) });
            }
            return;
        }
        self.kpi.baseline = match self.rng.u8(0..20) {
            0 => None,
            1 => Some(Baseline::Due(When::Day(plus(self.today, self.rng.i64(-30..30))))),
            _ => Some(Baseline::Known { value: self.from.clone(), date: start }),
        };
    }

    fn target(&mut self, date: Option<When>) {
        let form = match self.rng.u8(0..40) {
            0..11 => Form::Value(self.to.clone()),
            11..18 => Form::Bound(Bound::AtLeast(self.edge())),
            18..24 => Form::Bound(Bound::AtMost(self.edge())),
            24..29 => {
                let one = self.edge();
                let width = hundredths(self.rng.i64(0..2000));
                let other = if self.rng.bool() { self.edge() } else { self.possible(&one + width) };
                Form::Bound(Bound::Between(one.clone().min(other.clone()), one.max(other)))
            }
            29..32 => Form::Change(self.change()),
            32 => Form::NotNow,
            33 => return,
            _ => {
                self.targets();
                // "Instead of `target`, or beside it where both agree; else a finding."
                if self.kpi.targets.is_empty() || self.one_in(4) {
                    Form::Value(self.to.clone())
                } else {
                    return;
                }
            }
        };
        let is_stretched = matches!(form, Form::Value(_)) && self.one_in(8);
        let stretch =
            is_stretched.then(|| &self.to + (&self.to - &self.from) * hundredths(50)).map(|it| rounded(&it));
        // The last of the targets has its own day; and a bound never ends before its start.
        let is_order = days(self.start, self.end) > 0;
        let is_dated = self.kpi.targets.is_empty() && (is_order || !matches!(form, Form::Bound(_)));
        self.kpi.target = Some(Target { form, date: date.filter(|_| is_dated), stretch });
    }

    /// A bound near the start or the target: equal to one, between them, or outside.
    fn edge(&mut self) -> Number {
        let share = [0, 25, 50, 100, 100, 100, 120, -10][self.rng.usize(0..8)];
        let edge = rounded(&(&self.from + (&self.to - &self.from) * hundredths(share)));
        self.possible(edge)
    }

    /// At 0 and at 100 a forecast stops. A bound with an edge beyond them would make it unclear whether it does.
    fn possible(&self, edge: Number) -> Number {
        if self.from < Number::zero() {
            return edge;
        }
        let edge = edge.max(Number::zero());
        if matches!(self.kpi.unit, Some("percent" | "%")) { edge.min(whole(100)) } else { edge }
    }

    fn change(&mut self) -> Change {
        match self.rng.u8(0..8) {
            0..4 => Change::Percent(whole([10, -20, 5, 50, -3, 100][self.rng.usize(0..6)])),
            4..6 => Change::By(hundredths([500, -500, 25, -1000][self.rng.usize(0..4)])),
            6 => Change::Times(whole(2)),
            _ => Change::Times(hundredths(150)),
        }
    }

    /// A target for each quarter, month or half, from the start on.
    fn targets(&mut self) {
        let first = plus(self.start, 1);
        let length = self.rng.u8(0..3);
        let count = self.rng.i64(1..5);
        let mut next = first;
        for index in 1..=count {
            let (year, month) = (next.year(), next.month());
            let stretch = match length {
                0 => When::Month(year, month),
                1 => When::Quarter(year, (month + 2) / 3),
                _ => When::Half(year, (month + 5) / 6),
            };
            next = plus(stretch.last(), 1);
            let share = hundredths(100 * index / count + self.rng.i64(-15..16));
            let share = if index == count { Number::one() } else { share };
            let value = match self.kpi.counts {
                Counts::Level => &self.from + (&self.to - &self.from) * share,
                Counts::Sum | Counts::Total => &self.to * hundredths(100 / count + self.rng.i64(-10..11)),
            };
            self.kpi.targets.push((stretch, rounded(&value)));
        }
        self.end = plus(next, -1);
        // Where `target` is there as well, it mostly agrees.
        if self.kpi.counts != Counts::Level && !self.one_in(4) {
            self.to = self.kpi.targets.iter().map(|(_, value)| value).sum();
        }
    }

    /// Planned figures on the way, some of them outside of the range, on the edge or not on the way at all.
    fn milestones(&mut self) {
        let length = days(self.start, self.end).max(1);
        for _ in 0..self.rng.u8(1..4) {
            let offset = match self.rng.u8(0..8) {
                0 => [-10, 0, length, length + 10][self.rng.usize(0..4)],
                _ => self.rng.i64(0..length),
            };
            let day = plus(self.start, offset);
            let share = match self.rng.u8(0..8) {
                0..4 => 100 * offset / length,
                // Nothing is expected yet.
                4 => 0,
                _ => self.rng.i64(-30..150),
            };
            let value = rounded(&(&self.from + (&self.to - &self.from) * hundredths(share)));
            let of_targets = self.kpi.targets.first().map(|(date, _)| *date);
            let date = match of_targets {
                Some(date) if self.one_in(3) => date,
                _ if self.one_in(3) => self.coarse(day),
                _ => When::Day(day),
            };
            if self.kpi.milestones.iter().all(|(other, _)| other.last() != date.last()) {
                self.kpi.milestones.push((date, value));
            }
        }
        // People write them by date, and so are the days of the path.
        self.kpi.milestones.sort_by_key(|(date, _)| date.last());
    }
}
