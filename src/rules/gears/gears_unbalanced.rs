use std::cmp::Ordering;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use crate::analysis::gears::{GearSequence, Pair};
use crate::analysis::kpi::Status;
use crate::rules::gears::gear_on_paper::limits;
use crate::rules::prelude::*;
use crate::words::figures::{plain, times};

const MIN_BALANCE: &str = "min-balance";

pub static RULE: Rule = Rule::new("gears-unbalanced", Group::Gears, Level::Warning, Kind::Wrong)
    .timed()
    .summary("of two neighboring gears, one runs at less than half the pace of the other")
    .options(&[RuleOption {
        name: MIN_BALANCE,
        default: 0.5,
        measure: Measure::Share,
        summary: "minimum pace of the slower gear, as a share of the faster one's",
    }])
    .checks("\
Of two gears that follow each other and have both been read at least twice since their start, and 28 days after it, the
slower has at least half the
recent pace of the faster (`min-balance`). The recent pace of a gear is that of its slowest KPI: its change over the last 90 days, or
since its start if these have fewer than three readings, divided by the change that was planned for the same days; a bound
that is kept counts as 1, and one that is broken, by more than the latest reading, as 0. If
the slower gear is on track, it is reported only if acquisition comes before it, is on track as well, and brings more than it
can take, and not if the slower gear has reached its target.
Gears without such a KPI are skipped, and so is a slower gear that `gear-stalled` or `gear-fell-back` reports.")
    .why("\
“They have to all spin equally”: order matters for how the gears start, balance for how they run. If more people come
than are taken care of, they leave again; if few come, those who take part stay among themselves. **Source**:
four-gears; the thresholds are stratplan's own judgment.")
    .example("\
purposes:
  marketing:
    gears:
      acquisition: { start: 2027-01-04, kpis: visits }
      engagement: { start: 2027-02-01, kpis: posts }
kpis:
  visits: { baseline: { value: 1000 }, target: 3000, readings: { 2027-02-28: 1300, 2027-03-31: 1600 } }
-  posts: { baseline: { value: 10 }, target: 50, readings: { 2027-02-28: 10, 2027-03-31: 11 } }
+  posts: { baseline: { value: 10 }, target: 50, readings: { 2027-02-28: 13, 2027-03-31: 18 } }")
    .fix("\
Move people or money from the faster gear to the slower one, or set `min-balance` in `stratplan.toml`. If a gear is slow
on purpose, allow it: `# stratplan: allow(gears-unbalanced) why it may be slower`.");

pub(super) fn min_balance(options: &Options) -> Decimal {
    Decimal::from_f64(options.number(&RULE, MIN_BALANCE)).unwrap_or_default()
}

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let limits = limits(cx.options);
    cx.analysis.sequences.iter().flat_map(move |sequence| {
        let pairs = cx.analysis.unbalanced(sequence, limits);
        pairs.into_iter().filter_map(|pair| judge(cx, sequence, &pair)).collect::<Vec<_>>()
    })
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>, pair: &Pair<'_, '_>) -> Option<Finding> {
    let Pair { slow, fast, pace, best } = *pair;
    let name = cx.analysis.gear_name(sequence.kind, fast.kind);
    let (slower, faster) = (slow.kind, fast.kind);
    let measured = |gear: &SequenceGear<'_>| {
        let kpi = gear.slowest.map(|kpi| format!(", measured by `{kpi}`")).unwrap_or_default();
        format!("the {} gear{kpi}", if gear.kind == slower { "slower" } else { "faster" })
    };
    let status = |gear: &SequenceGear<'_>| gear.slowest.and_then(|kpi| cx.analysis.kpis.get(kpi));
    let fast_status = status(fast).map(|kpi| kpi.status);
    // A bound is kept or broken, and a target is met: neither is a share of a plan.
    let (fast_does, is_alone) = match fast_status {
        Some(Status::Kept) => ("keeps its bound".to_owned(), true),
        Some(Status::Met | Status::MetLate) => ("has met its target".to_owned(), true),
        _ => (format!("runs at {} its plan", times(best.value()?)), false),
    };
    let slow_does = match status(slow).map(|kpi| (kpi.status, kpi)) {
        Some((Status::Broken, kpi)) => {
            format!("is {} at {}", kpi.target?.broken()?, plain(kpi.figure?.value.0))
        }
        _ if pace.over.is_zero() => "does not move".to_owned(),
        _ if pace.over < Decimal::ZERO => "goes backward".to_owned(),
        _ if is_alone => format!("runs at {} its plan", times(pace.value()?)),
        _ => format!("at {}", times(pace.value()?)),
    };
    let is_broken = status(slow).is_some_and(|kpi| kpi.status == Status::Broken);
    let movement = (!is_broken).then(|| pace.over.cmp(&Decimal::ZERO));
    let message = format!(
        "{name} {fast_does}, {slower} {slow_does}: {}",
        meaning(sequence.kind, slower, faster, movement)
    );
    Some(
        RULE.at(slow.declared?.1.key, message)
            .label(measured(slow))
            .also(fast.declared?.1.key, measured(fast))
            .note(note(slower, faster))
            .help(format!(
                "move people or money from {faster} to {slower}, or find out what slows {slower} down before you put \
                 more into {faster}"
            )),
    )
}

/// What it means that a gear is too slow for its neighbor. `movement` is toward its target, or away from it; `None` for
/// a bound.
pub(super) fn meaning(
    purpose: PurposeKind,
    slow: GearKind,
    fast: GearKind,
    movement: Option<Ordering>,
) -> &'static str {
    match (purpose, slow, fast) {
        (_, GearKind::Engagement, GearKind::Acquisition) => "people come in faster than they are engaged",
        (_, GearKind::Acquisition, _) => "too few new people come in for the others",
        (_, GearKind::Engagement, _) => "too few people take part to feed the other gears",
        (PurposeKind::Marketing, GearKind::Enlistment, GearKind::Monetization) => {
            "people are asked for more than they are ready to give"
        }
        (_, GearKind::Enlistment, _) => "too few active people help others",
        (PurposeKind::Marketing, GearKind::Monetization, _) => {
            "people help, but too little of it reaches the business"
        }
        (PurposeKind::Support, GearKind::Monetization, _) => match movement {
            Some(Ordering::Greater) => "people help, but the cost of service falls too slowly",
            Some(Ordering::Less) => "people help, but the cost of service rises",
            Some(Ordering::Equal) => "people help, but the cost of service does not fall",
            None => "people help, but the cost of service is too high",
        },
    }
}

/// Two pairs of Geoffrey Moore's model drive each other.
fn note(slow: GearKind, fast: GearKind) -> &'static str {
    match (slow, fast) {
        (GearKind::Engagement, GearKind::Monetization) | (GearKind::Monetization, GearKind::Engagement) => {
            "engagement drives monetization: if one is slower, it holds the other up"
        }
        (GearKind::Enlistment, GearKind::Acquisition) | (GearKind::Acquisition, GearKind::Enlistment) => {
            "enlistment drives acquisition: if one is slower, it holds the other up"
        }
        _ => "the gears have to spin equally: the slowest sets the speed of all",
    }
}
