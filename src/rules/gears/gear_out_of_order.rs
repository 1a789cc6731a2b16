use crate::analysis::gears::{GearSequence, Start, StartedBy};
use crate::analysis::schedule::Scheduled;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::date::days_between;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::words::{and, counted};

pub static RULE: Rule = Rule {
    name: "gear-out-of-order",
    group: Group::Gears,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "the gears of a purpose do not start in its order",
    options: &[],
    docs: "\
## What it checks
The gears of each purpose start in its order. For marketing: acquisition, engagement, enlistment, monetization. For
support it is the reverse, and monetization means a lower cost of service. A purpose with its own `order:` is checked
against that. A gear without a `start` starts with the earliest activity that drives it, or with the period if that
activity has no start. The message shows the smallest change that restores the order.

A coarse date such as `2027-Q1` is out of order only if it is so for every day it can mean. Gears with `not_now:` are
skipped.

## Why it matters
People have to be there before they can get involved, and asking them to buy before they are involved wastes the
effort. In support, people come with a question: answering it has value from the first day, expert customers make it
scale, and attracting more people comes last. **Source**: four-gears (the article on Lyle Fong's talk at Lithium's
Network Conference; the model is Geoffrey Moore's).

## Example
This fails:
```yaml
purposes:
  marketing:
    gears: { acquisition: 2027-03-01, engagement: 2027-01-15, enlistment: 2027-05-01, monetization: 2027-07-01 }
```
This passes:
```yaml
purposes:
  marketing:
    gears: { acquisition: 2027-01-15, engagement: 2027-03-01, enlistment: 2027-05-01, monetization: 2027-07-01 }
```

## How to fix or allow it
Move the gear that the message names. If the different order is intended, say so in the file: `order:` with your order
of gears, and a `rationale:`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for sequence in &cx.analysis.sequences {
        out.extend(judge(cx, sequence));
    }
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let out = sequence.out_of_order();
    let moves: Vec<Move> = out.iter().filter_map(|index| Move::new(sequence, *index, &out)).collect();
    let (first, rest) = moves.split_first()?;
    let purpose = match cx.analysis.sequences.len() {
        1 if sequence.kind == PurposeKind::Marketing => String::new(),
        _ => format!("in {}, ", sequence.kind),
    };
    let names: Vec<&str> = moves.iter().map(|one| one.gear.key()).collect();
    // Only one gear could stay: the order is exactly the other purpose's.
    let placed = sequence.active().filter(|gear| gear.placed().is_some()).count();
    let is_reversed = !sequence.is_custom && placed > 2 && moves.len() + 1 == placed;
    let mut finding = if is_reversed {
        let message = format!("{} starts its gears in the order of {}", sequence.kind, sequence.kind.other());
        RULE.at(first.start.span, message).label(first.label(cx, false))
    } else if rest.is_empty() {
        let overtaken: Vec<&str> = first.overtaken.iter().map(|(gear, _)| gear.key()).collect();
        let side = first.side();
        let message = format!("{purpose}{} starts {side} {}", first.gear, and(&overtaken));
        RULE.at(first.start.span, message).label(first.label(cx, overtaken.len() == 1))
    } else {
        let message = format!("{purpose}{} start out of order", and(&names));
        RULE.at(first.start.span, message).label(first.label(cx, false))
    };
    for one in rest {
        finding = finding.also(one.start.span, one.label(cx, false));
    }
    for gear in &sequence.gears {
        let is_overtaken = moves.iter().any(|one| one.overtaken.iter().any(|(kind, _)| *kind == gear.kind));
        if let Some(start) = gear.start.filter(|_| is_overtaken) {
            finding = finding.also(start.span, format!("{} starts here", gear.kind));
        }
    }
    let order: Vec<&str> = sequence.active().map(|gear| gear.kind.key()).collect();
    let why = if sequence.is_custom {
        format!("the `order:` of this purpose is {}", order.join(", "))
    } else {
        sequence.kind.why_this_order().to_owned()
    };
    let next = if rest.is_empty() {
        first.way_back(cx)
    } else if is_reversed {
        format!("reverse the starts, so that the order is {}", order.join(", "))
    } else {
        format!("move the starts of {}, so that the order is {}", and(&names), order.join(", "))
    };
    let way_out = if sequence.is_custom {
        "change `order:`"
    } else {
        "say why not: `order: […]` with a `rationale:`"
    };
    Some(finding.note(why).help(format!("{next}, or {way_out}")))
}

/// A gear to move.
struct Move {
    gear: GearKind,
    start: Start,
    /// It starts before gears that are to start before it; otherwise it starts too late.
    is_early: bool,
    /// The gears that stay, and that this one starts on the wrong side of.
    overtaken: Vec<(GearKind, Start)>,
    /// The one of them that is furthest off.
    furthest: (GearKind, Start),
}

impl Move {
    fn new(sequence: &GearSequence<'_>, index: usize, moved: &[usize]) -> Option<Self> {
        let gear = sequence.gears.get(index)?;
        let start = gear.placed()?;
        let mut is_early = false;
        let mut overtaken = Vec::new();
        for (other, theirs) in sequence.gears.iter().enumerate() {
            let Some(at) = theirs.placed().filter(|_| !theirs.is_left_out() && !moved.contains(&other))
            else {
                continue;
            };
            let early = other < index && start.surely_before(at);
            if early || (other > index && at.surely_before(start)) {
                is_early |= early;
                overtaken.push((theirs.kind, at));
            }
        }
        let furthest = if is_early {
            overtaken.iter().max_by_key(|(_, start)| start.date.last)
        } else {
            overtaken.iter().min_by_key(|(_, start)| start.date.first)
        };
        let furthest = furthest.copied()?;
        Some(Self { gear: gear.kind, start, is_early, overtaken, furthest })
    }

    fn side(&self) -> &'static str {
        if self.is_early { "before" } else { "after" }
    }

    /// What is to be seen at its start; `is_plain` where there is only one other it can be held against.
    fn label(&self, cx: &Context<'_>, is_plain: bool) -> String {
        let gear = self.gear;
        let (other, theirs) = self.furthest;
        let (from, to) = if self.is_early { (self.start, theirs) } else { (theirs, self.start) };
        let days = counted(days_between(from.date.last, to.date.first), "day", "days");
        let is_exact = from.date.is_exact() && to.date.is_exact();
        let days = if is_exact { days } else { format!("at least {days}") };
        let apart = match (is_plain, self.is_early) {
            (true, true) => format!("{days} earlier"),
            (true, false) => format!("{days} later"),
            (false, _) => format!("{days} {} {other}", self.side()),
        };
        match (self.start.by, self.activity(cx)) {
            (StartedBy::Activity(_), Some(id)) => format!("{gear} starts {apart}, with the activity `{id}`"),
            (StartedBy::Practice(_), Some(_)) => {
                format!("without a start, this turns {gear} from the first day of the period: {apart}")
            }
            _ => format!("{gear} starts {apart}"),
        }
    }

    /// The edit that puts it on the right side.
    fn way_back(&self, cx: &Context<'_>) -> String {
        let date = self.furthest.1.date;
        let edge =
            if self.is_early { format!("after {}", date.last) } else { format!("before {}", date.first) };
        match (self.start.by, self.activity(cx)) {
            (StartedBy::Activity(_), Some(id)) => format!("start `{id}` {edge}"),
            (StartedBy::Practice(_), Some(_)) => format!("give {} a `start` {edge}", self.gear),
            _ => format!("start {} {edge}", self.gear),
        }
    }

    fn activity<'a>(&self, cx: &Context<'a>) -> Option<&'a str> {
        match self.start.by {
            StartedBy::Itself => None,
            StartedBy::Activity(index) | StartedBy::Practice(index) => {
                cx.analysis.activities.get(index).map(Scheduled::id)
            }
        }
    }
}
