//! What goes out of date: readings of KPIs, and answers of listening.

use jiff::civil::Date;

use super::Analysis;
use super::gears::GearSequence;
use crate::strategy::kpi::Kpi;
use crate::strategy::pillar::{Answer, Questions};

impl<'a> Analysis<'a> {
    /// The day of a KPI's latest reading, or the first day when it could have had one, but not before the
    /// strategy begins. `None` if it needs no more readings, or if the day is unknown.
    pub fn unread_since(&self, id: &str, kpi: &Kpi) -> Option<Date> {
        let progress = self.kpis.get(id)?;
        // A bound is kept after its day, too.
        let due_on = progress.target.filter(|target| target.value.is_some()).and_then(|target| target.date);
        let since = match progress.figure.map(|figure| figure.date) {
            Some(read) if due_on.is_some_and(|due| due <= read) => return None,
            Some(read) => read,
            None => self.readable_since(id, kpi)?,
        };
        Some(since.max(progress.expected_from.unwrap_or(since)).max(self.first_day().unwrap_or(since)))
    }

    pub fn answers(&self) -> impl Iterator<Item = (&'static str, &'a Answer)> {
        let listening = self.strategy.pillars.get().and_then(|pillars| pillars.listening.get());
        let listening = listening.filter(|listening| listening.not_now.is_absent());
        let questions = listening.and_then(|listening| listening.questions.get()).map(Questions::all);
        questions.into_iter().flatten().filter_map(|(key, question)| {
            let answer = question.get()?;
            answer.answer.get()?;
            Some((key, &**answer))
        })
    }

    fn first_day(&self) -> Option<Date> {
        Some(self.strategy.head()?.period.get()?.start.get()?.first)
    }

    /// The first day when a KPI without a reading could have had one.
    fn readable_since(&self, id: &str, kpi: &Kpi) -> Option<Date> {
        let unreadable = kpi.baseline.get().map_or(kpi.baseline.is_invalid(), |one| one.date.is_invalid());
        if unreadable {
            return None;
        }
        let baseline = self.kpis.get(id).and_then(|progress| progress.start?.date);
        let since = baseline.max(self.first_day())?;
        if self.goals_measured_by(id).next().is_some() {
            return Some(since);
        }
        // If it only measures things that start later, there is nothing to measure before.
        let activities = self.live_activities();
        let activities = activities.filter(|one| one.activity().kpis.ids().any(|kpi| kpi.as_str() == id));
        let activities = activities.map(|one| one.activity().start().get().map(|start| start.last));
        let gears = self.sequences.iter().flat_map(GearSequence::active);
        let gears = gears.filter(|gear| {
            gear.kpis.contains(&id)
                || gear.gate.iter().any(|gate| gate.conditions.iter().any(|one| one.kpi == id))
        });
        let gears = gears.map(|gear| gear.start.map(|start| start.date.last));
        let starts: Option<Vec<Date>> = activities.chain(gears).collect();
        Some(starts.and_then(|starts| starts.into_iter().min()).map_or(since, |start| start.max(since)))
    }
}
