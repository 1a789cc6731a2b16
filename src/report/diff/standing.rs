//! Where things stand in two versions as of the same day: what the edits did to the figures.

use std::collections::HashMap;

use super::change::How;
use super::matching::Pairs;
use super::{Judged, facts};
use crate::analysis::alignment::GoalAlignment;
use crate::analysis::gears::{SequenceGear, State};
use crate::analysis::progress::Status;
use crate::analysis::{Analysis, schedule};
use crate::strategy::plan::{self, DecisionStatus};
use crate::strategy::subject::{EntryKind, Subject};
use crate::words::or;

pub(super) struct Stand {
    pub(super) subject: Subject,
    pub(super) how: How,
}

/// Everything that stands elsewhere. An entry that is new or gone stood nowhere. Figures of a file
/// that could not be read whole are not compared: they may be too low for that alone.
pub(super) fn compare(old: Judged<'_>, new: Judged<'_>, pairs: &Pairs) -> Vec<Stand> {
    let is_whole = old.document.is_whole() && new.document.is_whole();
    let (old, new) = (&old.outcome.analysis, &new.outcome.analysis);
    let mut stands = Vec::new();
    strategy(old, new, &mut stands);
    decisions(old, new, pairs, &mut stands);
    if is_whole {
        goals(old, new, pairs, &mut stands);
        activities(old, new, pairs, &mut stands);
        gears(old, new, &mut stands);
        kpis(old, new, pairs, &mut stands);
    }
    stands
}

fn became(from: impl Into<String>, to: impl Into<String>, better: Option<bool>) -> How {
    How::Became { from: from.into(), to: to.into(), better }
}

fn strategy(old: &Analysis<'_>, new: &Analysis<'_>, stands: &mut Vec<Stand>) {
    let is_known = |of: &Analysis<'_>| of.strategy.head().is_some_and(|head| !head.status.is_invalid());
    let (from, to) = (old.strategy.status(), new.strategy.status());
    if from != to && is_known(old) && is_known(new) {
        let name = |status| match status {
            plan::Status::Draft => "draft",
            plan::Status::Active => "active",
            plan::Status::Closed => "closed",
        };
        let how = became(name(from), name(to), None);
        stands.push(Stand { subject: Subject::Strategy, how });
    }
}

fn goals(old: &Analysis<'_>, new: &Analysis<'_>, pairs: &Pairs, stands: &mut Vec<Stand>) {
    let before: HashMap<&str, &GoalAlignment<'_>> =
        old.goals.iter().map(|goal| (pairs.names.now(EntryKind::Goal, goal.id.as_str()), goal)).collect();
    let said = |goal: &GoalAlignment<'_>| {
        let missing: Vec<&str> = goal.missing.iter().map(|missing| missing.name()).collect();
        if missing.is_empty() { "aligned".to_owned() } else { format!("no {}", or(&missing)) }
    };
    for goal in &new.goals {
        let Some(was) = before.get(goal.id.as_str()) else { continue };
        if was.is_aligned() != goal.is_aligned() {
            let how = became(said(was), said(goal), Some(goal.is_aligned()));
            stands.push(Stand { subject: Subject::Goal(goal.id.to_string()), how });
        }
    }
}

fn activities(old: &Analysis<'_>, new: &Analysis<'_>, pairs: &Pairs, stands: &mut Vec<Stand>) {
    let subject = |one: &schedule::Scheduled<'_>| Subject::Activity(one.pillar(), one.id().to_owned());
    let before: HashMap<Subject, schedule::State> =
        old.activities.iter().map(|one| (pairs.subject_now(&subject(one)).clone(), one.state)).collect();
    let name = |state| match state {
        schedule::State::Planned => "planned",
        schedule::State::Running => "running",
        schedule::State::Done => "done",
        schedule::State::Dropped => "dropped",
    };
    for one in &new.activities {
        let subject = subject(one);
        let Some(was) = before.get(&subject).filter(|was| **was != one.state) else { continue };
        let how = became(name(*was), name(one.state), None);
        stands.push(Stand { subject, how });
    }
}

/// Gears are compared whether the file names them or not: an activity may turn one that it does not.
fn gears(old: &Analysis<'_>, new: &Analysis<'_>, stands: &mut Vec<Stand>) {
    for train in &new.sequences {
        let Some(before) = old.sequences.iter().find(|one| one.kind == train.kind) else { continue };
        for gear in &train.gears {
            let Some(was) = before.gears.iter().find(|one| one.kind == gear.kind) else { continue };
            if was.is_left_out() || gear.is_left_out() || was.declared.is_some() != gear.declared.is_some() {
                continue;
            }
            let stand = |how| Stand { subject: Subject::Gear(train.kind, gear.kind), how };
            let start = |gear: &SequenceGear<'_>| gear.start.map(|start| start.date.to_string());
            let own = |gear: &SequenceGear<'_>| {
                gear.declared.and_then(|(says, _)| says.start.get()).map(|start| start.0.to_string())
            };
            let (from, to) = (start(was), start(gear));
            if from != to {
                stands.push(stand(facts::moved("start", from, to, true, own(was) == own(gear))));
            }
            if was.state != gear.state {
                let (from, to) = (name_of(was.state), name_of(gear.state));
                stands.push(stand(became(from, to, is_better(was.state, gear.state))));
            }
        }
    }
}

fn name_of(state: State) -> &'static str {
    match state {
        State::Spinning { fallen_back: true } => "fell back",
        state => state.name(),
    }
}

fn is_better(from: State, to: State) -> Option<bool> {
    let rank = |state| match state {
        State::Stalled | State::Spinning { fallen_back: true } => 0,
        State::Spinning { fallen_back: false } => 2,
        _ => 1,
    };
    (rank(from) != rank(to)).then(|| rank(from) < rank(to))
}

fn kpis(old: &Analysis<'_>, new: &Analysis<'_>, pairs: &Pairs, stands: &mut Vec<Stand>) {
    let before: HashMap<&str, Status> =
        old.kpis.iter().map(|(id, kpi)| (pairs.names.now(EntryKind::Kpi, id), kpi.status)).collect();
    for (id, kpi) in &new.kpis {
        let Some(was) = before.get(id).filter(|was| **was != kpi.status) else { continue };
        let better = Some(kpi.status.gravity() < was.gravity());
        let how = became(was.name(), kpi.status.name(), better);
        stands.push(Stand { subject: Subject::Kpi((*id).to_owned()), how });
    }
}

fn decisions(old: &Analysis<'_>, new: &Analysis<'_>, pairs: &Pairs, stands: &mut Vec<Stand>) {
    let before: HashMap<&str, DecisionStatus> = old
        .strategy
        .decisions()
        .filter(|(_, decision)| !decision.status.is_invalid())
        .map(|(id, decision)| {
            let status = decision.status.get().copied().unwrap_or_default();
            (pairs.names.now(EntryKind::Decision, id.as_str()), status)
        })
        .collect();
    let name = |status| match status {
        DecisionStatus::Open => "open",
        DecisionStatus::Made => "made",
        DecisionStatus::Dropped => "dropped",
    };
    for (id, decision) in new.strategy.decisions().filter(|(_, decision)| !decision.status.is_invalid()) {
        let status = decision.status.get().copied().unwrap_or_default();
        let Some(was) = before.get(id.as_str()).filter(|was| **was != status) else { continue };
        let how = became(name(*was), name(status), None);
        stands.push(Stand { subject: Subject::Decision(id.to_string()), how });
    }
}
