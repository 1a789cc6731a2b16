//! "Did you mean": the name someone most likely meant.
//!
//! One measure for keys, ids, enum members, rule names and settings, so that the same typo is treated
//! the same everywhere.

/// A name that was probably meant, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nearest<'a> {
    /// The name.
    pub name: &'a str,
    /// True if only spelling, case, a separator or a plural differs, so that it is safe to fix without asking.
    pub certain: bool,
}

/// The candidate that is closest to what was written, if any is close enough to suggest.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Nearest<'a>> {
    // Anything longer is not a typo, and the measure takes quadratic time.
    if written.len() > 80 {
        return None;
    }
    let plain = normal(written);
    let length = plain.chars().count();
    let allowed = match length {
        0..=2 => 0,
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let letters = letters_of(written);
    let near: Vec<(usize, &str)> = candidates
        .into_iter()
        // Comparing the sets of letters first is much faster than measuring all candidates.
        .filter(|name| is_possible(letters, letters_of(name), allowed))
        .map(|name| (strsim::damerau_levenshtein(&plain, &normal(name)), name))
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    let (distance, name) = *near.iter().min_by_key(|(distance, _)| *distance)?;
    let is_only_one = near.iter().filter(|(other, _)| *other == distance).count() == 1;
    // Singular and plural are the same word.
    let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
    let is_slip = distance == 0
        || (distance <= 2 && length >= 8)
        || (distance == 1 && length >= 6)
        || (distance == 1 && length >= 4 && !is_another_letter(&plain, &normal(name)))
        || singular(&plain) == singular(&normal(name));
    Some(Nearest { name, certain: is_only_one && is_slip })
}

/// True if two words are one slip of a letter apart.
pub fn is_one_step(one: &str, other: &str) -> bool {
    strsim::damerau_levenshtein(&normal(one), &normal(other)) <= 1
}

/// True if two words that are one step apart differ by a replaced letter: `why` and `who` are two
/// words, while `ownr` and `onwer` are typos of `owner`.
fn is_another_letter(one: &str, other: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let (one, other) = (sorted(one), sorted(other));
    one.len() == other.len() && one != other
}

fn normal(name: &str) -> String {
    name.trim().chars().map(normal_letter).collect()
}

fn normal_letter(c: char) -> char {
    if matches!(c, '-' | ' ' | '.') { '_' } else { c.to_ascii_lowercase() }
}

/// The length of a name and the set of its letters; letters beyond ASCII share bits with others.
fn letters_of(name: &str) -> (usize, u128) {
    let letters = name.trim().chars().map(normal_letter);
    letters.fold((0, 0), |(count, set), c| (count + 1, set | 1 << (u32::from(c) % u128::BITS)))
}

/// False if two names are certain to be more steps apart than this: a step changes the length by at
/// most one, and adds or removes at most one letter.
fn is_possible(one: (usize, u128), other: (usize, u128), steps: usize) -> bool {
    let missing = |from: u128, of: u128| (from & !of).count_ones() as usize;
    one.0.abs_diff(other.0) <= steps && missing(one.1, other.1) <= steps && missing(other.1, one.1) <= steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_certain_only_for_an_obvious_slip() {
        for (written, names, meant) in [
            ("Thought-Leadership", "promotion thought_leadership", Some(("thought_leadership", true))),
            ("Monetisation", "acquisition engagement monetization", Some(("monetization", true))),
            ("reach", "acquisition engagement enlistment monetization", None),
            // Short words get no suggestion.
            ("go", "kpi", None),
            ("end", "start owner", None),
            // Singular and plural are the same word.
            ("kpi", "kpis risks", Some(("kpis", true))),
            ("goals", "goal", Some(("goal", true))),
            // A missing or moved letter is a typo even in a short word, another letter can be another word.
            ("ownr", "owner start", Some(("owner", true))),
            ("onwer", "owner start", Some(("owner", true))),
            ("ownner", "owner start", Some(("owner", true))),
            ("owne", "owner start", Some(("owner", true))),
            ("owned", "owner", Some(("owner", false))),
            ("why", "who what", Some(("who", false))),
            ("ned", "need end", Some(("need", false))),
            ("budgit-x", "budget-x budgat-x", Some(("budget-x", false))),
        ] {
            let nearest = nearest(written, names.split(' ')).map(|meant| (meant.name, meant.certain));
            assert_eq!(nearest, meant, "{written}");
        }
    }

    #[test]
    fn candidates_that_are_not_measured_would_not_be_close() {
        let names = "|go|owner|ownr|wonre|Owner |visits-12|visits-21|café|cafe|c-a.f é".split('|');
        for (one, other) in names.clone().flat_map(|one| names.clone().map(move |other| (one, other))) {
            let distance = strsim::damerau_levenshtein(&normal(one), &normal(other));
            assert!(is_possible(letters_of(one), letters_of(other), distance), "{one} {other}");
        }
        assert!(!is_possible(letters_of("visits"), letters_of("orders"), 2));
    }
}
