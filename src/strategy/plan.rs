//! What surrounds the plan: the head of the file, people, money, risks, decisions, lessons.

use schemars::{JsonSchema, json_schema};
use serde::Serialize;

use super::date::{CoarseDate, Start};
use super::number::Money;
use super::record::{declared, meaning, record, words};
use super::walk::{Declared, Ref, Target, require};
use crate::decode::field::Field;
use crate::decode::format::inline_schema;
use crate::decode::shorthand::Short;
use crate::decode::value::{Scalar, ValueError};

/// What the strategy is, who answers for it, and when it is looked at again.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(transform = require::<Head>)]
pub struct Head {
    /// Its name.
    pub name: Field<String>,
    /// Whose strategy it is.
    pub organization: Field<String>,
    /// How far it has come. A draft is told gently what is missing. Default: active.
    pub status: Field<Status>,
    /// The one person who answers for it.
    pub owner: Field<Ref<Owner>>,
    /// The time it covers: a year or a quarter, or a start and an end.
    pub period: Field<Short<Period>>,
    /// When it is looked at again.
    pub next_review: Field<CoarseDate>,
    /// When it was looked at last.
    pub last_review: Field<CoarseDate>,
}
record!(Head { name, organization, status, owner, period, next_review, last_review } main name
    required name = "Corner Bakery 2027");

/// How far a strategy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written: what is missing is told gently.
    Draft,
    /// In force.
    #[default]
    Active,
    /// Over: judged at the end of its period.
    Closed,
}
words!(Status { Draft = "draft", Active = "active", Closed = "closed" });

/// The time a strategy covers.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Period {
    /// Its first day.
    pub start: Field<Start>,
    /// Its last day.
    pub end: Field<CoarseDate>,
}
// `2027` is the year from its first day to its last.
record!(Period { start, end } main start and end);

/// Somebody who takes part.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    /// Their name.
    pub name: Field<String>,
    /// The team they are in.
    pub team: Field<String>,
}
record!(Person { name, team } main name);

/// The money there is.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Budget {
    /// ISO 4217, such as `EUR`.
    pub currency: Field<Currency>,
    /// The total, in that currency.
    pub total: Field<Money>,
}
record!(Budget { currency, total } main total);

/// A currency by its three letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Currency(String);

impl Currency {
    /// Its three letters.
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl Scalar for Currency {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let error = ValueError::new("a currency", "write its three letters (ISO 4217): EUR, USD, GBP …");
        match text {
            _ if is_code && text.bytes().all(|byte| byte.is_ascii_uppercase()) => Ok(Self(text.to_owned())),
            _ if is_code => Err(error.instead(text.to_ascii_uppercase())),
            "€" | "euro" | "Euro" | "euros" | "Euros" => Err(error.instead("EUR")),
            "£" => Err(error.instead("GBP")),
            _ => Err(error),
        }
    }
}
inline_schema!([] Currency, |_| json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$" }));

/// Something that may go wrong.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(transform = require::<Risk>)]
pub struct Risk {
    /// What may go wrong.
    pub statement: Field<String>,
    /// How likely that is.
    pub likelihood: Field<Degree>,
    /// How bad it would be.
    pub impact: Field<Degree>,
    /// The one person who watches it.
    pub owner: Field<Ref<Owner>>,
    /// What is done about it.
    pub mitigation: Field<String>,
}
record!(Risk { statement, likelihood, impact, owner, mitigation } main statement
    required statement = "The forum closes");

/// How likely, or how bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Degree {
    /// A little.
    Low,
    /// Somewhat.
    Medium,
    /// Very.
    High,
}
words!(Degree { Low = "low", Medium = "medium", High = "high" });

/// Something to decide.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(transform = require::<Decision>)]
pub struct Decision {
    /// What is to be decided.
    pub question: Field<String>,
    /// By when.
    pub needed_by: Field<CoarseDate>,
    /// The one person who sees that it is decided.
    pub owner: Field<Ref<Owner>>,
    /// Whether it is still open. Default: open.
    pub status: Field<DecisionStatus>,
}
record!(Decision { question, needed_by, owner, status } main question
    required question = "Do we go on after June?");

/// Whether something is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum DecisionStatus {
    /// Not decided.
    #[default]
    Open,
    /// Decided.
    Made,
    /// No longer asked.
    Dropped,
}
words!(DecisionStatus { Open = "open", Made = "made", Dropped = "dropped" });

/// Something that was learned.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(transform = require::<Lesson>)]
pub struct Lesson {
    /// What was learned.
    pub learned: Field<String>,
    /// When.
    pub date: Field<CoarseDate>,
}
record!(Lesson { learned, date } main learned
    required learned = "Polls bring more answers than posts");

meaning!(Other: Currency);
declared!(Person: Person);

/// The one person who is accountable for an entry.
#[derive(Debug, Clone)]
pub struct Owner;

impl Declared for Owner {
    const TARGET: Target = Target::Owner;
}
