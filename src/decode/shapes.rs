//! A value of the wrong shape: a list where entries by id are expected, a text where keys are. What to
//! write instead is said with the author's own words.

use super::here::{Here, Shape};
use super::instead::{NOT_NOW, NOTHING, main_key, plainly, says_no};
use super::{entries, rewrite};
use crate::finding::file::INVALID_VALUE;
use crate::finding::{Edit, Finding, Safety};
use crate::source::Span;
use crate::syntax::tree::Value;
use crate::words::shown;

/// A list where keys are expected, keys where one value is expected, and the like.
pub(super) fn wrong_shape(here: Here<'_>, expected: Shape) -> Finding {
    if here.key.is_none() && here.reading.tree.root() == Some(here.node) {
        return not_a_strategy(here);
    }
    let (called, found) = (here.called(), here.found());
    let is_list = matches!(here.value(), Value::Sequence(_));
    // A whole block underlined says less than its key.
    let span = here.key.map_or(here.span(), |key| here.reading.tree.span(key));
    let at = |message: String| INVALID_VALUE.at(span, message).label(format!("holds {found}"));
    match expected {
        Shape::ById if is_list => {
            let finding = at(format!("{called} is a list, and each of its entries needs an id"));
            let finding = finding.help(entries::from_list(here));
            match rewrite::edits(here) {
                Some(edits) => finding
                    .fix("write the list as entries by id", Safety::Unsafe, edits)
                    .revealing(here.span()),
                None => finding,
            }
        }
        Shape::ById if entries::are_figures(here) => {
            at(format!("{called} should name a KPI and its figure, not {found}"))
                .help(entries::from_one_value(here))
        }
        Shape::ById => {
            at(format!("{called} should hold entries by id, not {found}")).help(entries::from_one_value(here))
        }
        Shape::Record(fields) if is_list && here.reading.tree.is_flow(here.node) => {
            at(format!("{called} is a list, and it should have keys of its own"))
                .help(format!("write braces instead of the brackets, with these keys: {}", fields.join(", ")))
        }
        Shape::Record(fields) if is_list => at(format!(
            "{called} is a list, and it should have keys of its own"
        ))
        .help(format!("take the dashes away, and write these keys indented below it: {}", fields.join(", "))),
        Shape::Record(fields) => {
            let finding = at(format!("{called} should have keys of its own, not {found}"));
            with_keys(here, finding, fields)
        }
        Shape::ByDate => at(format!("{called} should hold a value for each date, not {found}"))
            .help("write each value after its date: `{ 2027-01-31: 9800, 2027-02-28: 11200 }`"),
        Shape::Id if is_list && here.key.is_some_and(|key| here.text(key) == "owner") => {
            at(format!("{called} should be one person, not {found}"))
                .help("one person answers for it: write one name, without brackets or dashes")
        }
        Shape::Id => at(format!("{called} should be an id, not {found}"))
            .help("write the id alone, such as `spring-launch`"),
        Shape::Word(words) => at(format!("{called} should be one word, not {found}"))
            .help(format!("it can be: {}", words.join(", "))),
        Shape::One => at(format!("{called} should be one value, not {found}"))
            .help("write one value here; a text that holds commas, colons or brackets goes in quotes"),
    }
}

/// A file that is something else altogether.
fn not_a_strategy(here: Here<'_>) -> Finding {
    let line = here.reading.source.line_span(here.reading.source.line(here.span().start));
    let span = Span::new(here.span().start, line.end.min(here.span().end));
    let (what, help) = match here.value() {
        Value::Sequence(_) => (
            "a list",
            "take the dashes away: a strategy begins with `stratplan: 1` and `strategy:`, each at the start of a line",
        ),
        _ => (
            "a text",
            "begin with `stratplan: 1`, and put the text in its sections; `stratplan init` writes a first draft to fill in",
        ),
    };
    INVALID_VALUE
        .at(span, format!("this file is {what}, and a strategy is made of sections"))
        .label(format!("{what} begins here"))
        .help(help)
}

/// A key that is a list or has keys of its own.
pub(super) fn not_a_key(here: Here<'_>) -> Finding {
    INVALID_VALUE
        .at(here.span(), "a key should be one word, and this is more")
        .label(format!("this is {}", here.found()))
        .help("write a word and a colon; a text that begins with a bracket goes in quotes")
}

/// Offers to write one value under the key that it most likely belongs to.
fn with_keys(here: Here<'_>, finding: Finding, fields: &[&str]) -> Finding {
    match (main_key(fields), here.value()) {
        (_, Value::Scalar(text, _)) if fields.contains(&"not_now") && says_no(text) => finding.help(NOT_NOW),
        (_, Value::Scalar(text, _)) if says_no(text) => finding.help(NOTHING),
        (Some(key), Value::Scalar(text, _)) if !text.contains('\n') => {
            // `because our dealers like it` says its key already.
            let said = text.strip_prefix(key).and_then(|rest| rest.strip_prefix(' ')).unwrap_or(text);
            let instead = format!("{{ {key}: {} }}", plainly(said.trim()));
            finding.help(format!("write `{}`; its keys are: {}", shown(&instead), fields.join(", "))).fix(
                format!("write it as its `{key}`"),
                Safety::Unsafe,
                vec![Edit { span: here.span(), text: instead }],
            )
        }
        _ if here.in_flow => finding.help(format!("write its keys between braces: {}", fields.join(", "))),
        _ => finding.help(format!("write its keys indented below it: {}", fields.join(", "))),
    }
}
