//! Writes made-up strategies of any size, to try the tool on.
//!
//! ```text
//! cargo run --example generate -- --seed 7 --activities 40 > strategy.yaml
//! cargo run --example generate -- --activities 200 --faults 12 --files 50 --into many
//! ```
#![allow(clippy::print_stdout)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use support::generator::{Plan, strategy};

/// Writes made-up strategies; the same numbers always give the same files.
#[derive(Parser)]
#[command(about)]
struct Arguments {
    /// What chance is drawn from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many activities; everything else grows with them (about 550 bytes for each).
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    activities: u32,
    /// How many slips to put in.
    #[arg(long, default_value_t = 0)]
    faults: usize,
    /// How many files, each from the next seed.
    #[arg(long, default_value_t = 1, requires = "into")]
    files: u64,
    /// The directory to write to; without it, one strategy is written to standard output.
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let make =
        |seed| strategy(Plan { seed, activities: arguments.activities as usize, faults: arguments.faults });
    let Some(into) = &arguments.into else {
        print!("{}", make(arguments.seed));
        return Ok(());
    };
    std::fs::create_dir_all(into).with_context(|| format!("cannot create {}", into.display()))?;
    for seed in (arguments.seed..).take(usize::try_from(arguments.files)?) {
        let path = into.join(format!("strategy-{seed:04}.yaml"));
        std::fs::write(&path, make(seed)).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
