//! Where a KPI is heading.

use jiff::civil::Date;
use num_traits::{Signed, ToPrimitive, Zero};

use super::case::{Bound, Case, Counts, Number, whole};
use super::dates::{days, plus, plus_years};
use super::path::Path;
use super::readings::{Point, Read, Start, all, point};
use super::target::{Aim, Reach};

#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    pub on_target_day: Option<Number>,
    pub meets_target: Meets,
    pub is_short: bool,
    pub is_over: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meets {
    Met,
    On(Date),
    Never,
    /// Later than the forecast looks; the first day on which it does not look.
    NotBefore(Date),
    Unknown,
}

impl Forecast {
    pub const NONE: Self =
        Self { on_target_day: None, meets_target: Meets::Unknown, is_short: false, is_over: false };

    /// "Only for targets to reach (and bounds to reach), with a figure."
    pub fn of(
        case: &Case,
        start: &Start,
        readings: &[Read],
        reach: &Reach,
        (path, is_kept): (Option<&Path>, bool),
        date: Option<Date>,
    ) -> Self {
        let Some(figure) = readings.last() else { return Self::NONE };
        let slope = match case.kpi.counts {
            Counts::Level => slope_of_level(case, start, readings),
            Counts::Sum | Counts::Total => rate_of_sum(case, start, readings),
        };
        // "Decided: nothing is forecast; only a reading can say what happened."
        let is_met = reach.is_passed_by(&figure.value);
        if date.is_some_and(|date| case.today > date || figure.date == date) {
            let meets_target = if is_met { Meets::Met } else { Meets::Unknown };
            return Self { meets_target, ..Self::NONE };
        }
        let turns_back = path.is_some_and(|path| path.turns_back(reach));
        // Milestones and `targets` say how much is to come when: of a sum always, of a level as long as they are kept.
        let is_sum = case.kpi.counts != Counts::Level;
        let shape =
            path.filter(|path| path.is_last_year() || turns_back || (path.bends && (is_sum || is_kept)));
        let behind = path.filter(|path| path.bends && shape.is_none());
        let along_plan = behind.map(|path| &reach.value + &figure.value - path.planned(figure.date));
        // "Value at D is null if D is unknown or D < figure's day."
        let left = date.map(|date| days(figure.date, date)).filter(|left| *left >= 0);
        let value = left.and_then(|left| match shape {
            // "Value at D = figure × target / planned(figure's day) if planned > 0, otherwise null."
            // "On another path that turns back: the target, moved by the distance from the plan." So for a level.
            Some(path) if !path.is_last_year() && (turns_back || !is_sum) => {
                Some(&reach.value + &figure.value - path.planned(figure.date))
            }
            Some(path) => share(figure, path, reach).map(|share| share * &reach.value),
            // Levels: the "line through the latest point". Sums: "figure + rate × (D − figure's day)".
            None => slope.as_ref().map(|slope| {
                let straight = &figure.value + slope * whole(left);
                match &along_plan {
                    // A level behind its plan ends where the slower of the rate and the plan leads.
                    Some(along) if reach.missing(&straight, along) < Number::zero() => along.clone(),
                    _ => straight,
                }
            }),
        });
        let on_target_day = value.map(|value| limited(value, case, start, readings, reach, path));
        // "Figure at or beyond → `met`."
        let meets_target = if turns_back {
            Meets::Unknown
        } else if is_met {
            Meets::Met
        } else {
            match slope {
                // "The day of reaching: reached now, otherwise unknown."
                _ if path.is_some_and(Path::is_last_year) => Meets::Unknown,
                // Along the plan, moved or as a share of it, if that gets there in time.
                _ if shape.is_some() => along(shape, figure, reach, is_sum).map_or(Meets::Unknown, Meets::On),
                None => Meets::Unknown,
                Some(slope) => {
                    let straight = reached_on(figure, &slope, reach, date.unwrap_or(case.today));
                    match (straight, behind.map(|path| along(Some(path), figure, reach, false))) {
                        (Meets::On(one), Some(Some(other))) => Meets::On(one.max(other)),
                        (Meets::On(one), Some(None)) if date.is_none_or(|date| one <= date) => Meets::Unknown,
                        (straight, _) => straight,
                    }
                }
            }
        };
        // "More than a tenth of the distance from start to target short" (of the target, for a level in the shape of
        // last year); where milestones are planned that the forecast does not follow, the plan moved to the figure,
        // or for a sum its share, has to miss it as well.
        let is_missed = |value: &Number| {
            let is_seasonal = path.is_some_and(|path| path.is_seasonal(case));
            let way = if is_seasonal { reach.value.abs() } else { reach.span() };
            reach.missing(value, &reach.value) > way / whole(10)
        };
        let is_short =
            on_target_day.as_ref().is_some_and(is_missed) && along_plan.as_ref().is_none_or(is_missed);
        // "Above the limit of a sum by more than a tenth of what is left to it."
        let high = match &reach.bound {
            Some(Bound::AtMost(high) | Bound::Between(_, high)) if is_sum && reach.is_rising() => Some(high),
            _ => None,
        };
        let ends = on_target_day.as_ref().zip(high);
        let is_over = ends.is_some_and(|(end, high)| end > &(high + (high - &figure.value) / whole(10)));
        Self { on_target_day, meets_target, is_short, is_over }
    }

    /// A limit is nothing to reach.
    pub fn of_limit(self) -> Self {
        Self { meets_target: Meets::Unknown, is_short: false, ..self }
    }
}

/// What has come in as a share of the plan, if something of the target was planned.
fn share(figure: &Read, path: &Path, reach: &Reach) -> Option<Number> {
    let planned = path.planned(figure.date);
    (&planned * &reach.value).is_positive().then(|| &figure.value / planned)
}

/// The first day after the figure on which the rest of the plan gets to the target.
fn along(path: Option<&Path>, figure: &Read, reach: &Reach, is_sum: bool) -> Option<Date> {
    let path = path?;
    let is_there = |day: Date| -> Option<bool> {
        let planned = path.planned(day);
        if is_sum {
            return Some((share(figure, path, reach)? * planned).abs() >= reach.value.abs());
        }
        Some(reach.is_passed_by(&(&figure.value + planned - path.planned(figure.date))))
    };
    let end = path.points.last()?.date;
    let (mut low, mut high) = (0, days(figure.date, end));
    if high <= 0 || !is_there(end)? {
        return None;
    }
    while high - low > 1 {
        let middle = i64::midpoint(low, high);
        *(if is_there(plus(figure.date, middle))? { &mut high } else { &mut low }) = middle;
    }
    Some(plus(figure.date, high))
}

/// "Uses the start and readings from then on, never older ones": if its gear starts later, the figure of that day.
fn points(case: &Case, start: &Start, readings: &[Read]) -> Vec<Point> {
    let begin = start.date.map(|date| case.kpi.begins(date)).filter(|begin| Some(*begin) > start.date);
    // A gear that starts after the target's day says nothing about the way there.
    let end = Aim::of(case, start).date;
    let begin = begin.filter(|begin| end.is_none_or(|end| *begin < end));
    let readings = readings.iter().map(|read| point(read.date, read.value.clone()));
    let (old, new): (Vec<Point>, Vec<Point>) =
        readings.partition(|read| begin.is_some_and(|begin| read.date <= begin));
    let stood = old.last().map(|read| read.value.clone()).or(start.value.clone());
    let start = begin.or(start.date).zip(stood).map(|(date, value)| point(date, value));
    start.into_iter().chain(new).collect()
}

/// "Level: start (if its day is known and it has a value) and counting readings, Theil–Sen through them (the
/// median of the slopes between every two points). Fewer than two points: null."
fn slope_of_level(case: &Case, start: &Start, readings: &[Read]) -> Option<Number> {
    let points = points(case, start, readings);
    let mut slopes = Vec::new();
    for (index, from) in points.iter().enumerate() {
        for to in &points[index + 1..] {
            slopes.push((&to.value - &from.value) / whole(days(from.date, to.date)));
        }
    }
    median(slopes)
}

/// "Sum: pieces = each counting reading, over the days since the one before (the first: since the start's
/// day). Total: differences. Rate = median of piece/days. One piece is enough." A median of 0 is no rate for what did
/// come in: such pieces are "too uneven to forecast".
fn rate_of_sum(case: &Case, start: &Start, readings: &[Read]) -> Option<Number> {
    let points = points(case, start, readings);
    // The difference of two neighboring sums is the piece between them.
    let rates = points.windows(2).map(|pair| {
        let (from, to) = (&pair[0], &pair[1]);
        (&to.value - &from.value) / whole(days(from.date, to.date))
    });
    let has_come_in =
        points.last().zip(points.first()).is_some_and(|(last, first)| last.value != first.value);
    median(rates.collect()).filter(|rate| !rate.is_zero() || !has_come_in)
}

/// "An even number: the mean of the two in the middle."
fn median(mut values: Vec<Number>) -> Option<Number> {
    values.sort();
    let middle = values.len() / 2;
    let upper = values.get(middle)?;
    if values.len() % 2 == 1 { Some(upper.clone()) } else { Some((&values[middle - 1] + upper) / whole(2)) }
}

/// "Not below 0 if no known figure (readings, also those of last year, start, target, path points) is below 0; not above 100
/// if the unit is `percent` (also `%`) and no known figure is above 100."
fn limited(
    value: Number,
    case: &Case,
    start: &Start,
    readings: &[Read],
    reach: &Reach,
    path: Option<&Path>,
) -> Number {
    let points = path.map_or(&[][..], |path| path.points.as_slice()).iter().map(|point| &point.value);
    let last_year = all(case);
    let known: Vec<&Number> = readings
        .iter()
        .chain(&last_year)
        .flat_map(|read| [&read.given, &read.value])
        .chain(&start.value)
        .chain([&reach.value])
        .chain(points)
        .collect();
    let (zero, hundred) = (Number::zero(), whole(100));
    if value < zero && known.iter().all(|known| **known >= zero) {
        return zero;
    }
    let is_percent = matches!(case.kpi.unit, Some("percent" | "%"));
    if is_percent && value > hundred && known.iter().all(|known| **known <= hundred) {
        return hundred;
    }
    value
}

/// "Slope 0 or away → `never`; otherwise the day, rounded up to a whole day, at least one day after the figure's
/// day. More than two years after D (D unknown: after today): `not-before` with the first day beyond that limit.
/// Same calendar day two years on (29 Feb → 28 Feb)."
fn reached_on(figure: &Read, slope: &Number, reach: &Reach, from: Date) -> Meets {
    let missing = &reach.value - &figure.value;
    if slope.is_zero() || slope.is_positive() != missing.is_positive() {
        return Meets::Never;
    }
    let limit = plus_years(from, 2);
    let needed = (missing / slope).ceil().to_integer().to_i64().unwrap_or(i64::MAX).max(1);
    if needed > days(figure.date, limit) {
        Meets::NotBefore(plus(limit, 1))
    } else {
        Meets::On(plus(figure.date, needed))
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::{Baseline, Form, Kpi, Period, Reading, Target, number};
    use super::super::dates::{When, day};
    use super::super::reference::expected;
    use super::*;

    /// One more each day, from 100 on.
    fn reaching(target: &str) -> Meets {
        let kpi = Kpi {
            baseline: Some(Baseline::Known { value: whole(100), date: None }),
            target: Some(Target { form: Form::Value(number(target)), date: None, stretch: None }),
            readings: vec![Reading { date: When::Day(day(2027, 1, 1)), value: whole(101), note: None }],
            ..Kpi::default()
        };
        let period = Period { first: Some(day(2027, 1, 1)), last: Some(day(2027, 12, 31)) };
        let today = day(2027, 1, 1);
        expected(&Case { id: "steady".to_owned(), period, today, kpi }).forecast.meets_target
    }

    #[test]
    fn a_forecast_ends_two_years_after_the_target() {
        // 2028 has 366 days, so the end of 2029 is day 1,096.
        assert_eq!(reaching("1195.5"), Meets::On(day(2029, 12, 31)));
        assert_eq!(reaching("1196"), Meets::On(day(2029, 12, 31)));
        assert_eq!(reaching("1196.01"), Meets::NotBefore(day(2030, 1, 1)));
    }
}
