//! `JUnit`: a suite for each strategy, in the dialect that Jenkins requires (its `junit-10.xsd`).
//!
//! A finding that fails the check is a failed test. A strategy without any is a passed test, even if
//! it has less severe findings: those go to the output of its suite, where they turn nothing red. What
//! the tool could not do is an error in a separate suite.
//!
//! The crate `quick-junit` would save some 40 lines, but it brings `chrono`, `uuid`, `quick-xml` and
//! more, cannot write Checkstyle, and leaves `##[`, which the runner of GitHub Actions obeys.

use std::fmt::Write;

use super::row::FindingRow;
use super::{Report, Run, xml};
use crate::words::safe;

#[derive(Default)]
struct Suite {
    name: String,
    tests: Vec<String>,
    failures: usize,
    errors: usize,
    output: Option<String>,
}

/// The format `junit`.
pub fn junit(reports: &[Report], run: &Run<'_>) -> String {
    let mut suites: Vec<Suite> = reports.iter().map(suite).collect();
    if !run.errors.is_empty() {
        suites.push(error_suite(run.errors));
    }
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum();
    let totals = [sum(|one| one.tests.len()), sum(|one| one.failures), sum(|one| one.errors)];
    let mut lines = vec![format!("{}{}", xml::DECLARATION, counted_tag("testsuites", "stratplan", totals))];
    for suite in &suites {
        let counts = [suite.tests.len(), suite.failures, suite.errors];
        lines.push(format!("  {}", counted_tag("testsuite", &suite.name, counts)));
        lines.extend(suite.tests.iter().chain(&suite.output).map(|one| format!("    {one}")));
        lines.push("  </testsuite>".to_owned());
    }
    lines.push("</testsuites>\n".to_owned());
    lines.join("\n")
}

fn counted_tag(tag: &str, name: &str, counts: [usize; 3]) -> String {
    let [tests, failures, errors] = counts.map(|count| count.to_string());
    xml::open(tag, &[("name", name), ("tests", &tests), ("failures", &failures), ("errors", &errors)])
}

fn suite(report: &Report) -> Suite {
    let name = safe::line(&report.path).into_owned();
    let (failed, other): (Vec<&FindingRow>, Vec<_>) =
        report.findings.iter().partition(|row| report.fail_on.is_failed_by(row.level));
    let tests = if failed.is_empty() {
        vec![xml::empty("testcase", &[("name", "check"), ("classname", &name)])]
    } else {
        failed.iter().map(|row| failure(row, &name)).collect()
    };
    let other: Vec<String> = other.iter().map(|row| row.full_text()).collect();
    let output = || format!("<system-out>{}</system-out>", xml::text(&other.join("\n\n")));
    Suite { name, tests, failures: failed.len(), errors: 0, output: (!other.is_empty()).then(output) }
}

/// A failed test. Its name is unique in its suite and does not change when lines move, so a server can
/// tell since when it fails.
fn failure(row: &FindingRow, class: &str) -> String {
    let mut name = row.rule.to_owned();
    // Writing to a string cannot fail.
    if !row.address.is_empty() {
        write!(name, ": {}", safe::line(&row.address)).ok();
    }
    if row.occurrence > 1 {
        write!(name, " ({})", row.occurrence).ok();
    }
    let test = xml::open("testcase", &[("name", &name), ("classname", class)]);
    let attributes = [("message", &*safe::line(&row.message)), ("type", row.level.name())];
    format!("{test}{}{}</failure></testcase>", xml::open("failure", &attributes), xml::text(&row.full_text()))
}

fn error_suite(errors: &[String]) -> Suite {
    let test = |(error, number): (&String, usize)| {
        let test =
            xml::open("testcase", &[("name", &*format!("error {number}")), ("classname", "stratplan")]);
        let message: Vec<_> = error.lines().map(safe::line).collect();
        let error = xml::empty("error", &[("message", &message.join("\n")), ("type", "error")]);
        format!("{test}{error}</testcase>")
    };
    let tests = errors.iter().zip(1..).map(test).collect();
    Suite { name: "stratplan".to_owned(), tests, errors: errors.len(), ..Suite::default() }
}
