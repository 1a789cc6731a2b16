use crate::analysis::gears::GearSequence;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("gear-missing", Group::Gears, Level::Warning, Kind::Missing)
    .summary("a purpose lacks some of the four gears, without a `not_now:`")
    .checks("\
Each purpose lists acquisition, engagement, enlistment and monetization in its `gears:`, if only with `not_now:` and a
reason. An activity that drives the gear is not enough: the gear needs its own owner and KPI.")
    .why("\
The four gears drive each other. Without engagement, those who came leave again; without enlistment, every new member
has to be bought; without monetization (in support, a lower cost of service), nobody can say what it was worth.
**Source**: four-gears.")
    .example("\
purposes:
  marketing:
-    gears: { acquisition: 2027-01-15, engagement: 2027-03-01 }
+    gears:
+      acquisition: 2027-01-15
+      engagement: 2027-03-01
+      enlistment: { not_now: Nobody can train volunteers before 2028 }
+      monetization: 2027-07-01")
    .fix("Add the gear with the date it starts, or leave it out on purpose with `not_now: the reason`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.analysis.sequences.iter().filter_map(|sequence| judge(cx, sequence))
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let purpose = sequence.kind;
    let is_missing = |gear: &&SequenceGear<'_>| gear.declared.is_none() && !gear.is_unreadable;
    let order = purpose.order().map(GearKind::key);
    let missing: Vec<_> = sequence.gears.iter().filter(is_missing).collect();
    let is_named = |key: &&str| missing.iter().any(|gear| gear.kind.key() == *key);
    let names: Vec<&str> = order.into_iter().filter(is_named).collect();
    let first = *names.first()?;
    let first_missing = missing.iter().find(|gear| gear.kind.key() == first)?.kind;
    let keys = and(&names.iter().map(|name| format!("`{name}:`")).collect::<Vec<_>>());
    // What is left out cannot be driven.
    let is_driven = missing.iter().any(|gear| !gear.driven_by.is_empty());
    // Leaving all of them out makes no sense.
    let (message, label, fix) = if names.len() == GearKind::ALL.len() {
        let message = format!("{purpose} lists none of its four gears");
        (message, "without gears, there is no order to start them in", None)
    } else {
        let fix = cx.leaving_out(&["purposes", purpose.key(), "gears"], &names).filter(|_| !is_driven);
        (format!("{purpose} does not list {}", or(&names)), "the four gears only work together", fix)
    };
    let driven = missing.iter().filter_map(|gear| {
        let activity = cx.analysis.activities_at(&gear.driven_by).next()?;
        let (.., place) = activity.gears.iter().find(|(of, kind, _)| (*of, *kind) == (purpose, gear.kind))?;
        Some((place.value, format!("drives {}, which has no owner or KPI", gear.kind)))
    });
    let section = sequence.purpose.gears.key();
    let has_own = cx.unless_inherited(", its `owner:`");
    let needs = format!(
        "the day it starts{has_own} and an activity{} that drives it",
        cx.unless_inherited(" (with an `owner:`)")
    );
    let finding = RULE
        .at(section.unwrap_or(sequence.place.key), message)
        .label(label)
        .also_each(driven)
        .note(format!("the gears of {purpose} are {}, in this order", and(&order)));
    let leave_out = if is_driven {
        String::new()
    } else {
        format!(", or leave it out on purpose: `{first}: {{ not_now: the reason }}`")
    };
    Some(match section {
        Some(_) => finding
            .fix_if(fix)
            .help(format!(
                "add {} with {needs} (`gears: {}`){leave_out}",
                if names.len() == 1 { keys } else { format!("{keys}, each") },
                cx.analysis.gear_name(purpose, first_missing)
            ))
            .absent(first),
        None => finding
            .help(format!("add `gears:` with all four, each with {needs}, or with `{{ not_now: the reason }}` if you leave it out"))
            .absent("gears"),
    })
}
