//! Letters that run from right to left, on a page whose own sentences run from left to right.
//!
//! A browser orders a line by the first letter of it, unless told. A sentence of ours that begins with
//! a Hebrew name would then run the wrong way as a whole, and so would a Hebrew sentence that begins
//! with the name of a platform. So whose sentence it is decides, and that is told by its words: ours
//! have small ones, `is`, `of`, `starts`, while names of platforms in a Hebrew one have capitals.

/// True for letters of Hebrew, Arabic and the other scripts that run that way.
pub fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// True if a text as a whole runs from right to left: it has such letters, and no small word of ours.
pub fn is_turned(text: &str) -> bool {
    let is_small = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    text.contains(is_right_to_left) && !text.split(|c: char| !c.is_alphanumeric()).any(is_small)
}

/// A text in pieces, each with whether it is a name that runs from right to left: from the first such
/// letter to the last, as long as no other letter stands between them.
pub fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_right_to_left) {
        let (before, from) = rest.split_at(start);
        let other = from.find(|c: char| c.is_alphabetic() && !is_right_to_left(c)).unwrap_or(from.len());
        let reach = from.get(..other).unwrap_or_default();
        let end = reach.rfind(is_right_to_left).unwrap_or_default();
        let end = end + reach.get(end..).and_then(|last| last.chars().next()).map_or(0, char::len_utf8);
        let (name, after) = from.split_at(end);
        pieces.extend([(before, false), (name, true)]);
        rest = after;
    }
    pieces.push((rest, false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_of_ours_keeps_its_way_whatever_it_names() {
        assert!(is_turned("שלום"));
        assert!(is_turned("YouTube הוא המקום"));
        assert!(is_turned("40 פוסטים ב-LinkedIn"));
        assert!(!is_turned("שיר של שלושה ימים is late"));
        assert!(!is_turned("owner שיר של שלושה ימים"));
        assert!(!is_turned("30 days"));
        assert!(!is_turned(""));
    }

    #[test]
    fn a_name_of_several_words_is_one_piece() {
        assert_eq!(pieces("plain"), [("plain", false)]);
        assert_eq!(pieces("שיר של 3 ימים 30 days"), [("שיר של 3 ימים", true), (" 30 days", false)]);
        assert_eq!(
            pieces("before שיר and קול, לב."),
            [("before ", false), ("שיר", true), (" and ", false), ("קול, לב", true), (".", false)]
        );
        assert_eq!(pieces(""), []);
    }
}
