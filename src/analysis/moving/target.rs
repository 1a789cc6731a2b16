//! What can move, and to which dates.

use jiff::Span as Days;
use jiff::civil::Date;

use super::{Asked, MovedDate, TooFar};
use crate::analysis::Analysis;
use crate::analysis::campaigns::CampaignPlan;
use crate::analysis::gears::SequenceGear;
use crate::analysis::schedule::Scheduled;
use crate::strategy::activity::ActivityStatus;
use crate::strategy::date::{CoarseDate, days_between};
use crate::strategy::gear::PurposeKind;
use crate::strategy::step::Step;
use crate::strategy::subject::Subject;

/// A gear, a campaign or an activity.
pub(crate) struct Target {
    /// Its full name.
    pub(crate) name: String,
    pub(crate) subject: Subject,
    /// Its own start, and the one that is in effect, perhaps that of an activity.
    pub(super) start: Option<CoarseDate>,
    effective_start: Option<CoarseDate>,
    /// The first day on which an activity drives it, if it is a gear.
    driven_from: Option<CoarseDate>,
    end: Option<CoarseDate>,
    /// The key of its start: `date` for something that happens on one day.
    key: &'static str,
}

/// How far something moves.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shift {
    Step(Step),
    Days(i64),
}

impl Shift {
    fn of(self, date: CoarseDate) -> Option<CoarseDate> {
        match self {
            Self::Step(step) => date.stepped(step),
            Self::Days(0) => Some(date),
            Self::Days(days) => later(date.first, days),
        }
    }

    /// The end of something that keeps its length: a coarse one counts to its last day, and what is months long stays so.
    fn of_end(self, date: CoarseDate, start: Option<CoarseDate>) -> Option<CoarseDate> {
        match self {
            Self::Days(days) if days != 0 => later(date.last, days),
            Self::Step(step) if date.is_exact() && start.is_none_or(|start| start.first.day() == 1) => {
                date.stepped_as_end(step)
            }
            _ => self.of(date),
        }
    }
}

impl Target {
    pub(crate) fn of_gear(purpose: PurposeKind, gear: &SequenceGear<'_>) -> Self {
        Self {
            name: format!("{purpose}.{}", gear.kind),
            subject: Subject::Gear(purpose, gear.kind),
            start: gear.declared.and_then(|(says, _)| says.start.get()).map(|start| start.0),
            effective_start: gear.start.map(|start| start.date),
            driven_from: gear.effective.map(|start| start.date),
            end: None,
            key: "start",
        }
    }

    pub(crate) fn of_campaign(analysis: &Analysis<'_>, plan: &CampaignPlan<'_>) -> Self {
        let start = plan.campaign.start.get().map(|start| start.0);
        let activities = analysis.activities_at(&plan.activities);
        let earliest = activities.filter_map(|one| Some(one.activity().start().get()?.0));
        Self {
            name: format!("campaign.{}", plan.id),
            subject: Subject::Campaign(plan.id.to_string()),
            start,
            effective_start: start.or_else(|| earliest.min_by_key(|start| start.first)),
            driven_from: None,
            end: plan.campaign.end.get().copied(),
            key: "start",
        }
    }

    pub(crate) fn of_activity(one: &Scheduled<'_>) -> Self {
        let start = one.activity().start().get().map(|start| start.0);
        let is_one_day = one.activity().one_day().is_some();
        Self {
            name: format!("{}.{}", one.pillar().key(), one.id()),
            subject: Subject::Activity(one.pillar(), one.id().to_owned()),
            start,
            effective_start: start,
            driven_from: None,
            end: one.activity().end().get().copied().filter(|_| !is_one_day),
            key: if is_one_day { "date" } else { "start" },
        }
    }

    /// The activities of a campaign that are not over: they move with it.
    pub(super) fn parts(&self, analysis: &Analysis<'_>) -> Vec<Self> {
        let Subject::Campaign(id) = &self.subject else { return Vec::new() };
        let activities = analysis.campaign(id).map(|one| analysis.activities_at(&one.activities));
        let is_over =
            |one: &Scheduled<'_>| matches!(one.state, ActivityStatus::Done | ActivityStatus::Dropped);
        let left = activities.into_iter().flatten().filter(|one| !is_over(one));
        left.map(Self::of_activity).collect()
    }

    /// An activity that starts with its gear moves with it, and so does one that would start before it. If the gear
    /// moves to an earlier day that is yet to come, so do those that were to be there when it started. It ends when it
    /// would have, if that is later.
    pub(super) fn following(&self, gear: &Self, to: CoarseDate, analysis: &Analysis<'_>) -> Vec<MovedDate> {
        let Some(from) = self.start else { return Vec::new() };
        let is_there = gear.effective_start.is_some_and(|start| from.first <= start.last);
        let is_first = gear.driven_from == Some(from);
        let is_earlier = gear.effective_start.is_none_or(|was| to.surely_before(was));
        let comes_later = is_earlier && to.surely_before(from) && to.last > analysis.today;
        let comes_along = gear.start == Some(from) || comes_later && (is_there || is_first);
        if !comes_along && !from.surely_before(to) {
            return Vec::new();
        }
        let end = self.end.filter(|end| end.last < to.last);
        let end = end.and_then(|end| {
            let moved = later(end.last, days_between(from.first, to.first))?;
            // It is cut short rather than moved out of the period.
            let period = analysis.period.map(|period| period.end).filter(|period| end.last <= *period);
            let last = period.filter(|last| *last < moved.last && *last >= to.last).map(CoarseDate::day);
            Some(self.moved("end", Some(end), last.unwrap_or(moved)))
        });
        std::iter::once(self.moved(self.key, Some(from), to)).chain(end).collect()
    }

    /// Its dates, moved by as much as something else.
    pub(super) fn shifted(&self, shift: Shift) -> Result<Vec<MovedDate>, TooFar> {
        let moved = |key, from: Option<CoarseDate>, to: Option<CoarseDate>| {
            from.map(|from| Ok(self.moved(key, Some(from), to.ok_or_else(|| self.too_far())?)))
        };
        let start = moved(self.key, self.start, self.start.and_then(|start| shift.of(start)));
        let end = moved("end", self.end, self.end.and_then(|end| shift.of_end(end, self.effective_start)));
        start.into_iter().chain(end).collect()
    }

    fn moved(&self, key: &'static str, from: Option<CoarseDate>, to: CoarseDate) -> MovedDate {
        MovedDate { what: self.name.clone(), key, from, to, with: None }
    }

    fn too_far(&self) -> TooFar {
        TooFar(self.name.clone())
    }

    /// Starts it on another date.
    pub(crate) fn moved_to(self, start: CoarseDate) -> Result<Asked, TooFar> {
        let shift = self.effective_start.map(|from| Shift::Days(days_between(from.first, start.first)));
        self.asked(start, shift)
    }

    /// Starts it earlier or later; `None` if it has no start.
    pub(crate) fn stepped(self, step: Step) -> Option<Result<Asked, TooFar>> {
        let start = self.effective_start?.stepped(step).ok_or_else(|| self.too_far());
        Some(start.and_then(|start| self.asked(start, Some(Shift::Step(step)))))
    }

    /// With the dates that change: the start and, so that it keeps its length, the end.
    fn asked(self, start: CoarseDate, shift: Option<Shift>) -> Result<Asked, TooFar> {
        // A campaign that is dated by its activities moves with them.
        let is_dated_by_others =
            matches!(self.subject, Subject::Campaign(_)) && self.start.is_none() && shift.is_some();
        let mut dates = Vec::new();
        if !is_dated_by_others {
            dates.push(self.moved(self.key, self.start, start));
        }
        if let (Some(end), Some(shift)) =
            (self.end, shift.filter(|_| self.start.is_some() || is_dated_by_others))
        {
            dates.push(self.moved(
                "end",
                Some(end),
                shift.of_end(end, self.effective_start).ok_or_else(|| self.too_far())?,
            ));
        }
        Ok(Asked { target: self, dates, shift })
    }
}

fn later(day: Date, days: i64) -> Option<CoarseDate> {
    Some(CoarseDate::day(day.checked_add(Days::new().try_days(days).ok()?).ok()?))
}
