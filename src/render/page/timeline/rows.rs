//! What stands in the rows of the timeline.

use jiff::civil::Date;

use crate::analysis::gears::State;
use crate::render::layout;
use crate::render::outline::Mark;
use crate::report::gaps::GapReport;
use crate::report::gaps::schedule::{ActivityRow, When};
use crate::report::gears::{GateRow, GearRow, TrainTable, Verdict};
use crate::strategy::pillar::PillarKind;
use crate::words::capitalized;

/// Rows under a heading.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

/// One gear or activity.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// What stands beside it.
    pub(super) name: String,
    /// Everything there is to say of it, for those who point at it.
    pub(super) full: String,
    /// How it looks.
    pub(super) class: &'static str,
    /// What to think of it.
    pub(super) mark: Option<Mark>,
    /// From when to when; none where that end is open. None at all where it has no place in time.
    pub(super) bar: Option<(Option<Date>, Option<Date>)>,
    /// Since when it is late.
    pub(super) late_since: Option<Date>,
    /// What stands in place of a bar.
    pub(super) note: Option<String>,
    /// Its gate: `open since` or `forecast`.
    pub(super) gates: Vec<(Date, &'static str)>,
}

impl Row {
    /// The days that it names.
    pub(super) fn days(&self) -> impl Iterator<Item = Date> + '_ {
        let bar = self.bar.into_iter().flat_map(|(from, to)| [from, to]).flatten();
        bar.chain(self.gates.iter().map(|(day, _)| *day)).chain(self.late_since)
    }
}

/// The gears of each purpose, then the activities of each pillar.
pub(super) fn groups(report: &GapReport) -> Vec<Group> {
    let trains = report.trains.iter().map(|train| Group {
        title: format!("Gears of {}", train.purpose),
        rows: train.gears.iter().map(|one| gear(train, one)).collect(),
    });
    let pillars = PillarKind::ALL
        .map(|pillar| Group { title: capitalized(&pillar.to_string()), rows: activities(report, pillar) });
    trains.chain(pillars).filter(|group| !group.rows.is_empty()).collect()
}

fn gear(train: &TrainTable, gear: &GearRow) -> Row {
    let (mark, state) = layout::parts::verdict(gear);
    let mut row = Row {
        name: gear.gear.to_string(),
        mark,
        gates: gate(&gear.gate).into_iter().collect(),
        ..Row::default()
    };
    row.class = match (&gear.verdict, gear.state) {
        (Verdict::LeftOut(_), _) => "left-out",
        (Verdict::OutOfOrder, _) => "late",
        (Verdict::TooSoon | Verdict::Stalled | Verdict::FallenBack | Verdict::NoStart, _) => "stalled",
        (Verdict::Fine, State::Spinning { .. }) => "spinning",
        (Verdict::Fine, State::Planned | State::NotPlaced | State::LeftOut) => "planned",
        (Verdict::Fine, State::Turning | State::Stalled) => "running",
    };
    match (&gear.verdict, gear.start_day) {
        (Verdict::LeftOut(_), _) => row.note = Some("left out".to_owned()),
        (_, Some(start)) => row.bar = Some((Some(start), None)),
        (_, None) => row.note = Some("nothing says when it starts".to_owned()),
    }
    let start = gear.start.as_deref().map(|start| format!(", start {start}")).unwrap_or_default();
    row.full = format!("{}.{}: {state}{start}", train.purpose, gear.gear);
    if let Verdict::LeftOut(reason) = &gear.verdict {
        row.full.extend([", ", reason]);
    }
    row
}

/// When a gate opened, or is forecast to.
fn gate(conditions: &[GateRow]) -> Option<(Date, &'static str)> {
    let latest = |days: Vec<Option<Date>>| days.into_iter().collect::<Option<Vec<Date>>>()?.into_iter().max();
    if conditions.iter().all(|condition| condition.reached) {
        return Some((
            latest(conditions.iter().map(|condition| condition.reached_on).collect())?,
            "open since",
        ));
    }
    let days = conditions.iter().map(|condition| condition.reached_on.or(condition.forecast));
    Some((latest(days.collect())?, "forecast for"))
}

fn activities(report: &GapReport, pillar: PillarKind) -> Vec<Row> {
    let own = report.activities.iter().filter(|activity| activity.pillar == pillar);
    let mut rows: Vec<&ActivityRow> = own.collect();
    rows.sort_by_key(|activity| (activity.start_day, activity.end_day));
    rows.into_iter().map(|activity| of_activity(report, activity)).collect()
}

fn of_activity(report: &GapReport, activity: &ActivityRow) -> Row {
    let name = activity.name.as_deref().unwrap_or(&activity.id);
    let owner = activity.owner.as_deref().map_or("nobody owns it", |owner| report.name_of(owner));
    let (class, mark, state) = match activity.when {
        When::Late => ("late", Some(Mark::Bad), "late"),
        When::Running => ("running", None, "running"),
        When::Soon | When::Later => ("planned", None, "planned"),
        When::Done => ("done", None, "done"),
        When::Dropped => ("dropped", None, "dropped"),
    };
    Row {
        name: name.to_owned(),
        full: format!("{name} ({}): {state}, {}; {owner}", activity.id, layout::gaps::dates(activity)),
        class,
        mark,
        bar: Some((activity.start_day, activity.end_day)),
        late_since: activity.late.map(|late| late.since),
        ..Row::default()
    }
}
