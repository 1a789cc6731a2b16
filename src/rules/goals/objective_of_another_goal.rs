use crate::rules::prelude::*;
use crate::strategy::goal::Objective;

pub static RULE: Rule = Rule::new("objective-of-another-goal", Group::Goals, Level::Warning, Kind::Wrong)
    .summary("the marketing objective of an activity leads to other goals than the activity")
    .checks("\
If an activity names both `goals:` and `objectives:`, at least one of these objectives leads to one of these goals.
Dropped activities are skipped, and so are objectives whose goals are all postponed with `not_now:`. An activity or an
objective without goals is left to `activity-without-goal` and `objective-without-goal`.")
    .why("\
An objective says which goal marketing works toward. If the activity works toward another, marketing counts on work
that nobody does, and the goal looks better served than it is. **Source**: four-pillars (the activity serves the
marketing objective, the objective serves the business goal).")
    .example("\
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
  service-cost: Cut the cost of a support contact from 11.50 to 8.00 USD by year end
marketing_strategy:
  objectives:
    parts-demand: { statement: Grow parts demand in North American fleets, goals: parts-leads }
    service-promise: { statement: Be the easiest maker to own a machine from, goals: service-cost }
pillars:
  promotion:
    activities:
-      filter-guide: { goals: parts-leads, objectives: service-promise }
+      filter-guide: { goals: parts-leads, objectives: parts-demand }")
    .fix("\
Name the objective that leads to the activity's goal. If the objective is right, one of the two lists of goals is
incomplete: add the goal to the objective's `goals:`, or to the activity's.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let activities = cx.analysis.live_activities();
    let activities = activities.filter(|one| one.activity().objectives.ids().next().is_some());
    among(activities, "activities with an objective", "serve one that leads to other goals", |activity| {
        let elsewhere = elsewhere(cx, activity);
        let (first, objective) = *elsewhere.first()?;
        let own = and(&quoted(activity.goals()));
        let theirs = and(&quoted(objective.goals.ids()));
        let leads_here = |objective: &Objective| objective.goals.ids().any(|id| activity.serves(id.as_str()));
        let better = cx.objectives()?.iter().find(|(_, objective)| leads_here(objective));
        let better = better.map(|(id, _)| format!("name `{id}`, which leads to it; or "));
        let goals = activity.activity().goals.span().map(|at| (at, format!("the activity serves {own}")));
        let others = elsewhere.iter().skip(1);
        Some(
            RULE.at(first.span, format!("`{}` serves {own}, but its objective `{first}` leads to {theirs}", activity.id()))
                .label(format!("leads to {theirs}"))
                .also_each(goals)
                .also_each(others.map(|(other, _)| (other.span, "leads to other goals, too".to_owned())))
                .also_each(objective.goals.span().map(|at| (at, format!("the goals of `{first}`"))))
                .note("marketing counts on this work for one goal, and its owner does it for another")
                .help(format!(
                    "{}add {own} to the `goals:` of `{first}` if it leads there as well, or {theirs} to the `goals:` of `{}`",
                    better.unwrap_or_default(),
                    activity.id()
                )),
        )
    })
}

/// The objectives of an activity, if all of them surely lead to other goals than the activity.
pub(super) fn elsewhere<'a>(cx: &Context<'a>, activity: &Scheduled<'a>) -> Vec<(&'a Id, &'a Objective)> {
    let goal = |id: &str| cx.strategy.goals.get()?.get(id);
    let named = &activity.used.activity.objectives;
    let objectives = named.ids().map(|id| Some((id, cx.objectives()?.get(id.as_str())?)));
    let objectives: Vec<_> = objectives.collect::<Option<_>>().unwrap_or_default();
    let leads_elsewhere = |(_, objective): &(&Id, &Objective)| {
        let goals = || objective.goals.ids().map(Id::as_str);
        // A misspelled goal may be a common one.
        goals().all(|id| goal(id).is_some() && !activity.serves(id))
            && goals().any(|id| goal(id).is_some_and(|goal| goal.not_now.is_absent()))
    };
    let has_goals = activity.goals().next().is_some() && activity.goals().all(|id| goal(id).is_some());
    if has_goals && objectives.iter().all(leads_elsewhere) { objectives } else { Vec::new() }
}
