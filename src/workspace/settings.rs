//! Settings files: finding the one that holds for a strategy, and reading it with those it extends.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{Trouble, bytes_of, name, seen_from};
use crate::config::in_force::InForce;
use crate::config::{Config, ConfigError};
use crate::source::Source;

/// The name of the settings file.
pub const CONFIG_NAME: &str = "stratplan.toml";

/// Settings from one place, and those that they add to.
#[derive(Debug)]
pub struct Project {
    /// What they say.
    pub config: Config,
    /// The settings that they add to.
    pub base: Option<Box<Project>>,
    /// What paths in them are relative to.
    folder: PathBuf,
    excludes: Gitignore,
}

impl Project {
    /// Reads a settings file that the user named, and those it extends. What each says of paths is
    /// relative to its folder.
    pub fn load(path: &Path) -> Result<Self, Trouble> {
        Self::load_below(path, true, &mut Vec::new())
    }

    /// Reads a settings file that we found ourselves.
    pub fn found(path: &Path) -> Result<Self, Trouble> {
        Self::load_below(path, false, &mut Vec::new())
    }

    /// Settings from the command line; paths in them are relative to where we are.
    pub fn given(config: Config) -> Result<Self, Trouble> {
        let folder = real(Path::new("."));
        let excludes = excludes(&folder, &config).map_err(in_place)?;
        Ok(Self { config, base: None, folder, excludes })
    }

    /// `above` are the files that led here.
    fn load_below(path: &Path, is_named: bool, above: &mut Vec<PathBuf>) -> Result<Self, Trouble> {
        // One that we found ourselves is called as it is seen from here.
        let called = if is_named { name(path) } else { seen_from(Path::new("."), path) };
        let source = Source::from_bytes(called, bytes_of(path, is_named)?);
        let folder = real_folder(path);
        // A link to a settings file is that file.
        above.push(
            fs::canonicalize(path).unwrap_or_else(|_| folder.join(path.file_name().unwrap_or_default())),
        );
        let config = Config::parse(source).map_err(in_place)?;
        let excludes = excludes(&folder, &config).map_err(in_place)?;
        let base = match &config.extend {
            None => None,
            Some(extend) => {
                let path = folder.join(extend.get_ref());
                let whole = real_folder(&path).join(path.file_name().unwrap_or_default());
                let fault = |message: String| {
                    in_place(config.error(extend.span(), message, "name another file, or remove the line"))
                };
                if above.contains(&fs::canonicalize(&whole).unwrap_or_else(|_| whole.clone())) {
                    return Err(fault("this leads back to the same settings".to_owned()));
                }
                let base = Self::load_below(&whole, false, above).map_err(|trouble| match trouble {
                    Trouble::Config(_) => trouble,
                    other => fault(format!("cannot be used: {other}")),
                })?;
                Some(Box::new(base))
            }
        };
        Ok(Self { config, base, folder, excludes })
    }

    /// These settings and those they add to, the nearest first.
    fn chain(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |project| project.base.as_deref())
    }

    /// Whether these settings leave a file or a folder out; the nearest that says something decides.
    fn leaves_out(&self, path: &Path) -> bool {
        let is_folder = path.is_dir();
        let whole = match path.file_name() {
            Some(name) if !is_folder => real_folder(path).join(name),
            _ => real(path),
        };
        let said = |project: &Self| {
            let inside =
                whole.strip_prefix(&project.folder).ok().filter(|inside| *inside != Path::new(""))?;
            match project.excludes.matched_path_or_any_parents(inside, is_folder) {
                Match::None => None,
                Match::Ignore(_) => Some(true),
                Match::Whitelist(_) => Some(false),
            }
        };
        self.chain().find_map(said).unwrap_or(false)
    }
}

/// The files that a settings file extends, as far as they can be read.
pub fn extended(path: &Path) -> Vec<PathBuf> {
    let Ok(project) = Project::load(path) else { return Vec::new() };
    let named = |one: &Project| Some(one.folder.join(one.config.extend.as_ref()?.get_ref()));
    project.chain().filter_map(named).collect()
}

/// All settings that hold for a file: those of a settings file, and over them the command line's.
#[derive(Debug, Clone, Default)]
pub struct Stack {
    file: Option<Arc<Project>>,
    given: Arc<Vec<Project>>,
}

impl Stack {
    /// Settings of a file, if there is one, below those of the command line.
    pub fn new(file: Option<Project>, given: &Arc<Vec<Project>>) -> Self {
        Self { file: file.map(Arc::new), given: Arc::clone(given) }
    }

    /// The settings file and those that it extends, the nearest first.
    pub fn files(&self) -> impl Iterator<Item = &Config> {
        self.file.iter().flat_map(|project| project.chain()).map(|project| &project.config)
    }

    /// The value of every setting.
    pub fn in_force(&self) -> Result<InForce, Trouble> {
        // What is extended comes first, so that what extends it has the last word.
        let files: Vec<&Config> = self.files().collect();
        let given = self.given.iter().map(|project| &project.config);
        InForce::of(files.into_iter().rev().chain(given)).map_err(in_place)
    }

    /// True where the settings leave a file or a folder out.
    pub fn leaves_out(&self, file: &Path) -> bool {
        let given = self.given.iter().rev().find(|project| project.config.exclude.is_some());
        given.or(self.file.as_deref()).is_some_and(|project| project.leaves_out(file))
    }
}

fn in_place(error: ConfigError) -> Trouble {
    Trouble::Config(Box::new(error))
}

fn excludes(folder: &Path, config: &Config) -> Result<Gitignore, ConfigError> {
    let mut builder = GitignoreBuilder::new(folder);
    for pattern in config.exclude.iter().flatten() {
        builder.add_line(None, pattern.get_ref()).map_err(|error| {
            let text = error.to_string();
            let reason = text.rsplit(": ").next().unwrap_or(&text);
            config.error(
                pattern.span(),
                format!("this pattern cannot be used: {reason}"),
                "write it as in a .gitignore",
            )
        })?;
    }
    builder.build().map_err(|error| config.error(0..0, error.to_string(), "write fewer patterns"))
}

/// The folder that a file is in, with no link and no `..` on the way.
fn real_folder(file: &Path) -> PathBuf {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    real(folder)
}

/// A folder with no link and no `..` on the way to it.
fn real(folder: &Path) -> PathBuf {
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
    /// The settings file that holds for a file, or for what is in a folder. What was found on the
    /// way is remembered.
    pub fn settings_of(&mut self, path: &Path) -> Option<PathBuf> {
        let folder = if path.is_dir() { real(path) } else { real_folder(path) };
        self.of_folder(&folder)
    }

    fn of_folder(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.by_folder.get(folder) {
            return known.clone();
        }
        let path = folder.join(CONFIG_NAME);
        // A link that leads nowhere is found, too: settings that cannot be read must not be passed by.
        let found = if path.is_file() || (path.is_symlink() && !path.exists()) {
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
