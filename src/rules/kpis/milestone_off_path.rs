use crate::decode::maps::Series;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("milestone-off-path", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a milestone is after its target, or on its day with another figure")
    .checks("\
No milestone is after the `date:` of its target, and one on the same date has the value of the target. Between its start
and its target, a KPI can take any path.")
    .why("\
Milestones are steps on the way to the target. After it there is no way left, and on its day there would be two plans.
**Source**: smart.")
    .example("\
kpis:
  members:
    baseline: { value: 410, date: 2026-12-31 }
-    milestones: { 2027-06-30: 500, 2028-06-30: 700 }
+    milestones: { 2027-06-30: 500 }
    target: { value: 600, date: 2027-12-31 }")
    .fix("Correct the milestone or the target, or remove the milestone. What is wanted beyond the target is a `stretch:`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let milestones = cx.strategy.kpis().flat_map(|(id, kpi)| {
        let milestones = kpi.milestones.get().into_iter().flat_map(Series::iter);
        milestones.map(move |milestone| (id, kpi, milestone))
    });
    among(milestones, "milestones", "contradict their target", |(id, kpi, (date, value, place))| {
        let target = kpi.target.get()?;
        let (day, day_place) = target.date.placed()?;
        // If the target is due before its baseline, that is the error.
        if kpi.baseline.may_be(|baseline| baseline.date.may_be(|from| day.surely_before(*from))) {
            return None;
        }
        let wanted = target.value.placed().filter(|(wanted, _)| date == day && wanted.0 != value.0);
        let finding = if day.surely_before(*date) {
            RULE.at(place.key, format!("a milestone of `{id}` is after its target: {date}"))
                .label("after the target")
                .also(day_place.value, format!("the target is due {day}"))
                .note("milestones are steps on the way to the target, and after it there is no way left")
                .help(format!("correct one of the two dates, or remove the milestone of {date}"))
        } else {
            let (wanted, wanted_place) = wanted?;
            RULE.at(place.value, format!("`{id}` should be at {value} and at {wanted} on {date}"))
                .label("the milestone")
                .also(wanted_place.value, "the target")
                .note("with two plans for one day, everybody quotes the one that suits them")
                .help(format!("correct one of the two figures, or remove the milestone of {date}"))
        };
        Some(finding)
    })
}
