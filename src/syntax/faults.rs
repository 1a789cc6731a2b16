//! The faults of a file that need no look at its lines: an alias
//! that names nothing, a second document, an empty file, bytes that are not text.
//!
//! What a syntax error means in the user's words is told in [`explain`](super::explain).

use super::edit::quote;
use super::parse::Remark;
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Edit, Finding, Safety};
use crate::source::{Source, Span};

/// A remark of the pass as a finding.
pub(super) fn remark(source: &Source, remark: &Remark) -> Finding {
    match remark {
        Remark::UnknownAlias(span) => {
            let name = source.slice(*span);
            INVALID_SYNTAX
                .at(*span, format!("`{name}` refers to something that is not there"))
                .label(format!("no `&{}` stands before this", name.trim_start_matches('*')))
                .note("a `*` at the start of a text makes it a reference to another place in the file")
                .help(format!("if it is meant as text, put it in quotes: {}", quote(name)))
                .fix("put the text in quotes", Safety::Unsafe, vec![Edit { span: *span, text: quote(name) }])
        }
        Remark::OwnAlias(span) => INVALID_SYNTAX
            .at(*span, format!("`{}` refers to the very thing that it stands in", source.slice(*span)))
            .label("this would hold itself, without end")
            .help("write out what is meant here instead of referring to it"),
        Remark::SecondDocument(span) => INVALID_SYNTAX
            .at(*span, "a second document begins here")
            .label("nothing from here on is read")
            .note("a strategy is one document a file; only the first is read")
            .help("delete this line if it is only a divider, or move what follows into a file of its own"),
    }
}

/// Nothing in the file but blanks and comments.
pub(super) fn empty() -> Finding {
    INVALID_SYNTAX
        .at(Span::START, "there is nothing in this file yet")
        .help("start with `stratplan init`, which writes a first draft to fill in")
}

/// Bytes that are no text in UTF-8.
pub(super) fn not_utf8(at: u32) -> Finding {
    INVALID_SYNTAX
        .at(Span::new(at, at + 1), "this file is not saved as UTF-8")
        .label("the first character that cannot be read")
        .note("each such byte is read as `?`, so words around it may look wrong")
        .help("open the file in your editor and save it again with the encoding UTF-8")
}

/// A text in UTF-16, which some programs call Unicode.
pub(super) fn is_utf16() -> Finding {
    INVALID_SYNTAX
        .at(Span::START, "this file is saved as UTF-16, and not as UTF-8")
        .label("two bytes for each letter")
        .note("it was read all the same; other programs will not, and git takes it for no text")
        .help("open the file in your editor and save it again with the encoding UTF-8")
}

/// The end of patience: too many faults, or too large a file to look for more.
pub(super) fn stopped(at: u32) -> Finding {
    INVALID_SYNTAX
        .at(Span::new(at, at), "reading stopped here: there is more than can be told at once")
        .label("nothing from here on was read")
        .help("mend the faults above and run stratplan again")
}
