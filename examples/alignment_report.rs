//! Builds the alignment report of a file and prints some of its figures.
//!
//! `cargo run --example alignment_report -- strategies/food-bank.strategy.yaml`

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::PathBuf;

use jiff::civil::date;
use stratplan::Linter;
use stratplan::files::{self, Candidate};
use stratplan::reports::AlignmentReport;

fn main() -> Result<(), Box<dyn Error>> {
    let path =
        std::env::args_os().nth(1).map_or_else(|| "strategies/food-bank.strategy.yaml".into(), PathBuf::from);
    let candidate = Candidate { name: files::display(&path), path, is_named: true };
    let Some(document) = files::read(&candidate)? else { return Ok(()) };

    let outcome = Linter::new(date(2027, 4, 5)).check(&document);
    let report = AlignmentReport::new(&document, &outcome);

    println!("{}, as of {}", report.name, report.as_of);
    for goal in &report.goals {
        let activities: usize = goal.activities.iter().sum();
        let verdict = if goal.missing.is_empty() { "aligned" } else { "not aligned" };
        println!("  {}: {activities} activities, {verdict}", goal.id);
    }
    println!("{} of {} goals aligned", report.headline.goals_aligned, report.headline.goals);
    Ok(())
}
