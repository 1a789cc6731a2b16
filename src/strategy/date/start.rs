//! The date on which something starts.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::CoarseDate;
use crate::decode::value::{Scalar, ValueError};
use crate::strategy::record::meaning;

/// The date on which something starts: it counts from the first day it can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Start(pub CoarseDate);

impl std::ops::Deref for Start {
    type Target = CoarseDate;
    fn deref(&self) -> &CoarseDate {
        &self.0
    }
}
impl From<Start> for CoarseDate {
    fn from(start: Start) -> Self {
        start.0
    }
}
impl Scalar for Start {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        CoarseDate::from_text(text).map(Self)
    }
}
impl JsonSchema for Start {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        CoarseDate::schema_name()
    }
    fn schema_id() -> std::borrow::Cow<'static, str> {
        CoarseDate::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        CoarseDate::json_schema(generator)
    }
}

meaning!(Start: Start);
