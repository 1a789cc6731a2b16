use crate::decode::maps::ById;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("objective-without-goal", Group::Goals, Level::Warning, Kind::Wrong)
    .summary("the marketing objective serves no business goal")
    .checks("Each marketing objective names a business goal in its `goals:`, if the file has any goals.")
    .why("\
Objectives connect social media to what the business wants. If an objective has no goal, the activities that serve it
look aligned but are not. **Source**: four-pillars.")
    .example("\
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
marketing_strategy:
  objectives:
-    parts-demand: { statement: Grow parts demand in North American fleets }
+    parts-demand: { statement: Grow parts demand in North American fleets, goals: parts-leads }")
    .fix("Add `goals:` with the goal it serves, or remove it if it does not concern social media.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let marketing = cx.strategy.marketing_strategy.get();
    let objectives = marketing.and_then(|marketing| marketing.objectives.get());
    let has_goals = cx.strategy.goals().next().is_some();
    // The total counts the objectives that could not be read, too.
    among(
        objectives.into_iter().flat_map(ById::fields),
        "objectives",
        ("serve no business goal", "serves a business goal"),
        |(id, objective)| {
            (has_goals && lists_nothing(&objective.get()?.goals)).then(|| {
            let mut activities = cx.analysis.live_activities();
            let serving = activities.find(|one| one.activity().objectives.ids().any(|other| other == id));
            RULE.at(id.span, format!("the objective `{id}` serves no business goal"))
                .label("marketing wants this, but nothing says what the business gets from it")
                .also_each(serving.map(|activity| (activity.used.id.span, "serves this objective")))
                .note("objectives connect social media to what the business wants; here that connection is missing")
                .help("add `goals:` with the business goal it serves, or remove it if it does not concern social media")
                .absent("goals")
        })
        },
    )
}
