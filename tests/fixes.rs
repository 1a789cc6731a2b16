//! Fixes and allow comments: what they change, what they must not change, and that applying them twice
//! changes nothing more.

mod command;
mod pasted;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use fastrand::Rng;
use jiff::civil::{Date, date};
use stratplan::changes::{FindingCounts, Fixed, Fixer, Reason};
use stratplan::yaml::{NodeId, Value};
use stratplan::{Document, File, Finding, Group, Linter, Safety};

use crate::support::generator::{Plan, strategy};
use crate::support::{about_the_file, read, root, text_of, without, yaml_files};

const TODAY: Date = date(2027, 4, 5);

fn findings(document: &Document) -> Vec<Finding> {
    Linter::new(TODAY).check(document).findings
}

fn with_fixer<T>(linter: &Linter, act: impl FnOnce(Fixer<'_>) -> T) -> T {
    act(Fixer { linter, accepted: &FindingCounts::default(), path: Path::new("strategy.yaml") })
}

fn fix(text: &str, max_safety: Safety) -> Fixed {
    with_fixer(&Linter::new(TODAY), |fixer| fixer.fix(&read(text), max_safety))
}

fn fix_text(text: &str, max_safety: Safety) -> String {
    fix(text, max_safety).document.map_or(text.to_owned(), |document| document.source.text().to_owned())
}

fn allowed(text: &str, reason: &str) -> (String, Fixed) {
    let reason = Reason::parse(reason, TODAY).unwrap();
    let done = with_fixer(&Linter::new(TODAY), |fixer| fixer.allow_all(&read(text), &reason));
    let text = done.document.as_ref().map_or(text.to_owned(), |document| document.source.text().to_owned());
    (text, done)
}

fn file_findings(text: &str) -> Vec<(&'static str, String)> {
    about_the_file(findings(&read(text)))
}

// Generated strategies with typos.

#[test]
fn most_typos_are_fixed_and_nothing_else_changes() {
    let (mut errors, mut fixed) = (0, [0, 0]);
    for (seed, activities) in (0..24).zip([8, 11, 14, 17].into_iter().cycle()) {
        let plan = Plan { seed, activities, typos: 6 };
        let (text, correct) = (strategy(plan), strategy(Plan { typos: 0, ..plan }));
        let before = file_findings(&text);
        errors += before.len();
        for (fixed, safety) in fixed.iter_mut().zip([Safety::Safe, Safety::Unsafe]) {
            let after = fix_text(&text, safety);
            let left = file_findings(&after);
            assert_eq!(without(&left, &before), [], "seed {seed}: a fix causes an error");
            *fixed += before.len() - left.len();
            assert_eq!(fix_text(&after, safety), after, "seed {seed}: a second run changes something");
            // The words of `about 36000` are kept as a note.
            let is_note = |line: &&str| line.trim_start().starts_with("notes: 'budget: about ");
            let fixed_lines: Vec<&str> = after.lines().filter(|line| !is_note(line)).collect();
            let lines = || text.lines().zip(correct.lines()).zip(fixed_lines.iter().copied());
            assert_eq!(fixed_lines.len(), text.lines().count());
            for ((before, correct), after) in lines() {
                assert!(after == before || before != correct, "seed {seed}: a correct line became {after:?}");
                // A fixed line is the original one, except for quotes that became necessary.
                let is_fixed = after == correct || after.replace('\'', "") == before.replace('\'', "");
                assert!(
                    after == before || is_fixed || before.ends_with('"') || before.contains(": \""),
                    "{before:?} became {after:?}"
                );
            }
        }
    }
    assert!(errors > 90, "{errors}");
    assert!(fixed[0] * 100 > errors * 45 && fixed[1] * 100 > errors * 55, "{fixed:?} of {errors}");
}

#[test]
fn two_bounds_become_one() {
    let with = |target: &str| format!("stratplan: 1\nstrategy: {{ name: x }}\nkpis:\n  a:\n{target}");
    for (target, between) in [
        ("    target: { min: 4, max: 9 }\n", "    target: { between: [4, 9] }\n"),
        ("    target:\n      at_most: 9\n      at_least: 4\n", "    target:\n      between: [4, 9]\n"),
        (
            "    target: { at_least: 4, date: 2027-06, at_most: 9 }\n",
            "    target: { between: [4, 9], date: 2027-06 }\n",
        ),
        ("    target: { at_least: 9, at_most: 4 }\n", "    target: { at_least: 9, at_most: 4 }\n"),
    ] {
        assert_eq!(fix_text(&with(target), Safety::Safe), with(between));
    }
}

/// A text with a few random insertions and deletions.
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
fn a_second_run_changes_nothing_and_no_fix_causes_an_error() {
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
            assert!(
                fix(after, safety).document.is_none(),
                "a second run changes something:\n{text}\n---\n{after}"
            );
            // If the file was valid YAML, the only new finding can be an id that was not checked before.
            if !before.tree.is_damaged() && before.judgeable {
                let known = file_findings(&text);
                let new = without(&file_findings(after), &known);
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
        let count = |text: &str| {
            let found =
                findings(&read(text)).into_iter().filter(|finding| finding.rule.name == "invalid-syntax");
            found.count()
        };
        let after = fix_text(&text, Safety::Safe);
        assert!(count(&after) <= count(&text), "{text}\n---\n{after}");
    }
}

#[test]
fn a_large_file_is_fixed_in_time() {
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

#[test]
fn every_fix_removes_its_finding() {
    let mut count = 0;
    for rule in ["unknown-key", "invalid-value", "unknown-reference", "unsupported-version", "invalid-syntax"]
    {
        for path in yaml_files(&format!("tests/fixtures/{rule}")) {
            let text = fs::read_to_string(&path).unwrap();
            let before = file_findings(&text);
            for finding in findings(&read(&text)).into_iter().filter(|one| one.rule.group == Group::File) {
                let Some(fix) = &finding.fix else { continue };
                count += 1;
                let fixed = stratplan::yaml::apply(&text, &fix.edits).unwrap();
                let own = (finding.rule.name, finding.message.clone());
                let count = |found: &[(&str, String)]| found.iter().filter(|one| **one == own).count();
                assert!(
                    count(&file_findings(&fixed)) < count(&before),
                    "{}: {} is still there after “{}”:\n{fixed}",
                    path.display(),
                    finding.message,
                    fix.title
                );
            }
        }
    }
    assert!(count > 30, "only {count} fixes were tried");
}

#[test]
fn every_fix_has_a_title_that_starts_with_a_verb_and_can_be_applied() {
    let mut count = 0;
    let mut texts: Vec<String> =
        (0..40).map(|seed| strategy(Plan { seed, activities: 6, typos: 8 })).collect();
    let folders = fs::read_dir(root().join("tests/fixtures")).unwrap().map(|entry| entry.unwrap());
    let folders = folders.map(|folder| format!("tests/fixtures/{}", folder.file_name().display()));
    for file in folders.chain(["strategies/broken".to_owned()]).flat_map(|folder| yaml_files(&folder)) {
        texts.push(String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned());
    }
    for text in texts {
        let document = read(&text);
        for finding in findings(&document) {
            let Some(fix) = &finding.fix else { continue };
            count += 1;
            let first = fix.title.split(' ').next().unwrap();
            let verbs = [
                "write", "put", "rename", "close", "use", "delete", "indent", "give", "leave", "take",
                "remove", "move",
            ];
            assert!(verbs.contains(&first), "{}", fix.title);
            assert!(!fix.title.ends_with('.') && !fix.title.contains('\n'), "{}", fix.title);
            assert!(finding.place.file == File::Strategy && !fix.edits.is_empty());
            let applied = stratplan::yaml::apply(document.source.text(), &fix.edits);
            assert!(applied.is_some(), "{}", fix.title);
        }
    }
    assert!(count > 150, "{count}");
}

// Allow comments.

/// True if two texts have the same keys and values.
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
fn an_allow_comment_is_added_for_every_finding_that_can_be_allowed() {
    let mut texts: Vec<String> =
        (0..6).map(|seed| strategy(Plan { seed, activities: 3, typos: 1 })).collect();
    texts.extend(yaml_files("strategies/broken").iter().map(|file| fs::read_to_string(file).unwrap()));
    // The same with Windows line endings, a byte-order mark and no final line break.
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
        assert_eq!(without(&file_findings(&after), &file_findings(&text)), []);
        assert!(same(&before, &changed), "{after}");
        assert!(allowed(&after, "again").1.document.is_none(), "a second run changes something");
        // Only the comments are new.
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
fn a_comment_is_placed_where_it_covers_as_little_as_possible() {
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
fn a_comment_for_the_first_section_is_placed_at_the_end_of_its_line() {
    // Above the first section it would cover the entire file.
    let text = "strategy: { name: Bakery, owner: TODO }\nstratplan: 1\ngoals: { a: TBD }\n";
    let (after, done) = allowed(text, "soon");
    assert_eq!(done.refused, 0);
    let first = after.lines().find(|line| line.contains("strategy: {")).unwrap();
    assert!(first.contains("owner: TODO }  # stratplan: allow(") && first.contains("placeholder"), "{after}");
    assert!(after.contains("\n# stratplan: allow(") && after.contains("\ngoals: { a: TBD }\n"), "{after}");
    // A finding about the entire file is allowed for the entire file.
    let text = "stratplan: 1\nstrategy: { name: Bakery, owner: mia }\n";
    let linter = Linter::new(TODAY);
    let select = stratplan::Selection { select: vec!["no-goals".to_owned()], ..Default::default() };
    let linter = linter.select(&select).unwrap();
    let reason = Reason::parse("soon", TODAY).unwrap();
    let done = with_fixer(&linter, |fixer| fixer.allow_all(&read(text), &reason));
    let after = done.document.unwrap().source.text().to_owned();
    assert!(after.contains("# stratplan: allow(no-goals) soon\n"), "{after}");
    assert_eq!(after.lines().count(), 3, "only the selected rule");
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
fn unused_allow_comments_are_removed_or_shortened() {
    let text = "\
stratplan: 1
strategy: { name: Bakery, owner: mia, period: 2027 }  # stratplan: allow(no-goals) soon
goals:
  # stratplan: allow(placeholder, goal-without-kpi, hard-sell) until=2027-12-31 soon
  a: TODO
  # stratplan: allow(placehodler) until=2027-12-31 soon
  b: TODO
";
    let after = fix_text(text, Safety::Unsafe);
    let kept = after
        .contains("\n  # stratplan: allow(placeholder, goal-without-kpi) until=2027-12-31 soon\n  a: TODO\n");
    assert!(kept && after.contains("\nstrategy: { name: Bakery, owner: mia, period: 2027 }\n"), "{after}");
    assert!(
        after.contains("  # stratplan: allow(placeholder) until=2027-12-31 soon\n  b: TODO\n"),
        "{after}"
    );
    assert!(fix_text(text, Safety::Safe).contains("hard-sell"), "an unsafe fix needs --unsafe-fixes");
}
