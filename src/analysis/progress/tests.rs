#![allow(clippy::unwrap_used)]

use super::*;
use crate::source::Source;
use crate::strategy::document::Document;

const TODAY: &str = "2027-04-05";

pub(super) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The figures of a KPI written in YAML; the strategy's period is 2027 or absent.
fn judged_in(period: Option<Days>, kpi: &str, today: &str, thresholds: &Thresholds) -> KpiProgress {
    let text = format!("stratplan: 1\nstrategy: {{ name: x }}\nkpis: {{ it: {{ {kpi} }} }}\n");
    let document = Document::read(Source::new("x.yaml", text), |_| Err("none".into()));
    let kpi = document.strategy.kpi("it").unwrap();
    judge(("it", kpi), document.readings.of("it"), period, date(today), thresholds)
}

pub(super) fn judged(kpi: &str, today: &str) -> KpiProgress {
    let year = Days { start: date("2027-01-01"), end: date("2027-12-31") };
    judged_in(Some(year), kpi, today, &Thresholds::default())
}

/// The figures in one line, rounded; those that are not known are left out.
fn line(kpi: &KpiProgress) -> String {
    let figures = [
        ("progress", kpi.progress),
        ("expected", kpi.expected),
        ("pace", kpi.pace),
        ("gap", kpi.gap),
        ("to plan", kpi.gap_to_plan),
        ("forecast", kpi.forecast.on_target_day),
    ];
    let figures = figures
        .iter()
        .filter_map(|(name, figure)| Some(format!("{name} {}", figure.as_ref()?.0.round_dp(4).normalize())));
    let direction = kpi.is_rising.map(|rises| if rises { "rises" } else { "falls" }.to_owned());
    let reach = match kpi.forecast.meets_target {
        Reach::Reached => Some("reached".to_owned()),
        Reach::On(day) => Some(format!("reached {day}")),
        Reach::Never => Some("never".to_owned()),
        Reach::Unknown => None,
    };
    let all: Vec<String> =
        std::iter::once(kpi.status.to_string()).chain(direction).chain(figures).chain(reach).collect();
    all.join(", ")
}

#[test]
fn figures_worked_out_by_hand() {
    for (kpi, expected) in [
        // 3100 / 11000; 90 days of 365; 9000 + 11000 × 90/365 = 11712.3288. Slopes: 25.81, 29.03, 34.44, 37.29,
        // 38.98 and 50 a day, so 35.8663; 7900 of it take 220.3 days.
        (
            "baseline: { value: 9000, date: 2026-12-31 }, target: { value: 20000, date: 2027-12-31 },
             readings: { 2027-01-31: 9800, 2027-02-28: 11200, 2027-03-31: 12100 }",
            "on track, rises, progress 0.2818, expected 0.2466, pace 1.1429, gap 7900, to plan -387.6712, forecast 21963.2298, reached 2027-11-07",
        ),
        // A cost that falls makes progress: 0.9 / 3.5 of 90/365; the plan was at 11.5 − 3.5 × 90/365 = 10.6370.
        // Slope: the mean of −0.9/90 and −0.3/28; 2.6 of it take 251.03 days.
        (
            "baseline: { value: 11.50, date: 2026-12-31 }, target: { value: 8.00, date: 2027-12-31 },
             readings: { 2027-01-31: 11.40, 2027-02-28: 11.10, 2027-03-31: 10.60 }",
            "on track, falls, progress 0.2571, expected 0.2466, pace 1.0429, gap 2.6, to plan -0.037, forecast 7.7518, reached 2027-12-08",
        ),
        // A milestone changes the plan: 94/280 of 130/280 × 90/181; the plan was at 120 + 130 × 90/181 = 184.6409.
        // Baseline and one reading make a line: 94 in 90 days.
        (
            "baseline: { value: 120, date: 2026-12-31 }, target: { value: 400, date: 2027-09-30 },
             milestones: { 2027-06-30: 250 }, readings: { 2027-03-31: 214 }",
            "on track, rises, progress 0.3357, expected 0.2309, pace 1.4542, gap 186, to plan -29.3591, forecast 405.1333, reached 2027-09-26",
        ),
        // A reading after the target's day is compared with the target, and that day needs no forecast.
        (
            "baseline: { value: 0, date: 2027-01-01 }, target: { value: 100, date: 2027-02-01 },
             readings: { 2027-03-01: 90 }",
            "missed, rises, progress 0.9, expected 1, pace 0.9, gap 10, to plan 10, reached 2027-03-08",
        ),
        // A figure to hold has no progress and no pace, and its gap counts from the tolerance.
        (
            "baseline: { value: 50 }, target: 50, tolerance: 2, readings: { 2027-02-01: 57 }",
            "not held, gap 5, to plan 5, forecast 132.1935, never",
        ),
        (
            "baseline: { value: 50 }, target: 50, tolerance: 2, readings: { 2027-02-01: 49 }",
            "held, gap -1, to plan -1, forecast 38.2581, reached",
        ),
        // Slopes 20/31, 15/41, 10/51 and three times −1/2: from 60 to 52 at −0.152 a day takes 52.6 days.
        (
            "baseline: { value: 50 }, target: 50, tolerance: 2,
             readings: { 2027-02-01: 70, 2027-02-11: 65, 2027-02-21: 60 }",
            "not held, gap 8, to plan 8, forecast 12.4363, reached 2027-04-15",
        ),
        // A target equal to the baseline without a tolerance is no target.
        ("baseline: { value: 5 }, target: 5, readings: { 2027-02-01: 5 }", "no target, forecast 5"),
        // The period fills in both dates.
        (
            "baseline: { value: 0 }, target: 100, readings: { 2027-02-01: 40, 2027-03-01: 50 }",
            "on track, rises, progress 0.5, expected 0.1621, pace 3.0847, gap 50, to plan -33.7912, forecast 308.4746, reached 2027-04-29",
        ),
        // Dates that could not be read are not filled in.
        (
            "baseline: { value: 0, date: soon }, target: { value: 9, date: 2027-06-01 },
             readings: { 2027-03-01: 4 }",
            "no dates, rises, progress 0.4444, gap 5",
        ),
        (
            "baseline: { value: 0 }, target: { value: 9, date: soon }, readings: { 2027-03-01: 4 }",
            "no dates, rises, progress 0.4444, gap 5, reached 2027-05-14",
        ),
        // Dates out of order give no pace.
        (
            "baseline: { value: 0, date: 2027-04-05 }, target: { value: 9, date: 2027-04-05 },
             readings: { 2027-04-05: 4 }",
            "no dates, rises, progress 0.4444, gap 5",
        ),
        // One point gives no forecast, and a baseline is not a reading.
        ("target: 30, readings: { 2027-02-01: 10 }", "no baseline"),
        ("baseline: { value: 5 }, target: 30", "no reading, rises"),
        // A line that is level or moves away never reaches the target.
        (
            "baseline: { value: 50 }, target: 10, readings: { 2027-03-01: 60 }",
            "regressed, falls, progress -0.25, expected 0.1621, pace -1.5424, gap 50, to plan 16.4835, forecast 111.6949, never",
        ),
        (
            "baseline: { value: 50 }, target: 10, readings: { 2027-03-01: 50 }",
            "off track, falls, progress 0, expected 0.1621, pace 0, gap 40, to plan 6.4835, forecast 50, never",
        ),
        // Coarse dates stand for their last day, or for today: 95 days of 365.
        (
            "baseline: { value: 0, date: 2026 }, target: { value: 100, date: 2027-Q4 },
             readings: { 2027-03: 20, 2027-Q2: 30, 2027-Q3: 99 }",
            "on track, rises, progress 0.3, expected 0.2603, pace 1.1526, gap 70, to plan -3.9726, forecast 115.2632, reached 2027-11-13",
        ),
        // A baseline after the latest reading is not on the line.
        (
            "baseline: { value: 9, date: 2027-03-01 }, target: 30,
             readings: { 2027-01-01: 1, 2027-01-11: 2 }",
            "not due, rises, progress -0.3333, expected 0, gap 28, to plan 7, forecast 37.4, reached 2027-10-18",
        ),
        // Figures too large for a decimal are left out, but which of two is larger is known.
        (
            "baseline: { value: -79228162514264337593543950335 }, target: 79228162514264337593543950335,
             readings: { 2027-03-01: 0 }",
            "no dates, rises, gap 79228162514264337593543950335",
        ),
        (
            "baseline: { value: -79228162514264337593543950335 }, target: 10,
             readings: { 2027-03-01: 79228162514264337593543950335 }",
            "met, rises, gap -79228162514264337593543950325, reached",
        ),
    ] {
        assert_eq!(line(&judged(kpi, TODAY)), expected, "{kpi}");
    }
}

#[test]
fn without_dates_there_is_progress_but_no_pace() {
    for (reading, expected) in [
        ("50", "no dates, rises, progress 0.5, gap 50, reached 2027-07-19"),
        ("100", "met, rises, progress 1, gap 0, reached"),
        ("-1", "regressed, rises, progress -0.01, gap 101, never"),
    ] {
        let kpi = format!(
            "baseline: {{ value: 0 }}, target: 100, readings: {{ 2027-02-01: 40, 2027-03-01: {reading} }}"
        );
        let undated = judged_in(None, &kpi, TODAY, &Thresholds::default());
        assert_eq!(line(&undated), expected, "{reading}");
    }
}

#[test]
fn points_are_in_the_order_of_their_days_and_end_with_the_latest_reading() {
    let points = |kpi: &str| -> Vec<String> {
        let points = judged(kpi, TODAY).points.into_iter();
        points.map(|point| format!("{} {}", point.date.unwrap(), point.value)).collect()
    };
    let coarse = "baseline: { value: 0, date: 2026 }, readings: { 2027-03: 20, 2027-Q2: 30, 2027-Q3: 99 }";
    assert_eq!(points(coarse), ["2026-12-31 0", "2027-03-31 20", "2027-04-05 30"]);
    let ahead = "baseline: { value: 9, date: 2027-03-01 }, readings: { 2027-01-01: 1, 2027-01-11: 2 }";
    assert_eq!(points(ahead), ["2027-01-01 1", "2027-01-11 2"]);
    assert_eq!(points("baseline: { value: 5 }"), ["2027-01-01 5"]);
    assert_eq!(judged(coarse, TODAY).age_days, Some(0));
}

#[test]
fn a_milestone_counts_on_the_last_day_of_its_date_and_only_between_the_two() {
    let straight = Some("0.4959");
    for (milestones, expected) in [
        ("{ 2027-Q2: 10 }", Some("0.1")),
        ("{ 2027-06: 10, 2027-03: 80 }", Some("0.1")),
        ("{}", straight),
        ("{ 2026-06: 90, 2026-12-31: 90, 2027: 90, 2028: 90 }", straight),
        // Beyond the target or behind the baseline, the plan stays between the two.
        ("{ 2027-06: 130 }", Some("1")),
        ("{ 2027-06: -30 }", Some("0")),
        ("{ 2027-06: many }", None),
        ("many", None),
    ] {
        let kpi = format!(
            "baseline: {{ value: 0, date: 2026-12-31 }}, target: {{ value: 100, date: 2027-12-31 }},
             milestones: {milestones}, readings: {{ 2027-06-30: 5 }}"
        );
        let share = judged(&kpi, "2027-07-01").expected.map(|share| share.0.round_dp(4).normalize());
        assert_eq!(share, expected.map(number), "{milestones}");
    }
}

#[test]
fn the_status_is_the_first_that_applies() {
    for (kpi, expected) in [
        ("baseline: { value: 1 }, readings: { 2027-02-01: 3 }", Status::NoTarget),
        ("", Status::NoTarget),
        ("target: 5, readings: { 2027-02-01: 9 }", Status::NoBaseline),
        ("baseline: { value: 50 }, target: 50, tolerance: 2, readings: { 2027-02-01: 52 }", Status::Held),
        ("baseline: { value: 50 }, target: 50, tolerance: 2, readings: { 2027-02-01: 48 }", Status::Held),
        (
            "baseline: { value: 50 }, target: 50, tolerance: 2, readings: { 2027-02-01: 52.01 }",
            Status::NotHeld,
        ),
        (
            "baseline: { value: 50 }, target: 50, tolerance: 2, readings: { 2027-02-01: 47.99 }",
            Status::NotHeld,
        ),
    ] {
        assert_eq!(judged(kpi, TODAY).status, expected, "{kpi}");
    }
    // From 0 at the start of 2027 to 100 on day 100 after it.
    for (readings, today, expected) in [
        ("", TODAY, Status::NoReading),
        ("2027-04-06: 100", TODAY, Status::NoReading),
        ("2026-12-31: 100", TODAY, Status::NotDue),
        ("2027-02-20: 100", TODAY, Status::Met),
        ("2027-02-20: 100", "2028-01-01", Status::Met),
        ("2027-02-20: 99", "2027-04-12", Status::Missed),
        ("2027-02-20: -1", "2027-04-12", Status::Missed),
        ("2027-02-20: 99", "2027-04-11", Status::OnTrack),
        ("2027-02-20: -1", TODAY, Status::Regressed),
        // Day 50: 50 are expected, so 45 is exactly at the first threshold and 35 at the second.
        ("2027-02-20: 45", TODAY, Status::OnTrack),
        ("2027-02-20: 44.99", TODAY, Status::AtRisk),
        ("2027-02-20: 35", TODAY, Status::AtRisk),
        ("2027-02-20: 34.99", TODAY, Status::OffTrack),
        // Nothing is expected on the first day.
        ("2027-01-01: 0", TODAY, Status::OnTrack),
        ("2027-01-01: -1", TODAY, Status::Regressed),
    ] {
        let kpi = format!(
            "baseline: {{ value: 0, date: 2027-01-01 }}, target: {{ value: 100, date: 2027-04-11 }},
             readings: {{ {readings} }}"
        );
        assert_eq!(judged(&kpi, today).status, expected, "{readings} on {today}");
    }
}

#[test]
fn thresholds_can_be_set() {
    // 30 of the 50 expected: a pace of 0.6.
    let kpi = "baseline: { value: 0, date: 2027-01-01 }, target: { value: 364, date: 2027-12-31 },
        readings: { 2027-02-20: 30 }";
    for (on_track, at_risk, expected) in
        [("0.6", "0.5", Status::OnTrack), ("0.61", "0.6", Status::AtRisk), ("0.9", "0.61", Status::OffTrack)]
    {
        let thresholds = Thresholds { on_track: number(on_track), at_risk: number(at_risk) };
        assert_eq!(judged_in(None, kpi, TODAY, &thresholds).status, expected, "{on_track} {at_risk}");
    }
}

#[test]
fn a_gate_is_reached_in_the_direction_of_its_kpi() {
    let falling = "baseline: { value: 11.5 }, target: 8, readings: { 2027-01-31: 11.4, 2027-03-31: 10.6 }";
    // Slopes 40/31, 20/59 and −20/28: 20 more at 20/59 a day take 59 days.
    let fallen_back =
        "baseline: { value: 0 }, target: 100, readings: { 2027-02-01: 40, 2027-03-01: 20, 2027-05-01: 90 }";
    // Without baseline and target, a gate is a minimum.
    let bare = "readings: { 2027-02-01: 10, 2027-02-11: 20 }";
    let unknown = "baseline: { value: 9 }, target: low, readings: { 2027-02-01: 8, 2027-03-01: 7 }";
    let reached_on = |day| Some(date(day));
    for (kpi, figure, first_day, reach) in [
        (falling, "11", reached_on("2027-03-31"), Reach::Reached),
        (falling, "10.5", None, Reach::On(date("2027-04-10"))),
        (fallen_back, "20", reached_on("2027-02-01"), Reach::Reached),
        (fallen_back, "40", reached_on("2027-02-01"), Reach::On(date("2027-04-29"))),
        // A reading after today does not count.
        (fallen_back, "90", None, Reach::On(date("2027-09-24"))),
        (bare, "20", reached_on("2027-02-11"), Reach::Reached),
        (bare, "20.1", None, Reach::On(date("2027-02-12"))),
        (bare, "25", None, Reach::On(date("2027-02-16"))),
        ("target: 30, readings: { 2027-02-01: 10 }", "10", reached_on("2027-02-01"), Reach::Reached),
        ("target: 30, readings: { 2027-02-01: 10 }", "20", None, Reach::Unknown),
        // A baseline is not a reading.
        ("baseline: { value: 5 }, target: 30", "1", None, Reach::Unknown),
        // The target could not be read, so the direction is unknown.
        (unknown, "5", None, Reach::Unknown),
        (unknown, "8", None, Reach::Unknown),
    ] {
        let (kpi, figure, given) = (judged(kpi, TODAY), number(figure), (kpi, figure));
        assert_eq!((kpi.reached_on(figure), kpi.reach(figure)), (first_day, reach), "{given:?}");
        assert_eq!(kpi.reached_now(figure), reach == Reach::Reached, "{given:?}");
    }
}

#[test]
fn a_status_has_one_name_for_people_and_one_for_machines() {
    assert_eq!(format!("[{:>11}]", Status::OnTrack), "[   on track]");
    assert_eq!(serde_json::to_string(&Status::NoBaseline).unwrap(), "\"no-baseline\"");
    assert!(!Status::NotHeld.stalls() && Status::Missed.stalls());
}
