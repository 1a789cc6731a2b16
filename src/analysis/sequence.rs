//! When the way is free for each gear: the gate of the gear ahead, the slack, the earliest start.

use jiff::Span;
use jiff::civil::Date;

use super::forecast::Reach;
use super::gears::{Train, TrainGear};
use crate::strategy::date::days_between;
use crate::strategy::gear::{GearKind, PurposeKind};

/// One gear of a train and the gear ahead of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// The gear.
    pub gear: GearKind,
    /// The gear that must spin first; none for the first of the order.
    pub ahead: Option<GearKind>,
    /// When the gate ahead lets it through.
    pub opening: Opening,
    /// Days from the opening to its start: negative where it would start, or has started, too soon.
    /// None where one of the two is not known.
    pub slack: Option<i64>,
    /// The first day on which it makes sense to start: the opening, and not before the gear ahead has
    /// had its time. None where nothing can be said, or where it never opens at this rate.
    pub earliest: Option<Date>,
}

/// When a gate lets the next gear through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// There is no gear ahead.
    Free,
    /// The gear ahead has no gate.
    NoGate,
    /// It has been open since this day.
    Since(Date),
    /// It is forecast to open on this day.
    On(Date),
    /// It never opens at this rate.
    Never,
    /// Nothing can be said: too few readings, or something could not be read.
    Unknown,
}

impl Opening {
    /// The day, past or forecast.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Since(day) | Self::On(day) => Some(day),
            _ => None,
        }
    }

    fn of(ahead: Option<&TrainGear<'_>>) -> Self {
        let Some(ahead) = ahead else { return Self::Free };
        let Some(gate) = &ahead.gate else { return Self::NoGate };
        match (gate.reached_on(), gate.forecast()) {
            (Some(day), _) => Self::Since(day),
            (None, Reach::On(day)) => Self::On(day),
            (None, Reach::Never) => Self::Never,
            (None, Reach::Reached | Reach::Unknown) => Self::Unknown,
        }
    }
}

impl Train<'_> {
    /// Each gear that is not left out, in the order of the purpose. `least_lead` is how many days a
    /// gear is given before people are asked for money.
    pub fn sequence(&self, least_lead: i64) -> Vec<Slot> {
        self.active().map(|gear| self.slot(gear, least_lead)).collect()
    }

    fn slot(&self, gear: &TrainGear<'_>, least_lead: i64) -> Slot {
        let ahead = self.ahead_of(gear.kind);
        let opening = Opening::of(ahead);
        let is_selling = (self.kind, gear.kind) == (PurposeKind::Marketing, GearKind::Monetization);
        let lead = if is_selling { least_lead } else { 1 };
        let after_ahead = ahead.and_then(TrainGear::placed).and_then(|start| later(start.date.last, lead));
        let earliest = match opening {
            Opening::Free | Opening::Never | Opening::Unknown => None,
            Opening::NoGate => after_ahead,
            Opening::Since(day) | Opening::On(day) => Some(after_ahead.map_or(day, |after| after.max(day))),
        };
        let start = gear.placed().map(|start| start.date.first);
        let slack = opening.day().zip(start).map(|(opens, start)| days_between(opens, start));
        Slot { gear: gear.kind, ahead: ahead.map(|ahead| ahead.kind), opening, slack, earliest }
    }
}

fn later(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}
