//! Reads a version of a strategy as named on the command line: a file, `-` for standard input, a file at a git
//! revision (`HEAD~1:strategy.yaml`), or a revision alone, which means the file it is compared with.

use std::fs;
use std::path::{Path, PathBuf};

use super::git::{GitError, Revision, join};
use super::{WorkspaceError, display, folder_of, is_yaml};
use crate::source::Source;
use crate::strategy::document::Document;

/// Where a version of a strategy is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Version {
    /// A file, or `-` for standard input.
    File(PathBuf),
    /// A file at a revision, which is empty for what is staged. The path is relative to the folder, or
    /// to the repository unless it begins with a dot. It is a guess if only the revision was named,
    /// which may have been meant as a file.
    At { revision: String, path: String, folder: PathBuf, is_guess: bool },
}

#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) document: Document,
    /// Where it is, or would be today: its settings are looked up there.
    pub(crate) place: PathBuf,
    pub(crate) day: Option<jiff::civil::Date>,
}

impl Version {
    /// The two versions to compare. An existing file takes precedence over a revision, and a revision
    /// alone means the other file.
    pub(crate) fn pair(old: &Path, new: &Path) -> Result<(Self, Self), WorkspaceError> {
        match (Self::certain(old), Self::certain(new)) {
            (Some(old), Some(new)) => Ok((old, new)),
            (None, Some(file)) => Ok((Self::at_revision(old, &file)?, file)),
            (Some(file), None) => {
                let new = Self::at_revision(new, &file)?;
                Ok((file, new))
            }
            (None, None) => Err(no_file(old)),
        }
    }

    /// What a name means by itself; none if it can be a revision alone.
    fn certain(name: &Path) -> Option<Self> {
        let is_file = name == Path::new("-") || fs::metadata(name).is_ok_and(|data| !data.is_dir());
        let text = name.to_str().filter(|text| !is_file && !is_drive(text));
        let Some(text) = text else { return Some(Self::File(name.to_owned())) };
        if let Some((revision, path)) = split(text) {
            let (revision, path) = (revision.to_owned(), path.to_owned());
            return Some(Self::At { revision, path, folder: PathBuf::from("."), is_guess: false });
        }
        // Probably a file whose name is misspelled.
        is_yaml(name).then(|| Self::File(name.to_owned()))
    }

    /// The file of another version, at the revision of this name.
    fn at_revision(name: &Path, other: &Self) -> Result<Self, WorkspaceError> {
        if name.as_os_str().is_empty() {
            return Err(no_file(name));
        }
        let (path, folder) = match other {
            Self::At { path, folder, .. } => (path.clone(), folder.clone()),
            Self::File(file) if file == Path::new("-") => return Err(no_file(name)),
            Self::File(file) => {
                let file = followed(file);
                let Some(named) = file.file_name().and_then(|name| name.to_str()) else {
                    return Err(no_file(name));
                };
                (format!("./{named}"), folder_of(&file).to_owned())
            }
        };
        let revision = name.to_string_lossy().into_owned();
        Ok(Self::At { revision, path, folder, is_guess: true })
    }

    /// Reads it, and the readings that it names in the same version.
    pub(crate) fn read(&self) -> Result<Found, WorkspaceError> {
        match self {
            Self::File(path) if path != Path::new("-") && path.is_dir() => Err(folder(path)),
            Self::File(path) => {
                Ok(Found { document: super::read_named(path)?, place: path.clone(), day: None })
            }
            Self::At { revision, path, folder, is_guess } => {
                let name = Path::new(revision);
                read_at(folder, revision, path).map_err(|error| match error {
                    GitError::NoRevision(_) if *is_guess && name.is_dir() => self::folder(name),
                    GitError::NoRevision(why) | GitError::Unavailable(why) if *is_guess => {
                        let name = display(name);
                        GitError::Other(format!("{name}: there is no such file, and as a revision: {why}"))
                            .into()
                    }
                    error => error.into(),
                })
            }
        }
    }
}

/// The name may be a revision, but of an unknown file.
fn no_file(name: &Path) -> WorkspaceError {
    if name.is_dir() {
        return folder(name);
    }
    let name = display(name);
    GitError::Other(format!(
        "`{name}` is not the name of a file; if it is a revision, add the file: `HEAD~1:strategy.yaml`"
    ))
    .into()
}

/// The target of a link: git knows only the link.
fn followed(file: &Path) -> PathBuf {
    let is_link = fs::symlink_metadata(file).is_ok_and(|data| data.is_symlink());
    let real = if is_link { fs::canonicalize(file).ok() } else { None };
    real.unwrap_or_else(|| file.to_owned())
}

/// `HEAD~1:strategy.yaml` → `HEAD~1` and `strategy.yaml`. As in git, a colon in braces does not count:
/// `HEAD^{/fix: dates}:strategy.yaml`.
fn split(text: &str) -> Option<(&str, &str)> {
    if is_drive(text) {
        return None;
    }
    let mut depth = 0_usize;
    let colon = text.char_indices().find(|(_, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *c == ':' && depth == 0
    });
    let (at, _) = colon?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// `C:\plans\parts.yaml` is a path, although it has a colon.
fn is_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic())
}

fn folder(path: &Path) -> WorkspaceError {
    WorkspaceError::Failed {
        path: display(path),
        reason: "this is a folder: name a strategy in it".to_owned(),
    }
}

fn read_at(folder: &Path, revision: &str, path: &str) -> Result<Found, GitError> {
    let revision = Revision::find(folder, revision)?;
    let path = revision.inside(path)?;
    let source = Source::from_bytes(revision.name_of(&path), revision.read(&path)?);
    let document = Document::read(source, |csv| {
        if csv.starts_with('/') || Path::new(csv).is_absolute() {
            return Err("its path is absolute; write it relative to the strategy".to_owned());
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let outside = || "it is outside the strategy's repository".to_owned();
        let inside = join(folder, csv).ok_or_else(outside)?;
        let bytes = revision.read(&inside).map_err(|error| error.to_string())?;
        Ok(Source::from_bytes(revision.name_of(&inside), bytes))
    });
    Ok(Found { document, place: revision.root.join(&path), day: revision.day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colon_separates_revision_and_path_as_in_git() {
        for (text, expected) in [
            ("HEAD~1:plans/a.yaml", Some(("HEAD~1", "plans/a.yaml"))),
            (":a.yaml", Some(("", "a.yaml"))),
            ("HEAD^{/fix: dates}:a.yaml", Some(("HEAD^{/fix: dates}", "a.yaml"))),
            ("main@{2027-01-15 10:00}:a:b.yaml", Some(("main@{2027-01-15 10:00}", "a:b.yaml"))),
            ("HEAD~1", None),
            ("@{yesterday 10:00}", None),
            // A drive is not a revision, but the name of a branch can be one letter.
            (r"C:\plans\a.yaml", None),
            ("d:/plans/a.yaml", None),
            ("b:plans/a.yaml", Some(("b", "plans/a.yaml"))),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn a_revision_alone_means_the_file_it_is_compared_with() {
        let at = |revision: &str, path: &str, folder: &str| {
            let (revision, path, folder) = (revision.to_owned(), path.to_owned(), PathBuf::from(folder));
            Version::At { revision, path, folder, is_guess: true }
        };
        let file = |path: &str| Version::File(path.into());
        for (name, other, expected) in [
            ("v1.0", "plans/parts.yaml", at("v1.0", "./parts.yaml", "plans")),
            ("HEAD~1", "HEAD:./a.yaml", at("HEAD~1", "./a.yaml", ".")),
            // A file that exists; a folder is none.
            ("Cargo.toml", "plans/parts.yaml", file("Cargo.toml")),
            ("src", "parts.yaml", at("src", "./parts.yaml", ".")),
            // These are probably misspelled.
            ("a.yaml", "b.yaml", file("a.yaml")),
            (r"C:\plans\a.yaml", "b.yaml", file(r"C:\plans\a.yaml")),
        ] {
            let pair = |old, new| Version::pair(Path::new(old), Path::new(new)).unwrap();
            assert_eq!((pair(name, other).0, pair(other, name).1), (expected.clone(), expected), "{name}");
        }
        for (old, new) in [("HEAD~1", "HEAD"), ("HEAD~1", "-"), ("-", "HEAD")] {
            let pair = Version::pair(Path::new(old), Path::new(new));
            assert!(matches!(pair, Err(WorkspaceError::Git(_))), "{old} {new}");
        }
    }
}
