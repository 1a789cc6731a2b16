//! How a KPI is judged: its figure, its plan, its status and its forecast, as of today.
//!
//! A value is `None`, never a guess, if it needs something that is missing, could not be read or is too
//! large for a decimal. Values are in the KPI's unit, and nothing is rounded or limited to look better.

mod age;
mod aim;
mod figure;
mod outlook;
mod pace;
mod path;
mod reach;
mod recent;
mod status;
mod stretch;
mod verdict;

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::forecast::{Direction, Line, Point};
use crate::strategy::cadence::Cadence;
use crate::strategy::date::days_between;
use crate::strategy::kpi::{Counts, Kpi};
use crate::strategy::number::Number;
use crate::strategy::readings::Reading;
use aim::Aim;
pub use aim::TargetRow;
pub use figure::Start;
use figure::{Counting, begins, counted, expected_from, has_own_plan};
pub use outlook::Forecast;
use outlook::Limits;
use pace::Pace;
use path::Path;
pub use recent::{RECENT_DAYS, Recent};
pub use status::{Standing, Status, Thresholds};
pub use stretch::Stretch;
use verdict::{Case, Verdict, Window};

/// A value and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mark {
    /// The day.
    pub date: Date,
    /// The value, in the KPI's unit.
    pub value: Number,
}

/// What came in over an earlier stretch of time, for a sum or a running total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Before {
    /// The sum, in the KPI's unit.
    pub value: Number,
    /// The stretch of time, as exact as in the file.
    pub date: Option<String>,
    /// False if it is of another length than from the start to the target's day.
    #[serde(skip)]
    pub(crate) is_as_long: bool,
}

/// How many figures are inside a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Inside {
    /// The number of figures inside.
    pub kept: usize,
    /// The number of all figures that count.
    pub of: usize,
}

/// A KPI as of today. Values are in its unit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[allow(clippy::struct_excessive_bools)] // one for each question
pub struct Judgment {
    /// The id.
    pub id: String,
    /// The full name.
    pub name: Option<String>,
    /// What it counts, and over what time.
    pub unit: Option<String>,
    /// The owner, inheritance applied.
    pub owner: Option<String>,
    /// The goals it measures.
    pub goals: Vec<String>,
    /// How often it should be read.
    pub cadence: Option<Cadence>,
    /// What a reading is.
    pub counts: Counts,
    /// The status.
    pub status: Status,
    /// How good the status is.
    pub standing: Standing,
    /// What is judged: the latest reading, or the sum so far, and its day.
    pub figure: Option<Mark>,
    /// The age of the latest reading, in days.
    pub age_days: Option<i64>,
    /// The author's note on the latest reading.
    pub note: Option<String>,
    /// Where the path begins: the baseline, or 0 for a sum or a running total.
    pub start: Option<Start>,
    /// The day on which the gear that it measures starts, if nothing is expected before.
    pub expected_from: Option<Date>,
    /// The start of the gear that it measures, if its target is due by then and nothing of its own is planned.
    #[serde(skip)]
    pub(crate) due_before: Option<Date>,
    /// What came in before, if the KPI is a sum or a running total and says so.
    pub before: Option<Before>,
    /// The target.
    pub target: Option<TargetRow>,
    /// The plan, by day: straight lines between these points.
    pub planned: Vec<Mark>,
    /// The plan on the figure's day.
    pub planned_at_figure: Option<Number>,
    /// (figure − start) / (target − start), a ratio: below 0 it is worse than at its start, above 1 it is beyond
    /// its target. Null for a level whose plan has the shape of last year.
    pub progress: Option<Number>,
    /// (planned − start) / (target − start) on the figure's day, a ratio. Null like progress.
    pub expected: Option<Number>,
    /// progress / expected; if the plan turns back on the way, 1 − gap to plan / |target − start|; for a level whose
    /// plan has the shape of last year, 1 − gap to plan / plan.
    pub pace: Option<Number>,
    /// What is missing to the target: negative beyond it.
    pub gap: Option<Number>,
    /// What is missing to the plan on the figure's day: negative ahead of it.
    pub gap_to_plan: Option<Number>,
    /// The distance to the bound: positive inside, negative outside.
    pub margin: Option<Number>,
    /// How many figures have been inside the bound since it came into force.
    pub inside: Option<Inside>,
    /// What became of the targets of stretches of time that have ended.
    pub targets: Vec<Stretch>,
    /// How many days after the target's day the target was reached, or the bound was kept for the first time.
    pub days_late: Option<i64>,
    /// The figure of the target's day, once that day has passed.
    pub on_target_day: Option<Mark>,
    /// The day by which the baseline will be known, if it is still being found out.
    pub baseline_due: Option<Date>,
    /// The last day on which the figure of the target's day can still be read, if it is due.
    pub read_by: Option<Date>,
    /// How it has moved lately.
    pub recent: Option<Recent>,
    /// Where it is heading.
    pub forecast: Forecast,
    /// The figures that count, by day: readings, or running sums.
    pub figures: Vec<Mark>,
    /// Last year's figures, moved to this year: what had come in by each day, or the levels if the plan has
    /// their shape.
    pub last_year: Vec<Mark>,
    /// `path: last_year` is planned, and the readings of last year do not reach.
    #[serde(skip)]
    pub lacks_last_year: bool,
    /// It is a level whose plan has the shape of last year.
    #[serde(skip)]
    pub(crate) is_seasonal: bool,
    /// Nothing can be forecast: what came in is mostly nothing, and now and then a lot.
    #[serde(skip)]
    pub(crate) is_uneven: bool,
    #[serde(skip)]
    direction: Option<Direction>,
    #[serde(skip)]
    is_readable: bool,
    #[serde(skip)]
    pub(crate) today: Date,
    /// The first day of the strategy's period.
    #[serde(skip)]
    period_starts: Option<Date>,
    #[serde(skip)]
    is_keeping: bool,
    #[serde(skip)]
    line: Option<Line>,
    /// The plan, if it bends and has been kept so far.
    #[serde(skip)]
    kept: Option<Path>,
    #[serde(skip)]
    all: Vec<Point>,
}

/// What a KPI is judged by, apart from itself and its readings.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'t> {
    /// The first and the last day of the strategy's period.
    pub period: (Option<Date>, Option<Date>),
    /// The start of the earliest gear that it measures.
    pub gear_starts: Option<Date>,
    pub today: Date,
    /// The day that the report is about: of a closed strategy its end, although a figure can come in after it.
    pub as_of: Date,
    pub thresholds: &'t Thresholds,
}

/// The first day on which the figure of some day can no longer be read.
pub fn final_day(kpi: &Kpi, day: Date) -> Date {
    Window::of(kpi).read_by(day).and_then(|by| by.tomorrow().ok()).unwrap_or(Date::MAX)
}

/// The figures of a KPI as of today, without its owner and its goals.
pub fn judge((id, kpi): (&str, &Kpi), readings: &[Reading], frame: &Frame<'_>) -> Judgment {
    let Frame { period: (from, to), today, thresholds, .. } = *frame;
    let start = Start::of(kpi, from, today);
    // Nobody knows how much of it came in from the first day on.
    let counting = readings.iter().filter(|reading| !start.cuts(kpi, reading.date));
    let dated = counting.map(|reading| (reading.date.as_reading(today), reading.value.0));
    let mut history: Vec<Point> = dated.filter(|(date, _)| *date <= today).collect();
    // Of today's readings the first is for the shortest interval.
    let counts = kpi.counts();
    history.dedup_by_key(|(date, _)| *date);
    let old = path::history(kpi, start, &history, readings);
    let aim = Aim::of(kpi, start, to);
    let window = Window::of(kpi);
    let mut figures = counted(kpi, &history, start.date);
    // What comes in after its day is no longer about the limit of a sum.
    if let (Aim::Keep(_, Some(day)), false) = (&aim, counts == Counts::Level) {
        let end = window.figure_of(*day, &figures).map_or(*day, |(date, _)| date.max(*day));
        figures.retain(|(date, _)| *date <= end);
    }
    let latest = figures.last().copied();
    let expected_from = expected_from(kpi, start, &aim, frame.gear_starts);
    // Nothing is expected before the gear starts, even if the target's day comes first.
    let starts_after = |day: Date| frame.gear_starts.is_some_and(|starts| day <= starts);
    let waits = !has_own_plan(kpi) && aim.day().is_some_and(|day| starts_after(day) && today <= day);
    let path_from = expected_from.and_then(|day| begins(counts, day));
    let counting = Counting::of(start, &figures, path_from);
    // A level is planned to stay at its start until then. What has come in of a sum is in, up to its target.
    let way = aim.way(counts);
    let begin =
        path_from.zip(start.value).and_then(|(day, from)| match (counts, counting.start.value, &way) {
            (Counts::Level, ..) => Some((day, from.0)),
            (_, Some(stood), Some(reaching)) if reaching.is_reached_by(stood.0) => {
                Some((day, reaching.value))
            }
            (_, stood, _) => Some((day, stood?.0)),
        });
    let end = way.and_then(|way| way.point()).filter(|_| !waits);
    let path = end.and_then(|target| Path::of(kpi, start, (begin, frame.gear_starts), target, &old));
    let case = Case { figures: counting.figures, window, today };
    // What came in before the path begins was not planned.
    let has_begun = counts == Counts::Level || !counting.figures.is_empty();
    let plan = path.as_ref().filter(|_| has_begun || begin.is_none());
    let pace = match (&aim, start.value, latest) {
        (Aim::Reach(reaching), Some(start), Some(latest)) => Pace::of(reaching, start.0, latest, plan),
        (Aim::Keep(..), _, Some(latest)) => {
            plan.map_or_else(Pace::default, |path| Pace::toward_limit(latest, path))
        }
        _ => Pace::default(),
    };
    let Verdict { status, days_late } = case.status(&aim, counting.start, path.as_ref(), &pace, thresholds);
    let status = if waits && status.standing() != Standing::Good { Status::NotBegun } else { status };
    // The bound, and the day from which it is in force if it had to be reached first.
    let bound = match &aim {
        Aim::Keep(bound, _) => Some((*bound, expected_from)),
        Aim::Reach(reaching) => reaching.bound.map(|bound| (bound, reaching.day)),
        _ => None,
    };
    let in_force = bound.filter(|(_, since)| {
        // What was never reached has not been in force.
        status != Status::Missed && since.is_none_or(|day| case.is_decided(day))
    });
    let line = Line::of(counts, counting.start.point(), counting.figures);
    let known = history.iter().chain(&figures).chain(path.iter().flat_map(|path| &path.points));
    let limits = Limits::of(kpi, known.map(|(_, value)| *value).chain(start.value.map(|value| value.0)));
    let keeps_plan = status.keeps_a_plan(pace.pace, thresholds);
    let forecast = match (&way, start.value, latest) {
        (Some(way), Some(start), Some(latest)) if !way.is_overshot_by(latest.1) => {
            let shape = path.as_ref().filter(|path| path.shapes_the_rest(keeps_plan));
            let paths = (path.as_ref(), shape);
            outlook::forecast((start.0, way), latest, line, paths, limits, today).within_limit(
                (counts, &aim),
                way,
                latest.1,
            )
        }
        _ => Forecast::default(),
    };
    let way_lasts = counting.start.date.zip(aim.day());
    let is_early = way_lasts.is_some_and(|stretch| case.is_early(stretch, thresholds));
    let status = status.with(&forecast, is_early);
    let is_seasonal = path.as_ref().is_some_and(|path| path.is_seasonal);
    let plan = path.as_ref().zip(aim.reaching());
    let recent = Recent::of(counting.start.point(), counting.figures, plan, today);
    Judgment {
        id: id.to_owned(),
        name: kpi.name.get().cloned(),
        unit: kpi.unit.get().cloned(),
        owner: None,
        goals: Vec::new(),
        cadence: kpi.cadence.get().copied(),
        counts,
        status,
        standing: status.standing(),
        figure: latest.map(mark),
        age_days: latest.map(|(date, _)| days_between(date, frame.as_of).max(0)),
        note: latest.and_then(|(date, _)| note(readings, date, today)),
        start: Some(start).filter(|start| start.date.is_some() || start.value.is_some()),
        expected_from,
        due_before: frame
            .gear_starts
            .filter(|starts| !has_own_plan(kpi) && aim.day().is_some_and(|day| day <= *starts)),
        before: before(kpi, (start, aim::end(kpi, to))),
        target: TargetRow::of(kpi, &aim, start, to),
        planned: path.iter().flat_map(|path| &path.points).copied().map(mark).collect(),
        planned_at_figure: pace.planned.map(Number),
        progress: pace.progress.map(Number),
        expected: pace.expected.map(Number),
        pace: pace.pace.map(Number),
        gap: pace.gap.map(Number),
        gap_to_plan: pace.gap_to_plan.map(Number),
        margin: bound.zip(latest).and_then(|((bound, _), (_, value))| bound.margin(value)).map(Number),
        inside: in_force.and_then(|(bound, since)| case.inside(bound, since)),
        days_late,
        targets: stretch::ended(kpi, &aim, start, (&case, readings), thresholds),
        on_target_day: aim.point().and_then(|(day, _)| {
            let figure = case.window.figure_of(day, &figures).filter(|_| case.is_decided(day));
            figure.map(mark)
        }),
        baseline_due: kpi.baseline_due(),
        recent: if is_seasonal { recent.map(|recent| recent.at(pace.pace)) } else { recent },
        read_by: aim.day().filter(|_| status == Status::Due).and_then(|day| case.window.read_by(day)),
        forecast,
        last_year: path::last_year(kpi, start.date, aim.point().map(|(day, _)| day).or(to), &old)
            .into_iter()
            .map(mark)
            .collect(),
        lacks_last_year: path.as_ref().is_some_and(|path| {
            kpi.follows_last_year() && !kpi.has_planned_figures() && !path.is_last_year()
        }),
        is_seasonal,
        // Two points are enough for a line.
        is_uneven: counts != Counts::Level && line.is_none() && !counting.figures.is_empty(),
        direction: aim.direction(kpi),
        is_readable: aim != Aim::Unreadable,
        is_keeping: matches!(aim, Aim::Keep(..)),
        period_starts: frame.period.0,
        today,
        line,
        kept: path.filter(|path| path.bends && keeps_plan),
        // A gate can have been reached before the path began, but not by what came in before it.
        all: if counts == Counts::Level { history } else { figures.clone() },
        figures: figures.into_iter().map(mark).collect(),
    }
}

fn mark((date, value): Point) -> Mark {
    Mark { date, value: Number(value) }
}

/// The baseline of a sum or a running total, which is not its start.
fn before(kpi: &Kpi, stretch: (Start, Option<Date>)) -> Option<Before> {
    let baseline = kpi.baseline.get().filter(|_| kpi.counts() != Counts::Level)?;
    Some(Before {
        value: *baseline.value.get()?,
        date: baseline.date.get().map(ToString::to_string),
        is_as_long: aim::is_as_long(kpi, stretch),
    })
}

/// The author's note on the reading of a day.
fn note(readings: &[Reading], day: Date, today: Date) -> Option<String> {
    let reading = readings.iter().find(|reading| reading.date.as_reading(today) == day)?;
    reading.note.clone()
}

impl Judgment {
    /// True if it should rise, false if it should fall; `None` if it should stay between two values or nothing says.
    pub fn is_rising(&self) -> Option<bool> {
        self.direction.map(|direction| direction == Direction::Rising)
    }

    /// Its progress or pace in the mean of several KPIs: 1 for a bound that is kept, 0 for a broken one.
    pub fn in_a_mean(&self, ratio: Option<Number>) -> Option<Decimal> {
        match self.status {
            Status::Kept => Some(Decimal::ONE),
            Status::Broken => Some(Decimal::ZERO),
            _ => ratio.map(|ratio| ratio.0),
        }
    }

    /// The stretch that ended last, if most of what is missing to its target still is.
    pub fn bad_stretch(&self) -> Option<&Stretch> {
        let read = self.targets.iter().rev().find(|stretch| stretch.figure.is_some());
        let made_up = |stretch: &Stretch| {
            let now = self.direction.zip(self.figure).filter(|_| self.counts == Counts::Level);
            now.is_some_and(|(way, now)| way.has_reached(now.value.0, stretch.target.0))
        };
        read.filter(|stretch| stretch.standing == Standing::Bad && !made_up(stretch))
    }

    /// False if a part of the KPI that gives its direction could not be read.
    pub fn is_readable(&self) -> bool {
        self.is_readable
    }

    /// True if it has a bound that is in force from the first day.
    pub fn is_keeping(&self) -> bool {
        self.is_keeping
    }
}

#[cfg(test)]
mod tests;
