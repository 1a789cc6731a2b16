//! Adds allow comments.
//!
//! A comment goes on its own line above the entry that holds a finding, with the same indentation,
//! and names every rule to silence there. Above the first section it would cover the entire file, so
//! there it goes to the end of the line.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use indexmap::IndexSet;
use jiff::civil::Date;

use super::fix::{Candidate, Fixed, Fixer, State, reads};
use crate::finding::{Edit, Finding, Group};
use crate::linter::allow::{entry_starting_in, start_of_text};
use crate::source::{File, Span};
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::syntax::tree::NodeId;

/// Why findings are right where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// Parses a reason of one line, with `until=2027-03-31` before it if it ends.
    pub fn parse(text: &str, today: Date) -> Result<Self, String> {
        let text = text.trim();
        if text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')) {
            return Err("a reason goes into a comment: write it on one line".to_owned());
        }
        let reason = match text.strip_prefix("until=") {
            None => text,
            Some(after) => {
                let (date, reason) = after.split_once(' ').unwrap_or((after, ""));
                let until = CoarseDate::parse(date).map_err(|error| {
                    format!("`until={date}` should be {}: {}", error.expected, error.help)
                })?;
                if until.last < today {
                    return Err(format!("`until={date}` has passed, so the comment would silence nothing"));
                }
                reason
            }
        };
        if reason.trim_matches([':', ' ']).is_empty() {
            return Err("write why it is right here, for people who read it next year".to_owned());
        }
        Ok(Self(text.to_owned()))
    }
}

impl Fixer<'_> {
    /// Adds allow comments for all findings that can be allowed.
    pub fn allow_all(&self, document: &Document, reason: &Reason) -> Fixed {
        let findings = self.check(document);
        let comments = comments(document, &findings, reason);
        let wanted: usize = comments.iter().map(|comment| comment.resolves.len()).sum();
        if document.source.first_invalid_byte().is_some() {
            return Fixed { refused: wanted, ..Fixed::default() };
        }
        let state = State { original: document, changed: None, findings };
        let (applied, next) = self.pass(&state, &comments, &mut reads(document));
        Fixed { document: next.and_then(|next| next.changed), applied, refused: wanted - applied }
    }
}

/// Where a comment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Above { line: usize },
    AtEndOf { line: usize },
}

/// The comments, each with the findings that it should silence.
fn comments(document: &Document, findings: &[Finding], reason: &Reason) -> Vec<Candidate> {
    let Some(places) = Places::of(document) else { return Vec::new() };
    let can_be =
        |finding: &Finding| finding.rule.group != Group::File && finding.place.file == File::Strategy;
    let all = findings.iter().enumerate().filter(|(_, finding)| can_be(finding));
    let mut wanted: Vec<(&str, Span, Target, usize)> = all
        .map(|(index, finding)| {
            let (target, covered) = places.target(finding.place.span);
            (finding.rule.name, covered, target, index)
        })
        .collect();
    wanted.sort_by_key(|(rule, covered, ..)| (*rule, covered.start, Reverse(covered.end)));
    let mut targets: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
    let mut outer: Option<(&str, Span, Target)> = None;
    for (rule, covered, target, index) in wanted {
        // An outer comment silences the inner findings of the same rule.
        let target = match outer {
            Some((of, outer_covered, outer)) if of == rule && outer_covered.contains(covered) => outer,
            _ => {
                outer = Some((rule, covered, target));
                target
            }
        };
        targets.entry(target).or_default().push(index);
    }
    let written = targets.into_iter().map(|(target, mut indices)| {
        indices.sort_unstable();
        let silenced = indices.iter().filter_map(|index| findings.get(*index));
        let rules: IndexSet<&str> = silenced.map(|finding| finding.rule.name).collect();
        let rules = rules.into_iter().collect::<Vec<_>>().join(", ");
        let comment = format!("# stratplan: allow({rules}) {}", reason.0);
        Candidate { edits: vec![places.edit(target, &comment)], resolves: indices, reveals: None }
    });
    written.collect()
}

/// The lines of a document at which comments can be added.
struct Places<'a> {
    document: &'a Document,
    root: NodeId,
    /// Texts of several lines, in order: a comment would become part of them.
    texts: Vec<Span>,
}

impl<'a> Places<'a> {
    fn of(document: &'a Document) -> Option<Self> {
        let root = document.tree.root()?;
        let texts = document.tree.scalars();
        let texts = texts.filter(|span| document.source.slice(*span).contains('\n'));
        Some(Self { document, root, texts: texts.collect() })
    }

    /// The innermost entry around a location above which a comment covers it, and the bytes that such a
    /// comment covers.
    fn target(&self, at: Span) -> (Target, Span) {
        let (source, tree) = (&self.document.source, &self.document.tree);
        let entire_file = (Target::Above { line: self.first_line() }, Span::new(0, source.len()));
        if at == Span::START {
            return entire_file;
        }
        let way = tree.way(source, at, |key, value| Span::new(key.start, value.end).contains(at));
        let mut entries = way.into_iter().rev().filter_map(|(_, entry)| entry);
        let found = entries.find_map(|(key, _)| self.at_line(source.line(tree.span(key).start), at));
        found.unwrap_or(entire_file)
    }

    fn at_line(&self, line: usize, at: Span) -> Option<(Target, Span)> {
        let source = &self.document.source;
        let span = source.line_span(line);
        let covered = entry_starting_in(source, &self.document.tree, self.root, span).unwrap_or(span);
        if !covered.contains(at) {
            return None;
        }
        if line > self.first_line() {
            return (!self.is_in_text(span.start)).then_some((Target::Above { line }, covered));
        }
        let has_comment = source.slice(span).contains(" #");
        (!has_comment && !self.is_in_text(span.end)).then_some((Target::AtEndOf { line }, covered))
    }

    fn edit(&self, target: Target, comment: &str) -> Edit {
        let source = &self.document.source;
        let (at, text) = match target {
            Target::Above { line } => {
                let start = start_of_text(source, line);
                let text = source.slice(Span::new(start, source.line_span(line).end));
                let indentation = text.get(..text.len() - text.trim_start().len()).unwrap_or_default();
                let line_break = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
                (start, format!("{indentation}{comment}{line_break}"))
            }
            Target::AtEndOf { line } => (source.line_span(line).end, format!("  {comment}")),
        };
        Edit { span: Span::new(at, at), text }
    }

    /// The line of the first section: above it a comment covers the entire file.
    fn first_line(&self) -> usize {
        self.document.source.line(self.document.tree.span(self.root).start)
    }

    fn is_in_text(&self, offset: u32) -> bool {
        let after = self.texts.partition_point(|text| text.end <= offset);
        self.texts.get(after).is_some_and(|text| text.start < offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_with_an_optional_date() {
        let today = jiff::civil::date(2027, 4, 5);
        let kept = |text: &str| Reason::parse(text, today).map(|reason| reason.0);
        assert_eq!(kept("  the fair is in January "), Ok("the fair is in January".to_owned()));
        assert_eq!(kept("until=2027-05 the fair"), Ok("until=2027-05 the fair".to_owned()));
        for (text, said) in [
            ("", "write why"),
            (" : ", "write why"),
            ("until=2027-05", "write why"),
            ("until=2027-03-31 the fair", "has passed"),
            ("until=soon the fair", "should be a date"),
            ("two\nlines", "on one line"),
            ("two\u{2028}lines", "on one line"),
            ("a\u{1b}[2J", "on one line"),
        ] {
            let error = kept(text).err().unwrap_or_default();
            assert!(error.contains(said), "{text:?}: {error}");
        }
    }
}
