//! Every example strategy, every day of its year: no figure is impossible, and none contradicts another.
//!
//! Without `STRATPLAN_THOROUGH`, each strategy is judged on every fourth day, starting on another one.

use jiff::civil::{Date, date};
use serde_json::Value;
use stratplan::files::{self, Candidate};
use stratplan::reports::{GapReport, Wanted};
use stratplan::{Document, Linter};

use crate::support::{every, root, strategies};

const BEFORE: [&str; 7] = ["not-begun", "too-early", "on-track", "at-risk", "off-track", "worse", "reached"];
const AFTER: [&str; 6] = ["due", "met", "met-late", "fell-back", "missed", "unread"];

#[test]
fn no_figure_of_the_year_is_impossible_or_contradicts_another() {
    let mut judged = 0;
    let step = every(4);
    for (index, example) in strategies().into_iter().enumerate() {
        let path = root().join(&example.path);
        let candidate = Candidate { name: example.path.clone(), path, is_named: true };
        let document = files::read(&candidate).unwrap().unwrap();
        let year = date(2027, 1, 1).series(jiff::Span::new().days(1)).take(365);
        for today in year.skip(index % step).step_by(step) {
            let report = report(&document, today);
            let kpis = report["kpis"].as_array().unwrap();
            for kpi in kpis {
                let problems = problems(kpi, today);
                assert!(problems.is_empty(), "{} on {today}: {problems:?}\n{kpi:#}", example.path);
                judged += usize::from(!kpi["figure"].is_null());
            }
            let contradiction = contradiction(&report);
            assert_eq!(contradiction, None, "{} on {today}", example.path);
            for item in report["agenda"]["items"].as_array().unwrap() {
                let (about, topic) = (&item["about"], item["topic"].as_str().unwrap());
                let kpi = kpis.iter().find(|kpi| *about == format!("kpis.{}", kpi["id"].as_str().unwrap()));
                let is_open = kpi.is_some_and(|kpi| kpi["status"] == "not-begun");
                assert!(!is_open, "{} on {today}: {topic}", example.path);
            }
        }
    }
    assert!(judged > 10_000 / step, "{judged}");
}

fn report(document: &Document, today: Date) -> Value {
    let outcome = Linter::new(today).check(document);
    serde_json::to_value(GapReport::new(document, &outcome, &Wanted::default())).unwrap()
}

/// A gear of which the page says two things: that it spins and that it does not, or that it is a success and a problem.
fn contradiction(report: &Value) -> Option<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for sequence in report["gear_sequences"].as_array().unwrap() {
        let gears = sequence["gears"].as_array().unwrap();
        let says_so = |gear: &&Value| text(&gear["says"]).starts_with("spinning");
        let rows = gears.iter().filter(says_so).count();
        let headline = text(&sequence["headline"]);
        let of = gears.iter().filter(|gear| gear["state"] != "left-out").count();
        let counts = match rows {
            0 => headline.starts_with("No") || headline.contains("no figure says yet"),
            1 => headline.starts_with("1 of "),
            _ if rows == of => headline.starts_with("All "),
            _ => headline.starts_with(&format!("{rows} of {of} gears spin")),
        };
        let first = gears.iter().find(|gear| gear["spins"] == false).map(|gear| &gear["gear"]);
        let topic = text(&report["agenda"]["went_well"]["topic"]);
        let is_praised = |gear: &&Value| {
            topic.contains(&format!("the {} gear {} ", text(&sequence["purpose"]), text(&gear["gear"])))
        };
        let praised = gears.iter().find(is_praised);
        let is_wrong = !counts
            || sequence["spinning"] != rows
            || sequence["bottleneck"] != first.cloned().unwrap_or_default()
            || gears.iter().any(|gear| gear["verdict"] == "behind" && gear["spins"] == true)
            || praised.is_some_and(|gear| gear["says"] != "spinning" || !gear["level"].is_null());
        if is_wrong {
            return Some(format!("{headline} {praised:#?} {sequence:#}"));
        }
    }
    None
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
