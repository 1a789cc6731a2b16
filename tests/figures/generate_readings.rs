//! The readings of a generated KPI.

use jiff::civil::Date;
use num_traits::Zero;

use super::case::{Counts, Number, Reading, Unit, hundredths};
use super::dates::{When, days, plus, plus_years};
use super::generate::rounded;
use super::generate_kpi::Draft;

/// In the order of the file.
pub fn readings(draft: &mut Draft) -> Vec<Reading> {
    let mut found = Vec::new();
    if draft.kpi.follows_last_year && !draft.one_in(8) {
        last_year(draft, &mut found);
    } else if draft.one_in(3) {
        before_the_start(draft, &mut found);
    }
    if !draft.one_in(10) {
        since_the_start(draft, &mut found);
    }
    if draft.one_in(8) {
        let date = plus(draft.today, draft.rng.i64(1..40));
        add(draft, &mut found, date, &draft.to.clone());
    }
    if draft.one_in(8) {
        again(draft, &mut found);
    }
    if draft.one_in(10) {
        draft.rng.shuffle(&mut found);
    }
    if draft.kpi.counts == Counts::Total && draft.kpi.follows_last_year {
        // A total before its first day says nothing about the total after it.
        let first = plus_years(draft.start, -1);
        found.retain(|reading| reading.date.last() > first);
    }
    found
}

/// Adds a reading, unless one with the same date is there.
fn add(draft: &mut Draft, found: &mut Vec<Reading>, day: Date, value: &Number) {
    let is_end = plus(day, 1).day() == 1;
    let date = if is_end && draft.rng.bool() {
        When::Month(day.year(), day.month())
    } else if draft.one_in(30) {
        draft.coarse(day)
    } else {
        When::Day(day)
    };
    let note = draft.one_in(8).then_some("the fair fell into this month");
    if found.iter().all(|reading| reading.date != date) {
        found.push(Reading { date, value: rounded(value), note });
    }
}

/// A second reading of a day, perhaps with another spelling of the date.
fn again(draft: &mut Draft, found: &mut Vec<Reading>) {
    let Some(reading) = draft.rng.choice(&*found).cloned() else { return };
    let date = match reading.date {
        When::Day(_) => draft.coarse(reading.date.last()),
        coarse => When::Day(coarse.as_read(draft.today)),
    };
    if found.iter().all(|other| other.date != date) {
        found.push(Reading { date, value: reading.value + hundredths(1234), note: None });
    }
}

fn before_the_start(draft: &mut Draft, found: &mut Vec<Reading>) {
    for back in (0..draft.rng.i64(1..4)).rev() {
        let value = &draft.from * hundredths(draft.rng.i64(50..150));
        let day = plus(draft.start, -31 * back);
        add(draft, found, day, &value);
    }
}

/// Readings up to a day that matters: today, the target's day, the edges of the time around it.
fn since_the_start(draft: &mut Draft, found: &mut Vec<Reading>) {
    let (grace, window) = (draft.kpi.grace(), draft.kpi.window());
    let (start, end, today) = (draft.start, draft.end, draft.today);
    let length = days(start, end);
    let near = draft.rng.i64(-1..2);
    let last = match draft.rng.u8(0..20) {
        0..3 => plus(end, near),
        3 | 4 | 15 | 16 => plus(end, -window + near),
        5 | 17 => plus(end, grace + near),
        6 => plus(end, draft.rng.i64(0..120)),
        7..10 => plus(start, (length + 9) / 10 + near),
        10 => plus(start, near),
        11 | 12 => plus(today, near),
        13..15 => plus(today, -draft.rng.i64(0..40)).first_of_month().yesterday().unwrap_or(today),
        _ => plus(today, -draft.rng.i64(0..40)),
    };
    let last = if last > today && !draft.one_in(5) { today } else { last };
    let step = match draft.kpi.cadence.map(|cadence| cadence.unit) {
        Some(Unit::Day) => 3,
        Some(Unit::Week) => 14,
        Some(Unit::Quarter) => 91,
        _ => 30,
    };
    let mut dates = vec![last];
    for _ in 0..draft.rng.u8(0..7) {
        let before = plus(dates[dates.len() - 1], -step + draft.rng.i64(-2..3));
        let before = if step >= 30 && draft.rng.bool() { before.last_of_month() } else { before };
        if before <= start || before >= dates[dates.len() - 1] {
            break;
        }
        dates.push(before);
    }
    // After the target's day, for what came late or was lost again.
    if last < today && draft.one_in(4) {
        dates.insert(0, plus(last, draft.rng.i64(1..=days(last, today).min(60))));
    }
    dates.reverse();
    let speed = [40, 75, 95, 100, 110, 130, 0, -20][draft.rng.usize(0..8)];
    let mut sum = Number::zero();
    for day in dates {
        let share = speed * days(start, day) / length.max(1) + draft.rng.i64(-6..7);
        let value = rounded(&(&draft.from + (&draft.to - &draft.from) * hundredths(share)));
        let piece = if draft.kpi.counts == Counts::Sum { &value - &sum } else { value.clone() };
        sum = value;
        add(draft, found, day, &piece);
    }
}

/// Readings of the year before. They reach, or begin too late, or end too early.
fn last_year(draft: &mut Draft, found: &mut Vec<Reading>) {
    let (grace, window) = (draft.kpi.grace(), draft.kpi.window());
    let (first, last) = (plus_years(draft.start, -1), plus_years(draft.end, -1));
    let near = draft.rng.i64(0..2);
    let begins = match draft.rng.u8(0..6) {
        0 => plus(first, grace + near),
        // A total's reading before its first day belongs to the total before it.
        1 if draft.kpi.counts == Counts::Level => plus(first, -grace + near),
        2 if draft.kpi.counts == Counts::Level => first,
        _ => plus(first, draft.rng.i64(1..=grace)),
    };
    let ends = match draft.rng.u8(0..6) {
        0 => plus(last, -window + near),
        1 => plus(last, near),
        _ => last,
    };
    let step = (days(begins, ends) / draft.rng.i64(1..12)).max(1);
    let season = [100, 60, 80, 150, 90, 120];
    let mut sum = Number::zero();
    let mut day = begins;
    let mut count = 0;
    while day <= ends && count < 14 {
        let base = if draft.kpi.counts == Counts::Level { &draft.from } else { &draft.to };
        let piece = match draft.kpi.counts {
            Counts::Level => base * hundredths(season[draft.rng.usize(0..6)]),
            Counts::Sum | Counts::Total => base * hundredths(season[draft.rng.usize(0..6)] / 10),
        };
        sum += &piece;
        let value = if draft.kpi.counts == Counts::Total { sum.clone() } else { piece };
        add(draft, found, day, &value);
        day = if day < ends && plus(day, step) > ends { ends } else { plus(day, step) };
        count += 1;
    }
    // A reading after the last day, which a level is drawn to.
    if draft.one_in(3) {
        let value = rounded(&(&draft.from * hundredths(130)));
        let day = plus(last, draft.rng.i64(1..=grace));
        add(draft, found, day, &value);
    }
}
