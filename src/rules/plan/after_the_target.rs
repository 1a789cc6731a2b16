use std::collections::HashSet;

use crate::analysis::gears::StartedBy;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("after-the-target", Group::Plan, Level::Warning, Kind::Wrong)
    .summary("an activity starts after the day of every target it could help to reach")
    .checks("\
An activity starts no later than the last day of the targets of the goals it serves. It is reported only if each of these
goals has a KPI with a target, all these targets have a day, and all these days are over before it starts.")
    .why("\
What starts after the target has been met or missed cannot help to reach it. Either the activity is late, or it belongs
to the next target. **Source**: smart.")
    .example("\
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kpis: cakes }
pillars:
  promotion:
    activities:
-      cake-of-the-week: { goals: saturday-orders, start: 2027-07-15 }
+      cake-of-the-week: { goals: saturday-orders, start: 2027-04-15 }
kpis:
  cakes: { unit: orders/week, baseline: 22, target: { value: 40, date: 2027-06-30 } }")
    .fix("\
Start the activity earlier, correct the day of the target, or add the goal that it is for. If it keeps what was reached:
`# stratplan: allow(after-the-target) it keeps the guests who came in summer`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let activities = cx.analysis.live_activities().filter(|one| one.activity().start().is_set());
    among(activities, "activities with a start", "start after the targets they serve", |one| judge(cx, one))
}

fn judge(cx: &Context<'_>, activity: &Scheduled<'_>) -> Option<Finding> {
    let known = cx.analysis.known;
    let (start, place) = activity.activity().start().placed()?;
    if !(known.kpis && known.goals && known.activities) || activity.goals().next().is_none() {
        return None;
    }
    let mut targets = Vec::new();
    for goal in activity.goals() {
        let goal = cx.analysis.goals.iter().find(|one| one.id.as_str() == goal)?;
        let before = targets.len();
        for kpi in goal.goal.kpis.ids() {
            let target = cx.analysis.kpis.get(kpi.as_str())?.target;
            let said = cx.strategy.kpi(kpi.as_str())?;
            match target {
                // What is kept all the time has no day, and a path by stretches may go on.
                Some(target) => {
                    let day = target.date.filter(|day| *day < start.first)?;
                    targets.push((kpi, day, said.target.span().or(said.targets.span())?));
                }
                None if said.target.is_absent() && said.targets.is_absent() => {}
                None => return None,
            }
        }
        if goal.goal.kpis.is_invalid() || targets.len() == before {
            return None;
        }
    }
    let last = targets.iter().map(|(_, day, _)| *day).max()?;
    let mut seen = HashSet::new();
    targets.retain(|(kpi, ..)| seen.insert(kpi.as_str()));
    let id = activity.id();
    let goals = and(&quoted(activity.goals()));
    // Moved alone, it would drive its gear too early.
    let gears = activity.gears.iter().filter_map(|(purpose, kind, _)| {
        let sequence = cx.analysis.sequences.iter().find(|one| one.kind == *purpose)?;
        let own = sequence.find(*kind)?.start.filter(|start| start.by == StartedBy::Itself)?;
        (own.date.first >= last).then(|| cx.analysis.gear_name(*purpose, *kind))
    });
    let gears: Vec<String> = gears.collect();
    let with = if gears.is_empty() { String::new() } else { format!(", and {} with it,", and(&gears)) };
    let message = match targets.as_slice() {
        [(kpi, day, _)] => format!("`{id}` starts {}, after the target of `{kpi}` is due: {day}", start.0),
        _ => format!("`{id}` starts {}, after every target of {goals} is due", start.0),
    };
    let help = if last <= cx.today {
        format!("name in `goals:` the goal that `{id}` is for, or give {goals} a new target with a later day")
    } else {
        format!(
            "start `{id}`{with} well before {last}, or correct the day of the target; if it is for another goal, name that one in `goals:`"
        )
    };
    Some(
        RULE.at(place.value, message)
            .label("starts here")
            .also_each(targets.iter().map(|(kpi, day, at)| (*at, format!("`{kpi}` is due {day}"))))
            .note("what starts after a target has been met or missed cannot help to reach it")
            .help(help),
    )
}
