//! The KPIs of a first draft: what exports of platforms have the figures of.

use super::recognize::{Known, Near};
use super::sources::{Nature, Rows};
use super::unpack::Part;
use super::wants::suggested;
use super::{Problem, read};
use crate::strategy::origin::Export;
use crate::syntax::edit::quote_if_needed;

/// A KPI that an export has the figures of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewKpi {
    /// The words of its id.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) source: String,
    pub(super) cadence: &'static str,
}

/// What a part is, if it is an export or almost one.
pub(super) struct Exported {
    pub(super) is_known: bool,
    /// The KPIs that it has the figures of.
    pub(super) kpis: Vec<NewKpi>,
    /// The export that it nearly is.
    pub(super) near: Option<Near>,
}

/// What a part is, and the KPIs that it has the figures of.
pub(super) fn kpis_of(part: &Part) -> Result<Exported, Problem> {
    let tables = read::tables(part, &[])?;
    // Several columns of a plan have the same names as some of an export; what an export requires says more.
    let is_near = |near: &&Near| near.missing.len() * 2 <= near.source.requires.len();
    let near = tables.iter().filter_map(|table| table.near.as_ref()).find(is_near).cloned();
    let known = tables.iter().filter_map(|table| Some((table, table.known.as_ref()?)));
    let known: Vec<_> = known.filter(|(_, known)| known.source.export != Some(Export::Table)).collect();
    let kpis = known.iter().filter_map(|(table, known)| kpi(table, known)).collect();
    Ok(Exported { is_known: !known.is_empty(), kpis, near })
}

/// The KPI of a table: the total of what came in, or the first figure that adds up to something.
fn kpi(table: &read::Table, known: &Known) -> Option<NewKpi> {
    let source = known.source;
    if table.is_split() || !table.has_date && table.range.is_none() {
        return None;
    }
    let from = source.export?.key();
    let cadence = if source.rows == Rows::Weeks { "weekly" } else { "monthly" };
    if source.rows == Rows::Items {
        let (id, name) = (from.to_owned(), format!("{}, number", source.title));
        return Some(NewKpi { id, name, source: format!("{{ from: {from}, by: count }}"), cadence });
    }
    let taken = |name: &str| {
        source
            .taken(name)
            .filter(|(_, column)| column.is_whole() && matches!(column.is, Nature::Daily | Nature::Level))
    };
    let (take, column) = if source.metric.is_some() {
        taken(known.metric.as_deref()?)?
    } else {
        let all = || known.columns.iter().flatten().filter_map(|name| taken(name));
        all().find(|(name, _)| name.to_lowercase().contains("total")).or_else(|| all().next())?
    };
    let by = suggested(column.is).key();
    let of = format!("{{ from: {from}, take: {}, by: {by} }}", quote_if_needed(take));
    Some(NewKpi {
        id: format!("{from} {take}"),
        name: format!("{}, {take}", source.title),
        source: of,
        cadence,
    })
}
