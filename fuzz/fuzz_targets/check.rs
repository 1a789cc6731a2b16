//! Any bytes are judged and every format written: no panic, and nothing that a terminal would obey.
#![no_main]

use jiff::civil::Date;
use libfuzzer_sys::fuzz_target;
use stratplan::config::FailOn;
use stratplan::document::Document;
use stratplan::linter::Linter;
use stratplan::render;
use stratplan::render::findings::checkstyle::Checkstyle;
use stratplan::render::findings::github::Github;
use stratplan::render::findings::gitlab::Gitlab;
use stratplan::render::findings::json::Json;
use stratplan::render::findings::jsonl::JsonLines;
use stratplan::render::findings::junit::Junit;
use stratplan::render::findings::rdjson::Rdjson;
use stratplan::render::findings::sarif::Sarif;
use stratplan::render::findings::{Judged, Layout, Run};
use stratplan::report::alignment::AlignmentReport;
use stratplan::report::summary::{Mends, Unjudged};
use stratplan::source::Source;

const TODAY: Date = Date::constant(2027, 4, 5);

/// What stands before this line is the strategy, what follows is its file of readings.
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
    render::findings::full::findings(&mut out, &document, &outcome.findings, 80).unwrap();
    render::findings::concise::findings(&mut out, &document, &outcome.findings).unwrap();
    let report = AlignmentReport::new(&document, &outcome);
    render::outline::terminal::render(&mut out, &render::layout::alignment::outline(&report), 80).unwrap();
    let (fail_on, mends) = (FailOn::Warning, Mends::default());
    let judged = Judged { document: &document, outcome: &outcome, fail_on, mends, before: None };
    out.extend(laid_out(&Json, judged));
    out.extend(laid_out(&JsonLines, judged));
    out.extend(laid_out(&Sarif, judged));
    out.extend(laid_out(&Github::default(), judged));
    out.extend(laid_out(&Gitlab, judged));
    out.extend(laid_out(&Junit, judged));
    out.extend(laid_out(&Checkstyle, judged));
    out.extend(laid_out(&Rdjson, judged));
    harmless(&String::from_utf8(out).unwrap());
});

fn laid_out<L: Layout>(layout: &L, judged: Judged<'_>) -> Vec<u8> {
    let run = Run { today: TODAY, troubles: &[], unjudged: Unjudged::default(), exit_code: 0 };
    layout.join(vec![layout.sheet(judged).unwrap()], &run).unwrap()
}

/// Colours are ours; every other control character would come from the file.
fn harmless(written: &str) {
    let plain = anstream::adapter::strip_str(written).to_string();
    let bad = plain.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    assert!(bad.is_none(), "{bad:?} is written");
}
