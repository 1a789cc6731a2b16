use crate::rules::prelude::*;
use crate::strategy::number::Number;

pub static RULE: Rule = Rule::new("falling-total", Group::Kpis, Level::Error, Kind::Wrong)
    .summary("a running total is lower than before")
    .checks("\
With `counts: total`, no reading is below the one before. Only readings from `since:` or the start of the period on are
compared, because a total can start again with the year.")
    .why("\
A total of what has come in cannot get smaller. One of the two figures is wrong, or each of them is what came in since
the one before, and then every report shows far too little. **Source**: stratplan.")
    .example("\
kpis:
  members:
-    counts: total
+    counts: sum
    target: 1200
    readings: { 2027-01-31: 104, 2027-02-28: 96 }")
    .fix("\
Correct the figure that is wrong, or write `counts: sum` if each reading is what came in since the one before. If
something was taken back, say so: `# stratplan: allow(falling-total) two sponsors withdrew in March`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let totals = cx.strategy.kpis().filter(|(_, kpi)| kpi.counts() == Counts::Total);
    totals.filter_map(|(id, kpi)| judge(cx, id, kpi)).collect()
}

fn judge(cx: &Context<'_>, id: &Id, kpi: &Kpi) -> Option<Finding> {
    let start = cx.analysis.kpis.get(id.as_str())?.start?.date?;
    let readings = cx.readings.of(id.as_str()).iter();
    let readings: Vec<_> = readings.filter(|reading| reading.date.first > start).collect();
    let falls = readings.windows(2).filter_map(|pair| match pair {
        [before, after] if after.value < before.value => Some((*before, *after)),
        _ => None,
    });
    let falls: Vec<_> = falls.collect();
    let (before, after) = falls.first()?;
    let others = falls
        .iter()
        .skip(1)
        .map(|(_, after)| (after.value_at, format!("and to {} on {}", after.value, after.date)));
    let [from, to]: [Number; 2] = [before.value, after.value];
    Some(
        RULE.at(after.value_at, format!("`{id}` is a running total, but falls from {from} to {to}"))
            .label(format!("{to} on {}", after.date))
            .also(before.value_at, format!("{from} on {}", before.date))
            .also_each(others)
            .also_each(kpi.counts.place().map(|counts| (counts.value, "a running total")))
            .note("a total of what has come in cannot get smaller")
            .help(format!("if each reading is what came in since the one before, write `counts: sum` for `{id}`; otherwise correct the figure that is wrong")),
    )
}
