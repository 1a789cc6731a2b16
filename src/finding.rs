//! What a rule is and what it finds: plain data. Nothing here prints.

pub(crate) mod file;
mod rule;

use std::borrow::Cow;

use schemars::JsonSchema;

use crate::source::{Location, Span};
pub use rule::{Measure, Rule, RuleOption};

/// How severe a finding is. Ordered: an error is the greatest.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Advice.
    Info,
    /// A strategist would raise it in the meeting.
    Warning,
    /// The strategy contradicts itself or cannot be evaluated.
    Error,
}

impl Level {
    /// `error`, `warning` or `info`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a rule reports. In a draft, something missing is only advice; something wrong is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Something is absent.
    Missing,
    /// Something contradicts.
    Wrong,
}

/// The part of a strategy that a rule looks at; also a name that `--select` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// The file itself: never lowered, never allowed.
    File,
    /// Business goals and the marketing strategy.
    Goals,
    /// Acquisition, engagement, enlistment, monetization.
    Gears,
    /// Listening, promotion, thought leadership, support.
    Pillars,
    /// Platforms, which come last.
    Platforms,
    /// Measures.
    Kpis,
    /// Owners, dates, money, decisions.
    Plan,
    /// What a complete strategy has. Not every strategy needs it, so these rules are off unless they are chosen.
    Completeness,
}

impl Group {
    /// Every group, in the order in which they are listed.
    pub const ALL: [Self; 8] = [
        Self::File,
        Self::Goals,
        Self::Gears,
        Self::Pillars,
        Self::Platforms,
        Self::Kpis,
        Self::Plan,
        Self::Completeness,
    ];

    /// The group's name, as `--select` takes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Goals => "goals",
            Self::Gears => "gears",
            Self::Pillars => "pillars",
            Self::Platforms => "platforms",
            Self::Kpis => "kpis",
            Self::Plan => "plan",
            Self::Completeness => "completeness",
        }
    }
}

/// A second place that matters to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Location,
    /// What can be seen there, in a few words.
    pub text: String,
}

/// Bytes to replace in the strategy file. An empty range is an insertion.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
pub struct Edit {
    /// What is replaced.
    #[serde(flatten)]
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// Whether a fix can be applied without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Safety {
    /// It cannot change what the author meant.
    Safe,
    /// It is probably right, but the author should check it.
    Unsafe,
}

/// An edit that fixes a finding without a person typing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an instruction.
    pub title: String,
    /// Whether it can be applied without asking.
    pub safety: Safety,
    /// The bytes to replace, in order, not overlapping.
    pub edits: Vec<Edit>,
    /// What could not be read before the fix. Errors found there are not caused by the fix.
    pub reveals: Option<Span>,
}

impl Fix {
    /// A fix that the author should check; none if its edits overlap.
    pub(crate) fn to_check(title: impl Into<String>, mut edits: Vec<Edit>) -> Option<Self> {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let is_apart = |two: &[Edit]| matches!(two, [one, next] if one.span.end <= next.span.start);
        let is_possible = edits.windows(2).all(is_apart);
        is_possible.then(|| Self { title: title.into(), safety: Safety::Unsafe, edits, reveals: None })
    }
}

/// What a finding has in common with similar ones, so that four activities without an owner read as
/// one finding with four places.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Siblings {
    /// How many there are, with or without a finding.
    pub total: usize,
    /// What they are called, in the plural: `activities`.
    pub noun: Cow<'static, str>,
    /// What is wrong with all of them: `have no owner`.
    pub problem: Cow<'static, str>,
    /// If that is a lack, what none of them does: `has an owner`.
    pub lack: Option<&'static str>,
}

/// What is wrong with several entries, as a part of a sentence about all of them. A lack is given together with
/// what none of them does: `("serve no goal", "serves a goal")`.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    all: Cow<'static, str>,
    none: Option<&'static str>,
}

impl From<&'static str> for Problem {
    fn from(all: &'static str) -> Self {
        Self { all: all.into(), none: None }
    }
}
impl From<String> for Problem {
    fn from(all: String) -> Self {
        Self { all: all.into(), none: None }
    }
}
impl From<(&'static str, &'static str)> for Problem {
    fn from((all, none): (&'static str, &'static str)) -> Self {
        Self { all: all.into(), none: Some(none) }
    }
}

/// The place that something absent would have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// A key below the finding's place.
    Key(&'static str),
    /// A section of the file, wherever the finding points.
    Section(&'static str),
}

impl Absent {
    /// The key that is not there.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Key(key) | Self::Section(key) => key,
        }
    }
}

/// One problem at one place, and what to do about it.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule it comes from.
    pub rule: &'static Rule,
    /// Its level in this run.
    pub level: Level,
    /// True if the verdict depends on today's date.
    pub timed: bool,
    /// What is wrong, in the reader's words, without a period.
    pub message: String,
    /// Where.
    pub place: Location,
    /// What can be seen there, in a few words; may be empty.
    pub label: String,
    /// The other places that matter.
    pub others: Vec<Label>,
    /// Why it matters.
    pub notes: Vec<String>,
    /// What to do next.
    pub help: String,
    /// An edit that fixes it without a person typing it.
    pub fix: Option<Fix>,
    /// If something is absent, the place that it would have.
    pub absent: Option<Absent>,
    /// How it is grouped with similar ones.
    pub siblings: Option<Siblings>,
}

impl Finding {
    /// Says what can be seen at the place itself.
    pub(crate) fn label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// Adds another place that matters.
    pub(crate) fn also(mut self, place: impl Into<Location>, text: impl Into<String>) -> Self {
        self.others.push(Label { place: place.into(), text: text.into() });
        self
    }

    /// Adds several other places.
    #[must_use]
    pub fn also_each<P: Into<Location>, T: Into<String>>(
        self,
        places: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        places.into_iter().fold(self, |finding, (place, text)| finding.also(place, text))
    }

    /// Says why it matters.
    pub(crate) fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do next.
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = text.into();
        self
    }

    /// Changes the level of this one finding, if a rule knows two degrees of a problem.
    pub(crate) fn level(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// Says that this one finding is true on any day.
    pub(crate) fn timeless(self) -> Self {
        Self { timed: false, ..self }
    }

    pub(crate) fn fix(self, title: impl Into<String>, safety: Safety, edits: Vec<Edit>) -> Self {
        self.fix_if(Some(Fix { title: title.into(), safety, edits, reveals: None }))
    }

    pub(crate) fn fix_if(self, fix: Option<Fix>) -> Self {
        Self { fix, ..self }
    }

    /// Says what can be read only after the fix.
    pub(crate) fn revealing(mut self, span: Span) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.reveals = Some(span);
        }
        self
    }

    /// Names the key that is absent below the place.
    pub(crate) fn absent(self, key: &'static str) -> Self {
        Self { absent: Some(Absent::Key(key)), ..self }
    }

    /// Names the section of the file that is absent.
    pub(crate) fn absent_section(self, key: &'static str) -> Self {
        Self { absent: Some(Absent::Section(key)), ..self }
    }

    /// Lets it be grouped with similar ones: `among(4, "activities", "have no owner")`.
    pub(crate) fn among(
        self,
        total: usize,
        noun: impl Into<Cow<'static, str>>,
        problem: impl Into<Problem>,
    ) -> Self {
        let Problem { all: problem, none: lack } = problem.into();
        Self { siblings: Some(Siblings { total, noun: noun.into(), problem, lack }), ..self }
    }
}
