//! Allow comments that the tool writes and takes away.
//!
//! A comment goes on its own line above the entry that a finding is in, indented like it, and names
//! every rule that is to be silent there. Above the first section it would cover the whole file, so
//! for that one it goes to the end of the line.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Allow, entry_starting_in};
use crate::change::mending::{Mended, Mender, Offer};
use crate::document::Document;
use crate::finding::{Edit, Finding, Fix, Group, Safety};
use crate::source::{File, Source, Span};
use crate::strategy::date::CoarseDate;
use crate::syntax::tree::{NodeId, Value};

/// Why findings are right where they are, for whoever reads the file next year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// A reason on one line; `until=2027-03-31` may stand before it.
    pub fn parse(text: &str, today: Date) -> Result<Self, String> {
        let text = text.trim();
        if text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')) {
            return Err("a reason stands in a comment: write it on one line".to_owned());
        }
        let reason = match text.strip_prefix("until=") {
            None => text,
            Some(after) => {
                let (date, reason) = after.split_once(' ').unwrap_or((after, ""));
                let until = CoarseDate::parse(date).map_err(|fault| {
                    format!("`until={date}` should be {}: {}", fault.expected, fault.help)
                })?;
                if until.last < today {
                    return Err(format!("`until={date}` has passed, so the comment would silence nothing"));
                }
                reason
            }
        };
        if reason.trim_matches([':', ' ']).is_empty() {
            return Err("write why it is right here, for whoever reads it next year".to_owned());
        }
        Ok(Self(text.to_owned()))
    }
}

/// Writes allow comments for all that is said of a strategy and can be allowed.
pub fn allow_all(mender: Mender<'_>, document: &Document, reason: &Reason) -> Mended {
    let findings = (mender.judge)(document);
    let comments = comments(document, &findings, reason);
    let offers: Vec<Offer<'_>> = comments
        .iter()
        .map(|(edit, mends)| Offer { edits: std::slice::from_ref(edit), mends: mends.clone(), reveals: None })
        .collect();
    mender.offer(document, findings, &offers)
}

/// Where a comment goes. A whole file comes before its first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Above { line: usize },
    Beside { line: usize },
}

/// The comments, each with the findings that it is to silence.
fn comments(document: &Document, findings: &[Finding], reason: &Reason) -> Vec<(Edit, Vec<usize>)> {
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
        // What an outer comment silences needs none of its own.
        let target = match outer {
            Some((of, whole, outer)) if of == rule && whole.contains(covered) => outer,
            _ => {
                outer = Some((rule, covered, target));
                target
            }
        };
        targets.entry(target).or_default().push(index);
    }
    let written = targets.into_iter().map(|(target, mut indices)| {
        indices.sort_unstable();
        let mut rules: Vec<&str> = Vec::new();
        for finding in indices.iter().filter_map(|index| findings.get(*index)) {
            if !rules.contains(&finding.rule.name) {
                rules.push(finding.rule.name);
            }
        }
        let comment = format!("# stratplan: allow({}) {}", rules.join(", "), reason.0);
        (places.edit(target, &comment), indices)
    });
    written.collect()
}

/// The lines of a document at which comments can stand.
struct Places<'a> {
    document: &'a Document,
    root: NodeId,
    /// Texts over several lines, in order: a comment would become a part of them.
    texts: Vec<Span>,
}

impl<'a> Places<'a> {
    fn of(document: &'a Document) -> Option<Self> {
        let root = document.tree.root()?;
        let texts = document.tree.scalars();
        let texts = texts.filter(|span| document.source.slice(*span).contains('\n'));
        Some(Self { document, root, texts: texts.collect() })
    }

    /// The innermost entry that holds a place and above which a comment covers it, and what else such
    /// a comment covers.
    fn target(&self, at: Span) -> (Target, Span) {
        let whole = (Target::Above { line: self.first_line() }, Span::new(0, self.document.source.len()));
        if at == Span::START {
            return whole;
        }
        let lines = self.lines_of(at);
        let found = lines.into_iter().rev().find_map(|line| self.at_line(line, at));
        found.unwrap_or(whole)
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
        (!has_comment && !self.is_in_text(span.end)).then_some((Target::Beside { line }, covered))
    }

    fn edit(&self, target: Target, comment: &str) -> Edit {
        let source = &self.document.source;
        match target {
            Target::Above { line } => {
                let start = start_of_text(source, line);
                let span = source.line_span(line);
                let text = source.slice(Span::new(start, span.end));
                let indentation = text.get(..text.len() - text.trim_start().len()).unwrap_or_default();
                let line_break = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
                Edit { span: Span::new(start, start), text: format!("{indentation}{comment}{line_break}") }
            }
            Target::Beside { line } => {
                let end = source.line_span(line).end;
                Edit { span: Span::new(end, end), text: format!("  {comment}") }
            }
        }
    }

    /// The line of the first section: above it a comment covers the whole file.
    fn first_line(&self) -> usize {
        self.document.source.line(self.document.tree.span(self.root).start)
    }

    fn is_in_text(&self, offset: u32) -> bool {
        let after = self.texts.partition_point(|text| text.end <= offset);
        self.texts.get(after).is_some_and(|text| text.start < offset)
    }

    /// The lines on which the entries begin that hold a place, the outermost first.
    fn lines_of(&self, at: Span) -> Vec<usize> {
        let (source, tree) = (&self.document.source, &self.document.tree);
        let mut lines = Vec::new();
        let mut here = Some(self.root);
        while let Some(node) = here.take().filter(|node| !tree.is_alias(*node)) {
            let next = match tree.value(source, node) {
                Value::Mapping(entries) => {
                    let holds = |entry: &(NodeId, NodeId)| {
                        Span::new(tree.span(entry.0).start, tree.span(entry.1).end).contains(at)
                    };
                    tree.near(entries, at).iter().find(holds)
                }
                Value::Sequence(items) => {
                    let item = items.iter().copied().find(|item| tree.span(*item).contains(at));
                    item.map(|item| (item, item))
                }
                Value::Scalar(..) | Value::Damaged => None,
            };
            if let Some((begin, value)) = next {
                lines.push(source.line(tree.span(begin).start));
                here = Some(value);
            }
        }
        lines.dedup();
        lines
    }
}

/// Where the text of a line begins: after the mark that may stand before the first.
fn start_of_text(source: &Source, line: usize) -> u32 {
    let span = source.line_span(line);
    let has_mark = span.start == 0 && source.text().starts_with('\u{feff}');
    if has_mark { 3 } else { span.start }
}

/// Takes rules out of a comment: those of these numbers, or all of it where none is left.
pub(crate) fn without(source: &Source, allow: &Allow, unused: &[usize]) -> Fix {
    let name = |index: &usize| allow.rules.get(*index).map(|(rule, _)| format!("`{}`", rule.name));
    if unused.len() < allow.rules.len() {
        let names: Vec<String> = unused.iter().filter_map(name).collect();
        let kept: Vec<&str> = allow
            .rules
            .iter()
            .enumerate()
            .filter(|(index, _)| !unused.contains(index))
            .map(|(_, (rule, _))| rule.name)
            .collect();
        let first = allow.rules.first().map_or(allow.span, |(_, span)| *span);
        let last = allow.rules.last().map_or(allow.span, |(_, span)| *span);
        let edit = Edit { span: Span::new(first.start, last.end), text: kept.join(", ") };
        let title = format!("take {} out of the comment", crate::words::and(&names));
        return Fix { title, safety: Safety::Unsafe, edits: vec![edit], reveals: None };
    }
    let line = source.line(allow.span.start);
    let span = source.line_span(line);
    let start = start_of_text(source, line);
    let before = source.slice(Span::new(start, allow.span.start));
    let kept = before.trim_end();
    let is_own_line = kept.is_empty();
    let gone = if is_own_line {
        let next = source.line_span(line + 1).start;
        Span::new(start, next.max(span.end))
    } else {
        Span::new(start + u32::try_from(kept.len()).unwrap_or(0), allow.span.end)
    };
    let edits = vec![Edit { span: gone, text: String::new() }];
    Fix { title: "remove the comment".to_owned(), safety: Safety::Unsafe, edits, reveals: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_why_and_perhaps_until_when() {
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
