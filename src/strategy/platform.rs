//! The platforms. They come last.

use schemars::JsonSchema;
use serde::Serialize;

use super::goal::Audience;
use super::number::Duration;
use super::record::{declared, record};
use super::walk::{Declared, Ref, Target};
use crate::decode::field::Field;
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
    pub audiences: Field<Many<Ref<Audience>>>,
    /// Who answers there, and how soon: a new channel makes people expect answers.
    pub answered_by: Field<AnsweredBy>,
}
record!(Platform { not_now, name, because, audiences, answered_by } main because);

/// Who answers on a platform, and how soon.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AnsweredBy {
    /// The person or team.
    pub owner: Field<Ref<Responder>>,
    /// Within what time: `40s`, `30m`, `4h`, `2d`.
    pub within: Field<Duration>,
    /// When somebody is there.
    pub hours: Field<String>,
}
record!(AnsweredBy { owner, within, hours } main owner);

declared!(Platform: Platform);

/// Who can answer on a platform: a person, or a team that someone is in.
#[derive(Debug, Clone)]
pub struct Responder;

impl Declared for Responder {
    const TARGET: Target = Target::Responder;
}
