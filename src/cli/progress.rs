//! The progress of a long run: one line on a terminal, which disappears at the end.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// A shorter run shows no progress.
const DELAY: Duration = Duration::from_secs(1);
const INTERVAL: Duration = Duration::from_millis(100);

/// Runs `work`, which counts its finished pieces. If it takes long and progress is to be shown, a line on
/// standard error says how many are done.
pub(super) fn during<T>(total: usize, is_shown: bool, work: impl FnOnce(&AtomicUsize) -> T) -> T {
    if is_shown { show(total, [DELAY, INTERVAL], io::stderr(), work) } else { work(&AtomicUsize::new(0)) }
}

fn show<T>(
    total: usize,
    [delay, interval]: [Duration; 2],
    mut line: impl Write + Send,
    work: impl FnOnce(&AtomicUsize) -> T,
) -> T {
    let done = &AtomicUsize::new(0);
    let (end, ended) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let (mut width, mut wait) = (0, delay);
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let text = format!("checked {} of {total} files", done.load(Ordering::Relaxed));
                width = width.max(text.len());
                // If standard error cannot be written to, there is no way to say so.
                write!(line, "\r{text:width$}").and_then(|()| line.flush()).ok();
                wait = interval;
            }
            // Without escape sequences, so that every terminal understands it.
            write!(line, "\r{}\r", " ".repeat(width)).and_then(|()| line.flush()).ok();
        });
        // Dropped when the work is done, even if it panics; then the thread ends, too.
        let _end = end;
        work(done)
    })
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
    fn a_long_run_shows_a_line_that_disappears() {
        let screen = Screen::default();
        let answer = show(12, [Duration::from_millis(1); 2], screen.clone(), |done| {
            done.fetch_add(1, Ordering::Relaxed);
            while !screen.text().contains("checked 1 of 12 files") {
                thread::yield_now();
            }
            42
        });
        assert_eq!(answer, 42);
        let cleared = format!("\r{}\r", " ".repeat("checked 1 of 12 files".len()));
        assert!(screen.text().ends_with(&cleared), "{:?}", screen.text());
    }

    #[test]
    fn a_short_run_shows_nothing() {
        let screen = Screen::default();
        show(1, [Duration::from_mins(10); 2], screen.clone(), |_| ());
        assert_eq!(screen.text().trim(), "");
    }

    #[test]
    fn work_that_panics_leaves_no_thread_behind() {
        let caught = std::panic::catch_unwind(|| {
            show(1, [Duration::from_mins(10); 2], Screen::default(), |_| panic!("on purpose"))
        });
        assert!(caught.is_err());
    }
}
