//! "Did you mean": the name someone most likely meant.
//!
//! One measure for keys, ids, enum members, rule names and settings, so that the same slip is
//! forgiven everywhere in the same way.

/// A name that was probably meant, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nearest<'a> {
    /// The name.
    pub name: &'a str,
    /// True where only spelling, case, a separator or a plural differs: safe to mend without asking.
    pub certain: bool,
}

/// The candidate nearest to what was written, if any is near enough to be worth saying.
///
/// ```
/// let gears = ["acquisition", "engagement", "enlistment", "monetization"];
/// let meant = stratplan::nearest::nearest("Monetisation", gears).unwrap();
/// assert_eq!((meant.name, meant.certain), ("monetization", true));
/// assert!(stratplan::nearest::nearest("reach", gears).is_none());
/// ```
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Nearest<'a>> {
    // Anything longer is not a slip, and the measure is quadratic.
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
    let (distance, name, rivals) = candidates
        .into_iter()
        // Each letter more or less is one step, so these need not be measured.
        .filter(|name| name.trim().chars().count().abs_diff(length) <= allowed)
        .map(|name| (strsim::damerau_levenshtein(&plain, &normal(name)), name))
        .filter(|(distance, _)| *distance <= allowed)
        .fold(None, |best: Option<(usize, &str, usize)>, (distance, name)| match best {
            Some((least, kept, _)) if least < distance => Some((least, kept, 1)),
            Some((least, kept, rivals)) if least == distance => Some((least, kept, rivals + 1)),
            _ => Some((distance, name, 1)),
        })?;
    // One word for several, or the other way round, is not another word.
    let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
    let is_slip =
        distance == 0 || (distance <= 2 && length >= 6) || singular(&plain) == singular(&normal(name));
    Some(Nearest { name, certain: rivals == 1 && is_slip })
}

fn normal(name: &str) -> String {
    name.trim()
        .chars()
        .map(|c| if matches!(c, '-' | ' ' | '.') { '_' } else { c.to_ascii_lowercase() })
        .collect()
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
    fn short_words_are_not_guessed_at() {
        assert_eq!(nearest("go", ["kpi"]), None);
        assert_eq!(nearest("end", ["start", "owner"]), None);
    }

    #[test]
    fn one_for_several_is_no_other_word() {
        assert_eq!(nearest("kpi", ["kpis", "risks"]), Some(Nearest { name: "kpis", certain: true }));
        assert_eq!(nearest("goals", ["goal"]), Some(Nearest { name: "goal", certain: true }));
    }

    #[test]
    fn two_equally_near_names_are_never_certain() {
        assert_eq!(nearest("budgit-x", ["budget-x", "budgat-x"]).map(|n| n.certain), Some(false));
    }
}
