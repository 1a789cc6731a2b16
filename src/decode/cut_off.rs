//! A text that a `#` cuts off: YAML reads only `Launch the` of `Launch the #1 tool`.

use super::cursor::Cursor;
use crate::finding::file::INVALID_VALUE;
use crate::finding::{Edit, Safety};
use crate::source::Span;
use crate::syntax::edit::requote;
use crate::syntax::hash;
use crate::syntax::tree::{Style, Value};
use crate::words::shown;

/// The bytes of a text with what is after its ` #`, if that is meant as text, and where the `#` is. Two
/// spaces or more are what people write before a comment.
pub(super) fn entire(cursor: Cursor<'_>) -> Option<(Span, Span)> {
    let (source, tree) = (cursor.decoder.source, cursor.decoder.tree);
    let read = cursor.span();
    let comment = tree.comment_after(read.end)?;
    let rest = source.slice(comment).trim_end();
    let is_cut = matches!(cursor.value(), Value::Scalar(_, Style::Plain))
        && source.slice(Span::new(read.end, comment.start)) == " "
        && hash::is_text(rest, tree.has_loose_comments());
    let comment = Span::new(comment.start, comment.start + u32::try_from(rest.len()).ok()?);
    is_cut.then_some((Span::new(read.start, comment.end), comment))
}

/// Reports a text that goes on after a ` #`, and then returns `None`.
pub(super) fn check(cursor: Cursor<'_>) -> Option<()> {
    let Some((entire, comment)) = entire(cursor) else { return Some(()) };
    let source = cursor.decoder.source;
    let finding = INVALID_VALUE
        .at(cursor.span(), format!("{} is cut off before the `#`", cursor.called()))
        .label("only this is read")
        .also(comment, "read as a comment")
        .note(hash::WHY);
    let or = "write a space after the `#` if it is a comment";
    cursor.report(if cursor.in_flow && source.slice(comment).contains([',', '[', ']', '{', '}']) {
        finding.help(format!("put the text in quotes, or {or}"))
    } else {
        let quoted = requote(source.slice(entire));
        finding.help(format!("put the text in quotes: {}, or {or}", shown(&quoted))).fix(
            "put the text in quotes",
            Safety::Safe,
            vec![Edit { span: entire, text: quoted }],
        )
    });
    None
}
