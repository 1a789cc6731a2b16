use crate::decode::maps::Series;
use crate::rules::prelude::*;
use crate::strategy::date::Start;

pub static RULE: Rule = Rule::new("ends-before-start", Group::Plan, Level::Error, Kind::Wrong)
    .summary("something ends before it starts")
    .checks("\
Activities and the `period:` end on or after the day they start. A target is not due before the date of its baseline,
and milestones are between the two. Coarse dates have to be wrong for every day they can mean.")
    .why("One of the two dates is wrong, and so is every figure that depends on it. **Source**: stratplan.")
    .example("\
pillars:
  promotion:
    activities:
-      filter-guide: { start: 2027-06-30, end: 2027-01-15 }
+      filter-guide: { start: 2027-01-15, end: 2027-06-30 }")
    .fix("Swap the two, or correct the wrong one; often it is the year. This order is never right.");

const NOTE: &str = "one of the two is wrong, and so is every figure that depends on it";

/// A date, where it is written, and what happens on it.
type Dated<'a> = (CoarseDate, Span, &'a str);

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    if let Some(period) = cx.strategy.head().and_then(|head| head.period.get()) {
        out.extend(reversed("the strategy's period", &period.start, &period.end));
    }
    for one in cx.analysis.live_activities() {
        let activity = one.activity();
        out.extend(reversed(&format!("the activity `{}`", one.id()), &activity.start, &activity.end));
    }
    for (id, kpi) in cx.strategy.kpis() {
        let baseline = kpi.baseline.get().and_then(|one| dated(&one.date, "the date of its baseline"));
        let target = kpi.target.get().and_then(|one| dated(&one.date, "the date of its target"));
        match (baseline, target) {
            (Some(from), Some(to)) if to.0.surely_before(from.0) => out.push(
                RULE.at(to.1, format!("the target of `{id}` is due before the date of its baseline"))
                    .label(format!("due {}", to.0))
                    .also(from.1, format!("the baseline is from {}", from.0))
                    .note(NOTE)
                    .help("correct the one that is wrong; often it is the year"),
            ),
            _ => milestones(id, kpi, baseline, target, out),
        }
    }
}

fn dated<'a>(date: &Field<CoarseDate>, what: &'a str) -> Option<Dated<'a>> {
    date.placed().map(|(date, place)| (*date, place.value, what))
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

/// Milestones that are not between baseline and target.
fn milestones(id: &Id, kpi: &Kpi, from: Option<Dated<'_>>, to: Option<Dated<'_>>, out: &mut Vec<Finding>) {
    for (date, _, place) in kpi.milestones.get().into_iter().flat_map(Series::iter) {
        let before = from.filter(|(from, ..)| date.surely_before(*from)).map(|edge| ("before", edge));
        let after = to.filter(|(to, ..)| to.surely_before(*date)).map(|edge| ("after", edge));
        let Some((side, (edge, at, what))) = before.or(after) else { continue };
        out.push(
            RULE.at(place.key, format!("a milestone of `{id}` is {side} {what}"))
                .label(format!("{date}"))
                .also(at, format!("{edge}"))
                .note("a milestone is a step between baseline and target, so this one does not count")
                .help("correct the date that is wrong, or remove the milestone"),
        );
    }
}
