use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use crate::analysis::gears::{GearSequence, SETTLED_AFTER_DAYS};
use crate::rules::prelude::*;
use crate::words::figures::percent;

const MIN_BALANCE: &str = "min-balance";
const MIN_SHARE: &str = "min-share";

pub static RULE: Rule = Rule::new("gears-unbalanced", Group::Gears, Level::Warning, Kind::Wrong)
    .timed()
    .summary("all gears have run for four weeks, and one is far slower or gets far less money than the others")
    .options(&[
        RuleOption {
            name: MIN_BALANCE,
            default: 0.5,
            measure: Measure::Share,
            summary: "minimum pace of the slowest gear, as a share of the fastest gear's pace",
        },
        RuleOption {
            name: MIN_SHARE,
            default: 0.25,
            measure: Measure::Share,
            summary: "minimum budget of a gear, as a share of an equal share",
        },
    ])
    .checks("\
Once every gear of a purpose (except those with `not_now:`) has run for 28 days, the slowest gear has at least half
the pace of the fastest (`min-balance`), and no gear gets less than a quarter of an equal share of the money
(`min-share`; with four gears, 1/16 of the budgets of the purpose's activities).

The pace of a gear is the average of its KPIs', so each needs one with a baseline, a target and a reading. An
activity's budget is split equally among its gears. Money is compared only if every activity of the gear has a budget.")
    .why("\
Order matters for how the gears start, balance for how they run. Each gear drives the next, so the slowest sets the
speed of all. **Source**: four-gears; the thresholds are stratplan's own judgment.")
    .example("\
purposes:
  marketing:
    gears:
      acquisition: { start: 2027-01-04, kpis: visits }
      engagement: { start: 2027-02-01, kpis: posts }
      enlistment: { not_now: Nobody can train volunteers before 2028 }
      monetization: { start: 2027-03-01, kpis: orders }
kpis:
  visits: { baseline: { value: 1000 }, target: 3000, readings: { 2027-03-31: 1600 } }
-  posts: { baseline: { value: 10 }, target: 50, readings: { 2027-03-31: 11 } }
+  posts: { baseline: { value: 10 }, target: 50, readings: { 2027-03-31: 18 } }
  orders: { baseline: { value: 20 }, target: 40, readings: { 2027-03-31: 25 } }")
    .fix("\
Move people or money from the fastest gear to the slowest, or set `min-balance` and `min-share` in `stratplan.toml`.
If a gear is slow on purpose, allow it: `# stratplan: allow(gears-unbalanced) why it may be slower`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let has_settled = |gear: &SequenceGear<'_>| {
        gear.placed().is_some() && gear.running_days(cx.today) >= Some(SETTLED_AFTER_DAYS)
    };
    let sequences = cx.analysis.sequences.iter();
    let settled = sequences.filter(move |one| one.active().count() > 1 && one.active().all(has_settled));
    settled.flat_map(|sequence| {
        let slow = by_pace(cx, sequence);
        let slowest = slow.as_ref().map(|(kind, _)| *kind);
        let others = sequence.active().filter(move |gear| Some(gear.kind) != slowest);
        let poor = others.filter_map(|gear| by_money(cx, sequence, gear));
        slow.into_iter().map(|(_, finding)| finding).chain(poor)
    })
}

fn by_pace(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<(GearKind, Finding)> {
    // A gear without a pace could be the slowest.
    let paces: Option<Vec<(&SequenceGear<'_>, Decimal)>> =
        sequence.active().map(|gear| Some((gear, gear.pace?))).collect();
    let paces = paces.filter(|_| cx.analysis.known.readings)?;
    let (slow, pace) = paces.iter().min_by_key(|(_, pace)| *pace)?;
    let (fast, best) = paces.iter().max_by_key(|(_, pace)| *pace)?;
    let least = Decimal::from_f64(cx.options.number(&RULE, MIN_BALANCE))?;
    if sequence.balance(cx.today)? >= least {
        return None;
    }
    let name = cx.analysis.gear_name(sequence.kind, slow.kind);
    let (pace, best) = (percent(*pace), percent(*best));
    let (slower, faster) = (slow.kind, fast.kind);
    let finding = RULE
        .at(slow.declared?.1.key, format!("{name} is at {pace} of its planned pace, but {faster} is at {best}"))
        .label(format!("the slowest gear of {}", sequence.kind))
        .also(fast.declared?.1.key, "the fastest")
        .note("each gear drives the next, so the slowest sets the speed of all")
        .help(format!("move people or money from {faster} to {slower}, or find out what is slowing {slower} down before putting more into the others"));
    Some((slower, finding))
}

fn by_money(cx: &Context<'_>, sequence: &GearSequence<'_>, gear: &SequenceGear<'_>) -> Option<Finding> {
    let money = &cx.analysis.money;
    let equal = Decimal::ONE.checked_div(Decimal::from(sequence.active().count()))?;
    let least = equal.checked_mul(Decimal::from_f64(cx.options.number(&RULE, MIN_SHARE))?)?;
    let share = money.share(sequence.kind, gear.kind).filter(|share| *share < least)?;
    let mut driving = cx.analysis.activities_at(&gear.turned_by);
    let has_prices = !gear.turned_by.is_empty() && driving.all(|one| one.activity().budget.is_set());
    if !has_prices || !money.known || !cx.analysis.known.activities {
        return None;
    }
    let (kind, purpose) = (gear.kind, sequence.kind);
    let (share, equal) = (percent(share), percent(equal));
    let name = cx.analysis.gear_name(purpose, kind);
    Some(
        RULE.at(gear.declared?.1.key, format!("{name} gets {share} of the money for {purpose}"))
            .label(format!("an equal share would be {equal}"))
            .note("each gear drives the next, so the slowest sets the speed of all")
            .help(format!("give {kind} a larger share of the money; if its activities cost nothing, remove their `budget:`")),
    )
}
