//! Bounds as people write them: `at most 10`, `<= 10`, `up to 10`, `within 40 s`.

/// The end of a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Low,
    High,
}

/// A word that is before another one in the list can begin with that.
const HIGH: [&str; 16] = [
    "<=",
    "≤",
    "<",
    "at most",
    "no more than",
    "not more than",
    "no higher than",
    "less than",
    "fewer than",
    "up to",
    "max.",
    "maximum",
    "max",
    "under",
    "below",
    WITHIN,
];
const LOW: [&str; 14] = [
    ">=",
    "≥",
    ">",
    "at least",
    "no less than",
    "not less than",
    "no fewer than",
    "no lower than",
    "more than",
    "min.",
    "minimum",
    "min",
    "over",
    "above",
];

/// A bound only next to a length of time.
pub const WITHIN: &str = "within";

/// The end that a text names, the word for it, and the text after it.
pub fn bound(text: &str) -> Option<(End, &'static str, &str)> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let ends = HIGH.map(|word| (End::High, word)).into_iter().chain(LOW.map(|word| (End::Low, word)));
    ends.into_iter().find_map(|(end, word)| {
        let rest = lower.starts_with(word).then(|| text.get(word.len()..))??;
        // `minor` is no bound.
        let is_word = !word.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphabetic);
        is_word.then_some((end, word, rest))
    })
}
