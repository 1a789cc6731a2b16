use crate::analysis::kpi::Status;
use crate::rules::prelude::*;
use crate::words::figures::plain;

pub static RULE: Rule = Rule::new("target-missed", Group::Kpis, Level::Warning, Kind::Wrong)
    .timed()
    .outlasts_period()
    .summary("a KPI has not reached its target on its day, or has fallen back since")
    .checks("\
On the day of its target, a KPI has reached it, and its latest reading still does. It counts if the target was reached
later. Targets whose day nobody has read and closed strategies are skipped.")
    .why("\
When a target comes due, it is time to decide: a new target, more effort, or an end. If nothing is decided, the plan goes on
with a figure that everybody knows to be wrong. **Source**: smart.")
    .example("\
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of March, kpis: cakes }
kpis:
  cakes:
    baseline: { value: 22, date: 2026-12-31 }
-    target: { value: 40, date: 2027-03-31 }
+    target: { value: 40, date: 2027-06-30 }
    readings: { 2027-03-31: 31 }")
    .fix("\
Agree on a new target and a new day, or give it up with `target: { not_now: the reason }`, and write down what was
learned. `status: closed` ends the entire plan.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    // Each is counted alone, as in the report.
    let missed = found(cx, Status::Missed, "have missed it");
    missed.into_iter().chain(found(cx, Status::FellBack, "have fallen back since")).collect()
}

fn found(cx: &Context<'_>, status: Status, problem: &'static str) -> Vec<Finding> {
    let kpis = cx.strategy.kpis().filter_map(|(id, kpi)| Some((id, kpi, cx.analysis.kpis.get(id.as_str())?)));
    let kpis = kpis.filter(|(.., judged)| judged.target.is_some_and(|target| target.date.is_some()));
    // Once the period is over, no day is left in it.
    let is_over = cx.analysis.period.is_some_and(|period| period.end <= cx.analysis.today);
    let agree = if is_over {
        "agree on a new target in the next strategy"
    } else {
        "agree on a new target with a new date"
    };
    among(kpis, "KPIs with a target", problem, |(id, kpi, judged)| {
        let target = judged.target?;
        let day = target.date?;
        let on_day = judged.on_target_day.map(|figure| plain(figure.value.0))?;
        let now = judged.figure.map(|figure| plain(figure.value.0))?;
        let (message, label) = match judged.status {
            one if one != status || cx.is_closed() => return None,
            Status::Missed => (
                format!("`{id}` missed its target of {target} by {day}: it was at {on_day}"),
                format!("now at {now}"),
            ),
            _ => (
                format!(
                    "`{id}` met its target of {target} by {day} with {on_day}, and has fallen back to {now}"
                ),
                "met, but not kept".to_owned(),
            ),
        };
        let at = kpi.target.span().or(kpi.targets.span()).unwrap_or(id.span);
        Some(
            RULE.at(at, message)
                .label(label)
                .note("when a target comes due, decide: a new target, more effort, or an end")
                .help(format!("{agree}, or give it up with `target: {{ not_now: the reason }}`; and write down under `lessons:` what was learned")),
        )
    })
}
