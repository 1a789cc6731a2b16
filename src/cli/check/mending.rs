//! `--fix`, `--add-allow` and `--diff`: strategies are changed before they are judged.

use std::io;
use std::path::Path;

use anyhow::{anyhow, bail};
use jiff::civil::Date;

use crate::allow::writing::{Reason, allow_all};
use crate::baseline::Accepted;
use crate::change::mending::{Mended, Mender};
use crate::document::Document;
use crate::finding::{Finding, Safety};
use crate::linter::Linter;
use crate::render;
use crate::render::findings::{Judged, Layout, Run};
use crate::report::summary::Mends;
use crate::source::Source;
use crate::words::counted;
use crate::workspace;

/// Flags that change strategies.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)] // flags are what they are
pub(super) struct MendingFlags {
    /// Mend what can be mended safely, then judge what is left; every other byte stays
    #[arg(long, help_heading = "Mending")]
    fix: bool,

    /// With --fix or --diff: mend what is likely meant as well
    #[arg(long, help_heading = "Mending")]
    unsafe_fixes: bool,

    /// Show what would change in the files, write nothing, and fail if that is anything
    #[arg(long, help_heading = "Mending")]
    #[arg(conflicts_with_all = ["format", "report", "statistics", "write_baseline", "prune_baseline"])]
    pub(super) diff: bool,

    /// Write an allow comment with this reason for each finding that is left
    #[arg(long, value_name = "REASON", help_heading = "Mending")]
    add_allow: Option<String>,
}

/// What is to be done to each strategy.
pub(super) struct Wish {
    /// How bold the fixes may be; none where none is wanted.
    fixes: Option<Safety>,
    allow: Option<Reason>,
    /// Nothing is written.
    is_preview: bool,
}

/// A strategy after what was done to it.
#[derive(Default)]
pub(super) struct Done {
    /// As it is now; none where it stayed as it was.
    pub(super) document: Option<Document>,
    pub(super) mends: Mends,
    /// Findings that an allow comment was written for.
    pub(super) allowed: usize,
    /// What would have been wrong.
    pub(super) refused: usize,
}

impl MendingFlags {
    /// What is to be done, if anything is.
    pub(super) fn wish(&self, today: Date) -> anyhow::Result<Option<Wish>> {
        if self.unsafe_fixes && !self.fix && !self.diff {
            bail!(
                "--unsafe-fixes says how bold the fixes may be: add --fix to make them or --diff to see them"
            );
        }
        let allow = self.add_allow.as_deref().map(|text| Reason::parse(text, today)).transpose();
        let allow = allow.map_err(|why| anyhow!("--add-allow: {why}"))?;
        let wants_fixes = self.fix || (self.diff && (allow.is_none() || self.unsafe_fixes));
        let boldness = if self.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
        let wish = Wish { fixes: wants_fixes.then_some(boldness), allow, is_preview: self.diff };
        Ok((wants_fixes || wish.allow.is_some()).then_some(wish))
    }
}

impl Wish {
    /// True where files are written, and standard input is printed as it is to be.
    pub(super) fn writes(&self) -> bool {
        !self.is_preview
    }

    /// Does it to a strategy, in memory.
    pub(super) fn carry_out(
        &self,
        before: &Document,
        path: &Path,
        linter: &Linter,
        accepted: &Accepted,
    ) -> Done {
        let read = |text: String| workspace::read_again(before, path, text);
        let judge =
            |document: &Document| -> Vec<Finding> { linter.check_against(document, accepted).findings };
        let mender = Mender { read: &read, judge: &judge };
        let fixed = match self.fixes {
            Some(boldness) => mender.mend(before, boldness == Safety::Unsafe),
            None => Mended::default(),
        };
        let mends = Mends { made: fixed.made, tried: self.fixes };
        let mut done = Done { document: fixed.document, mends, allowed: 0, refused: fixed.refused };
        if let Some(reason) = &self.allow {
            let allowed = allow_all(mender, done.document.as_ref().unwrap_or(before), reason);
            done.allowed = allowed.made;
            done.refused += allowed.refused;
            done.document = allowed.document.or(done.document);
        }
        done
    }
}

impl Done {
    /// What was done to a file, or would be, as it is told on standard error.
    pub(super) fn notices(&self, name: &str, wish: &Wish) -> Vec<String> {
        let mut notices = Vec::new();
        let counts = [(self.mends.made, "fixed"), (self.allowed, "allowed")];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
        if self.document.is_some() && wish.writes() {
            notices.push(format!("wrote {name}: {}", counts.join(", ")));
        }
        if self.refused > 0 {
            let findings = counted(i64::try_from(self.refused).unwrap_or(i64::MAX), "finding", "findings");
            notices.push(format!(
                "{name}: {findings} left alone: a change there is not certain, or would make something else wrong"
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
            let before: &Source = before;
            let after = &document.source;
            render::diff::diff(&mut text, after.name(), before.text(), after.text())?;
        }
        Ok(text)
    }

    fn join(&self, sheets: Vec<Vec<u8>>, _: &Run<'_>) -> io::Result<Vec<u8>> {
        Ok(sheets.concat())
    }
}
