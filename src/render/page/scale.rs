//! From figures and days to places in a picture, and where a scale is marked.

use jiff::civil::Date;

use crate::strategy::date::days_between;

/// A straight scale: a stretch of figures on a stretch of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// `from` is drawn at `start`, `to` at `end`.
    pub fn new((from, to): (f64, f64), (start, end): (f64, f64)) -> Self {
        Self { from, to, start, end }
    }

    /// Where a figure is drawn. Where the scale has no length, in its middle.
    pub fn at(&self, figure: f64) -> f64 {
        let length = self.to - self.from;
        let share = if length.abs() < f64::MIN_POSITIVE { 0.5 } else { (figure - self.from) / length };
        self.start + share * (self.end - self.start)
    }
}

/// A scale of days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calendar {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    scale: Scale,
}

/// A mark on a scale of days.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where.
    pub x: f64,
    /// What stands there; empty where nothing does.
    pub name: String,
    /// True where a year or a quarter begins.
    pub is_strong: bool,
}

#[allow(clippy::cast_precision_loss)] // the calendar has less than 2^23 days
fn days(from: Date, to: Date) -> f64 {
    days_between(from, to) as f64
}

impl Calendar {
    /// The days from `first` to `last`, drawn from `start` to `end`.
    pub fn new((first, last): (Date, Date), room: (f64, f64)) -> Self {
        let last = last.max(first);
        Self { first, last, scale: Scale::new((0.0, days(first, last)), room) }
    }

    /// Where a day is drawn, wherever it lies.
    pub fn at(&self, day: Date) -> f64 {
        self.scale.at(days(self.first, day))
    }

    /// Where a day is drawn, or the end of the scale that it lies beyond.
    pub fn inside(&self, day: Date) -> f64 {
        self.at(day.clamp(self.first, self.last))
    }

    /// True where it lies on the scale.
    pub fn has(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Beginnings of months, quarters or years, as close as they can be read.
    pub fn ticks(&self) -> Vec<Tick> {
        let months = days(self.first, self.last) / 30.4;
        let step: i16 = match months {
            ..20.0 => 1,
            ..50.0 => 3,
            ..200.0 => 12,
            ..1000.0 => 60,
            ..5000.0 => 240,
            _ => 12_000,
        };
        let mut ticks = Vec::new();
        let mut month = i32::from(self.first.year()) * 12;
        while let Some(day) = first_of(month) {
            if day > self.last {
                break;
            }
            if day >= self.first {
                ticks.push(Tick { x: self.at(day), name: name(day, step), is_strong: is_strong(day, step) });
            }
            month += i32::from(step);
        }
        ticks
    }
}

fn first_of(month: i32) -> Option<Date> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    let month = i8::try_from(month.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, 1).ok()
}

fn name(day: Date, step: i16) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(day.month() - 1).unwrap_or(0);
    match (step, day.month()) {
        (12.., _) | (_, 1) => day.year().to_string(),
        (3, _) => format!("Q{}", month / 3 + 1),
        _ => MONTHS.get(month).map(ToString::to_string).unwrap_or_default(),
    }
}

fn is_strong(day: Date, step: i16) -> bool {
    match step {
        1 => day.month() % 3 == 1,
        _ => day.month() == 1,
    }
}

/// Round figures on a stretch, about `wanted` of them, with the decimals they need.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn round_figures((from, to): (f64, f64), wanted: f64) -> (Vec<f64>, usize) {
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
        assert!((Scale::new((5.0, 5.0), (0.0, 10.0)).at(5.0) - 5.0).abs() < 1e-9);
        let day = date(2027, 1, 1);
        assert!(Calendar::new((day, day), (0.0, 10.0)).at(day).is_finite());
    }

    #[test]
    fn a_year_is_marked_by_months_and_a_longer_time_by_more() {
        let names = |from, to| -> Vec<String> {
            let ticks = Calendar::new((from, to), (0.0, 100.0)).ticks();
            ticks.into_iter().map(|tick| tick.name).collect()
        };
        assert_eq!(names(date(2026, 12, 15), date(2027, 4, 2)), ["2027", "Feb", "Mar", "Apr"]);
        assert_eq!(names(date(2027, 1, 1), date(2029, 3, 31)).first().map(String::as_str), Some("2027"));
        assert!(names(date(2027, 1, 1), date(2029, 3, 31)).contains(&"Q3".to_owned()));
        for last in [date(2030, 1, 1), date(2200, 1, 1), date(9999, 12, 31)] {
            let names = names(date(2027, 1, 1), last);
            assert!(names.len() <= 20, "{names:?}");
        }
    }

    #[test]
    fn round_figures_lie_on_the_stretch() {
        let (figures, decimals) = round_figures((0.0, 420.0), 3.0);
        assert_eq!((figures, decimals), (vec![0.0, 200.0, 400.0], 0));
        let (figures, decimals) = round_figures((0.011, 0.034), 3.0);
        assert!(figures.iter().all(|figure| (0.011..=0.0341).contains(figure)), "{figures:?}");
        assert_eq!(decimals, 2);
        assert_eq!(round_figures((3.0, 3.0), 3.0).0, [3.0]);
        assert!(round_figures((f64::MIN, f64::MAX), 3.0).0.len() < 21);
    }
}
