use crate::decode::maps::Series;
use crate::rules::prelude::*;
use crate::strategy::date::Start;

pub static RULE: Rule = Rule::new("ends-before-start", Group::Plan, Level::Error, Kind::Wrong)
    .summary("something ends before it starts")
    .checks("\
Activities, campaigns and the `period:` end on or after the day they start. Neither a target nor a milestone is due
before the date of its baseline, or for a sum or a running total before `since`. Coarse dates have to be wrong for every
day they can mean.")
    .why("One of the two dates is wrong, and so is every figure that depends on it. **Source**: stratplan.")
    .example("\
pillars:
  promotion:
    activities:
-      filter-guide: { start: 2027-06-30, end: 2027-01-15 }
+      filter-guide: { start: 2027-01-15, end: 2027-06-30 }",
    )
    .fix("Swap the two, or correct the wrong one; often it is the year. This order is never right.");

const NOTE: &str = "one of the two is wrong, and so is every figure that depends on it";

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let period = cx.strategy.head().and_then(|head| head.period.get());
    let period = period.and_then(|period| reversed("the strategy's period", &period.start, &period.end));
    let activities = cx.analysis.live_activities().filter_map(|one| {
        reversed(&format!("the activity `{}`", one.id()), one.activity().start(), one.activity().end())
    });
    let campaigns = cx.analysis.campaigns.iter().filter(|one| !one.is_dropped());
    let campaigns = campaigns.filter_map(|one| {
        let what = format!("the campaign `{}`", shown(one.id.as_str()));
        reversed(&what, &one.campaign.start, &one.campaign.end)
    });
    period
        .into_iter()
        .chain(activities)
        .chain(campaigns)
        .chain(cx.strategy.kpis().flat_map(|(id, kpi)| targets(id, kpi)))
}

fn reversed(what: &str, start: &Field<Start>, end: &Field<CoarseDate>) -> Option<Finding> {
    let ((start, start_place), (end, end_place)) = start.placed().zip(end.placed())?;
    end.surely_before(start.0).then(|| {
        RULE.at(end_place.value, format!("{what} ends before it starts"))
            .label(format!("ends {end}"))
            .also(start_place.value, format!("starts {}", start.0))
            .note(NOTE)
            .help("swap the two, or correct the one that is wrong; often it is the year")
    })
}

fn targets(id: &Id, kpi: &Kpi) -> Vec<Finding> {
    let date = |date: &Field<CoarseDate>| date.placed().map(|(date, place)| (*date, place.value));
    let (what, baseline) = match kpi.counts() {
        Counts::Level => ("the date of its baseline", kpi.baseline.get().and_then(|one| date(&one.date))),
        _ => ("its `since`", kpi.since.placed().map(|(since, place)| (since.0, place.value))),
    };
    let from_is = |from: CoarseDate| match kpi.counts() {
        Counts::Level => format!("the baseline is from {from}"),
        _ => format!("nothing counts before {from}"),
    };
    let target = kpi.target.get().and_then(|one| date(&one.date));
    if let (Some((from, from_at)), Some((to, to_at))) = (baseline, target)
        && to.surely_before(from)
    {
        let finding = RULE
            .at(to_at, format!("the target of `{id}` is due before {what}"))
            .label(format!("due {to}"))
            .also(from_at, from_is(from))
            .note(NOTE)
            .help("correct the one that is wrong; often it is the year");
        return vec![finding];
    }
    let milestones = kpi.milestones.get().into_iter().flat_map(Series::iter);
    let findings = milestones.filter_map(|(date, _, place)| {
        let (from, at) = baseline.filter(|(from, _)| date.surely_before(*from))?;
        Some(
            RULE.at(place.key, format!("a milestone of `{id}` is before {what}"))
                .label(date.to_string())
                .also(at, from_is(from))
                .note("a milestone is a step on the way to the target, so this one does not count")
                .help("correct the date that is wrong, or remove the milestone"),
        )
    });
    findings.collect()
}
