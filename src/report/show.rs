//! A strategy as it was read: shorthands written out, owners inherited, and figures in each KPI and gear.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::analysis::Analysis;
use crate::source::Source;
use crate::strategy::document::Document;
use crate::syntax::tree::{NodeId, Style, Tree, Value as Node};

/// What `show` prints for machines.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Shown {
    /// The strategy with the keys of the strategy file, shorthands written out. Each KPI and each gear also
    /// has `figures`.
    pub strategy: Map<String, Value>,
}

pub(crate) fn strategy(document: &Document, analysis: &Analysis<'_>) -> Result<Shown, serde_json::Error> {
    let mut shown = serde_json::to_value(&document.strategy)?;
    if let Some(Ok(version)) = document.strategy.stratplan.get().map(|version| version.0.parse::<u32>()) {
        set(&mut shown, &[], "stratplan", json!(version));
    }
    extensions(&mut shown, document);
    owners(&mut shown, analysis);
    figures(&mut shown, analysis);
    prune(&mut shown);
    Ok(Shown { strategy: shown.as_object().cloned().unwrap_or_default() })
}

fn at<'a>(value: &'a mut Value, path: &[&str]) -> Option<&'a mut Map<String, Value>> {
    path.iter().try_fold(value, |value, key| value.get_mut(*key))?.as_object_mut()
}

fn set(value: &mut Value, path: &[&str], key: &str, to: Value) {
    if let Some(map) = at(value, path) {
        map.insert(key.to_owned(), to);
    }
}

/// The author's own keys, each after the keys of its entry.
fn extensions(shown: &mut Value, document: &Document) {
    let (source, tree) = (&document.source, &document.tree);
    let Some(root) = tree.root() else { return };
    let mut left: Vec<(Vec<&str>, NodeId)> = vec![(Vec::new(), root)];
    while let Some((path, node)) = left.pop() {
        let Node::Mapping(entries) = tree.value(source, node) else { continue };
        for (key, value) in entries.iter() {
            let key = tree.text(source, key);
            match at(shown, &path) {
                // Among ids, one that begins with `x-` is an id.
                Some(map) if key.starts_with("x-") && !map.contains_key(key) => {
                    map.insert(key.to_owned(), plain(source, tree, value));
                }
                // What stands for a value elsewhere is read there.
                _ if tree.is_alias(value) => {}
                _ => left.push((path.iter().copied().chain([key]).collect(), value)),
            }
        }
    }
}

/// A value that stratplan does not read, as it is written. One behind an alias is where its anchor is.
fn plain(source: &Source, tree: &Tree, node: NodeId) -> Value {
    match tree.value(source, node) {
        _ if tree.is_alias(node) => Value::from(source.slice(tree.span(node))),
        Node::Scalar(text, Style::Plain) => {
            let value = serde_json::from_str::<Value>(text).ok();
            let written = value.as_ref().map(Value::to_string);
            // `0.30` is a version, and `04711` a number of an account.
            value.filter(|_| written.as_deref() == Some(text)).unwrap_or_else(|| Value::from(text))
        }
        Node::Scalar(text, _) => Value::from(text),
        Node::Sequence(items) => items.iter().map(|item| plain(source, tree, *item)).collect(),
        Node::Mapping(entries) => {
            let each = entries
                .iter()
                .map(|(key, value)| (tree.text(source, key).to_owned(), plain(source, tree, value)));
            Value::Object(each.collect())
        }
        Node::Damaged => Value::Null,
    }
}

fn owners(shown: &mut Value, analysis: &Analysis<'_>) {
    for owned in analysis.owners.all(analysis.strategy) {
        let path: Vec<&str> = owned.subject.path().into_iter().chain(owned.key.iter().copied()).collect();
        if let (Some((key, above)), Some(id)) = (path.split_last(), owned.owner.id()) {
            set(shown, above, key, json!(id));
        }
    }
}

fn figures(shown: &mut Value, analysis: &Analysis<'_>) {
    for (id, progress) in &analysis.kpis {
        let figures = json!({
            "status": progress.status.name(),
            "progress": progress.progress,
            "expected": progress.expected,
            "pace": progress.pace,
            "gap": progress.gap,
        });
        set(shown, &["kpis", id], "figures", figures);
    }
    for sequence in &analysis.sequences {
        for gear in &sequence.gears {
            let figures = json!({
                "state": gear.state.name(),
                "starts": gear.start.map(|start| start.date.to_string()),
            });
            let path = ["purposes", sequence.kind.key(), "gears", gear.kind.key()];
            set(shown, &path, "figures", figures);
        }
    }
}

/// Removes nulls.
fn prune(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(prune);
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}
