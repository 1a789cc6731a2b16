use crate::decode::field::Id;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::Strategy;
use crate::strategy::goal::ChannelKind;

pub static RULE: Rule = Rule {
    name: "social-stands-alone",
    group: Group::Goals,
    level: Level::Warning,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "all channels of the marketing strategy are social media",
    options: &[],
    docs: "\
## What it checks
If the marketing strategy lists channels, at least one of them is not social media. `paid_social` is social media, and
so is a channel of kind `other` with the id of a platform. Nothing is reported if no channel is listed.

## Why it matters
Social media works as a part of marketing: it leads people to a page, a store or a newsletter, where they order or
leave their name. If social media only leads to more social media, they go in circles. **Source**: four-pillars.

## Example
This fails:
```yaml
marketing_strategy:
  channels: { boosted-posts: paid_social }
```
This passes:
```yaml
marketing_strategy:
  channels: { boosted-posts: paid_social, order-page: web, shop: retail }
```

## How to fix or allow it
Add the channels besides social media, even if that is only the website and the phone. If there really are none, allow
it: `# stratplan: allow(social-stands-alone) the reason`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let marketing = cx.strategy.marketing_strategy.get();
    let Some((channels, place)) = marketing.and_then(|marketing| marketing.channels.placed()) else { return };
    let is_social = |(id, kind): (&Id, &ChannelKind)| is_social(cx.strategy, id, *kind);
    if channels.is_empty() || !channels.is_whole() || !channels.iter().all(is_social) {
        return;
    }
    let names: Vec<String> = channels.iter().map(|(id, _)| format!("`{id}`")).collect();
    let message = match names.as_slice() {
        [one] => format!("the only channel of the marketing strategy, {one}, is social"),
        _ => "every channel of the marketing strategy is social".to_owned(),
    };
    out.push(
        RULE.at(place.key, message)
            .label(format!("{}: nothing that works beside social", names.join(", ")))
            .note("social works as a part of marketing: it leads people to a page, a counter or a letter, and there they act")
            .help("add the channels that work beside social: `website: web`, `newsletter: email`, `shop: retail`"),
    );
}

fn is_social(strategy: &Strategy, id: &Id, kind: ChannelKind) -> bool {
    let is_platform = || strategy.platforms().any(|(platform, _)| platform == id);
    kind == ChannelKind::PaidSocial || (kind == ChannelKind::Other && is_platform())
}
