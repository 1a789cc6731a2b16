//! Where output goes, how wide it is, and whether it has color.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::borrow::Cow;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anstream::AutoStream;
use clap::ColorChoice;

use crate::config::ConfigError;
use crate::linter::allow::start_of_text;
use crate::render::diff::Reader;
use crate::render::findings::github::disarm;
use crate::render::level_style;
use crate::source::Span;
use crate::words::safe;
use crate::workspace::{self, WorkspaceError};

/// Longer lines are hard to read.
const MAX_WIDTH: usize = 120;
const DEFAULT_WIDTH: usize = 100;

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// True in a step of GitHub Actions, whose runner executes some of what a step prints.
pub(super) fn in_github_actions() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// True on a build server that executes some of what a step prints.
fn is_obeyed() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    in_github_actions() || is_set("TF_BUILD") || is_set("TEAMCITY_VERSION")
}

fn printable(text: &[u8]) -> Cow<'_, [u8]> {
    if is_obeyed() { disarm(&String::from_utf8_lossy(text)).into_bytes().into() } else { text.into() }
}

#[derive(Debug)]
pub(super) struct Terminal {
    /// The colors that were asked for, on the command line or in the environment.
    pub(super) colors: ColorChoice,
    stdout_closed: AtomicBool,
}

#[allow(clippy::unused_self)] // some questions to the terminal are answered by the environment
impl Terminal {
    pub(super) fn new(asked: ColorChoice) -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_on = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
        let colors = match asked {
            ColorChoice::Auto if is_set("NO_COLOR") => ColorChoice::Never,
            ColorChoice::Auto if is_on("FORCE_COLOR") || is_on("CLICOLOR_FORCE") => ColorChoice::Always,
            ColorChoice::Auto if is_dumb() => ColorChoice::Never,
            asked => asked,
        };
        Self { colors, stdout_closed: AtomicBool::new(false) }
    }

    /// Columns for text: the terminal's, else `COLUMNS`, else a default.
    pub(super) fn width(&self) -> usize {
        let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
        let shown = if io::stdout().is_terminal() { terminal } else { None };
        shown.or_else(columns).unwrap_or(DEFAULT_WIDTH).clamp(40, MAX_WIDTH)
    }

    /// Columns for text in a file, if one is named, else on standard output.
    pub(super) fn width_for(&self, file: Option<&Path>) -> usize {
        if file.is_some() { DEFAULT_WIDTH } else { self.width() }
    }

    /// True if a progress line on standard error disturbs nothing. `beside_text` means that standard
    /// output is for people, or goes to a file.
    pub(super) fn shows_progress(&self, beside_text: bool) -> bool {
        io::stderr().is_terminal() && !is_dumb() && (beside_text || !io::stdout().is_terminal())
    }

    /// Clears the screen, if standard output goes to one.
    pub(super) fn clear(&self) {
        if io::stdout().is_terminal() && !is_dumb() {
            // One can still scroll back to the earlier output.
            write!(AutoStream::always(io::stdout().lock()), "\u{1b}[2J\u{1b}[H").ok();
        }
    }

    /// True once the reader of standard output has gone away.
    pub(super) fn stdout_closed(&self) -> bool {
        self.stdout_closed.load(Ordering::Relaxed)
    }

    /// Who reads a diff: a program, if it goes to a file or a pipe. A log of a build server is for people.
    pub(super) fn diff_reader(&self, file: Option<&Path>) -> Reader {
        let is_piped = !io::stdout().is_terminal() && !is_obeyed() && self.colors != ColorChoice::Always;
        if file.is_some() || is_piped { Reader::Program } else { Reader::Person }
    }

    /// Writes a diff for its reader: byte for byte if that is a program.
    pub(super) fn print_diff(&self, text: &[u8], file: Option<&Path>) -> anyhow::Result<()> {
        match self.diff_reader(file) {
            Reader::Program => self.write_bytes(text, file),
            Reader::Person => {
                self.print(text, file)?;
                if is_obeyed() && *printable(text) != *text {
                    self.notice(
                        "this patch has text that a build server would obey, and it was broken up, so the patch may not \
                         apply; `check --diff --output-file FILE` writes it unchanged",
                    );
                }
                Ok(())
            }
        }
    }

    /// Writes text for people to a file or to standard output.
    pub(super) fn print(&self, text: &[u8], file: Option<&Path>) -> anyhow::Result<()> {
        if file.is_some() { self.write(text, file) } else { self.write(&printable(text), None) }
    }

    /// Writes text for machines to a file or to standard output, unchanged. If the reader has gone away,
    /// the run ends silently.
    pub(super) fn write(&self, text: &[u8], file: Option<&Path>) -> anyhow::Result<()> {
        if let Some(path) = file {
            workspace::write_output(path, &anstream::adapter::strip_bytes(text).into_vec())?;
            self.notice(&format!("wrote {}", workspace::display(path)));
            return Ok(());
        }
        let stdout = io::stdout().lock();
        self.write_all(AutoStream::new(stdout, self.choice_for(&io::stdout())), text)
    }

    /// Writes what is not text to a file or to standard output.
    pub(super) fn write_bytes(&self, bytes: &[u8], file: Option<&Path>) -> anyhow::Result<()> {
        let Some(path) = file else { return self.write_all(io::stdout().lock(), bytes) };
        workspace::write_output(path, bytes)?;
        self.notice(&format!("wrote {}", workspace::display(path)));
        Ok(())
    }

    /// Writes a file's text to standard output, byte for byte, or harmless if that is a terminal.
    pub(super) fn write_file(&self, text: &str) -> anyhow::Result<()> {
        let stdout = io::stdout().lock();
        let shown = if stdout.is_terminal() { safe::lines(text) } else { text.into() };
        self.write_all(stdout, shown.as_bytes())
    }

    fn write_all(&self, mut stdout: impl Write, text: &[u8]) -> anyhow::Result<()> {
        match stdout.write_all(text).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.stdout_closed.store(true, Ordering::Relaxed);
                Ok(())
            }
            Err(error) => {
                let reason = workspace::reason(&error);
                Err(WorkspaceError::unwritable("standard output".to_owned(), &reason).into())
            }
            Ok(()) => Ok(()),
        }
    }

    pub(super) fn eprint(&self, text: &[u8]) {
        let mut stream = AutoStream::new(io::stderr().lock(), self.choice_for(&io::stderr()));
        // If standard error cannot be written to, there is no way to say so.
        stream.write_all(&printable(text)).ok();
    }

    /// True if there is somebody to ask: what is typed is read, and what is asked is seen.
    pub(super) fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks on the terminal. None at the end of the input.
    pub(super) fn ask(&self, prompt: &str) -> io::Result<Option<String>> {
        self.eprint(prompt.as_bytes());
        let mut answer = Vec::new();
        if io::stdin().lock().read_until(b'\n', &mut answer)? == 0 {
            self.eprint(b"\n");
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&answer).into_owned()))
    }

    fn choice_for(&self, stream: &impl anstream::stream::RawStream) -> anstream::ColorChoice {
        match self.colors {
            ColorChoice::Auto => AutoStream::choice(stream),
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        }
    }

    /// Reports on standard error what could not be done.
    pub(super) fn error(&self, error: &anyhow::Error) {
        let text = if let Some(WorkspaceError::Config(error)) = error.downcast_ref() {
            framed(error)
        } else {
            let style = level_style(crate::finding::Level::Error);
            // The lines of our own messages are kept; each is made safe.
            let text = format!("{error:#}");
            let lines: Vec<_> = text.lines().map(safe::line).collect();
            format!("{style}error{style:#}: {}", lines.join("\n"))
        };
        self.eprint(format!("{text}\n").as_bytes());
    }

    /// Reports on standard error what was done or skipped.
    pub(super) fn notice(&self, text: &str) {
        self.eprint(format!("{}\n", safe::line(text)).as_bytes());
    }
}

/// An error in the settings, with its line.
fn framed(error: &ConfigError) -> String {
    let source = &error.source_file;
    let line = source.line(error.span.start);
    let shown = Span::new(start_of_text(source, line), source.line_span(line).end);
    let text = safe::lines(source.slice(shown));
    let inside = |at: u32| (at.saturating_sub(shown.start) as usize).min(text.len());
    let span = inside(error.span.start)..inside(error.span.end.max(error.span.start + 1));
    let snippet = Snippet::source(text.clone())
        .line_start(line)
        .path(safe::path(source.name()).into_owned())
        .annotation(AnnotationKind::Primary.span(span));
    let title = Level::ERROR.primary_title(safe::line(&error.message));
    let block = title.element(snippet).element(Level::HELP.message(safe::line(&error.help).into_owned()));
    Renderer::styled().render(&[block])
}
