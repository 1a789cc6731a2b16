//! A target with a lowest and a highest value under keys that the format does not have: `{ min: 5, max: 9 }`.

use super::Strategy;
use super::target::Target;
use crate::finding::file::UNKNOWN_KEY;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::source::{File, Source, Span};
use crate::syntax::set::remove;
use crate::syntax::tree::Tree;

/// Makes one finding of the two unknown keys: both are one bound.
pub(super) fn explain(strategy: &Strategy, source: &Source, tree: &Tree, findings: &mut Vec<Finding>) {
    for (id, kpi) in strategy.kpis() {
        let found = kpi.target.get().and_then(|target| one_bound(target, id.as_str(), source, tree));
        let Some((keys, finding)) = found else { continue };
        let is_of_one = |finding: &Finding| {
            let place = finding.place;
            finding.rule == &UNKNOWN_KEY && place.file == File::Strategy && keys.contains(&place.span)
        };
        findings.retain(|finding| !is_of_one(finding));
        findings.push(finding);
    }
}

/// The keys of both values, and the finding about them.
fn one_bound(target: &Target, id: &str, source: &Source, tree: &Tree) -> Option<([Span; 2], Finding)> {
    let ((low, lowest), (high, highest)) = target.at_least.placed().zip(target.at_most.placed())?;
    let is_range = low < high && target.value.is_absent() && target.between.is_absent();
    let name = |span| source.slice(span).trim_matches(['"', '\'']);
    let names = [name(lowest.key), name(highest.key)];
    if !is_range || !target.change.is_absent() || names == ["at_least", "at_most"] {
        return None;
    }
    let between = format!("between: [{low}, {high}]");
    let title = format!("write `{between}`");
    let one = Edit { span: Span::new(lowest.key.start, lowest.value.end), text: between };
    let other = remove(source, tree, &["kpis", id, "target", names[1]]);
    let fix = other.map(|other| {
        let mut edits = vec![one, other];
        edits.sort_by_key(|edit| edit.span.start);
        Fix { title: title.clone(), safety: Safety::Safe, edits, reveals: None }
    });
    let message = format!("`{}` and `{}` of a target are one bound: `between`", names[0], names[1]);
    let finding = UNKNOWN_KEY.at(lowest.key, message).label("the lowest value");
    let finding = finding.also(highest.key, "the highest value").help(title).fix_if(fix);
    Some(([lowest.key, highest.key], finding))
}
