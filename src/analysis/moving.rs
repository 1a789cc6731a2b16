//! What moves if a gear, a campaign or an activity starts at another time, and the strategy as it would be then.

mod followers;
mod target;

use schemars::JsonSchema;
use serde::Serialize;

use super::Analysis;
use super::timetable::GearDay;
use crate::source::Source;
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::strategy::subject::Subject;
use crate::syntax::edit;
use crate::syntax::set::{self, Setting};
pub(crate) use target::{Shift, Target};

/// A date that was moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MovedDate {
    /// What starts or ends then: `marketing.engagement`, `campaign.launch`, `promotion.guide`.
    pub what: String,
    /// Its key: `start`, `end` or `date`.
    pub key: &'static str,
    /// The date as it is; null if it has none.
    #[schemars(with = "Option<String>")]
    pub from: Option<CoarseDate>,
    /// The date as it would be.
    #[schemars(with = "String")]
    pub to: CoarseDate,
    /// What it moves with, if nobody asked for this move itself.
    pub with: Option<String>,
}

/// Something that moves, the dates it gets, and how far that is, if it had a start.
pub(crate) struct Asked {
    pub(crate) target: Target,
    pub(crate) dates: Vec<MovedDate>,
    pub(crate) shift: Option<Shift>,
}

/// The name of something that would be moved out of the calendar.
pub(crate) struct TooFar(pub(crate) String);

/// Why a date cannot be written: the date, and what is in the way.
pub(crate) struct InTheWay {
    pub(crate) date: MovedDate,
    pub(crate) error: set::SetError,
}

/// The dates to move.
pub(crate) struct Moving {
    pub(crate) changes: Vec<(Subject, MovedDate)>,
    /// What moves already: nothing is moved twice.
    moved: Vec<Subject>,
    /// How far.
    shifts: Vec<(Subject, Shift)>,
}

impl Moving {
    /// What moves. Unless that is only what was asked for, what follows moves as well.
    pub(crate) fn new(analysis: &Analysis<'_>, asked: &[Asked], alone: bool) -> Result<Self, TooFar> {
        let moved = asked.iter().map(|one| one.target.subject.clone()).collect();
        let mut moving = Self { changes: Vec::new(), moved, shifts: Vec::new() };
        for Asked { target, dates, .. } in asked {
            moving.add(target, dates.clone());
        }
        for Asked { target, shift, .. } in asked {
            moving.shifts.extend(shift.map(|shift| (target.subject.clone(), shift)));
            for part in target.parts(analysis) {
                let Some(shift) = *shift else { continue };
                moving.shifts.push((part.subject.clone(), shift));
                moving.follow(&part, part.shifted(shift)?, &target.name);
            }
        }
        if !alone {
            // What sells waits for the gear that starts last.
            for Asked { target, dates, .. } in asked.iter().rev() {
                if let Some(start) = dates.first() {
                    moving.take_along(analysis, target, start.to);
                }
            }
            moving.carry_along(analysis)?;
        }
        Ok(moving)
    }

    /// What moves if gears start on other days.
    pub(crate) fn gears(analysis: &Analysis<'_>, days: &[GearDay]) -> Result<Self, TooFar> {
        let asked = days.iter().filter_map(|(purpose, gear, day)| {
            let gear = analysis.sequences.iter().find(|one| one.kind == *purpose)?.find(*gear)?;
            Some(Target::of_gear(*purpose, gear).moved_to(CoarseDate::day(*day)))
        });
        Self::new(analysis, &asked.collect::<Result<Vec<_>, _>>()?, false)
    }

    fn add(&mut self, target: &Target, dates: Vec<MovedDate>) {
        self.changes.extend(dates.into_iter().map(|date| (target.subject.clone(), date)));
    }

    fn has_moved(&self, subject: &Subject) -> bool {
        self.moved.contains(subject)
    }

    /// Moves what moves with something else.
    fn follow(&mut self, target: &Target, dates: Vec<MovedDate>, with: &str) {
        if !self.has_moved(&target.subject) && !dates.is_empty() {
            self.moved.push(target.subject.clone());
            let dates = dates.into_iter().map(|date| MovedDate { with: Some(with.to_owned()), ..date });
            self.add(target, dates.collect());
        }
    }

    /// The strategy with the dates as they would be, in memory: its text stays as it is.
    pub(crate) fn imagine(&self, document: &Document) -> Document {
        let mut document = document.clone();
        for (subject, date) in &self.changes {
            document.strategy.set_date(subject, date.key, date.to);
        }
        document
    }

    /// The strategy with the dates as they would be, written into its text.
    pub(crate) fn apply(&self, document: &Document) -> Result<Option<Document>, InTheWay> {
        // One after the other, as a date may need a key that another one adds.
        let mut after = None::<Document>;
        for (subject, date) in &self.changes {
            let current = after.as_ref().unwrap_or(document);
            let path: Vec<&str> = subject.path().into_iter().chain([date.key]).collect();
            let value = date.to.to_string();
            let setting = Setting { path: &path, value: &value, more: &[], shorthand: true };
            let edits = set::set(&current.source, &current.tree, setting)
                .map_err(|error| InTheWay { date: date.clone(), error })?;
            let Some(text) = edit::apply(current.source.text(), &edits) else { return Ok(None) };
            let csv = document.csv.clone().ok_or_else(|| "it could not be read before".to_owned());
            after = Some(Document::read(Source::new(current.source.name(), text), |_| csv));
        }
        Ok(after)
    }
}
