//! KPIs of every kind, read at the end of each month, exactly on their path.

use jiff::civil::Date;

use super::letter_plan::Draft;
use crate::figures::case::{
    Baseline, Bound, Cadence, Change, Counts, Form, Kpi, Reading, Target, Times, Unit, whole,
};
use crate::figures::dates::{When, days, plus, plus_years};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// From the start of its gear straight to the target.
    Straight,
    /// Its own milestones or targets say what is expected when.
    Corners,
    /// The shape of last year.
    Season,
    /// A bound that is kept from the first day.
    Limit,
}

/// A KPI, and the whole number that it plans for each day.
#[derive(Debug, Clone)]
pub struct Climb {
    pub kpi: Kpi,
    pub kind: Kind,
    pub begin: Date,
    pub end: Date,
    base: i64,
    /// Until when it changes by how much a day.
    pieces: Vec<(Date, i64)>,
}

impl Climb {
    /// What is planned for a day.
    pub fn at(&self, day: Date) -> i64 {
        let mut value = self.base;
        let mut from = self.begin;
        for (until, step) in &self.pieces {
            let to = day.clamp(from, *until);
            value += step * days(from, to);
            from = *until;
        }
        value
    }
}

/// A KPI of which nothing is expected before `from`.
pub fn climb(draft: &mut Draft, from: Option<Date>) -> Climb {
    match draft.rng.u8(0..12) {
        0 => limit(draft),
        1 => season(draft),
        2 | 3 => corners(draft),
        _ => straight(draft, from),
    }
}

fn straight(draft: &mut Draft, from: Option<Date>) -> Climb {
    let eve = plus(draft.first, -1);
    let mut kpi = Kpi { counts: counts(draft), ..Kpi::default() };
    let mut known = eve;
    if kpi.counts != Counts::Level {
        if draft.one_in(4) {
            let since = plus(draft.first, draft.rng.i64(-20..20));
            (kpi.since, known) = (Some(When::Day(since)), plus(since, -1));
        }
    } else if draft.one_in(3) {
        known = match from {
            // Measured when the gear has begun.
            Some(from) if draft.one_in(2) => plus(from, draft.rng.i64(1..10)),
            _ => plus(eve, -draft.rng.i64(0..90)),
        };
    }
    // "The path begins at the later of the baseline's day and the effective start of the earliest gear that names it."
    // Of a sum and a total, that start is the first day that counts; they are 0 at the end of the day before.
    let eve_of_first = if kpi.counts == Counts::Level { 0 } else { -1 };
    let begin = known.max(from.map_or(known, |from| plus(from, eve_of_first)));
    let end = end(draft, begin);
    let mut step = [1, 2, 5, 10, 40][draft.rng.usize(0..5)];
    let length = days(begin, end);
    let mut base = draft.rng.i64(0..500);
    if kpi.counts != Counts::Level {
        base = 0;
    } else if draft.one_in(3) {
        (base, step) = (base + step * length, -step);
    }
    let to = base + step * length;
    if kpi.counts == Counts::Level {
        let date = (known != eve || draft.one_in(2)).then_some(When::Day(known));
        kpi.baseline = Some(Baseline::Known { value: whole(base), date });
    }
    let is_dated = end != draft.last || draft.one_in(2);
    let (form, is_dated) = match draft.rng.u8(0..6) {
        0 if step > 0 => (Form::Bound(Bound::AtLeast(whole(to))), true),
        0 => (Form::Bound(Bound::AtMost(whole(to))), true),
        1 if kpi.counts == Counts::Level => (Form::Change(Change::By(whole(to - base))), is_dated),
        _ => (Form::Value(whole(to)), is_dated),
    };
    kpi.target = Some(Target { form, date: is_dated.then_some(When::Day(end)), stretch: None });
    let mut climb = Climb { kpi, kind: Kind::Straight, begin, end, base, pieces: vec![(end, step)] };
    read(draft, &mut climb, known);
    climb
}

/// "KPI's own milestones and targets decide instead of the gear's start."
fn corners(draft: &mut Draft) -> Climb {
    let begin = plus(draft.first, -1);
    let counts = counts(draft);
    let ends = draft.month_ends();
    let mut kpi = Kpi { counts, ..Kpi::default() };
    let corners: Vec<Date> = ends.chunks(3).filter_map(|quarter| quarter.last().copied()).collect();
    let steps: Vec<i64> = corners.iter().map(|_| draft.rng.i64(1..6)).collect();
    let base = if counts == Counts::Level { draft.rng.i64(0..500) } else { 0 };
    let pieces = corners.into_iter().zip(steps).collect();
    let mut climb = Climb { kpi: Kpi::default(), kind: Kind::Corners, begin, end: draft.last, base, pieces };
    if counts == Counts::Level {
        kpi.baseline = Some(Baseline::Known { value: whole(base), date: None });
    }
    let quarter = |day: Date| When::Quarter(day.year(), (day.month() + 2) / 3);
    let is_by_quarter = draft.one_in(2);
    let mut before = 0;
    for (corner, _) in &climb.pieces {
        let value = climb.at(*corner);
        if is_by_quarter {
            let piece = if counts == Counts::Level { value } else { value - before };
            kpi.targets.push((quarter(*corner), whole(piece)));
        } else if *corner != draft.last {
            kpi.milestones.push((When::Day(*corner), whole(value)));
        }
        before = value;
    }
    if !is_by_quarter {
        let form = Form::Value(whole(climb.at(draft.last)));
        kpi.target = Some(Target { form, date: None, stretch: None });
    }
    climb.kpi = kpi;
    read(draft, &mut climb, begin);
    climb
}

/// "For a level last year's figure of that day × target / last year's figure on the target's day."
fn season(draft: &mut Draft) -> Climb {
    let eve = plus(draft.first, -1);
    let first = draft.rng.i64(10..200);
    let mut old = vec![(plus_years(eve, -1), first)];
    let ends = draft.month_ends();
    for end in &ends {
        let value = if *end == draft.last { 2 * first } else { first + draft.rng.i64(-first / 2..2 * first) };
        old.push((plus_years(*end, -1), value));
    }
    let reading = |date: Date, value: i64| Reading { date: When::Day(date), value: whole(value), note: None };
    // This year is twice the last, on each day and so on the eve of the period.
    let new = ends.iter().zip(&old[1..]).map(|(end, (_, value))| reading(*end, 2 * value));
    let readings = old.iter().map(|(date, value)| reading(*date, *value)).chain(new).collect();
    let kpi = Kpi {
        baseline: Some(Baseline::Known { value: whole(2 * first), date: None }),
        target: Some(Target { form: Form::Value(whole(4 * first)), date: None, stretch: None }),
        follows_last_year: true,
        readings,
        ..Kpi::default()
    };
    Climb { kpi, kind: Kind::Season, begin: eve, end: draft.last, base: 0, pieces: vec![] }
}

fn limit(draft: &mut Draft) -> Climb {
    let edge = draft.rng.i64(10..200);
    let bound = match draft.rng.u8(0..3) {
        0 => Bound::AtLeast(whole(edge)),
        1 => Bound::AtMost(whole(edge)),
        _ => Bound::Between(whole(edge - 5), whole(edge + 5)),
    };
    let mut kpi = Kpi::default();
    for end in draft.month_ends() {
        let off = draft.rng.i64(0..5);
        let value = whole(if matches!(bound, Bound::AtLeast(_)) { edge + off } else { edge - off });
        kpi.readings.push(Reading { date: When::Day(end), value, note: None });
    }
    kpi.target = Some(Target { form: Form::Bound(bound), date: None, stretch: None });
    Climb { kpi, kind: Kind::Limit, begin: draft.first, end: draft.last, base: edge, pieces: vec![] }
}

fn counts(draft: &mut Draft) -> Counts {
    match draft.rng.u8(0..6) {
        0 => Counts::Sum,
        1 => Counts::Total,
        _ => Counts::Level,
    }
}

/// The target's day: the end of a month.
fn end(draft: &mut Draft, begin: Date) -> Date {
    let ends: Vec<Date> = draft.month_ends().into_iter().filter(|end| *end > plus(begin, 60)).collect();
    if draft.one_in(2) || ends.is_empty() { draft.last } else { ends[draft.rng.usize(0..ends.len())] }
}

/// Reads the KPI exactly as planned.
fn read(draft: &mut Draft, climb: &mut Climb, known: Date) {
    let is_quarterly = climb.kind == Kind::Corners && draft.one_in(3);
    if is_quarterly {
        climb.kpi.cadence = Some(Cadence { unit: Unit::Quarter, times: Times::Once });
    } else if draft.one_in(3) {
        climb.kpi.cadence = Some(Cadence { unit: Unit::Month, times: Times::Once });
    }
    let reads_early = draft.one_in(2);
    let mut before = whole(0);
    for (index, end) in draft.month_ends_from(plus(known, 1)).into_iter().enumerate() {
        let is_skipped = is_quarterly && index % 3 != 2;
        // Before its gear starts nothing is expected, and perhaps nothing is read.
        if is_skipped || (!reads_early && end <= climb.begin) {
            continue;
        }
        let planned = whole(climb.at(end));
        let value = if climb.kpi.counts == Counts::Sum { &planned - &before } else { planned.clone() };
        before = planned;
        climb.kpi.readings.push(Reading { date: When::Day(end), value, note: None });
    }
}
