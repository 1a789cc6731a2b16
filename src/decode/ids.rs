//! Ids, and what a text would be as one.

use deunicode::deunicode_char;

use super::cursor::{Cursor, is_empty};
use super::format::{Record, Shape};
use super::synonyms;
use crate::finding::file::INVALID_VALUE;
use crate::finding::{Edit, Safety};
use crate::syntax::edit::quote_if_needed;
use crate::syntax::tree::{NodeId, Style, Value};
use crate::words::placeholder::says_no;
use crate::words::shown;

/// How many entries are compared to find two with the same id.
const MOST_COMPARED: usize = 200;

/// The id that a name would have: `Parts Leads` → `parts-leads`, `Łódź` → `lodz`, `Киев` → `kiev`.
pub(crate) fn slug(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars() {
        let written = if c.is_ascii() || c.is_alphanumeric() { in_ascii(c) } else { None };
        // A separate accent is left out, like that of a letter with an accent.
        let is_accent = written.is_none() && deunicode_char(c) == Some("");
        let mut ends = written.is_none() && !is_accent;
        // `½` is `1/2`, and not a part of another number.
        let is_fraction = !c.is_ascii() && written.is_some_and(|written| written.contains('/'));
        if is_fraction && !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
        for letter in written.unwrap_or_default().chars() {
            if letter.is_ascii_alphanumeric() {
                id.push(letter.to_ascii_lowercase());
            } else if is_fraction {
                id.push('-');
            } else {
                // A complete word, such as each character of Chinese.
                ends |= letter.is_whitespace() || c.is_ascii();
            }
        }
        if (ends || is_fraction) && !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

/// True if the id that is proposed for a text says all of it.
pub(super) fn says_all(text: &str) -> bool {
    // `IT` is more than `it`.
    let is_acronym = |word: &str| word.chars().skip(1).any(char::is_uppercase);
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split([' ', '_']).filter(|word| !word.is_empty()).collect();
    let is_said = short_id(text).is_some_and(|id| id == words.join("-"));
    is_said && !text.split_whitespace().any(is_acronym)
}

/// The id that is proposed for a text: its first four words, without a remark in parentheses.
pub(crate) fn short_id(text: &str) -> Option<String> {
    let id = slug(without_remark(text)).split('-').take(4).collect::<Vec<_>>().join("-");
    (!id.is_empty()).then_some(id)
}

/// `newsletter` of `newsletter (3,400 subscribers)`, and `Visits` of `1. Visits`.
fn without_remark(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let text = rest.strip_prefix(". ").filter(|_| rest.len() < text.len()).unwrap_or(text);
    let name = text.strip_suffix(')').and_then(|text| text.split_once('(')).map(|(name, _)| name.trim());
    name.filter(|name| !slug(name).is_empty()).unwrap_or(text)
}

/// The ids that a key can become: without a remark in parentheses, or with it if another key would have the same.
pub(crate) fn ids_of(text: &str) -> [String; 2] {
    [slug(without_remark(text)), slug(text)]
}

/// True for what can be written as an id.
pub(crate) fn is_id(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(legal)
}

/// Reports an invalid id at its declaration, where its entry follows it.
pub(super) fn check_id(cursor: Cursor<'_>, key: NodeId, entry: Option<NodeId>) {
    let Some(text) = cursor.scalar_text(key) else { return };
    // One that is empty or cut off is reported when it is read.
    if text.trim().is_empty() || cursor.decoder.tree.swallowed(key).is_some() || is_id(text) {
        return;
    }
    let span = cursor.span_of(key);
    let finding = INVALID_VALUE
        .at(span, format!("`{}` is not an id", shown(text)))
        .label("an id has only lowercase letters, digits and hyphens");
    let [short, long] = ids_of(text);
    let is_alone = || match cursor.value() {
        // Each is compared with all others.
        Value::Mapping(entries) => {
            entries.len() <= MOST_COMPARED
                && !entries
                    .iter()
                    .any(|(other, _)| other != key && ids_of(cursor.text(other)).contains(&short))
        }
        _ => true,
    };
    let id = if short == long || !is_alone() { long } else { short };
    if id.is_empty() {
        cursor.report(finding.help("choose a short id of lowercase letters, digits and hyphens"));
        return;
    }
    let own = Edit { span, text: id.clone() };
    let help = format!("write `{id}` here and wherever it is used");
    // A text in place of a record becomes one first, which can keep what is more than an id.
    let is_record = matches!(cursor.shape.full(), Shape::ById(Shape::Record(_)));
    let is_text = entry.is_some_and(
        |entry| matches!(cursor.value_of(entry), Value::Scalar(text, style) if !is_empty(text, style)),
    );
    if is_record && is_text {
        cursor.report(finding.help(help));
        return;
    }
    cursor.report(match entry.filter(|_| !says_all(text)).and_then(|entry| kept(cursor, text, entry)) {
        Some((home, edit)) => finding.help(format!("{help}, and the words under `{home}:`")).fix(
            format!("write `{id}`, and the words under `{home}`"),
            Safety::Unsafe,
            vec![own, edit],
        ),
        None => finding.help(help).fix(format!("write `{id}`"), Safety::Unsafe, vec![own]),
    });
}

/// Where the words of an id go that are more than an id, and the edit that writes them there.
fn kept(cursor: Cursor<'_>, text: &str, entry: NodeId) -> Option<(&'static str, Edit)> {
    let Shape::ById(shape) = cursor.shape.full() else { return None };
    let record = shape.record()?;
    let entries = match cursor.value_of(entry) {
        Value::Mapping(entries) => entries,
        Value::Scalar(said, style) => {
            return next_to_text(cursor, (shape, record), text, (entry, said, style));
        }
        Value::Sequence(_) | Value::Damaged => return None,
    };
    if entries.iter().any(|(_, value)| cursor.text(value) == text) {
        return None;
    }
    let is_text = |home: &&str| record.key(home).is_some_and(|key| matches!(key.shape, Shape::Text));
    let is_free = |home: &&'static str| {
        !entries.iter().map(|(key, _)| cursor.text(key)).any(|key| {
            key == *home
                || (!record.has(key)
                    && synonyms::key(key, record, std::iter::once(*home), |_| true).is_some())
        })
    };
    let home = ["name"].into_iter().chain(record.main).chain(["notes"]).filter(is_text).find(is_free)?;
    let edit = cursor.before_the_first(entry, &format!("{home}: {}", quote_if_needed(text)))?;
    Some((home, edit))
}

/// The same for an entry that is one text, or empty: it is written as a record.
fn next_to_text(
    cursor: Cursor<'_>,
    (shape, record): (&Shape, &Record),
    id: &str,
    (entry, said, style): (NodeId, &str, Style),
) -> Option<(&'static str, Edit)> {
    let (span, source) = (cursor.span_of(entry), cursor.decoder.source);
    let written = source.slice(span);
    if shape.is_figure() || said == id || written.contains('\n') || cursor.decoder.tree.is_alias(entry) {
        return None;
    }
    let is_text = |home: &str| record.key(home).is_some_and(|key| matches!(key.shape, Shape::Text));
    if is_empty(said, style) {
        let home = ["name", "notes"].into_iter().find(|home| is_text(home))?;
        let space = if span.is_empty() { " " } else { "" };
        let text = format!("{space}{{ {home}: {} }}", quote_if_needed(id));
        return Some((home, Edit { span, text }));
    }
    // `new-öfen` is a slip, and not a name.
    let is_name = !id.chars().all(|c| c.is_alphanumeric() || c == '-');
    let key = record.main.filter(|_| is_name && !says_no(said))?;
    let home = ["name", "notes"].into_iter().find(|home| *home != key && is_text(home))?;
    let value = match style {
        Style::Plain => quote_if_needed(said),
        _ => written.to_owned(),
    };
    let text = format!("{{ {home}: {}, {key}: {value} }}", quote_if_needed(id));
    Some((home, Edit { span, text }))
}

/// A letter in ASCII: German ones as they are written without their dots, all others as `deunicode` has them.
fn in_ascii(c: char) -> Option<&'static str> {
    match c {
        'ä' | 'Ä' => Some("ae"),
        'ö' | 'ø' | 'Ö' | 'Ø' => Some("oe"),
        'ü' | 'Ü' => Some("ue"),
        _ => deunicode_char(c),
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

    #[test]
    fn a_name_in_any_script_becomes_an_id() {
        for (name, id) in [
            ("Festiwal Światła Łódź", "festiwal-swiatla-lodz"),
            ("Příští Čtvrtek v Žižkově", "pristi-ctvrtek-v-zizkove"),
            ("Șeyma Çelik, Iğdır", "seyma-celik-igdir"),
            ("Jørgen Ærø, Århus", "joergen-aeroe-arhus"),
            ("Größe Straße", "groesse-strasse"),
            // A separate accent.
            ("Cafe\u{301} Noir", "cafe-noir"),
            ("Ольга Шевченко", "olga-shevchenko"),
            ("Νίκος Παπάς", "nikos-papas"),
            ("北京 上海", "bei-jing-shang-hai"),
            ("Fans 🎉 & friends — 2027", "fans-friends-2027"),
            ("½ price, 5½ hours", "1-2-price-5-1-2-hours"),
        ] {
            assert_eq!(slug(name), id);
            assert!(is_id(id));
        }
    }

    #[test]
    fn an_id_says_a_text_if_no_word_and_no_letter_is_missing() {
        for (text, says_it) in [
            ("Parents", true),
            ("IT managers", false),
            ("Managers", true),
            ("parents-2", true),
            ("Łódź", false),
            ("Parents, neighbors", false),
            ("Owners who look for a first loan", false),
        ] {
            assert_eq!(says_all(text), says_it, "{text}");
        }
    }
}
