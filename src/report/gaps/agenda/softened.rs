//! Targets, gates and milestones that ask for less than in an older version.

use super::kpis::title;
use super::{GapReport, Item, MAX_NAMED, Weighed};
use crate::report::diff::change::{Change, How};
use crate::report::diff::target_change::Effect;
use crate::report::diff::way::MILESTONES;
use crate::words::figures::plain;
use crate::words::text::{Text, code, day, join, name, text};

/// What asks for less than in an older version.
struct Softened<'a> {
    change: &'a Change,
    /// What it is the target or the gate of.
    called: Text,
    verbs: String,
    figures: Text,
}

/// Targets, gates and milestones that ask for less than in an older version, as one item each: several owners may have agreed
/// on it.
pub(super) fn items(report: &GapReport) -> Vec<Weighed> {
    let Some(since) = &report.since else { return Vec::new() };
    let (mut targets, mut gates, mut milestones) = (Vec::new(), Vec::new(), Vec::new());
    let title_of = |id: &str| {
        let kpi = report.kpis.iter().find(|kpi| kpi.id == id);
        kpi.map_or_else(|| code(id), title)
    };
    for change in since.softened() {
        let id = change.subject.id();
        match &change.how {
            // A new period is one decision, and the changes list it.
            How::TargetChanged(target) if !target.follows => {
                let called = title_of(&id);
                targets.push(Softened { change, called, verbs: target.verbs(), figures: target.figures() });
            }
            How::GateChanged(gate) => {
                gates.push(Softened {
                    change,
                    called: code(&id),
                    verbs: gate.verbs(),
                    figures: gate.figures(),
                });
            }
            How::ReTargeted { key, effect: Some(effect), figures } => {
                let date = key.split_once('.').map_or("", |(_, date)| date);
                let [from, to] = [figures.from, figures.to]
                    .map(|figure| figure.map(|figure| plain(figure.0)).unwrap_or_default());
                let is_milestone = key.starts_with(MILESTONES);
                let on = if is_milestone { "on" } else { "for" };
                let all = if is_milestone { &mut milestones } else { &mut targets };
                all.push(Softened {
                    change,
                    called: title_of(&id),
                    verbs: effect.verb().to_owned(),
                    figures: text(format!("{from} → {to} {on} ")) + day(date),
                });
            }
            How::Moved { from: Some(from), to: Some(to), .. } => milestones.push(Softened {
                change,
                called: title_of(&id),
                verbs: Effect::Postponed.verb().to_owned(),
                figures: day(from) + " → " + day(to),
            }),
            _ => {}
        }
    }
    let items =
        [("target", "targets", targets), ("gate", "gates", gates), ("milestone", "milestones", milestones)];
    let items = items.into_iter();
    items.filter_map(|(one, many, all)| item(&since.label, (one, many), &all)).collect()
}

fn item(label: &str, (one, many): (&str, &str), all: &[Softened<'_>]) -> Option<Weighed> {
    let first = all.first()?;
    let is_same = all.iter().all(|other| other.verbs == first.verbs);
    let topic = match all {
        [_] => text(format!("the {one} of ")) + first.called.clone() + format!(" was {}", first.verbs),
        _ if is_same => format!("{} {many} were {}", all.len(), first.verbs).into(),
        _ => format!("{} {many} ask for less, or for something else,", all.len()).into(),
    };
    let each = all.iter().take(MAX_NAMED).map(|of| {
        let verbs = (!is_same).then(|| format!(" was {}", of.verbs));
        let called = (all.len() > 1).then(|| of.called.clone() + verbs + ", ");
        Text::from(called) + of.figures.clone()
    });
    let rest = all.len().saturating_sub(MAX_NAMED);
    let rest = (rest > 0).then(|| format!("; and {rest} more"));
    let topic = topic + " since " + name(label) + ": " + join(each, "; ") + rest;
    let owner = first.change.owner.as_ref();
    let owner = owner.filter(|owner| all.iter().all(|of| of.change.owner.as_ref() == Some(*owner)));
    Some((86, Item::new(first.change.subject.clone(), topic, "who decided this, and why", owner)))
}
