//! One line per finding: `path:line:column: level[rule] message`.

use std::io::{self, Write};

use crate::finding::Finding;
use crate::linter::group::group;
use crate::render::level_style;
use crate::source::Columns;
use crate::strategy::document::Document;
use crate::words::safe;

/// Writes the findings of one document.
pub fn findings(out: &mut dyn Write, document: &Document, findings: &[Finding]) -> io::Result<()> {
    for one in group(findings) {
        let source = document.file(one.first.place);
        let at = source.position(one.first.place.span.start, Columns::Characters);
        let (level, style) = (one.level.name(), level_style(one.level));
        let (path, title) = (safe::path(source.name()), one.title(document));
        let rule = one.first.rule.name;
        writeln!(
            out,
            "{path}:{}:{}: {style}{level}[{rule}]{style:#} {}",
            at.line,
            at.column,
            safe::line(&title)
        )?;
    }
    Ok(())
}
