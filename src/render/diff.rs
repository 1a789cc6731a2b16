//! What a change does to a file, as a unified diff: for people, and for `patch`.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use super::{BOLD, DIM};
use crate::words::safe;

const OLD: Style = AnsiColor::Red.on_default();
const NEW: Style = AnsiColor::Green.on_default();

/// Writes what is different in a file of this name; nothing where the texts are the same.
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
                ChangeTag::Delete => OLD,
                ChangeTag::Insert => NEW,
                ChangeTag::Equal => Style::new(),
            };
            let text = line.value();
            let body = text.trim_end_matches(['\n', '\r']);
            // What follows a carriage return would be written over what stands before it.
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
    fn a_line_more_is_one_line_with_those_around_it() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n";
        let expected = "--- plan.yaml\n+++ plan.yaml\n@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+new\n 6\n 7\n 8\n";
        assert_eq!(shown(before, &before.replace("5\n", "5\nnew\n")), expected);
        assert_eq!(shown(before, before), "");
    }

    #[test]
    fn line_breaks_and_their_absence_are_shown_as_they_are() {
        let expected = "--- plan.yaml\n+++ plan.yaml\n@@ -1,2 +1,3 @@\n a\r\n-b\n\\ No newline at end of file\n+b\r\n+c\n\\ No newline at end of file\n";
        assert_eq!(shown("a\r\nb", "a\r\nb\r\nc"), expected);
    }

    #[test]
    fn nothing_in_a_file_is_sent_to_the_terminal() {
        let shown = shown("a\u{1b}[2J\tb\rc\n", "x\u{9b}\n");
        assert!(shown.contains("-a?[2J\tb") && shown.ends_with("+x??\n"), "{shown:?}");
        assert!(!shown.contains(['\u{1b}', '\u{9b}', '\r']), "{shown:?}");
    }
}
