//! Checks a social-media strategy, written as one YAML file, and reports how it aligns with the goals
//! of the business.
//!
//! Data flows one way, and each module imports only from those above it:
//!
//! ```text
//! bytes → Source → Tree → Strategy (+ findings) → Analysis → [Finding] → report → text, JSON, HTML
//! ```
//!
//! A [`Document`] is a file that was read, whatever is wrong with it. A [`Linter`] checks it for a day
//! that it is given: nothing in the library asks the clock, prints, or touches the disk, except the
//! functions in [`files`]. The result is an [`Outcome`]: findings, each with its place and what to do
//! next, and the figures that the [`reports`] are made of.
//!
//! ```
//! use jiff::civil::date;
//! use stratplan::reports::AlignmentReport;
//! use stratplan::{Document, Linter, Source};
//!
//! let text = "\
//! stratplan: 1
//! strategy: { name: Corner Bakery 2027, owner: Mia Berg, period: 2027 }
//! goals:
//!   saturday-orders: Forty cake orders each Saturday by the end of June
//! purposes:
//!   marketing:
//!     gears: { acquisition: 2027-03-01, engagement: 2027-01-15 }
//! ";
//! // The second argument opens the readings file, which this strategy does not have.
//! let document = Document::read(Source::new("bakery.yaml", text), |_| Err("not here".to_owned()));
//! let outcome = Linter::new(date(2027, 1, 11)).check(&document);
//!
//! let order = outcome.findings.iter().find(|finding| finding.rule.name == "gear-out-of-order");
//! assert!(order.is_some_and(|finding| !finding.help.is_empty()));
//!
//! let report = AlignmentReport::new(&document, &outcome);
//! assert_eq!((report.headline.goals_aligned, report.headline.goals), (0, 1));
//! ```

mod source;
mod finding;
mod words;
mod syntax;
mod decode;
mod strategy;
mod import;
mod analysis;
mod rules;
mod config;
mod workspace;
mod linter;
mod edits;
mod report;
mod render;
mod cli;

pub use config::{Config, FailOn};
pub use finding::{Edit, Finding, Fix, Group, Kind, Level, Rule, Safety};
pub use linter::group::group;
pub use linter::{Linter, Outcome, Selection};
pub use source::{File, Source, Span};
pub use strategy::Strategy;
pub use strategy::document::Document;

/// The rules.
pub mod catalog {
    pub use crate::rules::{all, find};
}

/// A parsed YAML file, with the position of everything in it, and edits of its text.
pub mod yaml {
    pub use crate::syntax::edit::apply;
    pub use crate::syntax::parse;
    pub use crate::syntax::tree::{NodeId, Style, Tree, Value};
}

/// Values and starter files of the strategy format.
pub mod format {
    pub use crate::config::schema::schema as settings_schema;
    pub use crate::decode::decode;
    pub use crate::strategy::date::CoarseDate;
    pub use crate::strategy::gear::PurposeKind;
    pub use crate::strategy::number::Number;
    pub use crate::strategy::starters::{UNNAMED, starter};
    pub use crate::words::neighbors::Elsewhere;
}

/// Settings after all files and arguments are merged.
pub mod settings {
    pub use crate::config::in_force::{InForce, Origin};
}

/// Reading strategies from disk.
pub mod files {
    pub use crate::workspace::{Candidate, display, read};
}

/// Changes to a strategy that keep every other byte: fixes, allow comments, readings, also from exports.
pub mod changes {
    pub use crate::edits::Refusal;
    pub use crate::edits::allow::Reason;
    pub use crate::edits::fix::{Fixed, Fixer};
    pub use crate::edits::record::{NewReading, Recorded, record};
    pub use crate::edits::reschedule::{Move, Rescheduled, reschedule};
    pub use crate::import::figures_of;
    pub use crate::linter::baseline::FindingCounts;
}

/// Reports as data.
pub mod reports {
    pub use crate::report::alignment::AlignmentReport;
    pub use crate::report::diff::{Diff, Judged, Likeness};
    pub use crate::report::gaps::{GapReport, Wanted};
    pub use crate::report::plan::PlanReport;
    pub use crate::report::summary::{FixCounts, Summary, Unjudged};
}

/// Findings and reports as text, JSON, HTML and what other tools read.
pub mod formats {
    pub use crate::render::alignment;
    pub use crate::render::findings::checkstyle::checkstyle;
    pub use crate::render::findings::concise::findings as concise;
    pub use crate::render::findings::full::findings as full;
    pub use crate::render::findings::github::github;
    pub use crate::render::findings::gitlab::gitlab;
    pub use crate::render::findings::json::{json, json_lines};
    pub use crate::render::findings::junit::junit;
    pub use crate::render::findings::rdjson::rdjson;
    pub use crate::render::findings::row::rows;
    pub use crate::render::findings::sarif::sarif;
    pub use crate::render::findings::{Report, Run};
    pub use crate::render::page::render as page;
}

/// The command line.
pub mod command_line {
    pub use crate::cli::{command, main};
}
