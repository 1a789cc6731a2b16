use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::words::figures::plain;

pub static RULE: Rule = Rule::new("sum-below-before", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a sum has a plain target that is below what came in before")
    .checks("\
A sum or a running total with a plain target, or with `targets:` alone, is to bring at least as much as its baseline, which came
in over an earlier stretch of the same length. Bounds and changes say which way is better, and are skipped.")
    .why("\
What comes in begins with 0, so a plain target is always one to get to: 85 complaints after 100 are praised as soon as 85 have
come in. `change: -15%` means the opposite, at most 85. Only the one who wrote it knows which is meant. **Source**: stratplan.")
    .example("\
kpis:
  complaints:
    unit: complaints
    counts: sum
    baseline: { value: 100, date: 2026 }
-    target: 85
+    target: { at_most: 85 }")
    .fix("\
If fewer are better, write the limit: `target: { at_most: 85 }`. If more are better, and fewer than before are expected all the
same, write the least: `target: { at_least: 85 }`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let sums = cx.strategy.kpis().filter(|(_, kpi)| kpi.counts() != Counts::Level);
    among(sums, "sums", "should bring less than before, as if more were better", |(id, kpi)| {
        let judged = cx.analysis.kpis.get(id.as_str())?;
        let before = judged.before.as_ref().filter(|before| before.is_as_long)?;
        let target = judged.target.filter(|target| target.change.is_none())?.value?;
        (Decimal::ZERO < target.0 && target < before.value).then(|| {
            let [was, is] = [before.value, target].map(|figure| plain(figure.0));
            let date = kpi.target.get().and_then(|target| target.date.get());
            let date = date.map(|date| format!(", date: {date}")).unwrap_or_default();
            let at = kpi.target.span().or(kpi.targets.span()).unwrap_or(id.span);
            Some(
                RULE.at(at, format!("the target of `{id}` is {is}, less than the {was} that came in before: are fewer better?"))
                    .label("now a figure to get to")
                    .also(kpi.baseline.span()?, format!("{was} before"))
                    .note("what comes in begins with 0, so without a bound more is taken to be better")
                    .help(format!("if fewer are better, write `target: {{ at_most: {is}{date} }}`; if more are, write `target: {{ at_least: {is}{date} }}`")),
            )
        })?
    })
}
