//! The KPI table of the gap report as CSV, for a spreadsheet.

use std::io::Write;

use crate::analysis::forecast::Reach;
use crate::analysis::kpi::Judgment;
use crate::report::gaps::GapReport;

type Cell = fn(&Judgment) -> String;

const COLUMNS: [(&str, Cell); 24] = [
    ("kpi", |kpi| text_cell(&kpi.id)),
    ("name", |kpi| kpi.name.as_deref().map(text_cell).unwrap_or_default()),
    ("unit", |kpi| kpi.unit.as_deref().map(text_cell).unwrap_or_default()),
    ("owner", |kpi| kpi.owner.as_deref().map(text_cell).unwrap_or_default()),
    ("goals", |kpi| text_cell(&kpi.goals.join(" "))),
    ("status", |kpi| kpi.status.name().to_owned()),
    ("counts", |kpi| kpi.counts.to_string()),
    ("start", |kpi| shown(kpi.start.and_then(|start| start.value))),
    ("start_date", |kpi| shown(kpi.start.and_then(|start| start.date))),
    ("target", |kpi| shown(kpi.target)),
    ("target_date", |kpi| shown(kpi.target.and_then(|target| target.date))),
    ("figure", |kpi| shown(kpi.figure.map(|figure| figure.value))),
    ("figure_date", |kpi| shown(kpi.figure.map(|figure| figure.date))),
    ("age_days", |kpi| shown(kpi.age_days)),
    ("progress", |kpi| shown(kpi.progress)),
    ("expected", |kpi| shown(kpi.expected)),
    ("pace", |kpi| shown(kpi.pace)),
    ("gap", |kpi| shown(kpi.gap)),
    ("gap_to_plan", |kpi| shown(kpi.gap_to_plan)),
    ("margin", |kpi| shown(kpi.margin)),
    ("forecast", |kpi| shown(kpi.forecast.on_target_day)),
    ("meets_target", |kpi| match kpi.forecast.meets_target {
        Reach::Reached => "met".to_owned(),
        Reach::On(day) => day.to_string(),
        Reach::NotBefore(day) => format!("not before {day}"),
        Reach::Never => "never".to_owned(),
        Reach::Unknown => String::new(),
    }),
    ("cadence", |kpi| shown(kpi.cadence)),
    ("note", |kpi| kpi.note.as_deref().map(text_cell).unwrap_or_default()),
];

/// Writes a row for each KPI, with exact figures and a decimal point.
pub fn kpis(out: &mut dyn Write, report: &GapReport) -> ::csv::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(COLUMNS.map(|(name, _)| name))?;
    for kpi in &report.kpis {
        writer.write_record(COLUMNS.map(|(_, cell)| cell(kpi)))?;
    }
    writer.flush()?;
    Ok(())
}

/// Nothing if it is unknown.
fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
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
