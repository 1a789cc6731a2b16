//! Allow comments: `# stratplan: allow(gear-out-of-order) until=2027-03-31 the launch date is contractual`.
//!
//! One stands on a line, or on its own line above, and covers everything nested in that entry;
//! above the first key it covers the whole file. It needs a reason. What is wrong with one is a
//! finding like any other.

pub mod writing;

use jiff::civil::Date;

use crate::document::Document;
use crate::finding::file::MALFORMED_ALLOW;
use crate::finding::{Edit, Finding, Group, Rule, Safety};
use crate::nearest::nearest;
use crate::source::{Source, Span};
use crate::strategy::date::CoarseDate;
use crate::syntax::tree::{NodeId, Tree, Value};

const FORM: &str =
    "write `# stratplan: allow(rule-name) the reason`, with `until=2027-03-31` before the reason if it ends";

/// One allow comment that was understood.
#[derive(Debug, Clone)]
pub struct Allow {
    /// The rules it names, each with the place of its name.
    pub rules: Vec<(&'static Rule, Span)>,
    /// The whole comment.
    pub span: Span,
    /// The bytes whose findings it silences.
    pub scope: Span,
    /// The date after which it no longer holds.
    pub until: Option<(Date, Span)>,
    /// Why.
    pub reason: String,
}

impl Allow {
    /// True where it silences findings of a rule at a place.
    pub fn covers(&self, rule: &Rule, at: Span) -> bool {
        self.scope.contains(at) && self.rules.iter().any(|(named, _)| *named == rule)
    }

    /// True once its date has passed.
    pub fn is_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|(until, _)| until < today)
    }
}

/// Reads the allow comments of a document. `rules` are all there are.
pub fn read(document: &Document, rules: &[&'static Rule], findings: &mut Vec<Finding>) -> Vec<Allow> {
    let (source, tree) = (&document.source, &document.tree);
    let comments = tree.comments().iter().filter(|comment| source.slice(comment.span).contains("stratplan"));
    let mut allows = Vec::new();
    for comment in comments {
        let Some(directive) = Directive::read(source, comment.span) else { continue };
        match directive.parse(rules) {
            Ok(parsed) => {
                allows.push(Allow { scope: scope(source, tree, comment.span, comment.own_line), ..parsed });
            }
            Err(finding) => findings.push(*finding),
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

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(0)
}

impl<'a> Directive<'a> {
    /// Comments that merely mention stratplan, `# stratplan: 1` among them, are left alone.
    fn read(source: &'a Source, comment: Span) -> Option<Self> {
        let whole = source.slice(comment);
        let body = whole.trim_start_matches('#').trim_start();
        let text = body.strip_prefix("stratplan:")?.trim();
        let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
        let known = ["allow", "ignore", "disable", "skip", "noqa", "suppress"];
        let addressed = nearest(&word, known).is_some() || text.strip_prefix(&word)?.starts_with('(');
        let inside = text.as_ptr() as usize - whole.as_ptr() as usize;
        let at = comment.start + u32::try_from(inside).unwrap_or(0);
        (addressed && !word.is_empty()).then_some(Self { text, at, comment })
    }

    fn span_of(&self, part: &str) -> Span {
        let inside = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = self.at + u32::try_from(inside).unwrap_or(0);
        Span::new(start, start + length(part))
    }

    fn malformed(&self, part: &str, message: impl Into<String>) -> Finding {
        MALFORMED_ALLOW.at(self.span_of(part), message).help(FORM)
    }

    fn parse(&self, all: &[&'static Rule]) -> Result<Allow, Box<Finding>> {
        let names = self.text.strip_prefix("allow").and_then(|rest| rest.trim_start().strip_prefix('('));
        let Some((names, rest)) = names.and_then(|rest| rest.split_once(')')) else {
            let message = "this comment is meant for stratplan, and does not say `allow(rule-name)`";
            return Err(Box::new(self.malformed(self.text, message).label("not understood")));
        };
        let mut rules = Vec::new();
        for name in names.split(',').map(str::trim) {
            rules.push((self.rule(name, names, all)?, self.span_of(name)));
        }
        let rest = rest.trim_start_matches([':', ' ']).trim();
        let (until, reason) = match rest.strip_prefix("until=") {
            None => (None, rest),
            Some(after) => {
                let (date, reason) = after.split_once(char::is_whitespace).unwrap_or((after, ""));
                let until = CoarseDate::parse(date).map_err(|fault| {
                    let message = format!("`until={date}` should be {}", fault.expected);
                    let finding = MALFORMED_ALLOW.at(self.span_of(date), message);
                    let finding = finding.label("the last day on which it holds");
                    Box::new(finding.help(match fault.instead {
                        Some(instead) => format!("write `until={instead}`"),
                        None => fault.help,
                    }))
                })?;
                (Some((until.last, self.span_of(date))), reason.trim())
            }
        };
        if reason.is_empty() {
            let message = "an allow comment needs a reason";
            let finding = self.malformed(self.text, message).label("why is this right here?");
            return Err(Box::new(
                finding.note("whoever reads this next year has to know whether it still holds"),
            ));
        }
        Ok(Allow { rules, span: self.comment, scope: self.comment, until, reason: reason.to_owned() })
    }

    fn rule(&self, name: &str, names: &str, all: &[&'static Rule]) -> Result<&'static Rule, Box<Finding>> {
        if name.is_empty() {
            return Err(Box::new(
                self.malformed(names, "an allow comment needs the name of a rule")
                    .label("nothing is named here"),
            ));
        }
        let found = all.iter().find(|rule| rule.name == name);
        if let Some(rule) = found.filter(|rule| rule.group != Group::File) {
            return Ok(rule);
        }
        let finding = if found.is_some() {
            let finding = self.malformed(name, format!("`{name}` cannot be allowed"));
            finding
                .label("it is about the file itself")
                .help("mend what it points at, and remove the comment")
        } else {
            let finding = self.malformed(name, format!("there is no rule `{}`", crate::words::shown(name)));
            match nearest(name, all.iter().map(|rule| rule.name)) {
                Some(meant) => {
                    let safety = if meant.certain { Safety::Safe } else { Safety::Unsafe };
                    let edit = Edit { span: self.span_of(name), text: meant.name.to_owned() };
                    finding
                        .label(format!("did you mean `{}`?", meant.name))
                        .help(format!("write `allow({})`", meant.name))
                        .fix(format!("write `allow({})`", meant.name), safety, vec![edit])
                }
                None if name.contains([' ', ';']) => finding
                    .label("read as one name")
                    .help("put a comma between two names: `allow(no-goals, goal-unserved)`"),
                None => {
                    finding.label("the name of a rule belongs here").help("`stratplan rules` lists the names")
                }
            }
        };
        Err(Box::new(finding))
    }
}

/// The bytes that a comment covers.
fn scope(source: &Source, tree: &Tree, comment: Span, own_line: bool) -> Span {
    let Some(root) = tree.root() else { return Span::new(0, source.len()) };
    if own_line && comment.end <= tree.span(root).start {
        return Span::new(0, source.len());
    }
    let line = if own_line { next_line_with_text(source, comment.end) } else { source.line(comment.start) };
    let whole = source.line_span(line);
    entry_starting_in(source, tree, root, whole).unwrap_or(whole)
}

fn next_line_with_text(source: &Source, after: u32) -> usize {
    let mut line = source.line(after) + 1;
    while line <= source.line_count() {
        let text = source.slice(source.line_span(line)).trim_start();
        if !text.is_empty() && !text.starts_with('#') {
            break;
        }
        line += 1;
    }
    line
}

/// The outermost entry that begins on a line, with all that is nested in it.
fn entry_starting_in(source: &Source, tree: &Tree, root: NodeId, line: Span) -> Option<Span> {
    let mut here = root;
    loop {
        let children: Vec<(Span, NodeId)> = match tree.value(source, here) {
            Value::Mapping(entries) => {
                let whole = |(key, value)| (Span::new(tree.span(key).start, tree.span(value).end), value);
                entries.iter().map(whole).collect()
            }
            Value::Sequence(items) => items.iter().map(|item| (tree.span(*item), *item)).collect(),
            Value::Scalar(..) | Value::Damaged => return None,
        };
        let begins = |span: &Span| line.start <= span.start && span.start <= line.end;
        if let Some((span, _)) = children.iter().find(|(span, _)| begins(span)) {
            return Some(*span);
        }
        here = children.iter().find(|(span, _)| span.start < line.start && line.start < span.end)?.1;
    }
}
