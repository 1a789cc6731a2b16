//! Parses any bytes: no panic, and every position is in the text, between characters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stratplan::yaml::{self, NodeId, Tree, Value};
use stratplan::{Source, Span};

fuzz_target!(|bytes: &[u8]| {
    let source = Source::from_bytes("fuzz.yaml", bytes.to_vec());
    let (tree, findings) = yaml::parse(&source);
    let fits = |span: Span| assert!(source.text().get(span.range()).is_some(), "{span:?}");
    for finding in &findings {
        fits(finding.place.span);
        finding.others.iter().for_each(|other| fits(other.place.span));
        if let Some(fix) = &finding.fix {
            fix.edits.iter().for_each(|edit| fits(edit.span));
            assert!(yaml::apply(source.text(), &fix.edits).is_some());
        }
    }
    tree.comments().iter().for_each(|comment| fits(comment.span));
    tree.holes().iter().for_each(|hole| fits(*hole));
    assert!(tree.root().is_some() || !findings.is_empty());
    assert!(!tree.is_damaged() || !findings.is_empty());
    walk(&source, &tree);
});

/// Visits every node. The target of an alias is visited through its anchor.
fn walk(source: &Source, tree: &Tree) {
    let mut rest: Vec<NodeId> = tree.root().into_iter().collect();
    while let Some(id) = rest.pop() {
        let span = tree.span(id);
        assert!(source.text().get(span.range()).is_some(), "{span:?}");
        if tree.is_alias(id) {
            continue;
        }
        match tree.value(source, id) {
            Value::Sequence(items) => rest.extend(items),
            Value::Mapping(entries) => rest.extend(entries.iter().flat_map(|(key, value)| [key, value])),
            Value::Scalar(..) | Value::Damaged => {}
        }
    }
}
