use rust_decimal::Decimal;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("unfunded", Group::Plan, Level::Info, Kind::Missing)
    .summary("the strategy has a total budget, but the activity has no share of it")
    .checks("\
If `budget:` has a total above 0, each activity that is not finished or dropped says what it can cost.")
    .why("\
An activity without money is done last, and the sums by pillar and by gear leave it out. If it costs only time, a `0`
shows that someone thought about it. **Source**: stratplan.")
    .example("\
budget: { currency: EUR, total: 50000 }
pillars:
  promotion:
    activities:
-      rehearsal-films: { start: 2027-01-11 }
+      rehearsal-films: { start: 2027-01-11, budget: 38000 }")
    .fix("Add `budget:` with the amount, or `budget: 0` if it costs only time.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let has_total = cx.analysis.money.total.is_some_and(|total| total > Decimal::ZERO);
    let activities = cx.analysis.live_activities().filter(|one| one.state != ActivityStatus::Done);
    among(activities, "activities", "have no share of the budget", |one| {
        (has_total && one.activity().budget.is_absent()).then(|| {
            RULE.at(one.used.id.span, format!("the activity `{}` has no share of the budget", one.id()))
                .label("what can it cost?")
                .note("an activity without money is done last, and the sums leave it out")
                .help("add `budget:` with the amount, or `budget: 0` if it costs only time")
                .absent("budget")
        })
    })
}
