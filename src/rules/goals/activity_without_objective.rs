use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("activity-without-objective", Group::Goals, Level::Info, Kind::Missing)
    .summary("a promotion or thought-leadership activity serves no marketing objective")
    .checks("\
If marketing has objectives, each promotion and thought-leadership activity that has not been dropped names one.")
    .why("\
Promotion and thought leadership are marketing. If such an activity serves no marketing objective, two teams are
working on different plans. **Source**: four-pillars.")
    .example(
        "\
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
marketing_strategy:
  objectives:
    parts-demand: { statement: Grow parts demand in North American fleets, goals: parts-leads }
pillars:
  promotion:
    activities:
-      filter-guide: { goals: parts-leads, start: 2027-01-15 }
+      filter-guide: { goals: parts-leads, objectives: parts-demand, start: 2027-01-15 }",
    )
    .fix("Add `objectives:` with the one it serves. If none fits, ask marketing whether one is missing.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let marketing = cx.strategy.marketing_strategy.get();
    let objectives = marketing.and_then(|marketing| marketing.objectives.placed());
    let Some((objectives, place)) = objectives.filter(|(objectives, _)| !objectives.is_empty()) else {
        return Vec::new();
    };
    let example = objectives.iter().next().map(|(id, _)| format!(", such as `{id}`")).unwrap_or_default();
    let activities = cx.analysis.live_activities().filter(|activity| {
        matches!(activity.pillar(), PillarKind::Promotion | PillarKind::ThoughtLeadership)
    });
    let noun = "activities of promotion and thought leadership";
    among(activities, noun, ("serve no marketing objective", "serves a marketing objective"), |activity| {
        lists_nothing(&activity.activity().objectives).then(|| {
            RULE.at(activity.used.id.span, format!("the activity `{}` serves no marketing objective", activity.id()))
                .label(format!("{} is marketing, but this names no marketing objective", activity.pillar()))
                .also(place.key, "the marketing objectives")
                .note("if an activity serves no marketing objective, its owner and the marketing team are working on different plans")
                .help(format!("add `objectives:` with the objective it serves{example}"))
                .absent("objectives")
        })
    })
}
