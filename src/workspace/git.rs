//! Files as they were at a revision, by the `git` program.
//!
//! It is asked for objects only: as they are stored, without filters, without the network, without a
//! lock, and without a question to anybody. A path may not leave the repository.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::civil::Date;
use thiserror::Error;

use super::display;
use crate::source::Source;

/// Why a file could not be had at a revision.
#[derive(Debug, Error)]
pub enum GitError {
    /// There is no git.
    #[error(
        "the program git was not found, and older versions are read with it: install it, or write the older \
         version to a file and name that"
    )]
    NoProgram,
    /// A folder that is in no repository.
    #[error("{folder} is in no git repository, so it has no older versions: name a file instead")]
    NoRepository {
        /// The folder as messages show it.
        folder: String,
    },
    /// A repository of another user, whose settings git does not follow.
    #[error(
        "{folder} belongs to another user, so git does not read it: if you trust it, say so with `git config --global \
         --add safe.directory` and its path"
    )]
    NotTrusted {
        /// The folder as messages show it.
        folder: String,
    },
    /// A revision that would be taken for an option.
    #[error("`{revision}` is no revision: none begins with a hyphen")]
    NotARevision {
        /// What was written.
        revision: String,
    },
    /// A revision that git does not know.
    #[error("git knows no revision `{revision}`{}", if *.is_shallow {
        ": this copy of the repository has the latest only, and `git fetch --unshallow` gets the others"
    } else {
        "; `git log --oneline` lists them"
    })]
    NoRevision {
        /// What was written.
        revision: String,
        /// True where the repository lacks its older history.
        is_shallow: bool,
    },
    /// Neither a file nor a revision.
    #[error("{name}: there is no such file, and as a revision: {why}")]
    Neither {
        /// What was written.
        name: String,
        /// What git said.
        why: Box<GitError>,
    },
    /// A revision where a file is needed, too.
    #[error(
        "`{name}` names no file that is there; where a revision is meant, name the file with it: \
         `HEAD~1:strategy.yaml`"
    )]
    NoFile {
        /// What was written.
        name: String,
    },
    /// A file that was not there.
    #[error("{path} is not in {revision}{}", match .meant {
        Some(meant) => format!(": did you mean `{meant}`?"),
        None => "; it may have been added or renamed since: name it as it was called then, with its path from the \
                 root of the repository".to_owned(),
    })]
    Missing {
        /// The path in the repository.
        path: String,
        /// The revision.
        revision: String,
        /// The path that was probably meant.
        meant: Option<String>,
    },
    /// A path that leaves the repository.
    #[error("{path} lies outside the repository: a revision holds what is inside")]
    Outside {
        /// What was written.
        path: String,
    },
    /// A folder or a repository within the repository.
    #[error("{path} is no file in {revision}: name a strategy in it")]
    NotAFile {
        /// The path in the repository.
        path: String,
        /// The revision.
        revision: String,
    },
    /// A file larger than any strategy.
    #[error("{path} in {revision}: larger than {} MiB, which no strategy is", Source::MAX_BYTES >> 20)]
    TooLarge {
        /// The path in the repository.
        path: String,
        /// The revision.
        revision: String,
    },
    /// A file whose bytes are in another copy of the repository only.
    #[error(
        "{path} in {revision} was never fetched to this copy of the repository: `git show {revision}:{path}` \
         fetches it"
    )]
    NotFetched {
        /// The path in the repository.
        path: String,
        /// The revision.
        revision: String,
    },
    /// Anything else.
    #[error("git failed: {said}")]
    Failed {
        /// What it said.
        said: String,
    },
}

/// A repository, as seen from one of its folders.
#[derive(Debug, Clone)]
pub(super) struct Repository {
    folder: PathBuf,
    /// The folder as seen from the root, with a slash at its end; empty for the root.
    prefix: String,
    /// The root as seen from the folder.
    root: PathBuf,
}

/// A revision of a repository.
#[derive(Debug, Clone)]
pub(super) struct Revision<'a> {
    repository: &'a Repository,
    /// As it was written; empty for what is staged.
    name: String,
    /// What git finds files in.
    tree: String,
    /// The day of its commit.
    pub(super) day: Option<Date>,
}

impl Repository {
    /// The repository that a folder is in.
    pub(super) fn around(folder: &Path) -> Result<Self, GitError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let asked = ask(folder, &["rev-parse", "--show-prefix", "--show-cdup"])?;
        let said = asked.map_err(|said| {
            let shown = display(folder);
            if said.contains("dubious ownership") {
                GitError::NotTrusted { folder: shown }
            } else if said.contains("not a git repository") || !folder.is_dir() {
                GitError::NoRepository { folder: shown }
            } else {
                GitError::Failed { said }
            }
        })?;
        let text = String::from_utf8_lossy(&said);
        // A folder may have a line break in its name; the way up to the root has none.
        let lines = text.strip_suffix('\n').unwrap_or(&text);
        let (prefix, up) = lines.rsplit_once('\n').unwrap_or((lines, ""));
        let (prefix, root) = (prefix.to_owned(), folder.join(up));
        Ok(Self { folder: folder.to_owned(), prefix, root })
    }

    /// Finds a revision. The empty name is what is staged, as in git.
    pub(super) fn revision(&self, name: &str) -> Result<Revision<'_>, GitError> {
        if name.starts_with('-') {
            return Err(GitError::NotARevision { revision: name.to_owned() });
        }
        let (name, repository) = (name.to_owned(), self);
        if name.is_empty() {
            return Ok(Revision { repository, name, tree: ":0".to_owned(), day: None });
        }
        let Some(tree) = self.find(&format!("{name}^{{tree}}"))? else {
            let shallow = ask(&self.folder, &["rev-parse", "--is-shallow-repository"])?;
            let is_shallow = shallow.is_ok_and(|said| said.trim_ascii() == b"true");
            return Err(GitError::NoRevision { revision: name, is_shallow });
        };
        let day = self.day(&name)?;
        Ok(Revision { repository, name, tree, day })
    }

    /// The object that something names.
    fn find(&self, what: &str) -> Result<Option<String>, GitError> {
        let said = ask(&self.folder, &["rev-parse", "--verify", "--quiet", what])?;
        let id = said.ok().map(|said| String::from_utf8_lossy(said.trim_ascii()).into_owned());
        Ok(id.filter(|id| id.len() >= 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit())))
    }

    /// The day of a commit; none for a revision that is none.
    fn day(&self, name: &str) -> Result<Option<Date>, GitError> {
        let Some(commit) = self.find(&format!("{name}^{{commit}}"))? else { return Ok(None) };
        let said = ask(&self.folder, &["rev-list", "--max-count=1", "--format=%cs", &commit])?;
        let said = said.map(|said| String::from_utf8_lossy(&said).into_owned()).unwrap_or_default();
        Ok(said.lines().find_map(|line| line.trim().parse().ok()))
    }

    /// A path as seen from the root: one that begins with a dot counts from the folder, as in git.
    pub(super) fn inside(&self, path: &str) -> Result<String, GitError> {
        let first = path.split(['/', '\\']).next().unwrap_or_default();
        let from = if matches!(first, "." | "..") { self.prefix.as_str() } else { "" };
        beside(from, path).ok_or_else(|| GitError::Outside { path: path.to_owned() })
    }
}

/// A path that is meant from a folder of the repository, as seen from its root; none where it leads out.
pub(super) fn beside(folder: &str, path: &str) -> Option<String> {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

impl Revision<'_> {
    /// What a file is called: `HEAD~1:strategies/parts.yaml`.
    pub(super) fn name_of(&self, path: &str) -> String {
        format!("{}:{path}", self.name)
    }

    /// Where a file of the repository lies today, if it still does.
    pub(super) fn place_of(&self, path: &str) -> PathBuf {
        self.repository.root.join(path)
    }

    /// The bytes of a file, by its path from the root.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, GitError> {
        let revision = if self.name.is_empty() { "what is staged".to_owned() } else { self.name.clone() };
        let path_of = || path.to_owned();
        let not_a_file = || GitError::NotAFile { path: path_of(), revision: revision.clone() };
        if path.is_empty() {
            return Err(GitError::NotAFile { path: "the root of the repository".to_owned(), revision });
        }
        let Some(object) = self.repository.find(&format!("{}:{path}", self.tree))? else {
            let meant = self.meant(path)?;
            return Err(GitError::Missing { path: path_of(), revision, meant });
        };
        let about = |flag| ask(&self.repository.folder, &["cat-file", flag, &object]);
        match about("-t")? {
            Ok(kind) if kind.trim_ascii() == b"blob" => {}
            Ok(_) => return Err(not_a_file()),
            // A repository within the repository has its objects elsewhere; else the bytes are missing.
            Err(_) => return Err(GitError::NotFetched { path: path_of(), revision }),
        }
        let size = about("-s")?.map_err(|said| GitError::Failed { said })?;
        let size: Option<usize> = String::from_utf8_lossy(size.trim_ascii()).parse().ok();
        if size.is_none_or(|size| size > Source::MAX_BYTES) {
            return Err(GitError::TooLarge { path: path_of(), revision });
        }
        ask(&self.repository.folder, &["cat-file", "blob", &object])?
            .map_err(|said| GitError::Failed { said })
    }

    /// A file of that name in the current folder, which git would want a dot before.
    fn meant(&self, path: &str) -> Result<Option<String>, GitError> {
        let prefix = &self.repository.prefix;
        if prefix.is_empty() || path.starts_with(prefix.as_str()) {
            return Ok(None);
        }
        let here = self.repository.find(&format!("{}:{prefix}{path}", self.tree))?;
        Ok(here.map(|_| self.name_of(&format!("./{path}"))))
    }
}

/// Asks git something in a folder: what it prints, or what it complains of.
fn ask(folder: &Path, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, GitError> {
    let mut command = Command::new("git");
    if folder != Path::new(".") {
        command.arg("-C").arg(folder);
    }
    command.args(["--no-pager", "-c", "core.fsmonitor=false"]).args(arguments);
    command.stdin(Stdio::null());
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    // What was never fetched is not fetched now; older versions of git heed the second of these only.
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "");
    match command.output() {
        Ok(output) if output.status.success() => Ok(Ok(output.stdout)),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let line = said.lines().find(|line| line.starts_with("fatal: ") || line.starts_with("error: "));
            let line = line.or(said.lines().next()).unwrap_or("it does not say why");
            let line = line.trim_start_matches("fatal: ").trim_start_matches("error: ");
            Ok(Err(line.to_owned()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(GitError::NoProgram),
        Err(error) => Err(GitError::Failed { said: super::reason(&error) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_go_up_and_never_out() {
        let found = |folder, path| beside(folder, path);
        assert_eq!(found("plans/", "./a.yaml").as_deref(), Some("plans/a.yaml"));
        assert_eq!(found("plans/", "../data/a.csv").as_deref(), Some("data/a.csv"));
        assert_eq!(found("", "plans//./a.yaml").as_deref(), Some("plans/a.yaml"));
        for (folder, path) in
            [("", "../a"), ("plans", "../../a"), ("plans", "x/../../../a"), ("", "/etc/passwd")]
        {
            assert_eq!(found(folder, path), None, "{folder} {path}");
        }
    }
}
