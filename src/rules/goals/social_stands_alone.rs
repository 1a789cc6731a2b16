use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("social-stands-alone", Group::Goals, Level::Warning, Kind::Wrong)
    .summary("all channels of the marketing strategy are social media")
    .checks("\
If the marketing strategy lists channels, at least one of them is not social media. `paid_social` is social media, and
so is a channel of kind `other` with the id of a platform. Nothing is reported if no channel is listed.")
    .why("\
Social media works as a part of marketing: it leads people to a page, a store or a newsletter, where they order or
leave their name. If social media only leads to more social media, they go in circles. **Source**: four-pillars.")
    .example("\
marketing_strategy:
-  channels: { boosted-posts: paid_social }
+  channels: { boosted-posts: paid_social, order-page: web, shop: retail }")
    .fix("\
Add the channels besides social media, even if that is only the website and the phone. If there really are none, allow
it: `# stratplan: allow(social-stands-alone) the reason`.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let (channels, place) = cx.strategy.marketing_strategy.get()?.channels.placed()?;
    let are_all_social = channels.iter().all(|(id, channel)| cx.is_social(id, channel));
    if channels.is_empty() || !channels.is_whole() || !are_all_social {
        return None;
    }
    let names = quoted(channels.iter().map(|(id, _)| id));
    let message = match names.as_slice() {
        [one] => format!("the only channel of the marketing strategy, {one}, is social media"),
        _ => "all channels of the marketing strategy are social media".to_owned(),
    };
    Some(
        RULE.at(place.key, message)
            .label(format!("{}: no other channel", names.join(", ")))
            .note("social media works as a part of marketing: it leads people to a page, a store or a newsletter, where they act")
            .help("add the channels that you have besides social media, such as `website: web`, `newsletter: email` or `store: retail`"),
    )
}
