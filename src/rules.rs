//! The rules, one file each.
//!
//! A rule file has a `pub static RULE` with everything there is to know about the rule, and a function
//! `check` that returns one finding for each place, as an `Option`, a `Vec` or an iterator. It reads the
//! model and the figures and nothing else: no file, no clock, no state. Levels, allow comments, drafts and
//! grouping are up to the [`linter`](crate::linter).
//!
//! To add a rule, write `rules/<group>/<rule_name>.rs`, add it to the list of modules and to the table below, and give
//! it a folder of its name in `tests/fixtures`; the tests report what is missing. Keep in mind:
//!
//! - One cause is one finding. A value that could not be read turns off the rules that need it:
//!   ask `Known` before you conclude anything from absence.
//! - "All of none" is never true: a rule about every KPI of a goal needs at least one.
//! - If two places matter, point at both and say what each of them shows.
//! - Say what to do next, as a concrete edit, and how to allow the finding if it can be right.
//! - A finding about dates is reported only if it holds for every day a coarse date can mean.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::analysis::Analysis;
use crate::analysis::timetable::Timetable;
use crate::decode::field::{Field, Id, Place};
use crate::decode::maps::ById;
use crate::finding::{Finding, Fix, Problem, Rule, Safety, file};
use crate::source::{Source, Span};
use crate::strategy::Strategy;
use crate::strategy::document::Document;
use crate::strategy::goal::{Channel, ChannelKind, Objective};
use crate::strategy::kpi::Measures;
use crate::strategy::pillar::{Listening, Support};
use crate::strategy::plan::Status;
use crate::strategy::readings::Readings;
use crate::syntax::{self, edit, set};
use crate::words;

pub(crate) use self::gears::gear_on_paper::limits;
pub(crate) use self::gears::gears_too_close::RULE as GEARS_TOO_CLOSE;
pub(crate) use self::gears::gears_too_close::leads;
pub(crate) use self::kpis::falling_total::RULE as FALLING_TOTAL;
pub(crate) use self::kpis::figure_out_of_scale::RULE as FIGURE_OUT_OF_SCALE;
pub(crate) use self::options::Options;
pub(crate) use self::pillars::listening_stale::max_age_days as answer_max_age_days;
pub(crate) use self::plan::period_over::RULE as PERIOD_OVER;

mod lessons;
mod options;

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
    pub(super) use crate::strategy::activity::ActivityStatus;
    pub(super) use crate::strategy::date::{CoarseDate, Days, days_between};
    pub(super) use crate::strategy::gear::{Gear, GearKind, PurposeKind};
    pub(super) use crate::strategy::goal::{Goal, GoalKind};
    pub(super) use crate::strategy::kpi::{Counts, Kpi, Measures};
    pub(super) use crate::strategy::pillar::PillarKind;
    pub(super) use crate::strategy::platform::Platform;
    pub(super) use crate::words::{PLATFORMS, and, counted, days, holds_word, or, quoted, shown};
}

mod goals {
    pub(super) mod activity_without_goal;
    pub(super) mod activity_without_objective;
    pub(super) mod audience_unaddressed;
    pub(super) mod goal_is_a_tactic;
    pub(super) mod goal_unclaimed;
    pub(super) mod goal_unserved;
    pub(super) mod goal_without_business_unit;
    pub(super) mod goal_without_kpi;
    pub(super) mod goal_without_objective;
    pub(super) mod leads_not_captured;
    pub(super) mod no_goals;
    pub(super) mod no_marketing_strategy;
    pub(super) mod objective_of_another_goal;
    pub(super) mod objective_unserved;
    pub(super) mod objective_without_goal;
    pub(super) mod sell_without_monetization;
    pub(super) mod social_stands_alone;
    pub(super) mod target_against_statement;
}
mod gears {
    pub(super) mod activity_before_gear;
    pub(super) mod engagement_without_depth;
    pub(super) mod gate_at_baseline;
    pub(super) mod gate_beyond_target;
    pub(super) mod gate_without_direction;
    pub(super) mod gear_fell_back;
    pub(super) mod gear_left_alone;
    pub(super) mod gear_missing;
    pub(super) mod gear_not_ready;
    pub(super) mod gear_on_paper;
    pub(super) mod gear_out_of_order;
    pub(super) mod gear_stalled;
    pub(super) mod gear_started_early;
    pub(super) mod gear_undated;
    pub(super) mod gear_unmeasured;
    pub(super) mod gear_without_activity;
    pub(super) mod gears_lopsided;
    pub(super) mod gears_too_close;
    pub(super) mod gears_unbalanced;
    pub(super) mod no_feedback_loop;
    pub(super) mod no_purpose;
    pub(super) mod order_without_rationale;
    pub(super) mod paid_advocates;
    pub(super) mod purpose_against_goals;
    pub(super) mod selling_too_soon;
    pub(super) mod straight_to_selling;
}
mod pillars {
    pub(super) mod activity_without_funnel;
    pub(super) mod call_to_action_to_social;
    pub(super) mod funnel_gap;
    pub(super) mod hard_sell;
    pub(super) mod listening_question_unanswered;
    pub(super) mod listening_stale;
    pub(super) mod pillar_idle;
    pub(super) mod pillar_missing;
    pub(super) mod promotion_without_call_to_action;
    pub(super) mod support_by_another_team;
    pub(super) mod support_outside_contact_center;
    pub(super) mod support_sells;
    pub(super) mod support_without_response_target;
    pub(super) mod thought_leadership_sells;
    pub(super) mod thought_leadership_without_problem;
}
mod platforms {
    pub(super) mod answered_too_late;
    pub(super) mod language_unanswered;
    pub(super) mod platform_first;
    pub(super) mod platform_unstaffed;
    pub(super) mod platform_unused;
    pub(super) mod platform_without_evidence;
    pub(super) mod platform_without_reason;
}
mod kpis {
    pub(super) mod advertising_value_equivalent;
    pub(super) mod baseline_of_another_length;
    pub(super) mod bound_broken;
    pub(super) mod change_from_nothing;
    pub(super) mod falling_total;
    pub(super) mod figure_out_of_scale;
    pub(super) mod kpi_stale;
    pub(super) mod kpi_unused;
    pub(super) mod kpi_without_baseline;
    pub(super) mod kpi_without_source;
    pub(super) mod kpi_without_target;
    pub(super) mod last_year_missing;
    pub(super) mod milestone_off_path;
    pub(super) mod monetization_by_output;
    pub(super) mod overlapping_stretches;
    pub(super) mod percent_out_of_range;
    pub(super) mod reading_against_baseline;
    pub(super) mod reading_in_the_future;
    pub(super) mod reading_over_the_start;
    pub(super) mod readings_look_like_amounts;
    pub(super) mod since_unused;
    pub(super) mod source_not_importable;
    pub(super) mod stretch_unread;
    pub(super) mod sum_below_before;
    pub(super) mod target_before_gear;
    pub(super) mod target_equals_baseline;
    pub(super) mod target_missed;
    pub(super) mod target_says_two_things;
    pub(super) mod target_undated;
    pub(super) mod target_worse_than_baseline;
    pub(super) mod targets_disagree;
    pub(super) mod thousands_or_decimals;
    pub(super) mod total_not_restarted;
    pub(super) mod vanity_metric;
}
mod plan {
    pub(super) mod activity_late;
    pub(super) mod after_the_target;
    pub(super) mod budget_unspent;
    pub(super) mod campaign_idle;
    pub(super) mod dated_in_the_future;
    pub(super) mod decision_overdue;
    pub(super) mod ends_before_start;
    pub(super) mod no_review;
    pub(super) mod outside_campaign;
    pub(super) mod outside_period;
    pub(super) mod over_budget;
    pub(super) mod overloaded_owner;
    pub(super) mod overspent;
    pub(super) mod period_over;
    pub(super) mod placeholder;
    pub(super) mod review_overdue;
    pub(super) mod risk_unmitigated;
    pub(super) mod several_owners;
    pub(super) mod spent_before_start;
    pub(super) mod spent_without_effect;
    pub(super) mod starts_before_its_turn;
    pub(super) mod unfunded;
    pub(super) mod unowned;
    pub(super) mod used_but_left_out;
}

mod completeness {
    pub(super) mod document_stale;
    pub(super) mod goal_without_priority;
    pub(super) mod no_approval;
    pub(super) mod no_content_calendar;
    pub(super) mod no_crisis_plan;
    pub(super) mod no_tone_of_voice;
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
        objective_without_goal goal_without_objective objective_unserved activity_without_objective
        objective_of_another_goal audience_unaddressed social_stands_alone leads_not_captured
        sell_without_monetization target_against_statement;
    gears:
        no_purpose purpose_against_goals gear_missing gear_undated gear_out_of_order gears_too_close
        selling_too_soon straight_to_selling gear_not_ready gear_on_paper gear_left_alone gear_without_activity
        gear_unmeasured gear_fell_back gear_stalled gear_started_early gears_unbalanced gears_lopsided gate_without_direction
        gate_at_baseline gate_beyond_target order_without_rationale activity_before_gear paid_advocates
        engagement_without_depth no_feedback_loop;
    pillars:
        pillar_missing pillar_idle listening_question_unanswered listening_stale
        activity_without_funnel funnel_gap promotion_without_call_to_action call_to_action_to_social hard_sell
        thought_leadership_sells thought_leadership_without_problem support_sells support_outside_contact_center
        support_by_another_team support_without_response_target;
    platforms:
        platform_first platform_without_evidence platform_without_reason platform_unstaffed
        answered_too_late language_unanswered platform_unused;
    kpis:
        kpi_without_target kpi_without_baseline target_undated target_equals_baseline
        target_says_two_things target_worse_than_baseline targets_disagree overlapping_stretches milestone_off_path reading_against_baseline falling_total since_unused change_from_nothing baseline_of_another_length total_not_restarted target_before_gear figure_out_of_scale stretch_unread source_not_importable sum_below_before reading_over_the_start
        last_year_missing thousands_or_decimals percent_out_of_range readings_look_like_amounts reading_in_the_future kpi_stale target_missed bound_broken vanity_metric
        monetization_by_output advertising_value_equivalent kpi_without_source kpi_unused;
    plan:
        unowned several_owners overloaded_owner ends_before_start outside_period outside_campaign campaign_idle starts_before_its_turn
        after_the_target dated_in_the_future over_budget overspent spent_before_start spent_without_effect budget_unspent unfunded period_over activity_late decision_overdue
        review_overdue no_review risk_unmitigated used_but_left_out placeholder;
    completeness:
        no_crisis_plan no_approval no_tone_of_voice no_content_calendar document_stale goal_without_priority;
};

#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) strategy: &'a Strategy,
    pub(crate) analysis: &'a Analysis<'a>,
    pub(crate) timetable: &'a Timetable,
    pub(crate) readings: &'a Readings,
    /// The file, to offer fixes for; rules look at the model.
    pub(crate) document: &'a Document,
    pub(crate) today: Date,
    pub(crate) options: &'a Options,
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

    /// The objectives of the marketing strategy.
    fn objectives(&self) -> Option<&'a ById<Objective>> {
        self.strategy.marketing_strategy.get()?.objectives.get()
    }

    /// Where a document is missing for which a word begins like one of these: the section of documents, or the head.
    /// None if there is one, or if one could not be read.
    fn no_document(&self, begin: &str) -> Option<Span> {
        let documents = &self.strategy.documents;
        let is_whole = documents.is_absent() || documents.get().is_some_and(ById::is_complete);
        let is_one = self.strategy.documents().any(|(id, document)| {
            let texts = [
                Some(id.as_str()),
                document.what.get().map(String::as_str),
                document.at.get().map(String::as_str),
            ];
            let mut words = texts.into_iter().flatten().flat_map(words::words);
            words.any(|word| begin.split(' ').any(|begin| word.starts_with(begin)))
        });
        (is_whole && !is_one && !self.is_closed()).then(|| self.key_or_head(documents))
    }

    /// What a help says about the owner of a new entry: nothing if the entry inherits the strategy's.
    fn unless_inherited(&self, text: &'static str) -> &'static str {
        if self.analysis.owners.all_inherit() { "" } else { text }
    }

    /// True for a channel of the marketing strategy that is social media, too.
    fn is_social(&self, id: &Id, channel: &Channel) -> bool {
        let is_platform = || self.strategy.platforms().any(|(platform, _)| platform == id);
        let is = |kind| channel.kind.get() == Some(&kind);
        is(ChannelKind::PaidSocial) || is(ChannelKind::Other) && is_platform()
    }

    /// A channel besides social media to which an activity can lead.
    fn other_channel(&self) -> Option<&'a Id> {
        let channels = self.strategy.marketing_strategy.get()?.channels.get()?;
        channels.iter().find(|(id, channel)| !self.is_social(id, channel)).map(|(id, _)| id)
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

    /// `38 000 EUR` or `9 500.50 EUR`; without the currency if the budget names none.
    fn amount(&self, amount: Decimal) -> String {
        let currency = self.strategy.budget.get().and_then(|budget| budget.currency.get());
        words::figures::money(amount, currency.map(|currency| currency.0.as_str()))
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
            let setting =
                set::Setting { path: &path, value: "{ not_now: <why not> }", more: &[], shorthand: false };
            edits.extend(set::set(source, tree, setting).ok()?);
        }
        // Two keys in the same empty braces would run into each other.
        let changed = Source::new(source.name(), edit::apply(source.text(), &edits)?);
        if !syntax::parse(&changed).1.is_empty() {
            return None;
        }
        let title = format!("leave {} out for now, and write why", words::and(&words::quoted(keys)));
        Some(Fix { title, safety: Safety::Unsafe, edits, reveals: None })
    }
}

/// Checks each of several items, and lets the findings be reported together: "2 of 5 {noun} {problem}".
fn among<T>(
    items: impl IntoIterator<Item = T>,
    noun: &'static str,
    problem: impl Into<Problem>,
    check: impl FnMut(T) -> Option<Finding>,
) -> Vec<Finding> {
    let items: Vec<T> = items.into_iter().collect();
    let (total, problem) = (items.len(), problem.into());
    items.into_iter().filter_map(check).map(|finding| finding.among(total, noun, problem.clone())).collect()
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
