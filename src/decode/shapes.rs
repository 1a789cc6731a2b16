//! A value of the wrong shape: a list where entries by id are expected, a text where keys are. What to
//! write instead is said with the author's own words.

use super::here::{Here, Shape};
use super::rules::INVALID_VALUE;
use crate::finding::{Edit, Finding, Safety};
use crate::source::Span;
use crate::syntax::edit::quote;
use crate::syntax::tree::{NodeId, Value};
use crate::words::shown;

/// How many words of a name go into the id that is proposed for it.
const WORDS: usize = 4;

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
            finding.help(entries_with_ids(here))
        }
        Shape::ById => at(format!("{called} should hold entries by id, not {found}"))
            .help("write each entry on a line of its own: an id, a colon, and its keys indented below"),
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

/// How a list of names becomes entries by id, shown on its first entry.
fn entries_with_ids(here: Here<'_>) -> String {
    let first = match here.value() {
        Value::Sequence(items) => items.first().copied(),
        _ => None,
    };
    let named = first.and_then(|item| name_of(here, item));
    let short = |text: &str| slug(text).split('-').take(WORDS).collect::<Vec<_>>().join("-");
    let id = named.map(|(_, text)| short(text)).filter(|id| !id.is_empty());
    match (named, id) {
        (Some((Some(key), name)), Some(id)) => format!(
            "give each entry an id instead of its dash: `- {key}: {}` becomes `{id}:`, with its keys indented below",
            shown(name)
        ),
        (Some((None, name)), Some(id)) => {
            format!(
                "give each entry an id instead of its dash: `{}` becomes `{id}:`, with its keys indented below",
                shown(name)
            )
        }
        _ => "give each entry an id of its own instead of a dash, such as `spring-launch:`, with its keys \
              indented below"
            .to_owned(),
    }
}

/// The name of an entry of a list, with its key: that of `name:`, or else the first there is.
fn name_of(here: Here<'_>, item: NodeId) -> Option<(Option<&str>, &str)> {
    match here.at(item, None).value() {
        Value::Scalar(text, _) => Some((None, text)),
        Value::Mapping(entries) => {
            let texts =
                || entries.iter().filter_map(|(key, value)| Some((here.text(key), here.scalar_text(value)?)));
            let named = texts().find(|(key, _)| matches!(*key, "id" | "name" | "title"));
            named.or_else(|| texts().next()).map(|(key, text)| (Some(key), text))
        }
        Value::Sequence(_) | Value::Damaged => None,
    }
}

/// Offers to write one value under the key that it most likely belongs to.
fn with_keys(here: Here<'_>, finding: Finding, fields: &[&str]) -> Finding {
    let main = ["name", "statement", "question", "value", "text"];
    let main = main.into_iter().find(|key| fields.contains(key));
    match (main, here.value()) {
        (Some(key), Value::Scalar(text, _)) if !text.contains('\n') => {
            let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.'));
            let text = if plain { text.to_owned() } else { quote(text) };
            let instead = format!("{{ {key}: {text} }}");
            finding.help(format!("write `{}`; its keys are: {}", shown(&instead), fields.join(", "))).fix(
                format!("write it as its `{key}`"),
                Safety::Unsafe,
                vec![Edit { span: here.span(), text: instead }],
            )
        }
        _ => finding.help(format!("write its keys indented below it: {}", fields.join(", "))),
    }
}

/// The id that a name would have: `Parts Leads` → `parts-leads`.
pub(crate) fn slug(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars() {
        let letters = plain(c);
        if !letters.is_empty() {
            id.push_str(letters);
        } else if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

/// True for what may be written as an id.
pub(crate) fn is_id(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(legal)
}

/// A letter with a mark, as it is written without one.
fn plain(c: char) -> &'static str {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Å' => "a",
        'ä' | 'æ' | 'Ä' | 'Æ' => "ae",
        'ç' | 'Ç' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => "i",
        'ñ' | 'Ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'Ò' | 'Ó' | 'Ô' | 'Õ' => "o",
        'ö' | 'ø' | 'Ö' | 'Ø' => "oe",
        'ù' | 'ú' | 'û' | 'Ù' | 'Ú' | 'Û' => "u",
        'ü' | 'Ü' => "ue",
        'ß' => "ss",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_an_id() {
        assert_eq!(slug("Saturday Orders"), "saturday-orders");
        assert_eq!(slug("  Neue Öfen (2!) "), "neue-oefen-2");
        assert_eq!(slug("Forty cake orders each Saturday"), "forty-cake-orders-each-saturday");
        assert_eq!(slug("🍰"), "");
    }
}
