//! The starters that `stratplan init` writes: commented drafts to fill in.
//!
//! They give no error and no warning as they stand; every line to edit holds a `<placeholder>`,
//! which is reported once the strategy is active.

use jiff::civil::Date;

use super::gear::PurposeKind;

/// The text of a starter. Its period is the year that begins with the next month.
pub fn starter(purposes: &[PurposeKind], name: &str, today: Date) -> String {
    let template = match purposes {
        [PurposeKind::Marketing] => include_str!("starters/marketing.yaml"),
        [PurposeKind::Support] => include_str!("starters/support.yaml"),
        _ => include_str!("starters/both.yaml"),
    };
    let mut text = template.replace("{name}", &crate::syntax::edit::quote_if_needed(name));
    let first = today.first_of_month();
    // `{month N}` is the first day of the Nth month of the period, `{end}` its last day.
    for month in (0..12i32).rev() {
        let day = first.saturating_add(jiff::Span::new().months(month + 1));
        text = text.replace(&format!("{{month {}}}", month + 1), &day.to_string());
    }
    let end = first.saturating_add(jiff::Span::new().months(13)).saturating_sub(jiff::Span::new().days(1));
    text.replace("{end}", &end.to_string())
}
