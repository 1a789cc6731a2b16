//! Moves the dates of gears and activities, for `plan --move`.

use jiff::Span as Days;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Change, Expected, Refusal, is_proved, typed};
use crate::analysis::Analysis;
use crate::analysis::schedule::Scheduled;
use crate::decode::FiscalYear;
use crate::strategy::date::{CoarseDate, days_between};
use crate::strategy::document::Document;
use crate::strategy::gear::{GearKind, GearRef, PurposeKind};
use crate::strategy::step::Step;
use crate::syntax::set::{self, Setting};
use crate::words::nearest::nearest;
use crate::words::{and, shown};

/// A gear or an activity, and when it should start instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Move {
    /// `marketing.engagement`, `promotion.guide`; the first part only if it is ambiguous without.
    what: String,
    to: To,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum To {
    /// As it was typed: the strategy says what a fiscal year is.
    Date(String),
    Step(Step),
}

/// A date that was moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MovedDate {
    /// What starts or ends then: `marketing.engagement`, `promotion.guide`.
    pub what: String,
    /// Its key: `start`, `end` or `date`.
    pub key: &'static str,
    /// The date as it is; null if it has none.
    #[schemars(with = "Option<String>")]
    pub from: Option<CoarseDate>,
    /// The date as it would be.
    #[schemars(with = "String")]
    pub to: CoarseDate,
}

#[derive(Debug)]
pub(crate) struct Rescheduled {
    pub(crate) document: Document,
    pub(crate) dates: Vec<MovedDate>,
}

impl Move {
    /// Parses `marketing.engagement=2027-04-15` or `guide=+3w`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let Some((what, to)) = text.split_once('=') else {
            let form = "write what moves and to when: `marketing.engagement=2027-04-15` or `=+3w`";
            return Err(form.to_owned());
        };
        let to = match to.trim() {
            step if step.starts_with(['+', '-']) => Step::parse(step).map(To::Step).ok_or_else(|| {
                "write a step as a number and d, w, m, q or y: +10d, -2w, +1m, +1q".to_owned()
            })?,
            date => To::Date(date.to_owned()),
        };
        Ok(Self { what: what.trim().to_owned(), to })
    }
}

/// Moves dates in memory, or says why that is not possible. Nothing else changes.
pub(crate) fn reschedule(
    document: &Document,
    analysis: &Analysis<'_>,
    moves: &[Move],
) -> Result<Rescheduled, Refusal> {
    let mut targets: Vec<Target> = Vec::new();
    for one in moves {
        let target = Target::find(analysis, &one.what)?;
        if targets.iter().any(|other| other.name == target.name) {
            return Err(target.refuse("is moved twice", "move it once"));
        }
        targets.push(target);
    }
    let mut dates = Vec::new();
    let mut expected = Expected::default();
    // One after the other, as a date may need a key that another one adds.
    let mut after = None::<Document>;
    let mut changes: Vec<(&Target, MovedDate)> = Vec::new();
    let followers: Vec<Vec<Target>> = targets.iter().map(|target| target.followers(analysis)).collect();
    for ((target, one), followers) in targets.iter().zip(moves).zip(&followers) {
        let own = target.dates(&one.to, document.strategy.fiscal_year())?;
        let start = own.first().cloned();
        changes.extend(own.into_iter().map(|date| (target, date)));
        for follower in followers.iter().filter(|one| targets.iter().all(|target| target.name != one.name)) {
            changes.extend(
                follower
                    .following(target, start.as_ref(), analysis.today)
                    .into_iter()
                    .map(|date| (follower, date)),
            );
        }
    }
    for (target, date) in changes {
        let current = after.as_ref().unwrap_or(document);
        let [section, name, kind] = target.section;
        let path = [section, name, kind, target.id.as_str(), date.key];
        let value = date.to.to_string();
        let setting = Setting { path: &path, value: &value, shorthand: true };
        let strategy = set::set(&current.source, &current.tree, setting).map_err(|error| {
            let help = format!("write `{}: {value}` of `{}` by hand", date.key, date.what);
            Refusal::at(
                &current.source,
                error.at.start,
                format!("{error}, so this date cannot be moved"),
                help,
            )
        })?;
        after = Change { strategy, ..Change::default() }.apply(current);
        expected.values.push((path.to_vec(), value.into()));
        dates.push(date);
    }
    let document = after.filter(|after| is_proved(document, after, &expected)).ok_or_else(|| {
        let message = "these dates cannot be moved without changing something else";
        Refusal::of_file(&document.source, message, "move them by hand")
    })?;
    Ok(Rescheduled { document, dates })
}

/// A gear or an activity.
struct Target {
    /// Its full name.
    name: String,
    /// The keys that lead to it.
    section: [&'static str; 3],
    id: String,
    /// Its own start, and the one that is in effect, perhaps that of an activity.
    start: Option<CoarseDate>,
    effective_start: Option<CoarseDate>,
    /// The first day on which an activity drives it.
    driven_from: Option<CoarseDate>,
    end: Option<CoarseDate>,
    /// The key of its start: `date` for something that happens on one day.
    key: &'static str,
    gear: Option<(PurposeKind, GearKind)>,
}

impl Target {
    fn find(analysis: &Analysis<'_>, what: &str) -> Result<Self, Refusal> {
        match GearRef::parse(what) {
            Ok(GearRef { purpose, gear }) => Self::find_gear(analysis, purpose, gear),
            Err(_) => Self::find_activity(analysis, what),
        }
    }

    fn find_gear(
        analysis: &Analysis<'_>,
        purpose: Option<PurposeKind>,
        gear: GearKind,
    ) -> Result<Self, Refusal> {
        let sequences = analysis.sequences.iter();
        let gears = sequences.flat_map(|sequence| sequence.gears.iter().map(|one| (sequence.kind, one)));
        let is_match = |kind, one: GearKind| purpose.is_none_or(|purpose| purpose == kind) && one == gear;
        let matching: Vec<_> = gears.filter(|(kind, one)| is_match(*kind, one.kind)).collect();
        let (purpose, found) = match matching.as_slice() {
            [only] => *only,
            [] => {
                let name = purpose.map_or(gear.to_string(), |purpose| format!("{purpose}.{gear}"));
                let message = format!("no purpose of the strategy has the gear `{name}`");
                return Err(Refusal::of_request(message, "name the purpose under `purposes:` first"));
            }
            _ => {
                let message = format!("`{gear}` is a gear of marketing and of support");
                let help = format!("say which: `marketing.{gear}` or `support.{gear}`");
                return Err(Refusal::of_request(message, help));
            }
        };
        let target = Self {
            name: format!("{purpose}.{gear}"),
            section: ["purposes", purpose.key(), "gears"],
            id: gear.key().to_owned(),
            start: found.declared.and_then(|(gear, _)| gear.start.get()).map(|start| start.0),
            effective_start: found.start.map(|start| start.date),
            driven_from: found.effective.map(|start| start.date),
            end: None,
            key: "start",
            gear: Some((purpose, gear)),
        };
        let Some(reason) = found.left_out() else { return Ok(target) };
        Err(target.refuse(&format!("is left out: {}", shown(reason)), "remove its `not_now:` first"))
    }

    fn find_activity(analysis: &Analysis<'_>, what: &str) -> Result<Self, Refusal> {
        let (pillar, id) = what.split_once('.').map_or((None, what), |(pillar, id)| (Some(pillar), id));
        let is_match =
            |one: &&Scheduled<'_>| one.id() == id && pillar.is_none_or(|pillar| one.pillar().key() == pillar);
        let matching: Vec<_> = analysis.activities.iter().filter(is_match).collect();
        match matching.as_slice() {
            [one] => Ok(Self::of_activity(one)),
            [] => {
                let gears = analysis.sequences.iter().flat_map(|sequence| {
                    sequence.gears.iter().map(|gear| analysis.gear_name(sequence.kind, gear.kind))
                });
                let activities = analysis.activities.iter().map(|one| one.id().to_owned());
                let known: Vec<String> = gears.chain(activities).collect();
                let help = nearest(what, known.iter().map(String::as_str)).map_or_else(
                    || "name a gear, such as `marketing.engagement`, or an activity by its id".to_owned(),
                    |meant| format!("did you mean `{}`?", meant.name),
                );
                let message = format!("there is no gear or activity `{}`", shown(what));
                Err(Refusal::of_request(message, help))
            }
            several => {
                let name = |one: &&Scheduled<'_>| format!("`{}.{id}`", one.pillar().key());
                let names: Vec<String> = several.iter().map(name).collect();
                let message = format!("{} activities have the id `{id}`", several.len());
                Err(Refusal::of_request(message, format!("say which one: {}", and(&names))))
            }
        }
    }

    fn of_activity(one: &Scheduled<'_>) -> Self {
        let start = one.activity().start().get().map(|start| start.0);
        let is_one_day = one.activity().one_day().is_some();
        Self {
            name: format!("{}.{}", one.pillar().key(), one.id()),
            section: ["pillars", one.pillar().key(), "activities"],
            id: one.id().to_owned(),
            start,
            effective_start: start,
            driven_from: None,
            end: one.activity().end().get().copied().filter(|_| !is_one_day),
            key: if is_one_day { "date" } else { "start" },
            gear: None,
        }
    }

    /// The activities that have not begun and drive this gear and no other: they cannot start before it.
    fn followers(&self, analysis: &Analysis<'_>) -> Vec<Self> {
        let Some((purpose, gear)) = self.gear else { return Vec::new() };
        let driving =
            analysis.live_activities().filter(|one| one.turns(purpose, gear) && one.gears.len() == 1);
        driving.filter(|one| one.starts_after(analysis.today).is_some()).map(Self::of_activity).collect()
    }

    /// An activity that starts with its gear moves with it, and so does one that would start before it. If the gear
    /// moves to an earlier day that is yet to come, so do those that were to be there when it started. It ends when it
    /// would have, if that is later.
    fn following(&self, gear: &Self, moved: Option<&MovedDate>, today: Date) -> Vec<MovedDate> {
        let (Some(moved), Some(from)) = (moved, self.start) else { return Vec::new() };
        let to = moved.to;
        let is_there = gear.effective_start.is_some_and(|start| from.first <= start.last);
        let is_first = gear.driven_from == Some(from);
        let comes_later = to.surely_before(from) && to.last > today && (is_there || is_first);
        if moved.from != Some(from) && !from.surely_before(to) && !comes_later {
            return Vec::new();
        }
        let moved = |key, from, to| MovedDate { what: self.name.clone(), key, from: Some(from), to };
        let end = self.end.filter(|end| end.last < to.last);
        let end =
            end.and_then(|end| Some(moved("end", end, later(end, days_between(from.first, to.first))?)));
        std::iter::once(moved(self.key, from, to)).chain(end).collect()
    }

    fn refuse(&self, message: &str, help: impl Into<String>) -> Refusal {
        Refusal::of_request(format!("`{}` {message}", self.name), help)
    }

    /// The dates that change: the start and, so that an activity keeps its length, its end.
    fn dates(&self, to: &To, fiscal_year: FiscalYear) -> Result<Vec<MovedDate>, Refusal> {
        let too_far = || self.refuse("would be moved out of the calendar", "use a smaller step");
        let start = match (to, self.effective_start) {
            (To::Date(date), _) => typed::date(date, fiscal_year).map_err(|refusal| {
                let help = format!("{}, or a step, such as `+3w`", refusal.help);
                Refusal { help, ..refusal }
            })?,
            (To::Step(step), Some(from)) => from.stepped(*step).ok_or_else(too_far)?,
            (To::Step(_), None) => {
                let help = format!("give it a date: `{}=2027-04-15`", self.name);
                return Err(self.refuse("has no start to move", help));
            }
        };
        let moved = |key, from, to| MovedDate { what: self.name.clone(), key, from, to };
        let mut dates = vec![moved(self.key, self.start, start)];
        if let (Some(end), Some(old_start)) = (self.end, self.start) {
            let new_end = match to {
                To::Step(step) => end.stepped(*step),
                To::Date(_) => later(end, days_between(old_start.first, start.first)),
            };
            dates.push(moved("end", Some(end), new_end.ok_or_else(too_far)?));
        }
        Ok(dates)
    }
}

fn later(date: CoarseDate, days: i64) -> Option<CoarseDate> {
    let day: Date = date.last.checked_add(Days::new().try_days(days).ok()?).ok()?;
    Some(CoarseDate::day(day))
}
