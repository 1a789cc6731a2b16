use crate::analysis::campaigns::CampaignPlan;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("campaign-idle", Group::Plan, Level::Info, Kind::Missing)
    .summary("no activity belongs to a campaign, or nothing happens in its last weeks")
    .checks("\
Each campaign has an activity that names it with `campaign:` and is not dropped, and the last of them ends at most 28
days before the campaign does. An activity without an end runs on. Campaigns that are done, dropped or left out with
`not_now:` are skipped.")
    .why("\
A campaign is what its activities do. Without one it is a name with a budget, and nobody has anything to do for it.
**Source**: stratplan.")
    .example("\
campaigns:
  season-launch: { name: The new season, start: 2027-03-01, end: 2027-04-15 }
pillars:
  promotion:
    activities:
-      rehearsal-films: { start: 2027-03-01 }
+      rehearsal-films: { campaign: season-launch, start: 2027-03-01 }")
    .fix("\
Name the campaign in the activities that belong to it, or end it when the last of them ends. If none is planned yet, leave it out for now and say why:
`not_now: the sponsor decides in May`.");

/// For this many days, a campaign can run on what its activities began.
const MOST_DAYS: i64 = 28;

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let campaigns = cx.analysis.campaigns.iter().filter(|_| cx.analysis.known.activities);
    let campaigns =
        campaigns.filter(|one| !matches!(one.state, ActivityStatus::Done | ActivityStatus::Dropped));
    let campaigns: Vec<&CampaignPlan<'_>> = campaigns.collect();
    let mut found = among(campaigns.iter(), "campaigns", "have no activity", |one| {
        let id = one.id.as_str();
        active(cx, one).next().is_none().then(|| {
            RULE.at(one.id.span, format!("no activity belongs to the campaign `{}`", shown(id)))
                .label("nobody has anything to do for it")
                .note("a campaign is what its activities do; without one it is a name with a budget")
                .help(format!(
                    "add `campaign: {id}` to the activities that belong to it, or leave it out: `not_now: …`"
                ))
        })
    });
    let ending = "go on for weeks after their last activity";
    found.extend(among(campaigns.iter(), "campaigns", ending, |one| goes_on(cx, one)));
    found
}

fn active<'s, 'a>(cx: &'s Context<'a>, one: &'s CampaignPlan<'a>) -> impl Iterator<Item = &'s Scheduled<'a>> {
    cx.analysis.activities_at(&one.activities).filter(|activity| !activity.is_dropped())
}

fn goes_on(cx: &Context<'_>, one: &CampaignPlan<'_>) -> Option<Finding> {
    let (end, place) = one.campaign.end.placed()?;
    let ends = active(cx, one).map(|activity| Some((activity.id(), *activity.activity().end().get()?)));
    let ends: Vec<(&str, CoarseDate)> = ends.collect::<Option<_>>()?;
    let (id, last) = ends.into_iter().max_by_key(|(_, end)| end.last)?;
    let rest = days_between(last.last, end.first);
    (rest > MOST_DAYS).then(|| {
        let campaign = shown(one.id.as_str());
        let message = format!("the campaign `{campaign}` goes on for {} after its last activity", days(rest));
        RULE.at(place.value, message)
            .label(format!("the campaign ends {end}"))
            .note("a campaign is what its activities do")
            .help(format!("end it with `{id}`: `end: {last}`, or plan what happens after that"))
    })
}
