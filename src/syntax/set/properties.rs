//! Properties of `set` for any file: the new value is read back, and nothing else changes, as
//! another YAML reader confirms.

use proptest::prelude::*;
use serde_yaml::{Mapping, Value};

use super::{Setting, set};
use crate::source::Source;
use crate::syntax::{edit, parse};

/// Keys of both the files and the paths, so that many paths exist.
const KEYS: &[&str] = &["a", "b-1", "2027-01", "no", "x y", "Ä"];

/// A value, and how it is written.
#[derive(Debug, Clone)]
enum Node {
    Scalar(&'static str),
    Nothing(&'static str),
    List(bool),
    Block(Vec<Entry>),
    /// Whether each entry has its own line, and whether a comma follows the last.
    Braces(Vec<Entry>, bool, bool),
}

#[derive(Debug, Clone)]
struct Entry {
    key: usize,
    quoted: bool,
    above: &'static str,
    remark: &'static str,
    value: Node,
}

fn entries(value: impl Strategy<Value = Node>) -> impl Strategy<Value = Vec<Entry>> {
    let above =
        prop::sample::select(vec!["", "", "", "\n", "# above, all: {\n", "\n      # far\n\n", "    # mid\n"]);
    let remark = prop::sample::select(vec!["", "", "   ", " # a, b: }", "  # it's"]);
    let entry = (0..KEYS.len(), any::<bool>(), above, remark, value)
        .prop_map(|(key, quoted, above, remark, value)| Entry { key, quoted, above, remark, value });
    prop::collection::vec(entry, 0..5).prop_map(|mut entries| {
        let mut seen = Vec::new();
        entries.retain(|entry| {
            !seen.contains(&entry.key) && {
                seen.push(entry.key);
                true
            }
        });
        entries
    })
}

fn node() -> impl Strategy<Value = Node> {
    let scalars = vec!["1", "2027-01-15", "'it''s, {'", "\"a # b\"", "two words", "http://x/", "'null'"];
    let leaf = prop_oneof![
        4 => prop::sample::select(scalars).prop_map(Node::Scalar),
        1 => prop::sample::select(vec!["", "~", "null"]).prop_map(Node::Nothing),
        1 => any::<bool>().prop_map(Node::List),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            2 => entries(inner.clone()).prop_map(Node::Block),
            1 => (entries(inner), any::<bool>(), any::<bool>())
                .prop_map(|(entries, lines, comma)| Node::Braces(entries, lines, comma)),
        ]
    })
}

struct Writer {
    out: String,
    step: usize,
}

impl Writer {
    fn entry(&mut self, entry: &Entry, depth: usize) {
        self.out.push_str(entry.above);
        self.out.push_str(&" ".repeat(depth * self.step));
        self.key(entry);
        self.out.push(':');
        match &entry.value {
            Node::Block(entries) if !entries.is_empty() => {
                self.out.extend([entry.remark, "\n"]);
                for entry in entries {
                    self.entry(entry, depth + 1);
                }
            }
            Node::List(false) => self.out.extend(["\n", &" ".repeat(depth * self.step), "- x\n"]),
            Node::Braces(entries, true, comma) if !entries.is_empty() => {
                self.out.extend([" {", entry.remark, "\n"]);
                for (index, entry) in entries.iter().enumerate() {
                    self.out.push_str(&" ".repeat(depth * self.step + 3));
                    self.flow_entry(entry);
                    let comma = *comma || index + 1 < entries.len();
                    self.out.extend([if comma { "," } else { "" }, entry.remark, "\n"]);
                }
                self.out.extend([&" ".repeat(depth * self.step + 1), "}\n"]);
            }
            value => {
                let before = self.out.len();
                self.out.push(' ');
                self.flow(value);
                if self.out.len() == before + 1 {
                    self.out.pop();
                }
                self.out.extend([entry.remark, "\n"]);
            }
        }
    }

    fn key(&mut self, entry: &Entry) {
        let quote = if entry.quoted { "\"" } else { "" };
        self.out.extend([quote, KEYS[entry.key], quote]);
    }

    fn flow_entry(&mut self, entry: &Entry) {
        self.key(entry);
        self.out.push_str(": ");
        self.flow(&entry.value);
    }

    fn flow(&mut self, node: &Node) {
        match node {
            Node::Scalar(text) | Node::Nothing(text) => self.out.push_str(text),
            Node::List(_) => self.out.push_str("[x, { a: 1 }]"),
            Node::Block(entries) | Node::Braces(entries, ..) => {
                self.out.push('{');
                for (index, entry) in entries.iter().enumerate() {
                    self.out.push_str(if index > 0 { ", " } else { " " });
                    self.flow_entry(entry);
                }
                let comma = matches!(node, Node::Braces(entries, _, true) if !entries.is_empty());
                self.out.push_str(if comma { ",}" } else { " }" });
            }
        }
    }
}

/// The file as another YAML reader sees it, with every key as text.
fn decoded(text: &str) -> Value {
    fn plain(value: Value) -> Value {
        match value {
            Value::Mapping(entries) => {
                let entries = entries.into_iter().map(|(key, value)| (as_text(&key), plain(value)));
                Value::Mapping(entries.collect())
            }
            Value::Sequence(items) => Value::Sequence(items.into_iter().map(plain).collect()),
            value => value,
        }
    }
    fn as_text(key: &Value) -> Value {
        match key {
            Value::Bool(_) => Value::String("no".to_owned()),
            key => Value::String(key.as_str().unwrap().to_owned()),
        }
    }
    // The other reader takes a byte-order mark for text.
    let text = text.trim_start_matches('\u{feff}');
    plain(serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}")))
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
        file in entries(node()).prop_filter("a file is not empty", |entries| !entries.is_empty()),
        step in 1..5_usize,
        path in prop::collection::vec(0..KEYS.len(), 1..5),
        value in prop::sample::select(vec!["2027-04-15", "-7.5", "'a, b: c'", "{ x: 1 }"]),
        shorthand in any::<bool>(),
        (windows, mark, cut) in any::<(bool, bool, bool)>(),
    ) {
        let mut writer = Writer { out: if mark { "\u{feff}".into() } else { String::new() }, step };
        for entry in &file {
            writer.entry(entry, 0);
        }
        let mut text = writer.out;
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
        match set(&source, &tree, Setting { path: &path, value, shorthand }) {
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
        if let Ok(edits) = set(&source, &tree, Setting { path: &path, value: "2", shorthand }) {
            let new = Source::new("x", edit::apply(source.text(), &edits).unwrap());
            let (tree, _) = parse(&new);
            let found = super::find(&new, &tree, &path);
            let found = found.or_else(|| super::find(&new, &tree, path.get(..path.len() - 1)?));
            prop_assert_eq!(found.map(|(_, value)| tree.text(&new, value)), Some("2"), "{:?}", source.text());
        }
    }
}
