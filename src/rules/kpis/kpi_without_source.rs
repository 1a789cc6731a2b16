use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;

pub static RULE: Rule = Rule {
    name: "kpi-without-source",
    group: Group::Kpis,
    level: Level::Info,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "a KPI does not say where its figure comes from",
    options: &[],
    docs: "\
## What it checks
Each KPI has a `source:`: the report, export or survey that its figure comes from.

## Why it matters
If only one person knows how to get the figure, it is gone when they are on vacation, and two tools seldom count
alike. Measurement should be transparent, consistent and valid. **Source**: barcelona.

## Example
This fails:
```yaml
kpis:
  visits: { unit: visits/month, readings: { 2027-03-31: 12100 } }
```
This passes:
```yaml
kpis:
  visits: { unit: visits/month, source: web analytics, readings: { 2027-03-31: 12100 } }
```

## How to fix or allow it
Add `source:` with the name of the report or export, precise enough for a colleague to find it.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let total = cx.strategy.kpis().count();
    for (id, _) in cx.strategy.kpis().filter(|(_, kpi)| kpi.source.is_absent()) {
        out.push(
            RULE.at(id.span, format!("`{id}` does not say where its figure comes from"))
                .label("read from what?")
                .note("a measurement that only one person can repeat is gone when they are on holiday")
                .help("add `source:` with the report, export or survey it is read from, so that a colleague finds it")
                .absent("source")
                .among(total, "KPIs", "lack a source"),
        );
    }
}
