//! What to talk about: at most five items, the most severe first, then one thing that went well.

mod kpis;
mod softened;
mod went_well;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::GapReport;
use super::outlook::{DecisionRow, Urgency};
use super::schedule::{ActivityRow, When};
use super::structure::Gap;
use crate::analysis::kpi::Status;
use crate::analysis::schedule::LateWith;
use crate::finding::Level;
use crate::report::gears::GearRow;
use crate::strategy::address::Address;
use crate::strategy::plan::Degree;
use crate::strategy::subject::Subject;
use crate::words;
use crate::words::text::{Text, and, day, join, name, text};

/// How many items a meeting can talk about.
pub const MAX_ITEMS: usize = 5;
/// How many of them can be structural warnings: these have their own section.
const MAX_WARNINGS: usize = 2;
/// How many entries an item names.
const MAX_NAMED: usize = 3;

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

/// The rules whose findings are items of their own, or that are settled by holding the meeting.
const COVERED: &[&str] =
    &["activity-late", "decision-overdue", "target-missed", "bound-broken", "review-overdue"];
/// The rules about dates that have not come yet: either the day of the report is wrong, or all of these dates.
const IN_THE_FUTURE: &[&str] = &["reading-in-the-future", "dated-in-the-future"];
/// The rule about KPIs that nobody has read for too long.
const STALE: &str = "kpi-stale";

/// The rule about gears that have lost their gate.
const FELL_BACK: &str = "gear-fell-back";

/// The rule about gears that start before the gate ahead of them is reached.
const NOT_READY: &str = "gear-not-ready";

/// What a gear that is not ready weighs.
const NOT_READY_WEIGHS: u32 = 76;

/// What one step of priority weighs: as much as the step from off track to missed.
const STEP_OF_PRIORITY: u32 = 12;

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
        let mut weighed = kpis::items(report);
        let is_future = |gap: &Gap| IN_THE_FUTURE.contains(&gap.rule.as_str());
        let future = gaps.iter().map(|(_, gap)| gap).filter(|gap| is_future(gap)).max_by_key(|gap| gap.level);
        let own = gaps.iter().filter(|(_, gap)| {
            let is_said = is_future(gap) && future.is_some_and(|said| !std::ptr::eq(said, gap));
            !is_said && !asks_for_readings_again(report, gap)
        });
        let (same, own): (Vec<_>, Vec<_>) = own.partition(|(_, gap)| repeats_a_kpi(report, gap, &weighed));
        let own = own.into_iter().filter_map(|(owner, gap)| {
            let (weight, mut item) = of_gap(gap, owner.as_ref())?;
            // What the gear waits for is said with it.
            if let Some(awaited) = awaited(report, gap)
                && let Some(at) = weighed.iter().position(|(_, one)| *one.about.subject() == awaited)
            {
                item.topic = item.topic + "; " + weighed.remove(at).1.topic;
            }
            Some((weight, item))
        });
        let own = one_for_each_gear(own.collect());
        for (_, gap) in same.iter().filter(|(_, gap)| [FELL_BACK, NOT_READY].contains(&gap.rule.as_str())) {
            say_with_its_kpi(report, gap, &mut weighed);
        }
        weighed.extend(own);
        weighed.extend(report.decisions.iter().filter_map(of_decision));
        weighed.extend(of_late(report));
        weighed.extend(softened::items(report));
        weighed.extend(of_risks(report));
        // A page for one person has only what that person brings; it shows the gears of others, too.
        let is_own = |item: &Item| {
            report.scope.owner.is_none() || item.owner.is_none() || item.owner == report.scope.owner
        };
        weighed.retain(|(_, item)| is_own(item));
        weighed.sort_by_key(|(weight, item)| std::cmp::Reverse(weight + priority(report, item)));
        let mut warnings = 0;
        weighed.retain(|(weight, _)| {
            warnings += usize::from(*weight == WARNING);
            *weight != WARNING || warnings <= MAX_WARNINGS
        });
        // What one item says of several KPIs is not said of each again.
        let stale = gaps.iter().map(|(_, gap)| gap).filter(|gap| {
            let is_it = |item: &Item| item.about == gap.address && gap.rule == STALE;
            weighed.iter().any(|(weight, item)| *weight == WARNING && is_it(item))
        });
        let stale: Vec<String> = stale.flat_map(entries).collect();
        weighed.retain(|(weight, item)| {
            *weight != kpis::NO_READING || !stale.contains(&item.about.subject().id())
        });
        let with_owner = |mut item: Item| {
            item.owner = item.owner.or_else(|| report.head.owner.clone());
            item
        };
        Self {
            items: weighed.into_iter().take(MAX_ITEMS).map(|(_, item)| with_owner(item)).collect(),
            went_well: went_well::item(report).filter(is_own).map(with_owner),
        }
    }
}

/// Errors and warnings, except those that another part of the agenda already covers.
fn of_gap(gap: &Gap, owner: Option<&String>) -> Option<Weighed> {
    let rule = gap.rule.as_str();
    let weight = match gap.level {
        _ if COVERED.contains(&rule) => return None,
        // People who are asked too soon do not come back: nothing that is only behind is as urgent.
        Level::Error | Level::Warning if rule == "selling-too-soon" => 98,
        Level::Error => 92,
        Level::Warning => match rule {
            "period-over" => 90,
            FELL_BACK => 78,
            NOT_READY => NOT_READY_WEIGHS,
            "gear-stalled" => 74,
            _ => WARNING,
        },
        Level::Info => return None,
    };
    let ask = match gap.about.len() {
        _ if rule != STALE => text(&gap.help),
        0 => "who will report these figures, and by when; or does its `cadence:` ask for too much".into(),
        _ => "who reads them, and by when; or do their `cadence:` keys ask for too much".into(),
    };
    let topic = text(&gap.message) + about(gap);
    Some((weight, Item::new(gap.address.clone(), topic, ask, owner)))
}

/// One item for each gear: what else is wrong with it is said in the first of its items, whose cause it shares.
fn one_for_each_gear(mut weighed: Vec<Weighed>) -> Vec<Weighed> {
    weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let mut kept: Vec<(Weighed, bool)> = Vec::with_capacity(weighed.len());
    for (weight, item) in weighed {
        let is_gear = matches!(item.about.subject(), Subject::Gear(..));
        let same =
            kept.iter_mut().find(|((_, one), _)| is_gear && one.about.subject() == item.about.subject());
        match same {
            Some(((_, one), has_more @ false)) => {
                let topic = std::mem::take(&mut one.topic);
                one.topic = topic + "; " + item.topic;
                *has_more = true;
            }
            Some(_) => (),
            None => kept.push(((weight, item), false)),
        }
    }
    kept.into_iter().map(|(weighed, _)| weighed).collect()
}

/// The ids of the entries that a gap is about.
fn entries(gap: &Gap) -> Vec<String> {
    if gap.about.is_empty() { vec![gap.address.subject().id()] } else { gap.about.clone() }
}

/// Which entries several findings are about: `: visits, leads, orders and 2 more`.
fn about(gap: &Gap) -> Option<Text> {
    // A single name more is as short as the words that would replace it.
    let count = if gap.about.len() == MAX_NAMED + 1 { MAX_NAMED + 1 } else { MAX_NAMED };
    let named = join(gap.about.iter().take(count).map(name), ", ");
    let rest = gap.about.len().saturating_sub(count);
    let rest = (rest > 0).then(|| format!(" and {rest} more"));
    (!named.is_empty()).then(|| text(": ") + named + rest)
}

fn of_decision(decision: &DecisionRow) -> Option<Weighed> {
    let by = Text::from(decision.needed_by.as_ref().map(day));
    let (weight, ask) = match decision.urgency {
        Urgency::Overdue => {
            let ago = decision.needed_in_days.map(|days| since(-days));
            (80, text("decide: this was needed by ") + by + ago)
        }
        Urgency::BeforeReview => (66, text("decide: this is needed by ") + by + ", before the next review"),
        Urgency::Later | Urgency::Undated => return None,
    };
    let topic = name(decision.question.as_ref().unwrap_or(&decision.id));
    let about = Subject::Decision(decision.id.clone());
    Some((weight, Item::new(about, topic, ask, decision.owner.as_ref())))
}

/// True if nobody has read KPIs for too long, and one of them is on the agenda because its target is past.
fn asks_for_readings_again(report: &GapReport, gap: &Gap) -> bool {
    let is_unread = |id: &String| report.kpis.iter().any(|kpi| kpi.id == *id && kpi.status == Status::Unread);
    gap.rule == STALE && entries(gap).iter().any(is_unread)
}

/// The gear that a gap is about, among those of its purpose.
fn gear_of<'r>(report: &'r GapReport, gap: &Gap) -> Option<(&'r [GearRow], &'r GearRow)> {
    let Subject::Gear(purpose, kind) = gap.address.subject() else { return None };
    let sequence = report.gear_sequences.iter().find(|sequence| sequence.purpose == *purpose)?;
    Some((&sequence.gears, sequence.gears.iter().find(|gear| gear.gear == *kind)?))
}

/// The KPI that a gear is not ready for: the only one of the gate ahead that is not reached.
fn awaited(report: &GapReport, gap: &Gap) -> Option<Subject> {
    let (gears, gear) = gear_of(report, gap).filter(|_| gap.rule == NOT_READY)?;
    let ahead = gears.iter().find(|one| Some(one.gear) == gear.ahead)?;
    let open: Vec<_> = ahead.gate.iter().filter(|one| !one.reached).collect();
    let [only] = open.as_slice() else { return None };
    Some(Subject::Kpi(only.kpi.clone()))
}

/// The KPI that is the cause of a gap about a gear: the one that it waits for, or its only one.
fn cause(report: &GapReport, gap: &Gap) -> Option<Subject> {
    if gap.rule == NOT_READY {
        return awaited(report, gap);
    }
    let [only] = gear_of(report, gap)?.1.kpis.as_slice() else { return None };
    Some(Subject::Kpi(only.clone()))
}

/// Says of the item about a KPI what that means for a gear: both have one cause.
fn say_with_its_kpi(report: &GapReport, gap: &Gap, items: &mut [Weighed]) {
    let cause = cause(report, gap);
    let item = items.iter_mut().find(|(_, item)| Some(item.about.subject()) == cause.as_ref());
    if let Some((_, item)) = item {
        let topic = std::mem::take(&mut item.topic);
        item.topic = topic + "; " + text(&gap.message);
        if let (NOT_READY, Some((_, gear))) = (gap.rule.as_str(), gear_of(report, gap)) {
            let ask = std::mem::take(&mut item.ask);
            item.ask = ask + format!("; and does {} wait until then", gear.gear);
        }
    }
}

/// True if a gear has stalled, fallen back or is not ready because of a KPI that is an item already, and weighs as much.
fn repeats_a_kpi(report: &GapReport, gap: &Gap, items: &[Weighed]) -> bool {
    let Some(cause) = cause(report, gap) else { return false };
    let is_as_heavy = |weight: u32| match gap.rule.as_str() {
        "gear-stalled" => true,
        FELL_BACK => weight > WARNING,
        NOT_READY => weight > NOT_READY_WEIGHS,
        _ => false,
    };
    items.iter().any(|(weight, item)| is_as_heavy(*weight) && *item.about.subject() == cause)
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
        let late = first.late?;
        let called = |row: &ActivityRow| name(row.name.as_ref().unwrap_or(&row.id));
        let (topic, ask) = match (rows.as_slice(), late.with) {
            ([_], LateWith::Start) => (
                called(first) + " should have started by " + day(late.since) + since(late.days),
                "begin it, move its dates, or give it up",
            ),
            ([_], LateWith::End) => (
                called(first) + " should have ended by " + day(late.since) + since(late.days),
                "end it, move its end, or give it up",
            ),
            _ => {
                let days = |row: &ActivityRow| row.late.map(|late| format!(" ({})", words::days(late.days)));
                let each = rows.iter().take(MAX_NAMED).map(|row| called(row) + days(row));
                let rest = rows.len().saturating_sub(MAX_NAMED);
                let rest = (rest > 0).then(|| format!("{rest} more").into());
                (and(each.chain(rest)) + " are late", "begin or end them, move their dates, or give them up")
            }
        };
        let campaign = report.campaign_of(first);
        let of = campaign.map(|one| text("campaign ") + name(one.name.as_ref().unwrap_or(&one.id)) + ": ");
        let topic = Text::from(of) + topic;
        let owner = match campaign {
            Some(campaign) if rows.iter().any(|row| row.owner != first.owner) => campaign.owner.as_ref(),
            _ => first.owner.as_ref(),
        };
        let about = Subject::Activity(first.pillar, first.id.clone());
        Some((70, Item::new(about, topic, ask, owner)))
    });
    items.collect()
}

/// `, 18 days ago`.
fn since(count: i64) -> String {
    format!(", {} ago", words::days(count))
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
        let degree = |of: &str, degree: Option<Degree>| degree.map(|degree| format!("{of} {degree}"));
        let degrees = [degree("likelihood", risk.likelihood), degree("impact", risk.impact)];
        let degrees = join(degrees.into_iter().flatten(), ", ");
        let topic = name(risk.statement.as_ref().unwrap_or(&risk.id)) + " (" + degrees + ")";
        (50, Item::new(Subject::Risk(risk.id.clone()), topic, ask, risk.owner.as_ref()))
    });
    items.collect()
}

/// What the priority of its goals adds to the weight of an item; of a gear, they are those of its purpose. A goal
/// without one is in the middle, as is everything that belongs to no goal.
fn priority(report: &GapReport, item: &Item) -> u32 {
    let purpose = match item.about.subject() {
        Subject::Gear(purpose, _) => Some(purpose),
        _ => None,
    };
    let goals: &[String] = match item.about.subject() {
        Subject::Goal(id) => std::slice::from_ref(id),
        Subject::Kpi(id) => {
            report.kpis.iter().find(|kpi| kpi.id == *id).map_or(&[], |kpi| kpi.goals.as_slice())
        }
        Subject::Activity(pillar, id) => {
            let mut all = report.activities.iter();
            all.find(|one| one.pillar == *pillar && one.id == *id).map_or(&[], |one| one.goals.as_slice())
        }
        _ => &[],
    };
    let own = report.goals.iter().filter(|goal| {
        goals.contains(&goal.row.id) || purpose.is_some_and(|purpose| goal.row.purposes.contains(purpose))
    });
    match own.map(|goal| goal.row.priority.unwrap_or(Degree::Medium)).max() {
        Some(Degree::High) => 2 * STEP_OF_PRIORITY,
        Some(Degree::Medium) | None => STEP_OF_PRIORITY,
        Some(Degree::Low) => 0,
    }
}
