//! What decides how strategies are judged: flags that several commands share, and settings files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use jiff::civil::Date;

use crate::config::FailOn;
use crate::linter::{Linter, Selection};
use crate::workspace::Trouble;
use crate::workspace::settings::{Nearest, Project};

/// Flags that decide how strategies are judged.
#[derive(Debug, clap::Args)]
pub(super) struct Judging {
    /// Run only these rules or groups; `timed` names the rules that go by the date
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Judging")]
    select: Vec<String>,

    /// Run these rules or groups as well, even if the settings turn them off
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Judging")]
    extend_select: Vec<String>,

    /// Do not run these rules or groups
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Judging")]
    ignore: Vec<String>,

    #[command(flatten)]
    basis: Basis,
}

/// What figures are computed with: the day and the settings.
#[derive(Debug, clap::Args)]
pub(super) struct Basis {
    /// Judge as of this day, so that a run can be repeated [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, help_heading = "Judging")]
    today: Option<Date>,

    /// Take settings from this file instead of the nearest stratplan.toml
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", help_heading = "Judging")]
    config: Option<PathBuf>,

    /// Take no settings from any file
    #[arg(long, help_heading = "Judging")]
    isolated: bool,
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
    /// The level at which the settings file fails.
    pub(super) fail_on: Option<FailOn>,
    project: Option<Project>,
}

impl Settings {
    /// True where the settings leave a file out.
    pub(super) fn leave_out(&self, file: &Path) -> bool {
        self.project.as_ref().is_some_and(|project| project.leaves_out(file))
    }
}

/// Finds the settings for each file, and reads each settings file once.
pub(super) struct Judge {
    selection: Selection,
    today: Date,
    /// Settings for all files; none where each has the nearest.
    fixed: Option<Arc<Settings>>,
    without: Arc<Settings>,
    nearest: Nearest,
    by_path: HashMap<PathBuf, Option<Arc<Settings>>>,
}

impl Judge {
    /// Fails where a flag names what is not there.
    pub(super) fn new(args: &Judging) -> anyhow::Result<Self> {
        let selection = Selection {
            select: args.select.clone(),
            extend_select: args.extend_select.clone(),
            ignore: args.ignore.clone(),
        };
        Self::with(&args.basis, selection)
    }

    /// For commands that compute figures and run every rule.
    pub(super) fn of_figures(basis: &Basis) -> anyhow::Result<Self> {
        Self::with(basis, Selection::default())
    }

    fn with(basis: &Basis, selection: Selection) -> anyhow::Result<Self> {
        let today = basis.today.unwrap_or_else(|| jiff::Zoned::now().date());
        let without = Arc::new(settings(&selection, today, None)?);
        let fixed = match &basis.config {
            Some(path) => Some(Arc::new(settings(&selection, today, Some(Project::load(path)?))?)),
            None => basis.isolated.then(|| Arc::clone(&without)),
        };
        Ok(Self { selection, today, fixed, without, nearest: Nearest::default(), by_path: HashMap::new() })
    }

    /// The day that strategies are judged on.
    pub(super) fn today(&self) -> Date {
        self.today
    }

    /// The settings for a file. What is wrong with a settings file is said once, for the first file
    /// that needs it; there are none for the others.
    pub(super) fn settings(&mut self, file: &Path) -> anyhow::Result<Option<Arc<Settings>>> {
        if let Some(fixed) = &self.fixed {
            return Ok(Some(Arc::clone(fixed)));
        }
        let Some(path) = self.nearest.settings_of(file) else {
            return Ok(Some(Arc::clone(&self.without)));
        };
        if let Some(known) = self.by_path.get(&path) {
            return Ok(known.clone());
        }
        let read = Project::load(&path)
            .map_err(anyhow::Error::from)
            .and_then(|project| settings(&self.selection, self.today, Some(project)));
        let (read, fault) = match read {
            Ok(settings) => (Some(Arc::new(settings)), None),
            Err(error) => (None, Some(error)),
        };
        self.by_path.insert(path, read.clone());
        fault.map_or(Ok(read), Err)
    }
}

fn settings(selection: &Selection, today: Date, project: Option<Project>) -> anyhow::Result<Settings> {
    let mut linter = Linter::new(today);
    let mut fail_on = None;
    // The one that is extended first, so that what extends it has the last word.
    let nested = std::iter::successors(project.as_ref(), |project| project.base.as_deref());
    for project in nested.collect::<Vec<_>>().into_iter().rev() {
        linter = linter.configure(&project.config).map_err(|error| Trouble::Config(Box::new(error)))?;
        fail_on = project.config.fail_on.or(fail_on);
    }
    let linter = linter.select(selection).map_err(|unknown| match unknown.meant {
        Some(_) => anyhow!(unknown),
        None => anyhow!("{unknown}; `stratplan rules` lists them"),
    })?;
    Ok(Settings { linter, fail_on, project })
}
