use std::collections::HashSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use crate::analysis::gears::GearSequence;
use crate::rules::prelude::*;
use crate::words::figures::percent;

const MAX_SHARE: &str = "max-share";

/// With fewer activities, one more or less changes the shares too much.
const MIN_ACTIVITIES: usize = 6;

pub static RULE: Rule = Rule::new("gears-lopsided", Group::Gears, Level::Info, Kind::Wrong)
    .summary("one gear has most of the money, or most of the activities")
    .options(&[RuleOption {
        name: MAX_SHARE,
        default: 0.7,
        measure: Measure::Share,
        summary: "maximum share of a gear in the money, or in the activities, of its purpose's gears",
    }])
    .checks("\
If three gears of a purpose or more have a start and an activity that drives them, none has more than 70 % of their
money (`max-share`). Money is compared only if every activity of the other gears has a budget. If none of the
activities has one, no gear has more than 70 % of the activities, of which there have to be at least six. A budget, and
an activity, is split equally among the gears that it drives.")
    .why("\
The gears have to spin equally: each is driven by the one before it. Money that all goes into one gear, often into
reach, is lost at the next, where nobody takes care of those who come. **Source**: four-gears; the 70 % are our own
judgment.")
    .example("\
pillars:
  promotion:
    activities:
-      launch-ads: { gears: acquisition, start: 2027-01-11, budget: 90000 }
+      launch-ads: { gears: acquisition, start: 2027-01-11, budget: 40000 }
      maker-evenings: { gears: engagement, start: 2027-03-01, budget: 15000 }
      order-week: { gears: monetization, start: 2027-09-06, budget: 10000 }
purposes:
  marketing:
    gears: { acquisition: 2027-01-11, engagement: 2027-03-01, monetization: 2027-09-06 }")
    .fix("\
Move money that is not spent, or activities, from the gear that has most to the others, give these more, or set `max-share` in `stratplan.toml`. If one
gear simply costs more than the others, allow it: `# stratplan: allow(gears-lopsided) air time costs more than a forum`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let known = cx.analysis.known.activities && cx.analysis.money.known;
    cx.analysis.sequences.iter().filter(move |_| known).filter_map(|sequence| judge(cx, sequence))
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let is_planned = |gear: &&SequenceGear<'_>| gear.start.is_some() && !gear.driven_by.is_empty();
    let gears: Vec<_> = sequence.active().filter(is_planned).collect();
    let activities: HashSet<usize> = gears.iter().flat_map(|gear| gear.driven_by.iter().copied()).collect();
    let money = shares(gears.iter().map(|gear| budget(cx, sequence, gear)));
    let (what, shares) = match &money {
        Some(shares) => ("money", shares.clone()),
        None if activities.len() < MIN_ACTIVITIES => return None,
        None => ("activities", shares(gears.iter().map(|gear| count(cx, gear)))?),
    };
    let (most, share) = gears.iter().zip(&shares).max_by_key(|(_, share)| **share)?;
    let max = Decimal::from_f64(cx.options.number(&RULE, MAX_SHARE))?;
    let others = gears.iter().zip(&shares).filter(|(gear, _)| gear.kind != most.kind);
    let has_budgets = |gear: &SequenceGear<'_>| {
        cx.analysis.activities_at(&gear.driven_by).all(|one| one.activity().budget.is_set())
    };
    let is_known = money.is_none() || others.clone().all(|(gear, _)| has_budgets(gear));
    if gears.len() < 3 || *share <= max || !is_known {
        return None;
    }
    let place = |gear: &SequenceGear<'_>| Some(gear.declared.map_or(gear.start?.span, |(_, at)| at.key));
    let names: Vec<&str> = others.clone().map(|(gear, _)| gear.kind.key()).collect();
    let name = cx.analysis.gear_name(sequence.kind, most.kind);
    let budget = money.is_some().then(|| budget(cx, sequence, most));
    let help = help(cx, most, &names, (budget, *share, max))?;
    let share = percent(*share);
    Some(
        RULE.at(place(most)?, format!("{name} gets {share} of the {what} for {}", sequence.kind))
            .label(format!("{share} of the {what}"))
            .also_each(others.filter_map(|(gear, share)| Some((place(gear)?, percent(*share)))))
            .note("the gears have to spin equally: what one of them brings is lost if the others cannot keep up")
            .help(help),
    )
}

/// Only what is not spent, or not over, can be moved.
fn help(
    cx: &Context<'_>,
    most: &SequenceGear<'_>,
    others: &[&str],
    (budget, share, max): (Option<Decimal>, Decimal, Decimal),
) -> Option<String> {
    let driving = || cx.analysis.activities_at(&most.driven_by);
    let is_open = |one: &&Scheduled<'_>| one.state != ActivityStatus::Done;
    let split = |one: &Scheduled<'_>| Decimal::from(one.gears.len().max(1));
    let (kind, others, max_share) = (most.kind, or(others), percent(max));
    let Some(budget) = budget else {
        return Some(if driving().any(|one| is_open(&one)) {
            format!("move activities from {kind} to {others}, until none has more than {max_share}")
        } else {
            format!("plan more activities that drive {others}: those of {kind} are over")
        });
    };
    // What is over and does not say what it has spent has spent its budget.
    let left = driving().filter_map(|one| {
        let (budget, spent) = (one.activity().budget.get()?.total, one.activity().spent.get());
        let spent = spent.map(|spent| spent.total).or((!is_open(&one)).then_some(budget)).unwrap_or_default();
        budget.checked_sub(spent)?.max(Decimal::ZERO).checked_div(split(one))
    });
    let left = left.fold(Decimal::ZERO, Decimal::saturating_add);
    // budget × (share − max) / share
    let too_much = budget.checked_mul(share.checked_sub(max)?)?.checked_div(share)?;
    Some(match left {
        left if left == budget => {
            format!("move money from {kind} to {others}, until none has more than {max_share}")
        }
        left if left >= too_much => format!(
            "move money from {kind} to {others}, until none has more than {max_share}; {} is not spent yet",
            cx.amount(left)
        ),
        left if left.is_zero() => format!("give {others} more money: what {kind} had is spent"),
        left => {
            format!("give {others} more money: of what {kind} had, only {} is left", cx.amount(left))
        }
    })
}

fn budget(cx: &Context<'_>, sequence: &GearSequence<'_>, gear: &SequenceGear<'_>) -> Decimal {
    cx.analysis.money.gears.get(&(sequence.kind, gear.kind)).map_or(Decimal::ZERO, |sum| sum.budget.all)
}

/// How many activities drive a gear, each divided by the number of gears that it drives.
fn count(cx: &Context<'_>, gear: &SequenceGear<'_>) -> Decimal {
    let driving = cx.analysis.activities_at(&gear.driven_by);
    driving.map(|one| Decimal::ONE / Decimal::from(one.gears.len().max(1))).sum()
}

/// Each part of the sum; `None` if the sum is 0 or too large for a decimal.
fn shares(parts: impl Iterator<Item = Decimal>) -> Option<Vec<Decimal>> {
    let parts: Vec<Decimal> = parts.collect();
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part))?;
    parts.into_iter().map(|part| part.checked_div(sum)).collect()
}
