//! Neighbouring gears that start on the same day.

use crate::analysis::gears::{SequenceGear, Start, StartedBy};
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::rules::gears::monetizing_too_fast;
use crate::words::and;

pub static RULE: Rule = Rule {
    name: "gears-start-together",
    group: Group::Gears,
    level: Level::Warning,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "two neighbouring gears start on the same exact day",
    options: &[],
    docs: "\
## What it checks
No two gears that follow each other in the order of their purpose start on the same day. Only exact days are
compared, not months or quarters, and not standing practices, which have no first day. Gears left out with `not_now:`
are skipped. Where the pair is enlistment and monetization of marketing, `monetizing-too-fast` speaks instead.

## Why it matters
Each gear is to be driven by the one ahead of it. Two that start on one day start from nothing together: there is no
time in which the first could turn, and no way to tell which of the two worked. **Source**: four-gears.

## Example
This fails:
```yaml
purposes:
  marketing:
    gears: { acquisition: 2027-01-15, engagement: 2027-01-15, enlistment: 2027-05-01, monetization: 2027-07-01 }
```
This passes:
```yaml
purposes:
  marketing:
    gears: { acquisition: 2027-01-15, engagement: 2027-03-01, enlistment: 2027-05-01, monetization: 2027-07-01 }
```

## How to fix or allow it
Start the later one some weeks after the earlier, or give the earlier a gate (`spinning_at:`) and start the next when
it has been reached. A launch that cannot be split is allowed with
`# stratplan: allow(gears-start-together) why they must start at once`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for sequence in cx.analysis.sequences.iter().filter(|sequence| sequence.is_order_known) {
        let gears: Vec<&SequenceGear<'_>> = sequence.active().collect();
        // Three on one day are one finding.
        for run in gears.chunk_by(|one, next| start_together(one, next)) {
            let said = monetizing_too_fast::is_too_fast(cx, sequence);
            let starts = run
                .iter()
                .filter(|gear| said != Some(gear.kind))
                .filter_map(|gear| Some((gear, day_of(gear)?)));
            let starts: Vec<_> = starts.collect();
            let [(_, first), .., (last, start)] = starts.as_slice() else { continue };
            let names: Vec<&str> = starts.iter().map(|(gear, _)| gear.kind.key()).collect();
            let purpose = if cx.analysis.sequences.len() > 1 {
                format!("in {}, ", sequence.kind)
            } else {
                String::new()
            };
            let message = format!("{purpose}{} start on the same day, {}", and(&names), first.date);
            let mut finding = RULE.at(start.span, message);
            if first.span == start.span {
                finding = finding.label(format!("this starts {}", and(&names)));
            } else {
                finding = finding.label(format!("{} starts here", last.kind));
                for (gear, at) in starts.iter().rev().skip(1).filter(|(_, at)| at.span != start.span) {
                    finding = finding.also(at.span, format!("{} starts here", gear.kind));
                }
            }
            let next = match start.by {
                StartedBy::Itself => format!("start {} some weeks later", last.kind),
                _ => format!("give {} a `start` of its own some weeks later", last.kind),
            };
            let earlier = names.split_last().map(|(_, earlier)| and(earlier)).unwrap_or_default();
            out.push(
                finding
                    .note("each gear is driven by the one ahead of it; what starts on the same day has nothing to drive it yet")
                    .help(format!(
                        "{next}, or give {earlier} a gate (`spinning_at:`) and start the next when it has been reached"
                    )),
            );
        }
    }
}

/// The exact day on which something says that a gear starts.
fn day_of(gear: &SequenceGear<'_>) -> Option<Start> {
    gear.placed().filter(|start| start.date.is_exact() && !matches!(start.by, StartedBy::Practice(_)))
}

fn start_together(one: &SequenceGear<'_>, next: &SequenceGear<'_>) -> bool {
    day_of(one).zip(day_of(next)).is_some_and(|(one, next)| one.date.first == next.date.first)
}
