//! Whether a target was met on its day.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Inside;
use super::aim::{Aim, Reaching};
use super::figure::Start;
use super::pace::Pace;
use super::path::Path;
use super::status::{Status, Thresholds};
use crate::analysis::days_after;
use crate::analysis::forecast::Point;
use crate::strategy::cadence::Cadence;
use crate::strategy::date::days_between;
use crate::strategy::kpi::Kpi;
use crate::strategy::target::Bound;

/// Progress below this is never called too early.
const CLEARLY_WORSE: Decimal = Decimal::from_parts(25, 0, 0, true, 2);

/// Which readings can be the figure of a day, in days. It depends on how often a KPI is read; monthly, if
/// nothing says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// A reading counts for a day if it is less than this older.
    before: i64,
    /// How long after the day it can still be read.
    pub(super) grace: i64,
}

impl Window {
    pub(super) fn of(kpi: &Kpi) -> Self {
        // The shortest month before, the longest after: the reading of the month before never counts for
        // this one, and the one at the end of the next is never late.
        let cadence = kpi.cadence.get().copied().unwrap_or(Cadence::MONTHLY);
        Self { before: cadence.least_days(), grace: cadence.days() }
    }

    /// The same for figures that are at least so many days apart, and at most so many.
    pub(super) fn at_least(self, shortest: i64, longest: i64) -> Self {
        Self { before: self.before.max(shortest), grace: self.grace.max(longest) }
    }

    /// True if a reading of `date` can be the figure of `day`.
    pub(super) fn holds(self, date: Date, day: Date) -> bool {
        date <= day && days_between(date, day) < self.before
    }

    pub(super) fn is_over(self, day: Date, today: Date) -> bool {
        days_between(day, today) > self.grace
    }

    /// The last day on which the figure of `day` can be read.
    pub(super) fn read_by(self, day: Date) -> Option<Date> {
        days_after(day, self.grace)
    }

    /// The figure of a day: the latest reading up to it that is not too old, otherwise the first in the
    /// grace after it.
    pub(super) fn figure_of(self, day: Date, figures: &[Point]) -> Option<Point> {
        let on_time = figures.iter().rev().find(|(date, _)| self.holds(*date, day));
        let after = || figures.iter().find(|(date, _)| *date > day && !self.is_over(day, *date));
        on_time.or_else(after).copied()
    }
}

/// A status, and what belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) status: Status,
    pub(super) days_late: Option<i64>,
}

impl Verdict {
    /// A bound that is kept, but came into force late.
    fn late(self, days_late: Option<i64>) -> Self {
        Self { days_late: days_late.filter(|_| self.status == Status::Kept), ..self }
    }
}

impl From<Status> for Verdict {
    fn from(status: Status) -> Self {
        Self { status, days_late: None }
    }
}

/// What a verdict is about: the figures that count, and today.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) figures: &'a [Point],
    pub(super) window: Window,
    pub(super) today: Date,
}

impl Case<'_> {
    /// True once a day has passed, or its own reading is in.
    pub(super) fn is_decided(&self, day: Date) -> bool {
        self.today > day || self.figures.last().is_some_and(|(date, _)| *date == day)
    }

    /// True if the latest figure is too old to say anything about a day.
    fn is_unread(&self, day: Date) -> bool {
        self.figures.last().is_none_or(|(date, _)| *date < day && !self.window.holds(*date, day))
    }

    /// Nobody has read the figure of a day: there is still time for it, or there is not.
    fn unread(&self, day: Date) -> Verdict {
        if self.window.is_over(day, self.today) { Status::Unread.into() } else { Status::Due.into() }
    }

    /// The first status that applies.
    pub(super) fn status(
        &self,
        aim: &Aim,
        start: Start,
        path: Option<&Path>,
        pace: &Pace,
        thresholds: &Thresholds,
    ) -> Verdict {
        let reaching = match aim {
            Aim::NotNow => return Status::NotNow.into(),
            Aim::None | Aim::Unreadable => return Status::NoTarget.into(),
            Aim::NoBaseline => return Status::NoBaseline.into(),
            // Out of order, the dates say nothing.
            _ if start.date.zip(aim.day()).is_some_and(|(start, day)| day <= start) => {
                return Status::Undated.into();
            }
            Aim::Keep(_, Some(day)) if self.figures.is_empty() && self.is_decided(*day) => {
                return self.unread(*day);
            }
            Aim::Keep(..) if self.figures.is_empty() => return self.no_figure(start),
            Aim::Keep(bound, day) => {
                let is_kept = self.figures.last().is_some_and(|(_, figure)| bound.includes(*figure));
                // What has been broken by then stays broken.
                return self.bound(*bound, day.filter(|day| is_kept && self.is_decided(*day)));
            }
            Aim::Reach(reaching) => reaching,
        };
        if let Some(day) = reaching.day.filter(|day| self.is_decided(*day)) {
            return match reaching.bound {
                Some(bound) if self.is_missed(bound, reaching, day) => Status::Missed.into(),
                Some(bound) => {
                    self.bound(bound, Some(day)).late(self.lateness(day, |value| bound.includes(value)))
                }
                None => self.target(reaching, day),
            };
        }
        let Some((_, figure)) = self.figures.last() else { return self.no_figure(start) };
        let is_reached = reaching.is_reached_by(*figure);
        if reaching.is_overshot_by(*figure) {
            return Status::Broken.into();
        }
        if is_reached && !path.is_some_and(|path| path.turns_back) {
            return Status::Reached.into();
        }
        let (Some(path), Some(from), Some(day)) = (path, start.date, reaching.day) else {
            return Status::Undated.into();
        };
        let is_compared = if path.is_seasonal { pace.gap_to_plan.is_some() } else { pace.expected.is_some() };
        if !is_compared {
            return Status::Undated.into();
        }
        let is_below = |least: Decimal| pace.progress.is_some_and(|progress| progress < least);
        if self.is_early((from, day), thresholds) && !is_below(CLEARLY_WORSE) {
            return Status::TooEarly.into();
        }
        if is_below(-thresholds.worse) && !path.turns_back {
            return Status::Worse.into();
        }
        match pace.pace {
            Some(pace) if pace < thresholds.at_risk => Status::OffTrack.into(),
            Some(pace) if pace < thresholds.on_track => Status::AtRisk.into(),
            // A share of a plan of 0 says nothing, but the gap to it does.
            None if path.is_seasonal && pace.gap_to_plan > Some(Decimal::ZERO) => Status::OffTrack.into(),
            // Without a pace, nothing is expected yet.
            _ => Status::OnTrack.into(),
        }
    }

    /// True if too little of the time between two days has passed.
    pub(super) fn is_early(&self, (from, day): (Date, Date), thresholds: &Thresholds) -> bool {
        let days = |from, to| Decimal::from(days_between(from, to));
        let judged_after = thresholds.judge_from.checked_mul(days(from, day));
        judged_after.is_some_and(|least| days(from, self.today) < least)
    }

    /// Nothing has been read since the start: the first reading is overdue, or it is not.
    fn no_figure(&self, start: Start) -> Verdict {
        let is_due = start.date.is_none_or(|start| self.window.is_over(start, self.today));
        if is_due { Status::NoReading.into() } else { Status::NotBegun.into() }
    }

    /// What became of a target once its day has passed.
    pub(super) fn target(&self, reaching: &Reaching, day: Date) -> Verdict {
        let Some((_, on_day)) = self.window.figure_of(day, self.figures) else { return self.unread(day) };
        let is_there_now = self.figures.last().is_some_and(|(_, value)| reaching.is_reached_by(*value));
        match (reaching.is_reached_by(on_day), is_there_now) {
            (true, true) => Status::Met.into(),
            (true, false) => Status::FellBack.into(),
            (false, false) => Status::Missed.into(),
            (false, true) => Verdict {
                status: Status::MetLate,
                days_late: self.lateness(day, |value| reaching.is_reached_by(value)),
            },
        }
    }

    /// How many days after its day a target was reached that the figure of its day did not reach.
    fn lateness(&self, day: Date, is_there: impl Fn(Decimal) -> bool) -> Option<i64> {
        let (_, on_day) = self.window.figure_of(day, self.figures)?;
        let first = self.figures.iter().find(|(date, value)| *date > day && is_there(*value));
        first.filter(|_| !is_there(on_day)).map(|(date, _)| days_between(day, *date))
    }

    /// Whether a bound is kept by the latest figure. Once a day is decided, the figure has to be of that day or later.
    pub(super) fn bound(&self, bound: Bound, decided: Option<Date>) -> Verdict {
        match (self.figures.last(), decided) {
            (_, Some(day)) if self.is_unread(day) => self.unread(day),
            (Some((_, figure)), _) if bound.includes(*figure) => Status::Kept.into(),
            (Some(_), _) => Status::Broken.into(),
            (None, _) => Status::NoReading.into(),
        }
    }

    /// True if a bound that was first to be reached was not, neither on its day nor since.
    fn is_missed(&self, bound: Bound, reaching: &Reaching, day: Date) -> bool {
        let Some((from, _)) = self.window.figure_of(day, self.figures) else { return false };
        let mut since = self.figures.iter().skip_while(|(date, _)| *date < from);
        let is_short = self.figures.last().is_some_and(|(_, value)| !reaching.is_reached_by(*value));
        is_short && !since.any(|(_, value)| bound.includes(*value))
    }

    /// How many figures have been inside a bound since it came into force; `None` if there are none since.
    pub(super) fn inside(&self, bound: Bound, since: Option<Date>) -> Option<Inside> {
        let first = since.map(|day| match self.window.figure_of(day, self.figures) {
            Some((date, _)) if date <= day => date,
            _ => days_after(day, 1).unwrap_or(day),
        });
        let counts = |date: Date| first.is_none_or(|first| date >= first);
        let in_force: Vec<_> = self.figures.iter().filter(|(date, _)| counts(*date)).collect();
        let kept = in_force.iter().filter(|(_, value)| bound.includes(*value)).count();
        (!in_force.is_empty()).then_some(Inside { kept, of: in_force.len() })
    }
}
