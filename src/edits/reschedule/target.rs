//! What can be moved, and to which dates.

use jiff::Span as Days;
use jiff::civil::Date;

use super::{MovedDate, To};
use crate::analysis::Analysis;
use crate::analysis::schedule::Scheduled;
use crate::edits::{Refusal, typed};
use crate::strategy::Strategy;
use crate::strategy::activity::ActivityStatus;
use crate::strategy::date::{CoarseDate, HELP, days_between};
use crate::strategy::gear::{GearKind, GearRef, PurposeKind};
use crate::strategy::step::Step;
use crate::strategy::subject::Subject;
use crate::words::nearest::nearest;
use crate::words::{and, shown};

/// A gear, a campaign or an activity.
pub(super) struct Target {
    /// Its full name.
    pub(super) name: String,
    pub(super) subject: Subject,
    /// Its own start, and the one that is in effect, perhaps that of an activity.
    start: Option<CoarseDate>,
    effective_start: Option<CoarseDate>,
    /// The first day on which an activity drives it, if it is a gear.
    driven_from: Option<CoarseDate>,
    end: Option<CoarseDate>,
    /// The key of its start: `date` for something that happens on one day.
    pub(super) key: &'static str,
}

/// How far something moves.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shift {
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

    /// The end of something that keeps its length: a coarse one counts to its last day.
    fn of_end(self, date: CoarseDate) -> Option<CoarseDate> {
        match self {
            Self::Days(days) if days != 0 => later(date.last, days),
            _ => self.of(date),
        }
    }
}

impl Target {
    pub(super) fn find(analysis: &Analysis<'_>, what: &str) -> Result<Self, Refusal> {
        match (what.strip_prefix("campaign."), GearRef::parse(what)) {
            (Some(campaign), _) => Self::find_campaign(analysis, campaign),
            (None, Ok(GearRef { purpose, gear })) => Self::find_gear(analysis, purpose, gear),
            (None, Err(_)) => Self::find_activity(analysis, what),
        }
    }

    fn find_campaign(analysis: &Analysis<'_>, id: &str) -> Result<Self, Refusal> {
        let Some(plan) = analysis.campaign(id) else {
            let known = analysis.campaigns.iter().map(|one| one.id.as_str());
            let help = match nearest(id, known) {
                Some(meant) => format!("did you mean `campaign.{}`?", meant.name),
                None if analysis.campaigns.is_empty() => "the file has no campaigns to move".to_owned(),
                None => "name a campaign of the file: `campaign.` and its id".to_owned(),
            };
            return Err(Refusal::of_request(format!("there is no campaign `{}`", shown(id)), help));
        };
        let start = plan.campaign.start.get().map(|start| start.0);
        let activities = analysis.activities_at(&plan.activities);
        let earliest = activities.filter_map(|one| Some(one.activity().start().get()?.0));
        Ok(Self {
            name: format!("campaign.{id}"),
            subject: Subject::Campaign(id.to_owned()),
            start,
            effective_start: start.or_else(|| earliest.min_by_key(|start| start.first)),
            driven_from: None,
            end: plan.campaign.end.get().copied(),
            key: "start",
        })
    }

    fn find_gear(
        analysis: &Analysis<'_>,
        purpose: Option<PurposeKind>,
        gear: GearKind,
    ) -> Result<Self, Refusal> {
        let sequences = analysis.sequences.iter();
        let gears = sequences.flat_map(|sequence| sequence.gears.iter().map(|one| (sequence.kind, one)));
        let is_match = |kind, one: GearKind| purpose.is_none_or(|purpose| purpose == kind) && one == gear;
        let matching: Vec<_> = gears.filter(|(kind, one)| is_match(*kind, one.kind)).collect();
        let (purpose, found) = match matching.as_slice() {
            [only] => *only,
            [] => {
                let name = purpose.map_or(gear.to_string(), |purpose| format!("{purpose}.{gear}"));
                let message = format!("no purpose of the strategy has the gear `{name}`");
                return Err(Refusal::of_request(message, "name the purpose under `purposes:` first"));
            }
            _ => {
                let message = format!("`{gear}` is a gear of marketing and of support");
                let help = format!("say which: `marketing.{gear}` or `support.{gear}`");
                return Err(Refusal::of_request(message, help));
            }
        };
        let target = Self {
            name: format!("{purpose}.{gear}"),
            subject: Subject::Gear(purpose, gear),
            start: found.declared.and_then(|(gear, _)| gear.start.get()).map(|start| start.0),
            effective_start: found.start.map(|start| start.date),
            driven_from: found.effective.map(|start| start.date),
            end: None,
            key: "start",
        };
        let Some(reason) = found.left_out() else { return Ok(target) };
        Err(target.refuse(&format!("is left out: {}", shown(reason)), "remove its `not_now:` first"))
    }

    fn find_activity(analysis: &Analysis<'_>, what: &str) -> Result<Self, Refusal> {
        let (pillar, id) = what.split_once('.').map_or((None, what), |(pillar, id)| (Some(pillar), id));
        let is_match =
            |one: &&Scheduled<'_>| one.id() == id && pillar.is_none_or(|pillar| one.pillar().key() == pillar);
        let matching: Vec<_> = analysis.activities.iter().filter(is_match).collect();
        match matching.as_slice() {
            [one] => Ok(Self::of_activity(one)),
            [] => {
                let gears = analysis.sequences.iter().flat_map(|sequence| {
                    sequence.gears.iter().map(|gear| analysis.gear_name(sequence.kind, gear.kind))
                });
                let activities = analysis.activities.iter().map(|one| one.id().to_owned());
                let known: Vec<String> = gears.chain(activities).collect();
                let meant = match analysis.campaign(what) {
                    Some(campaign) => Some(format!("campaign.{}", campaign.id)),
                    None => {
                        nearest(what, known.iter().map(String::as_str)).map(|meant| meant.name.to_owned())
                    }
                };
                let help = meant.map_or_else(
                    || "name a gear, such as `marketing.engagement`, or an activity by its id".to_owned(),
                    |meant| format!("did you mean `{meant}`?"),
                );
                let message = format!("there is no gear or activity `{}`", shown(what));
                Err(Refusal::of_request(message, help))
            }
            several => {
                let name = |one: &&Scheduled<'_>| format!("`{}.{id}`", one.pillar().key());
                let names: Vec<String> = several.iter().map(name).collect();
                let message = format!("{} activities have the id `{id}`", several.len());
                Err(Refusal::of_request(message, format!("say which one: {}", and(&names))))
            }
        }
    }

    pub(super) fn of_activity(one: &Scheduled<'_>) -> Self {
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

    /// The activities that have not begun and drive this gear and no other: they cannot start before it.
    pub(super) fn followers(&self, analysis: &Analysis<'_>) -> Vec<Self> {
        let Subject::Gear(purpose, gear) = self.subject else { return Vec::new() };
        let driving =
            analysis.live_activities().filter(|one| one.turns(purpose, gear) && one.gears.len() == 1);
        driving.filter(|one| one.starts_after(analysis.today).is_some()).map(Self::of_activity).collect()
    }

    /// An activity that starts with its gear moves with it, and so does one that would start before it. If the gear
    /// moves to an earlier day that is yet to come, so do those that were to be there when it started. It ends when it
    /// would have, if that is later.
    pub(super) fn following(&self, gear: &Self, moved: Option<&MovedDate>, today: Date) -> Vec<MovedDate> {
        let (Some(moved), Some(from)) = (moved, self.start) else { return Vec::new() };
        let to = moved.to;
        let is_there = gear.effective_start.is_some_and(|start| from.first <= start.last);
        let is_first = gear.driven_from == Some(from);
        let comes_later = to.surely_before(from) && to.last > today && (is_there || is_first);
        if moved.from != Some(from) && !from.surely_before(to) && !comes_later {
            return Vec::new();
        }
        let end = self.end.filter(|end| end.last < to.last);
        let end = end.and_then(|end| {
            Some(self.moved("end", Some(end), later(end.last, days_between(from.first, to.first))?))
        });
        std::iter::once(self.moved(self.key, Some(from), to)).chain(end).collect()
    }

    /// Its dates, moved by as much as something else; none if that leads out of the calendar.
    pub(super) fn shifted(&self, shift: Shift) -> Option<Vec<MovedDate>> {
        let start = self.start.map(|from| Some(self.moved(self.key, Some(from), shift.of(from)?)));
        let end = self.end.map(|from| Some(self.moved("end", Some(from), shift.of_end(from)?)));
        start.into_iter().chain(end).collect()
    }

    fn moved(&self, key: &'static str, from: Option<CoarseDate>, to: CoarseDate) -> MovedDate {
        MovedDate { what: self.name.clone(), key, from, to, with: None }
    }

    pub(super) fn refuse(&self, message: &str, help: impl Into<String>) -> Refusal {
        Refusal::of_request(format!("`{}` {message}", self.name), help)
    }

    pub(super) fn too_far(&self) -> Refusal {
        self.refuse("would be moved out of the calendar", "use a smaller step")
    }

    /// The dates that change: the start and, so that it keeps its length, the end. Also says how far that is, if there
    /// was a start.
    pub(super) fn dates(
        &self,
        to: &To,
        strategy: &Strategy,
    ) -> Result<(Vec<MovedDate>, Option<Shift>), Refusal> {
        let (start, shift) = match (to, self.effective_start) {
            (To::Date(date), from) => {
                let date = typed::date(date, strategy).map_err(|refusal| match refusal.help.as_str() {
                    HELP => Refusal { help: format!("{HELP}, or a step, such as `+3w`"), ..refusal },
                    // The reason, in the same words as in a file.
                    _ => refusal,
                })?;
                (date, from.map(|from| Shift::Days(days_between(from.first, date.first))))
            }
            (To::Step(step), Some(from)) => {
                (from.stepped(*step).ok_or_else(|| self.too_far())?, Some(Shift::Step(*step)))
            }
            (To::Step(_), None) => {
                let help = format!("give it a date: `{}=2027-04-15`", self.name);
                return Err(self.refuse("has no start to move", help));
            }
        };
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
            dates.push(self.moved("end", Some(end), shift.of_end(end).ok_or_else(|| self.too_far())?));
        }
        Ok((dates, shift))
    }
}

fn later(day: Date, days: i64) -> Option<CoarseDate> {
    Some(CoarseDate::day(day.checked_add(Days::new().try_days(days).ok()?).ok()?))
}
