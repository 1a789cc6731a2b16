use std::collections::HashSet;

use crate::decode::field::{Field, Id};
use crate::decode::shorthand::Many;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::gear::{GearKind, PurposeKind};

pub static RULE: Rule = Rule {
    name: "kpi-unused",
    group: Group::Kpis,
    level: Level::Info,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "no goal, activity or gear uses the KPI",
    options: &[],
    docs: "\
## What it checks
Each KPI is named by a goal, an activity or a gear, in `kpis:` or in a gate (`spinning_at:`). Postponed and dropped
entries count, too.

## Why it matters
A figure that answers no question costs time every month and distracts from those that do. **Source**: stratplan.

## Example
This fails:
```yaml
goals:
  parts-leads: { statement: Generate 400 qualified parts leads a quarter, kpis: qualified-leads }
kpis:
  qualified-leads: { unit: leads/quarter }
  likes: { unit: likes/month }
```
This passes:
```yaml
goals:
  parts-leads: { statement: Generate 400 qualified parts leads a quarter, kpis: qualified-leads }
kpis:
  qualified-leads: { unit: leads/quarter }
```

## How to fix or allow it
Name it in the `kpis:` of what it measures, or stop measuring it. If it has to be reported elsewhere, say so: `#
stratplan: allow(kpi-unused) the board asks for it`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let known = cx.analysis.known;
    if !(known.goals && known.activities && known.purposes) {
        return;
    }
    // Where nothing could refer to a KPI, that is not the KPI's fault.
    let Some(used) = used(cx).filter(|used| used.holders > 0) else { return };
    let total = cx.strategy.kpis().count();
    for (id, _) in cx.strategy.kpis().filter(|(id, _)| !used.ids.contains(id)) {
        out.push(
            RULE.at(id.span, format!("nothing refers to the KPI `{id}`"))
                .label("which question does it answer?")
                .note("a figure that answers no question costs time and draws eyes from those that do")
                .help(format!("add `kpis: {id}` to the goal, activity or gear it measures, or remove it"))
                .among(total, "KPIs", "are referred to by nothing"),
        );
    }
}

#[derive(Default)]
struct Used<'a> {
    ids: HashSet<&'a Id>,
    /// How many goals, activities and gears there are.
    holders: usize,
}

/// The KPIs that are named; none where part of what names them could not be read.
fn used<'a>(cx: &Context<'a>) -> Option<Used<'a>> {
    let mut used = Used::default();
    for (_, goal) in cx.strategy.goals() {
        used.take(&goal.kpis)?;
    }
    for one in cx.strategy.activities() {
        used.take(&one.activity.kpis)?;
    }
    let gears = PurposeKind::ALL.into_iter().flat_map(|purpose| GearKind::ALL.map(|gear| (purpose, gear)));
    for (gear, _) in gears.filter_map(|(purpose, gear)| cx.strategy.gear(purpose, gear)) {
        used.take(&gear.kpis)?;
        match &gear.spinning_at {
            Field::Invalid(_) => return None,
            Field::Set(gate, _) if !gate.is_complete() => return None,
            Field::Set(gate, _) => used.ids.extend(gate.fields().map(|(id, _)| id)),
            Field::Absent => {}
        }
    }
    let unreadable =
        cx.analysis.sequences.iter().any(|sequence| sequence.gears.iter().any(|gear| gear.is_unreadable));
    (!unreadable).then_some(used)
}

impl<'a> Used<'a> {
    fn take(&mut self, kpis: &'a Field<Many<Id>>) -> Option<()> {
        self.holders += 1;
        if kpis.is_invalid() {
            return None;
        }
        self.ids.extend(kpis.get().into_iter().flat_map(|kpis| kpis.iter()));
        Some(())
    }
}
