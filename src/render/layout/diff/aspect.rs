//! The part of an entry that changed, if it has a name of its own: the target of a KPI, its unit, a gate.

use crate::report::diff::change::{Change, How};
use crate::report::diff::measure::is_same_unit;
use crate::report::diff::target_change::Effect;
use crate::report::diff::way::MILESTONES;
use crate::words::and;

/// A noun, singular and plural.
pub(super) type Noun = (&'static str, &'static str);

/// What changed and what was done to it: `target`, `made easier`.
pub(super) fn aspect(how: &How) -> Option<(Noun, String)> {
    let mut verb = "changed";
    let noun = match how {
        How::TargetChanged(change) => return Some((("target", "targets"), change.verbs())),
        How::GateChanged(change) => return Some((("gate", "gates"), change.verbs())),
        How::Reworded { key, from, to } if key == "unit" => {
            if is_same_unit(from.as_deref(), to.as_deref()) {
                return None;
            }
            verb = done(from.as_ref(), to.as_ref());
            ("unit", "units")
        }
        How::ReTargeted { key, effect: Some(effect), .. } => {
            let is_milestone = key.starts_with(MILESTONES);
            let nouns = if is_milestone { ("milestone", "milestones") } else { ("target", "targets") };
            return Some((nouns, effect.verb().to_owned()));
        }
        How::Moved { key, days, .. } if key.starts_with(MILESTONES) => {
            let effect = if *days > Some(0) { Effect::Postponed } else { Effect::BroughtForward };
            return Some((("milestone", "milestones"), effect.verb().to_owned()));
        }
        How::ReTargeted { key, figures, .. } if key == "baseline" => {
            verb = done(figures.from.as_ref(), figures.to.as_ref());
            ("baseline", "baselines")
        }
        How::ReTargeted { key, .. } | How::Changed { key, .. } => match key.split('.').next()? {
            "milestones" | "targets" | "path" => ("path", "paths"),
            "spinning_at" => ("gate", "gates"),
            "target" if key == "target.stretch" => ("stretch target", "stretch targets"),
            "target" => ("target", "targets"),
            _ => return None,
        },
        _ => return None,
    };
    Some((noun, verb.to_owned()))
}

const fn done<T>(from: Option<&T>, to: Option<&T>) -> &'static str {
    match (from, to) {
        (None, _) => "set",
        (_, None) => "removed",
        _ => "changed",
    }
}

/// After the old and the new state of an entry, why neither is better: `, with its target made easier`.
pub(super) fn remeasured(changes: &[&Change]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for change in changes {
        let part = match &change.how {
            How::Moved { key, .. } if key == "start" => "its start moved".to_owned(),
            how => match aspect(how) {
                Some((noun, verb)) => format!("its {} {verb}", noun.0),
                None => continue,
            },
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    if parts.is_empty() { ", measured differently".to_owned() } else { format!(", with {}", and(&parts)) }
}
