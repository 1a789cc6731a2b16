//! Any bytes are judged, and every format and the page written: no panic, and nothing that a terminal would obey.
#![no_main]

use jiff::civil::Date;
use libfuzzer_sys::fuzz_target;
use stratplan::formats::{
    self, Report, Run, checkstyle, github, gitlab, json, json_lines, junit, page, rdjson, rows, sarif,
};
use stratplan::reports::{AlignmentReport, FixCounts, GapReport, Unjudged, Wanted};
use stratplan::{Document, FailOn, Linter, Source};

const TODAY: Date = Date::constant(2027, 4, 5);

/// The text before this line is the strategy, the text after it is its readings file.
const READINGS: &[u8] = b"\n=== readings ===\n";

fuzz_target!(|bytes: &[u8]| {
    let parted = bytes.windows(READINGS.len()).position(|line| line == READINGS);
    let (strategy, csv) = match parted {
        Some(at) => (&bytes[..at], &bytes[at + READINGS.len()..]),
        None => (bytes, &b"kpi,date,value\n"[..]),
    };
    let strategy = Source::from_bytes("fuzz.yaml", strategy.to_vec());
    let document = Document::read(strategy, |path| Ok(Source::from_bytes(path, csv.to_vec())));
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
});

/// Colors are ours; every other control character would come from the file.
fn harmless(written: &str) {
    let plain = anstream::adapter::strip_str(written).to_string();
    let bad = plain.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    assert!(bad.is_none(), "{bad:?} is written");
}
