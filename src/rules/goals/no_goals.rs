use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("no-goals", Group::Goals, Level::Error, Kind::Missing)
    .summary("the strategy has no business goal")
    .checks("`goals:` lists something that the business, not just its social media team, wants.")
    .why("\
Social media serves the business, not the other way around. Without a goal, nobody can say whether an activity is
worth its cost or a platform is the right one. **Source**: four-pillars (Kevin Espinosa starts from the business).")
    .example("\
+goals:
+  saturday-orders: Forty cake orders each Saturday by the end of June
pillars:
  promotion:
    activities:
-      cake-of-the-week: { start: 2027-01-15 }
+      cake-of-the-week: { goals: saturday-orders, start: 2027-01-15 }")
    .fix("\
Ask those who run the business what should be different at the end of the period, and write that with a number and a
date. If there is no business goal, allow it: `# stratplan: allow(no-goals) why this community has none`.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let is_missing = cx.analysis.known.goals && cx.strategy.goals().next().is_none();
    let owned = cx.unless_inherited(", both with an `owner:`");
    is_missing.then(|| {
        RULE.at(cx.key_or_head(&cx.strategy.goals), "the strategy has no business goal")
            .label("nothing in this plan serves a goal yet")
            .note("a strategy follows from what the business is trying to achieve")
            .help(format!(
                "write under `goals:` what the business wants, how much of it and by when, and name a KPI with a target for it{owned}; then name the goal in the `goals:` of each activity that serves it"
            ))
            .absent_section("goals")
    })
}
