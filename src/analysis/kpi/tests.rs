#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use super::*;
use crate::analysis::forecast::Reach;
use crate::source::Source;
use crate::strategy::document::Document;

/// A KPI as of a day, and the results that are expected: `status on-track, pace 1.02`.
struct Example(&'static str, &'static str, &'static str);

const EXAMPLES: &[Example] = &[
    // Bounds that are in force from the first day.
    Example(
        "unit: EUR, baseline: 9.20, target: { at_most: 10 }, readings: { 2027-03: 9.90, 2027-06: 10.40 }",
        "2027-07-05",
        "status broken, standing bad, margin -0.4, inside 1 of 2, pace none, forecast none",
    ),
    Example(
        "baseline: 38, target: { at_most: 40 }, readings: { 2027-06: 33 }",
        "2027-07-05",
        "status kept, margin 7",
    ),
    Example(
        "target: { between: [84, 86] }, readings: { 2027-06: 91 }",
        "2027-07-05",
        "status broken, margin -5",
    ),
    Example("target: { at_least: 85 }, readings: { 2027-06: 91 }", "2027-07-05", "status kept, margin 6"),
    Example("target: { at_least: 85 }, readings: { 2027-06: 85 }", "2027-07-05", "status kept, margin 0"),
    // A bound to reach first.
    Example(
        "baseline: 60, target: { at_least: 90, date: 2027-12-31 }, readings: { 2027-06: 76 }",
        "2027-07-05",
        "status on-track, progress 0.5333, expected 0.4959, pace 1.08, margin -14, inside none",
    ),
    Example(
        "baseline: 60, target: { at_least: 90, date: 2027-06-30 }, readings: { 2027-05: 88 }",
        "2027-07-05",
        "status due, read_by 2027-07-31",
    ),
    Example(
        "baseline: 60, target: { at_least: 90, date: 2027-06-30 }, readings: { 2027-05: 88, 2027-06: 91, 2027-07: 92, 2027-08: 89 }",
        "2027-09-05",
        "status broken, inside 2 of 3",
    ),
    Example(
        "baseline: 70, target: { between: [84, 86], date: 2027-12-31 }, readings: { 2027-06: 91 }",
        "2027-07-05",
        "status broken, margin -5",
    ),
    // Sums and running totals.
    Example(
        "counts: sum, target: 1200, readings: { 2027-01: 104, 2027-02: 96, 2027-03: 101 }",
        "2027-04-05",
        "status on-track, figure 301, progress 0.2508, expected 0.2466, pace 1.02, forecast 1223.5806",
    ),
    Example(
        "counts: total, baseline: { value: 1800000, date: 2026 }, target: 2400000, \
         milestones: { 2027-03-31: 500000, 2027-06-30: 1000000 }, readings: { 2027-03-31: 620000 }",
        "2027-04-05",
        "status on-track, progress 0.2583, expected 0.2083, gap_to_plan -120000",
    ),
    Example(
        "counts: sum, targets: { 2027-Q1: 100, 2027-Q2: 120, 2027-Q3: 140, 2027-Q4: 140 }, \
         readings: { 2027-03-31: 98, 2027-06-30: 116 }",
        "2027-07-05",
        "target 500, planned 220, figure 214, gap_to_plan 6, pace 0.97",
    ),
    Example(
        "counts: sum, target: { at_most: 100 }, readings: { 2027-01: 40, 2027-02: 50 }",
        "2027-03-05",
        // (40 / 31 + 50 / 28) / 2 × 306 + 90; planned 100 × 59 / 365.
        "status ends-over, margin 10, forecast 560.6336, gap_to_plan 73.8356",
    ),
    Example(
        "counts: sum, target: { at_least: 1200 }, readings: { 2027-01: 104 }",
        "2027-02-05",
        "status too-early, progress 0.0867",
    ),
    // A season: the path turns back.
    Example(
        "baseline: 100, target: 140, milestones: { 2027-03: 90, 2027-06: 150, 2027-09: 110 }, readings: { 2027-03: 95 }",
        "2027-04-05",
        "status on-track, planned 90, gap_to_plan -5, pace 1.13",
    ),
    Example(
        "baseline: 100, target: 140, milestones: { 2027-03: 90, 2027-06: 150, 2027-09: 110 }, readings: { 2027-06: 141 }",
        "2027-07-05",
        "status at-risk, planned 150, gap_to_plan 9, pace 0.78",
    ),
    // A verdict has a day.
    Example(
        "baseline: 22, target: { value: 40, date: 2027-03-31 }, readings: { 2027-03-31: 42, 2027-05-31: 38 }",
        "2027-07-05",
        "status fell-back, standing bad",
    ),
    Example(
        "baseline: 22, target: { value: 40, date: 2027-03-31 }, readings: { 2027-03-31: 30, 2027-05-31: 41 }",
        "2027-07-05",
        "status met-late, days_late 61, standing watch",
    ),
    Example(
        "cadence: monthly, baseline: 22, target: { value: 40, date: 2027-03-31 }, readings: { 2027-02-28: 37 }",
        "2027-04-05",
        "status due, read_by 2027-05-01",
    ),
    Example(
        "cadence: monthly, baseline: 22, target: { value: 40, date: 2027-03-31 }, readings: { 2027-02-28: 37 }",
        "2027-05-05",
        "status unread, standing bad",
    ),
    Example(
        "baseline: 22, target: { value: 40, date: 2027-03-31 }, readings: { 2027-03-31: 40 }",
        "2027-03-31",
        "status met",
    ),
    // Earlier readings do not bend the forecast.
    Example(
        "baseline: { value: 100, date: 2026-12-31 }, target: 220, readings: { 2026-01: 100, 2026-06: 100, 2026-11: 100, \
         2027-01: 110, 2027-02: 120, 2027-03: 130 }",
        "2027-04-05",
        "status on-track, forecast 222.4435",
    ),
    // Nothing can be said yet, or at all.
    Example(
        "baseline: 22, target: 40, readings: {}",
        "2027-01-15",
        "status not-begun, standing open, figure none",
    ),
    Example("baseline: 22, target: 40", "2027-03-01", "status no-reading"),
    Example(
        "baseline: { due: 2027-03-01 }, target: 40, readings: { 2027-02: 3 }",
        "2027-03-02",
        "status no-baseline",
    ),
    Example(
        "baseline: 0, target: { change: +10% }, readings: { 2027-02: 3 }",
        "2027-03-02",
        "status no-target",
    ),
    Example(
        "target: { not_now: we watch it first }, readings: { 2027-02: 3 }",
        "2027-03-02",
        "status not-now, figure 3",
    ),
    Example(
        "baseline: 500, target: { change: +10% }, readings: { 2027-06: 530 }",
        "2027-07-05",
        "target 550, progress 0.6",
    ),
    Example(
        "baseline: 500, target: { change: -20% }, readings: { 2027-06: 450 }",
        "2027-07-05",
        "target 400, progress 0.5",
    ),
    Example(
        "baseline: 20, target: { change: +5 }, readings: { 2027-06: 25 }",
        "2027-07-05",
        "target 25, status reached",
    ),
    Example(
        "baseline: 20, target: { change: x2 }, readings: { 2027-06: 30 }",
        "2027-07-05",
        "target 40, progress 0.5",
    ),
    Example("baseline: 20, target: 40, readings: { 2027-01-20: 20 }", "2027-01-22", "status too-early"),
    Example(
        "baseline: 20, target: 40, readings: { 2027-01-20: 14 }",
        "2027-01-22",
        "status worse, progress -0.3",
    ),
    Example(
        "baseline: 20, target: 40, readings: { 2027-06: 19.5 }",
        "2027-07-05",
        "status off-track, progress -0.025",
    ),
    // Within what is possible.
    Example(
        "unit: percent, baseline: 50, target: 90, readings: { 2027-01: 60, 2027-02: 70, 2027-03: 80 }",
        "2027-04-05",
        "forecast 100",
    ),
    Example(
        "baseline: 30, target: 20, readings: { 2027-01: 26, 2027-02: 22, 2027-03: 19 }",
        "2027-04-05",
        "status reached, forecast 0",
    ),
    Example(
        "baseline: 0, target: { value: 100, date: 2027-12-31 }, readings: { 2027-06-30: 2 }",
        "2027-07-05",
        "meets not-before 2030-01-01",
    ),
    // The shape of the year before.
    Example(
        "path: last_year, baseline: 100, target: 220, readings: { 2025-12: 100, 2026-03: 80, 2026-06: 150, 2026-12: 200, 2027-03: 88 }",
        "2027-04-05",
        "planned 88, gap_to_plan 0, pace 1, status on-track, forecast 220",
    ),
    Example(
        "cadence: quarterly, path: last_year, counts: sum, target: 1200, readings: { 2026-03: 100, 2026-06: 500, 2026-12: 400, 2027-03: 130 }",
        "2027-04-05",
        "planned 120, figure 130, pace 1.08, forecast 1300",
    ),
    // What comes in while no stretch has a target is not about one.
    Example(
        "counts: sum, targets: { 2027-Q2: 100, 2027-Q3: 100, 2027-Q4: 100 }, readings: { 2027-Q1: 90, 2027-Q2: 50 }",
        "2027-07-05",
        "status off-track, figure 50, planned 100, pace 0.5, forecast 150",
    ),
    Example(
        "counts: sum, targets: { 2027-Q1: 100, 2027-Q3: 100, 2027-Q4: 100 }, readings: { 2027-Q1: 90, 2027-Q2: 80, 2027-Q3: 60 }",
        "2027-10-05",
        "status at-risk, figure 150, planned 200, pace 0.75",
    ),
    // The limit of a sum is kept only by what was read on its day.
    Example(
        "counts: sum, target: { at_most: 1000 }, readings: { 2027-01: 200, 2027-02: 200, 2027-03: 190, 2027-04: 180, 2027-05: 180 }",
        "2027-12-31",
        "status ends-over, figure 950, due 2027-12-31",
    ),
    Example(
        "counts: sum, target: { at_most: 1000 }, readings: { 2027-01: 200, 2027-02: 200, 2027-03: 190, 2027-04: 180, 2027-05: 180 }",
        "2028-01-31",
        "status due, read_by 2028-01-31",
    ),
    Example(
        "counts: sum, target: { at_most: 1000 }, readings: { 2027-01: 200, 2027-02: 200, 2027-03: 190, 2027-04: 180, 2027-05: 180 }",
        "2028-02-01",
        "status unread",
    ),
    Example(
        "counts: sum, target: { at_most: 1000 }, readings: { 2027-01: 200, 2027-02: 200, 2027-03: 190, 2027-04: 180, 2027-05: 240 }",
        "2028-02-01",
        "status broken",
    ),
    // Out of order, the dates say nothing.
    Example(
        "counts: sum, since: 2027-04-01, target: { value: 100, date: 2027-03-31 }, readings: { 2027-04: 60, 2027-05: 50 }",
        "2027-07-05",
        "status undated",
    ),
    // What was read before the day of a bound is not about it.
    Example(
        "baseline: 18, target: { at_most: 9, date: 2027-05-31 }, cadence: monthly, readings: { 2027-05-14: 13, 2027-05-21: 12, 2027-05-28: 9, 2027-06-30: 8 }",
        "2027-07-05",
        "status kept, inside 2 of 2",
    ),
    // Inside a range there is nothing left to reach.
    Example(
        "baseline: 16, target: { between: [1, 9], date: 2027-12-31 }, readings: { 2027-06: 1 }",
        "2027-07-05",
        "status reached, progress 1, gap 0, margin 0",
    ),
    // A level behind its milestones ends where the slower of its rate and the plan leads.
    Example(
        "baseline: 0, target: 100, milestones: { 2027-03: 40 }, readings: { 2027-01: 10, 2027-02: 20, 2027-03: 36, 2027-04: 41 }",
        "2027-05-05",
        "status at-risk, forecast 94.4545, meets unknown",
    ),
    Example(
        "baseline: 0, target: 100, milestones: { 2027-03: 40 }, readings: { 2027-01: 10, 2027-02: 20, 2027-03: 36, 2027-04: 42 }",
        "2027-05-05",
        "status on-track, forecast 95.4545, meets unknown",
    ),
    // Months without anything do not turn a plan back: 10 of 53, planned 53 × 9 / (35 + 4 × 24 / 31).
    Example(
        "counts: sum, target: { value: 53, date: 2027-12-24 }, path: last_year, readings: { 2026-01: 3, 2026-02: 6, 2026-03: 8, 2026-04: 0, 2026-05: 2, 2026-06: 4, 2026-07: 4, 2026-08: 6, 2026-09: 2, 2026-10: 0, 2026-11: 0, 2026-12: 4, 2027-01: 2, 2027-02: 8 }",
        "2027-04-01",
        "status at-risk, planned 12.5207, pace 0.8",
    ),
    // Last year was read a day after the target's day, once a month, or over the first day: 2000 × 500 / (600 + 1400 × 30 / 31).
    Example(
        "counts: sum, target: { value: 2000, date: 2027-12-30 }, path: last_year, readings: { 2026-01: 50, 2026-02: 50, 2026-03: 50, 2026-04: 50, 2026-05: 50, 2026-06: 50, 2026-07: 50, 2026-08: 50, 2026-09: 50, 2026-10: 50, 2026-11: 100, 2026-12: 1400, 2027-10: 500 }",
        "2027-11-20",
        "status on-track, planned 511.5512, pace 0.98",
    ),
    Example(
        "counts: sum, cadence: weekly, target: 2200, path: last_year, readings: { 2026-01: 50, 2026-02: 50, 2026-03: 50, 2026-04: 50, 2026-05: 50, 2026-06: 50, 2026-07: 50, 2026-08: 50, 2026-09: 50, 2026-10: 50, 2026-11: 100, 2026-12: 1400, 2027-01-31: 50, 2027-02-28: 50 }",
        "2027-03-02",
        "status on-track, planned 110, pace 0.91",
    ),
    Example(
        "counts: sum, since: 2027-01-15, target: 1200, path: last_year, readings: { 2026-01: 400, 2026-02: 80, 2026-03: 80, 2026-04: 80, 2026-05: 80, 2026-06: 80, 2026-07: 80, 2026-08: 80, 2026-09: 80, 2026-10: 80, 2026-11: 80, 2026-12: 80, 2027-01-31: 219, 2027-06: 400 }",
        "2027-07-05",
        "status on-track, figure 619, planned 676.0563, pace 0.92",
    ),
];

#[test]
fn examples_have_the_values_worked_out_by_hand() {
    for Example(kpi, today, expected) in EXAMPLES {
        let results = results(&judged(kpi, today));
        for expected in expected.split(", ") {
            let (key, value) = expected.split_once(' ').unwrap();
            assert_eq!(results[key], value, "{key} of {kpi} as of {today}: {results:#?}");
        }
    }
}

#[test]
fn a_reading_is_as_old_as_on_the_day_of_the_report() {
    let kpi = "baseline: 0, target: 10, readings: { 2027-12-15: 9 }";
    // The figure of a closed strategy can come in until the end of January.
    let age = |as_of: &str| judged_as_of(kpi, ("2028-02-01", as_of), None).age_days;
    assert_eq!((age("2028-02-01"), age("2027-12-31")), (Some(48), Some(16)));
    let later = "baseline: 0, target: 10, readings: { 2028-01-20: 9 }";
    assert_eq!(judged_as_of(later, ("2028-02-01", "2027-12-31"), None).age_days, Some(0));
}

#[test]
fn nothing_is_expected_of_a_sum_in_a_stretch_before_its_gear_starts() {
    let kpi =
        "counts: sum, targets: { 2027-Q1: 100, 2027-Q2: 120 }, readings: { 2027-02-14: 0, 2027-03-08: 50 }";
    let planned = |today: &str, gear: Option<&str>| {
        let judgment = judged_as_of(kpi, (today, today), gear);
        results(&judgment)["planned"].clone()
    };
    // 45 of 90 days, and none of those since the gear began.
    assert_eq!(planned("2027-02-14", None), "50");
    assert_eq!(planned("2027-02-14", Some("2027-02-15")), "0");
    // 22 of the 45 days that are left.
    assert_eq!(planned("2027-03-08", Some("2027-02-15")), "48.8889");
    // A stretch before the gear starts was planned all the same.
    assert_eq!(planned("2027-03-08", Some("2027-05-01")), planned("2027-03-08", None));
}

fn judged(kpi: &str, today: &str) -> Judgment {
    judged_as_of(kpi, (today, today), None)
}

fn judged_as_of(kpi: &str, (today, as_of): (&str, &str), gear_starts: Option<&str>) -> Judgment {
    let text = format!("stratplan: 1\nstrategy: {{ name: x }}\nkpis:\n  it: {{ {kpi} }}\n");
    let document = Document::read(Source::new("x.yaml", text), |_| Err("none".into()));
    assert!(document.judgeable, "{kpi}");
    let readings = document.readings.of("it");
    let day = |text: &str| text.parse().unwrap();
    let period = (Some(day("2027-01-01")), Some(day("2027-12-31")));
    let thresholds = Thresholds::default();
    let frame = Frame {
        period,
        gear_starts: gear_starts.map(day),
        today: day(today),
        as_of: day(as_of),
        thresholds: &thresholds,
    };
    judge(("it", document.strategy.kpi("it").unwrap()), readings, &frame)
}

fn results(judgment: &Judgment) -> BTreeMap<&'static str, String> {
    let number =
        |value: Option<Number>, digits| value.map_or("none".to_owned(), |value| half_up(value.0, digits));
    let value = |mark: Option<Mark>| number(mark.map(|mark| mark.value), 4);
    let day = |date: Option<Date>| date.map_or("none".to_owned(), |date| date.to_string());
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let meets = match judgment.forecast.meets_target {
        Reach::Reached => "met".to_owned(),
        Reach::On(date) => format!("on {date}"),
        Reach::NotBefore(date) => format!("not-before {date}"),
        Reach::Never => "never".to_owned(),
        Reach::Unknown => "unknown".to_owned(),
    };
    BTreeMap::from([
        ("status", word(serde_json::to_value(judgment.status).unwrap())),
        ("standing", word(serde_json::to_value(judgment.standing).unwrap())),
        ("figure", value(judgment.figure)),
        ("target", number(judgment.target.and_then(|target| target.value), 4)),
        ("planned", number(judgment.planned_at_figure, 4)),
        ("progress", number(judgment.progress, 4)),
        ("expected", number(judgment.expected, 4)),
        ("pace", number(judgment.pace, 2)),
        ("gap", number(judgment.gap, 4)),
        ("gap_to_plan", number(judgment.gap_to_plan, 4)),
        ("margin", number(judgment.margin, 4)),
        (
            "inside",
            judgment.inside.map_or("none".to_owned(), |inside| format!("{} of {}", inside.kept, inside.of)),
        ),
        ("days_late", judgment.days_late.map_or("none".to_owned(), |days| days.to_string())),
        ("due", day(judgment.target.and_then(|target| target.date))),
        ("read_by", day(judgment.read_by)),
        ("forecast", number(judgment.forecast.on_target_day, 4)),
        ("meets", meets),
    ])
}

fn half_up(value: Decimal, digits: u32) -> String {
    let rounded = value.round_dp_with_strategy(digits, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    rounded.normalize().to_string()
}
