//! The rules: one file each, listed here once.
//!
//! A rule file holds a `pub static RULE` with everything that is known of the rule, and a function
//! `check` that pushes one finding for each address. It reads the model and the figures, and
//! nothing else: no file, no clock, no state. Levels, allow comments, drafts and grouping are the
//! [`linter`](crate::linter)'s.
//!
//! To add a rule, write `rules/<group>/<rule_name>.rs`, name it in the table below and in the list of
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
use crate::document::Document;
use crate::finding::{Finding, Fix, Rule, Safety};
use crate::strategy::readings::{self, Readings};
use crate::strategy::{Strategy, essentials, references};
use crate::syntax::{self, set};
use crate::words;

mod money;
mod texts;

pub(crate) mod file {
    pub(crate) mod expired_allow;
    pub(crate) mod malformed_allow;
    pub(crate) mod unused_allow;
}
mod goals {
    pub(super) mod activity_without_goal;
    pub(super) mod activity_without_objective;
    pub(super) mod goal_is_a_tactic;
    pub(super) mod goal_unclaimed;
    pub(super) mod goal_unserved;
    pub(super) mod goal_without_business_unit;
    pub(super) mod goal_without_kpi;
    pub(super) mod leads_not_captured;
    pub(super) mod no_goals;
    pub(super) mod no_marketing_strategy;
    pub(super) mod objective_without_goal;
    pub(super) mod social_stands_alone;
}
mod gears {
    pub(super) mod activity_before_gear;
    pub(super) mod engagement_without_depth;
    pub(super) mod gear_missing;
    pub(super) mod gear_not_ready;
    pub(super) mod gear_out_of_order;
    pub(super) mod gear_undated;
    pub(super) mod gear_unmeasured;
    pub(super) mod gear_unturned;
    pub(super) mod gears_start_together;
    pub(super) mod gears_unbalanced;
    pub(super) mod monetizing_too_fast;
    pub(super) mod no_feedback_loop;
    pub(super) mod no_purpose;
    pub(super) mod order_without_rationale;
    pub(super) mod paid_advocates;
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
mod platforms {
    pub(super) mod platform_first;
    pub(super) mod platform_unstaffed;
    pub(super) mod platform_unused;
    pub(super) mod platform_without_evidence;
    pub(super) mod platform_without_reason;
}
mod kpis {
    pub(super) mod advertising_value_equivalent;
    pub(super) mod kpi_stale;
    pub(super) mod kpi_unused;
    pub(super) mod kpi_without_baseline;
    pub(super) mod kpi_without_source;
    pub(super) mod kpi_without_target;
    pub(super) mod reading_in_the_future;
    pub(super) mod target_equals_baseline;
    pub(super) mod target_undated;
    pub(super) mod vanity_metric;
}
mod plan {
    pub(super) mod decision_overdue;
    pub(super) mod ends_before_start;
    pub(super) mod no_review;
    pub(super) mod outside_period;
    pub(super) mod over_budget;
    pub(super) mod overloaded_owner;
    pub(super) mod overspent;
    pub(super) mod placeholder;
    pub(super) mod review_overdue;
    pub(super) mod unfunded;
    pub(super) mod unowned;
}

/// A rule and the function that looks for it.
type Entry = (&'static Rule, fn(&Context<'_>, &mut Vec<Finding>));

/// The rules that judge a strategy, group by group in the order in which a planner would ask.
static RULES: &[Entry] = &[
    // goals
    (&goals::no_goals::RULE, goals::no_goals::check),
    (&goals::goal_unserved::RULE, goals::goal_unserved::check),
    (&goals::goal_unclaimed::RULE, goals::goal_unclaimed::check),
    (&goals::goal_without_kpi::RULE, goals::goal_without_kpi::check),
    (&goals::goal_is_a_tactic::RULE, goals::goal_is_a_tactic::check),
    (&goals::goal_without_business_unit::RULE, goals::goal_without_business_unit::check),
    (&goals::activity_without_goal::RULE, goals::activity_without_goal::check),
    (&goals::no_marketing_strategy::RULE, goals::no_marketing_strategy::check),
    (&goals::objective_without_goal::RULE, goals::objective_without_goal::check),
    (&goals::activity_without_objective::RULE, goals::activity_without_objective::check),
    (&goals::social_stands_alone::RULE, goals::social_stands_alone::check),
    (&goals::leads_not_captured::RULE, goals::leads_not_captured::check),
    // gears
    (&gears::no_purpose::RULE, gears::no_purpose::check),
    (&gears::gear_missing::RULE, gears::gear_missing::check),
    (&gears::gear_undated::RULE, gears::gear_undated::check),
    (&gears::gear_out_of_order::RULE, gears::gear_out_of_order::check),
    (&gears::gears_start_together::RULE, gears::gears_start_together::check),
    (&gears::monetizing_too_fast::RULE, gears::monetizing_too_fast::check),
    (&gears::gear_not_ready::RULE, gears::gear_not_ready::check),
    (&gears::gear_unturned::RULE, gears::gear_unturned::check),
    (&gears::gear_unmeasured::RULE, gears::gear_unmeasured::check),
    (&gears::gears_unbalanced::RULE, gears::gears_unbalanced::check),
    (&gears::order_without_rationale::RULE, gears::order_without_rationale::check),
    (&gears::activity_before_gear::RULE, gears::activity_before_gear::check),
    (&gears::paid_advocates::RULE, gears::paid_advocates::check),
    (&gears::engagement_without_depth::RULE, gears::engagement_without_depth::check),
    (&gears::no_feedback_loop::RULE, gears::no_feedback_loop::check),
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
    (&platforms::platform_first::RULE, platforms::platform_first::check),
    (&platforms::platform_without_evidence::RULE, platforms::platform_without_evidence::check),
    (&platforms::platform_without_reason::RULE, platforms::platform_without_reason::check),
    (&platforms::platform_unstaffed::RULE, platforms::platform_unstaffed::check),
    (&platforms::platform_unused::RULE, platforms::platform_unused::check),
    // kpis
    (&kpis::kpi_without_target::RULE, kpis::kpi_without_target::check),
    (&kpis::kpi_without_baseline::RULE, kpis::kpi_without_baseline::check),
    (&kpis::target_undated::RULE, kpis::target_undated::check),
    (&kpis::target_equals_baseline::RULE, kpis::target_equals_baseline::check),
    (&kpis::reading_in_the_future::RULE, kpis::reading_in_the_future::check),
    (&kpis::kpi_stale::RULE, kpis::kpi_stale::check),
    (&kpis::vanity_metric::RULE, kpis::vanity_metric::check),
    (&kpis::advertising_value_equivalent::RULE, kpis::advertising_value_equivalent::check),
    (&kpis::kpi_without_source::RULE, kpis::kpi_without_source::check),
    (&kpis::kpi_unused::RULE, kpis::kpi_unused::check),
    // plan
    (&plan::unowned::RULE, plan::unowned::check),
    (&plan::overloaded_owner::RULE, plan::overloaded_owner::check),
    (&plan::ends_before_start::RULE, plan::ends_before_start::check),
    (&plan::outside_period::RULE, plan::outside_period::check),
    (&plan::over_budget::RULE, plan::over_budget::check),
    (&plan::overspent::RULE, plan::overspent::check),
    (&plan::unfunded::RULE, plan::unfunded::check),
    (&plan::decision_overdue::RULE, plan::decision_overdue::check),
    (&plan::review_overdue::RULE, plan::review_overdue::check),
    (&plan::no_review::RULE, plan::no_review::check),
    (&plan::placeholder::RULE, plan::placeholder::check),
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
    &file::malformed_allow::RULE,
    &file::expired_allow::RULE,
    &file::unused_allow::RULE,
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
    /// The file, to offer fixes for; rules look at the model.
    pub document: &'a Document,
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

    /// A fix that leaves keys of a section out on purpose. The reason is a placeholder, which a rule
    /// reports until somebody writes one. None if that is not certain to be safe, or in a large file,
    /// as each key is tried in a copy.
    pub fn leaving_out(&self, section: &[&str], keys: &[&str]) -> Option<Fix> {
        const MAX_BYTES: u32 = 1 << 20;
        let (source, tree) = (&self.document.source, &self.document.tree);
        if source.len() > MAX_BYTES {
            return None;
        }
        let mut edits = Vec::new();
        for key in keys {
            let path = [section, &[*key]].concat();
            let setting = set::Setting { path: &path, value: "{ not_now: <why not> }", shorthand: false };
            edits.extend(set::set(source, tree, setting).ok()?);
        }
        let named: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let title = format!("leave {} out for now, and write why", words::and(&named));
        Some(Fix { title, safety: Safety::Unsafe, edits, reveals: None })
    }
}

/// Days after which an answer of listening is too old to plan with, as the user has it.
pub fn answer_max_age_days(settings: &dyn Settings) -> i64 {
    pillars::listening_stale::max_age_days(settings)
}

/// Days that a gear is given before people are asked for money, as the user has it.
pub fn least_lead(settings: &dyn Settings) -> i64 {
    gears::monetizing_too_fast::least_lead(settings).unwrap_or(i64::MAX)
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
