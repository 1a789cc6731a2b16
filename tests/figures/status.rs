//! The status of a KPI: the first rule that applies.

use jiff::civil::Date;
use num_traits::{Signed, Zero};

use super::case::{Bound, Case, Counts, Number, fraction, whole};
use super::dates::{days, plus};
use super::forecast::Forecast;
use super::path::Path;
use super::readings::{Read, Start};
use super::reference::Ratios;
use super::target::{Aim, Kind, Reach};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    NotNow,
    NoTarget,
    NoBaseline,
    NoReading,
    NotBegun,
    Undated,
    TooEarly,
    OnTrack,
    EndsShort,
    EndsOver,
    AtRisk,
    OffTrack,
    Worse,
    Reached,
    Due,
    Met,
    MetLate,
    FellBack,
    Missed,
    Unread,
    Kept,
    Broken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Good,
    Watch,
    Bad,
    Open,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Self::NotNow => "not-now",
            Self::NoTarget => "no-target",
            Self::NoBaseline => "no-baseline",
            Self::NoReading => "no-reading",
            Self::NotBegun => "not-begun",
            Self::Undated => "undated",
            Self::TooEarly => "too-early",
            Self::OnTrack => "on-track",
            Self::EndsShort => "ends-short",
            Self::EndsOver => "ends-over",
            Self::AtRisk => "at-risk",
            Self::OffTrack => "off-track",
            Self::Worse => "worse",
            Self::Reached => "reached",
            Self::Due => "due",
            Self::Met => "met",
            Self::MetLate => "met-late",
            Self::FellBack => "fell-back",
            Self::Missed => "missed",
            Self::Unread => "unread",
            Self::Kept => "kept",
            Self::Broken => "broken",
        }
    }

    /// "good = on-track reached met kept; watch = ends-short ends-over at-risk met-late due; bad = off-track worse missed broken
    /// fell-back unread; open = the rest."
    pub fn standing(self) -> Standing {
        match self {
            Self::OnTrack | Self::Reached | Self::Met | Self::Kept => Standing::Good,
            Self::EndsShort | Self::EndsOver | Self::AtRisk | Self::MetLate | Self::Due => Standing::Watch,
            Self::OffTrack | Self::Worse | Self::Missed | Self::Broken | Self::FellBack | Self::Unread => {
                Standing::Bad
            }
            Self::NotNow
            | Self::NoTarget
            | Self::NoBaseline
            | Self::NoReading
            | Self::NotBegun
            | Self::Undated
            | Self::TooEarly => Standing::Open,
        }
    }
}

impl Standing {
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Watch => "watch",
            Self::Bad => "bad",
            Self::Open => "open",
        }
    }
}

/// Everything that the rules look at.
pub struct Facts<'a> {
    pub case: &'a Case,
    pub start: &'a Start,
    pub aim: &'a Aim,
    pub path: Option<&'a Path>,
    pub readings: &'a [Read],
    pub ratios: &'a Ratios,
}

impl Facts<'_> {
    pub fn status(&self) -> Status {
        let has_own_day = self.case.kpi.counts != Counts::Level
            || self.case.kpi.target.as_ref().is_none_or(|target| target.date.is_some());
        let is_own = |_: &Date| has_own_day || matches!(self.aim.kind, Kind::Reach(_));
        let due = self.aim.date.filter(is_own);
        if matches!(self.aim.kind, Kind::InForce(_) | Kind::Reach(_))
            && self.start.date.zip(due).is_some_and(|(start, date)| date <= start)
        {
            return Status::Undated;
        }
        // 1 to 3.
        match &self.aim.kind {
            Kind::NotNow => Status::NotNow,
            Kind::NoTarget | Kind::NoDirection => Status::NoTarget,
            Kind::NoBaseline => Status::NoBaseline,
            Kind::InForce(bound) => match self.readings.last() {
                None => self.without_figure(),
                // "Nothing is expected of a gear before it starts."
                Some(figure) if figure.date <= self.begin() => self.without_figure(),
                // 5. "Bound in force → `kept` / `broken`." Kept by what was read long before its day, nobody knows.
                Some(figure) => match due {
                    Some(date)
                        if kept(bound, figure) == Status::Kept
                            && self.case.today > date
                            && figure.date <= plus(date, -self.case.kpi.window()) =>
                    {
                        self.due_or_unread(date)
                    }
                    _ => kept(bound, figure),
                },
            },
            Kind::Reach(reach) => match self.readings.last() {
                None => self.without_figure(),
                Some(figure) => self.with_figure(reach, figure),
            },
        }
    }

    /// Where the path begins.
    fn begin(&self) -> Date {
        self.start.date.map_or(Date::MIN, |date| self.case.kpi.begins(date))
    }

    /// 4. "No figure".
    fn without_figure(&self) -> Status {
        let (kpi, today) = (&self.case.kpi, self.case.today);
        // "A decided target or bound (T > D) without figure: `due` while T ≤ D + grace, otherwise `unread`."
        // A level's bound in force without a day of its own is never decided.
        let has_own_day = kpi.target.as_ref().is_some_and(|target| target.date.is_some());
        let is_endless =
            matches!(self.aim.kind, Kind::InForce(_)) && kpi.counts == Counts::Level && !has_own_day;
        if let Some(date) = self.aim.date.filter(|date| today > *date && !is_endless) {
            return self.due_or_unread(date);
        }
        // "Start day known and (T < first day, or T ≤ start day + grace) → `not-begun`."
        let is_before = self.start.first_day(kpi.counts).is_some_and(|first| today < first);
        let begin = self.start.date.map(|date| kpi.begins(date));
        let is_fresh = begin.is_some_and(|date| today <= plus(date, kpi.grace()));
        if is_before || is_fresh { Status::NotBegun } else { Status::NoReading }
    }

    fn due_or_unread(&self, date: Date) -> Status {
        if self.case.today <= plus(date, self.case.kpi.grace()) { Status::Due } else { Status::Unread }
    }

    /// The day of the target, if the verdict is about that day: "decided = T > D, or the figure is dated D".
    pub fn decided_on(&self) -> Option<Date> {
        let date = self.aim.date?;
        let is_past = self.case.today > date;
        let is_read = self.readings.last().is_some_and(|figure| figure.date == date);
        // 6 comes before 7: "For D known, but no start day, rule 7 still applies."
        let applies = self.path.is_some() || self.start.date.is_none();
        (applies && (is_past || is_read)).then_some(date)
    }

    fn with_figure(&self, reach: &Reach, figure: &Read) -> Status {
        // "Until then the plan is the baseline, the status is *not begun*."
        let begin =
            self.start.date.map(|date| self.case.kpi.begins(date)).filter(|it| Some(*it) > self.start.date);
        if begin.is_some_and(|begin| figure.date <= begin) && self.decided_on().is_none() {
            return self.without_figure();
        }
        if let Some(date) = self.decided_on() {
            return match &reach.bound {
                Some(bound) => self.decided_bound(reach, bound, figure, date),
                None => self.verdict(reach, figure, date),
            };
        }
        if let Some(bound) = &reach.bound {
            // "To reach, not decided yet: on the far side of a `between` → `broken`; otherwise as any target to
            // reach."
            if reach.is_passed_by(&figure.value) && !bound.holds(&figure.value) {
                return Status::Broken;
            }
        }
        let is_met = reach.is_met_by(&figure.value);
        match (self.path, self.start.date, self.aim.date) {
            (Some(path), Some(start), Some(date)) => self.on_the_way(reach, path, is_met, [start, date]),
            // 6. "No path because dates are missing or out of order: figure at or beyond the target →
            // `reached`; otherwise `undated`."
            _ if is_met => Status::Reached,
            _ => Status::Undated,
        }
    }

    /// 7. "Verdict (targets to reach)".
    fn verdict(&self, reach: &Reach, figure: &Read, date: Date) -> Status {
        let Some(of_the_day) = self.figure_of_the_day(date) else {
            // "None: T ≤ D + g → `due`; else `unread`."
            return self.due_or_unread(date);
        };
        match (reach.is_met_by(&of_the_day.value), reach.is_met_by(&figure.value)) {
            // "f_D at or beyond target: the latest figure still is → `met`; else `fell-back`."
            (true, true) => Status::Met,
            (true, false) => Status::FellBack,
            // "f_D short: the latest figure is at or beyond → `met-late`; else `missed`."
            (false, true) => Status::MetLate,
            (false, false) => Status::Missed,
        }
    }

    /// "The latest counting reading with D − w < date ≤ D; if none, the first with D < date ≤ D + g."
    pub fn figure_of_the_day(&self, date: Date) -> Option<&Read> {
        let opens = plus(date, -self.case.kpi.window());
        let closes = plus(date, self.case.kpi.grace());
        let mut before = self.readings.iter().rev();
        let mut after = self.readings.iter();
        let in_window = before.find(|read| opens < read.date && read.date <= date);
        in_window.or_else(|| after.find(|read| date < read.date && read.date <= closes))
    }

    /// "`kept` or `broken` by the latest reading, but: if decided and the figure is dated before the window of the
    /// figure of the day, `due` while the grace lasts, then `unread`." A bound with a date "is first a target to reach
    /// by then": short of it on its day, in every reading since and now, it is "missed: not met and not met now".
    fn decided_bound(&self, reach: &Reach, bound: &Bound, figure: &Read, date: Date) -> Status {
        let opens = plus(date, -self.case.kpi.window());
        if figure.date <= opens {
            return self.due_or_unread(date);
        }
        let of_the_day = self.figure_of_the_day(date).map(|read| read.date);
        let mut since = self.readings.iter().filter(|read| of_the_day.is_some_and(|from| read.date >= from));
        let was_never_inside = of_the_day.is_some() && since.all(|read| !bound.holds(&read.value));
        if was_never_inside && !reach.is_passed_by(&figure.value) {
            return Status::Missed;
        }
        kept(bound, figure)
    }

    /// 8 to 11: before the target's day.
    fn on_the_way(&self, reach: &Reach, path: &Path, is_met: bool, [start, end]: [Date; 2]) -> Status {
        let is_straight = !path.turns_back(reach);
        // A level in the shape of last year has no progress; it is not worse than at its start, but off its plan.
        let progress = self.ratios.progress.clone().unwrap_or_else(Number::zero);
        let is_behind = self.ratios.gap_to_plan.as_ref().is_some_and(Signed::is_positive);
        // 8. "At or beyond the target and the path does not turn back → `reached`."
        if is_met && is_straight {
            return Status::Reached;
        }
        // 9. "(today − start's day) < judge-from (0.1) × (D − start's day), and progress ≥ −0.25."
        if self.is_early([start, end]) && progress >= fraction(-25, 100) {
            return Status::TooEarly;
        }
        // 10. "progress < −worse (0.05), path does not turn back → `worse`."
        if progress < fraction(-5, 100) && is_straight {
            return Status::Worse;
        }
        // 11. "pace null (expected is 0) → `on-track`. pace ≥ 0.9 on-track, ≥ 0.7 at-risk, else off-track."
        match &self.ratios.pace {
            None if path.is_seasonal(self.case) && is_behind => Status::OffTrack,
            None => Status::OnTrack,
            Some(pace) if *pace >= fraction(9, 10) => Status::OnTrack,
            Some(pace) if *pace >= fraction(7, 10) => Status::AtRisk,
            Some(_) => Status::OffTrack,
        }
    }

    fn is_early(&self, [start, end]: [Date; 2]) -> bool {
        let start = self.case.kpi.begins(start);
        whole(days(start, self.case.today)) < whole(days(start, end)) * fraction(1, 10)
    }

    /// "ends-short: on track by its pace, and by its forecast not there on the day. ends-over: within its limit, and by
    /// its forecast beyond it, once it is not too early to say."
    pub fn by_the_forecast(&self, status: Status, forecast: &Forecast) -> Status {
        let is_fine = matches!(status, Status::OnTrack | Status::Reached | Status::Kept);
        let is_early =
            self.start.date.zip(self.aim.date).is_some_and(|(start, end)| self.is_early([start, end]));
        if is_fine && forecast.is_over && !is_early {
            return Status::EndsOver;
        }
        if status == Status::OnTrack && forecast.is_short { Status::EndsShort } else { status }
    }

    /// True if there is a figure of the target's day, and it is not at the target.
    pub fn is_short_on_its_day(&self, reach: &Reach) -> bool {
        let of_the_day = self.aim.date.and_then(|date| self.figure_of_the_day(date));
        of_the_day.is_some_and(|read| !reach.is_met_by(&read.value))
    }

    /// "Days late = (first reading date after D that is at or beyond) − D."
    pub fn days_late(&self, reach: &Reach) -> Option<i64> {
        let date = self.aim.date?;
        let first = self.readings.iter().find(|read| read.date > date && reach.is_met_by(&read.value))?;
        Some(days(date, first.date))
    }
}

fn kept(bound: &Bound, figure: &Read) -> Status {
    if bound.holds(&figure.value) { Status::Kept } else { Status::Broken }
}
