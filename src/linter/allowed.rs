//! What allow comments make of the findings: silence, and findings of their own where a comment is of
//! no use, or no longer.

use super::Linter;
use crate::allow::{self, Allow};
use crate::document::Document;
use crate::finding::file::{EXPIRED_ALLOW, UNUSED_ALLOW};
use crate::finding::{Finding, Rule};
use crate::rules;
use crate::source::{File, Span};

impl Linter {
    /// Takes out what allow comments silence, and adds what is wrong with the comments themselves.
    pub(super) fn silence_allowed(&self, document: &Document, findings: &mut Vec<Finding>) -> usize {
        let all: Vec<&'static Rule> = rules::all().collect();
        let mut faults = Vec::new();
        let allows = allow::read(document, &all, &mut faults);
        let before = findings.len();
        let mut used: Vec<(usize, &str)> = Vec::new();
        findings.retain(|finding| {
            let silenced = |(index, allow): (usize, &Allow)| {
                let covers = finding.place.file == File::Strategy
                    && !allow.is_expired(self.today)
                    && allow.covers(finding.rule, finding.place.span);
                covers.then_some(index)
            };
            let by = allows.iter().enumerate().find_map(silenced);
            used.extend(by.map(|index| (index, finding.rule.name)));
            by.is_none()
        });
        let allowed = before - findings.len();
        let judge_unused = document.judgeable && !document.tree.is_damaged();
        for (index, allow) in allows.iter().enumerate() {
            if let Some((until, span)) = allow.until
                && allow.is_expired(self.today)
            {
                faults.push(
                    EXPIRED_ALLOW
                        .at(span, format!("this allow comment ended on {until}"))
                        .label("no longer silences anything")
                        .note(format!("the reason was: {}", crate::words::shown(&allow.reason)))
                        .help("mend what it allowed and remove it, or give it a new date and a new reason"),
                );
                continue;
            }
            let is_unused = |(_, (rule, _)): &(usize, &(&'static Rule, Span))| {
                judge_unused && self.runs(rule) && !used.contains(&(index, rule.name))
            };
            let unused = allow.rules.iter().enumerate().filter(is_unused);
            let unused: Vec<usize> = unused.map(|(number, _)| number).collect();
            for (rule, span) in unused.iter().filter_map(|number| allow.rules.get(*number)) {
                faults.push(
                    UNUSED_ALLOW
                        .at(*span, format!("nothing here needs `allow({})`", rule.name))
                        .label("silences nothing")
                        .help("remove it, so that it does not hide the next finding")
                        .fix_if(Some(allow::writing::without(&document.source, allow, &unused))),
                );
            }
        }
        findings.extend(faults);
        allowed
    }
}
