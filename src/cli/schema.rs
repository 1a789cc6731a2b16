//! `stratplan schema`: JSON Schemas of the strategy file and of the JSON that commands print.

use clap::ValueEnum;
use schemars::schema_for;

use super::terminal::Terminal;
use crate::render::findings::json::CheckJson;
use crate::render::json::{self, ReportJson};
use crate::render::settings::SettingsJson;
use crate::report::diff::Diff;
use crate::report::gaps::GapReport;
use crate::report::plan::{PlanReport, WhatIf};
use crate::report::show::Shown;
use crate::strategy::Strategy;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to describe
    #[arg(value_name = "WHAT", value_enum, default_value = "strategy")]
    what: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// The strategy file, for editors
    Strategy,
    /// What `check --format json` prints
    Check,
    /// What `gaps --format json` prints
    Gaps,
    /// What `plan --format json` prints
    Plan,
    /// What `plan --move … --format json` prints
    WhatIf,
    /// What `diff --format json` prints
    Diff,
    /// What `show --format json` prints
    Show,
    /// What `config show --format json` prints
    ConfigShow,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<()> {
    let schema = match args.what {
        Shape::Strategy => schema_for!(Strategy),
        Shape::Check => schema_for!(CheckJson),
        Shape::Gaps => schema_for!(ReportJson<GapReport>),
        Shape::Plan => schema_for!(ReportJson<PlanReport>),
        Shape::WhatIf => schema_for!(ReportJson<WhatIf>),
        Shape::Diff => schema_for!(ReportJson<Diff>),
        Shape::Show => schema_for!(ReportJson<Shown>),
        Shape::ConfigShow => schema_for!(SettingsJson),
    };
    terminal.write(&json::pretty(&schema)?, None)
}
