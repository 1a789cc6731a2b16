//! GitLab's Code Quality report: a JSON list that merge requests compare with that of their target.

use std::io;

use serde::Serialize;

use super::identity::identities;
use super::place::Place;
use super::wording;
use super::{Judged, Layout, Run};
use crate::finding::Level;
use crate::render::json;
use crate::source::Columns;

/// The format `gitlab`.
#[derive(Debug, Clone, Copy)]
pub struct Gitlab;

/// One finding.
#[derive(Debug, Serialize)]
pub struct Entry {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
}

impl Layout for Gitlab {
    type Sheet = Vec<Entry>;

    fn sheet(&self, Judged { document, outcome, .. }: Judged<'_>) -> io::Result<Vec<Entry>> {
        let findings = &outcome.findings;
        let entries = findings.iter().zip(identities(document, findings)).map(|(finding, identity)| {
            let place = Place::new(document, finding.place, Columns::Characters);
            Entry {
                description: wording::in_a_line(finding),
                check_name: finding.rule.name,
                fingerprint: identity.fingerprint,
                severity: severity(finding.level),
                location: Location { path: place.path.to_owned(), lines: Lines { begin: place.start.line } },
            }
        });
        Ok(entries.collect())
    }

    fn join(&self, sheets: Vec<Vec<Entry>>, _: &Run<'_>) -> io::Result<Vec<u8>> {
        json::pretty(&sheets.into_iter().flatten().collect::<Vec<_>>())
    }
}

/// `critical` and `blocker` are for programs that fall over; no plan is one.
const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Info => "info",
    }
}
