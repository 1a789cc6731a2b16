use crate::analysis::gears::StartedBy;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::source::Span;
use crate::strategy::date::{CoarseDate, Days};

pub static RULE: Rule = Rule {
    name: "outside-period",
    group: Group::Plan,
    level: Level::Warning,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "an activity, a gear or a target is outside the strategy's period",
    options: &[],
    docs: "\
## What it checks
If the strategy has a `period:` with a start and an end, activities overlap with it and gears start before its end.
Something that began earlier and continues is fine. A target outside the period is only reported as advice (info),
because some targets are set for longer than a plan.

## Why it matters
What is outside the period will not happen in this plan, but it counts in it: a goal looks served and a gear looks
planned. **Source**: stratplan.

## Example
This fails:
```yaml
pillars:
  promotion:
    activities:
      spring-fair: { start: 2028-03-01, end: 2028-04-30 }
```
This passes:
```yaml
pillars:
  promotion:
    activities:
      spring-fair: { start: 2027-03-01, end: 2027-04-30 }
```

## How to fix or allow it
Correct the date or the period. Leave a gear to the next plan with `not_now: planned for 2028`, and move an activity
to the next plan's file.
",
};

const FAULT: &str = "lie outside the strategy's period";

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let Some(edges) = Edges::of(cx) else { return };
    let activities = cx.analysis.live_activities().count();
    for one in cx.analysis.live_activities() {
        let (start, end) = (one.activity().start.placed(), one.activity().end.placed());
        if start.zip(end).is_some_and(|((start, _), (end, _))| end.surely_before(*start)) {
            continue;
        }
        let what = format!("the activity `{}`", one.id());
        let way_out = "correct the date or the `period:`, or move the activity to the plan it belongs to";
        if let Some((start, place)) = start.filter(|(start, _)| edges.is_after(**start)) {
            out.push(edges.late(place.value, &what, "starts", *start).help(way_out).among(
                activities,
                "activities",
                FAULT,
            ));
        } else if let Some((end, place)) = end.filter(|(end, _)| edges.is_before(**end)) {
            out.push(edges.early(place.value, &what, "ends", *end).help(way_out).among(
                activities,
                "activities",
                FAULT,
            ));
        }
    }
    let gears = cx.analysis.sequences.iter().map(|sequence| sequence.active().count()).sum();
    for sequence in &cx.analysis.sequences {
        for gear in sequence.active() {
            let Some(start) = gear.start.filter(|start| start.by == StartedBy::Itself) else { continue };
            if edges.is_after(start.date) {
                let what = format!("the gear {}.{}", sequence.kind, gear.kind);
                let year = start.date.first.year();
                let way_out = format!(
                    "correct the date or the `period:`, or leave the gear to the next plan: `not_now: planned for {year}`"
                );
                let finding = edges.late(start.span, &what, "starts", start.date);
                out.push(finding.help(way_out).among(gears, "gears", FAULT));
            }
        }
    }
    let targets = cx.strategy.kpis().filter(|(_, kpi)| kpi.target.is_set()).count();
    for (id, kpi) in cx.strategy.kpis() {
        let Some((date, place)) = kpi.target.get().and_then(|target| target.date.placed()) else { continue };
        let what = format!("the target of `{id}`");
        let finding = if edges.is_after(*date) {
            edges.late(place.value, &what, "is due", *date)
        } else if edges.is_before(*date) {
            edges.early(place.value, &what, "is due", *date)
        } else {
            continue;
        };
        let way_out = "correct the date, or set the target for the end of the period and keep the longer one in the goal's statement";
        out.push(finding.level(Level::Info).help(way_out).among(targets, "targets", FAULT));
    }
}

/// The first and the last day of the period, and where they stand.
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

    fn is_after(&self, date: CoarseDate) -> bool {
        date.first > self.days.end
    }

    fn is_before(&self, date: CoarseDate) -> bool {
        date.last < self.days.start
    }

    fn late(&self, at: Span, what: &str, verb: &str, date: CoarseDate) -> Finding {
        RULE.at(at, format!("{what} {verb} after the strategy's period"))
            .label(format!("{verb} {date}"))
            .also(self.end, format!("the period ends {}", self.days.end))
            .note("it counts in this plan and cannot happen in it")
    }

    fn early(&self, at: Span, what: &str, verb: &str, date: CoarseDate) -> Finding {
        RULE.at(at, format!("{what} {verb} before the strategy's period"))
            .label(format!("{verb} {date}"))
            .also(self.start, format!("the period starts {}", self.days.start))
            .note("it counts in this plan and cannot happen in it")
    }
}
