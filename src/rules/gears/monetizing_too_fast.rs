use jiff::Span;
use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;

use crate::analysis::forecast::Reach;
use crate::analysis::gears::{GearSequence, SequenceGear, Start, StartedBy};
use crate::finding::{Finding, Group, Kind, Level, Measure, Rule, RuleOption};
use crate::rules::gears::gear_not_ready::{is_short_of_gate, with_gate};
use crate::rules::{Context, Options};
use crate::strategy::date::days_between;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::plan::Status;
use crate::words::counted;

const MIN_LEAD: &str = "min-lead-days";

pub static RULE: Rule = Rule {
    name: "monetizing-too-fast",
    group: Group::Gears,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: true,
    since: "0.1.0",
    summary: "marketing: monetization starts too soon after the gear before it, or before its gate",
    options: &[RuleOption {
        name: MIN_LEAD,
        default: 28.0,
        measure: Measure::Days,
        summary: "days that the gear ahead of monetization must have run for",
    }],
    docs: "\
## What it checks
Only for marketing, and in two ways. By date: monetization starts at least `min-lead-days` (28) after the closest gear
before it that has a start; otherwise this is an error. By gate: if the gear before it has a gate (`spinning_at:`)
whose KPIs have readings, monetization has not started before the gate was reached, and is not planned for a day
before the gate is forecast to be reached; otherwise this is a warning.

A coarse date is too soon only if it is so for every day it can mean. Ongoing activities without a start are skipped,
and so are two gears of which `gear-out-of-order` already names one. In support, where monetization means a lower cost
of service, nothing is too fast.

## Why it matters
People who came for each other notice when someone starts selling before they feel at home, and they stop listening.
Enthusiasm that has had time to grow drives purchases by itself. **Source**: four-gears (the article on Lyle Fong's
talk at Lithium's Network Conference); that four weeks are the least is stratplan's own judgement.

## Example
This fails:
```yaml
purposes:
  marketing:
    gears: { acquisition: 2027-01-15, engagement: 2027-03-01, enlistment: 2027-05-01, monetization: 2027-05-10 }
```
This passes:
```yaml
purposes:
  marketing:
    gears: { acquisition: 2027-01-15, engagement: 2027-03-01, enlistment: 2027-05-01, monetization: 2027-07-01 }
```

## How to fix or allow it
Start monetization later, or better, give the gear before it a gate and start selling once it is reached. Set another
number of days with `min-lead-days` in `stratplan.toml`. If a contract fixes the date, allow it: `# stratplan:
allow(monetizing-too-fast) why it cannot wait`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for sequence in &cx.analysis.sequences {
        out.extend(by_dates(cx, sequence).or_else(|| by_gate(cx, sequence)));
    }
}

/// Monetization, where this rule finds that it starts too fast by the dates.
pub(super) fn is_too_fast(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<GearKind> {
    by_dates(cx, sequence).map(|_| GearKind::Monetization)
}

/// Monetization of marketing and its start, unless the order of the two gears is wrong or unknown.
fn monetization<'t, 'a>(
    sequence: &'t GearSequence<'a>,
    ahead: GearKind,
) -> Option<(&'t SequenceGear<'a>, Start)> {
    let gear = sequence.active().find(|gear| gear.kind == GearKind::Monetization)?;
    let moved = sequence.out_of_order();
    let named = moved.iter().filter_map(|index| sequence.gears.get(*index));
    let is_named = named.into_iter().any(|moved| moved.kind == ahead || moved.kind == gear.kind);
    let judged = sequence.kind == PurposeKind::Marketing && sequence.is_order_known && !is_named;
    Some((gear, gear.placed().filter(|_| judged)?))
}

/// Days that a gear is given before the next one starts, as the user has it.
pub fn least_lead(options: &Options) -> Option<i64> {
    options.number(&RULE, MIN_LEAD).ceil().to_i64()
}

fn by_dates(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let (ahead, from) = sequence.placed_ahead_of(GearKind::Monetization)?;
    let (_, start) = monetization(sequence, ahead.kind)?;
    let has_first_day = |start: Start| !matches!(start.by, StartedBy::Practice(_));
    let least = least_lead(cx.options)?;
    let lead = days_between(from.date.first, start.date.last);
    if lead >= least || !has_first_day(from) || !has_first_day(start) {
        return None;
    }
    let is_exact = from.date.is_exact() && start.date.is_exact();
    let message = match (lead, is_exact) {
        (..=0, _) => format!("monetization starts on the same day as {}", ahead.kind),
        (_, true) => {
            format!("monetization starts only {} after {}", counted(lead, "day", "days"), ahead.kind)
        }
        (_, false) => {
            format!("monetization starts at most {} after {}", counted(lead, "day", "days"), ahead.kind)
        }
    };
    let next = match later(from.date.last, least) {
        Some(day) => format!("start monetization on {day} or later"),
        None => format!("start monetization {least} days after {}", ahead.kind),
    };
    let finding = if from.span == start.span {
        RULE.at(start.span, message).label(format!("this starts both {} and monetization", ahead.kind))
    } else {
        RULE.at(start.span, message)
            .label("too soon to ask for money")
            .also(from.span, format!("{} starts here", ahead.kind))
    };
    Some(
        finding
            .timeless()
            .note(format!(
                "people who are sold to before they feel at home leave; {} needs at least {least} days to turn",
                ahead.kind
            ))
            .help(format!(
                "{next}, or, better, give {} a gate (`spinning_at:`) and sell once it has been reached",
                ahead.kind
            )),
    )
}

fn later(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn by_gate(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let ahead = sequence.ahead_of(GearKind::Monetization)?;
    let (gear, start) = monetization(sequence, ahead.kind)?;
    let gate = ahead.gate.as_ref().filter(|_| is_short_of_gate(cx, ahead))?;
    let name = ahead.kind;
    if gear.has_surely_started(cx.today) && !matches!(start.by, StartedBy::Practice(_)) {
        let message = format!("monetization has started, and {name} is not spinning yet");
        let finding = RULE.at(start.span, message).label("asks for money already");
        return Some(with_gate(finding, ahead).level(Level::Warning).help(format!(
            "hold the selling back until the gate of {name} is reached, or lower the gate and note under `lessons:` why"
        )));
    }
    let is_planned = start.date.first > cx.today && cx.strategy.status() != Status::Closed;
    // A gear that has not started says nothing by standing still.
    let says_something = ahead.has_surely_started(cx.today);
    let (message, label, next) = match gate.forecast() {
        Reach::On(day) if day > start.date.last && is_planned => (
            format!("monetization is planned before {name} is forecast to be spinning"),
            format!(
                "{} before the gate of {name}, at this rate",
                counted(days_between(start.date.last, day), "day", "days")
            ),
            // A day years ahead is no plan; it says that something is wrong with the gear.
            if days_between(start.date.last, day) > 366 {
                format!("find out what holds {name} up before you plan a day")
            } else {
                format!("plan monetization for {day} or later")
            },
        ),
        Reach::Never if is_planned && says_something => (
            format!("monetization is planned, and at this rate {name} will never be spinning"),
            format!("the gate of {name} will not be reached by then"),
            format!("find out what holds {name} up before you plan a day"),
        ),
        _ => return None,
    };
    Some(with_gate(RULE.at(start.span, message).label(label), ahead).level(Level::Warning).help(format!(
        "{next}, put more into {name}, or lower the gate and note under `lessons:` what was learned"
    )))
}
