use rust_decimal::prelude::ToPrimitive;

use crate::analysis::days_after;
use crate::analysis::forecast::Reach;
use crate::analysis::gears::{GearSequence, Start};
use crate::rules::gears::gear_not_ready::{is_short_of_gate, with_gate};
use crate::rules::prelude::*;

const MIN_LEAD: &str = "min-lead-days";

pub static RULE: Rule = Rule::new("monetizing-too-fast", Group::Gears, Level::Error, Kind::Wrong)
    .timed()
    .summary("marketing: monetization starts too soon after the gear before it, or before its gate")
    .options(&[RuleOption {
        name: MIN_LEAD,
        default: 28.0,
        measure: Measure::Days,
        summary: "days from the start of the gear before monetization to the start of monetization",
    }])
    .checks("\
Only for marketing, and in two ways. By date: monetization starts at least `min-lead-days` (28) after the closest gear
before it that has a start; otherwise this is an error. By gate: if the gear before it has a gate (`spinning_at:`)
whose KPIs have readings, monetization has not started before the gate was reached, and is not planned for a day
before the gate is forecast to be reached; otherwise this is a warning.

A coarse date has to be too soon for every day it can mean. Ongoing activities without a start are skipped, and so are
gears that `gear-out-of-order` names. In support, where monetization lowers the cost of service, nothing is too fast.")
    .why("\
People who came for each other notice when someone starts selling before they feel at home, and they stop listening.
Enthusiasm that has had time to grow drives purchases by itself. **Source**: four-gears (the article on Lyle Fong's
talk at Lithium's Network Conference); the four-week minimum is stratplan's own judgment.")
    .example("\
purposes:
  marketing:
-    gears: { acquisition: 2027-01-15, engagement: 2027-03-01, enlistment: 2027-05-01, monetization: 2027-05-10 }
+    gears: { acquisition: 2027-01-15, engagement: 2027-03-01, enlistment: 2027-05-01, monetization: 2027-07-01 }")
    .fix("\
Start monetization later, or better, once the gear before it has reached a gate. Set the days with `min-lead-days` in
`stratplan.toml`. If a contract fixes the date: `# stratplan: allow(monetizing-too-fast) why it cannot wait`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let sequences = cx.analysis.sequences.iter();
    sequences.filter_map(|sequence| by_dates(cx, sequence).or_else(|| by_gate(cx, sequence)))
}

/// How many days after the gear before it monetization can start.
pub(crate) fn min_lead_days(options: &Options) -> i64 {
    options.number(&RULE, MIN_LEAD).ceil().to_i64().unwrap_or(i64::MAX)
}

/// Monetization of marketing and its start, unless the order of the two gears is wrong or unknown.
fn monetization<'t, 'a>(
    sequence: &'t GearSequence<'a>,
    ahead: GearKind,
) -> Option<(&'t SequenceGear<'a>, Start)> {
    let gear = sequence.active().find(|gear| gear.kind == GearKind::Monetization)?;
    let misplaced = sequence.out_of_order();
    let is_judged = sequence.kind == PurposeKind::Marketing
        && sequence.is_order_known
        && !misplaced.contains(&ahead)
        && !misplaced.contains(&gear.kind);
    Some((gear, gear.placed().filter(|_| is_judged)?))
}

pub(super) fn by_dates(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let (ahead, from) = sequence.placed_ahead_of(GearKind::Monetization)?;
    let (_, start) = monetization(sequence, ahead.kind)?;
    let least = min_lead_days(cx.options);
    let lead = days_between(from.date.first, start.date.last);
    if lead >= least || from.is_practice() || start.is_practice() {
        return None;
    }
    let name = ahead.kind;
    let is_exact = from.date.is_exact() && start.date.is_exact();
    let soon = match (lead, is_exact) {
        (..=0, _) => format!("on the same day as {name}"),
        (_, true) => format!("only {} after {name}", days(lead)),
        (_, false) => format!("at most {} after {name}", days(lead)),
    };
    let next = match days_after(from.date.last, least) {
        Some(day) => format!("start monetization on {day} or later"),
        None => format!("start monetization {least} days after {name}"),
    };
    let finding = RULE.at(start.span, format!("monetization starts {soon}")).timeless();
    let finding = if from.span == start.span {
        finding.label(format!("this starts both {name} and monetization"))
    } else {
        finding.label("too soon to start selling").also(from.span, format!("{name} starts here"))
    };
    Some(
        finding
            .note(format!(
                "people leave if you sell to them before they feel at home; give {name} at least {least} days to work"
            ))
            .help(format!(
                "{next}, or better, give {name} a gate (`spinning_at:`) and start selling once it has been reached"
            )),
    )
}

fn by_gate(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let ahead = sequence.ahead_of(GearKind::Monetization)?;
    let (gear, start) = monetization(sequence, ahead.kind)?;
    let gate = ahead.gate.as_ref().filter(|_| is_short_of_gate(cx, ahead))?;
    let name = ahead.kind;
    let is_planned = start.date.first > cx.today && !cx.is_closed();
    let find_out = format!("find out what is slowing {name} down before you set a date");
    let (message, label, next) = match gate.forecast() {
        _ if gear.has_surely_started(cx.today) && !start.is_practice() => (
            format!("monetization has started, but {name} has not reached its gate yet"),
            "monetization started here".to_owned(),
            format!("pause selling until {name} reaches its gate"),
        ),
        Reach::On(day) if day > start.date.last && is_planned => {
            let wait = days_between(start.date.last, day);
            (
                format!("monetization is planned for a day before {name} is forecast to reach its gate"),
                format!("{} before {name} reaches its gate, at the current rate", days(wait)),
                // A date years away is not a plan; it shows that something is wrong with the gear.
                if wait > 366 { find_out } else { format!("plan monetization for {day} or later") },
            )
        }
        // A gear that has not started yet has no rate to judge by.
        Reach::Never if is_planned && ahead.has_surely_started(cx.today) => (
            format!("monetization is planned, but at the current rate {name} will never reach its gate"),
            format!("{name} will not have reached its gate by then"),
            find_out,
        ),
        _ => return None,
    };
    let next = format!(
        "{next}, put more into {name}, or lower the gate and record what you learned under `lessons:`"
    );
    Some(with_gate(RULE.at(start.span, message).label(label), ahead).level(Level::Warning).help(next))
}
