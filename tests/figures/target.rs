//! What a KPI is to reach or to keep, and by when.

use jiff::civil::Date;
use num_traits::{One, Signed, Zero};

use super::case::{Baseline, Bound, Case, Change, Counts, Form, Number, fraction, whole};
use super::dates::days;
use super::readings::Start;

/// The target of a KPI, with everything filled in.
#[derive(Debug, Clone)]
pub struct Aim {
    pub kind: Kind,
    pub shown: Option<Shown>,
    /// The target's day, `D`.
    pub date: Option<Date>,
}

/// The target in a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    Value(Number),
    Bound(Bound),
}

#[derive(Debug, Clone)]
pub enum Kind {
    NotNow,
    NoTarget,
    NoBaseline,
    /// The target equals the start.
    NoDirection,
    Reach(Reach),
    /// A bound that is kept or broken from the first day.
    InForce(Bound),
}

/// A figure to reach, from the start.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    pub from: Number,
    pub value: Number,
    /// The bound of which the value is the nearest edge.
    pub bound: Option<Bound>,
}

impl Reach {
    pub fn is_rising(&self) -> bool {
        self.value > self.from
    }

    /// How much of the way, (value − start) / (target − start).
    pub fn share(&self, value: &Number) -> Number {
        (value - &self.from) / (&self.value - &self.from)
    }

    pub fn span(&self) -> Number {
        if self.is_rising() { &self.value - &self.from } else { &self.from - &self.value }
    }

    /// What is missing from `value` to `to`: "rising target − figure, falling figure − target".
    pub fn missing(&self, value: &Number, to: &Number) -> Number {
        if self.is_rising() { to - value } else { value - to }
    }

    /// At or beyond the value to reach, in the direction of the way.
    pub fn is_passed_by(&self, value: &Number) -> bool {
        self.missing(value, &self.value) <= Number::zero()
    }

    /// On the far side of a `between`.
    pub fn is_overshot_by(&self, value: &Number) -> bool {
        self.is_passed_by(value) && !self.is_met_by(value)
    }

    /// The same for a plain target; inside for a bound.
    pub fn is_met_by(&self, value: &Number) -> bool {
        match &self.bound {
            Some(bound) => bound.holds(value),
            None => self.is_passed_by(value),
        }
    }
}

impl Kind {
    /// Of a sum or a total with a limit that is kept from the first day: the way from 0 to using it up.
    pub fn way_to_limit(&self, counts: Counts) -> Option<Reach> {
        match self {
            Self::InForce(bound @ (Bound::AtMost(high) | Bound::Between(_, high)))
                if counts != Counts::Level && high.is_positive() =>
            {
                Some(Reach { from: Number::zero(), value: high.clone(), bound: Some(bound.clone()) })
            }
            _ => None,
        }
    }
}

impl Aim {
    pub fn of(case: &Case, start: &Start) -> Self {
        let kpi = &case.kpi;
        let own = kpi.target.as_ref().and_then(|target| target.date).map(super::dates::When::last);
        let stretches = kpi.targets.last().map(|(date, _)| date.last());
        // "`date` (its last day), otherwise the period's last day, otherwise unknown." With `targets`, "its
        // own date (or the last stretch's last day if it has none)".
        // As long as they come to the target, or are not over before the period is.
        let is_all = |day: &Date| {
            let whole = total(case).unwrap_or_else(Number::zero);
            asks_for(case, &whole) || case.period.last.is_none_or(|last| *day >= last)
        };
        let date = own.or(stretches.filter(is_all)).or(case.period.last);
        let form = kpi.target.as_ref().map(|target| &target.form);
        let (kind, shown) = match form {
            Some(Form::NotNow) => (Kind::NotNow, None),
            Some(Form::Value(value)) => to_reach(start, value.clone()),
            Some(Form::Bound(bound)) => {
                let has_day = if kpi.counts == Counts::Level { own } else { date }.is_some();
                let kind = match &kpi.baseline {
                    // Nobody knows yet on which side of it the KPI starts.
                    Some(Baseline::Due(_)) if has_day && start.value.is_none() => Kind::NoBaseline,
                    _ => of_bound(start, bound, has_day),
                };
                (kind, Some(Shown::Bound(bound.clone())))
            }
            Some(Form::Change(change)) => {
                match kpi.baseline_value().filter(|_| is_as_long(case, start, date)) {
                    // "No baseline value: no target value, status no-baseline."
                    None => (Kind::NoBaseline, None),
                    Some(baseline) => match changed(baseline, change) {
                        None => (Kind::NoTarget, None),
                        // Less of a sum, which begins with 0, is a limit.
                        Some(value) if kpi.counts != Counts::Level && is_less(change) => {
                            let bound = Bound::AtMost(value);
                            (Kind::InForce(bound.clone()), Some(Shown::Bound(bound)))
                        }
                        Some(value) => to_reach(start, value),
                    },
                }
            }
            None => match total(case) {
                None => (Kind::NoTarget, None),
                Some(value) => to_reach(start, value),
            },
        };
        Self { kind, shown, date }
    }
}

/// Whether the targets of the stretches come to what the target asks for.
fn asks_for(case: &Case, whole: &Number) -> bool {
    match case.kpi.target.as_ref().map(|target| &target.form) {
        None | Some(Form::NotNow) => true,
        Some(Form::Value(value)) => value == whole,
        Some(Form::Bound(bound)) => bound.holds(whole),
        Some(Form::Change(change)) => {
            let value = case.kpi.baseline_value().and_then(|baseline| changed(baseline, change));
            value.is_none_or(|value| match case.kpi.counts {
                Counts::Sum | Counts::Total if is_less(change) => *whole <= value,
                _ => value == *whole,
            })
        }
    }
}

/// "As long as the one from `since:`, or the start of the period, to the target's day. It may be longer or shorter by an
/// eighth." Of a level, and without a stretch of time, nothing is compared.
fn is_as_long(case: &Case, start: &Start, end: Option<Date>) -> bool {
    let Some(Baseline::Known { date: Some(before), .. }) = &case.kpi.baseline else { return true };
    let (Some(first), Some(end)) = (start.first_day(case.kpi.counts), end) else { return true };
    if case.kpi.counts == Counts::Level || before.first() == before.last() {
        return true;
    }
    let count = |first, last| whole(days(first, last) + 1);
    let lengths = [count(before.first(), before.last()), count(first, end)];
    let longest = lengths.iter().max().unwrap();
    let shortest = lengths.iter().min().unwrap();
    shortest >= &(longest * fraction(7, 8))
}

/// "`targets` for a sum or total: their sum. For a level: the last one is the target."
fn total(case: &Case) -> Option<Number> {
    let mut values = case.kpi.targets.iter().map(|(_, value)| value);
    match case.kpi.counts {
        Counts::Level => values.next_back().cloned(),
        Counts::Sum | Counts::Total => values.cloned().reduce(|sum, value| sum + value),
    }
}

fn to_reach(start: &Start, value: Number) -> (Kind, Option<Shown>) {
    let kind = match &start.value {
        None => Kind::NoBaseline,
        // "Target to reach equal to start value."
        Some(from) if *from == value => Kind::NoDirection,
        Some(from) => Kind::Reach(Reach { from: from.clone(), value: value.clone(), bound: None }),
    };
    (kind, Some(Shown::Value(value)))
}

/// "A bound is *to reach* if its D is known, a start value is known and lies outside. For a level D must be
/// the bound's own `date`; for a sum or total D defaults to the period's end. Otherwise it is *in force* from
/// the first day."
fn of_bound(start: &Start, bound: &Bound, has_day: bool) -> Kind {
    match &start.value {
        Some(from) if has_day && !bound.holds(from) => {
            let (from, value) = (from.clone(), bound.nearest_edge(from));
            Kind::Reach(Reach { from, value, bound: Some(bound.clone()) })
        }
        _ => Kind::InForce(bound.clone()),
    }
}

fn is_less(change: &Change) -> bool {
    match change {
        Change::Percent(by) | Change::By(by) => by.is_negative(),
        Change::Times(factor) => *factor < Number::one(),
    }
}

/// "`+10%` b·1.10, `-20%` b·0.80, `+5` b+5, `-5` b−5, `x2` b·2, `x1.5` b·1.5."
pub fn changed(baseline: &Number, change: &Change) -> Option<Number> {
    match change {
        // "A percentage of a baseline that is 0 or negative is reported as an error, and has no target value." A multiple
        // of it neither.
        Change::Percent(_) | Change::Times(_) if *baseline <= Number::zero() => None,
        Change::Percent(percent) => Some(baseline * (Number::one() + percent / whole(100))),
        Change::By(difference) => Some(baseline + difference),
        Change::Times(factor) => Some(baseline * factor),
    }
}
