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

/// The number of tests, of failures and of errors in a suite, and its XML.
type Suite = ([usize; 3], String);

/// The format `junit`.
pub fn junit(reports: &[Report], run: &Run<'_>) -> String {
    let mut suites: Vec<Suite> = reports.iter().map(of_report).collect();
    if !run.errors.is_empty() {
        suites.push(of_errors(run.errors));
    }
    let totals = suites.iter().fold([0; 3], |[tests, failures, errors], ([more, failed, wrong], _)| {
        [tests + more, failures + failed, errors + wrong]
    });
    let suites: String = suites.into_iter().map(|(_, suite)| suite).collect();
    format!("{}{}\n{suites}</testsuites>\n", xml::DECLARATION, counted_tag("testsuites", "stratplan", totals))
}

fn suite(name: &str, parts: &[String], counts: [usize; 3]) -> Suite {
    let parts: Vec<String> = parts.iter().map(|part| format!("    {part}\n")).collect();
    let open = counted_tag("testsuite", name, counts);
    (counts, format!("  {open}\n{}  </testsuite>\n", parts.concat()))
}

fn counted_tag(tag: &str, name: &str, counts: [usize; 3]) -> String {
    let [tests, failures, errors] = counts.map(|count| count.to_string());
    xml::open(tag, &[("name", name), ("tests", &tests), ("failures", &failures), ("errors", &errors)])
}

fn of_report(report: &Report) -> Suite {
    let name = safe::line(&report.path);
    let (failed, other): (Vec<&FindingRow>, Vec<_>) =
        report.findings.iter().partition(|row| report.fail_on.is_failed_by(row.level));
    let mut parts: Vec<String> = failed.iter().map(|row| failure(row, &name)).collect();
    if parts.is_empty() {
        parts.push(xml::empty("testcase", &[("name", "check"), ("classname", &name)]));
    }
    let counts = [parts.len(), failed.len(), 0];
    if !other.is_empty() {
        let other: Vec<String> = other.iter().map(|row| row.full_text()).collect();
        parts.push(format!("<system-out>{}</system-out>", xml::text(&other.join("\n\n"))));
    }
    suite(&name, &parts, counts)
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

fn of_errors(errors: &[String]) -> Suite {
    let test = |(error, number): (&String, usize)| {
        let name = format!("error {number}");
        let test = xml::open("testcase", &[("name", &name), ("classname", "stratplan")]);
        let message: Vec<_> = error.lines().map(safe::line).collect();
        let error = xml::empty("error", &[("message", &message.join("\n")), ("type", "error")]);
        format!("{test}{error}</testcase>")
    };
    let tests: Vec<String> = errors.iter().zip(1..).map(test).collect();
    suite("stratplan", &tests, [tests.len(), 0, errors.len()])
}
