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
    let done = &AtomicUsize::new(0);
    if !is_shown {
        return work(done);
    }
    let (end, ended) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut line = io::stderr();
            let (mut width, mut wait) = (0, DELAY);
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let text = format!("checked {} of {total} files", done.load(Ordering::Relaxed));
                width = width.max(text.len());
                // If standard error cannot be written to, there is no way to say so.
                write!(line, "\r{text:width$}").and_then(|()| line.flush()).ok();
                wait = INTERVAL;
            }
            // Without escape sequences, so that every terminal understands it.
            write!(line, "\r{}\r", " ".repeat(width)).and_then(|()| line.flush()).ok();
        });
        // Dropped when the work is done, even if it panics; then the thread ends, too.
        let _end = end;
        work(done)
    })
}
