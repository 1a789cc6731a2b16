//! The rows of a table of activities: what each becomes, and what is said about those that are not all taken.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::Problem;
use super::cells::Cell;
use super::date_time::without_time;
use super::dates::{self, Clues};
use super::figures;
use super::plan_columns::{Columns, Role};
use super::read::Choices;
use super::rows::{is_total, text_of};
use super::series::{Money, Series};
use super::sources::plain;
use crate::decode::value::Scalar;
use crate::strategy::activity::ActivityStatus;
use crate::strategy::cadence::Cadence;
use crate::strategy::date::CoarseDate;
use crate::strategy::date::range::{from_one_to_another, halves};
use crate::words::currency::Mark;
use crate::words::{PLATFORMS, is_in, safe};

/// What a row says.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) row: usize,
    pub(super) name: String,
    pub(super) pillar: Pillar,
    pub(super) owner: Option<String>,
    pub(super) start: Option<CoarseDate>,
    pub(super) end: Option<CoarseDate>,
    /// The day on which it happens, instead of its start.
    pub(super) date: Option<CoarseDate>,
    pub(super) status: Option<ActivityStatus>,
    pub(super) cadence: Option<Cadence>,
    pub(super) budget: Option<Decimal>,
    pub(super) platforms: Vec<String>,
    pub(super) campaign: Option<String>,
    pub(super) goals: Vec<String>,
    pub(super) audiences: Vec<String>,
    pub(super) notes: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Pillar {
    Listening,
    #[default]
    Promotion,
    ThoughtLeadership,
    Support,
}

impl Pillar {
    pub(super) const ALL: [(Self, &'static str, &'static str); 4] = [
        (
            Self::Listening,
            "listening",
            "listening, social listening, monitoring, zuhören, écoute, veille, escucha",
        ),
        (Self::Promotion, "promotion", "promotion, promo, promotional, werbung, publicité, promoción"),
        (
            Self::ThoughtLeadership,
            "thought_leadership",
            "thought leadership, fachwissen, expertise, expert content",
        ),
        (
            Self::Support,
            "support",
            "support, customer support, service, customer service, kundenservice, service client, soporte, atención al cliente",
        ),
    ];
}

/// Words for the status of an activity that have no other meaning.
const STATUS: [(ActivityStatus, &str); 4] = [
    (
        ActivityStatus::Planned,
        "planned, scheduled, to do, todo, not started, geplant, offen, planifié, prévu, à faire, planificado, programado, \
         pendiente",
    ),
    (ActivityStatus::Running, "running, in progress, ongoing, läuft, laufend, in arbeit, en cours, en curso"),
    (
        ActivityStatus::Done,
        "done, published, posted, completed, finished, complete, erledigt, fertig, veröffentlicht, abgeschlossen, terminé, \
         publié, fait, hecho, publicado, terminado",
    ),
    (
        ActivityStatus::Dropped,
        "dropped, canceled, cancelled, abgesagt, gestrichen, annulé, abandonné, cancelado, anulado",
    ),
];

/// The ids of platforms whose names are also ordinary words, or short.
const OTHERS: [(&str, &str); 5] =
    [("x", "x"), ("threads", "threads"), ("ig", "instagram"), ("fb", "facebook"), ("yt", "youtube")];

/// The activities of a table.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) entries: Vec<Entry>,
    /// What was not taken as it is, and the rows.
    pub(super) remarks: IndexMap<String, Vec<usize>>,
    pub(super) marks: Vec<Mark>,
}

pub(super) type Row = (usize, Vec<Cell<'static>>);

/// Reads the rows below a header.
pub(super) fn read(columns: &Columns, rows: &[Row], choices: &Choices) -> Result<Rows, Problem> {
    let mut all = Rows { marks: columns.currency.clone().into_iter().collect(), ..Rows::default() };
    let mut days = Vec::new();
    let mut budgets = Series::new(false, false);
    budgets.money = if columns.currency.is_some() { Money::All } else { Money::Marked };
    for (number, cells) in rows {
        let title = columns.find(Role::Title).and_then(|at| cells.get(at)).unwrap_or(&Cell::Empty);
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let (name, _) = clean(&text_of(title));
        let left_out = match cells.iter().map(Cell::text).find(|text| !text.is_empty()) {
            Some(first) if is_total(first) => Some("a total, left out"),
            _ if name.is_empty() => Some("no title, left out"),
            _ if filled == 1 && dates::is_date(&name) => Some("only a date, left out"),
            _ => None,
        };
        if let Some(why) = left_out {
            all.remark(why.to_owned(), *number);
            continue;
        }
        let mut entry = Entry { row: *number, ..Entry::default() };
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            // What is not known to be about a plan can be about people.
            let Some(role) = columns.all.get(at).and_then(|(_, role)| *role) else { continue };
            if *cell == Cell::Formula && role != Role::Text {
                return Err(Problem::new(
                    format!(
                        "row {number}: `{}` is a formula or an error, and what it gives may be out of date",
                        safe::line(columns.name(at))
                    ),
                    "copy the column, paste it as values, and save the file again",
                ));
            }
            let (text, has_address) = clean(&text_of(cell));
            if has_address && role != Role::Text {
                all.remark("a mail address, left out".to_owned(), *number);
            }
            if text.is_empty() {
                continue;
            }
            let index = all.entries.len();
            let is_taken = match role {
                Role::Start | Role::End | Role::Date
                    if dates::can_be_date(&text, dates::is_of_months(&plain(columns.name(at)))) =>
                {
                    // The time of day is not a part of a date.
                    let is_exact = without_time(&text) == text;
                    let is_of_months = dates::is_of_months(&plain(columns.name(at)));
                    let day = if is_of_months { dates::in_months(text.clone()) } else { text.clone() };
                    days.push((index, role, day, *number));
                    is_exact
                }
                Role::Start | Role::End | Role::Date => {
                    let period = period(columns, role, &text);
                    let is_exact = period.is_some() && !text.contains(':');
                    match period {
                        Some((first, last)) => {
                            days.push((index, Role::Start, first, *number));
                            days.push((index, Role::End, last, *number));
                        }
                        None => {
                            all.remark(
                                format!("not a date in `{}`, in the notes", columns.name(at)),
                                *number,
                            );
                        }
                    }
                    is_exact
                }
                Role::Budget => {
                    let is_amount = is_amount(cell);
                    if is_amount {
                        budgets.add(*number, index, cell, true);
                    } else {
                        all.remark(format!("not an amount in `{}`, in the notes", columns.name(at)), *number);
                    }
                    is_amount
                }
                Role::Text => true,
                role => entry.take(role, &text),
            };
            if !is_taken {
                entry.notes.push(format!("{}: {text}", clean(columns.name(at)).0));
            }
        }
        all.entries.push(entry);
    }
    all.set_days(&days, columns, choices)?;
    all.marks.extend(budgets.marks.iter().cloned());
    let name = columns.find(Role::Budget).map_or("", |at| columns.name(at)).to_owned();
    let budgets = budgets.decide(&name, choices.decimal, false)?;
    for (entry, figures) in all.entries.iter_mut().zip(&budgets.days).filter(|(_, figures)| figures.rows > 0)
    {
        entry.budget = Some(figures.sum.normalize());
    }
    Ok(all)
}

/// The first and the last day that a cell says, if no other column does: as they are written, if other rows decide what
/// they mean.
fn period(columns: &Columns, role: Role, text: &str) -> Option<(String, String)> {
    let is_alone = |other: &Role| *other == role || columns.find(*other).is_none();
    let can_be = role != Role::End && [Role::Start, Role::End].iter().all(is_alone);
    let as_written = || {
        let mut halves = halves(text);
        let both = halves.find(|(first, last)| dates::has_year(first) && dates::has_year(last));
        both.map(|(first, last)| (first.to_owned(), last.to_owned()))
    };
    can_be.then(|| from_one_to_another(text).or_else(as_written))?
}

impl Rows {
    fn remark(&mut self, what: String, row: usize) {
        let rows = self.remarks.entry(what).or_default();
        if rows.last() != Some(&row) {
            rows.push(row);
        }
    }

    /// Reads the dates of all columns together, since each can decide for the others what comes first.
    fn set_days(
        &mut self,
        days: &[(usize, Role, String, usize)],
        columns: &Columns,
        choices: &Choices,
    ) -> Result<(), Problem> {
        let clues = Clues {
            order: choices.dates,
            year: choices.year,
            range: None,
            today: choices.today,
            seconds: false,
            months: true,
            may_be_ahead: true,
        };
        let texts: Vec<(&str, usize)> = days.iter().map(|(.., text, row)| (text.as_str(), *row)).collect();
        for ((index, role, ..), date) in days.iter().zip(dates::read(&texts, clues)?) {
            let Some(entry) = self.entries.get_mut(*index) else { continue };
            match role {
                Role::Start => entry.start = Some(date),
                Role::End => entry.end = Some(date),
                _ => entry.date = Some(date),
            }
        }
        let has_dates = [Role::Start, Role::End, Role::Date].iter().any(|role| columns.find(*role).is_some());
        let mut without = Vec::new();
        let mut backward = Vec::new();
        for entry in &mut self.entries {
            // A date next to an end is the start; next to a start, it is something else.
            match (entry.start, entry.date) {
                (None, Some(date)) if entry.end.is_some() => (entry.start, entry.date) = (Some(date), None),
                (Some(_), Some(date)) => {
                    entry.notes.push(format!("Date: {date}"));
                    entry.date = None;
                }
                (None, Some(date)) if !date.is_exact() => {
                    (entry.start, entry.end, entry.date) = (Some(date), Some(date), None);
                }
                (None, None) if has_dates && entry.end.is_none() => without.push(entry.row),
                _ => {}
            }
            if let (Some(start), Some(end)) = (entry.start, entry.end)
                && end.last < start.first
            {
                entry.notes.push(format!("Start: {start}, end: {end}"));
                (entry.start, entry.end) = (None, None);
                backward.push(entry.row);
            }
        }
        for row in backward {
            self.remark("it ends before it starts, so both days are in the notes".to_owned(), row);
        }
        for row in without {
            self.remark("no date, so it is ongoing".to_owned(), row);
        }
        Ok(())
    }
}

impl Entry {
    /// Takes what a cell says. False if its words go to the notes.
    fn take(&mut self, role: Role, text: &str) -> bool {
        let word = plain(text);
        let is_word = |list: &str| list.split(", ").any(|one| one == word);
        match role {
            Role::Title => text.clone_into(&mut self.name),
            Role::Notes => self.notes.push(text.to_owned()),
            Role::Pillar => match Pillar::ALL.into_iter().find(|(.., words)| is_word(words)) {
                Some((pillar, ..)) => self.pillar = pillar,
                None => return false,
            },
            Role::Owner if is_one_person(text) => self.owner = Some(text.to_owned()),
            Role::Platforms => match platforms(text) {
                Some(ids) => self.platforms = ids,
                None => return false,
            },
            Role::Campaign => self.campaign = Some(text.to_owned()),
            Role::Goals => self.goals = parts(text),
            Role::Audiences => self.audiences = parts(text),
            Role::Status => match STATUS.into_iter().find(|(_, words)| is_word(words)) {
                Some((status, _)) => self.status = Some(status),
                None => return false,
            },
            Role::Cadence => match Cadence::from_text(text) {
                Ok(cadence) => self.cadence = Some(cadence),
                Err(_) => return false,
            },
            _ => return false,
        }
        true
    }
}

/// Words on one line, without mail addresses, and whether there was one.
pub(super) fn clean(text: &str) -> (String, bool) {
    let text: String = text.chars().map(|c| if safe::is_unsafe(c) { ' ' } else { c }).collect();
    let is_address = |word: &&str| {
        word.split_once('@').is_some_and(|(name, host)| {
            name.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.'))
                && host.trim_matches(|c: char| !c.is_alphanumeric()).contains('.')
        })
    };
    let has_address = text.split_whitespace().any(|word| is_address(&word));
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_address(word)).collect();
    (words.join(" "), has_address)
}

/// True for an amount of 0 or more.
fn is_amount(cell: &Cell<'_>) -> bool {
    let read = figures::read(cell, false);
    let is_percent = read.mark == Some(Mark::Percent);
    !is_percent && read.point.or(read.comma).is_some_and(|value| value >= Decimal::ZERO)
}

fn is_one_person(text: &str) -> bool {
    !text.contains([',', ';', '/', '&', '+']) && !text.split(' ').any(|word| is_in("and und et y", word))
}

/// Several entries in one cell. A comma can belong to a sentence.
fn parts(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The ids of platforms, if every word is the name of one.
fn platforms(text: &str) -> Option<Vec<String>> {
    let parts = text.split([',', ';', '/', '&', '+']).flat_map(|part| part.split(" and "));
    let mut ids = Vec::new();
    for part in parts.map(plain).filter(|part| !part.is_empty()) {
        let known = PLATFORMS.iter().find(|name| name.to_lowercase() == part).map(|_| part.clone());
        let id = known
            .or_else(|| OTHERS.iter().find(|(name, _)| *name == part).map(|(_, id)| (*id).to_owned()))?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Some(ids)
}
