use rust_decimal::prelude::ToPrimitive;

use crate::analysis::gears::GearSequence;
use crate::rules::gears::gear_on_paper::limits;
use crate::rules::prelude::*;

const MAX_REST: &str = "max-rest-days";

pub static RULE: Rule = Rule::new("gear-left-alone", Group::Gears, Level::Warning, Kind::Missing)
    .summary("nothing drives a gear any more, long before the period ends")
    .options(&[RuleOption {
        name: MAX_REST,
        default: 28.0,
        measure: Measure::Days,
        summary: "days at the end of the period that a gear can be without an activity",
    }])
    .checks("\
The last activity that drives a gear ends at most `max-rest-days` (28) before the period does. An activity without an
end runs on, and so does an ongoing one. Gears that no activity drives are left to `gear-without-activity`, those with
`not_now:` are skipped.")
    .why("\
The gears have to keep spinning, all of them: when nothing drives the first any more, the others run on what it left
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
    among(cx.analysis.gears(), "gears", "are left alone before the period ends", |(sequence, gear, _, at)| {
        judge(cx, sequence, gear, at)
    })
}

fn judge(
    cx: &Context<'_>,
    sequence: &GearSequence<'_>,
    gear: &SequenceGear<'_>,
    at: Place,
) -> Option<Finding> {
    let rest = cx.analysis.rests(gear, limits(cx.options))?;
    let (until, end) = (gear.driven_until?, cx.analysis.period?.end);
    let name = cx.analysis.gear_name(sequence.kind, gear.kind);
    let driving = cx.analysis.activities_at(&gear.driven_by);
    let last: Vec<(&str, Span)> = driving
        .filter_map(|one| {
            Some((one.id(), one.activity().end().placed().filter(|(end, _)| end.last == until)?.1.value))
        })
        .collect();
    let (id, _) = last.first()?;
    Some(
        RULE.at(at.key, format!("nothing drives {name} after {until}, {} before the period ends", days(rest)))
            .label("the other gears need it to keep spinning")
            .also_each(last.iter().map(|(id, span)| (*span, format!("`{id}` ends here"))))
            .note("when nothing drives a gear any more, the gears after it run on what it left behind, and then they stop")
            .help(format!("let `{id}` go on until {end}, or plan what drives {name} after it")),
    )
}
