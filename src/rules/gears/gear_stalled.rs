use std::cmp::Ordering;

use crate::analysis::alignment::GoalAlignment;
use crate::analysis::fraction::Fraction;
use crate::analysis::gears::{BACKWARD, GearSequence, Pair, State};
use crate::rules::gears::gear_not_ready::named;
use crate::rules::gears::gear_on_paper::limits;
use crate::rules::gears::gears_unbalanced::meaning;
use crate::rules::gears::straight_to_selling::BETWEEN;
use crate::rules::prelude::*;
use crate::words::figures::times;

pub static RULE: Rule = Rule::new("gear-stalled", Group::Gears, Level::Warning, Kind::Wrong)
    .timed()
    .summary("a gear runs, and its figures have not moved toward their target for three months or three readings")
    .checks("\
A gear that has been read 28 days after its start has at least one KPI whose readings have moved toward their target
over the last 90 days, or, if these have fewer than three readings, over the last three. If they move away from it at
half the planned pace or more, the finding says that the gear is going backward. KPIs whose plan expects no change in that
time, and gears that are paused or whose gate is reached, are skipped.")
    .why("\
A gear that does not move is not slow: what was planned does not work, and more of the same will not help. The gears
after it wait for it. **Source**: four-gears; the number of days is stratplan's own judgment.")
    .example("\
purposes:
  marketing:
    gears:
      acquisition: { start: 2027-01-04, kpis: visits }
kpis:
  visits:
    baseline: { value: 9000 }
    target: 20000
-    readings: { 2027-01-31: 9400, 2027-02-28: 9300, 2027-03-31: 9350 }
+    readings: { 2027-01-31: 9400, 2027-02-28: 9800, 2027-03-31: 10600 }")
    .fix("\
Ask the people who drive the gear what stops it, change what they do, and write what you learned under `lessons:`. If
nothing can be done now, leave the gear out with `not_now: the reason`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let gears = cx.analysis.gears().filter(|_| cx.analysis.known.readings);
    gears
        .filter(|(sequence, gear, ..)| gear.state == State::Stalled && !cx.analysis.is_paused(sequence, gear))
        .map(|(sequence, gear, _, at)| judge(cx, sequence, gear, at))
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>, gear: &SequenceGear<'_>, at: Place) -> Finding {
    let name = cx.analysis.gear_name(sequence.kind, gear.kind);
    let figures = gear.kpis.iter().filter_map(|id| {
        let kpi = cx.analysis.kpis.get(id)?;
        let (since, now) = (kpi.recent?.stalled_since?, kpi.figure?);
        Some(format!(
            "`{id}` was {} on {} and is {} now",
            since.value.0.normalize(),
            since.date,
            now.value.0.normalize()
        ))
    });
    let figures: Vec<String> = figures.collect();
    let is_backward = gear.kpis.iter().any(|id| {
        cx.analysis.kpis.get(id).is_some_and(|kpi| {
            let change =
                kpi.recent.filter(|recent| recent.stalled_since.is_some()).and_then(|it| it.exact_pace);
            change.is_some_and(|pace| pace.compare(Fraction::whole(BACKWARD)).is_le())
        })
    });
    let (does, label) = if is_backward {
        ("is going backward", "runs, but moves away from its target")
    } else {
        ("has stalled", "runs, but does not move")
    };
    let finding = RULE.at(at.key, format!("{name} {does}: {}", and(&figures))).label(label);
    let pairs = cx.analysis.uneven(sequence, limits(cx.options));
    let faster = pairs.into_iter().find(|pair| pair.slow.kind == gear.kind && pair.fast.declared.is_some());
    let Some(Pair { fast, best, .. }) = faster else {
        let leave_out = leaving_out(cx, sequence, gear);
        return finding.note("a gear that does not move holds up the gears after it").help(format!(
            "decide what changes in {name}{}",
            leave_out.map(|leave_out| format!(", or {leave_out}")).unwrap_or_default()
        ));
    };
    let (slow, fast_kind) = (gear.kind, fast.kind);
    let movement = if is_backward { Ordering::Less } else { Ordering::Equal };
    let meaning = meaning(sequence.kind, slow, fast_kind, Some(movement));
    let pace =
        best.value().map(|best| format!(", which runs at {} its plan", times(best))).unwrap_or_default();
    // In support, a later gear helps the one before it.
    let is_helped = sequence.kind == PurposeKind::Support && sequence.is_before(slow, fast_kind);
    let help = if is_helped {
        format!("find out why {slow} does not improve although {fast_kind} does, and change that")
    } else {
        format!("find out what stops {slow} before you put more into {fast_kind}")
    };
    finding
        .also_each(fast.declared.map(|(_, place)| (place.key, format!("{fast_kind}{pace}"))))
        .note(format!("{fast_kind} runs without it: {meaning}"))
        .help(help)
}

/// The advice to leave a gear out; `None` if it would lead straight to selling, or sell without monetization.
pub(super) fn leaving_out(
    cx: &Context<'_>,
    sequence: &GearSequence<'_>,
    gear: &SequenceGear<'_>,
) -> Option<String> {
    let sells = |goal: &GoalAlignment<'_>| goal.goal.kind.get() == Some(&GoalKind::Sell);
    let is_other = |one: &&SequenceGear<'_>| one.kind != gear.kind && BETWEEN.contains(&one.kind);
    let is_needed = match gear.kind {
        GearKind::Monetization => cx.analysis.goals.iter().any(sells),
        kind => {
            sequence.kind == PurposeKind::Marketing
                && BETWEEN.contains(&kind)
                && sequence.active().any(|one| one.kind == GearKind::Monetization)
                && !sequence.active().any(|one| is_other(&one))
        }
    };
    let ids: Vec<&str> = cx.analysis.activities_at(&gear.driven_by).map(Scheduled::id).collect();
    let name = cx.analysis.gear_name(sequence.kind, gear.kind);
    let without = if ids.is_empty() {
        String::new()
    } else {
        format!(", and remove `{name}` from the `gears:` of {}", named(&ids))
    };
    (!is_needed).then(|| format!("leave {} out for now with `not_now: the reason`{without}", gear.kind))
}
