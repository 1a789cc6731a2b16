//! A step from one date to another: three weeks later, a quarter earlier.

use std::fmt;

use jiff::Span;
use jiff::civil::Date;

use super::{CoarseDate, Grain};

/// A step in time, forward or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    count: i32,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Step {
    /// Reads `+3w`, `-10d`, `+1m`, `+2q` or `+1y`.
    pub fn parse(text: &str) -> Option<Self> {
        let sign = match text.as_bytes().first()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let rest = text.get(1..)?;
        let digits = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = match rest.get(digits.len()..)?.to_ascii_lowercase().as_str() {
            "d" | "day" | "days" => Unit::Day,
            "w" | "week" | "weeks" => Unit::Week,
            "m" | "month" | "months" => Unit::Month,
            "q" | "quarter" | "quarters" => Unit::Quarter,
            "y" | "year" | "years" => Unit::Year,
            _ => return None,
        };
        let is_count = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let count: i32 = digits.parse().ok().filter(|count| is_count && *count <= 100_000)?;
        Some(Self { count: sign * count, unit })
    }

    /// The day that lies a step from another; a month from the 31st is the last of the next one.
    pub fn from(self, day: Date) -> Option<Date> {
        let count = i64::from(self.count);
        let span = match self.unit {
            Unit::Day => Span::new().try_days(count),
            Unit::Week => Span::new().try_weeks(count),
            Unit::Month => Span::new().try_months(count),
            Unit::Quarter => Span::new().try_months(count * 3),
            Unit::Year => Span::new().try_years(count),
        };
        day.checked_add(span.ok()?).ok()
    }

    /// True where a date as coarse as this stays as coarse: a quarter moved by quarters is a quarter.
    fn keeps(self, grain: Grain) -> bool {
        match grain {
            Grain::Day => false,
            Grain::Month => matches!(self.unit, Unit::Month | Unit::Quarter | Unit::Year),
            Grain::Quarter => matches!(self.unit, Unit::Quarter | Unit::Year),
            Grain::Year => self.unit == Unit::Year,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (one, many) = match self.unit {
            Unit::Day => ("day", "days"),
            Unit::Week => ("week", "weeks"),
            Unit::Month => ("month", "months"),
            Unit::Quarter => ("quarter", "quarters"),
            Unit::Year => ("year", "years"),
        };
        let way = if self.count < 0 { "earlier" } else { "later" };
        let count = crate::words::counted(i64::from(self.count.abs()), one, many);
        write!(f, "{count} {way}")
    }
}

impl CoarseDate {
    /// The date a step away. A coarse date stays as coarse where the step is as long as it is, and
    /// becomes the day that lies the step from its first day otherwise. None after the year 9999 and
    /// before the year 0.
    #[must_use]
    pub fn stepped(self, step: Step) -> Option<Self> {
        let first = step.from(self.first)?;
        if !step.keeps(self.grain) {
            return Some(Self::day(first));
        }
        // The day after a coarse date is the first of the next: a step from there ends this one.
        let last = step.from(self.last.tomorrow().ok()?)?.yesterday().ok()?;
        Some(Self { first, last, grain: self.grain })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn stepped(date: &str, step: &str) -> String {
        CoarseDate::parse(date).unwrap().stepped(Step::parse(step).unwrap()).unwrap().to_string()
    }

    #[test]
    fn a_day_moves_by_any_step() {
        assert_eq!(stepped("2027-03-01", "+3w"), "2027-03-22");
        assert_eq!(stepped("2027-03-01", "-1d"), "2027-02-28");
        assert_eq!(stepped("2027-01-31", "+1m"), "2027-02-28");
        assert_eq!(stepped("2027-03-01", "+1q"), "2027-06-01");
        assert_eq!(stepped("2028-02-29", "+1y"), "2029-02-28");
    }

    #[test]
    fn a_coarse_date_stays_as_coarse_where_the_step_is_as_long() {
        assert_eq!(stepped("2027-11", "+2m"), "2028-01");
        assert_eq!(stepped("2027-Q3", "+1q"), "2027-Q4");
        assert_eq!(stepped("2027-Q1", "-1y"), "2026-Q1");
        assert_eq!(stepped("2027", "+1y"), "2028");
        assert_eq!(stepped("2027-Q3", "+2w"), "2027-07-15");
        assert_eq!(stepped("2027", "+1q"), "2027-04-01");
        let whole = CoarseDate::parse("2027-Q1").unwrap().stepped(Step::parse("+1q").unwrap()).unwrap();
        assert_eq!(whole, CoarseDate::parse("2027-Q2").unwrap(), "first, last and grain");
    }

    #[test]
    fn what_is_no_step_is_refused() {
        for text in ["", "+", "3w", "+w", "+3", "+3x", "+-3w", "+1.5w", "+99999999999d", "+１d"] {
            assert_eq!(Step::parse(text), None, "{text}");
        }
        let last = CoarseDate::parse("9999-12-31").unwrap();
        assert_eq!(last.stepped(Step::parse("+1d").unwrap()), None);
    }

    #[test]
    fn examples_of_parse() {
        use crate::strategy::date::Step;
        assert_eq!(Step::parse("+3w").unwrap().to_string(), "3 weeks later");
        assert!(Step::parse("3w").is_none() && Step::parse("+w").is_none());
    }
}
