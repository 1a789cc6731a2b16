//! What is wrong with a gear that has its place in the order: nothing drives it in time, or to the end, or in the
//! order that was planned, or it runs at another pace than its neighbor.

use rust_decimal::Decimal;

use super::{GearSequence, SequenceGear, StartedBy, State};
use crate::analysis::Analysis;
use crate::analysis::fraction::Fraction;
use crate::analysis::kpi::{Judgment, Standing, Status};
use crate::strategy::date::days_between;
use crate::strategy::gear::GearKind;

/// The numbers by which the gears are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Days from the own start of a gear until something has to drive it.
    pub max_wait_days: i64,
    /// Days in the period that a gear can be without what drives it.
    pub max_rest_days: i64,
    /// Minimum pace of the slower of two neighbors, as a share of the faster one's.
    pub min_balance: Decimal,
}

/// Two neighbors that are out of balance, each with its recent pace.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'s, 'a> {
    pub slow: &'s SequenceGear<'a>,
    pub fast: &'s SequenceGear<'a>,
    pub pace: Fraction,
    pub best: Fraction,
}

impl SequenceGear<'_> {
    /// Days from its own start until the first activity drives it, if that is too long.
    pub fn waits(&self, limits: Limits) -> Option<i64> {
        let own = self.start.filter(|start| start.by == StartedBy::Itself)?;
        let first = self.driven_from().filter(|first| !first.is_practice())?;
        let wait = days_between(own.date.last, first.date.first);
        (wait >= limits.max_wait_days).then_some(wait)
    }

    /// True if nothing drives it, or for too long; a gear that something drives soon is only planned.
    pub fn is_on_paper(&self, limits: Limits) -> bool {
        self.state == State::OnPaper && self.is_undriven || self.waits(limits).is_some()
    }
}

impl GearSequence<'_> {
    /// The gears to move so that activities first drive them in order. Empty if they do not start in order, or if
    /// only marketing's monetization is driven before its own start, too: `selling-too-soon` says so.
    pub fn driven_out_of_order(&self) -> Vec<GearKind> {
        if !self.out_of_order().is_empty() {
            return Vec::new();
        }
        let mut moved = self.out_of_order_by(SequenceGear::surely_driven_from);
        if let [only] = moved.as_slice()
            && self.sells(*only)
            && let Some(gear) = self.find(*only)
            && let (Some(start), Some(own)) = (gear.driven_from(), gear.placed())
            && start.surely_before(own)
            && self
                .before(*only)
                .filter_map(SequenceGear::driven_from)
                .any(|other| start.surely_before(other))
        {
            moved.clear();
        }
        moved
    }
}

impl<'a> Analysis<'a> {
    /// The neighbors of which one runs too slowly for the other. A gear that is too slow for both of its neighbors
    /// is listed once, and not at all if it is paused, or has stalled or fallen back: that says more.
    pub fn unbalanced<'s>(&self, sequence: &'s GearSequence<'a>, limits: Limits) -> Vec<Pair<'s, 'a>> {
        let mut pairs = self.uneven(sequence, limits);
        pairs.retain(|pair| {
            !matches!(pair.slow.state, State::Stalled | State::FellBack)
                && !self.is_paused(sequence, pair.slow)
        });
        pairs.dedup_by_key(|pair| pair.slow.kind);
        pairs
    }

    /// The same with gears that have stalled or fallen back, each with each of its faster neighbors.
    pub fn uneven<'s>(&self, sequence: &'s GearSequence<'a>, limits: Limits) -> Vec<Pair<'s, 'a>> {
        if !self.known.readings {
            return Vec::new();
        }
        let gears: Vec<&SequenceGear<'a>> = sequence.active().collect();
        let pairs = gears.windows(2).filter_map(|pair| match pair {
            [one, next] => self.pair(one, next, limits),
            _ => None,
        });
        pairs.collect()
    }

    fn pair<'s>(
        &self,
        one: &'s SequenceGear<'a>,
        next: &'s SequenceGear<'a>,
        limits: Limits,
    ) -> Option<Pair<'s, 'a>> {
        // Both paces have to show what the gears do, and not how they started.
        let has_settled = |gear: &SequenceGear<'_>| {
            let slowest = gear.slowest.and_then(|kpi| self.kpis.get(kpi));
            gear.placed().is_some()
                && slowest.is_some_and(|kpi| gear.has_settled_in(kpi) && gear.figures_since(kpi) > 1)
        };
        if !has_settled(one) || !has_settled(next) {
            return None;
        }
        let (first, second) = (one.recent_pace?, next.recent_pace?);
        let is_fed = second.compare(first).is_lt();
        let pair = if is_fed {
            Pair { slow: next, fast: one, pace: second, best: first }
        } else {
            Pair { slow: one, fast: next, pace: first, best: second }
        };
        let least = pair.best.times(limits.min_balance)?;
        let is_uneven = pair.best.over > Decimal::ZERO && pair.pace.compare(least).is_lt();
        let judged = |gear: &SequenceGear<'_>| gear.slowest.and_then(|kpi| self.kpis.get(kpi));
        let slowest = judged(pair.slow);
        let is_behind = pair.slow.keeps_up == Some(false)
            && slowest.is_some_and(|kpi| kpi.status.standing() != Standing::Good);
        // People come faster than planned, and can be more than the next gear can take. What has arrived needs no more
        // speed, and a gear that catches up brings no more than was planned.
        let has_arrived = slowest.is_some_and(|kpi| {
            matches!(kpi.status, Status::Reached | Status::Met | Status::MetLate | Status::Kept)
        });
        let is_ahead = judged(pair.fast).is_some_and(|kpi| kpi.status.standing() == Standing::Good);
        let is_too_much = is_fed && pair.fast.kind == GearKind::Acquisition && is_ahead && !has_arrived;
        // One figure outside a bound is no pace.
        let is_news = slowest.is_some_and(Judgment::is_just_broken);
        (is_uneven && !is_news && (is_too_much || is_behind)).then_some(pair)
    }
}
