//! Moves what would start before its turn because something ahead of it has moved.

use super::target::{Shift, Target};
use super::{MovedDate, Plan, Refusal};
use crate::analysis::Analysis;
use crate::analysis::turns::{Ahead, Turn, Until};
use crate::strategy::date::{CoarseDate, days_between};
use crate::strategy::subject::Subject;

impl Plan {
    /// Moves the activities that wait for something that moves, if they would start before it, by as much as that moves.
    /// Then those that wait for them, and so on. What has begun stays.
    pub(super) fn carry_along(&mut self, analysis: &Analysis<'_>) -> Result<(), Refusal> {
        // Each activity moves at most once, so this ends even in a circle.
        while let Some((follower, with, shift)) =
            analysis.turns.iter().find_map(|turn| self.early(analysis, turn))
        {
            let dates = follower.shifted(shift).ok_or_else(|| follower.too_far())?;
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
        let moves_on = follower.shifted(shift).is_none_or(|dates| dates.iter().all(is_later));
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
