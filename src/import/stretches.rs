//! From figures by day to readings: one for each stretch that the file covers.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::Problem;
use super::series::Figures;
use super::wants::{Stretch, Want};
use crate::strategy::date::{CoarseDate, Days};
use crate::strategy::origin::Combine;
use crate::words;

/// The figures of a KPI, from all files.
#[derive(Debug, Default)]
pub(super) struct Pool {
    /// By the last and the first day of each.
    pub(super) days: BTreeMap<(Date, Date), (CoarseDate, Figures)>,
    /// From when to when rows can be missing because nothing happened.
    pub(super) spans: Vec<Days>,
    /// True if a row is a reading for one date.
    pub(super) is_long: bool,
    /// True if a row is a post or a ticket.
    pub(super) has_items: bool,
    pub(super) decimals: u32,
    /// The name of the column in the file.
    pub(super) column: Option<String>,
}

impl Pool {
    pub(super) fn add_days(
        &mut self,
        days: impl IntoIterator<Item = (CoarseDate, Figures)>,
    ) -> Result<(), Problem> {
        for (date, figures) in days {
            match self.days.entry((date.last, date.first)) {
                Entry::Vacant(entry) => {
                    entry.insert((date, figures));
                }
                Entry::Occupied(entry) if entry.get().1 == figures && !self.has_items => {}
                Entry::Occupied(_) => {
                    let message = format!("another table has other figures for {date}");
                    return Err(Problem::new(message, "give only one of the two"));
                }
            }
        }
        Ok(())
    }

    pub(super) fn add_span(&mut self, span: Days) -> Result<(), Problem> {
        if self.has_items && self.spans.iter().any(|other| other.overlaps(span)) {
            let message = "two tables are about the same days, so rows can be in both";
            return Err(Problem::new(message, "give only one of the two"));
        }
        self.spans.push(span);
        Ok(())
    }

    /// Adds what another file has.
    pub(super) fn join(&mut self, other: Self) -> Result<(), Problem> {
        self.is_long |= other.is_long;
        self.has_items |= other.has_items;
        self.decimals = self.decimals.max(other.decimals);
        self.column = self.column.take().or(other.column);
        other.spans.into_iter().try_for_each(|span| self.add_span(span))?;
        self.add_days(other.days.into_values())
    }
}

/// A figure to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) date: CoarseDate,
    pub(crate) value: Decimal,
    /// The number of rows that it is made of.
    pub(crate) rows: u64,
}

/// What came out for a KPI.
#[derive(Debug, Default)]
pub(super) struct Readings {
    pub(super) figures: Vec<Figure>,
    /// Stretches that are left out, and why.
    pub(super) incomplete: Vec<(CoarseDate, String)>,
}

impl Stretch {
    /// The stretch that a day is in.
    pub(super) fn of(self, day: Date) -> Option<CoarseDate> {
        let (year, month) = (day.year(), day.month());
        let text = match self {
            Self::Day => return Some(CoarseDate::day(day)),
            Self::Week => {
                let week = day.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{year:04}-{month:02}"),
            Self::Quarter => format!("{year:04}-Q{}", (month + 2) / 3),
            Self::Half => format!("{year:04}-H{}", (month + 5) / 6),
            Self::Year => format!("{year:04}"),
        };
        CoarseDate::parse(&text).ok()
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Day => "a day",
            Self::Week => "a week",
            Self::Month => "a month",
            Self::Quarter => "a quarter",
            Self::Half => "half a year",
            Self::Year => "a year",
        }
    }
}

/// The readings of a KPI.
pub(super) fn readings(pool: &Pool, want: &Want<'_>, today: Date) -> Result<Readings, Problem> {
    let mut readings = Readings::default();
    if pool.is_long {
        return Ok(each(pool, want, today));
    }
    let overlap = pool
        .days
        .values()
        .zip(pool.days.values().skip(1))
        .find(|((one, _), (next, _))| next.first <= one.last);
    if let Some(((one, _), (next, _))) = overlap {
        let message = format!("there are figures for {one} and for {next}, which is a part of it");
        return Err(Problem::new(message, "leave one of the two out"));
    }
    let mut next = pool.days.values().map(|(date, _)| date.first).min();
    let end = pool.days.values().map(|(date, _)| date.last).max();
    while let Some(day) = next.filter(|day| end.is_some_and(|end| *day <= end)) {
        let Some(stretch) = want.stretch.of(day) else { break };
        next = stretch.last.checked_add(1.day()).ok();
        let from = pool.days.range((stretch.first, Date::MIN)..).map(|(_, figures)| figures);
        let touched: Vec<&(CoarseDate, Figures)> =
            from.take_while(|(date, _)| date.first <= stretch.last).collect();
        if let Some((date, _)) =
            touched.iter().find(|(date, _)| date.first < stretch.first || stretch.last < date.last)
        {
            let message = format!(
                "the figure for {date} cannot be divided, and the KPI has one for {}",
                want.stretch.name()
            );
            return Err(Problem::new(message, "make `cadence:` as long as the time that a row is about"));
        }
        match one(pool, want, stretch, &touched, today)? {
            Ok(figure) => readings.figures.push(figure),
            Err(why) => readings.incomplete.push((stretch, why)),
        }
    }
    Ok(readings)
}

/// Every row as a reading.
fn each(pool: &Pool, want: &Want<'_>, today: Date) -> Readings {
    let mut readings = Readings::default();
    for (date, figures) in pool.days.values().filter(|(_, figures)| figures.rows > 0) {
        if figures.empty > 0 {
            readings.incomplete.push((*date, "there is no figure".to_owned()));
        } else if date.last > today {
            readings.incomplete.push((*date, "it is not over".to_owned()));
        } else {
            let value = finished(figures.sum, want, pool.decimals);
            readings.figures.push(Figure { date: *date, value, rows: figures.rows });
        }
    }
    readings
}

/// The figure of a stretch, or why there is none.
fn one(
    pool: &Pool,
    want: &Want<'_>,
    stretch: CoarseDate,
    touched: &[&(CoarseDate, Figures)],
    today: Date,
) -> Result<Result<Figure, String>, Problem> {
    if stretch.last >= today {
        return Ok(Err("it is not over".to_owned()));
    }
    if want.by.is_none() && touched.iter().any(|(date, _)| *date != stretch) {
        let message = format!(
            "there are rows for days or weeks, and `{}` has one figure for {}",
            want.id,
            want.stretch.name()
        );
        let help = "say how they become one: add `by: sum`, `last`, `mean`, `median` or `max`";
        return Err(Problem::new(message, help));
    }
    let is_spanned = pool.spans.iter().any(|span| span.start <= stretch.first && stretch.last <= span.end);
    let can_miss = pool.has_items || !pool.spans.is_empty();
    if can_miss && !is_spanned {
        return Ok(Err(not_covered(pool, stretch)));
    }
    if !can_miss
        && want.by != Some(Combine::Last)
        && let Some(why) = gap(stretch, touched)
    {
        return Ok(Err(why));
    }
    if let Some((date, _)) = touched.iter().find(|(_, figures)| figures.empty > 0)
        && !pool.has_items
        && want.by != Some(Combine::Last)
    {
        return Ok(Err(format!("there is no figure for {date}")));
    }
    let mut all = Figures::default();
    for (_, figures) in touched {
        all += figures;
    }
    let last = touched.iter().find(|(date, figures)| date.last == stretch.last && figures.rows > 0);
    let days = touched.iter().filter(|(_, figures)| figures.rows > figures.empty).count();
    let filled = all.rows - all.empty;
    let value = match want.by {
        Some(Combine::Count) => Decimal::from(all.rows),
        None | Some(Combine::Sum) => all.sum,
        Some(Combine::Last) => match last {
            Some((_, figures)) if figures.empty == 0 => figures.sum,
            _ => return Ok(Err(format!("there is no figure for its last day, {}", stretch.last))),
        },
        Some(Combine::Max) => {
            let days = touched.iter().filter(|(_, figures)| figures.rows > figures.empty);
            let max = if pool.has_items { all.max } else { days.map(|(_, figures)| figures.sum).max() };
            let Some(max) = max else { return Ok(Err("there is no row with a figure".to_owned())) };
            max
        }
        Some(Combine::Mean) => {
            let count = if pool.has_items { filled } else { days as u64 };
            let Some(mean) = all.sum.checked_div(Decimal::from(count)) else {
                return Ok(Err("there is no row with a figure".to_owned()));
            };
            mean
        }
        Some(Combine::Median) => {
            let Some(median) = median(&all) else {
                return Ok(Err("there is no row with a figure".to_owned()));
            };
            median
        }
    };
    Ok(Ok(Figure { date: stretch, value: finished(value, want, pool.decimals), rows: all.rows }))
}

/// The days of a stretch that have no figure.
fn gap(stretch: CoarseDate, touched: &[&(CoarseDate, Figures)]) -> Option<String> {
    let has = |day: Date| {
        touched.iter().any(|(date, figures)| {
            date.first <= day && day <= date.last && figures.rows > 0 && figures.empty == 0
        })
    };
    let days = std::iter::successors(Some(stretch.first), |day| day.checked_add(1.day()).ok());
    let missing: Vec<Date> = days.take_while(|day| *day <= stretch.last).filter(|day| !has(*day)).collect();
    match missing.as_slice() {
        [] => None,
        [one] => Some(format!("there is no figure for {one}")),
        [first, .., last] => {
            let count = words::days(i64::try_from(missing.len()).unwrap_or(i64::MAX));
            Some(format!("there are no figures for {count} of it, from {first} to {last}"))
        }
    }
}

fn not_covered(pool: &Pool, stretch: CoarseDate) -> String {
    let start = pool.spans.iter().map(|span| span.start).min().unwrap_or(stretch.first);
    let end = pool.spans.iter().map(|span| span.end).max().unwrap_or(stretch.last);
    format!("the file goes from {start} to {end} only")
}

fn median(figures: &Figures) -> Option<Decimal> {
    let count: u64 = figures.all.values().sum();
    let nth = |position: u64| {
        let mut before = 0;
        figures.all.iter().find(|(_, count)| {
            before += **count;
            before > position
        })
    };
    let (low, _) = nth(count.checked_sub(1)? / 2)?;
    let (high, _) = nth(count / 2)?;
    low.checked_add(*high)?.checked_div(Decimal::TWO)
}

/// A figure in the unit of the KPI. One that was computed has two decimals more than those it is made of.
fn finished(value: Decimal, want: &Want<'_>, decimals: u32) -> Decimal {
    let decimals = if want.nature().is_some_and(super::sources::Nature::is_share) {
        4
    } else if matches!(want.by, Some(Combine::Mean | Combine::Median)) {
        decimals.saturating_add(2)
    } else {
        return value.normalize();
    };
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
}
