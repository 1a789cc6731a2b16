use std::collections::HashSet;

use crate::decode::maps::ById;
use crate::rules::goals::objective_of_another_goal::elsewhere;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("objective-unserved", Group::Goals, Level::Info, Kind::Missing)
    .summary("activities name marketing objectives, but none of them names this one")
    .checks("\
If any activity names an objective of the marketing strategy, each objective is named by an activity that has not been
dropped. Objectives are skipped if no activity serves any of their goals, which `goal-unserved` reports, or if one that
does names the objective of another goal, which `objective-of-another-goal` reports.")
    .why("\
What marketing wants and nobody works on is a promise to the business that no one keeps. **Source**: four-pillars.")
    .example("\
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
  service-cost: Cut the cost of a support contact from 11.50 to 8.00 USD by year end
marketing_strategy:
  objectives:
    parts-demand: { statement: Grow parts demand in North American fleets, goals: parts-leads }
    service-promise: { statement: Be the easiest maker to own a machine from, goals: service-cost }
pillars:
  promotion:
    activities:
      filter-guide: { goals: parts-leads, objectives: parts-demand }
  support:
    activities:
-      answer-desk: { goals: service-cost }
+      answer-desk: { goals: service-cost, objectives: service-promise }")
    .fix("\
Name it in the `objectives:` of an activity that serves it, plan one, or remove the objective if social media has no
part in it.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let lists = || cx.analysis.live_activities().map(|one| &one.activity().objectives);
    let is_known = cx.analysis.known.activities && !lists().any(Field::is_invalid);
    let named: HashSet<&Id> = lists().flat_map(Field::ids).collect();
    if !is_known || named.is_empty() {
        return Vec::new();
    }
    among(
        cx.objectives().into_iter().flat_map(ById::iter),
        "objectives",
        ("have no activity that serves them", "has an activity that serves it"),
        |(id, objective)| {
            let serves = |one: &&Scheduled<'_>| objective.goals.ids().any(|goal| one.serves(goal.as_str()));
            let serving: Vec<_> = cx.analysis.live_activities().filter(serves).collect();
            let first = serving.first()?;
            let is_mistaken = serving.iter().any(|one| !elsewhere(cx, one).is_empty());
            (!named.contains(id) && !is_mistaken).then(|| {
            RULE.at(id.span, format!("no activity serves the marketing objective `{id}`"))
                .label("marketing wants this, and nobody works on it")
                .also(first.used.id.span, "serves the same goal")
                .note("what marketing wants and nobody works on is a promise that no one keeps")
                .help(format!(
                    "add `{id}` to the `objectives:` of the activity that serves it, such as `{}`, plan one, or remove it if social media has no part in it",
                    first.id()
                ))
        })
        },
    )
}
