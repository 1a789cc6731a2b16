//! The rules, one file each.
//!
//! A rule file has a `pub static RULE` with everything there is to know about the rule, and a function
//! `check` that returns one finding for each place, as an `Option`, a `Vec` or an iterator. It reads the
//! model and the figures and nothing else: no file, no clock, no state. Levels, allow comments, drafts and
//! grouping are up to the [`linter`](crate::linter).
//!
//! To add a rule, write `rules/<group>/<rule_name>.rs`, add it to the list of modules and to the table
//! below, and give it a folder of its name in `tests/fixtures`; the tests report what is missing. Keep
//! in mind:
//!
//! - One cause is one finding. A value that could not be read turns off the rules that need it:
//!   ask `Known` before you conclude anything from absence.
//! - "All of none" is never true: a rule about every KPI of a goal needs at least one.
//! - If two places matter, point at both and say what each of them shows.
//! - Say what to do next, as a concrete edit, and how to allow the finding if it can be right.
//! - A finding about dates is reported only if it holds for every day a coarse date can mean.

use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::analysis::Analysis;
use crate::decode::field::{Field, Place};
use crate::finding::{Finding, Fix, Rule, Safety, file};
use crate::source::Span;
use crate::strategy::Strategy;
use crate::strategy::document::Document;
use crate::strategy::kpi::Measures;
use crate::strategy::pillar::{Listening, Support};
use crate::strategy::plan::Status;
use crate::strategy::readings::Readings;
use crate::syntax::set;
use crate::words;

pub(crate) use self::gears::monetizing_too_fast::min_lead_days;
pub(crate) use self::pillars::listening_stale::max_age_days as answer_max_age_days;

mod prelude {
    pub(super) use super::{Context, Options, among};
    pub(super) use crate::analysis::gears::SequenceGear;
    pub(super) use crate::analysis::groundwork::Standing;
    pub(super) use crate::analysis::lists_nothing;
    pub(super) use crate::analysis::owners::Owner;
    pub(super) use crate::analysis::schedule::Scheduled;
    pub(super) use crate::decode::field::{Field, Id, Place};
    pub(super) use crate::finding::{
        Edit, Finding, Fix, Group, Kind, Level, Measure, Rule, RuleOption, Safety,
    };
    pub(super) use crate::source::Span;
    pub(super) use crate::strategy::activity::{ActivityStatus, Intent};
    pub(super) use crate::strategy::date::{CoarseDate, Days, days_between};
    pub(super) use crate::strategy::gear::{Gear, GearKind, PurposeKind};
    pub(super) use crate::strategy::goal::{ChannelKind, Goal, GoalKind};
    pub(super) use crate::strategy::kpi::{Counts, Kpi, Measures};
    pub(super) use crate::strategy::pillar::PillarKind;
    pub(super) use crate::strategy::platform::Platform;
    pub(super) use crate::words::{PLATFORMS, and, counted, days, holds_word, or, quoted, shown};
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
    pub(super) mod gate_without_direction;
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
    pub(super) mod change_from_nothing;
    pub(super) mod kpi_stale;
    pub(super) mod kpi_unused;
    pub(super) mod kpi_without_baseline;
    pub(super) mod kpi_without_source;
    pub(super) mod kpi_without_target;
    pub(super) mod last_year_missing;
    pub(super) mod reading_in_the_future;
    pub(super) mod target_equals_baseline;
    pub(super) mod target_says_two_things;
    pub(super) mod target_undated;
    pub(super) mod targets_disagree;
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

type Entry = (&'static Rule, fn(&Context<'_>) -> Vec<Finding>);

macro_rules! table {
    ($($group:ident: $($rule:ident)*;)*) => {
        &[$($((&$group::$rule::RULE, |cx| $group::$rule::check(cx).into_iter().collect()),)*)*]
    };
}

/// The rules that check a strategy, in the order in which a planner would ask.
static RULES: &[Entry] = table! {
    goals:
        no_goals goal_unserved goal_unclaimed goal_without_kpi goal_is_a_tactic
        goal_without_business_unit activity_without_goal no_marketing_strategy
        objective_without_goal activity_without_objective social_stands_alone leads_not_captured;
    gears:
        no_purpose gear_missing gear_undated gear_out_of_order gears_start_together
        monetizing_too_fast gear_not_ready gear_unturned gear_unmeasured gears_unbalanced
        gate_without_direction order_without_rationale activity_before_gear paid_advocates engagement_without_depth
        no_feedback_loop;
    pillars:
        pillar_missing pillar_idle listening_question_unanswered listening_stale
        activity_without_funnel funnel_gap promotion_without_call_to_action hard_sell
        thought_leadership_sells thought_leadership_without_problem support_outside_contact_center
        support_by_another_team support_without_response_target;
    platforms:
        platform_first platform_without_evidence platform_without_reason platform_unstaffed
        platform_unused;
    kpis:
        kpi_without_target kpi_without_baseline target_undated target_equals_baseline
        target_says_two_things targets_disagree change_from_nothing last_year_missing
        reading_in_the_future kpi_stale vanity_metric advertising_value_equivalent
        kpi_without_source kpi_unused;
    plan:
        unowned overloaded_owner ends_before_start outside_period over_budget overspent unfunded
        decision_overdue review_overdue no_review placeholder;
};

#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) strategy: &'a Strategy,
    pub(crate) analysis: &'a Analysis<'a>,
    pub(crate) readings: &'a Readings,
    /// The file, to offer fixes for; rules look at the model.
    pub(crate) document: &'a Document,
    pub(crate) today: Date,
    pub(crate) options: &'a Options,
}

/// The options that the user has set, by rule and option name; all others have their defaults.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options(HashMap<(&'static str, &'static str), f64>);

impl Options {
    pub(crate) fn set(&mut self, rule: &'static str, option: &'static str, value: f64) {
        self.0.insert((rule, option), value);
    }

    /// The value in force: the user's, or the default. 0 for an option that the rule does not have.
    pub(crate) fn number(&self, rule: &'static Rule, option: &str) -> f64 {
        let Some(option) = rule.options.iter().find(|known| known.name == option) else { return 0.0 };
        self.0.get(&(rule.name, option.name)).copied().unwrap_or(option.default)
    }
}

impl<'a> Context<'a> {
    /// True for a closed strategy, in which nothing is overdue.
    fn is_closed(&self) -> bool {
        self.strategy.status() == Status::Closed
    }

    /// The key of a section, or `strategy:` if the section is absent.
    fn key_or_head<T>(&self, section: &Field<T>) -> Span {
        section.key().unwrap_or_else(|| self.strategy.head_key())
    }

    fn listening(&self) -> Option<&'a Listening> {
        self.strategy.pillars.get()?.listening.get()
    }

    fn support(&self) -> Option<&'a Support> {
        self.strategy.pillars.get()?.support.get()
    }

    /// The KPIs with what they measure, if there are any, each says so, and none measures what people
    /// think, do or change.
    fn without_result<'k>(
        &self,
        kpis: impl Iterator<Item = &'k str>,
    ) -> Option<Vec<(&'k str, Measures, Place)>> {
        let measured = kpis.map(|id| {
            let (measures, place) = self.strategy.kpi(id)?.measures.placed()?;
            (*measures <= Measures::Output).then_some((id, *measures, place))
        });
        measured.collect::<Option<Vec<_>>>().filter(|kpis| !kpis.is_empty())
    }

    /// `38000 EUR` or `9500.50 EUR`; without the currency if the budget names none.
    fn amount(&self, amount: Decimal) -> String {
        let mut amount = amount.normalize();
        if amount.scale() == 1 {
            amount.rescale(2);
        }
        match self.strategy.budget.get().and_then(|budget| budget.currency.get()) {
            Some(currency) => format!("{amount} {}", currency.0),
            None => amount.to_string(),
        }
    }

    /// A fix that leaves keys of a section out on purpose. The reason is a placeholder, which a rule
    /// reports until someone writes one. None if that is not certain to be safe, or in a large file,
    /// because each key is tried in a copy.
    fn leaving_out(&self, section: &[&str], keys: &[&str]) -> Option<Fix> {
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
        let title = format!("leave {} out for now, and write why", words::and(&words::quoted(keys)));
        Some(Fix { title, safety: Safety::Unsafe, edits, reveals: None })
    }
}

/// Checks each of several items, and lets the findings be reported together: "2 of 5 {noun} {problem}".
fn among<T>(
    items: impl IntoIterator<Item = T>,
    noun: &'static str,
    problem: &'static str,
    check: impl FnMut(T) -> Option<Finding>,
) -> Vec<Finding> {
    let items: Vec<T> = items.into_iter().collect();
    let total = items.len();
    items.into_iter().filter_map(check).map(|finding| finding.among(total, noun, problem)).collect()
}

pub(crate) fn checks() -> impl Iterator<Item = Entry> {
    RULES.iter().copied()
}

/// Every rule, those about the file itself first.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    file::RULES.iter().copied().chain(RULES.iter().map(|(rule, _)| *rule))
}

/// The rule with a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}
