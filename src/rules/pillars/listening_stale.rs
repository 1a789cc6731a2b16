use rust_decimal::prelude::ToPrimitive;

use crate::rules::prelude::*;

const MAX_AGE: &str = "max-age-days";

pub static RULE: Rule = Rule::new("listening-stale", Group::Pillars, Level::Warning, Kind::Wrong)
    .timed()
    .summary("an answer of listening is too old")
    .options(&[RuleOption {
        name: MAX_AGE,
        default: 180.0,
        measure: Measure::Days,
        summary: "an answer older than this many days is too old",
    }])
    .checks("\
Each answer of listening with an `as_of:` is at most `max-age-days` (180) old. A coarse date such as `2027-Q1` counts
from its last day. Answers without `as_of:` and closed strategies are skipped.")
    .why("\
People move on, questions change and moods shift. A plan based on last year's answers speaks to people who have left.
**Source**: stratplan (our own judgment: half a year).")
    .example("\
pillars:
  listening:
    questions:
-      where: { answer: Two local Facebook groups, as_of: 2026-03-30, source: at the counter }
+      where: { answer: Two local Facebook groups, as_of: 2027-03-30, source: at the counter }")
    .fix("\
Look again and update `as_of:`, even if the answer stays the same. If things change slowly, allow more days:
`max-age-days` under `[rules.listening-stale]` in `stratplan.toml`.");

/// The number of days after which an answer is too old to plan with.
pub(crate) fn max_age_days(options: &Options) -> i64 {
    options.number(&RULE, MAX_AGE).floor().to_i64().unwrap_or(i64::MAX)
}

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let max_age = max_age_days(cx.options);
    among(cx.analysis.answers(), "listening answers", "are out of date", |(key, answer)| {
        let (as_of, place) = answer.as_of.placed()?;
        let age = days_between(as_of.as_reading(cx.today), cx.today);
        (age > max_age && !cx.is_closed()).then(|| {
            RULE.at(place.value, format!("listening's answer to `{key}` is {age} days old"))
                .label(format!("{age} days ago, more than {max_age}"))
                .note("people move on, questions change and moods shift; a plan based on old answers speaks to people who have left")
                .help(format!("look again and write `as_of: {}` with the `source:`, even if the answer stays the same", cx.today))
        })
    })
}
