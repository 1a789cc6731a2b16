use crate::analysis::schedule::LateWith;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("activity-late", Group::Plan, Level::Warning, Kind::Wrong)
    .timed()
    .summary("the dates of an activity have passed, but its status says otherwise")
    .checks("\
An activity with `status: planned` has not passed its `start:` or `end:`, and one with `status: running` has not passed
its `end:`; coarse dates count to their last day. Activities without a status are never late, because their dates decide.
Closed strategies are skipped.")
    .why("\
What waits for the activity waits with it: the next gear, the goal, the money. Or it has long begun, and the plan is out
of date. **Source**: stratplan.")
    .example("\
pillars:
  promotion:
    activities:
-      filter-guide: { start: 2027-03-01, status: planned }
+      filter-guide: { start: 2027-03-01, status: running }")
    .fix("\
Write the status that is true, or move the date to one that can be kept. Without `status:`, the dates decide.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.analysis.live_activities(), "activities", "are late", |one| {
        let late = one.late(cx.today).filter(|_| !cx.is_closed())?;
        let activity = one.activity();
        let (start, end) = (activity.start().placed(), activity.end().placed());
        // Reversed dates are another error.
        if start.zip(end).is_some_and(|((start, _), (end, _))| end.surely_before(start.0)) {
            return None;
        }
        let (status, status_place) = activity.status.placed()?;
        let status = status.key();
        let one_day = activity.one_day().is_some();
        let (verb, place, help) = match late.with {
            LateWith::Start if one_day => {
                ("happened", start?.1, "write `status: done` if it has taken place, or move `date:`")
            }
            LateWith::Start => {
                ("started", start?.1, "write `status: running` if it has begun, or move `start:`")
            }
            LateWith::End if one_day => {
                ("been over", end?.1, "write `status: done` if it is over, or move `date:`")
            }
            LateWith::End => ("ended", end?.1, "write `status: done` if it is over, or move `end:`"),
        };
        let since = late.since;
        Some(
            RULE.at(
                place.value,
                format!("`{}` should have {verb} by {since}, but is still {status}", one.id()),
            )
            .label(format!("{} ago", days(late.days)))
            .also(status_place.value, format!("still {status}"))
            .note("what waits for it waits unseen: the next gear, the goal, the money")
            .help(format!("{help}; if it will not happen, write `status: dropped`")),
        )
    })
}
