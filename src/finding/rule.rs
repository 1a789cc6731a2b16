//! A rule and its options.

use super::{Finding, Group, Kind, Level};
use crate::source::Location;

/// Everything there is to know about a rule. `explain`, the documentation, editors and machine
/// formats are all made from this.
#[derive(Debug, PartialEq)]
pub struct Rule {
    /// It names the problem, so that `allow(gear-out-of-order)` reads as a sentence.
    pub name: &'static str,
    /// The part of a strategy it looks at.
    pub group: Group,
    /// Unless `stratplan.toml` says otherwise.
    pub level: Level,
    /// Whether it is about something absent or something contradictory.
    pub kind: Kind,
    /// True if the result depends on today's date, unless a finding says otherwise
    /// (`Finding::timeless`); `--ignore timed` leaves these out.
    pub timed: bool,
    /// True if it is timed and still reported when the period of the strategy is over; the other timed rules
    /// would only repeat that.
    pub outlasts_period: bool,
    /// The version of stratplan that introduced it.
    pub since: &'static str,
    /// One line, without a period.
    pub summary: &'static str,
    /// Settings it takes in `stratplan.toml`, with their defaults.
    pub options: &'static [RuleOption],
    /// What it checks, as Markdown.
    pub checks: &'static str,
    /// The words that it looks for in texts, which `docs` publishes: what they are for, and a list, separated by
    /// spaces, or by commas if there are phrases among them.
    pub words: &'static [(&'static str, &'static str)],
    /// Why it matters, with the source.
    pub why: &'static str,
    /// YAML before and after the fix. A line that begins with `-` is only in the version that fails, one
    /// with `+` only in the one that passes; a test checks that they do.
    pub example: &'static str,
    /// How to fix or allow what it finds.
    pub fix: &'static str,
}

/// A number that a rule lets its user set.
#[derive(Debug, PartialEq)]
pub struct RuleOption {
    /// Its key in `stratplan.toml`.
    pub name: &'static str,
    /// Its value if nothing is set.
    pub default: f64,
    /// What it counts, which decides what may be written.
    pub measure: Measure,
    /// What it means, with its unit.
    pub summary: &'static str,
}

/// What a number of the settings counts, and so which numbers make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A share of a total.
    Share,
    /// A length of time.
    Days,
    /// How many there are of something.
    Count,
}

impl Measure {
    /// The smallest and the largest number that makes sense.
    pub const fn range(self) -> (f64, f64) {
        match self {
            Self::Share => (0.0, 1.0),
            Self::Days => (0.0, 3660.0),
            Self::Count => (1.0, 1000.0),
        }
    }

    /// True if only whole numbers make sense.
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

impl Rule {
    /// A rule that depends on no date and has no options; the methods below add the rest.
    pub(crate) const fn new(name: &'static str, group: Group, level: Level, kind: Kind) -> Self {
        Self {
            name,
            group,
            level,
            kind,
            timed: false,
            outlasts_period: false,
            since: "0.1.0",
            summary: "",
            options: &[],
            checks: "",
            words: &[],
            why: "",
            example: "",
            fix: "",
        }
    }

    pub(crate) const fn timed(self) -> Self {
        Self { timed: true, ..self }
    }

    pub(crate) const fn outlasts_period(self) -> Self {
        Self { outlasts_period: true, ..self }
    }

    pub(crate) const fn options(self, options: &'static [RuleOption]) -> Self {
        Self { options, ..self }
    }

    pub(crate) const fn summary(self, summary: &'static str) -> Self {
        Self { summary, ..self }
    }

    pub(crate) const fn checks(self, checks: &'static str) -> Self {
        Self { checks, ..self }
    }

    pub(crate) const fn words(self, words: &'static [(&'static str, &'static str)]) -> Self {
        Self { words, ..self }
    }

    pub(crate) const fn why(self, why: &'static str) -> Self {
        Self { why, ..self }
    }

    pub(crate) const fn example(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    pub(crate) const fn fix(self, fix: &'static str) -> Self {
        Self { fix, ..self }
    }

    /// True if it runs only for those who choose it.
    pub fn is_optional(&self) -> bool {
        self.group == Group::Completeness
    }

    /// The documentation as Markdown, in four sections.
    pub fn docs(&self) -> String {
        let Self { checks, why, fix, .. } = self;
        let (fails, passes) = (self.example_without('+'), self.example_without('-'));
        let example = format!("This fails:\n```yaml\n{fails}\n```\nThis passes:\n```yaml\n{passes}\n```");
        let lists = self.words.iter().map(|(what, list)| {
            let list = if list.contains(',') { (*list).to_owned() } else { list.replace(' ', ", ") };
            format!("- {what}: {list}.\n")
        });
        let words = match lists.collect::<String>() {
            lists if lists.is_empty() => lists,
            lists => format!("\n\nThe words it looks for, in upper or lower case:\n\n{}", lists.trim_end()),
        };
        format!(
            "## What it checks\n{checks}{words}\n\n## Why it matters\n{why}\n\n## Example\n{example}\n\n## How to fix or allow it\n{fix}\n"
        )
    }

    /// One version of the example: `+` leaves out the lines that pass, `-` those that fail.
    pub fn example_without(&self, mark: char) -> String {
        let lines = self.example.lines().filter(|line| !line.starts_with(mark));
        lines.map(|line| line.trim_start_matches(['-', '+'])).collect::<Vec<_>>().join("\n")
    }

    /// How to allow a justified exception, after `or`.
    pub(crate) fn allow_it(&self) -> String {
        format!("allow it: `# stratplan: allow({}) the reason`", self.name)
    }

    /// Begins a finding of this rule. `message` says what is wrong in the reader's words.
    pub(crate) fn at(&'static self, place: impl Into<Location>, message: impl Into<String>) -> Finding {
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
