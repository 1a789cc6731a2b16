//! What the states of KPIs and gears are measured against. If that differs between two versions, neither state is
//! better than the other.

use crate::analysis::Analysis;
use crate::analysis::forecast::Direction;
use crate::analysis::gears::SequenceGear;
use crate::analysis::kpi::{Judgment, Mark, Start, TargetRow};
use crate::strategy::cadence::Cadence;
use crate::strategy::date::CoarseDate;
use crate::strategy::kpi::Counts;
use crate::strategy::number::Number;
use crate::strategy::subject::EntryKind;

use super::matching::Names;

/// What a state is measured against.
#[derive(Debug, PartialEq, Default)]
pub(super) struct Measure {
    kpis: Vec<Option<KpiMeasure>>,
    /// The start and the gate of a gear.
    start: Option<CoarseDate>,
    gate: Vec<(String, Number, Direction, Option<String>)>,
}

#[derive(Debug, PartialEq)]
struct KpiMeasure {
    unit: Option<String>,
    counts: Counts,
    cadence: Option<Cadence>,
    start: Option<Start>,
    target: Option<TargetRow>,
    planned: Vec<Mark>,
}

/// A unit, without what does not matter in its spelling.
fn unit(kpi: &Judgment) -> Option<String> {
    kpi.unit.as_deref().map(essence)
}

fn essence(unit: &str) -> String {
    unit.trim().to_lowercase()
}

/// True if two units differ only in their spelling, if at all.
pub(crate) fn is_same_unit(one: Option<&str>, other: Option<&str>) -> bool {
    one.map(essence) == other.map(essence)
}

fn of_one(kpi: &Judgment) -> KpiMeasure {
    KpiMeasure {
        unit: unit(kpi),
        counts: kpi.counts,
        cadence: kpi.cadence,
        start: kpi.start,
        target: kpi.target.map(|target| TargetRow { stretch: None, ..target }),
        planned: kpi.planned.clone(),
    }
}

pub(super) fn of_kpi(kpi: &Judgment) -> Measure {
    Measure { kpis: vec![Some(of_one(kpi))], ..Measure::default() }
}

/// `names` are the new ids of KPIs. Without `by_kpis`, the state comes from the gate and the start alone.
pub(super) fn of_gear(
    gear: &SequenceGear<'_>,
    by_kpis: bool,
    analysis: &Analysis<'_>,
    names: &Names,
) -> Measure {
    let conditions = gear.gate.iter().flat_map(|gate| &gate.conditions);
    let gate = conditions.map(|one| {
        let unit = analysis.kpis.get(one.kpi.as_str()).and_then(unit);
        (names.now(EntryKind::Kpi, &one.kpi).to_owned(), one.figure(), one.direction(), unit)
    });
    let kpis = gear.kpis.iter().filter(|_| by_kpis).map(|id| analysis.kpis.get(id).map(of_one));
    Measure { kpis: kpis.collect(), start: gear.start.map(|start| start.date), gate: gate.collect() }
}
