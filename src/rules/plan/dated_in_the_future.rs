use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::strategy::date::year_before;

pub static RULE: Rule = Rule::new("dated-in-the-future", Group::Plan, Level::Warning, Kind::Wrong)
    .timed()
    .outlasts_period()
    .summary("something that has happened is dated after today")
    .checks("\
The `date:` of a baseline, the `as_of:` of a listening answer, `last_review:` and the `date:` of a lesson are not after
today (`--today`), and no activity is `done` before it starts. A date that includes today is not in the future. A
baseline of 0 can be: something begins on that day. Closed strategies are skipped.")
    .why("\
What has not happened yet cannot have been measured, held or learned. The date has a typo, often in the year, or a plan
is taken for a fact. **Source**: stratplan.")
    .example("\
pillars:
  listening:
    questions:
-      where: { answer: Two local Facebook groups, as_of: 2028-03-30, source: at the counter }
+      where: { answer: Two local Facebook groups, as_of: 2027-03-30, source: at the counter }")
    .fix("\
Correct the date. A baseline that is still to be measured says so with `baseline: { due: 2027-06-30 }`, and a review
that is still to be held is the `next_review:`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    if cx.is_closed() {
        return Vec::new();
    }
    let (noun, problem) = ("baselines", "are dated after today");
    let baselines = among(cx.strategy.kpis(), noun, problem, |(id, kpi)| {
        let baseline = kpi.baseline.get()?;
        let due = baseline.date.get()?;
        baseline.value.get().filter(|value| value.0 != Decimal::ZERO)?;
        // If the target is due before it, that is the error.
        if kpi.target.may_be(|target| target.date.may_be(|date| date.surely_before(*due))) {
            return None;
        }
        let help = format!("correct it, or write `baseline: {{ due: {due} }}` if it is still to be measured");
        judge(cx, &format!("the baseline of `{id}` is dated"), &baseline.date, &help)
    });
    let answers = among(cx.analysis.answers(), "answers of listening", problem, |(key, answer)| {
        judge(cx, &format!("listening's answer to `{key}` is dated"), &answer.as_of, "correct `as_of:`")
    });
    let lessons = among(cx.strategy.lessons(), "lessons", problem, |(id, lesson)| {
        judge(cx, &format!("the lesson `{id}` is dated"), &lesson.date, "correct the date")
    });
    let review = cx.strategy.head().and_then(|head| {
        let help = "correct it, or write it as `next_review:` until the review has been held";
        judge(cx, "the last review is dated", &head.last_review, help)
    });
    let activities = cx.analysis.live_activities();
    let activities = among(activities, "activities", "are done before they start", |one| {
        let (start, start_place) = one.activity().start().placed()?;
        let (status, place) = one.activity().status.placed()?;
        (*status == ActivityStatus::Done && start.first > cx.today).then(|| {
            RULE.at(place.value, format!("`{}` is done, but does not start until {}", one.id(), start.0))
                .label("done")
                .also(start_place.value, format!("starts {} after today, {}", ahead(cx, start.0), cx.today))
                .note("what has not begun cannot be over; reports count it as work that was done")
                .help("correct the date if it is over, or write `status: planned`")
        })
    });
    review.into_iter().chain(baselines).chain(answers).chain(lessons).chain(activities).collect()
}

fn judge(cx: &Context<'_>, what: &str, date: &Field<CoarseDate>, help: &str) -> Option<Finding> {
    let (date, place) = date.placed().filter(|(date, _)| date.first > cx.today)?;
    // In January, people often type the wrong year.
    let before = year_before(date.first).filter(|day| date.is_exact() && *day <= cx.today);
    let meant = before.map(|date| format!("did you mean {date}? Otherwise ")).unwrap_or_default();
    Some(
        RULE.at(place.value, format!("{what} {date}, which is in the future"))
            .label(format!("{} after today, {}", ahead(cx, *date), cx.today))
            .note("what has not happened yet cannot have been measured, held or learned")
            .help(format!("{meant}{help}")),
    )
}

fn ahead(cx: &Context<'_>, date: CoarseDate) -> String {
    days(days_between(cx.today, date.first))
}
