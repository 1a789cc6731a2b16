//! Flags that decide how strategies are checked, and the linter that follows from them and the settings.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, bail};
use jiff::civil::Date;

use super::clock;
use crate::config::FailOn;
use crate::config::read::is_setting;
use crate::edits::typed;
use crate::linter::{Linter, Selection};
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::words;
use crate::workspace::settings::{Project, Stack, extended, nearest, places};
use crate::workspace::{self, Candidate, Found, WorkspaceError, folder_of};

/// How many strategies an error names.
const MAX_NAMED: usize = 5;

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
    pub(super) basis: Basis,
}

impl LintArgs {
    pub(super) fn judge(&self) -> anyhow::Result<Judge> {
        let Self { select, extend_select, ignore, basis } = self;
        let [select, extend_select, ignore] = [select, extend_select, ignore].map(Clone::clone);
        Judge::new(basis, Selection { select, extend_select, ignore })
    }
}

/// The day and the settings, which figures depend on.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Basis {
    /// Judge as of this day, so that a run can be repeated [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, help_heading = "Judging")]
    today: Option<Date>,

    #[command(flatten)]
    pub(super) settings: SettingsArgs,
}

impl Basis {
    /// The settings for the one file that a command is about, with every rule that they do not turn off.
    pub(super) fn settings(&self, file: &Path) -> anyhow::Result<Arc<Settings>> {
        Judge::new(self, Selection::default())?.settings(file)?.context("its settings cannot be used")
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct StrategyArg {
    /// The strategy, or - for standard input [default: the only one in this directory]
    #[arg(value_name = "FILE", default_value = ".", hide_default_value = true)]
    file: PathBuf,

    #[command(flatten)]
    pub(super) basis: Basis,
}

impl StrategyArg {
    pub(super) fn is_stdin(&self) -> bool {
        self.file == Path::new("-")
    }

    /// The path of the strategy, the strategy, and how it is judged.
    pub(super) fn read(&self) -> anyhow::Result<(PathBuf, Document, Linter)> {
        let judge = Judge::new(&self.basis, Selection::default())?;
        let path = if self.file.is_dir() { only_in(&self.file, &judge)? } else { self.file.clone() };
        let settings = judge.settings(&path)?.context("its settings cannot be used")?;
        Ok((path.clone(), workspace::read_named(&path)?, settings.linter.clone()))
    }
}

/// The only strategy in a directory.
fn only_in(directory: &Path, judge: &Judge) -> anyhow::Result<PathBuf> {
    let place = match workspace::display(directory).as_str() {
        "." => "this directory".to_owned(),
        place => place.to_owned(),
    };
    match strategies_in(directory, judge)?.as_slice() {
        [(only, _)] => Ok(only.path.clone()),
        [] => bail!("no strategy in {place}; `stratplan init` writes a first one"),
        several => {
            let names: Vec<String> =
                several.iter().take(MAX_NAMED).map(|(one, _)| one.name.clone()).collect();
            let rest = several.len() - names.len();
            let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
            bail!("{} strategies in {place}; name one of them: {}{rest}", several.len(), names.join(", "))
        }
    }
}

/// The strategies in a directory that the settings do not exclude.
pub(super) fn strategies_in(directory: &Path, judge: &Judge) -> anyhow::Result<Vec<(Candidate, Document)>> {
    let (files, errors) = judge.find(&[directory.to_owned()], &[]);
    if let Some(error) = errors.into_iter().next() {
        return Err(error);
    }
    let mut found = Vec::new();
    for candidate in files.candidates {
        let settings = judge.settings(&candidate.path)?;
        let is_excluded = settings.is_some_and(|settings| settings.stack.excludes(&candidate.path));
        if !is_excluded && let Some(document) = workspace::read(&candidate)? {
            found.push((candidate, document));
        }
    }
    Ok(found)
}

fn day(text: &str) -> Result<Date, String> {
    let is_shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match text.parse() {
        Ok(day) if is_shaped => typed::check_year(day).map(|()| day),
        _ if is_shaped => Err("there is no such day".to_owned()),
        _ => one_day(text),
    }
}

/// A day in another notation, if it can mean only one.
fn one_day(text: &str) -> Result<Date, String> {
    let read = CoarseDate::parse(text.trim()).or_else(|error| match &error.instead {
        Some(meant) => CoarseDate::parse(meant),
        None => Err(error),
    });
    match read {
        Ok(date) if date.is_exact() => Ok(date.first),
        Ok(date) => Err(format!("{date} is more than one day; write one, such as its first, {}", date.first)),
        Err(_) => Err("write a day as 2027-04-05: year, month, day".to_owned()),
    }
}

#[derive(Debug, Default, clap::Args)]
pub(super) struct SettingsArgs {
    /// Use this settings file instead of the nearest stratplan.toml, or set a single value
    #[arg(long, value_name = "FILE|KEY=VALUE", help_heading = "Settings", long_help = CONFIG_HELP)]
    config: Vec<OsString>,

    /// Ignore all settings files
    #[arg(long, help_heading = "Settings")]
    isolated: bool,
}

const CONFIG_HELP: &str = "\
Use this settings file instead of the nearest stratplan.toml, or set a single value, which overrides any file; \
can be repeated.

Write a value as in the file, with its section in front: fail-on=warning, rules.no-review=off, \
rules.hard-sell.max-share=0.3, status.on-track=0.95, 'exclude=[\"archive/\"]'.";

/// The text of `KEY=VALUE`; none for the name of a file.
fn setting(arg: &OsStr) -> Option<&str> {
    arg.to_str().filter(|text| is_setting(text))
}

impl SettingsArgs {
    pub(super) fn finder(&self) -> anyhow::Result<Finder> {
        let (mut fixed, mut arguments) = (self.isolated.then(Vec::new), Vec::new());
        for arg in &self.config {
            match setting(arg) {
                Some(text) => arguments.push(Project::argument(text)?),
                None if self.isolated => bail!(
                    "--isolated ignores all settings files, but --config names {}; remove one of the two",
                    workspace::display(Path::new(arg))
                ),
                None if fixed.is_some() => {
                    bail!("--config names two files; one of them can say `extend = \"the other\"`")
                }
                None => fixed = Some(Project::load(Path::new(arg), true)?),
            }
        }
        Ok(Finder { fixed: fixed.map(Arc::new), arguments: Arc::new(arguments) })
    }

    /// Where settings files for some paths can be.
    pub(super) fn places(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let is_fixed = self.isolated || self.config.iter().any(|arg| setting(arg).is_none());
        if is_fixed { Vec::new() } else { paths.iter().flat_map(|path| places(path)).collect() }
    }

    /// The settings files for some paths, and those that they extend. Unusable ones are included: they
    /// are about to be fixed.
    pub(super) fn files(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let named = self.config.iter().filter(|arg| setting(arg).is_none());
        let mut files: Vec<PathBuf> = named.map(PathBuf::from).collect();
        if files.is_empty() && !self.isolated {
            files.extend(paths.iter().filter_map(|path| nearest(path)));
        }
        let extended: Vec<PathBuf> = files.iter().flat_map(|file| extended(file)).collect();
        files.into_iter().chain(extended).collect()
    }
}

/// Finds the settings for each file.
#[derive(Debug, Clone)]
pub(super) struct Finder {
    /// The settings files for all paths; `None` if each has the nearest.
    fixed: Option<Arc<Vec<Project>>>,
    arguments: Arc<Vec<Project>>,
}

impl Finder {
    /// The settings file for a path, unless there is none or all paths have the same.
    pub(super) fn nearest(&self, path: &Path) -> Option<PathBuf> {
        if self.fixed.is_some() { None } else { nearest(path) }
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

/// How one file is judged.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) linter: Linter,
    /// The level at which `check` fails, according to the settings.
    pub(super) fail_on: FailOn,
    pub(super) stack: Stack,
}

impl Settings {
    pub(super) fn origin(&self) -> String {
        match self.stack.names().as_slice() {
            [] => "no settings file".to_owned(),
            names => format!("the settings of {}", words::and(names)),
        }
    }
}

type KnownSettings = HashMap<Option<PathBuf>, Option<Arc<Settings>>>;

/// Finds the settings for each file, and reads each settings file once.
#[derive(Clone)]
pub(super) struct Judge {
    selection: Selection,
    pub(super) today: Date,
    finder: Finder,
    /// By settings file; `None` for unusable ones.
    known: Arc<Mutex<KnownSettings>>,
}

impl Judge {
    pub(super) fn new(basis: &Basis, selection: Selection) -> anyhow::Result<Self> {
        let today = basis.today.unwrap_or_else(|| clock::now().date());
        let finder = basis.settings.finder()?;
        let judge = Self { selection, today, finder, known: Arc::default() };
        // Errors in the flags themselves are reported before any file is read.
        let settings = judge.read(None)?;
        judge.known().insert(None, Some(Arc::new(settings)));
        Ok(judge)
    }

    fn known(&self) -> MutexGuard<'_, KnownSettings> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The settings for a file. An error in a settings file is reported for the first file that needs
    /// it; the others get `None`.
    pub(super) fn settings(&self, file: &Path) -> anyhow::Result<Option<Arc<Settings>>> {
        let nearest = self.finder.nearest(file);
        if let Some(known) = self.known().get(&nearest) {
            return Ok(known.clone());
        }
        let read = self.read(nearest.as_deref()).map(Arc::new);
        self.known().insert(nearest, read.as_ref().ok().cloned());
        read.map(Some)
    }

    /// Finds files without entering folders that the settings above them exclude, and the errors in those settings.
    pub(super) fn find(&self, named: &[PathBuf], listed: &[PathBuf]) -> (Found, Vec<anyhow::Error>) {
        let errors = Arc::new(Mutex::new(Vec::new()));
        let (judge, seen) = (self.clone(), Arc::clone(&errors));
        let is_excluded = move |folder: &Path| match judge.settings(folder_of(folder)) {
            Ok(settings) => settings.is_some_and(|settings| settings.stack.excludes(folder)),
            Err(error) => {
                seen.lock().unwrap_or_else(PoisonError::into_inner).push(error);
                false
            }
        };
        let found = workspace::find(named, listed, is_excluded);
        let errors = std::mem::take(&mut *errors.lock().unwrap_or_else(PoisonError::into_inner));
        (found, errors)
    }

    fn read(&self, nearest: Option<&Path>) -> anyhow::Result<Settings> {
        let stack = self.finder.read(nearest)?;
        let in_force = stack.in_force()?;
        let linter = Linter::new(self.today).configure(&in_force).select(&self.selection)?;
        Ok(Settings { linter, fail_on: in_force.fail_on.value, stack })
    }
}
