use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("target-undated", Group::Kpis, Level::Warning, Kind::Missing)
    .summary("a target has no date, and the strategy has no end date to use instead")
    .checks("Each target has a `date:`, or the strategy's `period:` has an end, which then applies.")
    .why("\
A target for \"some day\" is never late. Pace and forecast need a date. **Source**: smart (T is for time).")
    .example("\
stratplan: 1
strategy: { name: Example, owner: mia }
kpis:
-  visits: { unit: visits/month, baseline: { value: 9000, date: 2026-12-31 }, target: 20000 }
+  visits: { unit: visits/month, baseline: { value: 9000, date: 2026-12-31 }, target: { value: 20000, date: 2027-12-31 } }")
    .fix("Give the target a `date:`, or the strategy a `period:` with an end, for all such targets.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let Some(head) = cx.strategy.head() else { return Vec::new() };
    let (at, no_end) = match &head.period {
        Field::Absent => (cx.strategy.head_key(), "the strategy has no `period:`"),
        Field::Set(period, place) if period.end.is_absent() => {
            (place.key, "the strategy's period has no end")
        }
        _ => return Vec::new(),
    };
    let targets = cx.strategy.kpis().filter_map(|(id, kpi)| {
        kpi.target.placed().filter(|_| kpi.targets.is_absent()).map(|target| (id, target))
    });
    among(targets, "targets", "have no date", |(id, (target, place))| {
        let value = target.value.get().map(|value| format!("value: {value}"));
        let change = target.change.get().map(|change| format!("change: {change}"));
        let form = value.or(change).unwrap_or_default();
        // A bound is kept from the first day, and targets by stretch have their dates.
        let is_to_reach = target.value.is_set() || target.change.is_set();
        (is_to_reach && target.date.is_absent()).then(|| {
            RULE.at(target.value.span().unwrap_or(place.key), format!("the target of `{id}` has no date"))
                .label("by when?")
                .also(at, no_end)
                .note("a target for \"some day\" is never late")
                .help(format!("add a date: `target: {{ {form}, date: … }}`, or give the strategy a `period:` with an end for all targets"))
                .absent("date")
        })
    })
}
