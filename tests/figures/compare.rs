//! The program and the reference agree on every generated KPI.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use jiff::civil::Date;
use num_traits::ToPrimitive;
use serde_json::{Value, json};

use super::case::{Bound, Case, Number};
use super::forecast::Meets;
use super::generate::file;
use super::readings::Point;
use super::reference::{Inside, Judgment, expected};
use super::stretch::Stretch;
use super::target::Shown;
use super::yaml::{counts, strategy};

/// How many files are compared, of 100 KPIs each.
const FILES: u64 = 50;

#[test]
fn the_program_judges_every_kpi_like_the_reference() {
    let program = Path::new(env!("CARGO_BIN_EXE_stratplan"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("figures");
    // A repository of its own, out of reach of any settings above it.
    fs::create_dir_all(folder.join(".git")).unwrap();
    // How often each field is the first to differ, and in which case it does so first.
    let mut fields: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    let mut first = None;
    let files: Vec<Vec<Case>> = (0..FILES).map(file).collect();
    for (number, cases) in files.iter().enumerate() {
        let rows = rows(program, &folder, &format!("generated-{number}.yaml"), cases);
        for case in cases {
            let judged = expected(case);
            let row = rows.get(&case.id).unwrap_or(&Value::Null);
            if let Some(difference) = difference(case, &judged, row) {
                fields.entry(difference.field).or_insert((0, &case.id)).0 += 1;
                first.get_or_insert_with(|| report(case, &judged, &difference, row));
            }
        }
    }
    let count: usize = fields.values().map(|(count, _)| count).sum();
    if let Some(first) = first {
        panic!("{count} KPIs differ, by the first field that does: {fields:#?}\n\n{first}");
    }
}

/// The rows of `gaps`, by id.
fn rows(program: &Path, folder: &Path, name: &str, cases: &[Case]) -> BTreeMap<String, Value> {
    fs::write(folder.join(name), strategy(cases)).unwrap();
    let today = cases[0].today.to_string();
    let mut command = Command::new(program);
    command.current_dir(folder).args(["gaps", name, "--format", "json", "--today", &today]);
    let output = command.output().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{command:?}: {error}\n{}", String::from_utf8_lossy(&output.stderr));
    });
    let rows = report["kpis"].as_array().into_iter().flatten();
    rows.map(|row| (row["id"].as_str().unwrap_or_default().to_owned(), row.clone())).collect()
}

/// A difference, with everything that is needed to see who is right.
fn report(case: &Case, judged: &Judgment, difference: &Difference, actual: &Value) -> String {
    let Difference { field, expected, actual: is } = difference;
    let (id, today, text) = (&case.id, case.today, strategy(std::slice::from_ref(case)));
    let row = row(judged, id);
    format!(
        "{id} on {today}: `{field}` is {is}, expected {expected}\n\n{text}\nexpected {row:#}\n\nactual {actual:#}"
    )
}

/// The first field that differs.
#[derive(Debug)]
pub struct Difference {
    pub field: &'static str,
    pub expected: String,
    pub actual: String,
}

/// Compares one row with the reference. What does not apply is null, or empty.
pub fn difference(case: &Case, judged: &Judgment, row: &Value) -> Option<Difference> {
    let ratios = &judged.ratios;
    let mut checks = Checks { row, first: None };
    checks.text("/id", &case.id);
    checks.text("/counts", counts(judged.counts));
    checks.text("/status", judged.status.name());
    checks.text("/standing", judged.standing.name());
    checks.point(["/figure/date", "/figure/value"], judged.figure.as_ref());
    checks.number("/start/value", judged.start.value.as_ref());
    if judged.start.value.is_some() {
        // Where no figure is known, the day may be left out.
        checks.date("/start/date", judged.start.date);
    }
    checks.target(judged);
    checks.points("/planned", &judged.planned);
    checks.number("/planned_at_figure", ratios.planned_at_figure.as_ref());
    checks.number("/progress", ratios.progress.as_ref());
    checks.number("/expected", ratios.expected.as_ref());
    checks.number("/pace", ratios.pace.as_ref());
    checks.number("/gap", ratios.gap.as_ref());
    checks.number("/gap_to_plan", ratios.gap_to_plan.as_ref());
    checks.number("/margin", judged.margin.as_ref());
    checks.inside(judged.inside);
    checks.number("/forecast/on_target_day", judged.forecast.on_target_day.as_ref());
    checks.meets(judged.forecast.meets_target);
    checks.that(
        "/forecast/is_short",
        row["forecast"]["is_short"] == judged.forecast.is_short,
        &judged.forecast.is_short,
    );
    checks.that(
        "/forecast/is_over",
        row["forecast"]["is_over"] == judged.forecast.is_over,
        &judged.forecast.is_over,
    );
    if row.get("days_late").is_some() {
        checks.that("/days_late", row["days_late"] == json!(judged.days_late), &judged.days_late);
    }
    checks.option("/note", judged.note);
    checks.stretches(judged);
    checks.first
}

struct Checks<'a> {
    row: &'a Value,
    first: Option<Difference>,
}

impl Checks<'_> {
    fn at(&self, field: &str) -> &Value {
        self.row.pointer(field).unwrap_or(&Value::Null)
    }

    /// Keeps the first difference.
    fn that(&mut self, field: &'static str, is_same: bool, expected: &dyn std::fmt::Debug) {
        if !is_same && self.first.is_none() {
            let actual = self.at(field).to_string();
            self.first = Some(Difference { field, expected: format!("{expected:?}"), actual });
        }
    }

    fn text(&mut self, field: &'static str, expected: &str) {
        self.that(field, self.at(field) == expected, &expected);
    }

    fn option(&mut self, field: &'static str, expected: Option<&str>) {
        let is_same = self.at(field).as_str() == expected;
        self.that(field, is_same, &expected);
    }

    fn date(&mut self, field: &'static str, expected: Option<Date>) {
        self.option(field, expected.map(|date| date.to_string()).as_deref());
    }

    fn number(&mut self, field: &'static str, expected: Option<&Number>) {
        let is_same = is_number(self.at(field), expected);
        self.that(field, is_same, &expected.and_then(Number::to_f64));
    }

    fn point(&mut self, [date, value]: [&'static str; 2], expected: Option<&Point>) {
        self.date(date, expected.map(|point| point.date));
        self.number(value, expected.map(|point| &point.value));
    }

    fn points(&mut self, field: &'static str, expected: &[Point]) {
        let actual = self.at(field).as_array().map_or(&[][..], Vec::as_slice);
        let is_point = |(actual, expected): (&Value, &Point)| {
            actual["date"] == expected.date.to_string().as_str()
                && is_number(&actual["value"], Some(&expected.value))
        };
        let is_same = actual.len() == expected.len() && actual.iter().zip(expected).all(is_point);
        let shown = expected.iter().map(|point| (point.date.to_string(), point.value.to_f64()));
        self.that(field, is_same, &shown.collect::<Vec<_>>());
    }

    fn target(&mut self, judged: &Judgment) {
        let none = [None; 5];
        let [value, at_least, at_most, low, high] = match &judged.target {
            None => none,
            Some(Shown::Value(value)) => [Some(value), None, None, None, None],
            Some(Shown::Bound(Bound::AtLeast(edge))) => [None, Some(edge), None, None, None],
            Some(Shown::Bound(Bound::AtMost(edge))) => [None, None, Some(edge), None, None],
            Some(Shown::Bound(Bound::Between(low, high))) => [None, None, None, Some(low), Some(high)],
        };
        self.number("/target/value", value);
        self.number("/target/at_least", at_least);
        self.number("/target/at_most", at_most);
        self.number("/target/between/0", low);
        self.number("/target/between/1", high);
        let is_in_force = judged.reach.is_none() && matches!(judged.target, Some(Shown::Bound(_)));
        // A bound in force has a day only where it has one of its own.
        if judged.target.is_some() && !(is_in_force && self.at("/target/date").is_null()) {
            self.date("/target/date", judged.target_date);
        }
    }

    fn stretches(&mut self, judged: &Judgment) {
        let actual = self.at("/targets").as_array().map_or(&[][..], Vec::as_slice);
        let is_one = |(actual, expected): (&Value, &Stretch)| {
            actual["time"] == expected.time.to_string().as_str()
                && is_number(&actual["target"], Some(&expected.target))
                && is_number(&actual["figure"], expected.figure.as_ref())
                && actual["standing"] == expected.standing.name()
        };
        let is_same =
            actual.len() == judged.stretches.len() && actual.iter().zip(&judged.stretches).all(is_one);
        self.that("/targets", is_same, &judged.stretches);
    }

    fn inside(&mut self, expected: Option<Inside>) {
        let count = |field| self.at(field).as_u64().unwrap_or(0);
        let actual = [count("/inside/kept"), count("/inside/of")];
        let shown = expected.map_or([0, 0], |inside| [inside.kept as u64, inside.of as u64]);
        self.that("/inside", actual == shown, &shown);
    }

    fn meets(&mut self, expected: Meets) {
        let (is, day) = match expected {
            Meets::Met => ("met", None),
            Meets::On(day) => ("on", Some(day)),
            Meets::Never => ("never", None),
            Meets::NotBefore(day) => ("not-before", Some(day)),
            Meets::Unknown => ("unknown", None),
        };
        let actual = self.at("/forecast/meets_target/is").as_str().unwrap_or("unknown");
        self.that("/forecast/meets_target/is", actual == is, &is);
        self.date("/forecast/meets_target/day", day);
    }
}

/// Equal to 12 significant digits. What is exactly 0 may be left with a rounding of less than 10⁻¹⁵.
fn is_number(actual: &Value, expected: Option<&Number>) -> bool {
    match (actual.as_f64(), expected.and_then(Number::to_f64)) {
        (None, None) => actual.is_null(),
        (Some(actual), Some(expected)) => {
            let difference = (actual - expected).abs();
            difference <= 1e-12 * expected.abs() || difference < 1e-15
        }
        _ => false,
    }
}

/// The row that the program should print, without the fields that are not compared.
fn row(judged: &Judgment, id: &str) -> Value {
    let number = |number: &Option<Number>| json!(number.as_ref().and_then(Number::to_f64));
    let date = |date: Option<Date>| json!(date.map(|date| date.to_string()));
    let point = |point: &Point| json!({ "date": point.date.to_string(), "value": point.value.to_f64() });
    let edge = |edge: &Number| edge.to_f64();
    let target = match &judged.target {
        None => Value::Null,
        Some(shown) => {
            let (key, value) = match shown {
                Shown::Value(value) => ("value", json!(edge(value))),
                Shown::Bound(Bound::AtLeast(low)) => ("at_least", json!(edge(low))),
                Shown::Bound(Bound::AtMost(high)) => ("at_most", json!(edge(high))),
                Shown::Bound(Bound::Between(low, high)) => ("between", json!([edge(low), edge(high)])),
            };
            json!({ key: value, "date": date(judged.target_date) })
        }
    };
    let meets = match judged.forecast.meets_target {
        Meets::Met => json!({ "is": "met" }),
        Meets::On(day) => json!({ "is": "on", "day": day.to_string() }),
        Meets::Never => json!({ "is": "never" }),
        Meets::NotBefore(day) => json!({ "is": "not-before", "day": day.to_string() }),
        Meets::Unknown => json!({ "is": "unknown" }),
    };
    let stretch = |one: &Stretch| {
        json!({ "time": one.time.to_string(), "target": one.target.to_f64(), "figure": number(&one.figure),
            "standing": one.standing.name() })
    };
    let ratios = &judged.ratios;
    json!({
        "id": id,
        "counts": counts(judged.counts),
        "status": judged.status.name(),
        "standing": judged.standing.name(),
        "figure": judged.figure.as_ref().map(point),
        "start": { "date": date(judged.start.date), "value": number(&judged.start.value) },
        "target": target,
        "planned": judged.planned.iter().map(point).collect::<Vec<_>>(),
        "planned_at_figure": number(&ratios.planned_at_figure),
        "progress": number(&ratios.progress),
        "expected": number(&ratios.expected),
        "pace": number(&ratios.pace),
        "gap": number(&ratios.gap),
        "gap_to_plan": number(&ratios.gap_to_plan),
        "margin": number(&judged.margin),
        "inside": judged.inside.map(|inside| json!({ "kept": inside.kept, "of": inside.of })),
        "forecast": { "on_target_day": number(&judged.forecast.on_target_day), "meets_target": meets, "is_short": judged.forecast.is_short,
            "is_over": judged.forecast.is_over },
        "days_late": judged.days_late,
        "targets": judged.stretches.iter().map(stretch).collect::<Vec<_>>(),
        "note": judged.note,
    })
}

/// The address of every value in a row.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            entries.iter().for_each(|(key, value)| leaves(value, &format!("{at}/{key}"), found));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, value)| leaves(value, &format!("{at}/{index}"), found));
        }
        _ => found.push(at.to_owned()),
    }
}

#[test]
fn the_comparison_notices_every_changed_value() {
    for case in (0..3).flat_map(file) {
        let judged = expected(&case);
        let row = row(&judged, &case.id);
        assert!(difference(&case, &judged, &row).is_none(), "{row:#}");
        let mut addresses = Vec::new();
        leaves(&row, "", &mut addresses);
        for address in addresses {
            let mut changed = row.clone();
            let Some(value) = changed.pointer_mut(&address) else { continue };
            *value = match (&*value, address.as_str()) {
                (Value::Number(number), _) => match (number.as_i64(), number.as_f64()) {
                    (Some(number), _) => json!(number + 1),
                    (None, Some(0.0) | None) => json!(1e-12),
                    (None, Some(number)) => json!(number * 1.000_000_000_01),
                },
                (Value::String(text), _) => json!(format!("{text}!")),
                (_, "/figure") => json!({ "date": "2027-01-01", "value": 1 }),
                (_, "/target") => json!({ "value": 1.5 }),
                (_, "/inside") => json!({ "kept": 0, "of": 1 }),
                _ => json!("?"),
            };
            // Of a start without a figure, the day is not compared.
            let is_compared = address != "/start/date" || judged.start.value.is_some();
            let is_noticed = difference(&case, &judged, &changed).is_some();
            assert_eq!(is_noticed, is_compared, "{address} of {row:#}");
        }
    }
}
