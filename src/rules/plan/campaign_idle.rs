use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("campaign-idle", Group::Plan, Level::Info, Kind::Missing)
    .summary("no activity belongs to a campaign")
    .checks("\
Each campaign has an activity that names it with `campaign:` and is not dropped. Campaigns that are done, dropped or
left out with `not_now:` are skipped.")
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
Name the campaign in the activities that belong to it. If none is planned yet, leave it out for now and say why:
`not_now: the sponsor decides in May`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let campaigns = cx.analysis.campaigns.iter().filter(|_| cx.analysis.known.activities);
    let campaigns =
        campaigns.filter(|one| !matches!(one.state, ActivityStatus::Done | ActivityStatus::Dropped));
    among(campaigns, "campaigns", "have no activity", |one| {
        let id = one.id.as_str();
        let has_activity = cx.analysis.activities_at(&one.activities).any(|activity| !activity.is_dropped());
        (!has_activity).then(|| {
            RULE.at(one.id.span, format!("no activity belongs to the campaign `{}`", shown(id)))
                .label("nobody has anything to do for it")
                .note("a campaign is what its activities do; without one it is a name with a budget")
                .help(format!(
                    "add `campaign: {id}` to the activities that belong to it, or leave it out: `not_now: …`"
                ))
        })
    })
}
