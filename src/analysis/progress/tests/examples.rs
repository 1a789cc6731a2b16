//! Figures worked out by hand.

use super::*;

const TODAY: &str = "2027-04-05";

#[test]
fn a_figure_that_should_rise() {
    let visits = judged(
        "{ baseline: { value: 9000, date: 2026-12-31 }, target: { value: 20000, date: 2027-12-31 },
           readings: { 2027-01-31: 9800, 2027-02-28: 11200, 2027-03-31: 12100 } }",
        TODAY,
    );
    let latest = Latest { date: date("2027-03-31"), value: number("12100"), age: 5 };
    assert_eq!(visits.latest, Some(latest));
    assert_eq!(visits.is_rising(), Some(true));
    // 3100 / 11000; 90 days of 365; 9000 + 11000 × 90/365 = 11712.3288.
    assert_eq!(rounded(visits.progress), "0.2818");
    assert_eq!(rounded(visits.expected), "0.2466");
    assert_eq!(rounded(visits.pace), "1.1429");
    assert_eq!(visits.status, Status::OnTrack);
    assert_eq!(rounded(visits.gap), "7900");
    assert_eq!(rounded(visits.gap_to_plan), "-387.6712");
    // Slopes: 25.81, 29.03, 34.44, 37.29, 38.98 and 50 a day, so 35.8663; 7900 of it take 220.3 days.
    assert_eq!(visits.points.len(), 4);
    assert_eq!(rounded(visits.forecast_at_target), "21963.2298");
    assert_eq!(visits.meets_target, Reach::On(date("2027-11-07")));
}

#[test]
fn a_cost_that_falls_makes_progress() {
    let cost = judged(
        "{ baseline: { value: 11.50, date: 2026-12-31 }, target: { value: 8.00, date: 2027-12-31 },
           readings: { 2027-01-31: 11.40, 2027-02-28: 11.10, 2027-03-31: 10.60 } }",
        TODAY,
    );
    assert_eq!(cost.is_rising(), Some(false));
    // 0.9 / 3.5 against 90/365; the plan stood at 11.5 − 3.5 × 90/365 = 10.6370.
    assert_eq!(rounded(cost.progress), "0.2571");
    assert_eq!(rounded(cost.pace), "1.0429");
    assert_eq!(cost.status, Status::OnTrack);
    assert_eq!(rounded(cost.gap), "2.6");
    assert_eq!(rounded(cost.gap_to_plan), "-0.037");
    // Slope: the mean of −0.9/90 and −0.3/28; 2.6 of it take 251.03 days.
    assert_eq!(rounded(cost.forecast_at_target), "7.7518");
    assert_eq!(cost.meets_target, Reach::On(date("2027-12-08")));
    assert!(cost.has_reached(number("11")) && cost.reached_now(number("11")));
    assert!(!cost.has_reached(number("10.5")));
}

#[test]
fn a_milestone_changes_the_plan() {
    let leads = judged(
        "{ baseline: { value: 120, date: 2026-12-31 }, target: { value: 400, date: 2027-09-30 },
           milestones: { 2027-06-30: 250 }, readings: { 2027-03-31: 214 } }",
        TODAY,
    );
    // 94/280 against 130/280 × 90/181; the plan stood at 120 + 130 × 90/181 = 184.6409.
    assert_eq!(rounded(leads.progress), "0.3357");
    assert_eq!(rounded(leads.expected), "0.2309");
    assert_eq!(rounded(leads.pace), "1.4542");
    assert_eq!(rounded(leads.gap), "186");
    assert_eq!(rounded(leads.gap_to_plan), "-29.3591");
    // Baseline and one reading make a line: 94 in 90 days.
    assert_eq!(rounded(leads.forecast_at_target), "405.1333");
    assert_eq!(leads.meets_target, Reach::On(date("2027-09-26")));
}

#[test]
fn a_milestone_counts_on_the_last_day_of_its_date_and_only_between_the_two() {
    let with = |milestones: &str| {
        let kpi = format!(
            "{{ baseline: {{ value: 0, date: 2026-12-31 }}, target: {{ value: 100, date: 2027-12-31 }},
               milestones: {milestones}, readings: {{ 2027-06-30: 5 }} }}"
        );
        judged(&kpi, "2027-07-01").expected
    };
    assert_eq!(with("{ 2027-Q2: 10 }"), Some(number("0.1")));
    assert_eq!(with("{ 2027-06: 10, 2027-03: 80 }"), Some(number("0.1")));
    let straight = with("{}");
    assert_eq!(rounded(straight), "0.4959");
    assert_eq!(with("{ 2026-06: 90, 2026-12-31: 90, 2027: 90, 2028: 90 }"), straight);
    // Beyond the target or behind the baseline, the plan stays between the two.
    assert_eq!(with("{ 2027-06: 130 }"), Some(Decimal::ONE));
    assert_eq!(with("{ 2027-06: -30 }"), Some(Decimal::ZERO));
    assert_eq!(with("{ 2027-06: many }"), None);
    assert_eq!(with("many"), None);
}

/// The status of a KPI from 0 at the start of 2027 to 100 on day 100 after it.
fn status_of(readings: &str, today: &str) -> Status {
    let kpi = format!(
        "{{ baseline: {{ value: 0, date: 2027-01-01 }}, target: {{ value: 100, date: 2027-04-11 }},
           readings: {{ {readings} }} }}"
    );
    judged(&kpi, today).status
}

#[test]
fn the_status_is_the_first_that_applies() {
    let status = |kpi: &str| judged(kpi, TODAY).status;
    assert_eq!(status("{ baseline: { value: 1 }, readings: { 2027-02-01: 3 } }"), Status::NoTarget);
    assert_eq!(status("{}"), Status::NoTarget);
    assert_eq!(status("{ target: 5, readings: { 2027-02-01: 9 } }"), Status::NoBaseline);
    assert_eq!(status_of("", TODAY), Status::NoReading);
    assert_eq!(status_of("2027-04-06: 100", TODAY), Status::NoReading);
    assert_eq!(status_of("2026-12-31: 100", TODAY), Status::NotDue);
    assert_eq!(status_of("2027-02-20: 100", TODAY), Status::Met);
    assert_eq!(status_of("2027-02-20: 100", "2028-01-01"), Status::Met);
    assert_eq!(status_of("2027-02-20: 99", "2027-04-12"), Status::Missed);
    assert_eq!(status_of("2027-02-20: -1", "2027-04-12"), Status::Missed);
    assert_eq!(status_of("2027-02-20: 99", "2027-04-11"), Status::OnTrack);
    assert_eq!(status_of("2027-02-20: -1", TODAY), Status::Regressed);
    // Day 50: 50 are expected, so 45 is exactly at the first threshold and 35 at the second.
    assert_eq!(status_of("2027-02-20: 45", TODAY), Status::OnTrack);
    assert_eq!(status_of("2027-02-20: 44.99", TODAY), Status::AtRisk);
    assert_eq!(status_of("2027-02-20: 35", TODAY), Status::AtRisk);
    assert_eq!(status_of("2027-02-20: 34.99", TODAY), Status::OffTrack);
    // Nothing is expected on the first day.
    assert_eq!(status_of("2027-01-01: 0", TODAY), Status::OnTrack);
    assert_eq!(status_of("2027-01-01: -1", TODAY), Status::Regressed);
}

#[test]
fn thresholds_can_be_set() {
    let text = "stratplan: 1\nstrategy: { name: x }\nkpis:\n  \
                it: { baseline: { value: 0 }, target: 364, readings: { 2027-02-20: 30 } }\n";
    let document = Document::read(Source::new("x.yaml", text), |_| Err("none".into()));
    let kpi = document.strategy.kpi("it").unwrap();
    let status = |on_track: &str, at_risk: &str| {
        let thresholds = Thresholds { on_track: number(on_track), at_risk: number(at_risk) };
        judge(kpi, document.readings.of("it"), Some(year()), date(TODAY), &thresholds).status
    };
    // 30 of the 50 expected: a pace of 0.6.
    assert_eq!(status("0.6", "0.5"), Status::OnTrack);
    assert_eq!(status("0.61", "0.6"), Status::AtRisk);
    assert_eq!(status("0.9", "0.61"), Status::OffTrack);
}

#[test]
fn a_reading_after_the_target_day_is_compared_with_the_target() {
    let late = judged(
        "{ baseline: { value: 0, date: 2027-01-01 }, target: { value: 100, date: 2027-02-01 },
           readings: { 2027-03-01: 90 } }",
        TODAY,
    );
    assert_eq!((late.expected, late.pace), (Some(Decimal::ONE), Some(number("0.9"))));
    assert_eq!((late.gap, late.gap_to_plan), (Some(number("10")), Some(number("10"))));
    assert_eq!(late.status, Status::Missed);
    // The target's day is past, so there is nothing to forecast on it.
    assert_eq!(late.forecast_at_target, None);
    assert_eq!(late.meets_target, Reach::On(date("2027-03-08")));
}

#[test]
fn a_figure_that_is_held() {
    let at = |reading: &str| {
        let readings = format!("readings: {{ 2027-02-01: {reading} }}");
        judged(&format!("{{ baseline: {{ value: 50 }}, target: 50, tolerance: 2, {readings} }}"), TODAY)
    };
    assert_eq!([at("52").status, at("48").status, at("50").status], [Status::Held; 3]);
    assert_eq!([at("52.01").status, at("47.99").status], [Status::NotHeld; 2]);
    let strayed = at("57");
    assert_eq!((strayed.progress, strayed.pace, strayed.expected), (None, None, None));
    assert_eq!((strayed.gap, strayed.gap_to_plan), (Some(number("5")), Some(number("5"))));
    assert_eq!((strayed.meets_target, strayed.is_rising()), (Reach::Never, None));
    assert_eq!(at("49").gap, Some(number("-1")));
    assert_eq!(at("49").meets_target, Reach::Reached);
    let returning = judged(
        "{ baseline: { value: 50 }, target: 50, tolerance: 2,
           readings: { 2027-02-01: 70, 2027-02-11: 65, 2027-02-21: 60 } }",
        TODAY,
    );
    // Slopes 20/31, 15/41, 10/51 and three times −1/2: from 60 to 52 at −0.152 a day takes 52.6 days.
    assert_eq!(returning.status, Status::NotHeld);
    assert_eq!(returning.meets_target, Reach::On(date("2027-04-15")));
}

#[test]
fn a_target_equal_to_the_baseline_without_a_tolerance_is_no_target() {
    let same = judged("{ baseline: { value: 5 }, target: 5, readings: { 2027-02-01: 5 } }", TODAY);
    assert_eq!((same.status, same.progress, same.gap), (Status::NoTarget, None, None));
}

#[test]
fn without_dates_there_is_progress_but_no_pace() {
    let kpi = "{ baseline: { value: 0 }, target: 100, readings: { 2027-02-01: 40, 2027-03-01: 50 } }";
    let undated = judged_in(None, kpi, TODAY);
    assert_eq!((undated.progress, undated.gap), (Some(number("0.5")), Some(number("50"))));
    assert_eq!((undated.expected, undated.pace, undated.gap_to_plan), (None, None, None));
    assert_eq!((undated.status, undated.forecast_at_target), (Status::Undated, None));
    // The period fills both in.
    let dated = judged(kpi, TODAY);
    assert_eq!(dated.baseline.unwrap().date, Some(date("2027-01-01")));
    assert_eq!(dated.target.unwrap().date, Some(date("2027-12-31")));
    assert_eq!(dated.status, Status::OnTrack);
    // What needs no dates is judged without them.
    let status = |reading: &str| {
        let kpi = format!("{{ baseline: {{ value: 0 }}, target: 9, readings: {{ 2027-02-01: {reading} }} }}");
        judged_in(None, &kpi, TODAY).status
    };
    assert_eq!((status("9"), status("-1")), (Status::Met, Status::Regressed));
}

#[test]
fn dates_out_of_order_give_no_pace() {
    let same_day = judged(
        "{ baseline: { value: 0, date: 2027-03-01 }, target: { value: 9, date: 2027-03-01 },
           readings: { 2027-03-01: 4 } }",
        "2027-03-01",
    );
    assert_eq!((same_day.expected, same_day.status), (None, Status::Undated));
}

#[test]
fn unreadable_values_are_unknown_and_not_filled_in() {
    let date_lost = judged(
        "{ baseline: { value: 0, date: soon }, target: { value: 9, date: 2027-06-01 },
           readings: { 2027-03-01: 4 } }",
        TODAY,
    );
    assert_eq!(date_lost.baseline, Some(Mark { date: None, value: Number(Decimal::ZERO) }));
    assert_eq!((date_lost.expected, date_lost.status), (None, Status::Undated));
    let due_lost = judged(
        "{ baseline: { value: 0 }, target: { value: 9, date: soon }, readings: { 2027-03-01: 4 } }",
        "2028-06-01",
    );
    assert_eq!((due_lost.pace, due_lost.status), (None, Status::Undated));
    // Nobody knows which way this goes, so no gate is called reached.
    let readings = "readings: { 2027-02-01: 8, 2027-03-01: 7 }";
    let target_lost = judged(&format!("{{ baseline: {{ value: 9 }}, target: low, {readings} }}"), TODAY);
    assert_eq!((target_lost.status, target_lost.is_rising()), (Status::NoTarget, None));
    assert!(!target_lost.has_reached(number("5")) && !target_lost.has_reached(number("8")));
    assert_eq!(target_lost.reach(number("5")), Reach::Unknown);
}

#[test]
fn a_gate_that_was_reached_stays_reached_but_not_now() {
    let fallen = judged(
        "{ baseline: { value: 0 }, target: 100,
           readings: { 2027-02-01: 40, 2027-03-01: 20, 2027-05-01: 90 } }",
        TODAY,
    );
    assert!(fallen.has_reached(number("40")) && !fallen.reached_now(number("40")));
    assert!(!fallen.has_reached(number("90")), "a reading after today does not count");
    assert_eq!(fallen.reach(number("20")), Reach::Reached);
    // Slopes 40/31, 20/59 and −20/28: 20 more at 20/59 a day take 59 days.
    assert_eq!(fallen.reach(number("40")), Reach::On(date("2027-04-29")));
}

#[test]
fn without_baseline_and_target_a_gate_is_a_minimum() {
    let bare = judged("{ readings: { 2027-02-01: 10, 2027-02-11: 20 } }", TODAY);
    assert!(bare.has_reached(number("20")) && !bare.has_reached(number("20.1")));
    assert_eq!(bare.reach(number("25")), Reach::On(date("2027-02-16")));
    assert_eq!((bare.is_rising(), bare.meets_target), (None, Reach::Unknown));
}

#[test]
fn one_point_gives_no_forecast_and_no_point_gives_no_figures() {
    let one = judged("{ target: 30, readings: { 2027-02-01: 10 } }", TODAY);
    assert_eq!((one.forecast_at_target, one.reach(number("20"))), (None, Reach::Unknown));
    assert_eq!(one.reach(number("10")), Reach::Reached);
    let none = judged("{ baseline: { value: 5 }, target: 30 }", TODAY);
    assert_eq!((none.progress, none.expected, none.gap, none.latest), (None, None, None, None));
    assert_eq!(none.points, [(date("2027-01-01"), number("5"))]);
    assert_eq!(none.reach(number("1")), Reach::Unknown);
    assert!(!none.has_reached(number("1")), "a baseline is not a reading");
}

#[test]
fn a_line_that_moves_away_never_arrives() {
    let away = judged("{ baseline: { value: 50 }, target: 10, readings: { 2027-03-01: 60 } }", TODAY);
    assert_eq!((away.status, away.meets_target), (Status::Regressed, Reach::Never));
    let level = judged("{ baseline: { value: 50 }, target: 10, readings: { 2027-03-01: 50 } }", TODAY);
    assert_eq!((level.status, level.meets_target), (Status::OffTrack, Reach::Never));
}

#[test]
fn coarse_dates_stand_for_their_last_day_or_for_today() {
    let coarse = judged(
        "{ baseline: { value: 0, date: 2026 }, target: { value: 100, date: 2027-Q4 },
           readings: { 2027-03: 20, 2027-Q2: 30, 2027-Q3: 99 } }",
        TODAY,
    );
    let latest = Latest { date: date(TODAY), value: number("30"), age: 0 };
    assert_eq!(coarse.latest, Some(latest));
    let days: Vec<String> = coarse.points.iter().map(|(day, _)| day.to_string()).collect();
    assert_eq!(days, ["2026-12-31", "2027-03-31", "2027-04-05"]);
    assert_eq!(coarse.target.unwrap().date, Some(date("2027-12-31")));
    // 95 days of 365.
    assert_eq!(rounded(coarse.expected), "0.2603");
}

#[test]
fn a_baseline_after_the_latest_reading_is_not_on_the_line() {
    let ahead = judged(
        "{ baseline: { value: 9, date: 2027-03-01 }, target: 30,
           readings: { 2027-01-01: 1, 2027-01-11: 2 } }",
        TODAY,
    );
    assert_eq!(ahead.status, Status::NotDue);
    assert_eq!((ahead.expected, ahead.pace), (Some(Decimal::ZERO), None));
    assert_eq!(ahead.points.last(), Some(&(date("2027-01-11"), number("2"))));
}

#[test]
fn figures_too_large_for_a_decimal_are_none() {
    let most = Decimal::MAX;
    let judged = |target: Decimal, reading: Decimal| {
        let baseline = format!("baseline: {{ value: -{most} }}");
        judged(&format!("{{ {baseline}, target: {target}, readings: {{ 2027-03-01: {reading} }} }}"), TODAY)
    };
    let vast = judged(most, Decimal::ZERO);
    assert_eq!((vast.progress, vast.expected, vast.pace), (None, None, None));
    assert_eq!(judged(Decimal::TEN, most).status, Status::Met);
}

#[test]
fn a_status_has_one_name_for_people_and_one_for_machines() {
    assert_eq!(format!("[{:>11}]", Status::OnTrack), "[   on track]");
    assert_eq!(serde_json::to_string(&Status::NoBaseline).unwrap(), "\"no-baseline\"");
    let mut names: Vec<_> = Status::BY_GRAVITY.iter().map(|status| status.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Status::BY_GRAVITY.len());
    let bad: Vec<_> = Status::BY_GRAVITY.into_iter().filter(|status| status.is_bad()).collect();
    assert_eq!(bad, [Status::NotHeld, Status::OffTrack, Status::Regressed, Status::Missed]);
    assert!(!Status::NotHeld.stalls() && Status::Missed.stalls());
}
