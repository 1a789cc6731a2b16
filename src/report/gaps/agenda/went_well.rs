//! What went well: one success to close the meeting on.

use super::kpis::{at, called, gate, now, planned, target};
use super::{GapReport, Item};
use crate::analysis::gears::State;
use crate::analysis::kpi::{Judgment, Status};
use crate::report::gears::Verdict;
use crate::strategy::number::Number;
use crate::strategy::subject::Subject;
use crate::words::text::{Text, text};

/// The best news: a KPI that met its target, a gear that spins without a problem, or a KPI on track. One that
/// only looks better because its target or gate was lowered is not good news.
pub(super) fn item(report: &GapReport) -> Option<Item> {
    let is_earned = |subject: Subject| !report.since.as_ref().is_some_and(|since| since.flatters(&subject));
    // More of what runs ahead of the next gear is no success.
    let outrun = outrun(report);
    let kpis = || {
        let earned = report.kpis.iter().filter(|kpi| is_earned(Subject::Kpi(kpi.id.clone())));
        let earned = earned.filter(|kpi| !outrun.contains(&kpi.id.as_str()));
        let earned = earned.filter(|kpi| kpi.is_by_an_old_reading().is_none());
        earned.filter(|kpi| kpi.is_heading_for_its_target() && kpi.bad_stretch().is_none())
    };
    let ask = "what worked, and where else could it work";
    let of_kpi =
        |kpi: &Judgment, topic: Text| Item::new(Subject::Kpi(kpi.id.clone()), topic, ask, kpi.owner.as_ref());
    let met = kpis()
        .filter(|kpi| matches!(kpi.status, Status::Met | Status::Reached))
        .max_by_key(|kpi| kpi.progress);
    let met = met.map(|kpi| {
        // What was read after the day says nothing about it.
        let figure = kpi.on_target_day.filter(|_| kpi.status == Status::Met).or(kpi.figure);
        of_kpi(kpi, called(kpi) + "reached its target of " + target(kpi) + ", with " + at(figure))
    });
    // What was read long ago says little about today.
    let is_stale = |id: &String| report.kpis.iter().any(|kpi| kpi.id == *id && kpi.is_stale());
    let spinning = || {
        let gears = report
            .gear_sequences
            .iter()
            .flat_map(|sequence| sequence.gears.iter().map(move |gear| (sequence, gear)));
        let mut spinning = gears.filter(|(sequence, gear)| {
            let is_well = gear.spins == Some(true)
                && gear.keeps_up != Some(false)
                && gear.verdict == Verdict::Fine
                && gear.level.is_none()
                && !gear.watched.as_ref().is_some_and(|watched| is_stale(&watched.kpi))
                && !gear.kpis.iter().any(|kpi| outrun.contains(&kpi.as_str()));
            is_well && is_earned(Subject::Gear(sequence.purpose, gear.gear))
        });
        spinning.next().map(|(sequence, gear)| {
            let (purpose, kind) = (sequence.purpose, gear.gear);
            let figures = gate(report, gear).map(|figures| text(": ") + figures);
            let topic = text(format!("the {purpose} gear {kind} is spinning")) + figures;
            Item::new(Subject::Gear(purpose, kind), topic, ask, gear.owner.as_ref())
        })
    };
    let on_track = || {
        let fastest = kpis()
            .filter(|kpi| kpi.status == Status::OnTrack && kpi.gap_to_plan <= Some(Number::default()))
            .max_by_key(|kpi| kpi.pace);
        fastest.map(|kpi| {
            let ahead = planned(kpi).filter(|_| kpi.gap_to_plan < Some(Number::default()));
            let ahead = ahead.map(|planned| format!(", ahead of the planned {planned}"));
            of_kpi(kpi, called(kpi) + "on track at " + now(kpi) + ahead)
        })
    };
    met.or_else(spinning).or_else(on_track)
}

/// The KPIs of gears that run ahead of a gear in distress.
fn outrun(report: &GapReport) -> Vec<&str> {
    let is_slow =
        |verdict: &Verdict| matches!(verdict, Verdict::Unbalanced | Verdict::Stalled | Verdict::FellBack);
    let mut kpis = Vec::new();
    for sequence in &report.gear_sequences {
        let gears: Vec<_> = sequence.gears.iter().filter(|gear| gear.state != State::LeftOut).collect();
        for pair in gears.windows(2) {
            if let [gear, next] = pair
                && is_slow(&next.verdict)
            {
                kpis.extend(gear.kpis.iter().map(String::as_str));
            }
        }
    }
    kpis
}
