//! `tolerance`, which the format does not have: what to write instead.

use super::Strategy;
use super::number::Number;
use crate::finding::file::UNKNOWN_KEY;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::source::{Source, Span};
use crate::syntax::set::{find, remove};
use crate::syntax::tree::{Tree, Value};

const NAME: &str = "tolerance";

/// Answers each unknown key `tolerance` with the bounds that it and its target mean.
pub(super) fn explain(strategy: &Strategy, source: &Source, tree: &Tree, findings: &mut [Finding]) {
    let is_it = |finding: &&mut Finding| {
        finding.rule == &UNKNOWN_KEY && source.slice(finding.place.span).trim_matches(['"', '\'']) == NAME
    };
    for finding in findings.iter_mut().filter(is_it) {
        let path = tree.path(source, finding.place.span);
        let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
        if !matches!(path.as_slice(), ["kpis", _, NAME] | ["kpis", _, "target", NAME]) {
            continue;
        }
        // The help differs for each of them.
        finding.siblings = None;
        let bounds = bounds(strategy, source, tree, &path);
        finding.help = match &bounds {
            Some((between, _)) => format!("say which values are good enough: `{between}`"),
            None => "say in the target which values are good enough: `between:` the lowest and the highest"
                .to_owned(),
        };
        finding.fix = bounds.and_then(|(_, fix)| fix);
    }
}

/// The target with both bounds, and the fix that writes it and removes the tolerance.
fn bounds(strategy: &Strategy, source: &Source, tree: &Tree, path: &[&str]) -> Option<(String, Option<Fix>)> {
    let id = path.get(1)?;
    let target = strategy.kpi(id)?.target.get()?;
    let (value, place) = target.value.placed().filter(|_| target.has_one_form())?;
    let written = tree.text(source, find(source, tree, path)?.1).trim();
    let tolerance = Number::parse(written.trim_start_matches("±").trim_start_matches("+/-")).ok()?.0;
    let (low, high) = (value.0.checked_sub(tolerance)?, value.0.checked_add(tolerance)?);
    let between = format!("between: [{}, {}]", low.normalize(), high.normalize());
    let in_braces = match target.date.get() {
        Some(date) => format!("target: {{ {between}, date: {date} }}"),
        None => format!("target: {{ {between} }}"),
    };
    if low >= high {
        return None;
    }
    let target = find(source, tree, &["kpis", id, "target"])?.1;
    let edit = match tree.value(source, target) {
        Value::Mapping(_) => Edit { span: Span::new(place.key.start, place.value.end), text: between },
        _ => Edit { span: place.value, text: format!("{{ {between} }}") },
    };
    let fix = remove(source, tree, path).map(|removal| {
        let mut edits = vec![edit, removal];
        edits.sort_by_key(|edit| edit.span.start);
        Fix { title: format!("write `{in_braces}`"), safety: Safety::Safe, edits, reveals: None }
    });
    Some((in_braces, fix))
}
