//! Lists of findings: what identifies a finding, and which findings two lists have in common.

use std::collections::HashMap;
use std::hash::Hash;

use crate::finding::Finding;
use crate::strategy::document::Document;

/// What a finding is recognized by after the file was edited: its rule and its address, never a line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingKey {
    /// The rule's name.
    pub rule: String,
    /// The dotted path of keys and ids; for a row of the readings file, the row itself.
    pub address: String,
}

impl FindingKey {
    pub fn of(document: &Document, finding: &Finding) -> Self {
        Self { rule: finding.rule.name.to_owned(), address: document.address(finding).to_string() }
    }
}

/// The findings of a changed strategy that are new, and those that are gone. One that only gives another number is the
/// same, and so is one that says the same in another place; one at another level is not.
pub(crate) fn new_and_gone<'f>(
    before: (&Document, &'f [Finding]),
    after: (&Document, &'f [Finding]),
) -> (Vec<&'f Finding>, Vec<&'f Finding>) {
    let keys = |(document, findings): (&Document, &[Finding])| -> Vec<_> {
        findings.iter().map(|one| (FindingKey::of(document, one), one.level)).collect()
    };
    let (matched, gone) = compare(keys(before), keys(after));
    let new = after.1.iter().zip(matched).filter(|(_, matched)| matched.is_none());
    let mut new: Vec<&Finding> = new.map(|(finding, _)| finding).collect();
    let mut gone: Vec<&Finding> = gone.into_iter().filter_map(|index| before.1.get(index)).collect();
    let says = |one: &Finding| (one.rule.name, one.level, one.message.clone());
    gone.retain(|one| {
        let moved = new.iter().position(|other| says(other) == says(one));
        moved.map(|index| new.remove(index)).is_none()
    });
    (new, gone)
}

/// For each key of a new list, the index of the same one in the old list, and the indexes of those of
/// the old list that are gone. Each is matched once: of several with the same key, the first with the
/// first.
pub(crate) fn compare<K: Eq + Hash>(
    old: impl IntoIterator<Item = K>,
    new: impl IntoIterator<Item = K>,
) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut left: HashMap<K, std::collections::VecDeque<usize>> = HashMap::new();
    for (index, key) in old.into_iter().enumerate() {
        left.entry(key).or_default().push_back(index);
    }
    let matched = new.into_iter().map(|key| left.get_mut(&key)?.pop_front()).collect();
    let mut gone: Vec<usize> = left.into_values().flatten().collect();
    gone.sort_unstable();
    (matched, gone)
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn each_is_matched_once_and_in_order() {
        let (matched, gone) = compare(["a", "b", "a", "c"], ["c", "a", "d", "a", "a"]);
        assert_eq!(matched, [Some(3), Some(0), None, Some(2), None]);
        assert_eq!(gone, [1]);
    }
}
