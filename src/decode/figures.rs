//! Figures in another notation: what to write instead, given the unit of the KPI, the currency of the plan
//! and the other figures of the file. No answer changes the size of a figure.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use rust_decimal::Decimal;

use super::cursor::Cursor;
use super::evidence::with_its_rest;
use super::in_words::{in_words, is_in_unit, names_a_size};
use super::offers::{
    PLAIN, alone, answer, in_another_unit, in_minutes, likely, likely_by_size, measured, negative_amount,
    one_of, read, with_plus,
};
use super::value::{MAX_GUESS, Offer, ValueError};
use crate::finding::Edit;
use crate::source::Span;
use crate::syntax::edit::quote_if_needed;
use crate::words::bounds::bound;
use crate::words::currency::Mark;
use crate::words::in_text;
use crate::words::is_in;
use crate::words::neighbors::Neighbors;
use crate::words::placeholder::is_no_figure;
use crate::words::spelling::{Figure, Spelled, are_opposite, has_decimal_comma, spelled, spelled_next_to};
use crate::words::unit::{Agreement, is_money, is_scaled, of_kpi, of_money};
use crate::words::units::counts_time;

/// What was found out about the figures of a file.
#[derive(Default)]
pub(super) struct Known {
    others: OnceCell<Others>,
    pub(super) additions: RefCell<HashMap<String, Option<Vec<Edit>>>>,
    pub(super) neighbors: RefCell<HashMap<String, Rc<Neighbors>>>,
    /// Whether a figure is asked about only because others have decimal commas.
    pub(super) is_asked_by_commas: Cell<bool>,
}

/// What the figures of a file say about each other.
#[derive(Default)]
pub(super) struct Others {
    /// Those with a percent sign or a currency.
    pub(super) marks: Vec<(Span, Mark)>,
    /// Those between 0 and 1.
    pub(super) fractions: Vec<Span>,
    /// Whether commas are for decimals, if all figures that can mean only one thing agree.
    pub(super) has_decimal_comma: Option<bool>,
}

impl Others {
    fn read(cursor: Cursor<'_>) -> Self {
        let mut others = Self::default();
        let mut commas = Vec::new();
        for span in cursor.decoder.tree.scalars() {
            let text = with_its_rest(cursor, span).trim_matches(['"', '\'']);
            if text.len() > MAX_GUESS || !text.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            commas.extend(has_decimal_comma(text));
            let is_fraction = |value: Decimal| !value.is_zero() && value.abs() < Decimal::ONE;
            match spelled(text) {
                Some(
                    Spelled::Figure(Figure { mark: Some(mark), .. })
                    | Spelled::Either(Figure { mark: Some(mark), .. }, _),
                ) => others.marks.push((span, mark)),
                Some(Spelled::Figure(figure)) if is_fraction(figure.value) => others.fractions.push(span),
                _ => {}
            }
        }
        commas.dedup();
        others.has_decimal_comma = if let [only] = commas.as_slice() { Some(*only) } else { None };
        others
    }
}

/// True for a target that is to stay where it is.
pub(super) fn is_held(text: &str) -> bool {
    const HELD: &str = "hold maintain keep stay stable steady unchanged constant same level the it as is at current halten \
                        stabil gleichbleibend";
    let words = crate::words::words(text);
    let is_only = !words.is_empty() && words.iter().all(|word| is_in(HELD, word));
    is_only || matches!(&*words.join(" "), "no change")
}

/// A figure in another notation, and where it is.
pub(crate) struct Place<'a> {
    pub(super) cursor: Cursor<'a>,
    /// The id of its KPI; none for an amount of money.
    pub(super) kpi: Option<String>,
    /// The unit of its KPI.
    unit: Option<&'a str>,
    /// The key of the KPI that it is under, and whether it is under a key of that.
    part: Option<(String, bool)>,
}

impl<'a> Place<'a> {
    pub(crate) fn of(cursor: Cursor<'a>) -> Self {
        let path = cursor.path();
        let gate = path.iter().position(|key| key == "spinning_at");
        let kpi = match path.first() {
            Some(section) if section == "kpis" => path.get(1),
            _ => gate.and_then(|gate| path.get(gate + 1)),
        };
        let kpi = kpi.map(ToString::to_string);
        let unit = kpi.as_deref().and_then(|kpi| said(cursor, &["kpis", kpi, "unit"]));
        let part = path.get(2).filter(|_| gate.is_none()).map(|key| (key.to_string(), path.len() > 3));
        Self { cursor, kpi, unit, part }
    }

    /// The answer to this text.
    pub(crate) fn answer(&self, text: &str) -> ValueError {
        if self.kpi.is_some()
            && (is_no_figure(text) || is_in_words(text))
            && let Some((part, is_below)) = &self.part
        {
            let error = |help: &str| ValueError::new("a number", help);
            let due = self.cursor.elsewhere(&["strategy", "period"]).and_then(|period| period.get(..4));
            let due = due.filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
            let due = format!("due: {}", due.map_or("…".to_owned(), |year| format!("{year}-06-30")));
            let is_placeholder = is_no_figure(text);
            return match (part.as_str(), is_below) {
                ("baseline", false) => {
                    let keep =
                        if is_placeholder { "" } else { ", and keep what is written here under `notes:`" };
                    let help = format!(
                        "write `{{ {due} }}`, the day by which it will be known, or leave the key out{keep}"
                    );
                    self.cursor.as_note(error(&help), text)
                }
                ("baseline", true) => {
                    error(&format!("write `{due}`, the day by which it will be known, or leave the key out"))
                }
                ("readings", _) => error("remove the date: a day without a figure needs no entry"),
                ("target", false) if is_held(text) => {
                    let baseline = |path: &[&str]| self.cursor.elsewhere(path);
                    let kpi = self.kpi.as_deref().unwrap_or_default();
                    let baseline = baseline(&["kpis", kpi, "baseline"])
                        .or_else(|| baseline(&["kpis", kpi, "baseline", "value"]))
                        .filter(|figure| figure.parse::<Decimal>().is_ok());
                    let figure = baseline.unwrap_or("…");
                    error(&format!(
                        "to hold the current level, write a limit: `{{ at_least: {figure} }}` if more is better, or `{{ at_most: {figure} }}` if less is"
                    ))
                }
                // `half` of something is a figure, and so is `No. 3`.
                ("target", false) if names_a_size(text) || has_figure(text) => error(PLAIN),
                ("target", false) if is_in("yes true ok y", &text.to_lowercase()) => error(PLAIN),
                ("target", false) => ValueError::left_out("a number", text),
                _ => error(PLAIN),
            };
        }
        self.note_evidence(text);
        let part = self.part.as_ref().map(|(part, _)| part.as_str());
        let is_measured = matches!(part, Some("readings" | "baseline"));
        let plus = with_plus(text).filter(|_| part == Some("readings"));
        if let Some(error) = plus.or_else(|| measured(text).filter(|_| is_measured)) {
            return error;
        }
        let read = match self.kpi {
            Some(_) => spelled_next_to(text, &self.neighbors()).filter(|_| text.len() <= MAX_GUESS),
            None => read(text, true),
        };
        match read {
            Some(Spelled::Figure(figure) | Spelled::Either(figure, _))
                if self.kpi.is_none() && figure.value < Decimal::ZERO && !self.is_cost_of_kind() =>
            {
                negative_amount(self.is_spent())
            }
            Some(Spelled::Figure(figure)) => {
                self.with_about(self.written(&figure.value.to_string(), &figure), text)
            }
            Some(Spelled::Either(one, other)) => self.with_about(self.either(text, &one, &other), text),
            None if text.starts_with('+') => answer(text, false),
            None if self.kpi.is_some() && text.contains('+') && !text.ends_with('+') => answer(text, false),
            None => self
                .per_period(text)
                .or_else(|| self.in_words(text))
                .or_else(|| self.in_parts(text))
                .or_else(|| self.in_a_currency(text))
                .or_else(|| self.with_a_remark(text))
                .or_else(|| self.with_words(text))
                .unwrap_or_else(|| answer(text, self.kpi.is_none())),
        }
    }

    /// The answer to a figure with its unit, `400 visits`, or with another one.
    fn in_words(&self, text: &str) -> Option<ValueError> {
        let found = in_words(text).filter(|found| self.kpi.is_some() && !found.unit.is_empty())?;
        if let Some(unit) = self.unit
            && let Some(error) = in_another_unit(text, unit)
        {
            return Some(error);
        }
        let Some(Spelled::Figure(figure)) = read(found.figure, false) else { return None };
        if figure.mark.is_some() {
            return None;
        }
        if !text.starts_with(found.figure) {
            let help = format!("write the figure alone: `{}`", figure.value);
            return self.unit.map(|_| ValueError::new("a number", help));
        }
        let instead = figure.value.to_string();
        match self.unit {
            Some(_) => Some(alone(&instead, figure.is_certain)),
            None if found.unit.starts_with('/') => None,
            // The word may not be a unit.
            None => {
                let help = format!("write `{instead}`, and add {}", self.adding(&found.unit));
                let (text, edits) = self.addition(&instead, &quote_if_needed(&found.unit))?;
                Some(ValueError::new("a number", help).perhaps(text).with(edits))
            }
        }
    }

    /// The answer to a text with this figure in it, of which something else is to be written.
    pub(crate) fn written(&self, instead: &str, figure: &Figure) -> ValueError {
        let error = |help: String| ValueError::new("a number", help);
        let Some(mark) = &figure.mark else {
            return match self.unit.filter(|unit| figure.is_scaled && is_scaled(unit)) {
                Some(unit) => {
                    error(format!("the unit of this KPI is `{unit}`: write the figure in that unit"))
                }
                None => alone(instead, figure.is_certain),
            };
        };
        match self.agreement(mark) {
            Agreement::Said => alone(instead, figure.is_certain),
            Agreement::Missing(unit) => self.with_addition(instead, figure, mark, &quote_if_needed(&unit)),
            Agreement::Which { sign, such_as } => error(format!(
                "`{sign}` is the sign of several currencies: write `{instead}`, and add the one that is meant, such as {}",
                self.adding(such_as)
            )),
            Agreement::Conflict(why)
                if *mark == Mark::Percent || self.unit.is_some_and(|unit| !is_money(unit)) =>
            {
                error(format!("{why}: write the figure in that unit"))
            }
            Agreement::Conflict(why) => {
                let is_reading = self.part.as_ref().is_some_and(|(part, _)| part == "readings");
                let keep = if is_reading { "the `note:` of the reading" } else { "a comment" };
                error(format!("{why}: convert it, and keep what is written here in {keep}"))
            }
        }
    }

    /// The answer to a figure that has another unit than its KPI, or is scaled next to a scaled unit.
    pub(crate) fn in_another_unit(&self, figure: &Figure) -> Option<ValueError> {
        let is_other = match &figure.mark {
            Some(mark) => matches!(self.agreement(mark), Agreement::Conflict(_)),
            None => figure.is_scaled && self.is_scaled(),
        };
        is_other.then(|| self.written("", figure))
    }

    /// The answer to a figure that can mean two, if something else in the file can decide.
    fn either(&self, text: &str, one: &Figure, other: &Figure) -> ValueError {
        let conflict = one.mark.as_ref().map(|mark| self.agreement(mark));
        if let Some(Agreement::Conflict(_)) = conflict {
            return self.written("", one);
        }
        let error = one_of(one, other);
        // In accounts, parentheses are a minus sign.
        let is_money = self.kpi.is_none() || self.unit.is_some_and(is_money);
        if are_opposite(one, other) && text.contains('(') && is_money {
            return self.written(&one.value.to_string(), one);
        }
        // Money has no three decimals. A point can be a slip, as it is what the format has for decimals.
        if self.kpi.is_none() && text.contains(',') {
            return self.written(&one.value.to_string(), one);
        }
        if one.is_scaled != other.is_scaled {
            // Next to a unit of millions, an `m` can be that unit again.
            if self.unit.is_some_and(is_scaled) {
                return self.written("", one);
            }
            if let Some(error) = self.unit.and_then(|unit| in_minutes(other.value, unit)) {
                return error;
            }
            // Next to an amount of money, an `m` is a million.
            return if is_money { self.written(&one.value.to_string(), one) } else { error };
        }
        let decimal_comma = self.others().has_decimal_comma;
        let likely =
            decimal_comma.and_then(|decimal_comma| likely(text, (one, other), decimal_comma, "here"));
        let likely = likely.or_else(|| likely_by_size((one, other), &self.neighbors()));
        // Nobody writes three zeros after a decimal point.
        let is_round = text.trim_end_matches(|c: char| !c.is_ascii_digit()).ends_with(".000");
        let likely = likely.filter(|(likely, _)| !(is_round && *likely == other.value.to_string()));
        let Some((likely, why)) = likely else { return error };
        if one.mark.is_none() {
            return ValueError { help: format!("{}; {why}", error.help), ..error }.perhaps(likely);
        }
        // Its currency or its unit goes where it belongs.
        let written = self.written(&likely, &Figure { is_certain: false, ..one.clone() });
        let add = written.help.split_once(", and add ").map(|(_, add)| format!(", and add {add}"));
        let help = format!("{}{}; {why}", error.help, add.unwrap_or_default());
        let offer = if written.with.is_empty() { written.offer } else { Offer::Likelier };
        ValueError { help, offer, expected: error.expected, ..written }
    }

    /// True for what has been spent.
    pub(crate) fn is_spent(&self) -> bool {
        self.kpi.is_none() && self.cursor.own_key() == Some("spent")
    }

    /// True for a part of what has been spent: a credit is below zero.
    pub(crate) fn is_cost_of_kind(&self) -> bool {
        let path = self.cursor.path();
        self.kpi.is_none()
            && path.len().checked_sub(2).and_then(|at| path.get(at)).is_some_and(|key| key == "spent")
    }

    /// True for a figure of a gate.
    pub(crate) fn is_of_gate(&self) -> bool {
        self.kpi.is_some() && self.part.is_none()
    }

    /// True if a plus sign says nothing. Anywhere else it can mean a change.
    pub(crate) fn can_have_plus(&self) -> bool {
        let Some(kpi) = &self.kpi else { return true };
        match self.part.as_ref().map(|(part, _)| part.as_str()) {
            Some("baseline") => true,
            // What came in since the reading before is one.
            Some("readings") => {
                said(self.cursor, &["kpis", kpi, "counts"]) == Some("sum") || self.neighbors().is_below_zero()
            }
            _ => false,
        }
    }

    /// True if the unit of the KPI is one of time.
    pub(crate) fn is_in_time(&self) -> bool {
        self.unit.is_some_and(counts_time)
    }

    /// True if the unit of the KPI is a multiple, such as millions.
    pub(crate) fn is_scaled(&self) -> bool {
        self.unit.is_some_and(is_scaled)
    }

    /// True if the unit of the KPI is percent.
    pub(crate) fn is_in_percent(&self) -> bool {
        self.unit.is_some() && self.agreement(&Mark::Percent) == Agreement::Said
    }

    /// The unit of the KPI.
    pub(crate) fn unit(&self) -> Option<&'a str> {
        self.unit
    }

    pub(super) fn agreement(&self, mark: &Mark) -> Agreement {
        if let (Mark::Unit(words), Some(unit)) = (mark, self.unit)
            && is_in_unit(words, unit)
        {
            return Agreement::Said;
        }
        let plan = self.currency_of_plan();
        match self.kpi {
            Some(_) => of_kpi(mark, self.unit, plan.as_deref()),
            None => of_money(mark, plan.as_deref()),
        }
    }

    pub(super) fn others(&self) -> &'a Others {
        self.cursor.decoder.figures.others.get_or_init(|| Others::read(self.cursor))
    }
}

/// True for words without a figure: `none (first time)`, `as many as possible`, `tbc in March`.
fn is_in_words(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    let has_figure = !in_text::figures(text).is_empty();
    text.len() <= MAX_GUESS
        && text.contains(char::is_alphabetic)
        && spelled(text).is_none()
        && (!has_figure || is_unknown(&first) || is_in("not no none to", &first) && bound(text).is_none())
}

/// True for `No. 3`, `to 200%` and `½m`, but not for `tbc in March 2027`.
fn has_figure(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    text.contains(char::is_numeric) && !is_unknown(&first)
}

/// True for a word that says that a figure is still to come.
fn is_unknown(word: &str) -> bool {
    is_in("tbc tbd unknown", word)
}

/// A text elsewhere in the file, if there is one.
pub(super) fn said<'a>(cursor: Cursor<'a>, path: &[&str]) -> Option<&'a str> {
    cursor.elsewhere(path).map(str::trim).filter(|text| !text.is_empty())
}
