//! The worked examples of the specification, line by line.

use jiff::civil::Date;
use num_traits::ToPrimitive;

use super::case::{
    Baseline, Bound, Cadence, Case, Counts, Form, Kpi, Number, Period, Reading, Target, Times, Unit,
    fraction, number,
};
use super::dates::{When, day};
use super::reference::{Inside, Judgment, expected};
use super::status::Status;
use super::target::Shown;

/// `2027-03-31`, `2027-03`, `2027-Q1` or `2027`.
fn when(text: &str) -> When {
    let parts: Vec<&str> = text.split('-').collect();
    let year = parts[0].parse().unwrap();
    match parts[1..] {
        [] => When::Year(year),
        [part] if part.starts_with('Q') => When::Quarter(year, part[1..].parse().unwrap()),
        [month] => When::Month(year, month.parse().unwrap()),
        [month, date] => When::Day(day(year, month.parse().unwrap(), date.parse().unwrap())),
        _ => panic!("{text} is not a date"),
    }
}

fn date(text: &str) -> Date {
    when(text).last()
}

fn figures(texts: &[(&str, &str)]) -> Vec<(When, Number)> {
    texts.iter().map(|(date, value)| (when(date), number(value))).collect()
}

fn readings(texts: &[(&str, &str)]) -> Vec<Reading> {
    let readings = figures(texts).into_iter();
    readings.map(|(date, value)| Reading { date, value, note: None }).collect()
}

fn baseline(value: &str, date: &str) -> Baseline {
    Baseline::Known { value: number(value), date: Some(when(date)) }
}

fn value(value: &str, date: Option<&str>) -> Target {
    Target { form: Form::Value(number(value)), date: date.map(when), stretch: None }
}

fn bound(bound: Bound, date: Option<&str>) -> Target {
    Target { form: Form::Bound(bound), date: date.map(when), stretch: None }
}

fn judged(today: &str, kpi: Kpi) -> Judgment {
    let period = Period { first: Some(date("2027-01-01")), last: Some(date("2027-12-31")) };
    expected(&Case { id: "example".to_owned(), period, today: date(today), kpi })
}

const EVE: &str = "2026-12-31";
const JULY: &str = "2027-07-05";

/// A number with this many decimals, halves away from zero.
fn rounded(number: Option<&Number>, decimals: i32) -> String {
    let Some(number) = number else { return "none".to_owned() };
    let scale = Number::from_integer(10.into()).pow(decimals);
    let units = (number * scale).round().to_integer().to_i64().unwrap();
    let places = usize::try_from(decimals).unwrap();
    let (sign, units) = (if units < 0 { "-" } else { "" }, units.unsigned_abs());
    let unit = 10_u64.pow(decimals.unsigned_abs());
    if places == 0 {
        format!("{sign}{units}")
    } else {
        format!("{sign}{}.{:0places$}", units / unit, units % unit)
    }
}

fn percent(ratio: Option<&Number>, decimals: i32) -> String {
    rounded(ratio.map(|ratio| ratio * Number::from_integer(100.into())).as_ref(), decimals)
}

#[test]
fn at_most_10() {
    let judged = judged(
        JULY,
        Kpi {
            baseline: Some(baseline("9.20", EVE)),
            target: Some(bound(Bound::AtMost(number("10")), None)),
            readings: readings(&[("2027-03", "9.90"), ("2027-06", "10.40")]),
            ..Kpi::default()
        },
    );
    assert_eq!(judged.status, Status::Broken);
    assert_eq!(judged.margin, Some(number("-0.40")));
    assert_eq!(judged.inside, Some(Inside { kept: 1, of: 2 }));
}

#[test]
fn at_most_40_seconds() {
    let judged = judged(
        JULY,
        Kpi {
            baseline: Some(baseline("38", EVE)),
            target: Some(bound(Bound::AtMost(number("40")), None)),
            readings: readings(&[("2027-06", "33")]),
            ..Kpi::default()
        },
    );
    assert_eq!((judged.status, judged.margin), (Status::Kept, Some(number("7"))));
}

#[test]
fn june_91() {
    let of = |limit| {
        let june = readings(&[("2027-06", "91")]);
        judged(JULY, Kpi { target: Some(bound(limit, None)), readings: june, ..Kpi::default() })
    };
    assert_eq!(of(Bound::Between(number("84"), number("86"))).status, Status::Broken);
    let at_least = of(Bound::AtLeast(number("85")));
    assert_eq!((at_least.status, at_least.margin), (Status::Kept, Some(number("6"))));
}

#[test]
fn at_least_90_by_the_end_of_the_year() {
    let judged = judged(
        JULY,
        Kpi {
            baseline: Some(baseline("60", EVE)),
            target: Some(bound(Bound::AtLeast(number("90")), Some("2027-12-31"))),
            readings: readings(&[("2027-06", "76")]),
            ..Kpi::default()
        },
    );
    assert_eq!(judged.status, Status::OnTrack);
    assert_eq!(percent(judged.ratios.progress.as_ref(), 0), "53");
    assert_eq!(judged.ratios.expected, Some(fraction(181, 365)));
    assert_eq!(percent(judged.ratios.expected.as_ref(), 0), "50");
    assert_eq!(rounded(judged.ratios.pace.as_ref(), 2), "1.08");
}

#[test]
fn the_sum_of_three_months() {
    let judged = judged(
        "2027-04-05",
        Kpi {
            counts: Counts::Sum,
            target: Some(value("1200", None)),
            readings: readings(&[("2027-01", "104"), ("2027-02", "96"), ("2027-03", "101")]),
            ..Kpi::default()
        },
    );
    assert_eq!(judged.figure.unwrap().value, number("301"));
    assert_eq!(percent(judged.ratios.progress.as_ref(), 1), "25.1");
    assert_eq!(judged.ratios.expected, Some(fraction(90, 365)));
    assert_eq!(percent(judged.ratios.expected.as_ref(), 1), "24.7");
    assert_eq!(rounded(judged.ratios.pace.as_ref(), 2), "1.02");
    assert_eq!(judged.status, Status::OnTrack);
    assert_eq!(rounded(judged.forecast.on_target_day.as_ref(), 0), "1224");
}

#[test]
fn a_total_with_milestones() {
    let judged = judged(
        "2027-04-05",
        Kpi {
            counts: Counts::Total,
            baseline: Some(baseline("1800000", "2026")),
            target: Some(value("2400000", None)),
            milestones: figures(&[("2027-03-31", "500000"), ("2027-06-30", "1000000")]),
            readings: readings(&[("2027-03-31", "620000")]),
            ..Kpi::default()
        },
    );
    assert_eq!(percent(judged.ratios.progress.as_ref(), 1), "25.8");
    assert_eq!(percent(judged.ratios.expected.as_ref(), 1), "20.8");
    assert_eq!(judged.ratios.gap_to_plan, Some(number("-120000")));
    assert_eq!(judged.status, Status::OnTrack);
}

#[test]
fn a_target_for_each_quarter() {
    let quarters = [("2027-Q1", "100"), ("2027-Q2", "120"), ("2027-Q3", "140"), ("2027-Q4", "140")];
    let sum = [("2027-03", "98"), ("2027-06", "116")];
    let total = [("2027-03", "98"), ("2027-06", "214")];
    for (counts, given) in [(Counts::Sum, sum), (Counts::Total, total)] {
        let targets = figures(&quarters);
        let judged = judged(JULY, Kpi { counts, targets, readings: readings(&given), ..Kpi::default() });
        assert_eq!(judged.target, Some(Shown::Value(number("500"))));
        assert_eq!(judged.ratios.planned_at_figure, Some(number("220")));
        assert_eq!(judged.figure.unwrap().value, number("214"));
        assert_eq!(judged.ratios.gap_to_plan, Some(number("6")));
        assert_eq!(rounded(judged.ratios.pace.as_ref(), 2), "0.97");
    }
}

#[test]
fn a_season() {
    let of = |given: &[(&str, &str)]| {
        judged(
            JULY,
            Kpi {
                baseline: Some(baseline("100", EVE)),
                target: Some(value("140", None)),
                milestones: figures(&[("2027-03", "90"), ("2027-06", "150"), ("2027-09", "110")]),
                readings: readings(given),
                ..Kpi::default()
            },
        )
    };
    let march = of(&[("2027-03", "95")]);
    assert_eq!(march.ratios.planned_at_figure, Some(number("90")));
    assert_eq!(march.ratios.gap_to_plan, Some(number("-5")));
    assert_eq!(rounded(march.ratios.pace.as_ref(), 2), "1.13");
    assert_eq!(march.status, Status::OnTrack);
    for given in [&[("2027-06", "141")][..], &[("2027-03", "95"), ("2027-06", "141")]] {
        let june = of(given);
        assert_eq!(june.ratios.planned_at_figure, Some(number("150")));
        assert_eq!(june.ratios.gap_to_plan, Some(number("9")));
        assert_eq!(rounded(june.ratios.pace.as_ref(), 2), "0.78");
        assert_eq!(june.status, Status::AtRisk);
    }
}

fn cakes(today: &str, cadence: Option<Cadence>, given: &[(&str, &str)]) -> Judgment {
    judged(
        today,
        Kpi {
            cadence,
            baseline: Some(baseline("22", EVE)),
            target: Some(value("40", Some("2027-03-31"))),
            readings: readings(given),
            ..Kpi::default()
        },
    )
}

#[test]
fn met_on_its_day_and_lost_later() {
    let judged = cakes(JULY, None, &[("2027-03-31", "42"), ("2027-05-31", "38")]);
    assert_eq!(judged.status, Status::FellBack);
}

#[test]
fn met_two_months_late() {
    let judged = cakes(JULY, None, &[("2027-03-31", "30"), ("2027-05-31", "41")]);
    assert_eq!((judged.status, judged.days_late), (Status::MetLate, Some(61)));
}

#[test]
fn not_read_around_its_day() {
    let monthly = Some(Cadence { unit: Unit::Month, times: Times::Once });
    let of = |today| cakes(today, monthly, &[("2027-02-28", "37")]).status;
    assert_eq!(of("2027-04-05"), Status::Due);
    assert_eq!(of("2027-05-01"), Status::Due, "the last day of the grace");
    assert_eq!(of("2027-05-02"), Status::Unread);
    assert_eq!(of("2027-05-05"), Status::Unread);
}

#[test]
fn the_year_before_the_start_is_not_used() {
    let old =
        ["02", "03", "04", "05", "06", "07", "08", "09", "10", "11"].map(|month| format!("2026-{month}"));
    let new = [("2027-01", "110"), ("2027-02", "120"), ("2027-03", "130")];
    let given: Vec<(&str, &str)> = old.iter().map(|month| (month.as_str(), "100")).chain(new).collect();
    let judged = judged(
        "2027-04-05",
        Kpi {
            baseline: Some(baseline("100", EVE)),
            target: Some(value("220", None)),
            readings: readings(&given),
            ..Kpi::default()
        },
    );
    assert_eq!(rounded(judged.forecast.on_target_day.as_ref(), 0), "222");
}
