use jiff::civil::Date;

use crate::rules::prelude::*;
use crate::strategy::readings::Reading;

pub static RULE: Rule = Rule::new("stretch-unread", Group::Kpis, Level::Warning, Kind::Missing)
    .summary("the readings of a sum leave out a stretch of time")
    .checks("\
A reading of a sum that is for a stretch of time, such as a month, follows the one before it without a gap, from the first
since the KPI's start on, and that one begins with the start, or with the gear that the KPI measures. A reading for an exact day is what came in since the one before, and leaves nothing out.")
    .why("\
A sum without its March is too low for the rest of the year, and looks like a bad spring. **Source**: stratplan.")
    .example("\
kpis:
  leads:
    counts: sum
    target: { value: 1200, date: 2027-12-31 }
-    readings: { 2027-01: 104, 2027-02: 96, 2027-04: 101 }
+    readings: { 2027-01: 104, 2027-02: 96, 2027-03: 98, 2027-04: 101 }")
    .fix("Add what came in then, or 0 if that was nothing.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let sums = cx.strategy.kpis().filter(|(_, kpi)| kpi.counts() == Counts::Sum);
    among(sums.filter(|_| cx.analysis.known.readings), "sums", "leave out a stretch of time", |(id, kpi)| {
        let judged = cx.analysis.kpis.get(id.as_str())?;
        let start = judged.start.and_then(|start| start.date);
        let counts = |reading: &&Reading| start.is_none_or(|start| start < reading.date.first);
        let read: Vec<&Reading> = cx.readings.of(id.as_str()).iter().filter(counts).collect();
        let gaps = read.windows(2).filter_map(|pair| {
            let [one, next] = pair else { return None };
            let (from, to) = (one.date.last.tomorrow().ok()?, next.date.first.yesterday().ok()?);
            let is_gap = !next.date.is_exact() && from <= to;
            is_gap.then_some((from, to, *one, *next))
        });
        let gaps: Vec<_> = gaps.collect();
        let first = read.first().filter(|first| !first.date.is_exact());
        let begins = start.and_then(|start| start.tomorrow().ok());
        let begins = begins.max(judged.expected_from.filter(|_| begins.is_some()));
        if let (Some(from), Some(first)) = (begins, first)
            && let Ok(to) = first.date.first.yesterday()
            // The first week of a year does not begin with it.
            && days_between(from, to) >= days_between(first.date.first, first.date.last)
        {
            return Some(at_the_start(id, kpi, (from, to), first));
        }
        let (from, to, before, after) = gaps.first()?;
        let others =
            gaps.iter().skip(1).map(|(from, to, _, next)| (next.at, format!("and none from {from} to {to}")));
        Some(
            RULE.at(after.at, format!("no reading of `{id}` says what came in from {from} to {to}"))
                .label("the next one")
                .also(before.at, "the one before")
                .also_each(others)
                .note("a sum that leaves something out is too low, and so are its pace and its forecast")
                .help(if kpi.readings.is_absent() {
                    "add what came in then to the readings file, or 0 if that was nothing"
                } else {
                    "add what came in then to its `readings:`, or 0 if that was nothing"
                })
                .absent("readings"),
        )
    })
}

fn at_the_start(id: &Id, kpi: &Kpi, (from, to): (Date, Date), first: &Reading) -> Finding {
    let readings = if kpi.readings.is_absent() { "the readings file" } else { "its `readings:`" };
    let since = if kpi.since.is_absent() { "write" } else { "correct" };
    RULE.at(first.at, format!("no reading of `{id}` says what came in from {from} to {to}"))
        .label("the first one")
        .note("a sum that leaves something out is too low, and so are its pace and its forecast")
        .help(format!(
            "add what came in then to {readings}, or 0 if that was nothing; if nothing counts before, {since} \
             `since: {}`",
            first.date
        ))
        .absent("readings")
}
