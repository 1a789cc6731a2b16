//! Similar findings shown as one, for people: four activities without an owner are one finding with
//! four places.
//!
//! What is said about a group is true of every finding in it: the message counts them and names their entries,
//! and notes and helps that differ are given for each.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use indexmap::IndexMap;

use super::WRITTEN_AS;
use crate::finding::{Finding, Level};
use crate::source::File;
use crate::strategy::address::Address;
use crate::strategy::document::Document;
use crate::words::{and, spelled_out, with_article};

/// How many entries of a group are named.
const NAMED: usize = 5;
/// How many different helps of a group are given.
const HELPS: usize = 4;

/// A finding, or several similar ones.
#[derive(Debug)]
pub struct GroupedFinding<'a> {
    /// The first of them in the file.
    pub first: &'a Finding,
    /// The others.
    pub rest: Vec<&'a Finding>,
    /// The message for all of them.
    pub message: String,
    /// Their level.
    pub level: Level,
}

/// Puts those with the same key together, the first of them and the others. One without a key is alone.
pub(crate) fn alike<'a, T, K: Eq + Hash>(
    all: impl IntoIterator<Item = &'a T>,
    key: impl Fn(&'a T) -> Option<K>,
) -> Vec<(&'a T, Vec<&'a T>)> {
    let mut groups: Vec<(&T, Vec<&T>)> = Vec::new();
    // The position of each group by its key, since a file can have thousands of findings.
    let mut positions = HashMap::new();
    for one in all {
        let position = key(one).map(|key| *positions.entry(key).or_insert(groups.len()));
        match position.and_then(|position| groups.get_mut(position)) {
            Some((_, rest)) => rest.push(one),
            None => groups.push((one, Vec::new())),
        }
    }
    groups
}

/// The ids of the entries that several findings are about; none for a single finding.
pub(crate) fn ids(of: impl ExactSizeIterator<Item = Address>) -> Vec<String> {
    if of.len() < 2 {
        return Vec::new();
    }
    let mut ids: Vec<String> = of.map(|address| address.subject().id()).collect();
    ids.retain(|id| !id.is_empty());
    ids.dedup();
    ids
}

/// Groups the findings of one rule on siblings, from two on.
pub fn group(findings: &[Finding]) -> Vec<GroupedFinding<'_>> {
    let groups = alike(findings, |finding| {
        finding.siblings.as_ref().map(|siblings| (siblings, finding.rule.name, finding.level))
    });
    let grouped = groups.into_iter().map(|(first, rest)| {
        let (message, level) = (first.message.clone(), first.level);
        GroupedFinding { first, rest, message, level }
    });
    let mut grouped: Vec<GroupedFinding<'_>> = grouped.collect();
    for one in grouped.iter_mut().filter(|one| !one.rest.is_empty()) {
        if let Some(siblings) = &one.first.siblings {
            let count = one.rest.len() + 1;
            let (noun, problem) = (&siblings.noun, &siblings.problem);
            let lack = siblings.lack.map(str::to_owned);
            let lack =
                lack.or_else(|| Some(format!("has {}", with_article(problem.strip_prefix("have no ")?))));
            one.message = match (siblings.total, lack) {
                (2, Some(lack)) if count == 2 => format!("neither of the two {noun} {lack}"),
                (2, None) if count == 2 => format!("both {noun} {problem}"),
                (total, Some(lack)) if total == count => {
                    format!("none of the {} {noun} {lack}", spelled_out(count))
                }
                (total, None) if total == count => format!("all {} {noun} {problem}", spelled_out(count)),
                (total, _) => format!("{count} of {total} {noun} {problem}"),
            };
        }
    }
    grouped
}

impl<'a> GroupedFinding<'a> {
    fn all(&self) -> impl Iterator<Item = &'a Finding> {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }

    /// The message, and for several findings the entries they are about.
    pub fn title(&self, document: &Document) -> String {
        if self.rest.is_empty() {
            return self.message.clone();
        }
        let mut seen = HashSet::new();
        let mut names: Vec<String> = self.all().map(|finding| name(document, finding)).collect();
        names.retain(|name| !name.is_empty() && seen.insert(name.clone()));
        match names.as_slice() {
            [] => self.message.clone(),
            names => format!("{}: {}", self.message, listed(names)),
        }
    }

    /// Why it matters. A note that is not about all of them says which ones it is about.
    pub fn notes(&self, document: &Document) -> Vec<String> {
        let longest = self.all().map(|finding| finding.notes.len()).max().unwrap_or_default();
        let nth = |at: usize| {
            self.all().filter_map(move |finding| Some((finding, finding.notes.get(at)?.as_str())))
        };
        let said = |at| said(document, nth(at), self.rest.len() + 1, "the same is true of");
        (0..longest).flat_map(said).collect()
    }

    /// What to do next: one help for all of them, or if theirs differ, one for each.
    pub fn helps(&self, document: &Document) -> Vec<String> {
        let helps =
            self.all().map(|finding| (finding, finding.help.as_str())).filter(|(_, help)| !help.is_empty());
        said(document, helps, self.rest.len() + 1, "do the same for")
    }
}

/// Texts of several findings, each once. `likewise` begins what is added to a text that is true of other entries
/// after a change of names.
fn said<'a>(
    document: &Document,
    texts: impl Iterator<Item = (&'a Finding, &'a str)>,
    of: usize,
    likewise: &str,
) -> Vec<String> {
    let texts: Vec<(&Finding, &str)> = texts.collect();
    let Some((_, first)) = texts.first() else { return Vec::new() };
    if texts.len() == of && texts.iter().all(|(_, text)| text == first) {
        return vec![(*first).to_owned()];
    }
    let is_of_all = texts.len() == of;
    // By the text without the name of its entry and without the form of this entry.
    let mut alike: IndexMap<String, Vec<(String, &str)>> = IndexMap::new();
    for (finding, text) in texts {
        let name = name(document, finding);
        alike.entry(without(bare(text), &name)).or_default().push((name, text));
    }
    let is_one = is_of_all && alike.len() == 1;
    let mut said: Vec<String> = Vec::new();
    let mut unsaid: Vec<String> = Vec::new();
    for mut same in alike.into_values() {
        // If one of the entries is written in another way afterwards, that one is shown, but only once.
        let shown = same.iter().position(|(_, text)| text.contains(WRITTEN_AS)).unwrap_or_default();
        let is_literal = same.iter().all(|(_, text)| Some(text) == same.first().map(|(_, text)| text));
        let (name, text) = same.remove(shown);
        let text = if said.is_empty() { text } else { bare(text) };
        let mut others: Vec<String> = same.into_iter().map(|(name, _)| name).collect();
        others.retain(|other| *other != name && !other.is_empty());
        others.dedup();
        let text = match others.as_slice() {
            [_, ..] if !is_literal => format!("{text}; {likewise} {}", listed(&others)),
            _ => text.to_owned(),
        };
        let mut names = vec![name];
        names.extend(others.into_iter().filter(|_| is_literal));
        names.retain(|name| !name.is_empty());
        match names.as_slice() {
            _ if said.len() == HELPS => unsaid.extend(names),
            [_, ..] if !is_one => said.push(format!("for {}: {text}", listed(&names))),
            _ => said.push(text),
        }
    }
    if !unsaid.is_empty() {
        said.push(format!("for {}: the same kind of change", listed(&unsaid)));
    }
    said
}

/// A help without the form that its entry gets.
fn bare(help: &str) -> &str {
    help.split(WRITTEN_AS).next().unwrap_or_default()
}

/// What the entry of a finding is called, quoted, or the row of the readings file.
fn name(document: &Document, finding: &Finding) -> String {
    match finding.place.file {
        File::Readings => format!("line {}", document.file(finding.place).line(finding.place.span.start)),
        File::Strategy => match document.address(finding).subject().id() {
            id if id.is_empty() => id,
            id => format!("`{id}`"),
        },
    }
}

fn listed(names: &[String]) -> String {
    match names.split_at_checked(NAMED) {
        Some((first, rest @ [_, _, ..])) => format!("{} and {} more", first.join(", "), rest.len()),
        _ => and(names),
    }
}

/// A text with a mark in place of each mention of a name, or of its last part.
fn without(text: &str, name: &str) -> String {
    let name = name.trim_matches('`');
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let words = text.split_inclusive(|c: char| !is_part(c));
    let masked = words.map(|word| {
        let bare = word.trim_end_matches(|c: char| !is_part(c));
        let is_name = !bare.is_empty() && (bare == name || bare == last);
        if is_name { word.replacen(bare, "\0", 1) } else { word.to_owned() }
    });
    masked.collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::linter::Linter;
    use crate::source::Source;

    /// The title, the notes and the helps of the first group of a rule.
    fn grouped(rule: &str, text: &str) -> (String, Vec<String>, Vec<String>) {
        let document = Document::read(Source::new("a.yaml", text), |_| Err("no such file".to_owned()));
        let findings = Linter::new(date(2027, 4, 5)).check(&document).findings;
        let groups = group(&findings);
        let one = groups.iter().find(|one| one.first.rule.name == rule).unwrap();
        (one.title(&document), one.notes(&document), one.helps(&document))
    }

    const HEAD: &str = "stratplan: 1\nstrategy: { name: A, owner: mia, period: 2027 }\n";

    #[test]
    fn a_lack_of_all_is_said_of_none() {
        let goals = |count: usize| {
            let goals = (1..=count).map(|one| format!("  goal-{one}: Sell {one}00 cakes by June\n"));
            format!("{HEAD}goals:\n{}", goals.collect::<String>())
        };
        let title = |count| grouped("goal-without-kpi", &goals(count)).0;
        assert_eq!(title(1), "the goal `goal-1` has no KPI");
        assert_eq!(title(2), "neither of the two goals has a KPI: `goal-1` and `goal-2`");
        assert_eq!(
            title(7),
            "none of the seven goals has a KPI: `goal-1`, `goal-2`, `goal-3`, `goal-4`, `goal-5` and 2 more"
        );
    }

    #[test]
    fn a_help_that_differs_only_in_the_name_is_given_once() {
        let text = format!("{HEAD}goals:\n  cakes: Sell 40 cakes by June\n  bread: Sell 90 loaves by June\n");
        let (_, notes, helps) = grouped("goal-unserved", &text);
        assert_eq!(notes.len(), 1);
        let [help] = helps.as_slice() else { panic!("{helps:?}") };
        assert!(help.starts_with("add `cakes` to") && help.ends_with("; do the same for `bread`"), "{help}");
    }

    #[test]
    fn helps_that_differ_are_given_for_each() {
        let text = format!("{HEAD}pillars:\n  promotion: {{}}\n  thought_leadership: {{}}\n");
        let (title, _, helps) = grouped("pillar-idle", &text);
        assert_eq!(title, "neither of the two pillars has an activity: `promotion` and `thought_leadership`");
        let [first, second] = helps.as_slice() else { panic!("{helps:?}") };
        assert!(first.starts_with("for `promotion`: ") && second.starts_with("for `thought_leadership`: "));
    }
}
