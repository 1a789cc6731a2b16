use rust_decimal::Decimal;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("budget-unspent", Group::Plan, Level::Info, Kind::Wrong)
    .timed()
    .outlasts_period()
    .summary("an activity is over, and has spent nothing of its budget")
    .checks("\
An activity that is done, or whose `end:` has passed, and that has a `budget:` above 0 does not say `spent: 0`. Nothing is
reported if it does not say what it has spent.")
    .why("\
Either it did not take place, or its costs are missing: then the money that is left looks larger than it is.
**Source**: stratplan.")
    .example("\
pillars:
  promotion:
    activities:
-      meet-the-cast: { start: 2027-01-11, end: 2027-02-26, budget: 4000, spent: 0 }
+      meet-the-cast: { start: 2027-01-11, end: 2027-02-26, budget: 4000, spent: 3650 }")
    .fix("\
Write what it has cost. If it did not take place, say `status: dropped`, which frees its budget; if it cost nothing,
remove `budget:`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let is_over = |one: &&Scheduled<'_>| one.state == ActivityStatus::Done && !cx.is_closed();
    let funded = cx.analysis.live_activities().filter(is_over).filter(|one| one.activity().budget.is_set());
    among(funded, "activities that are over", "have spent nothing of their budgets", |one| {
        let (budget, budget_place) = one.activity().budget.placed()?;
        let (spent, place) = one.activity().spent.placed()?;
        (budget.total > Decimal::ZERO && spent.total.is_zero()).then(|| {
            let (id, budget) = (one.id(), cx.amount(budget.total));
            RULE.at(place.value, format!("`{id}` is over, and has spent nothing of its {budget}"))
                .label("nothing")
                .also(budget_place.value, "its budget")
                .help("write what it has cost; if it did not take place, write `status: dropped`, and if it cost nothing, remove its `budget:`")
        })
    })
}
