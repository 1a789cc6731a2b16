//! Words that multiply the figure before them.

/// Words for a factor, with the power of ten. `m` is a million only next to a currency: it can also be
/// meters or minutes.
const FACTORS: [(&str, u32); 32] = [
    ("thousand", 3),
    ("tausend", 3),
    ("tsd.", 3),
    ("tsd", 3),
    ("tys.", 3),
    ("tys", 3),
    ("tis.", 3),
    ("tis", 3),
    ("grand", 3),
    ("k", 3),
    ("lakhs", 5),
    ("lakh", 5),
    ("crores", 7),
    ("crore", 7),
    ("millionen", 6),
    ("millions", 6),
    ("million", 6),
    ("mio.", 6),
    ("mio", 6),
    ("mln", 6),
    ("mn", 6),
    ("milliarden", 9),
    ("milliards", 9),
    ("milliard", 9),
    ("mlrd.", 9),
    ("mlrd", 9),
    ("billion", 9),
    ("mrd.", 9),
    ("mrd", 9),
    ("bln", 9),
    ("bn", 9),
    ("m", 6),
];

/// The power of ten of a word that multiplies the figure before it.
pub(super) fn power(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    let found =
        FACTORS.iter().find(|(factor, _)| factor.trim_end_matches('.') == lower.trim_end_matches('.'));
    found.map(|(_, power)| *power)
}

/// True for a word that multiplies the figure before it.
pub fn is_factor(word: &str) -> bool {
    power(word).is_some()
}

/// Takes a word for a factor off the end: the power of ten.
pub(super) fn factor(text: &str) -> (&str, u32) {
    let lower = text.to_lowercase();
    let found = FACTORS.iter().find(|(word, _)| lower.ends_with(word));
    found
        .and_then(|(word, power)| Some((text.get(..text.len().checked_sub(word.len())?)?.trim_end(), *power)))
        .unwrap_or((text, 0))
}
