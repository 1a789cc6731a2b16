//! Reads a version of a strategy as named on the command line: a file, standard input, a file at a git
//! revision (`HEAD~1:strategy.yaml`), or a revision alone, which means the file it is compared with.

use std::fs;
use std::path::{Path, PathBuf};

use super::git::{GitError, Revision, join};
use super::{WorkspaceError, display};
use crate::source::Source;
use crate::strategy::document::Document;

/// Where a version of a strategy is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Version {
    Stdin,
    File(PathBuf),
    /// A file at a revision, which is empty for what is staged. The path is relative to the folder, or
    /// to the repository unless it begins with a dot. It is a guess if only the revision was named,
    /// which may have been meant as a file.
    At {
        revision: String,
        path: String,
        folder: PathBuf,
        is_guess: bool,
    },
}

#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) document: Document,
    /// Where it is, or would be today: its settings are looked up there.
    pub(crate) place: PathBuf,
    /// The day of the revision.
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

    /// An older version to compare with a file.
    pub(crate) fn older(name: &Path, file: &Path) -> Result<Self, WorkspaceError> {
        let file = if file == Path::new("-") { Self::Stdin } else { Self::File(file.to_owned()) };
        Self::certain(name).map_or_else(|| Self::at_revision(name, &file), Ok)
    }

    /// What a name means by itself; none if it can be a revision alone.
    fn certain(name: &Path) -> Option<Self> {
        if name == Path::new("-") {
            return Some(Self::Stdin);
        }
        let is_file = fs::metadata(name).is_ok_and(|data| !data.is_dir());
        let text = name.to_str().filter(|text| !is_file && !is_drive(text));
        let Some(text) = text else { return Some(Self::File(name.to_owned())) };
        if let Some((revision, path)) = split(text) {
            let (revision, path) = (revision.to_owned(), path.to_owned());
            return Some(Self::At { revision, path, folder: PathBuf::from("."), is_guess: false });
        }
        // Probably a file whose name is misspelled.
        let is_yaml = name.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
        is_yaml.then(|| Self::File(name.to_owned()))
    }

    /// The file of another version, at the revision of this name.
    fn at_revision(name: &Path, other: &Self) -> Result<Self, WorkspaceError> {
        if name.as_os_str().is_empty() {
            return Err(no_file(name));
        }
        let (path, folder) = match other {
            Self::At { path, folder, .. } => (path.clone(), folder.clone()),
            Self::Stdin => return Err(no_file(name)),
            Self::File(file) => {
                let file = followed(file);
                let Some(named) = file.file_name().and_then(|name| name.to_str()) else {
                    return Err(no_file(name));
                };
                (format!("./{named}"), file.parent().unwrap_or(Path::new(".")).to_owned())
            }
        };
        let revision = name.to_string_lossy().into_owned();
        Ok(Self::At { revision, path, folder, is_guess: true })
    }

    /// The name of a file that does not exist and may have been meant.
    fn as_file(&self) -> Option<&Path> {
        match self {
            Self::At { revision, is_guess: true, .. } => Some(Path::new(revision)),
            _ => None,
        }
    }

    /// Reads it, and the readings that it names in the same version.
    pub(crate) fn read(&self) -> Result<Found, WorkspaceError> {
        match self {
            Self::Stdin => {
                let document = super::read_stdin("<stdin>")?;
                Ok(Found { document, place: PathBuf::from("-"), day: None })
            }
            Self::File(path) if path.is_dir() => Err(folder(path)),
            Self::File(path) => {
                Ok(Found { document: super::read_named(path)?, place: path.clone(), day: None })
            }
            Self::At { revision, path, folder, .. } => {
                read_at(folder, revision, path).map_err(|error| match (self.as_file(), error) {
                    (Some(name), GitError::NoRevision { .. }) if name.is_dir() => self::folder(name),
                    (
                        Some(name),
                        why @ (GitError::NoProgram
                        | GitError::NoRepository { .. }
                        | GitError::NoRevision { .. }),
                    ) => {
                        let (name, why) = (display(name), Box::new(why));
                        GitError::NoFileOrRevision { name, why }.into()
                    }
                    (_, error) => error.into(),
                })
            }
        }
    }
}

impl From<GitError> for WorkspaceError {
    fn from(error: GitError) -> Self {
        Self::Git(error.to_string())
    }
}

/// The name may be a revision, but of an unknown file.
fn no_file(name: &Path) -> WorkspaceError {
    if name.is_dir() {
        return folder(name);
    }
    GitError::NoFileNamed { name: display(name) }.into()
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
    Ok(Found { document, place: revision.path_of(&path), day: revision.day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colon_separates_revision_and_path_as_in_git() {
        assert_eq!(split("HEAD~1:plans/a.yaml"), Some(("HEAD~1", "plans/a.yaml")));
        assert_eq!(split(":a.yaml"), Some(("", "a.yaml")));
        assert_eq!(split("HEAD^{/fix: dates}:a.yaml"), Some(("HEAD^{/fix: dates}", "a.yaml")));
        assert_eq!(split("main@{2027-01-15 10:00}:a:b.yaml"), Some(("main@{2027-01-15 10:00}", "a:b.yaml")));
        assert_eq!(split("HEAD~1"), None);
        assert_eq!(split("@{yesterday 10:00}"), None);
    }

    #[test]
    fn a_drive_is_not_a_revision() {
        assert_eq!(split(r"C:\plans\a.yaml"), None);
        assert_eq!(split("d:/plans/a.yaml"), None);
        let path = Path::new(r"C:\plans\a.yaml");
        assert_eq!(Version::certain(path), Some(Version::File(path.to_owned())));
        // The name of a branch can be one letter.
        assert_eq!(split("b:plans/a.yaml"), Some(("b", "plans/a.yaml")));
    }

    fn at(revision: &str, path: &str, folder: &str) -> Version {
        let (revision, path, folder) = (revision.to_owned(), path.to_owned(), PathBuf::from(folder));
        Version::At { revision, path, folder, is_guess: true }
    }

    #[test]
    fn a_revision_alone_means_the_file_it_is_compared_with() {
        let older = |name, file| Version::older(Path::new(name), Path::new(file)).unwrap();
        assert_eq!(older("v1.0", "plans/parts.yaml"), at("v1.0", "./parts.yaml", "plans"));
        assert_eq!(older("Cargo.toml", "plans/parts.yaml"), Version::File("Cargo.toml".into()), "it exists");
        assert_eq!(older("src", "parts.yaml"), at("src", "./parts.yaml", ""), "a folder is not a file");
        let pair = |old, new| Version::pair(Path::new(old), Path::new(new));
        assert_eq!(pair("Cargo.toml", "HEAD").unwrap().1, at("HEAD", "./Cargo.toml", ""));
        assert_eq!(pair("HEAD~1", "HEAD:./a.yaml").unwrap().0, at("HEAD~1", "./a.yaml", "."));
        for (old, new) in [("HEAD~1", "HEAD"), ("HEAD~1", "-"), ("-", "HEAD")] {
            assert!(matches!(pair(old, new), Err(WorkspaceError::Git(_))), "{old} {new}");
        }
        assert_eq!(
            pair("a.yaml", "b.yaml").unwrap().0,
            Version::File("a.yaml".into()),
            "probably misspelled"
        );
    }
}
