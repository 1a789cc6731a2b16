//! Everything that is said about a strategy on a day, by `check`, `gaps` and `plan`.

use jiff::civil::Date;
use serde_json::Value;
use stratplan::reports::{AlignmentReport, GapReport, PlanReport, Wanted};
use stratplan::{Linter, formats};

use super::case::{Gear, Purpose};
use crate::support::read;

/// The parts of names by which rules about gears are known.
const ABOUT_GEARS: [&str; 4] = ["gear", "gate", "selling", "activity-before"];

pub struct Said {
    pub findings: Vec<Found>,
    /// What each command says about the gears.
    pub check: Value,
    pub gaps: Value,
    pub plan: Value,
}

/// A finding.
#[derive(Debug, Clone)]
pub struct Found {
    pub rule: String,
    pub level: String,
    pub message: String,
    pub help: String,
    pub address: String,
    /// If it is about the gears of a purpose.
    pub purpose: Option<Purpose>,
    /// The gear that it points at, and those that it points to or names as too soon.
    pub gear: Option<Gear>,
    pub gears: Vec<Gear>,
}

impl Said {
    pub fn of(text: &str, today: Date) -> Self {
        let document = read(text);
        let outcome = Linter::new(today).check(&document);
        let rows = serde_json::to_value(formats::rows(&document, &outcome.findings)).unwrap();
        let findings = rows.as_array().unwrap().iter().map(|row| found(text, row)).collect();
        let check = serde_json::to_value(AlignmentReport::new(&document, &outcome)).unwrap();
        let gaps = serde_json::to_value(GapReport::new(&document, &outcome, &Wanted::default())).unwrap();
        let plan = serde_json::to_value(PlanReport::new(&document, &outcome, Wanted::HORIZON_DAYS)).unwrap();
        Self { findings, check, gaps, plan }
    }

    /// The errors and warnings.
    pub fn serious(&self) -> impl Iterator<Item = &Found> {
        self.findings.iter().filter(|found| found.level != "info")
    }

    /// The rows of a purpose in what a command says.
    pub fn gears(report: &Value, purpose: Purpose) -> &[Value] {
        let sequences = report["gear_sequences"].as_array().unwrap();
        let sequence = sequences.iter().find(|sequence| sequence["purpose"] == purpose.name());
        sequence.and_then(|sequence| sequence["gears"].as_array()).map_or(&[], Vec::as_slice)
    }
}

fn found(text: &str, row: &Value) -> Found {
    let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let message = word("message");
    let at = |place: &Value| gear_at(text, usize::try_from(place["start"].as_u64()?).ok()?);
    let gear = at(row).and_then(|it| it.1);
    let related: Vec<_> = row["related"].as_array().into_iter().flatten().filter_map(at).collect();
    // A finding about a gear without a start of its own points at what drives it.
    let is_named = |purpose: &&Purpose| message.contains(purpose.name());
    let is_written = |purpose: &&Purpose| text.contains(&format!("\n  {}:\n    goals", purpose.name()));
    let both = [Purpose::Marketing, Purpose::Support];
    let is_about_gears = ABOUT_GEARS.iter().any(|part| word("rule").contains(part));
    let purpose = at(row).or(related.first().copied()).map(|it| it.0);
    let purpose = purpose.or_else(|| both.iter().find(is_named).copied());
    let purpose = purpose.or_else(|| both.iter().find(is_written).copied()).filter(|_| is_about_gears);
    let related = related.into_iter();
    let mut gears: Vec<Gear> =
        related.filter(|it| Some(it.0) == purpose).filter_map(|it| it.1).chain(gear).collect();
    if at(row).is_none() && is_about_gears {
        gears.extend(Purpose::Marketing.order().into_iter().filter(|gear| message.contains(gear.name())));
    }
    if word("rule") == "gears-too-close" {
        gears = Purpose::Marketing.order().to_vec();
        let starts = |gear: &Gear| message.contains(&format!("{} starts ", gear.name()));
        gears.retain(starts);
    }
    let (rule, level, help, address) = (word("rule"), word("level"), word("help"), word("address"));
    Found { rule, level, message, help, address, purpose, gear, gears }
}

/// The gear in which this place of the file is, and its purpose.
fn gear_at(text: &str, offset: usize) -> Option<(Purpose, Option<Gear>)> {
    let line = text[offset..].find('\n').map_or(text.len(), |end| offset + end);
    let before = &text[text.find("\npurposes:\n").filter(|from| *from < offset)?..line];
    let lines: Vec<&str> = before.lines().collect();
    let key = |gear: &Gear| format!("      {}:", gear.name());
    let gear =
        Purpose::Marketing.order().into_iter().find(|gear| lines[lines.len() - 1].starts_with(&key(gear)));
    let purpose = [Purpose::Marketing, Purpose::Support];
    let is_in = |line: &&str, purpose: &Purpose| **line == format!("  {}:", purpose.name());
    let purpose = lines.iter().rev().find_map(|line| purpose.into_iter().find(|it| is_in(line, it)))?;
    Some((purpose, gear))
}
