//! How a KPI's target differs: easier, harder, later, earlier, turned around, set, dropped.
//!
//! A target says which figures are good enough: `40` says all from 40 on if the KPI should rise, and `at_most: 40`
//! all up to 40. It is easier if more figures are good enough than before, and harder if fewer are.

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::change::Figures;
use super::measure::is_same_unit;
use crate::analysis::kpi::{Judgment, Status, TargetRow};
use crate::strategy::date::days_between;
use crate::strategy::target::{Change, Range};
use crate::words::text::{Text, day, name, text};
use crate::words::{and, days};

/// How a KPI's target differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TargetChange {
    /// What that means, the most important first. Empty if nothing says which figures are better, if neither target
    /// is easier, or if the unit changed.
    pub effects: Vec<Effect>,
    /// The target before.
    pub from: Option<DirectedTarget>,
    /// The target now.
    pub to: Option<DirectedTarget>,
    /// True if the target has no date of its own and is due at the end of another period now.
    pub follows: bool,
    /// True if the figures had reached the target before.
    pub was_met: bool,
}

/// A target and its direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DirectedTarget {
    /// The target.
    #[serde(flatten)]
    pub target: TargetRow,
    /// The unit, which can be another one before.
    pub unit: Option<String>,
    /// True if higher values are better, false if lower ones are; null if nothing says.
    pub rises: Option<bool>,
    #[serde(skip)]
    due: Option<Due>,
}

/// When it should be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// It is a bound that is in force from the first day.
    AtOnce,
    By(Date),
}

/// What a change of a target means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Lower values are better now instead of higher ones, or the other way around.
    TurnedAround,
    /// There is no target anymore.
    Dropped,
    /// More values are good enough than before.
    Easier,
    /// Fewer values are good enough than before.
    Harder,
    /// It is due later.
    Postponed,
    /// It is due earlier.
    BroughtForward,
    /// There was no target before.
    Set,
}

impl Effect {
    /// After `its target was`.
    pub(crate) const fn verb(self) -> &'static str {
        match self {
            Self::TurnedAround => "turned around",
            Self::Dropped => "dropped",
            Self::Easier => "made easier",
            Self::Harder => "made harder",
            Self::Postponed => "postponed",
            Self::BroughtForward => "brought forward",
            Self::Set => "set",
        }
    }
}

/// The values that are good enough: from the first to the second, if there are ends.
pub(super) type Good = (Option<Decimal>, Option<Decimal>);

/// The values from this one on, or up to it.
pub(super) fn toward(value: Decimal, rises: Option<bool>) -> Option<Good> {
    rises.map(|rises| if rises { (Some(value), None) } else { (None, Some(value)) })
}

impl DirectedTarget {
    fn of(kpi: &Judgment) -> Option<Self> {
        let target = kpi.target?;
        let due = if kpi.is_keeping() { Some(Due::AtOnce) } else { target.date.map(Due::By) };
        let rises = kpi.is_rising().filter(|_| target.between.is_none());
        Some(Self { target, unit: kpi.unit.clone(), rises, due })
    }

    fn good(&self) -> Option<Good> {
        let TargetRow { value, at_least, at_most, between, .. } = self.target;
        match (at_least, at_most, between) {
            (Some(low), ..) => Some((Some(low.0), None)),
            (_, Some(high), _) => Some((None, Some(high.0))),
            (.., Some(Range(low, high))) => Some((Some(low.0), Some(high.0))),
            _ => toward(value?.0, self.rises),
        }
    }

    /// The changes of the baseline that are good enough, and in what they are measured.
    fn good_change(&self) -> Option<(&'static str, Good)> {
        let (kind, size) = match self.target.change? {
            Change::Percent(size) => ("%", size),
            Change::By(size) => ("+", size),
            Change::Times(size) => ("x", size),
        };
        Some((kind, toward(size, self.rises)?))
    }

    /// The target without its day and what is not judged: a stretch target, and a value next to a bound.
    fn what(&self) -> TargetRow {
        let TargetRow { value, at_least, at_most, between, .. } = self.target;
        let is_bound = at_least.is_some() || at_most.is_some() || between.is_some();
        TargetRow { value: value.filter(|_| !is_bound), date: None, stretch: None, ..self.target }
    }

    /// `40`, or `40 or more` if that is the point.
    fn figure(&self, is_turned: bool) -> String {
        let way = match self.rises.filter(|_| is_turned && self.target.value.is_some()) {
            Some(true) => " or more",
            Some(false) => " or less",
            None => "",
        };
        self.target.to_string() + way
    }

    fn unit(&self) -> Text {
        self.unit.as_ref().map(|unit| text(" ") + name(unit)).into()
    }

    fn by(&self) -> Text {
        match (self.target.date, self.due) {
            (Some(date), _) => text(" by ") + day(date),
            (None, Some(Due::AtOnce)) => " at all times".into(),
            (None, _) => Text::default(),
        }
    }
}

/// What became of a target or a gate: `made easier and postponed`.
pub(super) fn verbs(effects: &[Effect]) -> String {
    let verbs: Vec<&str> = effects.iter().map(|effect| effect.verb()).collect();
    if verbs.is_empty() { "changed".to_owned() } else { and(&verbs) }
}

impl TargetChange {
    /// How two targets of one KPI differ, if they do. `is_whole` if both files were read completely; `is_dated`
    /// if one of the targets has its own date.
    pub(super) fn between(old: &Judgment, new: &Judgment, is_whole: bool, is_dated: bool) -> Option<Self> {
        let is_comparable =
            is_same_unit(old.unit.as_deref(), new.unit.as_deref()) && old.counts == new.counts;
        let (mut from, mut to) = (DirectedTarget::of(old), DirectedTarget::of(new));
        if let (Some(from), Some(to)) = (&mut from, &mut to) {
            // If only one version says which values are better, it is so in the other, too.
            if from.target.between.is_none() && to.target.between.is_none() {
                (from.rises, to.rises) = (from.rises.or(to.rises), to.rises.or(from.rises));
            }
            // The date can be that of a period that could not be read.
            if !is_whole && (from.target.date.is_none() || to.target.date.is_none()) {
                for aim in [from, to] {
                    (aim.target.date, aim.due) = (None, None);
                }
            }
        }
        let mut effects: Vec<Effect> = match (&from, &to) {
            (None, None) => return None,
            (Some(_), None) => vec![Effect::Dropped],
            (None, Some(_)) => vec![Effect::Set],
            (Some(from), Some(to)) => {
                let is_same = from.what() == to.what() && from.target.date == to.target.date;
                if is_same && (from.good() == to.good() || !is_comparable) {
                    return None;
                }
                let start = |kpi: &Judgment| kpi.start.and_then(|start| start.value);
                let figure = of_figure(from, to, start(old) == start(new));
                figure.into_iter().chain(of_day(from, to)).filter(|_| is_comparable).collect()
            }
        };
        effects.sort_unstable();
        let is_due = |aim: &Option<DirectedTarget>| aim.as_ref().is_some_and(|aim| aim.target.date.is_some());
        let is_moved = effects.iter().any(|one| matches!(one, Effect::Postponed | Effect::BroughtForward));
        let follows = is_moved && !is_dated && is_due(&from) && is_due(&to);
        Some(Self { effects, from, to, follows, was_met: is_met(old) })
    }

    /// A target that went with its KPI.
    pub(super) fn dropped(kpi: &Judgment) -> Option<Self> {
        let from = Some(DirectedTarget::of(kpi).filter(|_| kpi.is_readable())?);
        Some(Self { effects: vec![Effect::Dropped], from, to: None, follows: false, was_met: is_met(kpi) })
    }

    pub(super) fn is_of_figure(&self) -> bool {
        self.from.as_ref().zip(self.to.as_ref()).is_none_or(|(from, to)| from.what() != to.what())
    }

    pub(super) fn is_of_date(&self) -> bool {
        self.from.as_ref().zip(self.to.as_ref()).is_none_or(|(from, to)| from.target.date != to.target.date)
    }

    /// True if it asks for less than before. One that is higher and due later, or lower and due earlier, asks for
    /// something else, and one that was met has done its work.
    pub(crate) fn is_softer(&self) -> bool {
        let has = |effect| self.effects.contains(&effect);
        let is_put_off = has(Effect::Dropped) || (has(Effect::Postponed) && !has(Effect::Harder));
        let is_easier = has(Effect::Easier) && !has(Effect::BroughtForward);
        has(Effect::TurnedAround) || is_easier || (is_put_off && !self.was_met)
    }

    /// After `target`: `made easier and postponed`.
    pub(crate) fn verbs(&self) -> String {
        verbs(&self.effects)
    }

    /// The old and the new target: `40 → 33 cakes/week`.
    pub(crate) fn figures(&self) -> Text {
        let (from, to) = match (&self.from, &self.to) {
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => {
                let met = if self.was_met { ", and met" } else { "" };
                return text("it was ") + from.figure(false) + from.unit() + from.by() + met;
            }
            (None, to) => return to.as_ref().map(|to| text(to.figure(false)) + to.unit() + to.by()).into(),
        };
        let is_turned = self.effects.contains(&Effect::TurnedAround);
        let is_same_unit = is_same_unit(from.unit.as_deref(), to.unit.as_deref());
        let old_unit = (!is_same_unit).then(|| from.unit());
        let old = text(from.figure(is_turned)) + old_unit;
        let new = text(to.figure(is_turned)) + to.unit();
        if !self.is_of_date() {
            return old + " → " + new;
        }
        let later = from.target.date.zip(to.target.date).map(|(from, to)| match days_between(from, to) {
            count @ 1.. => format!(", {} later", days(count)),
            count => format!(", {} earlier", days(-count)),
        });
        let with = if self.follows { ", with the strategy's period" } else { "" };
        if self.is_of_figure() || !is_same_unit {
            old + from.by() + " → " + new + to.by() + with
        } else {
            text(from.figure(is_turned)) + from.unit() + from.by() + " →" + to.by() + later + with
        }
    }
}

fn is_met(kpi: &Judgment) -> bool {
    matches!(kpi.status, Status::Met | Status::MetLate | Status::Reached)
}

fn of_figure(from: &DirectedTarget, to: &DirectedTarget, is_same_start: bool) -> Option<Effect> {
    let levels = from.good().zip(to.good()).map(|(from, to)| of_values(from, to));
    let changes = from.good_change().zip(to.good_change()).filter(|((kind, _), (other, _))| kind == other);
    let changes = changes.filter(|_| !is_same_start || levels.is_none());
    let changes = changes.map(|((_, from), (_, to))| of_values(from, to));
    match (levels, changes) {
        // Another baseline: `+10%` of it is another value, but not another demand.
        (Some(level), Some(change)) => level.filter(|_| level == change),
        (one, other) => one.or(other).flatten(),
    }
}

/// Whether a milestone is easier or harder, if one of the versions says which values are better.
pub(super) fn milestone(figures: &Figures, rose: Option<bool>, rises: Option<bool>) -> Option<Effect> {
    let rises = rises.or(rose).filter(|rises| rose.is_none_or(|rose| rose == *rises));
    let values = toward(figures.from?.0, rises).zip(toward(figures.to?.0, rises));
    values.filter(|_| figures.are_comparable()).and_then(|(from, to)| of_values(from, to))
}

pub(super) fn of_values(from: Good, to: Good) -> Option<Effect> {
    let is_within = |inner: Good, outer: Good| {
        outer.0 <= inner.0 && (inner.1.is_none(), inner.1) <= (outer.1.is_none(), outer.1)
    };
    match (from, to) {
        ((Some(_), None), (None, Some(_))) | ((None, Some(_)), (Some(_), None)) => Some(Effect::TurnedAround),
        _ if from == to => None,
        _ if is_within(from, to) => Some(Effect::Easier),
        _ if is_within(to, from) => Some(Effect::Harder),
        _ => None,
    }
}

fn of_day(from: &DirectedTarget, to: &DirectedTarget) -> Option<Effect> {
    let (was, is) = from.due.zip(to.due).filter(|_| from.target.date != to.target.date)?;
    // A bound that is in force at once instead of a value to reach by a day asks for something else.
    let is_same_kind = from.target.value.is_some() == to.target.value.is_some();
    match was.cmp(&is) {
        Ordering::Less => Some(Effect::Postponed),
        Ordering::Greater if is_same_kind => Some(Effect::BroughtForward),
        _ => None,
    }
}
