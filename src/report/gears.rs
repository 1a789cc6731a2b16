//! The gears of each purpose, the same in every report: order, start, state, gate, slack, pace, money.

mod headline;
mod level;
mod verdict;

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::forecast::Direction;
use crate::analysis::fraction::Fraction;
use crate::analysis::gears::{Alone, Condition, GearSequence, Limits, SequenceGear, State};
use crate::analysis::kpi::Status;
use crate::analysis::sequence::{Advice, Opening, Problem, Slot};
use crate::finding::{Finding, Level};
use crate::linter::{Outcome, Terms};
use crate::strategy::document::Document;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::number::Number;
use crate::strategy::subject::Subject;
use crate::words::text::Text;
pub(crate) use headline::{at_gate, figure_of};
use headline::{bottleneck, headline, is_on_its_way};
pub(crate) use verdict::STATES;
pub use verdict::Verdict;

/// The gears of a purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GearTable {
    /// Marketing or support.
    pub purpose: PurposeKind,
    /// The reason for an order that differs from the built-in one.
    pub rationale: Option<String>,
    /// True if `order:` differs from the built-in order.
    pub is_custom: bool,
    /// True if no gear starts out of order; null if fewer than two have a start.
    pub in_order: Option<bool>,
    /// How many gears spin.
    pub spinning: usize,
    /// How many gears are not left out.
    pub active: usize,
    /// How many gears spin, and which one holds up the others.
    #[schemars(with = "String")]
    pub headline: Text,
    /// The first running gear that does not spin: it holds up those after it.
    pub bottleneck: Option<GearKind>,
    /// The problem that other days would bring, if that is why none is advised.
    pub why_no_day: Option<String>,
    /// The gears in their order.
    pub gears: Vec<GearRow>,
}

/// The KPI that says whether a gear spins: of its gate, the first that is not reached; without a gate, the slowest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Watched {
    /// The KPI.
    pub kpi: String,
    /// Its full name.
    #[serde(skip)]
    pub name: Option<String>,
    /// Its latest figure.
    pub now: Option<Number>,
    /// The figure of the gate, or else of the target; the plan of its latest figure's day, if the plan has the shape of
    /// last year.
    pub figure: Option<Number>,
    /// Whether it has to rise or to fall to that.
    pub direction: Option<Direction>,
    /// Its change in a month of 365/12 days: that of the forecast if it has a day, otherwise recently. Null if the
    /// forecast follows a plan that bends, or if the gear has run for less than 28 days by the latest reading.
    pub change_per_month: Option<Number>,
    /// It counts as reached, although it is a little short of its gate.
    #[serde(skip)]
    pub is_dip: bool,
    /// The age of its figure in days, if that is too old to say how the gear runs now.
    #[serde(skip)]
    pub old: Option<i64>,
    /// `above its limit of 30`, if that is why the gear has no pace.
    #[serde(skip)]
    pub broken: Option<String>,
    /// When it is forecast to get there; null if that day has passed.
    pub forecast: Option<Date>,
    /// Its recent pace, if that is not a bound's.
    #[serde(skip)]
    pub pace: Option<Number>,
    /// Whether that is the pace of a KPI on track.
    #[serde(skip)]
    pub keeps_up: Option<bool>,
}

/// One gear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GearRow {
    /// The gear.
    pub gear: GearKind,
    /// What it means for this organization.
    pub means: Option<String>,
    /// The owner, inheritance applied.
    pub owner: Option<String>,
    /// The start, as exact as in the file.
    pub start: Option<String>,
    /// The first day that the start can mean.
    pub start_day: Option<Date>,
    /// The first day on which an activity drives it, as exact as in the file.
    pub driven_from: Option<String>,
    /// The last day on which one does; null if one has no end.
    pub driven_until: Option<Date>,
    /// When nothing drives it for too long.
    pub alone: Vec<Alone>,
    /// The state.
    pub state: State,
    /// Whether it spins: its gate is reached, and has not been lost since; without a gate, its recent pace is that
    /// of a KPI on track. Null if it has not started, or if nothing tells.
    pub spins: Option<bool>,
    /// The KPI that says so.
    pub watched: Option<Watched>,
    /// The conditions for it to count as spinning.
    pub gate: Vec<Condition>,
    /// The gear before it; null for the first one.
    pub ahead: Option<GearKind>,
    /// When the gate of the gear before it is reached.
    pub opening: Opening,
    /// Days from the opening of the gate ahead of it to its start; negative if it starts too soon.
    pub slack_days: Option<i64>,
    /// The first day when it makes sense to start; null if the gate before it does not tell.
    pub earliest: Option<Date>,
    /// What to do about its start.
    pub advice: Advice,
    /// The activities that drive it.
    pub driven_by: Vec<String>,
    /// The KPIs that measure it.
    pub kpis: Vec<String>,
    /// The change of its slowest KPI over the last 90 days, or since its start if these have fewer than three
    /// readings, as a ratio to the plan for the same days. Null if a KPI has missed its target, or fallen back.
    pub recent_pace: Option<Number>,
    /// The KPI that decides: one that has missed its target or fallen back, or else the slowest.
    pub slowest: Option<String>,
    /// Whether that is the pace of a KPI on track.
    pub keeps_up: Option<bool>,
    /// Its figures are from the first days of their plan, and say little yet.
    #[serde(skip)]
    pub has_just_started: bool,
    /// The mean progress of its KPIs, each limited to 0..1.
    pub progress: Option<Number>,
    /// Its share of the purpose's budgets, a ratio from 0 to 1.
    pub budget_share: Option<Number>,
    /// The assessment.
    pub verdict: Verdict,
    /// The state and the assessment in words. It begins with `spinning` if the gear spins.
    pub says: String,
    /// The level of the most severe finding about it; null if there is no error and no warning.
    pub level: Option<Level>,
}

impl GearRow {
    /// True if it spins, and its figures move away from their targets.
    pub(crate) fn loses_ground(&self) -> bool {
        self.spins == Some(true) && self.recent_pace.is_some_and(|pace| pace.0 < Decimal::ZERO)
    }
}

pub(super) fn tables(document: &Document, outcome: &Outcome<'_>) -> Vec<GearTable> {
    let serious = outcome.findings.iter().filter(|finding| finding.level > Level::Info);
    let serious: Vec<(Subject, &Finding)> =
        serious.map(|finding| (document.address(finding).subject().clone(), finding)).collect();
    let sequences = outcome.analysis.sequences.iter();
    sequences.map(|sequence| table(outcome, sequence, &serious)).collect()
}

fn table(outcome: &Outcome<'_>, sequence: &GearSequence<'_>, serious: &[(Subject, &Finding)]) -> GearTable {
    let Outcome { analysis, terms, timetable, .. } = outcome;
    let dated = sequence.active().filter(|gear| gear.start.is_some()).count();
    let slots = timetable.slots(sequence.kind);
    let gears = sequence.gears.iter().map(|gear| {
        let slot = slots.iter().find(|slot| slot.gear == gear.kind);
        let verdict = verdict(analysis, sequence, gear, slot.and_then(|slot| slot.problem), terms.limits);
        let level = level::level(sequence, gear.kind, &verdict, serious);
        let row = row(analysis, sequence, gear, slot, terms);
        let is_alone = |alone: &Alone| {
            analysis.today > alone.after && alone.again.is_none_or(|again| analysis.today < again)
        };
        let state = match row.state {
            State::OnPaper if !gear.is_on_paper(terms.limits) => State::Planned,
            State::Running | State::Unread | State::Stalled if analysis.is_paused(sequence, gear) => {
                State::Paused
            }
            State::Running | State::Unread if row.alone.iter().any(is_alone) => State::LeftAlone,
            state => state,
        };
        GearRow { state, verdict, level, ..row }
    });
    let mut gears: Vec<GearRow> = gears.collect();
    if let Some(held) = bottleneck(&gears).map(|gear| gear.gear)
        && !is_on_its_way(&gears)
        && let Some(row) = gears.iter_mut().find(|gear| gear.gear == held && gear.verdict == Verdict::Fine)
    {
        row.verdict = Verdict::Behind;
    }
    for row in gears.iter_mut().filter(|gear| gear.verdict == Verdict::Fine && gear.loses_ground()) {
        row.verdict = Verdict::LosingGround;
    }
    // What the file allows needs no other day.
    let is_asked = gears.iter().any(|gear| gear.verdict.asks_for_day() && gear.level.is_some());
    for row in &mut gears {
        if !is_asked {
            row.advice = Advice::Keep;
        }
        row.says = verdict::says(row);
    }
    GearTable {
        purpose: sequence.kind,
        rationale: sequence.purpose.rationale.get().cloned(),
        is_custom: sequence.is_custom,
        in_order: (dated > 1).then(|| sequence.out_of_order().is_empty()),
        spinning: gears.iter().filter(|gear| gear.spins == Some(true)).count(),
        active: sequence.active().count(),
        headline: headline(&gears),
        why_no_day: timetable.why_not(sequence.kind).filter(|_| is_asked).map(str::to_owned),
        bottleneck: bottleneck(&gears).map(|gear| gear.gear),
        gears,
    }
}

fn row(
    analysis: &Analysis<'_>,
    sequence: &GearSequence<'_>,
    gear: &SequenceGear<'_>,
    slot: Option<&Slot>,
    terms: &Terms,
) -> GearRow {
    let driven_by = analysis.activities_at(&gear.driven_by);
    let owner = gear.declared.and_then(|(says, _)| analysis.owners.of(&says.owner).id());
    let mut kpis = gear.kpis.iter().filter_map(|kpi| analysis.kpis.get(kpi));
    let is_early = kpis.any(|kpi| kpi.status == Status::TooEarly);
    GearRow {
        gear: gear.kind,
        means: gear.declared.and_then(|(says, _)| says.means.get().cloned()),
        owner: owner.map(str::to_owned),
        start: gear.start.map(|start| start.date.to_string()),
        start_day: gear.start.map(|start| start.date.first),
        driven_from: gear.effective.map(|start| start.date.to_string()),
        driven_until: gear.driven_until,
        alone: gear.declared.map(|_| analysis.alone(sequence, gear, terms.limits)).unwrap_or_default(),
        state: gear.state,
        spins: gear.spins,
        watched: watched(analysis, gear, terms.thresholds.on_track),
        gate: gear.gate.iter().flat_map(|gate| gate.conditions.iter().cloned()).collect(),
        ahead: slot.and_then(|slot| slot.ahead),
        opening: slot.map_or(Opening::Unknown, |slot| slot.opening),
        slack_days: slot.and_then(|slot| slot.slack),
        earliest: slot.and_then(|slot| slot.earliest),
        advice: slot.map_or(Advice::Keep, |slot| slot.advice),
        driven_by: driven_by.map(|activity| activity.id().to_owned()).collect(),
        kpis: gear.kpis.iter().map(|kpi| (*kpi).to_owned()).collect(),
        recent_pace: gear.recent_pace.and_then(Fraction::value).map(Number),
        slowest: gear.slowest.map(str::to_owned),
        keeps_up: gear.keeps_up,
        has_just_started: gear.state.is_running() && gear.slowest.is_none() && is_early,
        progress: analysis.mean_progress(gear.kpis.iter().copied()).map(Number),
        budget_share: analysis.money.share(sequence.kind, gear.kind).map(Number),
        verdict: Verdict::Fine,
        says: String::new(),
        level: None,
    }
}

fn verdict(
    analysis: &Analysis<'_>,
    sequence: &GearSequence<'_>,
    gear: &SequenceGear<'_>,
    problem: Option<Problem>,
    limits: Limits,
) -> Verdict {
    let is_unbalanced =
        || analysis.unbalanced(sequence, limits).iter().any(|pair| pair.slow.kind == gear.kind);
    match (problem, gear.state) {
        (_, State::LeftOut) => Verdict::LeftOut(gear.left_out().unwrap_or_default().to_owned()),
        (_, State::NotPlaced) => Verdict::NoStart,
        (Some(Problem::OutOfOrder), _) => Verdict::OutOfOrder,
        (Some(Problem::TooClose { .. }), _) => Verdict::TooClose,
        (
            Some(
                Problem::StartedBeforeGate
                | Problem::GateUnread(_)
                | Problem::PlannedBeforeGate(_)
                | Problem::PlannedTooSoon(_)
                | Problem::GateNeverReached,
            ),
            _,
        ) => Verdict::TooSoon,
        _ if sequence.driven_out_of_order().contains(&gear.kind) => Verdict::DrivenOutOfOrder,
        _ if gear.is_on_paper(limits) => Verdict::OnPaper,
        (None, State::Stalled) if !analysis.is_paused(sequence, gear) => Verdict::Stalled,
        (None, State::FellBack) => Verdict::FellBack,
        _ if is_unbalanced() => Verdict::Unbalanced,
        _ if gear.declared.is_some() && !analysis.alone(sequence, gear, limits).is_empty() => {
            Verdict::LeftAlone
        }
        (
            None,
            State::Planned
            | State::OnPaper
            | State::Running
            | State::Unread
            | State::LeftAlone
            | State::Stalled
            | State::Paused
            | State::Spinning,
        ) => Verdict::Fine,
    }
}

fn watched(analysis: &Analysis<'_>, gear: &SequenceGear<'_>, on_track: Decimal) -> Option<Watched> {
    let conditions = || gear.gate.iter().flat_map(|gate| &gate.conditions);
    let gate = conditions().find(|one| !one.is_reached).or(conditions().next());
    let id = gate.map(|one| one.kpi.as_str()).or(gear.slowest)?;
    let kpi = analysis.kpis.get(id)?;
    // Of a season, the target is only the end.
    let target = if kpi.is_seasonal {
        kpi.planned_at_figure.map(|planned| Number(planned.0.round_dp(2)))
    } else {
        kpi.target.and_then(|target| target.value)
    };
    let is_judged = kpi.status != Status::TooEarly && gear.spins.is_some();
    let pace = kpi.recent_pace().filter(|_| is_judged);
    let forecast = gate.map_or(kpi.forecast.meets_target.date(), |one| one.forecast);
    let forecast = forecast.filter(|day| *day > analysis.today);
    let rate = match forecast {
        Some(_) => kpi.forecast_per_month(),
        None => kpi.recent.map(|recent| recent.change_per_month),
    };
    // What a few days brought is no rate for a month.
    let rate = rate.filter(|_| gear.begins().is_none() || gear.has_settled_in(kpi));
    Some(Watched {
        kpi: id.to_owned(),
        name: kpi.name.clone(),
        now: kpi.now(),
        figure: gate.map(Condition::figure).or(target),
        direction: gate.map(Condition::direction).or(target.and_then(|target| kpi.toward(target.0))),
        change_per_month: rate,
        is_dip: gate.is_some_and(Condition::is_dip),
        broken: kpi.target.filter(|_| kpi.status == Status::Broken).and_then(|target| target.broken()),
        old: kpi.is_by_an_old_reading(),
        forecast,
        pace: pace.and_then(Fraction::value).map(Number),
        keeps_up: pace.map(|pace| pace.compare(Fraction::whole(on_track)).is_ge()),
    })
}
