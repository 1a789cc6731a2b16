//! The KPI table of the gap report as CSV, for a spreadsheet.

use std::io::Write;

use crate::analysis::forecast::Reach;
use crate::analysis::progress::KpiProgress;
use crate::report::gaps::GapReport;
use crate::strategy::number::Number;

const HEADER: [&str; 22] = [
    "kpi",
    "name",
    "unit",
    "owner",
    "goals",
    "status",
    "baseline",
    "baseline_date",
    "target",
    "target_date",
    "latest",
    "latest_date",
    "age_days",
    "progress",
    "expected",
    "pace",
    "gap",
    "gap_to_plan",
    "forecast",
    "meets_target",
    "tolerance",
    "cadence",
];

/// Writes a row for each KPI, with exact figures and a decimal point.
pub fn kpis(out: &mut dyn Write, report: &GapReport) -> ::csv::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(HEADER)?;
    for kpi in &report.kpis {
        writer.write_record(record(kpi))?;
    }
    writer.flush()?;
    Ok(())
}

fn record(kpi: &KpiProgress) -> [String; 22] {
    let number = |number: Option<Number>| number.map(|number| number.to_string()).unwrap_or_default();
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let optional = |text: &Option<String>| text.as_deref().map(text_cell).unwrap_or_default();
    [
        text_cell(&kpi.id),
        optional(&kpi.name),
        optional(&kpi.unit),
        optional(&kpi.owner),
        text_cell(&kpi.goals.join(" ")),
        kpi.status.name().to_owned(),
        number(kpi.baseline.map(|point| point.value)),
        date(kpi.baseline.and_then(|point| point.date)),
        number(kpi.target.map(|point| point.value)),
        date(kpi.target.and_then(|point| point.date)),
        number(kpi.latest.map(|point| point.value)),
        date(kpi.latest.and_then(|point| point.date)),
        kpi.age_days.map(|days| days.to_string()).unwrap_or_default(),
        number(kpi.progress),
        number(kpi.expected),
        number(kpi.pace),
        number(kpi.gap),
        number(kpi.gap_to_plan),
        number(kpi.forecast.on_target_day),
        match kpi.forecast.meets_target {
            Reach::Reached => "met".to_owned(),
            Reach::On(day) => day.to_string(),
            Reach::Never => "never".to_owned(),
            Reach::Unknown => String::new(),
        },
        number(kpi.tolerance),
        kpi.cadence.map(|cadence| cadence.key().to_owned()).unwrap_or_default(),
    ]
}

/// A text that no spreadsheet takes for a formula: if it begins like one it gets an apostrophe, which
/// spreadsheets hide. Control characters are replaced by pictures of them.
fn text_cell(text: &str) -> String {
    let text = crate::words::safe::line(text);
    let begins_formula = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%']);
    if begins_formula { format!("'{text}") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula() {
        assert_eq!(text_cell("=cmd()"), "'=cmd()");
        assert_eq!(text_cell("  @SUM(A1)"), "'  @SUM(A1)");
        assert_eq!(text_cell("+49 30"), "'+49 30");
        assert_eq!(text_cell("visits/month"), "visits/month");
    }
}
