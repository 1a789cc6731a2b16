//! Engagement that is only counted, never felt.

use crate::analysis::gears::TrainGear;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::gear::GearKind;
use crate::strategy::kpi::Measures;
use crate::words::and;

pub static RULE: Rule = Rule {
    name: "engagement-without-depth",
    group: Group::Gears,
    level: Level::Info,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "every KPI of the engagement gear measures input, activity or output",
    options: &[],
    docs: "\
## What it checks
Of the KPIs of an engagement gear (its `kpis:`, or those of its gate), at least one says `measures: outtake`,
`outcome` or `impact`. Nothing is said where the gear has no KPI, or where one of them does not say what it measures.

## Why it matters
Engagement has a breadth and a depth: how many take part, and how much it means to them. Posts published and people
reached tell the breadth of what you did; that they came back, replied to each other or remembered it tells whether
there is any passion to harness. **Source**: wu (breadth and depth of engagement).

## Example
This fails:
```yaml
purposes:
  marketing:
    gears: { engagement: { start: 2027-03-01, kpis: impressions } }
kpis:
  impressions: { measures: output }
```
This passes:
```yaml
purposes:
  marketing:
    gears: { engagement: { start: 2027-03-01, kpis: [impressions, posts-per-member] } }
kpis:
  impressions: { measures: output }
  posts-per-member: { measures: outtake }
```

## How to fix or allow it
Add a KPI of what people do among themselves: posts per member, replies per thread, members who come back.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for (train, gear, says, at) in
        cx.analysis.gears().filter(|(_, gear, ..)| gear.kind == GearKind::Engagement)
    {
        let Some(shallow) = all_shallow(cx, gear) else { continue };
        let name = cx.analysis.gear_name(train.kind, gear.kind);
        let named = says.kpis.span().or_else(|| says.spinning_at.span()).unwrap_or(at.key);
        let what = match gear.kpis.as_slice() {
            [one] => format!("`{one}` measures"),
            _ => "all its KPIs measure".to_owned(),
        };
        let mut kinds: Vec<&str> = shallow.iter().map(|(_, measures)| measures.key()).collect();
        kinds.dedup();
        let mut finding = RULE
            .at(named, format!("{name} is measured by breadth alone"))
            .label(format!("{what} {}", and(&kinds)));
        for (id, _) in &shallow {
            if let Some(span) = cx.strategy.kpi(id).and_then(|kpi| kpi.measures.span()) {
                finding = finding.also(span, "what is done or seen, not what it means to people");
            }
        }
        out.push(
            finding.note("engagement has a breadth, how many take part, and a depth, how much it means to them").help(
                "add a KPI of what people do among themselves (`measures: outtake` or `outcome`): posts per member, replies per thread, members who come back",
            ),
        );
    }
}

/// The KPIs of a gear and what they measure, if each says so and none reaches as far as an outtake.
fn all_shallow<'a>(cx: &Context<'_>, gear: &TrainGear<'a>) -> Option<Vec<(&'a str, Measures)>> {
    let measured = gear.kpis.iter().map(|id| {
        let measures = *cx.strategy.kpi(id)?.measures.get()?;
        (measures < Measures::Outtake).then_some((*id, measures))
    });
    measured.collect::<Option<Vec<_>>>().filter(|kpis| !kpis.is_empty())
}
