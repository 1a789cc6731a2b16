//! Where output goes, how wide it is, and whether it has colours.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anstream::{AutoStream, ColorChoice};

use super::actions;
use crate::config::ConfigError;
use crate::render::level_style;
use crate::words::safe;
use crate::workspace::{self, WorkspaceError};

/// Wider lines are hard to read.
const WIDEST: usize = 120;
/// Where nothing says how wide the output is.
const USUAL: usize = 100;

/// A terminal that prints and can do nothing else.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// The streams of this run.
#[derive(Debug)]
pub(super) struct Terminal {
    choice: ColorChoice,
    is_left: AtomicBool,
}

impl Terminal {
    pub(super) fn new(asked: clap::ColorChoice) -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let forced = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
        let choice = match asked {
            clap::ColorChoice::Always => ColorChoice::Always,
            clap::ColorChoice::Never => ColorChoice::Never,
            clap::ColorChoice::Auto if is_set("NO_COLOR") => ColorChoice::Never,
            clap::ColorChoice::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => {
                ColorChoice::Always
            }
            clap::ColorChoice::Auto if is_dumb() => ColorChoice::Never,
            clap::ColorChoice::Auto => ColorChoice::Auto,
        };
        Self { choice, is_left: AtomicBool::new(false) }
    }

    /// The colours of help, and of what is said of wrong flags.
    pub(super) fn colors(&self) -> clap::ColorChoice {
        match self.choice {
            ColorChoice::Always | ColorChoice::AlwaysAnsi => clap::ColorChoice::Always,
            ColorChoice::Never => clap::ColorChoice::Never,
            ColorChoice::Auto => clap::ColorChoice::Auto,
        }
    }

    /// Columns to lay text out in: the terminal's, `COLUMNS`, or a usual width.
    #[allow(clippy::unused_self)] // asked of the terminal, whatever it takes to answer
    pub(super) fn width(&self) -> usize {
        let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
        let shown = if io::stdout().is_terminal() { terminal } else { None };
        shown.or_else(columns).unwrap_or(USUAL).clamp(40, WIDEST)
    }

    /// Columns of a text that goes to a file, if one is named, else to standard output.
    pub(super) fn width_for(&self, file: Option<&Path>) -> usize {
        if file.is_some() { USUAL } else { self.width() }
    }

    /// True where a line that comes and goes on standard error disturbs nobody. `beside_text` says that
    /// what goes to standard output is for people, or goes to a file.
    #[allow(clippy::unused_self)] // asked of the terminal, whatever it takes to answer
    pub(super) fn shows_progress(&self, beside_text: bool) -> bool {
        io::stderr().is_terminal() && !is_dumb() && (beside_text || !io::stdout().is_terminal())
    }

    /// Wipes the screen, if standard output goes to one.
    #[allow(clippy::unused_self)] // it is the terminal that is wiped
    pub(super) fn wipe(&self) {
        if io::stdout().is_terminal() && !is_dumb() {
            // What was there can still be scrolled back to.
            write!(AutoStream::always(io::stdout().lock()), "\u{1b}[2J\u{1b}[H").ok();
        }
    }

    /// True once nobody reads standard output any more.
    pub(super) fn is_left(&self) -> bool {
        self.is_left.load(Ordering::Relaxed)
    }

    /// Writes a finished text for people to a file or to standard output.
    pub(super) fn print(&self, text: &[u8], file: Option<&Path>) -> anyhow::Result<()> {
        if file.is_some() { self.write(text, file) } else { self.write(&actions::printable(text), None) }
    }

    /// Writes a finished text for machines to a file or to standard output, as it is. A reader that
    /// has gone away ends the run in silence.
    pub(super) fn write(&self, text: &[u8], file: Option<&Path>) -> anyhow::Result<()> {
        if let Some(path) = file {
            workspace::write(path, &anstream::adapter::strip_bytes(text).into_vec())?;
            self.notice(&format!("wrote {}", workspace::display(path)));
            return Ok(());
        }
        let stdout = io::stdout().lock();
        let mut stream = AutoStream::new(stdout, self.choice_for(&io::stdout()));
        match stream.write_all(text).and_then(|()| stream.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unprintable(&error)),
            Err(_) => {
                self.is_left.store(true, Ordering::Relaxed);
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Writes a file's own text to standard output, byte for byte; on a terminal nothing in it is obeyed.
    #[allow(clippy::unused_self)] // it is the terminal that is written to
    pub(super) fn write_file(&self, text: &str) -> anyhow::Result<()> {
        let mut stdout = io::stdout().lock();
        let shown = if stdout.is_terminal() { safe::lines(text) } else { text.into() };
        match stdout.write_all(shown.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unprintable(&error)),
            _ => Ok(()),
        }
    }

    /// Writes a finished text to standard error, where standard output is for something else.
    pub(super) fn aside(&self, text: &[u8]) {
        let mut stream = AutoStream::new(io::stderr().lock(), self.choice_for(&io::stderr()));
        // Nobody is left to tell where standard error cannot be written to.
        stream.write_all(&actions::printable(text)).ok();
    }

    fn choice_for(&self, stream: &impl anstream::stream::RawStream) -> ColorChoice {
        match self.choice {
            ColorChoice::Auto => AutoStream::choice(stream),
            choice => choice,
        }
    }

    /// Says on standard error what the tool could not do.
    pub(super) fn trouble(&self, error: &anyhow::Error) {
        let config = error.downcast_ref::<ConfigError>();
        let boxed = error.downcast_ref::<WorkspaceError>();
        let config = config.or(match boxed {
            Some(WorkspaceError::Config(error)) => Some(error),
            _ => None,
        });
        let text = config.map_or_else(
            || {
                let style = level_style(crate::finding::Level::Error);
                let text = format!("{error:#}");
                // The lines of our own messages are kept; each is made safe.
                let lines: Vec<_> = text.lines().map(safe::line).collect();
                format!("{style}error{style:#}: {}", lines.join("\n"))
            },
            framed,
        );
        self.say(&text);
    }

    /// Says on standard error what was passed over.
    pub(super) fn notice(&self, text: &str) {
        self.say(&safe::line(text));
    }

    fn say(&self, text: &str) {
        self.aside(format!("{text}\n").as_bytes());
    }
}

fn unprintable(error: &io::Error) -> anyhow::Error {
    WorkspaceError::unwritable("standard output".to_owned(), &workspace::reason(error)).into()
}

/// A fault of the settings with the line it is on.
fn framed(error: &ConfigError) -> String {
    let source = &error.source_file;
    let line = source.line(error.span.start);
    let mut whole = source.line_span(line);
    if source.slice(whole).starts_with('\u{feff}') {
        // A mark at the beginning of a file is no part of its first line.
        whole.start += 3;
    }
    let text = safe::lines(source.slice(whole));
    let inside = |at: u32| (at.saturating_sub(whole.start) as usize).min(text.len());
    let span = inside(error.span.start)..inside(error.span.end.max(error.span.start + 1));
    let snippet = Snippet::source(text.clone())
        .line_start(line)
        .path(safe::path(source.name()).into_owned())
        .annotation(AnnotationKind::Primary.span(span));
    let title = Level::ERROR.primary_title(safe::line(&error.message));
    let block = title.element(snippet).element(Level::HELP.message(safe::line(&error.help).into_owned()));
    Renderer::styled().render(&[block])
}
