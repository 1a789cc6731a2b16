//! A plan as a strategy file.

use super::case::{Activity, Plan, Purpose, Sequence, Wheel};
use crate::figures::yaml::{decimal, flow, kpi, written_period};

/// What surrounds the gears, so that nothing else is missing.
const FRAME: &str = "\
marketing_strategy: { channels: { shop: web } }
";

pub fn strategy(plan: &Plan) -> String {
    let period = written_period(plan.period).map_or_else(String::new, |period| format!(", period: {period}"));
    let kpis = list(&plan.goal.iter().map(|index| plan.measures[*index].id.clone()).collect::<Vec<_>>());
    let mut text = format!(
        "stratplan: 1\nstrategy: {{ name: Generated, owner: lead, status: active{period} }}\n{FRAME}\
         goals:\n  more: {{ statement: More orders in the shop, kind: sell, kpis: {kpis} }}\n  \
         calm: {{ statement: Fewer calls, kind: provide_service, kpis: {kpis} }}\n",
    );
    text += "pillars:\n  listening: { questions: { where: In the forum of the shop } }\n";
    for (pillar, is_support) in [("promotion", false), ("support", true)] {
        let activities: Vec<&Activity> =
            plan.activities.iter().filter(|activity| activity.is_support == is_support).collect();
        if !activities.is_empty() {
            text += &format!("  {pillar}:\n    activities:\n");
            text += &activities.into_iter().map(activity).collect::<String>();
        }
    }
    text += "purposes:\n";
    text += &plan.sequences.iter().map(|one| sequence(plan, one)).collect::<String>();
    text += "kpis:\n";
    text += &plan.measures.iter().map(|measure| kpi(&measure.id, &measure.kpi)).collect::<String>();
    text
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}

fn activity(activity: &Activity) -> String {
    let drives = activity.drives.iter().map(|(purpose, gear)| format!("{}.{}", purpose.name(), gear.name()));
    let drives: Vec<String> = drives.collect();
    let entries = flow([
        Some(format!("goals: {}", if activity.is_support { "calm" } else { "more" })),
        (!drives.is_empty()).then(|| format!("gears: {}", list(&drives))),
        activity.start.map(|start| format!("start: {start}")),
        activity.end.map(|end| format!("end: {end}")),
        activity.status.map(|status| format!("status: {status}")),
        activity.sells.then(|| "intent: sell".to_owned()),
        activity.budget.map(|budget| format!("budget: {budget}")),
    ]);
    format!("      {}: {entries}\n", activity.id)
}

fn sequence(plan: &Plan, sequence: &Sequence) -> String {
    let wheels = sequence.wheels.iter().map(|one| wheel(plan, one));
    let goal = if sequence.purpose == Purpose::Support { "calm" } else { "more" };
    format!("  {}:\n    goals: {goal}\n    gears:\n{}", sequence.purpose.name(), wheels.collect::<String>())
}

fn wheel(plan: &Plan, wheel: &Wheel) -> String {
    let id = |index: usize| plan.measures[index].id.clone();
    let kpis: Vec<String> = wheel.kpis.iter().map(|index| id(*index)).collect();
    let gate = wheel.gate.iter().map(|(index, figure)| Some(format!("{}: {}", id(*index), decimal(figure))));
    let entries = flow([
        wheel.is_left_out.then(|| "not_now: Nobody has time for it".to_owned()),
        wheel.start.map(|start| format!("start: {start}")),
        (!kpis.is_empty()).then(|| format!("kpis: {}", list(&kpis))),
        (!wheel.gate.is_empty()).then(|| format!("spinning_at: {}", flow(gate))),
    ]);
    // A gear of which nothing is said is an empty mapping.
    format!("      {}: {entries}\n", wheel.gear.name())
}
