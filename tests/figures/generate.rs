//! Cases from a seed: KPIs of every kind, with figures and dates on and next to the borders of the rules.
//!
//! Not generated, because the specification can be read in two ways there: `since` as a longer stretch than a day,
//! `targets` next to a bound or a change, a bound with a day before its start, and more than 60 readings.

use fastrand::Rng;
use jiff::civil::Date;
use num_traits::Zero;

use super::case::{Bound, Case, Number, Period, hundredths, whole};
use super::dates::{day, days, plus};
use super::generate_kpi::Draft;
use super::reference::expected;
use super::target::Shown;

/// The cases in one file. They share the period and today.
pub const PER_FILE: u64 = 100;

/// The file with this number.
pub fn file(number: u64) -> Vec<Case> {
    (number * PER_FILE..(number + 1) * PER_FILE).map(case).collect()
}

/// The case with this number. The id has it, so that a failing case can be made again.
pub fn case(seed: u64) -> Case {
    let (period, today) = setting(seed / PER_FILE);
    let mut rng = rng(seed);
    let kpi = Draft::new(&mut rng, period, today).kpi();
    let mut case = Case { id: format!("case-{seed}"), period, today, kpi };
    if rng.u8(0..10) < 7 {
        put_on_a_border(&mut case, &mut rng);
    }
    case
}

/// Neighboring seeds give unrelated numbers.
pub fn rng(seed: u64) -> Rng {
    Rng::with_seed(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The period and today, for a file.
fn setting(number: u64) -> (Period, Date) {
    let mut rng = rng(!number);
    let between = |first, last| Period { first: Some(first), last: Some(last) };
    let period = match rng.u8(0..16) {
        0..8 => between(day(2027, 1, 1), day(2027, 12, 31)),
        8 => between(day(2027, 4, 1), day(2028, 3, 31)),
        9 => between(day(2028, 1, 1), day(2028, 12, 31)),
        // The day before is 100 days before the last one.
        10 | 11 => between(day(2027, 2, 1), day(2027, 5, 11)),
        12 => between(day(2028, 3, 1), day(2029, 2, 28)),
        13 => Period { first: Some(day(2027, 1, 1)), last: None },
        14 => Period { first: None, last: Some(day(2027, 12, 31)) },
        _ => Period::default(),
    };
    let (first, last) = edges(period);
    let length = days(first, last);
    let today = match rng.u8(0..20) {
        0 => plus(first, -rng.i64(1..40)),
        1 => plus(first, rng.i64(-1..2)),
        2 => plus(first, rng.i64(29..33)),
        3 => last,
        4 => plus(last, 1),
        5 => plus(last, rng.i64(30..34)),
        6 => plus(last, rng.i64(35..400)),
        7..12 => plus(first, rng.i64(length / 4..length)).last_of_month(),
        _ => plus(first, rng.i64(length / 6..length)),
    };
    (period, today)
}

/// The days around which everything happens, also where the strategy names none.
pub fn edges(period: Period) -> (Date, Date) {
    let first = period.first.unwrap_or_else(|| day(2027, 1, 1));
    (first, period.last.unwrap_or_else(|| day(2027, 12, 31)))
}

/// Sets the latest reading so that the figure is on a border of a rule, or next to one.
fn put_on_a_border(case: &mut Case, rng: &mut Rng) {
    let judged = expected(case);
    let Some(figure) = &judged.figure else { return };
    let mut borders = match &judged.target {
        Some(Shown::Value(value)) => vec![value.clone()],
        Some(Shown::Bound(Bound::AtLeast(edge) | Bound::AtMost(edge))) => vec![edge.clone()],
        Some(Shown::Bound(Bound::Between(low, high))) => vec![low.clone(), high.clone()],
        None => return,
    };
    if let Some((reach, planned)) = judged.reach.as_ref().zip(judged.ratios.planned_at_figure.as_ref()) {
        let span = &reach.value - &reach.from;
        let way = planned - &reach.from;
        // A pace of 0.9 and 0.7 on a path that never turns back, and on one that does.
        borders.extend([90, 90, 70, 100].map(|share| &reach.from + &way * hundredths(share)));
        borders.extend([10, 30].map(|share| planned - &span * hundredths(share)));
        // Worse than at the start, and so much worse that it is not too early to say so.
        borders.extend([-5, -25, 0].map(|share| &reach.from + &span * hundredths(share)));
    }
    let border = borders[rng.usize(0..borders.len())].clone();
    let cent = rng.i64(-1..6);
    let next_to_it = if cent.abs() == 1 { hundredths(cent) } else { Number::zero() };
    let moved = rounded(&(border + next_to_it - &figure.value));
    let (last, today) = (figure.date, case.today);
    let reading = case.kpi.readings.iter_mut().find(|reading| reading.date.as_read(today) == last);
    if let Some(reading) = reading {
        reading.value += moved;
    }
}

/// The nearest number with two decimals.
pub fn rounded(number: &Number) -> Number {
    (number * whole(100)).round() / whole(100)
}
