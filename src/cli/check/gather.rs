//! What there is to judge: the paths as they were named, and the settings for each.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;

use super::Args;
use crate::cli::lint_args::{Judge, Settings};
use crate::document::Document;
use crate::report::summary::Unjudged;
use crate::words;
use crate::workspace::{self, Candidate};

/// Something to judge, and how.
pub(super) struct Work {
    pub(super) input: Input,
    pub(super) settings: Arc<Settings>,
}

impl Work {
    /// What became of it, for those who want to know everything.
    pub(super) fn story(&self, is_judged: bool) -> Option<String> {
        let Input::File(candidate) = &self.input else { return None };
        let name = workspace::display(&candidate.path);
        Some(if is_judged {
            format!("{name}: checked, with {}", self.settings.origin())
        } else {
            format!("{name}: passed over, no line of it begins with `stratplan:`")
        })
    }
}

pub(super) enum Input {
    Stdin(Box<Document>),
    File(Candidate),
}

/// What there is to judge.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) work: Vec<Work>,
    /// What could not be had.
    pub(super) troubles: Vec<anyhow::Error>,
    /// What was passed over and why.
    pub(super) notices: Vec<String>,
    /// How many files were met that are not judged.
    pub(super) unjudged: Unjudged,
}

impl Gathered {
    /// True where standard input is among it.
    pub(super) fn has_stdin(&self) -> bool {
        self.work.iter().any(|work| matches!(work.input, Input::Stdin(_)))
    }

    /// Notes that a file could not be read.
    pub(super) fn fail(&mut self, why: anyhow::Error) {
        self.unjudged.unreadable += 1;
        self.troubles.push(why);
    }

    /// The settings of a file, or a note that it waits for them.
    fn settings(&mut self, judge: &mut Judge, path: &Path) -> Option<Arc<Settings>> {
        let settings = judge.settings(path).unwrap_or_else(|why| {
            self.troubles.push(why);
            None
        });
        self.unjudged.without_settings += usize::from(settings.is_none());
        settings
    }
}

/// Finds what there is to judge and the settings for each.
pub(super) fn gather(args: &Args, judge: &mut Judge) -> Gathered {
    let mut gathered = Gathered::default();
    let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        paths(args).into_iter().partition(|path| path == Path::new("-"));
    if !stdin.is_empty() {
        match workspace::read_stdin(&args.stdin_filename) {
            Ok(document) => {
                if let Some(settings) = gathered.settings(judge, Path::new(&args.stdin_filename)) {
                    gathered.work.push(Work { input: Input::Stdin(Box::new(document)), settings });
                }
            }
            Err(trouble) => gathered.fail(trouble.into()),
        }
    }
    let found = workspace::find(&paths);
    gathered.unjudged.broken_links = found.broken_links.len();
    let broken = |link: &String| format!("{link}: passed over, this link leads nowhere");
    gathered.notices.extend(found.broken_links.iter().map(broken));
    found.troubles.into_iter().for_each(|trouble| gathered.fail(trouble.into()));
    for candidate in found.candidates {
        let Some(settings) = gathered.settings(judge, &candidate.path) else { continue };
        let is_asked_for = candidate.is_named && args.no_force_exclude;
        if is_asked_for || !settings.excludes(&candidate.path) {
            gathered.work.push(Work { input: Input::File(candidate), settings });
            continue;
        }
        gathered.unjudged.excluded += 1;
        let name = workspace::display(&candidate.path);
        if candidate.is_named {
            let why = "passed over, the settings exclude it; --no-force-exclude checks it";
            gathered.notices.push(format!("{name}: {why}"));
        } else if args.verbose {
            let why = format!("passed over, excluded by {}", settings.origin());
            gathered.notices.push(format!("{name}: {why}"));
        }
    }
    gathered
}

/// The paths that were named; where none was, the current directory.
pub(super) fn paths(args: &Args) -> Vec<PathBuf> {
    if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() }
}

/// What to say where no strategy was found. Files that were named and are excluded have been
/// spoken of: that is no mistake, as tools that name every changed file do so.
pub(super) fn nothing_matched(args: &Args, excluded: usize) -> Option<anyhow::Error> {
    let paths = paths(args);
    let looked: Vec<String> = paths.iter().map(|path| workspace::display(path)).collect();
    let place = match words::or(&looked).as_str() {
        "." => "this directory".to_owned(),
        place => place.to_owned(),
    };
    if excluded == 0 {
        return Some(anyhow!(
            "no strategy in {place}: no .yaml file there has a line that begins with `stratplan:`\n  \
             `stratplan init` writes a first one; --allow-empty makes this no error"
        ));
    }
    let has_directory = paths.iter().any(|path| path.is_dir());
    has_directory.then(|| {
        anyhow!("no strategy in {place} is left to check: the settings exclude {excluded} of its files")
    })
}
