//! The files to check, and the settings of each.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;

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

pub(super) fn collect_inputs(args: &Args, judge: &Judge) -> Inputs {
    let mut inputs = Inputs::default();
    let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        paths(args).into_iter().partition(|path| path == Path::new("-"));
    if !stdin.is_empty() {
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
    let (found, errors) = judge.find(&paths);
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

pub(super) fn paths(args: &Args) -> Vec<PathBuf> {
    if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() }
}

/// The error for a run without any strategy. It is no mistake to name only excluded files, as tools do
/// that pass every changed file; those were already reported.
pub(super) fn no_strategy(args: &Args, excluded: usize) -> Option<anyhow::Error> {
    let paths = paths(args);
    let names: Vec<String> = paths.iter().map(|path| workspace::display(path)).collect();
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
    let has_directory = paths.iter().any(|path| path.is_dir());
    has_directory.then(|| anyhow!("no strategy left to check in {place}: the settings exclude what is there"))
}
