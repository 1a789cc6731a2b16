use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("no-marketing-strategy", Group::Goals, Level::Warning, Kind::Missing)
    .summary("nothing links social media to the marketing strategy")
    .checks("\
`marketing_strategy:` names at least one of these: a document, an objective, or a channel besides social media. If a
platform has been chosen, `platform-first` reports this instead.")
    .why("\
Social media is one part of the overall marketing strategy. On its own it attracts people and then loses them: there
is no page to visit, no newsletter to subscribe to, no shop that expects them. **Source**: four-pillars.")
    .example("\
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
+marketing_strategy:
+  channels: { order-page: web, shop: retail }")
    .fix("\
Add `marketing_strategy:` with what you have; two channels are enough to start. If the community does not do any
marketing, allow it: `# stratplan: allow(no-marketing-strategy) the reason`.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let is_open = cx.analysis.groundwork().marketing == Standing::Open;
    if !is_open || cx.analysis.chosen_platforms().next().is_some() {
        return None;
    }
    let section = &cx.strategy.marketing_strategy;
    let finding = if section.is_absent() {
        RULE.at(cx.strategy.head_key(), "nothing links this to the marketing strategy")
            .help("add `marketing_strategy:` with the channels that you have besides social media, such as `channels: { website: web, newsletter: email }`")
            .absent_section("marketing_strategy")
    } else {
        RULE.at(cx.key_or_head(section), "the marketing strategy names no document, objective or channel")
            .help("list the channels that you have besides social media under `channels:`, such as `website: web` or `newsletter: email`")
            .absent("channels")
    };
    Some(
        finding
            .label("social media is on its own here")
            .note("social media is one part of the overall marketing strategy: on its own, it attracts people and then loses them"),
    )
}
