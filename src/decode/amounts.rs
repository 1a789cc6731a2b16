//! What to write for an amount of money that is more than one figure, or none: `£60 per weekend`, `€2k + €500`.

use super::cursor::Cursor;
use super::figures::Place;
use super::in_words::{in_words, is_in_unit, per_period};
use super::offers::{in_another_unit, read};
use super::value::{Offer, ValueError};
use crate::syntax::edit::quote_if_needed;
use crate::words::bounds::bound;
use crate::words::currency::mark;
use crate::words::spelling::{Figure, Spelled, is_approximate};
use crate::words::unit::Agreement;
use crate::words::units::is_rate;

/// What makes an amount one for each of something.
const PER: [&str; 16] = [
    "/", " per ", " a ", " an ", " each ", " every ", " pro ", " je ", " par ", " por ", " al ", " p.a",
    " p. a", " monthly", " weekly", " yearly",
];

/// Between two amounts.
const BETWEEN: [&str; 5] = ["-", "–", "—", " to ", " or "];

impl Place<'_> {
    /// The answer to an amount that is not one figure.
    pub(super) fn in_parts(&self, text: &str) -> Option<ValueError> {
        if self.kpi.is_some() {
            return None;
        }
        let error = |help: String| ValueError::new("an amount of money", help);
        let keep = "keep what is written here under `notes:`";
        let text = text.trim();
        if !text.contains(|c: char| c.is_ascii_digit()) {
            let help = format!("write a figure, or leave the key out and {keep}");
            return Some(self.cursor.as_note(ValueError::unlike("an amount of money", help), text));
        }
        let is_figure = |text: &str| read(text.trim(), true).is_some();
        let is_rate = |word: &str| {
            let parts = text.split_once(word);
            parts.is_some_and(|(head, rest)| {
                is_figure(head) && !rest.starts_with(|c: char| c.is_ascii_digit())
            })
        };
        if PER.into_iter().any(is_rate)
            || text.ends_with(" each") && is_figure(text.trim_end_matches(" each"))
        {
            let convert = match mark(text.split(['/', ' ']).next().unwrap_or_default()) {
                (_, Some(mark)) => match self.agreement(&mark) {
                    Agreement::Conflict(why) => format!("{why}: convert it, and "),
                    _ => String::new(),
                },
                _ => String::new(),
            };
            let what = if self.is_total() { "for the period" } else { "for all of its time" };
            return Some(error(format!("{convert}write the total {what} as one figure, and {keep}")));
        }
        if text.split('+').filter(|part| part.contains(|c: char| c.is_ascii_digit())).count() > 1
            || text.contains(" + ")
        {
            return Some(error(format!("write the sum as one figure, and {keep}")));
        }
        let both = BETWEEN.into_iter().find_map(|by| {
            let (one, other) = text.split_once(by)?;
            Some(is_figure(one) && is_figure(other))
        });
        if both == Some(true) {
            let help = format!("write the amount that you plan with as one figure in digits, and {keep}");
            return Some(error(help));
        }
        if let Some(most) = bound(text).and_then(|(_, _, rest)| self.bare(rest)) {
            let help = format!("write the figure alone: `{most}`, and {keep}");
            return Some(self.cursor.with_note(error(help), &most, text));
        }
        None
    }

    /// The answer to a figure for each day, week or month, whose KPI does not say so.
    pub(super) fn per_period(&self, text: &str) -> Option<ValueError> {
        let (figure, period) = per_period(text).filter(|_| self.kpi.is_some())?;
        let Some(Spelled::Figure(Figure { value, mark: None, .. })) = read(figure, false) else {
            return None;
        };
        let error = |help: String| ValueError::new("a number", help);
        let own = format!("/{period}");
        Some(match self.unit() {
            None => error(format!("write `{value}`, and add {}", self.adding(&format!("…{own}")))),
            Some(unit) if is_in_unit(&own, unit) => error(format!("write the figure alone: `{value}`")),
            Some(unit) if is_rate(unit) => {
                return in_another_unit(text, unit).or_else(|| {
                    Some(error(format!(
                        "convert it, and write the figure alone; the unit of this KPI is `{unit}`"
                    )))
                });
            }
            Some(unit) => {
                error(format!("write `{value}`, and change the unit from `{unit}` to `unit: {unit}{own}`"))
            }
        })
    }

    /// The answer to an amount with something else next to it.
    pub(super) fn with_words(&self, text: &str) -> Option<ValueError> {
        let can_be_read = in_words(text).is_some_and(|found| read(found.figure.trim(), true).is_some());
        let help = "write one figure in digits, and keep what is written here under `notes:`";
        (self.kpi.is_none() && !can_be_read).then(|| ValueError::new("an amount of money", help))
    }

    /// The answer to a figure with a remark in parentheses: `0 (new)`.
    pub(super) fn with_a_remark(&self, text: &str) -> Option<ValueError> {
        let (before, rest) = text.split_once('(')?;
        let figure = self.bare(before).filter(|_| rest.trim_end().ends_with(')') && self.kpi.is_some())?;
        let help =
            format!("write the figure alone: `{figure}`; keep the rest in a comment or under `notes:`");
        let error = ValueError::new("a number", help);
        Some(self.cursor.with_note(error, &figure, text))
    }

    /// Keeps the word that says that a figure is only about right: `ca. 400`.
    pub(super) fn with_about(&self, error: ValueError, text: &str) -> ValueError {
        let Some(figure) = error.instead.clone().or(error.perhaps.clone()).filter(|_| is_approximate(text))
        else {
            return error;
        };
        let plain = ValueError { instead: None, perhaps: None, with: Vec::new(), ..error.clone() };
        let is_reading = self.cursor.is_for_record() && self.cursor.takes("value", "note").is_some();
        if is_reading {
            return plain.perhaps(format!("{{ value: {figure}, note: {} }}", quote_if_needed(text)));
        }
        if error.with.is_empty() { self.cursor.with_note(plain, &figure, text) } else { plain }
    }

    /// The only figure of a text with one meaning, in the currency and the unit that are said elsewhere.
    fn bare(&self, text: &str) -> Option<String> {
        let Some(Spelled::Figure(figure)) = read(text.trim(), true) else { return None };
        let is_said = figure.mark.as_ref().is_none_or(|mark| self.agreement(mark) == Agreement::Said);
        (is_said && !(figure.is_scaled && self.is_scaled())).then(|| figure.value.to_string())
    }
}

impl Cursor<'_> {
    /// Offers to keep a text under `notes:` instead of its key.
    pub(crate) fn as_note(self, error: ValueError, text: &str) -> ValueError {
        let Some(key) = self.own_key() else { return error };
        let note = quote_if_needed(&format!("{key}: {text}"));
        // Only a record that can have notes has a place for them next to the key.
        if let Some(rename) = self.renaming("notes").filter(|_| self.next_to("notes", "").is_some()) {
            return error.kept(note, rename);
        }
        // There is a note already.
        let own = format!("x-{key}");
        match self.renaming(&own).filter(|_| self.has_sibling("notes") && self.next_to(&own, "").is_some()) {
            Some(rename) => error.kept(quote_if_needed(text), rename),
            None => error,
        }
    }

    /// Offers a value for a text that says more, which is kept under `notes:`.
    pub(crate) fn with_note(self, error: ValueError, value: &str, text: &str) -> ValueError {
        let note = match self.own_key() {
            Some(key) => quote_if_needed(&format!("{key}: {text}")),
            None => quote_if_needed(text),
        };
        let own = self.own_key().map(|key| format!("x-{key}"));
        let extra = || self.adding(own.as_deref()?, &quote_if_needed(text));
        match self.adding("notes", &note).or_else(extra) {
            Some(edit) => error.perhaps(value).with(vec![edit]).offering(Offer::AnswerAndNote),
            None => error,
        }
    }
}
