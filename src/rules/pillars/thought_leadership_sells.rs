use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("thought-leadership-sells", Group::Pillars, Level::Error, Kind::Wrong)
    .summary("a thought-leadership activity sells")
    .checks("\
No thought-leadership activity has `intent: sell`, or without an intent `funnel_stage: purchase` or marketing's
monetization as its only gear. A call to action to read on is not selling.")
    .why("\
Thought leadership makes you the source that people turn to with a problem, at the top of the funnel and without
selling. With the first offer you become one more seller, and people stop asking. **Source**: four-pillars.")
    .example("\
pillars:
  thought_leadership:
    activities:
-      baking-evening: { problem: Sourdough that does not rise, intent: sell }
+      baking-evening: { problem: Sourdough that does not rise, intent: help }")
    .fix("Remove the offer and let it inform or help, or move it to `promotion`, where some may sell.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let activities = cx.analysis.live_activities_of(PillarKind::ThoughtLeadership);
    among(activities, "thought-leadership activities", "sell", |activity| {
        let place = activity.sale()?;
        Some(
            RULE.at(place.value, format!("`{}` is thought leadership, but it sells", activity.id()))
                .label(if activity.offer().is_some() { "an offer" } else { "the gear that sells" })
                .also(activity.used.pillar.place.key, "helps with problems, without selling")
                .note("with the first offer, the source that people turn to becomes one more seller, and they stop asking")
                .help("remove the offer and write `intent: help` or `intent: inform`, or move the activity to `promotion.activities:`"),
        )
    })
}
