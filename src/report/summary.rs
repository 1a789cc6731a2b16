//! Counts of what was found, shown and hidden.

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::{Finding, Level, Safety};
use crate::words::counted;

/// Counts over one file or many. Every report and every format counts single findings, also where it shows similar
/// ones as one, so that no two of them give different numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Summary {
    /// Strategies judged.
    pub files: usize,
    /// Findings at level error.
    pub errors: usize,
    /// Findings at level warning.
    pub warnings: usize,
    /// Findings at level info.
    pub infos: usize,
    /// Findings that allow comments silenced.
    pub allowed: usize,
    /// Findings that a baseline accepts.
    pub baselined: usize,
    /// Findings that were fixed in this run.
    pub fixed: usize,
    /// Findings that `--fix` fixes.
    pub fixable: usize,
    /// Findings that only `--fix --unsafe-fixes` fixes.
    pub fixable_unsafe: usize,
}

/// What was fixed before a strategy was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FixCounts {
    /// How many findings were fixed.
    pub made: usize,
    /// The least safe fixes that were tried; those that are left cannot be applied.
    pub tried: Option<Safety>,
}

impl Summary {
    /// Counts the findings of one file.
    pub(crate) fn of(findings: &[Finding], allowed: usize) -> Self {
        let fixable = |safety| {
            let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
            fixes.filter(|fix| fix.safety == safety).count()
        };
        let count = |level| findings.iter().filter(|finding| finding.level == level).count();
        Self {
            files: 1,
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            infos: count(Level::Info),
            allowed,
            baselined: 0,
            fixed: 0,
            fixable: fixable(Safety::Safe),
            fixable_unsafe: fixable(Safety::Unsafe),
        }
    }

    #[must_use]
    pub(crate) fn accepted(mut self, baselined: usize) -> Self {
        self.baselined = baselined;
        self
    }

    /// Adds what was fixed before. What was tried and is left does not count as fixable.
    #[must_use]
    pub(crate) fn after(mut self, counts: FixCounts) -> Self {
        self.fixed = counts.made;
        if counts.tried.is_some() {
            self.fixable = 0;
        }
        if counts.tried == Some(Safety::Unsafe) {
            self.fixable_unsafe = 0;
        }
        self
    }

    #[must_use]
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            files: self.files + other.files,
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
            allowed: self.allowed + other.allowed,
            baselined: self.baselined + other.baselined,
            fixed: self.fixed + other.fixed,
            fixable: self.fixable + other.fixable,
            fixable_unsafe: self.fixable_unsafe + other.fixable_unsafe,
        }
    }
}

/// Files that were found and not checked, so that none is lost silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Unjudged {
    /// Files and folders that could not be read.
    pub unreadable: usize,
    /// Files whose settings are unusable.
    pub without_settings: usize,
    /// Files that the settings exclude, and folders, which are not searched.
    pub excluded: usize,
    /// Broken symlinks.
    pub broken_links: usize,
}

impl Unjudged {
    /// `2 unreadable, 1 broken link`; nothing if every file was checked.
    pub(crate) fn words(self) -> Option<String> {
        let counts = [
            (self.unreadable, "unreadable", "unreadable"),
            (self.without_settings, "with unusable settings", "with unusable settings"),
            (self.excluded, "excluded", "excluded"),
            (self.broken_links, "broken link", "broken links"),
        ];
        let some = counts.into_iter().filter(|(count, ..)| *count > 0);
        let words =
            some.map(|(count, one, many)| counted(i64::try_from(count).unwrap_or(i64::MAX), one, many));
        let words: Vec<String> = words.collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}
