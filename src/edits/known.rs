//! Refuses what readings cannot be recorded for: what is not a strategy, and KPIs that it does not have.

use super::Refusal;
use crate::decode::field::Field;
use crate::decode::maps::ById;
use crate::strategy::document::Document;
use crate::words::nearest::nearest;
use crate::words::{or, shown};

/// Refuses what is not a strategy.
pub(super) fn check_strategy(document: &Document) -> Result<(), Refusal> {
    if document.judgeable {
        return Ok(());
    }
    let (message, help) = match document.findings.first() {
        Some(finding) => (finding.message.as_str(), finding.help.as_str()),
        None => ("this is not a strategy", CHECK),
    };
    Err(Refusal::of_file(&document.source, message, help))
}

/// Refuses if the KPI does not exist or cannot be read.
pub(super) fn check_kpi(document: &Document, id: &str) -> Result<(), Refusal> {
    let source = &document.source;
    check_strategy(document)?;
    let section = document.strategy.kpis.get();
    if section.is_some_and(|section| section.get(id).is_some()) {
        return Ok(());
    }
    let unreadable = match (&document.strategy.kpis, section.and_then(|section| section.declaration(id))) {
        (_, Some(declared)) => Some(declared.span),
        (Field::Invalid(place), _) => Some(place.key),
        // The entry may be in the part that could not be read.
        (Field::Set(section, place), None) if !section.is_complete() => Some(place.key),
        _ => None,
    };
    if let Some(span) = unreadable {
        let message = format!("`{}` cannot be read, so nothing is recorded", shown(id));
        return Err(Refusal::at(source, span.start, message, CHECK));
    }
    let declared: Vec<&str> =
        section.into_iter().flat_map(ById::fields).map(|(declared, _)| declared.as_str()).collect();
    let help = match (nearest(id, declared.iter().copied()), declared.split_at_checked(SHOWN)) {
        (Some(meant), _) => format!("did you mean `{}`?", meant.name),
        _ if declared.is_empty() => "add it under `kpis:` first; none is declared yet".to_owned(),
        (_, Some((some, [_, ..]))) => {
            let (some, more) = (some.join(", "), declared.len() - some.len());
            format!("it can be {some} or one of {more} more; add yours under `kpis:` first")
        }
        _ => format!("it can be {}; add yours under `kpis:` first", or(&declared)),
    };
    Err(Refusal::of_file(source, format!("there is no KPI `{}`", shown(id)), help))
}

/// How many KPIs are listed if none has a similar name.
const SHOWN: usize = 8;
const CHECK: &str = "`stratplan check` shows what is wrong with it";
