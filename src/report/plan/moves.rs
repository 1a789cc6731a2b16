//! The next moves: everything that is due within the horizon, dated and owned.

use jiff::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::schedule::{Late, LateWith};
use crate::analysis::sequence::Opening;
use crate::linter::Terms;
use crate::strategy::date::days_between;
use crate::strategy::plan::Status;
use crate::words::text::{Text, name, text};

/// Something to do, or to look at, on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NextMove {
    /// The day.
    pub day: Date,
    /// Days until then; negative where that has passed.
    pub in_days: i64,
    /// What sort of move it is.
    pub kind: Kind,
    /// The id of what it is about; gears with their purpose.
    pub about: String,
    /// What to do, in a few words.
    #[schemars(with = "String")]
    pub what: Text,
    /// Who does it.
    pub owner: Option<String>,
}

/// What sort of move it is. In the order in which moves of one day are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Look at the strategy as a whole.
    Review,
    /// Decide.
    Decision,
    /// Start a gear.
    Gear,
    /// See whether a gate is open.
    Gate,
    /// Start an activity.
    Start,
    /// End an activity.
    End,
    /// Read a KPI.
    Reading,
    /// Answer a question of listening again.
    Answer,
}

/// What is due, the earliest first; what is overdue comes before everything.
pub(super) fn next(analysis: &Analysis<'_>, terms: Terms, horizon_days: i64) -> Vec<NextMove> {
    if analysis.strategy.status() == Status::Closed {
        return Vec::new();
    }
    let mut moves = Moves { analysis, horizon_days, found: Vec::new() };
    moves.review();
    moves.decisions();
    moves.gears(terms);
    moves.activities();
    moves.readings();
    moves.answers(terms);
    moves.found.sort_by(|a, b| (a.day, a.kind, &a.about).cmp(&(b.day, b.kind, &b.about)));
    moves.found
}

struct Moves<'m, 'a> {
    analysis: &'m Analysis<'a>,
    horizon_days: i64,
    found: Vec<NextMove>,
}

impl Moves<'_, '_> {
    fn due(
        &mut self,
        day: Date,
        kind: Kind,
        about: impl Into<String>,
        what: impl Into<Text>,
        owner: Option<&str>,
    ) {
        let in_days = days_between(self.analysis.today, day);
        if in_days <= self.horizon_days {
            let (about, what) = (about.into(), what.into());
            self.found.push(NextMove { day, in_days, kind, about, what, owner: owner.map(str::to_owned) });
        }
    }

    fn strategy_owner(&self) -> Option<&'_ str> {
        self.analysis.owners.strategy.map(crate::decode::field::Id::as_str)
    }

    fn review(&mut self) {
        let next = self.analysis.strategy.head().and_then(|head| head.next_review.get());
        if let Some(next) = next {
            let owner = self.strategy_owner().map(str::to_owned);
            self.due(next.last, Kind::Review, "strategy", "review the strategy", owner.as_deref());
        }
    }

    fn decisions(&mut self) {
        for (id, decision) in self.analysis.strategy.open_decisions() {
            if let Some(day) = decision.needed_by.get() {
                let question = decision.question.get().map_or(id.as_str(), String::as_str);
                let owner = self.analysis.owners.of(&decision.owner).id();
                self.due(day.last, Kind::Decision, id.as_str(), text("decide: ") + name(question), owner);
            }
        }
    }

    fn gears(&mut self, terms: Terms) {
        let today = self.analysis.today;
        for train in &self.analysis.sequences {
            for slot in train.slots(today, terms.least_lead) {
                let Some(gear) = train.active().find(|gear| gear.kind == slot.gear) else { continue };
                let Some(start) = gear.placed().filter(|start| start.date.first > today) else { continue };
                let gear_name = self.analysis.gear_name(train.kind, gear.kind);
                let owner = gear.declared.and_then(|(says, _)| self.analysis.owners.of(&says.owner).id());
                let day = start.date.first;
                self.due(day, Kind::Gear, &gear_name, format!("start the gear {gear_name}"), owner);
                if let (Opening::Forecast(opens) | Opening::Overdue(opens), Some(ahead)) =
                    (slot.opening, slot.ahead)
                {
                    let watched = self.analysis.gear_name(train.kind, ahead);
                    let ahead = train.active().find(|gear| gear.kind == ahead);
                    let owner = ahead.and_then(|gear| gear.declared);
                    let owner = owner.and_then(|(says, _)| self.analysis.owners.of(&says.owner).id());
                    let what = if slot.opening == Opening::Overdue(opens) {
                        format!(
                            "look at the gate of {watched}: by its readings it was to open, and {gear_name} waits for it"
                        )
                    } else {
                        format!(
                            "look at the gate of {watched}: forecast to open, and {gear_name} waits for it"
                        )
                    };
                    self.due(opens, Kind::Gate, watched, what, owner);
                }
            }
        }
    }

    fn activities(&mut self) {
        let (analysis, today) = (self.analysis, self.analysis.today);
        for activity in analysis.live_activities() {
            let called = name(activity.activity().name.get().map_or(activity.id(), String::as_str));
            let (start, end) = match activity.late(today) {
                Some(Late { with: LateWith::Start, since, .. }) => (Some(since), None),
                Some(Late { since, .. }) => (None, Some(since)),
                None => {
                    let end = activity.activity().end.get().map(|end| end.last);
                    (activity.starts_after(today), end.filter(|end| *end >= today))
                }
            };
            let owner = activity.owner.id();
            if let Some(day) = start {
                self.due(day, Kind::Start, activity.id(), text("start: ") + called.clone(), owner);
            }
            if let Some(day) = end {
                self.due(day, Kind::End, activity.id(), text("end: ") + called, owner);
            }
        }
    }

    fn readings(&mut self) {
        for (id, kpi) in self.analysis.strategy.kpis() {
            let Some(cadence) = kpi.cadence.get() else { continue };
            let since = self.analysis.unread_since(id.as_str(), kpi);
            if let Some(day) = since.and_then(|since| later(since, cadence.days())) {
                let called = kpi.name.get().map_or(id.as_str(), String::as_str);
                let owner = self.analysis.owners.of(&kpi.owner).id();
                self.due(day, Kind::Reading, id.as_str(), text("read: ") + name(called), owner);
            }
        }
    }

    fn answers(&mut self, terms: Terms) {
        let pillar = self.analysis.strategy.pillar(crate::strategy::pillar::PillarKind::Listening);
        let owner = pillar.and_then(|pillar| self.analysis.owners.of(pillar.owner).id());
        for (question, answer) in self.analysis.answers() {
            let Some(as_of) = answer.as_of.get() else { continue };
            let as_of = as_of.as_reading(self.analysis.today);
            if let Some(day) = later(as_of, terms.answer_max_age_days) {
                self.due(day, Kind::Answer, question, text("answer again: ") + name(question), owner);
            }
        }
    }
}

fn later(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}
