//! The only code that touches the disk: which files are strategies, and reading them.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rayon::prelude::*;
use thiserror::Error;

use crate::config::{Config, ConfigError};
use crate::document::Document;
use crate::source::Source;

/// The name of the settings file.
pub const CONFIG_NAME: &str = "stratplan.toml";

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
    #[error("{path}: could not be written: {reason}")]
    Unwritable {
        /// The path as messages show it.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// Settings that cannot be used.
    #[error(transparent)]
    Config(#[from] Box<ConfigError>),
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
                found.candidates.push(Candidate { name: display(path), path: path.clone(), is_named: true })
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

fn walk(root: &Path, found: &mut Found) {
    for entry in WalkBuilder::new(root).follow_links(true).require_git(false).build() {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                let is_yaml =
                    entry.path().extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
                if is_file && is_yaml {
                    let path = entry.into_path();
                    found.candidates.push(Candidate { name: display(&path), path, is_named: false });
                }
            }
            Err(error) => match broken_link(&error) {
                Some(path) => {
                    found.notices.push(format!("{}: passed over, this link leads nowhere", display(&path)))
                }
                None => found
                    .troubles
                    .push(Trouble::Unreadable { path: display(root), reason: plain_reason(&error) }),
            },
        }
    }
}

fn broken_link(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, err } => {
            let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
            let leads_nowhere = err.io_error().is_some_and(|io| io.kind() == io::ErrorKind::NotFound);
            (is_link && leads_nowhere).then(|| path.clone())
        }
        ignore::Error::WithDepth { err, .. } => broken_link(err),
        _ => None,
    }
}

fn plain_reason(error: &ignore::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), reason)
}

/// What the system said, without its number.
fn reason(error: &io::Error) -> String {
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
    let folder = candidate.path.parent().unwrap_or(Path::new(""));
    let source = Source::from_bytes(&candidate.name, bytes);
    Ok(Some(Document::read(source, |path| readings(folder, path))))
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
    let bytes = fs::read(&real).map_err(|error| reason(&error))?;
    Ok(Source::from_bytes(display(&whole), bytes))
}

/// Does something with every candidate on several threads; the results keep their order.
pub fn each<T: Send>(
    candidates: &[Candidate],
    jobs: Option<usize>,
    work: impl Fn(&Candidate) -> T + Send + Sync,
) -> Vec<T> {
    let run = || candidates.par_iter().map(&work).collect();
    match rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build() {
        Ok(pool) => pool.install(run),
        // Without threads there is still one.
        Err(_) => candidates.iter().map(&work).collect(),
    }
}

/// The settings that hold for each file: the nearest `stratplan.toml` above it, up to the root of
/// its repository.
#[derive(Debug, Default)]
pub struct Configs {
    by_folder: HashMap<PathBuf, Option<usize>>,
    configs: Vec<(Config, Gitignore)>,
}

impl Configs {
    /// Settings from one file for all.
    pub fn from_file(path: &Path) -> Result<Config, Trouble> {
        let bytes = bytes_of(path)?;
        let source = Source::from_bytes(display(path), bytes);
        Config::parse(source).map_err(|error| Trouble::Config(Box::new(error)))
    }

    /// Looks for the settings of a file, and remembers what it found on the way.
    pub fn find(&mut self, file: &Path) -> Result<Option<&(Config, Gitignore)>, Trouble> {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let Some(folder) = file.parent() else { return Ok(None) };
        let index = self.of_folder(folder)?;
        Ok(index.and_then(|index| self.configs.get(index)))
    }

    fn of_folder(&mut self, folder: &Path) -> Result<Option<usize>, Trouble> {
        if let Some(known) = self.by_folder.get(folder) {
            return Ok(*known);
        }
        let path = folder.join(CONFIG_NAME);
        let index = if path.is_file() {
            let config = Self::from_file(&path)?;
            let excludes = excludes(folder, &config);
            self.configs.push((config, excludes));
            Some(self.configs.len() - 1)
        } else if folder.join(".git").exists() {
            None
        } else {
            match folder.parent() {
                Some(above) => self.of_folder(above)?,
                None => None,
            }
        };
        self.by_folder.insert(folder.to_owned(), index);
        Ok(index)
    }
}

/// The excludes of a settings file, as patterns below its folder. A bad pattern excludes nothing.
fn excludes(folder: &Path, config: &Config) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    for pattern in &config.exclude {
        let _ = builder.add_line(None, pattern);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// Writes a file anew, whole or not at all; never over one that is there unless `force`.
pub fn write_new(path: &Path, text: &str, force: bool) -> Result<(), Trouble> {
    let unwritable = |reason: String| Trouble::Unwritable { path: display(path), reason };
    let result = if force {
        fs::write(path, text)
    } else {
        let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
        file.and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()))
    };
    result.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => unwritable("it is there already; --force replaces it".to_owned()),
        io::ErrorKind::NotFound => unwritable("its folder is not there".to_owned()),
        _ => unwritable(reason(&error)),
    })
}
