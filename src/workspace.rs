//! The only code that touches the disk: finding strategies, reading them as they are or as they were
//! at a git revision, and writing.

mod boundary;
mod find;
mod git;
mod inputs;
mod lock;
pub(crate) mod settings;
pub(crate) mod version;
pub(crate) mod watch;
mod write;

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

use crate::config::ConfigError;
use crate::source::{self, Foreign, Source};
use crate::strategy::document::Document;
use crate::words::safe;

pub use find::Candidate;
pub(crate) use find::{Found, find, is_yaml};
pub(crate) use lock::Lock;
pub(crate) use write::{append, check_new, end_of, make_folder, write, write_new, write_output};

/// Something that could not be read or written.
#[derive(Debug, Error)]
#[allow(missing_docs)] // the messages document the variants
pub enum WorkspaceError {
    #[error("{path}: there is no such file or directory")]
    Missing { path: String },
    /// The path cannot be read, watched or written.
    #[error("{path}: {reason}")]
    Failed { path: String, reason: String },
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Git(#[from] git::GitError),
}

impl WorkspaceError {
    pub(crate) fn unwritable(path: String, reason: &str) -> Self {
        Self::Failed { path, reason: format!("not written, {reason}") }
    }

    fn unreadable(path: &Path, error: &io::Error) -> Self {
        let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
        let shown = display(path);
        match error.kind() {
            io::ErrorKind::NotFound if is_link => {
                Self::Failed { path: shown, reason: "broken symlink".to_owned() }
            }
            io::ErrorKind::NotFound => Self::Missing { path: shown },
            _ => Self::Failed { path: shown, reason: reason(error) },
        }
    }
}

/// The name of a path: relative to the current directory if it is inside it, with `/`. Bytes that are
/// not UTF-8 are escaped, so that different names stay different.
pub(crate) fn name(path: &Path) -> String {
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

/// The path of a name in a folder.
pub(crate) fn path_of_name(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    #[cfg(unix)]
    if !path.exists() && name.contains("\\x") {
        use std::os::unix::ffi::OsStringExt;
        let mut parts = name.split("\\x");
        let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
        for part in parts {
            let digits = part.split_at_checked(2);
            match digits.and_then(|(digits, rest)| Some((u8::from_str_radix(digits, 16).ok()?, rest))) {
                Some((byte, rest)) => bytes.extend(std::iter::once(&byte).chain(rest.as_bytes())),
                None => bytes.extend(b"\\x".iter().chain(part.as_bytes())),
            }
        }
        return folder.join(std::ffi::OsString::from_vec(bytes));
    }
    path
}

/// Whether a path is a file or a folder, or in it.
pub(crate) fn contains(root: &Path, path: &Path) -> bool {
    real(path).starts_with(real(root))
}

/// A path as messages show it.
pub fn display(path: &Path) -> String {
    safe::path(&name(path)).into_owned()
}

/// The message of an error of the system, without its number.
pub(crate) fn reason(error: &io::Error) -> String {
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

pub(crate) fn require(path: &Path) -> Result<(), WorkspaceError> {
    fs::metadata(path).map(|_| ()).map_err(|error| WorkspaceError::unreadable(path, &error))
}

/// Reads a file that may be a strategy. `None` for a file in a directory that is not one.
pub fn read(candidate: &Candidate) -> Result<Option<Document>, WorkspaceError> {
    let bytes = bytes_of(&candidate.path, candidate.is_named)?;
    let is_document = || Foreign::of(&bytes).is_some_and(Foreign::is_document);
    if !candidate.is_named && !says_stratplan(&bytes) && !is_document() {
        return Ok(None);
    }
    // A walk enters no linked folder.
    if candidate.is_named || candidate.path.is_symlink() {
        boundary::require_inside(&candidate.path)?;
    }
    Ok(Some(document(candidate.name.clone(), &candidate.path, bytes)))
}

/// Reads a file as a strategy, even if it does not look like one; `-` is standard input.
pub(crate) fn read_named(path: &Path) -> Result<Document, WorkspaceError> {
    if path == Path::new("-") {
        return read_stdin("<stdin>");
    }
    boundary::require_inside(path)?;
    Ok(document(name(path), path, bytes_of(path, true)?))
}

/// Reads a new text of a strategy at this path. The readings file is read again only if the text names
/// another one.
pub(crate) fn read_again(before: &Document, path: &Path, text: String) -> Document {
    let folder = folder_of(path);
    let known = before.strategy.readings.get().zip(before.csv.as_ref());
    Document::read(Source::new(before.source.name(), text), |path| match known {
        Some((named, csv)) if named.0 == path => Ok(csv.clone()),
        _ => readings(folder, path),
    })
}

/// Reads a file that is not a strategy.
pub(crate) fn read_text(path: &Path) -> Result<Source, WorkspaceError> {
    Ok(Source::from_bytes(name(path), bytes_of(path, true)?))
}

/// The paths in a list, one per line or, if there is a NUL in it, separated by that; `-` is standard input.
pub(crate) fn read_list(path: &Path) -> Result<Vec<PathBuf>, WorkspaceError> {
    let bytes = if path == Path::new("-") {
        limited(io::stdin().lock()).map_err(|error| WorkspaceError::unreadable(path, &error))?
    } else {
        Some(bytes_of(path, true)?)
    };
    let bytes = bytes.ok_or_else(|| WorkspaceError::Failed { path: display(path), reason: too_large() })?;
    let paths: Vec<&[u8]> = if bytes.contains(&0) {
        bytes.split(|byte| *byte == 0).collect()
    } else {
        bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect()
    };
    Ok(paths.into_iter().filter(|path| !path.is_empty()).map(path_of_bytes).collect())
}

#[cfg(unix)]
fn path_of_bytes(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of_bytes(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// The bytes of a file of figures: a regular one, so that nothing waits for a pipe, and not larger than `most`.
pub(crate) fn read_download(path: &Path, most: usize) -> Result<Vec<u8>, String> {
    let data = fs::metadata(path).map_err(|error| reason(&error))?;
    if data.is_dir() {
        return Err("this is a directory".to_owned());
    }
    if !data.is_file() {
        return Err("this is not a regular file".to_owned());
    }
    let too_large = || format!("larger than {} MB, which no export is", most >> 20);
    if data.len() > most as u64 {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len()).unwrap_or(0));
    let file = fs::File::open(path).map_err(|error| reason(&error))?;
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() > most { Err(too_large()) } else { Ok(bytes) }
}

/// A path relative to a folder, with `/`.
pub(crate) fn seen_from(folder: &Path, path: &Path) -> String {
    let (folder, path) = (real(folder), real(path));
    let shared = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    // There is no relative path to another drive.
    if shared == 0 {
        return name(&path);
    }
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = path.components().skip(shared).map(|part| text_of(part.as_os_str()));
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The folder that a file is in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A path without links and `..`, as far as it exists.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (absolute.parent(), absolute.file_name()) {
        (Some(folder), Some(name)) => real(folder).join(name),
        _ => absolute,
    }
}

fn document(name: String, path: &Path, bytes: Vec<u8>) -> Document {
    let folder = folder_of(path);
    Document::read(Source::from_bytes(name, bytes), |path| readings(folder, path))
}

pub(crate) fn read_stdin(name: &str) -> Result<Document, WorkspaceError> {
    let path = safe::path(name).into_owned();
    match limited(io::stdin().lock()) {
        Ok(Some(bytes)) => Ok(document(name.to_owned(), Path::new(name), bytes)),
        Ok(None) => Err(WorkspaceError::Failed { path, reason: too_large() }),
        Err(error) => Err(WorkspaceError::Failed { path, reason: reason(&error) }),
    }
}

/// The bytes of a file. A pipe or a device, which may never end, is opened only if the user named it.
fn bytes_of(path: &Path, is_named: bool) -> Result<Vec<u8>, WorkspaceError> {
    let bytes = all_bytes(path, is_named).map_err(|error| WorkspaceError::unreadable(path, &error))?;
    bytes.ok_or_else(|| WorkspaceError::Failed { path: display(path), reason: too_large() })
}

fn too_large() -> String {
    format!("larger than {} MiB, which no strategy is", Source::MAX_BYTES >> 20)
}

fn all_bytes(path: &Path, is_named: bool) -> io::Result<Option<Vec<u8>>> {
    if !is_named && !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("this is not a regular file"));
    }
    let file = fs::File::open(path)?;
    inputs::note(path, &file);
    limited(file)
}

/// Everything there is to read; `None` if that is more than any strategy.
fn limited(from: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(Source::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= Source::MAX_BYTES).then_some(bytes))
}

/// Whether a line begins with `stratplan:`, even if the file cannot be parsed.
fn says_stratplan(bytes: &[u8]) -> bool {
    // A file in another encoding is reported, not skipped silently.
    if let Some(text) = source::utf16(bytes) {
        return says_stratplan(text.as_bytes());
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"stratplan:"))
}

/// Reads the readings file that a strategy names.
fn readings(folder: &Path, path: &str) -> Result<Source, String> {
    let bytes = all_bytes(&readings_path(folder, path)?, false).map_err(|error| reason(&error))?;
    let bytes = bytes.ok_or_else(|| "it is larger than any list of readings".to_owned())?;
    Ok(Source::from_bytes(name(&folder.join(path)), bytes))
}

/// The path of the readings file that a strategy in this folder names. It must be in the same
/// repository or, outside one, in the strategy's folder.
pub(crate) fn readings_path(folder: &Path, path: &str) -> Result<PathBuf, String> {
    let given = Path::new(path);
    if given.is_absolute() {
        return Err("its path is absolute; write it relative to the strategy".to_owned());
    }
    let real = fs::canonicalize(folder.join(given)).map_err(|error| reason(&error))?;
    let folder = fs::canonicalize(folder).map_err(|error| reason(&error))?;
    let repository = boundary::repository_of(&folder);
    let (root, what) = repository.map_or((folder.as_path(), "folder"), |root| (root, "repository"));
    if !real.starts_with(root) {
        return Err(format!("it is outside the strategy's {what}"));
    }
    Ok(real)
}

/// The readings file of a strategy, if it names one that can be read.
pub(crate) fn readings_of(strategy: &Path) -> Option<PathBuf> {
    let document = read_named(strategy).ok()?;
    let named = document.strategy.readings.get()?;
    readings_path(folder_of(strategy), &named.0).ok()
}

/// Processes every item on several threads; the results keep their order.
pub(crate) fn each<I: Sync, T: Send>(
    items: &[I],
    jobs: Option<usize>,
    work: impl Fn(&I) -> T + Send + Sync,
) -> Vec<T> {
    match rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build() {
        Ok(pool) => pool.install(|| items.par_iter().map(&work).collect()),
        // If no threads can be started, this one does the work.
        Err(_) => items.iter().map(&work).collect(),
    }
}
