use crate::analysis::kpi::Status;
use crate::rules::prelude::*;
use crate::words::figures::plain;

pub static RULE: Rule = Rule::new("bound-broken", Group::Kpis, Level::Warning, Kind::Wrong)
    .timed()
    .outlasts_period()
    .summary("the latest figure of a KPI is outside its bound")
    .checks("\
The latest reading of a KPI with `at_least:`, `at_most:` or `between:` is inside it; for a sum, what has come in so far,
which no later reading takes back. A bound that is first to be reached counts from its day on. Closed strategies are
skipped.")
    .why("\
A bound is a promise for every day. A figure outside it needs a decision: what brings it back, or that the bound was wrong.
**Source**: stratplan.")
    .example("\
kpis:
  answer-time:
    unit: hours
    target: { at_most: 24 }
-    readings: { 2027-01-31: 20, 2027-02-28: 26 }
+    readings: { 2027-01-31: 20, 2027-02-28: 22 }")
    .fix("\
Decide what brings it back. What a sum has over its limit stays in it: decide what stops more, and agree on a new limit. If
the bound is not what you want to keep, change it, or give it up with `target: { not_now: the reason }`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let kpis = cx.strategy.kpis().filter(|_| !cx.is_closed());
    among(kpis, "KPIs", "are outside their bounds", |(id, kpi)| {
        let judged = cx.analysis.kpis.get(id.as_str()).filter(|judged| judged.status == Status::Broken)?;
        let (figure, broken) = (judged.figure?, judged.target?.broken()?);
        let target = judged.target?;
        let bound = match (target.at_least, target.between) {
            (Some(_), _) => "minimum",
            (_, Some(_)) => "range",
            _ => "limit",
        };
        let due = target.date.or(cx.analysis.period.map(|period| period.end));
        let is_over = due.is_some_and(|due| due < cx.today);
        let stop = if is_over { "" } else { ", decide what stops more from coming in" };
        let (note, help) = if kpi.counts() == Counts::Level {
            (
                "a bound is a promise for every day, so a figure outside it needs a decision",
                format!("decide what brings it back; if the {bound} is wrong, change it"),
            )
        } else {
            (
                "what has come in stays in the sum, so only a decision changes anything",
                format!("find out why{stop}, and agree on a new {bound}"),
            )
        };
        let inside = judged.inside.filter(|inside| inside.of > 1);
        let label = match inside {
            Some(inside) => format!("kept in {} of {} readings", inside.kept, inside.of),
            None => "not kept".to_owned(),
        };
        Some(
            RULE.at(
                kpi.target.span()?,
                format!("`{id}` is {broken}: {} on {}", plain(figure.value.0), figure.date),
            )
            .label(label)
            .note(note)
            .help(format!("{help}, or give it up with `target: {{ not_now: the reason }}`")),
        )
    })
}
