use std::collections::HashSet;

use crate::analysis::alignment::GoalAlignment;
use crate::decode::shorthand::Many;
use crate::rules::goals::objective_of_another_goal::elsewhere;
use crate::rules::prelude::*;
use crate::strategy::walk::Ref;

pub static RULE: Rule = Rule::new("goal-without-objective", Group::Goals, Level::Warning, Kind::Missing)
    .summary("marketing has objectives, but none of them leads to the goal")
    .checks("\
If the marketing strategy has objectives and each of them names its goals, each goal without `not_now:` is one of them.
For goals of service (kind `provide_service`, `remove_pain_point` or `improve_product`, or served by the purpose
support alone), this is only advice. If an activity of the goal names the objective of another,
`objective-of-another-goal` reports that instead.")
    .why("\
Social media is one part of marketing. A goal that marketing does not know has its activities in social media and
nothing behind them: no budget, no page, no mail that helps. **Source**: four-pillars (know how it fits the overall
marketing strategy).")
    .example("\
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
  fleet-signups: Sign up 80 fleets for the service plan by the end of 2027
marketing_strategy:
  objectives:
-    parts-demand: { statement: Grow parts demand in North American fleets, goals: parts-leads }
+    parts-demand: { statement: Grow parts demand in North American fleets, goals: [parts-leads, fleet-signups] }")
    .fix("\
Add the goal to the `goals:` of the objective that leads to it, or add the objective that is missing. If marketing has
no part in it, say so: `# stratplan: allow(goal-without-objective) the sales team does this alone`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let section = cx.strategy.marketing_strategy.get().and_then(|marketing| marketing.objectives.placed());
    let Some((objectives, place)) = section.filter(|(objectives, _)| objectives.is_whole()) else {
        return Vec::new();
    };
    // An objective without goals, or with a misspelled one, can be the one that is missing here.
    let is_declared =
        |id: &Id| cx.strategy.goals.get().is_some_and(|goals| goals.declaration(id.as_str()).is_some());
    let mut goals = objectives.iter().map(|(_, one)| &one.goals);
    let lists_goals = |goals: &Field<Many<Ref<Goal>>>| goals.get().is_some_and(|goals| !goals.is_empty());
    if objectives.is_empty() || !goals.all(|goals| lists_goals(goals) && goals.ids().all(is_declared)) {
        return Vec::new();
    }
    let led_to: HashSet<&Id> = objectives.iter().flat_map(|(_, one)| one.goals.ids()).collect();
    among(
        &cx.analysis.goals,
        "goals",
        ("have no marketing objective that leads to them", "has a marketing objective that leads to it"),
        |goal| {
            let id = goal.id;
            let mut serving = cx.analysis.activities_at(&goal.activities);
            (!led_to.contains(id) && !serving.any(|one| !elsewhere(cx, one).is_empty())).then(|| {
            RULE.at(id.span, format!("no marketing objective leads to the goal `{id}`"))
                .label("does marketing know about this goal?")
                .also(place.key, "the objectives of marketing")
                .note("social media is one part of marketing: a goal that marketing does not share gets no page, no budget and no mail from it")
                .help(format!("add `{id}` to the `goals:` of the objective that leads to it, or add one that does: `{{ statement: …, goals: {id} }}`"))
                .level(if is_service(goal) { Level::Info } else { Level::Warning })
        })
        },
    )
}

/// True for a goal that marketing may have no part in.
fn is_service(goal: &GoalAlignment<'_>) -> bool {
    let is_service = |kind: &GoalKind| kind.is_about_customers() || *kind == GoalKind::ImproveProduct;
    goal.goal.kind.get().is_some_and(is_service) || goal.purposes == [PurposeKind::Support]
}
