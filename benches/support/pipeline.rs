//! The stages and the files of both benchmarks.
#![allow(dead_code)]

use std::hint::black_box;

use stratplan::{Document, Linter, Source, formats};

use crate::generator::{AS_OF, strategy_of};

/// The approximate sizes of the files in bytes.
pub const SIZES: [usize; 4] = [5_000, 50_000, 500_000, 5_000_000];

const SEED: u64 = 7;

/// A generated strategy of about this many bytes.
pub fn source(bytes: usize) -> Source {
    Source::new("strategy.yaml", strategy_of(bytes, SEED))
}

/// The bare event pass, with the options of the reader. Returns the number of events.
#[inline(never)]
pub fn events(text: &str) -> usize {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: 64,
        block_nesting_limit: 64,
    };
    let mut parser = granit_parser::Parser::new_from_str_with_options(text, options);
    let mut count = 0;
    while let Some(Ok(event)) = parser.next_event() {
        black_box(event);
        count += 1;
    }
    count
}

/// All rules with their default levels, on the day that the files are meant for.
pub fn linter() -> Linter {
    Linter::new(AS_OF.parse().unwrap_or_default())
}

/// A document without other files.
pub fn read(source: Source) -> Document {
    Document::read(source, |_| Err("no files here".into()))
}

/// A complete check with one line per finding. Returns the length of the report.
#[inline(never)]
pub fn complete_check(source: Source) -> usize {
    let document = read(source);
    let outcome = linter().check(&document);
    let mut out = Vec::new();
    let written = formats::concise(&mut out, &document, &outcome.findings);
    if written.is_ok() { out.len() } else { 0 }
}
