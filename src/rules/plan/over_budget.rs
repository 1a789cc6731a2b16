use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::strategy::number::Money;

pub static RULE: Rule = Rule::new("over-budget", Group::Plan, Level::Error, Kind::Wrong)
    .summary("the activities add up to more than the total budget, or have spent more")
    .checks("\
The `budget:` amounts of all activities, except dropped ones, add up to no more than the strategy's `budget.total`, and
neither do their `spent:` amounts, including what dropped ones have spent. Nothing is reported without a total, with
`total: 0`, or if an amount cannot be read. If the budgets are too high, what has been spent is not reported as well.")
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
    let more = |sum: Decimal| sum.checked_sub(total).filter(|over| money.known && *over > Decimal::ZERO);
    let activities = || cx.analysis.activities.iter();
    let (sum, over, verb, amounts) = match (more(money.activities.budget), more(money.activities.spent)) {
        (Some(over), _) => {
            let budgets = activities().filter(|one| !one.is_dropped());
            let budgets = budgets.map(|one| (one.id(), &one.activity().budget));
            (money.activities.budget, over, "add up to", budgets.collect::<Vec<_>>())
        }
        (None, Some(over)) => {
            let spent = activities().map(|one| (one.id(), &one.activity().spent));
            (money.activities.spent, over, "have spent", spent.collect())
        }
        (None, None) => return None,
    };
    let [total, sum, over] = [total, sum, over].map(|amount| cx.amount(amount));
    let mut largest: Vec<_> =
        amounts.into_iter().filter_map(|(id, amount)| Some((id, amount.placed()?))).collect();
    largest.sort_by_key(|(_, (amount, _))| Reverse(**amount));
    let label = |(id, (amount, place)): (&str, (&Money, Place))| {
        (place.value, format!("`{id}`: {}", cx.amount(amount.0)))
    };
    let (note, help) = if verb == "have spent" {
        (
            "the money for what is still to be done is gone",
            format!("raise `total:` by {over} if that has been approved, or correct `spent:`"),
        )
    } else {
        (
            "money that is planned twice is missing once, and the last activity of the year finds out",
            format!("cut or drop activities by {over}, or raise `total:` if that has been approved"),
        )
    };
    Some(
        RULE.at(place.value, format!("the activities {verb} {sum}, {over} more than the total"))
            .label(format!("the total is {total}"))
            .also_each(largest.into_iter().take(SHOWN).map(label))
            .note(note)
            .help(help),
    )
}
