use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("reading-in-the-future", Group::Kpis, Level::Error, Kind::Wrong)
    .timed()
    .outlasts_period()
    .summary("a reading is dated after today")
    .checks("\
No reading, in the strategy or in the readings file, is dated after today (`--today`). The current month or quarter is
not in the future. Closed strategies are skipped, because figures can arrive after the end.")
    .why("\
What has not happened yet cannot have been measured. Either the date has a typo, or this is a plan and not a fact. The
reading does not count until its day. **Source**: stratplan.")
    .example("\
kpis:
-  visits: { unit: visits/month, readings: { 2028-03-31: 12100 } }
+  visits: { unit: visits/month, readings: { 2027-03-31: 12100 } }")
    .fix("Write the day on which it was measured. A figure that is only expected can wait under `notes:`; under `milestones:` it would change the plan. The finding goes away on the day itself.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let kpis = cx.strategy.kpis();
    let readings = kpis.flat_map(|(id, _)| cx.readings.of(id.as_str()).iter().map(move |one| (id, one)));
    among(readings, "readings", "are dated after today", |(id, reading)| {
        let (date, first) = (reading.date, reading.date.first);
        // In January, people often type the wrong year.
        let text = date.to_string();
        let year_before = text.get(4..).map(|rest| format!("{:04}{rest}", first.year() - 1));
        let year_before = year_before.and_then(|text| CoarseDate::parse(&text).ok());
        let is_possible = |date: &CoarseDate| {
            date.first <= cx.today && cx.analysis.period.is_none_or(|period| period.start <= date.first)
        };
        let meant = year_before.filter(is_possible);
        let meant = meant.map(|date| format!("did you mean {date}? If not, ")).unwrap_or_default();
        (first > cx.today && !cx.is_closed()).then(|| {
            RULE.at(reading.at, format!("a reading of `{id}` is dated {date}, which is in the future"))
                .label(format!("{} after today, {}", days(days_between(cx.today, first)), cx.today))
                .note("what has not happened yet cannot have been measured; the reading does not count until then")
                .help(format!("{meant}write the day on which it was measured; if it is only expected, take it out until then, or keep it under `notes:`"))
        })
    })
}
