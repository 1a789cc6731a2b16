//! How a judgment must change when its case changes in a known way: all dates move, all figures are scaled, up
//! and down change places.

use jiff::civil::Date;
use num_traits::{One, Signed, Zero};

use super::case::{
    Baseline, Bound, Case, Change, Counts, Form, Kpi, Number, Period, Target, fraction, whole,
};
use super::dates::{When, days, plus, plus_years, same_day};
use super::forecast::Meets;
use super::generate::case;
use super::readings::{Point, Start, all, counting, is_cut, point};
use super::reference::{Judgment, Ratios, expected};
use super::target::{Reach, Shown, changed};

/// How many cases each relation is tried on.
const CASES: u64 = 1_000;

/// All dates are moved by some days, and all figures are multiplied. A negative factor also turns `at_least` into
/// `at_most`.
#[derive(Clone)]
struct Mapping {
    days: i64,
    factor: Number,
}

/// A bound of a sum that says how much may come in, or would if up and down changed places.
fn is_limit(bound: &Bound) -> bool {
    match bound {
        Bound::AtMost(edge) => !edge.is_negative(),
        Bound::AtLeast(edge) => edge.is_negative(),
        Bound::Between(..) => true,
    }
}

impl Mapping {
    fn date(&self, date: Date) -> Date {
        plus(date, self.days)
    }

    /// None: a longer stretch cannot be moved by days.
    fn when(&self, when: When) -> Option<When> {
        match when {
            When::Day(day) => Some(When::Day(self.date(day))),
            _ => (self.days == 0).then_some(when),
        }
    }

    fn value(&self, value: &Number) -> Number {
        value * &self.factor
    }

    /// A distance has no direction.
    fn distance(&self, distance: &Number) -> Number {
        distance * self.factor.abs()
    }

    fn bound(&self, bound: &Bound) -> Bound {
        let is_mirrored = self.factor.is_negative();
        match bound {
            Bound::AtLeast(edge) if is_mirrored => Bound::AtMost(self.value(edge)),
            Bound::AtMost(edge) if is_mirrored => Bound::AtLeast(self.value(edge)),
            Bound::Between(low, high) if is_mirrored => Bound::Between(self.value(high), self.value(low)),
            Bound::AtLeast(edge) => Bound::AtLeast(self.value(edge)),
            Bound::AtMost(edge) => Bound::AtMost(self.value(edge)),
            Bound::Between(low, high) => Bound::Between(self.value(low), self.value(high)),
        }
    }

    fn point(&self, from: &Point) -> Point {
        point(self.date(from.date), self.value(&from.value))
    }

    /// The case changed like this. None: it cannot be, or other things would have to change as well.
    fn case(&self, case: &Case) -> Option<Case> {
        // "The same day one year earlier" is not always the same number of days earlier, and a year whose figures are
        // below zero has no shape.
        if case.kpi.follows_last_year && (self.days != 0 || self.factor.is_negative()) {
            return None;
        }
        let mut kpi = case.kpi.clone();
        kpi.since = self.map(kpi.since)?;
        kpi.baseline = match kpi.baseline {
            None => None,
            Some(Baseline::Due(date)) => Some(Baseline::Due(self.when(date)?)),
            Some(Baseline::Known { value, date }) => {
                Some(Baseline::Known { value: self.value(&value), date: self.map(date)? })
            }
        };
        if let Some(target) = &mut kpi.target {
            *target = Target {
                form: self.form(&target.form, &case.kpi)?,
                date: self.map(target.date)?,
                stretch: target.stretch.as_ref().map(|stretch| self.value(stretch)),
            };
        }
        for (date, value) in kpi.targets.iter_mut().chain(&mut kpi.milestones) {
            (*date, *value) = (self.when(*date)?, self.value(value));
        }
        for reading in &mut kpi.readings {
            (reading.date, reading.value) = (self.when(reading.date)?, self.value(&reading.value));
        }
        let move_day = |day: Option<Date>| day.map(|day| self.date(day));
        let period = Period { first: move_day(case.period.first), last: move_day(case.period.last) };
        Some(Case { id: case.id.clone(), period, today: self.date(case.today), kpi })
    }

    /// None only if there is a date that cannot be moved.
    #[allow(clippy::option_option)]
    fn map(&self, date: Option<When>) -> Option<Option<When>> {
        match date {
            None => Some(None),
            Some(date) => self.when(date).map(Some),
        }
    }

    fn form(&self, form: &Form, kpi: &Kpi) -> Option<Form> {
        Some(match form {
            Form::Value(value) => Form::Value(self.value(value)),
            // Only what comes in can use up a limit.
            Form::Bound(bound)
                if self.factor.is_negative() && kpi.counts != Counts::Level && is_limit(bound) =>
            {
                return None;
            }
            Form::Bound(bound) => Form::Bound(self.bound(bound)),
            // Less of a sum is a limit, and more of it is not.
            Form::Change(_) if self.factor.is_negative() && kpi.counts != Counts::Level => return None,
            Form::Change(Change::By(difference)) => Form::Change(Change::By(self.value(difference))),
            // A percentage and a multiple need a baseline above zero. Their value does not.
            Form::Change(change @ (Change::Percent(_) | Change::Times(_))) if self.factor.is_negative() => {
                match kpi.baseline_value() {
                    Some(baseline) => Form::Value(self.value(&changed(baseline, change)?)),
                    None => form.clone(),
                }
            }
            Form::Change(_) | Form::NotNow => form.clone(),
        })
    }

    /// The judgment that must follow.
    fn judgment(&self, from: &Judgment) -> Judgment {
        let value = |value: &Option<Number>| value.as_ref().map(|value| self.value(value));
        let distance = |distance: &Option<Number>| distance.as_ref().map(|distance| self.distance(distance));
        let mut to = from.clone();
        to.figure = from.figure.as_ref().map(|figure| self.point(figure));
        to.start =
            Start { date: from.start.date.map(|date| self.date(date)), value: value(&from.start.value) };
        to.target = from.target.as_ref().map(|target| match target {
            Shown::Value(value) => Shown::Value(self.value(value)),
            Shown::Bound(bound) => Shown::Bound(self.bound(bound)),
        });
        to.target_date = from.target_date.map(|date| self.date(date));
        to.planned = from.planned.iter().map(|point| self.point(point)).collect();
        to.ratios = Ratios {
            planned_at_figure: value(&from.ratios.planned_at_figure),
            gap: distance(&from.ratios.gap),
            gap_to_plan: distance(&from.ratios.gap_to_plan),
            // Progress, expected and pace have no unit.
            ..from.ratios.clone()
        };
        to.margin = distance(&from.margin);
        for stretch in &mut to.stretches {
            stretch.time = self.when(stretch.time).unwrap();
            stretch.target = self.value(&stretch.target);
            stretch.figure = value(&stretch.figure);
        }
        to.reach = from.reach.as_ref().map(|reach| Reach {
            from: self.value(&reach.from),
            value: self.value(&reach.value),
            bound: reach.bound.as_ref().map(|bound| self.bound(bound)),
        });
        to.forecast.on_target_day = value(&from.forecast.on_target_day);
        to.forecast.meets_target = match from.forecast.meets_target {
            Meets::On(day) => Meets::On(self.date(day)),
            Meets::NotBefore(day) => Meets::NotBefore(self.date(day)),
            other => other,
        };
        to
    }
}

/// Forgets a forecast that two calendars limit on different days: two years are 730 or 731 days.
fn without_limits_of_time(judged: &mut Judgment, case: &Case) {
    let limit = plus_years(judged.target_date.unwrap_or(case.today), 2);
    if let Meets::On(day) | Meets::NotBefore(day) = judged.forecast.meets_target
        && days(limit, day).abs() <= 2
    {
        judged.forecast.meets_target = Meets::Unknown;
    }
}

/// The case with a day for each date.
fn exact(case: &Case) -> Case {
    let today = case.today;
    let mut case = case.clone();
    let kpi = &mut case.kpi;
    kpi.since = kpi.since.map(|date| When::Day(date.first()));
    if let Some(Baseline::Known { date: Some(date), .. }) = &mut kpi.baseline {
        *date = When::Day(date.as_read(today));
    }
    if let Some(date) = kpi.target.as_mut().and_then(|target| target.date.as_mut()) {
        *date = When::Day(date.last());
    }
    for (date, _) in kpi.targets.iter_mut().chain(&mut kpi.milestones) {
        *date = When::Day(date.last());
    }
    for reading in &mut kpi.readings {
        reading.date = When::Day(reading.date.as_read(today));
    }
    case
}

#[test]
fn a_longer_stretch_of_time_means_a_day() {
    // Of two readings of one day the shorter stretch counts, which days cannot tell.
    let is_distinct = |case: &Case| {
        let days: Vec<_> = case.kpi.readings.iter().map(|one| one.date.as_read(case.today)).collect();
        let mut unique = days.clone();
        unique.sort_unstable();
        unique.dedup();
        unique.len() == days.len()
    };
    // Nothing is planned between two stretches, and between two days is a year.
    let has_stretches = |case: &Case| case.kpi.counts != Counts::Level && !case.kpi.targets.is_empty();
    // A change is measured by what came in over a stretch as long as its own.
    let compares = |case: &Case| {
        let target = case.kpi.target.as_ref();
        case.kpi.counts != Counts::Level
            && target.is_some_and(|target| matches!(target.form, Form::Change(_)))
    };
    // A stretch can begin before the first day of a sum, and a day cannot.
    let is_cut = |case: &Case| {
        let before = Start::of(case).date.map(|eve| same_day(eve, -1));
        let begins_before = |date: When| before.is_some_and(|eve| date.first() <= eve && eve < date.last());
        case.kpi.readings.iter().any(|one| is_cut(case, one.date) || begins_before(one.date))
    };
    let applies = |case: &Case| is_distinct(case) && !has_stretches(case) && !compares(case) && !is_cut(case);
    for case in (0..CASES).map(case).filter(applies) {
        let mut judged = expected(&case);
        for stretch in &mut judged.stretches {
            stretch.time = When::Day(stretch.time.last());
        }
        assert_eq!(expected(&exact(&case)), judged, "{case:#?}");
    }
}

/// Checks a relation on all cases that it applies to, and returns how many there were.
fn check(mapping: &Mapping) -> usize {
    let mut checked = 0;
    for mut case in (0..CASES).map(case) {
        if !mapping.factor.is_one() {
            // A percentage stops at 100, whatever it is multiplied by.
            case.kpi.unit = None;
        }
        if mapping.days != 0 {
            case = exact(&case);
        }
        let Some(changed) = mapping.case(&case) else { continue };
        let mut must = mapping.judgment(&expected(&case));
        let mut is = expected(&changed);
        if mapping.days != 0 {
            without_limits_of_time(&mut must, &changed);
            without_limits_of_time(&mut is, &changed);
        }
        // A forecast stops at zero on its way down, and not on its way up.
        let stops = |judged: &Judgment| judged.forecast.on_target_day.as_ref().is_some_and(Number::is_zero);
        if mapping.factor.is_negative() && (stops(&must) || stops(&is)) {
            must.forecast.on_target_day = None;
            is.forecast.on_target_day = None;
        }
        assert_eq!(is, must, "{case:#?}");
        checked += 1;
    }
    checked
}

#[test]
fn moving_all_dates_moves_the_dates_of_the_judgment() {
    for days in [1, 59, -1000] {
        let checked = check(&Mapping { days, factor: Number::one() });
        assert!(checked > 700, "{checked}");
    }
}

#[test]
fn scaling_all_figures_scales_the_judgment() {
    for factor in [fraction(1, 4), fraction(3, 7), whole(1000)] {
        let checked = check(&Mapping { days: 0, factor });
        assert_eq!(checked, usize::try_from(CASES).unwrap());
    }
}

#[test]
fn a_mirrored_case_has_the_mirrored_judgment() {
    let checked = check(&Mapping { days: 0, factor: whole(-1) });
    assert!(checked > 700, "{checked}");
}

/// The same case with the running sums as its readings. None: a reading of it is not the only one of its day.
fn as_total(case: &Case) -> Option<Case> {
    let mut case = case.clone();
    let known = case.kpi.readings.iter().filter(|reading| reading.date.as_read(case.today) <= case.today);
    let is_clear = known.count() == all(&case).len();
    if case.kpi.counts != Counts::Sum || case.kpi.follows_last_year || !is_clear {
        return None;
    }
    for read in counting(&case, &Start::of(&case)) {
        let today = case.today;
        let mut readings = case.kpi.readings.iter_mut();
        let reading = readings.find(|reading| reading.date.as_read(today) == read.date)?;
        reading.value = read.value;
    }
    case.kpi.counts = Counts::Total;
    Some(case)
}

#[test]
fn a_sum_is_judged_like_the_total_of_its_pieces() {
    let mut checked = 0;
    for mut case in (0..CASES).map(case) {
        // Only a piece can be below zero or above 100 where its total is not.
        case.kpi.unit = None;
        let Some(total) = as_total(&case) else { continue };
        if case.kpi.readings.iter().any(|reading| reading.value.is_negative()) {
            continue;
        }
        let judged = expected(&case);
        assert_eq!(expected(&total), Judgment { counts: Counts::Total, ..judged }, "{case:#?}");
        checked += 1;
    }
    assert!(checked > 100, "{checked}");
}
