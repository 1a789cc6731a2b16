//! Where settings come from: flags that several commands share, and settings files.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use clap::builder::{OsStringValueParser, TypedValueParser};

use crate::config::Config;
use crate::config::argument::is_setting;
use crate::workspace::WorkspaceError;
use crate::workspace::settings::{Nearest, Project, Stack, extended};

/// Flags that decide where settings come from.
#[derive(Debug, clap::Args)]
pub(super) struct Sources {
    /// Take settings from this file instead of the nearest stratplan.toml, or give a single one
    #[arg(long, value_name = "FILE|KEY=VALUE", help_heading = "Settings", long_help = CONFIG_HELP)]
    #[arg(value_parser = OsStringValueParser::new().map(Given::from))]
    config: Vec<Given>,

    /// Take no settings from any file
    #[arg(long, help_heading = "Settings")]
    isolated: bool,
}

const CONFIG_HELP: &str = "\
Take settings from this file instead of the nearest stratplan.toml, or give a single one, which has the last word; \
may be repeated.

A setting is written as in the file, with the keys above it in front: fail-on=warning, rules.no-review=off, \
rules.hard-sell.max-share=0.3, status.on-track=0.95, 'exclude=[\"archive/\"]'.";

/// What `--config` was given.
#[derive(Debug, Clone)]
enum Given {
    File(PathBuf),
    Setting(String),
}

impl From<OsString> for Given {
    fn from(text: OsString) -> Self {
        match text.into_string() {
            Ok(text) if is_setting(&text) => Self::Setting(text),
            Ok(text) => Self::File(text.into()),
            Err(text) => Self::File(text.into()),
        }
    }
}

/// Finds the settings for each file.
#[derive(Debug)]
pub(super) struct Finder {
    /// Settings for all files; none where each has the nearest.
    fixed: Option<Stack>,
    given: Arc<Vec<Project>>,
    nearest: Nearest,
}

/// Whose settings hold for a file, so that each settings file is read once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    /// The same for all files.
    Fixed,
    /// Those of this settings file, if there is one.
    Nearest(Option<PathBuf>),
}

impl Sources {
    /// Fails where a flag cannot be used.
    pub(super) fn finder(&self) -> anyhow::Result<Finder> {
        let (mut file, mut given) = (None, Vec::new());
        for one in &self.config {
            match one {
                Given::Setting(text) => {
                    let config =
                        Config::argument(text).map_err(|error| WorkspaceError::Config(Box::new(error)))?;
                    given.push(Project::given(config)?);
                }
                Given::File(path) if self.isolated => bail!(
                    "--isolated takes settings from no file, but --config names {}; leave one of them out",
                    crate::workspace::display(path)
                ),
                Given::File(_) if file.is_some() => {
                    bail!("--config names two files; one of them can say `extend = \"the other\"`")
                }
                Given::File(path) => file = Some(Project::load(path)?),
            }
        }
        let given = Arc::new(given);
        let is_fixed = self.isolated || file.is_some();
        let fixed = is_fixed.then(|| Stack::new(file, &given));
        Ok(Finder { fixed, given, nearest: Nearest::default() })
    }
}

impl Sources {
    /// The settings files that hold for some paths, and those that they extend. One that cannot be
    /// used is among them: it is going to be mended.
    pub(super) fn files(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let mut nearest = Nearest::default();
        let mut files: Vec<PathBuf> = self
            .config
            .iter()
            .filter_map(|one| match one {
                Given::File(path) => Some(path.clone()),
                Given::Setting(_) => None,
            })
            .collect();
        if files.is_empty() && !self.isolated {
            files.extend(paths.iter().filter_map(|path| nearest.settings_of(path)));
        }
        let extended: Vec<PathBuf> = files.iter().flat_map(|file| extended(file)).collect();
        files.into_iter().chain(extended).collect()
    }
}

impl Finder {
    /// Whose settings hold for a file, or for what is in a folder.
    pub(super) fn whose(&mut self, path: &Path) -> Whose {
        match &self.fixed {
            Some(_) => Whose::Fixed,
            None => Whose::Nearest(self.nearest.settings_of(path)),
        }
    }

    /// Reads them.
    pub(super) fn read(&self, whose: &Whose) -> Result<Stack, WorkspaceError> {
        match (whose, &self.fixed) {
            (Whose::Fixed, Some(stack)) => Ok(stack.clone()),
            (Whose::Fixed | Whose::Nearest(None), _) => Ok(Stack::new(None, &self.given)),
            (Whose::Nearest(Some(path)), _) => Ok(Stack::new(Some(Project::found(path)?), &self.given)),
        }
    }

    /// Whose settings hold before a file is looked at.
    pub(super) fn usual(&self) -> Whose {
        if self.fixed.is_some() { Whose::Fixed } else { Whose::Nearest(None) }
    }
}
