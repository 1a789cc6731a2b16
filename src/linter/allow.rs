//! Allow comments: `# stratplan: allow(gear-out-of-order) until=2027-03-31 the launch date is contractual`.
//!
//! A comment at the end of a line, or on the line above it, covers the entry that begins on
//! that line and everything nested in it; above the first key it covers the entire file. It needs a
//! reason. Comments that are malformed, expired or unused are findings themselves.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use jiff::civil::Date;

use super::Linter;
use crate::decode::FiscalYear;
use crate::finding::file::{EXPIRED_ALLOW, MALFORMED_ALLOW, UNUSED_ALLOW};
use crate::finding::{Edit, Finding, Group, Rule, Safety};
use crate::rules;
use crate::source::{File, Source, Span};
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::syntax::tree::{NodeId, Tree, Value};
use crate::words::nearest::nearest;
use crate::words::{and, shown};

const FORM: &str =
    "write `# stratplan: allow(rule-name) the reason`, with `until=` and a day before the reason if it ends";

impl Linter {
    /// Removes the findings that allow comments silence, and adds those about the comments. Returns
    /// how many were silenced.
    pub(super) fn silence_allowed(&self, document: &Document, findings: &mut Vec<Finding>) -> usize {
        let mut problems = Vec::new();
        let allows = read(document, &mut problems);
        let used = self.silence(&allows, findings);
        let silenced = used.values().sum();
        let can_be_unused = document.judgeable && !document.tree.is_damaged();
        for (index, allow) in allows.iter().enumerate() {
            if let Some((until, span)) = allow.until.filter(|_| allow.is_expired(self.today)) {
                let finding = EXPIRED_ALLOW.at(span, format!("this allow comment ended on {until}"));
                let finding = finding.label("no longer silences anything");
                let finding = finding.note(format!("the reason was: {}", shown(&allow.reason)));
                let help = "fix what it allowed and remove it, or give it a new date and a new reason";
                problems.push(finding.help(help));
                continue;
            }
            let is_unused =
                |rule: &Rule| can_be_unused && self.runs(rule) && !used.contains_key(&(index, rule.name));
            let unused: Vec<_> = allow.rules.iter().filter(|(rule, _)| is_unused(rule)).collect();
            let names: Vec<&str> = unused.iter().map(|(rule, _)| rule.name).collect();
            for (rule, span) in &unused {
                let message = format!("nothing here needs `allow({})`", rule.name);
                let finding = UNUSED_ALLOW.at(*span, message).label("silences nothing");
                let finding = finding.help("remove it, so that it does not hide the next finding");
                let (title, edit) = remove(&document.source, allow, &names);
                problems.push(finding.fix(title, Safety::Unsafe, vec![edit]));
            }
        }
        findings.extend(problems);
        silenced
    }

    /// Removes what the comments silence. Returns how many findings of which rule each of them silenced; of several,
    /// the first one counts.
    fn silence(
        &self,
        allows: &[Allow],
        findings: &mut Vec<Finding>,
    ) -> HashMap<(usize, &'static str), usize> {
        // Findings and comments in the order of the file, so that only a few comments are looked at for each finding.
        let mut order: Vec<usize> =
            (0..findings.len()).filter(|index| is_in_strategy(findings, *index)).collect();
        order.sort_by_key(|index| findings.get(*index).map(|one| one.place.span.start));
        let mut begin: Vec<(usize, &Allow)> =
            allows.iter().enumerate().filter(|(_, allow)| !allow.is_expired(self.today)).collect();
        begin.sort_by_key(|(_, allow)| allow.scope.start);
        let mut begin = begin.into_iter().peekable();
        let mut end = BinaryHeap::new();
        let mut current: HashMap<&'static str, BTreeSet<usize>> = HashMap::new();
        let (mut used, mut silenced) = (HashMap::new(), vec![false; findings.len()]);
        for index in order {
            let Some(Finding { rule, place, .. }) = findings.get(index) else { continue };
            while let Some((allow_index, allow)) =
                begin.next_if(|(_, allow)| allow.scope.start <= place.span.start)
            {
                for (named, _) in &allow.rules {
                    current.entry(named.name).or_default().insert(allow_index);
                }
                end.push(Reverse((allow.scope.end, allow_index)));
            }
            while let Some(Reverse((_, gone))) =
                end.peek().filter(|Reverse((end, _))| *end < place.span.start).copied()
            {
                end.pop();
                for (named, _) in allows.get(gone).iter().flat_map(|allow| &allow.rules) {
                    current.entry(named.name).or_default().remove(&gone);
                }
            }
            let candidates = current.get(rule.name).into_iter().flatten();
            let covers =
                |index: &&usize| allows.get(**index).is_some_and(|allow| allow.covers(rule, place.span));
            if let Some(by) = { candidates }.find(covers) {
                *used.entry((*by, rule.name)).or_default() += 1;
                if let Some(is_silenced) = silenced.get_mut(index) {
                    *is_silenced = true;
                }
            }
        }
        let mut silenced = silenced.into_iter();
        findings.retain(|_| !silenced.next().unwrap_or_default());
        used
    }
}

fn is_in_strategy(findings: &[Finding], index: usize) -> bool {
    findings.get(index).is_some_and(|finding| finding.place.file == File::Strategy)
}

struct Allow {
    rules: Vec<(&'static Rule, Span)>,
    comment: Span,
    /// The bytes whose findings it silences.
    scope: Span,
    /// The last day on which it holds.
    until: Option<(Date, Span)>,
    reason: String,
}

impl Allow {
    fn covers(&self, rule: &Rule, at: Span) -> bool {
        self.scope.contains(at) && self.rules.iter().any(|(named, _)| *named == rule)
    }

    fn is_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|(until, _)| until < today)
    }
}

fn read(document: &Document, problems: &mut Vec<Finding>) -> Vec<Allow> {
    let (source, tree) = (&document.source, &document.tree);
    let comments = tree.comments().iter().filter(|comment| source.slice(comment.span).contains("stratplan"));
    let (mut allows, mut lines) = (Vec::new(), LinesWithText { source, last: None });
    for comment in comments {
        let Some(directive) = Directive::read(source, comment.span) else { continue };
        let scope = scope(&mut lines, tree, comment.span, comment.own_line);
        match directive.parse(scope, document.strategy.fiscal_year()) {
            Ok(allow) => allows.push(allow),
            Err(finding) => problems.push(*finding),
        }
    }
    allows
}

/// A comment that addresses stratplan: the text after `stratplan:` and where that begins.
struct Directive<'a> {
    text: &'a str,
    at: u32,
    comment: Span,
}

impl<'a> Directive<'a> {
    /// None for comments that merely mention stratplan, such as `# stratplan: 1`.
    fn read(source: &'a Source, comment: Span) -> Option<Self> {
        let full = source.slice(comment);
        let body = full.trim_start_matches('#').trim_start();
        let text = body.strip_prefix("stratplan:")?.trim();
        let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
        let known = ["allow", "ignore", "disable", "skip", "noqa", "suppress"];
        let is_addressed = nearest(&word, known).is_some() || text.strip_prefix(&word)?.starts_with('(');
        let at = comment.start + u32::try_from(text.as_ptr() as usize - full.as_ptr() as usize).unwrap_or(0);
        (is_addressed && !word.is_empty()).then_some(Self { text, at, comment })
    }

    fn span_of(&self, part: &str) -> Span {
        let inside = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = self.at + u32::try_from(inside).unwrap_or(0);
        Span::new(start, start + u32::try_from(part.len()).unwrap_or(0))
    }

    fn malformed(&self, part: &str, message: impl Into<String>) -> Finding {
        MALFORMED_ALLOW.at(self.span_of(part), message).help(FORM)
    }

    fn parse(&self, scope: Span, fiscal_year: FiscalYear) -> Result<Allow, Box<Finding>> {
        let names = self.text.strip_prefix("allow").and_then(|rest| rest.trim_start().strip_prefix('('));
        let Some((names, rest)) = names.and_then(|rest| rest.split_once(')')) else {
            let message = "this comment is meant for stratplan, but does not say `allow(rule-name)`";
            return Err(Box::new(self.malformed(self.text, message).label("not understood")));
        };
        let mut rules = Vec::new();
        for name in names.split(',').map(str::trim) {
            rules.push((self.rule(name, names)?, self.span_of(name)));
        }
        let rest = rest.trim_start_matches([':', ' ']).trim();
        let (until, reason) = match rest.strip_prefix("until=") {
            None => (None, rest),
            Some(after) => {
                let (date, reason) = after.split_once(char::is_whitespace).unwrap_or((after, ""));
                let until = CoarseDate::parse_in(date, fiscal_year).map_err(|error| {
                    let message = format!("`until={date}` should be {}", error.expected);
                    let help = error.instead.map_or(error.help, |date| format!("write `until={date}`"));
                    let finding = self.malformed(date, message).label("the last day on which it holds");
                    Box::new(finding.help(help))
                })?;
                (Some((until.last, self.span_of(date))), reason.trim())
            }
        };
        if reason.is_empty() {
            let finding = self.malformed(self.text, "an allow comment needs a reason");
            let finding = finding.label("why is this right here?");
            let note = "people who read this next year need to know whether it still holds";
            let help = format!("write it at the end: `# stratplan: {} the reason`", shown(self.text));
            return Err(Box::new(finding.note(note).help(help)));
        }
        Ok(Allow { rules, comment: self.comment, scope, until, reason: reason.to_owned() })
    }

    fn rule(&self, name: &str, names: &str) -> Result<&'static Rule, Box<Finding>> {
        if name.is_empty() {
            let finding = self.malformed(names, "an allow comment needs the name of a rule");
            return Err(Box::new(finding.label("no rule is named here")));
        }
        let finding = match rules::find(name) {
            Some(rule) if rule.group != Group::File => return Ok(rule),
            Some(_) => self
                .malformed(name, format!("`{name}` cannot be allowed"))
                .label("it is about the file itself")
                .help("fix what it points at, and remove the comment"),
            None => self.unknown_rule(name),
        };
        Err(Box::new(finding))
    }

    fn unknown_rule(&self, name: &str) -> Finding {
        let finding = self.malformed(name, format!("there is no rule `{}`", shown(name)));
        match nearest(name, rules::all().map(|rule| rule.name)) {
            Some(meant) => {
                let safety = if meant.certain { Safety::Safe } else { Safety::Unsafe };
                let edit = Edit { span: self.span_of(name), text: meant.name.to_owned() };
                let help = format!("write `allow({})`", meant.name);
                let finding = finding.label(format!("did you mean `{}`?", meant.name));
                finding.help(help.as_str()).fix(help, safety, vec![edit])
            }
            None if name.contains([' ', ';']) => finding
                .label("read as one name")
                .help(format!("put a comma between two names: `allow({})`", names(name))),
            None => finding.label("expected a rule name").help("`stratplan rules` lists the names"),
        }
    }
}

/// Names with commas between them.
fn names(text: &str) -> String {
    let names = text.split([' ', ';']).filter(|name| !name.is_empty());
    names.collect::<Vec<_>>().join(", ")
}

fn scope(lines: &mut LinesWithText<'_>, tree: &Tree, comment: Span, own_line: bool) -> Span {
    let source = lines.source;
    let Some(root) = tree.root() else { return Span::new(0, source.len()) };
    if own_line && comment.end <= tree.span(root).start {
        return Span::new(0, source.len());
    }
    let line = source.line(comment.start);
    let line = source.line_span(if own_line { lines.below(line) } else { line });
    entry_starting_in(source, tree, root, line).unwrap_or(line)
}

/// Finds lines with more than a comment on them.
struct LinesWithText<'a> {
    source: &'a Source,
    /// The last line that was asked about, and the answer, which all lines between them share: comments can follow each
    /// other by the thousands.
    last: Option<(usize, usize)>,
}

impl LinesWithText<'_> {
    fn below(&mut self, line: usize) -> usize {
        if let Some((above, found)) = self.last
            && (above..found).contains(&line)
        {
            return found;
        }
        let has_text = |line: &usize| {
            let text = self.source.slice(self.source.line_span(*line)).trim_start();
            !text.is_empty() && !text.starts_with('#')
        };
        let end = self.source.line_count() + 1;
        let found = (line + 1..end).find(has_text).unwrap_or(end);
        self.last = Some((line, found));
        found
    }
}

/// The outermost entry that begins on a line, with everything nested in it.
pub(crate) fn entry_starting_in(source: &Source, tree: &Tree, root: NodeId, line: Span) -> Option<Span> {
    let mut here = root;
    loop {
        let children: Vec<(Span, NodeId)> = match tree.value(source, here) {
            Value::Mapping(entries) => {
                let entry = |(key, value)| (Span::new(tree.span(key).start, tree.span(value).end), value);
                tree.around(entries, line.start).iter().map(entry).collect()
            }
            Value::Sequence(items) => {
                let items = tree.items_around(items, line.start);
                items.iter().map(|item| (tree.span(*item), *item)).collect()
            }
            Value::Scalar(..) | Value::Damaged => return None,
        };
        let begins = |span: &Span| line.start <= span.start && span.start <= line.end;
        if let Some((span, _)) = children.iter().find(|(span, _)| begins(span)) {
            return Some(*span);
        }
        here = children.iter().find(|(span, _)| span.start < line.start && line.start < span.end)?.1;
    }
}

/// Where the text of a line begins: after a byte-order mark on the first line.
pub(crate) fn start_of_text(source: &Source, line: usize) -> u32 {
    let span = source.line_span(line);
    let has_mark = span.start == 0 && source.text().starts_with('\u{feff}');
    if has_mark { 3 } else { span.start }
}

/// The title of a fix that takes unused names out of a comment, or removes it, and its edit.
fn remove(source: &Source, allow: &Allow, unused: &[&str]) -> (String, Edit) {
    let kept: Vec<&str> = allow.rules.iter().map(|(rule, _)| rule.name).collect();
    let kept: Vec<&str> = kept.into_iter().filter(|name| !unused.contains(name)).collect();
    if let (Some((_, first)), Some((_, last)), false) =
        (allow.rules.first(), allow.rules.last(), kept.is_empty())
    {
        let names: Vec<String> = unused.iter().map(|name| format!("`{name}`")).collect();
        let title = format!("take {} out of the comment", and(&names));
        return (title, Edit { span: Span::new(first.start, last.end), text: kept.join(", ") });
    }
    let line = source.line(allow.comment.start);
    let start = start_of_text(source, line);
    let before = source.slice(Span::new(start, allow.comment.start)).trim_end();
    let span = if before.is_empty() {
        let next = source.line_span(line + 1).start;
        Span::new(start, next.max(source.line_span(line).end))
    } else {
        Span::new(start + u32::try_from(before.len()).unwrap_or(0), allow.comment.end)
    };
    ("remove the comment".to_owned(), Edit { span, text: String::new() })
}
