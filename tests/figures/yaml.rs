//! Cases as a strategy file.

use std::fmt::Write;

use num_bigint::BigInt;
use num_traits::{One, Signed};

use super::case::{
    Baseline, Bound, Cadence, Case, Change, Counts, Form, Kpi, Number, Period, Reading, Target, Times, Unit,
};
use super::dates::{When, day};

/// One file with all these cases, which must have the same period.
pub fn strategy(cases: &[Case]) -> String {
    let period = cases.first().map_or_else(Period::default, |case| case.period);
    let mut text = format!(
        "stratplan: 1\nstrategy: {{ name: Generated, owner: lead{} }}\nkpis:\n",
        written_period(period).map_or_else(String::new, |period| format!(", period: {period}")),
    );
    for case in cases {
        text += &kpi(&case.id, &case.kpi);
    }
    text
}

pub fn written_period(period: Period) -> Option<String> {
    match (period.first, period.last) {
        (None, None) => None,
        (Some(first), Some(last))
            if first == day(first.year(), 1, 1) && last == day(first.year(), 12, 31) =>
        {
            Some(first.year().to_string())
        }
        (first, last) => Some(flow([
            first.map(|first| format!("start: {first}")),
            last.map(|last| format!("end: {last}")),
        ])),
    }
}

pub fn kpi(id: &str, kpi: &Kpi) -> String {
    let mut text = format!("  {id}:\n");
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            writeln!(text, "    {key}: {value}").ok();
        }
    };
    // Without any other key, the KPI would have no value at all.
    line("source", Some("the log".to_owned()));
    line("unit", kpi.unit.map(|unit| format!("\"{unit}\"")));
    line("cadence", kpi.cadence.map(cadence));
    line("counts", (kpi.counts != Counts::Level).then(|| counts(kpi.counts).to_owned()));
    line("since", kpi.since.map(|since| since.to_string()));
    line("baseline", kpi.baseline.as_ref().map(baseline));
    line("target", kpi.target.as_ref().map(target));
    line("targets", by_date(&kpi.targets));
    line("milestones", by_date(&kpi.milestones));
    line("path", kpi.follows_last_year.then(|| "last_year".to_owned()));
    let readings: Vec<String> = kpi.readings.iter().map(reading).collect();
    line("readings", (!readings.is_empty()).then(|| flow(readings.into_iter().map(Some))));
    text
}

pub fn flow(entries: impl IntoIterator<Item = Option<String>>) -> String {
    let entries: Vec<String> = entries.into_iter().flatten().collect();
    format!("{{ {} }}", entries.join(", "))
}

fn by_date(entries: &[(When, Number)]) -> Option<String> {
    let entries_of_map = entries.iter().map(|(date, value)| Some(format!("{date}: {}", decimal(value))));
    (!entries.is_empty()).then(|| flow(entries_of_map))
}

pub fn counts(counts: Counts) -> &'static str {
    match counts {
        Counts::Level => "level",
        Counts::Sum => "sum",
        Counts::Total => "total",
    }
}

fn cadence(cadence: Cadence) -> String {
    let (unit, word) = match cadence.unit {
        Unit::Day => ("day", "daily"),
        Unit::Week => ("week", "weekly"),
        Unit::Month => ("month", "monthly"),
        Unit::Quarter => ("quarter", "quarterly"),
        Unit::Year => ("year", "yearly"),
    };
    match cadence.times {
        Times::Once => word.to_owned(),
        Times::Every(n) => format!("every {n} {unit}s"),
        Times::Per(n) => format!("{n} per {unit}"),
    }
}

fn baseline(baseline: &Baseline) -> String {
    match baseline {
        Baseline::Known { value, date: None } => decimal(value),
        Baseline::Known { value, date: Some(date) } => {
            format!("{{ value: {}, date: {date} }}", decimal(value))
        }
        Baseline::Due(date) => format!("{{ due: {date} }}"),
    }
}

fn target(target: &Target) -> String {
    let form = match &target.form {
        // A bare figure below 0 can also be a change.
        Form::Value(value) if target.date.is_none() && target.stretch.is_none() && !value.is_negative() => {
            return decimal(value);
        }
        Form::Value(value) => format!("value: {}", decimal(value)),
        Form::Bound(Bound::AtLeast(low)) => format!("at_least: {}", decimal(low)),
        Form::Bound(Bound::AtMost(high)) => format!("at_most: {}", decimal(high)),
        Form::Bound(Bound::Between(low, high)) => format!("between: [{}, {}]", decimal(low), decimal(high)),
        Form::Change(change) => format!("change: {}", written_change(change)),
        Form::NotNow => "not_now: nobody can say yet what is good".to_owned(),
    };
    flow([
        Some(form),
        target.date.map(|date| format!("date: {date}")),
        target.stretch.as_ref().map(|stretch| format!("stretch: {}", decimal(stretch))),
    ])
}

/// `+10%`, `-20%`, `+5`, `x2`
fn written_change(change: &Change) -> String {
    let signed =
        |number: &Number| format!("{}{}", if number.is_negative() { "" } else { "+" }, decimal(number));
    match change {
        Change::Percent(percent) => format!("{}%", signed(percent)),
        Change::By(difference) => signed(difference),
        Change::Times(factor) => format!("x{}", decimal(factor)),
    }
}

fn reading(reading: &Reading) -> String {
    let value = decimal(&reading.value);
    match reading.note {
        None => format!("{}: {value}", reading.date),
        Some(note) => format!("{}: {{ value: {value}, note: {note} }}", reading.date),
    }
}

/// The number without rounding.
pub fn decimal(number: &Number) -> String {
    let mut decimals = 0;
    let mut unit = BigInt::one();
    while !(number * &unit).is_integer() {
        decimals += 1;
        unit *= 10;
        assert!(decimals < 30, "{number} has no end as a decimal");
    }
    let digits = (number.abs() * unit).to_integer().to_string();
    let digits = format!("{digits:0>width$}", width = decimals + 1);
    let (integer, fraction) = digits.split_at(digits.len() - decimals);
    let sign = if number.is_negative() { "-" } else { "" };
    if decimals == 0 { format!("{sign}{integer}") } else { format!("{sign}{integer}.{fraction}") }
}
