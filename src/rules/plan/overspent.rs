use rust_decimal::Decimal;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("overspent", Group::Plan, Level::Warning, Kind::Wrong)
    .summary("an activity has spent more than its budget")
    .checks("An activity's `spent:` is no more than its `budget:`. Activities without a budget are skipped.")
    .why("What one activity overspends is taken from another; better decide which. **Source**: stratplan.")
    .example("\
pillars:
  promotion:
    activities:
-      rehearsal-films: { start: 2027-01-11, budget: 38000, spent: 41200 }
+      rehearsal-films: { start: 2027-01-11, budget: 42000, spent: 41200 }")
    .fix("\
Raise its `budget:` if that has been approved, and cut another one, so that the plan shows who pays. If it was agreed
elsewhere, say so: `# stratplan: allow(overspent) the sponsor pays the rest`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let raised = cx.analysis.live_activities().filter_map(|one| {
        let budget = one.activity().budget.get()?;
        Some(one.activity().spent.get().map_or(budget.total, |spent| spent.total.max(budget.total)))
    });
    let raised = raised.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
    let is_in_total = cx.analysis.money.total.is_none_or(|total| raised.is_some_and(|sum| sum <= total));
    let cut = if is_in_total { "" } else { ", and cut another one by as much" };
    let funded = cx.analysis.live_activities().filter(|one| one.activity().budget.is_set());
    among(funded, "activities with a budget", "are over budget", |one| {
        let (budget, budget_place) = one.activity().budget.placed()?;
        let (spent, spent_place) = one.activity().spent.placed()?;
        let over = spent.total.checked_sub(budget.total)?;
        (over > Decimal::ZERO).then(|| {
            let spent = cx.amount(spent.total);
            RULE.at(spent_place.value, format!("`{}` has spent {spent}, more than its budget", one.id()))
                .label(format!("{} too much", cx.amount(over)))
                .also(budget_place.value, "its budget")
                .note("what one activity overspends is taken from another; it is better to decide which one")
                .help(format!(
                    "raise its `budget:` to {spent} if that has been approved{cut}, or correct `spent:`"
                ))
        })
    })
}
