//! Every YAML trap: the message, the bytes it is about, the fix, and what can still be read.

use super::tree::{NodeId, Tree, Value};
use super::{edit, parse};
use crate::finding::{Finding, Safety};
use crate::source::{Source, Span};

/// A tree in one line: `…` if it is incomplete, `!` if it is damaged.
fn show(source: &Source, tree: &Tree) -> String {
    fn node(source: &Source, tree: &Tree, id: NodeId) -> String {
        let more = if tree.is_incomplete(id) { " …" } else { "" };
        match tree.value(source, id) {
            Value::Scalar(text, _) => text.to_owned(),
            Value::Damaged => "!".to_owned(),
            Value::Sequence(items) => {
                let items: Vec<_> = items.iter().map(|item| node(source, tree, *item)).collect();
                format!("[{}{more}]", items.join(", "))
            }
            Value::Mapping(entries) => {
                let entry =
                    |(key, value)| format!("{}: {}", tree.text(source, key), node(source, tree, value));
                let entries: Vec<_> = entries.iter().map(entry).collect();
                format!("{{{}{more}}}", entries.join(", "))
            }
        }
    }
    tree.root().map_or_else(|| "nothing".to_owned(), |root| node(source, tree, root))
}

/// Reads a text with one error: its message, the bytes it is about, and what can be read.
fn read(text: &str) -> (String, Span, String) {
    let (source, tree, findings) = all(text);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    (findings[0].message.clone(), findings[0].place.span, show(&source, &tree))
}

fn all(text: &str) -> (Source, Tree, Vec<Finding>) {
    let source = Source::new("strategy.yaml", text);
    let (tree, findings) = parse(&source);
    (source, tree, findings)
}

/// The text after the fix that the only finding offers.
fn fixed(text: &str) -> (Safety, String) {
    let (_, _, findings) = all(text);
    let fix = findings[0].fix.clone().unwrap();
    let fixed = edit::apply(text, &fix.edits).unwrap();
    let (_, tree, left) = all(&fixed);
    assert!(left.is_empty() && !tree.is_damaged(), "{fixed}: {left:?}");
    (fix.safety, fixed)
}

/// The bytes that each error is about are marked; what can be read, and the message.
#[test]
fn every_error_is_explained_and_the_rest_is_read() {
    let reserved = "a text cannot begin with `@` unless it is in quotes";
    let space = "there is a no-break space here (U+00A0), which YAML reads as text";
    let uneven = "the indentation of this line does not match any line above";
    for (marked, tree, message) in [
        ("a:\n«\t»b: 1\nc: 2\n", "{a: !, c: 2}", "this line is indented with a tab"),
        ("a:\n  b: 1\n«\t»c: 1\nd: 2\n", "{a: {b: 1 …}, d: 2}", "this line is indented with a tab"),
        ("a:\n«\t»b: 1\n\tc: 1\n\td: 1\ne: 2\n", "{a: !, e: 2}", "this line is indented with a tab"),
        ("a:\n  b: «\"Forty»\n  c: \"2\"\nd: 3\n", "{a: {b: !, c: 2}, d: 3}", "this quote is never closed"),
        ("a: 1\nb: «'x»", "{a: 1, b: !}", "this quote is never closed"),
        ("a: { x: «\"y, z: 1 }»\nb: \"1\"\n", "{a: {x: !, z: 1}, b: 1}", "this quote is never closed"),
        ("a: 'it'«s here'»\nb: 1\n", "{a: !, b: 1}", "text goes on after the closing quote"),
        ("a: \"A\" «b»\nc: 1\n", "{a: !, c: 1}", "text goes on after the closing quote"),
        ("a: «[»1, 2\nb: 3\n", "{a: !, b: 3}", "the bracket `[` is never closed"),
        ("a:\n  x: «{» y: 1\n  z: 2\nb: 3\n", "{a: {x: !, z: 2}, b: 3}", "the bracket `{` is never closed"),
        ("a: «[»1, 2}\nb: 3\n", "{a: !, b: 3}", "the bracket `[` is closed by `}`"),
        ("a: «]x»\nb: 1\n", "{a: !, b: 1}", "a text cannot begin with `]` unless it is in quotes"),
        ("a: «@handle» # us\nb: 1\n", "{a: !, b: 1}", reserved),
        ("a: { owner: «@mia», team: x }\n", "{a: {owner: !, team: x}}", reserved),
        ("a: [x, «@mia», y]\nb: 1\n", "{a: [x, !, y], b: 1}", reserved),
        ("a:\n  - x\n  - «@mia»\n  - y\n", "{a: [x, !, y]}", reserved),
        ("a: «`x`»\n", "{a: !}", "a text cannot begin with a backtick unless it is in quotes"),
        ("a: «%10 more»\n", "{a: !}", "a text cannot begin with `%` unless it is in quotes"),
        ("name: «Sunday: this week»\nb: 1\n", "{name: !, b: 1}", "this text contains a colon and a space"),
        ("a: { x: «Sunday: now», b: 1 }\n", "{a: {x: !, b: 1}}", "this text contains a colon and a space"),
        ("x:\n  a: 1\n  «- b: x»\n  - b: y\nb: 1\n", "{x: {a: 1 …}, b: 1}", "a list item cannot go here"),
        ("goals:\n  - a\n  «b: 1»\nc: 1\n", "{goals: [a …], c: 1}", "a key cannot go in a list"),
        ("a:\n  - b\n  «-c»\nd: 1\n", "{a: [b …], d: 1}", "a space is missing after the dash"),
        ("a: 1\nb«:»2\nc: 3\n", "{a: 1, c: 3 …}", "a space is missing after this colon"),
        ("a:\n  b«:»2\n  c: 3\nd: 4\n", "{a: {c: 3 …}, d: 4}", "a space is missing after this colon"),
        ("a: 1\n«goals»\nb: 2\n", "{a: 1, b: 2 …}", "`goals` has no colon after it"),
        ("x: 1\n«goals»\n  a: 1\n  b: 2\ny: 2\n", "{x: 1, y: 2 …}", "`goals` has no colon after it"),
        ("a: 1\n  «b: 2»\n", "{a: !}", "this line is indented below one that already has a value"),
        ("a:\n    b: 1\n  «c: 2»\nd: 2\n", "{a: {b: 1 …}, d: 2 …}", uneven),
        ("a:\n  - x\n «- y»\nb: 1\n", "{a: [x …], b: 1 …}", uneven),
        ("a: «*bold* text»\nb: 1\n", "{a: !, b: 1}", "a text cannot begin with `*` unless it is in quotes"),
        ("a: «*bold»\nb: 1\n", "{a: !, b: 1}", "`*bold` refers to something that does not exist"),
        ("a: &x { b: «*x», c: 1 }\n", "{a: {b: !, c: 1}}", "`*x` refers to something that contains it"),
        ("a: «& more»\nb: 1\n", "{a: !, b: 1}", "a text cannot begin with `&` unless it is in quotes"),
        ("a: \"C:«\\U»sers\"\nb: 1\n", "{a: !, b: 1}", "`\\U` has no meaning inside double quotes"),
        ("a: x«\0»y\nb: 1\n", "{a: !, b: 1}", "there is an invisible character here (U+0000)"),
        ("a: \"x«\u{7}»y\"\nb: 1\n", "{a: !, b: 1}", "there is an invisible character here (U+0007)"),
        ("a: 1\n«---»\nb: @x\n", "{a: 1}", "a second document begins here"),
        ("«»# nothing\n\n", "nothing", "there is nothing in this file yet"),
        ("«»---\n", "nothing", "there is nothing in this file yet"),
        ("a: «| text»\nb: 1\n", "{a: !, b: 1}", "a text cannot begin with `|` unless it is in quotes"),
        ("a: «- b»\nc: 1\n", "{a: !, c: 1}", "a list cannot begin on the line of its key"),
        ("a: [b, «- c»]\n", "{a: [b, !]}", "a dash cannot begin an item inside brackets"),
        ("a: [x] «and y»\nb: 1\n", "{a: !, b: 1}", "text goes on after the end of the value"),
        ("a: «!foo!bar x»\nb: 1\n", "{a: !, b: 1}", "a text cannot begin with `!` unless it is in quotes"),
        ("a: 1 «# x»\n b: 2\nc: 1\n", "{a: {b: 2 …}, c: 1}", "a comment splits this text in two"),
        ("a:\n- x\n- «@y»\nb: 1\n", "{a: [x, !], b: 1}", reserved),
        ("a:\n«\u{a0}»\u{a0}b: 1\n\u{a0}\u{a0}c: 1\nd: 2\n", "{a: !, d: 2 …}", space),
        ("a:\n  b: 1\n «\u{a0}»c: 1\nd: 2\n", "{a: {b: ! …}, d: 2 …}", space),
        ("a:\n  b:«\u{a0}»x\n  c: 1\nd: 2\n", "{a: {c: 1 …}, d: 2}", space),
        ("a:\n  b:«\u{a0}»x\n  c:\u{a0}y\nd: 2\n", "{a: !, d: 2}", space),
        ("a:«\u{a0}»\n  b: 1\nd: 2\n", "{d: 2 …}", space),
        ("a: { b:«\u{a0}»1, c: 2 }\n", "{a: {c: 2 …}}", space),
        ("a: \"x\"«\u{a0}»\nb: 1\n", "{a: !, b: 1}", space),
        ("a:\n-«\u{a0}»x\n-\u{a0}y\nb: 1\n", "{a: !, b: 1}", space),
        ("«\u{a0}»\na: 1\n", "{a: 1 …}", space),
        ("a:\n«•» x\n• y\nb: 1\n", "{a: !, b: 1}", "an item of a list begins with `-`, not with `•`"),
        ("a:\n  «*» x\n  * y\nb: 1\n", "{a: !, b: 1}", "an item of a list begins with `-`, not with `*`"),
        (
            "a: { b: x «#y }»\nb: 1\n",
            "{a: {b: !}, b: 1}",
            "` #` begins a comment here, so the `}` after it is not read",
        ),
        (
            "a: [x «#y]»\nb: 1\n",
            "{a: [!], b: 1}",
            "` #` begins a comment here, so the `]` after it is not read",
        ),
        ("a: [«#x», y]\nb: 1\n", "{a: !, b: 1}", "a text cannot begin with `#` unless it is in quotes"),
        // An alias to something unreadable is not another error.
        ("a: &x «@mia»\nb: *x\n", "{a: !, b: !}", reserved),
    ] {
        let parts: Vec<&str> = marked.split(['«', '»']).collect();
        let text = parts.concat();
        let (found, span, read) = read(&text);
        assert_eq!((found.as_str(), read.as_str()), (message, tree), "{text}");
        assert_eq!((span.start as usize, &text[span.range()]), (parts[0].len(), parts[1]), "{text}");
    }
}

#[test]
fn valid_files_have_no_findings() {
    for (text, tree) in [
        ("\u{feff}a: é\r\nb:\r\n  - x\r\n", "{a: é, b: [x]}"),
        (
            "a: https://x.org/a:b\nb: it's 10% & more @home\nc: a - b\n",
            "{a: https://x.org/a:b, b: it's 10% & more @home, c: a - b}",
        ),
        ("a:\tx\nb: [\n  1,\n  2\n]\n", "{a: x, b: [1, 2]}"),
        ("a: |\n  one: two\n  @three\nb: >-\n  x\n  y\n", "{a: one: two\n@three\n, b: x y}"),
        ("a: &x [1]\nb: *x\n", "{a: [1], b: [1]}"),
        ("a:\nb: ~\nc: ''\n", "{a: , b: ~, c: }"),
        ("---\na: 1\n...\n", "{a: 1}"),
        // No-break spaces in texts and around values, and bullets in a text.
        ("a: 40\u{a0}% more\nb: \u{a0}x\u{a0}\nc\u{a0}: y\n", "{a: 40\u{a0}% more, b: x, c: y}"),
        ("a: { b: x,\u{a0}c: y }\nd: Note:\u{a0}x\n", "{a: {b: x, c: y}, d: Note:\u{a0}x}"),
        ("a: |\n  x\n  \u{a0}b:\u{a0}y\n", "{a: x\n\u{a0}b:\u{a0}y\n}"),
        ("a:\n  • x\n  • y\n", "{a: • x • y}"),
    ] {
        let (source, read, findings) = all(text);
        assert!(findings.is_empty() && !read.is_damaged(), "{text}: {findings:?}");
        assert_eq!(show(&source, &read), tree);
    }
}

#[test]
fn spans_are_the_bytes_of_the_file() {
    let (source, tree, _) = all("a:   # c | x\n  |-\n  text\n\nb:\nc:\n- x\n-\nd: { e, f: }\n");
    let entries = |id| {
        let Value::Mapping(entries) = tree.value(&source, id) else { panic!("no mapping") };
        let places = entries.iter().map(|(key, value)| (tree.span(key), tree.span(value), value));
        places.collect::<Vec<_>>()
    };
    let root = entries(tree.root().unwrap());
    let values: Vec<_> = root.iter().map(|(_, value, _)| source.slice(*value)).collect();
    assert_eq!(values, ["|-\n  text", "", "- x\n-", "{ e, f: }"]);
    // A missing value is right after its colon.
    let distance = |(key, value, _): &(Span, Span, NodeId)| value.start - key.end;
    assert_eq!(distance(&root[1]), 1);
    assert_eq!(entries(root[3].2).iter().map(distance).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn comments_know_whether_they_are_alone_on_their_line() {
    let (source, tree, _) =
        all("\u{feff}# one\na: 1 # two\n  # three\nb: [ # four\n  1 ]\nc: # 5 | x\n  |-\n  text\n");
    let own: Vec<_> =
        tree.comments().iter().map(|comment| (source.slice(comment.span), comment.own_line)).collect();
    let expected =
        [("# one", true), ("# two", false), ("# three", true), ("# four", false), ("# 5 | x", false)];
    assert_eq!(own, expected);
}

#[test]
fn a_fixed_file_can_be_read() {
    for (text, safety, expected) in [
        ("a: @mia\n", Safety::Safe, "a: '@mia'\n"),
        ("a: %10 it's\n", Safety::Safe, "a: '%10 it''s'\n"),
        ("a: { b: @mia, c: 1 }\n", Safety::Safe, "a: { b: '@mia', c: 1 }\n"),
        ("a: { b: @mia }\n", Safety::Safe, "a: { b: '@mia' }\n"),
        ("a: { b: @mia, Jo, c: 1 }\n", Safety::Unsafe, "a: { b: '@mia', Jo, c: 1 }\n"),
        ("a: [@mia, jo]\n", Safety::Unsafe, "a: ['@mia', jo]\n"),
        ("a: { b: @mia } # x\n", Safety::Unsafe, "a: { b: '@mia' } # x\n"),
        ("a: On Sunday: now\n", Safety::Safe, "a: 'On Sunday: now'\n"),
        ("a: mia owner: jo\n", Safety::Unsafe, "a: 'mia owner: jo'\n"),
        ("a: Sunday: now # x\n", Safety::Unsafe, "a: 'Sunday: now' # x\n"),
        ("a: \"A\" b\n", Safety::Unsafe, "a: '\"A\" b'\n"),
        ("a: \"say \"hi\" to us\"\n", Safety::Unsafe, "a: 'say \"hi\" to us'\n"),
        ("a: 'x' and 'y'\n", Safety::Unsafe, "a: '''x'' and ''y'''\n"),
        ("a: \"x\n  y\nb: 1\n", Safety::Unsafe, "a: \"x\n  y\"\nb: 1\n"),
        ("a:\n\tb: 1\n\tc: 1\n", Safety::Unsafe, "a:\n  b: 1\n  c: 1\n"),
        ("a: 'it's'\n", Safety::Unsafe, "a: 'it''s'\n"),
        ("a: \"x\nb: 1\n", Safety::Unsafe, "a: \"x\"\nb: 1\n"),
        ("a: [1, 2 # x\nb: 1\n", Safety::Unsafe, "a: [1, 2] # x\nb: 1\n"),
        ("a: [1, 2}\nb: 1\n", Safety::Unsafe, "a: [1, 2]\nb: 1\n"),
        ("a:\n\tb: 1\n", Safety::Unsafe, "a:\n  b: 1\n"),
        ("a: \"\\d\"\n", Safety::Unsafe, "a: '\\d'\n"),
        ("a: 1\nb\n", Safety::Unsafe, "a: 1\nb:\n"),
        ("a:\n  - b\n  -c\n", Safety::Unsafe, "a:\n  - b\n  - c\n"),
        ("a: *bold* x\n", Safety::Unsafe, "a: '*bold* x'\n"),
        ("a: x\u{7}y\n", Safety::Unsafe, "a: xy\n"),
        ("a:\n\u{a0}\u{a0}b: 1\n\u{a0} c:\u{a0}1\n", Safety::Safe, "a:\n  b: 1\n  c: 1\n"),
        ("a:\n\u{3000}b: 1\n\u{3000}c: 1\n", Safety::Unsafe, "a:\n  b: 1\n  c: 1\n"),
        ("a:\n  b:\u{3000}1\n\u{200b}  c: 1\n", Safety::Safe, "a:\n  b:  1\n  c: 1\n"),
        ("a:\u{a0}\n  b: 1\n", Safety::Safe, "a: \n  b: 1\n"),
        ("a: \"x\"\u{a0}\n", Safety::Safe, "a: \"x\" \n"),
        ("a: [x]\u{a0}\n", Safety::Safe, "a: [x] \n"),
        ("a:\n  •\u{a0}x\n  •\ty: 1\n", Safety::Safe, "a:\n  - x\n  - y: 1\n"),
        ("a:\n  * x\n  * y\n", Safety::Safe, "a:\n  - x\n  - y\n"),
        ("a: “x: y”\n", Safety::Safe, "a: 'x: y'\n"),
        ("a: { b: “X: y, z”, c: 1 }\n", Safety::Unsafe, "a: { b: 'X: y, z', c: 1 }\n"),
        ("a: { b: Be #1, c: x }\n", Safety::Safe, "a: { b: 'Be #1', c: x }\n"),
        ("a: Be #1\n  in town\n", Safety::Safe, "a: 'Be #1\n  in town'\n"),
    ] {
        assert_eq!(fixed(text), (safety, expected.to_owned()));
    }
}

#[test]
fn no_fix_is_offered_for_a_text_of_several_lines() {
    for text in ["a: @mia and\n  lee\nb: 1\n", "a: Guide: how to\n  use it\nb: 1\n"] {
        let (source, tree, findings) = all(text);
        assert_eq!((findings.len(), findings[0].help.as_str()), (1, "put the entire text in quotes"));
        assert!(findings[0].fix.is_none());
        assert_eq!(show(&source, &tree), "{a: !, b: 1}");
    }
}

#[test]
fn invalid_bytes_are_reported_once_and_the_rest_is_read() {
    let source = Source::from_bytes("x", b"a: caf\xe9\nb: \xff\n".to_vec());
    let (tree, findings) = parse(&source);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].message, "this file is not saved as UTF-8");
    assert_eq!(show(&source, &tree), "{a: caf?, b: !}");
}

#[test]
fn nesting_is_limited() {
    let (message, ..) = read(&"[".repeat(100_000));
    assert_eq!(message, "this is nested more than 64 levels deep");
    let text = format!("a: {}1{}\nb: 2\n", "[".repeat(65), "]".repeat(65));
    assert_eq!(read(&text).2, "{a: !, b: 2}");
    let text = format!("a: {}1{}\n", "[".repeat(63), "]".repeat(63));
    assert!(all(&text).2.is_empty());
}

#[test]
fn a_file_with_too_many_errors_shows_where_reading_stopped() {
    let (_, tree, findings) = all(&"a: @b\n".repeat(1000));
    assert_eq!(findings.len(), 33);
    assert!(findings[32].message.starts_with("reading stopped here"));
    assert!(tree.is_incomplete(tree.root().unwrap()));
}
