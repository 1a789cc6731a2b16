//! What a strategy wants from exports, and what is wrong with how it says so.

use super::Problem;
use super::marks::check_header;
use super::sources::{Nature, Rows, Source};
use crate::decode::FiscalYear;
use crate::decode::field::Field;
use crate::strategy::Strategy;
use crate::strategy::cadence::{Cadence, Rate, Unit};
use crate::strategy::kpi::{Counts, Kpi};
use crate::strategy::origin::{Combine, Export, Source as Origin};
use crate::words::nearest::nearest;
use crate::words::units::is_percent;
use crate::words::{is_in, or, quoted, shown, words};

/// A stretch of time that becomes one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stretch {
    Day,
    Week,
    Month,
    Quarter,
    Half,
    Year,
}

/// What one KPI takes from exports.
#[derive(Debug, Clone)]
pub(super) struct Want<'a> {
    pub(super) id: &'a str,
    pub(super) kpi: &'a Kpi,
    pub(super) source: &'static Source,
    pub(super) take: Option<&'a str>,
    pub(super) by: Option<Combine>,
    pub(super) conditions: Vec<(&'a str, &'a str)>,
    pub(super) date: Option<&'a str>,
    pub(super) stretch: Stretch,
    /// True if the strategy does not say it, but a table has a column of the KPI's name.
    pub(super) is_proposed: bool,
}

/// What is wrong with a source, and at which key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) key: &'static str,
    pub(crate) message: String,
    pub(crate) note: &'static str,
    pub(crate) help: String,
}

impl Mistake {
    fn new(key: &'static str, message: String, note: &'static str, help: impl Into<String>) -> Self {
        Self { key, message, note, help: help.into() }
    }
}

impl Want<'_> {
    /// What is taken, with its nature.
    pub(super) fn nature(&self) -> Option<Nature> {
        Some(self.source.taken(self.take?)?.1.is)
    }

    /// True if the figures have no decimals.
    pub(super) fn is_whole(&self) -> bool {
        self.take.and_then(|take| self.source.taken(take)).is_some_and(|(_, column)| column.is_whole())
    }

    pub(super) fn leaves_out_zero(&self) -> bool {
        self.take.and_then(|take| self.source.taken(take)).is_some_and(|(_, column)| column.leaves_out_zero)
    }

    pub(super) fn counts_rows(&self) -> bool {
        self.by == Some(Combine::Count)
    }
}

/// The stretch of a cadence, if it has one that begins on a certain day.
fn stretch(cadence: Cadence) -> Option<Stretch> {
    match (cadence.unit, cadence.rate) {
        (Unit::Day, Rate::Every(1)) => Some(Stretch::Day),
        (Unit::Week, Rate::Every(1)) => Some(Stretch::Week),
        (Unit::Month, Rate::Every(1)) => Some(Stretch::Month),
        (Unit::Quarter, Rate::Every(1)) | (Unit::Month, Rate::Every(3)) => Some(Stretch::Quarter),
        (Unit::Month, Rate::Every(6)) | (Unit::Quarter, Rate::Every(2)) => Some(Stretch::Half),
        (Unit::Year, Rate::Every(1)) | (Unit::Month, Rate::Every(12)) => Some(Stretch::Year),
        _ => None,
    }
}

fn cadence(kpi: &Kpi) -> Cadence {
    kpi.cadence.get().copied().unwrap_or(Cadence::MONTHLY)
}

/// True if something about where the figures of a KPI come from could not be read, so that taking them could be wrong.
fn is_unreadable(kpi: &Kpi) -> bool {
    kpi.source.may_be(|origin| {
        let Origin { from, take, by, conditions, date, note: _ } = &**origin;
        let conditions = conditions.may_be(|conditions| !conditions.0.is_whole());
        let is_invalid = from.is_invalid() || take.is_invalid() || by.is_invalid() || date.is_invalid();
        let decides = kpi.cadence.is_invalid() || kpi.counts.is_invalid() || kpi.unit.is_invalid();
        is_invalid || conditions || from.is_set() && decides
    })
}

/// What a KPI wants; none if it names no export. Otherwise the first thing that is wrong with how it does so.
pub(super) fn want<'a>(
    id: &'a str,
    kpi: &'a Kpi,
    fiscal_year: FiscalYear,
) -> Result<Option<Want<'a>>, Problem> {
    if is_unreadable(kpi) {
        let message = "where its figures come from cannot be read";
        return Err(Problem::new(message, "`stratplan check` shows why"));
    }
    if let Some(mistake) = mistakes(id, kpi).into_iter().next() {
        return Err(Problem::new(mistake.message, mistake.help));
    }
    let Some((origin, from)) = kpi.source.get().and_then(|origin| Some((origin, *origin.from.get()?))) else {
        return Ok(None);
    };
    let Some(stretch) = stretch(cadence(kpi)) else { return Ok(None) };
    check_fiscal(id, stretch, fiscal_year)?;
    let text = |field: &'a Field<String>| field.get().map(String::as_str);
    let conditions = origin.conditions.get().into_iter().flat_map(|conditions| conditions.0.iter());
    Ok(Some(Want {
        id,
        kpi,
        source: Source::of(from),
        take: text(&origin.take),
        by: origin.by.get().copied(),
        conditions: conditions.map(|(column, value, _)| (column.as_str(), value.as_str())).collect(),
        date: text(&origin.date),
        stretch,
        is_proposed: false,
    }))
}

/// Refuses stretches that are not clear, since the fiscal year begins within those of the calendar.
fn check_fiscal(id: &str, stretch: Stretch, fiscal_year: FiscalYear) -> Result<(), Problem> {
    let months = match stretch {
        Stretch::Day | Stretch::Week | Stretch::Month => return Ok(()),
        Stretch::Quarter => 3,
        Stretch::Half => 6,
        Stretch::Year => 12,
    };
    match fiscal_year {
        FiscalYear::StartsIn(month) if (i64::from(month) - 1) % months != 0 => Err(Problem::new(
            format!(
                "`{id}` has one figure for {}, which can be of the calendar year or of the fiscal year",
                stretch.name()
            ),
            "write `cadence: monthly`, or enter the figures with `stratplan record`",
        )),
        _ => Ok(()),
    }
}

/// What the KPIs without an export could take from a table that has their names.
pub(super) fn proposed(strategy: &Strategy) -> Vec<Want<'_>> {
    let kpis = strategy.kpis().filter(|(_, kpi)| {
        !kpi.source.is_invalid() && kpi.source.get().is_none_or(|origin| origin.from.is_absent())
    });
    kpis.filter_map(|(id, kpi)| {
        let (source, stretch) = (Source::of(Export::Table), stretch(cadence(kpi))?);
        let (id, conditions) = (id.as_str(), Vec::new());
        Some(Want {
            id,
            kpi,
            source,
            take: None,
            by: None,
            conditions,
            date: None,
            stretch,
            is_proposed: true,
        })
    })
    .collect()
}

/// What is wrong with how a KPI names an export.
pub(crate) fn mistakes(id: &str, kpi: &Kpi) -> Vec<Mistake> {
    let Some(origin) = kpi.source.get() else { return Vec::new() };
    let Some(from) = origin.from.get().copied() else { return Vec::new() };
    let source = Source::of(from);
    let mut mistakes = Vec::new();
    mistakes.extend(mistake_of_take(id, source, origin));
    let is_clear = mistakes.is_empty();
    mistakes.extend(mistake_of_by(id, source, origin, kpi).filter(|_| is_clear));
    mistakes.extend(mistakes_of_conditions(source, origin));
    if let (Some(date), true) = (origin.date.get(), from != Export::Table) {
        mistakes.push(Mistake::new(
            "date",
            format!("{} has its own date column, so `{}` is not used", source.title, shown(date)),
            "only for a `table`, the strategy says which column has the date",
            "remove `date:`",
        ));
    }
    mistakes.extend(mistake_of_unit(id, source, origin, kpi).filter(|_| is_clear));
    mistakes.extend(mistake_of_counts(id, origin, kpi));
    if !kpi.cadence.is_invalid() && stretch(cadence(kpi)).is_none() {
        mistakes.push(Mistake::new(
            "cadence",
            format!(
                "`{id}` is measured {}, and it is not certain on which day such a time begins",
                cadence(kpi)
            ),
            "a figure is taken for a day, a week from Monday, a month, a quarter, half a year or a year",
            "write `cadence: weekly` or `cadence: monthly`, or enter the figures with `stratplan record`",
        ));
    }
    mistakes
}

fn mistake_of_take(id: &str, source: &Source, origin: &Origin) -> Option<Mistake> {
    let counts = origin.by.get() == Some(&Combine::Count);
    let what = if source.metric.is_some() { "metric" } else { "column" };
    let some = || {
        let names: Vec<&str> = source.takable().map(|(name, _)| name).collect();
        if names.is_empty() { "the name of the column".to_owned() } else { or(&quoted(names)) }
    };
    let Some(take) = origin.take.get() else {
        let is_missing = origin.take.is_absent() && !counts && !origin.by.is_invalid();
        return is_missing.then(|| {
            Mistake::new(
                "take",
                format!("`{id}` does not say which {what} it takes"),
                "an export has many figures, and only you know which one you plan with",
                format!("add `take:` with {}", some()),
            )
        });
    };
    match source.taken(take) {
        Some((_, column)) if column.is.is_figure() => None,
        Some(_) => Some(Mistake::new(
            "take",
            format!("`{}` of {} has no figures", shown(take), source.title),
            "a reading is a figure; rows are chosen by a text with `where:`, and counted with `by: count`",
            format!("write {}", some()),
        )),
        None => {
            let names = source.takable().map(|(name, _)| name);
            let meant = nearest(take, names);
            let help = match meant {
                Some(meant) => format!("write `{}`", meant.name),
                None => format!("write {}", some()),
            };
            (!source.open || meant.is_some_and(|meant| meant.certain)).then(|| {
                let message = format!("{} has no {what} `{}`", source.title, shown(take));
                let note = "the name is the English one of the export, whatever language your file is in";
                Mistake::new("take", message, note, help)
            })
        }
    }
}

/// What the figures of a column are, and how they become one.
fn mistake_of_by(id: &str, source: &Source, origin: &Origin, kpi: &Kpi) -> Option<Mistake> {
    let nature = origin.take.get().and_then(|take| source.taken(take)).map(|(_, column)| column.is);
    let Some(by) = origin.by.get().copied() else {
        let is_missing = origin.by.is_absent() && source.export != Some(Export::Table);
        let suggested = nature.map_or("sum", |nature| suggested(nature).key());
        return is_missing.then(|| {
            Mistake::new(
                "by",
                format!("`{id}` does not say how its figures become one"),
                "the file has several figures for each stretch of time, and adding them up is not always right",
                format!("add `by: {suggested}`, or `last`, `mean`, `median`, `max` or `count` if that is meant"),
            )
        });
    };
    let is_by_day = kpi.cadence.get().is_some_and(|cadence| stretch(*cadence) == Some(Stretch::Day));
    let note = match (nature, by) {
        (_, Combine::Count) if source.rows != Rows::Items && source.rows != Rows::Any => {
            "the rows of this export are days, so their number is the number of days"
        }
        (Some(Nature::Unique), Combine::Sum) => {
            "unique visitors of days do not add up: who comes on two days is counted twice"
        }
        (Some(Nature::Rate | Nature::Percent), Combine::Sum) => "shares do not add up",
        (Some(Nature::Lifetime), Combine::Sum) => {
            "a lifetime total cannot be summed: it has everything that a post has had so far, and grows with each export"
        }
        (Some(Nature::Level), Combine::Sum) => {
            "the figure of a day is all there is on that day, so the days do not add up"
        }
        (Some(Nature::Measure), Combine::Sum) => {
            "each row has a figure such as its minutes, and the sum of all rows says nothing"
        }
        (Some(Nature::Daily | Nature::Unique), Combine::Last) if !is_by_day => {
            "the last day alone does not say what came in during the time before it"
        }
        (Some(Nature::Measure | Nature::Item | Nature::Lifetime), Combine::Last) => {
            "the last row is one post or ticket of many"
        }
        _ => return None,
    };
    let help = format!("write `by: {}`", nature.map_or(Combine::Sum, suggested).key());
    let of = origin.take.get().map_or_else(|| source.title.clone(), |take| format!("`{}`", shown(take)));
    Some(Mistake::new("by", format!("`by: {}` of {of} means nothing", by.key()), note, help))
}

/// How figures of this nature usually become one.
pub(crate) fn suggested(nature: Nature) -> Combine {
    match nature {
        Nature::Level => Combine::Last,
        Nature::Unique | Nature::Rate | Nature::Percent => Combine::Mean,
        Nature::Measure | Nature::Lifetime => Combine::Median,
        _ => Combine::Sum,
    }
}

fn mistakes_of_conditions(source: &Source, origin: &Origin) -> Vec<Mistake> {
    let columns = origin
        .conditions
        .get()
        .into_iter()
        .flat_map(|conditions| conditions.0.iter())
        .map(|(column, ..)| column);
    let mistake = |column: &String| {
        let found = source.column(column).map(|(_, column)| column.is);
        let texts = || {
            let texts = source.columns.iter().filter(|(_, column)| column.is == Nature::Text);
            texts.map(|(name, _)| name.as_str()).collect::<Vec<_>>()
        };
        let help = match nearest(column, texts()) {
            Some(meant) => format!("write `{}`", meant.name),
            None if texts().is_empty() => "remove `where:`".to_owned(),
            None => format!("rows can be chosen by {}", or(&quoted(texts()))),
        };
        match found {
            Some(Nature::Private) => Some(Mistake::new(
                "where",
                format!("`{}` has names or texts of people", shown(column)),
                "what people are called and what they wrote stays in the file",
                help,
            )),
            None if !source.open => Some(Mistake::new(
                "where",
                format!("{} has no column `{}`", source.title, shown(column)),
                "the name is the English one of the export, whatever language your file is in",
                help,
            )),
            _ => None,
        }
    };
    columns.filter_map(mistake).collect()
}

fn mistake_of_unit(id: &str, source: &Source, origin: &Origin, kpi: &Kpi) -> Option<Mistake> {
    let take = origin.take.get()?;
    let is_share = source.taken(take).is_some_and(|(_, column)| column.is.is_share());
    let is_said = kpi.unit.is_invalid() || kpi.unit.get().is_some_and(|unit| is_percent(unit));
    if let Err(Problem { message, help, .. }) = check_header(take, id, kpi.unit.get().map(String::as_str)) {
        return Some(Mistake::new("unit", message, "the figures would be taken as they are", help));
    }
    (is_share && !is_said).then(|| {
        Mistake::new(
            "unit",
            format!("`{}` is a share, and the unit of `{id}` is not `percent`", shown(take)),
            "some exports write 0.05 and some 5 for the same share; it is always taken in percent",
            "write `unit: percent`",
        )
    })
}

fn mistake_of_counts(id: &str, origin: &Origin, kpi: &Kpi) -> Option<Mistake> {
    let by = origin.by.get()?;
    let adds = matches!(by, Combine::Sum | Combine::Count);
    let (what, help) = match kpi.counts.get()? {
        Counts::Total if adds => ("is a running total", "write `counts: sum`"),
        Counts::Sum if !adds => ("is the sum of its readings", "write `by: sum`, or `counts: level`"),
        _ => return None,
    };
    let note = "the readings would be added up, or compared, with figures that mean something else";
    Some(Mistake::new(
        "by",
        format!("`{id}` {what}, and `by: {}` does not give such a reading", by.key()),
        note,
        help,
    ))
}

/// The metric of a file that does not say so itself: its name is nothing else than the metric's, apart from words
/// such as `report` and numbers.
pub(super) fn is_named_after(name: &str, metric: &str) -> bool {
    const OTHERS: &str = "discourse report reports export csv tsv txt gz zip json";
    let words_of = |text: &str| {
        let words = words(&text.replace('_', " "));
        let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
        words.into_iter().filter(|word| !is_in(OTHERS, word) && !is_number(word)).collect::<Vec<_>>()
    };
    words_of(name) == words_of(metric)
}
