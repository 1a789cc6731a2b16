//! What to talk about: at most five items, the most severe first, then one thing that went well.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::GapReport;
use super::outlook::{DecisionRow, Urgency};
use super::schedule::{ActivityRow, When};
use super::structure::Gap;
use crate::analysis::kpi::{Judgment, Status};
use crate::finding::Level;
use crate::report::diff::change::Change;
use crate::strategy::address::Address;
use crate::strategy::number::Number;
use crate::strategy::plan::Degree;
use crate::strategy::subject::Subject;
use crate::words::counted;
use crate::words::figures::{computed, plain};
use crate::words::text::{Text, and, code, day, join, name, text};

/// How many items a meeting can talk about.
pub const MAX_ITEMS: usize = 5;
/// How many of them can be structural warnings: these have their own section.
const MAX_WARNINGS: usize = 2;
/// How many targets an item names.
const MAX_TARGETS: usize = 3;

/// What to talk about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Agenda {
    /// What to discuss, the most severe first.
    pub items: Vec<Item>,
    /// To close on.
    pub went_well: Option<Item>,
}

/// One thing to talk about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Item {
    /// The dotted path of what it is about.
    pub about: Address,
    /// The problem, or what went well.
    #[schemars(with = "String")]
    pub topic: Text,
    /// What to decide.
    #[schemars(with = "String")]
    pub ask: Text,
    /// Who brings it.
    pub owner: Option<String>,
}

/// An item and its weight, from 100 for a missed target downward.
type Weighed = (u32, Item);

/// The rules whose findings are items of their own.
const COVERED: &[&str] = &["activity-late", "decision-overdue", "target-missed"];

/// The weight of a structural warning.
const WARNING: u32 = 60;

impl Item {
    fn new(
        about: impl Into<Address>,
        topic: impl Into<Text>,
        ask: impl Into<Text>,
        owner: Option<&String>,
    ) -> Self {
        Self { about: about.into(), topic: topic.into(), ask: ask.into(), owner: owner.cloned() }
    }
}

impl Agenda {
    pub(super) fn of(report: &GapReport, gaps: &[(Option<String>, Gap)]) -> Self {
        let mut weighed: Vec<Weighed> = report.kpis.iter().filter_map(|kpi| of_kpi(report, kpi)).collect();
        let own = gaps.iter().filter(|(_, gap)| !repeats_a_kpi(report, gap, &weighed));
        let own: Vec<Weighed> = own.filter_map(|(owner, gap)| of_gap(gap, owner.as_ref())).collect();
        weighed.extend(own);
        weighed.extend(report.decisions.iter().filter_map(of_decision));
        weighed.extend(of_late(report));
        weighed.extend(of_targets(report));
        weighed.extend(of_risks(report));
        // A page for one person has only what that person brings; it shows the gears of others, too.
        let is_own = |item: &Item| {
            report.scope.owner.is_none() || item.owner.is_none() || item.owner == report.scope.owner
        };
        weighed.retain(|(_, item)| is_own(item));
        weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        let mut warnings = 0;
        weighed.retain(|(weight, _)| {
            warnings += usize::from(*weight == WARNING);
            *weight != WARNING || warnings <= MAX_WARNINGS
        });
        let with_owner = |mut item: Item| {
            item.owner = item.owner.or_else(|| report.head.owner.clone());
            item
        };
        Self {
            items: weighed.into_iter().take(MAX_ITEMS).map(|(_, item)| with_owner(item)).collect(),
            went_well: went_well(report).filter(is_own).map(with_owner),
        }
    }
}

/// What an item is about. After a colon, a name in the plural reads as well as one in the singular.
fn called(kpi: &Judgment) -> Text {
    title(kpi) + ": "
}

fn title(kpi: &Judgment) -> Text {
    kpi.name.as_ref().map_or_else(|| code(&kpi.id), name)
}

/// `450 leads/quarter by 2027-12-31`.
fn target(kpi: &Judgment) -> Text {
    let value =
        kpi.target.map(|target| target.value.map_or_else(|| target.to_string(), |value| plain(value.0)));
    let unit = kpi.unit.as_ref().map(|unit| text(" ") + name(unit));
    let due = kpi.target.and_then(|target| target.date);
    Text::from(value) + unit + due.map(|due| text(" by ") + day(due))
}

fn now(kpi: &Judgment) -> String {
    kpi.figure.map(|figure| plain(figure.value.0)).unwrap_or_default()
}

/// The plan on the figure's day, unless both look the same.
fn planned(kpi: &Judgment) -> Option<String> {
    kpi.planned_at_figure.map(|planned| computed(planned.0)).filter(|planned| *planned != now(kpi))
}

fn of_kpi(report: &GapReport, kpi: &Judgment) -> Option<Weighed> {
    let has_begun = report.head.start.is_none_or(|start| start <= report.head.as_of);
    let weight = match kpi.status {
        Status::Missed => 100,
        Status::FellBack => 97,
        Status::Worse => 94,
        Status::OffTrack => 88,
        Status::Broken => 84,
        Status::Unread => 82,
        Status::AtRisk => 54,
        Status::OnTrack if kpi.forecast.is_short => 52,
        Status::NoReading if !kpi.goals.is_empty() && has_begun => 40,
        _ => return None,
    };
    // A KPI that measures a goal matters more.
    let weight = if kpi.goals.is_empty() { weight - 6 } else { weight };
    let (topic, ask) = topic(kpi);
    let about = Subject::Kpi(kpi.id.clone());
    Some((weight, Item::new(about, called(kpi) + topic, ask, kpi.owner.as_ref())))
}

/// What the meeting should know of a KPI, and what it should decide.
fn topic(kpi: &Judgment) -> (Text, &'static str) {
    let now = now(kpi);
    let then = kpi.on_target_day.map(|figure| plain(figure.value.0)).unwrap_or_default();
    let target = target(kpi);
    match kpi.status {
        Status::Missed => (
            text("missed its target of ") + target + format!("; it is at {now}"),
            "what now: a new date, a new target, or stop",
        ),
        Status::FellBack => (
            text("met its target of ") + target + format!(" with {then}, and is back at {now}"),
            "what caused the drop, and is the target meant to hold",
        ),
        Status::Worse => {
            let start = kpi.start.and_then(|start| start.value).map(|start| plain(start.0));
            let from = start.map(|start| format!(", {start}")).unwrap_or_default();
            (
                text(format!("at {now}, worse than at its start{from}; its target is ")) + target,
                "what caused the drop, and what would reverse it",
            )
        }
        Status::Broken => (
            text(format!("at {now}, outside its bound of ")) + target,
            "what brings it back, or is the bound wrong",
        ),
        Status::Unread => (text("nobody read whether it reached ") + target, "who reads it now"),
        Status::NoReading => {
            let since = kpi.expected_from.filter(|_| kpi.figure.is_some());
            let since = since.map(|day_of| text(" since its gear started on ") + day(day_of));
            (text("no reading") + since.unwrap_or_else(|| text(" so far")), "who reads it, and by when")
        }
        Status::OnTrack => {
            let end = kpi.forecast.on_target_day.map(|value| computed(value.0)).unwrap_or_default();
            let but = if kpi.speeds_up() { "; the plan speeds up from here, and" } else { ", but" };
            (
                text(format!("on track at {now}{but} at today's rate it ends at {end} instead of ")) + target,
                "what has to change before it falls behind",
            )
        }
        _ => {
            let planned = planned(kpi).map(|planned| format!(" instead of the planned {planned}"));
            (
                text(format!("{} at {now}", kpi.status)) + planned + "; its target is " + target,
                "what would bring it back on its path, or is the target still right",
            )
        }
    }
}

/// Errors and warnings, except those that another part of the agenda already covers.
fn of_gap(gap: &Gap, owner: Option<&String>) -> Option<Weighed> {
    let weight = match gap.level {
        _ if COVERED.contains(&gap.rule.as_str()) => return None,
        Level::Error => 92,
        Level::Warning => match gap.rule.as_str() {
            "gear-fell-back" => 78,
            "gear-stalled" => 74,
            "gear-not-ready" => 62,
            _ => WARNING,
        },
        Level::Info => return None,
    };
    Some((weight, Item::new(gap.address.clone(), text(&gap.message), text(&gap.help), owner)))
}

fn of_decision(decision: &DecisionRow) -> Option<Weighed> {
    let by = Text::from(decision.needed_by.as_ref().map(day));
    let (weight, ask) = match decision.urgency {
        Urgency::Overdue => (80, text("decide: this was needed by ") + by),
        Urgency::BeforeReview => (66, text("decide: this is needed by ") + by + ", before the next review"),
        Urgency::Later | Urgency::Undated => return None,
    };
    let topic = name(decision.question.as_ref().unwrap_or(&decision.id));
    let about = Subject::Decision(decision.id.clone());
    Some((weight, Item::new(about, topic, ask, decision.owner.as_ref())))
}

/// True if a gear has stalled whose only KPI is an item already.
fn repeats_a_kpi(report: &GapReport, gap: &Gap, items: &[Weighed]) -> bool {
    let Subject::Gear(purpose, kind) = gap.address.subject() else { return false };
    let sequence = report.gear_sequences.iter().find(|sequence| sequence.purpose == *purpose);
    let gear = sequence.and_then(|sequence| sequence.gears.iter().find(|gear| gear.gear == *kind));
    let Some([only]) = gear.map(|gear| gear.kpis.as_slice()) else { return false };
    let about = Subject::Kpi(only.clone());
    gap.rule == "gear-stalled" && items.iter().any(|(_, item)| *item.about.subject() == about)
}

/// Targets that ask for less than in an older version, as one item: several owners may have agreed on it.
fn of_targets(report: &GapReport) -> Option<Weighed> {
    let since = report.since.as_ref()?;
    // A new period is one decision, and the changes list it.
    let all: Vec<_> = since.softened().filter(|(_, target)| !target.follows).collect();
    let (first, target) = all.first()?;
    let called = |change: &Change| {
        let id = change.subject.id();
        report.kpis.iter().find(|kpi| kpi.id == id).map_or_else(|| code(&id), title)
    };
    let is_same = all.iter().all(|(_, other)| other.effects == target.effects);
    let topic = match all.as_slice() {
        [_] => text("the target of ") + called(first) + format!(" was {}", target.verbs()),
        _ if is_same => format!("{} targets were {}", all.len(), target.verbs()).into(),
        _ => format!("{} targets ask for less, or for something else,", all.len()).into(),
    };
    let each = all.iter().take(MAX_TARGETS).map(|(change, target)| {
        let verbs = (!is_same).then(|| format!(" was {}", target.verbs()));
        Text::from((all.len() > 1).then(|| called(change) + verbs + ", ")) + target.figures()
    });
    let rest = all.len().saturating_sub(MAX_TARGETS);
    let rest = (rest > 0).then(|| format!("; and {rest} more"));
    let topic = topic + " since " + name(&since.label) + ": " + join(each, "; ") + rest;
    let owner =
        first.owner.as_ref().filter(|owner| all.iter().all(|(one, _)| one.owner.as_ref() == Some(*owner)));
    Some((86, Item::new(first.subject.clone(), topic, "who decided this, and why", owner)))
}

/// Late activities: one item for each campaign, and for each owner of the others.
fn of_late(report: &GapReport) -> Vec<Weighed> {
    let mut groups: IndexMap<_, Vec<&ActivityRow>> = IndexMap::new();
    for late in report.activities_when(When::Late) {
        let group = match report.campaign_of(late) {
            Some(campaign) => (Some(&campaign.id), None),
            None => (None, late.owner.as_ref()),
        };
        groups.entry(group).or_default().push(late);
    }
    let items = groups.into_values().filter_map(|rows| {
        let first = rows.first()?;
        let names =
            |rows: &[&ActivityRow]| and(rows.iter().map(|row| name(row.name.as_ref().unwrap_or(&row.id))));
        let topic = match rows.as_slice() {
            [_] => names(&rows) + format!(" is {} late", counted(first.late?.days, "day", "days")),
            [one, other, third, _, ..] => {
                text(format!("{} activities are late, ", rows.len()))
                    + names(&[*one, *other, *third])
                    + " among them"
            }
            _ => names(&rows) + " are late",
        };
        let campaign = report.campaign_of(first);
        let of = campaign.map(|one| text("campaign ") + name(one.name.as_ref().unwrap_or(&one.id)) + ": ");
        let topic = Text::from(of) + topic;
        let owner = match campaign {
            Some(campaign) if rows.iter().any(|row| row.owner != first.owner) => campaign.owner.as_ref(),
            _ => first.owner.as_ref(),
        };
        let about = Subject::Activity(first.pillar, first.id.clone());
        let ask = "begin it, end it, move its dates, or give it up";
        Some((70, Item::new(about, topic, ask, owner)))
    });
    items.collect()
}

fn of_risks(report: &GapReport) -> Vec<Weighed> {
    let severe = report.risks.iter().filter(|risk| {
        let (low, high) = (risk.likelihood.min(risk.impact), risk.likelihood.max(risk.impact));
        low >= Some(Degree::Medium) && high == Some(Degree::High)
    });
    let items = severe.map(|risk| {
        let ask = match &risk.mitigation {
            Some(mitigation) => text("is this enough: ") + name(mitigation),
            None => "what is done about it, and by whom".into(),
        };
        let topic = name(risk.statement.as_ref().unwrap_or(&risk.id));
        (50, Item::new(Subject::Risk(risk.id.clone()), topic, ask, risk.owner.as_ref()))
    });
    items.collect()
}

/// The best news: a KPI that met its target, a gear that is spinning, a KPI on track, or an aligned goal. That a
/// target asks for less than before is no news of this kind.
fn went_well(report: &GapReport) -> Option<Item> {
    let is_earned = |subject: Subject| !report.since.as_ref().is_some_and(|since| since.flatters(&subject));
    let kpis = || report.kpis.iter().filter(|kpi| is_earned(Subject::Kpi(kpi.id.clone())));
    let ask = "what worked, and where else would it";
    let of_kpi =
        |kpi: &Judgment, topic: Text| Item::new(Subject::Kpi(kpi.id.clone()), topic, ask, kpi.owner.as_ref());
    let met = kpis()
        .filter(|kpi| matches!(kpi.status, Status::Met | Status::Reached))
        .max_by_key(|kpi| kpi.progress);
    let met = met.map(|kpi| {
        of_kpi(kpi, called(kpi) + "reached its target of " + target(kpi) + format!(", with {}", now(kpi)))
    });
    let spinning = || {
        let gears = report
            .gear_sequences
            .iter()
            .flat_map(|sequence| sequence.gears.iter().map(move |gear| (sequence, gear)));
        let mut spinning = gears.filter(|(sequence, gear)| {
            gear.spins == Some(true) && is_earned(Subject::Gear(sequence.purpose, gear.gear))
        });
        spinning.next().map(|(sequence, gear)| {
            let (purpose, kind) = (sequence.purpose, gear.gear);
            let topic = format!("the {purpose} gear {kind} is spinning");
            Item::new(Subject::Gear(purpose, kind), topic, ask, gear.owner.as_ref())
        })
    };
    let on_track = || {
        let fastest = kpis().filter(|kpi| kpi.status == Status::OnTrack).max_by_key(|kpi| kpi.pace);
        fastest.map(|kpi| {
            let ahead = planned(kpi).filter(|_| kpi.gap_to_plan < Some(Number::default()));
            let ahead = ahead.map(|planned| format!(", ahead of the planned {planned}"));
            of_kpi(kpi, called(kpi) + format!("on track at {}", now(kpi)) + ahead)
        })
    };
    let aligned = || {
        let goal = &report.goals.iter().find(|goal| goal.row.missing.is_empty())?.row;
        let topic =
            text("the goal ") + code(&goal.id) + " has an owner, a measure and activities that serve it";
        let about = Subject::Goal(goal.id.clone());
        Some(Item::new(about, topic, "what comes next for it", goal.owner.as_ref()))
    };
    met.or_else(spinning).or_else(on_track).or_else(aligned)
}
