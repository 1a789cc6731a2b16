//! Typographic quotes and bullets where YAML has straight quotes and dashes.

use super::cursor::Cursor;
use crate::finding::file::INVALID_VALUE;
use crate::finding::{Edit, Level, Safety};
use crate::source::Span;
use crate::syntax::edit::quote;
use crate::syntax::pasted::{bullet, unquoted};
use crate::syntax::tree::{Style, Value};
use crate::words::shown;

const WHY: &str = "programs such as Word write them instead of straight quotes";

/// Reports typographic quotes around a value. In a text they can be meant, so it is read as it is; any
/// other value is not read, and this returns `None`.
pub(super) fn check_quotes(cursor: Cursor<'_>, is_prose: bool) -> Option<()> {
    let Value::Scalar(text, Style::Plain) = cursor.value() else { return Some(()) };
    let Some(inner) = unquoted(text) else { return Some(()) };
    let is_word = !is_prose && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let instead = if is_word { inner.to_owned() } else { quote(inner) };
    let finding = INVALID_VALUE
        .at(cursor.span(), format!("the quotes around {} are part of the text", cursor.called()))
        .label("not straight quotes")
        .note(WHY);
    let help = format!("write `{}`", shown(&instead));
    let (help, safety) = if is_prose {
        (format!("{help}, unless the quotes belong to the text"), Safety::Unsafe)
    } else {
        (help, Safety::Safe)
    };
    let edit = Edit { span: cursor.span(), text: instead };
    let finding = finding.help(help).fix("write straight quotes", safety, vec![edit]);
    cursor.report(if is_prose { finding.level(Level::Info) } else { finding });
    is_prose.then_some(())
}

/// Reports a list whose items begin with bullets, which YAML reads as one text, and then returns `None`.
pub(super) fn check_bullets(cursor: Cursor<'_>) -> Option<()> {
    let source = cursor.decoder.source;
    let written = source.slice(cursor.span());
    let is_plain = matches!(cursor.value(), Value::Scalar(_, Style::Plain));
    let is_below = source.line(cursor.place().key.start) < source.line(cursor.span().start);
    let Some(sign) = bullet(written).filter(|_| is_plain && is_below) else { return Some(()) };
    let lines = written.split_inclusive('\n').scan(cursor.span().start, |next, line| {
        let start = *next;
        *next += u32::try_from(line.len()).ok()?;
        Some((start, line))
    });
    let items = lines.filter_map(|(start, line)| {
        let text = line.trim_start();
        let sign = bullet(text)?;
        let start = start + u32::try_from(line.len() - text.len()).ok()?;
        Some(Edit {
            span: Span::new(start, start + u32::try_from(sign.len_utf8()).ok()?),
            text: "-".to_owned(),
        })
    });
    let edits = items.collect();
    let finding = INVALID_VALUE
        .at(cursor.span(), format!("an item of a list begins with `-`, not with `{sign}`"))
        .label("read as one text")
        .help("write `-` and a space before each item");
    cursor.report(finding.fix("write dashes", Safety::Safe, edits));
    None
}
