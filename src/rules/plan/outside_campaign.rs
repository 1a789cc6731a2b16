use crate::analysis::campaigns::CampaignPlan;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("outside-campaign", Group::Plan, Level::Warning, Kind::Wrong)
    .summary("an activity is outside the dates of its campaign")
    .checks("\
An activity that names a campaign starts no earlier than the campaign and ends no later; it does not start after the
campaign's end, either. Coarse dates have to be outside for every day they can mean. Activities and campaigns without
dates, and those that are dropped, are skipped.")
    .why("\
People book staff, venues and money for the campaign's dates, and miss what happens outside them. **Source**: stratplan.")
    .example("\
campaigns:
  season-launch: { start: 2027-03-01, end: 2027-04-15 }
pillars:
  promotion:
    activities:
-      rehearsal-films: { campaign: season-launch, start: 2027-02-15, end: 2027-04-15 }
+      rehearsal-films: { campaign: season-launch, start: 2027-03-01, end: 2027-04-15 }")
    .fix("\
Correct the date, extend the campaign, or remove `campaign:` if the activity does not belong to it. To move a campaign
with all of its activities: `stratplan plan --move campaign.season-launch=+2w`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let campaigns = cx.analysis.campaigns.iter().filter(|one| !one.is_dropped());
    let activities = campaigns.flat_map(|campaign| {
        let own = cx.analysis.activities_at(&campaign.activities).filter(|one| !one.is_dropped());
        own.map(move |one| (campaign, one))
    });
    among(
        activities,
        "activities of campaigns",
        "are outside the dates of their campaign",
        |(campaign, one)| outside(campaign, one),
    )
}

fn outside(plan: &CampaignPlan<'_>, one: &Scheduled<'_>) -> Option<Finding> {
    let (campaign, activity) = (plan.campaign, one.activity());
    let start = activity.start().placed().map(|(start, place)| (start.0, place.value));
    let end = activity.end().placed().map(|(end, place)| (*end, place.value));
    let first = campaign.start.placed().map(|(start, place)| (start.0, place.value));
    let last = campaign.end.placed().map(|(end, place)| (*end, place.value));
    // Dates in the wrong order are a finding of their own.
    let is_reversed = |start: Option<(CoarseDate, Span)>, end: Option<(CoarseDate, Span)>| {
        start.zip(end).is_some_and(|((start, _), (end, _))| end.surely_before(start))
    };
    if is_reversed(start, end) || is_reversed(first, last) {
        return None;
    }
    let early = start.zip(first).filter(|((start, _), (first, _))| start.surely_before(*first));
    let late = start.zip(last).filter(|((start, _), (last, _))| last.surely_before(*start));
    let long = end.zip(last).filter(|((end, _), (last, _))| last.surely_before(*end));
    let (((date, at), (edge, edge_at)), verb, how) = early
        .map(|dates| (dates, "starts", "before it starts"))
        .or_else(|| late.map(|dates| (dates, "starts", "after it has ended")))
        .or_else(|| long.map(|dates| (dates, "ends", "after it has ended")))?;
    let id = shown(plan.id.as_str());
    let (ends, extend) = if how == "before it starts" {
        ("starts", format!("`start: {date}`"))
    } else {
        ("ends", format!("`end: {date}`"))
    };
    Some(
        RULE.at(at, format!("`{}` belongs to the campaign `{id}`, but {verb} {how}", one.id()))
            .label(format!("{verb} {date}"))
            .also(edge_at, format!("the campaign {ends} {edge}"))
            .note("people who plan by the campaign's dates miss what happens outside them")
            .help(format!(
                "correct the date, or give the campaign {extend}; remove `campaign:` if the activity does not belong to it"
            )),
    )
}
