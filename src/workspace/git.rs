//! Reads files as they were at a revision, with the `git` program.
//!
//! It is asked for stored objects only: without filters, network access, locks or prompts. A path must
//! not leave the repository.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::civil::Date;
use thiserror::Error;

use super::display;
use crate::source::Source;

/// Why a file cannot be read at a revision, in words.
#[derive(Debug, Error)]
#[error("{0}")]
pub enum GitError {
    /// There is no git or no repository.
    Unavailable(String),
    NoRevision(String),
    Other(String),
}

/// A revision of a repository.
#[derive(Debug)]
pub(super) struct Revision {
    /// As it was written; empty for what is staged.
    name: String,
    /// The object in which git looks up files.
    tree: String,
    /// The day of its commit; none for a revision that is not one.
    pub(super) day: Option<Date>,
    git: Git,
    /// The path from the root to the folder, with a slash at the end; empty for the root.
    prefix: String,
    /// The folder of the repository as it is today.
    pub(super) root: PathBuf,
}

impl Revision {
    /// Finds a revision of the repository around a folder. The empty name is what is staged, as in git.
    pub(super) fn find(folder: &Path, name: &str) -> Result<Self, GitError> {
        let mut git = Git { folder: folder.to_owned(), index: None };
        let output = git.run(&["rev-parse", "--show-prefix", "--show-cdup"])?;
        let output = output.map_err(|message| {
            let shown = display(folder);
            if message.contains("dubious ownership") {
                // In a repository of another user, git runs nothing.
                GitError::Other(format!(
                    "{shown} belongs to another user, so git does not read it: if you trust it, say so with \
                     `git config --global --add safe.directory` and its path"
                ))
            } else if message.contains("not a git repository") || !folder.is_dir() {
                GitError::Unavailable(format!(
                    "{shown} is not in a git repository, so it has no older versions: name a file instead"
                ))
            } else {
                failed(&message)
            }
        })?;
        let text = String::from_utf8_lossy(&output);
        // The name of a folder can have a line break, but the way up to the root has none.
        let lines = text.strip_suffix('\n').unwrap_or(&text);
        let (prefix, up) = lines.rsplit_once('\n').unwrap_or((lines, ""));
        let (tree, day) = match name {
            "" => {
                git.index = git.index_of_commit();
                (":0".to_owned(), None)
            }
            name if name.starts_with('-') => {
                let why = "is not a revision: none begins with a hyphen";
                return Err(GitError::Other(format!("`{name}` {why}")));
            }
            name => {
                let known = git.object(&format!("{name}^{{tree}}"))?.map(|tree| (name.to_owned(), tree));
                let Some((name, tree)) =
                    known.map_or_else(|| git.last_before(name), |known| Ok(Some(known)))?
                else {
                    return Err(GitError::NoRevision(git.unknown(name)));
                };
                (tree, git.day(&name)?)
            }
        };
        let root = folder.join(up);
        Ok(Self { name: name.to_owned(), tree, day, git, prefix: prefix.to_owned(), root })
    }

    /// A path from the root: one that begins with a dot is relative to the folder, as in git.
    pub(super) fn inside(&self, path: &str) -> Result<String, GitError> {
        let first = path.split(['/', '\\']).next().unwrap_or_default();
        let from = if matches!(first, "." | "..") { self.prefix.as_str() } else { "" };
        join(from, path).ok_or_else(|| {
            GitError::Other(format!("{path} is outside the repository: a revision holds only what is inside"))
        })
    }

    /// The name of a file: `HEAD~1:strategies/parts.yaml`.
    pub(super) fn name_of(&self, path: &str) -> String {
        format!("{}:{path}", self.name)
    }

    /// The bytes of a file, by its path from the root.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, GitError> {
        let revision = if self.name.is_empty() { "what is staged" } else { &self.name };
        let error = |text: String| Err(GitError::Other(text));
        // A folder, or a repository within the repository.
        let not_a_file = |what| error(format!("{what} is not a file in {revision}: name a strategy in it"));
        if path.is_empty() {
            return not_a_file("the root of the repository");
        }
        let Some(object) = self.git.object(&format!("{}:{path}", self.tree))? else {
            let hint = match self.meant(path)? {
                Some(meant) => format!(": did you mean `{meant}`?"),
                None => {
                    "; it may have been added or renamed since: use its name at that time, with its path \
                         from the root of the repository"
                        .to_owned()
                }
            };
            return error(format!("{path} is not in {revision}{hint}"));
        };
        let about = |flag| self.git.run(&["cat-file", flag, &object]);
        match about("-t")? {
            Ok(kind) if kind.trim_ascii() == b"blob" => {}
            Ok(_) => return not_a_file(path),
            // In a partial clone.
            Err(_) => {
                return error(format!(
                    "{path} in {revision} was never fetched to this copy of the repository: \
                     `git show {revision}:{path}` fetches it"
                ));
            }
        }
        let size = about("-s")?.map_err(|message| failed(&message))?;
        let size: Option<usize> = String::from_utf8_lossy(size.trim_ascii()).parse().ok();
        if size.is_none_or(|size| size > Source::MAX_BYTES) {
            return error(format!("{path} in {revision}: {}", super::too_large()));
        }
        about("blob")?.map_err(|message| failed(&message))
    }

    /// A file of that name in the current folder, for which git requires a dot.
    fn meant(&self, path: &str) -> Result<Option<String>, GitError> {
        let prefix = &self.prefix;
        if prefix.is_empty() || path.starts_with(prefix.as_str()) {
            return Ok(None);
        }
        let here = self.git.object(&format!("{}:{prefix}{path}", self.tree))?;
        Ok(here.map(|_| self.name_of(&format!("./{path}"))))
    }
}

/// Joins a path to a folder of the repository; none if it leads out of it.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
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

/// What git passes on to hooks and aliases: true for the command that it runs, not for the repository of a strategy.
/// `git rev-parse --local-env-vars` lists these names.
const OF_ITS_COMMAND: [&str; 15] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// The program git, run in a folder.
#[derive(Debug)]
struct Git {
    folder: PathBuf,
    /// What is about to be committed, if that is not the usual index.
    index: Option<PathBuf>,
}

impl Git {
    fn object(&self, name: &str) -> Result<Option<String>, GitError> {
        // If quiet, git does not say that it guesses what was true on a day.
        let quiet: &[&str] = if name.contains("@{") { &[] } else { &["--quiet"] };
        let output = self.run(&[&["rev-parse", "--verify"], quiet, &[name]].concat())?;
        let id = output.ok().map(|output| String::from_utf8_lossy(output.trim_ascii()).into_owned());
        Ok(id.filter(|id| id.len() >= 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit())))
    }

    /// The last commit of a day or before it, and its tree.
    fn last_before(&self, day: &str) -> Result<Option<(String, String)>, GitError> {
        let Ok(date) = day.parse::<Date>() else { return Ok(None) };
        let output =
            self.run(&["rev-list", "--max-count=1", &format!("--before={date} 23:59:59"), "HEAD"])?;
        let commit = output.map(|output| String::from_utf8_lossy(output.trim_ascii()).into_owned());
        let Some(commit) = commit.ok().filter(|commit| !commit.is_empty()) else { return Ok(None) };
        Ok(self.object(&format!("{commit}^{{tree}}"))?.map(|tree| (commit, tree)))
    }

    fn unknown(&self, name: &str) -> String {
        let shallow = self.run(&["rev-parse", "--is-shallow-repository"]);
        let is_shallow = matches!(shallow, Ok(Ok(output)) if output.trim_ascii() == b"true");
        let what = match name.parse::<Date>() {
            Ok(date) => format!("git knows no commit of {date} or before"),
            Err(_) => format!("git knows no revision `{name}`"),
        };
        let hint = if is_shallow {
            ": this copy of the repository has the latest only, and `git fetch --unshallow` gets the others"
        } else {
            "; `git log --oneline` lists them"
        };
        what + hint
    }

    fn day(&self, revision: &str) -> Result<Option<Date>, GitError> {
        let Some(commit) = self.object(&format!("{revision}^{{commit}}"))? else { return Ok(None) };
        let output = self.run(&["rev-list", "--max-count=1", "--format=%cs", &commit])?;
        let output = output.map(|output| String::from_utf8_lossy(&output).into_owned()).unwrap_or_default();
        Ok(output.lines().find_map(|line| line.trim().parse().ok()))
    }

    /// In a hook of `git commit FILE`, git uses a separate index in the folder of the repository.
    fn index_of_commit(&self) -> Option<PathBuf> {
        let index = std::path::absolute(std::env::var_os("GIT_INDEX_FILE")?).ok()?;
        let folder = self.run(&["rev-parse", "--absolute-git-dir"]).ok()?.ok()?;
        let folder = Path::new(String::from_utf8_lossy(&folder).trim_end()).canonicalize().ok()?;
        (index.parent()?.canonicalize().ok()? == folder).then_some(index)
    }

    /// Runs git. Returns what it prints, or its error message.
    fn run(&self, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, GitError> {
        let mut command = Command::new("git");
        if self.folder != Path::new(".") {
            command.arg("-C").arg(&self.folder);
        }
        command.args(["--no-pager", "-c", "core.fsmonitor=false"]).args(arguments);
        command.stdin(Stdio::null());
        // What is being pushed is kept apart until a hook accepts it.
        let is_push = std::env::var_os("GIT_QUARANTINE_PATH").is_some();
        for name in OF_ITS_COMMAND {
            if !is_push || !name.contains("OBJECT_DIRECTOR") {
                command.env_remove(name);
            }
        }
        if let Some(index) = &self.index {
            command.env("GIT_INDEX_FILE", index);
        }
        command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
        // Fetch nothing; older versions of git know only the second of these.
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "");
        match command.output() {
            Ok(output) if output.status.success() => match guess(&String::from_utf8_lossy(&output.stderr)) {
                Some(guess) => Err(guess),
                None => Ok(Ok(output.stdout)),
            },
            Ok(output) => {
                let stderr = String::from_utf8_lossy(&output.stderr);
                let mut lines = stderr.lines();
                let line = lines.find(|line| line.starts_with("fatal: ") || line.starts_with("error: "));
                let line = line.or(stderr.lines().next()).unwrap_or("it does not say why");
                let line = line.trim_start_matches("fatal: ").trim_start_matches("error: ");
                Ok(Err(line.to_owned()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(GitError::Unavailable(
                "the program git was not found, and older versions are read with it: install it, or write the \
                 older version to a file and name that"
                    .to_owned(),
            )),
            Err(error) => Err(failed(&super::reason(&error))),
        }
    }
}

/// The error if git took the oldest version it remembers for one that is older.
fn guess(stderr: &str) -> Option<GitError> {
    let (_, since) = stderr.split_once("only goes back to ")?;
    let since = since.lines().next().unwrap_or_default();
    Some(GitError::Other(format!(
        "git does not remember what this copy of the repository had at that time, only since {since}; write the day \
         alone, such as `2027-01-20`, to look it up in the history"
    )))
}

fn failed(message: &str) -> GitError {
    GitError::Other(format!("git failed: {message}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_the_repository() {
        let found = |folder, path| join(folder, path);
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
