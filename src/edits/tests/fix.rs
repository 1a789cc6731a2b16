use std::path::Path;

use jiff::civil::date;

use crate::edits::fix::{Fixed, Fixer, Occupied};
use crate::finding::{Edit, Safety};
use crate::linter::baseline::FindingCounts;
use crate::linter::{Linter, Selection};
use crate::source::{Source, Span};
use crate::strategy::document::Document;

fn read(text: &str) -> Document {
    Document::read(Source::new("plan.yaml", text), |_| Err("no files here".into()))
}

fn fix(document: &Document, max_safety: Safety) -> Fixed {
    let selection = Selection { select: vec!["file".to_owned()], ..Selection::default() };
    let linter = Linter::new(date(2027, 4, 5)).select(&selection).unwrap();
    Fixer { linter: &linter, accepted: &FindingCounts::default(), path: Path::new("plan.yaml") }
        .fix(document, max_safety)
}

/// The text after its fixes, how many were applied and how many refused. Fixing it again changes
/// nothing.
fn fixed(text: &str, max_safety: Safety) -> (String, usize, usize) {
    let once = fix(&read(text), max_safety);
    let text = once.document.map_or(text.to_owned(), |changed| changed.source.text().to_owned());
    let twice = fix(&read(&text), max_safety);
    assert!(twice.document.is_none() && twice.applied == 0, "not stable: {text}");
    assert_eq!(twice.refused, once.refused);
    (text, once.applied, once.refused)
}

const HEAD: &str = "stratplan: 1\nstrategy: { name: Bakery, owner: mia }\n";

fn body_fixed(body: &str, max_safety: Safety) -> (String, usize, usize) {
    let (text, applied, refused) = fixed(&format!("{HEAD}{body}"), max_safety);
    (text.strip_prefix(HEAD).unwrap().to_owned(), applied, refused)
}

fn safe(body: &str) -> (String, usize, usize) {
    body_fixed(body, Safety::Safe)
}

fn any(body: &str) -> (String, usize, usize) {
    body_fixed(body, Safety::Unsafe)
}

fn done(text: &str, applied: usize) -> (String, usize, usize) {
    (text.to_owned(), applied, 0)
}

#[test]
fn errors_revealed_by_a_fix_are_fixed_next() {
    let text = "goals:\n  orders: @forty\n  loaves: { statement: Fewer loaves, kpi: left }\nkpis: { left: { unit: loaves, target: '1,000' } }\n";
    let expected = "goals:\n  orders: '@forty'\n  loaves: { statement: Fewer loaves, kpis: left }\nkpis: { left: { unit: loaves, target: 1000 } }\n";
    assert_eq!(safe(text), done(expected, 3));
    // Two fixes of the same rule that overlap.
    let text = "purposes: { marketing: { gears: { acquisition: { start: 1/15/2027, kpis: a, b } } } }\nkpis: { a: {}, b: {} }\n";
    let expected = "purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, kpis: [a, b] } } } }\nkpis: { a: {}, b: {} }\n";
    assert_eq!(safe(text), done(expected, 2));
}

#[test]
fn only_the_fix_that_causes_an_error_is_left_out() {
    let text = "budget: { total: about 5,000 EUR, currency: eur }\n";
    let expected = text.replace("eur", "EUR");
    assert_eq!(safe(text), (expected, 1, 1));
}

#[test]
fn an_id_revealed_by_a_fix_may_be_unknown() {
    let text = "goals: { orders: { statement: Forty, kpis: left, right } }\nkpis: { left: {} }\n";
    assert_eq!(safe(text), done(&text.replace("left, right }", "[left, right] }"), 1));
}

#[test]
fn errors_past_the_recovery_limit_do_not_block_fixes() {
    let lines = |sign: &str| -> Vec<String> {
        (0..80).map(|number| format!("  goal-{number}: {sign}@number {number}{sign}\n")).collect()
    };
    let (text, expected) = (format!("goals:\n{}", lines("").concat()), lines("'").concat());
    assert_eq!(safe(&text), done(&format!("goals:\n{expected}"), 80));
}

#[test]
fn errors_revealed_by_a_fixed_version_do_not_block_it() {
    let text = "stratplan: v1\nstrategy: { name: Bakery, owner: mia, perod: 2027 }\ncolor: red\n";
    let expected = "stratplan: 1\nstrategy: { name: Bakery, owner: mia, period: 2027 }\ncolor: red\n";
    assert_eq!(fixed(text, Safety::Safe), (expected.to_owned(), 2, 0));
}

#[test]
fn ambiguous_files_are_not_touched() {
    for text in [
        // A repeated key.
        "goals:\n  orders: { statement: a, ownr: mia, ownr: jo }\n",
        // An alias repeats it.
        "goals:\n  orders: &x { statment: a }\n  loaves: *x\n",
        "goals:\n  orders:\n    kpis: &x [left]\n    statment: a\n  loaves: &y\n    statment: b\n  rolls: *y\n",
    ] {
        let (after, _, refused) = any(text);
        assert!(refused > 0, "{text}");
        let kept =
            if text.contains("&y") { text.replacen("statment", "statement", 1) } else { text.to_owned() };
        assert_eq!(after, kept);
    }
    // Next to something unreadable the right key may already be there.
    let text = "goals:\n  orders:\n    statement: a\n    ownr: mia\n    ? [x\n";
    let (after, made, _) = safe(text);
    assert_eq!((after.as_str(), made), (text, 0));
}

#[test]
fn edits_that_overlap_or_touch_an_insertion_wait() {
    let edit = |start, end| Edit { span: Span::new(start, end), text: "x".into() };
    let mut occupied = Occupied::default();
    assert!(occupied.add(&[edit(10, 20), edit(30, 30)]));
    for (start, end, is_free) in [
        (0, 10, true),
        (20, 30, false),
        (20, 29, true),
        (31, 33, true),
        (10, 10, false),
        (20, 20, false),
        (5, 11, false),
        (12, 13, false),
        (0, 50, false),
        (30, 30, false),
        (30, 31, false),
        (40, 40, true),
    ] {
        assert_eq!(occupied.is_free(Span::new(start, end)), is_free, "{start}..{end}");
    }
}

#[test]
fn errors_in_parts_that_were_not_read_before_do_not_block_fixes() {
    let text = "goals:\n  - name: Parts leads\n    kind: sel\n    ownr: mia\n  - kind: sell\n    statement: Fewer\n    color: red\n";
    let expected = "goals:\n  parts-leads:\n    statement: Parts leads\n    kind: sell\n    owner: mia\n  fewer:\n    kind: sell\n    statement: Fewer\n    color: red\n";
    assert_eq!(any(text), done(expected, 3));
    // Two letters away, so it is uncertain.
    let text = "goals: { a: { staement: x, wner: mia } }\nprsk: { a: { statment: b } }\nbudjt: { totl: 5 }\n";
    let (after, ..) = any(text);
    assert!(
        after.contains("budget: { total: 5 }") && after.contains("{ statement: x, owner: mia }"),
        "{after}"
    );
}

/// A list becomes entries by id.
fn listed(before: &str, after: &str) {
    assert_eq!(any(before), done(after, 1), "{before}");
}

#[test]
fn a_list_of_named_entries_becomes_entries_by_id() {
    listed(
        "goals:\n  # the first\n  - name: Parts leads # ours\n    kind: sell\n    # why\n    owner: mia\n  - statement: Fewer loaves\n\nbudget: 5\n",
        "goals:\n  # the first\n  parts-leads:\n    statement: Parts leads # ours\n    kind: sell\n    # why\n    owner: mia\n  fewer-loaves:\n    statement: Fewer loaves\n\nbudget: 5\n",
    );
    // Not indented below its key, and with Windows line breaks.
    listed(
        "goals:\r\n- name: Parts\r\n  kind: sell\r\n\r\n- name: Parts\r\n  statement: |\r\n    Two\r\n      lines\r\n",
        "goals:\r\n  parts:\r\n    statement: Parts\r\n    kind: sell\r\n\r\n  parts-2:\r\n    statement: |\r\n      Two\r\n        lines\r\n",
    );
    listed(
        "goals:\n  - Forty orders each Saturday by June\n  - 'Fewer: loaves'\n",
        "goals:\n  forty-orders-each-saturday: Forty orders each Saturday by June\n  fewer-loaves: 'Fewer: loaves'\n",
    );
    listed(
        "goals:\n  - { id: orders, statement: Forty }\n  - { statement: Fewer loaves, owner: mia }\n",
        "goals:\n  orders: { statement: Forty }\n  fewer-loaves: { statement: Fewer loaves, owner: mia }\n",
    );
    listed(
        "goals:\n  - id: orders\n    statement: Forty\n  - statement: Fewer\n    id: loaves\n    owner: mia\n",
        "goals:\n  orders:\n    statement: Forty\n  loaves:\n    statement: Fewer\n    owner: mia\n",
    );
    listed(
        "goals:\n  - orders: Forty orders\n  - loaves:\n    statement: Fewer\n  - rolls:\n      statement: More\n",
        "goals:\n  orders: Forty orders\n  loaves:\n    statement: Fewer\n  rolls:\n      statement: More\n",
    );
    listed(
        "goals: [Forty orders, { name: Fewer, owner: mia }, rolls: More rolls]\n",
        "goals: {forty-orders: Forty orders, fewer: { statement: Fewer, owner: mia }, rolls: More rolls}\n",
    );
    listed(
        "risks: [{ name: The forum closes, statement: It does }]\n",
        "risks: {the-forum-closes: { statement: It does }}\n",
    );
    listed(
        "pillars:\n  promotion:\n    activities:\n    - title: Cake of the week\n      start: 2027-01-15\n    -   name: Fair\n        start: 2027-02\n",
        "pillars:\n  promotion:\n    activities:\n      cake-of-the-week:\n        name: Cake of the week\n        start: 2027-01-15\n      fair:\n          name: Fair\n          start: 2027-02\n",
    );
}

#[test]
fn an_ambiguous_list_stays_a_list() {
    for text in [
        "people: [mia, jo]\n",
        "goals:\n  - orders\n  - loaves\n",
        "goals:\n  - owner: mia\n",
        "goals:\n  - name: 🍰\n    owner: mia\n",
        "goals:\n  -\n    name: Orders\n",
        "goals:\n  - - name: Orders\n",
        "goals:\n  - id: orders\n",
        "goals:\n  - name: Orders\n    kind: sell\n  - 5\n  - [a]\n",
    ] {
        let (after, made, _) = any(text);
        assert_eq!((after.as_str(), made), (text, 0));
    }
}
