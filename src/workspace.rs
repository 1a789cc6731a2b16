//! The only code that touches the disk: which files are strategies, reading them as they are or as they
//! were at a revision, and writing.

mod find;
pub mod git;
pub mod settings;
pub mod version;
pub mod watch;
mod write;

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

use crate::config::ConfigError;
use crate::document::Document;
use crate::safe;
use crate::source::{self, Source};

pub use find::{Candidate, Found, find};
pub use write::{append, make_folder, write, write_new};

/// Something the machine could not do.
#[derive(Debug, Error)]
pub enum Trouble {
    /// A path that is not there.
    #[error("{path}: there is no such file or directory")]
    Missing {
        /// The path as messages show it.
        path: String,
    },
    /// A link that leads nowhere.
    #[error("{path}: this link leads nowhere")]
    BrokenLink {
        /// The path as messages show it.
        path: String,
    },
    /// A path that cannot be read.
    #[error("{path}: {reason}")]
    Unreadable {
        /// The path as messages show it.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// A file larger than any strategy.
    #[error("{path}: larger than {} MiB, which no strategy is", Source::MAX_BYTES >> 20)]
    TooLarge {
        /// The path as messages show it.
        path: String,
    },
    /// A write that failed.
    #[error("{path}: not written, {reason}")]
    Unwritable {
        /// The path as messages show it.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// Settings that cannot be used.
    #[error(transparent)]
    Config(#[from] Box<ConfigError>),
    /// A file that could not be had at a revision.
    #[error(transparent)]
    Git(#[from] Box<git::GitError>),
}

/// What a path is called: relative to the current directory where it lies below it, with `/`. What
/// is no text in it is shown byte by byte, so that two names stay two.
pub fn name(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
    let parts: Vec<String> = parts.map(|part| text_of(part.as_os_str())).collect();
    let shown = parts.join("/").replace("//", "/");
    if shown.is_empty() { ".".to_owned() } else { shown }
}

fn text_of(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    text
}

/// A path as messages show it.
pub fn display(path: &Path) -> String {
    safe::path(&name(path)).into_owned()
}

/// What the system said, without its number.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::IsADirectory => "this is a directory".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_lowercase()
        }
    }
}

/// Fails where a path is not there.
pub fn require(path: &Path) -> Result<(), Trouble> {
    fs::metadata(path).map(|_| ()).map_err(|error| trouble(path, &error))
}

fn trouble(path: &Path, error: &io::Error) -> Trouble {
    let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
    let name = display(path);
    match error.kind() {
        io::ErrorKind::NotFound if is_link => Trouble::BrokenLink { path: name },
        io::ErrorKind::NotFound => Trouble::Missing { path: name },
        _ => Trouble::Unreadable { path: name, reason: reason(error) },
    }
}

/// Reads a file that may be a strategy; `None` where a file met on a walk is not one.
pub fn read(candidate: &Candidate) -> Result<Option<Document>, Trouble> {
    let bytes = bytes_of(&candidate.path, candidate.is_named)?;
    if !candidate.is_named && !says_stratplan(&bytes) {
        return Ok(None);
    }
    Ok(Some(document(candidate.name.clone(), &candidate.path, bytes)))
}

/// Reads a file as a strategy, whatever it holds.
pub fn read_named(path: &Path) -> Result<Document, Trouble> {
    Ok(document(name(path), path, bytes_of(path, true)?))
}

/// Reads another text as the strategy that a document was read from: a file at this path, or standard
/// input that stands for one. Its readings are read anew only if it names another file.
pub fn read_again(before: &Document, path: &Path, text: String) -> Document {
    let folder = path.parent().unwrap_or(Path::new(""));
    let known = before.strategy.readings.get().zip(before.csv.as_ref());
    Document::read(Source::new(before.source.name(), text), |path| match known {
        Some((named, csv)) if named == path => Ok(csv.clone()),
        _ => readings(folder, path),
    })
}

/// Reads a file that is no strategy.
pub fn read_text(path: &Path) -> Result<Source, Trouble> {
    Ok(Source::from_bytes(name(path), bytes_of(path, true)?))
}

/// A path as it is seen from a folder, with `/`.
pub fn seen_from(folder: &Path, path: &Path) -> String {
    let (folder, path) = (real(folder), real(path));
    let shared = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    // Between two drives there is no way.
    if shared == 0 {
        return name(&path);
    }
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = path.components().skip(shared).map(|part| text_of(part.as_os_str()));
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// A path without links and detours, as far as it is there.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (whole.parent(), whole.file_name()) {
        (Some(folder), Some(name)) => real(folder).join(name),
        _ => whole,
    }
}

fn document(name: String, path: &Path, bytes: Vec<u8>) -> Document {
    let folder = path.parent().unwrap_or(Path::new(""));
    Document::read(Source::from_bytes(name, bytes), |path| readings(folder, path))
}

/// Reads standard input as a strategy of the given name.
pub fn read_stdin(name: &str) -> Result<Document, Trouble> {
    let path = || safe::path(name).into_owned();
    let unreadable = |error: io::Error| Trouble::Unreadable { path: path(), reason: reason(&error) };
    let bytes = limited(io::stdin().lock()).map_err(unreadable)?;
    let bytes = bytes.ok_or_else(|| Trouble::TooLarge { path: path() })?;
    let folder = Path::new(name).parent().unwrap_or(Path::new("")).to_owned();
    Ok(Document::read(Source::from_bytes(name, bytes), |path| readings(&folder, path)))
}

/// The bytes of a file. A pipe or a device is opened only where the user named it: it may never end.
fn bytes_of(path: &Path, is_named: bool) -> Result<Vec<u8>, Trouble> {
    let bytes = whole(path, is_named).map_err(|error| trouble(path, &error))?;
    bytes.ok_or_else(|| Trouble::TooLarge { path: display(path) })
}

fn whole(path: &Path, is_named: bool) -> io::Result<Option<Vec<u8>>> {
    if !is_named && !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("this is not a file that can be read to its end"));
    }
    limited(fs::File::open(path)?)
}

/// Everything there is to read; `None` where that is more than any strategy.
fn limited(from: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(Source::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= Source::MAX_BYTES).then_some(bytes))
}

/// True where a line begins with `stratplan:` in its first column, parsable or not.
fn says_stratplan(bytes: &[u8]) -> bool {
    // That a file is saved in another encoding is no reason to pass it over without a word.
    if let Some(text) = source::utf16(bytes) {
        return says_stratplan(text.as_bytes());
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"stratplan:"))
}

/// Reads the readings file that a strategy names. It may not leave the repository or, outside one,
/// the strategy's folder.
fn readings(folder: &Path, path: &str) -> Result<Source, String> {
    let bytes = whole(&readings_path(folder, path)?, false).map_err(|error| reason(&error))?;
    let bytes = bytes.ok_or_else(|| "it is larger than any list of readings".to_owned())?;
    Ok(Source::from_bytes(name(&folder.join(path)), bytes))
}

/// Where the readings file is that a strategy in this folder names.
pub fn readings_path(folder: &Path, path: &str) -> Result<PathBuf, String> {
    let given = Path::new(path);
    if given.is_absolute() {
        return Err("its path is absolute; a strategy names files beside it".to_owned());
    }
    let beside = folder.join(given);
    let real = fs::canonicalize(&beside).map_err(|error| reason(&error))?;
    let folder = fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let folder = folder.map_err(|error| reason(&error))?;
    let repository = folder.ancestors().find(|above| above.join(".git").exists());
    let (root, what) = repository.map_or((folder.as_path(), "folder"), |root| (root, "repository"));
    if !real.starts_with(root) {
        return Err(format!("it lies outside the strategy's {what}"));
    }
    Ok(real)
}

/// The readings file of a strategy, if it names one that may be read.
pub fn readings_of(strategy: &Path) -> Option<PathBuf> {
    let document = read_named(strategy).ok()?;
    let named = document.strategy.readings.get()?;
    readings_path(strategy.parent().unwrap_or(Path::new("")), named).ok()
}

/// Does something with every item on several threads; the results keep their order.
pub fn each<I: Sync, T: Send>(
    items: &[I],
    jobs: Option<usize>,
    work: impl Fn(&I) -> T + Send + Sync,
) -> Vec<T> {
    match rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build() {
        Ok(pool) => pool.install(|| items.par_iter().map(&work).collect()),
        // Without threads there is still one.
        Err(_) => items.iter().map(&work).collect(),
    }
}
