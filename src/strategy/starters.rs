//! The starters that `stratplan init` writes: commented drafts to fill in.
//!
//! They have no errors and no warnings on the day they are written and half a year later. Every line to edit
//! has a `<placeholder>`, which is reported once the strategy is active.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::gear::PurposeKind;
use crate::syntax::edit::quote_if_needed;

/// The name of a strategy that has none yet.
pub const UNNAMED: &str = "<the name of this strategy>";

/// The latest day whose starter ends before the calendar does.
const LATEST: Date = jiff::civil::date(9998, 11, 30);

/// The text of a starter. Its period is the year that begins with the next month.
///
/// In a template `{month N}` is the first day of the Nth month of that year, `{end}` its last day
/// and `{name}` the name. The name should be a single line.
pub fn starter(purposes: &[PurposeKind], name: &str, today: Date) -> String {
    let template = match purposes {
        [PurposeKind::Marketing] => include_str!("starters/marketing.yaml"),
        [PurposeKind::Support] => include_str!("starters/support.yaml"),
        _ => include_str!("starters/both.yaml"),
    };
    let first = today.min(LATEST).first_of_month();
    let after = |span: Span| first.saturating_add(span);
    let mut text = template.replace("{end}", &after(12.months()).last_of_month().to_string());
    for month in 1..=12 {
        text = text.replace(&format!("{{month {month}}}"), &after(month.months()).to_string());
    }
    // Last, so that nothing in the name is taken for a date.
    text.replace("{name}", &quote_if_needed(name))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_period_is_the_year_from_the_next_month() {
        for (today, period) in [
            (date(2027, 4, 5), "{ start: 2027-05-01, end: 2028-04-30 }"),
            (date(2027, 12, 31), "{ start: 2028-01-01, end: 2028-12-31 }"),
            (date(2027, 1, 31), "{ start: 2027-02-01, end: 2028-01-31 }"),
            (date(2027, 2, 28), "{ start: 2027-03-01, end: 2028-02-29 }"),
            (date(2028, 2, 29), "{ start: 2028-03-01, end: 2029-02-28 }"),
            (date(1970, 1, 1), "{ start: 1970-02-01, end: 1971-01-31 }"),
            (date(9999, 12, 31), "{ start: 9998-12-01, end: 9999-11-30 }"),
        ] {
            let text = starter(&[PurposeKind::Marketing], "Bakery", today);
            assert!(text.contains(&format!("period: {period}\n")), "{today}: {text}");
            let mut starts: Vec<&str> = text.split("start: ").skip(1).map(|rest| &rest[..10]).collect();
            starts.sort_unstable();
            starts.dedup();
            assert!(starts.len() >= 4, "{today}: {starts:?}");
            assert!(starts.iter().all(|day| day.ends_with("-01")), "{today}: {starts:?}");
        }
    }

    #[test]
    fn nothing_is_left_of_the_template_and_nothing_in_a_name_is_taken_for_it() {
        for purposes in [&[PurposeKind::Marketing][..], &[PurposeKind::Support], &PurposeKind::ALL] {
            let text = starter(purposes, "Plan {end}: {month 1}", date(2027, 4, 5));
            assert!(text.contains("name: 'Plan {end}: {month 1}'\n"), "{text}");
            let rest = text.replace("'Plan {end}: {month 1}'", "");
            for key in ["{name}", "{end}", "{month"] {
                assert!(!rest.contains(key), "{key} in {text}");
            }
        }
    }
}
