use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("goal-without-business-unit", Group::Goals, Level::Info, Kind::Missing)
    .summary("the goal names no business unit, but another goal does")
    .checks("If one goal names its `business_unit:`, all of them do, except those with `not_now:`.")
    .why("\
The units of an organization use different pillars for different goals. When each unit looks for its own goals, a goal
without a unit is overlooked. **Source**: four-pillars (Kevin Espinosa speaks for a maker with many business units).")
    .example("\
goals:
  parts-leads: { statement: Generate 400 qualified parts leads a quarter, business_unit: Parts }
-  service-cost: Cut the cost of a support contact from 11.50 to 8.00 USD
+  service-cost: { statement: Cut the cost of a support contact from 11.50 to 8.00 USD, business_unit: Product Support }")
    .fix("Add `business_unit:` with the unit that wants the goal, or `business_unit: all` if all do.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let goals = &cx.analysis.goals;
    let named = goals.iter().find_map(|goal| Some((goal.id, goal.goal.business_unit.placed()?)));
    let Some((example, (unit, place))) = named else { return Vec::new() };
    among(goals, "goals", ("name no business unit", "names a business unit"), |goal| {
        goal.goal.business_unit.is_absent().then(|| {
            RULE.at(goal.id.span, format!("the goal `{}` names no business unit", goal.id))
                .label("whose goal is this?")
                .also(place.value, format!("`{example}` belongs to {unit}"))
                .note("each unit looks for its own goals, so a goal without a unit is overlooked")
                .help("add `business_unit:` with the part of the organization that wants it, or `business_unit: all`")
                .absent("business_unit")
        })
    })
}
