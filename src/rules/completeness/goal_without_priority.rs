use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("goal-without-priority", Group::Completeness, Level::Info, Kind::Missing)
    .summary("one of several goals has no priority")
    .checks("If there are two goals or more, each has a `priority:`. Postponed goals are skipped.")
    .why("\
When time or money runs short, something is left out. Without priorities, whoever is busiest that week decides what.
**Source**: stratplan.")
    .example("\
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, priority: high }
-  weekday-lunches: { statement: Sixty lunches a day by the end of September }
+  weekday-lunches: { statement: Sixty lunches a day by the end of September, priority: medium }")
    .fix("Agree on it with those who set the goals, and write `priority: high`, `medium` or `low`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let goals = cx.analysis.goals.iter().filter(|_| cx.analysis.goals.len() > 1);
    among(goals, "goals", ("have no priority", "has a priority"), |goal| {
        goal.goal.priority.is_absent().then(|| {
            RULE.at(goal.id.span, format!("the goal `{}` has no priority", goal.id))
                .label("what if there is no time for all of them?")
                .note("when time or money runs short, something is left out, and priorities say what")
                .help("add `priority: high`, `medium` or `low`")
                .absent("priority")
        })
    })
}
