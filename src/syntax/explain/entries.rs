//! Errors of an entry in a block: a misplaced colon or dash, or indentation that matches nothing.

use super::{Context, Explained, edit, entry_span, short, spaces};
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Finding, Safety};
use crate::syntax::lines::{Line, colon, text_end};
use crate::syntax::parse::span;

const WHY_INDENT: &str = "the spaces at the start of a line show what it belongs to";

impl Context<'_> {
    pub(super) fn list_on_key_line(&self) -> Finding {
        let (start, end) = self.value(self.at);
        let item = short(self.slice(start, end).trim_start_matches(['-', ' ']));
        INVALID_SYNTAX
            .at(span(start, end), "a list cannot begin on the line of its key")
            .label("a dash begins an item of a list")
            .help(format!("write `[{item}]`, begin the list on the next line, or put the text in quotes"))
    }

    pub(super) fn colon_without_space(&self, at: usize) -> Finding {
        INVALID_SYNTAX
            .at(span(at, self.step(at)), "a space is missing after this colon")
            .label("no space follows")
            .help("write a space after the colon")
            .fix("write a space", Safety::Unsafe, edit(at + 1, at + 1, " "))
    }

    pub(super) fn second_colon(&self, start: usize) -> Finding {
        let (_, end) = self.value(start);
        let finding = INVALID_SYNTAX
            .at(span(start, end.max(start)), "this text contains a colon and a space")
            .label("the colon makes a key of what is before it")
            .note("`key: value` is how YAML writes an entry, so a second `: ` on the line has no meaning");
        let safety = if self.is_prose(start, end) { Safety::Safe } else { Safety::Unsafe };
        self.quoting(finding, (start, end), safety)
    }

    /// Whether this is one text with a colon in it. What is before the colon might also be a key that
    /// belongs on its own line, and keys are in lower case.
    fn is_prose(&self, start: usize, end: usize) -> bool {
        let value = self.slice(start, end);
        let word = colon(value).and_then(|at| value.get(..at)?.split_whitespace().next_back());
        let is_key = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-'));
        let has_comment = self.slice(start, Line::at(self.text, start).end).contains('#');
        self.bracket.is_none() && !has_comment && word.is_some_and(|word| !is_key(word))
    }

    pub(super) fn misplaced_colon(&self) -> Explained {
        let line = self.line();
        if let Some(start) = line.value().filter(|start| *start <= self.at) {
            return self.second_colon(start).into();
        }
        // `target:40` is a text, which the next key continues.
        if let Some(above) = line.content_above().filter(|above| above.indent == line.indent)
            && let Some(colon) = above.key_without_space()
        {
            return Explained::from_origin(above.text_start(), self.colon_without_space(colon));
        }
        match line.parent().or_else(|| line.content_above()) {
            Some(above) if above.value().is_none() => self.missing_colon(above).into(),
            Some(above) => self.below_a_value(line, above),
            None => self.unreadable().into(),
        }
    }

    fn below_a_value(&self, line: Line<'_>, above: Line<'_>) -> Explained {
        let indent = spaces(above.indent);
        let finding = INVALID_SYNTAX
            .at(entry_span(self.text, line), "this line is indented below one that already has a value")
            .label("indented too far, or in the wrong place")
            .also(entry_span(self.text, above), "has a value on its own line")
            .note(WHY_INDENT)
            .help(format!(
                "indent it like the line above ({indent}), or move the value above it under a new key"
            ));
        Explained::continuing(finding)
    }

    fn missing_colon(&self, line: Line<'_>) -> Finding {
        let start = line.text_start();
        let end = text_end(self.text, start);
        INVALID_SYNTAX
            .at(span(start, end), format!("`{}` has no colon after it", short(self.slice(start, end))))
            .label("read as text, not as a key")
            .help("write a colon after the key, or indent the line if it continues the text above")
            .fix("write a colon", Safety::Unsafe, edit(end, end, ":"))
    }

    pub(super) fn no_key(&self) -> Finding {
        let line = self.line();
        let body = line.text();
        let start = line.text_start();
        if body.starts_with('-') && !body.starts_with("--") && !body.starts_with("- ") {
            return INVALID_SYNTAX
                .at(span(start, text_end(self.text, start)), "a space is missing after the dash")
                .label("read as text, not as an item of the list")
                .help("write a space between the dash and the text")
                .fix("write a space", Safety::Unsafe, edit(start + 1, start + 1, " "));
        }
        match line.key_without_space() {
            Some(colon) => self.colon_without_space(colon),
            None => self.missing_colon(line),
        }
    }

    pub(super) fn not_an_entry(&self) -> Explained {
        let line = self.line();
        let start = line.text_start();
        let (has_value, is_item) = (line.value().is_some(), line.is_item());
        if self.at > start && !is_item {
            return self.after_value(line);
        }
        let at = span(start, text_end(self.text, start).max(self.step(start)));
        let above = line.content_above();
        let is_uneven = above.is_some_and(|above| above.indent != line.indent);
        Explained::continuing(if is_item && !(is_uneven && above.is_some_and(Line::is_item)) {
            INVALID_SYNTAX
                .at(at, "a list item cannot go here")
                .label("a dash among keys")
                .note("a section contains either keys with values or a list, not both")
                .help("remove the dash and give the entry a key, or indent the list below the key it belongs to")
        } else if is_uneven && (is_item || has_value) {
            let indent = spaces(above.map_or(0, |above| above.indent));
            INVALID_SYNTAX
                .at(entry_span(self.text, line), "the indentation of this line does not match any line above")
                .label(format!("{} here", spaces(line.indent)))
                .note(format!("{WHY_INDENT}, so lines of the same section have the same number"))
                .help(format!("indent it like the lines it belongs with; the line above has {indent}"))
        } else if !has_value {
            return self.missing_colon(line).into();
        } else {
            INVALID_SYNTAX
                .at(at, "a key cannot go in a list")
                .label("the lines next to it begin with a dash")
                .help("begin this line with `- ` too, or indent it below the item it belongs to")
        })
    }

    /// A value on this line has been read completely, and the text goes on after it.
    fn after_value(&self, line: Line<'_>) -> Explained {
        let start = line.text_start();
        let value = line.value().filter(|value| *value < self.at).unwrap_or(start);
        if self.rest(value).starts_with(['*', '&', '!']) {
            return self.reserved(value).into();
        }
        let (_, end) = self.value(value);
        let finding = INVALID_SYNTAX
            .at(span(self.at, end.max(self.step(self.at))), "text goes on after the end of the value")
            .label("not part of the value")
            .help("put the entire text in quotes");
        Explained::from_origin(value, self.quoting(finding, (value, end), Safety::Unsafe))
    }

    pub(super) fn indentation(&self) -> Finding {
        let line = self.line();
        INVALID_SYNTAX
            .at(entry_span(self.text, line), "this line is not indented far enough")
            .label(format!("{} here", spaces(line.indent)))
            .note("the lines of a text are below its key, indented further than the key")
            .help("indent it like the other lines of the text")
    }

    pub(super) fn after_the_end(&self) -> Finding {
        let before = self.slice(0, self.at).trim_start_matches('\u{feff}').trim_start();
        if before.starts_with('%') {
            let first = Line::at(self.text, self.text.find('%').unwrap_or(0));
            let from = first.text_start();
            return Context { text: self.text, at: from, read: from, bracket: None }.reserved(from);
        }
        let line = self.line();
        INVALID_SYNTAX
            .at(entry_span(self.text, line), "the file is complete before this line")
            .label("nothing can follow what is above")
            .help("check that this line is indented like those above it, and that no bracket above is closed too early")
    }
}
