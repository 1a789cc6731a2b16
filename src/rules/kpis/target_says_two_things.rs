use crate::rules::prelude::*;
use crate::strategy::document::Document;
use crate::strategy::gate::Threshold;
use crate::strategy::target::Target;
use crate::syntax::set::remove;

pub static RULE: Rule = Rule::new("target-says-two-things", Group::Kpis, Level::Error, Kind::Wrong)
    .summary("a target or gate has more than one of a value, a bound, a change and a reason to have none")
    .checks("\
Each target has one of `value:`, `at_least:`, `at_most:`, `between:`, `change:` and `not_now:`, and each figure of a
gate one of `value:`, `at_least:` and `at_most:`.")
    .why("\
A value is to be reached once, a bound is to be kept: the two are judged in different ways, and next to each other nobody
knows which one counts. **Source**: smart.")
    .example("\
kpis:
-  answer-time: { unit: seconds, target: { value: 30, at_most: 40 } }
+  answer-time: { unit: seconds, target: { at_most: 40 } }")
    .fix("Keep the one that counts. Two bounds are one `between:`; a more ambitious value is a `stretch:`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    targets(cx).chain(gates(cx))
}

fn targets(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.strategy.kpis().filter_map(|(id, kpi)| {
        let target = kpi.target.get()?;
        let (first, rest) = forms(target);
        let (second, _) = rest.first()?;
        // Two bounds under other keys are one finding about these.
        let is_named = |key: &Option<Span>| key.is_none_or(|key| cx.document.source.slice(key).contains("at_"));
        if ![target.at_least.key(), target.at_most.key()].iter().all(is_named) && rest.len() == 1 {
            return None;
        }
        let message = format!("the target of `{id}` says two things: `{}` and `{second}`", first.0);
        let bounds = target.at_least.get().zip(target.at_most.get());
        let between = bounds
            .filter(|(low, high)| rest.len() == 1 && low < high)
            .map(|(low, high)| format!("between: [{low}, {high}]"));
        let help = match &between {
            Some(between) => format!("write one bound: `{between}`"),
            None => "keep the one that counts; a more ambitious value is a `stretch:`".to_owned(),
        };
        let fix = between.and_then(|between| one_bound(cx.document, id.as_str(), target, between));
        Some(
            RULE.at(first.1, message)
                .label("this")
                .also_each(rest.iter().map(|(_, place)| (*place, "and this".to_owned())))
                .note("a value is reached once and a bound is kept all the time, so only one of them can be judged")
                .help(help)
                .fix_if(fix),
        )
    })
}

fn gates(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let gates = cx.analysis.gears().filter_map(|(_, gear, ..)| gear.declared?.0.spinning_at.get());
    gates.flat_map(|gate| gate.iter()).filter_map(|(kpi, gate)| {
        let Threshold { value, at_least, at_most } = &**gate;
        let forms = [("value", value), ("at_least", at_least), ("at_most", at_most)];
        let mut given = forms.into_iter().filter_map(|(key, field)| Some((key, field.key()?)));
        let (first, place) = given.next()?;
        let rest: Vec<_> = given.collect();
        let (second, _) = rest.first()?;
        Some(
            RULE.at(place, format!("the gate of `{kpi}` says two things: `{first}` and `{second}`"))
                .label("this")
                .also_each(rest.iter().map(|(_, place)| (*place, "and this".to_owned())))
                .note("a gate opens once a figure is reached, so only one of them can count")
                .help("keep the one that opens the gate"),
        )
    })
}

/// Writes both bounds as one.
fn one_bound(document: &Document, kpi: &str, target: &Target, between: String) -> Option<Fix> {
    let low = target.at_least.place()?;
    let title = format!("write `{between}`");
    let one = Edit { span: Span::new(low.key.start, low.value.end), text: between };
    let other = remove(&document.source, &document.tree, &["kpis", kpi, "target", "at_most"])?;
    let mut edits = vec![one, other];
    edits.sort_by_key(|edit| edit.span.start);
    Some(Fix { title, safety: Safety::Safe, edits, reveals: None })
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
