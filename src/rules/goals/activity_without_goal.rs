use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("activity-without-goal", Group::Goals, Level::Error, Kind::Missing)
    .summary("the activity serves no goal")
    .checks("Each activity that has not been dropped names a goal in its `goals:`, if the file has any.")
    .why("\
Social media exists to achieve what the business wants. An activity without a goal takes time and money from the
activities that have one, and nobody can say whether it was worth it. **Source**: four-pillars.")
    .example("\
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
pillars:
  promotion:
    activities:
-      cake-of-the-week: { start: 2027-01-15 }
+      cake-of-the-week: { goals: saturday-orders, start: 2027-01-15 }")
    .fix("\
Add `goals:` with the goal it serves, or drop it with `status: dropped`, which keeps the decision.");

/// A longer list of goals is no help.
const MAX_NAMED: usize = 4;

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let has_goals = cx.strategy.goals().next().is_some();
    let goals = quoted(cx.analysis.goals.iter().map(|goal| goal.id));
    let which = match goals.len() {
        1..=MAX_NAMED => format!(" ({})", or(&goals)),
        _ => String::new(),
    };
    among(cx.analysis.live_activities(), "activities", ("serve no goal", "serves a goal"), |activity| {
        (has_goals && lists_nothing(&activity.activity().goals)).then(|| {
            RULE.at(activity.used.id.span, format!("the activity `{}` serves no goal", activity.id()))
                .label("nothing says what the business gets from this")
                .note("an activity without a goal takes time and money from the activities that have one")
                .help(format!(
                    "add `goals:` with the goal it serves{which}; if it serves none, drop it with `status: dropped`"
                ))
                .absent("goals")
        })
    })
}
