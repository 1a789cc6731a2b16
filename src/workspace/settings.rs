//! Settings files: finding the one for a strategy, and reading it with those it extends.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::boundary::{repository_of, require_inside};
use super::{WorkspaceError, bytes_of, folder_of, name, real, seen_from};
use crate::config::in_force::InForce;
use crate::config::{Config, ConfigError};
use crate::source::Source;

pub(crate) const CONFIG_NAME: &str = "stratplan.toml";

/// Nobody can follow a longer chain of files that extend each other.
const MAX_DEPTH: usize = 32;

/// Settings from one file or argument.
#[derive(Debug)]
pub(crate) struct Project {
    config: Config,
    /// What paths in them are relative to.
    folder: PathBuf,
    excludes: Gitignore,
}

impl Project {
    /// Reads a settings file and those it extends, the nearest first. One that the user named has the
    /// name that they wrote, others are named by the path to them.
    pub(crate) fn load(path: &Path, is_named: bool) -> Result<Vec<Self>, WorkspaceError> {
        let mut chain = vec![Self::read(path, is_named)?];
        // A link to a settings file is that file.
        let mut seen = vec![real(path)];
        while let Some(Self { config, folder, .. }) = chain.last()
            && let Some(extend) = &config.extend
        {
            let help = "name another file, or remove the line";
            let error =
                |message: String| ConfigError::new(&config.source, extend.span(), message, help).into();
            let path = folder.join(extend.get_ref());
            let path = real(folder_of(&path)).join(path.file_name().unwrap_or_default());
            if seen.contains(&real(&path)) {
                return Err(error("this leads back to the same settings".to_owned()));
            }
            if repository_of(folder).is_some_and(|root| !real(&path).starts_with(root)) {
                return Err(error("this leads out of the repository, and nothing there is read".to_owned()));
            }
            if chain.len() >= MAX_DEPTH {
                return Err(error(format!("more than {MAX_DEPTH} files extend each other in a row")));
            }
            let base = Self::read(&path, false).map_err(|failure| match failure {
                WorkspaceError::Config(_) => failure,
                other => error(format!("cannot be used: {other}")),
            })?;
            seen.push(real(&path));
            chain.push(base);
        }
        Ok(chain)
    }

    fn read(path: &Path, is_named: bool) -> Result<Self, WorkspaceError> {
        if !is_named {
            require_inside(path)?;
        }
        let called = if is_named { name(path) } else { seen_from(Path::new("."), path) };
        let config = Config::parse(Source::from_bytes(called, bytes_of(path, is_named)?))?;
        Self::new(config, real(folder_of(path)))
    }

    /// A setting from the command line; paths in it are relative to the current folder.
    pub(crate) fn argument(text: &str) -> Result<Self, WorkspaceError> {
        Self::new(Config::argument(text)?, real(Path::new(".")))
    }

    fn new(config: Config, folder: PathBuf) -> Result<Self, WorkspaceError> {
        let mut builder = GitignoreBuilder::new(&folder);
        for pattern in config.exclude.iter().flatten() {
            let unusable =
                |message: String, help| ConfigError::new(&config.source, pattern.span(), message, help);
            if let Some(help) = never_matches(pattern.get_ref()) {
                return Err(unusable("this pattern matches no file".to_owned(), help).into());
            }
            if let Ok(so_far) = builder.build()
                && let Some(folder) = excluded_folder(&so_far, pattern.get_ref())
            {
                let message =
                    format!("this pattern matches no file: `{folder}/` is excluded above and not searched");
                let help = format!("exclude `{folder}/*` there instead, which leaves room for exceptions");
                return Err(unusable(message, &help).into());
            }
            builder.add_line(None, pattern.get_ref()).map_err(|error| {
                let text = error.to_string();
                let reason = text.rsplit(": ").next().unwrap_or(&text);
                unusable(format!("this pattern cannot be used: {reason}"), "write it as in a .gitignore")
            })?;
        }
        let excludes = builder.build();
        let excludes = excludes.map_err(|error| {
            ConfigError::new(&config.source, 0..0, error.to_string(), "write fewer patterns")
        })?;
        Ok(Self { config, folder, excludes })
    }

    /// Whether these settings exclude a path, if they say anything about it.
    fn excludes(&self, path: &Path, is_folder: bool) -> Option<bool> {
        let inside = path.strip_prefix(&self.folder).ok().filter(|inside| *inside != Path::new(""))?;
        match self.excludes.matched_path_or_any_parents(inside, is_folder) {
            Match::None => None,
            Match::Ignore(_) => Some(true),
            Match::Whitelist(_) => Some(false),
        }
    }
}

/// What to write instead of a pattern that is no path below the settings file.
fn never_matches(pattern: &str) -> Option<&'static str> {
    let path = pattern.strip_prefix('!').unwrap_or(pattern);
    let mut parts = path.split('/');
    let is_drive = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.ends_with(':');
    let has_backslash =
        path.split('\\').skip(1).any(|after| after.starts_with(|c: char| c.is_ascii_alphanumeric()));
    if parts.any(|part| part == "..") {
        Some(
            "a settings file excludes only what is next to it or below; put the pattern in one that is higher up",
        )
    } else if path.split('/').any(|part| part == ".") {
        Some("leave out the `./`: paths count from the settings file anyway")
    } else if path.starts_with("~/") || path.get(..2).is_some_and(is_drive) {
        Some("write the path from the folder of the settings file")
    } else if has_backslash || path.contains("//") {
        Some("separate the parts of a path by one `/`")
    } else {
        None
    }
}

/// The folder of a pattern that takes something back, `!archive/kept.yaml`, if an earlier pattern excludes it.
fn excluded_folder<'a>(so_far: &Gitignore, pattern: &'a str) -> Option<&'a str> {
    let path = pattern.strip_prefix('!')?.trim_start_matches('/').trim_end_matches('/');
    let mut folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
    folders.find(|folder| so_far.matched(folder, true).is_ignore())
}

/// The files that a settings file extends, if they can be read.
pub(crate) fn extended(path: &Path) -> Vec<PathBuf> {
    let chain = Project::load(path, true).unwrap_or_default();
    let extends = |one: &Project| Some(one.folder.join(one.config.extend.as_ref()?.get_ref()));
    chain.iter().filter_map(extends).collect()
}

/// All settings for a file: a settings file with those it extends, the nearest first, and the arguments,
/// the last of which wins.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stack {
    pub(crate) files: Arc<Vec<Project>>,
    pub(crate) arguments: Arc<Vec<Project>>,
}

impl Stack {
    /// The names of the settings file and of those that it extends, the nearest first.
    pub(crate) fn names(&self) -> Vec<String> {
        self.files.iter().map(|file| file.config.source.name().to_owned()).collect()
    }

    pub(crate) fn in_force(&self) -> Result<InForce, WorkspaceError> {
        let all = self.files.iter().rev().chain(self.arguments.iter());
        Ok(InForce::of(all.map(|one| &one.config))?)
    }

    /// Whether the settings exclude a file or a folder; the nearest that mention it decide.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        let is_folder = path.is_dir();
        let path = match path.file_name() {
            Some(name) if !is_folder => real(folder_of(path)).join(name),
            _ => real(path),
        };
        match self.arguments.iter().rev().find(|argument| argument.config.exclude.is_some()) {
            Some(argument) => argument.excludes(&path, is_folder),
            None => self.files.iter().find_map(|file| file.excludes(&path, is_folder)),
        }
        .unwrap_or(false)
    }
}

/// The settings file for a file, or for what is in a folder: the nearest `stratplan.toml` above it, up to the
/// root of its repository.
pub(crate) fn nearest(path: &Path) -> Option<PathBuf> {
    // A broken symlink is found, too: settings that cannot be read must not be passed over.
    places(path).into_iter().find(|path| path.is_file() || (path.is_symlink() && !path.exists()))
}

/// Where the settings of a file, or of what is in a folder, can be, the nearest first.
pub(crate) fn places(path: &Path) -> Vec<PathBuf> {
    let folder = if path.is_dir() { path } else { folder_of(path) };
    // A file that must not be read needs no settings, and those next to it are not read either.
    if require_inside(folder).is_err() {
        return Vec::new();
    }
    let folder = real(folder);
    let levels = folder.ancestors().position(|above| above.join(".git").exists()).unwrap_or(usize::MAX);
    folder.ancestors().take(levels.saturating_add(1)).map(|folder| folder.join(CONFIG_NAME)).collect()
}
