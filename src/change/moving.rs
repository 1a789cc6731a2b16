//! Dates of gears and activities moved: what a plan would look like, and which bytes say so.

use jiff::Span as Days;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::Change;
use super::refusal::{Place, Refusal};
use crate::analysis::Analysis;
use crate::analysis::schedule::Scheduled;
use crate::document::Document;
use crate::nearest::nearest;
use crate::source::Span;
use crate::strategy::date::{CoarseDate, Step, days_between};
use crate::strategy::gear::{GearKind, GearRef, PurposeKind};
use crate::strategy::pillar::PillarKind;
use crate::syntax::set::{self, Setting};
use crate::words::{and, shown};

/// What is to start at another time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moving {
    /// A gear, with its purpose where there are two, or an activity, with its pillar where two are
    /// called so.
    pub what: String,
    /// To when.
    pub to: To,
}

/// To when something is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// To this date.
    Date(CoarseDate),
    /// So much later or earlier.
    Step(Step),
}

/// A date that was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The gear or the activity.
    pub what: usize,
    /// `start` or `end`.
    pub key: &'static str,
    /// The date as it was; none where something has no date of its own.
    pub from: Option<CoarseDate>,
    /// The date as it is to be.
    pub to: CoarseDate,
}

/// What a move comes to.
#[derive(Debug)]
pub struct Rescheduled {
    /// The strategy with its dates moved.
    pub document: Document,
    /// What was moved, as it is called in full.
    pub names: Vec<String>,
    /// The dates that changed.
    pub dates: Vec<Moved>,
}

impl Moving {
    /// Reads `marketing.engagement=2027-04-15` or `guide=+3w`; says what is wrong otherwise.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((what, to)) = text.split_once('=') else {
            return Err(
                "write what moves and to when: `marketing.engagement=2027-04-15` or `=+3w`".to_owned()
            );
        };
        let to = match to.trim() {
            step if step.starts_with(['+', '-']) => Step::parse(step).map(To::Step).ok_or_else(|| {
                "write a step as a number and d, w, m, q or y: +10d, -2w, +1m, +1q".to_owned()
            })?,
            date => To::Date(CoarseDate::parse(date).map_err(|fault| match fault.instead {
                Some(date) => format!("write the date as {date}"),
                None => format!("{}, or a step, such as `+3w`", fault.help),
            })?),
        };
        Ok(Self { what: what.trim().to_owned(), to })
    }
}

/// Works out how dates are moved, and reads the result again: it holds the dates, and is otherwise
/// the same.
pub fn reschedule(
    document: &Document,
    analysis: &Analysis<'_>,
    moves: &[Moving],
) -> Result<Rescheduled, Refusal> {
    let mut names: Vec<String> = Vec::new();
    let mut dates: Vec<(Vec<&'static str>, String, Moved)> = Vec::new();
    for (what, moving) in moves.iter().enumerate() {
        let target = Target::find(analysis, &moving.what)?;
        let name = target.name();
        if names.contains(&name) {
            let message = format!("`{name}` is moved twice");
            return Err(Place::default().refuse(message, "say once where it goes"));
        }
        for (key, from, to) in target.dates(analysis, moving.to)? {
            let date = Moved { what, key, from, to };
            dates.push((target.keys().to_vec(), target.id(), date));
        }
        names.push(name);
    }
    // One after the other: a date may need a key that another has brought.
    let mut after = None::<Document>;
    for (keys, id, date) in &dates {
        let current = after.as_ref().unwrap_or(document);
        let path: Vec<&str> = keys.iter().copied().chain([id.as_str(), date.key]).collect();
        let value = date.to.to_string();
        let setting = Setting { path: &path, value: &value, shorthand: true };
        let strategy = set::set(&current.source, &current.tree, setting).map_err(|error| {
            let at = Place::at(&current.source, error.span().unwrap_or(Span::START).start);
            let name = names.get(date.what).map_or("it", String::as_str);
            let help = format!("write `{}: {value}` of `{name}` by hand", date.key);
            at.refuse(format!("{error}, so this date cannot be moved"), help)
        })?;
        after = Change { strategy, ..Change::default() }.made(current).ok();
    }
    let after = after.filter(|after| {
        let before = serde_json::to_value(&document.strategy).ok().map(said);
        let is = serde_json::to_value(&after.strategy).ok().map(said);
        before.and_then(|before| dates.iter().try_fold(before, expected)) == is
    });
    let document = after.ok_or_else(|| {
        Place::of(&document.source)
            .refuse("these dates cannot be moved without a change to something else", "move them by hand")
    })?;
    Ok(Rescheduled { document, names, dates: dates.into_iter().map(|(.., moved)| moved).collect() })
}

/// What a strategy says, less the keys that it leaves out.
fn said(mut strategy: Json) -> Json {
    if let Some(map) = strategy.as_object_mut() {
        let entries = std::mem::take(map).into_iter().filter(|(_, value)| !value.is_null());
        map.extend(entries.map(|(key, value)| (key, said(value))));
    }
    strategy
}

/// The strategy with a date in its place.
fn expected(mut strategy: Json, (keys, id, moved): &(Vec<&'static str>, String, Moved)) -> Option<Json> {
    let mut at = &mut strategy;
    for key in keys.iter().copied().chain([id.as_str()]) {
        at = at.as_object_mut()?.entry(key).or_insert(Json::Null);
        if at.is_null() {
            *at = Json::Object(serde_json::Map::new());
        }
    }
    at.as_object_mut()?.insert(moved.key.to_owned(), Json::String(moved.to.to_string()));
    Some(strategy)
}

/// A key, the date it has, and the one it is to have.
type Redated = (&'static str, Option<CoarseDate>, CoarseDate);

/// A gear or an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Gear { purpose: PurposeKind, gear: GearKind },
    Activity { pillar: PillarKind, id: String },
}

impl Target {
    fn find(analysis: &Analysis<'_>, what: &str) -> Result<Self, Refusal> {
        let gears = || {
            analysis
                .sequences
                .iter()
                .flat_map(|train| train.gears.iter().map(move |gear| (train.kind, gear.kind)))
        };
        if let Ok(GearRef { purpose, gear }) = GearRef::parse(what) {
            let mut meant =
                gears().filter(|(of, kind)| purpose.is_none_or(|purpose| purpose == *of) && *kind == gear);
            return match (meant.next(), meant.next()) {
                (Some((purpose, gear)), None) => Ok(Self::Gear { purpose, gear }),
                (Some(_), Some(_)) => Err(Place::default().refuse(
                    format!("`{gear}` is a gear of marketing and of support"),
                    format!("say which: `marketing.{gear}` or `support.{gear}`"),
                )),
                (None, _) => {
                    let message = format!("the strategy declares no purpose with the gear `{what}`");
                    Err(Place::default().refuse(message, "name the purpose under `purposes:` first"))
                }
            };
        }
        let (pillar, id) = match what.split_once('.') {
            Some((pillar, id)) => (Some(pillar), id),
            None => (None, what),
        };
        let is_meant =
            |one: &&Scheduled<'_>| one.id() == id && pillar.is_none_or(|pillar| one.pillar().key() == pillar);
        let meant: Vec<_> = analysis.activities.iter().filter(is_meant).collect();
        match meant.as_slice() {
            [one] => Ok(Self::Activity { pillar: one.pillar(), id: one.id().to_owned() }),
            [] => {
                let gears = gears().map(|(purpose, gear)| analysis.gear_name(purpose, gear));
                let activities = analysis.activities.iter().map(|one| one.id().to_owned());
                let known: Vec<String> = gears.chain(activities).collect();
                let help = match nearest(what, known.iter().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{}`?", meant.name),
                    None => {
                        "name a gear, such as `marketing.engagement`, or an activity by its id".to_owned()
                    }
                };
                let message = format!("there is no gear and no activity `{}`", shown(what));
                Err(Place::default().refuse(message, help))
            }
            several => {
                let names: Vec<String> =
                    several.iter().map(|one| format!("`{}.{id}`", one.pillar().key())).collect();
                let message = format!("{} activities are called `{id}`", several.len());
                Err(Place::default().refuse(message, format!("say which: there are {}", and(&names))))
            }
        }
    }

    /// What it is called in full.
    fn name(&self) -> String {
        match self {
            Self::Gear { purpose, gear } => format!("{purpose}.{gear}"),
            Self::Activity { pillar, id } => format!("{}.{id}", pillar.key()),
        }
    }

    /// The keys that lead to it, and its own.
    fn keys(&self) -> [&'static str; 3] {
        match self {
            Self::Gear { purpose, .. } => ["purposes", purpose.key(), "gears"],
            Self::Activity { pillar, .. } => ["pillars", pillar.key(), "activities"],
        }
    }

    fn id(&self) -> String {
        match self {
            Self::Gear { gear, .. } => gear.key().to_owned(),
            Self::Activity { id, .. } => id.clone(),
        }
    }

    /// The dates that change: a start, and with it the end of an activity, which stays as long.
    fn dates(&self, analysis: &Analysis<'_>, to: To) -> Result<Vec<Redated>, Refusal> {
        let (own, effective, end) = match self {
            Self::Gear { purpose, gear } => {
                let train = analysis.sequences.iter().find(|train| train.kind == *purpose);
                let found = train.and_then(|train| train.gears.iter().find(|one| one.kind == *gear));
                if let Some(reason) = found.and_then(|gear| gear.left_out()) {
                    let message = format!("`{}` is left out: {}", self.name(), shown(reason));
                    return Err(Place::default().refuse(message, "take its `not_now:` out first"));
                }
                let own = found
                    .and_then(|one| one.declared)
                    .and_then(|(says, _)| says.start.get())
                    .map(|start| start.0);
                (own, found.and_then(|one| one.start).map(|start| start.date), None)
            }
            Self::Activity { .. } => {
                let is_it = |one: &&Scheduled<'_>| {
                    *self == Self::Activity { pillar: one.pillar(), id: one.id().to_owned() }
                };
                let found = analysis.activities.iter().find(is_it).map(Scheduled::activity);
                let own = found.and_then(|activity| activity.start.get()).map(|start| start.0);
                (own, own, found.and_then(|activity| activity.end.get().copied()))
            }
        };
        let too_far = || {
            let message = format!("`{}` would leave the calendar", self.name());
            Place::default().refuse(message, "take a smaller step")
        };
        let start = match to {
            To::Date(date) => date,
            To::Step(step) => {
                let Some(from) = effective else {
                    let message = format!("`{}` has no start to move", self.name());
                    return Err(Place::default()
                        .refuse(message, format!("give it a day: `{}=2027-04-15`", self.name())));
                };
                from.stepped(step).ok_or_else(too_far)?
            }
        };
        let mut dates = vec![("start", own, start)];
        if let (Some(end), Some(own)) = (end, own) {
            let moved = match to {
                To::Step(step) => end.stepped(step),
                To::Date(date) => later(end, days_between(own.first, date.first)),
            };
            dates.push(("end", Some(end), moved.ok_or_else(too_far)?));
        }
        Ok(dates)
    }
}

fn later(date: CoarseDate, days: i64) -> Option<CoarseDate> {
    let day: Date = date.last.checked_add(Days::new().try_days(days).ok()?).ok()?;
    Some(CoarseDate::day(day))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
