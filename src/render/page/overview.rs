//! The first screen of the page: goals, KPIs, period, next review, findings, and the gears of each purpose.

use minijinja::context;
use minijinja::value::Value;

use super::gear_sequence;
use super::scale::Calendar;
use super::svg::{Element, line, picture, rect};
use super::{status, tone};
use crate::render::layout::parts;
use crate::render::outline::Mark;
use crate::report::alignment::doubts;
use crate::report::gaps::GapReport;
use crate::report::gears::GearTable;
use crate::words::figures::percent;
use crate::words::{and, capitalized, counted};

/// How many goals that are not aligned are named.
const MAX_GOALS: usize = 3;

pub(super) fn overview(report: &GapReport) -> Value {
    let head = &report.head;
    let unaligned = report.goals.iter().filter(|goal| !goal.row.missing.is_empty());
    let unaligned: Vec<&str> = unaligned.map(|goal| goal.row.id.as_str()).collect();
    let findings = parts::finding_counts(&report.findings).into_iter();
    context! {
        goals => report.goals.len(),
        unaligned => unaligned.len(),
        unaligned_names => (unaligned.len() <= MAX_GOALS).then(|| and(&unaligned)),
        kpis => (!report.kpis.is_empty()).then(|| kpis(report)),
        gears => report.gear_sequences.iter().map(gears).collect::<Value>(),
        period => period(report),
        next_review => head.next_review.as_deref(),
        next_review_away => head.next_review_in_days.map(parts::away),
        is_review_past => head.next_review_in_days.is_some_and(|days| days < 0),
        last_review => head.last_review.as_deref(),
        findings => findings.map(|(level, text)| status(parts::level_mark(level), &text)).collect::<Value>(),
    }
}

fn gears(sequence: &GearTable) -> Value {
    context! {
        id => sequence.purpose.key(),
        purpose => capitalized(sequence.purpose.key()),
        train => gear_sequence::train(sequence),
        headline => sequence.headline.to_string(),
    }
}

/// The statuses of all KPIs as one bar, and what its parts mean.
fn kpis(report: &GapReport) -> Value {
    let all = report.kpis.len();
    let mut x = 0.0;
    let (mut shares, mut statuses, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for (kpi_status, count) in &report.statuses {
        let (mark, text) = (parts::status_mark(*kpi_status), format!("{count} {kpi_status}"));
        #[allow(clippy::cast_precision_loss)] // counts of KPIs
        let width = *count as f64 / all as f64 * 400.0;
        shares.push(rect(tone(mark), (x, 0.0), ((width - 3.0).max(1.0), 22.0)));
        x += width;
        statuses.push(status(mark, &text));
        texts.push(text);
    }
    let description = format!("A bar divided by status: {}.", texts.join(", "));
    statuses.extend(doubts(report.kpis.iter()).iter().map(|doubt| status(Some(Mark::Care), doubt)));
    let bar = bar("statuses", "KPIs by status", &description).with(shares);
    context! { count => counted(all, "KPI", "KPIs"), bar, statuses }
}

fn bar(id: &str, title: &str, description: &str) -> Element {
    picture(id, (400.0, 22.0), title, description).set("preserveAspectRatio", "none")
}

/// The period as a bar, filled up to the day of the report.
fn period(report: &GapReport) -> Option<Value> {
    let head = &report.head;
    let (start, end) = head.start.zip(head.end)?;
    let passed = head.elapsed.map(|elapsed| percent(elapsed.0)).unwrap_or_default();
    let days = Calendar::new((start, end), (0.0, 400.0));
    let description = format!("A bar from {start} to {end}, filled to {passed}, up to {}.", head.as_of);
    let widths = [("track", 400.0), ("passed", days.clamped(head.as_of))];
    let ticks = days.ticks().into_iter().filter(|tick| tick.is_strong && tick.x > 2.0 && tick.x < 398.0);
    let bar = bar("period", "The period", &description)
        .with(widths.map(|(class, width)| rect(class, (0.0, 0.0), (width, 22.0))))
        .with(ticks.map(|tick| line("quarter", (tick.x, 0.0), (tick.x, 22.0))));
    Some(context! { passed, bar, start => start.to_string(), end => end.to_string() })
}
