//! Puts the figures of a KPI together, from all tables of all files.

use rust_decimal::Decimal;

use super::outcome::{FileRead, place_of};
use super::read::{Choices, Table, Taken};
use super::rows::Chosen;
use super::series::Figures;
use super::sources::{Metric, Nature, Rows};
use super::stretches::Pool;
use super::wants::{Stretch, Want, is_named_after};
use super::{Problem, dates};
use crate::strategy::date::{CoarseDate, Days};
use crate::strategy::kpi::Counts;
use crate::strategy::origin::{Combine, Export};
use crate::words::{and, is_in, quoted, safe, shown, words};

type Refused = (String, Problem);

/// What a file gives for a KPI.
#[derive(Debug, Default)]
pub(super) struct Given {
    name: String,
    pool: Pool,
    /// What a reader of the report needs to know.
    notes: Vec<String>,
    /// The tables that the figures are from.
    pub(super) tables: Vec<usize>,
    /// Why a table of the right export has nothing for the KPI.
    missing: Option<Refused>,
    /// What the rows have of each condition, if there are any rows.
    chosen: Option<Vec<Chosen>>,
    /// True if the conditions are only the name of the KPI, or the table has only what they ask for.
    is_chosen: bool,
}

/// What a file gives for a KPI, which is the want of this index.
pub(super) fn gather(
    index: usize,
    want: &Want<'_>,
    tables: &mut [Table],
    report: &mut FileRead,
    choices: &Choices,
) -> Result<Given, Refused> {
    let given = Given { name: report.name.clone(), ..Given::default() };
    let mut gathering = Gathering { want, choices, given };
    gathering.file(index, tables, report)?;
    let columns = tables.iter().filter(|table| table.rows > 0).flat_map(|table| &table.columns);
    let mut given = gathering.given;
    for column in columns.filter(|column| column.want == index) {
        let layout = &column.layout;
        given.is_chosen |= layout.is_long || !layout.across.is_empty() || layout.is_chart;
        if layout.missing.is_none() {
            given.add_chosen(column.chosen.clone());
        }
    }
    Ok(given)
}

impl Given {
    fn add_chosen(&mut self, chosen: Vec<Chosen>) {
        match &mut self.chosen {
            None => self.chosen = Some(chosen),
            Some(all) => all.iter_mut().zip(chosen).for_each(|(all, one)| all.join(one)),
        }
    }

    fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// The figures of a KPI from all files, and what a reader of the report needs to know; none if no file has any.
pub(super) fn together(
    want: &Want<'_>,
    given: impl Iterator<Item = Given>,
) -> Result<Option<(Pool, Vec<String>)>, Refused> {
    let mut all = Given::default();
    for given in given {
        all.missing = all.missing.or(given.missing);
        all.is_chosen |= given.is_chosen;
        if let Some(chosen) = given.chosen {
            if all.chosen.is_none() {
                all.name.clone_from(&given.name);
            }
            all.add_chosen(chosen);
        }
        if !given.tables.is_empty() {
            all.pool.join(given.pool).map_err(|problem| (given.name, problem))?;
            all.tables.extend(given.tables);
        }
        given.notes.into_iter().for_each(|note| all.note(note));
    }
    match (all.tables.as_slice(), all.missing.take()) {
        ([], Some(missing)) => Err(missing),
        ([], None) => Ok(None),
        _ => match unmet(want, &all) {
            Some(problem) => Err((all.name, problem)),
            None => Ok(Some((all.pool, all.notes))),
        },
    }
}

/// A value of `where:` that no row of any table has: it is misspelled, or the rows were filtered. Their number is not 0.
fn unmet(want: &Want<'_>, given: &Given) -> Option<Problem> {
    let chosen = given.chosen.as_ref().filter(|_| !given.is_chosen)?;
    let ((column, value), chosen) = want.conditions.iter().zip(chosen).find(|(_, chosen)| !chosen.is_met)?;
    let mut others: Vec<&str> = chosen.others.iter().map(String::as_str).collect();
    others.sort_unstable();
    let help = if !others.is_empty() && can_be_named(column, &others) {
        format!("the rows have {}", and(&quoted(others.iter().map(|other| safe::line(other)))))
    } else {
        "write the value as it is in the file, and check that the download has all rows".to_owned()
    };
    let message =
        format!("`{}` takes rows with `{}: {}`, and no row has it", want.id, shown(column), shown(value));
    Some(Problem::new(message, help))
}

/// True if the values of a column are few and about no person.
fn can_be_named(column: &str, values: &[&str]) -> bool {
    const GROUPS: &str = "group channel platform network status type priority via source medium region country language \
         category campaign device format product gruppe kanal plattform netzwerk typ priorität quelle land sprache kategorie \
         groupe canal plateforme réseau statut priorité pays langue catégorie grupo plataforma red estado prioridad país \
         idioma categoría";
    let is_group = words(column).iter().any(|word| is_in(GROUPS, word));
    let is_short = |value: &&str| value.chars().count() <= 40 && !value.contains('@');
    is_group && values.len() <= 10 && values.iter().all(is_short)
}

struct Gathering<'g, 'a> {
    want: &'g Want<'a>,
    choices: &'g Choices,
    given: Given,
}

impl Gathering<'_, '_> {
    fn file(&mut self, index: usize, tables: &mut [Table], report: &mut FileRead) -> Result<(), Refused> {
        let name = &report.name;
        let mut total: Option<(Decimal, Decimal)> = None;
        let mut daily: Option<Decimal> = None;
        let mut is_unnamed = false;
        let has_chart = tables.iter().any(|table| table.is_chart(index));
        for (nth, (table, shown)) in tables.iter_mut().zip(&mut report.tables).enumerate() {
            let Some(at) = table.columns.iter().position(|column| column.want == index) else { continue };
            let place = place_of(name, &table.part);
            let refuse = |problem: Problem| (place.clone(), problem);
            let missing = table.columns.get(at).and_then(|column| column.layout.missing.clone());
            if let Some(why) = missing.or_else(|| self.other_metric(name, table)) {
                self.given.missing.get_or_insert((place, why));
                continue;
            }
            if table.is_split() {
                continue;
            }
            // One total of all rows is compared with their sum; what others are the total of is not clear.
            let is_sum = self.want.by == Some(Combine::Sum) && table.totals < 2;
            if table.dated_totals > 0
                && !is_sum
                && self.want.conditions.is_empty()
                && !self.want.counts_rows()
            {
                let message = "the table has rows with a total next to others for the same time";
                let help =
                    "choose rows with `where:`, by the column that says which are totals, or remove one kind";
                return Err(refuse(Problem::new(message, help)));
            }
            let is_known = table.known.is_some() && self.want.source.export != Some(Export::Table);
            if is_known && table.is_open_ended {
                let message = "the last line has no line break, so the file may be cut off";
                let help = "download it again; if it always ends so, add a line break";
                return Err(refuse(Problem::new(message, help)));
            }
            let is_dateless =
                !table.has_date && table.range.is_none() && self.want.source.export != Some(Export::Table);
            let is_chart = table.is_chart(index);
            let is_stretch = table.range.is_some_and(|range| self.is_stretch(range));
            // The figure of the other table is the one that is wanted.
            if is_chart && is_stretch {
                continue;
            }
            let taken = table.take(at, self.want, self.choices, !is_dateless).map_err(refuse)?;
            if has_chart && !is_chart && !table.has_date && !is_stretch {
                let chosen = taken.days.iter().map(|(_, figures)| figures.sum);
                total = Some((chosen.fold(Decimal::ZERO, Decimal::saturating_add), taken.decided.slack));
                shown
                    .unused
                    .get_or_insert_with(|| "its figures are compared with the days of the chart".to_owned());
                continue;
            }
            if is_dateless {
                total = taken.decided.total.map(|total| (total, taken.decided.slack));
                shown.unused.get_or_insert_with(|| "it has no days: its total is compared".to_owned());
                let message = "the table has no days";
                let help = "export it with the date: in YouTube Studio choose “Date” above the table, or give the zip";
                self.given.missing.get_or_insert((place, Problem::new(message, help)));
                continue;
            }
            let all = taken.decided.all;
            is_unnamed |= is_chart;
            self.add(table, at, taken).map_err(refuse)?;
            daily = Some(daily.unwrap_or_default().saturating_add(all));
            self.given.tables.push(nth);
        }
        if is_unnamed && total.is_none() {
            let message = "the chart does not say which figure it shows";
            let help = "export it again, with the table below the chart";
            return Err((name.clone(), Problem::new(message, help)));
        }
        if let (Some((total, slack)), Some(daily)) = (total, daily)
            && total.saturating_sub(daily).abs() > slack + slack
        {
            let take = self.want.take.unwrap_or_default();
            let message = format!(
                "one table says that `{take}` is {} in total, and the days of the other add up to {}",
                total.normalize(),
                daily.normalize()
            );
            let help = "export it again, with the same time for all of it";
            return Err((name.clone(), Problem::contradiction(message, help)));
        }
        Ok(())
    }

    /// True if a range is exactly one stretch of the KPI.
    fn is_stretch(&self, range: Days) -> bool {
        let stretch = self.want.stretch.of(range.start);
        stretch.is_some_and(|one| one.first == range.start && one.last == range.end)
    }

    /// Why a file of one metric that does not say which is not about the KPI's.
    fn other_metric(&self, name: &str, table: &Table) -> Option<Problem> {
        let known = table.known.as_ref().filter(|known| known.source.metric == Some(Metric::Name))?;
        if known.metric.is_some() || self.want.source.export == Some(Export::Table) {
            return None;
        }
        let take = self.want.take.unwrap_or_default();
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let is_about = match &self.choices.metric {
            Some(metric) => metric.eq_ignore_ascii_case(take),
            None => [file, table.part.as_str()].iter().any(|name| is_named_after(name, take)),
        };
        (!is_about).then(|| {
            let message =
                format!("the file does not say which report it is, and `{}` takes `{take}`", self.want.id);
            Problem::new(
                message,
                format!("if it is that report, add `--metric {take}`, or name the file `{take}.csv`"),
            )
        })
    }

    fn add(&mut self, table: &Table, at: usize, taken: Taken) -> Result<(), Problem> {
        let want = self.want;
        let layout = table.columns.get(at).map(|column| column.layout.clone()).unwrap_or_default();
        let is_table = want.source.export == Some(Export::Table);
        self.given.pool.decimals = self.given.pool.decimals.max(taken.decided.decimals);
        self.given.pool.is_long |= layout.is_long;
        let column = layout.value.filter(|_| !layout.is_long).and_then(|at| table.header.cells.get(at));
        self.given.pool.column = self.given.pool.column.take().or_else(|| column.cloned());
        let mut days = same_days(taken.days);
        if want.source.ends_in_the_middle
            && let Some((date, _)) = days.pop()
        {
            self.given.note(format!("{date} left out: it was not over when the file was made"));
        }
        let repeated = days.iter().find(|(_, figures)| figures.rows > 1).map(|(date, _)| *date);
        let is_of_items = match want.source.rows {
            Rows::Items => true,
            Rows::Any => want.counts_rows(),
            Rows::Days | Rows::Weeks => false,
        };
        if let Some(range) = table.range.filter(|_| !table.has_date && !is_table) {
            let Some(stretch) = want.stretch.of(range.start).filter(|_| self.is_stretch(range)) else {
                let message =
                    format!("the file has one figure for the time from {} to {}", range.start, range.end);
                let help = format!("export exactly {}, or add the date to the table", want.stretch.name());
                return Err(Problem::new(message, help));
            };
            for (date, _) in &mut days {
                *date = stretch;
            }
        }
        let is_checked = taken.decided.is_checked || !want.conditions.is_empty();
        if want.source.mark.is_some() && !is_checked && want.nature().is_none_or(Nature::adds_up) {
            let message = "the row with the total is missing, so rows can be missing, too";
            return Err(Problem::new(message, "export it again, with the row of the grand total"));
        }
        if let Some(date) = repeated.filter(|_| !is_of_items) {
            // Several rows of a day are its parts, if they add up to the total of the file.
            let are_parts = want.by == Some(Combine::Sum) && taken.decided.is_checked && want.source.open;
            if !are_parts {
                let message = format!("there is more than one row for {date}");
                let help = if is_table {
                    "remove the row that is there twice, choose rows with `where:`, or write one row for each day; \
                     `by: count` counts rows"
                } else {
                    "choose rows with `where:`, or remove the row that is there twice"
                };
                return Err(Problem::new(message, help));
            }
        }
        if is_table
            && !layout.is_long
            && let Some(note) = months(&mut days, want, &table.date_name(at))?
        {
            self.given.note(note);
        }
        if is_of_items || want.leaves_out_zero() {
            self.span(table, &days, is_of_items)?;
        }
        self.given.pool.has_items |= is_of_items;
        if taken.left_out > 0 {
            self.given.note(format!(
                "{} left out that `where:` does not choose",
                crate::words::counted(taken.left_out, "row", "rows")
            ));
        }
        let empty: u64 = days.iter().map(|(_, figures)| figures.empty).sum();
        if empty > 0 {
            self.given.note(format!("{} without a figure", crate::words::counted(empty, "row", "rows")));
        }
        self.given.pool.add_days(days)
    }

    /// From when to when a table goes in which days without a row are no gaps.
    fn span(
        &mut self,
        table: &Table,
        days: &[(CoarseDate, Figures)],
        is_of_items: bool,
    ) -> Result<(), Problem> {
        let first = days.iter().map(|(date, _)| date.first).min();
        let last = days.iter().map(|(date, _)| date.last).max();
        let Some(rows) = first.zip(last).map(|(start, end)| Days { start, end }) else { return Ok(()) };
        let span = table.range.unwrap_or(rows);
        self.given.pool.add_span(span)?;
        let what = if is_of_items {
            "a day without a row has none"
        } else {
            "days of zero are left out of the file"
        };
        self.given.note(format!("taken as complete from {} to {}: {what}", span.start, span.end));
        Ok(())
    }
}

/// Adds up what is about the same day.
fn same_days(days: Vec<(CoarseDate, Figures)>) -> Vec<(CoarseDate, Figures)> {
    let mut sorted = days;
    sorted.sort_by_key(|(date, _)| (date.first, date.last));
    let mut same: Vec<(CoarseDate, Figures)> = Vec::with_capacity(sorted.len());
    for (date, figures) in sorted {
        match same.last_mut().filter(|(last, _)| *last == date) {
            Some((_, known)) => *known += &figures,
            None => same.push((date, figures)),
        }
    }
    same
}

/// Makes the first or last days of months the months, if all rows are written so, and says what is not certain.
fn months(
    days: &mut [(CoarseDate, Figures)],
    want: &Want<'_>,
    header: &str,
) -> Result<Option<String>, Problem> {
    let are_first = days.iter().all(|(date, _)| date.first.day() == 1);
    let are_last = days.iter().all(|(date, _)| date.first.last_of_month() == date.first);
    let is_said = dates::is_of_months(header);
    let is_sure = days.len() > 1 || is_said;
    let are_days = days.iter().all(|(date, figures)| date.is_exact() && figures.rows <= 1);
    let is_short = matches!(want.stretch, Stretch::Day | Stretch::Week);
    if is_short || !are_days || !is_sure || !(are_first || are_last) {
        return Ok(None);
    }
    let mut note = None;
    for (date, _) in days {
        let day = *date;
        *date = Stretch::Month.of(day.first).unwrap_or(day);
        note.get_or_insert_with(|| {
            format!("each row is about the month that begins on its date: {day} is {date}")
        });
        // What there is on the first of a month is what there was at the end of the one before it.
        if are_first && !is_said && is_level(want) {
            let message =
                format!("the rows are dated on the first of a month: {day} can be that day or all of {date}");
            let help = "call the column `Month` if a row is about its month; if it is about the day, write the day before";
            return Err(Problem::new(message, help));
        }
    }
    Ok(note.filter(|_| are_first && !is_said))
}

/// True if the strategy says that a figure is what there is on a day, not what came in during a time.
fn is_level(want: &Want<'_>) -> bool {
    want.by == Some(Combine::Last) || want.kpi.counts.get().is_some_and(|counts| *counts != Counts::Sum)
}
