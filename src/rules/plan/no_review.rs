use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("no-review", Group::Plan, Level::Info, Kind::Missing)
    .summary("the strategy has no date for its next review and no end date")
    .checks("The strategy has a `next_review:` or a `period:` with an end, or is closed.")
    .why("A plan that nobody looks at again is a document, not a plan. **Source**: stratplan.")
    .example(
        "\
stratplan: 1
-strategy: { name: Example, owner: mia }
+strategy: { name: Example, owner: mia, period: 2027, next_review: 2027-04-15 }",
    )
    .fix("Put a date in everybody's calendar and write it as `next_review:`.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let head = cx.strategy.head()?;
    let may_end = head.period.may_be(|period| !period.end.is_absent());
    (head.next_review.is_absent() && !may_end && !cx.is_closed()).then(|| {
        RULE.at(cx.strategy.head_key(), "nothing says when the strategy will be reviewed")
            .label("no next review and no end")
            .note("a plan that nobody looks at again is a document, not a plan")
            .help(
                "add `next_review:` with a date that is in everybody's calendar, or a `period:` with an end",
            )
            .absent("next_review")
    })
}
