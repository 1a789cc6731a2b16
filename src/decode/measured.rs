//! Figures that an entry gives itself and that are those of a KPI: the key results of a goal, the target of an
//! activity; and the goal that a KPI names, where a goal names its KPIs.

use super::cursor::Cursor;
use super::fits::can_be_figure;
use super::format::Record;
use super::ids::{is_id, short_id};
use super::moved::on_one_line;
use super::statuses::Said;
use super::wrong_shape::in_braces;
use crate::finding::{Edit, Fix};
use crate::source::Span;
use crate::syntax::tree::{NodeId, Value};
use crate::words::months::{is_month, is_year};
use crate::words::{is_in, words};

const RESULTS: &str = "key_results key-results keyresults krs key_result";
const GOALS: &str = "goals goal objectives objective serves supports";

/// What to say of such a key.
pub(super) fn by_a_kpi(cursor: Cursor<'_>, record: &Record, (key, value): (NodeId, NodeId)) -> Option<Said> {
    let own = cursor.text(key).to_lowercase().replace(' ', "_");
    if record.name == "Kpi" && is_in(GOALS, &own) {
        let (help, fix) = of_a_goal(cursor, (key, value))?;
        return Some(Said { label: "a goal names its KPIs", help, fix });
    }
    if !record.has("kpis") {
        return None;
    }
    let (help, fix) = match own.as_str() {
        // `target: young parents` names whom it is for.
        "target" if cursor.scalar_text(value).is_some_and(|text| !can_be_figure(text)) => return None,
        "target" => (
            "write it as the `target:` of a KPI under `kpis:`, and name that KPI here: `kpis: …`",
            target(cursor, (key, value)),
        ),
        _ if is_in(RESULTS, &own) => (
            "write each as a KPI under `kpis:`, with its `baseline:` and `target:`, and name them here: `kpis: […]`",
            key_results(cursor, (key, value)),
        ),
        _ => return None,
    };
    Some(Said { label: "a KPI says this", help: help.to_owned(), fix })
}

/// The figures of a KPI that are written in place of it: `340 → 1200 by June 2027`, `from 31 to 76`. Each is read
/// under its key.
pub(super) fn figures_in(text: &str) -> Option<Vec<(&'static str, &str)>> {
    let text = text.trim();
    if let Some((baseline, target)) = both_in(text) {
        return Some(vec![("baseline", baseline), ("target", target)]);
    }
    let (figure, day) = text.split_once(" by ")?;
    let is_target = is_figure(figure) && figure.split_whitespace().count() <= MOST_WORDS && !day.is_empty();
    is_target.then(|| vec![("target", text)])
}

/// The longest figure, in words.
const MOST_WORDS: usize = 3;

fn is_figure(part: &str) -> bool {
    let digits = part.trim_start_matches(['~', '-', '+', '<', '>', '€', '$', '£', ' ']);
    // `1 March` and `2027-03-01` are days.
    let own = part.split(" by ").next().unwrap_or_default();
    let is_day = || words(own).iter().any(|word| is_month(word)) || own.split(['-', '/']).count() > 2;
    digits.starts_with(|c: char| c.is_ascii_digit()) && !is_day()
}

/// The baseline and the target in one text: `340 → 1200`, `from 31 to 76`.
pub(crate) fn both_in(text: &str) -> Option<(&str, &str)> {
    let arrow = || ["→", "->", "=>"].into_iter().find_map(|arrow| text.split_once(arrow));
    let both = text.strip_prefix("from ").and_then(|rest| rest.split_once(" to ")).or_else(arrow);
    let (baseline, target) = both.map(|(baseline, target)| (baseline.trim(), target.trim()))?;
    let is_short = baseline.split_whitespace().count() <= MOST_WORDS && !target.contains(['→', '>']);
    let are_years = is_year(baseline) && is_year(target);
    (is_short && !are_years && is_figure(baseline) && is_figure(target)).then_some((baseline, target))
}

/// A KPI that is to be written: its id and its keys in braces.
type New = (String, String);

/// Writes KPIs under `kpis:`, and names them here in place of a key.
fn instead(cursor: Cursor<'_>, (key, value): (NodeId, NodeId), all: &[New]) -> Option<Fix> {
    let Value::Mapping(entries) = cursor.value() else { return None };
    let named = entries.iter().find(|(key, _)| cursor.text(*key) == "kpis").map(|(_, value)| value);
    if all.is_empty() || cursor.decoder.trial.get().is_some() {
        return None;
    }
    cursor.decoder.moves_left.set(cursor.decoder.moves_left.get().checked_sub(1)?);
    let ids: Vec<&str> = all.iter().map(|(id, _)| id.as_str()).collect();
    let list = if let [id] = ids.as_slice() { (*id).to_owned() } else { format!("[{}]", ids.join(", ")) };
    // A list in lines ends with its last line.
    let end = cursor.span_of(value).end;
    let written = cursor.decoder.source.slice(Span::new(cursor.span_of(key).start, end)).trim_end();
    let end = cursor.span_of(key).start + u32::try_from(written.len()).ok()?;
    let span = Span::new(cursor.span_of(key).start, end);
    // A comment between the lines would be lost.
    let has_comment = cursor.decoder.tree.comments().iter().any(|comment| span.contains(comment.span));
    let mut edits = match named {
        None => vec![Edit { span, text: format!("kpis: {list}") }],
        Some(node) => vec![added(cursor, node, &list)?, cursor.removing(key)?],
    };
    let written: Vec<String> = all.iter().map(|(_, keys)| format!("{{ {keys} }}")).collect();
    let mut each = ids.iter().copied().zip(written.iter().map(String::as_str));
    let (id, first) = each.next()?;
    let of_kpis = cursor.setting_all(&["kpis", id], first, &each.collect::<Vec<_>>())?;
    let reveals = of_kpis.last().map(|edit| edit.span);
    edits.extend(of_kpis);
    let title = format!(
        "write {} under `kpis:`, and name them here",
        crate::words::counted(all.len(), "KPI", "KPIs")
    );
    let fix = Fix::to_check(title, edits).filter(|_| !has_comment)?;
    Some(Fix { reveals, ..fix })
}

/// The edit that names more KPIs where some are named, or none yet.
fn added(cursor: Cursor<'_>, node: NodeId, list: &str) -> Option<Edit> {
    let span = cursor.span_of(node);
    let ids = list.trim_matches(['[', ']']);
    match cursor.value_of(node) {
        Value::Scalar("", _) if span.is_empty() => Some(Edit { span, text: format!(" {list}") }),
        Value::Sequence([_, ..]) if cursor.decoder.tree.is_flow(node) => {
            Some(Edit { span: Span::new(span.end - 1, span.end), text: format!(", {ids}]") })
        }
        Value::Scalar(text, _) if is_id(text) => Some(Edit { span, text: format!("[{text}, {ids}]") }),
        _ => None,
    }
}

/// An id that no KPI has.
fn fresh(cursor: Cursor<'_>, id: &str, all: &[New]) -> Option<String> {
    let is_free =
        |id: &String| cursor.find(&["kpis", id]).is_none() && all.iter().all(|(other, _)| other != id);
    std::iter::once(id.to_owned()).chain((2..100).map(|number| format!("{id}-{number}"))).find(is_free)
}

/// The fix that makes each key result of a goal a KPI.
fn key_results(cursor: Cursor<'_>, entry: (NodeId, NodeId)) -> Option<Fix> {
    let mut all: Vec<New> = Vec::new();
    let mut add = |id: &str, keys: String| {
        let id = fresh(cursor, id, &all)?;
        all.push((id, keys));
        Some(())
    };
    let text_of = |item| Some(format!("name: {}", on_one_line(cursor, item)?));
    // `demos: 120 → 180` says the name and the figures, `KR1: 240 demos` only what is to be reached.
    let named = |key, value| {
        let Some(figures) = figures_in(cursor.text(value)) else { return text_of(value) };
        let figures = figures.into_iter().map(|(key, figure)| format!("{key}: {}", in_braces(figure)));
        Some(format!("{}, {}", text_of(key)?, figures.collect::<Vec<_>>().join(", ")))
    };
    let in_full = |item| match cursor.value_of(item) {
        Value::Scalar(..) => text_of(item),
        Value::Mapping(keys) => {
            let each = keys
                .iter()
                .map(|(key, value)| Some(format!("{}: {}", cursor.text(key), on_one_line(cursor, value)?)));
            each.collect::<Option<Vec<String>>>().map(|keys| keys.join(", "))
        }
        Value::Sequence(_) | Value::Damaged => None,
    };
    match cursor.value_of(entry.1) {
        Value::Scalar(text, _) => add(&short_id(text)?, text_of(entry.1)?)?,
        Value::Sequence(items) => {
            for item in items {
                match cursor.value_of(*item) {
                    Value::Scalar(text, _) => add(&short_id(text)?, text_of(*item)?)?,
                    // `KR1: 240 demos`
                    Value::Mapping(keys) if keys.len() == 1 => {
                        let (key, value) = keys.get(0)?;
                        add(&short_id(cursor.text(key))?, named(key, value)?)?;
                    }
                    Value::Mapping(keys) => {
                        let titles = ["id", "name", "title", "kpi", "metric"];
                        let title = titles.into_iter().find_map(|name| {
                            keys.iter()
                                .find(|(key, _)| cursor.text(*key) == name)
                                .map(|(_, value)| cursor.text(value))
                        });
                        add(&short_id(title?)?, in_full(*item)?)?;
                    }
                    Value::Sequence(_) | Value::Damaged => return None,
                }
            }
        }
        Value::Mapping(entries) => {
            for (key, value) in entries.iter() {
                let keys =
                    if cursor.scalar_text(value).is_some() { named(key, value) } else { in_full(value) };
                add(&short_id(cursor.text(key))?, keys?)?;
            }
        }
        Value::Damaged => return None,
    }
    instead(cursor, entry, &all)
}

/// The fix that makes the target of an entry that of a KPI.
fn target(cursor: Cursor<'_>, entry: (NodeId, NodeId)) -> Option<Fix> {
    let path = cursor.path_of(cursor.node);
    let own = path.last()?;
    let id = fresh(cursor, &short_id(own)?, &[])?;
    let written = match cursor.value_of(entry.1) {
        Value::Scalar(..) => on_one_line(cursor, entry.1)?,
        Value::Mapping(_) if cursor.decoder.tree.is_flow(entry.1) => {
            let written = cursor.decoder.source.slice(cursor.span_of(entry.1));
            (!written.contains('\n')).then(|| written.to_owned())?
        }
        _ => return None,
    };
    instead(cursor, entry, &[(id, format!("target: {written}"))])
}

/// The goal that a KPI names: goals name their KPIs.
fn of_a_goal(cursor: Cursor<'_>, (key, value): (NodeId, NodeId)) -> Option<(String, Option<Fix>)> {
    let items = if let Value::Sequence(items) = cursor.value_of(value) {
        items
    } else {
        std::slice::from_ref(&value)
    };
    let path = cursor.path_of(cursor.node);
    let own = path.last().filter(|own| is_id(own))?;
    // Each reads the file again.
    let left =
        cursor.decoder.moves_left.get().checked_sub(1).filter(|_| cursor.decoder.trial.get().is_none());
    let has_moves = left.is_some();
    if let Some(left) = left {
        cursor.decoder.moves_left.set(left);
    }
    let mut edits = Vec::new();
    let mut help = Vec::new();
    for item in items {
        let goal = cursor.scalar_text(*item)?;
        let known = cursor.find(&["goals", goal])?;
        help.push(format!("`goals.{goal}.kpis`"));
        if !has_moves {
            continue;
        }
        let (_, named) = match cursor.value_of(known) {
            Value::Mapping(keys) => keys.iter().find(|(key, _)| cursor.text(*key) == "kpis").unzip(),
            _ => return None,
        };
        let is_named = |node: NodeId| match cursor.value_of(node) {
            Value::Sequence(items) => items.iter().any(|item| cursor.text(*item) == *own),
            _ => cursor.text(node) == *own,
        };
        match named {
            None => edits.extend(cursor.setting(&["goals", goal, "kpis"], own).unwrap_or_default()),
            Some(node) if is_named(node) => {}
            Some(node) => match added(cursor, node, own) {
                Some(edit) => edits.push(edit),
                None => return Some((said(&help), None)),
            },
        }
    }
    if !has_moves {
        return Some((said(&help), None));
    }
    edits.push(cursor.removing(key)?);
    Some((said(&help), Fix::to_check("name it at the goal", edits)))
}

fn said(goals: &[String]) -> String {
    format!("name this KPI at {}, since a goal names its KPIs", crate::words::and(goals))
}
