//! The generated strategies that benchmarks and fuzzers start from.

use stratplan::{Group, Level, Linter};

use crate::support::generator::{AS_OF, Plan, strategy, strategy_of};
use crate::support::read;

/// The findings about the file, and the errors and warnings about the strategy.
fn findings(text: &str) -> (Vec<String>, Vec<String>) {
    let document = read(text);
    let outcome = Linter::new(AS_OF.parse().unwrap()).check(&document);
    let serious = outcome.findings.iter().filter(|finding| finding.level > Level::Info);
    let line = |finding: &stratplan::Finding| {
        let line = document.file(finding.place).line(finding.place.span.start);
        format!("{line}: {}: {}", finding.rule.name, finding.message)
    };
    let (file, rest): (Vec<_>, Vec<_>) = serious.partition(|finding| finding.rule.group == Group::File);
    (file.into_iter().map(line).collect(), rest.into_iter().map(line).collect())
}

#[test]
fn without_typos_they_have_no_errors_or_warnings() {
    for activities in [2, 3, 5, 7, 8, 23, 60, 400] {
        for seed in 0..4 {
            let (file, rest) = findings(&strategy(Plan { seed, activities, typos: 0 }));
            assert_eq!(file, Vec::<String>::new(), "seed {seed}, {activities} activities");
            if activities >= 7 {
                assert_eq!(rest, Vec::<String>::new(), "seed {seed}, {activities} activities");
            }
        }
    }
}

#[test]
fn they_have_kpis_of_all_kinds() {
    let text = strategy(Plan { seed: 1, activities: 80, typos: 0 });
    let keys = "at_least at_most between change stretch not_now due counts targets milestones path note";
    for key in keys.split(' ') {
        let kpis = text.split("\nkpis:").nth(1).unwrap().split("\nbudget:").next().unwrap();
        assert!(kpis.contains(&format!("{key}: ")), "{key}");
    }
    assert!(text.contains("counts: sum") && text.contains("counts: total"));
}

#[test]
fn typos_are_found() {
    for seed in 0..8 {
        let (file, _) = findings(&strategy(Plan { seed, activities: 40, typos: 5 }));
        assert!(!file.is_empty(), "seed {seed}");
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let plan = Plan { seed: 7, activities: 30, typos: 3 };
    assert_eq!(strategy(plan), strategy(plan));
    assert_ne!(strategy(plan), strategy(Plan { seed: 8, ..plan }));
}

#[test]
fn the_size_is_about_as_requested() {
    for bytes in [20_000, 200_000] {
        let made = strategy_of(bytes, 1).len();
        assert!((bytes * 8 / 10..bytes * 12 / 10).contains(&made), "{made} for {bytes}");
    }
}
