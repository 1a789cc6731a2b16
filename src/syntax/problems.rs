//! Messages for problems that do not need a look at the lines around them: an unknown alias, a second
//! document, an empty file, bytes that are not text. [`explain`](super::explain) has the others.

use super::edit::quote;
use super::parse::Problem;
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Edit, Finding, Safety};
use crate::source::{Foreign, Source, Span};

pub(super) fn finding(source: &Source, problem: &Problem) -> Finding {
    match problem {
        Problem::UnknownAlias(span) => {
            let name = source.slice(*span);
            INVALID_SYNTAX
                .at(*span, format!("`{name}` refers to something that does not exist"))
                .label(format!("there is no `&{}` before this", name.trim_start_matches('*')))
                .note("a `*` at the start of a text makes it a reference to another place in the file")
                .help(format!("if it is meant as text, put it in quotes: {}", quote(name)))
                .fix("put the text in quotes", Safety::Unsafe, vec![Edit { span: *span, text: quote(name) }])
        }
        Problem::AliasOfItself(span) => INVALID_SYNTAX
            .at(*span, format!("`{}` refers to something that contains it", source.slice(*span)))
            .label("this would contain itself, without end")
            .help("write out what is meant here instead of referring to it"),
        Problem::SecondDocument(span) => INVALID_SYNTAX
            .at(*span, "a second document begins here")
            .label("nothing from here on is read")
            .note("a file holds one strategy; only the first document is read")
            .help("delete this line if it is only a divider, or move what follows to another file"),
    }
}

pub(super) fn empty() -> Finding {
    INVALID_SYNTAX
        .at(Span::START, "there is nothing in this file yet")
        .help("start with `stratplan init`, which writes a first draft to fill in")
}

pub(super) fn not_utf8(at: u32) -> Finding {
    INVALID_SYNTAX
        .at(Span::new(at, at + 1), "this file is not saved as UTF-8")
        .label("the first character that cannot be read")
        .note("each such byte is read as `?`, so words around it may look wrong")
        .help("open the file in your editor and save it again with the encoding UTF-8")
}

/// Some programs call UTF-16 "Unicode".
pub(super) fn utf16() -> Finding {
    INVALID_SYNTAX
        .at(Span::START, "this file is saved as UTF-16, not as UTF-8")
        .label("two bytes for each letter")
        .note("stratplan can read it, but other programs cannot, and git does not treat it as text")
        .help("open the file in your editor and save it again with the encoding UTF-8")
}

/// A file of another program, of which nothing is read.
pub(super) fn foreign(foreign: &Foreign) -> Finding {
    INVALID_SYNTAX
        .at(Span::START, format!("this is {}, not a strategy in YAML", foreign.name))
        .note("a strategy is a file of plain text, which any editor can open and git can compare")
        .help(foreign.help)
}

/// There are too many errors, or the file is too large to look for more.
pub(super) fn stopped(at: u32) -> Finding {
    INVALID_SYNTAX
        .at(Span::new(at, at), "reading stopped here: there are too many errors to report at once")
        .label("nothing from here on was read")
        .help("fix the errors above and run stratplan again")
}
