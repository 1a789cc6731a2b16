//! `stratplan schema`: the JSON Schema of the strategy file.

use super::terminal::Terminal;
use super::{Exit, json};
use crate::strategy::Strategy;

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    terminal.write(&json::text(&schemars::schema_for!(Strategy))?, None)?;
    Ok(Exit::Clean)
}
