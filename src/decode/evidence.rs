//! Decimal commas as evidence: next to `29,75`, a `2.500` or a `1,000` can be another figure than the format reads. As long
//! as one is asked about because of them, no fix removes them.

use super::cursor::Cursor;
use super::figures::{Known, Place};
use crate::finding::Finding;
use crate::source::{Source, Span};
use crate::words::neighbors::can_mean_thousands;
use crate::words::spelling::has_decimal_comma;

impl Place<'_> {
    /// True for a number of the format that can mean thousands: `38.600` next to `45.000` or to decimal commas.
    pub(crate) fn can_be_thousands(&self, text: &str) -> bool {
        let is_open = text.parse().is_ok_and(can_mean_thousands) && self.kpi.is_some();
        is_open && (self.others().has_decimal_comma == Some(true) || self.neighbors().has_thousands)
    }

    /// Notes a figure that is asked about only because of decimal commas elsewhere.
    pub(super) fn note_evidence(&self, text: &str) {
        let has_other_reading = |part: &str| {
            part.ends_with(",000") || (part.parse().is_ok_and(can_mean_thousands) && !part.ends_with(".000"))
        };
        if self.others().has_decimal_comma == Some(true) && text.split_whitespace().any(has_other_reading) {
            self.cursor.decoder.figures.is_asked_by_commas.set(true);
        }
    }
}

impl Known {
    /// Takes the fixes back that would remove what a question is about.
    pub(super) fn keep_commas(&self, source: &Source, findings: &mut [Finding]) {
        let is_comma =
            |span: Span| has_decimal_comma(source.slice(span).trim_matches(['"', '\''])) == Some(true);
        if self.is_asked_by_commas.get() {
            for finding in findings {
                finding.fix =
                    finding.fix.take().filter(|fix| !fix.edits.iter().any(|edit| is_comma(edit.span)));
            }
        }
    }
}

/// A figure with what its comma cuts off between braces: YAML reads `29,75` there as a 29 and a key `75`.
pub(super) fn with_its_rest(cursor: Cursor<'_>, span: Span) -> &str {
    let source = cursor.decoder.source;
    let own = source.slice(span);
    let rest = source.text().get(span.end as usize..).and_then(|rest| rest.strip_prefix(','));
    let Some(rest) = rest.filter(|_| own.ends_with(|c: char| c.is_ascii_digit())) else { return own };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_rest =
        digits > 0 && rest.get(digits..).is_some_and(|rest| rest.trim_start().starts_with([',', '}']));
    let Some(length) = u32::try_from(digits + 1).ok().filter(|_| is_rest) else { return own };
    // `[84,86]` is two figures.
    let line = source.line_span(source.line(span.start)).start;
    let before = source.slice(Span::new(line, span.start));
    let is_in_braces = before.rfind(['{', '[', ']']).is_some_and(|at| before.get(at..=at) == Some("{"));
    if is_in_braces { source.slice(Span::new(span.start, span.end + length)) } else { own }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn three_places_can_be_thousands() {
        let is_open = |text: &str| text.parse::<Decimal>().is_ok_and(can_mean_thousands);
        assert!(is_open("38.600") && is_open("-1.250") && !is_open("0.125") && !is_open("38.6"));
    }
}
