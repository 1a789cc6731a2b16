//! Findings that are new, resolved, or of another severity.
//!
//! A finding is identified by its rule and address, so another message or another line does not count.

use schemars::JsonSchema;
use serde::Serialize;

use super::Judged;
use super::matching::Pairs;
use crate::finding::{Finding, Group, Level, Siblings};
use crate::linter::finding_key::{FindingKey, compare};
use crate::linter::group::{alike, ids};
use crate::source::File;
use crate::strategy::address::Address;

/// What changed in the findings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct FindingNews {
    /// Found in the newer version only, the most severe first.
    pub new: Vec<News>,
    /// Found in both, and more severe now.
    pub more_severe: Vec<News>,
    /// Found in both, and less severe now.
    pub less_severe: Vec<News>,
    /// Found in the older version only. If the newer one was not read completely, only errors of the file
    /// itself: the other rules may have missed something.
    pub resolved: Vec<News>,
    /// How many findings allow comments silence.
    pub allowed: Allowed,
}

/// How many findings allow comments silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Allowed {
    /// In the older version.
    pub old: usize,
    /// In the newer version.
    pub new: usize,
}

/// A finding of one of the versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct News {
    /// The rule's name.
    pub rule: String,
    /// The part of a strategy that the rule looks at.
    pub group: Group,
    /// Its severity; if it is resolved, the one it had.
    pub level: Level,
    /// The severity it had, if that changed.
    pub was: Option<Level>,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The dotted path of keys and ids, in the version it was found in.
    pub address: Address,
    /// The file it was found in.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    #[serde(skip)]
    siblings: Option<Siblings>,
}

/// A finding, or several similar ones, for people.
#[derive(Debug)]
pub(crate) struct NewsGroup<'a> {
    /// The first of them, whose help is shown.
    pub(crate) first: &'a News,
    rest: Vec<&'a News>,
}

/// Puts similar findings together.
pub(crate) fn grouped<'a>(all: impl IntoIterator<Item = &'a News>) -> Vec<NewsGroup<'a>> {
    let groups = alike(all, |news| {
        news.siblings.as_ref().map(|siblings| (siblings, &news.rule, news.level, news.was))
    });
    groups.into_iter().map(|(first, rest)| NewsGroup { first, rest }).collect()
}

impl NewsGroup<'_> {
    /// What is wrong. Others can have the same problem in both versions, so only these are counted.
    pub(crate) fn message(&self) -> String {
        match &self.first.siblings {
            Some(Siblings { noun, problem, .. }) if !self.rest.is_empty() => {
                format!("{} {noun} {problem}", self.rest.len() + 1)
            }
            _ => self.first.message.clone(),
        }
    }

    /// For several findings: the ids of the entries.
    pub(crate) fn about(&self) -> Vec<String> {
        let all: Vec<&News> = std::iter::once(self.first).chain(self.rest.iter().copied()).collect();
        ids(all.iter().map(|news| news.address.clone()))
    }
}

impl FindingNews {
    pub(super) fn between(old: &Judged<'_>, new: &Judged<'_>, pairs: &Pairs) -> Self {
        let (before, after) = (&old.outcome.findings, &new.outcome.findings);
        let keys = |of, findings: &[Finding], pairs| -> Vec<FindingKey> {
            findings.iter().map(|finding| key(of, finding, pairs)).collect()
        };
        let (matched, gone) = compare(keys(old, before, Some(pairs)), keys(new, after, None));
        let mut news = Self {
            allowed: Allowed { old: old.outcome.allowed, new: new.outcome.allowed },
            ..Self::default()
        };
        for (finding, index) in after.iter().zip(matched) {
            let was = index.and_then(|index| before.get(index)).map(|was| was.level);
            let one = News { was, ..News::of(new, finding) };
            match was {
                None => news.new.push(one),
                Some(was) if was < finding.level => news.more_severe.push(one),
                Some(was) if was > finding.level => news.less_severe.push(one),
                Some(_) => {}
            }
        }
        let gone = gone.into_iter().filter_map(|index| before.get(index));
        let is_sure = |finding: &&Finding| new.document.is_whole() || finding.rule.group == Group::File;
        news.resolved = gone.filter(is_sure).map(|finding| News::of(old, finding)).collect();
        for list in news.lists_mut() {
            list.sort_by_key(|one| std::cmp::Reverse(one.level));
        }
        news
    }

    pub(crate) fn lists_mut(&mut self) -> [&mut Vec<News>; 4] {
        [&mut self.new, &mut self.more_severe, &mut self.less_severe, &mut self.resolved]
    }

    /// Findings that are new and findings that are more severe now, the most severe first.
    pub(crate) fn fresh(&self) -> impl Iterator<Item = &News> {
        let mut all: Vec<&News> = self.new.iter().chain(&self.more_severe).collect();
        all.sort_by_key(|news| std::cmp::Reverse(news.level));
        all.into_iter()
    }

    /// No finding appeared, disappeared or changed its level.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.new, &self.more_severe, &self.less_severe, &self.resolved];
        lists.iter().all(|list| list.is_empty()) && self.allowed.old == self.allowed.new
    }
}

/// The key of a finding, with the address as it is in the newer version. The address of a row of the
/// readings file changes with its value, so the message is used instead.
fn key(of: &Judged<'_>, finding: &Finding, pairs: Option<&Pairs>) -> FindingKey {
    let mut key = FindingKey::of(of.document, finding);
    if finding.place.file == File::Readings {
        key.address.clone_from(&finding.message);
    } else if let Some(pairs) = pairs {
        key.address = pairs.address_now(&of.document.address(finding)).to_string();
    }
    key
}

impl News {
    fn of(of: &Judged<'_>, finding: &Finding) -> Self {
        let source = of.document.file(finding.place);
        Self {
            rule: finding.rule.name.to_owned(),
            group: finding.rule.group,
            level: finding.level,
            was: None,
            message: finding.message.clone(),
            help: finding.help.clone(),
            address: of.document.address(finding),
            path: source.name().to_owned(),
            line: source.line(finding.place.span.start),
            siblings: finding.siblings.clone(),
        }
    }
}
