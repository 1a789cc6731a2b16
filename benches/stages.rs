//! The cost of each stage of a check, for files from 5 KB to 5 MB: `cargo bench --bench stages`.
//!
//! Each stage starts with the result of the previous one, so its time is its own. `complete_check` is all of them,
//! from the text to the report.
#![allow(missing_docs, clippy::unwrap_used, clippy::cast_precision_loss)]

#[path = "support/pipeline.rs"]
mod pipeline;
#[path = "../tests/support/generator/mod.rs"]
mod generator;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use stratplan::format::{Elsewhere, decode};
use stratplan::reports::AlignmentReport;
use stratplan::{Source, Strategy, formats, yaml};

use pipeline::{SIZES, complete_check, events, linter, read, source};

fn main() {
    divan::main();
}

/// The bare event pass of the parser, the lower limit for any reader on top of it.
#[divan::bench(args = SIZES)]
fn events_alone(bencher: Bencher, bytes: usize) {
    let source = source(bytes);
    bencher.counter(BytesCount::of_str(source.text())).bench(|| events(black_box(source.text())));
}

/// The events, and the tree built from them.
#[divan::bench(args = SIZES)]
fn arena(bencher: Bencher, bytes: usize) {
    let source = source(bytes);
    bencher.counter(BytesCount::of_str(source.text())).bench(|| yaml::parse(black_box(&source)));
}

/// From the tree to the model.
#[divan::bench(args = SIZES)]
fn model(bencher: Bencher, bytes: usize) {
    let source = source(bytes);
    let (tree, _) = yaml::parse(&source);
    bencher
        .counter(BytesCount::of_str(source.text()))
        .bench(|| decode::<Strategy>(black_box(&source), black_box(&tree), &Elsewhere::default()));
}

/// From the text to the document: tree, model, references and readings.
#[divan::bench(args = SIZES)]
fn document(bencher: Bencher, bytes: usize) {
    let text = source(bytes).text().to_owned();
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| Source::new("strategy.yaml", text.clone()))
        .bench_values(read);
}

/// The analysis and the rules.
#[divan::bench(args = SIZES)]
fn figures_and_rules(bencher: Bencher, bytes: usize) {
    let document = read(source(bytes));
    let linter = linter();
    bencher
        .counter(BytesCount::of_str(document.source.text()))
        .bench(|| linter.check(black_box(&document)).findings);
}

/// The findings in full and the alignment report.
#[divan::bench(args = SIZES)]
fn rendering(bencher: Bencher, bytes: usize) {
    let document = read(source(bytes));
    let outcome = linter().check(&document);
    bencher.counter(BytesCount::of_str(document.source.text())).bench(|| {
        let mut out = Vec::new();
        formats::full(&mut out, &document, &outcome.findings, 100).unwrap();
        let report = AlignmentReport::new(&document, &outcome);
        formats::alignment(&mut out, &report, 100).unwrap();
        out
    });
}

/// From the text to the report.
#[divan::bench(args = SIZES)]
fn complete_check_of(bencher: Bencher, bytes: usize) {
    let text = source(bytes).text().to_owned();
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| Source::new("strategy.yaml", text.clone()))
        .bench_values(complete_check);
}
