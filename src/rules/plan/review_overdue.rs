use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("review-overdue", Group::Plan, Level::Warning, Kind::Wrong)
    .timed()
    .summary("the date of the next review has passed")
    .checks("`next_review:` (or the last day of a coarse date) has not passed, or the strategy is closed.")
    .why("A plan that nobody looks at again is a document, not a plan. **Source**: stratplan.")
    .example(
        "\
stratplan: 1
-strategy: { name: Example, owner: mia, period: 2027, next_review: 2027-03-15 }
+strategy: { name: Example, owner: mia, period: 2027, last_review: 2027-03-15, next_review: 2027-06-14 }",
    )
    .fix("Hold it, write `last_review:`, and agree on the next, or write `status: closed` if all is over.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let head = cx.strategy.head()?;
    let (next, place) = head.next_review.placed()?;
    if next.last >= cx.today || cx.is_closed() {
        return None;
    }
    let reviewed = head.last_review.placed().filter(|(last, _)| last.last >= next.first);
    let finding = match reviewed {
        Some((last, at)) => RULE
            .at(place.value, format!("the review of {next} has been held, but the next one has no date"))
            .label("when is the next one?")
            .also(at.value, format!("held {last}"))
            .help("write the date of the next review as `next_review:`, or `status: closed` if the strategy is over"),
        None => RULE
            .at(place.value, format!("the review of {next} is overdue"))
            .label(format!("{} ago", days(days_between(next.last, cx.today))))
            .help("hold the review, and write its date as `last_review:` and the date of the next one as `next_review:`; or write `status: closed` if the strategy is over"),
    };
    Some(finding.note("a plan that nobody looks at again is a document, not a plan"))
}
