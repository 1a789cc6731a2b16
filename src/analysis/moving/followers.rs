//! Moves what goes with something that moves: what drives a gear, and what waits for something.

use super::target::{Shift, Target};
use super::{MovedDate, Moving, TooFar};
use crate::analysis::Analysis;
use crate::analysis::gears::StartedBy;
use crate::analysis::schedule::Scheduled;
use crate::analysis::turns::{Ahead, Turn, Until};
use crate::strategy::activity::ActivityStatus;
use crate::strategy::date::{CoarseDate, days_between};
use crate::strategy::subject::Subject;

impl Moving {
    /// Moves the activities that have not begun and would start before a gear that they drive, or that would sell
    /// before it.
    pub(super) fn take_along(&mut self, analysis: &Analysis<'_>, gear: &Target, to: CoarseDate) {
        let Subject::Gear(purpose, kind) = gear.subject else { return };
        let sells = analysis.sequences.iter().any(|one| one.kind == purpose && one.sells(kind));
        for one in analysis.live_activities().filter(|one| one.starts_after(analysis.today).is_some()) {
            let follower = Target::of_activity(one);
            let is_only_this = one.turns(purpose, kind) && one.gears.len() == 1;
            let goes_along = is_only_this || {
                let is_about_it = one.turns(purpose, kind) || sells && analysis.asks_for_money(one);
                let is_early = follower.start.is_some_and(|from| from.surely_before(to));
                is_about_it && is_early && self.others_can_wait(analysis, one, gear, to)
            };
            if goes_along {
                self.follow(&follower, follower.following(gear, to, analysis), &gear.name);
            }
        }
    }

    /// True if the other gears that an activity drives can do without it until then: another one drives them, or
    /// they do not start before.
    fn others_can_wait(
        &self,
        analysis: &Analysis<'_>,
        activity: &Scheduled<'_>,
        gear: &Target,
        to: CoarseDate,
    ) -> bool {
        let drives_by_then = |one: &Scheduled<'_>| {
            let start = one.activity().start().get();
            start.map_or(one.state != ActivityStatus::Planned, |start| start.first < to.first)
        };
        activity.gears.iter().all(|(purpose, kind, _)| {
            let subject = Subject::Gear(*purpose, *kind);
            let sequence = analysis.sequences.iter().find(|one| one.kind == *purpose);
            let Some(other) = sequence.and_then(|sequence| sequence.find(*kind)) else { return true };
            let moved = self.changes.iter().find(|(one, _)| *one == subject).map(|(_, date)| date.to);
            let own = other.start.filter(|start| start.by == StartedBy::Itself).map(|start| start.date);
            // Without a start of its own it moves along, which is only right behind the gear.
            let is_behind = || match gear.subject {
                Subject::Gear(of, ahead) => {
                    of == *purpose && sequence.is_some_and(|one| one.is_before(ahead, *kind))
                }
                _ => false,
            };
            let mut driving = analysis.activities_at(&other.driven_by);
            subject == gear.subject
                || moved.or(own).map_or_else(is_behind, |start| start.last >= to.first)
                || driving.any(|one| one.used.id != activity.used.id && drives_by_then(one))
        })
    }

    /// Moves the activities that wait for something that moves, if they would start before it, by as much as that moves.
    /// Then those that wait for them, and so on. What has begun stays.
    pub(super) fn carry_along(&mut self, analysis: &Analysis<'_>) -> Result<(), TooFar> {
        // Each activity moves at most once, so this ends even in a circle.
        while let Some((follower, with, shift)) =
            analysis.turns.iter().find_map(|turn| self.early(analysis, turn))
        {
            let dates = follower.shifted(shift)?;
            self.shifts.push((follower.subject.clone(), shift));
            self.follow(&follower, dates, &with);
        }
        Ok(())
    }

    /// The activity that would start before its turn, what it waits for, and how far it moves.
    fn early(&self, analysis: &Analysis<'_>, turn: &Turn<'_>) -> Option<(Target, String, Shift)> {
        let one = analysis
            .activities
            .get(turn.activity)
            .filter(|one| one.starts_after(analysis.today).is_some())?;
        let follower = Target::of_activity(one);
        let ahead = subject(analysis, turn.ahead)?;
        if self.has_moved(&follower.subject) || !self.moves(analysis, turn.ahead) {
            return None;
        }
        let (start, date) = (one.activity().start().get()?.0, self.date(analysis, turn.ahead, turn.until)?);
        let known = self.shifts.iter().find(|(moved, _)| *moved == ahead).map(|(_, shift)| *shift);
        // What had no date before moves nothing by as much.
        let shift = known.unwrap_or(Shift::Days(days_between(start.first, date.first)));
        // Whatever moves to an earlier day makes nothing early that was not early before.
        let is_later = |date: &MovedDate| date.from.is_none_or(|from| from.first < date.to.first);
        let moves_on = follower.shifted(shift).ok().is_none_or(|dates| dates.iter().all(is_later));
        (start.surely_before(date) && moves_on).then(|| (follower, name(&ahead), shift))
    }

    /// True if it moves, or for a campaign that is dated by its activities, if one of those does.
    fn moves(&self, analysis: &Analysis<'_>, ahead: Ahead) -> bool {
        let parts = match ahead {
            Ahead::Activity(_) => &[][..],
            Ahead::Campaign(index) => analysis.campaigns.get(index).map_or(&[][..], |one| &one.activities),
        };
        let all = std::iter::once(ahead).chain(parts.iter().copied().map(Ahead::Activity));
        all.filter_map(|one| subject(analysis, one)).any(|one| self.has_moved(&one))
    }

    /// When it begins or ends, once everything so far has moved.
    fn date(&self, analysis: &Analysis<'_>, ahead: Ahead, until: Until) -> Option<CoarseDate> {
        let key = if until == Until::Begun { "start" } else { "end" };
        let moved = |subject: &Subject| {
            // An activity of one day has a `date` instead of both.
            let is_it = |date: &MovedDate| date.key == key || date.key == "date";
            let mut changes = self.changes.iter().filter(|(one, date)| one == subject && is_it(date));
            changes.next().map(|(_, date)| date.to)
        };
        if let Some(date) = moved(&subject(analysis, ahead)?) {
            return Some(date);
        }
        match ahead {
            Ahead::Activity(index) => {
                let activity = analysis.activities.get(index)?.activity();
                match until {
                    Until::Begun => activity.start().get().map(|start| start.0),
                    Until::Ended => activity.end().get().copied(),
                }
            }
            Ahead::Campaign(index) => {
                let plan = analysis.campaigns.get(index)?;
                let own = match until {
                    Until::Begun => plan.campaign.start.get().map(|start| start.0),
                    Until::Ended => plan.campaign.end.get().copied(),
                };
                own.or_else(|| {
                    let live = plan.activities.iter().filter(|index| {
                        analysis.activities.get(**index).is_some_and(|one| !one.is_dropped())
                    });
                    let dates = live.map(|index| self.date(analysis, Ahead::Activity(*index), until));
                    let dates = dates.collect::<Option<Vec<_>>>()?.into_iter();
                    match until {
                        Until::Begun => dates.min_by_key(|date| (date.first, date.last)),
                        Until::Ended => dates.max_by_key(|date| (date.last, date.first)),
                    }
                })
            }
        }
    }
}

fn subject(analysis: &Analysis<'_>, ahead: Ahead) -> Option<Subject> {
    match ahead {
        Ahead::Activity(index) => {
            let one = analysis.activities.get(index)?;
            Some(Subject::Activity(one.pillar(), one.id().to_owned()))
        }
        Ahead::Campaign(index) => Some(Subject::Campaign(analysis.campaigns.get(index)?.id.to_string())),
    }
}

fn name(subject: &Subject) -> String {
    match subject {
        Subject::Activity(pillar, id) => format!("{}.{id}", pillar.key()),
        subject => format!("campaign.{}", subject.id()),
    }
}
