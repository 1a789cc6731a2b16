//! The input: what a strategy file says about purposes, gears, activities and their KPIs.

use jiff::civil::Date;

use crate::figures::case::{Kpi, Number, Period};
use crate::figures::dates::When;

#[derive(Debug, Clone)]
pub struct Plan {
    pub period: Period,
    pub sequences: Vec<Sequence>,
    pub activities: Vec<Activity>,
    pub measures: Vec<Measure>,
    /// The KPIs of the one goal, by their place in `measures`.
    pub goal: Vec<usize>,
}

/// A purpose and its gears.
#[derive(Debug, Clone)]
pub struct Sequence {
    pub purpose: Purpose,
    /// In the order of the purpose.
    pub wheels: Vec<Wheel>,
}

/// A gear of a purpose.
#[derive(Debug, Clone)]
pub struct Wheel {
    pub gear: Gear,
    pub is_left_out: bool,
    pub start: Option<When>,
    /// By their place in `measures`.
    pub kpis: Vec<usize>,
    /// The figures at which the next gear can start.
    pub gate: Vec<(usize, Number)>,
}

#[derive(Debug, Clone, Default)]
pub struct Activity {
    pub id: String,
    pub is_support: bool,
    pub drives: Vec<(Purpose, Gear)>,
    pub start: Option<When>,
    pub end: Option<When>,
    pub status: Option<&'static str>,
    pub sells: bool,
    pub budget: Option<i64>,
}

#[derive(Debug, Clone)]
pub struct Measure {
    pub id: String,
    pub kpi: Kpi,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    Marketing,
    Support,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gear {
    Acquisition,
    Engagement,
    Enlistment,
    Monetization,
}

impl Gear {
    pub fn name(self) -> &'static str {
        match self {
            Self::Acquisition => "acquisition",
            Self::Engagement => "engagement",
            Self::Enlistment => "enlistment",
            Self::Monetization => "monetization",
        }
    }
}

impl Purpose {
    pub fn name(self) -> &'static str {
        match self {
            Self::Marketing => "marketing",
            Self::Support => "support",
        }
    }

    /// "Acquisition, engagement, enlistment, monetization; marketing in that order, support reversed."
    pub fn order(self) -> [Gear; 4] {
        let mut order = [Gear::Acquisition, Gear::Engagement, Gear::Enlistment, Gear::Monetization];
        if self == Self::Support {
            order.reverse();
        }
        order
    }

    /// "A minimum lead between all neighbors that have no gate: 14 days, 28 before monetization in marketing."
    pub fn lead_before(self, gear: Gear) -> i64 {
        if self == Self::Marketing && gear == Gear::Monetization { 28 } else { 14 }
    }
}

impl Plan {
    /// As the file was on a day, with the readings up to then.
    pub fn read_until(&self, today: Date) -> Self {
        let mut plan = self.clone();
        for measure in &mut plan.measures {
            measure.kpi.readings.retain(|reading| reading.date.last() <= today);
        }
        plan
    }
}

impl Wheel {
    /// The KPIs that it names, in its gate or outside.
    pub fn measured_by(&self) -> Vec<usize> {
        let mut all: Vec<usize> =
            self.kpis.iter().copied().chain(self.gate.iter().map(|(kpi, _)| *kpi)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
