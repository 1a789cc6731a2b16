use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::strategy::number::Money;

pub static RULE: Rule = Rule::new("over-budget", Group::Plan, Level::Error, Kind::Wrong)
    .summary("the activities add up to more than the total budget")
    .checks("\
The `budget:` amounts of all activities, except dropped ones, add up to no more than the strategy's `budget.total`.
Nothing is reported without a total, with `total: 0`, or if an amount cannot be read.")
    .why("\
Money that is planned twice is missing once, and the last activity of the year finds out. **Source**: stratplan.")
    .example("\
-budget: { currency: EUR, total: 50000 }
+budget: { currency: EUR, total: 64000 }
pillars:
  promotion:
    activities:
      rehearsal-films: { budget: 38000 }
      meet-the-cast: { budget: 26000 }")
    .fix("\
Cut an activity's budget, drop an activity with `status: dropped`, or raise the total if that has been approved. If
you overbook on purpose, say so: `# stratplan: allow(over-budget) a tenth never happens`.");

/// How many activities are pointed at.
const SHOWN: usize = 3;

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let money = &cx.analysis.money;
    let (_, place) = cx.strategy.budget.get()?.total.placed()?;
    let total = money.total.filter(|total| *total > Decimal::ZERO)?;
    let planned = money.activities.budget;
    let over = planned.checked_sub(total).filter(|over| money.known && *over > Decimal::ZERO)?;
    let [total, planned, over] = [total, planned, over].map(|amount| cx.amount(amount));
    let budgets = cx.analysis.live_activities();
    let budgets = budgets.filter_map(|one| Some((one.id(), one.activity().budget.placed()?)));
    let mut largest: Vec<_> = budgets.collect();
    largest.sort_by_key(|(_, (budget, _))| Reverse(**budget));
    let label = |(id, (budget, place)): (&str, (&Money, Place))| {
        (place.value, format!("`{id}`: {}", cx.amount(budget.0)))
    };
    Some(
        RULE.at(place.value, format!("the activities add up to {planned}, {over} more than the total"))
            .label(format!("the total is {total}"))
            .also_each(largest.into_iter().take(SHOWN).map(label))
            .note("money that is planned twice is missing once, and the last activity of the year finds out")
            .help(format!("cut or drop activities by {over}, or raise `total:` if that has been approved")),
    )
}
