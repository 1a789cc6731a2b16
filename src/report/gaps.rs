//! The gap report: what a planning meeting is held over.
//!
//! [`GapReport`] is one strategy on one day, in the order of the meeting: headline, goals and KPIs
//! with the worst first, structural gaps by whom they belong to, gears, schedule, money, risks and
//! decisions, agenda. Every figure comes from the `Analysis`; what it means stands in
//! [`Definitions`], which is printed below the report. A [`Scope`] narrows it to one person or goal.

pub mod agenda;
pub mod money;
pub mod outlook;
pub mod schedule;
pub mod scope;
pub mod since;
pub mod structure;

use indexmap::IndexMap;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::gears::SETTLED_AFTER_DAYS;
use crate::analysis::progress::Status;
use crate::finding::Finding;
use crate::linter::{Outcome, Terms};
use crate::report::alignment::{self, CoverageRow, GoalRow};
use crate::report::gears::{self, TrainTable};
use crate::report::kpis::{self, KpiRow};
use crate::report::summary::Summary;
use crate::strategy::date::days_between;
use crate::strategy::document::Document;
use crate::strategy::number::Number;
use crate::strategy::plan;
use agenda::Agenda;
use money::MoneyTable;
use outlook::{DecisionRow, LessonRow, RiskRow};
use schedule::ActivityRow;
use scope::Scope;
use since::Since;
use structure::Belongings;

/// What a gap report covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// How many days ahead the schedule looks.
    pub horizon_days: i64,
    /// The owner or goal that it is about.
    pub scope: Scope,
}

impl Wanted {
    /// How many days ahead the schedule looks where nobody says.
    pub const HORIZON_DAYS: i64 = 30;
}

impl Default for Wanted {
    fn default() -> Self {
        Self { horizon_days: Self::HORIZON_DAYS, scope: Scope::default() }
    }
}

/// What a planning meeting is held over.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GapReport {
    /// What the strategy is and where it stands in time.
    pub head: Head,
    /// Whom or what the report is about; all of it where both are absent.
    pub scope: Scope,
    /// What changed since an older version, where one was named.
    pub since: Option<Since>,
    /// How many KPIs have each status, the best first.
    pub statuses: IndexMap<Status, usize>,
    /// Findings by level; those that are told together count as one.
    pub findings: Summary,
    /// The goals, the ones in trouble first.
    pub goals: Vec<GoalGap>,
    /// The KPIs, the ones in trouble first.
    pub kpis: Vec<KpiRow>,
    /// The rules' findings, by whom they belong to.
    pub structure: Vec<Belongings>,
    /// The gears of each purpose.
    pub trains: Vec<TrainTable>,
    /// How many activities of each pillar turn each gear.
    pub coverage: Vec<CoverageRow>,
    /// The activities, by when they matter.
    pub activities: Vec<ActivityRow>,
    /// Budget and spending, beside the progress they bought.
    pub money: MoneyTable,
    /// What may go wrong, the most severe first.
    pub risks: Vec<RiskRow>,
    /// What is open to decide, the most urgent first.
    pub decisions: Vec<DecisionRow>,
    /// What was learned since the last review.
    pub lessons: Vec<LessonRow>,
    /// What to talk about.
    pub agenda: Agenda,
    /// The names of the people, by id.
    pub people: IndexMap<String, String>,
    /// What the figures mean, with the numbers in force.
    pub definitions: Definitions,
}

/// What the strategy is and where it stands in time.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub organization: Option<String>,
    /// Draft, active or closed.
    pub status: plan::Status,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The day it is judged at.
    pub as_of: Date,
    /// The first day it covers.
    pub start: Option<Date>,
    /// The last day it covers.
    pub end: Option<Date>,
    /// The share of its period that has passed, from 0 to 1.
    pub elapsed: Option<Number>,
    /// When it is looked at again, as exact as the file says.
    pub next_review: Option<String>,
    /// Days until then; negative where that has passed.
    pub next_review_in_days: Option<i64>,
    /// When it was looked at last.
    pub last_review: Option<String>,
    /// True where a part of the file could not be read, so that figures may be too low.
    pub is_partial: bool,
    /// False where the file follows another format, or is no strategy at all.
    pub is_judged: bool,
}

/// A goal and where its KPIs stand.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GoalGap {
    /// What serves it and what it lacks.
    #[serde(flatten)]
    pub row: GoalRow,
    /// The worst status among its KPIs.
    pub worst: Option<Status>,
}

/// What the figures mean: the numbers in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Definitions {
    /// On track at this pace or above.
    pub on_track: Number,
    /// At risk at this pace or above.
    pub at_risk: Number,
    /// Days after which a gear counts in the balance.
    pub settled_after_days: i64,
    /// Days that a gear is given before people are asked for money.
    pub least_lead_days: i64,
    /// Days after which an answer of listening is too old to plan with.
    pub answer_max_age_days: i64,
    /// How many days ahead the schedule looks.
    pub horizon_days: i64,
}

impl GapReport {
    pub(crate) fn new(document: &Document, outcome: &Outcome<'_>, wanted: &Wanted) -> Self {
        let analysis = &outcome.analysis;
        let inside = scope::Inside::new(analysis, &wanted.scope);
        let mut kpis = kpis::rows(analysis);
        kpis.retain(|kpi| inside.has_kpi(&kpi.id, kpi.owner.as_deref()));
        let goals = goals(analysis, &kpis, &inside);
        let mut trains = gears::tables(analysis, outcome.terms);
        inside.narrow(&mut trains);
        let owned = structure::owned(document, outcome, &inside);
        // A page of one person or goal counts what belongs to it.
        let summary = if wanted.scope.is_whole() {
            Summary::grouped(&outcome.findings, outcome.allowed)
        } else {
            let own: Vec<Finding> = owned.iter().map(|(_, finding)| finding.clone()).collect();
            Summary::grouped(&own, 0)
        };
        let mut report = Self {
            head: Head::new(document, analysis),
            scope: wanted.scope.clone(),
            since: None,
            statuses: kpis::status_counts(kpis.iter().map(|kpi| kpi.status)),
            findings: summary,
            goals,
            structure: structure::belongings(document, &owned),
            trains,
            coverage: alignment::coverage(analysis),
            activities: schedule::rows(analysis, &inside, wanted.horizon_days),
            money: MoneyTable::new(analysis),
            risks: outlook::risks(analysis, &inside),
            decisions: outlook::decisions(analysis, &inside),
            lessons: outlook::lessons(analysis),
            agenda: Agenda::default(),
            people: people(analysis),
            definitions: Definitions::new(outcome.terms, wanted.horizon_days),
            kpis,
        };
        report.agenda = Agenda::of(&report, &structure::together(document, &owned));
        report
    }

    pub(crate) fn activities_when(&self, when: schedule::When) -> impl Iterator<Item = &ActivityRow> {
        self.activities.iter().filter(move |one| one.when == when)
    }

    pub(crate) fn name_of<'a>(&'a self, owner: &'a str) -> &'a str {
        self.people.get(owner).map_or(owner, String::as_str)
    }
}

impl Head {
    pub(super) fn new(document: &Document, analysis: &Analysis<'_>) -> Self {
        let head = analysis.strategy.head();
        let next = head.and_then(|head| head.next_review.get());
        Self {
            name: analysis.strategy.name().to_owned(),
            organization: head.and_then(|head| head.organization.get().cloned()),
            status: analysis.strategy.status(),
            owner: analysis.owners.strategy.map(ToString::to_string),
            as_of: analysis.today,
            start: analysis.period.map(|period| period.start),
            end: analysis.period.map(|period| period.end),
            elapsed: analysis.elapsed().map(Number),
            next_review: next.map(ToString::to_string),
            next_review_in_days: next.map(|next| days_between(analysis.today, next.last)),
            last_review: head.and_then(|head| head.last_review.get()).map(ToString::to_string),
            is_partial: !document.judgeable || document.unread_parts() > 0,
            is_judged: document.judgeable,
        }
    }
}

impl Definitions {
    pub(super) fn new(terms: Terms, horizon_days: i64) -> Self {
        Self {
            on_track: Number(terms.thresholds.on_track),
            at_risk: Number(terms.thresholds.at_risk),
            settled_after_days: SETTLED_AFTER_DAYS,
            least_lead_days: terms.least_lead,
            answer_max_age_days: terms.answer_max_age_days,
            horizon_days,
        }
    }
}

/// The goals with the worst status of their KPIs, the most severe first.
fn goals(analysis: &Analysis<'_>, kpis: &[KpiRow], inside: &scope::Inside<'_>) -> Vec<GoalGap> {
    let rows = alignment::goals(analysis).into_iter();
    let rows = rows.filter(|goal| inside.has_goal(&goal.id, goal.owner.as_deref()));
    let mut goals: Vec<GoalGap> = rows
        .map(|row| {
            let own = kpis.iter().filter(|kpi| row.kpis.contains(&kpi.id)).map(|kpi| kpi.status);
            GoalGap { worst: own.max_by_key(|status| status.gravity()), row }
        })
        .collect();
    goals.sort_by_key(|goal| {
        let gravity = goal.worst.map_or(0, Status::gravity);
        (std::cmp::Reverse(gravity), goal.row.missing.is_empty())
    });
    goals
}

pub(super) fn people(analysis: &Analysis<'_>) -> IndexMap<String, String> {
    let named = analysis.strategy.people();
    let named = named.filter_map(|(id, person)| Some((id.to_string(), person.name.get()?.clone())));
    named.collect()
}
