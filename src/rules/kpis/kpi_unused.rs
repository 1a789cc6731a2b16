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

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let known = cx.analysis.known;
    if !(known.goals && known.activities && known.purposes) {
        return;
    }
    let Some(used) = used(cx) else { return };
    out.extend(among(cx.strategy.kpis(), "KPIs", "are not used anywhere", |(id, _)| {
        (!used.contains(id)).then(|| {
            RULE.at(id.span, format!("nothing uses the KPI `{id}`"))
                .label("which question does it answer?")
                .note("a figure that answers no question costs time and distracts from those that do")
                .help(format!("add `kpis: {id}` to the goal, activity or gear it measures, or remove it"))
        })
    }));
}

/// The KPIs that goals, activities and gears name. `None` if there are no goals, activities or gears, which is
/// not the KPI's fault, or if part of what names KPIs could not be read.
fn used<'a>(cx: &Context<'a>) -> Option<HashSet<&'a Id>> {
    let gears = PurposeKind::ALL.into_iter().flat_map(|purpose| GearKind::ALL.map(|gear| (purpose, gear)));
    let gears: Vec<&Gear> =
        gears.filter_map(|(purpose, gear)| Some(cx.strategy.gear(purpose, gear)?.0)).collect();
    let lists = cx.strategy.goals().map(|(_, goal)| &goal.kpis);
    let lists = lists.chain(cx.strategy.activities().map(|one| &one.activity.kpis));
    let lists: Vec<_> = lists.chain(gears.iter().map(|gear| &gear.kpis)).collect();
    let mut gears_known = cx.analysis.sequences.iter().flat_map(|sequence| &sequence.gears);
    if lists.is_empty()
        || lists.iter().any(|kpis| kpis.is_invalid())
        || gears_known.any(|gear| gear.is_unreadable)
    {
        return None;
    }
    let mut used: HashSet<&Id> = lists.into_iter().flat_map(Field::ids).collect();
    for gear in gears {
        match &gear.spinning_at {
            Field::Invalid(_) => return None,
            Field::Set(gate, _) if !gate.is_complete() => return None,
            Field::Set(gate, _) => used.extend(gate.fields().map(|(id, _)| id)),
            Field::Absent => {}
        }
    }
    Some(used)
}
