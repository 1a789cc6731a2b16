use crate::rules::pillars::{activity_without_funnel, pillar_idle, promotion_without_call_to_action};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("funnel-gap", Group::Pillars, Level::Warning, Kind::Missing)
    .summary("there are sales goals, but no activity at awareness or none at consideration")
    .checks("\
If activities serve a goal of kind `sell` or `generate_leads`, at least one activity has `funnel_stage: awareness` and
one has `consideration`. Activities of all pillars count, except dropped ones. Nothing is reported as long as
`activity-without-funnel` finds an activity without a stage, or if there is no promotion.")
    .why("\
Nobody considers what they have never heard of, and before they buy, people compare. A plan that skips either step
asks strangers to buy. **Source**: four-pillars (down the funnel, awareness and consideration first).")
    .example("\
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kind: sell }
pillars:
  promotion:
    activities:
      cake-of-the-week: { goals: saturday-orders, funnel_stage: awareness, start: 2027-01-15 }
-      order-by-friday: { goals: saturday-orders, funnel_stage: purchase, start: 2027-02-01 }
+      name-the-cake: { goals: saturday-orders, funnel_stage: consideration, start: 2027-03-01 }
+      order-by-friday: { goals: saturday-orders, funnel_stage: purchase, start: 2027-03-15 }")
    .fix("\
Plan an activity at the missing stage, or correct the stage of one that already works there. If another channel does
that part, allow it above `promotion:`: `# stratplan: allow(funnel-gap) the radio spots make us known`.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let promotion = cx.strategy.pillar(PillarKind::Promotion)?;
    let is_left_out = !promotion.not_now.is_absent() || pillar_idle::is_idle(cx, promotion);
    let is_unreadable = cx.analysis.live_activities().any(|one| one.activity().funnel_stage.is_invalid());
    let mut activities = cx.analysis.live_activities_of(PillarKind::Promotion);
    let lacks_stage = activities.any(|one| activity_without_funnel::lacks_stage(cx, one));
    if !cx.analysis.known.activities || is_unreadable || is_left_out || lacks_stage {
        return None;
    }
    let mut staged = cx.analysis.live_activities().filter(|one| one.activity().funnel_stage.is_set());
    let goal = staged.find_map(|one| cx.analysis.sales_goal_of(one))?;
    let counts = cx.analysis.funnel().map(|stage| (stage.stage.key(), stage.activities));
    let [(_, at_awareness), (_, at_consideration), ..] = counts;
    let known = "`funnel_stage: awareness`, something worth sharing";
    let compared = "`funnel_stage: consideration`, which answers what people ask before they buy";
    let (message, why, activities) = match (at_awareness, at_consideration) {
        (0, 0) => (
            "no activity is at the awareness stage, and none at consideration",
            "nobody considers what they have never heard of, and nobody buys what they have not considered",
            format!("{known}, and one with {compared}"),
        ),
        (0, _) => (
            "no activity is at the awareness stage",
            "nobody considers what they have never heard of",
            known.to_owned(),
        ),
        (_, 0) => (
            "no activity is at the consideration stage",
            "before they buy, people compare, and nothing here helps them with that",
            compared.to_owned(),
        ),
        _ => return None,
    };
    let filled = counts.iter().filter(|(_, count)| *count > 0);
    let filled: Vec<String> = filled.map(|(name, count)| format!("{count} at {name}")).collect();
    let is_for_leads = goal.goal.kind.get() == Some(&GoalKind::GenerateLeads);
    Some(
        RULE.at(promotion.place.key, message)
            .label(format!("all pillars together: {}", and(&filled)))
            .also(goal.id.span, if is_for_leads { "a goal to generate leads" } else { "a goal to sell" })
            .note(why)
            .help(format!(
                "plan an activity{} for `{}` with {activities}; say there what people should do next: {}; if another channel does this, {}",
                cx.unless_inherited(" (with an `owner:`)"),
                goal.id,
                promotion_without_call_to_action::next_step(cx),
                RULE.allow_it()
            )),
    )
}
