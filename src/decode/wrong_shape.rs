//! A value of the wrong shape: a list where entries by id are expected, a text where keys are. What to
//! write instead is said with the author's own words.

use super::cursor::Cursor;
use super::cut_off;
use super::decisions;
use super::fits::is_how_often;
use super::format::{Record, Shape};
use super::ids::{is_id, short_id, slug};
use super::value::NOT_NOW;
use super::{entry_name, list_by_date, list_to_map, measured, moved, no_space, undashed};
use crate::finding::file::INVALID_VALUE;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::source::Span;
use crate::syntax::edit::{quote, quote_if_needed};
use crate::syntax::tree::{NodeId, Value};
use crate::words::placeholder::{reason, says_no};
use crate::words::shown;
use crate::words::spelling::spelled;

/// What to do if there is nothing to write.
const NOTHING: &str = "remove the key if there is nothing to write under it";

/// A list where keys are expected, keys where one value is expected, and the like.
pub(super) fn wrong_shape(cursor: Cursor<'_>) -> Finding {
    if cursor.key.is_none() && cursor.decoder.tree.root() == Some(cursor.node) {
        return not_a_strategy(cursor);
    }
    let (called, found) = (cursor.called(), cursor.found());
    let is_list = matches!(cursor.value(), Value::Sequence(_));
    // An underlined key says more than an underlined block.
    let span = cursor.span_of(cursor.key.unwrap_or(cursor.node));
    let at = |message: String| {
        INVALID_VALUE.at(span, format!("{called} {message}")).label(format!("holds {found}"))
    };
    let should = |expected: &str| at(format!("should {expected}, not {found}"));
    match cursor.shape.full() {
        Shape::ById(entry) if is_list => {
            let finding = at("is a list, and each of its entries needs an id".to_owned());
            let finding = finding.help(map_from_list(cursor, entry));
            match list_to_map::edits(cursor, entry) {
                Some(edits) => finding
                    .fix("write the list as entries with ids", Safety::Unsafe, edits)
                    .revealing(cursor.span()),
                None => finding,
            }
        }
        Shape::ById(entry) if entry.is_figure() => {
            should("name a KPI and its figure").help(map_from_value(cursor, entry))
        }
        Shape::ById(entry) => {
            let finding = should("hold entries with ids").help(map_from_value(cursor, entry));
            let text = moved::on_one_line(cursor, cursor.node);
            let text = text.filter(|_| !says_no(cursor.text(cursor.node)));
            let key = entry.record().and_then(|record| record.key_in_a_list(cursor.text(cursor.node)));
            let written = |text: String| match key {
                _ if entry.is_any_text() => Some(text),
                Some(key) if cursor.shape.is_list() => Some(format!("{{ {key}: {text} }}")),
                _ => None,
            };
            match text.and_then(written).zip(short_id(cursor.text(cursor.node))) {
                Some((text, id)) => {
                    let edit = Edit { span: cursor.span(), text: format!("{{ {id}: {text} }}") };
                    finding.fix("write it as an entry with an id", Safety::Unsafe, vec![edit])
                }
                None => finding,
            }
        }
        Shape::Text | Shape::Record(_)
            if is_list && cursor.shape.is_any_text() && texts_of(cursor).is_some() =>
        {
            let text = texts_of(cursor).unwrap_or_default().join(", ");
            let edit = Edit { span: cursor.span(), text: quote(&text) };
            let finding =
                should("be one text").help(format!("write it as one text: `{}`", shown(&quote(&text))));
            finding.fix("write it as one text", Safety::Unsafe, vec![edit])
        }
        Shape::Record(record) if is_list => {
            let how = if cursor.is_flow() {
                "use braces instead of brackets, with these keys"
            } else {
                "remove the dashes, and write these keys indented below it"
            };
            let finding = at("is a list, and should have nested keys".to_owned());
            let finding = finding.help(format!("{how}: {}", record.some()));
            match undashed::edits(cursor, record) {
                Some(edits) => {
                    finding.fix("remove the dashes", Safety::Unsafe, edits).revealing(cursor.span())
                }
                None => finding,
            }
        }
        Shape::Record(record) => no_space::in_text(cursor, record)
            .unwrap_or_else(|| with_keys(cursor, should("have nested keys"), record)),
        Shape::ByColumn => should("hold a value for each column")
            .help("write each value after its column: `{ Group: Social }`"),
        Shape::ByDate => {
            let finding = should("hold a value for each date");
            if let Some((first, edit)) = list_by_date::rewritten(cursor) {
                let title = "write each value after its date".to_owned();
                let fix = edit.map(|edit| {
                    let reveals = Some(edit.span);
                    Fix { title, safety: Safety::Unsafe, edits: vec![edit], reveals }
                });
                finding.help(format!("write each value after its date: `{}`", shown(&first))).fix_if(fix)
            } else {
                let value = match cursor.value() {
                    Value::Scalar(text, _) => shown(text),
                    _ => "…".to_owned(),
                };
                finding.help(format!("write each value after its date: `{{ 2027-01-31: {value} }}`"))
            }
        }
        Shape::Id if is_list && cursor.key.is_some_and(|key| cursor.text(key) == "owner") => {
            one_of_several(cursor, should("be one person"))
        }
        Shape::Id => should("be an id").help("write only the id, without nested keys"),
        Shape::Words(words) => should("be one word").help(format!("it can be: {}", words.join(", "))),
        _ => should("be one value")
            .help("write one value here; put a text with commas, colons or brackets in quotes"),
    }
}

/// The items of a list in brackets, if each is a text on one line.
fn texts_of(cursor: Cursor<'_>) -> Option<Vec<&str>> {
    let Value::Sequence(items) = cursor.value() else { return None };
    let text =
        |item: &NodeId| cursor.scalar_text(*item).filter(|text| !text.is_empty() && !text.contains('\n'));
    let texts: Option<Vec<&str>> = items.iter().map(text).collect();
    texts.filter(|texts| cursor.is_flow() && !texts.is_empty())
}

/// Several owners of one entry: the first can be the owner, and the others take part.
fn one_of_several(cursor: Cursor<'_>, finding: Finding) -> Finding {
    let answer = || {
        let texts = texts_of(cursor)?;
        let (first, others) = texts.split_first().filter(|(_, others)| !others.is_empty())?;
        let with = cursor.next_to(
            "with",
            &format!("[{}]", others.iter().copied().map(quote_if_needed).collect::<Vec<_>>().join(", ")),
        )?;
        Some((*first, others.join(", "), format!("{}{with}", quote_if_needed(first))))
    };
    match answer() {
        Some((first, others, text)) => finding
            .help(format!(
                "one person is accountable for it: write `owner: {}` if that is the one, and the others under `with:`: {}",
                shown(first),
                shown(&others)
            ))
            .fix("write the first as the owner, and the others under `with`", Safety::Unsafe, vec![Edit { span: cursor.span(), text }]),
        None => finding.help("one person is responsible for it: write one name, without brackets or dashes"),
    }
}

/// A file that is something else altogether.
fn not_a_strategy(cursor: Cursor<'_>) -> Finding {
    let line = cursor.decoder.source.line_span(cursor.decoder.source.line(cursor.span().start));
    let span = Span::new(cursor.span().start, line.end.min(cursor.span().end));
    let (what, help) = if matches!(cursor.value(), Value::Sequence(_)) {
        let help = "remove the dashes: a strategy starts with `stratplan: 1` and `strategy:`, each at the start of a line";
        ("a list", help)
    } else {
        let help = "start with `stratplan: 1`, and put the text in its sections; `stratplan init` writes a first draft for you to fill in";
        ("a text", help)
    };
    INVALID_VALUE
        .at(span, format!("this file is {what}, and a strategy is made of sections"))
        .label(format!("{what} starts here"))
        .help(help)
}

/// A key that is a list or a mapping.
pub(super) fn not_a_key(cursor: Cursor<'_>) -> Finding {
    INVALID_VALUE
        .at(cursor.span(), format!("a key should be one word, not {}", cursor.found()))
        .label("not one word")
        .help("write a word and a colon; put a text that starts with a bracket in quotes")
}

/// Offers to write one value under the key that it most likely belongs to.
fn with_keys(cursor: Cursor<'_>, finding: Finding, record: &Record) -> Finding {
    match (record.main, cursor.value()) {
        (_, Value::Scalar(text, _)) if record.has("not_now") && says_no(text) => {
            let finding = finding.help(NOT_NOW);
            // A word alone gives no reason.
            let reason = reason(text);
            if text.contains('\n') || !text.trim().contains(' ') || reason.is_empty() {
                return finding;
            }
            let instead = format!("{{ not_now: {} }}", in_braces(reason));
            let edit = Edit { span: cursor.span(), text: instead };
            finding.fix("write it under `not_now`", Safety::Unsafe, vec![edit])
        }
        (_, Value::Scalar(text, _)) if says_no(text) => finding.help(NOTHING),
        (Some(main), Value::Scalar(text, _))
            if record.has("within")
                && let Some((owner, within)) = text.split_once(" within ") =>
        {
            let owner = owner.trim_end_matches([',', ';', ' ']).trim_start();
            let (owner, within) = (in_braces(owner), in_braces(within.trim()));
            let instead = format!("{{ {main}: {owner}, within: {within} }}");
            rewritten(cursor, finding, instead)
        }
        (_, Value::Scalar(text, _))
            if record.name == "Kpi"
                && let Some(figures) = measured::figures_in(text) =>
        {
            let keys: Vec<String> =
                figures.into_iter().map(|(key, figure)| format!("{key}: {}", in_braces(figure))).collect();
            let instead = format!("{{ {} }}", keys.join(", "));
            rewritten(cursor, finding, instead)
        }
        (_, Value::Scalar(text, _)) if record.name == "Kpi" && is_number(text) => finding.help(format!(
            "write `{{ baseline: {0} }}` if that is the figure now, or `{{ target: {0} }}` if it is the one to reach",
            in_braces(text)
        )),
        (_, Value::Scalar(text, _)) if record.has("accounts") && is_how_often(cursor) => {
            let text = in_braces(text);
            let help = format!(
                "write why it is used: `{{ because: … }}`; how often is the `cadence: {text}` of an activity that uses it"
            );
            let edit = Edit { span: cursor.span(), text: format!("{{ notes: {text} }}") };
            finding.help(help).fix("keep it under `notes`", Safety::Unsafe, vec![edit])
        }
        (Some(_), Value::Scalar(text, _))
            if record.name == "Person"
                && let Some(id) = cursor.own_key()
                && entry_name::is_role(id, text) =>
        {
            // What is more than an id stays the name.
            let name = if is_id(id) { String::new() } else { format!("name: {}, ", in_braces(id)) };
            let instead = format!("{{ {name}role: {} }}", in_braces(text));
            let edit = Edit { span: cursor.span(), text: instead.clone() };
            finding.help(format!("write `{}`; its keys are: {}", shown(&instead), record.some())).fix(
                "write it under `role`",
                Safety::Unsafe,
                vec![edit],
            )
        }
        (Some(main), Value::Scalar(text, _)) if !text.contains('\n') => {
            let key = record.key_for(text).unwrap_or(main);
            let is_text = record.key(key).is_some_and(|key| matches!(key.shape, Shape::Text));
            let entire = cut_off::entire(cursor).filter(|_| is_text).map(|(entire, _)| entire);
            let text = entire.map_or(text, |entire| cursor.decoder.source.slice(entire));
            // `because our dealers like it` says its key already.
            let said = text.strip_prefix(key).and_then(|rest| rest.strip_prefix(' ')).unwrap_or(text);
            let day = cursor.key.map_or("", |key| cursor.text(key));
            let is_made = decisions::is_decision(record)
                && (decisions::is_made(cursor, text) || decisions::is_made_on(cursor, day, text));
            let status = if is_made { ", status: made" } else { "" };
            let instead = format!("{{ {key}: {}{status} }}", in_braces(said.trim()));
            finding.help(format!("write `{}`; its keys are: {}", shown(&instead), record.some())).fix(
                format!("write it under `{key}`"),
                Safety::Unsafe,
                vec![Edit { span: entire.unwrap_or(cursor.span()), text: instead }],
            )
        }
        _ if cursor.in_flow => finding.help(format!("write its keys in braces: {}", record.some())),
        _ => finding.help(format!("write its keys indented below it: {}", record.some())),
    }
}

/// Offers to write this in place of the value.
fn rewritten(cursor: Cursor<'_>, finding: Finding, instead: String) -> Finding {
    let write = format!("write `{}`", shown(&instead));
    let edit = Edit { span: cursor.span(), text: instead };
    finding.help(write.clone()).fix(write, Safety::Unsafe, vec![edit]).revealing(cursor.span())
}

/// One value where entries by id are expected, as an entry.
fn map_from_value(cursor: Cursor<'_>, entry: &Shape) -> String {
    let Value::Scalar(text, _) = cursor.value() else {
        return "write each entry on its own line, after an id and a colon".to_owned();
    };
    if says_no(text) {
        return NOTHING.to_owned();
    }
    if entry.is_figure() {
        let kpi = only_kpi(cursor).unwrap_or("…");
        return format!("write the KPI's id and its figure: `{{ {kpi}: {} }}`", shown(text));
    }
    let id = short_id(text).unwrap_or_else(|| "…".to_owned());
    let says_more = slug(text) != text && entry.words().is_none();
    let one = written(entry, &id, says_more.then_some(text));
    let how = if cursor.in_flow { "in braces" } else { "on its own line" };
    format!("write each entry {how}, after an id: `{}`{}", braced(one, cursor.in_flow), meaning(entry))
}

/// How a list becomes entries by id, shown on its first entry if that suggests an id.
fn map_from_list(cursor: Cursor<'_>, entry: &Shape) -> String {
    let (away, each, without_name) = if cursor.is_flow() {
        (
            "use braces instead of brackets",
            "use braces instead of brackets, and an id for each entry",
            "use braces instead of brackets, and an id with a colon before each entry",
        )
    } else {
        (
            "remove the dashes",
            "give each entry an id instead of its dash",
            "give each entry its own id instead of a dash, with its keys indented below",
        )
    };
    first_entry(cursor, entry, away, each).unwrap_or_else(|| without_name.to_owned())
}

fn first_entry(cursor: Cursor<'_>, entry: &Shape, away: &str, each: &str) -> Option<String> {
    let brackets = cursor.is_flow();
    let Value::Sequence([first, ..]) = cursor.value() else { return None };
    let entries = match cursor.value_of(*first) {
        Value::Mapping(entries) => entries,
        Value::Scalar(text, _) => {
            let id = short_id(text)?;
            if slug(text) == text || entry.words().is_some() {
                let one = braced(written(entry, &id, None), brackets);
                return Some(format!("{away}, and say what each is: `{one}`{}", meaning(entry)));
            }
            let one = written(entry, &id, Some(text));
            return Some(if brackets {
                format!("{each}: `{{ {one} }}`")
            } else {
                format!("{each}: `{}` becomes `{one}`", shown(text))
            });
        }
        Value::Sequence(_) | Value::Damaged => return None,
    };
    let (first, value) = entries.get(0)?;
    let is_own_id = entry_name::is_own_id(cursor, entry, cursor.text(first));
    let is_alone = entries.len() == 1 || cursor.span_of(value).is_empty();
    let named = entry_name::name(cursor, entry, entries).filter(|_| !(is_own_id && is_alone));
    if named.is_none() && is_own_id {
        let id = short_id(cursor.text(first)).unwrap_or_else(|| "…".to_owned());
        return Some(match cursor.value_of(value) {
            Value::Scalar(text, _) if !text.is_empty() && entries.len() == 1 => {
                let one = braced(written(entry, &id, Some(text)), brackets);
                format!("{away}: `{one}`{}", meaning(entry))
            }
            _ if brackets => format!("{away}: `{{ {id}: … }}`"),
            _ => format!("{away}: `{id}:`, with its keys indented below"),
        });
    }
    let texts =
        || entries.iter().find_map(|(key, value)| Some((cursor.text(key), cursor.scalar_text(value)?)));
    let (key, name) = named.map(|name| (cursor.text(name.key), name.text)).or_else(texts)?;
    let (id, name) = (short_id(name)?, shown(name));
    Some(if brackets {
        format!("{each}: `{{ {id}: {{ {key}: {} }} }}`", in_braces(&name))
    } else {
        format!("{each}: `- {key}: {name}` becomes `{id}:`, with its keys indented below")
    })
}

/// An entry of a map: `rain: { statement: It rains }`.
fn written(entry: &Shape, id: &str, text: Option<&str>) -> String {
    let key = entry.record().and_then(|record| text.map_or(record.main, |text| record.key_in_a_list(text)));
    let text = text.map_or_else(|| "…".to_owned(), |text| in_braces(&shown(text)));
    match (entry, key) {
        (Shape::Record(record), Some(_)) if record.name == "Kpi" && is_number(&text) => {
            format!("{id}: {{ baseline: {text} }}")
        }
        (Shape::Record(_), Some(key)) => format!("{id}: {{ {key}: {text} }}"),
        (Shape::Record(_), None) => format!("{id}: …"),
        _ => format!("{id}: {text}"),
    }
}

/// True for a figure alone.
fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && spelled(text).is_some()
}

/// What the dots after an id mean.
fn meaning(entry: &Shape) -> String {
    let Some(words) = entry.words() else { return String::new() };
    format!(", with one of these words after it: {}", words.join(", "))
}

fn braced(entry: String, in_flow: bool) -> String {
    if in_flow { format!("{{ {entry} }}") } else { entry }
}

/// A text as a value inside braces.
pub(super) fn in_braces(text: &str) -> String {
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '…'));
    if is_plain { text.to_owned() } else { quote(text) }
}

/// The only KPI of the record that this is in.
fn only_kpi(cursor: Cursor<'_>) -> Option<&str> {
    let Value::Mapping(entries) = cursor.value_of(cursor.parent?) else { return None };
    let (_, kpis) = entries.iter().find(|(key, _)| cursor.text(*key) == "kpis")?;
    let kpi = if let Value::Sequence([one]) = cursor.value_of(kpis) { *one } else { kpis };
    cursor.scalar_text(kpi).filter(|id| is_id(id))
}
