//! A bug in stratplan ends in a short message and exit status 2, never in a backtrace.
#![allow(clippy::print_stderr)]

use std::io::Write;
use std::panic::{self, PanicHookInfo};
use std::sync::Once;

use super::Exit;
use crate::words::safe;

/// Replaces the hook that prints backtraces. If several threads panic, the first is reported. The process ends at once,
/// so that a build without unwinding, which is smaller, has the same exit status.
pub(super) fn install() {
    static REPORTED: Once = Once::new();
    panic::set_hook(Box::new(|info| {
        REPORTED.call_once(|| {
            writeln!(std::io::stderr(), "{}", message(info)).ok();
            std::process::exit(i32::from(Exit::Error as u8));
        });
    }));
}

fn message(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
    format!(
        "error: this is a bug in stratplan {}, not your mistake; no file was left half written\n  \
         please report this line, with the file that caused it if you can share it:\n  {}: {}",
        env!("CARGO_PKG_VERSION"),
        place.replace('\\', "/"),
        safe::line(info.payload_as_str().unwrap_or("no message"))
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// Runs itself again as a program that panics in several threads.
    #[test]
    fn a_panic_is_one_short_message_and_an_error() {
        const PANICS: &str = "STRATPLAN_TEST_PANICS";
        if std::env::var_os(PANICS).is_some() {
            install();
            crate::workspace::each(&[1, 2, 3, 4], Some(4), |_| panic!("on\npurpose\u{1b}[2J"));
            unreachable!("the process has ended");
        }
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args([
            "--exact",
            "cli::panic::tests::a_panic_is_one_short_message_and_an_error",
            "--nocapture",
        ]);
        let output = command.env(PANICS, "1").env("RUST_BACKTRACE", "full").output().unwrap();
        let printed = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{printed}");
        let lines: Vec<&str> = printed.lines().collect();
        assert!(lines.len() == 3 && lines[0].starts_with("error: this is a bug in stratplan "), "{printed}");
        assert!(
            lines[2].ends_with(": on purpose␛[2J") && lines[2].contains("src/cli/panic.rs:"),
            "{printed}"
        );
    }
}
