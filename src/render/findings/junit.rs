//! `JUnit`: a suite for each strategy, in the dialect that Jenkins prescribes (its `junit-10.xsd`).
//!
//! A finding that fails the check is a test that fails. A strategy without one is a test that passes,
//! even if there is less grave advice: that stands in the output of its suite, where it turns nothing
//! red. What could not be done is an error in a suite of its own.

use std::fmt::Write;
use std::io;

use super::identity::{Identity, identities};
use super::{Judged, Layout, Run};
use super::{wording, xml};
use crate::document::Document;
use crate::finding::Finding;
use crate::safe;

/// The format `junit`.
#[derive(Debug, Clone, Copy)]
pub struct Junit;

/// The tests of one strategy.
#[derive(Debug, Default)]
pub struct Suite {
    name: String,
    passed: Vec<String>,
    failed: Vec<String>,
    broken: Vec<String>,
    output: Option<String>,
}

impl Layout for Junit {
    type Sheet = Suite;

    fn sheet(&self, Judged { document, outcome, fail_on, .. }: Judged<'_>) -> io::Result<Suite> {
        let mut suite = Suite { name: safe::line(document.source.name()).into_owned(), ..Suite::default() };
        let mut lesser = Vec::new();
        for (finding, identity) in outcome.findings.iter().zip(identities(document, &outcome.findings)) {
            if fail_on.is_failed_by(finding.level) {
                suite.failed.push(failure(document, finding, &identity, &suite.name));
            } else {
                lesser.push(wording::in_full(document, finding));
            }
        }
        if suite.failed.is_empty() {
            suite.passed.push(xml::empty("testcase", &[("name", "check"), ("classname", &suite.name)]));
        }
        let output = || format!("<system-out>{}</system-out>", xml::text(&lesser.join("\n\n")));
        suite.output = (!lesser.is_empty()).then(output);
        Ok(suite)
    }

    fn join(&self, mut suites: Vec<Suite>, run: &Run<'_>) -> io::Result<Vec<u8>> {
        if !run.troubles.is_empty() {
            suites.push(of_troubles(run.troubles));
        }
        let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>().to_string();
        let attributes = [
            ("name", "stratplan"),
            ("tests", &*sum(|suite| suite.tests().count())),
            ("failures", &sum(|suite| suite.failed.len())),
            ("errors", &sum(|suite| suite.broken.len())),
        ];
        let mut lines = vec![format!("{}{}", xml::DECLARATION, xml::open("testsuites", &attributes))];
        for suite in &suites {
            suite.write(&mut lines);
        }
        lines.push("</testsuites>\n".to_owned());
        Ok(lines.join("\n").into_bytes())
    }
}

impl Suite {
    fn tests(&self) -> impl Iterator<Item = &String> {
        self.passed.iter().chain(&self.failed).chain(&self.broken)
    }

    fn write(&self, lines: &mut Vec<String>) {
        let attributes = [
            ("name", self.name.as_str()),
            ("tests", &self.tests().count().to_string()),
            ("failures", &self.failed.len().to_string()),
            ("errors", &self.broken.len().to_string()),
        ];
        lines.push(format!("  {}", xml::open("testsuite", &attributes)));
        lines.extend(self.tests().chain(&self.output).map(|one| format!("    {one}")));
        lines.push("  </testsuite>".to_owned());
    }
}

/// A test that fails. Its name is that of no other one in its suite, and survives moved lines, so
/// that a server can tell since when it fails.
fn failure(document: &Document, finding: &Finding, identity: &Identity, class: &str) -> String {
    let mut name = finding.rule.name.to_owned();
    // Writing to a string cannot fail.
    if !identity.address.is_empty() {
        write!(name, ": {}", safe::line(&identity.address)).ok();
    }
    if identity.occurrence > 1 {
        write!(name, " ({})", identity.occurrence).ok();
    }
    let test = xml::open("testcase", &[("name", &name), ("classname", class)]);
    let attributes = [("message", &*safe::line(&finding.message)), ("type", finding.level.name())];
    let said = wording::in_full(document, finding);
    format!("{test}{}{}</failure></testcase>", xml::open("failure", &attributes), xml::text(&said))
}

fn of_troubles(troubles: &[String]) -> Suite {
    let test = |(trouble, number): (&String, usize)| {
        let name = format!("what was asked ({number})");
        let test = xml::open("testcase", &[("name", &name), ("classname", "stratplan")]);
        let said: Vec<_> = trouble.lines().map(safe::line).collect();
        let error = xml::empty("error", &[("message", &said.join("\n")), ("type", "trouble")]);
        format!("{test}{error}</testcase>")
    };
    let broken = troubles.iter().zip(1..).map(test).collect();
    Suite { name: "stratplan".to_owned(), broken, ..Suite::default() }
}
