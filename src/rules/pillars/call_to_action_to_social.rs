use crate::rules::prelude::*;
use crate::strategy::goal::ChannelKind;

pub static RULE: Rule = Rule::new("call-to-action-to-social", Group::Pillars, Level::Warning, Kind::Wrong)
    .summary("the call to action of an activity that serves a sales goal leads to social media again")
    .checks("\
The call to action of an activity for a goal of kind `sell` or `generate_leads` does not lead to a channel of kind
`paid_social`, or to one of kind `other` with the id of a platform. It can if it has `captures_lead: true`, or if the
activity drives acquisition and leads to a platform that it does not use itself: then it brings people into a community.
If all channels are social media, `social-stands-alone` reports that instead.")
    .why("\
A purchase often starts on social media and seldom ends there. A call to action that leads from one post to the next
keeps people busy where they cannot order or leave their name. **Source**: four-pillars (content, then a call to action
on a website, then a form).")
    .example("\
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kind: sell }
marketing_strategy:
  channels: { boosted-posts: paid_social, order-page: web }
pillars:
  promotion:
    activities:
-      cake-of-the-week: { goals: saturday-orders, call_to_action: { text: See more cakes, channel: boosted-posts } }
+      cake-of-the-week: { goals: saturday-orders, call_to_action: { text: See more cakes, channel: order-page } }")
    .fix("\
Name a channel besides social media. If people leave their name right there, write `captures_lead: true`. If it should
lead to social media: `# stratplan: allow(call-to-action-to-social) the reason`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let channels = cx.strategy.marketing_strategy.get().and_then(|marketing| marketing.channels.get());
    let Some(channels) = channels else { return Vec::new() };
    let other = channels.iter().find(|(id, channel)| !cx.is_social(id, channel));
    let Some((other, _)) = other else { return Vec::new() };
    let acting = cx.analysis.live_activities().filter(|one| one.activity().call_to_action.is_set());
    among(acting, "calls to action", "lead to social media again", |activity| {
        let goal = cx.analysis.sales_goal_of(activity)?;
        let action = activity.activity().call_to_action.get()?;
        let channel: &Id = action.channel.get()?;
        let declared = channels.get(channel.as_str())?;
        let uses = activity.activity().platforms.ids().any(|used| used == channel);
        let invites = !uses
            && declared.kind.get() == Some(&ChannelKind::Other)
            && activity.gears.iter().any(|(_, gear, _)| *gear == GearKind::Acquisition);
        if !cx.is_social(channel, declared) || invites || action.captures_lead.may_be(|captures| *captures) {
            return None;
        }
        let declared = channels.declaration(channel.as_str()).map(|id| id.span);
        Some(
            RULE.at(channel.span, format!("the call to action of `{}` leads to `{channel}`, which is social media, too", activity.id()))
                .label("from social media to social media")
                .also_each(declared.map(|at| (at, "social media")))
                .also(goal.id.span, "a goal to sell or to generate leads")
                .note("a call to action should lead to where people order or leave their name: a page, a store, a phone call")
                .help(format!("name a channel besides social media, such as `{other}`, or write `captures_lead: true` if people leave their name on the spot")),
        )
    })
}
