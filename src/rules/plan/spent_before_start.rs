use rust_decimal::Decimal;

use crate::rules::plan::spent_without_effect::is_used_up;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("spent-before-start", Group::Plan, Level::Info, Kind::Wrong)
    .timed()
    .summary("an activity has spent money before it starts")
    .checks("\
An activity whose `start:` is in the future has `spent:` nothing. If it has spent 98 % of its budget or more, this is a
warning. Dropped activities and closed strategies are skipped.")
    .why("\
Either it has begun and the plan does not say so, or the money belongs to another activity. It can also be preparation,
so this is only advice. **Source**: stratplan.")
    .example("\
pillars:
  promotion:
    activities:
-      rehearsal-films: { start: 2027-06-01, budget: 38000, spent: 4100 }
+      rehearsal-films: { start: 2027-03-01, budget: 38000, spent: 4100 }")
    .fix("\
Correct `start:` or `spent:`. If the money pays for preparation, say so: `# stratplan: allow(spent-before-start) the
studio was paid in advance`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let paid = cx.analysis.live_activities().filter(|one| one.activity().spent.is_set());
    among(paid, "activities that have spent money", "have done so before they start", |one| {
        let (spent, place) = one.activity().spent.placed()?;
        let (start, start_place) = one.activity().start().placed()?;
        (start.first > cx.today && spent.total > Decimal::ZERO && !cx.is_closed()).then(|| {
            let amount = cx.amount(spent.total);
            let level = if is_used_up(one) { Level::Warning } else { Level::Info };
            let is_all = one.activity().budget.get().is_some_and(|budget| budget.total <= spent.total);
            let all = match level {
                Level::Warning if is_all => ", all of its budget",
                Level::Warning => ", nearly all of its budget",
                _ => "",
            };
            RULE.at(
                place.value,
                format!("`{}` has spent {amount}{all}, but does not start until {}", one.id(), start.0),
            )
            .level(level)
            .label("before the start")
            .also(start_place.value, format!("{} from now", days(days_between(cx.today, start.first))))
            .note("either it has begun, or the money belongs to another activity")
            .help(format!("correct the date or `spent:`; if it pays for preparation, {}", RULE.allow_it()))
        })
    })
}
