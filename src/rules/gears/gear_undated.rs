use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("gear-undated", Group::Gears, Level::Warning, Kind::Missing)
    .summary("a gear has no start and no activity that drives it, so it has no place in the order")
    .checks("\
Each gear has a `start` or an activity that drives it, and starts with the earliest of them; one without a start
starts with the period. An activity that is only `planned` and has no start does not count.")
    .why("\
The model is about the order in which the gears start. A gear without a date has no place in that order, and nobody
can say whether the next one starts too soon. **Source**: four-gears.")
    .example("\
+pillars:
+  thought_leadership:
+    activities:
+      baking-tips: { gears: engagement, start: 2027-03-01 }
purposes:
  marketing:
    gears:
      acquisition: 2027-01-15
      engagement: { owner: mia }")
    .fix("\
If the gear is running already, write the day it began. Otherwise give it a `start`; a quarter such as `2027-Q3` or a
year will do. Name it in the `gears:` of an activity, too, or leave it out with `not_now: the reason`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.analysis.gears(), "gears", "have no place in the order", |(sequence, gear, says, at)| {
        if !is_undated(cx, gear, says) {
            return None;
        }
        let name = cx.analysis.gear_name(sequence.kind, gear.kind);
        let is_driven = !gear.driven_by.is_empty();
        let driving: Vec<&Scheduled<'_>> = cx.analysis.activities_at(&gear.driven_by).collect();
        let spans = driving.iter().map(|one| one.used.id.span);
        Some(
            RULE.at(at.key, format!("nothing says when {name} starts"))
                .label(if is_driven { "has no start" } else { "has no start and no activity that drives it" })
                .also_each(spans.map(|at| (at, "drives it, but is only planned and has no start")))
                .note("a gear without a date has no place in the order, and nobody can say whether the next one starts too soon")
                .help(help(&name, driving.first().map(|one| one.id())))
                .absent("start"),
        )
    })
}

fn help(name: &str, driven_by: Option<&str>) -> String {
    let activity = match driven_by {
        Some(id) => format!("give `{id}` a start"),
        None => format!("plan an activity with `gears: {name}`"),
    };
    format!(
        "if {name} is running already, write the day it began: `start: DATE`; otherwise write when it is to start (a \
         quarter such as `2027-Q3` will do). Then {activity}. Or leave the gear out with `not_now: the reason`"
    )
}

/// True if neither the gear nor an activity that drives it says when it starts.
pub(super) fn is_undated(cx: &Context<'_>, gear: &SequenceGear<'_>, says: &Gear) -> bool {
    let mut driving = cx.analysis.activities_at(&gear.driven_by);
    cx.analysis.known.activities
        && says.start.is_absent()
        && driving.all(|one| one.activity().start().is_absent() && one.state == ActivityStatus::Planned)
}
