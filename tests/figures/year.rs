//! Every example strategy, every day of its year: no figure is impossible, and none contradicts another.

use jiff::civil::{Date, date};
use serde_json::Value;
use stratplan::files::{self, Candidate};
use stratplan::reports::{GapReport, Wanted};
use stratplan::{Document, Linter};

use crate::support::{root, strategies};

const BEFORE: [&str; 7] = ["not-begun", "too-early", "on-track", "at-risk", "off-track", "worse", "reached"];
const AFTER: [&str; 6] = ["due", "met", "met-late", "fell-back", "missed", "unread"];

#[test]
fn no_figure_of_the_year_is_impossible_or_contradicts_another() {
    let mut judged = 0;
    for example in strategies() {
        let path = root().join(&example.path);
        let candidate = Candidate { name: example.path.clone(), path, is_named: true };
        let document = files::read(&candidate).unwrap().unwrap();
        for today in date(2027, 1, 1).series(jiff::Span::new().days(1)).take(365) {
            let report = report(&document, today);
            let kpis = report["kpis"].as_array().unwrap();
            for kpi in kpis {
                let problems = problems(kpi, today);
                assert!(problems.is_empty(), "{} on {today}: {problems:?}\n{kpi:#}", example.path);
                judged += usize::from(!kpi["figure"].is_null());
            }
            for item in report["agenda"]["items"].as_array().unwrap() {
                let (about, topic) = (&item["about"], item["topic"].as_str().unwrap());
                let kpi = kpis.iter().find(|kpi| *about == format!("kpis.{}", kpi["id"].as_str().unwrap()));
                let is_open = kpi.is_some_and(|kpi| kpi["status"] == "not-begun");
                assert!(!is_open, "{} on {today}: {topic}", example.path);
            }
        }
    }
    assert!(judged > 10_000, "{judged}");
}

fn report(document: &Document, today: Date) -> Value {
    let outcome = Linter::new(today).check(document);
    serde_json::to_value(GapReport::new(document, &outcome, &Wanted::default())).unwrap()
}

/// What is impossible or contradicts another figure of the same KPI.
fn problems(kpi: &Value, today: Date) -> Vec<&'static str> {
    let status = kpi["status"].as_str().unwrap();
    let number = |pointer: &str| kpi.pointer(pointer).and_then(Value::as_f64);
    let day =
        |pointer: &str| kpi.pointer(pointer).and_then(Value::as_str).map(|day| day.parse::<Date>().unwrap());
    let (gap, margin, pace) = (number("/gap"), number("/margin"), number("/pace"));
    let (figure, due) = (day("/figure/date"), day("/target/date"));
    let forecast = number("/forecast/on_target_day");
    let meets = kpi["forecast"]["meets_target"]["is"].as_str().unwrap();
    let reached = day("/forecast/meets_target/day");
    let is_bound = ["at_least", "at_most", "between"].iter().any(|key| !kpi["target"][key].is_null());
    let known = kpi["figures"]
        .as_array()
        .into_iter()
        .flatten()
        .chain(kpi["planned"].as_array().into_iter().flatten());
    let known: Vec<f64> =
        known.filter_map(|mark| mark["value"].as_f64()).chain(number("/start/value")).collect();
    let is_positive = known.iter().all(|value| *value >= 0.0);
    let is_share = kpi["unit"] == "percent" && known.iter().all(|value| *value <= 100.0);
    let has_figure = figure.is_some();
    let checks = [
        (
            "a target is met, and something is missing",
            matches!(status, "met" | "met-late" | "reached") && gap.is_some_and(|gap| gap > 0.0),
        ),
        (
            "a target is missed, and nothing is missing",
            matches!(status, "missed" | "fell-back") && gap.is_some_and(|gap| gap <= 0.0),
        ),
        (
            "a bound is kept, and the figure is outside",
            status == "kept" && margin.is_none_or(|margin| margin < 0.0),
        ),
        (
            "a bound is broken, and the figure is inside",
            status == "broken" && margin.is_none_or(|margin| margin >= 0.0),
        ),
        ("on track behind the plan", status == "on-track" && pace.is_some_and(|pace| pace < 0.9)),
        ("off track ahead of the plan", status == "off-track" && pace.is_none_or(|pace| pace >= 0.7)),
        ("judged without a figure", !has_figure && (pace.is_some() || gap.is_some() || forecast.is_some())),
        ("a verdict before its day", AFTER.contains(&status) && due.is_none_or(|due| today < due)),
        (
            "no verdict after its day",
            BEFORE.contains(&status) && due.is_some_and(|due| today > due) && !is_bound,
        ),
        ("a figure of the future", figure.is_some_and(|figure| figure > today)),
        ("a forecast below nothing", is_positive && forecast.is_some_and(|value| value < 0.0)),
        ("a forecast above 100 %", is_share && forecast.is_some_and(|value| value > 100.0)),
        (
            "a forecast for a day that has passed",
            meets == "on" && reached.zip(figure).is_none_or(|(reached, figure)| reached <= figure),
        ),
        ("a forecast decades ahead", reached.is_some_and(|day| day.year() > 2031)),
        ("never met, and met", meets == "never" && matches!(status, "met" | "met-late" | "reached")),
    ];
    checks.into_iter().filter(|(_, is_wrong)| *is_wrong).map(|(what, _)| what).collect()
}
