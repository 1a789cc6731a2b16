//! The made-up strategies that benchmarks and fuzzers start from are what they claim to be.

use crate::support::generator::{AS_OF, Plan, strategy, strategy_of};
use stratplan::document::Document;
use stratplan::finding::{Group, Level};
use stratplan::linter::Linter;
use stratplan::source::Source;

/// The findings about the file, and the errors and warnings about the strategy.
fn faults(text: &str) -> (Vec<String>, Vec<String>) {
    let document = Document::read(Source::new("made-up.yaml", text), |_| Err("no files here".into()));
    let outcome = Linter::new(AS_OF.parse().unwrap()).check(&document);
    let grave = outcome.findings.iter().filter(|finding| finding.level > Level::Info);
    let said = |finding: &stratplan::finding::Finding| {
        let line = document.file(finding.place).line(finding.place.span.start);
        format!("{line}: {}: {}", finding.rule.name, finding.message)
    };
    let (file, rest): (Vec<_>, Vec<_>) = grave.partition(|finding| finding.rule.group == Group::File);
    (file.into_iter().map(said).collect(), rest.into_iter().map(said).collect())
}

#[test]
fn without_faults_they_read_and_hold_together() {
    for activities in [2, 3, 5, 7, 8, 23, 60, 400] {
        for seed in 0..4 {
            let (file, rest) = faults(&strategy(Plan { seed, activities, faults: 0 }));
            assert_eq!(file, Vec::<String>::new(), "seed {seed}, {activities} activities");
            if activities >= 7 {
                assert_eq!(rest, Vec::<String>::new(), "seed {seed}, {activities} activities");
            }
        }
    }
}

#[test]
fn faults_are_found() {
    for seed in 0..8 {
        let (file, _) = faults(&strategy(Plan { seed, activities: 40, faults: 5 }));
        assert!(!file.is_empty(), "seed {seed}");
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let plan = Plan { seed: 7, activities: 30, faults: 3 };
    assert_eq!(strategy(plan), strategy(plan));
    assert_ne!(strategy(plan), strategy(Plan { seed: 8, ..plan }));
}

#[test]
fn they_have_about_the_size_that_was_asked_for() {
    for bytes in [20_000, 200_000] {
        let made = strategy_of(bytes, 1).len();
        assert!((bytes * 8 / 10..bytes * 12 / 10).contains(&made), "{made} for {bytes}");
    }
}
