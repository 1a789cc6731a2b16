//! Going on after a syntax error.
//!
//! What cannot be read is overwritten with blanks in a copy of the text, byte for byte, and the
//! copy is read again. Every offset stays true, and what is left keeps its place in the tree. The
//! smallest part goes first: one item of a `{ … }`, then the value of an entry, then the entry,
//! then the entry it stands in. A try is kept when the next fault lies behind the bytes it took.
//!
//! The work is bounded: so many faults, so many tries for each, and so many bytes read in all.

use super::damage::{self, Hole, Part};
use super::explain::{self, Told};
use super::faults;
use super::lines::{Line, closing_quote};
use super::parse::{self, Fault, Pass, Remark, offset_of};
use crate::finding::{Edit, Finding};
use crate::source::Span;

/// More syntax errors than this are not told in one run.
const MAX_FAULTS: usize = 32;
/// How often one fault is tried to be set aside.
const MAX_TRIES: usize = 24;
/// How many bytes are read again in all, before the rest of the file is given up.
const MAX_BYTES: usize = 32 << 20;

/// Goes on from a pass that met a fault, until all is read or the bounds are reached.
pub(super) fn recover(text: &str, mut pass: Pass) -> (Pass, Vec<Finding>) {
    let mut copy = text.to_owned();
    let mut holes: Vec<Hole> = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    let mut bytes_left = MAX_BYTES;
    let mut rest = None;
    while let Some(fault) = pass.fault.take() {
        let told = explain::tell(&copy, &fault);
        let origin = told.origin;
        if !repeats(&copy, &told, findings.last(), holes.last()) {
            findings.push(settle(told.finding, text, &holes));
        }
        let mended = (findings.len() <= MAX_FAULTS)
            .then(|| mend(&mut copy, &fault, origin, &mut bytes_left))
            .flatten();
        let Some((hole, next)) = mended else {
            findings.truncate(MAX_FAULTS);
            findings.push(faults::stopped(origin));
            rest = Some(Span::new(origin, offset_of(text.len())));
            break;
        };
        holes.push(hole);
        pass = next;
    }
    for hole in &mut holes {
        let taken = text.get(hole.span.range()).unwrap_or_default();
        hole.span.end = hole.span.start + offset_of(taken.trim_end().len());
        damage::mark(&mut pass.tree, text, *hole);
    }
    if let Some(rest) = rest {
        damage::spoil(&mut pass.tree, rest);
    }
    forget_aliases(text, &mut pass, &holes);
    holes.sort_by_key(|hole| hole.span);
    pass.tree.holes = holes.iter().map(|hole| hole.span).chain(rest).collect();
    (pass, findings)
}

/// A finding was told of the copy; here it is made to fit the file. A fix that touches what was set
/// aside would overwrite it, so it is not offered.
fn settle(mut finding: Finding, text: &str, holes: &[Hole]) -> Finding {
    let fit = |span: Span| {
        let (mut start, mut end) = (span.start as usize, (span.end as usize).min(text.len()));
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) && end < text.len() {
            end += 1;
        }
        Span::new(offset_of(start), offset_of(end))
    };
    let intact = |edit: &Edit| {
        let touches = |hole: &Hole| edit.span.start < hole.span.end && hole.span.start < edit.span.end;
        fit(edit.span) == edit.span && !holes.iter().any(touches)
    };
    finding.place.span = fit(finding.place.span);
    for other in &mut finding.others {
        other.place.span = fit(other.place.span);
    }
    finding.fix = finding.fix.filter(|fix| fix.edits.iter().all(intact));
    finding
}

/// True where a fault is the one before, met again on the next line: a list in a wrong place or a
/// block indented with tabs is one fault, not one a line.
fn repeats(text: &str, told: &Told, last: Option<&Finding>, hole: Option<&Hole>) -> bool {
    let (Some(last), Some(Hole { span, part: Part::Entry { column, .. } })) = (last, hole) else {
        return false;
    };
    let line = Line::at(text, told.origin as usize);
    let between = text.get(span.end as usize..line.start).unwrap_or("x");
    told.kin
        && last.message == told.finding.message
        && between.trim().is_empty()
        && line.indent == *column as usize
}

/// Takes the smallest part out of `copy` that lets the reader get past the fault.
fn mend(copy: &mut String, fault: &Fault, origin: u32, bytes_left: &mut usize) -> Option<(Hole, Pass)> {
    let mut weak: Option<(Hole, Pass)> = None;
    let tries = tries(copy, fault, origin);
    for hole in tries.into_iter().take(MAX_TRIES) {
        if *bytes_left == 0 || weak.is_some() && matches!(hole, Try::Wider(_)) {
            break;
        }
        let (Try::Near(hole) | Try::Wider(hole)) = hole;
        let Some(taken) = copy.get(hole.span.range()).map(str::to_owned) else { continue };
        if taken.trim().is_empty() {
            continue;
        }
        copy.replace_range(hole.span.range(), &blank(&taken, hole.part));
        let next = parse::pass(copy);
        let cost = next.fault.as_ref().map_or(copy.len(), |fault| fault.at as usize);
        *bytes_left = bytes_left.saturating_sub(cost.max(1));
        let past = next.fault.as_ref().is_none_or(|next| {
            let next = explain::tell(copy, next).origin;
            next >= hole.span.end && next > origin
        });
        if past {
            return Some((hole, next));
        }
        let further = next.fault.as_ref().is_some_and(|next| next.at > fault.at && next.at >= hole.span.end);
        copy.replace_range(hole.span.range(), &taken);
        if further && weak.is_none() {
            weak = Some((hole, next));
        }
    }
    let (hole, next) = weak?;
    let taken = copy.get(hole.span.range()).map(str::to_owned)?;
    copy.replace_range(hole.span.range(), &blank(&taken, hole.part));
    Some((hole, next))
}

/// As many bytes, blank; line breaks stay.
fn blank(taken: &str, part: Part) -> String {
    let mut blank: String = taken
        .bytes()
        .map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' })
        .collect();
    if part == Part::Item && blank.starts_with(' ') {
        blank.replace_range(..1, "~");
    }
    blank
}

/// A part to try: beside the fault, or what the fault stands in.
#[derive(Debug, Clone, Copy)]
enum Try {
    Near(Hole),
    Wider(Hole),
}

fn tries(text: &str, fault: &Fault, origin: u32) -> Vec<Try> {
    let mut tries = Vec::new();
    let bracket = fault.bracket.filter(|bracket| *bracket != origin);
    if let Some(bracket) = bracket {
        tries.extend(item(text, bracket as usize, origin as usize, fault.at as usize).map(Try::Near));
    }
    let mut places = vec![origin];
    places.extend(fault.bracket);
    places.push(fault.at);
    let mut lines: Vec<Line> = Vec::new();
    for place in places {
        let mut line = Line::at(text, place as usize);
        while line.idle && line.start > 0 {
            line = Line::at(text, line.start - 1);
        }
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    for line in &lines {
        tries.extend(values(text, *line).into_iter().flatten().map(Try::Near));
    }
    tries.extend(lines.iter().map(|line| Try::Near(entry(text, *line))));
    let mut outer = lines.first().and_then(|line| line.parent(text));
    while let Some(line) = outer {
        tries.extend(values(text, line).into_iter().flatten().map(Try::Wider));
        tries.push(Try::Wider(entry(text, line)));
        outer = line.parent(text);
    }
    let all = Part::Entry { column: 0, dash: false };
    let from = lines.first().map_or(0, |line| line.start);
    tries.push(Try::Wider(Hole { span: Span::new(offset_of(from), offset_of(text.len())), part: all }));
    tries.push(Try::Wider(Hole { span: Span::new(0, offset_of(text.len())), part: all }));
    tries
}

/// The value on a line, and the value with all lines below it. The value of the last key is meant.
fn values(text: &str, line: Line) -> [Option<Hole>; 2] {
    let Some(start) = line.value(text) else { return [None, None] };
    let hole = |end: usize| {
        let span = Span::new(offset_of(start.min(end)), offset_of(end));
        (start < end).then_some(Hole { span, part: Part::Value })
    };
    [hole(line.end), hole(line.below(text))]
}

/// The line and all lines below it.
fn entry(text: &str, line: Line) -> Hole {
    let span = Span::new(offset_of(line.start), offset_of(line.below(text)));
    Hole { span, part: Part::Entry { column: offset_of(line.indent), dash: line.is_item(text) } }
}

/// The item of a flow collection that holds `origin`, without its key.
fn item(text: &str, bracket: usize, origin: usize, at: usize) -> Option<Hole> {
    let bytes = text.as_bytes();
    let mut starts = Vec::new();
    let mut here = bracket;
    let mut fresh = true;
    while here < origin {
        match bytes.get(here)? {
            b'[' | b'{' => starts.push(here + 1),
            b']' | b'}' => drop(starts.pop()),
            b',' => *starts.last_mut()? = here + 1,
            b':' if matches!(bytes.get(here + 1), Some(b' ' | b'\n' | b'\r')) => {
                // Only the first colon ends a key; a second one belongs to the text.
                let start = starts.last_mut()?;
                let item = text.get(*start..here).unwrap_or_default();
                if bytes.get(start.wrapping_sub(1)) != Some(&b':') && !item.is_empty() {
                    *start = here + 1;
                }
            }
            b'"' | b'\'' if fresh => here = closing_quote(text, here).filter(|close| *close < origin)?,
            _ => {}
        }
        fresh = matches!(bytes.get(here), Some(b' ' | b'\n' | b'\r' | b',' | b'[' | b'{' | b':'));
        here += 1;
    }
    let start = *starts.last()?;
    let line = Line::at(text, origin);
    let from = if (origin..line.end).contains(&at) { at } else { origin };
    let mut depth = 0usize;
    let mut end = line.end;
    for (offset, byte) in text.get(from..line.end)?.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth > 0 => depth -= 1,
            b',' | b']' | b'}' if depth == 0 => {
                end = from + offset;
                break;
            }
            _ => {}
        }
    }
    let taken = text.get(start..end)?;
    let start = start + (taken.len() - taken.trim_start().len());
    let end = end - (taken.len() - taken.trim_end().len());
    (start < end).then(|| Hole { span: Span::new(offset_of(start), offset_of(end)), part: Part::Item })
}

/// An alias whose anchor was set aside is no fault of its own.
fn forget_aliases(text: &str, pass: &mut Pass, holes: &[Hole]) {
    pass.remarks.retain(|remark| {
        let Remark::UnknownAlias(span) = remark else { return true };
        let anchor = text.get(span.range()).unwrap_or_default().replacen('*', "&", 1);
        !holes.iter().any(|hole| text.get(hole.span.range()).is_some_and(|taken| taken.contains(&anchor)))
    });
}
