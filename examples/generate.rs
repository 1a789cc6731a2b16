//! Generates strategies of any size, for trying out the program.
//!
//! ```text
//! cargo run --example generate -- --seed 7 --activities 40 > strategy.yaml
//! cargo run --example generate -- --activities 200 --typos 12 --files 50 --into many
//! ```
#![allow(clippy::print_stdout)]

#[path = "../tests/support/generator/mod.rs"]
mod generator;

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use generator::{Plan, strategy};

/// Generates strategies. The same numbers always give the same files.
#[derive(Parser)]
#[command(about)]
struct Arguments {
    /// The seed of all random choices.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many activities. Everything else grows with them (about 550 bytes for each).
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    activities: u32,
    /// How many typos to add to each strategy.
    #[arg(long, default_value_t = 0)]
    typos: usize,
    /// How many files to write, each from the next seed.
    #[arg(long, default_value_t = 1, requires = "into")]
    files: u64,
    /// The folder for the files. Without it, one strategy is written to standard output.
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let make =
        |seed| strategy(Plan { seed, activities: arguments.activities as usize, typos: arguments.typos });
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
