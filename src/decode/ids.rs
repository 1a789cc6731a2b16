//! Ids, and what a text would be as one.

use deunicode::deunicode_char;

use super::cursor::Cursor;
use super::entry_name::is_role;
use super::format::Shape;
use super::synonyms;
use crate::finding::file::INVALID_VALUE;
use crate::finding::{Edit, Safety};
use crate::source::Span;
use crate::syntax::edit::quote_if_needed;
use crate::syntax::tree::{NodeId, Value};
use crate::words::shown;

/// The id that a name would have: `Parts Leads` → `parts-leads`, `Łódź` → `lodz`, `Киев` → `kiev`.
pub(crate) fn slug(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars() {
        let written = if c.is_ascii() || c.is_alphanumeric() { in_ascii(c) } else { None };
        // An accent that is a character of its own is left out, as that of a letter with an accent is.
        let is_accent = written.is_none() && deunicode_char(c) == Some("");
        let mut ends = written.is_none() && !is_accent;
        for letter in written.unwrap_or_default().chars() {
            if letter.is_ascii_alphanumeric() {
                id.push(letter.to_ascii_lowercase());
            } else {
                // A word of its own, such as each character of Chinese.
                ends |= letter.is_whitespace() || c.is_ascii();
            }
        }
        if ends && !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

/// True if the id that is proposed for a text says all of it.
pub(super) fn says_all(text: &str) -> bool {
    let words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    short_id(text).is_some_and(|id| id == words.join("-"))
}

/// The id that is proposed for a text: its first four words.
pub(crate) fn short_id(text: &str) -> Option<String> {
    let id = slug(text).split('-').take(4).collect::<Vec<_>>().join("-");
    (!id.is_empty()).then_some(id)
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
    let id = slug(text);
    if id.is_empty() {
        cursor.report(finding.help("choose a short id of lowercase letters, digits and hyphens"));
        return;
    }
    let own = Edit { span, text: id.clone() };
    let help = format!("write `{id}` here and wherever it is used");
    // The fix of its value needs what is more than an id.
    if entry
        .and_then(|entry| cursor.scalar_text(entry))
        .is_some_and(|role| is_person(cursor) && is_role(text, role))
    {
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

fn is_person(cursor: Cursor<'_>) -> bool {
    matches!(cursor.shape.full(), Shape::ById(entry) if entry.record().is_some_and(|record| record.name == "Person"))
}

/// Where the words of an id go that are more than an id, and the edit that writes them there.
fn kept(cursor: Cursor<'_>, text: &str, entry: NodeId) -> Option<(&'static str, Edit)> {
    let Shape::ById(shape) = cursor.shape.full() else { return None };
    let (record, at) = (shape.record()?, cursor.span_of(entry).start);
    let Value::Mapping(entries) = cursor.value_of(entry) else { return None };
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
    let line = format!("{home}: {}", quote_if_needed(text));
    let (at, text) = match entries.get(0) {
        None => (at + 1, line),
        Some(_) if cursor.decoder.tree.is_flow(entry) => (at + 1, format!("{line}, ")),
        Some((first, _)) => {
            let (source, at) = (cursor.decoder.source, cursor.span_of(first).start);
            let before = source.slice(Span::new(source.line_span(source.line(at)).start, at));
            (
                at,
                format!("{line}\n{}", Some(before).filter(|before| before.bytes().all(|byte| byte == b' '))?),
            )
        }
    };
    (!cursor.decoder.tree.is_alias(entry)).then(|| (home, Edit { span: Span::new(at, at), text }))
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
            // An accent as a character of its own.
            ("Cafe\u{301} Noir", "cafe-noir"),
            ("Ольга Шевченко", "olga-shevchenko"),
            ("Νίκος Παπάς", "nikos-papas"),
            ("北京 上海", "bei-jing-shang-hai"),
            ("Fans 🎉 & friends — 2027", "fans-friends-2027"),
        ] {
            assert_eq!(slug(name), id);
            assert!(is_id(id));
        }
    }

    #[test]
    fn an_id_says_a_text_if_no_word_and_no_letter_is_missing() {
        for (text, says_it) in [
            ("Parents", true),
            ("IT managers", true),
            ("parents-2", true),
            ("Łódź", false),
            ("Parents, neighbors", false),
            ("Owners who look for a first loan", false),
        ] {
            assert_eq!(says_all(text), says_it, "{text}");
        }
    }
}
