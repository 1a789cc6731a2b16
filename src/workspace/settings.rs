//! Settings files: finding the one that holds for a strategy, and reading it with those it extends.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{Trouble, bytes_of, display};
use crate::config::{Config, ConfigError};
use crate::source::{Source, Span};

/// The name of the settings file.
pub const CONFIG_NAME: &str = "stratplan.toml";

/// A settings file and what it says.
#[derive(Debug)]
pub struct Project {
    /// What it says.
    pub config: Config,
    /// The settings that it adds to.
    pub base: Option<Box<Project>>,
    folder: PathBuf,
    excludes: Gitignore,
}

impl Project {
    /// Reads a settings file and those it extends. What each says of paths is relative to its folder.
    pub fn load(path: &Path) -> Result<Self, Trouble> {
        Self::load_below(path, &mut Vec::new())
    }

    /// `above` are the files that led here.
    fn load_below(path: &Path, above: &mut Vec<PathBuf>) -> Result<Self, Trouble> {
        let in_place = |error| Trouble::Config(Box::new(error));
        let source = Source::from_bytes(display(path), bytes_of(path)?);
        let folder = real_folder(path);
        above.push(folder.join(path.file_name().unwrap_or_default()));
        let config = Config::parse(source).map_err(in_place)?;
        let excludes = excludes(&folder, &config).map_err(in_place)?;
        let base = match &config.extend {
            None => None,
            Some((name, span)) => {
                let path = folder.join(name);
                let whole = real_folder(&path).join(path.file_name().unwrap_or_default());
                let fault = |message: String| {
                    in_place(config.fail(*span, message, "name another file, or remove the line"))
                };
                if above.contains(&whole) {
                    return Err(fault("this leads back to the same settings".to_owned()));
                }
                let base = Self::load_below(&whole, above).map_err(|trouble| match trouble {
                    Trouble::Config(_) => trouble,
                    other => fault(format!("cannot be used: {other}")),
                })?;
                Some(Box::new(base))
            }
        };
        Ok(Self { config, base, folder, excludes })
    }

    /// True where the settings leave a file out.
    pub fn leaves_out(&self, file: &Path) -> bool {
        let Some(name) = file.file_name() else { return false };
        let whole = real_folder(file).join(name);
        let inside = whole.strip_prefix(&self.folder).ok();
        let is_own = |inside: &Path| self.excludes.matched_path_or_any_parents(inside, false).is_ignore();
        inside.is_some_and(is_own) || self.base.as_ref().is_some_and(|base| base.leaves_out(file))
    }
}

fn excludes(folder: &Path, config: &Config) -> Result<Gitignore, ConfigError> {
    let mut builder = GitignoreBuilder::new(folder);
    for (pattern, span) in &config.exclude {
        builder.add_line(None, pattern).map_err(|error| {
            let text = error.to_string();
            let reason = text.rsplit(": ").next().unwrap_or(&text);
            config.fail(
                *span,
                format!("this pattern cannot be used: {reason}"),
                "write it as in a .gitignore",
            )
        })?;
    }
    builder.build().map_err(|error| config.fail(Span::START, error.to_string(), "write fewer patterns"))
}

/// The folder that a file is in, with no link and no `..` on the way.
fn real_folder(file: &Path) -> PathBuf {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let absolute = || std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    fs::canonicalize(folder).unwrap_or_else(|_| absolute())
}

/// Finds the settings file that holds for each file: the nearest `stratplan.toml` above it, up to
/// the root of its repository.
#[derive(Debug, Default)]
pub struct Nearest {
    by_folder: HashMap<PathBuf, Option<PathBuf>>,
}

impl Nearest {
    /// The settings file that holds for a file. What was found on the way is remembered.
    pub fn settings_of(&mut self, file: &Path) -> Option<PathBuf> {
        self.of_folder(&real_folder(file))
    }

    fn of_folder(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.by_folder.get(folder) {
            return known.clone();
        }
        let path = folder.join(CONFIG_NAME);
        let found = if path.is_file() {
            Some(path)
        } else if folder.join(".git").exists() {
            None
        } else {
            folder.parent().and_then(|above| self.of_folder(above))
        };
        self.by_folder.insert(folder.to_owned(), found.clone());
        found
    }
}
