//! What a step of GitHub Actions is told beside what people read: annotations, and the report in its
//! summary.

use std::path::{Path, PathBuf};

use crate::cli::terminal::{Terminal, in_github_actions};
use crate::render::findings::github::{self, Github};
use crate::render::findings::markdown::{self, Markdown};
use crate::render::findings::{Judged, Layout, Run};
use crate::workspace;

/// The runner refuses a longer summary of a step, and shows none then.
const LONGEST_SUMMARY: usize = 1 << 20;

/// Annotations that find their files: the runner looks for them from the root of the repository,
/// while we name them from where we are.
pub(super) fn annotations() -> Github {
    let root = std::env::var_os("GITHUB_WORKSPACE").filter(|_| in_github_actions());
    let here = std::env::current_dir().unwrap_or_default();
    let below = root.and_then(|root| here.strip_prefix(Path::new(&root)).ok().map(workspace::display));
    Github { folder: below.filter(|below| below != ".").unwrap_or_default() }
}

/// What a step says beside its output: annotations, and the report in the summary of the step.
pub(super) struct Beside {
    annotations: Github,
    /// The file that the runner makes the summary of.
    summary: Option<PathBuf>,
}

/// What is kept of one strategy.
pub(super) struct Sheets {
    annotations: github::Sheet,
    summary: markdown::Sheet,
}

impl Beside {
    pub(super) fn new() -> Self {
        let summary = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
        Self { annotations: annotations(), summary: summary.map(PathBuf::from) }
    }

    pub(super) fn sheets(&self, judged: Judged<'_>) -> std::io::Result<Sheets> {
        Ok(Sheets { annotations: self.annotations.sheet(judged)?, summary: Markdown.sheet(judged)? })
    }

    pub(super) fn tell(self, sheets: Vec<Sheets>, run: &Run<'_>, terminal: &Terminal) -> anyhow::Result<()> {
        let (annotations, summaries) = sheets.into_iter().map(|one| (one.annotations, one.summary)).unzip();
        terminal.write(&self.annotations.join(annotations, run)?, None)?;
        if let Some(path) = self.summary {
            let text = String::from_utf8_lossy(&Markdown.join(summaries, run)?).into_owned();
            workspace::append(&path, shortened(&text).as_bytes())?;
        }
        Ok(())
    }
}

/// As much of a summary as the runner takes, in whole lines.
fn shortened(text: &str) -> std::borrow::Cow<'_, str> {
    const CUT: &str = "\n… the rest is too long for the summary of a step\n";
    if text.len() <= LONGEST_SUMMARY {
        return text.into();
    }
    let room = text.floor_char_boundary(LONGEST_SUMMARY - CUT.len());
    let kept = text.get(..room).unwrap_or_default();
    let whole = kept.rfind('\n').map_or("", |end| kept.get(..=end).unwrap_or_default());
    format!("{whole}{CUT}").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_cut_at_the_end_of_a_line() {
        let line = format!("{}é\n", "x".repeat(98));
        let long = line.repeat(LONGEST_SUMMARY / line.len() + 1);
        let short = shortened(&long);
        assert!(short.len() <= LONGEST_SUMMARY);
        assert!(short.ends_with("é\n\n… the rest is too long for the summary of a step\n"));
        assert_eq!(shortened("# fine\n"), "# fine\n");
    }
}
