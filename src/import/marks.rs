//! Percent signs and currencies next to figures must agree with the unit of the KPI.

use super::Problem;
use super::wants::Want;
use crate::words::currency::Mark;
use crate::words::unit::{Agreement, of_kpi};

/// Refuses figures in another unit than their KPI's.
pub(super) fn check(marks: &[Mark], want: &Want<'_>) -> Result<(), Problem> {
    let unit = want.kpi.unit.get().map(String::as_str);
    for mark in marks {
        let why = match of_kpi(mark, unit, None) {
            Agreement::Said => continue,
            Agreement::Missing(unit) => format!("add `unit: {unit}` to `{}`", want.id),
            Agreement::Conflict(why) => why,
            Agreement::WhichDollar => "name the currency at the KPI, such as `unit: USD`".to_owned(),
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
    Ok(())
}
