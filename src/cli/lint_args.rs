//! Flags that decide how strategies are checked, and the linter that follows from them and the settings.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use jiff::civil::Date;

use super::settings_args::{Finder, SettingsArgs};
use crate::config::FailOn;
use crate::linter::{Linter, Selection};
use crate::words;
use crate::workspace::settings::Stack;

#[derive(Debug, clap::Args)]
pub(super) struct LintArgs {
    /// Run only these rules or groups; `timed` is the rules that depend on the date
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Judging")]
    select: Vec<String>,

    /// Also run these rules or groups, even if the settings turn them off
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Judging")]
    extend_select: Vec<String>,

    /// Do not run these rules or groups
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Judging")]
    ignore: Vec<String>,

    #[command(flatten)]
    basis: Basis,
}

impl LintArgs {
    /// The settings files for some paths, if they can be read.
    pub(super) fn settings_files(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        self.basis.settings.files(paths)
    }
}

/// The day and the settings, which figures depend on.
#[derive(Debug, clap::Args)]
pub(super) struct Basis {
    /// Judge as of this day, so that a run can be repeated [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, help_heading = "Judging")]
    today: Option<Date>,

    #[command(flatten)]
    settings: SettingsArgs,
}

fn day(text: &str) -> Result<Date, String> {
    let is_shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match text.parse() {
        Ok(day) if is_shaped => Ok(day),
        _ if is_shaped => Err("there is no such day".to_owned()),
        _ => Err("write a day as 2027-04-05: year, month, day".to_owned()),
    }
}

/// How one file is judged.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) linter: Linter,
    /// The level at which `check` fails, according to the settings.
    pub(super) fail_on: FailOn,
    stack: Stack,
}

impl Settings {
    /// Where they come from, in words.
    pub(super) fn origin(&self) -> String {
        match self.stack.names().as_slice() {
            [] => "no settings file".to_owned(),
            names => format!("the settings of {}", words::and(names)),
        }
    }

    pub(super) fn excludes(&self, file: &Path) -> bool {
        self.stack.excludes(file)
    }
}

/// Finds the settings for each file, and reads each settings file once.
pub(super) struct Judge {
    selection: Selection,
    today: Date,
    finder: Finder,
    /// By settings file; `None` for unusable ones.
    known: HashMap<Option<PathBuf>, Option<Arc<Settings>>>,
}

impl Judge {
    pub(super) fn new(args: &LintArgs) -> anyhow::Result<Self> {
        let LintArgs { select, extend_select, ignore, basis } = args;
        let [select, extend_select, ignore] = [select, extend_select, ignore].map(Clone::clone);
        Self::with(basis, Selection { select, extend_select, ignore })
    }

    /// For commands that compute figures.
    pub(super) fn with_all_rules(basis: &Basis) -> anyhow::Result<Self> {
        Self::with(basis, Selection::default())
    }

    fn with(basis: &Basis, selection: Selection) -> anyhow::Result<Self> {
        let today = basis.today.unwrap_or_else(|| jiff::Zoned::now().date());
        let finder = basis.settings.finder()?;
        let mut judge = Self { selection, today, finder, known: HashMap::new() };
        // Errors in the flags themselves are reported before any file is read.
        let settings = judge.read(None)?;
        judge.known.insert(None, Some(Arc::new(settings)));
        Ok(judge)
    }

    pub(super) fn today(&self) -> Date {
        self.today
    }

    /// The settings for a file. An error in a settings file is reported for the first file that needs
    /// it; the others get `None`.
    pub(super) fn settings(&mut self, file: &Path) -> anyhow::Result<Option<Arc<Settings>>> {
        let nearest = self.finder.nearest(file);
        if let Some(known) = self.known.get(&nearest) {
            return Ok(known.clone());
        }
        let read = self.read(nearest.as_deref()).map(Arc::new);
        self.known.insert(nearest, read.as_ref().ok().cloned());
        read.map(Some)
    }

    fn read(&self, nearest: Option<&Path>) -> anyhow::Result<Settings> {
        let stack = self.finder.read(nearest)?;
        let in_force = stack.in_force()?;
        let linter = Linter::new(self.today).configure(&in_force);
        let linter = linter.select(&self.selection).map_err(|unknown| match unknown.meant {
            Some(_) => anyhow!(unknown),
            None => anyhow!("{unknown}; `stratplan rules` lists them"),
        })?;
        Ok(Settings { linter, fail_on: in_force.fail_on.value, stack })
    }
}
