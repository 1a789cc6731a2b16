//! Documentation in Markdown as plain text for a terminal.

use std::io::{self, Write};

use crate::render::BOLD;

/// Prints Markdown as plain text: paragraphs wrapped at the width, examples indented.
pub(super) fn documentation(out: &mut dyn Write, docs: &str, width: usize) -> io::Result<()> {
    let mut paragraph = String::new();
    let mut is_example = false;
    for line in docs.lines() {
        let is_fence = line.starts_with("```");
        let heading = line.strip_prefix("## ").filter(|_| !is_example);
        let goes_on = !is_example && !is_fence && heading.is_none() && !line.trim().is_empty();
        if goes_on && !line.starts_with("- ") {
            paragraph.push_str(if paragraph.is_empty() { "" } else { " " });
            paragraph.push_str(line.trim());
            continue;
        }
        fill(out, &mut paragraph, width)?;
        match heading {
            Some(heading) => writeln!(out, "{BOLD}{heading}{BOLD:#}")?,
            None if is_fence => is_example = !is_example,
            None if is_example => writeln!(out, "    {line}")?,
            None if goes_on => paragraph.push_str(line),
            None => writeln!(out)?,
        }
    }
    fill(out, &mut paragraph, width)
}

/// Prints a paragraph wrapped at the width, and leaves it empty.
pub(super) fn fill(out: &mut dyn Write, paragraph: &mut String, width: usize) -> io::Result<()> {
    if !paragraph.is_empty() {
        let text = std::mem::take(paragraph).replace("**", "");
        let rest = if text.starts_with("- ") { "  " } else { "" };
        let options = textwrap::Options::new(width)
            .subsequent_indent(rest)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        writeln!(out, "{}", textwrap::fill(&text, options))?;
    }
    Ok(())
}
