//! The rows of the timeline.

use jiff::civil::Date;

use super::wheel;
use crate::analysis::gears::Condition;
use crate::render::layout::{self, parts};
use crate::render::outline::Mark;
use crate::report::gaps::GapReport;
use crate::report::gaps::schedule::{ActivityRow, CampaignRow, When};
use crate::report::gears::{GearRow, GearTable, Verdict};
use crate::strategy::pillar::PillarKind;
use crate::words::capitalized;

pub(super) struct Group {
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

/// A gear, a campaign or an activity.
#[derive(Clone, Default)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) tooltip: String,
    pub(super) class: &'static str,
    pub(super) mark: Option<Mark>,
    /// From when to when, with none for an open end. None at all without a place in time.
    pub(super) bar: Option<(Option<Date>, Option<Date>)>,
    pub(super) late_since: Option<Date>,
    /// Shown instead of a bar.
    pub(super) note: Option<&'static str>,
    /// The day of its gate, which is `open since` or has a `forecast for` it.
    pub(super) gate: Option<(Date, &'static str)>,
}

impl Row {
    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
        let (from, to) = self.bar.unwrap_or_default();
        [from, to, self.gate.map(|(day, _)| day), self.late_since].into_iter().flatten()
    }
}

/// The gears of each purpose, the campaigns, each with its activities, and the other activities of each pillar.
pub(super) fn groups(report: &GapReport) -> Vec<Group> {
    let gears = report.gear_sequences.iter().map(|sequence| Group {
        title: format!("Gears of {}", sequence.purpose),
        rows: sequence.gears.iter().map(|gear| gear_row(sequence, gear)).collect(),
    });
    let activities = |is_wanted: &dyn Fn(&ActivityRow) -> bool| {
        let mut own: Vec<&ActivityRow> = report.activities.iter().filter(|one| is_wanted(one)).collect();
        own.sort_by_key(|activity| (activity.start_day, activity.end_day));
        own.into_iter().map(|activity| activity_row(report, activity))
    };
    let campaigns = report.campaigns.iter().map(|campaign| {
        let is_own = |one: &ActivityRow| one.campaign.as_ref() == Some(&campaign.id);
        let rows = std::iter::once(campaign_row(report, campaign)).chain(activities(&is_own));
        Group {
            title: format!("Campaign: {}", campaign.name.as_ref().unwrap_or(&campaign.id)),
            rows: rows.collect(),
        }
    });
    let pillars = PillarKind::ALL.map(|pillar| {
        let is_own = |one: &ActivityRow| one.pillar == pillar && report.campaign_of(one).is_none();
        Group { title: capitalized(&pillar.to_string()), rows: activities(&is_own).collect() }
    });
    gears.chain(campaigns).chain(pillars).filter(|group| !group.rows.is_empty()).collect()
}

fn gear_row(sequence: &GearTable, gear: &GearRow) -> Row {
    let (mark, state) = parts::verdict(gear);
    let (_, class) = wheel::classes(gear);
    let start = gear.start.as_ref().map(|start| format!(", start {start}")).unwrap_or_default();
    let (bar, note, reason) = match (&gear.verdict, gear.start_day) {
        (Verdict::LeftOut(reason), _) => (None, Some("left out"), format!(", {reason}")),
        (_, Some(start)) => (Some((Some(start), None)), None, String::new()),
        (_, None) => (None, Some("no start date"), String::new()),
    };
    let (name, gate) = (gear.gear.to_string(), gate(&gear.gate));
    let tooltip = format!("{}.{name}: {state}{start}{reason}", sequence.purpose);
    Row { name, tooltip, class, mark, bar, note, gate, late_since: None }
}

/// The day on which a gate opened, or is forecast to open.
fn gate(conditions: &[Condition]) -> Option<(Date, &'static str)> {
    let is_open = conditions.iter().all(|condition| condition.reached);
    let day = |condition: &Condition| condition.reached_on.or(condition.forecast.filter(|_| !is_open));
    let days: Option<Vec<Date>> = conditions.iter().map(day).collect();
    Some((days?.into_iter().max()?, if is_open { "open since" } else { "forecast for" }))
}

/// A campaign as a row: its own dates, above those of its activities.
fn campaign_row(report: &GapReport, campaign: &CampaignRow) -> Row {
    let name = campaign.name.as_deref().unwrap_or(&campaign.id);
    let owner = campaign.owner.as_deref().map_or("no owner", |owner| report.name_of(owner));
    let dates = layout::ahead::campaign_dates(campaign).map(|dates| format!(", {dates}")).unwrap_or_default();
    let class = campaign.state.key();
    let has_dates = campaign.start_day.is_some() || campaign.end_day.is_some();
    Row {
        name: "the campaign".to_owned(),
        tooltip: format!("campaign {name} ({}): {class}{dates}; {owner}", campaign.id),
        class,
        bar: has_dates.then_some((campaign.start_day, campaign.end_day)),
        note: (!has_dates).then_some("no dates"),
        ..Row::default()
    }
}

fn activity_row(report: &GapReport, activity: &ActivityRow) -> Row {
    let name = activity.name.as_deref().unwrap_or(&activity.id);
    let owner = activity.owner.as_deref().map_or("no owner", |owner| report.name_of(owner));
    let class = state(activity.when);
    Row {
        name: name.to_owned(),
        tooltip: format!("{name} ({}): {class}, {}; {owner}", activity.id, layout::ahead::dates(activity)),
        class,
        mark: (activity.when == When::Late).then_some(Mark::Bad),
        bar: activity.are_dates_readable.then_some((activity.start_day, activity.end_day)),
        note: (!activity.are_dates_readable).then_some(layout::ahead::UNREADABLE),
        late_since: activity.late.map(|late| late.since),
        ..Row::default()
    }
}

/// The state of an activity, which is also its class.
pub(super) fn state(when: When) -> &'static str {
    match when {
        When::Late => "late",
        When::Running => "running",
        When::Unknown | When::Soon | When::Later => "planned",
        When::Done => "done",
        When::Dropped => "dropped",
    }
}
