//! What a change does to a file, as a unified diff: for people, and for `patch`.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use anstyle::Style;
use similar::{ChangeTag, TextDiff};

use super::{ADDED, BOLD, DIM, REMOVED};
use crate::words::safe;

/// Whether a diff is read by people or by `patch` and `git apply`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// It has colors, and no character of the file can control the terminal.
    Person,
    /// Every byte of the file is in it.
    Program,
}

/// Writes what is different in a file of this name; nothing if the texts are the same.
pub fn diff(out: &mut dyn Write, reader: Reader, name: &str, before: &str, after: &str) -> io::Result<()> {
    if before == after {
        return Ok(());
    }
    let styled = |style: Style| if reader == Reader::Person { style } else { Style::new() };
    let (bold, dim) = (styled(BOLD), styled(DIM));
    let (old, new) = (file_name("a/", name), file_name("b/", name));
    writeln!(out, "{bold}--- {old}{bold:#}\n{bold}+++ {new}{bold:#}")?;
    // A carriage return in the middle of a line does not end it for `git apply`.
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let lines = TextDiff::from_slices(&before, &after);
    for hunk in lines.unified_diff().iter_hunks() {
        writeln!(out, "{dim}{}{dim:#}", hunk.header())?;
        for line in hunk.iter_changes() {
            let style = styled(match line.tag() {
                ChangeTag::Delete => REMOVED,
                ChangeTag::Insert => ADDED,
                ChangeTag::Equal => Style::new(),
            });
            let text = line.value();
            let body = text.strip_suffix('\n').unwrap_or(text);
            let (body, ending) = body.strip_suffix('\r').map_or((body, "\n"), |body| (body, "\r\n"));
            let body = match reader {
                // The text after a carriage return would be written over the text before it.
                Reader::Person => safe::lines(body).replace('\r', "␍").into(),
                Reader::Program => Cow::Borrowed(body),
            };
            let is_last = !text.ends_with('\n');
            write!(out, "{style}{}{body}{style:#}{ending}", line.tag())?;
            if is_last {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

/// A name as git writes it: in quotes if it has odd characters, and with a tab after one with spaces.
fn file_name(prefix: &str, name: &str) -> String {
    let prefix = if Path::new(name).is_absolute() { "" } else { prefix };
    if !name.contains(|c: char| safe::is_unsafe(c) || matches!(c, '\n' | '"' | '\\')) {
        let end = if name.contains(' ') { "\t" } else { "" };
        return format!("{prefix}{name}{end}");
    }
    let mut quoted = format!("\"{prefix}");
    for byte in name.bytes() {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
            b'\n' => quoted.push_str("\\n"),
            b'\t' => quoted.push_str("\\t"),
            b' '..=b'~' => quoted.push(char::from(byte)),
            _ => {
                // Writing to a string cannot fail.
                write!(quoted, "\\{byte:03o}").ok();
            }
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let mut out = Vec::new();
        diff(&mut out, Reader::Person, "plan.yaml", before, after).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
    }

    #[test]
    fn an_added_line_is_shown_with_the_lines_around_it() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n";
        let expected = "--- a/plan.yaml\n+++ b/plan.yaml\n@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+new\n 6\n 7\n 8\n";
        assert_eq!(shown(before, &before.replace("5\n", "5\nnew\n")), expected);
        assert_eq!(shown(before, before), "");
    }

    #[test]
    fn line_breaks_and_missing_ones_are_shown_as_they_are() {
        let expected = "--- a/plan.yaml\n+++ b/plan.yaml\n@@ -1,2 +1,3 @@\n a\r\n-b\n\\ No newline at end of file\n+b\r\n+c\n\\ No newline at end of file\n";
        assert_eq!(shown("a\r\nb", "a\r\nb\r\nc"), expected);
    }

    #[test]
    fn control_characters_in_a_file_do_not_reach_the_terminal() {
        let shown = shown("a\u{1b}[2J\tb\rc\n", "x\u{9b}\n");
        assert!(shown.contains("-a?[2J\tb") && shown.ends_with("+x??\n"), "{shown:?}");
        assert!(!shown.contains(['\u{1b}', '\u{9b}', '\r']), "{shown:?}");
    }

    #[test]
    fn names_are_written_as_git_reads_them() {
        let names =
            ["plan.yaml", "a plan.yaml", "a\"b\\c\td.yaml", "é\u{202e}.yaml", "é.yaml", "/tmp/a.yaml"];
        let written = [
            "a/plan.yaml",
            "a/a plan.yaml\t",
            "\"a/a\\\"b\\\\c\\td.yaml\"",
            "\"a/\\303\\251\\342\\200\\256.yaml\"",
            "a/é.yaml",
            "/tmp/a.yaml",
        ];
        assert_eq!(names.map(|name| file_name("a/", name)), written);
    }
}
