//! Percent signs and currencies next to figures must agree with the unit of the KPI.

use rust_decimal::Decimal;

use super::Problem;
use super::figures::Separator;
use super::series::{Decided, Series};
use super::sources::Nature;
use super::wants::Want;
use crate::strategy::origin::Export;
use crate::words::currency::Mark;
use crate::words::shown;
use crate::words::unit::{Agreement, of_kpi, other_unit};
use crate::words::units::is_percent;

/// Refuses a column whose name says another unit than its KPI's: no figure is converted.
pub(super) fn check_header(header: &str, id: &str, unit: Option<&str>) -> Result<(), Problem> {
    let Some((said, unit)) = unit.and_then(|unit| Some((other_unit(header, unit)?, unit))) else {
        return Ok(());
    };
    let message =
        format!("`{}` is in {}, and the unit of `{id}` is `{}`", shown(header), shown(said), shown(unit));
    let help = format!("write the unit and all figures of `{id}` in {}: no figure is converted", shown(said));
    Err(Problem::new(message, help))
}

/// Refuses figures in another unit than their KPI's.
///
/// True if the figures are fractions of 1 and are wanted in percent.
pub(super) fn check(series: &Series, want: &Want<'_>) -> Result<bool, Problem> {
    let marks = &series.marks;
    let unit = want.kpi.unit.get().map(String::as_str);
    for mark in marks {
        let why = match of_kpi(mark, unit, None) {
            Agreement::Said => continue,
            Agreement::Missing(unit) => format!("add `unit: {unit}` to `{}`", want.id),
            Agreement::Conflict(why) => why,
            Agreement::Which { such_as, .. } => {
                format!("name the currency at the KPI, such as `unit: {such_as}`")
            }
        };
        let what = if *mark == Mark::Percent { "percent signs" } else { "a currency" };
        return Err(Problem::new(format!("the figures for `{}` have {what}", want.id), why));
    }
    if marks.len() > 1 {
        return Err(Problem::new(
            format!("the figures for `{}` are in several units", want.id),
            "export them in one",
        ));
    }
    let is_percent = want.kpi.unit.get().is_some_and(|unit| is_percent(unit));
    if series.percents > 0 && series.percents < series.rows {
        let message = format!("some figures for `{}` have a percent sign, and some do not", want.id);
        return Err(Problem::new(message, "write all of them in the same way"));
    }
    let is_table = want.source.export == Some(Export::Table);
    let largest = series.largest_number.filter(|_| is_table && is_percent);
    if let Some(largest) = largest.filter(|largest| !largest.is_zero() && *largest <= Decimal::ONE) {
        let percent = (largest * Decimal::ONE_HUNDRED).normalize();
        let message =
            format!("a figure for `{}` can be {} or {percent} percent", want.id, largest.normalize());
        let help = "a workbook keeps 62.5 % as 0.625: save the sheet as CSV, which says what is shown";
        return Err(Problem::new(message, help));
    }
    Ok(want.nature() == Some(Nature::Rate) && series.percents == 0)
}

/// Refuses a mark that is before thousands in one column and before decimals in another. A count has no decimals, so
/// alone it is read with the other separator: 1.807 as 1807.
pub(super) fn check_separator(decided: &Decided, others: &[Separator], name: &str) -> Result<(), Problem> {
    let Some((row, separator)) = decided.separated else { return Ok(()) };
    if others.iter().all(|other| *other == separator) {
        return Ok(());
    }
    let (mark, asked) = match separator {
        Separator::Comma => ("point", ","),
        Separator::Point => ("comma", "."),
    };
    let message = format!(
        "row {row}: `{name}` has a {mark} before thousands, and another column has it before decimals"
    );
    let help = format!(
        "export it again, with the row of the total; if it is for thousands, add `--decimal {asked}`"
    );
    Err(Problem::new(message, help))
}
