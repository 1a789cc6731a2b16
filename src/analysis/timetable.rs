//! When each gear of each purpose can start, as every rule and report says it.

use jiff::civil::Date;

use super::Analysis;
use super::moving::MovedDate;
use super::sequence::{Advice, Leads, Slot};
use crate::strategy::gear::{GearKind, PurposeKind};

/// A gear and the day on which it is to start.
pub type GearDay = (PurposeKind, GearKind, Date);

/// The slots of each purpose.
#[derive(Debug, Clone, Default)]
pub struct Timetable {
    rows: Vec<Row>,
    /// What moves if all gears start on the days that are advised.
    pub moves: Vec<MovedDate>,
    /// True if some of these days without the others would bring another problem.
    pub is_only_together: bool,
}

#[derive(Debug, Clone)]
struct Row {
    purpose: PurposeKind,
    slots: Vec<Slot>,
    why_not: Option<String>,
}

impl Timetable {
    /// The first days that are late enough, not tried out.
    pub fn first(analysis: &Analysis<'_>, leads: Leads) -> Self {
        Self::after_move(analysis, leads, &[])
    }

    /// The first days that are late enough once some gears start on the days that are advised for them.
    pub(crate) fn after_move(analysis: &Analysis<'_>, leads: Leads, days: &[GearDay]) -> Self {
        let rows = analysis.sequences.iter().map(|sequence| {
            let moved = days.iter().filter(|(purpose, ..)| *purpose == sequence.kind);
            let moved: Vec<GearKind> = moved.map(|(_, gear, _)| *gear).collect();
            let slots = analysis.slots_after_move(sequence, leads, &moved);
            Row { purpose: sequence.kind, slots, why_not: None }
        });
        Self { rows: rows.collect(), ..Self::default() }
    }

    /// The slots of a purpose.
    pub fn slots(&self, purpose: PurposeKind) -> &[Slot] {
        self.row(purpose).map(|row| row.slots.as_slice()).unwrap_or_default()
    }

    /// The problem that the days of a purpose would bring, so that none is advised.
    pub fn why_not(&self, purpose: PurposeKind) -> Option<&str> {
        self.row(purpose)?.why_not.as_deref()
    }

    /// The days that are advised.
    pub fn days(&self) -> Vec<GearDay> {
        let slots = self.rows.iter().flat_map(|row| row.slots.iter().map(|slot| (row.purpose, slot)));
        slots.filter_map(|(purpose, slot)| Some((purpose, slot.gear, slot.advice.day()?))).collect()
    }

    pub(crate) fn purposes(&self) -> Vec<PurposeKind> {
        self.rows.iter().map(|row| row.purpose).collect()
    }

    /// Advises other days.
    pub(crate) fn advise(&mut self, days: &[GearDay]) {
        for row in &mut self.rows {
            for slot in &mut row.slots {
                let day =
                    days.iter().find(|(purpose, gear, _)| (*purpose, *gear) == (row.purpose, slot.gear));
                if let Some((.., day)) = day {
                    (slot.advice, slot.earliest) = (Advice::StartOn(*day), Some(*day));
                }
            }
        }
    }

    /// Advises none of the days of a purpose.
    pub(crate) fn refuse(
        &mut self,
        analysis: &Analysis<'_>,
        leads: Leads,
        purpose: PurposeKind,
        why: String,
    ) {
        let row = self.rows.iter_mut().find(|row| row.purpose == purpose);
        let sequence = analysis.sequences.iter().find(|sequence| sequence.kind == purpose);
        let Some((row, sequence)) = row.zip(sequence) else { return };
        for mut slot in analysis.slots_as_planned(sequence, leads) {
            let Some(tried) = row.slots.iter_mut().find(|tried| tried.gear == slot.gear) else { continue };
            slot.advice = match tried.advice {
                Advice::StartOn(_) if tried.problem.is_none() => Advice::Keep,
                Advice::StartOn(day) => Advice::BringsAnother(day),
                other => other,
            };
            *tried = slot;
        }
        row.why_not = Some(why);
    }

    fn row(&self, purpose: PurposeKind) -> Option<&Row> {
        self.rows.iter().find(|row| row.purpose == purpose)
    }
}
