use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("support-sells", Group::Pillars, Level::Warning, Kind::Wrong)
    .summary("a support activity sells")
    .checks("\
No support activity has `intent: sell`, or `funnel_stage: purchase` without another intent, or drives marketing's
monetization. Support that lowers the cost of service drives the monetization of the purpose support.")
    .why("\
People turn to support with a problem. If the answer is an offer, they learn not to ask again, and the other customers
who read along learn it too. Help that works sells by itself. **Source**: four-pillars.")
    .example("\
pillars:
  support:
    activities:
-      fault-codes: { intent: sell, start: 2027-02-01 }
+      fault-codes: { intent: help, start: 2027-02-01 }")
    .fix("\
Remove the offer and let the activity help, or move it to `promotion`, where some may sell. If selling is part of the
help, as with spare parts, allow it: `# stratplan: allow(support-sells) why the answer is an offer`.");

const MARKETING: (PurposeKind, GearKind) = (PurposeKind::Marketing, GearKind::Monetization);

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let name = cx.analysis.gear_name(MARKETING.0, MARKETING.1);
    let elsewhere = format!("let an activity of `promotion` drive `{name}` instead");
    let activities: Vec<_> = cx.analysis.live_activities_of(PillarKind::Support).collect();
    let offering = among(&activities, "support activities", "sell", |activity| {
        let and = driven(activity).map(|_| format!(" and {elsewhere}")).unwrap_or_default();
        let next = format!("remove the offer and write `intent: help`{and}");
        Some(sells(activity, activity.offer()?, "an offer", &next))
    });
    let driving = among(&activities, "support activities", "drive the gear that sells", |activity| {
        let place = driven(activity).filter(|_| activity.offer().is_none())?;
        Some(sells(activity, place, "the gear that sells", &elsewhere))
    });
    [offering, driving].concat()
}

fn driven(activity: &Scheduled<'_>) -> Option<Place> {
    let gear = activity.gears.iter().find(|(purpose, gear, _)| (*purpose, *gear) == MARKETING);
    gear.map(|(.., place)| *place)
}

fn sells(activity: &Scheduled<'_>, place: Place, label: &str, next: &str) -> Finding {
    RULE.at(place.value, format!("`{}` is support, but it sells", activity.id()))
        .label(label)
        .also(activity.used.pillar.place.key, "helps customers who have a problem")
        .note("if the answer to a problem is an offer, people stop asking, and so do those who read along")
        .help(format!("{next}, or move the activity to `promotion.activities:`"))
}
