use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("activity-without-funnel", Group::Pillars, Level::Info, Kind::Missing)
    .summary("a promotion activity that serves a sales goal does not give its funnel stage")
    .checks("\
A promotion activity for a goal of kind `sell` or `generate_leads` has a `funnel_stage:`, unless it has been dropped.")
    .why("\
Promotion moves people down the funnel. People who have never heard of you need a different post than people who are
comparing prices, and without the stage nobody sees which of them is left out. **Source**: four-pillars.")
    .example("\
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kind: sell }
pillars:
  promotion:
    activities:
-      cake-of-the-week: { goals: saturday-orders, start: 2027-01-15 }
+      cake-of-the-week: { goals: saturday-orders, funnel_stage: awareness, start: 2027-01-15 }")
    .fix("\
Add `funnel_stage:` with `awareness`, `consideration`, `purchase`, `loyalty` or `advocacy`: the stage that most of the
people it reaches are at before they see it.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let promotion = cx.analysis.live_activities_of(PillarKind::Promotion);
    // The stages that `funnel-gap` wants.
    let empty = cx.analysis.funnel().into_iter().take(2).find(|stage| stage.activities == 0);
    let empty = empty.map(|stage| format!("; nothing is at {} yet", stage.stage.key())).unwrap_or_default();
    among(
        promotion,
        "promotion activities",
        ("do not give their funnel stage", "gives its funnel stage"),
        |activity| {
            lacks_stage(cx, activity).then(|| {
            RULE.at(activity.used.id.span, format!("`{}` does not give its funnel stage", activity.id()))
                .label("is it for people who have never heard of you, or for people who are comparing?")
                .note("these people need different posts, and without the stage nobody sees which of them are left out")
                .help(format!("add `funnel_stage:` with the stage of most of the people it reaches: awareness, consideration, purchase, loyalty or advocacy{empty}"))
                .absent("funnel_stage")
        })
        },
    )
}

/// True if a promotion activity serves a sales goal and gives no stage. As long as there is one, the
/// funnel as a whole cannot be judged.
pub(super) fn lacks_stage(cx: &Context<'_>, activity: &Scheduled<'_>) -> bool {
    activity.activity().funnel_stage.is_absent() && cx.analysis.sales_goal_of(activity).is_some()
}
