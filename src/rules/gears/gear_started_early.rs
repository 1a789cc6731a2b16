use crate::analysis::gears::GearSequence;
use crate::analysis::sequence::Slot;
use crate::rules::gears::gear_not_ready::at_least;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("gear-started-early", Group::Gears, Level::Info, Kind::Wrong)
    .timed()
    .outlasts_period()
    .summary("a gear started before the gate ahead of it was reached, and no lesson says what came of it")
    .checks("\
Once the gate ahead of a gear has been reached, no reading since the gear's start was still short of it. As long as it has
not been reached, `gear-not-ready` says so. A lesson whose id or text names the gear (`engagement`) settles it. Gears that
started before the period are skipped.

The finding says what the activities that drive only this gear had spent by that reading, if they had ended by then.")
    .why("\
What starts before its time costs money and patience, and is forgotten as soon as the gate opens. The next gear, and the
next year, can do better if someone writes down what came of it. **Source**: four-gears.")
    .example("\
purposes:
  marketing:
    gears:
      acquisition: { start: 2027-01-15, spinning_at: { visits: 9250 } }
      engagement: 2027-02-01
pillars:
  promotion:
    activities: { evenings: { gears: engagement, start: 2027-02-01 } }
kpis:
  visits: { baseline: { value: 9000 }, target: 20000, readings: { 2027-02-28: 9200, 2027-03-31: 9400 } }
+lessons:
+  evenings: Engagement began too early, and the first evenings were half empty")
    .fix("\
Write a lesson that names the gear. If it was right to start then, allow it:
`# stratplan: allow(gear-started-early) the fair was in February`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.analysis.sequences.iter().flat_map(|sequence| {
        let slots = cx.timetable.slots(sequence.kind).iter().filter(|slot| slot.problem.is_none());
        slots.filter_map(|slot| judge(cx, sequence, slot)).collect::<Vec<_>>()
    })
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>, slot: &Slot) -> Option<Finding> {
    let (gear, ahead) = (sequence.find(slot.gear)?, sequence.find(slot.ahead?)?);
    let early = cx.analysis.early(sequence, gear)?;
    let (start, kind, ahead) = (gear.start?, gear.kind, ahead.kind);
    let spent = cx.analysis.spent_by(gear, Some(early.closed_on));
    let spent = spent.map(|spent| format!(", and had spent {} by {}", at_least(cx, spent), early.closed_on));
    let message = format!(
        "{} started {} {}, before {ahead} reached its gate on {}{}",
        cx.analysis.gear_name(sequence.kind, kind),
        if start.date.is_exact() { "on" } else { "in" },
        start.date,
        early.reached_on,
        spent.unwrap_or_default()
    );
    (!cx.has_lesson_on([kind.key()])).then(|| {
        RULE.at(start.span, message)
            .label(format!("on {}, {ahead} was still short of its gate", early.closed_on))
            .help(format!(
                "write under `lessons:` what came of it that {kind} started early, and what it cost"
            ))
    })
}
