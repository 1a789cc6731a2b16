use std::collections::HashSet;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("audience-unaddressed", Group::Goals, Level::Info, Kind::Missing)
    .summary("activities name audiences, but none of them names this one")
    .checks("\
If any activity names `audiences:`, each audience is named by one that has not been dropped. An audience that only a
platform names is reached there, but nothing is done for it.")
    .why("\
An audience that is in the plan and in no activity was important once. Either it has been forgotten, or it makes the
plan look wider than it is. **Source**: stratplan.")
    .example("\
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
audiences: [parents, neighbors]
pillars:
  promotion:
    activities:
-      cake-of-the-week: { goals: saturday-orders, audiences: parents }
+      cake-of-the-week: { goals: saturday-orders, audiences: [parents, neighbors] }")
    .fix("Name it in the `audiences:` of the activity that is for these people, plan one, or remove the audience.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let lists = || cx.analysis.live_activities().map(|one| &one.activity().audiences);
    let named: HashSet<&Id> = lists().flat_map(Field::ids).collect();
    if named.is_empty() || !cx.analysis.known.activities || lists().any(Field::is_invalid) {
        return Vec::new();
    }
    among(
        cx.strategy.audiences(),
        "audiences",
        ("are not addressed by any activity", "is addressed by any activity"),
        |(id, _)| {
            (!named.contains(id)).then(|| {
            RULE.at(id.span, format!("no activity addresses the audience `{id}`"))
                .label("in the plan, but nothing is done for them")
                .note("an audience without an activity makes the plan look wider than it is")
                .help(format!("add `{id}` to the `audiences:` of the activity that is for them, plan one, or remove the audience"))
        })
        },
    )
}
