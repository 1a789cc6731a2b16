use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::source::Location;
use crate::strategy::number::Number;
use crate::strategy::readings::Reading;

pub static RULE: Rule = Rule::new("total-not-restarted", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a running total goes on from the time before its first day")
    .checks("\
With `counts: total`, the first reading from `since:`, or the start of the period, is lower than the last one before it, or
than the baseline if there is none, since the total begins with 0 on that day. It is reported only if the other figures say
so, too: what would have come in per day until the first reading is more than three times what usually came in between two
readings (as long as there are none, over the time of the baseline and according to the plan), and what came in since the
last reading before it is not. A strong first month is both.")
    .why("\
A total of all years, next to a target of one year, is reached on the first day. **Source**: stratplan.")
    .example("\
kpis:
  members:
    unit: people
    counts: total
    since: 2027-01-01
    target: { value: 1200, date: 2027-12-31 }
-    readings: { 2026-11-30: 930, 2026-12-31: 1010, 2027-01-31: 1104, 2027-02-28: 1190 }
+    readings: { 2026-11-30: 930, 2026-12-31: 1010, 2027-01-31: 94, 2027-02-28: 180 }")
    .fix("\
Write what has come in since the first day. For a total that never restarts, write `counts: level`, with the last figure
before that day as the `baseline:`, and the figure to reach as the target.");

/// How much more than usual has to come in at first.
const FAR: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let totals = cx.strategy.kpis().filter(|(_, kpi)| kpi.counts() == Counts::Total);
    among(totals, "running totals", "go on from the time before", |(id, kpi)| {
        let judged = cx.analysis.kpis.get(id.as_str())?;
        let eve = judged.start?.date?;
        let begins = eve.tomorrow().ok()?;
        let (before, after): (Vec<&Reading>, Vec<&Reading>) =
            cx.readings.of(id.as_str()).iter().partition(|reading| reading.date.last <= eve);
        let first = *after.first().filter(|first| first.date.first > eve)?;
        let at_first = first.value.0.checked_div(days_between(eve, first.date.last).into())?;
        let last = match before.last() {
            Some(last) => {
                Before { value: last.value, date: Some(last.date), at: last.value_at, is_read: true }
            }
            None => baseline(kpi)?,
        };
        let when = last.date.unwrap_or(CoarseDate::day(eve));
        let planned = || {
            let (target, due) = (judged.target?.value?, judged.target?.date?);
            target.0.checked_div(days_between(eve, due).into())
        };
        let expected = || Some(before_per_day(&last, eve)?.max(planned().unwrap_or_default()));
        let usual = usual(&after).or_else(|| usual(&before)).or_else(expected)?;
        let last_day = when.last.min(eve);
        let since_last = first.value.0.checked_sub(last.value.0)?;
        let since_last = since_last.checked_div(days_between(last_day, first.date.last).into())?;
        let goes_on = last.value.0 > Decimal::ZERO && first.value >= last.value;
        let far = usual.checked_mul(FAR)?;
        (goes_on && at_first > far && since_last <= far).then(|| {
            let (was, is) = (last.value, first.value);
            let from = if last.is_read { format!("{was} on {when}") } else { format!("its baseline of {was}") };
            RULE.at(
                first.value_at,
                format!("`{id}` counts from {begins}, but goes on from {from} to {is} on {}", first.date),
            )
            .label(format!("as if {is} had come in since {begins}"))
            .also(last.at, from)
            .also_each(kpi.since.place().map(|since| (since.value, "it begins with 0".to_owned())))
            .note("a running total begins with 0 on its first day, so what came in before counts toward the target")
            .help(format!("write what has come in since its first day; or, if `{id}` never restarts, write `counts: level`, `baseline: {{ value: {was}, date: {} }}` and the figure to reach as its target", when.last))
        })
    })
}

/// The total before the first day: what was read last, or the baseline.
struct Before {
    value: Number,
    date: Option<CoarseDate>,
    at: Location,
    is_read: bool,
}

fn baseline(kpi: &Kpi) -> Option<Before> {
    let baseline = kpi.baseline.get()?;
    let (value, place) = baseline.value.placed()?;
    let date = baseline.date.get().copied();
    Some(Before { value: *value, date, at: place.value.into(), is_read: false })
}

/// What came in per day over the time of the baseline; over a year, if nothing says.
fn before_per_day(baseline: &Before, eve: Date) -> Option<Decimal> {
    let time = baseline.date.filter(|date| !date.is_exact() && date.last <= eve);
    let days = time.map_or(365, |date| days_between(date.first, date.last) + 1);
    baseline.value.0.checked_div(days.into()).filter(|_| !baseline.is_read)
}

/// The median of what came in per day between one reading and the next, if that is anything.
fn usual(readings: &[&Reading]) -> Option<Decimal> {
    let pieces = readings.windows(2).filter_map(|pair| match pair {
        [one, next] => {
            let days = days_between(one.date.last, next.date.last);
            next.value.0.checked_sub(one.value.0)?.checked_div(days.into())
        }
        _ => None,
    });
    let mut pieces: Vec<Decimal> = pieces.collect();
    pieces.sort_unstable();
    pieces.get(pieces.len() / 2).copied().filter(|usual| *usual > Decimal::ZERO)
}
