use super::*;
use crate::source::Source;

fn read(text: String) -> Document {
    Document::read(Source::new("plan.yaml", text), |_| Err("no files here".into()))
}

fn judge(document: &Document) -> Vec<Finding> {
    let mut findings = document.findings.clone();
    findings.sort_by_key(|finding| finding.place);
    findings
}

/// The text after its mends, how many were made and how many refused. Mended again it stays the same.
fn mended(text: &str, all: bool) -> (String, usize, usize) {
    let mender = Mender { read: &read, judge: &judge };
    let once = mender.mend(&read(text.to_owned()), all);
    let text = once.document.map_or(text.to_owned(), |changed| changed.source.text().to_owned());
    let twice = mender.mend(&read(text.clone()), all);
    assert!(twice.document.is_none() && twice.made == 0, "twice is once: {text}");
    assert_eq!(twice.refused, once.refused);
    (text, once.made, once.refused)
}

const HEAD: &str = "stratplan: 1\nstrategy: { name: Bakery, owner: mia }\n";

fn safe(body: &str) -> (String, usize, usize) {
    let (text, made, refused) = mended(&format!("{HEAD}{body}"), false);
    (text.strip_prefix(HEAD).unwrap().to_owned(), made, refused)
}

fn any(body: &str) -> (String, usize, usize) {
    let (text, made, refused) = mended(&format!("{HEAD}{body}"), true);
    (text.strip_prefix(HEAD).unwrap().to_owned(), made, refused)
}

fn done(text: &str, made: usize) -> (String, usize, usize) {
    (text.to_owned(), made, 0)
}

#[test]
fn every_other_byte_stays() {
    let text =
        "goals: # why\r\n  orders:\r\n    statment: Forty  orders # \u{e9}\r\n\r\n    ownr:   'mia'\r\n# end";
    let expected = "goals: # why\r\n  orders:\r\n    statement: Forty  orders # \u{e9}\r\n\r\n    owner:   'mia'\r\n# end";
    assert_eq!(safe(text), done(expected, 2));
    let marked = "\u{feff}stratplan: 1\nstrategy: { name: Bakery, ownr: mia }";
    assert_eq!(mended(marked, false), (marked.replace("ownr", "owner"), 1, 0));
}

#[test]
fn unsafe_mends_wait_until_they_are_asked_for() {
    let text = "goals: { orders: Forty orders }\npillars: { promotion: { activities: { fair: { goals: ordrs } } } }\n";
    assert_eq!(safe(text), done(text, 0));
    assert_eq!(any(text), done(&text.replace("ordrs", "orders"), 1));
}

#[test]
fn what_one_mend_brings_to_light_is_mended_next() {
    let text = "goals:\n  orders: @forty\n  loaves: { statement: Fewer loaves, kpi: left }\nkpis: { left: { unit: loaves, target: '1,000' } }\n";
    let expected = "goals:\n  orders: '@forty'\n  loaves: { statement: Fewer loaves, kpis: left }\nkpis: { left: { unit: loaves, target: 1000 } }\n";
    assert_eq!(safe(text), done(expected, 3));
    // Two of one kind on the same bytes, one after the other.
    let text = "purposes: { marketing: { gears: { acquisition: { start: 1/15/2027, kpis: a, b } } } }\nkpis: { a: {}, b: {} }\n";
    let expected = "purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, kpis: [a, b] } } } }\nkpis: { a: {}, b: {} }\n";
    assert_eq!(safe(text), done(expected, 2));
}

#[test]
fn a_mend_after_which_something_else_would_be_wrong_is_left_out_alone() {
    let text = "budget: { total: about 5,000 EUR, currency: eur }\n";
    let expected = text.replace("eur", "EUR");
    assert_eq!(safe(text), (expected, 1, 1));
}

#[test]
fn an_id_that_is_read_at_last_may_be_declared_nowhere() {
    let text = "goals: { orders: { statement: Forty, kpis: left, right } }\nkpis: { left: {} }\n";
    assert_eq!(safe(text), done(&text.replace("left, right }", "[left, right] }"), 1));
}

#[test]
fn what_stood_behind_the_end_of_patience_is_no_fault_of_the_mends() {
    let lines = |sign: &str| -> Vec<String> {
        (0..80).map(|number| format!("  goal-{number}: {sign}@number {number}{sign}\n")).collect()
    };
    let (text, expected) = (format!("goals:\n{}", lines("").concat()), lines("'").concat());
    assert_eq!(safe(&text), done(&format!("goals:\n{expected}"), 80));
}

#[test]
fn a_format_that_can_be_read_at_last_may_hold_other_faults() {
    let text = "stratplan: v1\nstrategy: { name: Bakery, owner: mia, perod: 2027 }\ncolor: red\n";
    let expected = "stratplan: 1\nstrategy: { name: Bakery, owner: mia, period: 2027 }\ncolor: red\n";
    assert_eq!(mended(text, false), (expected.to_owned(), 2, 0));
}

#[test]
fn what_can_be_read_in_two_ways_is_not_touched() {
    for text in [
        // Twice the same key.
        "goals:\n  orders: { statement: a, ownr: mia, ownr: jo }\n",
        // Written once, read twice.
        "goals:\n  orders: &x { statment: a }\n  loaves: *x\n",
        "goals:\n  orders:\n    kpis: &x [left]\n    statment: a\n  loaves: &y\n    statment: b\n  rolls: *y\n",
    ] {
        let (after, _, refused) = any(text);
        assert!(refused > 0, "{text}");
        let kept =
            if text.contains("&y") { text.replacen("statment", "statement", 1) } else { text.to_owned() };
        assert_eq!(after, kept);
    }
    // Beside something that could not be read a key may be meant for what is there.
    let text = "goals:\n  orders:\n    statement: a\n    ownr: mia\n    ? [x\n";
    let (after, made, _) = safe(text);
    assert_eq!((after.as_str(), made), (text, 0));
}

#[test]
fn bytes_that_are_no_text_are_never_written_again() {
    let source = Source::from_bytes("plan.yaml", b"stratplan: 1\nstrategy: { nme: B\xe4cker }\n".to_vec());
    let document = Document::read(source, |_| Err("no files here".into()));
    let mender = Mender { read: &read, judge: &judge };
    let done = mender.mend(&document, true);
    assert!(judge(&document).iter().any(|finding| finding.fix.is_some()));
    assert!(done.document.is_none() && done.made == 0);
}

#[test]
fn edits_that_meet_wait_for_one_another() {
    let edit = |start, end| Edit { span: Span::new(start, end), text: "x".into() };
    let mut taken = Taken::default();
    assert!(taken.take(&[edit(10, 20), edit(30, 30)]));
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
        assert_eq!(taken.is_free(Span::new(start, end)), is_free, "{start}..{end}");
    }
}

#[test]
fn faults_in_what_was_not_read_before_are_no_reason_to_leave_it() {
    let text = "goals:\n  - name: Parts leads\n    kind: sel\n    ownr: mia\n  - kind: sell\n    statement: Fewer\n    color: red\n";
    let expected = "goals:\n  parts-leads:\n    statement: Parts leads\n    kind: sell\n    owner: mia\n  fewer:\n    kind: sell\n    statement: Fewer\n    color: red\n";
    assert_eq!(any(text), done(expected, 3));
    // Two letters away, so nobody is sure that it is meant.
    let text = "goals: { a: { staement: x, wner: mia } }\nprsk: { a: { statment: b } }\nbudjt: { totl: 5 }\n";
    let (after, ..) = any(text);
    assert!(
        after.contains("budget: { total: 5 }") && after.contains("{ statement: x, owner: mia }"),
        "{after}"
    );
}

/// A list of which entries by id are made.
fn listed(before: &str, after: &str) {
    assert_eq!(any(before), done(after, 1), "{before}");
}

#[test]
fn a_list_of_named_entries_becomes_entries_by_id() {
    listed(
        "goals:\n  # the first\n  - name: Parts leads # ours\n    kind: sell\n    # why\n    owner: mia\n  - statement: Fewer loaves\n\nbudget: 5\n",
        "goals:\n  # the first\n  parts-leads:\n    statement: Parts leads # ours\n    kind: sell\n    # why\n    owner: mia\n  fewer-loaves:\n    statement: Fewer loaves\n\nbudget: 5\n",
    );
    // As far left as its key, and with the line breaks of Windows.
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
fn a_list_that_leaves_a_doubt_stays_a_list() {
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
