//! The rules: one file each, listed here once.
//!
//! A rule file holds a `pub static RULE` with everything that is known of the rule, and a function
//! `check` that pushes one finding for each address. It reads the model and the figures, and
//! nothing else: no file, no clock, no state. Levels, allow comments, drafts and grouping are the
//! [`linter`](crate::linter)'s.
//!
//! To add a rule, write `rules/<group>/<rule_name>.rs`, name it in [`RULES`] and in the list of
//! modules above it, and give it a folder of its name in `tests/fixtures`. The tests name whatever
//! is forgotten. What to bear in mind:
//!
//! - One cause is one finding. A value that could not be read silences the rules that need it:
//!   ask [`Known`](crate::analysis::Known) before you conclude anything from absence.
//! - "All of none" is never true: a rule about every KPI of a goal needs at least one.
//! - Where two places matter, point at both, and say at each what is to be seen there.
//! - End with the way out: a concrete next edit and, where a departure can be right, how the file
//!   can say so.
//! - A finding about order or coincidence fires only if it holds whatever day a coarse date means.

use jiff::civil::Date;

use crate::analysis::Analysis;
use crate::decode;
use crate::finding::{Finding, Rule};
use crate::strategy::readings::{self, Readings};
use crate::strategy::{Strategy, essentials, references};
use crate::syntax;

mod goals {
    pub(super) mod goal_unserved;
    pub(super) mod no_goals;
}
mod gears {
    pub(super) mod gear_out_of_order;
}
mod pillars {
    pub(super) mod activity_without_funnel;
    pub(super) mod funnel_gap;
    pub(super) mod hard_sell;
    pub(super) mod listening_question_unanswered;
    pub(super) mod listening_stale;
    pub(super) mod pillar_idle;
    pub(super) mod pillar_missing;
    pub(super) mod promotion_without_call_to_action;
    pub(super) mod support_by_another_team;
    pub(super) mod support_outside_contact_center;
    pub(super) mod support_without_response_target;
    pub(super) mod thought_leadership_sells;
    pub(super) mod thought_leadership_without_problem;
}
mod platforms {}
mod kpis {}
mod plan {}

/// A rule and the function that looks for it.
type Entry = (&'static Rule, fn(&Context<'_>, &mut Vec<Finding>));

/// The rules that judge a strategy, group by group in the order in which a planner would ask.
static RULES: &[Entry] = &[
    // goals
    (&goals::no_goals::RULE, goals::no_goals::check),
    (&goals::goal_unserved::RULE, goals::goal_unserved::check),
    // gears
    (&gears::gear_out_of_order::RULE, gears::gear_out_of_order::check),
    // pillars
    (&pillars::pillar_missing::RULE, pillars::pillar_missing::check),
    (&pillars::pillar_idle::RULE, pillars::pillar_idle::check),
    (&pillars::listening_question_unanswered::RULE, pillars::listening_question_unanswered::check),
    (&pillars::listening_stale::RULE, pillars::listening_stale::check),
    (&pillars::activity_without_funnel::RULE, pillars::activity_without_funnel::check),
    (&pillars::funnel_gap::RULE, pillars::funnel_gap::check),
    (&pillars::promotion_without_call_to_action::RULE, pillars::promotion_without_call_to_action::check),
    (&pillars::hard_sell::RULE, pillars::hard_sell::check),
    (&pillars::thought_leadership_sells::RULE, pillars::thought_leadership_sells::check),
    (&pillars::thought_leadership_without_problem::RULE, pillars::thought_leadership_without_problem::check),
    (&pillars::support_outside_contact_center::RULE, pillars::support_outside_contact_center::check),
    (&pillars::support_by_another_team::RULE, pillars::support_by_another_team::check),
    (&pillars::support_without_response_target::RULE, pillars::support_without_response_target::check),
    // platforms

    // kpis

    // plan
];

/// The rules of the file group, which are reported while reading.
static READER_RULES: &[&Rule] = &[
    &syntax::INVALID_SYNTAX,
    &essentials::UNSUPPORTED_VERSION,
    &decode::UNKNOWN_KEY,
    &decode::MISSING_KEY,
    &decode::INVALID_VALUE,
    &decode::DUPLICATE_KEY,
    &references::UNKNOWN_REFERENCE,
    &readings::INVALID_READINGS,
    &readings::DUPLICATE_READING,
    &crate::allow::MALFORMED_ALLOW,
    &crate::allow::EXPIRED_ALLOW,
    &crate::allow::UNUSED_ALLOW,
];

/// What a rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The strategy as written.
    pub strategy: &'a Strategy,
    /// The figures.
    pub analysis: &'a Analysis<'a>,
    /// Every reading.
    pub readings: &'a Readings,
    /// The day the strategy is judged at.
    pub today: Date,
    /// Looks a rule's setting up.
    pub settings: &'a dyn Settings,
}

/// Where a rule's settings come from.
pub trait Settings {
    /// A number that the user may have set; its default otherwise.
    fn number(&self, rule: &'static Rule, option: &str) -> f64;
}

impl Context<'_> {
    /// A number that the user may have set.
    pub fn option(&self, rule: &'static Rule, option: &str) -> f64 {
        self.settings.number(rule, option)
    }
}

/// The rules that judge a strategy, in the order of the table.
pub fn checks() -> impl Iterator<Item = Entry> {
    RULES.iter().copied()
}

/// Every rule, those of the reader first.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    READER_RULES.iter().copied().chain(RULES.iter().map(|(rule, _)| *rule))
}

/// The rule of a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}
