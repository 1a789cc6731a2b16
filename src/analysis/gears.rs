//! The gears of each purpose in their order: when each starts, its gate, its state, the balance.

use indexmap::IndexMap;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::forecast::Reach;
use super::progress::{Progress, Status};
use super::schedule::Scheduled;
use crate::decode::field::{Field, Place};
use crate::source::Span;
use crate::strategy::Strategy;
use crate::strategy::date::{CoarseDate, Days, days_between};
use crate::strategy::gear::{Gear, GearKind, Purpose, PurposeKind};

/// A gear counts as running in the balance once it has run this many days.
pub const SETTLED_AFTER_DAYS: i64 = 28;

/// The gears of one purpose, in the order in which they are to start.
#[derive(Debug, Clone)]
pub struct Train<'a> {
    /// Marketing or support.
    pub kind: PurposeKind,
    /// What it says.
    pub purpose: &'a Purpose,
    /// Where it stands.
    pub place: Place,
    /// True where `order:` departs from the built-in order.
    pub is_custom: bool,
    /// The gears, left-out ones included.
    pub gears: Vec<TrainGear<'a>>,
}

/// One gear of a train.
#[derive(Debug, Clone)]
pub struct TrainGear<'a> {
    /// Which of the four.
    pub kind: GearKind,
    /// What it says and where; none where the purpose does not mention it.
    pub declared: Option<(&'a Gear, Place)>,
    /// Something stands there that could not be read.
    pub is_unreadable: bool,
    /// When it starts, and what says so.
    pub start: Option<Start>,
    /// The activities that turn it, as indices into the analysis.
    pub turned_by: Vec<usize>,
    /// When it counts as spinning.
    pub gate: Option<Gate<'a>>,
    /// The KPIs that measure it.
    pub kpis: Vec<&'a str>,
    /// Where it stands today.
    pub state: State,
    /// The mean pace of its KPIs, each between 0 and 1.
    pub pace: Option<Decimal>,
}

/// When a gear starts, and what says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// The day, or the interval it is in.
    pub date: CoarseDate,
    /// Where that is written.
    pub span: Span,
    /// What says so.
    pub by: StartedBy,
}

/// What says when a gear starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartedBy {
    /// Its own `start`.
    Itself,
    /// The earliest activity that turns it, as an index into the analysis.
    Activity(usize),
    /// A standing practice that turns it: it starts with the period.
    Practice(usize),
}

/// Where a gear stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Left out on purpose.
    LeftOut,
    /// Nothing says when it starts.
    NotPlaced,
    /// Its start lies ahead.
    Planned,
    /// Its gate has been reached.
    Spinning {
        /// It has since fallen below its gate.
        fallen_back: bool,
    },
    /// Started, and every KPI of it is off track, regressed or missed.
    Stalled,
    /// Started.
    Turning,
}

impl State {
    /// In a few words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LeftOut => "left out",
            Self::NotPlaced => "not placed",
            Self::Planned => "planned",
            Self::Spinning { .. } => "spinning",
            Self::Stalled => "stalled",
            Self::Turning => "turning",
        }
    }
}

/// When a gear counts as spinning: each KPI named has reached its figure.
#[derive(Debug, Clone)]
pub struct Gate<'a> {
    /// Where it stands.
    pub place: Place,
    /// The KPIs and their figures.
    pub conditions: Vec<Condition<'a>>,
}

/// One KPI of a gate.
#[derive(Debug, Clone, Copy)]
pub struct Condition<'a> {
    /// The KPI's id.
    pub kpi: &'a str,
    /// The figure to reach.
    pub figure: Decimal,
    /// The latest reading.
    pub now: Option<Decimal>,
    /// It has been reached by some reading.
    pub was_reached: bool,
    /// It is reached by the latest reading.
    pub is_reached: bool,
    /// When it is reached, by the line through the readings.
    pub forecast: Reach,
}

impl Gate<'_> {
    /// True once every figure has been reached; none where a KPI of it has no reading.
    pub fn was_reached(&self) -> Option<bool> {
        let judged = !self.conditions.is_empty() && self.conditions.iter().all(|one| one.now.is_some());
        judged.then(|| self.conditions.iter().all(|one| one.was_reached))
    }

    /// The day on which every figure is forecast to be reached.
    pub fn forecast(&self) -> Reach {
        let mut latest: Option<Date> = None;
        for condition in &self.conditions {
            match (condition.was_reached, condition.forecast) {
                (true, _) | (_, Reach::Reached) => {}
                (_, Reach::On(day)) => latest = latest.max(Some(day)),
                (_, other) => return other,
            }
        }
        latest.map_or(if self.conditions.is_empty() { Reach::Unknown } else { Reach::Reached }, Reach::On)
    }
}

impl TrainGear<'_> {
    /// Left out on purpose, with the reason.
    pub fn left_out(&self) -> Option<&str> {
        self.declared.and_then(|(gear, _)| gear.not_now.get()).map(String::as_str)
    }

    /// True once it has started, whatever day of a coarse start is meant.
    pub fn has_surely_started(&self, today: Date) -> bool {
        self.start.is_some_and(|start| start.date.last <= today)
    }

    /// Days it has been running for; none before its start.
    pub fn running_days(&self, today: Date) -> Option<i64> {
        self.start.map(|start| days_between(start.date.last, today)).filter(|days| *days >= 0)
    }
}

impl<'a> Train<'a> {
    /// The gears that are not left out on purpose.
    pub fn active(&self) -> impl Iterator<Item = &TrainGear<'a>> {
        self.gears.iter().filter(|gear| gear.left_out().is_none())
    }

    /// The gear ahead of another: the one before it in the order, left-out ones skipped.
    pub fn ahead_of(&self, kind: GearKind) -> Option<&TrainGear<'a>> {
        self.active().take_while(|gear| gear.kind != kind).last()
    }

    /// The gears to move so that all start in order: the fewest, and in a tie the ones later in the
    /// order. Gears whose start is unknown are not judged. Empty where the order holds.
    pub fn out_of_order(&self) -> Vec<usize> {
        let dated: Vec<(usize, CoarseDate)> = self
            .gears
            .iter()
            .enumerate()
            .filter(|(_, gear)| gear.left_out().is_none())
            .filter_map(|(index, gear)| gear.start.map(|start| (index, start.date)))
            .collect();
        // Four gears have sixteen subsets: try each as the ones that stay, the largest first.
        let in_order = |kept: &[(usize, CoarseDate)]| {
            kept.iter().enumerate().all(|(at, (_, earlier))| {
                kept.iter().skip(at + 1).all(|(_, later)| !later.surely_before(*earlier))
            })
        };
        let best = (0..1u32 << dated.len())
            .map(|mask| {
                let picked = dated.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0);
                (mask, picked.map(|(_, one)| *one).collect::<Vec<_>>())
            })
            .filter(|(_, kept)| in_order(kept))
            // Keeping an earlier gear is a lower bit: of equal sizes, the lowest mask keeps the earlier ones.
            .max_by_key(|(mask, kept)| (kept.len(), std::cmp::Reverse(*mask)));
        let kept = best.map(|(_, kept)| kept).unwrap_or_default();
        dated
            .iter()
            .map(|(index, _)| *index)
            .filter(|index| !kept.iter().any(|(one, _)| one == index))
            .collect()
    }

    /// Slowest pace / fastest pace of the gears that have run for four weeks or more; none unless
    /// the fastest is above 0.
    pub fn balance(&self, today: Date) -> Option<Decimal> {
        let settled = self.active().filter(|gear| gear.running_days(today) >= Some(SETTLED_AFTER_DAYS));
        let paces: Vec<Decimal> = settled.filter_map(|gear| gear.pace).collect();
        let fastest = paces.iter().max().filter(|pace| **pace > Decimal::ZERO)?;
        paces.iter().min()?.checked_div(*fastest)
    }
}

pub(super) fn trains<'a>(
    strategy: &'a Strategy,
    activities: &[Scheduled<'a>],
    kpis: &IndexMap<&'a str, Progress>,
    period: Option<Days>,
    today: Date,
) -> Vec<Train<'a>> {
    let trains = strategy.purposes().map(|(kind, purpose, place)| {
        let (order, is_custom) = order(kind, purpose);
        let gears = order.into_iter().map(|gear| {
            let field = purpose.gears.get().map(|gears| gears.get(gear));
            let declared = strategy.gear(kind, gear);
            let turned_by = turned_by(kind, gear, activities);
            let start = start(declared.map(|(gear, _)| gear), &turned_by, activities, period);
            let gate = declared.and_then(|(gear, _)| gate(gear, kpis));
            let kpis_of = measured_by(declared.map(|(gear, _)| gear));
            let mut gear = TrainGear {
                kind: gear,
                declared,
                is_unreadable: purpose.gears.is_invalid() || field.is_some_and(Field::is_invalid),
                start,
                turned_by,
                gate,
                pace: pace(&kpis_of, kpis),
                kpis: kpis_of,
                state: State::NotPlaced,
            };
            gear.state = state(&gear, kpis, today);
            gear
        });
        Train { kind, purpose, place, is_custom, gears: gears.collect() }
    });
    trains.collect()
}

/// The order of a purpose: its own if it names one; gears it does not name follow in theirs.
fn order(kind: PurposeKind, purpose: &Purpose) -> (Vec<GearKind>, bool) {
    let named =
        purpose.order.get().into_iter().flat_map(|order| order.iter()).filter_map(|gear| gear.get().copied());
    let mut order: Vec<GearKind> = Vec::with_capacity(4);
    for gear in named.chain(kind.order()) {
        if !order.contains(&gear) {
            order.push(gear);
        }
    }
    let is_custom = order != kind.order();
    (order, is_custom)
}

fn turned_by(purpose: PurposeKind, gear: GearKind, activities: &[Scheduled<'_>]) -> Vec<usize> {
    let turning = activities.iter().enumerate();
    let turning = turning.filter(|(_, activity)| !activity.is_dropped() && activity.turns(purpose, gear));
    turning.map(|(index, _)| index).collect()
}

fn start(
    gear: Option<&Gear>,
    turned_by: &[usize],
    activities: &[Scheduled<'_>],
    period: Option<Days>,
) -> Option<Start> {
    match gear.map(|gear| &gear.start) {
        Some(Field::Set(date, place)) => {
            return Some(Start { date: *date, span: place.value, by: StartedBy::Itself });
        }
        Some(Field::Invalid(_)) => return None,
        _ => {}
    }
    let turning = || turned_by.iter().filter_map(|index| Some((*index, activities.get(*index)?)));
    if turning().any(|(_, one)| one.activity().start.is_invalid()) {
        return None;
    }
    let dated = turning().filter_map(|(index, one)| {
        let (date, place) = one.activity().start.placed()?;
        Some(Start { date: *date, span: place.value, by: StartedBy::Activity(index) })
    });
    let earliest = dated.min_by_key(|start| (start.date.first, start.date.last));
    let practice = || {
        let (index, one) = turning().find(|(_, one)| one.activity().start.is_absent())?;
        let date = CoarseDate::day(period?.start);
        Some(Start { date, span: one.used.id.span, by: StartedBy::Practice(index) })
    };
    earliest.or_else(practice)
}

fn gate<'a>(gear: &'a Gear, kpis: &IndexMap<&'a str, Progress>) -> Option<Gate<'a>> {
    let (conditions, place) = gear.spinning_at.placed()?;
    let conditions = conditions.iter().filter_map(|(id, figure)| {
        let progress = kpis.get(id.as_str())?;
        Some(Condition {
            kpi: id.as_str(),
            figure: figure.0,
            now: progress.latest.map(|latest| latest.value),
            was_reached: progress.has_reached(figure.0),
            is_reached: progress.reached_now(figure.0),
            forecast: progress.reach(figure.0),
        })
    });
    Some(Gate { place, conditions: conditions.collect() })
}

/// The KPIs of a gear; where it names none, those of its gate.
fn measured_by(gear: Option<&Gear>) -> Vec<&str> {
    let Some(gear) = gear else { return Vec::new() };
    let named: Vec<&str> =
        gear.kpis.get().into_iter().flat_map(|kpis| kpis.iter()).map(|id| id.as_str()).collect();
    if !named.is_empty() {
        return named;
    }
    gear.spinning_at.get().into_iter().flat_map(|gate| gate.iter()).map(|(id, _)| id.as_str()).collect()
}

fn pace(ids: &[&str], kpis: &IndexMap<&str, Progress>) -> Option<Decimal> {
    let paces = ids.iter().filter_map(|id| kpis.get(id)?.pace);
    let paces: Vec<Decimal> = paces.map(|pace| pace.clamp(Decimal::ZERO, Decimal::ONE)).collect();
    let sum = paces.iter().try_fold(Decimal::ZERO, |sum, pace| sum.checked_add(*pace))?;
    sum.checked_div(Decimal::from(paces.len()))
}

fn state(gear: &TrainGear<'_>, kpis: &IndexMap<&str, Progress>, today: Date) -> State {
    let Some(start) = gear.start else {
        return if gear.left_out().is_some() { State::LeftOut } else { State::NotPlaced };
    };
    if gear.left_out().is_some() {
        return State::LeftOut;
    }
    if start.date.first > today {
        return State::Planned;
    }
    if let Some(gate) = &gear.gate
        && gate.was_reached() == Some(true)
    {
        return State::Spinning { fallen_back: !gate.conditions.iter().all(|one| one.is_reached) };
    }
    let is_bad = |id: &&str| {
        let status = kpis.get(*id).map(|progress| progress.status);
        matches!(status, Some(Status::OffTrack | Status::Regressed | Status::Missed))
    };
    if !gear.kpis.is_empty() && gear.kpis.iter().all(is_bad) { State::Stalled } else { State::Turning }
}
