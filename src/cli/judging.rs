//! What decides how strategies are judged: flags that several commands share, and settings.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use jiff::civil::Date;

use super::sources::{Finder, Sources, Whose};
use crate::config::FailOn;
use crate::linter::{Linter, Selection};
use crate::words;
use crate::workspace::settings::Stack;

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

impl Judging {
    /// The settings files that hold for some paths, as far as they can be read.
    pub(super) fn settings_files(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        self.basis.sources.files(paths)
    }
}

/// What figures are computed with: the day and the settings.
#[derive(Debug, clap::Args)]
pub(super) struct Basis {
    /// Judge as of this day, so that a run can be repeated [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, help_heading = "Judging")]
    today: Option<Date>,

    #[command(flatten)]
    sources: Sources,
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
    /// The level at which the settings say that `check` fails.
    pub(super) fail_on: FailOn,
    stack: Stack,
}

impl Settings {
    /// Where they come from, in words.
    pub(super) fn origin(&self) -> String {
        let files: Vec<String> = self.stack.files().map(|config| config.source.name().to_owned()).collect();
        if files.is_empty() {
            "no settings file".to_owned()
        } else {
            format!("the settings of {}", words::and(&files))
        }
    }

    /// True where the settings leave a file out.
    pub(super) fn leave_out(&self, file: &Path) -> bool {
        self.stack.leaves_out(file)
    }
}

/// Finds the settings for each file, and reads each settings file once.
pub(super) struct Judge {
    selection: Selection,
    today: Date,
    finder: Finder,
    known: HashMap<Whose, Option<Arc<Settings>>>,
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
        let finder = basis.sources.finder()?;
        let mut judge = Self { selection, today, finder, known: HashMap::new() };
        // What is wrong with the flags themselves is said before any file is looked at.
        let usual = judge.finder.usual();
        let settings = judge.read(&usual)?;
        judge.known.insert(usual, Some(Arc::new(settings)));
        Ok(judge)
    }

    /// The day that strategies are judged on.
    pub(super) fn today(&self) -> Date {
        self.today
    }

    /// The settings for a file. What is wrong with a settings file is said once, for the first file
    /// that needs it; there are none for the others.
    pub(super) fn settings(&mut self, file: &Path) -> anyhow::Result<Option<Arc<Settings>>> {
        let whose = self.finder.whose(file);
        if let Some(known) = self.known.get(&whose) {
            return Ok(known.clone());
        }
        let (read, fault) = match self.read(&whose) {
            Ok(settings) => (Some(Arc::new(settings)), None),
            Err(error) => (None, Some(error)),
        };
        self.known.insert(whose, read.clone());
        fault.map_or(Ok(read), Err)
    }

    fn read(&self, whose: &Whose) -> anyhow::Result<Settings> {
        let stack = self.finder.read(whose)?;
        let in_force = stack.in_force()?;
        let linter = Linter::new(self.today).configure(&in_force);
        let linter = linter.select(&self.selection).map_err(|unknown| match unknown.meant {
            Some(_) => anyhow!(unknown),
            None => anyhow!("{unknown}; `stratplan rules` lists them"),
        })?;
        Ok(Settings { linter, fail_on: in_force.fail_on.value, stack })
    }
}
