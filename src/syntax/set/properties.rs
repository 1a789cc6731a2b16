//! Properties of `set` for any file: the new value is read back, and nothing else changes, as
//! another YAML reader confirms.

use proptest::prelude::*;
use serde_yaml::{Mapping, Value};

use super::{Setting, set};
use crate::source::Source;
use crate::syntax::{edit, parse};

/// Keys of both the files and the paths, so that many paths exist.
const KEYS: &[&str] = &["a", "b-1", "2027-01", "no", "x y", "Ä"];

/// An entry: its key and value, the lines above it, and the comment after it.
type Entry = (String, String, &'static str, &'static str);

fn entries(value: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<Entry>> {
    let above =
        prop::sample::select(vec!["", "", "", "\n", "# above, all: {\n", "\n      # far\n\n", "    # mid\n"]);
    let remark = prop::sample::select(vec!["", "", "   ", " # a, b: }", "  # it's"]);
    let keys = prop::sample::subsequence(KEYS, 0..5).prop_shuffle();
    let quoted = |key: &str, quote| if quote { format!("\"{key}\"") } else { key.to_owned() };
    (keys, prop::collection::vec((any::<bool>(), value, above, remark), 5)).prop_map(move |(keys, rest)| {
        let all = keys.into_iter().zip(rest);
        all.map(|(key, (quote, value, above, remark))| (quoted(key, quote), value, above, remark)).collect()
    })
}

/// The entries of a block. A tab is one level of indentation.
fn block(entries: &[Entry]) -> String {
    let entry = |(key, value, above, remark): &Entry| match value.split_once('\n') {
        Some((first, rest)) => format!("{above}{key}:{first}{remark}\n{rest}\n"),
        None => format!("{above}{key}:{value}{remark}\n"),
    };
    entries.iter().map(entry).collect()
}

fn indented(text: &str) -> String {
    let is_comment = |line: &str| line.is_empty() || line.trim_start().starts_with('#');
    let indent = |line: &str| if is_comment(line) { line.to_owned() } else { format!("\t{line}") };
    text.lines().map(indent).collect::<Vec<_>>().join("\n")
}

/// A value on one line.
fn inline_value() -> impl Strategy<Value = String> {
    let scalars = vec!["1", "2027-01-15", "'it''s, {'", "\"a # b\"", "two words", "http://x/", "'null'"];
    let others = vec!["", "~", "null", "[x, { a: 1 }]"];
    let leaf = prop_oneof![4 => prop::sample::select(scalars), 2 => prop::sample::select(others)];
    leaf.prop_map(str::to_owned).prop_recursive(3, 12, 4, |inner| {
        (entries(inner), any::<bool>()).prop_map(|(entries, comma)| {
            let all: Vec<_> = entries.iter().map(|(key, value, ..)| format!(" {key}: {value}")).collect();
            format!("{{{}{}}}", all.join(","), if comma && !all.is_empty() { "," } else { " " })
        })
    })
}

/// What follows the colon of a key in a block.
fn value() -> impl Strategy<Value = String> {
    let inline = inline_value().prop_map(|value| format!(" {value}").trim_end().to_owned());
    let braces = (entries(inline_value()), any::<bool>()).prop_map(|(entries, comma)| {
        let line = |(index, (key, value, _, remark)): (usize, &Entry)| {
            let separator = if comma || index + 1 < entries.len() { "," } else { "" };
            format!("   {key}: {value}{separator}{remark}\n")
        };
        format!(" {{\n{} }}", entries.iter().enumerate().map(line).collect::<String>())
    });
    let leaf = prop_oneof![4 => inline, 1 => Just("\n- x".to_owned()), 1 => braces];
    leaf.prop_recursive(4, 24, 4, |inner| {
        entries(inner).prop_map(|all| match all.as_slice() {
            [] => " {}".to_owned(),
            all => format!("\n{}", indented(&block(all))),
        })
    })
}

/// The file as another YAML reader sees it, with every key as text.
fn decoded(text: &str) -> Value {
    fn with_text_keys(value: Value) -> Value {
        match value {
            Value::Mapping(entries) => {
                let key = |key: Value| if key.is_bool() { "no".into() } else { key };
                let entries = entries.into_iter().map(|(name, value)| (key(name), with_text_keys(value)));
                Value::Mapping(entries.collect())
            }
            Value::Sequence(items) => items.into_iter().map(with_text_keys).collect(),
            value => value,
        }
    }
    // The other reader reads a byte-order mark as text.
    let text = text.trim_start_matches('\u{feff}');
    with_text_keys(serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}")))
}

/// Sets a value in the decoded file; false if something is in the way.
fn put(place: &mut Value, path: &[&str], value: Value, shorthand: bool) -> bool {
    let Some((name, rest)) = path.split_first() else {
        let is_one = !matches!(place, Value::Mapping(_) | Value::Sequence(_));
        if is_one {
            *place = value;
        }
        return is_one;
    };
    match place {
        Value::Null => *place = Value::Mapping(Mapping::new()),
        Value::Mapping(_) | Value::Sequence(_) => {}
        _ if shorthand && rest.is_empty() => {
            *place = value;
            return true;
        }
        _ => {}
    }
    let Value::Mapping(entries) = place else { return false };
    let name = Value::String((*name).to_owned());
    put(entries.entry(name).or_insert(Value::Null), rest, value, shorthand)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_new_value_is_read_back_and_nothing_else_changes(
        file in entries(value()).prop_filter("a file is not empty", |entries| !entries.is_empty()),
        step in 1..5_usize,
        path in prop::collection::vec(0..KEYS.len(), 1..5),
        value in prop::sample::select(vec!["2027-04-15", "-7.5", "'a, b: c'", "{ x: 1 }"]),
        shorthand in any::<bool>(),
        (windows, mark, cut) in any::<(bool, bool, bool)>(),
    ) {
        let mut text = format!("{}{}", if mark { "\u{feff}" } else { "" }, block(&file));
        text = text.replace('\t', &" ".repeat(step));
        if cut {
            text.truncate(text.trim_end().len());
        }
        if windows {
            text = text.replace('\n', "\r\n");
        }
        let path: Vec<&str> = path.into_iter().map(|key| KEYS[key]).collect();
        let source = Source::new("x", text.clone());
        let (tree, findings) = parse(&source);
        prop_assert!(findings.is_empty(), "{findings:?} in {text:?}");

        let mut expected = decoded(&text);
        let possible = put(&mut expected, &path, serde_yaml::from_str(value).unwrap(), shorthand);
        match set(&source, &tree, Setting { path: &path, value, more: &[], shorthand }) {
            Ok(edits) => {
                prop_assert!(possible, "{path:?} in {text:?}");
                let new = edit::apply(&text, &edits).unwrap();
                prop_assert_eq!(decoded(&new), expected, "{:?} in {:?}: {:?}", path, text, new);
                // Only a scalar is ever removed, or the spaces between two braces.
                let taken: usize = edits.iter().map(|edit| edit.span.len() as usize).sum();
                let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
                prop_assert_eq!(new.len() + taken, text.len() + added);
                prop_assert!(edits.iter().filter(|edit| !edit.span.is_empty()).count() <= 1);
                prop_assert!(edits.iter().all(|edit| !source.slice(edit.span).contains('\n')));
                if text.contains("\r\n") {
                    prop_assert_eq!(new.matches('\n').count(), new.matches("\r\n").count());
                }
                let comments = |text: &str| text.matches('#').count();
                let in_taken: usize = edits.iter().map(|edit| comments(source.slice(edit.span))).sum();
                prop_assert_eq!(comments(&new) + in_taken, comments(&text));
                let ends = |text: &str| text.ends_with('\n');
                prop_assert_eq!(ends(&new), ends(&text));
            }
            Err(error) => {
                prop_assert!(!possible, "{error}: {path:?} in {text:?}");
                let reasons = ["is a list, but", "is a single value, but", "holds several values"];
                prop_assert!(reasons.iter().any(|reason| error.message.contains(reason)), "{error}: {path:?} in {text:?}");
            }
        }
    }

    #[test]
    fn malformed_files_are_edited_correctly_or_refused(
        signs in prop::collection::vec(
            prop::sample::select(vec![
                "a", "b", ": ", ":", "- ", "? ", "\n", "\r\n", "  ", " ", "{", "}", "[", "]", ",", "&x ", "*x", "!t ", "|", ">",
                "#", " # ", "'", "\"", "\t", "~", "\u{feff}", "---\n", "...\n", "é", "@", "<<", "1",
            ]),
            0..30,
        ),
        path in prop::collection::vec(prop::sample::select(vec!["a", "b"]), 1..3),
        shorthand in any::<bool>(),
    ) {
        let source = Source::new("x", signs.concat());
        let (tree, _) = parse(&source);
        if let Ok(edits) = set(&source, &tree, Setting { path: &path, value: "2", more: &[], shorthand }) {
            let new = Source::new("x", edit::apply(source.text(), &edits).unwrap());
            let (tree, _) = parse(&new);
            let found = super::find(&new, &tree, &path);
            let found = found.or_else(|| super::find(&new, &tree, path.get(..path.len() - 1)?));
            prop_assert_eq!(found.map(|(_, value)| tree.text(&new, value)), Some("2"), "{:?}", source.text());
        }
    }
}
