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

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let promotion = cx.analysis.live_activities_of(PillarKind::Promotion);
    among(
        promotion,
        "promotion activities",
        ("do not lead to another channel", "leads to another channel"),
        |activity| {
            let goal = cx.analysis.sales_goal_of(activity)?;
            Some(
            judge(cx, activity)?
                .also(goal.id.span, "a goal to sell or to generate leads")
                .note("a purchase often starts on social media and seldom ends there: without a next step, interest is lost as soon as it arises"),
        )
        },
    )
}

/// A channel to lead to, and how to declare it if there is none.
fn channel<'a>(cx: &Context<'a>) -> (&'a str, &'static str) {
    match cx.other_channel() {
        Some(channel) => (channel.as_str(), ""),
        None => ("website", ", with `website: web` under `marketing_strategy.channels:`"),
    }
}

/// What to write so that an activity leads to another channel.
pub(super) fn next_step(cx: &Context<'_>) -> String {
    let (channel, declare) = channel(cx);
    format!("`call_to_action: {{ text: …, channel: {channel} }}`{declare}")
}

fn judge(cx: &Context<'_>, activity: &Scheduled<'_>) -> Option<Finding> {
    let (id, (channel, declare)) = (activity.id(), channel(cx));
    match &activity.activity().call_to_action {
        Field::Absent => Some(
            RULE.at(activity.used.id.span, format!("`{id}` has no call to action"))
                .label("people who like it have nowhere to go")
                .help(format!("say what people should do next: {}", next_step(cx)))
                .absent("call_to_action"),
        ),
        // A lead can be captured on the spot.
        Field::Set(action, place) if action.channel.is_absent() && !action.captures_lead.may_be(|is| *is) => Some(
            RULE.at(place.key, format!("the call to action of `{id}` names no channel to go to"))
                .label("asks for something without saying where")
                .help(format!("add the channel it leads to, such as `channel: {channel}`{declare}, or `captures_lead: true` if people leave their name on the spot"))
                .absent("channel"),
        ),
        Field::Set(..) | Field::Invalid(_) => None,
    }
}
