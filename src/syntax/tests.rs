//! Every YAML trap: what is said, about which bytes, what is offered, and what stays readable.

use super::tree::{NodeId, Tree, Value};
use super::{edit, parse};
use crate::finding::{Finding, Safety};
use crate::source::Source;

/// A tree in one line: `…` for what is incomplete, `!` for what is damaged.
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

/// Reads a text with one fault. Gives message, the bytes it points at, and what is readable.
fn read(text: &str) -> (String, String, String) {
    let (source, tree, findings) = all(text);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = &findings[0];
    (finding.message.clone(), source.slice(finding.place.span).to_owned(), show(&source, &tree))
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
    let mended = edit::apply(text, &fix.edits).unwrap();
    let (_, tree, left) = all(&mended);
    assert!(left.is_empty() && !tree.is_damaged(), "{mended}: {left:?}");
    (fix.safety, mended)
}

macro_rules! trap {
    ($name:ident: $text:expr => $message:expr, at $span:expr, leaves $tree:expr) => {
        #[test]
        fn $name() {
            let (message, span, tree) = read($text);
            assert_eq!((message.as_str(), span.as_str(), tree.as_str()), ($message, $span, $tree));
        }
    };
}

trap!(tab_below_a_key: "a:\n\tb: 1\nc: 2\n" =>
    "this line is indented with a tab", at "\t", leaves "{a: !, c: 2}");
trap!(tab_among_spaces: "a:\n  b: 1\n\tc: 1\nd: 2\n" =>
    "this line is indented with a tab", at "\t", leaves "{a: {b: 1 …}, d: 2}");
trap!(tabs_on_lines_in_a_row: "a:\n\tb: 1\n\tc: 1\n\td: 1\ne: 2\n" =>
    "this line is indented with a tab", at "\t", leaves "{a: !, e: 2}");
trap!(unclosed_quote: "a:\n  b: \"Forty orders\n  c: \"2\"\nd: 3\n" =>
    "this quote is never closed", at "\"Forty orders", leaves "{a: {b: !, c: 2}, d: 3}");
trap!(unclosed_quote_at_the_end: "a: 1\nb: 'x" =>
    "this quote is never closed", at "'x", leaves "{a: 1, b: !}");
trap!(unclosed_quote_in_brackets: "a: { x: \"y, z: 1 }\nb: { c: \"1\" }\n" =>
    "this quote is never closed", at "\"y, z: 1 }", leaves "{a: {x: !, z: 1}, b: {c: 1}}");
trap!(apostrophe: "a: 'it's here'\nb: 1\n" =>
    "text goes on after the closing quote", at "s here'", leaves "{a: !, b: 1}");
trap!(text_after_a_quote: "a: \"A\" b\nc: 1\n" =>
    "text goes on after the closing quote", at "b", leaves "{a: !, c: 1}");
trap!(unclosed_list: "a: [1, 2\nb: 3\n" =>
    "the bracket `[` is never closed", at "[", leaves "{a: !, b: 3}");
trap!(unclosed_braces: "a:\n  x: { y: 1\n  z: 2\nb: 3\n" =>
    "the bracket `{` is never closed", at "{", leaves "{a: {x: !, z: 2}, b: 3}");
trap!(mismatched_brackets: "a: [1, 2}\nb: 3\n" =>
    "the bracket `[` is closed by `}`", at "[", leaves "{a: !, b: 3}");
trap!(bracket_at_the_start: "a: ]x\nb: 1\n" =>
    "a text cannot begin with `]` unless it stands in quotes", at "]x", leaves "{a: !, b: 1}");
trap!(handle: "a: @handle # us\nb: 1\n" =>
    "a text cannot begin with `@` unless it stands in quotes", at "@handle", leaves "{a: !, b: 1}");
trap!(handle_in_braces: "a: { owner: @mia, team: x }\n" =>
    "a text cannot begin with `@` unless it stands in quotes", at "@mia", leaves "{a: {owner: !, team: x}}");
trap!(handle_in_a_list: "a: [x, @mia, y]\nb: 1\n" =>
    "a text cannot begin with `@` unless it stands in quotes", at "@mia", leaves "{a: [x, !, y], b: 1}");
trap!(handle_on_its_own_line: "a:\n  - x\n  - @mia\n  - y\n" =>
    "a text cannot begin with `@` unless it stands in quotes", at "@mia", leaves "{a: [x, !, y]}");
trap!(backtick: "a: `x`\n" =>
    "a text cannot begin with a backtick unless it stands in quotes", at "`x`", leaves "{a: !}");
trap!(percent: "a: %10 more\n" =>
    "a text cannot begin with `%` unless it stands in quotes", at "%10 more", leaves "{a: !}");
trap!(second_colon: "name: Sunday: this week\nb: 1\n" =>
    "this text holds a colon and a space", at "Sunday: this week", leaves "{name: !, b: 1}");
trap!(second_colon_in_braces: "a: { name: Sunday: this week, b: 1 }\n" =>
    "this text holds a colon and a space", at "Sunday: this week", leaves "{a: {name: !, b: 1}}");
trap!(list_where_keys_are: "goals:\n  a: 1\n  - name: x\n  - name: y\nb: 1\n" =>
    "a list item cannot stand here", at "- name: x", leaves "{goals: {a: 1 …}, b: 1}");
trap!(key_where_a_list_is: "goals:\n  - a\n  b: 1\nc: 1\n" =>
    "a key cannot stand in a list", at "b: 1", leaves "{goals: [a …], c: 1}");
trap!(dash_without_space: "a:\n  - b\n  -c\nd: 1\n" =>
    "a space is missing after the dash", at "-c", leaves "{a: [b …], d: 1}");
trap!(colon_without_space: "a: 1\nb:2\nc: 3\n" =>
    "a space is missing after this colon", at ":", leaves "{a: 1, c: 3 …}");
trap!(missing_colon: "a: 1\ngoals\nb: 2\n" =>
    "`goals` has no colon after it", at "goals", leaves "{a: 1, b: 2 …}");
trap!(missing_colon_above_a_block: "x: 1\ngoals\n  a: 1\n  b: 2\ny: 2\n" =>
    "`goals` has no colon after it", at "goals", leaves "{x: 1, y: 2 …}");
trap!(indented_below_a_value: "a: 1\n  b: 2\nc: 1\n" =>
    "this line is indented below one that has a value already", at "b: 2", leaves "{a: !, c: 1}");
trap!(indented_between: "a:\n    b: 1\n  c: 2\nd: 2\n" =>
    "the indentation of this line fits nothing above it", at "c: 2", leaves "{a: {b: 1 …}, d: 2 …}");
trap!(item_indented_between: "a:\n  - x\n - y\nb: 1\n" =>
    "the indentation of this line fits nothing above it", at "- y", leaves "{a: [x …], b: 1 …}");
trap!(emphasis: "a: *bold* text\nb: 1\n" =>
    "a text cannot begin with `*` unless it stands in quotes", at "*bold* text", leaves "{a: !, b: 1}");
trap!(unknown_alias: "a: *bold\nb: 1\n" =>
    "`*bold` refers to something that is not there", at "*bold", leaves "{a: !, b: 1}");
trap!(alias_to_itself: "a: &x { b: *x, c: 1 }\n" =>
    "`*x` refers to the very thing that it stands in", at "*x", leaves "{a: {b: !, c: 1}}");
trap!(lone_ampersand: "a: & more\nb: 1\n" =>
    "a text cannot begin with `&` unless it stands in quotes", at "& more", leaves "{a: !, b: 1}");
trap!(backslash: "a: \"C:\\Users\"\nb: 1\n" =>
    "`\\U` means nothing inside double quotes", at "\\U", leaves "{a: !, b: 1}");
trap!(nul: "a: x\0y\nb: 1\n" =>
    "an invisible character stands here (U+0000)", at "\0", leaves "{a: !, b: 1}");
trap!(control_character: "a: \"x\u{7}y\"\nb: 1\n" =>
    "an invisible character stands here (U+0007)", at "\u{7}", leaves "{a: !, b: 1}");
trap!(second_document: "a: 1\n---\nb: @x\n" =>
    "a second document begins here", at "---", leaves "{a: 1}");
trap!(only_comments: "# nothing\n\n" => "there is nothing in this file yet", at "", leaves "nothing");
trap!(only_a_divider: "---\n" => "there is nothing in this file yet", at "", leaves "nothing");
trap!(text_after_a_pipe: "a: | text\nb: 1\n" =>
    "a text cannot begin with `|` unless it stands in quotes", at "| text", leaves "{a: !, b: 1}");
trap!(list_on_the_line_of_its_key: "a: - b\nc: 1\n" =>
    "a list cannot begin on the line of its key", at "- b", leaves "{a: !, c: 1}");
trap!(dash_in_brackets: "a: [b, - c]\n" =>
    "a dash cannot begin an item inside brackets", at "- c", leaves "{a: [b, !]}");
trap!(text_after_brackets: "a: [x] and y\nb: 1\n" =>
    "text goes on after the value has ended", at "and y", leaves "{a: !, b: 1}");
trap!(tag: "a: !foo!bar x\nb: 1\n" =>
    "a text cannot begin with `!` unless it stands in quotes", at "!foo!bar x", leaves "{a: !, b: 1}");
trap!(comment_inside_a_text: "a: 1 # x\n b: 2\nc: 1\n" =>
    "a comment cuts this text in two", at "# x", leaves "{a: {b: 2 …}, c: 1}");
trap!(the_last_line_of_a_list: "a:\n- x\n- @y\nb: 1\n" =>
    "a text cannot begin with `@` unless it stands in quotes", at "@y", leaves "{a: [x, !], b: 1}");

#[test]
fn five_faults_are_five_findings_and_nothing_else_is_lost() {
    let text = "\
stratplan: 1
strategy: { name: Bakery, owner: @mia, period: 2027 }
goals:
  first:
    statement: Sunday: forty orders
    kpis: [orders, visits
    owner: lee
  second: \"twice as many
  third: more
pillars:
\tlistening: x
kpis:
  orders: { unit: orders }
";
    let (source, tree, findings) = all(text);
    let told: Vec<_> = findings.iter().map(|finding| source.slice(finding.place.span)).collect();
    let places: Vec<_> =
        findings.iter().map(|finding| tree.path(&source, finding.place.span).join(".")).collect();
    let want = ["strategy.owner", "goals.first.statement", "goals.first.kpis", "goals.second", "pillars"];
    assert_eq!(places, want);
    assert_eq!(told, ["@mia", "Sunday: forty orders", "[", "\"twice as many", "\t"]);
    assert_eq!(
        show(&source, &tree),
        "{stratplan: 1, strategy: {name: Bakery, owner: !, period: 2027}, goals: {first: {statement: !, kpis: !, \
         owner: lee}, second: !, third: more}, pillars: !, kpis: {orders: {unit: orders}}}"
    );
}

#[test]
fn what_is_no_fault_is_read_in_silence() {
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
    ] {
        let (source, read, findings) = all(text);
        assert!(findings.is_empty() && !read.is_damaged(), "{text}: {findings:?}");
        assert_eq!(show(&source, &read), tree);
    }
}

#[test]
fn spans_are_the_bytes_of_the_file() {
    let text = "a:   # c | x\n  |-\n  text\n\nb:\nc:\n- x\n-\nd: { e, f: }\n";
    let (source, tree, _) = all(text);
    let Value::Mapping(root) = tree.value(&source, tree.root().unwrap()) else { panic!("no mapping") };
    let values: Vec<_> = root.iter().map(|(_, value)| source.slice(tree.span(value))).collect();
    assert_eq!(values, ["|-\n  text", "", "- x\n-", "{ e, f: }"]);
    let nothing = root.iter().nth(1).unwrap();
    assert_eq!(tree.span(nothing.1).start, tree.span(nothing.0).end + 1);
    let Value::Mapping(flow) = tree.value(&source, root.iter().nth(3).unwrap().1) else {
        panic!("no mapping")
    };
    let places: Vec<_> =
        flow.iter().map(|(key, value)| tree.span(value).start - tree.span(key).end).collect();
    assert_eq!(places, [0, 1]);
    let own: Vec<_> =
        tree.comments().iter().map(|comment| (source.slice(comment.span), comment.own_line)).collect();
    assert_eq!(own, [("# c | x", false)]);
}

#[test]
fn comments_know_whether_they_stand_alone() {
    let (source, tree, _) = all("\u{feff}# one\na: 1 # two\n  # three\nb: [ # four\n  1 ]\n");
    let own: Vec<_> =
        tree.comments().iter().map(|comment| (source.slice(comment.span), comment.own_line)).collect();
    assert_eq!(own, [("# one", true), ("# two", false), ("# three", true), ("# four", false)]);
}

#[test]
fn a_fix_leaves_a_file_that_reads() {
    for (text, safety, mended) in [
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
    ] {
        assert_eq!(fixed(text), (safety, mended.to_owned()));
    }
}

#[test]
fn no_fix_is_offered_for_a_text_of_several_lines() {
    for text in ["a: @mia and\n  lee\nb: 1\n", "a: Guide: how to\n  use it\nb: 1\n"] {
        let (source, tree, findings) = all(text);
        assert_eq!((findings.len(), findings[0].help.as_str()), (1, "put the whole text in quotes"));
        assert!(findings[0].fix.is_none());
        assert_eq!(show(&source, &tree), "{a: !, b: 1}");
    }
}

#[test]
fn bytes_that_are_no_text_are_told_once_and_the_rest_is_read() {
    let source = Source::from_bytes("x", b"a: caf\xe9\nb: \xff\n".to_vec());
    let (tree, findings) = parse(&source);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].message, "this file is not saved as UTF-8");
    assert_eq!(show(&source, &tree), "{a: caf?, b: !}");
}

#[test]
fn an_alias_to_what_was_set_aside_is_no_fault_of_its_own() {
    let (message, ..) = read("a: &x @mia\nb: *x\n");
    assert_eq!(message, "a text cannot begin with `@` unless it stands in quotes");
}

#[test]
fn deep_nesting_is_refused_at_once() {
    let (message, ..) = read(&"[".repeat(100_000));
    assert_eq!(message, "this is nested more than 64 levels deep");
    let text = format!("a: {}1{}\nb: 2\n", "[".repeat(65), "]".repeat(65));
    assert_eq!(read(&text).2, "{a: !, b: 2}");
    let text = format!("a: {}1{}\n", "[".repeat(63), "]".repeat(63));
    assert!(all(&text).2.is_empty());
}

#[test]
fn a_file_of_nothing_but_faults_says_where_reading_stopped() {
    let (_, tree, findings) = all(&"a: @b\n".repeat(1000));
    assert_eq!(findings.len(), 33);
    assert!(findings[32].message.starts_with("reading stopped here"));
    assert!(tree.is_incomplete(tree.root().unwrap()));
}

#[test]
fn every_finding_says_what_to_do() {
    for text in ["a: @b", "\t- x", "a: 1\n- b", "", "a: [", "a: \"", "a: b: c", "{a: 1}\nb: 2", "%x", "a: |x"]
    {
        for finding in all(text).2 {
            assert!(!finding.help.is_empty() && !finding.message.ends_with('.'), "{finding:?}");
        }
    }
}
