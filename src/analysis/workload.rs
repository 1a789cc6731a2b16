//! How many hours a week people have, and how many the activities they own take.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Analysis;
use super::owners::Owner;
use super::schedule::Scheduled;
use crate::decode::field::Field;
use crate::strategy::activity::ActivityStatus;
use crate::strategy::date::{Days, days_between};

/// The hours of one person who owns an activity with hours.
#[derive(Debug)]
pub struct Workload<'s, 'a> {
    pub person: &'a str,
    /// What they have each week, if `people` says so.
    pub available: Option<Decimal>,
    /// The first of the weeks in which the activities take the most hours, by its Monday.
    pub week: Date,
    /// The hours that they take in that week.
    pub needed: Decimal,
    /// The activities with hours that run in that week, with the hours they take in it.
    pub activities: Vec<(&'s Scheduled<'a>, Decimal)>,
    /// True if both sides are known, and the activities take more than there is.
    pub is_over: bool,
    /// True if each activity that they own says how many hours it takes.
    pub is_complete: bool,
}

impl<'a> Analysis<'a> {
    /// The workload of each owner of an activity that says how many hours it takes, in the order of the activities.
    pub fn workloads(&self) -> Vec<Workload<'_, 'a>> {
        let mut owners: indexmap::IndexMap<&'a str, Vec<&Scheduled<'a>>> = indexmap::IndexMap::new();
        for one in self.live_activities() {
            if let Owner::Named(id) = one.owner {
                owners.entry(id.as_str()).or_default().push(one);
            }
        }
        owners.into_iter().filter_map(|(person, own)| self.workload(person, &own)).collect()
    }

    fn workload<'s>(&self, person: &'a str, own: &[&'s Scheduled<'a>]) -> Option<Workload<'s, 'a>> {
        let hours = |one: &Scheduled<'_>| one.activity().hours_per_week.get().map(|hours| hours.0);
        let timed = own.iter().filter_map(|one| Some((*one, hours(one)?, certain_days(one)?)));
        let timed: Vec<(&Scheduled<'_>, Decimal, Days)> = timed.collect();
        // Nobody can change a week that is over. After this one, the hours are the most after a start.
        let first = self.period.map_or(self.today, |period| period.start.max(self.today.min(period.end)));
        let this_week = monday(first)?;
        let starts = timed.iter().map(|(.., days)| days.start).filter(|day| *day > Date::MIN);
        let weeks =
            starts.chain([first]).filter_map(monday).flat_map(|day| [day, day.saturating_add(7.days())]);
        let weeks: BTreeSet<Date> = weeks.filter(|week| *week >= this_week).collect();
        // Seven times the hours, so that no share of a week is rounded before they are compared.
        let needed = |week: Date| {
            let parts = timed.iter().filter_map(|(one, hours, days)| {
                let part = hours.checked_mul(days_in(week, *days)?)?;
                Some((*one, part))
            });
            let parts: Vec<(&Scheduled<'_>, Decimal)> = parts.collect();
            let sum = parts.iter().try_fold(Decimal::ZERO, |sum, (_, part)| sum.checked_add(*part));
            Some((week, sum?, parts))
        };
        let worst = weeks.into_iter().filter_map(needed).filter(|(_, sum, _)| *sum > Decimal::ZERO);
        let (week, sum, parts) = worst.max_by_key(|(week, sum, _)| (*sum, Reverse(*week)))?;
        let people = self.strategy.people.get();
        let available = people.and_then(|people| people.get(person)?.hours_per_week.get());
        let is_complete = own.iter().all(|one| hours(one).is_some());
        let available = available.map(|hours| hours.0);
        let seven = Decimal::from(7);
        let is_over = available.and_then(|hours| hours.checked_mul(seven)).is_some_and(|most| sum > most);
        let activities = parts.into_iter().map(|(one, part)| (one, part / seven)).collect();
        Some(Workload { person, available, week, needed: sum / seven, activities, is_over, is_complete })
    }
}

/// The Monday of a day's week.
fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

/// On how many days of a week an activity runs; `None` if on none.
fn days_in(monday: Date, days: Days) -> Option<Decimal> {
    let sunday = monday.checked_add(6.days()).ok()?;
    let (start, end) = (days.start.max(monday), days.end.min(sunday));
    days_between(start, end).checked_add(1).filter(|run| *run > 0).map(Decimal::from)
}

/// The days on which an activity runs whatever days its dates mean; `None` if that is not certain.
pub fn certain_days(one: &Scheduled<'_>) -> Option<Days> {
    let activity = one.activity();
    let start = match activity.start() {
        Field::Set(start, _) => start.last,
        Field::Absent if one.state != ActivityStatus::Planned => Date::MIN,
        _ => return None,
    };
    let end = match activity.end() {
        Field::Set(end, _) => end.first,
        Field::Absent if one.state != ActivityStatus::Done => Date::MAX,
        _ => return None,
    };
    Some(Days { start, end }).filter(|days| !days.is_empty())
}
