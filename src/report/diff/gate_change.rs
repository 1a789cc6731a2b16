//! How the gate of a gear differs: easier, harder, turned around, set, dropped.

use schemars::JsonSchema;
use serde::Serialize;

use super::change::Figures;
use super::matching::Names;
use super::target_change::{Effect, of_values, toward, verbs};
use crate::analysis::Analysis;
use crate::analysis::forecast::Direction;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::number::Number;
use crate::strategy::subject::EntryKind;
use crate::words::figures::plain;
use crate::words::text::{Text, join, name, text};

/// How the gate of a gear differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GateChange {
    /// What that means, the most important first. Empty if nothing says which figures are better, if a unit changed,
    /// or if another KPI is asked for.
    pub effects: Vec<Effect>,
    /// The KPIs of the gate that differ, by their new ids.
    pub conditions: Vec<ConditionChange>,
}

/// How one KPI of a gate differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConditionChange {
    /// The KPI.
    pub kpi: String,
    /// The figure before and now.
    #[serde(flatten)]
    pub figures: Figures,
    /// True if it had to rise to the figure, false if it had to fall; null if nothing said.
    pub rose: Option<bool>,
    /// The same now.
    pub rises: Option<bool>,
}

/// A KPI of a gate in one version.
struct Condition {
    kpi: String,
    figure: Number,
    rises: Option<bool>,
    unit: Option<String>,
}

/// The gate of a gear in one version, with the ids of KPIs in the newer version; `None` if it could not be read.
fn conditions(
    analysis: &Analysis<'_>,
    (purpose, gear): (PurposeKind, GearKind),
    names: Option<&Names>,
) -> Option<Vec<Condition>> {
    let gate = analysis.strategy.gear(purpose, gear).map(|(gear, _)| &gear.spinning_at);
    if gate.is_some_and(|gate| gate.may_be(|gate| !gate.is_whole())) {
        return None;
    }
    let all = gate.and_then(|gate| gate.get()).into_iter().flat_map(|gate| gate.iter());
    let all = all.map(|(id, gate)| {
        let kpi = analysis.kpis.get(id.as_str());
        let direction = kpi.and_then(|kpi| gate.direction(kpi));
        let now = |names: &Names| names.now(EntryKind::Kpi, id.as_str()).to_owned();
        Some(Condition {
            kpi: names.map_or_else(|| id.to_string(), now),
            figure: gate.figure()?,
            rises: direction.map(|direction| direction == Direction::Rising),
            unit: kpi.and_then(|kpi| kpi.unit.clone()),
        })
    });
    all.collect()
}

impl GateChange {
    /// How two gates of one gear differ, if they do and could be read.
    pub(super) fn between(
        old: &Analysis<'_>,
        new: &Analysis<'_>,
        gear: (PurposeKind, GearKind),
        names: &Names,
    ) -> Option<Self> {
        let (before, after) = (conditions(old, gear, Some(names))?, conditions(new, gear, None)?);
        let of = |all: &[Condition], kpi: &str| all.iter().position(|one| one.kpi == kpi);
        let gone = before.iter().filter(|one| of(&after, &one.kpi).is_none());
        let pairs = after.iter().map(|to| (of(&before, &to.kpi).and_then(|at| before.get(at)), Some(to)));
        let pairs = pairs.chain(gone.map(|from| (Some(from), None)));
        let conditions: Vec<ConditionChange> =
            pairs.filter_map(|(from, to)| ConditionChange::between(from, to)).collect();
        let has = |test: fn(&Figures) -> bool| conditions.iter().any(|one| test(&one.figures));
        let is_replaced = has(|figures| figures.from.is_none()) && has(|figures| figures.to.is_none());
        let effect = |one: &ConditionChange| match one.effect()? {
            Effect::Dropped | Effect::Set if is_replaced => None,
            Effect::Dropped if !after.is_empty() => Some(Effect::Easier),
            Effect::Set if !before.is_empty() => Some(Effect::Harder),
            effect => Some(effect),
        };
        let mut effects: Vec<Effect> = conditions.iter().filter_map(effect).collect();
        effects.sort_unstable();
        effects.dedup();
        (!conditions.is_empty()).then_some(Self { effects, conditions })
    }

    /// True if it asks for less than before.
    pub(crate) fn is_softer(&self) -> bool {
        let has = |effect| self.effects.contains(&effect);
        has(Effect::TurnedAround) || has(Effect::Dropped) || (has(Effect::Easier) && !has(Effect::Harder))
    }

    /// After `gate`: `made easier`.
    pub(crate) fn verbs(&self) -> String {
        verbs(&self.effects)
    }

    /// The old and the new figures: `leads 35 → 30 leads/month`.
    pub(crate) fn figures(&self) -> Text {
        join(self.conditions.iter().map(ConditionChange::figures), ", ")
    }
}

impl ConditionChange {
    fn between(from: Option<&Condition>, to: Option<&Condition>) -> Option<Self> {
        if let (Some(from), Some(to)) = (from, to)
            && (from.figure, from.rises) == (to.figure, to.rises)
        {
            return None;
        }
        let unit = |one: Option<&Condition>| one.and_then(|one| one.unit.clone());
        Some(Self {
            kpi: to.or(from)?.kpi.clone(),
            figures: Figures {
                from: from.map(|from| from.figure),
                to: to.map(|to| to.figure),
                from_unit: unit(from),
                to_unit: unit(to),
            },
            rose: from.and_then(|from| from.rises),
            rises: to.and_then(|to| to.rises),
        })
    }

    fn effect(&self) -> Option<Effect> {
        match (self.figures.from, self.figures.to) {
            (None, _) => Some(Effect::Set),
            (_, None) => Some(Effect::Dropped),
            (Some(from), Some(to)) => {
                // If only one version says which figures open it, it is so in the other, too.
                let (rose, rises) = (self.rose.or(self.rises), self.rises.or(self.rose));
                let values = toward(from.0, rose).zip(toward(to.0, rises));
                values.filter(|_| self.figures.are_comparable()).and_then(|(from, to)| of_values(from, to))
            }
        }
    }

    fn figures(&self) -> Text {
        let is_turned = self.rose.zip(self.rises).is_some_and(|(rose, rises)| rose != rises);
        let way = |rises: Option<bool>| match rises.filter(|_| is_turned) {
            Some(true) => " or more",
            Some(false) => " or less",
            None => "",
        };
        let of = |figure: Number, unit: Option<&String>, rises| {
            text(plain(figure.0)) + unit.map(|unit| text(" ") + name(unit)) + way(rises)
        };
        let Figures { from, to, from_unit, to_unit } = &self.figures;
        let old_unit = from_unit.as_ref().filter(|_| to.is_none() || !self.figures.are_comparable());
        let old = from.map(|from| of(from, old_unit, self.rose));
        let new = to.map(|to| of(to, to_unit.as_ref(), self.rises));
        name(&self.kpi)
            + match (old, new) {
                (Some(old), Some(new)) => text(" ") + old + " → " + new,
                (Some(old), None) => text(" (it was ") + old + ")",
                (None, new) => text(" ") + new,
            }
    }
}
