use rust_decimal::prelude::ToPrimitive;

use crate::analysis::gears::{Alone, GearSequence};
use crate::rules::gears::gear_on_paper::limits;
use crate::rules::prelude::*;

const MAX_REST: &str = "max-rest-days";

pub static RULE: Rule = Rule::new("gear-left-alone", Group::Gears, Level::Warning, Kind::Missing)
    .summary("nothing drives a gear anymore, long before the period ends, or for weeks in between")
    .options(&[RuleOption {
        name: MAX_REST,
        default: 28.0,
        measure: Measure::Days,
        summary: "days in the period that a gear can be without an activity",
    }])
    .checks("\
The last activity that drives a gear ends at most `max-rest-days` (28) before the period does, and in between, no more
than that many days pass from one to the next. An activity without an end runs on, and so does an ongoing one; one
without a start may have begun on any day. Gears that no activity drives are left to `gear-without-activity`, those with
`not_now:` are skipped. So is a gear that is paused: it has started, and waits for the gate ahead of it.")
    .why("\
The gears have to keep spinning, all of them: when nothing drives the first anymore, the others run on what it left
behind, and then they stop. **Source**: four-gears; the number of days is stratplan's own judgment.")
    .example("\
pillars:
  promotion:
    activities:
-      open-days: { gears: acquisition, start: 2027-01-15, end: 2027-05-31 }
+      open-days: { gears: acquisition, start: 2027-01-15, end: 2027-12-15 }
purposes:
  marketing:
    gears: { acquisition: 2027-01-15 }")
    .fix("\
Let an activity that drives the gear go on, or plan one that follows it. If the gear has done its work by then, allow
it: `# stratplan: allow(gear-left-alone) why it may stop`. Set the days with `max-rest-days` in `stratplan.toml`.");

pub(super) fn max_rest_days(options: &Options) -> i64 {
    options.number(&RULE, MAX_REST).ceil().to_i64().unwrap_or(i64::MAX)
}

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.analysis.gears(), "gears", "are left alone for weeks", |(sequence, gear, _, at)| {
        judge(cx, sequence, gear, at)
    })
}

fn judge(
    cx: &Context<'_>,
    sequence: &GearSequence<'_>,
    gear: &SequenceGear<'_>,
    at: Place,
) -> Option<Finding> {
    let alone = cx.analysis.alone(sequence, gear, limits(cx.options));
    let first = alone.first()?;
    let end = cx.analysis.period?.end;
    let name = cx.analysis.gear_name(sequence.kind, gear.kind);
    let each: Vec<String> = alone.iter().map(says).collect();
    // The first gear that would have needed it.
    let later = sequence.active().skip_while(|one| one.kind != gear.kind).skip(1);
    let starts = later.filter_map(|one| Some((one.kind, one.placed()?.date)));
    let needed = starts
        .min_by_key(|(_, date)| date.first)
        .filter(|(_, date)| date.first > first.after && first.again.is_none_or(|again| date.first < again));
    let why = match (needed, first.again) {
        (Some((next, date)), None) => format!(", before {next} begins on {date}"),
        (Some((next, date)), Some(_)) => format!(", and {next} begins on {date}"),
        (None, None) => format!(", {} before the period ends", days(first.days)),
        (None, Some(_)) => format!(", for {}", days(first.days)),
    };
    let why = if alone.len() > 1 { String::new() } else { why };
    let driving = || cx.analysis.activities_at(&gear.driven_by);
    let ends = |alone: &Alone| {
        let day = alone.after;
        driving().filter_map(move |one| {
            Some((one.id(), one.activity().end().placed().filter(|(end, _)| end.last == day)?.1.value))
        })
    };
    let begins = |alone: &Alone| {
        let day = alone.again;
        driving().filter_map(move |one| {
            Some((
                one.id(),
                one.activity().start().placed().filter(|(start, _)| Some(start.first) == day)?.1.value,
            ))
        })
    };
    let (id, _) = ends(first).next()?;
    let until = first.again.unwrap_or(end);
    let between = if first.again.is_some() { "in between" } else { "after it" };
    Some(
        RULE.at(at.key, format!("nothing drives {name} {}{why}", and(&each)))
            .label("the other gears need it to keep spinning")
            .also_each(alone.iter().flat_map(ends).map(|(id, span)| (span, format!("`{id}` ends here"))))
            .also_each(alone.iter().flat_map(begins).map(|(id, span)| (span, format!("`{id}` begins here"))))
            .note("when nothing drives a gear anymore, the gears after it run on what it left behind, and then they stop")
            .help(format!("let `{id}` go on until {until}, or plan what drives {name} {between}")),
    )
}

/// `between 2027-03-31 and 2027-11-15`
fn says(alone: &Alone) -> String {
    match alone.again {
        Some(again) => format!("between {} and {again}", alone.after),
        None => format!("after {}", alone.after),
    }
}
