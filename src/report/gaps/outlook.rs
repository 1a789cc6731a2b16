//! Risks, open decisions, and lessons since the last review.

use schemars::JsonSchema;
use serde::Serialize;

use super::scope::Inside;
use crate::analysis::Analysis;
use crate::strategy::date::days_between;
use crate::strategy::plan::Degree;
use crate::strategy::subject::Subject;

/// A risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RiskRow {
    /// The id.
    pub id: String,
    /// What can go wrong.
    pub statement: Option<String>,
    /// How likely it is.
    pub likelihood: Option<Degree>,
    /// How bad it would be.
    pub impact: Option<Degree>,
    /// The owner, inheritance applied.
    pub owner: Option<String>,
    /// What is done about it.
    pub mitigation: Option<String>,
}

/// An open decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DecisionRow {
    /// The id.
    pub id: String,
    /// The question.
    pub question: Option<String>,
    /// The date it is needed by, as exact as in the file.
    pub needed_by: Option<String>,
    /// Days until that date; negative if it has passed.
    pub needed_in_days: Option<i64>,
    /// The owner, inheritance applied.
    pub owner: Option<String>,
    /// Who else takes part.
    pub with: Vec<String>,
    /// How urgent it is.
    pub urgency: Urgency,
}

/// How urgent a decision is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Its date has passed.
    Overdue,
    /// It is needed before the next review.
    BeforeReview,
    /// It is needed later, or there is no next review.
    Later,
    /// It has no date.
    Undated,
}

/// A lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LessonRow {
    /// The id.
    pub id: String,
    /// What was learned.
    pub learned: Option<String>,
    /// The date, as exact as in the file.
    pub date: Option<String>,
}

/// The risks, the likeliest and worst first.
pub(super) fn risks(analysis: &Analysis<'_>, inside: &Inside<'_>) -> Vec<RiskRow> {
    let rows = analysis.strategy.risks().map(|(id, risk)| RiskRow {
        id: id.to_string(),
        statement: risk.statement.get().cloned(),
        likelihood: risk.likelihood.get().copied(),
        impact: risk.impact.get().copied(),
        owner: analysis.owners.of(&risk.owner).id().map(str::to_owned),
        mitigation: risk.mitigation.get().cloned(),
    });
    let mut rows: Vec<RiskRow> =
        rows.filter(|risk| inside.has(&Subject::Risk(risk.id.clone()), risk.owner.as_deref())).collect();
    // A missing degree counts as medium.
    let weight = |degree: Option<Degree>| degree.map_or(2, |degree| degree as u8 + 1);
    rows.sort_by_key(|risk| std::cmp::Reverse(weight(risk.likelihood) * weight(risk.impact)));
    rows
}

/// The open decisions, the most urgent first.
pub(super) fn decisions(analysis: &Analysis<'_>, inside: &Inside<'_>) -> Vec<DecisionRow> {
    let review = analysis.strategy.head().and_then(|head| head.next_review.get());
    let mut rows: Vec<DecisionRow> = analysis
        .strategy
        .open_decisions()
        .map(|(id, decision)| {
            let needed = decision.needed_by.get();
            DecisionRow {
                id: id.to_string(),
                question: decision.question.get().cloned(),
                needed_by: needed.map(ToString::to_string),
                needed_in_days: needed.map(|date| days_between(analysis.today, date.last)),
                owner: analysis.owners.of(&decision.owner).id().map(str::to_owned),
                with: decision.with.ids().map(ToString::to_string).collect(),
                urgency: match needed {
                    None => Urgency::Undated,
                    Some(date) if date.last < analysis.today => Urgency::Overdue,
                    Some(date) if review.is_some_and(|review| date.last <= review.last) => {
                        Urgency::BeforeReview
                    }
                    Some(_) => Urgency::Later,
                },
            }
        })
        .filter(|row| inside.has(&Subject::Decision(row.id.clone()), row.owner.as_deref()))
        .collect();
    rows.sort_by_key(|decision| (decision.urgency, decision.needed_in_days));
    rows
}

/// The lessons since the last review. Those without a date can be new, so they are included.
pub(super) fn lessons(analysis: &Analysis<'_>) -> Vec<LessonRow> {
    let last = analysis.strategy.head().and_then(|head| head.last_review.get());
    let lessons = analysis.strategy.lessons().filter(|(_, lesson)| {
        let date = lesson.date.get();
        date.zip(last).is_none_or(|(date, last)| date.last >= last.first)
    });
    let rows = lessons.map(|(id, lesson)| LessonRow {
        id: id.to_string(),
        learned: lesson.learned.get().cloned(),
        date: lesson.date.get().map(ToString::to_string),
    });
    rows.collect()
}
