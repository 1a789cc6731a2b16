//! The gap report, for a planning meeting.
//!
//! [`GapReport`] is one strategy on one day, in the order of the meeting: headline, goals and KPIs
//! with the worst first, structural gaps by owner, gears, schedule, money, risks and decisions, agenda.
//! [`Definitions`], printed below the report, says what the figures mean. A [`Scope`] narrows it to one
//! person, goal or campaign.

pub mod agenda;
pub mod money;
mod notes;
pub mod outlook;
pub mod places;
pub mod schedule;
pub mod scope;
pub mod since;
pub mod structure;
pub mod workload;

use indexmap::IndexMap;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::gears::SETTLED_AFTER_DAYS;
use crate::analysis::kpi::{Judgment, RECENT_DAYS, Status};
use crate::linter::{Outcome, Terms};
use crate::report::alignment::{self, CoverageRow, GoalRow};
use crate::report::gears::{self, GearTable};
use crate::report::summary::Summary;
use crate::strategy::date::days_between;
use crate::strategy::document::Document;
use crate::strategy::number::Number;
use crate::strategy::plan;
use crate::strategy::subject::Subject;
use agenda::Agenda;
use money::MoneyTable;
use outlook::{DecisionRow, LessonRow, RiskRow};
use places::{AccountRow, DocumentRow};
use schedule::{ActivityRow, CampaignRow};
use scope::Scope;
use since::Since;
use structure::Belongings;
use workload::WorkloadRow;

/// What a gap report covers.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// How many days ahead the schedule looks.
    pub horizon_days: i64,
    /// The owner, goal or campaign that it is about.
    pub scope: Scope,
    /// What changed since an older version, in this scope.
    pub since: Option<Since>,
}

impl Wanted {
    /// The default for `horizon_days`.
    pub const HORIZON_DAYS: i64 = 30;
}

impl Default for Wanted {
    fn default() -> Self {
        Self { horizon_days: Self::HORIZON_DAYS, scope: Scope::default(), since: None }
    }
}

/// The gaps of a strategy, for a planning meeting.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GapReport {
    /// The strategy and its dates.
    pub head: Head,
    /// The owner, goal or campaign it is about; everything if all are null.
    pub scope: Scope,
    /// What changed since an older version, if one was named.
    pub since: Option<Since>,
    /// How many KPIs have each status, the best first.
    pub statuses: IndexMap<Status, usize>,
    /// Findings by level; a group of similar ones counts as one.
    pub findings: Summary,
    /// The goals, the worst status first.
    pub goals: Vec<GoalGap>,
    /// The KPIs, the worst status first.
    pub kpis: Vec<Judgment>,
    /// The findings of the rules, by owner.
    pub structure: Vec<Belongings>,
    /// The gears of each purpose.
    pub gear_sequences: Vec<GearTable>,
    /// How many activities of each pillar drive each gear.
    pub coverage: Vec<CoverageRow>,
    /// The campaigns.
    pub campaigns: Vec<CampaignRow>,
    /// The activities: late, running, starting soon, later, done, dropped.
    pub activities: Vec<ActivityRow>,
    /// The hours that people have and that their activities take.
    pub workload: Vec<WorkloadRow>,
    /// Budget and spending, with the progress of the KPIs.
    pub money: MoneyTable,
    /// The risks, the most severe first.
    pub risks: Vec<RiskRow>,
    /// The open decisions, the most urgent first.
    pub decisions: Vec<DecisionRow>,
    /// The lessons since the last review.
    pub lessons: Vec<LessonRow>,
    /// The accounts on the platforms that are in use.
    pub accounts: Vec<AccountRow>,
    /// The documents next to the strategy.
    pub documents: Vec<DocumentRow>,
    /// What to discuss.
    pub agenda: Agenda,
    /// The names of the people, by id.
    pub people: IndexMap<String, String>,
    /// The `notes` of entries, by their dotted path.
    pub notes: IndexMap<String, String>,
    /// The definitions of the figures, with the thresholds in force.
    pub definitions: Definitions,
}

/// The strategy and its dates.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Head {
    /// The name.
    pub name: String,
    /// The organization.
    pub organization: Option<String>,
    /// The status.
    pub status: plan::Status,
    /// The owner.
    pub owner: Option<String>,
    /// The day it is checked as of.
    pub as_of: Date,
    /// The first day it covers.
    pub start: Option<Date>,
    /// The last day it covers.
    pub end: Option<Date>,
    /// The share of the period that has passed, a ratio from 0 to 1.
    pub elapsed: Option<Number>,
    /// The date of the next review, as exact as in the file.
    pub next_review: Option<String>,
    /// Days until the next review; negative if it has passed.
    pub next_review_in_days: Option<i64>,
    /// The date of the last review, as exact as in the file.
    pub last_review: Option<String>,
    /// True if part of the file could not be read, so that figures can be too low.
    pub is_partial: bool,
    /// False if the file has another format version or is not a strategy.
    pub is_judged: bool,
}

/// A goal and the status of its KPIs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GoalGap {
    /// What serves it and what it lacks.
    #[serde(flatten)]
    pub row: GoalRow,
    /// The worst status among its KPIs.
    pub worst: Option<Status>,
}

/// The numbers that define the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Definitions {
    /// The least pace for on track, a ratio.
    pub on_track: Number,
    /// The least pace for at risk, a ratio.
    pub at_risk: Number,
    /// The share of the time from start to target before which it is too early to judge.
    pub judge_from: Number,
    /// The share of the distance from start to target below its start at which a KPI is worse.
    pub worse: Number,
    /// Days after which a gear has had time to show what it does.
    pub settled_after_days: i64,
    /// Days from the start of one gear to the start of the next.
    pub min_lead_days: i64,
    /// Days from the start of the gear before it to the start of monetization in marketing.
    pub min_lead_days_before_selling: i64,
    /// Days that count as recent for the pace of a gear.
    pub recent_days: i64,
    /// Days after which an answer of listening is too old.
    pub answer_max_age_days: i64,
    /// How many days ahead the schedule looks.
    pub horizon_days: i64,
}

impl GapReport {
    /// The report for a meeting on the day of the check.
    pub fn new(document: &Document, outcome: &Outcome<'_>, wanted: &Wanted) -> Self {
        let analysis = &outcome.analysis;
        let inside = scope::Inside::new(analysis, &wanted.scope);
        let kpis = kpis(analysis, &inside);
        let goals = goals(analysis, &kpis, &inside);
        let mut gear_sequences = gears::tables(document, outcome);
        inside.narrow(&mut gear_sequences);
        let findings = structure::findings(document, outcome, &inside);
        // A page of one person or goal counts only its own findings.
        let summary = if wanted.scope.is_whole() {
            Summary::of(&outcome.findings, outcome.allowed)
        } else {
            Summary::of(&findings, 0)
        };
        let mut report = Self {
            head: Head::new(document, analysis),
            scope: wanted.scope.clone(),
            since: wanted.since.clone(),
            statuses: Status::counts(kpis.iter().map(|kpi| kpi.status)),
            findings: summary,
            goals,
            structure: structure::belongings(document, &inside, &findings),
            gear_sequences,
            coverage: alignment::coverage(analysis),
            campaigns: schedule::campaigns(analysis, &inside),
            activities: schedule::rows(analysis, &inside, wanted.horizon_days),
            workload: workload::workload(analysis, &inside),
            money: MoneyTable::new(analysis, &inside),
            risks: outlook::risks(analysis, &inside),
            decisions: outlook::decisions(analysis, &inside),
            lessons: outlook::lessons(analysis),
            accounts: places::accounts(analysis, &inside),
            documents: places::documents(analysis, &inside),
            agenda: Agenda::default(),
            people: people(analysis),
            notes: notes::notes(analysis.strategy),
            definitions: Definitions::new(outcome.terms, wanted.horizon_days),
            kpis,
        };
        report.agenda = Agenda::of(&report, &structure::together(document, &inside, &findings));
        report
    }

    pub(crate) fn activities_when(&self, when: schedule::When) -> impl Iterator<Item = &ActivityRow> {
        self.activities.iter().filter(move |one| one.when == when)
    }

    /// The campaign of an activity, if it is not left out.
    pub(crate) fn campaign_of(&self, activity: &ActivityRow) -> Option<&CampaignRow> {
        let own = activity.campaign.as_ref()?;
        self.campaigns.iter().find(|campaign| campaign.id == *own)
    }

    /// What an entry says under `notes`.
    pub(crate) fn note_on(&self, subject: &Subject) -> Option<&str> {
        self.notes.get(&subject.to_string()).map(String::as_str)
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
            judge_from: Number(terms.thresholds.judge_from),
            worse: Number(terms.thresholds.worse),
            settled_after_days: SETTLED_AFTER_DAYS,
            min_lead_days: terms.leads.usual,
            min_lead_days_before_selling: terms.leads.before_selling,
            recent_days: RECENT_DAYS,
            answer_max_age_days: terms.answer_max_age_days,
            horizon_days,
        }
    }
}

/// The KPIs, the worst status first; if it is the same, the slowest first, then in the order of the file.
fn kpis(analysis: &Analysis<'_>, inside: &scope::Inside<'_>) -> Vec<Judgment> {
    let own =
        analysis.kpis.values().filter(|kpi| inside.has(&Subject::Kpi(kpi.id.clone()), kpi.owner.as_deref()));
    let mut kpis: Vec<Judgment> = own.cloned().collect();
    kpis.sort_by_key(|kpi| {
        let slowness = kpi.pace.or(kpi.progress);
        (std::cmp::Reverse(kpi.status.severity()), slowness.is_none(), slowness)
    });
    kpis
}

/// The goals with the worst status of their KPIs, the most severe first.
fn goals(analysis: &Analysis<'_>, kpis: &[Judgment], inside: &scope::Inside<'_>) -> Vec<GoalGap> {
    let rows = alignment::goals(analysis).into_iter();
    let rows = rows.filter(|goal| inside.has(&Subject::Goal(goal.id.clone()), goal.owner.as_deref()));
    let mut goals: Vec<GoalGap> = rows
        .map(|row| {
            let own = kpis.iter().filter(|kpi| row.kpis.contains(&kpi.id)).map(|kpi| kpi.status);
            GoalGap { worst: own.max_by_key(|status| status.severity()), row }
        })
        .collect();
    goals.sort_by_key(|goal| {
        let severity = goal.worst.map_or(0, Status::severity);
        (std::cmp::Reverse(severity), goal.row.missing.is_empty())
    });
    goals
}

pub(super) fn people(analysis: &Analysis<'_>) -> IndexMap<String, String> {
    let named = analysis.strategy.people();
    let named = named.filter_map(|(id, person)| Some((id.to_string(), person.name.get()?.clone())));
    named.collect()
}
