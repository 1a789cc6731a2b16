//! `stratplan schema`: the JSON Schema of the strategy file.

use super::Exit;
use super::terminal::Terminal;
use crate::strategy::Strategy;

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut text = serde_json::to_vec_pretty(&schemars::schema_for!(Strategy))?;
    text.push(b'\n');
    terminal.write(&text, None)?;
    Ok(Exit::Clean)
}
