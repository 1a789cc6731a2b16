//! Figures, computed once: all rules and reports read them from here.
//!
//! An [`Analysis`] is a pure function of a document, the thresholds and a date. Each part gets what
//! it needs from the others as an argument.

pub mod alignment;
pub mod budget;
pub mod campaigns;
pub mod forecast;
pub mod fraction;
pub mod gears;
pub mod groundwork;
pub mod kpi;
pub mod moving;
pub mod offers;
pub mod owners;
pub mod schedule;
pub mod sequence;
pub mod timetable;
pub mod turns;
pub mod upkeep;
pub mod workload;

use std::collections::HashSet;

use indexmap::IndexMap;
use jiff::Span;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::decode::field::{Field, Id, Place};
use crate::decode::shorthand::Many;
use crate::strategy::Strategy;
use crate::strategy::date::{Days, days_between};
use crate::strategy::document::Document;
use crate::strategy::gear::{Gear, GearKind, GearRef, PurposeKind};
use crate::strategy::pillar::PillarKind;
use crate::strategy::plan::Status;
use alignment::GoalAlignment;
use budget::Money;
use campaigns::CampaignPlan;
use gears::{GearSequence, SequenceGear};
use kpi::{Frame, Judgment, Thresholds};
use owners::Owners;
use schedule::Scheduled;
use turns::Turn;

/// Everything that is computed from a strategy on a day.
#[derive(Debug)]
pub struct Analysis<'a> {
    pub strategy: &'a Strategy,
    /// Today, or for a closed strategy the end of its period if that is earlier.
    pub today: Date,
    /// `None` unless both ends are known and in order.
    pub period: Option<Days>,
    pub owners: Owners<'a>,
    /// By pillar.
    pub activities: Vec<Scheduled<'a>>,
    /// All campaigns except those that are left out.
    pub campaigns: Vec<CampaignPlan<'a>>,
    /// Which activities wait for others.
    pub turns: Vec<Turn<'a>>,
    /// By id.
    pub kpis: IndexMap<&'a str, Judgment>,
    /// One for each purpose.
    pub sequences: Vec<GearSequence<'a>>,
    /// All goals except postponed ones.
    pub goals: Vec<GoalAlignment<'a>>,
    pub money: Money,
    pub known: Known,
}

/// Whether each section could be read completely. If not, absence means nothing, and the rules that
/// would conclude something from it report nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // one for each section
pub struct Known {
    /// `strategy:`.
    pub head: bool,
    pub goals: bool,
    /// The four pillars, their activities, and the goals, gears and platforms these name.
    pub activities: bool,
    pub purposes: bool,
    pub platforms: bool,
    pub kpis: bool,
    /// In the strategy and in the readings file.
    pub readings: bool,
}

impl<'a> Analysis<'a> {
    pub fn new(document: &'a Document, thresholds: &Thresholds, today: Date) -> Self {
        let strategy = &document.strategy;
        let period = strategy.period();
        let closed_on = period.filter(|_| strategy.status() == Status::Closed).map(|period| period.end);
        let now = today;
        let today = closed_on.map_or(today, |end| today.min(end));
        let owners = Owners::new(strategy);
        let mut activities = schedule::schedule(strategy, &owners, today);
        let mut campaigns = campaigns::campaigns(strategy, &owners, &activities, today);
        let turns = turns::turns(&activities, &campaigns);
        // A campaign that is held back can hold back what waits for it.
        while turns::wait(&mut activities, &campaigns, &turns) {
            campaigns = campaigns::campaigns(strategy, &owners, &activities, today);
        }
        let known = Known::new(document);
        let goals = alignment::align(strategy, &owners, &activities, known);
        let mut measured = alignment::goals_by_kpi(&goals);
        let mut sequences = gears::sequences(strategy, &activities, period, known);
        let gear_starts = gears::expected_from(&sequences);
        let kpis: IndexMap<&str, Judgment> = strategy
            .kpis()
            .map(|(id, kpi)| {
                let (key, readings) = (id.as_str(), document.readings.of(id.as_str()));
                let gear_starts = gear_starts.get(key).copied();
                // The figure of the last day can come in after it.
                let until = closed_on.map_or(now, |end| kpi::final_day(kpi, end).min(now));
                let frame =
                    Frame { period: strategy.ends(), gear_starts, today: until, as_of: today, thresholds };
                let mut judged = kpi::judge((key, kpi), readings, &frame);
                judged.owner = owners.of_kpi(key, kpi).id().map(str::to_owned);
                judged.goals = measured.remove(key).unwrap_or_default();
                (key, judged)
            })
            .collect();
        for gear in sequences.iter_mut().flat_map(|sequence| &mut sequence.gears) {
            gear.measure(&kpis, today, thresholds);
        }
        let money = Money::new(strategy, &activities, &campaigns);
        Self {
            strategy,
            today,
            period,
            owners,
            activities,
            campaigns,
            turns,
            kpis,
            sequences,
            goals,
            money,
            known,
        }
    }

    /// The share of the period that has passed, in days: elapsed / total, from 0 to 1.
    pub fn elapsed(&self) -> Option<Decimal> {
        let period = self.period?;
        let days = |day| Decimal::from(days_between(period.start, day));
        let share = days(self.today).checked_div(days(period.end))?;
        Some(share.clamp(Decimal::ZERO, Decimal::ONE))
    }

    /// The mean progress of some KPIs, each limited to 0..1; KPIs without a progress are left out.
    pub fn mean_progress<'k>(&self, kpis: impl Iterator<Item = &'k str>) -> Option<Decimal> {
        let kpis = kpis.filter_map(|kpi| self.kpis.get(kpi));
        mean(kpis.filter_map(|kpi| kpi.in_a_mean(kpi.progress)))
    }

    pub fn activities_at(&self, indices: &[usize]) -> impl Iterator<Item = &Scheduled<'a>> {
        indices.iter().filter_map(|index| self.activities.get(*index))
    }

    pub fn campaign(&self, id: &str) -> Option<&CampaignPlan<'a>> {
        self.campaigns.iter().find(|one| one.id.as_str() == id)
    }

    pub fn live_activities(&self) -> impl Iterator<Item = &Scheduled<'a>> {
        self.activities.iter().filter(|activity| !activity.is_dropped())
    }

    /// The gears that their purpose lists and does not leave out.
    pub fn gears(&self) -> impl Iterator<Item = (&GearSequence<'a>, &SequenceGear<'a>, &'a Gear, Place)> {
        self.sequences.iter().flat_map(|sequence| {
            sequence
                .active()
                .filter_map(move |gear| gear.declared.map(|(says, at)| (sequence, gear, says, at)))
        })
    }

    /// A gear as an activity names it: with its purpose if there are two.
    pub fn gear_name(&self, purpose: PurposeKind, gear: GearKind) -> String {
        let purpose = (self.sequences.len() > 1).then_some(purpose);
        GearRef { purpose, gear }.to_string()
    }

    pub fn kpis_of_goals(&self) -> HashSet<&'a str> {
        self.goals.iter().flat_map(|goal| goal.goal.kpis.ids()).map(Id::as_str).collect()
    }

    pub fn goals_measured_by<'s>(
        &'s self,
        kpi: &'s str,
    ) -> impl Iterator<Item = (&'s GoalAlignment<'a>, &'a Id)> + 's {
        self.goals.iter().filter_map(move |goal| {
            let mut named = goal.goal.kpis.ids();
            named.find(|id| id.as_str() == kpi).map(|id| (goal, id))
        })
    }

    /// The activities of a pillar that were not dropped; none if the pillar is left out.
    pub fn live_activities_of(&self, pillar: PillarKind) -> impl Iterator<Item = &Scheduled<'a>> {
        self.live_activities()
            .filter(move |activity| activity.pillar() == pillar && activity.used.pillar.not_now.is_absent())
    }

    pub fn sales_goals(&self) -> impl Iterator<Item = &GoalAlignment<'a>> {
        self.goals.iter().filter(|goal| self.is_about_sales(goal.id.as_str()))
    }

    pub fn sales_goal_of(&self, activity: &Scheduled<'_>) -> Option<&GoalAlignment<'a>> {
        // By binary search, because a file can have thousands of goals and activities.
        let order = |goal: &str| self.strategy.goals.get()?.index_of(goal);
        let named = activity.goals().filter(|goal| self.is_about_sales(goal));
        let found = named.filter_map(|goal| {
            self.goals.binary_search_by_key(&order(goal), |one| order(one.id.as_str())).ok()
        });
        self.goals.get(found.min()?)
    }

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
                !pillars.is_unreadable() && strategy.pillars().all(|pillar| whole(pillar.activities))
            }
        };
        let references = strategy.activities().map(|used| used.activity).all(|activity| {
            !activity.goals.is_invalid()
                && !activity.gears.is_invalid()
                && activity.gears.items().all(Field::is_set)
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
            activities: pillars && references,
            purposes,
            platforms: whole(&strategy.platforms),
            kpis: whole(&strategy.kpis),
            readings: document.readings.is_whole(),
        }
    }
}

/// True if a list is absent or empty; false if it could not be read.
pub(crate) fn lists_nothing<T>(list: &Field<Many<T>>) -> bool {
    list.is_absent() || list.get().is_some_and(|items| items.is_empty())
}

pub(crate) fn days_after(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The mean of some ratios, each limited to 0..1.
fn mean(ratios: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let ratios: Vec<Decimal> = ratios.map(|ratio| ratio.clamp(Decimal::ZERO, Decimal::ONE)).collect();
    let sum = ratios.iter().try_fold(Decimal::ZERO, |sum, ratio| sum.checked_add(*ratio))?;
    sum.checked_div(Decimal::from(ratios.len()))
}

fn whole<T>(section: &Field<impl AsRef<crate::decode::maps::ById<T>>>) -> bool {
    match section {
        Field::Absent => true,
        Field::Invalid(_) => false,
        Field::Set(map, _) => map.as_ref().is_whole(),
    }
}
