use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("platform-unused", Group::Platforms, Level::Info, Kind::Wrong)
    .summary("no activity uses the platform")
    .checks("\
Each platform without `not_now:` is named by an activity that has not been dropped, if there are any.")
    .why("\
Either an activity is missing or a channel was left open, and people will write there. **Source**: stratplan.")
    .example("\
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
pillars:
  promotion:
    activities:
      cake-of-the-week: { goals: saturday-orders, platforms: facebook }
-platforms: [facebook, instagram]
+platforms:
+  facebook: { because: Parents ask for cake in two local groups }
+  instagram: { not_now: Nobody has time to answer there }")
    .fix("Name it in an activity's `platforms:`, remove it, or postpone it with `not_now: the reason`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let is_known = cx.analysis.known.activities && cx.analysis.live_activities().next().is_some();
    among(
        cx.analysis.chosen_platforms(),
        "platforms",
        ("are not used by any activity", "is used by an activity"),
        |(id, _)| {
            let mut activities = cx.analysis.live_activities();
            let is_used = activities.any(|one| one.activity().platforms.ids().any(|used| used == id));
            (is_known && !is_used).then(|| {
            RULE.at(id.span, format!("no activity uses `{id}`"))
                .label("in the plan, but nothing happens here")
                .note("people will write on an open channel, whether anything is planned there or not")
                .help(format!("add `{id}` to the `platforms:` of the activity that uses it, or postpone it with `not_now: the reason`"))
        })
        },
    )
}
