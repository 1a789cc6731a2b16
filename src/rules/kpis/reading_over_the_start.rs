use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("reading-over-the-start", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a reading of a sum is for a time that begins before the first day that counts")
    .checks("\
The readings of a sum that are for stretches of time, such as weeks or quarters, begin on or after `since:`, or the start of the
period, or they end before it. What came in over both is left out.")
    .why("\
Of the 40 of a first quarter, nobody knows how many came in from February on. If all of them counted, the sum would be too high;
left out without a word, it is too low. **Source**: stratplan.")
    .example("\
kpis:
  leads:
    counts: sum
    since: 2027-02-01
    target: { value: 1200, date: 2027-12-31 }
-    readings: { 2027-Q1: 240 }
+    readings: { 2027-02: 80, 2027-03: 96 }")
    .fix("\
Write what came in from the first day on, dated with the last day: `2027-03-31: 176`. Or let the sum begin with the reading:
`since: 2027-01-01`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let sums = cx.strategy.kpis().filter(|(_, kpi)| kpi.counts() == Counts::Sum);
    let readings =
        sums.flat_map(|(id, kpi)| cx.readings.of(id.as_str()).iter().map(move |one| (id, kpi, one)));
    among(readings, "readings of sums", "begin before the first day that counts", |(id, kpi, reading)| {
        let start = cx.analysis.kpis.get(id.as_str())?.start?;
        let begins = start.date?.tomorrow().ok()?;
        let date = reading.date;
        start.cuts(kpi, date).then(|| {
            RULE.at(
                reading.at,
                format!("the reading of `{id}` for {date} begins before {begins}, from which it counts, and is left out"),
            )
            .label(format!("from {} to {}", date.first, date.last))
            .also_each(kpi.since.span().map(|at| (at, "the first day that counts")))
            .note("how much of it came in from the first day on, the reading does not say")
            .help(format!(
                "write only what came in from {begins} on, as the reading of {}; or let `{id}` count from the first day of the reading, with `since: {}`",
                date.last, date.first
            ))
        })
    })
}
