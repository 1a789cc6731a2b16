//! Faults of an entry in its block: a colon or a dash in a wrong place, indentation that fits nothing.

use super::{Scene, Told, entry_span, short, spaces, span};
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Edit, Safety};
use crate::syntax::lines::{Line, colon, text_end};

impl Scene<'_> {
    pub(super) fn list_on_key_line(&self) -> Told {
        let (start, end) = self.value(self.at);
        let item = self.slice(start, end).trim_start_matches(['-', ' ']);
        let finding = INVALID_SYNTAX
            .at(span(start, end), "a list cannot begin on the line of its key")
            .label("a dash makes an item of a list")
            .help(format!(
                "write `[{}]`, begin the list on the next line, or put the text in quotes",
                short(item)
            ));
        Told::new(self.at, finding)
    }

    pub(super) fn colon_without_blank(&self, at: usize) -> Told {
        let finding = INVALID_SYNTAX
            .at(span(at, self.step(at)), "a space is missing after this colon")
            .label("no space follows")
            .help("write a space after the colon")
            .fix(
                "write a space",
                Safety::Unsafe,
                vec![Edit { span: span(at + 1, at + 1), text: " ".into() }],
            );
        Told::new(at, finding)
    }

    pub(super) fn second_colon(&self, start: usize) -> Told {
        let (_, end) = self.value(start);
        let finding = INVALID_SYNTAX
            .at(span(start, end.max(start)), "this text holds a colon and a space")
            .label("the colon makes a key of what stands before it")
            .note("`key: value` is how YAML writes an entry, so a second `: ` on the line has no meaning");
        let safety = if self.is_prose(start, end) { Safety::Safe } else { Safety::Unsafe };
        Told::new(start, self.quoting(finding, (start, end), safety))
    }

    /// True for one text with a colon in it. What stands before the colon might also be a key that
    /// belongs on a line of its own, and those are in lower case.
    fn is_prose(&self, start: usize, end: usize) -> bool {
        let value = self.slice(start, end);
        let word = colon(value).and_then(|at| value.get(..at)?.split_whitespace().next_back());
        let is_key = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-'));
        let has_comment = self.slice(start, Line::at(self.text, start).end).contains('#');
        self.bracket.is_none() && !has_comment && word.is_some_and(|word| !is_key(word))
    }

    pub(super) fn colon_out_of_place(&self) -> Told {
        let line = self.line();
        if let Some(start) = line.value(self.text).filter(|start| *start <= self.at) {
            return self.second_colon(start);
        }
        let above = line.parent(self.text).or_else(|| line.above_that_speaks(self.text));
        match above {
            Some(above) if above.value(self.text).is_none() => self.missing_colon(above),
            Some(above) => self.deeper_than(line, above),
            None => self.unreadable(),
        }
    }

    pub(super) fn deeper_than(&self, line: Line, above: Line) -> Told {
        let finding = INVALID_SYNTAX
            .at(entry_span(self.text, line), "this line is indented below one that has a value already")
            .label("indented too deep, or out of place")
            .also(entry_span(self.text, above), "has a value on its own line")
            .note("the spaces at the start of a line say what it belongs to")
            .help(format!(
                "indent it like the line above ({}), or move the value above to a key of its own",
                spaces(above.indent)
            ));
        Told::new(line.start + line.indent, finding).and_its_kin()
    }

    pub(super) fn missing_colon(&self, line: Line) -> Told {
        let start = line.start + line.indent;
        let end = text_end(self.text, start);
        let word = self.slice(start, end);
        let finding = INVALID_SYNTAX
            .at(span(start, end), format!("`{}` has no colon after it", short(word)))
            .label("read as text, not as a key")
            .help("write a colon after the key, or indent the line if it goes on with the text above")
            .fix("write a colon", Safety::Unsafe, vec![Edit { span: span(end, end), text: ":".into() }]);
        Told::new(start, finding)
    }

    pub(super) fn no_key(&self) -> Told {
        let line = self.line();
        let body = line.text(self.text);
        let start = line.start + line.indent;
        if body.starts_with('-') && !body.starts_with("--") && !body.starts_with("- ") {
            let finding = INVALID_SYNTAX
                .at(span(start, text_end(self.text, start)), "a space is missing after the dash")
                .label("read as text, not as an item of the list")
                .help("write a space between the dash and the text")
                .fix(
                    "write a space",
                    Safety::Unsafe,
                    vec![Edit { span: span(start + 1, start + 1), text: " ".into() }],
                );
            return Told::new(start, finding);
        }
        let tight = body.find(':').filter(|colon| colon + 1 < body.len() && !body.contains(": "));
        if let Some(colon) = tight {
            return self.colon_without_blank(start + colon);
        }
        self.missing_colon(line)
    }

    pub(super) fn not_an_entry(&self) -> Told {
        let line = self.line();
        let start = line.start + line.indent;
        if self.at > start && !line.is_item(self.text) {
            // Something on this line was read in full, and the text goes on after it.
            let value = line.value(self.text).filter(|value| *value < self.at).unwrap_or(start);
            let sign = self.slice(value, self.step(value));
            if matches!(sign, "*" | "&" | "!") {
                return self.reserved(value);
            }
            let (_, end) = self.value(value);
            let finding = INVALID_SYNTAX
                .at(span(self.at, end.max(self.step(self.at))), "text goes on after the value has ended")
                .label("does not belong to the value any more")
                .help("put the whole text in quotes");
            return Told::new(value, self.quoting(finding, (value, end), Safety::Unsafe));
        }
        let end = text_end(self.text, start).max(self.step(start));
        let above = line.above_that_speaks(self.text);
        let indent = above.map_or(0, |above| above.indent);
        let parent = line.parent(self.text);
        let crooked = above.is_some_and(|above| above.is_item(self.text) && above.indent != line.indent);
        let crooked = crooked && line.is_item(self.text);
        if line.is_item(self.text) && !crooked {
            let finding = INVALID_SYNTAX
                .at(span(start, end), "a list item cannot stand here")
                .label("a dash among keys")
                .note("one place holds either keys with values or a list, not both")
                .help("take the dash away and give the entry a key, or indent the list below the key it belongs to");
            return Told::new(start, finding).and_its_kin();
        }
        if crooked
            || above.is_some_and(|above| above.indent != line.indent) && line.value(self.text).is_some()
        {
            let beside = parent.map_or(indent, |_| indent);
            let finding = INVALID_SYNTAX
                .at(entry_span(self.text, line), "the indentation of this line fits nothing above it")
                .label(format!("{} here", spaces(line.indent)))
                .note("the spaces at the start of a line say what it belongs to, so neighbours have the same number")
                .help(format!("indent it like the lines it belongs with; the line above has {}", spaces(beside)));
            return Told::new(start, finding).and_its_kin();
        }
        if line.value(self.text).is_some() {
            let finding = INVALID_SYNTAX
                .at(span(start, end), "a key cannot stand in a list")
                .label("the lines beside it begin with a dash")
                .help("begin this line with `- ` too, or indent it below the item it belongs to");
            return Told::new(start, finding).and_its_kin();
        }
        self.missing_colon(line)
    }

    pub(super) fn after_comment(&self) -> Told {
        let finding = INVALID_SYNTAX
            .at(span(self.at, self.line().end), "a comment cuts this text in two")
            .label("the text ends before the `#`, and the next line goes on")
            .help(
                "put the text in quotes if the `#` belongs to it, or check how far the next line is indented",
            );
        Told::new(self.at, finding)
    }

    pub(super) fn tight_comment(&self) -> Told {
        let finding = INVALID_SYNTAX
            .at(span(self.at, self.step(self.at)), "a space is missing before this")
            .label("stands too close to the value before it")
            .help("write a space before it, or put the whole text in quotes");
        Told::new(self.at, finding)
    }

    pub(super) fn indentation(&self) -> Told {
        let line = self.line();
        let finding = INVALID_SYNTAX
            .at(entry_span(self.text, line), "this line is not indented far enough")
            .label(format!("{} here", spaces(line.indent)))
            .note("the lines of a text stand below its key, indented deeper than the key")
            .help("indent it like the other lines of the text");
        Told::new(line.start + line.indent, finding)
    }

    pub(super) fn after_the_end(&self) -> Told {
        let line = self.line();
        let start = line.start + line.indent;
        if self
            .text
            .get(..self.at)
            .unwrap_or_default()
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('%')
        {
            let first = Line::at(self.text, self.text.find('%').unwrap_or(0));
            let from = first.start + first.indent;
            return Scene { text: self.text, at: from, read: from, bracket: None }.reserved(from);
        }
        let finding = INVALID_SYNTAX
            .at(span(start, text_end(self.text, start).max(start)), "the file is complete before this line")
            .label("nothing can follow what stands above")
            .help("check that this line is indented like those above it, and that no bracket above is closed too early");
        Told::new(start, finding)
    }
}
