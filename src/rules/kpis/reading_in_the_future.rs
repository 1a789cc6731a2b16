use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::date::days_between;
use crate::strategy::plan::Status;
use crate::words::counted;

pub static RULE: Rule = Rule {
    name: "reading-in-the-future",
    group: Group::Kpis,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: true,
    since: "0.1.0",
    summary: "a reading is dated after today",
    options: &[],
    docs: "\
## What it checks
No reading, in the strategy or in the readings file, is dated after today (`--today`). The current month or quarter is
not in the future. Closed strategies are skipped, because figures can arrive after the end.

## Why it matters
What has not happened yet cannot have been measured. Either the date has a typo, or this is a plan and not a fact. The
reading does not count until its day. **Source**: stratplan.

## Example
This fails:
```yaml
kpis:
  visits: { unit: visits/month, readings: { 2028-03-31: 12100 } }
```
This passes:
```yaml
kpis:
  visits: { unit: visits/month, readings: { 2027-03-31: 12100 } }
```

## How to fix or allow it
Correct the date. Put expected figures under `milestones:`. There is nothing to allow: the finding goes away on the
day itself.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    if cx.strategy.status() == Status::Closed {
        return;
    }
    let total = cx.strategy.kpis().map(|(id, _)| cx.readings.of(id.as_str()).len()).sum();
    for (id, _) in cx.strategy.kpis() {
        for reading in cx.readings.of(id.as_str()).iter().filter(|reading| reading.date.first > cx.today) {
            let days = counted(days_between(cx.today, reading.date.first), "day", "days");
            let meant = year_before(reading.date.first, cx.today);
            let meant = meant.map(|date| format!("was {date} meant? Otherwise ")).unwrap_or_default();
            out.push(
                RULE.at(
                    reading.at,
                    format!("a reading of `{id}` is dated {}, which is yet to come", reading.date),
                )
                .label(format!("{days} after today, {}", cx.today))
                .note("what has not happened cannot have been read; the figure does not count until then")
                .help(format!(
                    "{meant}correct the date, or move a figure that is only expected to `milestones:`"
                ))
                .among(total, "readings", "are dated after today"),
            );
        }
    }
}

/// The same day a year before, where that has passed: the new year is what people mistype.
fn year_before(date: Date, today: Date) -> Option<Date> {
    date.checked_sub(1.year()).ok().filter(|before| *before <= today)
}
