//! Fixes and allow comments: what they change, what they must not, and that applying them twice
//! changes nothing more.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use fastrand::Rng;
use jiff::civil::{Date, date};
use stratplan::baseline::Accepted;
use stratplan::document::Document;
use stratplan::edits::allow::Reason;
use stratplan::edits::fix::{Fixed, Fixer};
use stratplan::finding::{Finding, Group, Safety};
use stratplan::linter::Linter;
use stratplan::source::{File, Source};
use stratplan::syntax::INVALID_SYNTAX;
use stratplan::syntax::tree::{NodeId, Value};

use crate::support::generator::{Plan, strategy};

const TODAY: Date = date(2027, 4, 5);

fn text_of(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn read(text: &str) -> Document {
    Document::read(Source::new("strategy.yaml", text), |_| Err("no files here".to_owned()))
}

fn findings(document: &Document) -> Vec<Finding> {
    Linter::new(TODAY).check(document).findings
}

fn with_fixer<T>(linter: &Linter, act: impl FnOnce(Fixer<'_>) -> T) -> T {
    act(Fixer { linter, accepted: &Accepted::default(), path: Path::new("strategy.yaml") })
}

fn fix(text: &str, max_safety: Safety) -> Fixed {
    with_fixer(&Linter::new(TODAY), |fixer| fixer.fix(&read(text), max_safety))
}

fn fixed(text: &str, max_safety: Safety) -> String {
    fix(text, max_safety).document.map_or(text.to_owned(), |document| document.source.text().to_owned())
}

fn allowed(text: &str, reason: &str) -> (String, Fixed) {
    let reason = Reason::parse(reason, TODAY).unwrap();
    let done = with_fixer(&Linter::new(TODAY), |fixer| fixer.allow_all(&read(text), &reason));
    let text = done.document.as_ref().map_or(text.to_owned(), |document| document.source.text().to_owned());
    (text, done)
}

/// Rule and message of all that is said of the file itself.
fn of_file(text: &str) -> Vec<(&'static str, String)> {
    let found = findings(&read(text)).into_iter().filter(|finding| finding.rule.group == Group::File);
    let mut found: Vec<_> = found.map(|finding| (finding.rule.name, finding.message)).collect();
    found.sort();
    found
}

/// Those of the first that are not among the second, each as often as it is there.
fn less<T: Clone + PartialEq>(all: &[T], known: &[T]) -> Vec<T> {
    let mut known = known.to_vec();
    let is_new = |one: &&T| match known.iter().position(|other| other == *one) {
        Some(at) => {
            known.swap_remove(at);
            false
        }
        None => true,
    };
    all.iter().filter(is_new).cloned().collect()
}

// Generated strategies with typos.

#[test]
fn most_typos_are_fixed_and_nothing_else_is_touched() {
    let (mut slips, mut gone) = (0, [0, 0]);
    for (seed, activities) in (0..24).zip([8, 11, 14, 17].into_iter().cycle()) {
        let plan = Plan { seed, activities, faults: 6 };
        let (text, sound) = (strategy(plan), strategy(Plan { faults: 0, ..plan }));
        let before = of_file(&text);
        slips += before.len();
        for (gone, safety) in gone.iter_mut().zip([Safety::Safe, Safety::Unsafe]) {
            let after = fixed(&text, safety);
            let left = of_file(&after);
            assert_eq!(less(&left, &before), [], "seed {seed}: no new errors");
            *gone += before.len() - left.len();
            assert_eq!(fixed(&after, safety), after, "seed {seed}: stable");
            let lines = || text.lines().zip(sound.lines()).zip(after.lines());
            assert_eq!(after.lines().count(), text.lines().count());
            for ((slip, sound), after) in lines() {
                assert!(after == slip || slip != sound, "seed {seed}: a sound line became {after:?}");
                // What was meant is what stood there, but for a text that now needs its quotes.
                let is_as_meant = after == sound || after.replace('\'', "") == slip.replace('\'', "");
                assert!(
                    after == slip || is_as_meant || slip.ends_with('"') || slip.contains(": \""),
                    "{slip:?} became {after:?}"
                );
            }
        }
    }
    assert!(slips > 90, "{slips}");
    assert!(gone[0] * 100 > slips * 45 && gone[1] * 100 > slips * 55, "{gone:?} of {slips}");
}

/// A text with a few bytes of another kind in it, such as a hand that slips would leave.
fn mangled(text: &str, rng: &mut Rng) -> String {
    const SIGNS: &[&str] = &[
        ":", ": ", ",", "{", "}", "[", "]", "\"", "'", " #", "@", "&a ", "*a", "!", "|", ">", "- ", "\t",
        "\n", "  ", "é", "\r\n", "%", "<<: *a", "\u{feff}", "?", "#",
    ];
    let mut text = text.to_owned();
    for _ in 0..rng.usize(1..6) {
        let mut at = rng.usize(0..text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        match rng.u8(0..4) {
            0 => text.insert_str(at, SIGNS[rng.usize(0..SIGNS.len())]),
            1 => drop(text.remove(at)),
            2 => {
                let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
                let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
                let line = text[line..end].to_owned();
                text.insert_str(end, &line);
            }
            _ => {
                let end = text[at..].find(' ').map_or(text.len(), |end| at + end);
                text.replace_range(at..end, "");
            }
        }
        if text.is_empty() {
            text.push('x');
        }
    }
    text
}

#[test]
fn fixes_of_any_file_are_stable_and_cause_no_errors() {
    let mut rng = Rng::with_seed(11);
    let mut changed = 0;
    let bakery = text_of("strategies/corner-bakery.strategy.yaml");
    for _ in 0..120 {
        let text = mangled(&bakery, &mut rng);
        let before = read(&text);
        for safety in [Safety::Safe, Safety::Unsafe] {
            let once = fix(&text, safety);
            let Some(document) = once.document else { continue };
            changed += 1;
            let after = document.source.text();
            assert!(fix(after, safety).document.is_none(), "stable:\n{text}\n---\n{after}");
            // Where the file could be read as YAML, no new errors but an id that was not looked up.
            if !before.tree.is_damaged() && before.judgeable {
                let known = of_file(&text);
                let new = less(&of_file(after), &known);
                let is_id = |one: &(&str, String)| one.0 == "unknown-reference";
                assert!(new.iter().all(is_id) || safety == Safety::Unsafe, "{new:?}\n{text}\n---\n{after}");
            }
        }
    }
    assert!(changed > 80, "{changed}");
}

#[test]
fn fixes_never_add_syntax_errors() {
    let mut rng = Rng::with_seed(5);
    let bakery = text_of("strategies/corner-bakery.strategy.yaml");
    for _ in 0..150 {
        let text = mangled(&mangled(&bakery, &mut rng), &mut rng);
        let faults = |text: &str| {
            let found = findings(&read(text)).into_iter().filter(|finding| finding.rule == &INVALID_SYNTAX);
            found.count()
        };
        let after = fixed(&text, Safety::Safe);
        assert!(faults(&after) <= faults(&text), "{text}\n---\n{after}");
    }
}

#[test]
fn a_large_file_is_fixed_quickly() {
    let goals: String = (0..4_000)
        .map(|number| format!("  goal-{number}:\n    statment: a, b\n    ownr: mia\n    kpis: a, b\n"))
        .collect();
    let text = format!(
        "stratplan: 1\nstrategy: {{ name: a, owner: mia }}\nkpis: {{ a: {{}}, b: {{}} }}\ngoals:\n{goals}"
    );
    let start = Instant::now();
    let done = fix(&text, Safety::Safe);
    assert_eq!((done.applied, done.refused), (12_000, 0));
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
}

// Titles.

#[test]
fn every_fix_says_what_it_does_and_fits_the_file() {
    let mut count = 0;
    let mut texts: Vec<String> =
        (0..40).map(|seed| strategy(Plan { seed, activities: 6, faults: 8 })).collect();
    for folder in ["tests/fixtures", "strategies/broken"] {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "yaml") {
                    texts.push(String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
                }
            }
        }
    }
    for text in texts {
        let document = read(&text);
        for finding in findings(&document) {
            let Some(fix) = &finding.fix else { continue };
            count += 1;
            let first = fix.title.split(' ').next().unwrap();
            let verbs = [
                "write", "put", "rename", "close", "use", "delete", "indent", "give", "leave", "take",
                "remove",
            ];
            assert!(verbs.contains(&first), "{}", fix.title);
            assert!(!fix.title.ends_with('.') && !fix.title.contains('\n'), "{}", fix.title);
            assert!(finding.place.file == File::Strategy && !fix.edits.is_empty());
            assert!(
                stratplan::syntax::edit::apply(document.source.text(), &fix.edits).is_ok(),
                "{}",
                fix.title
            );
        }
    }
    assert!(count > 150, "{count}");
}

// Allow comments.

/// True where two texts hold the same keys and values.
fn same(one: &Document, other: &Document) -> bool {
    let mut pairs: Vec<(NodeId, NodeId)> = one.tree.root().into_iter().zip(other.tree.root()).collect();
    while let Some((left, right)) = pairs.pop() {
        match (one.tree.value(&one.source, left), other.tree.value(&other.source, right)) {
            (Value::Scalar(text, _), Value::Scalar(its, _)) if text == its => {}
            (Value::Sequence(items), Value::Sequence(its)) if items.len() == its.len() => {
                pairs.extend(items.iter().copied().zip(its.iter().copied()));
            }
            (Value::Mapping(entries), Value::Mapping(its)) if entries.len() == its.len() => {
                for ((key, value), (its_key, its_value)) in entries.iter().zip(its.iter()) {
                    pairs.extend([(key, its_key), (value, its_value)]);
                }
            }
            (Value::Damaged, Value::Damaged) => {}
            _ => return false,
        }
    }
    true
}

#[test]
fn every_finding_that_can_be_allowed_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategies/broken");
    let mut texts: Vec<String> =
        (0..6).map(|seed| strategy(Plan { seed, activities: 3, faults: 1 })).collect();
    texts.extend(
        fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()),
    );
    // The same in the manner of Windows, behind a mark, and without an end of the last line.
    let odd: Vec<String> =
        texts.iter().map(|text| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"))).collect();
    texts.extend(odd);
    let mut count = 0;
    for text in texts {
        let before = read(&text);
        let can_be =
            |finding: &&Finding| finding.rule.group != Group::File && finding.place.file == File::Strategy;
        let wanted = findings(&before).iter().filter(can_be).count();
        let (after, done) = allowed(&text, "it is right here");
        assert_eq!((done.applied, done.refused), (wanted, 0), "{after}");
        count += wanted;
        let changed = read(&after);
        let left: Vec<_> = findings(&changed).into_iter().filter(|one| can_be(&one)).collect();
        assert!(left.is_empty(), "{left:?}\n{after}");
        assert_eq!(less(&of_file(&after), &of_file(&text)), []);
        assert!(same(&before, &changed), "{after}");
        assert!(allowed(&after, "again").1.document.is_none(), "stable");
        // Nothing but the comments is new.
        let is_comment = |line: &&str| !line.trim_start().starts_with("# stratplan: allow(");
        let without: Vec<&str> = after.split('\n').filter(is_comment).collect();
        let cut = |line: &str| {
            line.split("  # stratplan: allow(").next().unwrap().trim_end_matches('\r').to_owned()
        };
        let kept: Vec<String> = without.into_iter().map(cut).collect();
        let own: Vec<String> = text.split('\n').map(|line| line.trim_end_matches('\r').to_owned()).collect();
        assert!(kept == own || text.starts_with('\u{feff}'), "{after}");
    }
    assert!(count > 100, "{count}");
}

#[test]
fn a_comment_covers_as_little_as_possible() {
    let text = "\
stratplan: 1
strategy: { name: Bakery, status: active, period: 2027 }
goals:
  # The one that matters.
  orders: { statement: Forty orders, owner: TODO }
pillars:
  promotion: { activities: { fair: { goals: orders, why: TODO },
    cake: { goals: orders, why: TODO } } }
";
    let reason = "until=2027-12 the owner decides in May";
    let (after, _) = allowed(text, reason);
    let expected = format!(
        "\
stratplan: 1
# stratplan: allow(no-marketing-strategy, no-purpose, unowned) {reason}
strategy: {{ name: Bakery, status: active, period: 2027 }}
goals:
  # The one that matters.
  # stratplan: allow(goal-without-kpi, placeholder) {reason}
  orders: {{ statement: Forty orders, owner: TODO }}
# stratplan: allow(no-feedback-loop, pillar-missing) {reason}
pillars:
  # stratplan: allow(placeholder) {reason}
  promotion: {{ activities: {{ fair: {{ goals: orders, why: TODO }},
    cake: {{ goals: orders, why: TODO }} }} }}
"
    );
    assert_eq!(after, expected);
}

#[test]
fn the_comment_of_the_first_section_is_at_the_end_of_its_line() {
    let text = "strategy: { name: Bakery, owner: TODO }\nstratplan: 1\ngoals: { a: TBD }\n";
    let (after, done) = allowed(text, "soon");
    assert_eq!(done.refused, 0);
    let first = after.lines().find(|line| line.contains("strategy: {")).unwrap();
    assert!(first.contains("owner: TODO }  # stratplan: allow(") && first.contains("placeholder"), "{after}");
    assert!(after.contains("\n# stratplan: allow(") && after.contains("\ngoals: { a: TBD }\n"), "{after}");
    // A finding about the whole file is allowed for the whole file.
    let text = "stratplan: 1\nstrategy: { name: Bakery, owner: mia }\n";
    let linter = Linter::new(TODAY);
    let select = stratplan::linter::Selection { select: vec!["no-goals".to_owned()], ..Default::default() };
    let linter = linter.select(&select).unwrap();
    let reason = Reason::parse("soon", TODAY).unwrap();
    let done = with_fixer(&linter, |fixer| fixer.allow_all(&read(text), &reason));
    let after = done.document.unwrap().source.text().to_owned();
    assert!(after.contains("# stratplan: allow(no-goals) soon\n"), "{after}");
    assert_eq!(after.lines().count(), 3, "only what was selected");
}

#[test]
fn a_comment_never_becomes_part_of_a_text() {
    let text = "\
stratplan: 1
strategy: { name: Bakery, owner: mia }
goals:
  a:
    statement: |
      First line
      TODO second line
    kind: sell
  b:
    statement: 'First line
      TODO in two lines'
  c: { statement: one
      line TODO, kpis: k,
      owner: TBD }
kpis: { k: { unit: x } }
";
    let (after, done) = allowed(text, "soon");
    assert!(same(&read(text), &read(&after)), "{after}");
    assert_eq!(done.refused, 0, "{after}");
    assert!(after.contains("  # stratplan: allow(placeholder) soon\n    statement: |\n"), "{after}");
}

#[test]
fn unused_comments_are_removed_or_shortened() {
    let text = "\
stratplan: 1
strategy: { name: Bakery, owner: mia, period: 2027 }  # stratplan: allow(no-goals) soon
goals:
  # stratplan: allow(placeholder, goal-without-kpi, hard-sell) until=2027-12-31 soon
  a: TODO
  # stratplan: allow(placehodler) until=2027-12-31 soon
  b: TODO
";
    let after = fixed(text, Safety::Unsafe);
    let kept = after
        .contains("\n  # stratplan: allow(placeholder, goal-without-kpi) until=2027-12-31 soon\n  a: TODO\n");
    assert!(kept && after.contains("\nstrategy: { name: Bakery, owner: mia, period: 2027 }\n"), "{after}");
    assert!(
        after.contains("  # stratplan: allow(placeholder) until=2027-12-31 soon\n  b: TODO\n"),
        "{after}"
    );
    assert!(fixed(text, Safety::Safe).contains("hard-sell"), "unsafe fixes are not applied");
}
