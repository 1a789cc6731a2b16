//! The cost of a complete check compared with the bare event pass of the parser: `cargo bench --bench ratio`.
//!
//! The two run alternately on one thread, so that other load affects both, and the medians are compared. The goal
//! is a ratio of at most 1.35, and the same cost per byte from the smallest file to the largest.
//!
//! `cargo bench --bench ratio -- once 500000` generates one file, and parses and checks it once, for callgrind:
//! `valgrind --tool=callgrind --toggle-collect='*complete_check*' target/release/deps/ratio-… once 500000`.
#![allow(missing_docs, clippy::print_stdout, clippy::cast_precision_loss)]

#[path = "support/pipeline.rs"]
mod pipeline;
#[path = "../tests/support/generator/mod.rs"]
mod generator;

use std::hint::black_box;
use std::time::{Duration, Instant};

use generator::{Plan, strategy, strategy_of};
use pipeline::{SIZES, complete_check, events, linter, read};
use stratplan::{Source, yaml};

/// Each file is measured for about this long, and at least this many times.
const TIME: Duration = Duration::from_secs(4);
const LEAST: usize = 9;

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "once").skip(1);
    if let Some(bytes) = arguments.next().and_then(|bytes| bytes.parse().ok()) {
        let source = Source::new("strategy.yaml", strategy_of(bytes, 7));
        println!("{} events, {} bytes written", events(source.text()), complete_check(source));
        return;
    }
    println!(
        "{:>11} {:>9} {:>11} {:>11} {:>11} {:>11} {:>7} {:>7} {:>7}   ",
        "activities", "bytes", "events", "arena", "document", "check", "arena/", "doc./", "check/"
    );
    println!(
        "{:>11} {:>9} {:>11} {:>11} {:>11} {:>11} {:>7} {:>7} {:>7}",
        "", "", "ns/byte", "ns/byte", "ns/byte", "ns/byte", "events", "events", "events"
    );
    for bytes in SIZES {
        row("", &strategy_of(bytes, 7));
    }
    for activities in [10, 100, 1_000, 10_000] {
        row(&activities.to_string(), &strategy(Plan { seed: 7, activities, typos: 0 }));
    }
    println!("with one typo for every four activities (the bare pass stops at the first syntax error):");
    for activities in [100, 1_000, 10_000] {
        let plan = Plan { seed: 7, activities, typos: activities / 4 };
        row(&activities.to_string(), &strategy(plan));
    }
}

/// Measures one file.
fn row(activities: &str, text: &str) {
    let mut times: [Vec<Duration>; 4] = Default::default();
    let source = || Source::new("strategy.yaml", text);
    let start = Instant::now();
    while start.elapsed() < TIME || times.iter().any(|times| times.len() < LEAST) {
        let [bare, arena, document, check] = &mut times;
        bare.push(time(|| events(black_box(text))));
        let one = source();
        arena.push(time(|| yaml::parse(black_box(&one))));
        let one = source();
        document.push(time(move || read(black_box(one))));
        let one = source();
        check.push(time(move || complete_check(black_box(one))));
    }
    let [bare, arena, document, check] =
        times.map(|times| median(times).as_nanos() as f64 / text.len() as f64);
    let findings = linter().check(&read(source())).findings.len();
    println!(
        "{activities:>11} {:>9} {bare:>11.1} {arena:>11.1} {document:>11.1} {check:>11.1} {:>7.2} {:>7.2} {:>7.2}   {findings} findings",
        text.len(),
        arena / bare,
        document / bare,
        check / bare
    );
}

/// The time without dropping the result.
fn time<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = run();
    let took = start.elapsed();
    drop(black_box(result));
    took
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
