//! A target that asks for nothing.

use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;

pub static RULE: Rule = Rule {
    name: "target-equals-baseline",
    group: Group::Kpis,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "a target equals its baseline, and no tolerance says that it is to be held",
    options: &[],
    docs: "\
## What it checks
The target of a KPI is another figure than its baseline. Where the two are meant to be the same, a `tolerance:` says
how far the figure may stray, and the KPI is then judged by whether it was held.

## Why it matters
Between two equal figures there is no way to go, so progress would be a division by zero and the KPI could never be
called met or missed. Mostly one of the two was copied from the other. **Source**: smart.

## Example
This fails:
```yaml
kpis:
  satisfaction: { unit: percent, baseline: { value: 86, date: 2026-12-31 }, target: { value: 86, date: 2027-12-31 } }
```
This passes:
```yaml
kpis:
  satisfaction:
    unit: percent
    baseline: { value: 86, date: 2026-12-31 }
    target: { value: 86, date: 2027-12-31 }
    tolerance: 2
```

## How to fix or allow it
Correct the one that is wrong, or say that the figure is to be held: `tolerance: 2`, in the unit of the KPI.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for (id, kpi) in cx.strategy.kpis().filter(|(_, kpi)| kpi.tolerance.is_absent()) {
        let baseline = kpi.baseline.get().and_then(|baseline| baseline.value.placed());
        let target = kpi.target.get().and_then(|target| target.value.placed());
        let (Some((from, from_place)), Some((to, to_place))) = (baseline, target) else { continue };
        if from.0 != to.0 {
            continue;
        }
        let unit = kpi.unit.get().map(|unit| format!(", in {unit}")).unwrap_or_default();
        out.push(
            RULE.at(to_place.value, format!("the target of `{id}` is where it already stands: {to}"))
                .label("to be reached")
                .also(from_place.value, "already there at the baseline")
                .note("from a figure to the same figure there is no progress, and nothing could be met or missed")
                .help(format!(
                    "correct the one that is wrong, or say that the figure is to be held: add `tolerance:` with how far it may stray{unit}"
                )),
        );
    }
}
