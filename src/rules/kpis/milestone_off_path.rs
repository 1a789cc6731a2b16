use rust_decimal::Decimal;

use crate::decode::maps::Series;
use crate::rules::prelude::*;
use crate::strategy::number::Number;

pub static RULE: Rule = Rule::new("milestone-off-path", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a milestone is after its target, on its day with another figure, or below 0")
    .checks("\
No milestone is after the `date:` of its target, and one on the same date has the value of the target. None is below 0 if
no other figure of its KPI is: -10 can be meant as a change. Apart from that, a KPI can take any path between its start
and its target.")
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
    among(milestones, "milestones", "do not fit their plan", |(id, kpi, (date, value, place))| {
        if let Some(finding) = below_zero(cx, id, kpi, (*date, *value, place)) {
            return Some(finding);
        }
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

/// A figure below 0 of a KPI that is above 0 otherwise, as far as is known.
fn below_zero(
    cx: &Context<'_>,
    id: &Id,
    kpi: &Kpi,
    (date, value, place): (CoarseDate, Number, Place),
) -> Option<Finding> {
    let is_milestone = |at: Place| {
        let mut milestones = kpi.milestones.get().into_iter().flat_map(Series::iter);
        milestones.any(|(_, _, one)| one.value == at.value)
    };
    let planned = kpi.planned_figures().into_iter().filter(|(_, at)| !is_milestone(*at));
    let read = cx.readings.of(id.as_str()).iter().map(|reading| reading.value.0);
    let others: Vec<Decimal> = planned.map(|(figure, _)| figure).chain(read).collect();
    let is_odd =
        value.0 < Decimal::ZERO && !others.is_empty() && others.iter().all(|one| *one > Decimal::ZERO);
    is_odd.then(|| {
        RULE.at(place.value, format!("a milestone of `{id}` is below 0: {value} on {date}"))
            .label("a figure, or a change?")
            .note("a milestone is the figure planned for its day, and not the change by then")
            .help("write what the figure is to be on that day")
    })
}
