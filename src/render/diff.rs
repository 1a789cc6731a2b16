//! What a change does to a file, as a unified diff: for people, and for `patch`.

use std::io::{self, Write};

use anstyle::Style;
use similar::{ChangeTag, TextDiff};

use super::{ADDED, BOLD, DIM, REMOVED};
use crate::words::safe;

/// Writes what is different in a file of this name; nothing if the texts are the same.
pub fn diff(out: &mut dyn Write, name: &str, before: &str, after: &str) -> io::Result<()> {
    if before == after {
        return Ok(());
    }
    let name = safe::line(name);
    writeln!(out, "{BOLD}--- {name}{BOLD:#}\n{BOLD}+++ {name}{BOLD:#}")?;
    let lines = TextDiff::from_lines(before, after);
    for hunk in lines.unified_diff().iter_hunks() {
        writeln!(out, "{DIM}{}{DIM:#}", hunk.header())?;
        for line in hunk.iter_changes() {
            let style = match line.tag() {
                ChangeTag::Delete => REMOVED,
                ChangeTag::Insert => ADDED,
                ChangeTag::Equal => Style::new(),
            };
            let text = line.value();
            let body = text.trim_end_matches(['\n', '\r']);
            // The text after a carriage return would be written over the text before it.
            let body = safe::lines(body).replace('\r', "␍");
            let ending = if text.ends_with("\r\n") { "\r\n" } else { "\n" };
            write!(out, "{style}{}{body}{style:#}{ending}", line.tag())?;
            if line.missing_newline() {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let mut out = Vec::new();
        diff(&mut out, "plan.yaml", before, after).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
    }

    #[test]
    fn an_added_line_is_shown_with_the_lines_around_it() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n";
        let expected = "--- plan.yaml\n+++ plan.yaml\n@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+new\n 6\n 7\n 8\n";
        assert_eq!(shown(before, &before.replace("5\n", "5\nnew\n")), expected);
        assert_eq!(shown(before, before), "");
    }

    #[test]
    fn line_breaks_and_missing_ones_are_shown_as_they_are() {
        let expected = "--- plan.yaml\n+++ plan.yaml\n@@ -1,2 +1,3 @@\n a\r\n-b\n\\ No newline at end of file\n+b\r\n+c\n\\ No newline at end of file\n";
        assert_eq!(shown("a\r\nb", "a\r\nb\r\nc"), expected);
    }

    #[test]
    fn control_characters_in_a_file_do_not_reach_the_terminal() {
        let shown = shown("a\u{1b}[2J\tb\rc\n", "x\u{9b}\n");
        assert!(shown.contains("-a?[2J\tb") && shown.ends_with("+x??\n"), "{shown:?}");
        assert!(!shown.contains(['\u{1b}', '\u{9b}', '\r']), "{shown:?}");
    }
}
