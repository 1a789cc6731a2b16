//! Helpers for messages: lists, counts, and searching a text for a word.

pub mod bounds;
pub mod currency;
mod digits;
pub mod factor;
pub mod figures;
pub mod in_text;
pub mod link;
pub mod months;
pub mod nearest;
pub mod neighbors;
pub mod placeholder;
pub mod safe;
pub mod spelling;
pub mod text;
pub mod unit;
pub mod units;
pub mod weekdays;

use std::fmt::Display;

/// `a`, `a and b`, `a, b and c`.
pub fn and<T: AsRef<str>>(names: &[T]) -> String {
    join(names, "and")
}

/// `a`, `a or b`, `a, b or c`.
pub fn or<T: AsRef<str>>(names: &[T]) -> String {
    join(names, "or")
}

fn join<T: AsRef<str>>(names: &[T], last_word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last_word} {}", first.join(", "), last.as_ref())
        }
    }
}

/// A text with a capital letter at its beginning.
pub fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// `1 day`, `45 days`.
pub fn counted<N: Copy + Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    format!("{count} {}", if count == N::from(1) { one } else { many })
}

/// `two`, `nine`, `10`.
pub fn spelled_out(count: usize) -> String {
    const NAMES: [&str; 10] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    NAMES.get(count).map_or_else(|| count.to_string(), |name| (*name).to_owned())
}

/// `1 day`, `45 days`.
pub fn days(count: i64) -> String {
    counted(count, "day", "days")
}

/// Names in backticks, as messages show what is written in the file.
pub fn quoted<T: Display>(names: impl IntoIterator<Item = T>) -> Vec<String> {
    names.into_iter().map(|name| format!("`{name}`")).collect()
}

/// `KPI` → `a KPI`; `activity that serves them` → `an activity that serves them`.
pub fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// The words of a text, in lower case.
pub fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// True if a word is in a list of words with a space between two.
pub fn is_in(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

/// True if a text contains a word or phrase as whole words, in any case.
pub fn holds_word(text: &str, word: &str) -> bool {
    if text.is_ascii() && word.is_ascii() && !word.is_empty() {
        return holds_ascii_word(text.as_bytes(), word.as_bytes());
    }
    let text = text.to_lowercase();
    let is_edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    text.match_indices(&word.to_lowercase()).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        is_edge(before) && is_edge(after)
    })
}

/// Like [`holds_word`], for the usual case and without a copy of the text.
fn holds_ascii_word(text: &[u8], word: &[u8]) -> bool {
    let is_edge = |byte: Option<&u8>| !byte.is_some_and(u8::is_ascii_alphanumeric);
    text.windows(word.len()).enumerate().any(|(at, part)| {
        part.eq_ignore_ascii_case(word)
            && is_edge(at.checked_sub(1).and_then(|before| text.get(before)))
            && is_edge(text.get(at + word.len()))
    })
}

/// Platforms to look for in texts, without names that are also ordinary words (X, Threads, Line).
pub const PLATFORMS: &[&str] = &[
    "Bluesky",
    "Discord",
    "Facebook",
    "Instagram",
    "LinkedIn",
    "Mastodon",
    "Pinterest",
    "Reddit",
    "Snapchat",
    "Telegram",
    "TikTok",
    "Tumblr",
    "Twitch",
    "Twitter",
    "WeChat",
    "WhatsApp",
    "Xing",
    "YouTube",
];

/// How many characters of a text are quoted in a message.
const SHOWN: usize = 60;

/// The first line of a text, shortened to be quoted in a message.
pub fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default()),
        None if line.len() < text.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_a_sentence() {
        assert_eq!(and(&["a", "b", "c"]), "a, b and c");
        assert_eq!(or(&["a", "b"]), "a or b");
        assert_eq!(and::<&str>(&[]), "");
    }

    #[test]
    fn words_are_found_as_whole_words_in_any_script() {
        for (text, word, is_held) in [
            ("ein Büro, bitte", "büro", true),
            ("Büros", "büro", false),
            ("goods, and: GO!", "go", true),
            ("ad-value", "Ad", true),
            ("Be on TikTok by June", "tiktok", true),
            ("goods", "go", false),
            ("cargo", "go", false),
            ("g", "go", false),
        ] {
            assert_eq!(holds_word(text, word), is_held, "{text}");
        }
    }
}
