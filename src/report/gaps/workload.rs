//! How many hours a week people have, and how many their activities take.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::scope::Inside;
use crate::analysis::Analysis;
use crate::strategy::number::Number;

/// The hours of a person who owns an activity that says how many it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WorkloadRow {
    /// The person.
    pub person: String,
    /// The hours they have each week.
    pub available: Option<Number>,
    /// The hours that their activities take in the week that takes the most.
    pub needed: Number,
    /// The Monday of that week; the first, if there are several.
    pub week: Date,
    /// True if they have fewer hours than that.
    pub is_over: bool,
    /// True if each of their activities says how many hours it takes.
    pub is_complete: bool,
}

pub(super) fn workload(analysis: &Analysis<'_>, inside: &Inside<'_>) -> Vec<WorkloadRow> {
    // Of a part of the activities, the hours say nothing about the person.
    if !inside.has_all_of_each_owner() {
        return Vec::new();
    }
    let own = analysis.workloads().into_iter().filter(|one| inside.is_owned(Some(one.person)));
    let rows = own.map(|one| WorkloadRow {
        person: one.person.to_owned(),
        available: one.available.map(Number),
        needed: Number(one.needed),
        week: one.week,
        is_over: one.is_over,
        is_complete: one.is_complete,
    });
    rows.collect()
}
