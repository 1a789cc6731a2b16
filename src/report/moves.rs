//! The next moves: everything that is due within the horizon, with its day and its owner.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::gears::SequenceGear;
use crate::analysis::schedule::{Late, LateWith};
use crate::analysis::sequence::Opening;
use crate::analysis::{Analysis, days_after};
use crate::decode::field::Id;
use crate::linter::Terms;
use crate::strategy::date::days_between;
use crate::strategy::plan::Status;
use crate::words::text::{Text, name, text};

/// Something to do or to check on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NextMove {
    /// The day.
    pub day: Date,
    /// Days until then; negative if it has passed.
    pub in_days: i64,
    /// The kind of move.
    pub kind: Kind,
    /// The id of what it is about; gears with their purpose, campaigns as `campaign.launch`.
    pub about: String,
    /// What to do, in a few words.
    #[schemars(with = "String")]
    pub what: Text,
    /// The owner.
    pub owner: Option<String>,
}

/// The kind of move. On one day, moves are listed in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Review the strategy.
    Review,
    /// Decide.
    Decision,
    /// Start a gear.
    Gear,
    /// Look whether the gate of a gear has opened.
    Gate,
    /// Start an activity or a campaign.
    Start,
    /// End an activity or a campaign.
    End,
    /// Find out the baseline of a KPI.
    Baseline,
    /// Read a KPI.
    Reading,
    /// Answer a question of listening again.
    Answer,
}

impl Kind {
    /// Its name in an address.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Decision => "decision",
            Self::Gear => "gear",
            Self::Gate => "gate",
            Self::Start => "start",
            Self::End => "end",
            Self::Baseline => "baseline",
            Self::Reading => "reading",
            Self::Answer => "answer",
        }
    }
}

/// What is due or overdue, the earliest first.
pub(super) fn next(analysis: &Analysis<'_>, terms: Terms, horizon_days: i64) -> Vec<NextMove> {
    if analysis.strategy.status() == Status::Closed {
        return Vec::new();
    }
    let mut moves = Moves { analysis, horizon_days, found: Vec::new() };
    moves.review();
    moves.decisions();
    moves.gears(terms);
    moves.campaigns();
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

impl<'a> Moves<'_, 'a> {
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

    fn review(&mut self) {
        let owner = self.analysis.owners.strategy.map(Id::as_str);
        if let Some(next) = self.analysis.strategy.head().and_then(|head| head.next_review.get()) {
            self.due(next.last, Kind::Review, "strategy", "review the strategy", owner);
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
        let (analysis, today) = (self.analysis, self.analysis.today);
        let owner = |gear: Option<&SequenceGear<'a>>| -> Option<&'a str> {
            gear?.declared.and_then(|(declared, _)| analysis.owners.of(&declared.owner).id())
        };
        for sequence in &analysis.sequences {
            let find = |kind| sequence.active().find(|gear| gear.kind == kind);
            for slot in analysis.slots(sequence, terms.leads) {
                let gear = find(slot.gear);
                let start = gear.and_then(SequenceGear::placed).map(|start| start.date.first);
                let Some(start) = start.filter(|start| *start > today) else { continue };
                let name = analysis.gear_name(sequence.kind, slot.gear);
                self.due(start, Kind::Gear, &name, format!("start the gear {name}"), owner(gear));
                let Some(ahead) = slot.ahead else { continue };
                let (day, says) = match slot.opening {
                    Opening::Forecast(day) => (day, "forecast to open"),
                    Opening::Planned(day) => (day, "on plan, it opens"),
                    Opening::Overdue(day) => (day, "by its readings it was to open"),
                    _ => continue,
                };
                let gate = analysis.gear_name(sequence.kind, ahead);
                let what = format!("look at the gate of {gate}: {says}, and {name} waits for it");
                self.due(day, Kind::Gate, gate, what, owner(find(ahead)));
            }
        }
    }

    fn campaigns(&mut self) {
        let (analysis, today) = (self.analysis, self.analysis.today);
        for one in analysis.campaigns.iter().filter(|one| !one.is_dropped()) {
            let called = name(one.campaign.name.get().map_or(one.id.as_str(), String::as_str));
            let start = one.campaign.start.get().map(|start| start.first).filter(|day| *day > today);
            let end = one.campaign.end.get().map(|end| end.last).filter(|day| *day >= today);
            for (day, kind, verb) in [(start, Kind::Start, "start"), (end, Kind::End, "end")] {
                if let Some(day) = day {
                    let what = text(format!("{verb} the campaign: ")) + called.clone();
                    self.due(day, kind, format!("campaign.{}", one.id), what, one.owner.id());
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
                    let end = activity.activity().end().get().map(|end| end.last);
                    (activity.starts_after(today), end.filter(|end| *end >= today))
                }
            };
            let owner = activity.owner.id();
            for (day, kind, verb) in [(start, Kind::Start, "start: "), (end, Kind::End, "end: ")] {
                if let Some(day) = day {
                    self.due(day, kind, activity.id(), text(verb) + called.clone(), owner);
                }
            }
        }
    }

    fn readings(&mut self) {
        for (id, kpi) in self.analysis.strategy.kpis() {
            let called = name(kpi.name.get().map_or(id.as_str(), String::as_str));
            let owner = self.analysis.owners.of_kpi(id.as_str(), kpi).id();
            if let Some(day) = kpi.baseline_due() {
                self.due(
                    day,
                    Kind::Baseline,
                    id.as_str(),
                    text("find the baseline of ") + called.clone(),
                    owner,
                );
            }
            let Some(cadence) = kpi.cadence.get() else { continue };
            let since = self.analysis.unread_since(id.as_str(), kpi);
            if let Some(day) = since.and_then(|since| days_after(since, cadence.days())) {
                self.due(day, Kind::Reading, id.as_str(), text("report ") + called, owner);
            }
        }
    }

    fn answers(&mut self, terms: Terms) {
        let pillar = self.analysis.strategy.pillar(crate::strategy::pillar::PillarKind::Listening);
        let owner = pillar.and_then(|pillar| self.analysis.owners.of(pillar.owner).id());
        for (question, answer) in self.analysis.answers() {
            let Some(as_of) = answer.as_of.get() else { continue };
            let as_of = as_of.as_reading(self.analysis.today);
            if let Some(day) = days_after(as_of, terms.answer_max_age_days) {
                self.due(day, Kind::Answer, question, text("review the answer to ") + name(question), owner);
            }
        }
    }
}
