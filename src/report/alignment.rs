//! The alignment report: how far a strategy is in line with its goals, its pillars and its gears.
//!
//! Four parts: goals by pillar, the gears of each purpose in order, pillars by gear, and a headline. There is
//! no score, only counts.

use indexmap::IndexMap;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::alignment::Missing;
use crate::analysis::kpi::{Judgment, Standing, Status};
use crate::finding::{Finding, Level};
use crate::linter::Outcome;
use crate::report::gaps::{GapReport, Wanted, structure};
use crate::report::gears::{self, GearTable};
use crate::report::summary::Summary;
use crate::strategy::document::Document;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::pillar::{PillarKind, Questions};
use crate::strategy::plan::Degree;

/// How far a strategy is in line with its goals.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AlignmentReport {
    /// The strategy's name.
    pub name: String,
    /// The day it is checked as of.
    pub as_of: Date,
    /// True if part of the file could not be read, so that counts can be too low.
    pub is_partial: bool,
    /// False if the file has another format version or is not a strategy.
    pub is_judged: bool,
    /// One row for each goal.
    pub goals: Vec<GoalRow>,
    /// Purposes, goals and platforms left out on purpose, each with the reason.
    pub left_out: Vec<LeftOut>,
    /// One table for each purpose.
    pub gear_sequences: Vec<GearTable>,
    /// One row for each pillar: how many of its activities drive each gear.
    pub coverage: Vec<CoverageRow>,
    /// The counts that matter, and the first thing to do.
    pub headline: Headline,
}

/// A purpose, a goal or a platform left out on purpose.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeftOut {
    /// `goal` or `platform`.
    pub what: &'static str,
    /// The id.
    pub id: String,
    /// The reason.
    pub reason: String,
}

/// One goal.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GoalRow {
    /// The id.
    pub id: String,
    /// The statement.
    pub statement: Option<String>,
    /// The owner, inheritance applied.
    pub owner: Option<String>,
    /// Who else takes part.
    pub with: Vec<String>,
    /// How much it matters among the goals.
    pub priority: Option<Degree>,
    /// The KPIs that measure it.
    pub kpis: Vec<String>,
    /// The purposes that list it.
    pub purposes: Vec<PurposeKind>,
    /// How many activities of each pillar serve it, in the order of the pillars.
    pub activities: [usize; 4],
    /// What it lacks; empty if it is aligned.
    pub missing: Vec<Missing>,
}

/// One pillar.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CoverageRow {
    /// The pillar.
    pub pillar: PillarKind,
    /// The reason why it is left out on purpose.
    pub not_now: Option<String>,
    /// True if the file has it.
    pub is_declared: bool,
    /// False for promotion and thought leadership if support is the only purpose.
    pub is_expected: bool,
    /// The number of its activities.
    pub activities: usize,
    /// How many of them drive acquisition, engagement, enlistment and monetization.
    pub gears: [usize; 4],
}

/// The counts that matter.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Headline {
    /// Goals with an owner, a KPI, a purpose and an activity.
    pub goals_aligned: usize,
    /// All goals.
    pub goals: usize,
    /// Pillars with at least one activity; for listening, an answered question is enough.
    pub pillars: usize,
    /// Pillars that the purposes need: four, or two if support is the only purpose.
    pub pillars_expected: usize,
    /// Listening questions that are answered.
    pub questions_answered: usize,
    /// All listening questions.
    pub questions: usize,
    /// How many KPIs have each status, the best first.
    pub kpis: IndexMap<&'static str, usize>,
    /// What to doubt of these.
    #[serde(skip)]
    pub doubts: Vec<String>,
    /// Findings by level.
    pub findings: Summary,
    /// The first thing to do.
    pub first: Option<String>,
}

impl AlignmentReport {
    /// The report on a document and its findings.
    pub fn new(document: &Document, outcome: &Outcome<'_>) -> Self {
        let analysis = &outcome.analysis;
        let summary = Summary::of(&outcome.findings, outcome.allowed).accepted(outcome.baselined);
        let coverage = coverage(analysis);
        Self {
            name: analysis.strategy.name().to_owned(),
            as_of: analysis.today,
            is_partial: !document.judgeable || document.unread_parts() > 0,
            is_judged: document.judgeable,
            goals: goals(analysis),
            left_out: left_out(analysis),
            gear_sequences: gears::tables(document, outcome),
            headline: Headline { first: first(document, outcome), ..headline(analysis, &coverage, summary) },
            coverage,
        }
    }
}

pub(super) fn goals(analysis: &Analysis<'_>) -> Vec<GoalRow> {
    let rows = analysis.goals.iter().map(|goal| GoalRow {
        id: goal.id.to_string(),
        statement: goal.goal.statement.get().cloned(),
        owner: goal.owner.id().map(str::to_owned),
        with: goal.goal.with.ids().map(ToString::to_string).collect(),
        priority: goal.goal.priority.get().copied(),
        kpis: goal.goal.kpis.ids().map(ToString::to_string).collect(),
        purposes: goal.purposes.clone(),
        activities: PillarKind::ALL.map(|pillar| {
            analysis.activities_at(&goal.activities).filter(|one| one.pillar() == pillar).count()
        }),
        missing: goal.missing.clone(),
    });
    rows.collect()
}

fn left_out(analysis: &Analysis<'_>) -> Vec<LeftOut> {
    let goals = analysis.strategy.goals().map(|(id, goal)| ("goal", id.as_str(), &goal.not_now));
    let platforms =
        analysis.strategy.platforms().map(|(id, platform)| ("platform", id.as_str(), &platform.not_now));
    let purposes =
        analysis.strategy.all_purposes().map(|(kind, purpose, _)| ("purpose", kind.key(), &purpose.not_now));
    let reasons = purposes.chain(goals).chain(platforms).filter_map(|(what, id, not_now)| {
        Some(LeftOut { what, id: id.to_string(), reason: not_now.get()?.clone() })
    });
    reasons.collect()
}

pub(super) fn coverage(analysis: &Analysis<'_>) -> Vec<CoverageRow> {
    let purposes: Vec<PurposeKind> = analysis.sequences.iter().map(|sequence| sequence.kind).collect();
    let is_support_alone = purposes == [PurposeKind::Support];
    let rows = PillarKind::ALL.map(|kind| {
        let pillar = analysis.strategy.pillar(kind);
        let own = || analysis.live_activities().filter(|activity| activity.pillar() == kind);
        CoverageRow {
            pillar: kind,
            not_now: pillar.and_then(|pillar| pillar.not_now.get().cloned()),
            is_declared: pillar.is_some(),
            is_expected: !(is_support_alone
                && matches!(kind, PillarKind::Promotion | PillarKind::ThoughtLeadership)),
            activities: own().count(),
            gears: GearKind::ALL.map(|gear| {
                own().filter(|one| PurposeKind::ALL.iter().any(|purpose| one.turns(*purpose, gear))).count()
            }),
        }
    });
    rows.into()
}

/// How many KPIs have each status, without those that have no figures yet.
fn statuses(analysis: &Analysis<'_>) -> IndexMap<&'static str, usize> {
    let mut counts = Status::counts(analysis.kpis.values().map(|kpi| kpi.status));
    let has_figures = |status: Status| {
        status.standing() != Standing::Open || matches!(status, Status::NoReading | Status::TooEarly)
    };
    counts.retain(|status, _| has_figures(*status));
    counts.into_iter().map(|(status, count)| (status.name(), count)).collect()
}

/// How many statuses are to be doubted, and why: `2 judged by an old reading`.
pub(crate) fn doubts<'k>(kpis: impl Iterator<Item = &'k Judgment>) -> Vec<String> {
    let old = kpis.filter(|kpi| kpi.is_by_an_old_reading().is_some()).count();
    (old > 0).then(|| format!("{old} judged by an old reading")).into_iter().collect()
}

/// The first thing to do, if there is an error or a warning: the same as on the agenda of the gap report, unless an
/// error of the file itself comes before it, because everything else depends on what could be read.
fn first(document: &Document, outcome: &Outcome<'_>) -> Option<String> {
    let worst =
        outcome.findings.iter().map(|finding| finding.level).max().filter(|level| *level > Level::Info)?;
    let serious = || outcome.findings.iter().filter(|finding| finding.level == worst);
    let of_file = serious().find(|one| one.level == Level::Error && !structure::is_for_meeting(one));
    let says = |finding: &Finding| format!("{}: {}", finding.message, finding.help);
    if let Some(finding) = of_file {
        return Some(says(finding));
    }
    let agenda = GapReport::new(document, outcome, &Wanted::default()).agenda;
    let item = agenda.items.first().map(|item| format!("{}: {}", item.topic, item.ask));
    item.or_else(|| serious().next().map(says))
}

fn headline(analysis: &Analysis<'_>, coverage: &[CoverageRow], summary: Summary) -> Headline {
    let questions =
        analysis.strategy.pillars.get().and_then(|pillars| pillars.listening.get()?.questions.get());
    let answers = questions.into_iter().flat_map(Questions::all);
    let answers =
        answers.map(|(_, answer)| answer.is_invalid() || answer.get().is_some_and(|one| one.is_given()));
    let answered = answers.filter(|is_given| *is_given).count();
    let present = PillarKind::ALL.into_iter().filter(|kind| {
        let is_heard = *kind == PillarKind::Listening && answered > 0;
        is_heard || analysis.live_activities().any(|activity| activity.pillar() == *kind)
    });
    Headline {
        goals_aligned: analysis.goals.iter().filter(|goal| goal.is_aligned()).count(),
        goals: analysis.goals.len(),
        pillars: present.count(),
        pillars_expected: coverage.iter().filter(|row| row.is_expected || row.is_declared).count(),
        questions_answered: answered,
        questions: Questions::COUNT,
        kpis: statuses(analysis),
        doubts: doubts(analysis.kpis.values()),
        findings: summary,
        first: None,
    }
}
