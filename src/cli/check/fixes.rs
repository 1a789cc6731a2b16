//! `--fix`, `--add-allow` and `--diff`: strategies are changed before they are checked.

use std::path::Path;

use anyhow::{anyhow, bail};
use jiff::civil::Date;

use crate::edits::allow::Reason;
use crate::edits::fix::{Fixed, Fixer};
use crate::finding::Safety;
use crate::linter::Linter;
use crate::linter::baseline::FindingCounts;
use crate::render::findings::closing::counts;
use crate::report::summary::FixCounts;
use crate::strategy::document::Document;
use crate::words::counted;

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

pub(super) struct FixPlan {
    max_safety: Option<Safety>,
    allow: Option<Reason>,
}

#[derive(Default)]
pub(super) struct FixOutcome {
    pub(super) document: Option<Document>,
    pub(super) fixes: FixCounts,
    /// Findings that an allow comment was written for.
    pub(super) allowed: usize,
    /// Findings whose change would have caused an error.
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
        let max_safety = wants_fixes.then_some(max_safety);
        Ok((wants_fixes || allow.is_some()).then_some(FixPlan { max_safety, allow }))
    }
}

impl FixPlan {
    pub(super) fn apply(
        &self,
        before: &Document,
        path: &Path,
        linter: &Linter,
        accepted: &FindingCounts,
    ) -> FixOutcome {
        let fixer = Fixer { linter, accepted, path };
        let result = self.max_safety.map_or_else(Fixed::default, |max_safety| fixer.fix(before, max_safety));
        let reason = self.allow.as_ref();
        let allowed =
            reason.map(|reason| fixer.allow_all(result.document.as_ref().unwrap_or(before), reason));
        let allowed = allowed.unwrap_or_default();
        FixOutcome {
            document: allowed.document.or(result.document),
            fixes: FixCounts { made: result.applied, tried: self.max_safety },
            allowed: allowed.applied,
            refused: result.refused + allowed.refused,
        }
    }
}

impl FixOutcome {
    pub(super) fn notices(&self, name: &str, is_written: bool) -> Vec<String> {
        let mut notices = Vec::new();
        if self.document.is_some() && is_written {
            let counts = counts(&[(self.fixes.made, "fixed"), (self.allowed, "allowed")]);
            notices.push(format!("wrote {name}: {}", counts.unwrap_or_default()));
        }
        if self.refused > 0 {
            let findings = counted(self.refused, "finding", "findings");
            notices.push(format!(
                "{name}: {findings} left alone: a change there is ambiguous or would cause another error"
            ));
        }
        notices
    }
}
