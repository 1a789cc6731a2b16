//! Moves the dates of gears, campaigns and activities, for `plan --move`.

use super::{Expected, Refusal, is_proved, movable, typed};
use crate::analysis::Analysis;
use crate::analysis::moving::{Asked, InTheWay, MovedDate, Moving, Target, TooFar};
use crate::strategy::Strategy;
use crate::strategy::date::HELP;
use crate::strategy::document::Document;
use crate::strategy::step::Step;

/// A gear, a campaign or an activity, and when it should start instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
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

/// A strategy after its dates have moved.
#[derive(Debug)]
pub struct Rescheduled {
    /// The strategy as it would be.
    pub document: Document,
    /// Every date that is another one.
    pub dates: Vec<MovedDate>,
}

impl Move {
    /// Parses `marketing.engagement=2027-04-15` or `guide=+3w`.
    ///
    /// # Errors
    ///
    /// What to write instead, if it has another form.
    pub fn parse(text: &str) -> Result<Self, String> {
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

    fn ask(&self, target: Target, strategy: &Strategy) -> Result<Asked, Refusal> {
        let name = target.name.clone();
        let asked = match &self.to {
            To::Date(date) => {
                let date = typed::date(date, strategy).map_err(|refusal| match refusal.help.as_str() {
                    HELP => Refusal { help: format!("{HELP}, or a step, such as `+3w`"), ..refusal },
                    // The reason, in the same words as in a file.
                    _ => refusal,
                })?;
                target.moved_to(date)
            }
            To::Step(step) => target.stepped(*step).ok_or_else(|| {
                refuse(&name, "has no start to move", format!("give it a date: `{name}=2027-04-15`"))
            })?,
        };
        asked.map_err(too_far)
    }
}

/// Moves dates in memory, or says why that is not possible. Nothing else changes. Unless they move `alone`, what
/// follows moves as well.
///
/// # Errors
///
/// If what moves is not found or has no start, or if a date would be out of the years that can be written, or cannot be
/// changed without changing something else.
pub fn reschedule(
    document: &Document,
    analysis: &Analysis<'_>,
    moves: &[Move],
    alone: bool,
) -> Result<Rescheduled, Refusal> {
    let mut asked: Vec<Asked> = Vec::new();
    for one in moves {
        let target = movable::find(analysis, &one.what)?;
        if asked.iter().any(|other| other.target.subject == target.subject) {
            return Err(refuse(&target.name, "is moved twice", "move it once"));
        }
        asked.push(one.ask(target, &document.strategy)?);
    }
    let moving = Moving::new(analysis, &asked, alone).map_err(too_far)?;
    for (_, date) in &moving.changes {
        typed::check_year(date.to.first)
            .map_err(|why| refuse(&date.what, &format!("would be moved to {}", date.to), why))?;
    }
    let after = moving.apply(document).map_err(|InTheWay { date, error }| {
        let help = format!("write `{}: {}` at `{}` by hand", date.key, date.to, date.what);
        let message = format!("{error}, so this date cannot be moved");
        Refusal::at(&document.source, error.at.start, message, help)
    })?;
    let mut expected = Expected::default();
    for (subject, date) in &moving.changes {
        let path = subject.path().into_iter().chain([date.key]).map(str::to_owned).collect();
        expected.values.push((path, date.to.to_string().into()));
    }
    let document = after.filter(|after| is_proved(document, after, &expected)).ok_or_else(|| {
        let message = "these dates cannot be moved without changing something else";
        Refusal::of_file(&document.source, message, "move them by hand")
    })?;
    Ok(Rescheduled { document, dates: moving.changes.into_iter().map(|(_, date)| date).collect() })
}

pub(super) fn refuse(name: &str, message: &str, help: impl Into<String>) -> Refusal {
    Refusal::of_request(format!("`{name}` {message}"), help)
}

fn too_far(TooFar(name): TooFar) -> Refusal {
    refuse(&name, "would be moved out of the calendar", "use a smaller step")
}
