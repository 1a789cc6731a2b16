//! Annotations: commands to the runner of GitHub Actions, which shows them beside the lines.
//!
//! The runner obeys any line that looks like a command, whoever wrote it. So every text in a command
//! is escaped, and [`disarm`] takes their force from lines that are no commands of ours.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;

use super::place::Place;
use super::wording;
use super::{Judged, Layout, Run};
use crate::document::Document;
use crate::finding::{Finding, Level};
use crate::safe;
use crate::source::Columns;
use crate::words::counted;

/// The runner shows this many of each level in a step and drops the others without a word.
const MOST: usize = 10;

/// The format `github`.
#[derive(Debug, Clone, Default)]
pub struct Github {
    /// Where the run takes place, as seen from the root of the repository; empty at the root.
    /// Annotations name files from there.
    pub folder: String,
}

/// The findings of one strategy, no more of each level than are shown in all.
#[derive(Debug)]
pub struct Sheet {
    commands: Vec<(Level, String)>,
    /// How many findings there are.
    total: usize,
}

impl Layout for Github {
    type Sheet = Sheet;

    fn sheet(&self, Judged { document, outcome, .. }: Judged<'_>) -> io::Result<Sheet> {
        let (mut commands, mut counts) = (Vec::new(), HashMap::new());
        for finding in &outcome.findings {
            let count: &mut usize = counts.entry(finding.level).or_default();
            *count += 1;
            if *count <= MOST {
                commands.push((finding.level, self.command(document, finding)));
            }
        }
        Ok(Sheet { commands, total: outcome.findings.len() })
    }

    fn join(&self, sheets: Vec<Sheet>, _: &Run<'_>) -> io::Result<Vec<u8>> {
        let total: usize = sheets.iter().map(|sheet| sheet.total).sum();
        let mut commands: Vec<(Level, String)> =
            sheets.into_iter().flat_map(|sheet| sheet.commands).collect();
        commands.sort_by_key(|(level, _)| Reverse(*level));
        for level in [Level::Error, Level::Warning, Level::Info] {
            keep(&mut commands, level, MOST);
        }
        if commands.len() < total {
            // What says that something is left out is a notice itself.
            keep(&mut commands, Level::Info, MOST - 1);
            commands.push((Level::Info, left_out(total - commands.len())));
        }
        Ok(commands.into_iter().flat_map(|(_, command)| (command + "\n").into_bytes()).collect())
    }
}

/// Keeps the first few of a level.
fn keep(commands: &mut Vec<(Level, String)>, level: Level, most: usize) {
    let mut count = 0;
    commands.retain(|(own, _)| {
        count += usize::from(*own == level);
        *own != level || count <= most
    });
}

fn left_out(count: usize) -> String {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let text = format!(
        "{} left out here, as GitHub shows at most {MOST} of a level; the output of `stratplan check` has all",
        counted(count, "finding is", "findings are")
    );
    format!("::notice title=stratplan::{}", data(&text))
}

impl Github {
    fn command(&self, document: &Document, finding: &Finding) -> String {
        let place = Place::new(document, finding.place, Columns::Characters);
        let (first, last) = (place.start.line, place.last_line());
        let path = match self.folder.as_str() {
            "" => place.path.to_owned(),
            folder => format!("{folder}/{}", place.path),
        };
        // The runner takes columns only within a line.
        let columns = if place.is_on_one_line() {
            format!(",col={},endColumn={}", place.start.column, place.end.column)
        } else {
            String::new()
        };
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "notice",
        };
        let (path, title) = (property(&path), property(&format!("{} (stratplan)", finding.rule.name)));
        let said = data(&wording::in_two_lines(finding));
        format!("::{command} file={path},line={first},endLine={last}{columns},title={title}::{said}")
    }
}

/// The text of a command.
fn data(text: &str) -> String {
    let shown = |c| if matches!(c, '\r' | '\n') { c } else { safe::picture(c) };
    let text: String = text.chars().map(shown).collect();
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A text for people in which the runner sees no command: a line that begins with `::`, or one with
/// `##[` anywhere, is pulled apart by a space.
///
/// ```
/// use stratplan::render::findings::github::disarm;
///
/// assert_eq!(disarm("  ::error::x ::y\na ##[error]b\n"), "  : :error::x ::y\na # #[error]b\n");
/// ```
pub fn disarm(text: &str) -> String {
    let line = |line: &str| {
        let start = line.len() - after_blanks(line).len();
        let (blank, rest) = line.split_at_checked(start).unwrap_or((line, ""));
        let rest = match rest.strip_prefix("::") {
            Some(rest) => format!(": :{rest}"),
            None => rest.to_owned(),
        };
        format!("{blank}{rest}").replace("##[", "# #[")
    };
    text.split_inclusive(['\n', '\r']).map(line).collect()
}

/// What follows the blanks and the colours at the beginning of a line.
fn after_blanks(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some((style, after)) = rest.strip_prefix("\u{1b}[").and_then(|rest| rest.split_once('m')) {
        if !style.chars().all(|c| c.is_ascii_digit() || c == ';') {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_stays_one_line_and_keeps_its_properties_apart() {
        let odd = "a,b:c%0A\r\n::error::x\u{1b}[2J\u{202e}";
        assert_eq!(data(odd), "a,b:c%250A%0D%0A::error::x␛[2J\u{fffd}");
        assert_eq!(property(odd), "a%2Cb%3Ac%250A%0D%0A%3A%3Aerror%3A%3Ax␛[2J\u{fffd}");
    }

    #[test]
    fn colours_hide_no_command() {
        let text = "\u{1b}[1m \u{1b}[1;31m::error::x\u{1b}[0m\n\u{a0}::warning::y\r::notice::z\n";
        let plain = anstream::adapter::strip_str(&disarm(text)).to_string();
        assert_eq!(plain, " : :error::x\n\u{a0}: :warning::y\r: :notice::z\n");
        assert_eq!(disarm("a::b\n3 | ::c\n\n"), "a::b\n3 | ::c\n\n");
    }
}
