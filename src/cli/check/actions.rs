//! What a step of GitHub Actions gets besides its output, unless a format was asked for: annotations,
//! and the report in the summary of the step.

use std::borrow::Cow;
use std::path::Path;

use crate::cli::terminal::Terminal;
use crate::cli::terminal::in_github_actions;
use crate::render::findings::github::github;
use crate::render::findings::markdown::markdown;
use crate::render::findings::{Report, Run};
use crate::workspace;

/// The runner rejects a longer summary of a step.
const MAX_SUMMARY: usize = 1 << 20;

/// The current directory relative to the root of the repository, from which the runner looks for the
/// files of annotations; empty at the root.
pub(super) fn folder() -> String {
    let root = std::env::var_os("GITHUB_WORKSPACE").filter(|_| in_github_actions());
    // The variable can name a link, the current directory never does.
    let below = root.map(|root| workspace::seen_from(Path::new(&root), Path::new("."))).unwrap_or_default();
    if below == ".." || below.starts_with("../") { String::new() } else { below }
}

pub(super) fn annotate(reports: &[Report], run: &Run<'_>, terminal: &Terminal) -> anyhow::Result<()> {
    terminal.write(github(reports, &folder()).as_bytes(), None)?;
    let file = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
    if let Some(file) = file {
        let text = String::from_utf8_lossy(&markdown(reports, run)?).into_owned();
        let file = Path::new(&file);
        // An earlier command of the step can have written to it.
        let (before, is_open) = workspace::end_of(file);
        let start = if is_open { "\n\n" } else { "" };
        let room = MAX_SUMMARY.saturating_sub(before.saturating_add(start.len()));
        let summary = format!("{start}{}", shortened(&text, room));
        // The result of the check does not depend on a page about it.
        if let Err(error) = workspace::append(file, summary.as_bytes()) {
            terminal.notice(&format!("the step has no summary: {error}"));
        }
    }
    Ok(())
}

/// The lines of a text that have room, and a note that there were more.
fn shortened(text: &str, room: usize) -> Cow<'_, str> {
    const CUT: &str = "\n… the rest is too long for the summary of a step\n";
    if text.len() <= room {
        return text.into();
    }
    let Some(room) = room.checked_sub(CUT.len()) else { return "".into() };
    let kept = text.get(..text.floor_char_boundary(room)).unwrap_or_default();
    let lines = kept.rfind('\n').map_or("", |end| kept.get(..=end).unwrap_or_default());
    format!("{lines}{CUT}").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_cut_at_the_end_of_a_line() {
        let line = format!("{}é\n", "x".repeat(98));
        let long = line.repeat(MAX_SUMMARY / line.len() + 1);
        let short = shortened(&long, MAX_SUMMARY);
        assert!(short.len() <= MAX_SUMMARY);
        assert!(short.ends_with("é\n\n… the rest is too long for the summary of a step\n"));
        assert_eq!(shortened("# fine\n", 7), "# fine\n");
        assert_eq!(shortened("# fine\n", 6), "");
    }
}
