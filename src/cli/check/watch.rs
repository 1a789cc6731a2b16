//! `check --watch`: checks again whenever something changes.
//!
//! It ends on Ctrl-C, which the shell reports as 130, when nobody reads its output any more, or when a
//! folder that it watches is gone.

use std::path::PathBuf;

use anyhow::bail;

use super::inputs::Paths;
use super::{Args, check_once};
use crate::cli::Exit;
use crate::cli::clock;
use crate::cli::terminal::Terminal;
use crate::words;
use crate::workspace::watch::Watch;
use crate::workspace::{self, WorkspaceError};

pub(super) fn run(args: &Args, inputs: &Paths, terminal: &Terminal) -> anyhow::Result<Exit> {
    let paths = inputs.all();
    if inputs.has_stdin {
        bail!("--watch needs files or folders: standard input cannot be read again");
    }
    let mut watch = Watch::new(&paths)?;
    if let Some(file) = args.file() {
        watch.ignore(file);
    }
    let names: Vec<String> = paths.iter().map(|path| workspace::display(path)).collect();
    let mut is_first = true;
    let mut reason = format!("watching {}; press Ctrl-C to stop", words::and(&names));
    loop {
        // Before the check, so that no change during the check is missed.
        watch_dependencies(args, &paths, &mut watch)?;
        if args.file().is_none() {
            terminal.clear();
        }
        if !args.quiet {
            terminal.notice(&format!("{} {reason}", clock::now().strftime("%H:%M:%S")));
        }
        let exit = match check_once(args, inputs, terminal) {
            // Waiting does not fix a mistake in a flag.
            Err(error) if is_first => return Err(error),
            Err(error) => {
                terminal.error(&error);
                Exit::Error
            }
            Ok(exit) => exit,
        };
        is_first = false;
        if terminal.stdout_closed() {
            return Ok(exit);
        }
        reason = match watch.wait()?.as_slice() {
            [one] => format!("{one} changed"),
            several => format!("{} files changed", several.len()),
        };
    }
}

fn watch_dependencies(args: &Args, paths: &[PathBuf], watch: &mut Watch) -> Result<(), WorkspaceError> {
    let settings = args.judging.basis.settings.files(paths);
    let files = paths.iter().filter(|path| path.is_file());
    let readings = files.filter_map(|path| workspace::readings_of(path));
    let baseline = args.baseline.baseline.clone();
    settings.into_iter().chain(readings).chain(baseline).try_for_each(|file| watch.add(&file))?;
    // Settings can come into being. Some folders above cannot be watched, and rarely matter.
    for place in args.judging.basis.settings.places(paths) {
        watch.add(&place).ok();
    }
    Ok(())
}
