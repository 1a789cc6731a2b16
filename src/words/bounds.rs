//! Bounds as people write them: `at most 10`, `<= 10`, `up to 10`, `within 40 s`.

/// The end of a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Low,
    High,
}

/// A word that is before another one in the list can begin with that.
const HIGH: &[&str] = &[
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
    "maximal",
    "maximaal",
    "max",
    "under",
    "below",
    "höchstens",
    "weniger als",
    "nicht mehr als",
    "bis zu",
    "unter",
    "au plus",
    "au maximum",
    "moins de",
    "pas plus de",
    "como máximo",
    "máximo",
    "menos de",
    "hasta",
    "al massimo",
    "massimo",
    "meno di",
    "no máximo",
    "até",
    "hoogstens",
    "minder dan",
    WITHIN,
];
const LOW: &[&str] = &[
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
    "minimal",
    "minimaal",
    "min",
    "over",
    "above",
    "mindestens",
    "wenigstens",
    "nicht weniger als",
    "mehr als",
    "über",
    "au moins",
    "au minimum",
    "plus de",
    "al menos",
    "por lo menos",
    "como mínimo",
    "mínimo",
    "más de",
    "almeno",
    "minimo",
    "più di",
    "pelo menos",
    "no mínimo",
    "mais de",
    "minstens",
    "meer dan",
];

/// Words after a figure.
const OR_LESS: &[&str] = &[
    "or less",
    "or fewer",
    "or lower",
    "oder weniger",
    "ou moins",
    "o menos",
    "o meno",
    "ou menos",
    "of minder",
    "maximum",
    "max.",
    "max",
    "at most",
    "höchstens",
];
const OR_MORE: &[&str] = &[
    "+",
    "or more",
    "or higher",
    "plus",
    "oder mehr",
    "ou plus",
    "o más",
    "o più",
    "ou mais",
    "of meer",
    "minimum",
    "at least",
    "mindestens",
];

/// A bound only next to a length of time.
pub const WITHIN: &str = "within";

/// Words before a bound that say no more than it does.
const STAY: &str = "stay stays keep keeps remain remains hold holds";

/// The end that a text names, the word for it, and the text after it.
pub fn bound(text: &str) -> Option<(End, &'static str, &str)> {
    let text = text.trim();
    // `stay above 60` and `keep below 5`.
    let verb = text.split_once(' ').filter(|(verb, _)| super::is_in(STAY, &verb.to_lowercase()));
    let text = verb.map_or(text, |(_, rest)| rest.trim_start());
    let lower = text.to_lowercase();
    let (high, low) = (HIGH.iter().map(|word| (End::High, *word)), LOW.iter().map(|word| (End::Low, *word)));
    high.chain(low).find_map(|(end, word)| {
        let rest = lower.starts_with(word).then(|| text.get(word.len()..))??;
        // `minor` is not a bound.
        let is_word = !word.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphabetic);
        is_word.then_some((end, word, rest))
    })
}

/// The end that the last words of a text name, and the text before them: `25 or more`, `2500+`.
pub fn bound_at_end(text: &str) -> Option<(End, &str)> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let high = OR_LESS.iter().map(|word| (End::High, word));
    let low = OR_MORE.iter().map(|word| (End::Low, word));
    high.chain(low).find_map(|(end, word)| {
        let before = lower.strip_suffix(word).and_then(|before| text.get(..before.len()))?;
        // `4 min.` is a time, and `surplus` is one word.
        let is_word = !word.starts_with(char::is_alphabetic) || before.ends_with(' ');
        is_word.then_some((end, before.trim_end()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_named_before_or_after_its_figure() {
        for (text, end, rest) in [
            ("at least 25", End::Low, "25"),
            ("mindestens 25", End::Low, "25"),
            ("Höchstens 4", End::High, "4"),
            ("au moins 25", End::Low, "25"),
            ("até 4", End::High, "4"),
            ("min. 25", End::Low, "25"),
            ("stay above 60", End::Low, "60"),
            ("Keep below 5", End::High, "5"),
        ] {
            assert_eq!(bound(text).map(|(end, _, rest)| (end, rest.trim())), Some((end, rest)), "{text}");
        }
        for (text, end, before) in
            [("2500+", End::Low, "2500"), ("25 oder mehr", End::Low, "25"), ("4 or fewer", End::High, "4")]
        {
            assert_eq!(bound_at_end(text), Some((end, before)), "{text}");
        }
        assert_eq!(bound("overall 5"), None);
        assert_eq!(bound("keep 5"), None);
        assert_eq!(bound_at_end("4 minutes"), None);
        assert_eq!(bound_at_end("+25"), None);
    }
}
