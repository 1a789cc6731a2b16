//! Every kind of change of a target, in both directions.

use super::tests::{changes, diff};

/// The keys of a KPI in two versions, and what happened to its target from the first to the second and from the
/// second to the first; nothing if the target is the same.
const CASES: &str = "
# A value to reach. The direction is that from the baseline to the target.
baseline: 20, target: 40 | baseline: 20, target: 33 | made easier: 40 → 33 | made harder: 33 → 40
baseline: 20, target: 10 | baseline: 20, target: 12.5 | made easier: 10 → 12.5 | made harder: 12.5 → 10
baseline: -8, target: -5 | baseline: -8, target: -6 | made easier: −5 → −6 | made harder: −6 → −5
baseline: 0, target: 0.3 | baseline: 0, target: 0.30 | |
baseline: 0, target: 1.0000001 | baseline: 0, target: 1 | made easier: 1.0000001 → 1 | made harder: 1 → 1.0000001
unit: cakes/week, baseline: 20, target: 40 | unit: Cakes/week, baseline: 20, target: 33 | made easier: 40 → 33 Cakes/week | made harder: 33 → 40 cakes/week
baseline: 20, target: 10 | baseline: 20, target: 30 | turned around: 10 or less → 30 or more | turned around: 30 or more → 10 or less
# To raise it, or only to keep it.
baseline: 85, target: 90 | baseline: 85, target: 85 | made easier: 90 → 85 | made harder: 85 → 90
baseline: 85, target: 90 | target: { at_least: 85 } | made easier: 90 by 2027-12-31 → at least 85 at all times | made harder and postponed: at least 85 at all times → 90 by 2027-12-31

# The day.
baseline: 20, target: { value: 40, date: 2027-06-30 } | baseline: 20, target: { value: 40, date: 2027-12 } | postponed: 40 by 2027-06-30 → by 2027-12-31, 184 days later | brought forward: 40 by 2027-12-31 → by 2027-06-30, 184 days earlier
baseline: 20, target: { value: 40, date: 2027-12 } | baseline: 20, target: { value: 40, date: 2027-12-31 } | |
baseline: 20, target: { value: 40, date: 2027-06-30 } | baseline: 20, target: { value: 33, date: 2027-09-30 } | made easier and postponed: 40 by 2027-06-30 → 33 by 2027-09-30 | made harder and brought forward: 33 by 2027-09-30 → 40 by 2027-06-30
baseline: 20, target: { value: 40, date: 2027-06-30 } | baseline: 20, target: { value: 45, date: 2027-09-30 } | made harder and postponed: 40 by 2027-06-30 → 45 by 2027-09-30 | made easier and brought forward: 45 by 2027-09-30 → 40 by 2027-06-30

# The baseline has its own line. Only a target on its other side is another target.
baseline: 20, target: 40 | baseline: 30, target: 40 | |
baseline: 20, target: 40 | baseline: 30, target: 35 | made easier: 40 → 35 | made harder: 35 → 40
baseline: 20, target: 40 | baseline: 50, target: 40 | turned around: 40 or more → 40 or less | turned around: 40 or less → 40 or more
target: 40 | target: 33 | changed: 40 → 33 | changed: 33 → 40
target: 40 | baseline: 20, target: 33 | made easier: 40 → 33 | made harder: 33 → 40

# Bounds.
target: { at_most: 40 } | target: { at_most: 60 } | made easier: at most 40 → at most 60 | made harder: at most 60 → at most 40
target: { at_least: 90 } | target: { at_least: 85 } | made easier: at least 90 → at least 85 | made harder: at least 85 → at least 90
target: { between: [84, 86] } | target: { between: [80, 86] } | made easier: between 84 and 86 → between 80 and 86 | made harder: between 80 and 86 → between 84 and 86
target: { between: [84, 86] } | target: { between: [85, 87] } | changed: between 84 and 86 → between 85 and 87 | changed: between 85 and 87 → between 84 and 86
target: { between: [84, 86] } | target: { at_least: 84 } | made easier: between 84 and 86 → at least 84 | made harder: at least 84 → between 84 and 86
target: { between: [84, 86] } | target: { at_least: 85 } | changed: between 84 and 86 → at least 85 | changed: at least 85 → between 84 and 86
target: { at_most: 40 } | target: { at_least: 40 } | turned around: at most 40 → at least 40 | turned around: at least 40 → at most 40
baseline: 20, target: { value: 40, date: 2027-06-30 } | baseline: 20, target: { at_least: 40, date: 2027-06-30 } | changed: 40 → at least 40 | changed: at least 40 → 40
target: { value: 40, at_least: 90 } | target: { value: 50, at_least: 90 } | |
# To be kept from the first day, or only from a day on.
baseline: 60, target: { at_most: 40 } | baseline: 60, target: { at_most: 40, date: 2027-12-31 } | postponed: at most 40 at all times → by 2027-12-31 | brought forward: at most 40 by 2027-12-31 → at all times
baseline: 60, target: { at_most: 40 } | baseline: 60, target: { value: 40, date: 2027-12-31 } | postponed: at most 40 at all times → 40 by 2027-12-31 | changed: 40 by 2027-12-31 → at most 40 at all times

# Changes of the baseline: by their value. If the baseline differs, too, by what is asked for.
baseline: 500, target: { change: +10% } | baseline: 500, target: { change: +5% } | made easier: +10 % = 550 → +5 % = 525 | made harder: +5 % = 525 → +10 % = 550
baseline: 500, target: { change: -20% } | baseline: 500, target: { change: -10% } | made easier: −20 % = 400 → −10 % = 450 | made harder: −10 % = 450 → −20 % = 400
baseline: 500, target: { change: +10% } | baseline: 400, target: { change: +10% } | changed: +10 % = 550 → +10 % = 440 | changed: +10 % = 440 → +10 % = 550
baseline: 400, target: { change: +10% } | baseline: 500, target: { change: +5% } | changed: +10 % = 440 → +5 % = 525 | changed: +5 % = 525 → +10 % = 440
baseline: 500, target: { change: +10% } | baseline: 400, target: { change: +5% } | made easier: +10 % = 550 → +5 % = 420 | made harder: +5 % = 420 → +10 % = 550
baseline: 500, target: { change: +10% } | baseline: 500, target: { change: -10% } | turned around: +10 % = 550 or more → −10 % = 450 or less | turned around: −10 % = 450 or less → +10 % = 550 or more
baseline: 500, target: { change: x2 } | baseline: 500, target: 900 | made easier: x2 = 1000 → 900 | made harder: 900 → x2 = 1000
baseline: { due: 2027-06 }, target: { change: +10% } | baseline: { due: 2027-06 }, target: { change: +5% } | made easier: +10 % → +5 % | made harder: +5 % → +10 %

# Sums and totals, and targets by stretch.
counts: sum, target: 1200 | counts: sum, target: 1000 | made easier: 1200 → 1000 | made harder: 1000 → 1200
counts: sum, targets: { 2027-Q1: 100, 2027-Q2: 120 } | counts: sum, targets: { 2027-Q1: 100, 2027-Q2: 90 } | made easier: 220 → 190 | made harder: 190 → 220
counts: sum, targets: { 2027-Q1: 100, 2027-Q2: 120 } | counts: sum, targets: { 2027-Q1: 80, 2027-Q2: 140 } | |
counts: level, baseline: 0, target: 100 | counts: sum, target: 90 | changed: 100 → 90 | changed: 90 → 100

# Another unit: nobody knows which is more.
unit: k leads, baseline: 2, target: 4 | unit: leads, baseline: 2000, target: 3000 | changed: 4 k leads → 3000 leads | changed: 3000 leads → 4 k leads
unit: orders/month, baseline: 12, target: 24 | unit: orders/week, baseline: 12, target: 24 | |
baseline: 2, target: 4 | unit: k leads, baseline: 2, target: 3 | changed: 4 → 3 k leads | changed: 3 k leads → 4

unit: percent, baseline: 20, target: { value: 40, date: 2027-06-30 } | unit: min, baseline: 20, target: { value: 40, date: 2027-12-31 } | changed: 40 percent by 2027-06-30 → 40 min by 2027-12-31 | changed: 40 min by 2027-12-31 → 40 percent by 2027-06-30
unit: percent, baseline: 20, target: 40 | unit: min, baseline: 20 | dropped: it was 40 percent by 2027-12-31 | set: 40 percent by 2027-12-31

# No target at all.
baseline: 20, target: 40 | baseline: 20 | dropped: it was 40 by 2027-12-31 | set: 40 by 2027-12-31
unit: percent, target: { at_least: 90 } | unit: percent, target: { not_now: Counted first } | dropped: it was at least 90 percent at all times | set: at least 90 percent at all times
baseline: 20, target: { value: 40, stretch: 50 } | baseline: 20, target: { value: 40, stretch: 45 } | |
";

fn target(old: &str, new: &str) -> String {
    let version = |keys: &str| format!("kpis: {{ visits: {{ {keys} }} }}");
    let lines = changes(&diff(&version(old), &version(new)));
    let mut found = lines.iter().filter_map(|line| line.strip_prefix("visits target "));
    let first = found.next().unwrap_or_default().to_owned();
    assert_eq!(found.next(), None, "{lines:?}");
    // What it says is said once.
    let is_twice = |line: &String| {
        let keys = ["value", "at_least", "at_most", "between", "change", "date"];
        keys.iter().any(|key| line.contains(&format!("key=target.{key}"))) || line.contains("key=target ")
    };
    assert!(first.is_empty() || !lines.iter().any(is_twice), "{lines:?}");
    first
}

#[test]
fn a_target_is_easier_if_more_figures_are_good_enough() {
    for case in CASES.lines().filter(|line| line.contains('|')) {
        let [old, new, forward, back] = case.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{case}")
        };
        assert_eq!(target(old, new), forward, "{case}");
        assert_eq!(target(new, old), back, "{case}, in the other direction");
    }
}

#[test]
fn a_target_without_a_date_moves_with_the_period() {
    let version = |period: &str, date: &str| {
        format!(
            "strategy: {{ name: Parts, period: {period} }}\nkpis: {{ visits: {{ baseline: 20, target: {{ value: 40{date} }} }} }}"
        )
    };
    let of = |date: &str| {
        let period = "{ start: 2027-01-01, end: 2028-06-30 }";
        let lines = changes(&diff(&version("2027", date), &version(period, date)));
        lines.into_iter().filter(|line| line.starts_with("visits target")).collect::<Vec<_>>()
    };
    let moved = "visits target postponed: 40 by 2027-12-31 → by 2028-06-30, 182 days later, with the strategy's period";
    assert_eq!(of(""), [moved]);
    assert_eq!(of(", date: 2027-06-30"), Vec::<String>::new());
}

#[test]
fn a_target_that_could_not_be_read_was_not_dropped() {
    let good = "strategy: { name: Parts, period: 2027 }\nkpis: { visits: { unit: visits, baseline: 20, target: 40 } }";
    for bad in [
        good.replace("40", "many"),
        good.replace("40", "{ value: many }"),
        good.replace("baseline: 20", "baseline: few"),
        good.replace("unit: visits", "unit: [visits]").replace("40", "30"),
        good.replace("2027", "soon"),
        good.replace(" target: 40", " target: 40 } other: {"),
    ] {
        for (old, new) in [(good, bad.as_str()), (&bad, good)] {
            let lines = changes(&diff(old, new));
            assert!(!lines.iter().any(|line| line.starts_with("visits target")), "{new}: {lines:?}");
        }
    }
    // The rest of a file that could not be read completely is still compared.
    let lines = changes(&diff(good, &format!("{}\nodd: 1", good.replace("40", "33"))));
    assert!(lines.contains(&"visits target made easier: 40 → 33 visits".to_owned()), "{lines:?}");
}

#[test]
fn a_target_can_go_with_its_kpi() {
    let kpi = |target: &str| format!("kpis: {{ visits: {{ baseline: 20{target} }} }}");
    let lines = changes(&diff(&kpi(", target: 40"), "kpis: {}"));
    assert_eq!(lines, ["kpi visits removed", "visits target dropped: it was 40 by 2027-12-31"]);
    assert_eq!(changes(&diff(&kpi(""), "kpis: {}")), ["kpi visits removed"]);
}
