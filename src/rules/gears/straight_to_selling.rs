use jiff::civil::Date;

use crate::analysis::days_after;
use crate::analysis::gears::{GearSequence, Start, StartedBy};
use crate::rules::gears::gears_too_close::leads;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("straight-to-selling", Group::Gears, Level::Warning, Kind::Wrong)
    .summary("marketing: monetization has neither engagement nor enlistment ahead of it")
    .checks("\
If marketing plans monetization, engagement or enlistment comes before it: they are not both left out with `not_now:`
or placed after monetization by an `order:`. A reason does not change this; an allow comment does. A gear that is not
listed at all is left to `gear-missing`.")
    .why("\
Reach and then the offer is advertising, not a community: nobody has taken part, so there is no enthusiasm that could
drive a purchase, and every sale has to be bought again. **Source**: four-gears (marketing fails if you move out of
order or try to monetize too fast).")
    .example("\
purposes:
  marketing:
    gears:
      acquisition: 2027-01-11
-      engagement: { not_now: No time }
+      engagement: 2027-03-01
      enlistment: { not_now: Nobody can train volunteers before 2028 }
      monetization: 2027-05-03")
    .fix("\
Plan engagement or enlistment before monetization, or leave monetization out as well until there is time for them. If
you do want to sell without a community: `# stratplan: allow(straight-to-selling) why nobody has to take part`.");

pub(super) const BETWEEN: [GearKind; 2] = [GearKind::Engagement, GearKind::Enlistment];

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let marketing = cx.analysis.sequences.iter().filter(|one| one.kind == PurposeKind::Marketing);
    marketing.filter(|sequence| sequence.is_order_known).filter_map(|sequence| judge(cx, sequence))
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let selling = sequence.active().find(|gear| gear.kind == GearKind::Monetization)?;
    let (_, at) = selling.declared?;
    let mut ahead = sequence.gears.iter().take_while(|gear| gear.kind != GearKind::Monetization);
    if ahead.any(|gear| BETWEEN.contains(&gear.kind) && !gear.is_left_out()) {
        return None;
    }
    let name = cx.analysis.gear_name(sequence.kind, GearKind::Monetization);
    let left_out = sequence.gears.iter().filter(|gear| BETWEEN.contains(&gear.kind) && gear.is_left_out());
    let left_out = left_out.filter_map(|gear| {
        let (says, _) = gear.declared?;
        Some((says.not_now.span()?, format!("{} is left out", gear.kind)))
    });
    let order = sequence.purpose.order.span().filter(|_| !is_in_order(sequence));
    Some(
        RULE.at(at.key, format!("{name} is planned with neither engagement nor enlistment ahead of it"))
            .label("goes straight to selling")
            .also_each(left_out)
            .also_each(order.map(|span| (span, "puts monetization ahead of them")))
            .note("nobody has taken part by then, so there is no enthusiasm to build on")
            .help(way_out(cx, sequence)),
    )
}

/// True if the order has monetization behind engagement and enlistment.
fn is_in_order(sequence: &GearSequence<'_>) -> bool {
    let mut behind = sequence.gears.iter().skip_while(|gear| gear.kind != GearKind::Monetization);
    !behind.any(|gear| BETWEEN.contains(&gear.kind))
}

fn way_out(cx: &Context<'_>, sequence: &GearSequence<'_>) -> String {
    let leave_out = || {
        "leave monetization out as well until engagement has run, with `not_now:`, and drop what drives it"
            .to_owned()
    };
    let fits = |day: &Date| cx.analysis.period.is_none_or(|period| *day <= period.end);
    let earliest = |planned: &GearSequence<'_>, kind| {
        let slots = cx.analysis.slots(planned, leads(cx.options));
        slots.into_iter().find(|slot| slot.gear == kind).and_then(|slot| slot.earliest)
    };
    // The plan as it would be: monetization last, and engagement in its place.
    let mut planned = sequence.clone();
    planned.gears.sort_by_key(|gear| gear.kind == GearKind::Monetization);
    let order = (!is_in_order(sequence)).then(|| monetization_last(sequence));
    let is_planned = sequence.active().any(|gear| BETWEEN.contains(&gear.kind));
    let mut engagement = None;
    if let Some(gear) = planned.gears.iter_mut().find(|gear| gear.kind == GearKind::Engagement && !is_planned)
    {
        (gear.declared, gear.start) = (None, None);
        let from = cx.analysis.period.map_or(cx.today, |period| cx.today.max(period.start));
        let day = earliest(&planned, GearKind::Engagement).map_or(from, |day| day.max(from));
        let date = CoarseDate::day(day);
        let start = Start { date, span: sequence.place.key, by: StartedBy::Itself, is_certain: true };
        if let Some(gear) = planned.gears.iter_mut().find(|gear| gear.kind == GearKind::Engagement) {
            gear.start = Some(start);
        }
        engagement = Some(day);
    }
    let selling = sequence.find(GearKind::Monetization).and_then(SequenceGear::placed);
    // What sells already cannot move behind what has not begun.
    if selling.is_some_and(|selling| selling.date.first <= cx.today) {
        return leave_out();
    }
    let lead = leads(cx.options).before(sequence.kind, GearKind::Monetization);
    let ahead = planned.gears.iter().filter(|gear| !gear.is_left_out() && !sequence.sells(gear.kind));
    let last = ahead.filter_map(SequenceGear::placed).map(|start| start.date.last).max();
    let open = earliest(&planned, GearKind::Monetization).or(last.and_then(|last| days_after(last, lead)));
    if !engagement.iter().chain(&open).all(fits) {
        return leave_out();
    }
    let engagement = engagement.map(|day| {
        format!(
            "give engagement a `start` instead of `not_now:`, such as {day}, and an activity that drives it"
        )
    });
    let postpone = open.filter(|open| selling.is_some_and(|selling| selling.date.first < *open));
    let postpone =
        postpone.map(|open| format!("move monetization, and everything that sells, to {open} or later"));
    let steps: Vec<String> = order.into_iter().chain(engagement).chain(postpone).collect();
    format!("{}; or leave monetization out as well, with `not_now:`", steps.join("; "))
}

/// The edit that moves monetization to the end of the order.
fn monetization_last(sequence: &GearSequence<'_>) -> String {
    let others = sequence.gears.iter().map(|gear| gear.kind).filter(|kind| *kind != GearKind::Monetization);
    let order: Vec<&str> = others.chain([GearKind::Monetization]).map(GearKind::key).collect();
    if order == sequence.kind.order().map(GearKind::key) {
        return "remove `order:`".to_owned();
    }
    format!("write `order: [{}]`", order.join(", "))
}
