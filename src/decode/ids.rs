//! Ids, and what a text would be as one.

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

/// A letter with an accent, written without it.
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
