//! When each gear can start: the gate of the gear before it, the slack, the earliest start.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::days_after;
use super::forecast::Reach;
use super::gears::{GearSequence, SequenceGear};
use crate::strategy::date::days_between;
use crate::strategy::gear::{GearKind, PurposeKind};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub gear: GearKind,
    /// The gear before it.
    pub ahead: Option<GearKind>,
    pub opening: Opening,
    /// Days from the opening to its start, negative if it starts too soon.
    pub slack: Option<i64>,
    /// The first day when it makes sense to start: the opening, but not before the gear before it has had
    /// its time. `None` if that is unknown, or never at the current rate.
    pub earliest: Option<Date>,
}

/// When the gate of the gear before lets the next one start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "is", content = "day")]
pub enum Opening {
    /// There is no gear before.
    Free,
    /// The gear before has no gate.
    NoGate,
    /// It was reached on this day.
    OpenSince(Date),
    /// It is forecast to be reached on this day, which is in the future.
    Forecast(Date),
    /// It was forecast to be reached by this day, and no reading shows whether it was.
    Overdue(Date),
    /// It is never reached at the current rate.
    Never,
    /// There are too few readings, or something could not be read.
    Unknown,
}

impl Opening {
    pub fn day(self) -> Option<Date> {
        match self {
            Self::OpenSince(day) | Self::Forecast(day) => Some(day),
            _ => None,
        }
    }

    fn of(ahead: Option<&SequenceGear<'_>>, today: Date) -> Self {
        let Some(ahead) = ahead else { return Self::Free };
        let Some(gate) = &ahead.gate else { return Self::NoGate };
        match (gate.reached_on(), gate.forecast()) {
            (Some(day), _) => Self::OpenSince(day),
            (None, Reach::On(day)) if day > today => Self::Forecast(day),
            (None, Reach::On(day)) => Self::Overdue(day),
            (None, Reach::NotBefore(_) | Reach::Never) => Self::Never,
            (None, Reach::Reached | Reach::Unknown) => Self::Unknown,
        }
    }
}

impl GearSequence<'_> {
    /// Each gear that is not left out. `min_lead_days` is how many days after the gear before it
    /// monetization of marketing can start.
    pub fn slots(&self, today: Date, min_lead_days: i64) -> Vec<Slot> {
        self.active().map(|gear| self.slot(gear, today, min_lead_days)).collect()
    }

    fn slot(&self, gear: &SequenceGear<'_>, today: Date, min_lead_days: i64) -> Slot {
        let ahead = self.ahead_of(gear.kind);
        let opening = Opening::of(ahead, today);
        let is_selling = (self.kind, gear.kind) == (PurposeKind::Marketing, GearKind::Monetization);
        let lead = if is_selling { min_lead_days } else { 1 };
        let after_ahead =
            ahead.and_then(SequenceGear::placed).and_then(|start| days_after(start.date.last, lead));
        let earliest = match opening {
            Opening::NoGate => after_ahead,
            opening => opening.day().map(|day| after_ahead.map_or(day, |after| after.max(day))),
        };
        let start = gear.placed().map(|start| start.date.first);
        let slack = opening.day().zip(start).map(|(opens, start)| days_between(opens, start));
        Slot { gear: gear.kind, ahead: ahead.map(|ahead| ahead.kind), opening, slack, earliest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;
    use crate::analysis::kpi::Thresholds;
    use crate::source::Source;
    use crate::strategy::document::Document;

    /// When engagement, which starts on 1 June, can start as of 5 April: acquisition started with 100 visits
    /// on 1 January, its gate is 400, and these are its readings.
    fn slot(gate: &str, readings: &str) -> Slot {
        let text = format!(
            "\
stratplan: 1
strategy: {{ name: A sequence, owner: mia, period: 2027 }}
purposes: {{ marketing: {{ gears: {{ acquisition: {{ start: 2027-01-01{gate} }}, engagement: 2027-06-01 }} }} }}
kpis:
  visits:
    baseline: {{ value: 100, date: 2027-01-01 }}
    target: {{ value: 1000, date: 2027-12-31 }}
    readings: {{ {readings} }}"
        );
        let document = Document::read(Source::new("sequence.yaml", text), |_| Err("no files here".into()));
        let today = Date::constant(2027, 4, 5);
        let analysis = Analysis::new(&document, &Thresholds::default(), today);
        let sequence = analysis.sequences.first().expect("marketing has its gears");
        *sequence.slots(today, 28).get(1).expect("engagement is the second")
    }

    #[test]
    fn a_gear_can_start_when_the_gate_before_it_is_reached() {
        let day = |month, day| Date::constant(2027, month, day);
        let gate = ", spinning_at: { visits: 400 }";
        for (gate, readings, opening, slack, earliest) in [
            // 100 more in 60 days: 300 more in 180.
            (gate, "2027-03-02: 200", Opening::Forecast(day(6, 30)), Some(-29), Some(day(6, 30))),
            (gate, "2027-03-02: 400", Opening::OpenSince(day(3, 2)), Some(91), Some(day(3, 2))),
            (gate, "2027-03-02: 90", Opening::Never, None, None),
            (gate, "", Opening::Unknown, None, None),
            // 200 more in 45 days: 300 more in 68. That is in the past, so it says nothing.
            (gate, "2027-02-15: 300", Opening::Overdue(day(3, 10)), None, None),
            // Without a gate it is enough that the gear before it has started.
            ("", "", Opening::NoGate, None, Some(day(1, 2))),
        ] {
            let slot = slot(gate, readings);
            assert_eq!((slot.opening, slot.slack, slot.earliest), (opening, slack, earliest), "{readings}");
        }
    }
}
