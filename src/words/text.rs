//! Text in pieces, each of which knows what it is: our own prose, the author's words, a day, or code.
//!
//! The pieces are chosen where a sentence is written, so that no output format has to guess.

use std::fmt::{self, Display};
use std::ops::Add;

use serde::{Serialize, Serializer};

/// A text in pieces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(Vec<Run>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub kind: Kind,
    pub emphasis: Emphasis,
    /// The words, without backticks around code.
    pub words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Our own words.
    Prose,
    /// The author's words: a name, an id, a statement.
    Name,
    /// A day, or a coarse date as it was written.
    Day,
    /// Something to type, between backticks in plain text.
    Code,
    /// The author's path or address, which a page can link to.
    Link,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Emphasis {
    Plain,
    Bold,
    Dim,
}

/// The author's words.
pub fn name(words: impl Into<String>) -> Text {
    Text::of(Kind::Name, words.into())
}

/// Something to type.
pub fn code(words: impl Into<String>) -> Text {
    Text::of(Kind::Code, words.into())
}

/// The author's path or address.
pub fn link(place: impl Into<String>) -> Text {
    Text::of(Kind::Link, place.into())
}

/// Our own words, see [`Text::from`].
pub fn text(words: impl Into<Text>) -> Text {
    words.into()
}

/// A day, or a coarse date as it was written.
pub fn day(day: impl Display) -> Text {
    Text::of(Kind::Day, day.to_string())
}

/// Words that people should see first.
pub fn bold(text: impl Into<Text>) -> Text {
    text.into().with(Emphasis::Bold)
}

/// A text that matters less.
pub fn dim(text: impl Into<Text>) -> Text {
    text.into().with(Emphasis::Dim)
}

/// Several texts as one.
pub fn join<T: Into<Text>>(texts: impl IntoIterator<Item = T>, separator: &str) -> Text {
    let joined = texts.into_iter().map(Into::into).reduce(|before, text| before + separator + text);
    joined.unwrap_or_default()
}

/// `a`, `a and b`, `a, b and c`.
pub fn and(texts: impl IntoIterator<Item = Text>) -> Text {
    let mut texts: Vec<Text> = texts.into_iter().collect();
    let last = texts.pop().unwrap_or_default();
    if texts.is_empty() { last } else { join(texts, ", ") + " and " + last }
}

impl Text {
    fn of(kind: Kind, words: String) -> Self {
        let run = Run { kind, emphasis: Emphasis::Plain, words };
        Self(if run.words.is_empty() && kind != Kind::Code { Vec::new() } else { vec![run] })
    }

    fn with(mut self, emphasis: Emphasis) -> Self {
        self.0.iter_mut().for_each(|run| run.emphasis = emphasis);
        self
    }

    pub(crate) fn runs(&self) -> &[Run] {
        &self.0
    }

    /// The runs, those with the same emphasis together.
    pub(crate) fn spans(&self) -> impl Iterator<Item = (Emphasis, &[Run])> {
        let spans = self.0.chunk_by(|run, next| run.emphasis == next.emphasis);
        spans.filter_map(|runs| Some((runs.first()?.emphasis, runs)))
    }

    /// True if there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with a capital letter at its beginning, unless that is code, the author's words, or a path of ids.
    #[must_use]
    pub fn capitalized(mut self) -> Self {
        let is_path = |words: &str| words.split(' ').next().is_some_and(|word| word.contains('.'));
        if let Some(first) = self.0.first_mut().filter(|one| one.kind == Kind::Prose && !is_path(&one.words))
        {
            first.words = super::capitalized(&first.words);
        }
        self
    }
}

/// Our own words; text between backticks is code. The last of an odd number of backticks opens
/// nothing.
impl From<&str> for Text {
    fn from(words: &str) -> Self {
        let mut text = Self::default();
        let mut rest = words;
        while let Some((before, (code, after))) =
            rest.split_once('`').and_then(|(before, rest)| Some((before, rest.split_once('`')?)))
        {
            text = text + Self::of(Kind::Prose, before.to_owned()) + Self::of(Kind::Code, code.to_owned());
            rest = after;
        }
        text + Self::of(Kind::Prose, rest.to_owned())
    }
}

impl From<&String> for Text {
    fn from(words: &String) -> Self {
        Self::from(words.as_str())
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::from(words.as_str())
    }
}

/// What there may be; nothing otherwise.
impl<T: Into<Self>> From<Option<T>> for Text {
    fn from(text: Option<T>) -> Self {
        text.map(Into::into).unwrap_or_default()
    }
}

impl<T: Into<Self>> Add<T> for Text {
    type Output = Self;

    fn add(mut self, other: T) -> Self {
        self.0.extend(other.into().0);
        self
    }
}

impl Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|run| match run.kind {
            Kind::Code => write!(f, "`{}`", run.words),
            _ => f.write_str(&run.words),
        })
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paired_backticks_of_our_own_words_make_code() {
        let kinds =
            |text: Text| text.runs().iter().map(|run| (run.kind, run.words.clone())).collect::<Vec<_>>();
        let (prose, code) = ((Kind::Prose, "a ".to_owned()), (Kind::Code, "b".to_owned()));
        assert_eq!(kinds("a `b`".into()), [prose, code]);
        assert_eq!(kinds("``".into()), [(Kind::Code, String::new())]);
        assert_eq!(kinds("one ` alone".into()), [(Kind::Prose, "one ` alone".to_owned())]);
        assert_eq!(kinds(name("`b`")), [(Kind::Name, "`b`".to_owned())]);
        for words in ["", "a `b` c", "``", "`a` and `"] {
            assert_eq!(Text::from(words).to_string(), words);
        }
    }

    #[test]
    fn only_our_own_words_begin_with_a_capital_letter() {
        for (text, expected) in [
            (text("a day"), "A day"),
            (text("marketing.enlistment has started"), "marketing.enlistment has started"),
            (name("iPhone sales") + ": on track", "iPhone sales: on track"),
            (code("nrr") + ": on track", "`nrr`: on track"),
        ] {
            assert_eq!(text.capitalized().to_string(), expected);
        }
    }

    #[test]
    fn pieces_become_one_text() {
        let day = day(jiff::civil::date(2027, 2, 28));
        let text = bold(name("Visits")) + " are on track since " + day + ", see `kpis:`";
        assert_eq!(text.to_string(), "Visits are on track since 2027-02-28, see `kpis:`");
    }
}
