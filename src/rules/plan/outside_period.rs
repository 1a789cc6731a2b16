use crate::analysis::gears::StartedBy;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("outside-period", Group::Plan, Level::Warning, Kind::Wrong)
    .summary("an activity, a gear or a target is outside the strategy's period")
    .checks("\
If the `period:` has a start and an end, activities overlap with it and gears start before its end; if
it is half a year or longer, at least 14 days before. A target outside
it is only reported as advice (info), because some targets are set for longer than a plan, and so is an activity that
starts in the period and ends after it.")
    .why("\
What is outside the period will not happen in this plan, but makes a goal look served. **Source**: stratplan.")
    .example("\
pillars:
  promotion:
    activities:
-      spring-fair: { start: 2028-03-01, end: 2028-04-30 }
+      spring-fair: { start: 2027-03-01, end: 2027-04-30 }")
    .fix("\
Correct the date or the period. Leave a gear to the next plan with `not_now: planned for 2028`, and move an activity
to the next plan's file.");

/// A gear that starts this many days before the end is of no use in the period.
const LAST_DAYS: i64 = 14;
const LONG_PERIOD_DAYS: i64 = 180;

const PROBLEM: &str = "are outside the strategy's period";

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let Some(edges) = Edges::of(cx) else { return Vec::new() };
    let activities = among(cx.analysis.live_activities(), "activities", PROBLEM, |one| {
        let (start, end) = (one.activity().start().placed(), one.activity().end().placed());
        if start.zip(end).is_some_and(|((start, _), (end, _))| end.surely_before(start.0)) {
            return None;
        }
        let what = format!("the activity `{}`", one.id());
        let late = start.and_then(|(start, place)| edges.late(place.value, &what, "starts", start.0));
        let early = || end.and_then(|(end, place)| edges.early(place.value, &what, "ends", *end));
        let help = "correct the date or the `period:`, or move the activity to the plan it belongs to";
        if let Some(found) = late.or_else(early) {
            return Some(found.help(help));
        }
        let (end, place) = end?;
        let end = edges.late(place.value, &what, "ends", *end)?;
        Some(end.level(Level::Info).help(
            "correct the date, or end it with the period and continue it in the next plan; leave `end:` out if it simply \
             goes on",
        ))
    });
    let gears = cx.analysis.sequences.iter();
    let gears = gears.flat_map(|sequence| sequence.active().map(|gear| (sequence.kind, gear)));
    let gears = among(
        gears,
        "gears",
        "are outside the strategy's period, or start at its very end",
        |(purpose, gear)| {
            let start = gear.start.filter(|start| start.by == StartedBy::Itself)?;
            let what = format!("the gear {purpose}.{}", gear.kind);
            let next = edges.days.end.tomorrow().unwrap_or(edges.days.end);
            let next_year = start.date.first.max(next).year();
            let late = edges.late(start.span, &what, "starts", start.date);
            Some(late.or_else(|| edges.last_minute(start.span, &what, start.date))?.help(format!(
            "correct the date or the `period:`, or leave the gear to the next plan: `not_now: planned for {next_year}`"
        )))
        },
    );
    let targets = cx.strategy.kpis().filter(|(_, kpi)| kpi.target.is_set());
    let targets = among(targets, "targets", PROBLEM, |(id, kpi)| {
        let (date, place) = kpi.target.get()?.date.placed()?;
        let what = format!("the target of `{id}`");
        let late = edges.late(place.value, &what, "is due", *date);
        let finding = late.or_else(|| edges.early(place.value, &what, "is due", *date))?;
        let help = "correct the date, or set the target for the end of the period and keep the longer one in the goal's statement";
        Some(finding.level(Level::Info).help(help))
    });
    [activities, gears, targets].concat()
}

/// The first and the last day of the period, and where they are written.
struct Edges {
    days: Days,
    start: Span,
    end: Span,
}

impl Edges {
    fn of(cx: &Context<'_>) -> Option<Self> {
        let period = cx.strategy.head()?.period.get()?;
        Some(Self { days: cx.analysis.period?, start: period.start.span()?, end: period.end.span()? })
    }

    fn late(&self, at: Span, what: &str, verb: &str, date: CoarseDate) -> Option<Finding> {
        let end = (self.end, format!("the period ends {}", self.days.end));
        (date.first > self.days.end).then(|| outside(at, what, verb, date, "after", end))
    }

    /// A gear that has too few days left to show anything. In a period of a few months, they may be what it is about.
    fn last_minute(&self, at: Span, what: &str, date: CoarseDate) -> Option<Finding> {
        let left = days_between(date.first, self.days.end);
        let is_long = days_between(self.days.start, self.days.end) >= LONG_PERIOD_DAYS;
        let message = format!("{what} starts only {} before the strategy's period ends", days(left));
        let found = || {
            RULE.at(at, message)
                .label(format!("starts {date}"))
                .also_each([(self.end, format!("the period ends {}", self.days.end))])
                .note("a gear needs weeks to show that it works, so nothing of it counts in this plan")
        };
        (is_long && left < LAST_DAYS).then(found)
    }

    fn early(&self, at: Span, what: &str, verb: &str, date: CoarseDate) -> Option<Finding> {
        let start = (self.start, format!("the period starts {}", self.days.start));
        (date.last < self.days.start).then(|| outside(at, what, verb, date, "before", start))
    }
}

fn outside(at: Span, what: &str, verb: &str, date: CoarseDate, side: &str, edge: (Span, String)) -> Finding {
    RULE.at(at, format!("{what} {verb} {side} the strategy's period"))
        .label(format!("{verb} {date}"))
        .also_each([edge])
        .note("it counts in this plan but cannot happen in it")
}
