//! What surrounds the plan: the head of the file, people, money, risks, decisions, lessons.

use schemars::json_schema;
use serde::Serialize;

use super::date::{CoarseDate, FiscalStart, Start};
use super::language::Language;
use super::number::{Hours, Money};
use super::record::{declared, meaning, record, words};
use super::walk::{Declared, Ref, Target};
use crate::decode::field::Field;
use crate::decode::format::inline_schema;
use crate::decode::shorthand::{Many, Short};
use crate::decode::value::{Scalar, ValueError};
use crate::words::currency::{Mark, currency, sharing};
use crate::words::or;

record! {
    /// The basics: the name, the owner, the period and the reviews.
    pub entry Head {
        /// The name.
        pub name: Field<String>,
        /// The organization the strategy is for.
        pub organization: Field<String>,
        /// The status. In a draft, missing parts are reported at a lower level. Default: active.
        pub status: Field<Status>,
        /// The owner, one person.
        pub owner: Field<Ref<Owner>>,
        /// What the organization is there for.
        pub mission: Field<String>,
        /// Where it wants to be in the long run.
        pub vision: Field<String>,
        /// Who has approved the strategy.
        pub approved_by: Field<String>,
        /// The languages in which the organization speaks, as tags: `en`, `de-CH`.
        pub languages: Field<Many<Field<Language>>>,
        /// The month in which the fiscal year starts. With it, `FY2027/28`, `FY2027/28-H1` and `FY2027/28-Q1` are dates.
        pub fiscal_year_starts: Field<FiscalStart>,
        /// The period it covers: a year or a quarter, or a start and an end.
        pub period: Field<Short<Period>>,
        /// The date of the next review.
        pub next_review: Field<CoarseDate>,
        /// The date of the last review.
        pub last_review: Field<CoarseDate>,
    }
    main name
    required name = "what the strategy is called"
}

words! {
    /// The status of a strategy.
    #[derive(Default)]
    pub enum Status {
        /// Being written: missing parts are reported at a lower level.
        Draft = "draft",
        /// In force.
        #[default]
        Active = "active",
        /// Finished: evaluated as of the end of its period.
        Closed = "closed",
    }
}

record! {
    /// The period a strategy covers.
    pub struct Period {
        /// The first day.
        pub start: Field<Start>,
        /// The last day.
        pub end: Field<CoarseDate>,
    }
    // `2027` is the year from its first day to its last.
    main start and end
}

record! {
    /// A person involved.
    pub entry Person {
        /// Their name.
        pub name: Field<String>,
        /// The team they are in.
        pub team: Field<String>,
        /// Their role.
        pub role: Field<String>,
        /// How many hours a week they have for what is in this strategy.
        pub hours_per_week: Field<Hours>,
        /// True for an agency or someone who works for one.
        pub agency: Field<bool>,
    }
    main name
}

record! {
    /// The budget.
    pub entry Budget {
        /// The currency as an ISO 4217 code, such as `EUR`.
        pub currency: Field<Currency>,
        /// The total amount, in that currency.
        pub total: Field<Money>,
    }
    main total
}

/// A currency by its three letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Currency(pub String);

impl Scalar for Currency {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let error = ValueError::unlike("a currency", "write its three letters (ISO 4217): EUR, USD, GBP …");
        match text {
            _ if is_code && text.bytes().all(|byte| byte.is_ascii_uppercase()) => Ok(Self(text.to_owned())),
            _ if is_code => Err(error.instead(text.to_ascii_uppercase())),
            _ => Err(match currency(text) {
                Some(Mark::Currency(code)) => error.instead(code),
                Some(Mark::Shared(sign)) => {
                    let codes: Vec<&str> = sharing(sign).split(' ').collect();
                    let help = format!(
                        "`{sign}` is the sign of several currencies: write the one that is meant: {}",
                        or(&codes)
                    );
                    ValueError::new("a currency", help)
                }
                _ => error,
            }),
        }
    }
}
inline_schema!([] Currency, |_| json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$" }));

record! {
    /// Something that can go wrong.
    pub entry Risk {
        /// What can go wrong.
        pub statement: Field<String>,
        /// How likely it is.
        pub likelihood: Field<Degree>,
        /// How bad it would be.
        pub impact: Field<Degree>,
        /// The person who watches it.
        pub owner: Field<Ref<Owner>>,
        /// What is done about it.
        pub mitigation: Field<String>,
    }
    main statement
    required statement = "what could go wrong"
}

words! {
    /// A degree: how likely or how bad something is, how much it matters.
    pub enum Degree {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
    }
}

record! {
    /// A decision to make.
    pub entry Decision {
        /// The question to decide.
        pub question: Field<String>,
        /// By when.
        pub needed_by: Field<CoarseDate>,
        /// The person who makes sure that it is decided.
        pub owner: Field<Ref<Owner>>,
        /// Who else takes part: one or more people.
        pub with: Field<Many<Ref<Person>>>,
        /// The status. Default: open.
        pub status: Field<DecisionStatus>,
    }
    main question
    required question = "what has to be decided"
}

words! {
    /// The status of a decision.
    #[derive(Default)]
    pub enum DecisionStatus {
        /// Not decided.
        #[default]
        Open = "open",
        /// Decided.
        Made = "made",
        /// No longer needed.
        Dropped = "dropped",
    }
}

record! {
    /// A lesson learned.
    pub entry Lesson {
        /// What was learned.
        pub learned: Field<String>,
        /// When.
        pub date: Field<CoarseDate>,
    }
    main learned
    required learned = "what you learned"
}

meaning!(Other: Currency);
declared!(Person: Person);

/// The one person who is accountable for an entry.
#[derive(Debug, Clone)]
pub struct Owner;

impl Declared for Owner {
    const TARGET: Target = Target::Owner;
}
