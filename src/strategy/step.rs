//! A step from one date to another: three weeks later, a quarter earlier.

use std::fmt;

use jiff::Span;
use jiff::civil::Date;

use super::date::{CoarseDate, days_between};

/// A step in time, forward or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    count: i32,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit {
    letter: &'static str,
    one: &'static str,
    many: &'static str,
    days: i32,
    months: i32,
}

const UNITS: [Unit; 5] = [
    Unit { letter: "d", one: "day", many: "days", days: 1, months: 0 },
    Unit { letter: "w", one: "week", many: "weeks", days: 7, months: 0 },
    Unit { letter: "m", one: "month", many: "months", days: 0, months: 1 },
    Unit { letter: "q", one: "quarter", many: "quarters", days: 0, months: 3 },
    Unit { letter: "y", one: "year", many: "years", days: 0, months: 12 },
];

impl Step {
    /// Reads `+3w`, `-10d`, `+1m`, `+2q` or `+1y`.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, rest) = match text.strip_prefix('+') {
            Some(rest) => (1, rest),
            None => (-1, text.strip_prefix('-')?),
        };
        let digits = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let name = rest.get(digits.len()..)?.to_ascii_lowercase();
        let unit = UNITS.into_iter().find(|unit| [unit.letter, unit.one, unit.many].contains(&&*name))?;
        let is_count = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let count: i32 = digits.parse().ok().filter(|count| is_count && *count <= 100_000)?;
        Some(Self { count: sign * count, unit })
    }

    /// The day that is a step from another; a month from the 31st is the last day of the next one.
    pub fn from(self, day: Date) -> Option<Date> {
        let (days, months) = (self.count * self.unit.days, self.count * self.unit.months);
        let span = Span::new().try_days(days).ok()?.try_months(months).ok()?;
        day.checked_add(span).ok()
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = if self.count < 0 { "earlier" } else { "later" };
        let count = crate::words::counted(i64::from(self.count.abs()), self.unit.one, self.unit.many);
        write!(f, "{count} {way}")
    }
}

impl CoarseDate {
    /// The date a step away. A coarse date stays as coarse if the step is as long as it is; if not, it
    /// becomes the day that is the step from its first day. None after the year 9999 and before the year 0.
    #[must_use]
    pub fn stepped(self, step: Step) -> Option<Self> {
        let first = step.from(self.first)?;
        let (own, moved) = (i32::from(self.months()), step.unit.months);
        if self.is_week() && moved == 0 && days_between(self.first, first) % 7 == 0 {
            let last = step.from(self.last)?;
            return Some(Self { first, last, ..self });
        }
        if own == 0 || moved == 0 || moved % own != 0 {
            return Some(Self::day(first));
        }
        // The day after a coarse date is the first of the next: a step from there ends this one.
        let last = step.from(self.last.tomorrow().ok()?)?.yesterday().ok()?;
        Some(Self { first, last, ..self })
    }

    /// The last day of a stretch of whole months, a step away: the end of a month stays one.
    #[must_use]
    pub fn stepped_as_end(self, step: Step) -> Option<Self> {
        if step.unit.months == 0 || self.last != self.last.last_of_month() {
            return self.stepped(step);
        }
        Some(Self::day(step.from(self.last.first_of_month())?.last_of_month()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coarse_date_stays_as_coarse_if_the_step_is_as_long() {
        for (from, step, to) in [
            ("2027-03-01", "+3w", "2027-03-22"),
            ("2027-03-01", "-1d", "2027-02-28"),
            ("2027-01-31", "+1m", "2027-02-28"),
            ("2027-03-01", "+1q", "2027-06-01"),
            ("2028-02-29", "+1y", "2029-02-28"),
            ("2027-11", "+2m", "2028-01"),
            ("2027-Q3", "+1q", "2027-Q4"),
            ("2027-Q1", "-1y", "2026-Q1"),
            ("2027", "+1y", "2028"),
            ("2027-Q3", "+2w", "2027-07-15"),
            ("2027", "+1q", "2027-04-01"),
        ] {
            let date = CoarseDate::parse(from).unwrap().stepped(Step::parse(step).unwrap()).unwrap();
            assert_eq!(date, CoarseDate::parse(to).unwrap(), "{from} {step}");
        }
        let last = CoarseDate::parse("9999-12-31").unwrap();
        assert_eq!(last.stepped(Step::parse("+1d").unwrap()), None);
    }

    #[test]
    fn the_end_of_a_month_stays_one() {
        for (from, step, to) in [
            ("2027-03-31", "+1m", "2027-04-30"),
            ("2027-04-30", "-1m", "2027-03-31"),
            ("2027-02-28", "+1y", "2028-02-29"),
            ("2027-04-30", "+1q", "2027-07-31"),
            ("2027-04-30", "+4w", "2027-05-28"),
            ("2027-04-29", "+1m", "2027-05-29"),
        ] {
            let date = CoarseDate::parse(from).unwrap().stepped_as_end(Step::parse(step).unwrap()).unwrap();
            assert_eq!(date, CoarseDate::parse(to).unwrap(), "{from} {step}");
        }
    }

    #[test]
    fn a_step_needs_a_sign_a_count_and_a_unit() {
        assert_eq!(Step::parse("+3w").unwrap().to_string(), "3 weeks later");
        for text in ["", "+", "3w", "+w", "+3", "+3x", "+-3w", "+1.5w", "+99999999999d", "+１d"] {
            assert_eq!(Step::parse(text), None, "{text}");
        }
    }
}
