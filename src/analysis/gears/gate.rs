//! The gate of a gear: the figures that it has to reach before the next gear can start.

use indexmap::IndexMap;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::analysis::forecast::Reach;
use crate::analysis::progress::Progress;
use crate::decode::field::Place;
use crate::strategy::gear::Gear;

#[derive(Debug, Clone)]
pub struct Gate<'a> {
    pub place: Place,
    pub conditions: Vec<Condition<'a>>,
    /// False if a figure or its KPI could not be read.
    pub is_whole: bool,
}

/// One KPI of a gate.
#[derive(Debug, Clone, Copy)]
pub struct Condition<'a> {
    pub kpi: &'a str,
    pub figure: Decimal,
    pub now: Option<Decimal>,
    /// By any reading.
    pub was_reached: bool,
    pub reached_on: Option<Date>,
    /// By the latest reading.
    pub is_reached: bool,
    pub forecast: Reach,
}

impl Gate<'_> {
    /// True once every figure has been reached; `None` if a KPI has no reading.
    pub fn was_reached(&self) -> Option<bool> {
        let has_readings = !self.conditions.is_empty() && self.conditions.iter().all(|one| one.now.is_some());
        (self.is_whole && has_readings).then(|| self.conditions.iter().all(|one| one.was_reached))
    }

    /// The day when the last figure was reached.
    pub fn reached_on(&self) -> Option<Date> {
        let days = self.conditions.iter().filter_map(|one| one.reached_on);
        days.max().filter(|_| self.was_reached() == Some(true))
    }

    /// When the last figure is forecast to be reached.
    pub fn forecast(&self) -> Reach {
        let each =
            self.conditions.iter().map(|one| if one.was_reached { Reach::Reached } else { one.forecast });
        let unread = (!self.is_whole).then_some(Reach::Unknown);
        each.chain(unread).reduce(Reach::and).unwrap_or(Reach::Unknown)
    }
}

pub(super) fn gate<'a>(gear: &'a Gear, kpis: &IndexMap<&'a str, Progress>) -> Option<Gate<'a>> {
    let (conditions, place) = gear.spinning_at.placed()?;
    let named = conditions;
    let conditions = named.iter().filter_map(|(id, figure)| {
        let progress = kpis.get(id.as_str()).filter(|progress| progress.has_direction())?;
        Some(Condition {
            kpi: id.as_str(),
            figure: figure.0,
            now: progress.latest.map(|latest| latest.value),
            was_reached: progress.has_reached(figure.0),
            reached_on: progress.reached_on(figure.0),
            is_reached: progress.reached_now(figure.0),
            forecast: progress.reach(figure.0),
        })
    });
    let conditions: Vec<Condition<'_>> = conditions.collect();
    let is_whole = named.is_whole() && conditions.len() == named.len();
    Some(Gate { place, conditions, is_whole })
}
