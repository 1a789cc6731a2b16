//! `--fix`, `--add-allow` and `--diff`: strategies are changed before they are checked.

use std::io;
use std::path::Path;

use anyhow::{anyhow, bail};
use jiff::civil::Date;

use crate::edits::allow::Reason;
use crate::edits::fix::{Fixed, Fixer};
use crate::finding::Safety;
use crate::linter::Linter;
use crate::linter::baseline::Accepted;
use crate::render;
use crate::render::findings::{Judged, Layout, Run};
use crate::report::summary::Mends;
use crate::strategy::document::Document;
use crate::words::counted;

/// Flags that change strategies.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)] // one for each flag
pub(super) struct FixFlags {
    /// Apply safe fixes, then check what is left; every other byte stays
    #[arg(long, help_heading = "Fixing")]
    fix: bool,

    /// With --fix or --diff: also apply fixes that are likely what was meant
    #[arg(long, help_heading = "Fixing")]
    unsafe_fixes: bool,

    /// Show what would change in the files, write nothing, and fail if anything would
    #[arg(long, help_heading = "Fixing")]
    #[arg(conflicts_with_all = ["format", "report", "statistics", "write_baseline", "prune_baseline"])]
    pub(super) diff: bool,

    /// Add an allow comment with this reason for each finding that is left
    #[arg(long, value_name = "REASON", help_heading = "Fixing")]
    add_allow: Option<String>,
}

/// How each strategy is changed.
pub(super) struct FixPlan {
    /// The least safe fixes to apply; none if no fixes are wanted.
    max_safety: Option<Safety>,
    allow: Option<Reason>,
    is_preview: bool,
}

/// A strategy after it was changed.
#[derive(Default)]
pub(super) struct FixOutcome {
    /// As it is now; none if nothing changed.
    pub(super) document: Option<Document>,
    pub(super) mends: Mends,
    /// Findings that an allow comment was added for.
    pub(super) allowed: usize,
    pub(super) refused: usize,
}

impl FixFlags {
    pub(super) fn plan(&self, today: Date) -> anyhow::Result<Option<FixPlan>> {
        if self.unsafe_fixes && !self.fix && !self.diff {
            bail!("--unsafe-fixes needs --fix, which applies the fixes, or --diff, which shows them");
        }
        let allow = self.add_allow.as_deref().map(|text| Reason::parse(text, today)).transpose();
        let allow = allow.map_err(|why| anyhow!("--add-allow: {why}"))?;
        let wants_fixes = self.fix || (self.diff && (allow.is_none() || self.unsafe_fixes));
        let max_safety = if self.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
        let plan = FixPlan { max_safety: wants_fixes.then_some(max_safety), allow, is_preview: self.diff };
        Ok((wants_fixes || plan.allow.is_some()).then_some(plan))
    }
}

impl FixPlan {
    /// Whether files are written, and standard input is printed after its fixes.
    pub(super) fn writes(&self) -> bool {
        !self.is_preview
    }

    /// Changes a strategy in memory.
    pub(super) fn apply(
        &self,
        before: &Document,
        path: &Path,
        linter: &Linter,
        accepted: &Accepted,
    ) -> FixOutcome {
        let fixer = Fixer { linter, accepted, path };
        let result = self.max_safety.map_or_else(Fixed::default, |max_safety| fixer.fix(before, max_safety));
        let mends = Mends { made: result.applied, tried: self.max_safety };
        let mut outcome =
            FixOutcome { document: result.document, mends, allowed: 0, refused: result.refused };
        if let Some(reason) = &self.allow {
            let allowed = fixer.allow_all(outcome.document.as_ref().unwrap_or(before), reason);
            outcome.allowed = allowed.applied;
            outcome.refused += allowed.refused;
            outcome.document = allowed.document.or(outcome.document);
        }
        outcome
    }
}

impl FixOutcome {
    /// What was changed in a file, or would be, for standard error.
    pub(super) fn notices(&self, name: &str, plan: &FixPlan) -> Vec<String> {
        let mut notices = Vec::new();
        let counts = [(self.mends.made, "fixed"), (self.allowed, "allowed")];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
        if self.document.is_some() && plan.writes() {
            notices.push(format!("wrote {name}: {}", counts.join(", ")));
        }
        if self.refused > 0 {
            let findings = counted(i64::try_from(self.refused).unwrap_or(i64::MAX), "finding", "findings");
            notices.push(format!(
                "{name}: {findings} left alone: a change there is ambiguous or would cause another error"
            ));
        }
        notices
    }
}

/// What would change, as a diff.
pub(super) struct Preview;

impl Layout for Preview {
    type Sheet = Vec<u8>;

    fn sheet(&self, Judged { document, before, .. }: Judged<'_>) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        if let Some(before) = before {
            let after = &document.source;
            render::diff::diff(&mut text, after.name(), before.text(), after.text())?;
        }
        Ok(text)
    }

    fn join(&self, sheets: Vec<Vec<u8>>, _: &Run<'_>) -> io::Result<Vec<u8>> {
        Ok(sheets.concat())
    }
}
