//! What rules should find about the gears of a purpose.

use std::collections::BTreeSet;

use jiff::civil::Date;
use num_traits::{Signed, Zero};

use super::case::{Gear, Plan, Purpose};
use super::reference::{Judged, Pace, case, drivers, judged, opens, recent_pace};
use crate::figures::case::{Case, Number, fraction, whole};
use crate::figures::dates::{When, days, plus};
use crate::figures::path::Path;
use crate::figures::readings::{Start, counting};
use crate::figures::reference::expected;
use crate::figures::status::{Standing, Status};
use crate::figures::target::{Aim, Kind};

/// A rule, and the gear that it names; none if it is about all of them.
pub type Named = (&'static str, Option<Gear>);

pub fn findings(plan: &Plan, purpose: Purpose, today: Date) -> BTreeSet<Named> {
    let gears = judged(plan, purpose, today);
    let mut found = BTreeSet::new();
    order(&gears, &mut found);
    if !found.contains(&("gear-out-of-order", None)) {
        close(plan, &gears, today, &mut found);
    }
    for (place, gear) in gears.iter().enumerate() {
        let name = Some(gear.wheel.gear);
        let ahead = place.checked_sub(1).map(|before| &gears[before]);
        // "Declared 14 days or more before anything turns it", whichever days are meant.
        let wait =
            gear.wheel.start.zip(gear.driven_from).map(|(start, from)| days(start.last(), from.first()));
        // "One without a start may have begun on any day."
        if wait.is_some_and(|wait| wait >= 14) && !starts_any_day(plan, gear) {
            found.insert(("gear-on-paper", name));
        }
        if is_left_alone(plan, gear) && !ahead.is_some_and(|ahead| is_paused(plan, ahead, gear, today)) {
            found.insert(("gear-left-alone", name));
        }
        // "Its gate was reached and no longer is."
        let was_open = !gear.conditions.is_empty() && gear.conditions.iter().all(|it| it.was_reached);
        if gear.has_started && was_open && gear.conditions.iter().any(|it| !it.is_reached) {
            found.insert(("gear-fell-back", name));
        }
        if is_stalled(plan, gear, today) {
            found.insert(("gear-stalled", name));
        }
    }
    for pair in gears.windows(2) {
        if let Some(slower) = unbalanced(plan, &pair[0], &pair[1], today)
            && !["gear-stalled", "gear-fell-back"].iter().any(|rule| found.contains(&(*rule, Some(slower))))
        {
            found.insert(("gears-unbalanced", Some(slower)));
        }
    }
    if is_lopsided(plan, &gears) {
        found.insert(("gears-lopsided", None));
    }
    found
}

/// "The first running gear in order that does not spin."
pub fn bottleneck(gears: &[Judged]) -> Option<Gear> {
    gears.iter().find(|gear| gear.has_started && gear.spins == Some(false)).map(|gear| gear.wheel.gear)
}

/// "Checks both orders, the declared one and the effective one", of every two gears, whichever days are meant.
fn order(gears: &[Judged], found: &mut BTreeSet<Named>) {
    let is_broken = |of: &dyn Fn(&Judged) -> Option<When>| {
        gears.iter().enumerate().any(|(place, gear)| {
            let later = gears[place + 1..].iter().filter_map(of);
            of(gear).is_some_and(|start| later.into_iter().any(|other| other.last() < start.first()))
        })
    };
    if is_broken(&|gear| gear.start) {
        found.insert(("gear-out-of-order", None));
    } else if is_broken(&|gear| gear.driven_from.filter(|from| !is_before_its_start(gear, *from))) {
        // "If only marketing's monetization is driven too early, and before its own start, that is left to
        // `selling-too-soon`."
        found.insert(("gear-out-of-order driven", None));
    }
}

/// Whether an activity without a start is what drives the gear first.
pub fn starts_any_day(plan: &Plan, gear: &Judged) -> bool {
    let first = gear.driven_from.map(When::first);
    drivers(plan, gear.purpose, gear.wheel.gear).any(|it| it.start.is_none()) && first == plan.period.first
}

fn is_before_its_start(gear: &Judged, driven_from: When) -> bool {
    is_selling(gear) && gear.start.is_some_and(|start| driven_from.last() < start.first())
}

fn is_selling(gear: &Judged) -> bool {
    (gear.purpose, gear.wheel.gear) == (Purpose::Marketing, Gear::Monetization)
}

/// "A minimum lead between all neighbors that have no gate: 14 days, 28 before monetization in marketing." "Where a gate
/// is declared and reached, no finding by dates."
fn close(plan: &Plan, gears: &[Judged], today: Date, found: &mut BTreeSet<Named>) {
    let placed: Vec<&Judged> = gears.iter().filter(|gear| gear.start.is_some()).collect();
    let is_dated = |gear: &Judged| gear.wheel.start.is_some() || !starts_any_day(plan, gear);
    for pair in placed.windows(2).filter(|pair| pair.iter().all(|gear| is_dated(gear))) {
        let (Some(before), Some(start)) = (pair[0].start, pair[1].start) else { continue };
        let gate = &pair[0].conditions;
        let is_open = gate.iter().all(|it| it.was_reached);
        let waits_for_gate = !gate.is_empty() && (is_open || !is_selling(pair[1]));
        let lead = pair[1].purpose.lead_before(pair[1].wheel.gear);
        // Of a gear that runs while the gate ahead of it is read and closed, `gear-not-ready` says what to do.
        let is_read = |kpi: usize| {
            let case = case(plan, kpi, today);
            !counting(&case, &Start::of(&case)).is_empty()
        };
        let is_closed = !is_open && pair[0].wheel.gate.iter().all(|(kpi, _)| is_read(*kpi));
        let runs = ran_from(pair[1]).is_some_and(|day| day <= today);
        if is_closed && runs && !is_paused(plan, pair[0], pair[1], today) {
            continue;
        }
        if !waits_for_gate && days(before.first(), start.last()) < lead {
            found.insert(("gears-too-close", None));
        }
    }
}

/// "Nothing turns a started gear any more from some day on, while the period goes on for more than 28 days", or for more
/// than that many days in between. "One without a start may have begun on any day."
fn is_left_alone(plan: &Plan, gear: &Judged) -> bool {
    let mut turns: Vec<(Date, Date)> = drivers(plan, gear.purpose, gear.wheel.gear)
        .map(|it| (it.start.map_or(Date::MIN, When::first), it.end.map_or(Date::MAX, When::last)))
        .collect();
    turns.sort_unstable();
    let Some((_, mut until)) = turns.first().copied() else { return false };
    let last = plan.period.last.unwrap_or(until);
    for (from, end) in turns {
        if from > until && days(until, from) - 1 > 28 {
            return true;
        }
        until = until.max(end);
    }
    until < last && days(until, last) > 28
}

/// "A gear that is paused: it has started, and waits for the gate ahead of it": everything that drives it is over, or
/// starts later.
fn is_paused(plan: &Plan, ahead: &Judged, gear: &Judged, today: Date) -> bool {
    let is_closed = ahead.conditions.iter().any(|it| !it.was_reached);
    let mut driving = drivers(plan, gear.purpose, gear.wheel.gear).filter(|it| {
        it.end.is_none_or(|end| end.last() > today) && it.start.is_none_or(|start| start.first() <= today)
    });
    is_closed && ran_from(gear).is_some_and(|day| day <= today) && driving.next().is_none()
}

/// The day by which a gear that runs has begun to: its start, or that of what first drives it, if that is later.
fn ran_from(gear: &Judged) -> Option<Date> {
    let start = gear.start.filter(|_| gear.has_started)?;
    Some(gear.driven_from.map_or(start.last(), |driven| driven.last().max(start.first())))
}

/// Whether a KPI of the gear has been read 28 days after the gear's start.
fn is_settled(plan: &Plan, gear: &Judged, today: Date) -> bool {
    let Some(start) = ran_from(gear) else { return false };
    gear.wheel.measured_by().into_iter().any(|kpi| {
        let case = case(plan, kpi, today);
        counting(&case, &Start::of(&case)).last().is_some_and(|read| read.date >= plus(start, 28))
    })
}

/// Whether the KPI that decides its pace has.
fn is_worst_settled(plan: &Plan, gear: &Judged, today: Date) -> bool {
    let Some(start) = ran_from(gear) else { return false };
    gear.wheel.measured_by().into_iter().any(|kpi| {
        let case = case(plan, kpi, today);
        let is_worst = match recent_pace(&case, gear.start.map(When::first)) {
            Some(Pace::Of(pace)) => Some(pace) == gear.recent_pace,
            _ => false,
        };
        let read: Vec<Date> = counting(&case, &Start::of(&case)).iter().map(|read| read.date).collect();
        // "Silent with fewer than two readings since the start."
        let is_read_twice = read.iter().filter(|read| **read > start).count() > 1;
        is_worst && is_read_twice && read.last().is_some_and(|last| *last >= plus(start, 28))
    })
}

/// "A running gear whose KPIs have not moved toward their target over the last 90 days or three readings."
fn is_stalled(plan: &Plan, gear: &Judged, today: Date) -> bool {
    // One that has been at its gate has fallen back, if it is no longer there.
    let is_open = !gear.conditions.is_empty() && gear.conditions.iter().all(|it| it.was_reached);
    if !is_settled(plan, gear, today) || is_open {
        return false;
    }
    let kpis = gear.wheel.measured_by();
    let moved: Vec<Moved> = kpis.into_iter().map(|kpi| moved(&case(plan, kpi, today))).collect();
    moved.contains(&Moved::No) && !moved.iter().any(|moved| matches!(moved, Moved::Yes | Moved::Unknown))
}

/// Whether a KPI has moved toward its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moved {
    Yes,
    No,
    /// It has fewer than three readings.
    Unknown,
    /// There is no way to go, or the plan expects no change.
    Skipped,
}

fn moved(case: &Case) -> Moved {
    let start = Start::of(case);
    let aim = Aim::of(case, &start);
    // What is kept or met has not failed to move.
    let judged = expected(case);
    if matches!(judged.status, Status::Kept | Status::Met | Status::MetLate) {
        return Moved::Yes;
    }
    let Kind::Reach(reach) = &aim.kind else { return Moved::Skipped };
    // From its day on, nothing more is expected.
    let is_decided = |last: Date| aim.date.is_some_and(|date| case.today > date || last >= date);
    let Some(path) = Path::of(case, &start, &aim, reach) else { return Moved::Skipped };
    let begin = start.date.map_or(Date::MIN, |date| case.kpi.begins(date));
    let readings: Vec<_> = counting(case, &start).into_iter().filter(|read| read.date > begin).collect();
    let Some(figure) = readings.last() else { return Moved::Unknown };
    let opens = opens(&readings, figure.date);
    let recent = readings.iter().filter(|read| read.date >= opens).count();
    let Some(place) = readings.len().checked_sub(recent.max(3)) else { return Moved::Unknown };
    let first = &readings[place];
    let expects = reach.missing(&path.planned(first.date), &path.planned(figure.date));
    match reach.missing(&first.value, &figure.value).is_positive() {
        _ if !expects.is_positive() && !is_decided(figure.date) => Moved::Skipped,
        true => Moved::Yes,
        false if is_decided(figure.date) => Moved::Skipped,
        false => Moved::No,
    }
}

/// "Two neighboring gears have both run 28 days and one runs at less than half the other's recent pace."
fn unbalanced(plan: &Plan, ahead: &Judged, behind: &Judged, today: Date) -> Option<Gear> {
    if !is_worst_settled(plan, ahead, today) || !is_worst_settled(plan, behind, today) {
        return None;
    }
    let (one, other) = ahead.recent_pace.as_ref().zip(behind.recent_pace.as_ref())?;
    let (slower, slow, fast) = if one < other { (ahead, one, other) } else { (behind, other, one) };
    if !fast.is_positive() || *slow >= fast * fraction(1, 2) {
        return None;
    }
    let is_just_broken = |kpi: usize| {
        let case = case(plan, kpi, today);
        let start = Start::of(&case);
        let Kind::InForce(bound) = Aim::of(&case, &start).kind else { return false };
        let reads = counting(&case, &start);
        let holds = |back: usize| reads.iter().rev().nth(back).is_some_and(|read| bound.holds(&read.value));
        !holds(0) && holds(1)
    };
    // "One figure outside a bound is no pace."
    if slow.is_zero() && slower.wheel.measured_by().into_iter().any(is_just_broken) {
        return None;
    }
    // "If the slower gear is on track, it is reported only if acquisition is ahead of its plan, comes before it, and
    // brings more people than it can take, and not if the slower gear is at its target."
    let of_worst = |gear: &Judged| {
        gear.wheel.measured_by().into_iter().find_map(|kpi| {
            let case = case(plan, kpi, today);
            let pace = recent_pace(&case, gear.start.map(When::first));
            let is_worst = matches!(pace, Some(Pace::Of(pace)) if Some(&pace) == gear.recent_pace.as_ref());
            is_worst.then(|| expected(&case).status)
        })
    };
    let is_there =
        matches!(of_worst(slower), Some(Status::Reached | Status::Met | Status::MetLate | Status::Kept));
    let is_ahead_faster = slower.wheel.gear == behind.wheel.gear
        && ahead.wheel.gear == Gear::Acquisition
        && !is_there
        && of_worst(ahead).is_some_and(|status| status.standing() == Standing::Good);
    let is_behind_plan = slower.wheel.measured_by().into_iter().any(|kpi| {
        let judged = expected(&case(plan, kpi, today));
        let is_slow = judged.ratios.pace.is_some_and(|pace| pace < fraction(9, 10));
        is_slow || judged.status == Status::EndsShort || judged.standing == Standing::Bad
    });
    (is_ahead_faster || (is_behind_plan && *slow < fraction(9, 10))).then_some(slower.wheel.gear)
}

/// "Three gears or more are planned and one carries more than 70 % of their money (or, without money, of their
/// activities)." "Money is compared only if every activity of the other gears has a budget."
fn is_lopsided(plan: &Plan, gears: &[Judged]) -> bool {
    let gears: Vec<&Judged> =
        gears.iter().filter(|gear| gear.start.is_some() && gear.driven_from.is_some()).collect();
    if gears.len() < 3 {
        return false;
    }
    let is_over = |shares: &[Number]| {
        let all: Number = shares.iter().sum();
        !all.is_zero() && shares.iter().any(|share| *share > &all * fraction(7, 10))
    };
    let driving = |gear: &Judged| drivers(plan, gear.purpose, gear.wheel.gear).collect::<Vec<_>>();
    let split = |amount: i64, drives: usize| whole(amount) / whole(i64::try_from(drives).unwrap());
    let has_none = gears.iter().all(|gear| driving(gear).iter().all(|it| it.budget.is_none()));
    let shares: Vec<Number> = gears
        .iter()
        .map(|gear| {
            let each =
                driving(gear).into_iter().map(|it| (if has_none { 1 } else { it.budget.unwrap_or(0) }, it));
            each.map(|(amount, it)| split(amount, it.drives.len())).sum()
        })
        .collect();
    let count = drivers_of_all(&gears, &driving);
    let is_complete = |most: usize| {
        let others = gears.iter().enumerate().filter(|(place, _)| *place != most);
        others.flat_map(|(_, gear)| driving(gear)).all(|it| it.budget.is_some())
    };
    let most = (0..shares.len()).max_by_key(|place| &shares[*place]).unwrap_or(0);
    is_over(&shares) && if has_none { count >= 6 } else { is_complete(most) }
}

/// How many activities there are.
fn drivers_of_all<'a>(
    gears: &[&Judged],
    driving: &impl Fn(&Judged) -> Vec<&'a super::case::Activity>,
) -> usize {
    let all: BTreeSet<&str> = gears.iter().flat_map(|gear| driving(gear)).map(|it| it.id.as_str()).collect();
    all.len()
}
