//! How far a long run is: one line on a terminal, which goes away again.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Before this nobody wonders.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is written anew.
const PACE: Duration = Duration::from_millis(100);

/// Counts what is done.
#[derive(Debug, Default)]
pub(super) struct Progress {
    done: AtomicUsize,
}

/// A piece of work; it is done when this goes out of scope, however it ends.
pub(super) struct Step<'a>(&'a Progress);

impl Progress {
    /// Begins a piece of work.
    pub(super) fn step(&self) -> Step<'_> {
        Step(self)
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        self.0.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// Does work of many pieces; where it takes long and is to be shown, a line on standard error says
/// how far it is.
pub(super) fn during<T>(total: usize, is_shown: bool, work: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress::default();
    if !is_shown {
        return work(&progress);
    }
    told(total, [PATIENCE, PACE], &progress, io::stderr(), work)
}

fn told<T>(
    total: usize,
    [patience, pace]: [Duration; 2],
    progress: &Progress,
    mut line: impl Write + Send,
    work: impl FnOnce(&Progress) -> T,
) -> T {
    let (end, ended) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let width = tell(total, progress, &ended, &mut line, [patience, pace]);
            // Without escape sequences, so that every terminal understands it.
            write!(line, "\r{}\r", " ".repeat(width)).and_then(|()| line.flush()).ok();
        });
        // Dropped when the work is done, even if it panics; then the thread ends, too.
        let _end = end;
        work(progress)
    })
}

/// Writes the line until the work is done; how wide it was.
fn tell(
    total: usize,
    progress: &Progress,
    ended: &Receiver<()>,
    line: &mut impl Write,
    [patience, pace]: [Duration; 2],
) -> usize {
    let (mut width, mut wait) = (0, patience);
    while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        let text = format!("checked {} of {total} files", progress.done.load(Ordering::Relaxed));
        width = width.max(text.len());
        // Nobody is left to tell where standard error cannot be written to.
        write!(line, "\r{text:width$}").and_then(|()| line.flush()).ok();
        wait = pace;
    }
    width
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Screen {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    #[test]
    fn a_long_run_is_told_of_and_the_line_goes_away() {
        let (screen, progress) = (Screen::default(), Progress::default());
        let short = Duration::from_millis(1);
        let answer = told(12, [short, short], &progress, screen.clone(), |progress| {
            drop(progress.step());
            while !screen.text().contains("checked 1 of 12 files") {
                thread::yield_now();
            }
            42
        });
        assert_eq!(answer, 42);
        let wiped = format!("\r{}\r", " ".repeat("checked 1 of 12 files".len()));
        assert!(screen.text().ends_with(&wiped), "{:?}", screen.text());
    }

    #[test]
    fn a_short_run_says_nothing() {
        let (screen, progress) = (Screen::default(), Progress::default());
        told(1, [Duration::from_mins(10); 2], &progress, screen.clone(), |progress| drop(progress.step()));
        assert_eq!(screen.text().trim(), "");
    }

    #[test]
    fn work_that_panics_leaves_no_thread_behind() {
        let caught = std::panic::catch_unwind(|| {
            told(1, [Duration::from_mins(10); 2], &Progress::default(), Screen::default(), |progress| {
                let _step = progress.step();
                panic!("on purpose")
            })
        });
        assert!(caught.is_err());
    }
}
