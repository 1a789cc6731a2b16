use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("no-feedback-loop", Group::Gears, Level::Info, Kind::Missing)
    .summary("no activity passes on to the business what the community says")
    .checks("\
At least one activity that has not been dropped says in `feeds_back_to:` who in the business acts on what the
community says. Nothing is reported if there are no activities, or if listening has `not_now:`.")
    .why("\
What people who know a product say about it is worth more than most surveys, and they keep saying it only as long as
it makes a difference. Someone has to pass it on to the people who can act on it. **Source**: four-gears.")
    .example("\
pillars:
  listening:
    activities:
-      weekly-digest: { start: 2027-01-04, cadence: weekly }
+      weekly-digest: { start: 2027-01-04, cadence: weekly, feeds_back_to: product }")
    .fix("Add `feeds_back_to:`, with the team that acts on it, to the activity that hears the most.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let is_left_out = cx.listening().is_some_and(|listening| !listening.not_now.is_absent());
    let mut activities = cx.analysis.live_activities().peekable();
    activities.peek()?;
    let is_fed_back = activities.any(|one| !one.activity().feeds_back_to.is_absent());
    if !cx.analysis.known.activities || is_left_out || is_fed_back {
        return None;
    }
    let listening = cx.strategy.pillars.get().and_then(|pillars| pillars.listening.key());
    let at = listening.unwrap_or_else(|| cx.key_or_head(&cx.strategy.pillars));
    Some(
        RULE.at(at, "no activity passes on to the business what the community says")
            .label("nobody learns what is heard here")
            .note("people keep telling you what they think only as long as it makes a difference")
            .help("add `feeds_back_to:` with the team that acts on it to the activity that hears the most, such as `feeds_back_to: product`"),
    )
}
