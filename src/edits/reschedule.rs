//! Moves the dates of gears, campaigns and activities, for `plan --move`.

mod followers;
mod target;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Change, Expected, Refusal, is_proved};
use crate::analysis::Analysis;
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::strategy::step::Step;
use crate::strategy::subject::Subject;
use crate::syntax::set::{self, Setting};
use target::{Shift, Target};

/// A gear, a campaign or an activity, and when it should start instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Move {
    /// `marketing.engagement`, `campaign.launch`, `promotion.guide`; the first part of a gear or an activity only if
    /// it is ambiguous without.
    what: String,
    to: To,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum To {
    /// As it was typed: the strategy says what a fiscal year is.
    Date(String),
    Step(Step),
}

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

#[derive(Debug)]
pub(crate) struct Rescheduled {
    pub(crate) document: Document,
    pub(crate) dates: Vec<MovedDate>,
}

impl Move {
    /// Parses `marketing.engagement=2027-04-15` or `guide=+3w`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let Some((what, to)) = text.split_once('=') else {
            let form = "write what moves and to when: `marketing.engagement=2027-04-15` or `=+3w`";
            return Err(form.to_owned());
        };
        let to = match to.trim() {
            "" => return Err(format!("write to when it moves: `{what}=2027-04-15` or `{what}=+3w`")),
            step if step.starts_with(['+', '-']) => {
                Step::parse(&step.replace(' ', "")).map(To::Step).ok_or_else(|| {
                    "write a step as a number and d, w, m, q or y: +10d, -2w, +1m, +1q".to_owned()
                })?
            }
            date => To::Date(date.to_owned()),
        };
        Ok(Self { what: what.trim().to_owned(), to })
    }
}

/// Moves dates in memory, or says why that is not possible. Nothing else changes. Unless they move `alone`, what
/// follows moves as well.
pub(crate) fn reschedule(
    document: &Document,
    analysis: &Analysis<'_>,
    moves: &[Move],
    alone: bool,
) -> Result<Rescheduled, Refusal> {
    let mut targets: Vec<Target> = Vec::new();
    for one in moves {
        let target = Target::find(analysis, &one.what)?;
        if targets.iter().any(|other| other.subject == target.subject) {
            return Err(target.refuse("is moved twice", "move it once"));
        }
        targets.push(target);
    }
    let mut plan = Plan {
        changes: Vec::new(),
        moved: targets.iter().map(|one| one.subject.clone()).collect(),
        shifts: Vec::new(),
    };
    for (target, one) in targets.iter().zip(moves) {
        let (own, shift) = target.dates(&one.to, &document.strategy)?;
        let start = own.first().cloned();
        plan.add(target, own);
        plan.shifts.extend(shift.map(|shift| (target.subject.clone(), shift)));
        for part in target.parts(analysis) {
            let Some(shift) = shift else { continue };
            plan.shifts.push((part.subject.clone(), shift));
            plan.follow(&part, part.shifted(shift).ok_or_else(|| part.too_far())?, &target.name);
        }
        for follower in target.followers(analysis).iter().filter(|_| !alone) {
            let dates = follower.following(target, start.as_ref(), analysis.today);
            plan.follow(follower, dates, &target.name);
        }
    }
    if !alone {
        plan.carry_along(analysis)?;
    }
    write(document, &plan.changes)
}

/// The dates to move.
struct Plan {
    changes: Vec<(Subject, MovedDate)>,
    /// What moves already: nothing is moved twice.
    moved: Vec<Subject>,
    /// How far.
    shifts: Vec<(Subject, Shift)>,
}

impl Plan {
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
}

fn write(document: &Document, changes: &[(Subject, MovedDate)]) -> Result<Rescheduled, Refusal> {
    let mut dates = Vec::new();
    let mut expected = Expected::default();
    // One after the other, as a date may need a key that another one adds.
    let mut after = None::<Document>;
    for (subject, date) in changes {
        let current = after.as_ref().unwrap_or(document);
        let path: Vec<&str> = subject.path().into_iter().chain([date.key]).collect();
        let value = date.to.to_string();
        let setting = Setting { path: &path, value: &value, shorthand: true };
        let strategy = set::set(&current.source, &current.tree, setting).map_err(|error| {
            let help = format!("write `{}: {value}` of `{}` by hand", date.key, date.what);
            Refusal::at(
                &current.source,
                error.at.start,
                format!("{error}, so this date cannot be moved"),
                help,
            )
        })?;
        after = Change { strategy, ..Change::default() }.apply(current);
        expected.values.push((path, value.into()));
        dates.push(date.clone());
    }
    let document = after.filter(|after| is_proved(document, after, &expected)).ok_or_else(|| {
        let message = "these dates cannot be moved without changing something else";
        Refusal::of_file(&document.source, message, "move them by hand")
    })?;
    Ok(Rescheduled { document, dates })
}
