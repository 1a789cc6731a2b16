//! Scalars: a text, true or false, and every value type of the model that says what it expected.

use super::cursor::Cursor;
use super::format::Shape;
use super::{Read, cut_off, synonyms, typography};
use crate::finding::Edit;
use crate::syntax::edit::quote_if_needed;
use crate::words::nearest::{Nearest, nearest};
use crate::words::placeholder::reason;

/// What to write if something is left out on purpose.
pub(super) const NOT_NOW: &str = "to leave it out on purpose, write `{ not_now: the reason }`";

/// The longest text, in bytes, for which a value type guesses what was meant. Guessing takes a text
/// apart again and again, and real figures and dates are shorter.
pub const MAX_GUESS: usize = 80;

pub trait Scalar: Sized {
    const SHAPE: &'static Shape = &Shape::Scalar;
    /// True for the author's own words.
    const IS_PROSE: bool = false;
    /// Reads the value, or says what was expected.
    fn from_text(text: &str) -> Result<Self, ValueError>;
    /// Reads the value if the rest of the file decides what it means.
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        Self::from_text(text).map_or_else(|error| cursor.invalid(&error), Some)
    }
    /// Called if its key is absent.
    fn absent(_: Cursor<'_>) {}
}

impl<T: Scalar> Read for T {
    const SHAPE: &'static Shape = <T as Scalar>::SHAPE;
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        let text = cursor.scalar()?;
        typography::check_quotes(cursor, T::IS_PROSE)?;
        if T::IS_PROSE {
            cut_off::check(cursor)?;
        }
        T::read_at(text, cursor)
    }

    fn absent(cursor: Cursor<'_>) {
        <T as Scalar>::absent(cursor);
    }
}

impl Scalar for String {
    const SHAPE: &'static Shape = &Shape::Text;
    const IS_PROSE: bool = true;
    fn from_text(text: &str) -> Result<Self, ValueError> {
        Ok(text.to_owned())
    }
}

impl Scalar for bool {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        let error = ValueError::unlike("true or false", "write true or false");
        match text {
            "true" | "True" | "TRUE" => Ok(true),
            "false" | "False" | "FALSE" => Ok(false),
            _ => Err(match text.to_ascii_lowercase().as_str() {
                "yes" | "y" | "on" => error.instead("true"),
                "no" | "n" | "off" => error.instead("false"),
                _ => error,
            }),
        }
    }
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        Self::from_text(text).map_or_else(
            |error| {
                // `agency: Torcida` says where a person works.
                let works_for = || {
                    let team = cursor.is_under(&["agency"]).then(|| quote_if_needed(text))?;
                    let edit = cursor
                        .adding("team", &team)
                        .filter(|_| error.is_unlike && error.instead.is_none())?;
                    let help = format!("write `agency: true`, and the agency under `team: {team}`");
                    Some(ValueError::new("true or false", help).perhaps("true").with(vec![edit]))
                };
                cursor.invalid(&works_for().unwrap_or(error.clone()))
            },
            Some,
        )
    }
}

/// What a fix does with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// It writes what the help says.
    Answer,
    /// It writes the likelier of two values, and what its mark says where that belongs.
    Likelier,
    /// It writes a value, and keeps the text as a note.
    AnswerAndNote,
    /// It keeps the text as a note.
    Note,
    /// It keeps the text as the hours that count.
    Hours,
}

/// Why a text is not the value that was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    /// What was expected, with its article: `a date`.
    pub expected: &'static str,
    /// What to write instead.
    pub help: String,
    /// The text to put there, if that is certain.
    pub instead: Option<String>,
    /// The text to put there, if that is likely.
    pub perhaps: Option<String>,
    /// What has to change elsewhere along with that.
    pub with: Vec<Edit>,
    /// What the fix does.
    pub offer: Offer,
    /// True if the text is nothing like what was expected.
    pub is_unlike: bool,
}

impl ValueError {
    pub fn new(expected: &'static str, help: impl Into<String>) -> Self {
        let help = help.into();
        Self {
            expected,
            help,
            instead: None,
            perhaps: None,
            with: Vec::new(),
            offer: Offer::Answer,
            is_unlike: false,
        }
    }

    /// The error for a text that is nothing like what was expected.
    pub fn unlike(expected: &'static str, help: impl Into<String>) -> Self {
        Self { is_unlike: true, ..Self::new(expected, help) }
    }

    /// Offers the text that was certainly meant.
    #[must_use]
    pub fn instead(self, text: impl Into<String>) -> Self {
        Self { instead: Some(text.into()), ..self }
    }

    /// The answer to a text that says that something is left out.
    pub(super) fn left_out(expected: &'static str, text: &str) -> Self {
        let error = Self::new(expected, NOT_NOW);
        match reason(text) {
            "" => error,
            reason => error.perhaps(format!("{{ not_now: {} }}", quote_if_needed(reason))),
        }
    }

    /// Offers a text that was likely meant.
    #[must_use]
    pub fn perhaps(self, text: impl Into<String>) -> Self {
        Self { perhaps: Some(text.into()), ..self }
    }

    /// Says what the fix does.
    #[must_use]
    pub(crate) fn offering(self, offer: Offer) -> Self {
        Self { offer, ..self }
    }

    /// Offers to keep the text as a note.
    #[must_use]
    pub(super) fn kept(self, note: String, edit: Edit) -> Self {
        self.perhaps(note).with(vec![edit]).offering(Offer::Note)
    }

    /// True if all that is offered is to keep the text as a note.
    pub(super) fn is_kept(&self) -> bool {
        self.offer == Offer::Note
    }

    /// Adds edits that belong to the offered text.
    #[must_use]
    pub fn with(self, edits: Vec<Edit>) -> Self {
        Self { with: edits, ..self }
    }
}

/// A sentence as it is inside another one.
fn uncapitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    let is_name = chars.clone().next().is_some_and(char::is_uppercase);
    if is_name { text.to_owned() } else { first + chars.as_str() }
}

/// The error for a word outside a closed list.
pub(crate) fn not_among(
    written: &str,
    legal: &'static [&'static str],
    meanings: &'static [&'static str],
) -> ValueError {
    let new = |help: String| ValueError::new("one of the allowed words", help);
    let all = format!("it can be: {}", legal.join(", "));
    let spelled = nearest(written, legal.iter().copied());
    if let Some(Nearest { name, certain: true }) = spelled {
        return new(all).instead(name);
    }
    if let Some(name) = synonyms::value(written, legal).or(spelled.map(|meant| meant.name)) {
        return new(format!("did you mean `{name}`? If not, {all}")).perhaps(name);
    }
    let each = legal.iter().zip(meanings).map(|(word, meaning)| {
        let meaning = meaning.trim().trim_end_matches('.');
        let meaning = uncapitalized(meaning);
        if meaning == *word { format!("`{word}`") } else { format!("`{word}` ({meaning})") }
    });
    let help = format!("write one of: {}", each.collect::<Vec<_>>().join(", "));
    ValueError { is_unlike: true, ..new(help) }
}
