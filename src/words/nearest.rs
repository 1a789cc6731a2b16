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
    let letters = Letters::of(written);
    let (distance, name, rivals) = candidates
        .into_iter()
        // Comparing the sets of letters first is much faster than measuring all candidates.
        .filter(|name| is_possible(&letters, &Letters::of(name), allowed))
        .map(|name| (strsim::damerau_levenshtein(&plain, &normal(name)), name))
        .filter(|(distance, _)| *distance <= allowed)
        .fold(None, |best: Option<(usize, &str, usize)>, (distance, name)| match best {
            Some((least, kept, _)) if least < distance => Some((least, kept, 1)),
            Some((least, kept, rivals)) if least == distance => Some((least, kept, rivals + 1)),
            _ => Some((distance, name, 1)),
        })?;
    // Singular and plural are the same word.
    let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
    let is_slip = distance == 0
        || (distance <= 2 && length >= 6)
        || (distance == 1 && length >= 4 && !is_another_letter(&plain, &normal(name)))
        || singular(&plain) == singular(&normal(name));
    Some(Nearest { name, certain: rivals == 1 && is_slip })
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
struct Letters {
    count: usize,
    which: u128,
}

impl Letters {
    fn of(name: &str) -> Self {
        let start = Self { count: 0, which: 0 };
        name.trim().chars().map(normal_letter).fold(start, |seen, c| Self {
            count: seen.count + 1,
            which: seen.which | 1 << (u32::from(c) % u128::BITS),
        })
    }
}

/// False if two names are certain to be more steps apart than this: a step changes the length by at
/// most one, and adds or removes at most one letter.
fn is_possible(one: &Letters, other: &Letters, steps: usize) -> bool {
    let missing = |from: u128, of: u128| (from & !of).count_ones() as usize;
    one.count.abs_diff(other.count) <= steps
        && missing(one.which, other.which) <= steps
        && missing(other.which, one.which) <= steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_case_do_not_count() {
        let meant = nearest("Thought-Leadership", ["promotion", "thought_leadership"]);
        assert_eq!(meant, Some(Nearest { name: "thought_leadership", certain: true }));
    }

    #[test]
    fn candidates_that_are_not_measured_would_not_be_close() {
        let names = [
            "",
            "go",
            "owner",
            "ownr",
            "wonre",
            "Owner ",
            "visits-12",
            "visits-21",
            "café",
            "cafe",
            "c-a.f é",
        ];
        for one in names {
            for other in names {
                let distance = strsim::damerau_levenshtein(&normal(one), &normal(other));
                assert!(is_possible(&Letters::of(one), &Letters::of(other), distance), "{one} {other}");
            }
        }
        assert!(!is_possible(&Letters::of("visits"), &Letters::of("orders"), 2));
    }

    #[test]
    fn short_words_get_no_suggestion() {
        assert_eq!(nearest("go", ["kpi"]), None);
        assert_eq!(nearest("end", ["start", "owner"]), None);
    }

    #[test]
    fn singular_and_plural_are_the_same_word() {
        assert_eq!(nearest("kpi", ["kpis", "risks"]), Some(Nearest { name: "kpis", certain: true }));
        assert_eq!(nearest("goals", ["goal"]), Some(Nearest { name: "goal", certain: true }));
    }

    #[test]
    fn a_missing_or_moved_letter_is_a_typo_even_in_a_short_word() {
        let certain = |written, names: &[&'static str]| {
            nearest(written, names.iter().copied()).map(|meant| meant.certain)
        };
        for slip in ["ownr", "onwer", "ownner", "owne"] {
            assert_eq!(certain(slip, &["owner", "start"]), Some(true), "{slip}");
        }
        assert_eq!(certain("owned", &["owner"]), Some(false));
        assert_eq!(certain("why", &["who", "what"]), Some(false));
        assert_eq!(certain("ned", &["need", "end"]), Some(false));
    }

    #[test]
    fn two_equally_close_names_are_never_certain() {
        assert_eq!(nearest("budgit-x", ["budget-x", "budgat-x"]).map(|n| n.certain), Some(false));
    }

    #[test]
    fn examples_of_nearest() {
        let gears = ["acquisition", "engagement", "enlistment", "monetization"];
        let meant = nearest("Monetisation", gears).unwrap();
        assert_eq!((meant.name, meant.certain), ("monetization", true));
        assert!(nearest("reach", gears).is_none());
    }
}
