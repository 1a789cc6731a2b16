use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("promotion-without-call-to-action", Group::Pillars, Level::Warning, Kind::Missing)
    .summary("a promotion activity that serves a sales goal leads to no other channel")
    .checks("\
A promotion activity for a goal of kind `sell` or `generate_leads` has a `call_to_action:` with a `channel` of the
marketing strategy, or with `captures_lead: true`.")
    .why("\
A purchase often starts on social media and seldom ends there: content leads to a call to action, which leads to a
website, a store or a phone call, where people leave their name or buy. Without a next step, interest is lost as soon
as it arises. **Source**: four-pillars (content, then a call to action on a website, then a form).")
    .example("\
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kind: sell }
+marketing_strategy:
+  channels: { order-page: web }
pillars:
  promotion:
    activities:
-      cake-of-the-week: { goals: saturday-orders, start: 2027-01-15 }
+      cake-of-the-week:
+        goals: saturday-orders
+        call_to_action: { text: See this week's cake, channel: order-page }
+        start: 2027-01-15")
    .fix("\
Add `call_to_action: { text: …, channel: … }`, with a channel declared in `marketing_strategy:`. If it should lead
nowhere else: `# stratplan: allow(promotion-without-call-to-action) why it asks for nothing`.");

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let promotion = cx.analysis.live_activities_of(PillarKind::Promotion);
    out.extend(among(promotion, "promotion activities", "do not lead to another channel", |activity| {
        let goal = cx.analysis.sales_goal_of(activity)?;
        Some(
            judge(cx, activity)?
                .also(goal.id.span, "a goal to sell or to generate leads")
                .note("a purchase often starts on social media and seldom ends there: without a next step, interest is lost as soon as it arises"),
        )
    }));
}

fn judge(cx: &Context<'_>, activity: &Scheduled<'_>) -> Option<Finding> {
    let id = activity.id();
    match &activity.activity().call_to_action {
        Field::Invalid(_) => None,
        Field::Absent => {
            let help = match a_channel(cx) {
                Some(channel) => {
                    format!("say what people should do next: `call_to_action: {{ text: …, channel: {channel} }}`")
                }
                None => "say what people should do next: `call_to_action: { text: …, channel: website }`, with `website: web` under `marketing_strategy.channels:`".to_owned(),
            };
            Some(
                RULE.at(activity.used.id.span, format!("`{id}` has no call to action"))
                    .label("people who like it have nowhere to go")
                    .help(help)
                    .absent("call_to_action"),
            )
        }
        Field::Set(action, place) => {
            // A lead can be captured on the spot.
            let captures_lead =
                action.captures_lead.is_invalid() || action.captures_lead.get() == Some(&true);
            (action.channel.is_absent() && !captures_lead).then(|| {
                let channel = a_channel(cx).unwrap_or("website");
                RULE.at(place.key, format!("the call to action of `{id}` names no channel to go to"))
                    .label("asks for something without saying where")
                    .help(format!(
                        "add the channel it leads to, such as `channel: {channel}`, or `captures_lead: true` if people leave their name on the spot"
                    ))
                    .absent("channel")
            })
        }
    }
}

/// One of the user's own channels, for an example. Paid social would lead back to social media.
fn a_channel<'a>(cx: &Context<'a>) -> Option<&'a str> {
    let channels = cx.strategy.marketing_strategy.get()?.channels.get()?;
    let mut others = channels.iter().filter(|(_, kind)| **kind != ChannelKind::PaidSocial);
    others.next().map(|(id, _)| id.as_str())
}
