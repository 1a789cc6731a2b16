//! Findings with the lines they are about, for people: errors and warnings in full, advice a line
//! each, and for a draft what to write next.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Level as Shown, Renderer, Snippet};

use crate::document::Document;
use crate::finding::{Finding, Group, Kind, Level};
use crate::linter::group::{Told, group};
use crate::render::wrap::wrap;
use crate::render::{BOLD, DIM, level_style};
use crate::safe;
use crate::source::{Columns, Location, Source, Span};
use crate::strategy::plan::Status;

/// Lines shown around a place.
const CONTEXT: usize = 1;
/// Places closer than this many lines are shown in one piece.
const TOGETHER: usize = 6;
/// How many things a draft is told to write next.
const NEXT: usize = 5;
/// How many places of one finding are shown.
const PLACES: usize = 8;

/// Writes the findings of one document.
pub fn findings(
    out: &mut dyn Write,
    document: &Document,
    findings: &[Finding],
    width: usize,
) -> io::Result<()> {
    let told = group(findings);
    let is_draft = document.strategy.status() == Status::Draft;
    let is_next = |one: &Told<'_>| {
        is_draft
            && one.level == Level::Info
            && one.first.rule.kind == Kind::Missing
            && one.first.rule.group != Group::File
    };
    for one in told.iter().filter(|one| one.level > Level::Info) {
        in_full(out, document, one, width)?;
    }
    for one in told.iter().filter(|one| one.level == Level::Info && !is_next(one)) {
        in_a_line(out, document, one, width)?;
    }
    let next: Vec<&Told<'_>> = told.iter().filter(|one| is_next(one)).collect();
    what_to_write_next(out, document, &next, width)
}

fn in_full(out: &mut dyn Write, document: &Document, told: &Told<'_>, width: usize) -> io::Result<()> {
    let finding = told.first;
    let level = match told.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Info => Shown::INFO,
    };
    let title = level.primary_title(safe::line(&told.message)).id(finding.rule.name);
    let mut places: Vec<Place<'_>> = Vec::new();
    for one in std::iter::once(finding).chain(told.rest.iter().copied()) {
        places.push(Place { at: one.place, text: &one.label, is_primary: true });
        for other in &one.others {
            // Findings told together often share their other end.
            if !places.iter().any(|place| place.at == other.place && place.text == other.text) {
                places.push(Place { at: other.place, text: &other.text, is_primary: false });
            }
        }
    }
    let hidden = places.len().saturating_sub(PLACES);
    places.truncate(PLACES);
    let mut block = title.elements(snippets(document, &places));
    // The gutter, the `= ` and the word before a message take this much.
    let digits = document.source.line_count().to_string().len();
    let room = width.saturating_sub(digits + 9).max(30);
    let wrapped = |text: &str| wrap(&safe::line(text), room, "", "");
    if hidden > 0 {
        block = block.element(Shown::NOTE.message(format!("and {hidden} more places")));
    }
    for note in &finding.notes {
        block = block.element(Shown::NOTE.message(wrapped(note)));
    }
    if !finding.help.is_empty() {
        block = block.element(Shown::HELP.message(wrapped(&finding.help)));
    }
    let renderer = Renderer::styled().term_width(width);
    writeln!(out, "{}\n", renderer.render(&[block]))
}

struct Place<'a> {
    at: Location,
    text: &'a str,
    is_primary: bool,
}

/// The lines around the places, nearby ones in one piece. Only these lines are handed to the
/// renderer, whose work grows with the text it is given.
fn snippets<'a>(document: &'a Document, places: &[Place<'a>]) -> Vec<Element<'a>> {
    let mut pieces: Vec<(Piece<'a>, Vec<&Place<'a>>)> = Vec::new();
    for place in places {
        let source = document.file(place.at);
        let lines = lines_of(source, place.at.span);
        let near =
            pieces.iter_mut().find(|(piece, _)| std::ptr::eq(piece.source, source) && piece.is_near(&lines));
        match near {
            Some((piece, of_piece)) => {
                piece.lines = piece.lines.start.min(lines.start)..piece.lines.end.max(lines.end);
                of_piece.push(place);
            }
            None => pieces.push((Piece { source, lines }, vec![place])),
        }
    }
    pieces.into_iter().map(|(piece, places)| piece.snippet(&places)).collect()
}

/// Some lines of a file, counted from 1, end exclusive.
struct Piece<'a> {
    source: &'a Source,
    lines: Range<usize>,
}

fn lines_of(source: &Source, span: Span) -> Range<usize> {
    source.line(span.start)..source.line(span.end.max(span.start + 1) - 1).max(source.line(span.start)) + 1
}

impl<'a> Piece<'a> {
    fn is_near(&self, lines: &Range<usize>) -> bool {
        lines.start <= self.lines.end + TOGETHER && self.lines.start <= lines.end + TOGETHER
    }

    fn snippet(self, places: &[&Place<'a>]) -> Element<'a> {
        let first = self.lines.start.saturating_sub(CONTEXT).max(1);
        let last = (self.lines.end - 1 + CONTEXT).min(self.source.line_count());
        let start = self.source.line_span(first).start;
        let end = self.source.line_span(last).end;
        let text = self.source.slice(Span::new(start, end));
        // A byte-order mark is nothing that anybody wrote.
        let written = text.trim_start_matches('\u{feff}');
        let start = end - u32::try_from(written.len()).unwrap_or(end);
        let text = safe::lines(written);
        let length = text.len();
        let inside = |span: Span| {
            let offset = |at: u32| (at.saturating_sub(start) as usize).min(length);
            offset(span.start)..offset(span.end)
        };
        let annotations = places.iter().map(|place| {
            let kind = if place.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = (!place.text.is_empty()).then(|| safe::line(place.text));
            kind.span(inside(place.at.span)).label(label.map(std::borrow::Cow::into_owned))
        });
        let snippet: Snippet<'a, Annotation<'a>> = Snippet::source(text)
            .path(safe::path(self.source.name()).into_owned())
            .line_start(first)
            .annotations(annotations);
        snippet.into()
    }
}

fn in_a_line(out: &mut dyn Write, document: &Document, told: &Told<'_>, width: usize) -> io::Result<()> {
    let style = level_style(told.level);
    let source = document.file(told.first.place);
    let at = source.position(told.first.place.span.start, Columns::Characters);
    let rule = told.first.rule.name;
    writeln!(out, "{style}info[{rule}]{style:#}{BOLD}: {}{BOLD:#}", safe::line(&told.message))?;
    writeln!(out, "  {DIM}--> {}:{}:{}{DIM:#}", safe::path(source.name()), at.line, at.column)?;
    indented(out, &safe::line(&told.first.help), "  ", "  ", width)?;
    writeln!(out)
}

fn indented(out: &mut dyn Write, text: &str, first: &str, rest: &str, width: usize) -> io::Result<()> {
    writeln!(out, "{}", wrap(text, width.max(40), first, rest))
}

/// What a draft lacks, in the order in which a planner would write it, five things at most.
fn what_to_write_next(
    out: &mut dyn Write,
    document: &Document,
    told: &[&Told<'_>],
    width: usize,
) -> io::Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    let mut told = told.to_vec();
    let order = |group| match group {
        Group::File => 0,
        Group::Goals => 1,
        Group::Pillars => 2,
        Group::Gears => 3,
        Group::Kpis => 4,
        Group::Plan => 5,
        Group::Platforms => 6,
    };
    // What would be advice even in a strategy in force can wait.
    told.sort_by_key(|one| (one.first.rule.level == Level::Info, order(one.first.rule.group)));
    writeln!(out, "{BOLD}What to write next{BOLD:#}{DIM} in {}{DIM:#}", safe::path(document.source.name()))?;
    for (number, one) in told.iter().take(NEXT).enumerate() {
        let first = format!("  {}. ", number + 1);
        let source = document.file(one.first.place);
        let message =
            format!("{} (line {})", safe::line(&one.message), source.line(one.first.place.span.start));
        indented(out, &message, &first, "     ", width)?;
        let help = safe::line(&one.first.help);
        writeln!(out, "{DIM}{}{DIM:#}", wrap(&help, width.max(40), "     ", "     "))?;
    }
    match told.len().saturating_sub(NEXT) {
        0 => {}
        1 => writeln!(out, "  … and one more thing after that")?,
        more => writeln!(out, "  … and {more} more things after that")?,
    }
    writeln!(out)
}
