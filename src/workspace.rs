//! The only code that touches the disk: which files are strategies, reading them as they are or as they
//! were at a revision, and writing.

pub mod git;
pub mod settings;
pub mod version;
mod write;

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;
use rayon::prelude::*;
use thiserror::Error;

use crate::config::ConfigError;
use crate::document::Document;
use crate::source::Source;
pub use write::{append, write, write_new};

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

/// A file that may be a strategy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// What messages call it.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Named by the user, so it is judged whatever it holds.
    pub is_named: bool,
}

/// What a search found.
#[derive(Debug, Default)]
pub struct Found {
    /// Files to judge, sorted by name, each once.
    pub candidates: Vec<Candidate>,
    /// What could not be searched.
    pub troubles: Vec<Trouble>,
    /// What was passed over and why.
    pub notices: Vec<String>,
}

/// A path as messages show it: relative to the current directory where it lies below it, with `/`.
pub fn display(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    let parts: Vec<String> = path
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    let shown = parts.join("/").replace("//", "/");
    if shown.is_empty() { ".".to_owned() } else { shown }
}

/// Finds the files to judge: named files as they are, directories walked as git sees them.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => walk(path, &mut found),
            Ok(_) => {
                let candidate = Candidate { name: display(path), path: path.clone(), is_named: true };
                found.candidates.push(candidate);
            }
            Err(error) => found.troubles.push(trouble(path, &error)),
        }
    }
    // One file reached by two paths is judged once, under the name that was given or sorts first.
    found.candidates.sort_by(|a, b| (!a.is_named, &a.name).cmp(&(!b.is_named, &b.name)));
    let mut seen = std::collections::HashSet::new();
    found
        .candidates
        .retain(|one| seen.insert(fs::canonicalize(&one.path).unwrap_or_else(|_| one.path.clone())));
    found.candidates.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Walks a directory as git sees it: what is hidden or ignored is passed by, linked files count,
/// linked directories do not.
fn walk(root: &Path, found: &mut Found) {
    for entry in WalkBuilder::new(root).require_git(false).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = display(path_of(&error).unwrap_or(root));
                found.troubles.push(Trouble::Unreadable { path, reason: plain_reason(&error) });
                continue;
            }
        };
        let kind = entry.file_type();
        let is_link = entry.path_is_symlink();
        let path = entry.into_path();
        let is_file = match fs::metadata(&path) {
            Ok(data) if is_link => data.is_file(),
            Err(_) if is_link => {
                found.notices.push(format!("{}: passed over, this link leads nowhere", display(&path)));
                false
            }
            _ => kind.is_some_and(|kind| kind.is_file()),
        };
        if is_file && path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
            found.candidates.push(Candidate { name: display(&path), path, is_named: false });
        }
    }
}

/// The path that a fault of the walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn plain_reason(error: &ignore::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), reason)
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
    let bytes = bytes_of(&candidate.path)?;
    if !candidate.is_named && !says_stratplan(&bytes) {
        return Ok(None);
    }
    Ok(Some(document(candidate.name.clone(), &candidate.path, bytes)))
}

/// Reads a file as a strategy, whatever it holds.
pub fn read_named(path: &Path) -> Result<Document, Trouble> {
    Ok(document(display(path), path, bytes_of(path)?))
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
    Ok(Source::from_bytes(display(path), bytes_of(path)?))
}

/// A path as it is seen from a folder, with `/`.
pub fn seen_from(folder: &Path, path: &Path) -> String {
    let (folder, path) = (real(folder), real(path));
    let shared = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    // Between two drives there is no way.
    if shared == 0 {
        return display(&path);
    }
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = path.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
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
    let unreadable = |error: io::Error| Trouble::Unreadable { path: name.to_owned(), reason: reason(&error) };
    let mut bytes = Vec::new();
    let limit = Source::MAX_BYTES as u64 + 1;
    io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > Source::MAX_BYTES {
        return Err(Trouble::TooLarge { path: name.to_owned() });
    }
    let folder = Path::new(name).parent().unwrap_or(Path::new("")).to_owned();
    Ok(Document::read(Source::from_bytes(name, bytes), |path| readings(&folder, path)))
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Trouble> {
    let data = fs::metadata(path).map_err(|error| trouble(path, &error))?;
    if data.len() > Source::MAX_BYTES as u64 {
        return Err(Trouble::TooLarge { path: display(path) });
    }
    fs::read(path).map_err(|error| trouble(path, &error))
}

/// True where a line begins with `stratplan:` in its first column, parsable or not.
fn says_stratplan(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"stratplan:"))
}

/// Reads the readings file that a strategy names. It may not leave the repository or, outside one,
/// the strategy's folder.
fn readings(folder: &Path, path: &str) -> Result<Source, String> {
    let bytes = fs::read(readings_path(folder, path)?).map_err(|error| reason(&error))?;
    Ok(Source::from_bytes(display(&folder.join(path)), bytes))
}

/// Where the readings file is that a strategy in this folder names.
pub fn readings_path(folder: &Path, path: &str) -> Result<PathBuf, String> {
    let given = Path::new(path);
    if given.is_absolute() {
        return Err("its path is absolute; a strategy names files beside it".to_owned());
    }
    let whole = folder.join(given);
    let real = fs::canonicalize(&whole).map_err(|error| reason(&error))?;
    let folder = fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let folder = folder.map_err(|error| reason(&error))?;
    let repository = folder.ancestors().find(|above| above.join(".git").exists());
    let (root, what) = repository.map_or((folder.as_path(), "folder"), |root| (root, "repository"));
    if !real.starts_with(root) {
        return Err(format!("it lies outside the strategy's {what}"));
    }
    Ok(real)
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
