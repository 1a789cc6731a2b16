//! `stratplan init` on a terminal: a few questions, and a first draft from the answers.

use std::path::Path;

use textwrap::fill;

use super::Exit;
use super::lint_args::Basis;
use super::terminal::Terminal;
use crate::edits::interview::Interview;
use crate::render::{BOLD, DIM, level_style};
use crate::words::safe;
use crate::{finding, workspace};

pub(super) fn run(file: &Path, force: bool, name: Option<&str>, terminal: &Terminal) -> anyhow::Result<Exit> {
    workspace::check_new(file, force)?;
    // `check` is going to use the same settings.
    let linter = Basis::default().settings(file)?.linter.clone();
    let mut interview = Interview::new(linter, name.map(str::to_owned));
    let shown = workspace::display(file);
    let width = terminal.width();
    let intro = format!(
        "A few questions make a first draft of your strategy. Press Enter where you do not know yet, and Ctrl-C to stop. \
         {shown} is written at the end, when you have seen it."
    );
    terminal.eprint(format!("{}\n", fill(&intro, width)).as_bytes());
    while let Some(question) = interview.question() {
        let (words, example) = interview.words(question);
        let example = fill(&safe::line(&example), width);
        terminal.eprint(format!("\n{BOLD}{words}{BOLD:#}\n{DIM}{example}{DIM:#}\n").as_bytes());
        loop {
            let Some(answer) = terminal.ask("> ")? else { return Ok(stopped(terminal)) };
            let Err(why) = interview.answer(&answer) else { break };
            let style = level_style(finding::Level::Warning);
            let why = fill(&safe::line(&why), width);
            terminal.eprint(format!("{style}{why}{style:#}\n").as_bytes());
        }
    }
    let text = interview.draft();
    terminal.eprint(format!("\n{DIM}This is {shown}:{DIM:#}\n\n{}\n", safe::lines(&text)).as_bytes());
    loop {
        let answer = terminal.ask(&format!("Write {shown}? [Y/n] "))?;
        match answer.as_deref().map(|answer| answer.trim().to_lowercase()).as_deref() {
            Some("" | "y" | "yes") => break,
            Some("n" | "no") | None => return Ok(stopped(terminal)),
            Some(_) => {}
        }
    }
    workspace::write_new(file, &text, force)?;
    terminal.notice(&format!("wrote {shown}"));
    terminal.notice(&format!("next: `stratplan check {shown}` says what to write next,"));
    terminal.notice(&format!("`stratplan gaps {shown}` makes the page for a planning meeting"));
    Ok(Exit::Clean)
}

fn stopped(terminal: &Terminal) -> Exit {
    terminal.notice("nothing was written");
    Exit::Findings
}
