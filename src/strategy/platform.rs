//! The platforms. They come last.

use schemars::JsonSchema;
use serde::Serialize;

use super::number::Duration;
use crate::decode::field::{Field, Id};
use crate::decode::format::record;
use crate::decode::shorthand::Many;

/// A place where the strategy is active.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Platform {
    /// Why it is left out on purpose; stands instead of its other keys.
    pub not_now: Field<String>,
    /// Its name in full.
    pub name: Field<String>,
    /// Why here.
    pub because: Field<String>,
    /// Who is reached there, by id.
    pub audiences: Field<Many<Id>>,
    /// Who answers there, and how soon: a new channel makes people expect answers.
    pub answered_by: Field<AnsweredBy>,
}
record!(Platform { not_now, name, because, audiences, answered_by } main because);

/// Who answers on a platform, and how soon.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AnsweredBy {
    /// The person or team.
    pub owner: Field<Id>,
    /// Within what time: `40s`, `30m`, `4h`, `2d`.
    pub within: Field<Duration>,
    /// When somebody is there.
    pub hours: Field<String>,
}
record!(AnsweredBy { owner, within, hours } main owner);
