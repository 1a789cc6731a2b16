//! The three conditions for choosing a platform.

use super::Analysis;
use crate::decode::field::{Field, Id, Place};
use crate::strategy::Strategy;
use crate::strategy::goal::MarketingStrategy;
use crate::strategy::pillar::Answer;
use crate::strategy::platform::Platform;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Groundwork {
    /// What you want to do: there is a business goal.
    pub goals: Standing,
    /// Where customers talk: listening answers `where`.
    pub places: Standing,
    /// How it fits marketing: the marketing strategy names a document, an objective or a channel.
    pub marketing: Standing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Settled,
    LeftOut,
    Open,
    /// Something is there that could not be read.
    Unknown,
}

impl Groundwork {
    pub fn has_gap(self) -> bool {
        [self.goals, self.places, self.marketing].contains(&Standing::Open)
    }
}

impl<'a> Analysis<'a> {
    pub fn groundwork(&self) -> Groundwork {
        let goals = match self.strategy.goals().next() {
            Some(_) => Standing::Settled,
            None if self.known.goals => Standing::Open,
            None => Standing::Unknown,
        };
        Groundwork {
            goals,
            places: places(self.strategy),
            marketing: marketing(&self.strategy.marketing_strategy),
        }
    }

    pub fn chosen_platforms(&self) -> impl Iterator<Item = (&'a Id, &'a Platform)> {
        self.strategy.platforms().filter(|(_, platform)| platform.not_now.is_absent())
    }

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

/// A section that was not read: unknown if there is something in its place.
fn absent<T>(field: &Field<T>) -> Standing {
    if field.is_absent() { Standing::Open } else { Standing::Unknown }
}

/// Whether any of several parts is there; a part is `(is there, is unreadable)`.
fn any(parts: &[(bool, bool)]) -> Standing {
    if parts.iter().any(|(is_there, _)| *is_there) {
        Standing::Settled
    } else if parts.iter().any(|(_, is_unreadable)| *is_unreadable) {
        Standing::Unknown
    } else {
        Standing::Open
    }
}

fn is_text(field: &Field<String>) -> bool {
    field.get().is_some_and(|text| !text.trim().is_empty())
}
