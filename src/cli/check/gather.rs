//! What there is to judge: the paths as they were named, and the settings for each.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;

use super::Args;
use crate::cli::judging::{Judge, Settings};
use crate::document::Document;
use crate::words;
use crate::workspace::{self, Candidate, Trouble};

/// Something to judge, and how.
pub(super) struct Work {
    pub(super) input: Input,
    pub(super) settings: Arc<Settings>,
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
    /// Files that the settings leave out.
    pub(super) excluded: usize,
}

impl Gathered {
    /// True where standard input is among it.
    pub(super) fn has_stdin(&self) -> bool {
        self.work.iter().any(|work| matches!(work.input, Input::Stdin(_)))
    }
}

/// Finds what there is to judge and the settings for each.
pub(super) fn gather(args: &Args, judge: &mut Judge) -> Gathered {
    let mut gathered = Gathered::default();
    let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        paths(args).into_iter().partition(|path| path == Path::new("-"));
    if !stdin.is_empty() {
        let settings = judge.settings(Path::new(&args.stdin_filename));
        match (workspace::read_stdin(&args.stdin_filename), settings) {
            (Ok(document), Ok(Some(settings))) => {
                gathered.work.push(Work { input: Input::Stdin(Box::new(document)), settings });
            }
            (Ok(_), Ok(None)) => {}
            (Err(trouble), _) => gathered.troubles.push(trouble.into()),
            (_, Err(trouble)) => gathered.troubles.push(trouble),
        }
    }
    let found = workspace::find(&paths);
    gathered.notices = found.notices;
    gathered.troubles.extend(found.troubles.into_iter().map(Trouble::into));
    for candidate in found.candidates {
        let settings = match judge.settings(&candidate.path) {
            Ok(Some(settings)) => settings,
            Ok(None) => continue,
            Err(trouble) => {
                gathered.troubles.push(trouble);
                continue;
            }
        };
        let is_asked_for = candidate.is_named && args.no_force_exclude;
        if is_asked_for || !settings.leave_out(&candidate.path) {
            gathered.work.push(Work { input: Input::File(candidate), settings });
            continue;
        }
        gathered.excluded += 1;
        if candidate.is_named {
            let why = "passed over, the settings exclude it; --no-force-exclude checks it";
            gathered.notices.push(format!("{}: {why}", candidate.name));
        }
    }
    gathered
}

fn paths(args: &Args) -> Vec<PathBuf> {
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
