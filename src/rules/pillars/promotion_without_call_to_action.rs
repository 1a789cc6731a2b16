use crate::analysis::schedule::Scheduled;
use crate::decode::field::Field;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::goal::ChannelKind;
use crate::strategy::pillar::PillarKind;

pub static RULE: Rule = Rule {
    name: "promotion-without-call-to-action",
    group: Group::Pillars,
    level: Level::Warning,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "a promotion activity that serves a sales goal leads to no other channel",
    options: &[],
    docs: "\
## What it checks
A promotion activity that serves a goal of kind `sell` or `generate_leads` has a `call_to_action:` with the `channel`
it leads to, one of the channels of the marketing strategy. A call to action with `captures_lead: true` needs no
channel.

## Why it matters
A purchase often starts on social media and seldom ends there: content leads to a call to action, which leads to a
website, a store or a phone call, where people leave their name or buy. Without a next step, interest is lost as soon
as it arises. **Source**: four-pillars (content, then a call to action on a website, then a form).

## Example
This fails:
```yaml
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kind: sell }
pillars:
  promotion:
    activities:
      cake-of-the-week: { goals: saturday-orders, start: 2027-01-15 }
```
This passes:
```yaml
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kind: sell }
marketing_strategy:
  channels: { order-page: web }
pillars:
  promotion:
    activities:
      cake-of-the-week:
        goals: saturday-orders
        call_to_action: { text: See this week's cake, channel: order-page }
        start: 2027-01-15
```

## How to fix or allow it
Add `call_to_action: { text: …, channel: … }`, and declare the channel under `marketing_strategy.channels:` if it is
not there. If an activity should not lead anywhere else, allow it: `# stratplan:
allow(promotion-without-call-to-action) why it asks for nothing`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let total = cx.analysis.live_activities_of(PillarKind::Promotion).count();
    for activity in cx.analysis.live_activities_of(PillarKind::Promotion) {
        let Some(goal) = cx.analysis.sales_goal_of(activity) else { continue };
        if let Some(finding) = judge(cx, activity) {
            out.push(
                finding
                    .also(goal.id.span, "a goal to sell or to find people who may buy")
                    .note("social begins the way to a purchase and seldom ends it: without a next step interest is lost as soon as it arises")
                    .among(total, "promotion activities", "lead nowhere"),
            );
        }
    }
}

fn judge(cx: &Context<'_>, activity: &Scheduled<'_>) -> Option<Finding> {
    let id = activity.id();
    match &activity.activity().call_to_action {
        Field::Invalid(_) => None,
        Field::Absent => Some(
            RULE.at(activity.used.id.span, format!("`{id}` leads nowhere: it has no call to action"))
                .label("whoever likes it has nowhere to go")
                .help(match a_channel(cx) {
                    Some(channel) => {
                        format!("say what people do next: `call_to_action: {{ text: …, channel: {channel} }}`")
                    }
                    None => "say what people do next: `call_to_action: { text: …, channel: website }`, with `website: web` under `marketing_strategy.channels:`".to_owned(),
                })
                .absent("call_to_action"),
        ),
        Field::Set(action, place) => {
            let leads_on = !action.channel.is_absent() || captures_lead(&action.captures_lead);
            (!leads_on).then(|| {
                let channel = a_channel(cx).unwrap_or("website");
                RULE.at(place.key, format!("the call to action of `{id}` names no channel to go to"))
                    .label("asks for something, and leads nowhere")
                    .help(format!(
                        "add the channel it leads to, such as `channel: {channel}`, or `captures_lead: true` where people leave their name on the spot"
                    ))
                    .absent("channel")
            })
        }
    }
}

/// A lead may be captured where it stands; where that could not be read, it may be, too.
fn captures_lead(field: &Field<bool>) -> bool {
    field.is_invalid() || field.get() == Some(&true)
}

/// A channel of the user's own that an example can name. Paid social would lead back to social.
fn a_channel<'a>(cx: &Context<'a>) -> Option<&'a str> {
    let channels = cx.strategy.marketing_strategy.get()?.channels.get()?;
    let mut others = channels.iter().filter(|(_, kind)| **kind != ChannelKind::PaidSocial);
    others.next().map(|(id, _)| id.as_str())
}
