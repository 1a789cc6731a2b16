//! What is in a file: its tables, unpacked and decoded, within limits.

use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;

use super::cells::Cell;
use super::{Problem, csv, json, ods, sheets, text};

/// The largest file, and the most that may come out of one.
pub(crate) const MAX_BYTES: usize = 100 << 20;
/// The most files in a zip.
const MAX_FILES: usize = 200;

/// A part of a file: a CSV file in a zip, a sheet of a workbook.
pub(super) struct Part {
    /// Its name in the file; empty if it is the file itself.
    pub(super) name: String,
    pub(super) content: Content,
}

pub(super) enum Content {
    Text(String),
    /// The rows of a sheet, with their numbers.
    Rows(Vec<(usize, Vec<Cell<'static>>)>),
    /// Why it is left out.
    Skipped(Problem),
}

impl Part {
    /// Calls `each` with every row and its number.
    pub(super) fn rows(
        &self,
        each: &mut dyn FnMut(usize, &[Cell<'_>]) -> ControlFlow<Problem>,
    ) -> Result<(), Problem> {
        match &self.content {
            Content::Text(text) => csv::rows(text, csv::delimiter(text), each),
            Content::Rows(rows) => {
                for (number, cells) in rows {
                    if let ControlFlow::Break(problem) = each(*number, cells) {
                        return Err(problem);
                    }
                }
                Ok(())
            }
            Content::Skipped(_) => Ok(()),
        }
    }

    /// A part that is left out.
    pub(super) fn skipped(name: &str, why: &str, help: &str) -> Self {
        Self { name: name.to_owned(), content: Content::Skipped(Problem::new(why, help)) }
    }

    /// True if the last line of a text has no line break.
    pub(super) fn ends_in_a_line(&self) -> bool {
        matches!(&self.content, Content::Text(text) if !text.ends_with(['\n', '\r', '"']) && !text.is_empty())
    }
}

/// The parts of a file. What is in a zip and cannot be a table is left out; if nothing else is in it, that is the problem.
pub(super) fn parts(bytes: Vec<u8>) -> Result<Vec<Part>, Problem> {
    let parts = all(bytes)?;
    if parts.iter().any(|part| !matches!(part.content, Content::Skipped(_))) {
        return Ok(parts);
    }
    let skipped = parts.into_iter().find_map(|Part { name, content }| match content {
        Content::Skipped(why) => Some(why.in_part(&name)),
        _ => None,
    });
    let help = "export the figures as CSV or Excel";
    Err(skipped.unwrap_or_else(|| Problem::new("there is no table in the archive", help)))
}

fn all(bytes: Vec<u8>) -> Result<Vec<Part>, Problem> {
    match bytes.as_slice() {
        [] => Err(Problem::new("the file is empty", "download it again")),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => zip(bytes),
        [0x1f, 0x8b, ..] => {
            let unpacked = limited(flate2::read::MultiGzDecoder::new(bytes.as_slice()), MAX_BYTES)?;
            if is_packed(&unpacked) { Ok(vec![nested("")]) } else { one("", unpacked) }
        }
        _ => one("", bytes),
    }
}

fn is_packed(bytes: &[u8]) -> bool {
    matches!(bytes, [b'P', b'K', 3 | 5, 4 | 6, ..] | [0x1f, 0x8b, ..])
}

fn nested(name: &str) -> Part {
    Part::skipped(name, "it is an archive in an archive", "unpack it, and give the files in it")
}

/// The parts of a file that is not an archive.
fn one(name: &str, bytes: Vec<u8>) -> Result<Vec<Part>, Problem> {
    let is_old_workbook = bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    let parts = if is_old_workbook {
        sheets::read(bytes)?
    } else {
        let text = text::decode(bytes)?;
        let begins = text.trim_start().chars().next();
        match begins {
            Some('[' | '{') => json::read(&text)?,
            Some('<') => {
                let help = "download the file itself, not the page that shows it";
                return Err(Problem::new("this is a web page, not a table", help));
            }
            Some('%') if text.trim_start().starts_with("%PDF") => {
                return Err(Problem::new("this is a PDF, not a table", "export the figures as CSV or Excel"));
            }
            _ => vec![Part { name: String::new(), content: Content::Text(text) }],
        }
    };
    let named = |part: Part| match (name.is_empty(), part.name.is_empty()) {
        (true, _) => part,
        (false, true) => Part { name: name.to_owned(), ..part },
        (false, false) => Part { name: format!("{name}, {}", part.name), ..part },
    };
    Ok(parts.into_iter().map(named).collect())
}

/// The part that says which kind of document an archive is.
const DOCUMENTS: [(&str, &str); 2] =
    [("word/document.xml", "a Word document"), ("ppt/presentation.xml", "a PowerPoint presentation")];

fn zip(bytes: Vec<u8>) -> Result<Vec<Part>, Problem> {
    let broken = |_| damaged_archive();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_FILES {
        let help = "give the files with the figures one by one";
        return Err(Problem::new(format!("there are more than {MAX_FILES} files in the archive"), help));
    }
    let has = |begins: &str| archive.file_names().filter_map(Result::ok).any(|name| name.starts_with(begins));
    if let Some((_, document)) = DOCUMENTS.iter().find(|(begins, _)| has(begins)) {
        let message = format!("this is {document}, not a table");
        return Err(Problem::new(message, "if it has figures, save them as CSV or Excel"));
    }
    let is_workbook = has("xl/") || archive.index_for_name("content.xml").is_some();
    let is_open_document = archive.index_for_name("content.xml").is_some();
    let (mut parts, mut left) = (Vec::new(), MAX_BYTES);
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => {
                Problem::new("the archive has a password", "unpack it, and give the files in it")
            }
            _ => damaged_archive(),
        })?;
        let name = file.name().map_err(broken)?.into_owned();
        let is_hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        if file.is_dir() || is_hidden {
            continue;
        }
        if is_workbook {
            // The reader of workbooks sets no limit.
            let count =
                io::copy(&mut (&mut file).take(left as u64 + 1), &mut io::sink()).map_err(unreadable)?;
            left = left.checked_sub(usize::try_from(count).unwrap_or(usize::MAX)).ok_or_else(too_large)?;
            continue;
        }
        let ends_in = |ends: &[&str]| ends.iter().any(|end| name.to_lowercase().ends_with(end));
        let name = name.rsplit('/').next().unwrap_or_default();
        if !ends_in(&[".csv", ".tsv", ".txt", ".json", ".xls"]) {
            parts.push(if ends_in(&[".zip", ".gz"]) {
                nested(name)
            } else if ends_in(&[".xlsx", ".xlsm", ".ods"]) {
                Part::skipped(
                    name,
                    "a workbook in an archive is not read",
                    "unpack the archive, and give the workbook",
                )
            } else {
                Part::skipped(name, "it is not a table", "if it has figures, export them as CSV or Excel")
            });
            continue;
        }
        let unpacked = limited(&mut file, left)?;
        left -= unpacked.len();
        if is_packed(&unpacked) {
            parts.push(nested(name));
        } else if !unpacked.is_empty() {
            parts.extend(one(name, unpacked).map_err(|problem| problem.in_part(name))?);
        }
    }
    if is_workbook {
        let bytes = archive.into_inner().into_inner();
        return if is_open_document { ods::read(bytes) } else { sheets::read(bytes) };
    }
    Ok(parts)
}

fn limited(from: impl Read, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    from.take(most as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > most { Err(too_large()) } else { Ok(bytes) }
}

#[allow(clippy::needless_pass_by_value)] // for `map_err`
fn unreadable(_: io::Error) -> Problem {
    damaged_archive()
}

fn damaged_archive() -> Problem {
    Problem::new("the archive is damaged", "download it again")
}

fn too_large() -> Problem {
    let message = format!("unpacked, it is larger than {} MB, which no export is", MAX_BYTES >> 20);
    Problem::new(message, "export a shorter time")
}
