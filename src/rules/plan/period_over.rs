use crate::rules::prelude::*;
use crate::strategy::plan::Status;

pub static RULE: Rule = Rule::new("period-over", Group::Plan, Level::Warning, Kind::Wrong)
    .timed()
    .outlasts_period()
    .summary("the period has ended, but the strategy is not closed")
    .checks("\
The last day of the `period:` has not passed, or the strategy has `status: closed`. While this is reported, what is late
or out of date is not, because nobody works on it anymore: readings, reviews, decisions, activities, answers of
listening and the state of the gears. Targets that were missed still are.")
    .why("\
A plan whose time is over is either finished, and can be evaluated, or goes on with dates that nobody has agreed on.
**Source**: stratplan.")
    .example("\
stratplan: 1
-strategy: { name: Example, owner: mia, period: 2026 }
+strategy: { name: Example, owner: mia, period: 2026, status: closed }")
    .fix("\
Write `status: closed`: the reports then show where everything was at the end. If the plan goes on, change its `period:`
and the dates in it, or start the next file.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let head = cx.strategy.head()?;
    let period = head.period.get()?;
    let (end, place) = period.end.placed()?;
    // Reversed, one of the two is wrong.
    let is_reversed = period.start.may_be(|start| end.surely_before(start.0));
    let status = cx.strategy.status();
    let state = if status == Status::Draft { "a draft" } else { "active" };
    (end.last < cx.today && !is_reversed && status != Status::Closed && !head.status.is_invalid()).then(
        || {
            let days = days(days_between(end.last, cx.today));
            RULE.at(
                place.value,
                format!("the period ended on {}, but the strategy is still {state}", end.last),
            )
            .label(format!("{days} ago"))
            .also_each(head.status.span().map(|at| (at, "not closed")))
            .note("what is late or out of date is not reported anymore, because the time for it is over")
            .help(
                "write `status: closed` to evaluate it as of its last day, or change `period:` if it goes on",
            )
        },
    )
}
