//! Reads a social-media strategy, judges it by every rule, and reports how it aligns with the
//! goals of the business.
//!
//! The modules stand in the order in which the data flows; each imports only from those above it.
//!
//! ```text
//! bytes → Source → Tree → Strategy (+ findings) → Analysis → [Finding] → Report → text, json, …
//! ```
//!
//! A [`Document`](document::Document) is a file that was read, whatever was wrong with it. A
//! [`Linter`](linter::Linter) judges it as of a day, which it is told: nothing in the library asks
//! the clock, prints, or (but for [`workspace`]) touches the disk. Out of that come findings, each
//! with its place and the way out, and the figures that a [`report`] is made of.
//!
//! ```
//! use jiff::civil::date;
//! use stratplan::document::Document;
//! use stratplan::linter::Linter;
//! use stratplan::report::alignment::AlignmentReport;
//! use stratplan::source::Source;
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
//! // The second argument opens the readings file, which this strategy does not name.
//! let document = Document::read(Source::new("bakery.yaml", text), |_| Err("not here".to_owned()));
//! let outcome = Linter::new(date(2027, 1, 11)).check(&document);
//!
//! let order = outcome.findings.iter().find(|finding| finding.rule.name == "gear-out-of-order");
//! assert!(order.is_some_and(|finding| !finding.help.is_empty()));
//!
//! let report = AlignmentReport::new(&document, &outcome);
//! assert_eq!((report.headline.goals_aligned, report.headline.goals), (0, 1));
//! ```
//!
//! What a strategy may say stands in the README, and so do the rules; [`rules`] says how to add one.

pub mod safe;
pub mod source;
pub mod finding;
pub mod nearest;
pub mod words;
pub mod syntax;
pub mod decode;
pub mod strategy;
pub mod document;
pub mod findings;
pub mod analysis;
pub mod change;
pub mod allow;
pub mod baseline;
pub mod rules;
pub mod config;
pub mod workspace;
pub mod linter;
pub mod report;
pub mod render;
pub mod cli;
