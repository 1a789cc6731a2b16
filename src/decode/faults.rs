//! What can be wrong with keys and values, in the user's words.
//!
//! A value of the wrong shape, such as a list where entries by id are expected, is told in
//! [`shapes`](super::shapes).

use super::fault::{Arrived, Fault};
use super::here::{Here, Shape};
use super::synonyms;
use crate::finding::{Edit, Finding, Safety};
use crate::source::Span;
use crate::syntax::edit::quote;
use crate::syntax::tree::{NodeId, Value};
use crate::words::nearest::{Nearest, nearest};
use crate::words::shown;

use super::instead::{NOT_NOW, is_id, says_no, slug};
use crate::finding::file::{DUPLICATE_KEY, INVALID_VALUE};

impl<'a> Here<'a> {
    pub(super) fn scalar_text(self, node: NodeId) -> Option<&'a str> {
        match self.reading.tree.value(self.reading.source, node) {
            Value::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// What the value is called in a message: its key, or for an item of a list just that.
    pub(super) fn called(self) -> String {
        match (self.key, self.within) {
            // A date is the key of a figure, not its name.
            (Some(key), _) if self.text(key).starts_with(|c: char| c.is_ascii_digit()) => {
                format!("the value for `{}`", shown(self.text(key)))
            }
            (Some(key), _) => format!("`{}`", shown(self.text(key))),
            (None, Some(within)) => format!("an entry of `{}`", shown(self.text(within))),
            (None, None) => "this".to_owned(),
        }
    }

    /// What stands there, in words.
    pub(super) fn found(self) -> String {
        match self.value() {
            Value::Scalar(text, _) => format!("`{}`", shown(text)),
            Value::Sequence(_) => "a list".to_owned(),
            Value::Mapping(_) => "keys of its own".to_owned(),
            Value::Damaged => "something unreadable".to_owned(),
        }
    }
}

/// What a fault for a word outside a closed list says it expected.
const WORD: &str = "one of the words that it can be";

/// A fault for a word outside a closed list.
pub(super) fn not_among(written: &str, legal: &'static [&'static str]) -> Fault {
    let all = format!("it can be: {}", legal.join(", "));
    let spelled = nearest(written, legal.iter().copied());
    if let Some(Nearest { name, certain: true }) = spelled {
        return Fault::new(WORD, all).instead(name);
    }
    match synonyms::value(written, legal).or(spelled.map(|meant| meant.name)) {
        Some(name) => Fault::new(WORD, format!("did you mean `{name}`? If not, {all}")).perhaps(name),
        None => Fault::new(WORD, format!("write one of: {}", legal.join(", "))),
    }
}

pub(super) fn not_yes_or_no(text: &str) -> Fault {
    let fault = Fault::new("true or false", "write true or false");
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" => fault.instead("true"),
        "no" | "n" | "off" => fault.instead("false"),
        _ => fault,
    }
}

/// A value that is not what its key expects.
pub(super) fn invalid_value(here: Here<'_>, text: &str) -> Finding {
    let fault = Arrived::read(text);
    let is_word = fault.expected == WORD;
    let named = here.key.is_some() || here.within.is_some();
    let message = match (here.key, here.within) {
        (None, Some(within)) if is_word => {
            format!("`{}` cannot be {}", shown(here.text(within)), here.found())
        }
        _ if is_word && named => format!("{} cannot be {}", here.called(), here.found()),
        (None, _) => format!("{} is not {}", here.found(), fault.expected),
        _ => format!("{} should be {}, not {}", here.called(), fault.expected, here.found()),
    };
    let finding = INVALID_VALUE.at(here.span(), message);
    let label = match fault.instead {
        Some(instead) if is_word => format!("did you mean `{instead}`?"),
        _ if is_word => "not one of its words".to_owned(),
        _ => format!("not {}", fault.expected),
    };
    if here.scalar_text(here.node).is_some_and(says_no) && may_be_left_out(here) {
        return finding.label(label).help(NOT_NOW);
    }
    let Some(instead) = fault.instead else {
        let finding = finding.label(label).help(fault.help);
        let Some(perhaps) = fault.perhaps else { return finding };
        let edit = Edit { span: here.span(), text: perhaps.to_owned() };
        return finding.fix(format!("write `{perhaps}`"), Safety::Unsafe, vec![edit]);
    };
    let help =
        if is_word { format!("write `{instead}`; {}", fault.help) } else { format!("write `{instead}`") };
    let edit = Edit { span: here.span(), text: instead.to_owned() };
    finding.label(label).help(help).fix(format!("write `{instead}`"), Safety::Safe, vec![edit])
}

/// True where the record that stands under this key may say `not_now`.
fn may_be_left_out(here: Here<'_>) -> bool {
    let schema = here.reading.schema.as_value();
    let Some(key) = here.key.map(|key| here.text(key)) else { return false };
    let records = schema.get("$defs").and_then(|all| all.as_object());
    let ways = records
        .into_iter()
        .flat_map(|all| all.values())
        .filter_map(|record| record.get("properties")?.get(key)?.get("anyOf")?.as_array());
    ways.flatten().filter_map(|way| way.get("$ref")?.as_str()).any(|name| {
        let record = schema.pointer(name.trim_start_matches('#'));
        record.is_some_and(|record| record.pointer("/properties/not_now").is_some())
    })
}

/// A key without a value, or with an empty text.
pub(super) fn nothing_here(here: Here<'_>, expected: Shape) -> Finding {
    let source = here.reading.source;
    let written = here.span();
    let line = source.line_span(source.line(written.start));
    let after = Span::new(written.end, line.end);
    let comment = source.slice(after).trim_start();
    let Some(key) = here.key else {
        return INVALID_VALUE
            .at(written, format!("{} is empty", here.called()))
            .label("nothing stands here")
            .help("write a value, or remove the empty entry");
    };
    let (what, help) = match expected {
        Shape::ById | Shape::ByDate => {
            ("is empty", "write its entries on the lines below it, or remove the key")
        }
        Shape::Record(_) => ("is empty", "write what belongs to it, or remove the key"),
        Shape::One | Shape::Id | Shape::Word(_) => {
            ("has no value", "write a value after the colon, or remove the key")
        }
    };
    let finding = INVALID_VALUE
        .at(here.reading.tree.span(key), format!("{} {what}", here.called()))
        .label("nothing is written for this");
    let hashtag =
        written.is_empty() && comment.starts_with('#') && !comment.starts_with("# ") && comment != "#";
    if hashtag {
        let text = quote(comment.trim_end());
        return finding
            .note("a `#` after a space begins a comment, so the text from there on is not read")
            .help(format!("put the text in quotes: {}", shown(&text)))
            .fix(
                "put the text in quotes",
                Safety::Unsafe,
                vec![Edit { span: after, text: format!(" {text}") }],
            );
    }
    finding.help(help)
}

/// A text of which YAML took the first word for a tag or an anchor.
pub(super) fn swallowed(here: Here<'_>) -> Finding {
    let source = here.reading.source;
    let word = here.reading.tree.swallowed(here.node).unwrap_or(here.span());
    let whole = Span::new(word.start, here.span().end.max(word.end));
    let (sign, text) = (source.slice(word), source.slice(whole));
    let meaning = if sign.starts_with('!') { "names a type" } else { "names a place in the file" };
    let finding = INVALID_VALUE
        .at(word, format!("the text begins with `{}`, which YAML does not read as text", shown(sign)))
        .label(format!("at the start of a text, this {meaning}"));
    if text.contains('\n') || text.ends_with(['\'', '"']) {
        return finding.help("put the whole text in quotes, or take the sign away");
    }
    // Nothing in a strategy has a type of its own, so a `!` is meant as it stands. A name for a place
    // may still be waiting for whoever is to refer to it.
    let is_meant = sign.starts_with('!') && sign.chars().nth(1).is_some_and(char::is_alphabetic);
    let safety = if is_meant && !here.in_flow { Safety::Safe } else { Safety::Unsafe };
    finding.help(format!("put the text in quotes: {}", shown(&quote(text)))).fix(
        "put the text in quotes",
        safety,
        vec![Edit { span: whole, text: quote(text) }],
    )
}

/// A key that a mapping has more than once.
pub(super) fn duplicate_key(text: &str, first: Span, again: &[Span], is_id: bool) -> Finding {
    let times = match again.len() {
        1 => "twice".to_owned(),
        more => format!("{} times", more + 1),
    };
    let message = format!("`{}` stands here {times}", shown(text));
    let (second, others) = again.split_first().map_or((first, again), |(second, others)| (*second, others));
    let mut finding = DUPLICATE_KEY.at(second, message).label("again here").also(first, "first here");
    for other in others {
        finding = finding.also(*other, "and here");
    }
    let help = if is_id {
        format!("keep one of them, or give each an id of its own: `{0}`, `{0}-2`", shown(text))
    } else if text.starts_with(|c: char| c.is_ascii_digit()) {
        "keep the one that is right, and remove the rest".to_owned()
    } else {
        format!("put all of it under one `{}:`, and remove the rest", shown(text))
    };
    finding
        .note("where they differ none of them is read, because nobody can tell which one is meant")
        .help(help)
}

/// Reports an id that is none, where the author declares it.
pub(super) fn check_id(here: Here<'_>, key: NodeId) {
    let Some(text) = here.scalar_text(key) else { return };
    // One that is empty or cut off is told when it is read.
    let is_told = text.trim().is_empty() || here.reading.tree.swallowed(key).is_some();
    if is_told || is_id(text) {
        return;
    }
    let span = here.reading.tree.span(key);
    let finding = INVALID_VALUE
        .at(span, format!("`{}` is not an id", shown(text)))
        .label("ids are lower-case letters, digits and hyphens");
    let id = slug(text);
    here.reading.report(if id.is_empty() {
        finding.help("choose a short id such as `spring-launch`")
    } else {
        finding.help(format!("write `{id}` here and wherever it is used")).fix(
            format!("write `{id}`"),
            Safety::Unsafe,
            vec![Edit { span, text: id }],
        )
    });
}

/// A few lines of nested aliases can stand for billions of values.
pub(super) fn too_many_aliases(here: Here<'_>) -> Finding {
    INVALID_VALUE
        .at(here.span(), "the aliases of this file stand for more values than a strategy can have")
        .label("reading aliases stops here".to_owned())
        .note("an alias (`*name`) repeats everything its anchor (`&name`) holds, aliases included".to_owned())
        .help("write the values out instead of repeating them by alias".to_owned())
}
