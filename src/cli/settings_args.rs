//! Flags that decide where settings come from.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use clap::builder::{OsStringValueParser, TypedValueParser};

use crate::config::Config;
use crate::config::argument::is_setting;
use crate::workspace::settings::{Nearest, Project, Stack, extended};
use crate::workspace::{self, WorkspaceError};

#[derive(Debug, clap::Args)]
pub(super) struct SettingsArgs {
    /// Use this settings file instead of the nearest stratplan.toml, or set a single value
    #[arg(long, value_name = "FILE|KEY=VALUE", help_heading = "Settings", long_help = CONFIG_HELP)]
    #[arg(value_parser = OsStringValueParser::new().map(ConfigArg::from))]
    config: Vec<ConfigArg>,

    /// Ignore all settings files
    #[arg(long, help_heading = "Settings")]
    isolated: bool,
}

const CONFIG_HELP: &str = "\
Use this settings file instead of the nearest stratplan.toml, or set a single value, which overrides any file; \
can be repeated.

Write a value as in the file, with its section in front: fail-on=warning, rules.no-review=off, \
rules.hard-sell.max-share=0.3, status.on-track=0.95, 'exclude=[\"archive/\"]'.";

#[derive(Debug, Clone)]
enum ConfigArg {
    File(PathBuf),
    Setting(String),
}

impl From<OsString> for ConfigArg {
    fn from(text: OsString) -> Self {
        match text.into_string() {
            Ok(text) if is_setting(&text) => Self::Setting(text),
            Ok(text) => Self::File(text.into()),
            Err(text) => Self::File(text.into()),
        }
    }
}

impl SettingsArgs {
    pub(super) fn finder(&self) -> anyhow::Result<Finder> {
        let (mut fixed, mut arguments) = (self.isolated.then(Vec::new), Vec::new());
        for arg in &self.config {
            match arg {
                ConfigArg::Setting(text) => {
                    let config =
                        Config::argument(text).map_err(|error| WorkspaceError::Config(Box::new(error)))?;
                    arguments.push(Project::argument(config)?);
                }
                ConfigArg::File(path) if self.isolated => bail!(
                    "--isolated ignores all settings files, but --config names {}; remove one of the two",
                    workspace::display(path)
                ),
                ConfigArg::File(_) if fixed.is_some() => {
                    bail!("--config names two files; one of them can say `extend = \"the other\"`")
                }
                ConfigArg::File(path) => fixed = Some(Project::load(path, true)?),
            }
        }
        Ok(Finder { fixed: fixed.map(Arc::new), arguments: Arc::new(arguments), nearest: Nearest::default() })
    }

    /// The settings files for some paths, and those that they extend. Unusable ones are included: they
    /// are about to be fixed.
    pub(super) fn files(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let named = self.config.iter().filter_map(|arg| match arg {
            ConfigArg::File(path) => Some(path.clone()),
            ConfigArg::Setting(_) => None,
        });
        let mut files: Vec<PathBuf> = named.collect();
        if files.is_empty() && !self.isolated {
            let mut nearest = Nearest::default();
            files.extend(paths.iter().filter_map(|path| nearest.settings_of(path)));
        }
        let extended: Vec<PathBuf> = files.iter().flat_map(|file| extended(file)).collect();
        files.into_iter().chain(extended).collect()
    }
}

/// Finds the settings for each file.
#[derive(Debug)]
pub(super) struct Finder {
    /// The settings files for all paths; `None` if each has the nearest.
    fixed: Option<Arc<Vec<Project>>>,
    arguments: Arc<Vec<Project>>,
    nearest: Nearest,
}

impl Finder {
    /// The settings file for a path, unless there is none or all paths have the same.
    pub(super) fn nearest(&mut self, path: &Path) -> Option<PathBuf> {
        if self.fixed.is_some() { None } else { self.nearest.settings_of(path) }
    }

    pub(super) fn read(&self, nearest: Option<&Path>) -> Result<Stack, WorkspaceError> {
        let files = match (&self.fixed, nearest) {
            (Some(fixed), _) => Arc::clone(fixed),
            (None, Some(path)) => Arc::new(Project::load(path, false)?),
            (None, None) => Arc::default(),
        };
        Ok(Stack { files, arguments: Arc::clone(&self.arguments) })
    }
}
