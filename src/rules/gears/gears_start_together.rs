use crate::analysis::gears::{GearSequence, Start, StartedBy};
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

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let sequences = cx.analysis.sequences.iter().filter(|sequence| sequence.is_order_known);
    sequences.flat_map(|sequence| {
        let gears: Vec<&SequenceGear<'_>> = sequence.active().collect();
        // Three on one day are one finding.
        let runs = gears.chunk_by(|one, next| start_together(one, next));
        runs.filter_map(|run| judge(cx, sequence, run)).collect::<Vec<_>>()
    })
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>, run: &[&SequenceGear<'_>]) -> Option<Finding> {
    let is_reported = monetizing_too_fast::by_dates(cx, sequence).is_some();
    let starts = run.iter().filter(|gear| !(is_reported && gear.kind == GearKind::Monetization));
    let starts: Vec<(GearKind, Start)> = starts.filter_map(|gear| Some((gear.kind, day_of(gear)?))).collect();
    let [earlier @ .., (last, start)] = starts.as_slice() else { return None };
    let (_, first) = earlier.first()?;
    let names: Vec<&str> = starts.iter().map(|(gear, _)| gear.key()).collect();
    let purpose = match cx.analysis.sequences.len() {
        1 => String::new(),
        _ => format!("in {}, ", sequence.kind),
    };
    let label = if first.span == start.span {
        format!("this starts {}", and(&names))
    } else {
        format!("{last} starts here")
    };
    let elsewhere = earlier.iter().rev().filter(|(_, at)| first.span != start.span && at.span != start.span);
    let next = match start.by {
        StartedBy::Itself => format!("start {last} some weeks later"),
        _ => format!("give {last} its own `start` some weeks later"),
    };
    let ahead: Vec<&str> = earlier.iter().map(|(gear, _)| gear.key()).collect();
    Some(
        RULE.at(start.span, format!("{purpose}{} start on the same day, {}", and(&names), first.date))
            .label(label)
            .also_each(elsewhere.map(|(gear, at)| (at.span, format!("{gear} starts here"))))
            .note("each gear is driven by the one before it; a gear that starts on the same day has nothing to drive it yet")
            .help(format!(
                "{next}, or give {} a gate (`spinning_at:`) and start the next gear when it has been reached",
                and(&ahead)
            )),
    )
}

/// The exact day on which a gear is said to start.
fn day_of(gear: &SequenceGear<'_>) -> Option<Start> {
    gear.placed().filter(|start| start.date.is_exact() && !start.is_practice())
}

fn start_together(one: &SequenceGear<'_>, next: &SequenceGear<'_>) -> bool {
    day_of(one).zip(day_of(next)).is_some_and(|(one, next)| one.date.first == next.date.first)
}
