//! The input: what a strategy file says about one KPI.

use jiff::civil::Date;
use num_bigint::BigInt;
use num_rational::BigRational;

use super::dates::When;

/// An exact fraction.
pub type Number = BigRational;

/// A KPI, the strategy's period, and the day on which it is judged.
#[derive(Debug, Clone)]
pub struct Case {
    pub id: String,
    pub period: Period,
    pub today: Date,
    pub kpi: Kpi,
}

/// The first and the last day of the strategy.
#[derive(Debug, Clone, Copy, Default)]
pub struct Period {
    pub first: Option<Date>,
    pub last: Option<Date>,
}

#[derive(Debug, Clone, Default)]
pub struct Kpi {
    pub unit: Option<&'static str>,
    pub cadence: Option<Cadence>,
    pub counts: Counts,
    pub since: Option<When>,
    pub baseline: Option<Baseline>,
    pub target: Option<Target>,
    /// A target for each stretch of time, in the order of their dates.
    pub targets: Vec<(When, Number)>,
    pub milestones: Vec<(When, Number)>,
    pub follows_last_year: bool,
    /// In the order of the file.
    pub readings: Vec<Reading>,
    /// The effective start of the earliest gear that names it: it is not in the file.
    pub expected_from: Option<Date>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Counts {
    #[default]
    Level,
    Sum,
    Total,
}

#[derive(Debug, Clone)]
pub enum Baseline {
    Known {
        value: Number,
        date: Option<When>,
    },
    /// It is still being found out.
    Due(When),
}

#[derive(Debug, Clone)]
pub struct Target {
    pub form: Form,
    pub date: Option<When>,
    pub stretch: Option<Number>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    Value(Number),
    Bound(Bound),
    Change(Change),
    NotNow,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    AtLeast(Number),
    AtMost(Number),
    Between(Number, Number),
}

/// A target that is said as a change of the baseline's figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// `+10%`, `-20%`
    Percent(Number),
    /// `+5`, `-5`
    By(Number),
    /// `x2`
    Times(Number),
}

#[derive(Debug, Clone)]
pub struct Reading {
    pub date: When,
    pub value: Number,
    pub note: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cadence {
    pub unit: Unit,
    pub times: Times,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// `weekly`
    Once,
    /// `every 2 weeks`
    Every(i64),
    /// `3 per week`
    Per(i64),
}

impl Kpi {
    fn paced(&self, of: impl Fn(Unit) -> i64) -> i64 {
        // "Monthly where none is said."
        let Some(cadence) = self.cadence else { return of(Unit::Month) };
        // "`every n <unit>` multiplies both by n; `n per <unit>` uses the unit's."
        match cadence.times {
            Times::Every(n) => n * of(cadence.unit),
            Times::Once | Times::Per(_) => of(cadence.unit),
        }
    }

    /// "Later than `D` − 1, 7, 28, 90 or 365 days, by the cadence."
    pub fn window(&self) -> i64 {
        self.paced(|unit| match unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 28,
            Unit::Quarter => 90,
            Unit::Year => 365,
        })
    }

    /// "The first in the grace after it: 1, 7, 31, 92, 366 days."
    pub fn grace(&self) -> i64 {
        self.paced(|unit| match unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 31,
            Unit::Quarter => 92,
            Unit::Year => 366,
        })
    }

    /// "The path begins at the later of the baseline's day and the effective start of the earliest gear that names it."
    /// Its own milestones and targets decide instead. Of a sum, that start is the first day that counts.
    pub fn begins(&self, start: Date) -> Date {
        let has_own = self.follows_last_year || !self.milestones.is_empty() || !self.targets.is_empty();
        let first = self.expected_from.filter(|_| !has_own);
        let eve = if self.counts == Counts::Level { 0 } else { -1 };
        first.map_or(start, |first| start.max(super::dates::plus(first, eve)))
    }

    /// The baseline's figure, if it is known.
    pub fn baseline_value(&self) -> Option<&Number> {
        match &self.baseline {
            Some(Baseline::Known { value, .. }) => Some(value),
            Some(Baseline::Due(_)) | None => None,
        }
    }
}

impl Bound {
    /// "Equal counts as inside."
    pub fn holds(&self, value: &Number) -> bool {
        match self {
            Self::AtLeast(low) => value >= low,
            Self::AtMost(high) => value <= high,
            Self::Between(low, high) => low <= value && value <= high,
        }
    }

    /// "`at_least`: figure − bound; `at_most`: bound − figure; between: the smaller of the distances to the two
    /// edges, negative outside (minus the distance to the nearest edge)."
    pub fn margin(&self, value: &Number) -> Number {
        match self {
            Self::AtLeast(low) => value - low,
            Self::AtMost(high) => high - value,
            Self::Between(low, high) => (value - low).min(high - value),
        }
    }

    /// "The value to reach is the nearest edge of the bound", for a value outside.
    pub fn nearest_edge(&self, value: &Number) -> Number {
        match self {
            Self::AtLeast(edge) | Self::AtMost(edge) => edge.clone(),
            Self::Between(low, high) => if value < low { low } else { high }.clone(),
        }
    }
}

pub fn whole(number: i64) -> Number {
    Number::from_integer(BigInt::from(number))
}

pub fn hundredths(number: i64) -> Number {
    Number::new(BigInt::from(number), BigInt::from(100))
}

/// A number as people write it: `-9.20`.
pub fn number(text: &str) -> Number {
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let digits: BigInt = text.replace('.', "").parse().unwrap();
    Number::new(digits, BigInt::from(10).pow(u32::try_from(decimals).unwrap()))
}

pub fn fraction(numerator: i64, denominator: i64) -> Number {
    Number::new(BigInt::from(numerator), BigInt::from(denominator))
}
