//! The alignment report: how far a strategy is in line with its goals, its pillars and its gears.
//!
//! Four parts: goals by pillar, the gears of each purpose in order, pillars by gear, and a headline.
//! Every figure comes from the [`Analysis`]; there is no score, only counts.

use indexmap::IndexMap;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::analysis::Analysis;
use crate::analysis::alignment::Missing;
use crate::analysis::forecast::Reach;
use crate::analysis::gears::{Gate, State, Train, TrainGear};
use crate::analysis::progress::Status;
use crate::document::Document;
use crate::finding::{Finding, Level};
use crate::linter::Outcome;
use crate::report::summary::Summary;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::number::Number;
use crate::strategy::pillar::{PillarKind, Questions};

/// How far a strategy is in line with its goals.
#[derive(Debug, Clone, Serialize)]
pub struct AlignmentReport {
    /// The strategy's name.
    pub name: String,
    /// The day it is judged at.
    pub as_of: Date,
    /// True where a part of the file could not be read, so that counts may be too low.
    pub is_partial: bool,
    /// False where the file follows another format, or is no strategy at all.
    pub is_judged: bool,
    /// One row a goal.
    pub goals: Vec<GoalRow>,
    /// Goals and platforms left out on purpose, each with the reason.
    pub left_out: Vec<LeftOut>,
    /// One table a purpose.
    pub trains: Vec<TrainTable>,
    /// One row a pillar: how many of its activities turn each gear.
    pub coverage: Vec<CoverageRow>,
    /// The counts that matter, and the first thing to do.
    pub headline: Headline,
}

/// A goal or a platform left out on purpose.
#[derive(Debug, Clone, Serialize)]
pub struct LeftOut {
    /// What it is: `goal` or `platform`.
    pub what: &'static str,
    /// Its id.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// One goal.
#[derive(Debug, Clone, Serialize)]
pub struct GoalRow {
    /// Its id.
    pub id: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The KPIs that measure it.
    pub kpis: Vec<String>,
    /// The purposes that claim it.
    pub purposes: Vec<PurposeKind>,
    /// How many activities of each pillar serve it, in the order of the pillars.
    pub activities: [usize; 4],
    /// What it lacks; empty where it is aligned.
    pub missing: Vec<Missing>,
}

/// The gears of a purpose.
#[derive(Debug, Clone, Serialize)]
pub struct TrainTable {
    /// Marketing or support.
    pub purpose: PurposeKind,
    /// Why the order departs from the built-in one, where it does and says so.
    pub rationale: Option<String>,
    /// True where `order:` replaces the built-in order.
    pub is_custom: bool,
    /// True where no gear starts out of order; none where fewer than two are dated.
    pub in_order: Option<bool>,
    /// The gears in their order.
    pub gears: Vec<GearRow>,
}

/// One gear.
#[derive(Debug, Clone, Serialize)]
pub struct GearRow {
    /// Which of the four.
    pub gear: GearKind,
    /// What it means for this organisation.
    pub means: Option<String>,
    /// When it starts.
    pub start: Option<String>,
    /// Where it stands.
    pub state: State,
    /// When it counts as spinning.
    pub gate: Vec<GateRow>,
    /// The activities that turn it.
    pub turned_by: Vec<String>,
    /// Its share of the purpose's money, between 0 and 1.
    #[serde(serialize_with = "ratio")]
    pub budget_share: Option<Decimal>,
    /// What to think of it.
    pub verdict: Verdict,
}

/// One KPI of a gate.
#[derive(Debug, Clone, Serialize)]
pub struct GateRow {
    /// The KPI.
    pub kpi: String,
    /// The figure to reach.
    pub figure: Number,
    /// The latest reading.
    pub now: Option<Number>,
    /// Whether some reading has reached it.
    pub reached: bool,
    /// When it is forecast to be reached.
    pub forecast: Option<Date>,
}

/// What to think of a gear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing against it.
    Fine,
    /// It starts on the wrong side of another.
    OutOfOrder,
    /// It has started, and the gate of the one ahead has not been reached.
    TooSoon,
    /// It has started, and none of its KPIs is near its plan.
    Stalled,
    /// It was spinning and has fallen below its gate.
    FallenBack,
    /// Nothing says when it starts.
    NoStart,
    /// Left out on purpose, for this reason.
    LeftOut(String),
}

/// One pillar.
#[derive(Debug, Clone, Serialize)]
pub struct CoverageRow {
    /// Which of the four.
    pub pillar: PillarKind,
    /// Why it is left out on purpose.
    pub not_now: Option<String>,
    /// True where the file has it.
    pub is_declared: bool,
    /// False for promotion and thought leadership where support is the only purpose.
    pub is_expected: bool,
    /// All its activities.
    pub activities: usize,
    /// How many of them turn each gear, in the order of [`GearKind::ALL`].
    pub gears: [usize; 4],
}

/// The counts that matter.
#[derive(Debug, Clone, Serialize)]
pub struct Headline {
    /// Goals with an owner, a KPI, a purpose and an activity.
    pub goals_aligned: usize,
    /// All goals.
    pub goals: usize,
    /// Pillars with at least one activity, or for listening an answered question.
    pub pillars: usize,
    /// Pillars that the purposes ask for: four, or two where support is the only one.
    pub pillars_expected: usize,
    /// Listening questions that are answered.
    pub questions_answered: usize,
    /// All listening questions.
    pub questions: usize,
    /// How many KPIs have each status, the best first.
    pub kpis: IndexMap<&'static str, usize>,
    /// Findings by level.
    pub findings: Summary,
    /// The first thing to do.
    pub first: Option<String>,
}

#[allow(clippy::ref_option)] // the shape that serde asks for
fn ratio<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    value.map(Number).serialize(serializer)
}

impl AlignmentReport {
    /// Lays out the figures of a document that was judged.
    pub fn new(document: &Document, outcome: &Outcome<'_>) -> Self {
        let analysis = &outcome.analysis;
        let summary = Summary::of(&outcome.findings, outcome.allowed);
        let coverage = coverage(analysis);
        Self {
            name: analysis.strategy.name().to_owned(),
            as_of: analysis.today,
            is_partial: !document.is_whole(),
            is_judged: document.judgeable,
            goals: goals(analysis),
            left_out: left_out(analysis),
            trains: analysis.trains.iter().map(|train| train_table(analysis, train)).collect(),
            headline: headline(analysis, &coverage, summary, &outcome.findings),
            coverage,
        }
    }
}

fn goals(analysis: &Analysis<'_>) -> Vec<GoalRow> {
    let rows = analysis.goals.iter().map(|goal| GoalRow {
        id: goal.id.to_string(),
        owner: goal.owner.id().map(str::to_owned),
        kpis: goal
            .goal
            .kpis
            .get()
            .into_iter()
            .flat_map(|kpis| kpis.iter())
            .map(ToString::to_string)
            .collect(),
        purposes: goal.purposes.clone(),
        activities: PillarKind::ALL.map(|pillar| goal.count(pillar, &analysis.activities)),
        missing: goal.missing.clone(),
    });
    rows.collect()
}

fn left_out(analysis: &Analysis<'_>) -> Vec<LeftOut> {
    let goals = analysis.strategy.goals().map(|(id, goal)| ("goal", id, &goal.not_now));
    let platforms = analysis.strategy.platforms().map(|(id, platform)| ("platform", id, &platform.not_now));
    let reasons = goals.chain(platforms).filter_map(|(what, id, not_now)| {
        Some(LeftOut { what, id: id.to_string(), reason: not_now.get()?.clone() })
    });
    reasons.collect()
}

fn train_table(analysis: &Analysis<'_>, train: &Train<'_>) -> TrainTable {
    let moved = train.out_of_order();
    let dated = train.active().filter(|gear| gear.start.is_some()).count();
    let gears = train.gears.iter().enumerate().map(|(index, gear)| {
        let turned_by = gear.turned_by.iter().filter_map(|index| analysis.activities.get(*index));
        GearRow {
            gear: gear.kind,
            means: gear.declared.and_then(|(gear, _)| gear.means.get().cloned()),
            start: gear.start.map(|start| start.date.to_string()),
            state: gear.state,
            gate: gear.gate.as_ref().map(gate_rows).unwrap_or_default(),
            turned_by: turned_by.map(|activity| activity.id().to_owned()).collect(),
            budget_share: analysis.money.share(train.kind, gear.kind),
            verdict: verdict(analysis, train, gear, moved.contains(&index)),
        }
    });
    TrainTable {
        purpose: train.kind,
        rationale: train.purpose.rationale.get().cloned(),
        is_custom: train.is_custom,
        in_order: (dated > 1).then_some(moved.is_empty()),
        gears: gears.collect(),
    }
}

fn gate_rows(gate: &Gate<'_>) -> Vec<GateRow> {
    let rows = gate.conditions.iter().map(|condition| GateRow {
        kpi: condition.kpi.to_owned(),
        figure: Number(condition.figure),
        now: condition.now.map(Number),
        reached: condition.was_reached,
        forecast: match condition.forecast {
            Reach::On(day) if !condition.was_reached => Some(day),
            _ => None,
        },
    });
    rows.collect()
}

fn verdict(analysis: &Analysis<'_>, train: &Train<'_>, gear: &TrainGear<'_>, is_moved: bool) -> Verdict {
    let ahead = train.ahead_of(gear.kind).and_then(|ahead| ahead.gate.as_ref());
    let is_unready = ahead.and_then(Gate::was_reached) == Some(false);
    match gear.state {
        _ if is_moved => Verdict::OutOfOrder,
        State::LeftOut => Verdict::LeftOut(gear.left_out().unwrap_or_default().to_owned()),
        State::NotPlaced => Verdict::NoStart,
        _ if is_unready && gear.has_surely_started(analysis.today) => Verdict::TooSoon,
        State::Stalled => Verdict::Stalled,
        State::Spinning { fallen_back: true } => Verdict::FallenBack,
        State::Planned | State::Turning | State::Spinning { .. } => Verdict::Fine,
    }
}

fn coverage(analysis: &Analysis<'_>) -> Vec<CoverageRow> {
    let purposes: Vec<PurposeKind> = analysis.trains.iter().map(|train| train.kind).collect();
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

/// The KPIs that are to get somewhere, counted by where they stand.
fn statuses(analysis: &Analysis<'_>) -> IndexMap<&'static str, usize> {
    let best_first = [
        Status::Met,
        Status::Held,
        Status::OnTrack,
        Status::AtRisk,
        Status::OffTrack,
        Status::NotHeld,
        Status::Regressed,
        Status::Missed,
        Status::NoReading,
    ];
    let count = |status: Status| analysis.kpis.values().filter(|progress| progress.status == status).count();
    best_first
        .into_iter()
        .map(|status| (status.name(), count(status)))
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn headline(
    analysis: &Analysis<'_>,
    coverage: &[CoverageRow],
    summary: Summary,
    findings: &[Finding],
) -> Headline {
    let questions =
        analysis.strategy.pillars.get().and_then(|pillars| pillars.listening.get()?.questions.get());
    let answered = questions.map_or(0, |questions| {
        let answers = questions.all();
        answers
            .iter()
            .filter(|(_, answer)| answer.is_invalid() || answer.get().is_some_and(|answer| answer.is_given()))
            .count()
    });
    let standing = PillarKind::ALL.into_iter().filter(|kind| {
        let is_heard = *kind == PillarKind::Listening && answered > 0;
        is_heard || analysis.live_activities().any(|activity| activity.pillar() == *kind)
    });
    let worst = findings.iter().map(|finding| finding.level).max();
    let first = findings.iter().find(|finding| Some(finding.level) == worst && finding.level > Level::Info);
    Headline {
        goals_aligned: analysis.goals.iter().filter(|goal| goal.is_aligned()).count(),
        goals: analysis.goals.len(),
        pillars: standing.count(),
        pillars_expected: coverage.iter().filter(|row| row.is_expected || row.is_declared).count(),
        questions_answered: answered,
        questions: Questions::COUNT,
        kpis: statuses(analysis),
        findings: summary,
        first: first.map(|finding| format!("{}: {}", finding.message, finding.help)),
    }
}
