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
    let funded = cx.analysis.live_activities().filter(|one| one.activity().budget.is_set());
    among(funded, "activities with a budget", "are over budget", |one| {
        let (budget, budget_place) = one.activity().budget.placed()?;
        let (spent, spent_place) = one.activity().spent.placed()?;
        let over = spent.0.checked_sub(budget.0)?;
        (spent > budget).then(|| {
            let spent = cx.amount(spent.0);
            RULE.at(spent_place.value, format!("`{}` has spent {spent}, more than its budget", one.id()))
                .label(format!("{} too much", cx.amount(over)))
                .also(budget_place.value, "its budget")
                .note("what one activity overspends is taken from another; it is better to decide which one")
                .help(
                    "raise its `budget:` if that has been approved and cut another one, or correct `spent:`",
                )
        })
    })
}
