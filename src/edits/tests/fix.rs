use std::path::Path;

use jiff::civil::date;

use crate::edits::fix::{Fixed, Fixer, Occupied};
use crate::finding::{Edit, Safety};
use crate::linter::baseline::FindingCounts;
use crate::linter::{Linter, Selection};
use crate::source::{Source, Span};
use crate::strategy::document::Document;
use crate::syntax::edit::unmark;

pub(super) fn fix(text: &str, max_safety: Safety) -> Fixed {
    let document = Document::read(Source::new("plan.yaml", text), |_| Err("no files here".into()));
    let selection = Selection { select: vec!["file".to_owned()], ..Selection::default() };
    let linter = Linter::new(date(2027, 4, 5)).select(&selection).unwrap();
    Fixer { linter: &linter, accepted: &FindingCounts::default(), path: Path::new("plan.yaml") }
        .fix(&document, max_safety)
}

const HEAD: &str = "stratplan: 1\nstrategy: { name: Bakery, owner: mia }\n";

/// Fixes a strategy in which the changes are marked. Fixing it again changes nothing. Returns how many
/// fixes were applied and how many refused.
#[track_caller]
fn becomes(marked: &str, max_safety: Safety) -> (usize, usize) {
    let (text, expected) = unmark(marked);
    let once = fix(&text, max_safety);
    let text = once.document.map_or(text, |changed| changed.source.text().to_owned());
    assert_eq!(text, expected);
    let twice = fix(&text, max_safety);
    assert!(twice.document.is_none() && twice.applied == 0, "not stable: {text}");
    assert_eq!(twice.refused, once.refused);
    (once.applied, once.refused)
}

#[test]
fn each_fix_is_applied_unless_it_causes_an_error() {
    let many = (0..80).map(|number| format!("  goal-{number}: «@number {number}→'@number {number}'»\n"));
    for marked in [
        // Errors that a fix reveals are fixed next.
        "goals:\n  orders: «@forty→'@forty'»\n  loaves: { statement: Fewer loaves, «kpi→kpis»: left }\nkpis: { left: { unit: loaves, target: «'1,000'→1000» } }\n",
        // Two fixes of the same rule that overlap.
        "purposes: { marketing: { gears: { acquisition: { start: «1/15/2027→2027-01-15», kpis: «a, b→[a, b]» } } } }\nkpis: { a: {}, b: {} }\n",
        // An id that a fix reveals may be unknown.
        "goals: { orders: { statement: Forty, kpis: «left, right→[left, right]» } }\nkpis: { left: {} }\n",
        // More errors than are reported at once.
        &format!("goals:\n{}", many.collect::<String>()),
    ] {
        let done = becomes(&format!("{HEAD}{marked}"), Safety::Safe);
        assert_eq!(done, (marked.matches('«').count(), 0), "{marked}");
    }
    // A fixed version reveals the rest of the file.
    let marked =
        "stratplan: «v1→1»\nstrategy: { name: Bakery, owner: mia, «perod→period»: 2027 }\ncolor: red\n";
    assert_eq!(becomes(marked, Safety::Safe), (2, 0));
    let marked = format!("{HEAD}budget: {{ total: some, or so, currency: «eur→EUR» }}\n");
    assert_eq!(becomes(&marked, Safety::Safe), (1, 1));
}

#[test]
fn ambiguous_parts_are_not_touched() {
    for marked in [
        // A repeated key.
        "goals:\n  orders: { statement: a, ownr: mia, ownr: jo }\n",
        // An alias repeats it.
        "goals:\n  orders: &x { statment: a }\n  loaves: *x\n",
        "goals:\n  orders:\n    kpis: &x [left]\n    «statment→statement»: a\n  loaves: &y\n    statment: b\n  rolls: *y\n",
        // Next to something unreadable the right key may already be there.
        "goals:\n  orders:\n    statement: a\n    ownr: mia\n    ? [x\n",
    ] {
        let (applied, refused) = becomes(&format!("{HEAD}{marked}"), Safety::Unsafe);
        assert!(applied == marked.matches('«').count() && refused > 0, "{marked}");
    }
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
    let marked = "goals:\n  «- name→parts-leads:\n    statement»: Parts leads\n    kind: «sel→sell»\n    «ownr→owner»: mia\n  «- →fewer:\n    »kind: sell\n    statement: Fewer\n    «→x-»color: red\n";
    assert_eq!(becomes(&format!("{HEAD}{marked}"), Safety::Unsafe), (4, 0));
    // `prsk` is too far from `risks`, so it is kept as it is.
    let marked = "goals: { a: { «staement→statement»: x, «wner→owner»: mia } }\n«→x-»prsk: { a: { statment: b } }\n«budjt→budget»: { «totl→total»: 5 }\n";
    assert_eq!(becomes(&format!("{HEAD}{marked}"), Safety::Unsafe), (5, 0));
}

#[test]
fn a_list_of_named_entries_becomes_entries_by_id() {
    for marked in [
        "goals:\n  # the first\n  «- name→parts-leads:\n    statement»: Parts leads # ours\n    kind: sell\n    # why\n    owner: mia\n  «- →fewer-loaves:\n    »statement: Fewer loaves\n\nbudget: 5\n",
        // Not indented below its key, and with Windows line breaks.
        "goals:\r\n«- name→  parts:\r\n    statement»: Parts\r\n  «  »kind: sell\r\n\r\n«- name: Parts→  parts-2:»\r\n  «  »statement: |\r\n    «  »Two\r\n      «  »lines\r\n",
        "goals:\n  «- →forty-orders-each-saturday: »Forty orders each Saturday by June\n  «- →fewer-loaves: »'Fewer: loaves'\n",
        "goals:\n  «- { id: orders, →orders: { »statement: Forty }\n  «- →fewer-loaves: »{ statement: Fewer loaves, owner: mia }\n",
        "goals:\n  «- id: orders→orders:»\n    statement: Forty\n  «- statement: Fewer\n    id: loaves→loaves:\n    statement: Fewer»\n    owner: mia\n",
        "goals:\n  «- →»orders: Forty orders\n  «- →»loaves:\n    statement: Fewer\n  «- →»rolls:\n      statement: More\n",
        "goals: «[→{forty-orders: »Forty orders, «{ name→fewer: { statement»: Fewer, owner: mia }, rolls: More rolls«]→}»\n",
        "risks: «[{ name: The forum closes, →{the-forum-closes: { »statement: It does }«]→}»\n",
        "pillars:\n  promotion:\n    activities:\n    «- title→  cake-of-the-week:\n        name»: Cake of the week\n      «  »start: 2027-01-15\n    «-   name→  fair:\n          name»: Fair\n        «  »start: 2027-02\n",
    ] {
        assert_eq!(becomes(&format!("{HEAD}{marked}"), Safety::Unsafe), (1, 0), "{marked}");
    }
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
        assert_eq!(becomes(&format!("{HEAD}{text}"), Safety::Unsafe).0, 0);
    }
}

#[test]
fn a_figure_loses_its_mark_where_its_unit_or_currency_is_said_or_added() {
    for (marked, done) in [
        (
            "kpis: { left: { unit: percent, baseline: «87%→87», target: «≥ 90 %→{ at_least: 90 }» } }\n",
            (2, 0),
        ),
        // The first of them adds the unit.
        (
            "kpis:\n  left:\n    baseline: «87%→87»\n    target: «90%→90»«\n    unit: percent»\n# the end\n",
            (2, 0),
        ),
        (
            "kpis: { left: { baseline: «€48,000→48000», readings: { 2027-01: «€30k→30000» }«, unit: EUR» } }\n",
            (2, 0),
        ),
        ("budget: «€30k→{ currency: EUR, total: 30000 }»\n", (1, 0)),
        (
            "budget: «400→{ currency: EUR, total: 400 }»\npillars: { promotion: { activities: { a: { budget: «30 €→30» } } } }\n",
            (1, 0),
        ),
        ("budget: { currency: USD, total: «$30k→30000» }\n", (1, 0)),
        // It is not certain which currency is meant, or another one is said.
        ("budget: { total: $30k }\n", (0, 0)),
        ("budget: { currency: USD, total: €30k }\n", (0, 0)),
        ("kpis: { left: { unit: loaves, target: 90% } }\n", (0, 0)),
        ("kpis: { left: { baseline: €30k, target: 90% } }\n", (0, 0)),
        ("pillars: { promotion: { activities: { a: { budget: €30 }, b: { budget: £30 } } } }\n", (0, 0)),
        // 3 % can be meant as 0.03.
        ("kpis: { left: { baseline: 0.04, target: 3% } }\n", (0, 0)),
    ] {
        assert_eq!(becomes(&format!("{HEAD}{marked}"), Safety::Safe), done, "{marked}");
    }
}

#[test]
fn a_key_gets_the_space_that_its_colon_lacks() {
    for (marked, fixed) in [
        ("kpis: { left: { target:« »40, baseline: {due:« »2027-06-30} } }\n", 2),
        ("kpis: { left: { unit: loaves, target: {value:« »40,date:« »2027-06} } }\n", 2),
        ("kpis: { left: { readings: {2027-01-31:« »40, 2027-02-28: 50} } }\n", 1),
        ("goals: { a: { statement:«Sell more, and better→ 'Sell more, and better'», kind: sell } }\n", 1),
        ("kpis: { left: { source:« »https://bakery.example, target:« »\"40\" } }\n", 2),
        // Misspelled, too.
        ("kpis: { left: { «targt:→target: »40, unit: loaves } }\n", 1),
        ("kpis:\n  left:\n    target:« »40\n", 1),
        ("kpis:\n  left: «target:40→{ target: 40 }»\n", 1),
        // An address, a part of a text, and a value that needs quotes first.
        ("kpis: { left: { source: «see x, https://bakery.example→'see x, https://bakery.example'» } }\n", 1),
        ("kpis: { left: { unit:#1, target: 5 } }\n", 0),
    ] {
        assert_eq!(becomes(&format!("{HEAD}{marked}"), Safety::Safe), (fixed, 0), "{marked}");
    }
}

#[test]
fn a_tolerance_becomes_the_bounds_that_it_means() {
    for marked in [
        "kpis: { left: { target: «85→{ between: [83, 87] }»«, tolerance: 2→» } }\n",
        "kpis:\n  left:\n«    tolerance: 0.5\n→»    target:\n      date: 2027-06\n      «value: 4→between: [3.5, 4.5]»\n    unit: loaves\n",
        "kpis: { left: { target: { «value: 85→between: [83, 87]»«, tolerance: ±2→» } } }\n",
    ] {
        assert_eq!(becomes(&format!("{HEAD}{marked}"), Safety::Safe), (1, 0), "{marked}");
    }
    for text in [
        "kpis: { left: { target: { at_most: 4 }, tolerance: 2 } }\n",
        "kpis: { left: { target: 80, tolerance: 5% } }\n",
        "kpis: { left: { target: 80, tolerance: 0 } }\n",
        "kpis:\n  left:\n    target: 80\n    tolerance: 5 # points\n",
    ] {
        assert_eq!(becomes(&format!("{HEAD}{text}"), Safety::Unsafe), (0, 0), "{text}");
    }
}
