//! The states in two versions as of the same day: what the edits did to the figures.

use std::collections::HashMap;

use super::change::How;
use super::matching::Pairs;
use super::measure::{self, Measure};
use super::{Judged, facts};
use crate::analysis::Analysis;
use crate::analysis::alignment::Missing;
use crate::analysis::gears::{SequenceGear, State as GearState};
use crate::analysis::kpi::Status;
use crate::strategy::date::CoarseDate;
use crate::strategy::subject::Subject;
use crate::words::or;

/// The state of an entry.
struct State {
    name: String,
    /// Higher is better; equal if neither of two states is.
    rank: i64,
    against: Measure,
}

impl State {
    fn new(name: impl Into<String>, rank: i64) -> Self {
        Self { name: name.into(), rank, against: Measure::default() }
    }

    fn became(&self, now: Self) -> How {
        let remeasured = self.against != now.against;
        let better = (self.rank != now.rank && !remeasured).then_some(self.rank < now.rank);
        How::Became { from: self.name.clone(), to: now.name, better, remeasured }
    }
}

/// The changes of state. An entry that is new or gone had none. Figures of a file that was not read
/// completely are not compared, because that alone can make them too low.
pub(super) fn compare(old: Judged<'_>, new: Judged<'_>, pairs: &Pairs) -> Vec<(Subject, How)> {
    let is_whole = old.document.is_whole() && new.document.is_whole();
    let (old, new) = (&old.outcome.analysis, &new.outcome.analysis);
    let before: HashMap<Subject, State> =
        states(old, is_whole).map(|(subject, state)| (pairs.subject_now(&subject).clone(), state)).collect();
    let mut changes = Vec::new();
    for (subject, now) in states(new, is_whole) {
        let Some(was) = before.get(&subject) else { continue };
        // A goal that lacks something else than before is still not aligned.
        let is_same =
            if matches!(subject, Subject::Goal(_)) { was.rank == now.rank } else { was.name == now.name };
        if !is_same {
            changes.push((subject, was.became(now)));
        }
    }
    if is_whole {
        gears(old, new, pairs, &mut changes);
    }
    changes
}

/// The states of all entries except gears; only those that need no figures if `is_whole` is false.
fn states(analysis: &Analysis<'_>, is_whole: bool) -> impl Iterator<Item = (Subject, State)> {
    let strategy = analysis.strategy;
    let is_known = strategy.head().is_some_and(|head| !head.status.is_invalid());
    let own = is_known.then(|| (Subject::Strategy, State::new(strategy.status().key(), 0)));
    let decisions = strategy.decisions().filter(|(_, decision)| !decision.status.is_invalid());
    let decisions = decisions.map(|(id, decision)| {
        let status = decision.status.get().copied().unwrap_or_default();
        (Subject::Decision(id.to_string()), State::new(status.key(), 0))
    });
    let goals = analysis.goals.iter().map(|goal| {
        let missing: Vec<&str> = goal.missing.iter().copied().map(Missing::name).collect();
        let state = match missing.as_slice() {
            [] => State::new("aligned", 1),
            missing => State::new(format!("no {}", or(missing)), 0),
        };
        (Subject::Goal(goal.id.to_string()), state)
    });
    let activities = analysis
        .activities
        .iter()
        .map(|one| (Subject::Activity(one.pillar(), one.id().to_owned()), State::new(one.state.key(), 0)));
    let campaigns = analysis
        .campaigns
        .iter()
        .map(|one| (Subject::Campaign(one.id.to_string()), State::new(one.state.key(), 0)));
    let kpis = analysis.kpis.values().map(|kpi| {
        // That it has begun is neither better nor worse.
        let status = if kpi.status == Status::TooEarly { Status::NotBegun } else { kpi.status };
        let rank = i64::try_from(status.severity()).unwrap_or(i64::MAX);
        let state = State::new(kpi.status.name(), -rank);
        (Subject::Kpi(kpi.id.clone()), State { against: measure::of_kpi(kpi), ..state })
    });
    let figures = goals.chain(activities).chain(campaigns).chain(kpis).filter(move |_| is_whole);
    own.into_iter().chain(decisions).chain(figures)
}

/// Gears are compared even if the file does not list them, because an activity can drive one that is not listed.
fn gears(old: &Analysis<'_>, new: &Analysis<'_>, pairs: &Pairs, changes: &mut Vec<(Subject, How)>) {
    for sequence in &new.sequences {
        let Some(before) = old.sequences.iter().find(|one| one.kind == sequence.kind) else { continue };
        for gear in &sequence.gears {
            let Some(was) = before.gears.iter().find(|one| one.kind == gear.kind) else { continue };
            if was.is_left_out() || gear.is_left_out() || was.declared.is_some() != gear.declared.is_some() {
                continue;
            }
            let subject = Subject::Gear(sequence.kind, gear.kind);
            let start = |gear: &SequenceGear<'_>| gear.start.map(|start| start.date);
            let own = |gear: &SequenceGear<'_>| {
                gear.declared.and_then(|(says, _)| says.start.get()).map(|start| start.0.to_string())
            };
            let (from, to) = (start(was), start(gear));
            if from != to {
                let days = from.zip(to).map(|(from, to)| facts::days_moved(from, to, true));
                let text = |date: Option<CoarseDate>| date.map(|date| date.to_string());
                let follows = own(was) == own(gear);
                let how =
                    How::Moved { key: "start".to_owned(), from: text(from), to: text(to), days, follows };
                changes.push((subject.clone(), how));
            }
            if was.state != gear.state {
                let states = [was.state, gear.state];
                // Without a gate, it spins by the plan of its KPIs.
                let by_plan =
                    states.contains(&GearState::Spinning) && (was.gate.is_none() || gear.gate.is_none());
                let by_kpis = states.contains(&GearState::Stalled) || by_plan;
                let of = |gear: &SequenceGear<'_>, analysis| {
                    let against = measure::of_gear(gear, by_kpis, analysis, &pairs.names);
                    State { against, ..of_gear(gear.state) }
                };
                changes.push((subject, of(was, old).became(of(gear, new))));
            }
        }
    }
}

fn of_gear(state: GearState) -> State {
    match state {
        GearState::FellBack | GearState::Stalled | GearState::OnPaper => State::new(state.name(), 0),
        GearState::Spinning => State::new(state.name(), 2),
        _ => State::new(state.name(), 1),
    }
}
