use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("decision-overdue", Group::Plan, Level::Warning, Kind::Wrong)
    .timed()
    .summary("a decision is still open after the day it was needed by")
    .checks(
        "\
No open decision is past its `needed_by:`, or the last day of a coarse date. Closed strategies are skipped.",
    )
    .why("What waits for a decision waits unseen: what needs it slips first. **Source**: stratplan.")
    .example(
        "\
decisions:
-  delivery: { question: \"Do we deliver to the door this autumn?\", needed_by: 2027-03-31 }
+  delivery: { question: \"Do we deliver to the door this autumn?\", needed_by: 2027-03-31, status: made }",
    )
    .fix(
        "\
Decide, and write `status: made`, or `status: dropped` if nobody needs it, or agree on a new date.",
    );

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.strategy.open_decisions(), "open decisions", "are overdue", |(id, decision)| {
        let (date, place) = decision.needed_by.placed()?;
        let decide = match cx.analysis.owners.of(&decision.owner).id() {
            Some(owner) => format!("ask `{}` to decide `{id}`", shown(owner)),
            None => format!("decide `{id}`"),
        };
        (date.last < cx.today && !cx.is_closed()).then(|| {
            RULE.at(place.value, format!("the decision `{id}` was needed by {date} and is still open"))
                .label(format!("{} ago", days(days_between(date.last, cx.today))))
                .note("what waits for a decision waits unseen")
                .help(format!("{decide} and write `status: made`, or `status: dropped` if nobody needs the answer anymore, or agree on a new date"))
        })
    })
}
