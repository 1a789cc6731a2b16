use std::cmp::Reverse;

use indexmap::IndexMap;
use jiff::civil::Date;

use crate::analysis::workload::{Workload, certain_days};
use crate::rules::prelude::*;
use crate::words::figures::computed;

pub static RULE: Rule = Rule::new("overloaded-owner", Group::Plan, Level::Info, Kind::Wrong)
    .timed()
    .summary("one person owns too many activities at the same time, or more than their hours allow")
    .options(&[RuleOption {
        name: "max-active",
        default: 8.0,
        measure: Measure::Count,
        summary: "how many activities one person can own at the same time",
    }])
    .checks("\
Nobody owns more than `max-active` (8) activities that run at the same time, including those inherited from the pillar
or the strategy. An activity without `end` keeps running, and one without `start` runs all the time; a coarse date
such as `2027-Q1` counts only for the days when the activity is certain to run.

If people and activities say `hours_per_week:`, the hours count instead: in no week from now on, Monday to Sunday, do
the activities of one person take more than that person has. An activity that runs on a part of a week takes that part of its hours.
The activities are counted as well if one of them does not say how many hours it takes.")
    .why("Whoever owns too much can only guess how it is all going. **Source**: stratplan.")
    .example("\
pillars:
  promotion:
    owner: dana
    activities:
      posts: { start: 2027-01-01 }
      films: { start: 2027-01-01 }
      polls: { start: 2027-01-01 }
      guides: { start: 2027-01-01 }
      letters: { start: 2027-01-01 }
      stories: { start: 2027-01-01 }
      contests: { start: 2027-01-01 }
-      podcasts: { start: 2027-01-01 }
+      podcasts: { start: 2027-01-01, owner: lee }
      webinars: { start: 2027-01-01 }")
    .fix("\
Give some activities to someone else, let some end before others begin, or combine small ones. If the owner is a team,
raise `max-active` in `stratplan.toml`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let workloads = cx.analysis.workloads();
    let by_hours = workloads.iter().filter(|one| one.is_over).map(|one| too_many_hours(cx, one));
    let is_counted = |owner: &str| {
        let known = workloads.iter().find(|one| one.person == owner && one.available.is_some());
        known.is_none_or(|one| !one.is_complete && !one.is_over)
    };
    let by_count =
        too_many(cx).into_iter().filter(|(owner, _)| is_counted(owner)).map(|(_, finding)| finding);
    by_hours.chain(by_count).collect()
}

fn too_many_hours(cx: &Context<'_>, one: &Workload<'_, '_>) -> Finding {
    let (needed, available) = (computed(one.needed), computed(one.available.unwrap_or_default()));
    let people = cx.strategy.people.get();
    let at = people.and_then(|people| people.get(one.person)?.hours_per_week.span());
    let at = at.unwrap_or_else(|| cx.strategy.head_key());
    let mut parts: Vec<_> = one.activities.iter().collect();
    parts.sort_by_key(|(_, hours)| Reverse(*hours));
    let parts = parts.into_iter().filter_map(|(activity, hours)| {
        let at = activity.activity().hours_per_week.span()?;
        Some((at, format!("`{}`: {} in that week", activity.id(), computed(*hours))))
    });
    let message = format!(
        "`{}` needs {needed} hours in the week of {} and has {available}",
        shown(one.person),
        one.week
    );
    RULE.at(at, message)
        .label("hours a week")
        .also_each(parts)
        .note("what does not fit into the week is done badly, late or at night")
        .help("give some to someone else, let some end before others begin, or correct `hours_per_week:`")
}

/// The owners of too many activities.
fn too_many<'a>(cx: &Context<'a>) -> Vec<(&'a str, Finding)> {
    let max = cx.options.number(&RULE, "max-active");
    // By owner: the place where the owner is first named, and each activity with the days it runs.
    let mut owned: IndexMap<&str, (_, Vec<(&Scheduled<'_>, Days)>)> = IndexMap::new();
    for one in cx.analysis.live_activities() {
        if let (Owner::Named(id), Some(days)) = (one.owner, certain_days(one)) {
            owned.entry(id.as_str()).or_insert_with(|| (id.span, Vec::new())).1.push((one, days));
        }
    }
    let found = owned.into_iter().filter_map(|(owner, (named, activities))| {
        let (day, count) = busiest(&activities)?;
        if f64::from(u32::try_from(count).unwrap_or(u32::MAX)) <= max {
            return None;
        }
        let people = cx.strategy.people.get();
        let at = people.and_then(|people| people.declaration(owner)).map_or(named, |id| id.span);
        let from = if day == Date::MIN { String::new() } else { format!(" from {day}") };
        let running = activities.iter().filter(|(_, days)| days.start <= day && day <= days.end);
        let finding =
            RULE.at(at, format!("`{}` owns {count} activities at the same time{from}", shown(owner)))
                .label(format!("more than {max}"))
                .also_each(running.map(|(one, _)| (one.used.id.span, "one of them")))
                .note("an owner is asked how everything they own is going; beyond a certain number, the answer is a guess")
                .help("give some to someone else, or let some end before others begin; for a team, raise `max-active` in `stratplan.toml`");
        Some((owner, finding))
    });
    found.collect()
}

/// The first day on which the most activities run, and how many.
fn busiest(activities: &[(&Scheduled<'_>, Days)]) -> Option<(Date, usize)> {
    let mut starts: Vec<Date> = activities.iter().map(|(_, days)| days.start).collect();
    let mut ends: Vec<Date> = activities.iter().map(|(_, days)| days.end).collect();
    starts.sort_unstable();
    ends.sort_unstable();
    let days = starts.iter().map(|day| {
        let begun = starts.partition_point(|start| start <= day);
        (*day, begun - ends.partition_point(|end| end < day))
    });
    days.max_by_key(|(day, count)| (*count, Reverse(*day)))
}
