use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("document-stale", Group::Completeness, Level::Info, Kind::Missing)
    .timed()
    .summary("a document was last reviewed a long time ago")
    .options(&[RuleOption {
        name: "max-age-days",
        default: 365.0,
        measure: Measure::Days,
        summary: "how old a review can be",
    }])
    .checks("\
The `reviewed:` date of each document is at most `max-age-days` ago. A document without one is skipped, and so is a
closed strategy.")
    .why("\
A crisis plan with the phone number of someone who has left is worse than none, because people rely on it. **Source**:
stratplan.")
    .example("\
documents:
-  crisis-plan: { at: docs/crisis-plan.pdf, reviewed: 2025-02 }
+  crisis-plan: { at: docs/crisis-plan.pdf, reviewed: 2027-01 }")
    .fix("Read it with the people who use it, correct it, and write the date as `reviewed:`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    #[allow(clippy::cast_possible_truncation)] // a whole number of days within the range of the option
    let max_age = cx.options.number(&RULE, "max-age-days") as i64;
    let documents = cx.strategy.documents().filter(|_| !cx.is_closed());
    among(documents, "documents", "have not been reviewed for a long time", |(id, document)| {
        let (reviewed, place) = document.reviewed.placed()?;
        let age = days_between(reviewed.last, cx.today);
        (age > max_age).then(|| {
            RULE.at(place.value, format!("`{id}` was last reviewed {} ago", days(age)))
                .label(format!("longer ago than {}", days(max_age)))
                .note("people rely on a document in the moment when there is no time to check it")
                .help("review it with the people who use it, and write the date as `reviewed:`")
        })
    })
}
