//! `check --watch`: the check again, whenever something has changed.
//!
//! It ends as any program does that waits: by Ctrl-C, which the shell reports as 130, when nobody
//! reads what it prints, or where a folder that it watches is gone.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::gather::paths;
use super::{Args, once};
use crate::cli::Exit;
use crate::cli::terminal::Terminal;
use crate::words;
use crate::workspace::watch::Watch;
use crate::workspace::{self, Trouble};

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let paths = paths(args);
    if paths.iter().any(|path| path == Path::new("-")) {
        bail!("--watch needs files or folders: standard input cannot be read again");
    }
    let mut watch = Watch::new(&paths)?;
    if let Some(file) = &args.output_file {
        watch.leave_out(file);
    }
    let shown: Vec<String> = paths.iter().map(|path| workspace::display(path)).collect();
    let mut is_first = true;
    let mut occasion = format!("watching {}; Ctrl-C ends it", words::and(&shown));
    loop {
        // First, so that nothing that happens during the check is missed.
        beside(args, &paths, &mut watch)?;
        if args.output_file.is_none() {
            terminal.clear();
        }
        if !args.quiet {
            terminal.notice(&format!("{} {occasion}", jiff::Zoned::now().strftime("%H:%M:%S")));
        }
        let exit = match once(args, terminal) {
            // A slip in a flag is not mended by waiting.
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
        occasion = match watch.wait()?.as_slice() {
            [one] => format!("{one} has changed"),
            several => format!("{} files have changed", several.len()),
        };
    }
}

/// Watches what the named files depend on: their settings, wherever these are, their readings, and
/// what is accepted.
fn beside(args: &Args, paths: &[PathBuf], watch: &mut Watch) -> Result<(), Trouble> {
    let settings = args.judging.settings_files(paths);
    let files = paths.iter().filter(|path| path.is_file());
    let readings = files.filter_map(|path| workspace::readings_of(path));
    let baseline = args.baseline.file().map(Path::to_owned);
    settings.into_iter().chain(readings).chain(baseline).try_for_each(|file| watch.add(&file))
}
