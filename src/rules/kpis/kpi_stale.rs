//! A KPI that nobody has read for longer than its cadence allows.

use crate::decode::field::Id;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::date::days_between;
use crate::strategy::kpi::Kpi;
use crate::strategy::plan::Status;
use crate::words::counted;
use crate::words::shown;

pub static RULE: Rule = Rule {
    name: "kpi-stale",
    group: Group::Kpis,
    level: Level::Warning,
    kind: Kind::Wrong,
    timed: true,
    since: "0.1.0",
    summary: "a KPI has not been read within its cadence and half of another",
    options: &[],
    docs: "\
## What it checks
A KPI with a `cadence:` has a reading that is no older than that and half of it again: 46 days for one that is read
monthly. One that was never read is given as long, counted from its baseline, from the start of the period, or from
the start of the only activities and gears that name it, whichever is latest.

A KPI without `cadence:` is never stale, nor is one whose reading at the target's date is there. Nothing is before the
strategy begins or once it is closed.

## Why it matters
A gap report is only as fresh as its figures: an old one hides both the trouble and the success of the months since.
**Source**: stratplan.

## Example
This fails:
```yaml
kpis:
  visits: { unit: visits/month, cadence: monthly, readings: { 2027-01-31: 9800 } }
```
This passes:
```yaml
kpis:
  visits: { unit: visits/month, cadence: monthly, readings: { 2027-01-31: 9800, 2027-03-31: 12100 } }
```

## How to fix or allow it
Read the figure and add it to `readings:`. If it is not needed that often, change the `cadence:`. Where a figure is
late for a reason, say so: `# stratplan: allow(kpi-stale) until=2027-05-31 the export is broken`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    if cx.strategy.status() == Status::Closed || !cx.analysis.known.readings {
        return;
    }
    let total = cx.strategy.kpis().filter(|(_, kpi)| kpi.cadence.is_set()).count();
    for (id, kpi) in cx.strategy.kpis() {
        out.extend(
            judge(cx, id, kpi).map(|finding| {
                finding.among(total, "KPIs with a cadence", "have not been read for too long")
            }),
        );
    }
}

fn judge(cx: &Context<'_>, id: &Id, kpi: &Kpi) -> Option<Finding> {
    let (cadence, cadence_place) = kpi.cadence.placed()?;
    let readings = cx.readings.of(id.as_str());
    // A reading of the future is most likely the missing one with a slip in its date.
    if readings.iter().any(|reading| reading.date.first > cx.today) {
        return None;
    }
    let since = cx.analysis.unread_since(id.as_str(), kpi)?;
    let progress = cx.analysis.kpis.get(id.as_str())?;
    if days_between(since, cx.today) * 2 <= cadence.days() * 3 {
        return None;
    }
    let every = cadence.key();
    let finding = match (progress.latest, readings.last()) {
        (Some(latest), Some(last)) => RULE
            .at(id.span, format!("`{id}` has not been read since {}", last.date))
            .label(format!("last read {} ago", counted(latest.age, "day", "days")))
            .also(cadence_place.value, format!("to be read {every}"))
            .also(last.at, "its last reading"),
        _ => RULE
            .at(id.span, format!("`{id}` is to be read {every} and has never been read"))
            .label(format!(
                "nothing in the {} since {since}",
                counted(days_between(since, cx.today), "day", "days")
            ))
            .also(cadence_place.value, format!("to be read {every}")),
    };
    let add = match cx.strategy.readings.get() {
        Some(path) if kpi.readings.is_absent() => {
            format!("add the row `{id},{},…` to `{}`", cx.today, shown(&path.0))
        }
        _ => format!("add `{}: …` to its `readings:`", cx.today),
    };
    Some(
        finding
            .note("an old figure hides both the trouble and the success of the time since")
            .help(format!("read `{id}` and {add}; if nobody needs it that often, change `cadence:`")),
    )
}
