use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::rules::prelude::*;

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

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let money = &cx.analysis.money;
    let declared = cx.strategy.budget.get().and_then(|budget| budget.total.placed());
    let (Some(total), Some((_, place))) = (money.total.filter(|total| *total > Decimal::ZERO), declared)
    else {
        return;
    };
    let planned = money.activities.budget;
    let Some(over) = planned.checked_sub(total).filter(|over| money.known && *over > Decimal::ZERO) else {
        return;
    };
    let over = cx.amount(over);
    let mut finding = RULE
        .at(
            place.value,
            format!("the activities add up to {}, {over} more than the total", cx.amount(planned)),
        )
        .label(format!("the total is {}", cx.amount(total)))
        .note("money that is planned twice is missing once, and the last activity of the year finds out")
        .help(format!("cut or drop activities by {over}, or raise `total:` if that has been approved"));
    let budgets = cx.analysis.live_activities();
    let mut budgets: Vec<_> =
        budgets.filter_map(|one| Some((one.id(), one.activity().budget.placed()?))).collect();
    budgets.sort_by_key(|(_, (budget, _))| Reverse(**budget));
    for (id, (budget, place)) in budgets.into_iter().take(SHOWN) {
        finding = finding.also(place.value, format!("`{id}`: {}", cx.amount(budget.0)));
    }
    out.push(finding);
}
