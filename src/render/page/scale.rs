//! Maps figures and days to coordinates, and places the marks of a scale.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::strategy::date::days_between;

/// A linear scale from a range of figures to a range of coordinates.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    pub(super) figures: (f64, f64),
    pub(super) ends: (f64, f64),
}

impl Scale {
    /// The coordinate of a figure. A scale without length has only a middle.
    pub(super) fn at(&self, figure: f64) -> f64 {
        let ((from, to), (start, end)) = (self.figures, self.ends);
        let length = to - from;
        let share = if length.abs() < f64::MIN_POSITIVE { 0.5 } else { (figure - from) / length };
        start + share * (end - start)
    }
}

/// A linear scale of days.
pub(super) struct Calendar {
    pub(super) first: Date,
    pub(super) last: Date,
    scale: Scale,
}

pub(super) struct Tick {
    pub(super) x: f64,
    pub(super) name: String,
    /// The beginning of a year or a quarter.
    pub(super) is_strong: bool,
}

#[allow(clippy::cast_precision_loss)] // the calendar has less than 2^23 days
fn days(from: Date, to: Date) -> f64 {
    days_between(from, to) as f64
}

impl Calendar {
    pub(super) fn new((first, last): (Date, Date), ends: (f64, f64)) -> Self {
        let last = last.max(first);
        Self { first, last, scale: Scale { figures: (0.0, days(first, last)), ends } }
    }

    /// The coordinate of a day, which can be off the scale.
    pub(super) fn at(&self, day: Date) -> f64 {
        self.scale.at(days(self.first, day))
    }

    /// The coordinate of a day, or the end of the scale next to it.
    pub(super) fn clamped(&self, day: Date) -> f64 {
        self.at(day.clamp(self.first, self.last))
    }

    pub(super) fn contains(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Beginnings of months, quarters or years, as many as can be read.
    pub(super) fn ticks(&self) -> Vec<Tick> {
        let step: i16 = match days(self.first, self.last) / 30.4 {
            ..20.0 => 1,
            ..50.0 => 3,
            ..200.0 => 12,
            ..1000.0 => 60,
            ..5000.0 => 240,
            _ => 12_000,
        };
        let new_year = self.first.first_of_year();
        new_year
            .series(step.months())
            .take_while(|day| *day <= self.last)
            .filter(|day| *day >= self.first)
            .map(|day| Tick {
                x: self.at(day),
                name: tick_name(day, step),
                is_strong: day.month() == 1 || step == 1 && day.month() % 3 == 1,
            })
            .collect()
    }
}

fn tick_name(day: Date, step: i16) -> String {
    match (step, day.month()) {
        (12.., _) | (_, 1) => day.year().to_string(),
        (3, month) => format!("Q{}", month / 3 + 1),
        _ => day.strftime("%b").to_string(),
    }
}

/// About `wanted` round figures within a range, with the number of decimals they need.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn round_figures((from, to): (f64, f64), wanted: f64) -> (Vec<f64>, usize) {
    let length = to - from;
    if !length.is_finite() || length <= 0.0 {
        return (vec![from], 2);
    }
    let raw = length / wanted.max(1.0);
    let power = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= raw);
    let step = step.unwrap_or(raw);
    let decimals = (-step.log10().floor()).clamp(0.0, 6.0) as usize;
    let first = (from / step).ceil();
    let figures = (0..20).map(|index| (first + f64::from(index)) * step);
    (figures.take_while(|figure| *figure <= to + step * 1e-6).collect(), decimals)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_scale_without_length_has_a_middle() {
        assert!((Scale { figures: (5.0, 5.0), ends: (0.0, 10.0) }.at(5.0) - 5.0).abs() < 1e-9);
        let day = date(2027, 1, 1);
        assert!(Calendar::new((day, day), (0.0, 10.0)).at(day).is_finite());
    }

    #[test]
    fn a_year_has_a_tick_per_month_and_a_longer_time_fewer() {
        let names = |from, to| -> Vec<String> {
            let ticks = Calendar::new((from, to), (0.0, 100.0)).ticks();
            ticks.into_iter().map(|tick| tick.name).collect()
        };
        assert_eq!(names(date(2026, 12, 15), date(2027, 4, 2)), ["2027", "Feb", "Mar", "Apr"]);
        let two_years = names(date(2027, 1, 1), date(2029, 3, 31));
        assert_eq!(two_years[..5], ["2027", "Q2", "Q3", "Q4", "2028"]);
        for last in [date(2030, 1, 1), date(2200, 1, 1), date(9999, 12, 31)] {
            let names = names(date(2027, 1, 1), last);
            assert!(names.len() <= 20, "{names:?}");
        }
    }

    #[test]
    fn round_figures_are_within_the_range() {
        assert_eq!(round_figures((0.0, 420.0), 3.0), (vec![0.0, 200.0, 400.0], 0));
        let (figures, decimals) = round_figures((0.011, 0.034), 3.0);
        assert!(figures.iter().all(|figure| (0.011..=0.0341).contains(figure)), "{figures:?}");
        assert_eq!(decimals, 2);
        assert_eq!(round_figures((3.0, 3.0), 3.0).0, [3.0]);
        assert!(round_figures((f64::MIN, f64::MAX), 3.0).0.len() < 21);
    }
}
