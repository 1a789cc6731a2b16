use crate::analysis::gears::{GearSequence, Start, StartedBy};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("gear-out-of-order", Group::Gears, Level::Error, Kind::Wrong)
    .summary("the gears of a purpose do not start in its order")
    .checks("\
The gears of each purpose start in its order. For marketing: acquisition, engagement, enlistment, monetization. For
support it is the reverse, and monetization means a lower cost of service. A purpose with its own `order:` is checked
against that. A gear without a `start` starts with the earliest activity that drives it, or with the period if that
has none. The message shows the smallest change that restores the order.

A coarse date such as `2027-Q1` has to be out of order for every day it can mean. Gears with `not_now:` are skipped.")
    .why("\
People have to be there before they can get involved, and asking them to buy before that wastes the effort. In
support, people come with a question: answering it has value from the first day, expert customers make it scale, and
attracting more people comes last. **Source**: four-gears (Geoffrey Moore's model, after a talk of Lyle Fong's).")
    .example("\
purposes:
  marketing:
-    gears: { acquisition: 2027-03-01, engagement: 2027-01-15, enlistment: 2027-05-01, monetization: 2027-07-01 }
+    gears: { acquisition: 2027-01-15, engagement: 2027-03-01, enlistment: 2027-05-01, monetization: 2027-07-01 }")
    .fix("Move the gear that the message names, or declare your order with `order:` and `rationale:`.");

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    out.extend(cx.analysis.sequences.iter().filter_map(|sequence| judge(cx, sequence)));
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let misplaced = sequence.out_of_order();
    let moves: Vec<Move> =
        misplaced.iter().filter_map(|gear| Move::new(sequence, *gear, &misplaced)).collect();
    let (first, rest) = moves.split_first()?;
    let purpose = match cx.analysis.sequences.len() {
        1 if sequence.kind == PurposeKind::Marketing => String::new(),
        _ => format!("in {}, ", sequence.kind),
    };
    let names: Vec<&str> = moves.iter().map(|one| one.gear.key()).collect();
    // If only one gear could stay, the order is exactly that of the other purpose.
    let placed = sequence.active().filter(|gear| gear.placed().is_some()).count();
    let is_reversed = !sequence.is_custom && placed > 2 && moves.len() + 1 == placed;
    let overtaken: Vec<&str> = first.overtaken.iter().map(|(gear, _)| gear.key()).collect();
    let message = if is_reversed {
        format!("{} starts its gears in the order of {}", sequence.kind, sequence.kind.other())
    } else if rest.is_empty() {
        format!("{purpose}{} starts {} {}", first.gear, first.side(), and(&overtaken))
    } else {
        format!("{purpose}{} start out of order", and(&names))
    };
    let is_plain = !is_reversed && rest.is_empty() && overtaken.len() == 1;
    let mut finding = RULE.at(first.start.span, message).label(first.label(cx, is_plain));
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
    let order = order.join(", ");
    let (why, way_out) = if sequence.is_custom {
        (format!("the `order:` of this purpose is {order}"), "change `order:`")
    } else {
        (sequence.kind.why_this_order().to_owned(), "say why not: `order: […]` with a `rationale:`")
    };
    let next = if rest.is_empty() {
        first.correction(cx)
    } else if is_reversed {
        format!("reverse the starts, so that the order is {order}")
    } else {
        format!("move the starts of {}, so that the order is {order}", and(&names))
    };
    Some(finding.note(why).help(format!("{next}, or {way_out}")))
}

/// A gear to move.
struct Move {
    gear: GearKind,
    start: Start,
    /// It starts too early, before gears that should start before it; otherwise it starts too late.
    is_early: bool,
    /// The gears that stay and that this one starts on the wrong side of.
    overtaken: Vec<(GearKind, Start)>,
    /// The one of them that is furthest away.
    furthest: (GearKind, Start),
}

impl Move {
    fn new(sequence: &GearSequence<'_>, kind: GearKind, misplaced: &[GearKind]) -> Option<Self> {
        let index = sequence.gears.iter().position(|gear| gear.kind == kind)?;
        let start = sequence.gears.get(index)?.placed()?;
        let mut is_early = false;
        let mut overtaken = Vec::new();
        for (at, other) in sequence.gears.iter().enumerate() {
            let stays = !other.is_left_out() && !misplaced.contains(&other.kind);
            let Some(theirs) = other.placed().filter(|_| stays) else { continue };
            let early = at < index && start.surely_before(theirs);
            if early || (at > index && theirs.surely_before(start)) {
                is_early |= early;
                overtaken.push((other.kind, theirs));
            }
        }
        let furthest = if is_early {
            overtaken.iter().max_by_key(|(_, start)| start.date.last)
        } else {
            overtaken.iter().min_by_key(|(_, start)| start.date.first)
        };
        Some(Self { gear: kind, start, is_early, furthest: *furthest?, overtaken })
    }

    fn side(&self) -> &'static str {
        if self.is_early { "before" } else { "after" }
    }

    /// How far off the start is; `is_plain` if there is only one other start to compare it with.
    fn label(&self, cx: &Context<'_>, is_plain: bool) -> String {
        let gear = self.gear;
        let (other, theirs) = self.furthest;
        let (from, to) = if self.is_early { (self.start, theirs) } else { (theirs, self.start) };
        let apart = days(days_between(from.date.last, to.date.first));
        let is_exact = from.date.is_exact() && to.date.is_exact();
        let apart = if is_exact { apart } else { format!("at least {apart}") };
        let apart = match (is_plain, self.is_early) {
            (true, true) => format!("{apart} earlier"),
            (true, false) => format!("{apart} later"),
            (false, _) => format!("{apart} {} {other}", self.side()),
        };
        match (self.start.by, self.activity(cx)) {
            (StartedBy::Activity(_), Some(id)) => format!("{gear} starts {apart}, with the activity `{id}`"),
            (StartedBy::Practice(_), Some(_)) => {
                format!("this has no start, so {gear} starts with the period: {apart}")
            }
            _ => format!("{gear} starts {apart}"),
        }
    }

    /// The edit that puts the gear in its place.
    fn correction(&self, cx: &Context<'_>) -> String {
        let date = self.furthest.1.date;
        let when =
            if self.is_early { format!("after {}", date.last) } else { format!("before {}", date.first) };
        match (self.start.by, self.activity(cx)) {
            (StartedBy::Activity(_), Some(id)) => format!("start `{id}` {when}"),
            (StartedBy::Practice(_), Some(_)) => format!("give {} a `start` {when}", self.gear),
            _ => format!("start {} {when}", self.gear),
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
