//! Findings with their lines, for people: errors and warnings in full, advice in short, and for a
//! draft what to write next.

use std::borrow::Cow;
use std::io::{self, Write};

use annotate_snippets::{Annotation, AnnotationKind, Element, Level as Shown, Renderer, Snippet};

use crate::finding::{Finding, Group, Kind, Level};
use crate::linter::group::{GroupedFinding, group};
use crate::render::wrap::wrap;
use crate::render::{BOLD, DIM, level_style};
use crate::source::{Columns, Location, Source, Span};
use crate::strategy::document::Document;
use crate::strategy::plan::Status;
use crate::words::safe;

/// Lines shown above and below a place.
const CONTEXT: usize = 1;
/// Places at most this many lines apart are shown in one snippet.
const GAP: usize = 7;
/// How many things to write next are listed for a draft.
const NEXT: usize = 5;
/// The order in which a planner writes the parts of a strategy.
const ORDER: [Group; 7] = [
    Group::Goals,
    Group::Pillars,
    Group::Gears,
    Group::Kpis,
    Group::Plan,
    Group::Platforms,
    Group::Completeness,
];
/// How many places of one finding are shown.
const PLACES: usize = 8;

/// Writes the findings of one document.
pub fn findings(
    out: &mut dyn Write,
    document: &Document,
    findings: &[Finding],
    width: usize,
) -> io::Result<()> {
    let grouped = group(findings);
    let is_draft = document.strategy.status() == Status::Draft;
    let is_next = |one: &GroupedFinding<'_>| {
        is_draft
            && one.level == Level::Info
            && one.first.rule.kind == Kind::Missing
            && one.first.rule.group != Group::File
    };
    for one in grouped.iter().filter(|one| one.level > Level::Info) {
        in_full(out, document, one, None, width)?;
    }
    for one in grouped.iter().filter(|one| one.level == Level::Info && !is_next(one)) {
        in_a_line(out, document, one, width)?;
    }
    what_to_write_next(out, document, grouped.iter().filter(|one| is_next(one)).collect(), width)
}

/// Writes one finding, or several similar ones, with their lines. `more` names places that are not shown.
pub(super) fn in_full(
    out: &mut dyn Write,
    document: &Document,
    grouped: &GroupedFinding<'_>,
    more: Option<&str>,
    width: usize,
) -> io::Result<()> {
    let finding = grouped.first;
    let level = match grouped.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Info => Shown::INFO,
    };
    let title = grouped.title(document);
    let title = level.primary_title(safe::line(&title)).id(finding.rule.name);
    let mut places: Vec<Place<'_>> = Vec::new();
    for one in std::iter::once(finding).chain(grouped.rest.iter().copied()) {
        places.push(Place { at: one.place, text: &one.label, is_primary: true });
        for other in &one.others {
            // Grouped findings often share their other end.
            if !places.iter().any(|place| place.at == other.place && place.text == other.text) {
                places.push(Place { at: other.place, text: &other.text, is_primary: false });
            }
        }
    }
    let hidden = places.len().saturating_sub(PLACES);
    places.truncate(PLACES);
    let mut block = title.elements(snippets(document, &places));
    // The rest is for the gutter, the `= ` and the word before a message.
    let digits = document.source.line_count().to_string().len();
    let room = width.saturating_sub(digits + 9).max(30);
    let wrapped = |text: &str| wrap(&text.into(), room, "", "");
    if hidden > 0 {
        block = block.element(Shown::NOTE.message(format!("and {hidden} more places")));
    }
    if let Some(more) = more {
        block = block.element(Shown::NOTE.message(wrapped(more)));
    }
    for note in grouped.notes(document) {
        block = block.element(Shown::NOTE.message(wrapped(&note)));
    }
    for help in grouped.helps(document) {
        block = block.element(Shown::HELP.message(wrapped(&help)));
    }
    let renderer = Renderer::styled().term_width(width);
    writeln!(out, "{}\n", renderer.render(&[block]))
}

struct Place<'a> {
    at: Location,
    text: &'a str,
    is_primary: bool,
}

/// The lines around the places, with nearby places in one snippet. The renderer gets only these lines,
/// since it slows down with the length of its text.
fn snippets<'a>(document: &'a Document, places: &[Place<'a>]) -> Vec<Element<'a>> {
    let mut excerpts: Vec<Excerpt<'a, '_>> = Vec::new();
    for place in places {
        let source = document.file(place.at);
        let Span { start, end } = place.at.span;
        let (first, last) = (source.line(start), source.line(end.max(start + 1) - 1));
        let near = excerpts.iter_mut().find(|other| {
            let is_near = first <= other.last + GAP && other.first <= last + GAP;
            std::ptr::eq(other.source, source) && is_near
        });
        match near {
            Some(other) => {
                other.first = other.first.min(first);
                other.last = other.last.max(last);
                other.places.push(place);
            }
            None => excerpts.push(Excerpt { source, first, last, places: vec![place] }),
        }
    }
    excerpts.into_iter().map(Excerpt::snippet).collect()
}

/// The lines of a file that have some of the places.
struct Excerpt<'a, 'p> {
    source: &'a Source,
    first: usize,
    last: usize,
    places: Vec<&'p Place<'a>>,
}

impl<'a> Excerpt<'a, '_> {
    fn snippet(self) -> Element<'a> {
        let first = self.first.saturating_sub(CONTEXT).max(1);
        let last = (self.last + CONTEXT).min(self.source.line_count());
        let start = self.source.line_span(first).start;
        let end = self.source.line_span(last).end;
        let text = self.source.slice(Span::new(start, end));
        // Nobody typed the byte-order mark.
        let written = text.trim_start_matches('\u{feff}');
        let start = end - u32::try_from(written.len()).unwrap_or(end);
        let text = safe::lines(written);
        let length = text.len();
        let inside = |span: Span| {
            let offset = |at: u32| (at.saturating_sub(start) as usize).min(length);
            offset(span.start)..offset(span.end)
        };
        let annotations = self.places.iter().map(|place| {
            let kind = if place.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = (!place.text.is_empty()).then(|| safe::line(place.text));
            kind.span(inside(place.at.span)).label(label.map(Cow::into_owned))
        });
        let snippet: Snippet<'a, Annotation<'a>> = Snippet::source(text)
            .path(safe::path(self.source.name()).into_owned())
            .line_start(first)
            .annotations(annotations);
        snippet.into()
    }
}

fn in_a_line(
    out: &mut dyn Write,
    document: &Document,
    grouped: &GroupedFinding<'_>,
    width: usize,
) -> io::Result<()> {
    let style = level_style(grouped.level);
    let source = document.file(grouped.first.place);
    let at = source.position(grouped.first.place.span.start, Columns::Characters);
    let rule = grouped.first.rule.name;
    writeln!(out, "{style}info[{rule}]{style:#}{BOLD}: {}{BOLD:#}", safe::line(&grouped.title(document)))?;
    writeln!(out, "  {DIM}--> {}:{}:{}{DIM:#}", safe::path(source.name()), at.line, at.column)?;
    for help in grouped.helps(document) {
        writeln!(out, "{}", wrap(&help.as_str().into(), width.max(40), "  ", "  "))?;
    }
    writeln!(out)
}

/// What is missing in a draft, in the order of [`ORDER`].
fn what_to_write_next(
    out: &mut dyn Write,
    document: &Document,
    mut grouped: Vec<&GroupedFinding<'_>>,
    width: usize,
) -> io::Result<()> {
    if grouped.is_empty() {
        return Ok(());
    }
    let width = width.max(40);
    // What would be advice even in an active strategy can wait.
    grouped.sort_by_key(|one| {
        let rule = one.first.rule;
        (rule.level == Level::Info, ORDER.iter().position(|group| *group == rule.group))
    });
    writeln!(out, "{BOLD}What to write next{BOLD:#}{DIM} in {}{DIM:#}", safe::path(document.source.name()))?;
    for (number, one) in grouped.iter().take(NEXT).enumerate() {
        let first = format!("  {}. ", number + 1);
        let source = document.file(one.first.place);
        let message = format!("{} (line {})", one.title(document), source.line(one.first.place.span.start));
        writeln!(out, "{}", wrap(&message.into(), width, &first, "     "))?;
        for help in one.helps(document) {
            let help = wrap(&help.as_str().into(), width, "     ", "     ");
            writeln!(out, "{DIM}{help}{DIM:#}")?;
        }
    }
    match grouped.len().saturating_sub(NEXT) {
        0 => {}
        1 => writeln!(out, "  … and one more thing after that")?,
        more => writeln!(out, "  … and {more} more things after that")?,
    }
    writeln!(out)
}
