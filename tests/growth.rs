//! Eight times as much of anything takes about eight times as long.
#![cfg(unix)]

use std::time::Duration;

use jiff::civil::date;
use rustix::time::{ClockId, clock_gettime};
use stratplan::reports::{AlignmentReport, GapReport, Wanted};
use stratplan::{Document, Linter, Source};

const HEAD: &str = "stratplan: 1\nstrategy: { name: A, status: active, owner: B, period: 2027 }\n";

/// A file with this many of something.
type Kind = (&'static str, fn(usize) -> String);

fn each(count: usize, text: &str) -> String {
    (0..count).map(|n| text.replace('#', &n.to_string())).collect()
}

const KINDS: [Kind; 12] = [
    ("goals", |n| format!("goals:\n{}", each(n, "  g#: Win 2 fans\n"))),
    ("allow comments", |n| {
        format!(
            "goals:\n{}",
            each(n, "  g#: Win 2 fans §\n").replace('§', "# stratplan: allow(goal-unserved) it is so")
        )
    }),
    ("allow comments above all", |n| {
        let comments = "§ stratplan: allow(goal-unserved) it is so\n".repeat(n).replace('§', "#");
        format!("{comments}goals:\n{}", each(n, "  g#: Win 2 fans\n"))
    }),
    ("platforms", |n| {
        format!("goals: {{ g: Win 2 fans }}\nplatforms:\n{}", each(n, "  p#: { name: P # }\n"))
    }),
    ("KPIs", |n| {
        let kpi = "  k#: { unit: x, baseline: { value: 1, date: 2027-01-01 }, target: { value: 9, date: 2027-12-31 }, readings: { 2027-02-01: 2 } }\n";
        format!("goals: {{ g: Win 2 fans }}\nkpis:\n{}", each(n, kpi))
    }),
    ("KPIs that name their goal", |n| {
        format!(
            "goals: {{ g: {{ statement: Win 2 fans }} }}\nkpis:\n{}",
            each(n, "  k#: { unit: x, goal: g }\n")
        )
    }),
    ("activities", |n| {
        let activity = "      a#: { name: P #, goals: g, start: 2027-01-01, end: 2027-03-01, owner: B }\n";
        format!("goals: {{ g: Win 2 fans }}\npillars:\n  promotion:\n    activities:\n{}", each(n, activity))
    }),
    ("people", |n| format!("goals: {{ g: Win 2 fans }}\npeople:\n{}", each(n, "  p#: { name: P # }\n"))),
    ("unknown keys", |n| format!("goals:\n{}", each(n, "  g#: { statement: Win 2 fans, odd#: 1 }\n"))),
    ("unknown keys in one place", |n| each(n, "odd#: 1\n")),
    ("readings of one KPI", |n| {
        let days = (0..n).map(|n| date(1995, 1, 1) + jiff::Span::new().days(i64::try_from(n).unwrap()));
        let readings: String =
            days.enumerate().map(|(n, day)| format!("      {day}: {}\n", n % 97)).collect();
        format!(
            "kpis:\n  k:\n    unit: cakes\n    target: 500\n    baseline: {{ value: 1, date: 1990-12 }}\n    readings:\n{readings}"
        )
    }),
    ("texts that are no figures", |n| format!("kpis:\n{}", each(n, "  k#: { unit: x, target: 1.200 }\n"))),
];

fn used() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.try_into().unwrap(), now.tv_nsec.try_into().unwrap())
}

/// The time that this thread needs for a file and its reports.
fn time(text: &str) -> Duration {
    let start = used();
    let document = Document::read(Source::new("a.yaml", text), |_| Err("not here".to_owned()));
    let outcome = Linter::new(date(2027, 4, 1)).check(&document);
    let alignment = AlignmentReport::new(&document, &outcome);
    let gaps = GapReport::new(&document, &outcome, &Wanted::default());
    assert!(alignment.headline.goals <= 3200 && gaps.kpis.len() <= 3200);
    used().saturating_sub(start)
}

#[test]
fn no_step_is_quadratic() {
    for (what, text) in KINDS {
        let [few, many] = [400, 3200].map(|count| format!("{HEAD}{}", text(count)));
        let (few, many) = ((0..3).map(|_| time(&few)).min().unwrap(), time(&many));
        // A step that looks at each pair would need 64 times as long.
        let ratio = many.as_secs_f64() / few.as_secs_f64();
        assert!(ratio < 20.0, "{what}: 8 times as many take {ratio:.1} times as long ({few:?}, {many:?})");
    }
}
