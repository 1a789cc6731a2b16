//! Examples of what is changed, and what is refused.

use super::{SetError, Setting, find, set};
use crate::source::Source;
use crate::syntax::edit::{self, unmark};
use crate::syntax::parse;

/// The text after a value was set; dots separate the keys.
fn changed(text: &str, path: &str, value: &str, shorthand: bool) -> Result<String, SetError> {
    let source = Source::new("x", text);
    let (tree, _) = parse(&source);
    let path: Vec<&str> = path.split('.').collect();
    let edits = set(&source, &tree, Setting { path: &path, value, more: &[], shorthand })?;
    Ok(edit::apply(text, &edits).unwrap())
}

/// Sets a path (`a.b`, or `a.b=value`) and compares with the marked change.
#[track_caller]
fn check(setting: &str, marked: &str) {
    let (path, value) = setting.split_once('=').unwrap_or((setting, "2"));
    let (before, after) = unmark(marked);
    assert_eq!(changed(&before, path, value, true), Ok(after), "{before}");
}

#[track_caller]
fn refused(text: &str, path: &str) -> (String, String) {
    let error = changed(text, path, "1", false).unwrap_err();
    (error.to_string(), text[error.at.range()].to_owned())
}

#[test]
fn an_existing_value_is_replaced() {
    check("a", "a: «1→2»\n");
    check("a", "a:   «1→2»   # why\nb: 1\n");
    check("a", "a: «'it''s'→2» # why\r\n");
    check("a=it is", "a: «\"x\\ty\"→it is»");
    check("a", "'a': «1→2»");
    check("a='x, y'", "{\"a\":«1→'x, y'»,\"b\":2}");
    check("a", "? a\n: «1→2»\n");
    check("a", "\u{feff}a: «1→2»\n---\na: 3\n");
    check("x.a.b", "x: { a: { b: «1→2», c: [1] }, d: 1 }\n");
    check("a=[1, 2]", "a: «1→[1, 2]»\n");
    assert_eq!(changed("a: 1\n", "a", "1", false).as_deref(), Ok("a: 1\n"));
}

#[test]
fn a_key_without_a_value_gets_one() {
    check("a", "a:« 2»\nb: 1\n");
    check("a", "a: «2 »  # later\nb: 1\n");
    check("a", "a:« 2»");
    check("a", "a: «~→2»\n");
    check("a", "{ a«: 2», b: }");
    check("b", "{ a, b: «2 »}");
    check("a", "{a:« 2»,b:1}");
}

#[test]
fn a_missing_key_is_added_at_the_end_of_its_block() {
    check("b", "a: 1«\nb: 2»\n");
    check("b", "a: 1«\nb: 2»");
    check("x.b", "x:\r\n    a: 1«\r\n    b: 2»\r\ny: 1");
    check("x.b", "y: 1\r\nx:\r\n    a: 1«\r\n    b: 2»");
    check("x.b", "x:\n  a: 1 # one«\n  b: 2»\n\n# of y\ny: 1\n");
    check("x.b", "x:\n  a:\n  # of x«\n  b: 2»\n# of y\ny:\n");
    check("x.b", "x:\n  a: |\n    # text\n\n    more«\n  b: 2»\n\ny:\n");
    check("x.b", "x:\n  a:\n  - 1\n  - { b: 1 }«\n  b: 2»\ny:\n");
    check("x.b", "x:\n  a: \"1\n    2\" # end«\n  b: 2»\n");
    check("x.b", "x:\n  a: 1«\n  b: 2»\n...\n");
    check("b", "\u{feff}a: 1«\nb: 2»\n");
    check("x.b", "x:\n  a: *o«\n  b: 2»\n");
    check("x.2027-02", "x:\n  2027-01: 1«\n  2027-02: 2»\n");
    check("x.a b: #c", "x:\n  a: 1«\n  'a b: #c': 2»\n");
}

#[test]
fn missing_keys_use_the_indentation_of_the_file() {
    check("x.b.c.d", "x:\n    a: 1«\n    b:\n        c:\n            d: 2»\n");
    check("b.c", "a: 1\nx:\n   y: 1«\nb:\n   c: 2»\n");
    check("b.c", "a: 1«\nb:\n  c: 2»\n");
    check("x.a.b", "x:\n   a:   # none yet\n   # of a or of x\n     # of a«\n      b: 2»\n# of y\ny: 1");
    check("x.a.c", "x:\n a:«\n  c: 2»\n b: 1\n");
    check("x.a", "x:«\n  a: 2»");
    check("x.a", "x: «~→{ a: 2 }» # none\n");
}

#[test]
fn a_missing_key_is_added_between_braces() {
    check("x.b", "x: { a: 1«, b: 2» } # c\n");
    check("x.b", "x: {a: 1«, b: 2»,}\n");
    check("x.b", "x: {« b: 2 »}\n");
    check("x.b.c", "x: { « →b: { c: 2 }» } # c");
    check("x.b", "x: { a: «, b: 2 »}\n");
    check("x.a.b", "x: { a: «{ b: 2 } »}\n");
    check("x.a.b", "x: { a«: { b: 2 }» }\n");
    check("x.b.d", "x: { a: [1, 2], b: { c: 1«, d: 2» } }\n");
    check("b", "{ a: 1«, b: 2» }");
    check("x.b", "x: { a: http://b/, c: 'd, e'«, b: 2» }");
}

#[test]
fn a_missing_key_is_quoted_like_its_neighbors() {
    check("2027.x", "\"a\": 1«\n\"2027\":\n  \"x\": 2»\n");
    check("it's", "'a': 1«\n'it''s': 2»\n");
    check("a.b\"\\.c", "{\"a\":{« \"b\\\"\\\\\": { \"c\": 2 } »}}");
    check("a.c", "\"a\":«\n  \"c\": 2»\nb: 1\n");
    check("c", "\"a\": 1\nb: 1«\nc: 2»\n");
    // JSON remains JSON.
    let json = changed("{\"a\":{\"b\":1}}", "a.c.d", "2", false).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["a"]["c"]["d"], 2);
}

#[test]
fn braces_over_several_lines_keep_their_lines() {
    check("x.b", "x: {\n  a: 1«,\n  b: 2»\n}\n");
    check("x.b", "x: {\n  a: 1,«\n  b: 2,»\n}\n");
    check("x.b", "x: {\r\n    a: 1, # one, two«\r\n    b: 2,»\r\n  }\r\n");
    check("x.b", "x: {\n  a: 1« # one→, # one\n  b: 2»\n  # two\n}\n");
    check("x.c", "x: { a: 1,\n     b: 1«,\n     c: 2» }\n");
    check("x.d", "x: { a: 1,\n     b: 1, c: 1«, d: 2» # one\n}\n");
    check("x.c", "x: { a: 1\n   , b: 1«, c: 2»\n   }\n");
    check("x.a", "x: { # none, yet\n  «a: 2 »}\n");
    check("x.b", "x: {\n  a: 1 # no, comma\n  , # here«\n  b: 2,»\n  }\n");
}

#[test]
fn a_shorthand_is_replaced_if_the_caller_asks_for_it() {
    check("a.b.start=2027-02-01", "a:\n  b: «2027-01-15→2027-02-01»  # fixed\n");
    // It is short for one key, not for two.
    for (text, path, shorthand) in [("a: 1\n", "a.b", false), ("a: 1\n", "a.b.c", true), ("a\n", "b", true)] {
        let error = changed(text, path, "1", shorthand).unwrap_err();
        assert!(error.message.ends_with("is a single value, but it needs keys"), "{error}");
    }
}

#[test]
fn ambiguous_and_unsafe_edits_are_refused_with_their_location() {
    for (text, path, message, at) in [
        ("", "a", "the file is empty", ""),
        ("# only this\n", "a", "the file is empty", ""),
        ("a: 1\na: 2\n", "a", "`a` appears twice", "a"),
        ("x: { a: 1 }\nx: { b: 1 }\n", "x.a", "`x` appears twice", "x"),
        ("o: &o { b: 1 }\na: *o\n", "a.b", "`a` is a reference", "*o"),
        ("o: &o 1\na: *o\n", "a", "`a` is a reference", "*o"),
        ("a: &o 1\nb: *o\n", "a", "`a` is marked with `&o`", "&o"),
        ("a: &o # c\n  b: 1\nc: *o\n", "a.b", "`a` is marked with `&o`", "&o"),
        ("a: &o\n  c: 1\n", "a.b", "`a` is marked with `&o`", "&o"),
        ("a: &o {}\nb: *o\n", "a.b", "`a` is marked with `&o`", "&o"),
        ("a: &o\nb: *o\n", "a", "`a` is marked with `&o`", "&o"),
        ("a: !!map\nb: 1\n", "a.b", "`a` is marked with `!!map`", "!!map"),
        ("a: !!int 1\n", "a", "`a` is marked with `!!int`", "!!int"),
        ("a: !New 1\n", "a", "`a` is marked with `!New`", "!New"),
        ("{ a: &o , b: *o }", "a", "`a` is marked with `&o`", "&o"),
        ("a: |\n  text\n", "a", "`a` is a text of several lines", "|\n  text"),
        ("a: one\n  two\n", "a", "`a` is a text of several lines", "one\n  two"),
        ("a: 'one\n  two'\n", "a", "`a` is a text of several lines", "'one\n  two'"),
        ("a:\n- b: 1\n", "a.b", "`a` is a list", "- b: 1"),
        ("a: [b]\n", "a.b", "`a` is a list", "[b]"),
        ("- a\n", "a", "the file is a list", "- a"),
        ("a: { b: 1 }\n", "a", "`a` holds several values", "{ b: 1 }"),
        ("a: []\n", "a", "`a` holds several values", "[]"),
        ("a: *gone\n", "a", "cannot be read", "*gone"),
        ("a: [1\nb: 1\n", "b", "cannot be read", "[1"),
        ("b: 1\na: @x\n", "b", "cannot be read", "@x"),
        // Trailing empty lines belong to the value.
        ("x:\n  a: |+\n    text\n\n", "x.b", "does not allow a safe edit", "a: |+\n    text"),
        ("? a\n: 1\n", "b", "does not allow a safe edit", "? a\n: 1"),
    ] {
        let (said, place) = refused(text, path);
        assert!(said.contains(message) && place == at, "{text:?}: {said} at {place:?}");
    }
    let source = Source::from_bytes("x", b"a: \xff\nb: 1".to_vec());
    let (tree, _) = parse(&source);
    let setting = Setting { path: &["b"], value: "2", more: &[], shorthand: false };
    assert_eq!(set(&source, &tree, setting).unwrap_err().to_string(), "the file is not saved as UTF-8");
}

#[test]
fn invalid_values_are_refused() {
    for value in ["", "a: b", "1 # why", "1\n", "1\nb: 2", "1, b: 2", "[1", "'x", "- 1", "@x", "*a"] {
        for text in ["a: 1\n", "{ a: 1 }", "x: 1\n", "{ x: 1 }"] {
            let set = changed(text, "a", value, false);
            let is_refused =
                set.as_ref().is_err_and(|error| error.message.contains("does not allow a safe edit"));
            assert!(is_refused, "{value:?} in {text:?}: {set:?}");
        }
    }
}

#[test]
fn find_returns_only_unambiguous_paths() {
    let source = Source::new("x", "x: { a: 1, b: 2, b: 3 }\ny: [1]\n");
    let (tree, _) = parse(&source);
    let text = |path: &[&str]| find(&source, &tree, path).map(|(_, value)| tree.text(&source, value));
    assert_eq!(text(&["x", "a"]), Some("1"));
    for path in [&["x", "b"][..], &["x", "c"], &["y", "a"], &["x", "a", "b"], &[]] {
        assert_eq!(text(path), None, "{path:?}");
    }
}

#[test]
fn no_key_is_written_twice() {
    for (text, key) in [("x: { b: 1 }\n", "b"), ("x:\n  c: n/a\n", "c"), ("x: { a: 1, c: 1 }\n", "a")] {
        let source = Source::new("x", text);
        let (tree, _) = parse(&source);
        let more = [("b", "3"), ("c", "4")];
        let error =
            set(&source, &tree, Setting { path: &["x", "a"], value: "2", more: &more, shorthand: false });
        assert_eq!(&text[error.unwrap_err().at.range()], if key == "a" { "1" } else { key }, "{text}");
    }
}
