//! The files to check, and the settings of each.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{anyhow, bail};

use super::Args;
use crate::cli::lint_args::{Judge, Settings};
use crate::report::summary::Unjudged;
use crate::strategy::document::Document;
use crate::words;
use crate::workspace::{self, Candidate};

/// The name of standard input, unless it has a path.
pub(super) const STDIN: &str = "<stdin>";

pub(super) struct Input {
    pub(super) candidate: Candidate,
    /// The document, if it is from standard input.
    pub(super) stdin: Option<Document>,
    pub(super) settings: Arc<Settings>,
}

#[derive(Default)]
pub(super) struct Inputs {
    pub(super) all: Vec<Input>,
    pub(super) errors: Vec<anyhow::Error>,
    pub(super) notices: Vec<String>,
    pub(super) unjudged: Unjudged,
    /// The text of standard input, if the settings exclude it: a formatter prints it as it is.
    pub(super) excluded_stdin: Option<String>,
}

impl Inputs {
    pub(super) fn unreadable(&mut self, error: anyhow::Error) {
        self.unjudged.unreadable += 1;
        self.errors.push(error);
    }

    /// Adds a file, unless the settings exclude it.
    fn add(&mut self, args: &Args, input: Input) {
        let Input { candidate, stdin, settings } = &input;
        let is_forced = candidate.is_named && args.no_force_exclude;
        let has_path = stdin.is_none() || args.stdin_filename != STDIN;
        if is_forced || !has_path || !settings.stack.excludes(&candidate.path) {
            self.all.push(input);
            return;
        }
        self.unjudged.excluded += 1;
        let name = workspace::display(&candidate.path);
        if candidate.is_named {
            let why = "skipped, excluded by the settings; use --no-force-exclude to check it";
            self.notices.push(format!("{name}: {why}"));
        } else if args.verbose {
            self.notices.push(format!("{name}: skipped, excluded by {}", settings.origin()));
        }
        self.excluded_stdin = input.stdin.map(|document| document.source.text().to_owned());
    }

    /// The settings of a file. If there are none, the file cannot be checked.
    fn settings(&mut self, judge: &Judge, path: &Path) -> Option<Arc<Settings>> {
        let settings = judge.settings(path).unwrap_or_else(|error| {
            self.errors.push(error);
            None
        });
        self.unjudged.without_settings += usize::from(settings.is_none());
        settings
    }
}

pub(super) fn collect_inputs(args: &Args, paths: &Paths, judge: &Judge) -> Inputs {
    let mut inputs = Inputs::default();
    if paths.has_stdin {
        let name = args.stdin_filename.clone();
        match workspace::read_stdin(&name) {
            Ok(document) => {
                let candidate = Candidate { path: PathBuf::from(&name), name, is_named: true };
                if let Some(settings) = inputs.settings(judge, &candidate.path) {
                    inputs.add(args, Input { candidate, stdin: Some(document), settings });
                }
            }
            Err(error) => inputs.unreadable(error.into()),
        }
    }
    let (found, errors) = judge.find(&paths.named, &paths.listed);
    inputs.errors.extend(errors);
    inputs.unjudged.broken_links = found.broken_links.len();
    inputs.notices.extend(found.broken_links.iter().map(|link| format!("{link}: skipped, broken symlink")));
    found.errors.into_iter().for_each(|error| inputs.unreadable(error.into()));
    inputs.unjudged.excluded += found.excluded.len();
    if args.verbose {
        let skipped =
            |folder: &PathBuf| format!("{}/: skipped, excluded by the settings", workspace::display(folder));
        inputs.notices.extend(found.excluded.iter().map(skipped));
    }
    for candidate in found.candidates {
        if let Some(settings) = inputs.settings(judge, &candidate.path) {
            inputs.add(args, Input { candidate, stdin: None, settings });
        }
    }
    inputs
}

/// What is to be checked.
pub(super) struct Paths {
    pub(super) has_stdin: bool,
    /// Checked even if they do not look like strategies.
    named: Vec<PathBuf>,
    /// From a list, in which there can be any files.
    listed: Vec<PathBuf>,
}

impl Paths {
    pub(super) fn read(args: &Args) -> anyhow::Result<Self> {
        let is_stdin = |path: &PathBuf| path == Path::new("-");
        let (stdin, mut named): (Vec<_>, Vec<_>) = args.paths.iter().cloned().partition(is_stdin);
        let has_stdin = !stdin.is_empty();
        if has_stdin && args.files_from.as_ref().is_some_and(is_stdin) {
            bail!("standard input is either a strategy, `-`, or a list of files, `--files-from -`");
        }
        let list = args.files_from.as_deref();
        let listed = list.map(workspace::read_list).transpose()?.unwrap_or_default();
        if args.paths.is_empty() && list.is_none() {
            named.push(PathBuf::from("."));
        }
        Ok(Self { has_stdin, named, listed })
    }

    pub(super) fn all(&self) -> Vec<PathBuf> {
        self.named.iter().chain(&self.listed).cloned().collect()
    }
}

/// The error for a run without any strategy. It is no mistake to name only excluded files, as tools do
/// that pass every changed file; those were already reported.
pub(super) fn no_strategy(paths: &Paths, excluded: usize) -> Option<anyhow::Error> {
    // A list of changed files can be empty, or have no strategies.
    if paths.named.is_empty() && !paths.has_stdin {
        return None;
    }
    let names: Vec<String> = paths.named.iter().map(|path| workspace::display(path)).collect();
    let place = match words::or(&names).as_str() {
        "." => "this directory".to_owned(),
        place => place.to_owned(),
    };
    if excluded == 0 {
        return Some(anyhow!(
            "no strategy in {place}: no .yaml file there has a line that starts with `stratplan:`\n  \
             run `stratplan init` to write a first one, or use --allow-empty if there is nothing to check"
        ));
    }
    let has_directory = paths.named.iter().any(|path| path.is_dir());
    has_directory.then(|| anyhow!("no strategy left to check in {place}: the settings exclude what is there"))
}
