//! When nothing drives a gear that has started.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{GearSequence, Limits, SequenceGear};
use crate::analysis::Analysis;
use crate::strategy::activity::Activity;
use crate::strategy::date::days_between;

/// Days in which nothing drives a gear that has started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Alone {
    /// The last day on which an activity drives it.
    pub after: Date,
    /// The day from which one does again; null if none does in the period.
    pub again: Option<Date>,
    /// How many days it is without one.
    pub days: i64,
}

impl Analysis<'_> {
    /// When nothing drives a gear for too long, in the order of time. Days that no activity can be known to leave out
    /// are not among them: one without a start or an end may fill any gap on that side.
    pub fn alone(&self, sequence: &GearSequence<'_>, gear: &SequenceGear<'_>, limits: Limits) -> Vec<Alone> {
        let period = self.period.filter(|_| self.known.activities && !self.is_paused(sequence, gear));
        let (Some(end), Some(start)) = (period.map(|period| period.end), gear.placed()) else {
            return Vec::new();
        };
        let span = |activity: &Activity| {
            let from = activity.start().get().map_or(Date::MIN, |from| from.first);
            (from, activity.end().get().map_or(Date::MAX, |until| until.last))
        };
        let mut driven: Vec<(Date, Date)> =
            self.activities_at(&gear.driven_by).map(|one| span(one.activity())).collect();
        // An activity that ends before it starts is reported as such: when it runs is unknown.
        if driven.iter().any(|(from, until)| until < from) {
            return Vec::new();
        }
        driven.sort_unstable();
        let mut after = match driven.first() {
            Some((_, until)) => *until,
            None => return Vec::new(),
        };
        let mut alone = Vec::new();
        // What starts after the period drives nothing in it.
        for (from, until) in driven.into_iter().skip(1).take_while(|(from, _)| *from <= end) {
            // What comes before its own start leaves nothing alone.
            let days = days_between(after.max(start.date.last), from) - 1;
            if days > limits.max_rest_days {
                alone.push(Alone { after, again: Some(from), days });
            }
            after = after.max(until);
        }
        let days = days_between(after, end);
        if days > limits.max_rest_days {
            alone.push(Alone { after, again: None, days });
        }
        alone
    }

    /// True if a gear has started, the gate ahead of it is not known to be reached, and all that drives it has ended,
    /// or begins later: it waits for the gate.
    pub fn is_paused(&self, sequence: &GearSequence<'_>, gear: &SequenceGear<'_>) -> bool {
        let is_at_rest = |one: &Activity| {
            one.end().get().is_some_and(|end| end.last <= self.today)
                || one.start().get().is_some_and(|start| self.today < start.0.first)
        };
        let gate = sequence.ahead_of(gear.kind).and_then(|ahead| ahead.gate.as_ref());
        gate.is_some_and(|gate| gate.was_reached() != Some(true))
            && self.known.activities
            && gear.has_surely_started(self.today)
            && !gear.driven_by.is_empty()
            && self.activities_at(&gear.driven_by).all(|one| is_at_rest(one.activity()))
    }
}
