//! Annotations: commands to the runner of GitHub Actions, which shows them next to the lines.
//!
//! The runner obeys any line that looks like a command, whoever wrote it. So every text in a command
//! is escaped, and [`disarm`] makes lines harmless that are not our commands, for other build servers, too.

use super::Report;
use super::row::FindingRow;
use crate::finding::Level;
use crate::words::counted;
use crate::words::safe;

/// The runner shows this many annotations of each level per step and silently drops the others.
const LIMIT: usize = 10;

/// The format `github`. `folder` is where the command runs, relative to the root of the repository, or
/// empty: annotations name files from the root.
pub fn github(reports: &[Report], folder: &str) -> String {
    let mut rows: Vec<&FindingRow> = reports.iter().flat_map(|one| &one.findings).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.level));
    let levels: Vec<_> = rows.chunk_by(|row, next| row.level == next.level).collect();
    let is_cut = levels.iter().any(|rows| rows.len() > LIMIT);
    let mut commands = Vec::new();
    let mut left_out = 0;
    for rows in levels {
        let is_info = rows.iter().any(|row| row.level == Level::Info);
        // The note that some are left out is a notice itself.
        let limit = if is_cut && is_info { LIMIT - 1 } else { LIMIT };
        commands.extend(rows.iter().take(limit).map(|row| command(row, folder)));
        left_out += rows.len().saturating_sub(limit);
    }
    if is_cut {
        let text = format!(
            "{} left out here, as GitHub shows at most {LIMIT} of a level; the output of `stratplan check` has all",
            counted(left_out, "finding is", "findings are")
        );
        commands.push(format!("::notice title=stratplan::{}\n", data(&text)));
    }
    commands.concat()
}

fn command(row: &FindingRow, folder: &str) -> String {
    let region = row.place.region;
    let last = if region.end_column == 1 { (region.end_line - 1).max(region.line) } else { region.end_line };
    let path =
        if folder.is_empty() { row.place.path.clone() } else { format!("{folder}/{}", row.place.path) };
    // The runner accepts columns only within a line.
    let columns = if region.line == region.end_line {
        format!(",col={},endColumn={}", region.column, region.end_column)
    } else {
        String::new()
    };
    let command = match row.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    let (path, title) = (property(&path), property(&format!("{} (stratplan)", row.rule)));
    let text = data(&row.message_and_help("\nhelp: "));
    format!("::{command} file={path},line={},endLine={last}{columns},title={title}::{text}\n", region.line)
}

fn data(text: &str) -> String {
    let shown = |c| if matches!(c, '\r' | '\n') { c } else { safe::picture(c) };
    let text: String = safe::without_commands(text, " #").chars().map(shown).collect();
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Text for people in which no build server sees a command: `::` at the start of a line and `##[`, `##vso[` or
/// `##teamcity[` anywhere are broken up by a space.
pub fn disarm(text: &str) -> String {
    let line = |line: &str| {
        let command = skip_blanks(line);
        let blanks = line.strip_suffix(command).unwrap_or_default();
        match command.strip_prefix("::") {
            Some(rest) => format!("{blanks}: :{}", safe::without_commands(rest, " #")),
            None => safe::without_commands(line, " #").into_owned(),
        }
    };
    text.split_inclusive(['\n', '\r']).map(line).collect()
}

/// What follows the blanks and the color codes at the start of a line.
fn skip_blanks(line: &str) -> &str {
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
    fn colors_do_not_hide_a_command() {
        let text = "\u{1b}[1m \u{1b}[1;31m::error::x\u{1b}[0m\n\u{a0}::warning::y\r::notice::z\n";
        let plain = anstream::adapter::strip_str(&disarm(text)).to_string();
        assert_eq!(plain, " : :error::x\n\u{a0}: :warning::y\r: :notice::z\n");
        assert_eq!(disarm("a::b\n3 | ::c\n\n"), "a::b\n3 | ::c\n\n");
        assert_eq!(disarm("  ::error::x ::y\na ##[error]b\n"), "  : :error::x ::y\na # #[error]b\n");
    }
}
