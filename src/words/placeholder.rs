//! Placeholders in texts: `TODO`, `TBD`, `lorem ipsum`, `<words in angle brackets>`, and what is one only if
//! nothing else is there.

use super::holds_word;

/// Placeholders if they are the entire text, as they mean something else in a sentence: `TBC` is a disease.
pub const ENTIRE: &str = "tba, tbc, t.b.d., t.b.a., t.b.c., n.n., n. n., xxx, placeholder, to be added, to be announced, to be assigned, to \
    be confirmed, to be decided, to be defined, to be determined";

/// Marks of what is still to be written.
pub const MARKERS: [&str; 4] = ["TODO", "FIXME", "XXX", "TBD"];

/// What says that there is nothing.
const NOTHING: &str = "none, n/a";

/// What says that something is left out on purpose.
const LEFT_OUT: &str = "no, never, not now, not yet, later, skip, skipped, off, paused, parked, on hold, postponed, not planned, not planned yet, not yet planned";

/// Placeholders only for the name of a person.
pub const NAMES: &str =
    "nobody, no one, no-one, none, somebody, someone, anybody, anyone, n/a, unassigned, unknown";

/// The first placeholder in the name of a person who is responsible.
pub fn placeholder_for_name(name: &str) -> Option<&str> {
    placeholder(name).or_else(|| is_one_of(NAMES, name).then_some(name))
}

/// True for what people write if they do not have a figure.
pub fn is_no_figure(text: &str) -> bool {
    let is_nothing = matches!(text, "-" | "–") || ["na", "unknown"].contains(&&*text.to_lowercase());
    let has_figure = text.contains(|c: char| c.is_ascii_digit());
    is_nothing || is_one_of(NOTHING, text) || (!has_figure && placeholder(text).is_some())
}

/// True for a word that says that something is left out, with or without the reason.
pub fn says_no(text: &str) -> bool {
    // `not now, nobody has time`, `no (no time)` and `no - too old`; `no budget for it` can be a remark.
    let lower = text.to_lowercase().replace('_', " ").replace("not-now", "not now");
    let begins = |word: &str| {
        let rest = lower.strip_prefix(word).map(|rest| (rest, rest.trim_start()));
        rest.is_some_and(|(rest, reason)| {
            // `No. 3` is a number.
            let is_numbered = reason.trim_start_matches(['.', ' ']).starts_with(|c: char| c.is_ascii_digit());
            rest.starts_with([',', ';', ':'])
                || (rest.starts_with('.') && !is_numbered)
                || reason.starts_with(['(', '–', '—'])
                || reason.starts_with("- ")
        })
    };
    let text = text.replace(['_', '-'], " ");
    is_one_of(LEFT_OUT, &text)
        || is_one_of(NOTHING, &text)
        || LEFT_OUT.split(", ").any(begins)
        || lower.starts_with("not now ")
}

/// Why something is left out: what follows `not now`, or the whole text without that.
pub fn reason(text: &str) -> &str {
    let text = text.trim();
    let is_not_now = |head: &str| head.replace(['_', '-'], " ").eq_ignore_ascii_case("not now");
    let Some((_, rest)) = text.split_at_checked("not now".len()).filter(|(head, _)| is_not_now(head)) else {
        return text;
    };
    let rest = rest.trim_start_matches([',', ';', ':', '.', '-', '–', '—', ' ']).trim_end();
    let inner = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    inner.filter(|inner| !inner.contains(['(', ')'])).unwrap_or(rest)
}

/// True if a text is one of these words, in any case and with any punctuation around it.
fn is_one_of(words: &str, text: &str) -> bool {
    let text = bare(text);
    words.split(", ").any(|word| bare(word).eq_ignore_ascii_case(text))
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The first placeholder in a text.
pub fn placeholder(text: &str) -> Option<&str> {
    let is_empty = !text.is_empty() && text.chars().all(|c| matches!(c, '?' | '.' | '…' | '_' | ' '));
    if is_empty || is_one_of(ENTIRE, text) {
        return Some(text);
    }
    let mut is_latin = None;
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| matches!(word.len(), 3..=5));
    let marker = words.find_map(|word| match word {
        _ if word.eq_ignore_ascii_case("TBD") => Some("TBD"),
        _ if word.eq_ignore_ascii_case("lorem") => {
            is_latin.get_or_insert_with(|| holds_word(text, "lorem ipsum")).then_some("lorem ipsum")
        }
        // `todo` is a Spanish and Portuguese word, so it counts only in capitals.
        _ => MARKERS.into_iter().find(|marker| *marker == word),
    });
    marker.or_else(|| in_brackets(text))
}

/// Words in angle brackets, with the brackets.
fn in_brackets(text: &str) -> Option<&str> {
    let last = text.rfind('>')?;
    text.match_indices('<').take_while(|(start, _)| *start < last).find_map(|(start, _)| {
        let (before, rest) = text.split_at_checked(start)?;
        let (bracketed, after) = rest.split_at_checked(rest.find('>')? + 1)?;
        let inside = bracketed.get(1..bracketed.len() - 1)?;
        let is_alone = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        (is_alone && is_prose(inside)).then_some(bracketed)
    })
}

/// HTML tags that people paste in with a text.
const TAGS: [&str; 24] = [
    "a", "b", "br", "code", "div", "em", "h1", "h2", "h3", "hr", "i", "img", "li", "ol", "p", "pre", "s",
    "span", "strong", "sub", "sup", "table", "u", "ul",
];

/// True for words that explain what belongs in their place.
fn is_prose(inside: &str) -> bool {
    if matches!(inside, "..." | "…") {
        return true;
    }
    let begins_and_ends = inside.starts_with(char::is_alphabetic) && !inside.ends_with(char::is_whitespace);
    begins_and_ends && !TAGS.contains(&inside.trim_end_matches('/')) && inside.split_whitespace().all(is_word)
}

/// True for a word with its punctuation, but not for an address or code.
fn is_word(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '“', '"', '‘']);
    let word = word.trim_end_matches(['.', ',', ';', ':', '?', '!', '…', ')', '”', '"', '/']);
    let is_abbreviation = || word.split('.').all(|part| part.chars().count() == 1);
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '\'' | '’' | '&' | '/' | '+' | '%' | '_');
    word.chars().all(is_plain) || (is_abbreviation() && word.chars().all(|c| is_plain(c) || c == '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found() {
        for (text, found) in [
            ("TODO", "TODO"),
            ("Ask sales (TODO)", "TODO"),
            ("tbd", "TBD"),
            ("TBD: who?", "TBD"),
            ("Lorem ipsum dolor sit amet", "lorem ipsum"),
            ("XXX leads a quarter", "XXX"),
            ("<your name>", "<your name>"),
            ("<you>", "<you>"),
            ("400 leads by <when, e.g. September>", "<when, e.g. September>"),
            ("a <b> and <the real one>", "<the real one>"),
            ("<...>", "<...>"),
            ("<Wer ist’s?>", "<Wer ist’s?>"),
            ("tba", "tba"),
            ("(TBC)", "(TBC)"),
            ("xxx", "xxx"),
            ("N.N.", "N.N."),
            ("n. n.", "n. n."),
            ("To be announced.", "To be announced."),
            ("?", "?"),
            ("???", "???"),
            ("…", "…"),
            ("____", "____"),
        ] {
            assert_eq!(placeholder(text), Some(found), "{text}");
            assert_eq!(placeholder_for_name(text), Some(found), "{text}");
        }
    }

    #[test]
    fn some_words_are_placeholders_only_for_a_name() {
        for name in
            ["nobody", "Nobody", "NOBODY", "someone", "Somebody?", "no one", "(none)", "n/a", "unknown"]
        {
            assert_eq!((placeholder_for_name(name), placeholder(name)), (Some(name), None), "{name}");
        }
        for name in ["Nora Nilsen", "nn", "N. Nilsen", "Nobody Inc", "Norman One", "mia", "N", "xx"] {
            assert_eq!(placeholder_for_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_reason_does_not_repeat_that_something_is_left_out() {
        for (text, reason) in [
            ("not now - no one has time", "no one has time"),
            ("Not now, nobody to write", "nobody to write"),
            ("not_now: later", "later"),
            ("not now (no video team)", "no video team"),
            ("not now (none) and (few)", "(none) and (few)"),
            ("not yet, no video team", "not yet, no video team"),
            ("Not now", ""),
            ("no (no time)", "no (no time)"),
            ("nein", "nein"),
        ] {
            assert_eq!(super::reason(text), reason, "{text}");
        }
    }

    #[test]
    fn a_text_says_no_with_or_without_the_reason() {
        for text in [
            "no",
            "not planned",
            "Not now",
            "not_now",
            "no (no time)",
            "No - too old",
            "no – too old",
            "later (2028)",
            "not now, nobody to write",
            "paused: too loud",
            "off(legal)",
        ] {
            assert!(says_no(text), "{text}");
        }
        for text in
            ["no budget for it", "No-code fans are there", "nobody", "later in May", "-", "off-season guests"]
        {
            assert!(!says_no(text), "{text}");
        }
    }

    #[test]
    fn comparisons_addresses_and_words_are_left_alone() {
        for text in [
            "Vender todo en un día",
            "Todo el mundo",
            "MXXXL shirts",
            "Answer in <2 h, solve >90 %",
            "cost <target and margin>10",
            "x<y and y>z",
            "a < b and c > d",
            "<https://example.org/a>",
            "<mia@example.org>",
            "<www.example.org>",
            "<b>bold</b> and <br>",
            "<br/>",
            "I <3 you -> me",
            "<!-- hidden -->",
            "<",
            "<>",
            "Fewer than 5 -> <unclosed",
            "Lorem's ipsum",
            "Nobody answers on Sundays",
            "Ask someone who has been there",
            "The winner is to be announced in May",
            "Prevent TBC in the villages",
            "Tuberculosis (TBC)",
            "The TBA Festival",
            "Who has seen it?",
            "N.N. Karlsson",
            "xxx-large shirts",
            "-",
            "%",
            "",
        ] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }
}
