//! Figures, computed once: every rule and every report reads them from here.
//!
//! An [`Analysis`] is a pure function of a document, the thresholds and a date. What one part
//! needs of another it gets as an argument, so the order below is the order of computation.
//!
//! - [`owners`]: who answers for what, inheritance applied;
//! - [`schedule`]: activities with their owner, dates and state;
//! - [`progress`] and [`forecast`]: each KPI against its plan;
//! - [`gears`]: the gears of each purpose in their order, with gates and balance;
//! - [`sequence`]: when the way is free for each gear;
//! - [`alignment`]: which goal is served by what;
//! - [`budget`]: money by pillar and by gear;
//! - [`funnel`]: where activities meet people;
//! - [`upkeep`]: what is to be read or answered again;
//! - [`groundwork`]: the three conditions that a platform follows from.

pub mod alignment;
pub mod budget;
pub mod forecast;
pub mod funnel;
pub mod gears;
pub mod groundwork;
pub mod owners;
pub mod progress;
pub mod schedule;
pub mod sequence;
pub mod upkeep;

use std::collections::HashSet;

use indexmap::IndexMap;
use jiff::Span;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::decode::field::{Field, Id, Place};
use crate::decode::shorthand::Many;
use crate::document::Document;
use crate::strategy::Strategy;
use crate::strategy::date::{Days, days_between};
use crate::strategy::gear::{Gear, GearKind, GearRef, PurposeKind};
use crate::strategy::pillar::PillarKind;
use crate::strategy::plan::Status;
use alignment::GoalAlignment;
use budget::Money;
use gears::{GearSequence, SequenceGear};
use owners::Owners;
use progress::{Progress, Thresholds};
use schedule::Scheduled;

/// Everything that is computed from a strategy on a day.
#[derive(Debug)]
pub struct Analysis<'a> {
    /// The strategy.
    pub strategy: &'a Strategy,
    /// The day it is judged at: today, or for a closed strategy the end of its period if earlier.
    pub today: Date,
    /// The time it covers, where both ends are known and in order.
    pub period: Option<Days>,
    /// Who answers for what.
    pub owners: Owners<'a>,
    /// The activities, pillar by pillar.
    pub activities: Vec<Scheduled<'a>>,
    /// The KPIs against their plans, by id.
    pub kpis: IndexMap<&'a str, Progress>,
    /// The gears of each purpose, in its order.
    pub sequences: Vec<GearSequence<'a>>,
    /// The goals, and what serves them.
    pub goals: Vec<GoalAlignment<'a>>,
    /// Budget and spending.
    pub money: Money,
    /// What may be concluded from absence.
    pub known: Known,
}

/// Whether the sections could be read whole. Where one could not, absence means nothing, and the
/// rules that would conclude from it stay silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // one for each section, and each is asked by its name
pub struct Known {
    /// The head of the file.
    pub head: bool,
    /// The goals.
    pub goals: bool,
    /// The four pillars, their activities, and what each says of itself.
    pub activities: bool,
    /// The purposes and their gears.
    pub purposes: bool,
    /// The platforms.
    pub platforms: bool,
    /// The KPIs.
    pub kpis: bool,
    /// The readings, inline and in a file.
    pub readings: bool,
}

impl<'a> Analysis<'a> {
    /// Computes the figures of a document on a day.
    pub fn new(document: &'a Document, thresholds: &Thresholds, today: Date) -> Self {
        let strategy = &document.strategy;
        let period = period(strategy);
        let today = match (strategy.status(), period) {
            (Status::Closed, Some(period)) => today.min(period.end),
            _ => today,
        };
        let owners = Owners::new(strategy);
        let activities = schedule::schedule(strategy, &owners, today);
        let kpis: IndexMap<&str, Progress> = strategy
            .kpis()
            .map(|(id, kpi)| {
                let readings = document.readings.of(id.as_str());
                (id.as_str(), progress::judge(kpi, readings, period, today, thresholds))
            })
            .collect();
        let known = Known::new(document);
        let sequences = gears::sequences(strategy, &activities, &kpis, period, known, today);
        let goals = alignment::align(strategy, &owners, &activities, known);
        let money = Money::new(strategy, &activities);
        Self { strategy, today, period, owners, activities, kpis, sequences, goals, money, known }
    }

    /// The share of the period that has passed, from 0 to 1; none where it is not known.
    pub fn elapsed(&self) -> Option<Decimal> {
        let period = self.period?;
        let days = |day| Decimal::from(days_between(period.start, day));
        let share = days(self.today).checked_div(days(period.end))?;
        Some(share.clamp(Decimal::ZERO, Decimal::ONE))
    }

    /// The mean progress of some KPIs, each counted between 0 and 1; none where none has any.
    pub fn mean_progress<'k>(&self, kpis: impl Iterator<Item = &'k str>) -> Option<Decimal> {
        let each = kpis.filter_map(|kpi| self.kpis.get(kpi)?.progress);
        let each: Vec<Decimal> = each.map(|progress| progress.clamp(Decimal::ZERO, Decimal::ONE)).collect();
        let sum = each.iter().try_fold(Decimal::ZERO, |sum, progress| sum.checked_add(*progress))?;
        sum.checked_div(Decimal::from(each.len()))
    }

    /// The activities at some indices.
    pub fn activities_at(&self, indices: &[usize]) -> impl Iterator<Item = &Scheduled<'a>> {
        indices.iter().filter_map(|index| self.activities.get(*index))
    }

    /// The activities that were not given up.
    pub fn live_activities(&self) -> impl Iterator<Item = &Scheduled<'a>> {
        self.activities.iter().filter(|activity| !activity.is_dropped())
    }

    /// The gears that their purpose names and does not leave out, each with its place.
    pub fn gears(&self) -> impl Iterator<Item = (&GearSequence<'a>, &SequenceGear<'a>, &'a Gear, Place)> {
        self.sequences.iter().flat_map(|sequence| {
            sequence
                .active()
                .filter_map(move |gear| gear.declared.map(|(says, at)| (sequence, gear, says, at)))
        })
    }

    /// A gear as an activity names it: with its purpose where there are two.
    pub fn gear_name(&self, purpose: PurposeKind, gear: GearKind) -> String {
        let purpose = (self.sequences.len() > 1).then_some(purpose);
        GearRef { purpose, gear }.to_string()
    }

    /// The KPIs that some goal names, to ask of many at once; [`goals_measured_by`] walks all goals.
    ///
    /// [`goals_measured_by`]: Self::goals_measured_by
    pub fn kpis_of_goals(&self) -> HashSet<&'a str> {
        let kpis = self.goals.iter().filter_map(|goal| goal.goal.kpis.get());
        kpis.flat_map(|kpis| kpis.iter()).map(Id::as_str).collect()
    }

    /// The goals that name a KPI, each with the place where it does. Goals put off are left out.
    pub fn goals_measured_by<'s>(
        &'s self,
        kpi: &'s str,
    ) -> impl Iterator<Item = (&'s GoalAlignment<'a>, &'a Id)> + 's {
        self.goals.iter().filter_map(move |goal| {
            let mut named = goal.goal.kpis.get().into_iter().flat_map(|kpis| kpis.iter());
            named.find(|id| id.as_str() == kpi).map(|id| (goal, id))
        })
    }

    /// The activities of a pillar that were not given up; none where the pillar is left out.
    pub fn live_activities_of(&self, pillar: PillarKind) -> impl Iterator<Item = &Scheduled<'a>> {
        self.live_activities()
            .filter(move |activity| activity.pillar() == pillar && activity.used.pillar.not_now.is_absent())
    }

    /// The goals that say that people are to buy in the end, less those put off.
    pub fn sales_goals(&self) -> impl Iterator<Item = &GoalAlignment<'a>> {
        self.goals.iter().filter(|goal| self.is_about_sales(goal.id.as_str()))
    }

    /// The first of the goals to sell that an activity serves.
    pub fn sales_goal_of(&self, activity: &Scheduled<'_>) -> Option<&GoalAlignment<'a>> {
        // Each goal it names is looked up: a file may have thousands of both.
        let order = |goal: &str| self.strategy.goals.get()?.index_of(goal);
        let named = activity.goals().filter(|goal| self.is_about_sales(goal));
        let found = named.filter_map(|goal| {
            self.goals.binary_search_by_key(&order(goal), |one| order(one.id.as_str())).ok()
        });
        self.goals.get(found.min()?)
    }

    /// True where the goals say that people are to buy in the end.
    pub fn is_about_sales(&self, goal: &str) -> bool {
        let goals = self.strategy.goals.get();
        let kind = goals.and_then(|goals| goals.get(goal)).and_then(|goal| goal.kind.get());
        kind.is_some_and(|kind| kind.is_about_sales())
    }
}

impl Known {
    fn new(document: &Document) -> Self {
        let strategy = &document.strategy;
        let pillars = match strategy.pillars.get() {
            None => strategy.pillars.is_absent(),
            Some(pillars) => {
                let readable = !pillars.listening.is_invalid()
                    && !pillars.promotion.is_invalid()
                    && !pillars.thought_leadership.is_invalid()
                    && !pillars.support.is_invalid();
                readable && strategy.pillars().all(|pillar| whole(pillar.activities))
            }
        };
        let said = strategy.activities().all(|used| {
            let activity = used.activity;
            let gears = activity.gears.get().is_none_or(|gears| gears.iter().all(Field::is_set));
            !activity.goals.is_invalid()
                && !activity.gears.is_invalid()
                && gears
                && !activity.platforms.is_invalid()
        });
        let purposes = match strategy.purposes.get() {
            None => strategy.purposes.is_absent(),
            Some(purposes) => {
                !purposes.marketing.is_invalid()
                    && !purposes.support.is_invalid()
                    && strategy.purposes().all(|(_, purpose, _)| !purpose.gears.is_invalid())
            }
        };
        Self {
            head: !strategy.strategy.is_invalid(),
            goals: whole(&strategy.goals),
            activities: pillars && said,
            purposes,
            platforms: whole(&strategy.platforms),
            kpis: whole(&strategy.kpis),
            readings: document.readings.is_whole(),
        }
    }
}

/// The items of a list, if it is there and could be read.
pub(crate) fn listed<T>(list: &Field<Many<T>>) -> impl Iterator<Item = &T> {
    list.get().into_iter().flat_map(|items| items.iter())
}

/// True if a list is absent or empty; false if it could not be read.
pub(crate) fn lists_nothing<T>(list: &Field<Many<T>>) -> bool {
    list.is_absent() || list.get().is_some_and(|items| items.is_empty())
}

/// A number of days after a date.
pub(crate) fn days_after(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn whole<T>(section: &Field<impl AsRef<crate::decode::maps::ById<T>>>) -> bool {
    match section {
        Field::Absent => true,
        Field::Invalid(_) => false,
        Field::Set(map, _) => map.as_ref().is_whole(),
    }
}

/// The time a strategy covers: a coarse start begins on its first day, a coarse end ends on its last.
fn period(strategy: &Strategy) -> Option<Days> {
    let period = strategy.head()?.period.get()?;
    let days = Days { start: period.start.get()?.first, end: period.end.get()?.last };
    (!days.is_empty()).then_some(days)
}
