//! Compares the figures of exports with the readings of a strategy, and records those that are new.

use jiff::civil::Date;

use super::Refusal;
use super::known::{check_kpi, check_strategy};
use super::record::{NewReading, not_a_number, record, record_all, same_date};
use crate::import::outcome::KpiRead;
use crate::import::stretches::Figure;
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::strategy::kpi::Counts;
use crate::strategy::number::Number;

/// What becomes of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    New,
    /// The strategy has it.
    Known,
    /// The strategy has another one, or something that is not a figure, which it replaces.
    Replaces(String),
    /// The strategy has another one, which is kept.
    Differs(Number),
    /// The strategy has readings of a part of this time, or of more, and all of them are added up.
    Overlaps {
        first: CoarseDate,
        others: usize,
    },
}

impl Fate {
    pub(crate) fn is_written(&self) -> bool {
        matches!(self, Self::New | Self::Replaces(_))
    }
}

/// The strategy with the figures, and what became of each, KPI by KPI.
#[derive(Debug)]
pub(crate) struct Imported {
    pub(crate) document: Document,
    pub(crate) fates: Vec<Vec<Fate>>,
}

/// Records the figures. With `replace` they take the place of others of the same time.
pub(crate) fn import(
    document: &Document,
    kpis: &[KpiRead],
    replace: bool,
    today: Date,
) -> Result<Imported, Refusal> {
    check_strategy(document)?;
    let mut changed = document.clone();
    let mut fates = Vec::with_capacity(kpis.len());
    for kpi in kpis {
        check_kpi(document, &kpi.id)?;
        let of_kpi: Vec<Fate> =
            kpi.figures.iter().map(|figure| fate(document, &kpi.id, figure, replace)).collect();
        let written = kpi.figures.iter().zip(&of_kpi).filter(|(_, fate)| fate.is_written());
        let new = written.map(|(figure, _)| {
            let (value, date) = (Number(figure.value), figure.date);
            NewReading { kpi: &kpi.id, date, value, note: None, replace }
        });
        let new: Vec<NewReading<'_>> = new.collect();
        fates.push(of_kpi);
        if new.is_empty() {
            continue;
        }
        changed = match record_all(&changed, &new, today) {
            Some(changed) => changed,
            None => new
                .into_iter()
                .try_fold(changed, |changed, new| Ok::<_, Refusal>(record(&changed, new, today)?.document))?,
        };
    }
    Ok(Imported { document: changed, fates })
}

fn fate(document: &Document, kpi: &str, figure: &Figure, replace: bool) -> Fate {
    let is_sum = document.strategy.kpi(kpi).is_some_and(|kpi| kpi.counts() == Counts::Sum);
    // Of a sum, a month that ends with its quarter is another stretch.
    let is_other = |date: CoarseDate| is_sum && !date.is_exact() && date.first != figure.date.first;
    if let Some(known) = same_date(document, kpi, figure.date).filter(|known| !is_other(known.date)) {
        return match known.value {
            value if value.0 == figure.value => Fate::Known,
            value if replace => Fate::Replaces(value.to_string()),
            value => Fate::Differs(value),
        };
    }
    let mut touching = document.readings.touching(kpi, figure.date).filter(|_| is_sum);
    match touching.next() {
        Some(first) => Fate::Overlaps { first: first.date, others: touching.count() },
        None => match not_a_number(document, kpi, &figure.date.to_string()).filter(|_| replace) {
            Some((_, text)) => Fate::Replaces(format!("`{text}`")),
            None => Fate::New,
        },
    }
}
