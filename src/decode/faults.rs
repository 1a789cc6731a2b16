//! What can be wrong with keys and values, in the user's words.

use super::deserializer::Here;
use super::fault::{Arrived, Fault};
use crate::finding::{Edit, Finding, Safety};
use crate::nearest::{Nearest, nearest};
use crate::source::Span;
use crate::syntax::edit::quote;
use crate::syntax::tree::{Entries, NodeId, Value};

use super::rules::{DUPLICATE_KEY, INVALID_VALUE, UNKNOWN_KEY};

/// How much of a text is quoted in a message.
const SHOWN: usize = 60;

/// A text as it is quoted in a message: one line, and not too much of it.
pub fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default()),
        None if line.len() < text.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

impl<'a> Here<'a> {
    pub(super) fn scalar_text(self, node: NodeId) -> Option<&'a str> {
        match self.reading.tree.value(self.reading.source, node) {
            Value::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// What the value is called in a message: its key, or for an item of a list just that.
    fn called(self) -> String {
        match self.key {
            Some(key) => format!("`{}`", shown(self.text(key))),
            None => "this".to_owned(),
        }
    }

    /// What stands there, in words.
    fn found(self) -> String {
        match self.value() {
            Value::Scalar(text, _) => format!("`{}`", shown(text)),
            Value::Sequence(_) => "a list".to_owned(),
            Value::Mapping(_) => "keys of its own".to_owned(),
            Value::Damaged => "something unreadable".to_owned(),
        }
    }
}

/// A fault for a value outside a closed list.
pub(super) fn not_among(written: &str, legal: &'static [&'static str]) -> Fault {
    let fault = Fault::new("one of the words it can be", format!("write one of: {}", legal.join(", ")));
    match nearest(written, legal.iter().copied()) {
        Some(Nearest { name, certain: true }) => fault.instead(name),
        Some(Nearest { name, .. }) => {
            Fault { help: format!("did you mean `{name}`? It can be: {}", legal.join(", ")), ..fault }
        }
        None => fault,
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
    let message = format!("{} should be {}, not {}", here.called(), fault.expected, here.found());
    let finding = INVALID_VALUE.at(here.span(), message).label(format!("not {}", fault.expected));
    match fault.instead {
        Some(instead) => finding.help(format!("write `{instead}`; {}", fault.help)).fix(
            format!("replace it with `{instead}`"),
            Safety::Safe,
            vec![Edit { span: here.span(), text: instead.to_owned() }],
        ),
        None => finding.help(fault.help),
    }
}

/// A list where keys are expected, keys where one value is expected, and the like.
pub(super) fn wrong_shape(here: Here<'_>, expected: &'static str) -> Finding {
    let found = here.found();
    let (message, help) = match (expected, here.value()) {
        ("a map of ids", Value::Sequence(_)) => (
            format!("{} is a list, and it should be a map with an id for each entry", here.called()),
            "give each entry an id of its own instead of a dash: `- name: Spring launch` becomes \
             `spring-launch:` with its keys indented below"
                .to_owned(),
        ),
        ("a map of ids", _) => (
            format!("{} should hold entries by id, not {found}", here.called()),
            "write an id and a colon for each entry on a line of its own, with its keys indented below"
                .to_owned(),
        ),
        ("a record", Value::Sequence(_)) => (
            format!("{} is a list, and it should have keys of its own", here.called()),
            "remove the dashes, and indent the keys below it".to_owned(),
        ),
        ("a record", _) => (
            format!("{} should have keys of its own, not {found}", here.called()),
            "write its keys indented below it, or in braces: `{ key: value }`".to_owned(),
        ),
        ("values by date", _) => (
            format!("{} should hold a value for each date, not {found}", here.called()),
            "write them as `{ 2027-01-31: 9800, 2027-02-28: 11200 }`".to_owned(),
        ),
        ("an id", _) => (
            format!("{} should be an id, not {found}", here.called()),
            "write the id alone, such as `spring-launch`".to_owned(),
        ),
        _ => (
            format!("{} should be {expected}, not {found}", here.called()),
            "write one value here; to say several things, put the text in quotes".to_owned(),
        ),
    };
    // A whole block underlined says less than its key.
    let span = here.key.map_or(here.span(), |key| here.reading.tree.span(key));
    INVALID_VALUE.at(span, message).label(format!("holds {found}")).help(help)
}

/// A key without a value, or with an empty text.
pub(super) fn nothing_here(here: Here<'_>) -> Finding {
    let line = here.reading.source.line(here.span().start);
    let rest_of_line = here.reading.source.slice(here.reading.source.line_span(line));
    let after = rest_of_line.split_once(": #").map(|(_, comment)| comment);
    let span = here.key.map_or(here.span(), |key| here.reading.tree.span(key));
    let finding = INVALID_VALUE
        .at(span, format!("{} has no value", here.called()))
        .label("nothing stands after this".to_owned());
    match after {
        Some(comment) if !comment.starts_with(' ') => finding
            .note("a `#` after a blank begins a comment, so the text after it is not read".to_owned())
            .help(format!("put the text in quotes: `{}`", quote(&format!("#{}", comment.trim_end())))),
        _ => finding.help("write a value after the colon, or remove the line".to_owned()),
    }
}

/// A key that the format does not have.
pub(super) fn unknown_key(
    here: Here<'_>,
    key: NodeId,
    record: &str,
    meant: Option<Nearest<'_>>,
    fields: &[&str],
) -> Finding {
    let span = here.reading.tree.span(key);
    let Some(text) = here.scalar_text(key) else {
        return UNKNOWN_KEY
            .at(span, format!("this is not a key of {}", with_article(record)))
            .help("write a key as one word followed by a colon".to_owned());
    };
    let finding = UNKNOWN_KEY.at(span, format!("`{}` is not a key of {}", shown(text), with_article(record)));
    match meant {
        Some(Nearest { name, certain }) => {
            finding.label(format!("did you mean `{name}`?")).help(format!("write `{name}`")).fix(
                format!("rename the key to `{name}`"),
                if certain { Safety::Safe } else { Safety::Unsafe },
                vec![Edit { span, text: name.to_owned() }],
            )
        }
        None if text == "<<" => finding
            .label("merge keys are not read".to_owned())
            .help("write the keys out in each place".to_owned()),
        None => finding
            .label("not read".to_owned())
            .help(format!("remove it, or use one of: {}", fields.join(", "))),
    }
}

/// `GoalKind` → `a goal kind`.
fn with_article(record: &str) -> String {
    let mut words = String::new();
    for c in record.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    match words.as_str() {
        "kpi" => "a KPI".to_owned(),
        "strategy file" => "the strategy file".to_owned(),
        _ if words.ends_with('s') || words == "marketing strategy" => {
            format!("`{}`", words.replace(' ', "_"))
        }
        _ if words.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {words}"),
        _ => format!("a {words}"),
    }
}

/// A value whose commas ended it, as YAML has it in braces.
pub(super) fn comma_split(
    here: Here<'_>,
    key: NodeId,
    value: NodeId,
    pieces: &[(NodeId, NodeId)],
) -> Finding {
    let tree = here.reading.tree;
    let end = pieces.last().map_or(tree.span(value).end, |(piece, _)| tree.span(*piece).end);
    let whole = Span::new(tree.span(value).start, end);
    let text = here.reading.source.slice(whole).to_owned();
    let groups_of_three = pieces.iter().all(|(piece, _)| {
        let digits = here.text(*piece);
        digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    let is_number = here.text(value).bytes().all(|byte| byte.is_ascii_digit()) && groups_of_three;
    let (instead, what, help) = if is_number {
        let number = text.replace([',', ' '], "");
        (number.clone(), "number", format!("write `{number}`"))
    } else {
        (quote(&text), "text", format!("put it in quotes: `{}`", quote(&text)))
    };
    let rest = pieces.first().map_or(whole, |(piece, _)| Span::new(tree.span(*piece).start, end));
    UNKNOWN_KEY
        .at(rest, format!("a comma ended the {what} of `{}`", shown(here.text(key))))
        .label("read as a key without a value".to_owned())
        .also(tree.span(value), "the value as it was read".to_owned())
        .note("between braces, a comma separates one key from the next".to_owned())
        .help(help)
        .fix(format!("write `{instead}`"), Safety::Safe, vec![Edit { span: whole, text: instead }])
}

/// True where a mapping has a key twice, or one that is no plain word. Most mappings are small, and
/// nothing is allocated for them.
pub(super) fn has_duplicates<'a>(here: Here<'a>, entries: Entries<'a>) -> bool {
    const SMALL: usize = 12;
    let keys = || entries.iter().map(|(key, _)| here.scalar_text(key));
    if keys().any(|key| key.is_none()) {
        return true;
    }
    if entries.len() <= SMALL {
        return keys().enumerate().any(|(index, key)| keys().take(index).any(|earlier| earlier == key));
    }
    let mut met = std::collections::HashSet::with_capacity(entries.len());
    keys().any(|key| !met.insert(key))
}

/// Reports keys that a mapping has twice, and hands back the first of each. A key that is not a
/// plain word is reported and left out, too.
pub(super) fn without_duplicates<'a>(here: Here<'a>, entries: Entries<'a>) -> Vec<(NodeId, NodeId)> {
    let mut first = std::collections::HashMap::with_capacity(entries.len());
    let mut kept = Vec::with_capacity(entries.len());
    for (key, value) in entries.iter() {
        let span = here.reading.tree.span(key);
        let Some(text) = here.scalar_text(key) else {
            if !matches!(here.at(key, None).value(), Value::Damaged) {
                here.reading.report(wrong_shape(here.at(key, None), "an id"));
            }
            continue;
        };
        if let Some(earlier) = first.get(text) {
            here.reading.report(
                DUPLICATE_KEY
                    .at(span, format!("`{}` stands here twice", shown(text)))
                    .label("again here: this one is not read".to_owned())
                    .also(*earlier, "first here".to_owned())
                    .help("keep one of the two: put what belongs together under one key".to_owned()),
            );
        } else {
            first.insert(text, span);
            kept.push((key, value));
        }
    }
    kept
}

/// Reports keys that are not ids.
pub(super) fn check_ids(here: Here<'_>, entries: Entries<'_>) {
    for (key, _) in entries.iter() {
        let Some(text) = here.scalar_text(key) else { continue };
        let legal = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !text.is_empty() && text.bytes().all(legal) {
            continue;
        }
        let span = here.reading.tree.span(key);
        let finding = INVALID_VALUE
            .at(span, format!("`{}` is not an id", shown(text)))
            .label("ids are lower-case letters, digits and hyphens".to_owned());
        let id = slug(text);
        here.reading.report(if id.is_empty() {
            finding.help("choose a short id such as `spring-launch`".to_owned())
        } else {
            finding
                .help(format!("write `{id}` here and wherever it is used; a `name:` can say it in full"))
                .fix(format!("write `{id}`"), Safety::Unsafe, vec![Edit { span, text: id }])
        });
    }
}

/// The id that a name would have: `Parts Leads` → `parts-leads`.
fn slug(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

/// A few lines of nested aliases can stand for billions of values.
pub(super) fn too_many_aliases(here: Here<'_>) -> Finding {
    INVALID_VALUE
        .at(here.span(), "the aliases of this file stand for more values than a strategy can have")
        .label("reading aliases stops here".to_owned())
        .note("an alias (`*name`) repeats everything its anchor (`&name`) holds, aliases included".to_owned())
        .help("write the values out instead of repeating them by alias".to_owned())
}
