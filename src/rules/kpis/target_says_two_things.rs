use crate::rules::prelude::*;
use crate::strategy::target::Target;

pub static RULE: Rule = Rule::new("target-says-two-things", Group::Kpis, Level::Error, Kind::Wrong)
    .summary("a target has more than one of a value, a bound, a change and a reason to have none")
    .checks("Each target has one of `value:`, `at_least:`, `at_most:`, `between:`, `change:` and `not_now:`.")
    .why("\
A value is to be reached once, a bound is to be kept: the two are judged in different ways, and next to each other nobody
knows which one counts. **Source**: smart.")
    .example("\
kpis:
-  answer-time: { unit: seconds, target: { value: 30, at_most: 40 } }
+  answer-time: { unit: seconds, target: { at_most: 40 } }")
    .fix("Keep the one that counts. Two bounds are one `between:`; a more ambitious value is a `stretch:`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.strategy.kpis().filter_map(|(id, kpi)| {
        let target = kpi.target.get()?;
        let (first, rest) = forms(target);
        let (second, _) = rest.first()?;
        let message = format!("the target of `{id}` says two things: `{}` and `{second}`", first.0);
        let help = match (target.at_least.get(), target.at_most.get()) {
            (Some(low), Some(high)) if rest.len() == 1 && low < high => {
                format!("write one bound: `between: [{low}, {high}]`")
            }
            _ => "keep the one that counts; a more ambitious value is a `stretch:`".to_owned(),
        };
        Some(
            RULE.at(first.1, message)
                .label("this")
                .also_each(rest.iter().map(|(_, place)| (*place, "and this".to_owned())))
                .note("a value is reached once and a bound is kept all the time, so only one of them can be judged")
                .help(help),
        )
    })
}

/// What a target says, with the places of the keys: the first, and the others.
fn forms(target: &Target) -> ((&'static str, Span), Vec<(&'static str, Span)>) {
    let Target { value, at_least, at_most, between, change, not_now, date: _, stretch: _ } = target;
    let forms = [
        ("value", value.key()),
        ("at_least", at_least.key()),
        ("at_most", at_most.key()),
        ("between", between.key()),
        ("change", change.key()),
        ("not_now", not_now.key()),
    ];
    let mut given = forms.into_iter().filter_map(|(key, place)| Some((key, place?)));
    (given.next().unwrap_or_default(), given.collect())
}
