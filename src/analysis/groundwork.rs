//! What stands before a platform is chosen: the three conditions that a platform follows from.

use super::Analysis;
use crate::decode::field::{Field, Id, Place};
use crate::strategy::Strategy;
use crate::strategy::goal::MarketingStrategy;
use crate::strategy::pillar::Answer;
use crate::strategy::platform::Platform;

/// The three conditions, each as far as it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Groundwork {
    /// What we want to do: a business goal is declared.
    pub goals: Standing,
    /// Where customers talk: listening answers `where`.
    pub places: Standing,
    /// How it fits marketing: the marketing strategy names a document, an objective or a channel.
    pub marketing: Standing,
}

/// How far a condition has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is written down.
    Stands,
    /// It is left out on purpose, with a reason.
    LeftOut,
    /// It is not there.
    Open,
    /// Something is there that could not be read.
    Unknown,
}

impl Groundwork {
    /// True where a condition is surely open.
    pub fn has_gap(&self) -> bool {
        [self.goals, self.places, self.marketing].contains(&Standing::Open)
    }
}

impl<'a> Analysis<'a> {
    /// The three conditions that a platform follows from.
    pub fn groundwork(&self) -> Groundwork {
        let goals = match self.strategy.goals().next() {
            Some(_) => Standing::Stands,
            None if self.known.goals => Standing::Open,
            None => Standing::Unknown,
        };
        Groundwork {
            goals,
            places: places(self.strategy),
            marketing: marketing(&self.strategy.marketing_strategy),
        }
    }

    /// The platforms that were chosen: those that are not left out on purpose.
    pub fn chosen_platforms(&self) -> impl Iterator<Item = (&'a Id, &'a Platform)> {
        self.strategy.platforms().filter(|(_, platform)| platform.not_now.is_absent())
    }

    /// Where customers talk, as listening answers it.
    pub fn where_they_talk(&self) -> Option<(&'a Answer, Place)> {
        let listening = self.strategy.pillars.get()?.listening.get()?;
        let (answer, place) = listening.questions.get()?.places.placed()?;
        Some((&**answer, place))
    }
}

fn places(strategy: &Strategy) -> Standing {
    let Some(pillars) = strategy.pillars.get() else { return absent(&strategy.pillars) };
    let Some(listening) = pillars.listening.get() else { return absent(&pillars.listening) };
    match &listening.not_now {
        Field::Set(..) => return Standing::LeftOut,
        Field::Invalid(_) => return Standing::Unknown,
        Field::Absent => {}
    }
    let Some(questions) = listening.questions.get() else { return absent(&listening.questions) };
    let Some(answer) = questions.places.get() else { return absent(&questions.places) };
    let named = answer.platforms.get().is_some_and(|ids| !ids.is_empty());
    any(&[(is_text(&answer.answer), answer.answer.is_invalid()), (named, answer.platforms.is_invalid())])
}

fn marketing(section: &Field<MarketingStrategy>) -> Standing {
    let Some(marketing) = section.get() else { return absent(section) };
    let has_objectives = marketing.objectives.get().is_some_and(|objectives| !objectives.is_empty());
    let has_channels = marketing.channels.get().is_some_and(|channels| !channels.is_empty());
    any(&[
        (is_text(&marketing.document), marketing.document.is_invalid()),
        (has_objectives, marketing.objectives.is_invalid()),
        (has_channels, marketing.channels.is_invalid()),
    ])
}

/// A section that was not read: it is open only where nothing at all stands in its place.
fn absent<T>(field: &Field<T>) -> Standing {
    if field.is_absent() { Standing::Open } else { Standing::Unknown }
}

/// Stands where one of several parts is there; parts are `(is there, is unreadable)`.
fn any(parts: &[(bool, bool)]) -> Standing {
    if parts.iter().any(|(is_there, _)| *is_there) {
        Standing::Stands
    } else if parts.iter().any(|(_, is_unreadable)| *is_unreadable) {
        Standing::Unknown
    } else {
        Standing::Open
    }
}

fn is_text(field: &Field<String>) -> bool {
    field.get().is_some_and(|text| !text.trim().is_empty())
}
