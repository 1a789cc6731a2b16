use crate::analysis::kpi::{self, Judgment, Status};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("target-before-gear", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a target is due before the gear that it measures starts")
    .checks("\
The target of a KPI is due after the start of the first gear that names the KPI. KPIs with milestones, `targets:` or `path:
last_year` are skipped: they say themselves what is planned by when. So are those that have reached their target already,
and those whose bound is kept.")
    .why("\
Nothing is done for the figure before its gear starts, so nothing is expected of it until then, and it can only be missed.
**Source**: stratplan.")
    .example("\
purposes: { marketing: { gears: { monetization: { start: 2027-07-01, kpis: orders } } } }
kpis:
  orders:
    baseline: { value: 22, date: 2026-12-31 }
-    target: { value: 40, date: 2027-06-30 }
+    target: { value: 40, date: 2027-12-31 }")
    .fix("Correct the day of the target or the start of the gear, or give the KPI `milestones:` if it should move before.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.strategy.kpis(), "KPIs", "have a target before their gear starts", |(id, kpi)| {
        let judged = cx.analysis.kpis.get(id.as_str()).filter(|judged| !is_there(judged))?;
        let (starts, due) = (judged.due_before?, judged.target?.date?);
        let at = kpi.target.get().and_then(|target| target.date.span()).or(kpi.target.span())?;
        Some(
            RULE.at(at, format!("the target of `{id}` is due {due}, and the gear that it measures starts on {starts}"))
                .label("nothing is expected by then")
                .note("nothing is done for the figure before its gear starts, so it can only be missed")
                .help("correct this day or the start of the gear; or add `milestones:` if the figure should move before"),
        )
    })
}

/// True if it got to its target without the gear.
fn is_there(judged: &Judgment) -> bool {
    judged.standing == kpi::Standing::Good || judged.status == Status::MetLate
}
