//! Pieces of what to write instead: ids made of names, texts between braces, the key that one value
//! most likely belongs to.

use crate::syntax::edit::quote;

/// The keys of which one says what a record is about, the likeliest first.
const MAIN: [&str; 9] =
    ["statement", "question", "learned", "value", "text", "because", "name", "team", "within"];

/// The key of a record that a single value most likely belongs to.
pub(super) fn main_key<'k>(keys: &[&'k str]) -> Option<&'k str> {
    let key = MAIN.into_iter().find_map(|main| keys.iter().find(|key| **key == main))?;
    // Who answers matters more than how soon.
    if *key == "within" { keys.iter().find(|key| **key == "owner").copied() } else { Some(key) }
}

/// A text as a value between braces.
pub(super) fn plainly(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '…'));
    if plain { text.to_owned() } else { quote(text) }
}

/// True for a word that says that something is left out.
pub(super) fn says_no(text: &str) -> bool {
    let text = text.trim().to_lowercase().replace(['_', '-'], " ");
    matches!(
        text.as_str(),
        "none" | "no" | "never" | "not now" | "later" | "skip" | "skipped" | "n/a" | "off"
    )
}

/// What to write where something is left out on purpose.
pub(super) const NOT_NOW: &str = "to leave it out on purpose, write `{ not_now: the reason }`";

/// What to do where there is nothing to write.
pub(super) const NOTHING: &str = "remove the key where there is nothing to write under it";

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
