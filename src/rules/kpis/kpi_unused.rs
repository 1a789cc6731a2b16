use std::collections::HashSet;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("kpi-unused", Group::Kpis, Level::Info, Kind::Wrong)
    .summary("no goal, activity or gear uses the KPI")
    .checks("Each KPI is in the `kpis:` or gate of a goal, activity or gear, postponed and dropped ones too.")
    .why("\
A figure that answers no question costs time every month and distracts from those that do. **Source**: stratplan.")
    .example("\
goals:
  parts-leads: { statement: Generate 400 qualified parts leads a quarter, kpis: qualified-leads }
kpis:
  qualified-leads: { unit: leads/quarter }
-  likes: { unit: likes/month }")
    .fix("\
Name it in the `kpis:` of what it measures, or stop measuring it. If it has to be reported elsewhere, say so: `#
stratplan: allow(kpi-unused) the board asks for it`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let Some(used) = used(cx) else { return Vec::new() };
    among(cx.strategy.kpis(), "KPIs", ("are not used anywhere", "is used anywhere"), |(id, kpi)| {
        let has_target = !kpi.target.is_absent() || !kpi.targets.is_absent();
        let target = if has_target { "" } else { " (for a goal, give it a `target:` as well)" };
        (!used.contains(id)).then(|| {
            RULE.at(id.span, format!("nothing uses the KPI `{id}`"))
                .label("which question does it answer?")
                .note("a figure that answers no question costs time and distracts from those that do")
                .help(format!("add `{id}` to the `kpis:` of the activity, gear or goal that it measures{target}, or remove it"))
        })
    })
}

/// The KPIs that goals, activities and gears name. `None` if there are no goals, activities or gears, which is
/// not the KPI's fault, or if part of what names KPIs could not be read.
fn used<'a>(cx: &Context<'a>) -> Option<HashSet<&'a Id>> {
    let known = cx.analysis.known;
    let mut listed = cx.analysis.sequences.iter().flat_map(|sequence| &sequence.gears);
    let are_gears_known = known.purposes && !listed.any(|gear| gear.is_unreadable);
    let gears = PurposeKind::ALL.into_iter().flat_map(|purpose| GearKind::ALL.map(|gear| (purpose, gear)));
    let gears = gears.filter_map(|(purpose, gear)| cx.strategy.gear(purpose, gear)).map(|(gear, _)| gear);
    let gears: Vec<&Gear> = gears.collect();
    let goals = cx.strategy.goals().map(|(_, goal)| &goal.kpis);
    let activities = cx.strategy.activities().map(|one| &one.activity.kpis);
    let lists: Vec<_> = goals.chain(activities).chain(gears.iter().map(|gear| &gear.kpis)).collect();
    let gates: Vec<_> = gears.iter().map(|gear| &gear.spinning_at).collect();
    let is_unreadable = lists.iter().any(|kpis| kpis.is_invalid())
        || gates.iter().any(|gate| gate.may_be(|gate| !gate.is_complete()));
    if lists.is_empty() || is_unreadable || !(known.goals && known.activities && are_gears_known) {
        return None;
    }
    let in_gates = gates.into_iter().filter_map(Field::get).flat_map(|gate| gate.fields());
    Some(lists.into_iter().flat_map(Field::ids).chain(in_gates.map(|(id, _)| id)).collect())
}
