use crate::analysis::gears::{Start, StartedBy};
use crate::rules::gears::monetizing_too_fast;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("gears-start-together", Group::Gears, Level::Warning, Kind::Wrong)
    .summary("two neighboring gears start on the same day")
    .checks("\
No two gears that follow each other in the order of their purpose start on the same day. Only exact days are compared;
months, quarters, ongoing activities without a start, and gears with `not_now:` are skipped. If monetization of
marketing starts together with the gear before it, `monetizing-too-fast` reports that instead.")
    .why("\
Each gear is driven by the one before it. If two start on the same day, the first has no time to get going, and nobody
can tell which of the two worked. **Source**: four-gears.")
    .example("\
purposes:
  marketing:
-    gears: { acquisition: 2027-01-15, engagement: 2027-01-15, enlistment: 2027-05-01, monetization: 2027-07-01 }
+    gears: { acquisition: 2027-01-15, engagement: 2027-03-01, enlistment: 2027-05-01, monetization: 2027-07-01 }")
    .fix("\
Start the later gear some weeks later, or once the earlier one has reached a gate (`spinning_at:`). If a launch cannot
be split, allow it: `# stratplan: allow(gears-start-together) why they must start at once`.");

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for sequence in cx.analysis.sequences.iter().filter(|sequence| sequence.is_order_known) {
        let gears: Vec<&SequenceGear<'_>> = sequence.active().collect();
        let purpose = match cx.analysis.sequences.len() {
            1 => String::new(),
            _ => format!("in {}, ", sequence.kind),
        };
        // Three on one day are one finding.
        for run in gears.chunk_by(|one, next| start_together(one, next)) {
            let reported = monetizing_too_fast::is_too_fast(cx, sequence);
            let starts = run.iter().filter(|gear| reported != Some(gear.kind));
            let starts: Vec<_> = starts.filter_map(|gear| Some((gear, day_of(gear)?))).collect();
            let [(_, first), .., (last, start)] = starts.as_slice() else { continue };
            let names: Vec<&str> = starts.iter().map(|(gear, _)| gear.kind.key()).collect();
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
                _ => format!("give {} its own `start` some weeks later", last.kind),
            };
            let earlier = names.split_last().map(|(_, earlier)| and(earlier)).unwrap_or_default();
            out.push(
                finding
                    .note("each gear is driven by the one before it; a gear that starts on the same day has nothing to drive it yet")
                    .help(format!(
                        "{next}, or give {earlier} a gate (`spinning_at:`) and start the next gear when it has been reached"
                    )),
            );
        }
    }
}

/// The exact day on which a gear is said to start.
fn day_of(gear: &SequenceGear<'_>) -> Option<Start> {
    gear.placed().filter(|start| start.date.is_exact() && !start.is_practice())
}

fn start_together(one: &SequenceGear<'_>, next: &SequenceGear<'_>) -> bool {
    day_of(one).zip(day_of(next)).is_some_and(|(one, next)| one.date.first == next.date.first)
}
