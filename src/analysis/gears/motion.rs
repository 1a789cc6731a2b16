//! Whether a gear spins, how fast, and what holds a purpose up.
//!
//! The article on Lyle Fong's talk says that the gears “have to all spin equally”: a gear is as fast as its
//! slowest KPI, not as fast as the average.

use indexmap::IndexMap;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::{GearSequence, SETTLED_AFTER_DAYS, SequenceGear, gate};
use crate::analysis::fraction::Fraction;
use crate::analysis::kpi::{Judgment, Status, Thresholds};
use crate::strategy::date::days_between;

/// The state of a gear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Left out on purpose.
    LeftOut,
    /// Nothing says when it starts.
    NotPlaced,
    /// Its start is in the future.
    Planned,
    /// Its start has passed, but no activity drives it.
    OnPaper,
    /// Its gate is reached, or without a gate, its KPIs keep up with their plan.
    Spinning,
    /// It has dropped below the gate that it had reached.
    FellBack,
    /// It has not moved for some time.
    Stalled,
    /// It runs, and is not known to spin.
    Running,
    /// It runs, and none of its KPIs has a reading since it started that says whether it spins.
    Unread,
    /// It has started, and nothing drives it now, for weeks; its figures do not say how it runs.
    LeftAlone,
    /// It has started, and nothing drives it until the gate of the gear before it is reached.
    Paused,
}

impl State {
    pub const fn name(self) -> &'static str {
        match self {
            Self::LeftOut => "left out",
            Self::NotPlaced => "not dated",
            Self::Planned => "planned",
            Self::OnPaper => "on paper",
            Self::Spinning => "spinning",
            Self::FellBack => "fell back",
            Self::Stalled => "stalled",
            Self::Running => "running",
            Self::Unread => "running, no reading yet",
            Self::LeftAlone => "left alone",
            Self::Paused => "paused",
        }
    }

    /// True if it has started, and something drives it, or did.
    pub const fn is_running(self) -> bool {
        matches!(
            self,
            Self::Spinning
                | Self::FellBack
                | Self::Stalled
                | Self::Running
                | Self::Unread
                | Self::LeftAlone
                | Self::Paused
        )
    }
}

impl<'a> SequenceGear<'a> {
    /// Adds what depends on the figures.
    pub(in crate::analysis) fn measure(
        &mut self,
        kpis: &IndexMap<&'a str, Judgment>,
        today: Date,
        thresholds: &Thresholds,
    ) {
        let own_start = self.start.map(|start| start.date.first);
        self.gate = self.declared.and_then(|(gear, _)| gate::gate(gear, own_start, kpis));
        let named = || self.kpis.iter().filter_map(|id| Some((*id, kpis.get(*id)?)));
        // What was read before the gear started says nothing about how it runs.
        let starts = self.counts_from();
        let is_current =
            |kpi: &Judgment| kpi.read_on().is_some_and(|read| starts.is_none_or(|starts| read > starts));
        let judged = || named().filter(|(_, kpi)| is_current(kpi));
        let failed = named().find(|(_, kpi)| kpi.has_failed()).map(|(id, _)| id);
        // In its first days, a figure says little about a rate.
        let paces = judged().filter(|(_, kpi)| kpi.status != Status::TooEarly);
        let paces = paces.filter_map(|(id, kpi)| Some((id, kpi.recent_pace()?)));
        let slowest = paces.min_by(|(_, one), (_, other)| one.compare(*other)).filter(|_| failed.is_none());
        self.recent_pace = slowest.map(|(_, pace)| pace);
        self.slowest = failed.or(slowest.map(|(id, _)| id));
        let on_track = Fraction::whole(thresholds.on_track);
        self.keeps_up = match failed {
            Some(_) => Some(false),
            None => self.recent_pace.map(|pace| pace.compare(on_track).is_ge()),
        };
        let spins = match &self.gate {
            Some(gate) => {
                let kpis = || gate.conditions.iter().filter_map(|one| kpis.get(one.kpi.as_str()));
                let reached = gate.was_reached().filter(|_| kpis().all(is_current));
                reached.map(|reached| reached && gate.conditions.iter().all(|one| one.is_reached))
            }
            None => self.keeps_up,
        };
        let is_stalled = named().next().is_some()
            && named().all(|(_, kpi)| {
                kpi.recent.is_some_and(|recent| recent.stalled_since.is_some()) && self.has_settled_in(kpi)
            });
        let is_measured = named().any(|(_, kpi)| kpi.figure.is_some());
        let is_unread = spins.is_none() && named().next().is_some() && judged().next().is_none();
        self.state = self.state_on(today, spins, is_stalled, is_measured);
        if self.state == State::Running && is_unread {
            self.state = State::Unread;
        }
        self.spins = spins.filter(|_| self.state.is_running());
        if !self.state.is_running() {
            self.recent_pace = None;
            self.slowest = None;
            self.keeps_up = None;
        }
    }

    /// The first day on which it can have begun; `None` if it has been running for an unknown time.
    fn counts_from(&self) -> Option<Date> {
        let start = self.start.filter(|start| !start.is_practice())?.date.first;
        Some(
            self.effective
                .filter(|driven| !driven.is_practice())
                .map_or(start, |driven| driven.date.first.max(start)),
        )
    }

    /// True if a KPI has been read so long after the gear began that its figure shows what the gear does.
    pub fn has_settled_in(&self, kpi: &Judgment) -> bool {
        let read = self.begins().zip(kpi.read_on()).map(|(begins, read)| days_between(begins, read));
        read >= Some(SETTLED_AFTER_DAYS)
    }

    /// How many figures of a KPI are from after the gear began: a single one says little about a rate.
    pub(super) fn figures_since(&self, kpi: &Judgment) -> usize {
        let Some(begins) = self.begins() else { return 0 };
        kpi.figures.iter().filter(|figure| figure.date > begins).count()
    }

    fn state_on(&self, today: Date, spins: Option<bool>, is_stalled: bool, is_measured: bool) -> State {
        if self.is_left_out() {
            return State::LeftOut;
        }
        let Some(start) = self.start else { return State::NotPlaced };
        if start.date.first > today {
            return State::Planned;
        }
        if self.effective.is_some_and(|effective| effective.is_certain && effective.date.first > today) {
            return State::OnPaper;
        }
        // With figures, something drives it that the file does not name.
        if self.is_undriven && !is_measured {
            return State::OnPaper;
        }
        let was_reached = self.gate.as_ref().and_then(gate::Gate::was_reached) == Some(true);
        match spins {
            Some(true) => State::Spinning,
            Some(false) if was_reached => State::FellBack,
            _ if is_stalled => State::Stalled,
            _ => State::Running,
        }
    }
}

impl GearSequence<'_> {
    /// The first running gear in the order that does not spin: it holds up those after it.
    pub fn bottleneck(&self) -> Option<&SequenceGear<'_>> {
        self.active().find(|gear| gear.spins == Some(false))
    }
}

impl Judgment {
    /// Its change over the last 90 days, as a ratio to the plan. A target that is reached counts at least as 1, a
    /// bound that is kept as 1, and one that is broken as 0.
    pub fn recent_pace(&self) -> Option<Fraction> {
        let one = Fraction::whole(Decimal::ONE);
        let recent = self.recent.and_then(|recent| recent.exact_pace);
        match self.status {
            Status::Kept | Status::Met | Status::MetLate => Some(one),
            Status::Reached => Some(recent.filter(|pace| pace.compare(one).is_gt()).unwrap_or(one)),
            Status::Broken => Some(Fraction::whole(Decimal::ZERO)),
            _ => recent,
        }
    }

    /// The day of its target has passed, and it is not there: no pace says that its gear keeps up.
    fn has_failed(&self) -> bool {
        matches!(self.status, Status::Missed | Status::FellBack)
    }
}
