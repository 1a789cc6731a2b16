//! The gate of a gear: the figures that it has to reach before the next gear can start.

use indexmap::IndexMap;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::forecast::{Direction, Reach};
use crate::analysis::kpi::Judgment;
use crate::decode::field::Place;
use crate::strategy::gate::Threshold;
use crate::strategy::gear::Gear;
use crate::strategy::number::Number;

#[derive(Debug, Clone)]
pub struct Gate {
    pub place: Place,
    pub conditions: Vec<Condition>,
    /// False if a figure or its KPI could not be read.
    pub is_whole: bool,
}

/// One KPI of a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Condition {
    /// The KPI.
    pub kpi: String,
    /// The gate opens at this value or above; null if the KPI has to fall.
    pub at_least: Option<Number>,
    /// The gate opens at this value or below; null if the KPI has to rise.
    pub at_most: Option<Number>,
    /// The latest reading.
    pub now: Option<Number>,
    /// Whether a reading has reached it since the gear's start, or the latest one before.
    pub reached: bool,
    /// The day of the first reading that reached it.
    pub reached_on: Option<Date>,
    /// When it is forecast to be reached; if that has passed, a new reading is needed.
    pub forecast: Option<Date>,
    /// When its plan reaches it, as long as no reading says how it goes.
    pub planned_on: Option<Date>,
    /// By the latest reading; once it has been reached, a small dip does not count.
    #[serde(skip)]
    pub is_reached: bool,
    /// By every reading since the one that reached it.
    #[serde(skip)]
    pub is_held: bool,
    /// The day of the latest reading.
    #[serde(skip)]
    pub read_on: Option<Date>,
    /// The day of the last reading that was short of it before it was reached.
    #[serde(skip)]
    short_on: Option<Date>,
    #[serde(skip)]
    reach: Reach,
    /// Days between two readings.
    #[serde(skip)]
    read_every: Option<i64>,
}

impl Condition {
    /// The figure to reach.
    pub fn figure(&self) -> Number {
        self.at_least.or(self.at_most).unwrap_or_default()
    }

    /// True if it counts as reached, although the latest reading is a little short of it.
    pub fn is_dip(&self) -> bool {
        let is_short = self.now.is_some_and(|now| !self.direction().has_reached(now.0, self.figure().0));
        self.is_reached && is_short
    }

    /// Whether the KPI has to rise or to fall to it.
    pub fn direction(&self) -> Direction {
        if self.at_least.is_some() { Direction::Rising } else { Direction::Falling }
    }
}

impl Gate {
    /// True once every figure has been reached; `None` if a KPI has no reading.
    pub fn was_reached(&self) -> Option<bool> {
        let has_readings = !self.conditions.is_empty() && self.conditions.iter().all(|one| one.now.is_some());
        (self.is_whole && has_readings).then(|| self.conditions.iter().all(|one| one.reached))
    }

    /// True if it was reached, and by the latest readings is not any more.
    pub fn is_lost(&self) -> bool {
        self.was_reached() == Some(true) && self.conditions.iter().any(|one| !one.is_reached)
    }

    pub fn reached_on(&self) -> Option<Date> {
        let days = self.conditions.iter().filter_map(|one| one.reached_on);
        days.max().filter(|_| self.was_reached() == Some(true))
    }

    /// The last day on which a reading showed that it was not reached, if it has been since.
    pub fn closed_on(&self) -> Option<Date> {
        let days = self.conditions.iter().filter_map(|one| one.short_on);
        days.max().filter(|_| self.was_reached() == Some(true))
    }

    /// The day on which it is reached if everything goes as planned, as long as no reading says how it goes.
    pub fn planned_on(&self) -> Option<Date> {
        let open = self.conditions.iter().filter(|one| !one.reached);
        let days: Vec<Date> = open.map(|one| one.planned_on).collect::<Option<_>>()?;
        days.into_iter().max().filter(|_| self.is_whole)
    }

    /// Days between two readings of the figure that is forecast to be the last one to be reached.
    pub fn read_every(&self) -> Option<i64> {
        let open = self.conditions.iter().filter(|one| !one.reached);
        open.max_by_key(|one| one.forecast)?.read_every
    }

    pub fn forecast(&self) -> Reach {
        let each = self.conditions.iter().map(|one| if one.reached { Reach::Reached } else { one.reach });
        let unread = (!self.is_whole).then_some(Reach::Unknown);
        each.chain(unread).reduce(Reach::and).unwrap_or(Reach::Unknown)
    }
}

/// `starts` is the first day that the gear's start can mean.
pub(super) fn gate(gear: &Gear, starts: Option<Date>, kpis: &IndexMap<&str, Judgment>) -> Option<Gate> {
    let (named, place) = gear.spinning_at.placed()?;
    let conditions = named.iter().filter_map(|(id, gate)| {
        let kpi = kpis.get(id.as_str()).filter(|kpi| kpi.is_readable())?;
        let figure = gate.figure()?;
        let direction = gate.direction(kpi)?;
        let reach = match kpi.reach(figure.0, direction) {
            // A single figure, or one of the first days, does not say that it never gets there.
            Reach::Never | Reach::NotBefore(_) if kpi.says_little() => Reach::Unknown,
            reach => reach,
        };
        let reached_on = kpi.reached_on(figure.0, direction, starts);
        Some(Condition {
            kpi: id.to_string(),
            at_least: (direction == Direction::Rising).then_some(figure),
            at_most: (direction == Direction::Falling).then_some(figure),
            now: kpi.now(),
            reached: reached_on.is_some(),
            reached_on,
            forecast: reach.date().filter(|_| reached_on.is_none()),
            planned_on: kpi
                .planned_on(figure.0, direction)
                .filter(|_| reached_on.is_none() && reach.date().is_none()),
            read_on: kpi.read_on(),
            short_on: kpi.short_on(figure.0, direction, reached_on),
            is_reached: kpi.reached_now(figure.0, direction)
                || reached_on.is_some() && kpi.holds(figure.0, direction),
            is_held: reached_on.is_some_and(|from| kpi.has_held(figure.0, direction, from)),
            reach,
            read_every: kpi.read_every(),
        })
    });
    let conditions: Vec<Condition> = conditions.collect();
    let is_whole = named.is_whole() && conditions.len() == named.len();
    Some(Gate { place, conditions, is_whole })
}

impl Threshold {
    /// Its own direction, or that of the KPI, or the one from the KPI's start to it.
    pub fn direction(&self, kpi: &Judgment) -> Option<Direction> {
        match self.is_rising() {
            Some(true) => Some(Direction::Rising),
            Some(false) => Some(Direction::Falling),
            None => kpi.toward(self.figure()?.0),
        }
    }
}
