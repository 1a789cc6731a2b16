use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::analysis::gears::SETTLED_AFTER_DAYS;
use crate::analysis::kpi::{self, Judgment};
use crate::rules::prelude::*;
use crate::strategy::number::Number;
use crate::words::figures::plain;

/// From this share of its budget on, an activity has spent its money: 98 %.
const USED_UP: Decimal = Decimal::from_parts(98, 0, 0, false, 2);

pub static RULE: Rule = Rule::new("spent-without-effect", Group::Plan, Level::Warning, Kind::Wrong)
    .timed()
    .outlasts_period()
    .summary("an activity has spent its money, and no figure has moved since it began")
    .checks("\
An activity that has spent 98 % of its budget or more has moved at least one of its KPIs toward the target since its start:
those in its `kpis:`, or else those of the gears that it drives. The latest figure of each is compared with that of the
activity's start. Nothing is reported unless each has been read 28 days after the start or later, or if one of them does
not say in which direction it is to go: a sum with a limit gets nearer to it with everything that comes in. If the plan of
one of them expected no movement by then, as between two seasons, nothing is reported either. A lesson whose id or text
names the activity (`launch-ads` or \"launch ads\") settles it. Once the activity is over, this is only advice.")
    .why("\
Money that is gone and moved nothing was spent too soon, on the wrong thing, or is measured by the wrong figure. Before
more of it goes the same way, someone has to know which. **Source**: four-gears; the 98 % are our own judgment.")
    .example("\
pillars:
  promotion:
    activities:
      launch-ads: { start: 2027-01-04, budget: 9000, spent: 9000, kpis: visits }
kpis:
-  visits: { baseline: { value: 4000 }, target: 9000, readings: { 2027-02-28: 3950, 2027-03-31: 3900 } }
+  visits: { baseline: { value: 4000 }, target: 9000, readings: { 2027-02-28: 4600, 2027-03-31: 5300 } }")
    .fix("\
If another figure shows what it brought, name that one in its `kpis:`. Otherwise write a lesson that names the activity,
or allow it: `# stratplan: allow(spent-without-effect) the brand film pays off next year`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let is_known = cx.analysis.known.readings && cx.analysis.known.activities && !cx.is_closed();
    cx.analysis.live_activities().filter(move |_| is_known).filter_map(|one| judge(cx, one))
}

/// True if an activity has spent nearly all of its budget.
pub(super) fn is_used_up(activity: &Scheduled<'_>) -> bool {
    let activity = activity.activity();
    let amounts = activity.budget.get().zip(activity.spent.get());
    amounts.is_some_and(|(budget, spent)| {
        let most = budget.total.checked_mul(USED_UP);
        budget.total > Decimal::ZERO && most.is_some_and(|most| spent.total >= most)
    })
}

fn judge(cx: &Context<'_>, one: &Scheduled<'_>) -> Option<Finding> {
    let (start, _) = one.activity().start().placed()?;
    let (spent, place) = one.activity().spent.placed().filter(|_| is_used_up(one))?;
    let since = start.first;
    let own: Vec<&str> = one.activity().kpis.ids().map(Id::as_str).collect();
    let kpis: Vec<&str> = if own.is_empty() { of_gears(cx, one) } else { own };
    let still: Option<Vec<String>> =
        kpis.iter().map(|kpi| standstill(cx.analysis.kpis.get(kpi)?, since, start.last)).collect();
    let still = still.filter(|still| !still.is_empty())?;
    let id = one.id();
    let name = one.activity().name.get().map(String::as_str);
    if cx.has_lesson_on(name.into_iter().chain([id])) {
        return None;
    }
    let budget = one.activity().budget.placed()?;
    let (all, amount) = (budget.0.total, cx.amount(budget.0.total));
    let used = if spent.total == all { "all".to_owned() } else { cx.amount(spent.total) };
    let message = format!("`{id}` has spent {used} of its {amount}, and since it began, {}", and(&still));
    let level = if one.state == ActivityStatus::Done { Level::Info } else { Level::Warning };
    Some(
        RULE.at(place.value, message)
            .level(level)
            .label("the money is gone")
            .also(budget.1.value, "its budget")
            .note("it was spent too soon, on the wrong thing, or is measured by the wrong figure")
            .help(format!(
                "if another figure shows what it brought, name that one in its `kpis:`; otherwise write under `lessons:` \
                 what `{id}` was to bring, and why it did not"
            )),
    )
}

/// The KPIs of the gears that an activity drives.
fn of_gears<'a>(cx: &Context<'a>, one: &Scheduled<'_>) -> Vec<&'a str> {
    let mut kpis: Vec<&str> = Vec::new();
    for (purpose, kind, _) in &one.gears {
        let sequence = cx.analysis.sequences.iter().find(|sequence| sequence.kind == *purpose);
        let gear = sequence.and_then(|sequence| sequence.find(*kind));
        for kpi in gear.into_iter().flat_map(|gear| gear.kpis.iter().copied()) {
            if !kpis.contains(&kpi) {
                kpis.push(kpi);
            }
        }
    }
    kpis
}

/// `` `visits` went from 4000 to 3900 ``, if a KPI has not moved toward its target since then, although its plan did.
/// `None` if it has, or if nothing tells.
fn standstill(kpi: &Judgment, since: Date, settles_after: Date) -> Option<String> {
    let latest = kpi.figures.last()?;
    let before = kpi.figures.iter().rev().find(|figure| figure.date <= since).map(|figure| figure.value);
    let start = kpi.start.filter(|start| start.date.is_none_or(|date| date <= since));
    let from = before.or(start.and_then(|start| start.value))?;
    let is_rising = kpi.is_rising()?;
    // More of what has a limit is no step away from it.
    if kpi.counts != Counts::Level && !is_rising {
        return None;
    }
    let has_moved = |figure: Number| if is_rising { figure > from } else { figure < from };
    let is_planned = kpi.planned_at_figure.is_none_or(has_moved);
    let is_settled = days_between(settles_after, latest.date) >= SETTLED_AFTER_DAYS;
    let is_good = kpi.status.standing() == kpi::Standing::Good;
    (is_settled && is_planned && !has_moved(latest.value) && !is_good).then(|| {
        let (id, from, to) = (&kpi.id, plain(from.0), plain(latest.value.0));
        if from == to { format!("`{id}` stayed at {to}") } else { format!("`{id}` went from {from} to {to}") }
    })
}
