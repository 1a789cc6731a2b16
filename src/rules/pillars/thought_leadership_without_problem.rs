use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("thought-leadership-without-problem", Group::Pillars, Level::Info, Kind::Missing)
    .summary("a thought-leadership activity names no customer problem")
    .checks("\
Each thought-leadership activity has a `problem:`, the customer problem that it helps to solve. Dropped activities are
skipped.")
    .why("\
People look for answers to their problems. Without a problem, an activity is about you and not about them. **Source**:
four-pillars.")
    .example("\
pillars:
  thought_leadership:
    activities:
-      baking-evening: { intent: help }
+      baking-evening: { problem: Sourdough that does not rise, intent: help }")
    .fix("Add `problem:` in a customer's words. Listening's answer to `what` is a good source.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let activities = cx.analysis.live_activities_of(PillarKind::ThoughtLeadership);
    among(
        activities,
        "thought-leadership activities",
        ("name no customer problem", "names a customer problem"),
        |activity| {
            activity.activity().problem.is_absent().then(|| {
            RULE.at(activity.used.id.span, format!("`{}` names no customer problem", activity.id()))
                .label("whose question does it answer?")
                .note("people look for answers to their problems; without one, this is about you and not about them")
                .help("add `problem:` in a customer's words; listening's answer to `what` is a good place to look for one")
                .absent("problem")
        })
        },
    )
}
