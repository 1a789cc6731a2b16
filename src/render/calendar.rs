//! The plan as a calendar (iCalendar, RFC 5545), to subscribe to where people keep their appointments.

use std::io::{self, Write};

use jiff::ToSpan;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::report::gaps::GapReport;
use crate::report::gaps::schedule::When;
use crate::report::plan::{Kind, NextMove};
use crate::strategy::activity::ActivityStatus;
use crate::strategy::subject::Subject;
use crate::words::capitalized;

/// Bytes of a line, without the end of the line (RFC 5545, 3.1).
const LINE: usize = 75;

/// Writes the activities and campaigns with a day, and what else is due: starts of gears, gates, reviews, decisions and
/// readings. Every event takes complete days, and its last day is the one before `DTEND`.
///
/// An event keeps its `UID` as long as the entry keeps its address and the strategy its name. `SEQUENCE` is the number of
/// days from 1970 to the day of the report, so that a later calendar replaces an earlier one.
pub fn write(out: &mut dyn Write, report: &GapReport, moves: &[NextMove]) -> io::Result<()> {
    let mut calendar = Calendar { out, report, strategy: short_hash(&report.head.name) };
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//stratplan//stratplan//EN", "CALSCALE:GREGORIAN"]
    {
        calendar.line(line)?;
    }
    calendar.text("X-WR-CALNAME", &report.head.name)?;
    for campaign in report.campaigns.iter().filter(|one| one.state != ActivityStatus::Dropped) {
        let name = campaign.name.as_ref().unwrap_or(&campaign.id);
        calendar.event(&Event {
            address: Subject::Campaign(campaign.id.clone()).to_string(),
            days: days(campaign.start_day, campaign.end_day),
            summary: on_its_day(&format!("Campaign: {name}"), campaign.start_day, campaign.end_day),
            owner: campaign.owner.as_deref(),
            with: &campaign.with,
            goals: &campaign.goals,
        })?;
    }
    for activity in report
        .activities
        .iter()
        .filter(|activity| activity.are_dates_readable && activity.when != When::Dropped)
    {
        calendar.event(&Event {
            address: Subject::Activity(activity.pillar, activity.id.clone()).to_string(),
            days: days(activity.start_day, activity.end_day),
            summary: on_its_day(
                activity.name.as_ref().unwrap_or(&activity.id),
                activity.start_day,
                activity.end_day,
            ),
            owner: activity.owner.as_deref(),
            with: &activity.with,
            goals: &activity.goals,
        })?;
    }
    // Activities and campaigns are there already.
    for due in moves.iter().filter(|due| !matches!(due.kind, Kind::Start | Kind::End)) {
        calendar.event(&Event {
            address: format!("{}.{}", due.kind.key(), due.about),
            days: Some((due.day, due.day)),
            summary: capitalized(&due.what.to_string()),
            owner: due.owner.as_deref(),
            with: &[],
            goals: &[],
        })?;
    }
    calendar.line("END:VCALENDAR")
}

/// From when to when. What has no end, or no start, is on the day that it has.
fn days(start: Option<Date>, end: Option<Date>) -> Option<(Date, Date)> {
    let (start, end) = (start.or(end)?, end.or(start)?);
    (start <= end).then_some((start, end))
}

/// What has no end begins on its day, and what has no start ends on it.
fn on_its_day(name: &str, start: Option<Date>, end: Option<Date>) -> String {
    match (start, end) {
        (Some(_), None) => format!("Start: {name}"),
        (None, Some(_)) => format!("End: {name}"),
        _ => name.to_owned(),
    }
}

struct Event<'e> {
    address: String,
    days: Option<(Date, Date)>,
    summary: String,
    owner: Option<&'e str>,
    with: &'e [String],
    goals: &'e [String],
}

struct Calendar<'w, 'r> {
    out: &'w mut dyn Write,
    report: &'r GapReport,
    strategy: String,
}

impl Calendar<'_, '_> {
    fn event(&mut self, event: &Event<'_>) -> io::Result<()> {
        let Some((first, last)) = event.days else { return Ok(()) };
        let Ok(after) = last.checked_add(1.day()) else { return Ok(()) };
        let as_of = self.report.head.as_of;
        let sequence = as_of.since(Date::constant(1970, 1, 1)).map_or(0, |days| days.get_days());
        let name = |person: &str| self.report.name_of(person).to_owned();
        let mut about: Vec<String> =
            event.owner.map(|owner| format!("Owner: {}", name(owner))).into_iter().collect();
        if !event.with.is_empty() {
            let with: Vec<String> = event.with.iter().map(|person| name(person)).collect();
            about.push(format!("With: {}", with.join(", ")));
        }
        if !event.goals.is_empty() {
            let goals = if event.goals.len() == 1 { "Goal" } else { "Goals" };
            about.push(format!("{goals}: {}", event.goals.join(", ")));
        }
        self.line("BEGIN:VEVENT")?;
        self.text("UID", &format!("{}.{}@stratplan", event.address, self.strategy))?;
        self.line(&format!("DTSTAMP:{}T000000Z", as_of.strftime("%Y%m%d")))?;
        self.line(&format!("SEQUENCE:{sequence}"))?;
        self.line(&format!("DTSTART;VALUE=DATE:{}", first.strftime("%Y%m%d")))?;
        self.line(&format!("DTEND;VALUE=DATE:{}", after.strftime("%Y%m%d")))?;
        // It does not make anybody busy.
        self.line("TRANSP:TRANSPARENT")?;
        self.text("SUMMARY", &event.summary)?;
        if !about.is_empty() {
            self.text("DESCRIPTION", &about.join("\n"))?;
        }
        self.line("END:VEVENT")
    }

    /// A property with a text, which says nothing to the notation.
    fn text(&mut self, property: &str, text: &str) -> io::Result<()> {
        let mut escaped = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '\\' | ';' | ',' => escaped.extend(['\\', letter]),
                '\n' => escaped.push_str("\\n"),
                letter if letter.is_control() => {}
                letter => escaped.push(letter),
            }
        }
        self.line(&format!("{property}:{escaped}"))
    }

    /// A line, folded between characters.
    fn line(&mut self, line: &str) -> io::Result<()> {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LINE {
                self.out.write_all(b"\r\n ")?;
                length = 1;
            }
            length += letter.len_utf8();
            write!(self.out, "{letter}")?;
        }
        self.out.write_all(b"\r\n")
    }
}

/// The same for the same name, and different from that of another strategy in the same calendar.
fn short_hash(name: &str) -> String {
    data_encoding::HEXLOWER.encode(Sha256::digest(name).get(..6).unwrap_or_default())
}
