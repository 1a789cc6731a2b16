//! What holds for any bytes. The fuzz targets try it on as many as they can, and a test on those of `corpus/`.

use std::path::Path;

use jiff::civil::Date;
use stratplan::changes::{FindingCounts, Fixer, Move, figures_of, reschedule};
use stratplan::formats::{
    self, Report, Run, checkstyle, github, gitlab, json, json_lines, junit, page, rdjson, rows, sarif,
};
use stratplan::reports::{AlignmentReport, FixCounts, GapReport, Unjudged, Wanted};
use stratplan::yaml::{self, NodeId, Tree, Value};
use stratplan::{Config, Document, FailOn, Group, Linter, Rule, Safety, Source, Span};

/// A name for each, as it is called on the command line.
pub const ALL: [(&str, fn(&[u8])); 6] = [
    ("read", read),
    ("check", check),
    ("fix", fix),
    ("settings", settings),
    ("exports", exports),
    ("moves", moves),
];

const TODAY: Date = Date::constant(2027, 4, 5);

/// The text before this line is the strategy, the text after it is its readings file.
const READINGS: &[u8] = b"\n=== readings ===\n";

/// Both parts, the second of which is empty if there is no such line.
fn parts<'a>(bytes: &'a [u8], line: &[u8]) -> (&'a [u8], &'a [u8]) {
    match bytes.windows(line.len()).position(|window| window == line) {
        Some(at) => (&bytes[..at], &bytes[at + line.len()..]),
        None => (bytes, b""),
    }
}

fn document(bytes: &[u8]) -> Document {
    let (strategy, csv) = parts(bytes, READINGS);
    let csv = if csv.is_empty() { b"kpi,date,value\n" } else { csv };
    let strategy = Source::from_bytes("fuzz.yaml", strategy.to_vec());
    Document::read(strategy, |path| Ok(Source::from_bytes(path, csv.to_vec())))
}

/// Parses any bytes: no panic, and every position is in the text, between characters.
pub fn read(bytes: &[u8]) {
    let source = Source::from_bytes("fuzz.yaml", bytes.to_vec());
    let (tree, findings) = yaml::parse(&source);
    let fits = |span: Span| assert!(source.text().get(span.range()).is_some(), "{span:?}");
    for finding in &findings {
        fits(finding.place.span);
        finding.others.iter().for_each(|other| fits(other.place.span));
        if let Some(fix) = &finding.fix {
            fix.edits.iter().for_each(|edit| fits(edit.span));
            assert!(yaml::apply(source.text(), &fix.edits).is_some());
        }
    }
    tree.comments().iter().for_each(|comment| fits(comment.span));
    tree.holes().iter().for_each(|hole| fits(*hole));
    assert!(tree.root().is_some() || !findings.is_empty());
    assert!(!tree.is_damaged() || !findings.is_empty());
    walk(&source, &tree);
}

/// Visits every node. The target of an alias is visited through its anchor.
fn walk(source: &Source, tree: &Tree) {
    let mut rest: Vec<NodeId> = tree.root().into_iter().collect();
    while let Some(id) = rest.pop() {
        let span = tree.span(id);
        assert!(source.text().get(span.range()).is_some(), "{span:?}");
        if tree.is_alias(id) {
            continue;
        }
        match tree.value(source, id) {
            Value::Sequence(items) => rest.extend(items),
            Value::Mapping(entries) => rest.extend(entries.iter().flat_map(|(key, value)| [key, value])),
            Value::Scalar(..) | Value::Damaged => {}
        }
    }
}

/// Any bytes are judged, and every format and the page written: no panic, and nothing that a terminal would obey.
pub fn check(bytes: &[u8]) {
    let document = document(bytes);
    let linter = Linter::new(TODAY);
    let outcome = linter.check(&document);
    for finding in &outcome.findings {
        let place = finding.place;
        assert!(document.file(place).text().get(place.span.range()).is_some(), "{finding:?}");
        let _ = document.address(finding);
    }
    let mut out = Vec::new();
    formats::full(&mut out, &document, &outcome.findings, 80).unwrap();
    formats::concise(&mut out, &document, &outcome.findings).unwrap();
    let report = AlignmentReport::new(&document, &outcome);
    formats::alignment(&mut out, &report, 80).unwrap();
    let mut strategy = Report::new(&document, &outcome, FailOn::Warning, FixCounts::default());
    strategy.findings = rows(&document, &outcome.findings);
    strategy.alignment = Some(report);
    let reports = [strategy];
    let run = Run { today: TODAY, errors: &[], unjudged: Unjudged::default(), exit_code: 0 };
    out.extend(json(&reports, &run).unwrap());
    out.extend(json_lines(&reports).unwrap());
    out.extend(sarif(&reports, &run).unwrap());
    out.extend(github(&reports, "").into_bytes());
    out.extend(gitlab(&reports).unwrap());
    out.extend(junit(&reports, &run).into_bytes());
    out.extend(checkstyle(&reports).into_bytes());
    out.extend(rdjson(&reports).unwrap());
    let gaps = GapReport::new(&document, &outcome, &Wanted::default());
    page(&mut out, &gaps).unwrap();
    harmless(&String::from_utf8(out).unwrap());
}

/// Colors are ours; every other control character would come from the file.
fn harmless(written: &str) {
    let plain = anstream::adapter::strip_str(written).to_string();
    let bad = plain.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    assert!(bad.is_none(), "{bad:?} is written");
}

/// Fixes bring no new error of the file, and take no comment away.
pub fn fix(bytes: &[u8]) {
    let before = document(bytes);
    let linter = Linter::new(TODAY);
    let fixer = Fixer { linter: &linter, accepted: &FindingCounts::default(), path: Path::new("fuzz.yaml") };
    for safety in [Safety::Safe, Safety::Unsafe] {
        let Some(after) = fixer.fix(&before, safety).document else { continue };
        let errors = |document: &Document| {
            // While a section cannot be read, nothing is said about references to what is in it.
            let counts = |rule: &Rule| rule.group == Group::File && rule.name != "unknown-reference";
            let found = linter.check(document).findings;
            found.into_iter().filter(|finding| counts(finding.rule)).count()
        };
        let (was, is) = (errors(&before), errors(&after));
        assert!(is <= was, "{was} findings about the file became {is}:\n{}", before.source.text());
        let (tree, _) = yaml::parse(&before.source);
        for comment in tree.comments() {
            let text = before.source.slice(comment.span).trim_start_matches('#').trim();
            if text.starts_with("stratplan:") {
                continue; // an allow comment that nothing needs is removed
            }
            assert!(
                after.source.text().contains(text),
                "the comment `{text}` is gone:\n{}",
                after.source.text()
            );
        }
    }
}

/// Any settings are read or refused with a reason.
pub fn settings(bytes: &[u8]) {
    if let Err(error) = Config::parse(Source::from_bytes("stratplan.toml", bytes.to_vec())) {
        assert!(!error.to_string().is_empty());
    }
}

/// Before this line is the strategy, then the name of the export, and on the next lines its bytes.
const EXPORT: &[u8] = b"\n=== export ===\n";

/// Exports are read or refused, and read twice they say the same.
pub fn exports(bytes: &[u8]) {
    let (strategy, export) = parts(bytes, EXPORT);
    let (name, export) = parts(export, b"\n");
    let document = document(strategy);
    let files = [(String::from_utf8_lossy(name).into_owned(), export.to_vec())];
    let read = || figures_of(&document.strategy, &files, &[], TODAY);
    match (read(), read()) {
        (Ok(figures), Ok(again)) => assert_eq!(figures, again),
        (Err(reasons), Err(_)) => assert!(reasons.iter().all(|reason| !reason.is_empty())),
        (once, again) => panic!("{once:?}, then {again:?}"),
    }
}

/// Before this line is the strategy, and after it what moves, one per line.
const MOVES: &[u8] = b"\n=== moves ===\n";

/// Dates are moved or refused, and nothing but dates changes.
pub fn moves(bytes: &[u8]) {
    let (strategy, moves) = parts(bytes, MOVES);
    let moves = String::from_utf8_lossy(moves);
    let moves: Vec<Move> = moves.lines().filter_map(|line| Move::parse(line).ok()).collect();
    let document = document(strategy);
    let linter = Linter::new(TODAY);
    let outcome = linter.check(&document);
    let Ok(after) = reschedule(&document, &outcome.analysis, &moves, false) else { return };
    let comments = |document: &Document| yaml::parse(&document.source).0.comments().len();
    assert_eq!(comments(&document), comments(&after.document));
    assert!(!moves.is_empty() || after.document.source.text() == document.source.text());
    let errors = |document: &Document| document.findings.len();
    assert!(errors(&after.document) <= errors(&document), "{}", after.document.source.text());
}
