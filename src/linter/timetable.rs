//! Tries out the days that are advised for gears: no rule may report anything that it did not report before.

use super::Linter;
use super::finding_key::new_and_gone;
use crate::analysis::Analysis;
use crate::analysis::moving::{Moving, TooFar};
use crate::analysis::sequence::{Problem, Slot};
use crate::analysis::timetable::{GearDay, Timetable};
use crate::finding::{Finding, Group, Level};
use crate::rules;
use crate::strategy::document::Document;
use crate::strategy::gear::PurposeKind;
use crate::strategy::subject::Subject;

/// What moves with a gear can move the next day that is late enough, so the days are tried out until they stay.
const ROUNDS: usize = 8;

/// A strategy as it is, and what is found in it.
struct Trial<'t, 'a> {
    linter: &'t Linter,
    document: &'a Document,
    analysis: &'t Analysis<'a>,
    before: Vec<Finding>,
    table: Timetable,
}

impl Linter {
    pub(super) fn timetable(&self, document: &Document, analysis: &Analysis<'_>) -> Timetable {
        let leads = self.terms().leads;
        let mut table = Timetable::first(analysis, leads);
        if table.days().is_empty() {
            return table;
        }
        let before = self.found(document, analysis, &table);
        let trial = Trial { linter: self, document, analysis, before, table: table.clone() };
        for purpose in table.purposes() {
            let first: Vec<GearDay> = table.days().into_iter().filter(|(of, ..)| *of == purpose).collect();
            match trial.settle(purpose, first) {
                Ok(days) => table.advise(&days),
                Err(why) => table.refuse(analysis, leads, purpose, why),
            }
        }
        // An activity can drive gears of both purposes.
        if let Err(why) = trial.run(&table.days())
            && let Some((purpose, ..)) = table.days().last().copied()
        {
            table.refuse(analysis, leads, purpose, why);
        }
        let days = table.days();
        table.is_only_together =
            (1..days.len()).any(|count| days.get(..count).is_some_and(|some| trial.run(some).is_err()));
        let moving = Moving::gears(analysis, &days).map(|moving| moving.changes).unwrap_or_default();
        table.moves = moving.into_iter().map(|(_, date)| date).collect();
        table
    }

    /// The findings that are not allowed.
    fn found(&self, document: &Document, analysis: &Analysis<'_>, table: &Timetable) -> Vec<Finding> {
        let mut findings = self.judge(document, analysis, table, |rule| !self.is_off(rule));
        self.silence_allowed(document, &mut findings);
        findings
    }
}

impl Trial<'_, '_> {
    /// The days on which no gear of a purpose has to move any more, or the problem that they bring.
    fn settle(&self, purpose: PurposeKind, first: Vec<GearDay>) -> Result<Vec<GearDay>, String> {
        let mut days = first;
        for _ in 0..ROUNDS {
            let next = self.next(purpose, &days)?;
            if next.is_empty() {
                return self.run(&days).map(|()| days);
            }
            for one in next {
                match days.iter_mut().find(|(of, gear, _)| (*of, *gear) == (one.0, one.1)) {
                    Some(known) => *known = one,
                    None => days.push(one),
                }
            }
        }
        Err("each of these days moves the next one".to_owned())
    }

    /// The days that are advised once the gears start on some days.
    fn next(&self, purpose: PurposeKind, days: &[GearDay]) -> Result<Vec<GearDay>, String> {
        let after = self.moved(days)?;
        let analysis = Analysis::new(&after, &self.linter.thresholds, self.linter.today);
        let table = Timetable::after_move(&analysis, self.linter.terms().leads, days);
        let stays = |day: &GearDay| days.contains(day);
        Ok(table.days().into_iter().filter(|day| day.0 == purpose && !stays(day)).collect())
    }

    /// The strategy with gears that start on other days.
    fn moved(&self, days: &[GearDay]) -> Result<Document, String> {
        let moving = Moving::gears(self.analysis, days);
        let too_far = |TooFar(name)| format!("{name} would be moved out of the calendar");
        Ok(moving.map_err(too_far)?.imagine(self.document))
    }

    /// The problem that some days bring, or leave.
    fn run(&self, days: &[GearDay]) -> Result<(), String> {
        let after = self.moved(days)?;
        let analysis = Analysis::new(&after, &self.linter.thresholds, self.linter.today);
        let table = Timetable::first(&analysis, self.linter.terms().leads);
        let found = self.linter.found(&after, &analysis, &table);
        let (caused, _) = new_and_gone((self.document, &self.before), (&after, &found));
        let is_close = |slot: &Slot| matches!(slot.problem, Some(Problem::TooClose { .. }));
        let was_close =
            |purpose, gear| self.table.slots(purpose).iter().any(|slot| slot.gear == gear && is_close(slot));
        // One finding names all gears that are too close: with fewer of them, it is not a new one.
        let is_closer = table.purposes().into_iter().any(|purpose| {
            table.slots(purpose).iter().any(|slot| is_close(slot) && !was_close(purpose, slot.gear))
        });
        let is_new = |finding: &&Finding| *finding.rule != rules::GEARS_TOO_CLOSE || is_closer;
        let caused = caused.into_iter().filter(|finding| finding.level > Level::Info).filter(is_new);
        if let Some(worst) = caused.max_by_key(|finding| finding.level) {
            return Err(worst.message.clone());
        }
        let slot = |day: &GearDay| table.slots(day.0).iter().find(|slot| slot.gear == day.1);
        let still = days.iter().find(|day| slot(day).is_some_and(|slot| slot.problem.is_some()));
        if let Some((purpose, gear, _)) = still {
            let subject = Subject::Gear(*purpose, *gear);
            let is_about =
                |one: &&Finding| one.rule.group == Group::Gears && *after.address(one).subject() == subject;
            let says = found.iter().find(is_about).map(|one| one.message.clone());
            return Err(says.unwrap_or_else(|| format!("{gear} would still start too soon")));
        }
        Ok(())
    }
}
