//! What a rule is and what it finds: plain data. Nothing here prints.

pub(crate) mod file;

use schemars::JsonSchema;

use crate::source::{Location, Span};

/// How grave a finding is. Ordered: an error is the greatest.
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

/// What a rule speaks of. In a draft, what is missing is told gently; what is wrong is not.
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
    /// The file as a file: never lowered, never allowed away.
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
}

impl Group {
    /// Every group, in the order in which they are listed.
    pub const ALL: [Self; 7] =
        [Self::File, Self::Goals, Self::Gears, Self::Pillars, Self::Platforms, Self::Kpis, Self::Plan];

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
        }
    }
}

/// One rule: everything that is known of it, in one place. `explain`, the table in the README,
/// editors and machine formats are all made from this.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which names the fault: `allow(gear-out-of-order)` reads as a sentence.
    pub name: &'static str,
    /// The part of a strategy it looks at.
    pub group: Group,
    /// Its level, unless `stratplan.toml` says otherwise.
    pub level: Level,
    /// Whether it speaks of something absent or of something contradictory.
    pub kind: Kind,
    /// True where the answer depends on today's date, unless a finding says that its own does not
    /// ([`Finding::timeless`]); `--ignore timed` leaves these out.
    pub timed: bool,
    /// The version of stratplan that brought it.
    pub since: &'static str,
    /// One line, without a full stop.
    pub summary: &'static str,
    /// Settings it takes in `stratplan.toml`, with their defaults.
    pub options: &'static [RuleOption],
    /// What it checks, as Markdown.
    pub checks: &'static str,
    /// Why it matters, with the source.
    pub why: &'static str,
    /// YAML in which it finds something; a test checks that.
    pub fails: &'static str,
    /// The same YAML after the fix.
    pub passes: &'static str,
    /// How to fix or allow what it finds.
    pub fix: &'static str,
}

/// A number that a rule lets its user set.
#[derive(Debug)]
pub struct RuleOption {
    /// Its key in `stratplan.toml`.
    pub name: &'static str,
    /// Its value where nothing is set.
    pub default: f64,
    /// What it counts, which decides what may be written.
    pub measure: Measure,
    /// What it means, with its unit.
    pub summary: &'static str,
}

/// What a number of the settings counts, and so which numbers make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A part of a whole.
    Share,
    /// A length of time.
    Days,
    /// How many there are of something.
    Count,
}

impl Measure {
    /// The least and the greatest number that makes sense.
    pub const fn range(self) -> (f64, f64) {
        match self {
            Self::Share => (0.0, 1.0),
            Self::Days => (0.0, 3660.0),
            Self::Count => (1.0, 1000.0),
        }
    }

    /// True where there is no half of it.
    pub const fn is_whole(self) -> bool {
        !matches!(self, Self::Share)
    }

    /// True for a number that makes sense.
    pub fn admits(self, number: f64) -> bool {
        let (least, most) = self.range();
        (least..=most).contains(&number) && !(self.is_whole() && number.fract() != 0.0)
    }

    /// What it is and which numbers make sense, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Share => "a share from 0 to 1",
            Self::Days => "a whole number of days from 0 to 3660",
            Self::Count => "a whole number from 1 to 1000",
        }
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
impl Eq for Rule {}

impl Rule {
    /// A rule that depends on no date and has no options; the methods below say the rest.
    pub const fn new(name: &'static str, group: Group, level: Level, kind: Kind) -> Self {
        Self {
            name,
            group,
            level,
            kind,
            timed: false,
            since: "",
            summary: "",
            options: &[],
            checks: "",
            why: "",
            fails: "",
            passes: "",
            fix: "",
        }
    }

    /// Makes the result depend on today's date.
    #[must_use]
    pub const fn timed(self) -> Self {
        Self { timed: true, ..self }
    }

    /// Sets the options.
    #[must_use]
    pub const fn options(self, options: &'static [RuleOption]) -> Self {
        Self { options, ..self }
    }

    /// Sets the version of stratplan that brought the rule.
    #[must_use]
    pub const fn since(self, since: &'static str) -> Self {
        Self { since, ..self }
    }

    /// Sets the one-line summary.
    #[must_use]
    pub const fn summary(self, summary: &'static str) -> Self {
        Self { summary, ..self }
    }

    /// Sets what the rule checks.
    #[must_use]
    pub const fn checks(self, checks: &'static str) -> Self {
        Self { checks, ..self }
    }

    /// Sets why it matters.
    #[must_use]
    pub const fn why(self, why: &'static str) -> Self {
        Self { why, ..self }
    }

    /// Sets the example that fails.
    #[must_use]
    pub const fn fails(self, fails: &'static str) -> Self {
        Self { fails, ..self }
    }

    /// Sets the example that passes.
    #[must_use]
    pub const fn passes(self, passes: &'static str) -> Self {
        Self { passes, ..self }
    }

    /// Sets how to fix or allow it.
    #[must_use]
    pub const fn fix(self, fix: &'static str) -> Self {
        Self { fix, ..self }
    }

    /// The documentation as Markdown, in four sections.
    pub fn docs(&self) -> String {
        let Self { checks, why, fails, passes, fix, .. } = self;
        let example = format!("This fails:\n```yaml\n{fails}\n```\nThis passes:\n```yaml\n{passes}\n```");
        format!(
            "## What it checks\n{checks}\n\n## Why it matters\n{why}\n\n## Example\n{example}\n\n## How to fix or allow it\n{fix}\n"
        )
    }

    /// Begins a finding of this rule. `message` says what is wrong in the reader's words.
    pub fn at(&'static self, place: impl Into<Location>, message: impl Into<String>) -> Finding {
        Finding {
            rule: self,
            level: self.level,
            timed: self.timed,
            message: message.into(),
            place: place.into(),
            label: String::new(),
            others: Vec::new(),
            notes: Vec::new(),
            help: String::new(),
            fix: None,
            absent: None,
            siblings: None,
        }
    }
}

/// A second place that matters to a finding, and what is to be seen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Location,
    /// What is to be seen there, in a few words.
    pub text: String,
}

/// Bytes to replace in the strategy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Whether a fix can be applied without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Safety {
    /// It cannot change what the author meant.
    Safe,
    /// It is likely right; the author should look.
    Unsafe,
}

/// A mend that a machine can make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an instruction.
    pub title: String,
    /// Whether it can be applied without asking.
    pub safety: Safety,
    /// The bytes to replace, in order, not overlapping.
    pub edits: Vec<Edit>,
    /// What nobody could read before it. Faults that come to light there are none of its own.
    pub reveals: Option<Span>,
}

/// What a finding shares with its like, so that four activities without an owner read as one
/// finding with four places.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Siblings {
    /// How many there are in all, faulty or not.
    pub total: usize,
    /// What they are called, in the plural: `activities`.
    pub noun: &'static str,
    /// What is said of the faulty ones together: `have no owner`.
    pub fault: &'static str,
}

/// Where something absent would be.
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

/// One fault at one place, with the way out.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule it comes from.
    pub rule: &'static Rule,
    /// Its level in this run.
    pub level: Level,
    /// True where the verdict depends on today's date.
    pub timed: bool,
    /// What is wrong, in the reader's words, without a full stop.
    pub message: String,
    /// Where.
    pub place: Location,
    /// What is to be seen there, in a few words; may be empty.
    pub label: String,
    /// The other places that matter.
    pub others: Vec<Label>,
    /// Why it matters.
    pub notes: Vec<String>,
    /// What to do next.
    pub help: String,
    /// A mend that a machine can make.
    pub fix: Option<Fix>,
    /// For something absent: where it would be.
    pub absent: Option<Absent>,
    /// How it is told together with its like.
    pub siblings: Option<Siblings>,
}

impl Finding {
    /// Says what is to be seen at the place itself.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn also(mut self, place: impl Into<Location>, text: impl Into<String>) -> Self {
        self.others.push(Label { place: place.into(), text: text.into() });
        self
    }

    /// Says why it matters.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = text.into();
        self
    }

    /// Lowers or raises the level for this one finding, where a rule knows two degrees of a fault.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Says that this one finding holds whatever day it is.
    #[must_use]
    pub fn timeless(mut self) -> Self {
        self.timed = false;
        self
    }

    /// Offers a mend that a machine can make.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, safety: Safety, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { title: title.into(), safety, edits, reveals: None });
        self
    }

    /// Says what can be read only after the mend.
    #[must_use]
    pub fn revealing(mut self, span: Span) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.reveals = Some(span);
        }
        self
    }

    /// As [`fix`](Self::fix), where there is one.
    #[must_use]
    pub fn fix_if(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// Names the key that is absent below the place.
    #[must_use]
    pub fn absent(mut self, key: &'static str) -> Self {
        self.absent = Some(Absent::Key(key));
        self
    }

    /// Names the section of the file that is absent.
    #[must_use]
    pub fn absent_section(mut self, key: &'static str) -> Self {
        self.absent = Some(Absent::Section(key));
        self
    }

    /// Lets it be told together with its like: `among(4, "activities", "have no owner")`.
    #[must_use]
    pub fn among(mut self, total: usize, noun: &'static str, fault: &'static str) -> Self {
        self.siblings = Some(Siblings { total, noun, fault });
        self
    }
}
