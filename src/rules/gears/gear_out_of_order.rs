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
support, people come with a question: answering it has value from the first day, expert customers let it grow, and
attracting more people comes last. **Source**: four-gears (Geoffrey Moore's model, based on a talk by Lyle Fong).")
    .example("\
purposes:
  marketing:
-    gears: { acquisition: 2027-03-01, engagement: 2027-01-15, enlistment: 2027-05-01, monetization: 2027-07-01 }
+    gears: { acquisition: 2027-01-15, engagement: 2027-03-01, enlistment: 2027-05-01, monetization: 2027-07-01 }")
    .fix("Move the gear that the message names, or declare your order with `order:` and `rationale:`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.analysis.sequences.iter().filter_map(|sequence| judge(cx, sequence))
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
    let order: Vec<&str> = sequence.active().map(|gear| gear.kind.key()).collect();
    let order = order.join(", ");
    // If only one gear could stay, the order is exactly that of the other purpose.
    let placed = sequence.active().filter(|gear| gear.placed().is_some()).count();
    let is_reversed = !sequence.is_custom && placed > 2 && moves.len() + 1 == placed;
    let is_plain = !is_reversed && rest.is_empty() && first.overtaken.len() == 1;
    let (label, correction) = first.words(cx, is_plain);
    let (message, next) = if is_reversed {
        let message = format!("{} starts its gears in the order of {}", sequence.kind, sequence.kind.other());
        (message, format!("reverse the starts, so that the order is {order}"))
    } else if rest.is_empty() {
        let overtaken: Vec<&str> = first.overtaken.iter().map(|(gear, _)| gear.key()).collect();
        (format!("{purpose}{} starts {} {}", first.gear, first.side(), and(&overtaken)), correction)
    } else {
        let next = format!("move the starts of {}, so that the order is {order}", and(&names));
        (format!("{purpose}{} start out of order", and(&names)), next)
    };
    let (why, way_out) = if sequence.is_custom {
        (format!("the `order:` of this purpose is {order}"), "change `order:`")
    } else {
        (sequence.kind.why_this_order().to_owned(), "say why not: `order: […]` with a `rationale:`")
    };
    let is_overtaken = |kind| moves.iter().any(|one| one.overtaken.iter().any(|(other, _)| *other == kind));
    let overtaken = sequence.gears.iter().filter(|gear| is_overtaken(gear.kind));
    let overtaken =
        overtaken.filter_map(|gear| Some((gear.start?.span, format!("{} starts here", gear.kind))));
    Some(
        RULE.at(first.start.span, message)
            .label(label)
            .also_each(rest.iter().map(|one| (one.start.span, one.words(cx, false).0)))
            .also_each(overtaken)
            .note(why)
            .help(format!("{next}, or {way_out}")),
    )
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
    fn new(sequence: &GearSequence<'_>, gear: GearKind, misplaced: &[GearKind]) -> Option<Self> {
        let index = sequence.gears.iter().position(|one| one.kind == gear)?;
        let start = sequence.gears.get(index)?.placed()?;
        let (before, after) = sequence.gears.split_at(index);
        let stays = |one: &&SequenceGear<'_>| !one.is_left_out() && !misplaced.contains(&one.kind);
        let placed = |one: &SequenceGear<'_>| Some((one.kind, one.placed()?));
        let before = before.iter().filter(stays).filter_map(placed);
        let early: Vec<_> = before.filter(|(_, theirs)| start.surely_before(*theirs)).collect();
        if let Some(furthest) = early.iter().max_by_key(|(_, start)| start.date.last) {
            return Some(Self { gear, start, is_early: true, furthest: *furthest, overtaken: early });
        }
        let after = after.iter().filter(stays).filter_map(placed);
        let late: Vec<_> = after.filter(|(_, theirs)| theirs.surely_before(start)).collect();
        let furthest = late.iter().min_by_key(|(_, start)| start.date.first)?;
        Some(Self { gear, start, is_early: false, furthest: *furthest, overtaken: late })
    }

    fn side(&self) -> &'static str {
        if self.is_early { "before" } else { "after" }
    }

    /// How far off the start is, and the edit that puts it in its place. `is_plain` if there is only one
    /// other start to compare it with.
    fn words(&self, cx: &Context<'_>, is_plain: bool) -> (String, String) {
        let Self { gear, start, is_early, furthest: (other, theirs), .. } = self;
        let (from, to) = if *is_early { (start, theirs) } else { (theirs, start) };
        let at_least = if from.date.is_exact() && to.date.is_exact() { "" } else { "at least " };
        let far = match (is_plain, is_early) {
            (true, true) => "earlier".to_owned(),
            (true, false) => "later".to_owned(),
            (false, _) => format!("{} {other}", self.side()),
        };
        let apart = format!("{at_least}{} {far}", days(days_between(from.date.last, to.date.first)));
        let side = if *is_early { theirs.date.last } else { theirs.date.first };
        let when = format!("{} {side}", if *is_early { "after" } else { "before" });
        match start.by {
            StartedBy::Itself => (format!("{gear} starts {apart}"), format!("start {gear} {when}")),
            StartedBy::Activity(index) => {
                let id = cx.analysis.activities.get(index).map_or("", Scheduled::id);
                (format!("{gear} starts {apart}, with the activity `{id}`"), format!("start `{id}` {when}"))
            }
            StartedBy::Practice(_) => (
                format!("this has no start, so {gear} starts with the period: {apart}"),
                format!("give {gear} a `start` {when}"),
            ),
        }
    }
}
