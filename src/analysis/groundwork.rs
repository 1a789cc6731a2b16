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
    /// Open, because what would settle it is left out on purpose.
    LeftOut,
    Open,
    /// Something is there that could not be read.
    Unknown,
}

impl Standing {
    /// True if it is not settled: leaving it out does not settle it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::LeftOut)
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

    /// The platforms that are used: not left out, and not given up.
    pub fn chosen_platforms(&self) -> impl Iterator<Item = (&'a Id, &'a Platform)> {
        let is_over = |platform: &Platform| platform.until.get().is_some_and(|until| until.last < self.today);
        self.strategy
            .platforms()
            .filter(move |(_, platform)| platform.not_now.is_absent() && !is_over(platform))
    }

    /// True if every platform is the organization's own, where nobody has to talk yet.
    pub fn has_only_own_platforms(&self) -> bool {
        self.chosen_platforms().all(|(_, platform)| platform.own.may_be(|own| *own))
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
    let answered = match listening.questions.get().map(|questions| &questions.places) {
        None => absent(&listening.questions),
        Some(Field::Set(answer, _)) => {
            let named = answer.platforms.get().is_some_and(|ids| !ids.is_empty());
            let (answer, platforms) = (&answer.answer, &answer.platforms);
            any(&[(is_text(answer), answer.is_invalid()), (named, platforms.is_invalid())])
        }
        Some(places) => absent(places),
    };
    // What is already known can be written next to `not_now:`.
    match answered {
        Standing::Open if listening.not_now.is_set() => Standing::LeftOut,
        Standing::Open if listening.not_now.is_invalid() => Standing::Unknown,
        answered => answered,
    }
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
