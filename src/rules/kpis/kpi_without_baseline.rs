use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;

pub static RULE: Rule = Rule {
    name: "kpi-without-baseline",
    group: Group::Kpis,
    level: Level::Info,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "a KPI with a target has no baseline, so its progress is unknown",
    options: &[],
    docs: "\
## What it checks
Each KPI with a `target:` also has a `baseline:`.

## Why it matters
Progress is the share of the distance from baseline to target. Without a baseline there is no progress and no pace,
and not even a direction: should the figure rise or fall? **Source**: smart.

## Example
This fails:
```yaml
kpis:
  visits: { unit: visits/month, target: { value: 20000, date: 2027-12-31 } }
```
This passes:
```yaml
kpis:
  visits: { unit: visits/month, baseline: { value: 9000, date: 2026-12-31 }, target: { value: 20000, date: 2027-12-31 } }
```

## How to fix or allow it
Look up what the figure was when the strategy began: `baseline: { value: 9000, date: 2026-12-31 }`. What did not exist
before starts at 0. If it was never counted, use the first reading.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let total = cx.strategy.kpis().filter(|(_, kpi)| kpi.target.is_set()).count();
    for (id, kpi) in cx.strategy.kpis() {
        let target =
            kpi.target.placed().filter(|(target, _)| target.value.is_set() && kpi.baseline.is_absent());
        let Some((_, target)) = target else { continue };
        let first = cx.readings.of(id.as_str()).first().filter(|reading| reading.date.first <= cx.today);
        let help = match first {
            Some(first) => format!(
                "add what it was when the strategy began; if nobody knows, the first reading can serve: `baseline: {{ value: {}, date: {} }}`",
                first.value, first.date
            ),
            None => "add what it was when the strategy began: `baseline: { value: …, date: … }`, or 0 if there was nothing".to_owned(),
        };
        out.push(
            RULE.at(id.span, format!("`{id}` has a target and no baseline"))
                .label("where did it start?")
                .also(target.key, "where it is to be")
                .note("progress is the share of the way from baseline to target, so none can be told")
                .help(help)
                .absent("baseline")
                .among(total, "KPIs with a target", "have no baseline"),
        );
    }
}
