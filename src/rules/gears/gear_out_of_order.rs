use crate::analysis::gears::{GearSequence, Start, StartedBy};
use crate::rules::gears::gear_stalled::leaving_out;
use crate::rules::gears::gears_too_close::moves as days_of;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("gear-out-of-order", Group::Gears, Level::Error, Kind::Wrong)
    .summary("the gears of a purpose do not start in its order")
    .checks("\
The gears of each purpose start in its order. For marketing: acquisition, engagement, enlistment, monetization. For
support it is the reverse, and monetization means a lower cost of service. A purpose with its own `order:` is checked
against that. A gear without a `start` starts with the earliest activity that drives it, or with the period if that
has none. The message shows the smallest change that restores the order.

If these starts are in order, the days on which activities first drive the gears have to be in order, too; otherwise
this is a warning. An activity that drives gears of both purposes counts for each not before that gear's own start, and
an ongoing one without a start does not show that a gear with a start of its own runs before it. If
only marketing's monetization is driven too early, and before its own start, that is left to `selling-too-soon`.

A coarse date such as `2027-Q1` has to be out of order for every day it can mean. Gears with `not_now:` are skipped.")
    .why("\
People have to be there before they can get involved, and asking too much of them before that wastes the effort. In
support, people come with a question: answering it has value from the first day, expert customers let it grow, and
attracting more people comes last. **Source**: four-gears (Geoffrey Moore's model, based on a talk by Lyle Fong).")
    .example("\
purposes:
  marketing:
-    gears: { acquisition: 2027-03-01, engagement: 2027-01-15, enlistment: 2027-05-01, monetization: 2027-07-01 }
+    gears: { acquisition: 2027-01-15, engagement: 2027-03-01, enlistment: 2027-05-01, monetization: 2027-07-01 }")
    .fix("\
If a gear is running already, write the day it began. Otherwise move the gear that the message names, or declare your
order with `order:` and `rationale:`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let found =
        |sequence| judge(cx, sequence, Starts::Planned).or_else(|| judge(cx, sequence, Starts::Driven));
    cx.analysis.sequences.iter().filter_map(found)
}

/// Which starts are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Starts {
    /// As the purpose says, or else as the activities do.
    Planned,
    /// When the first activity drives each gear.
    Driven,
}

impl Starts {
    fn of(self, gear: &SequenceGear<'_>) -> Option<Start> {
        match self {
            Self::Planned => gear.placed(),
            Self::Driven => gear.surely_driven_from(),
        }
    }
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>, starts: Starts) -> Option<Finding> {
    let misplaced = match starts {
        Starts::Planned => sequence.out_of_order(),
        Starts::Driven => sequence.driven_out_of_order(),
    };
    let moves: Vec<Move> =
        misplaced.iter().filter_map(|gear| Move::new(sequence, *gear, &misplaced, starts)).collect();
    let (first, rest) = moves.split_first()?;
    let purpose = match cx.analysis.sequences.len() {
        1 if sequence.kind == PurposeKind::Marketing => String::new(),
        _ => format!("in {}, ", sequence.kind),
    };
    let names: Vec<&str> = moves.iter().map(|one| one.gear.key()).collect();
    let order: Vec<&str> = sequence.active().map(|gear| gear.kind.key()).collect();
    let order = order.join(", ");
    // If only one gear could stay, the order is exactly that of the other purpose.
    let placed = sequence.active().filter(|gear| starts.of(gear).is_some()).count();
    let is_reversed = !sequence.is_custom && placed > 2 && moves.len() + 1 == placed;
    let overtaken: Vec<&str> = first.overtaken.iter().map(|(gear, _)| gear.key()).collect();
    let message = match (starts, rest) {
        _ if is_reversed => {
            let verb = if starts == Starts::Planned { "starts" } else { "drives" };
            format!("{} {verb} its gears in the order of {}", sequence.kind, sequence.kind.other())
        }
        (Starts::Planned, []) => {
            format!("{purpose}{} starts {} {}", first.gear, first.side(), and(&overtaken))
        }
        (Starts::Planned, _) => format!("{purpose}{} start out of order", and(&names)),
        (Starts::Driven, []) => format!(
            "{purpose}the first activity drives {} {} {}, whatever their own starts say",
            first.gear,
            first.side(),
            and(&overtaken)
        ),
        (Starts::Driven, _) => {
            format!("{purpose}activities drive {} out of order, whatever their own starts say", and(&names))
        }
    };
    let is_plain = !is_reversed && rest.is_empty() && first.overtaken.len() == 1;
    let (why, way_out) = if sequence.is_custom {
        (format!("the `order:` of this purpose is {order}"), "change `order:`")
    } else {
        (sequence.kind.why_this_order().to_owned(), "say why not: `order: […]` with a `rationale:`")
    };
    let is_overtaken = |kind| moves.iter().any(|one| one.overtaken.iter().any(|(other, _)| *other == kind));
    let overtaken = sequence.gears.iter().filter(|gear| is_overtaken(gear.kind));
    let overtaken =
        overtaken.filter_map(|gear| Some((starts.of(gear)?.span, format!("{} starts here", gear.kind))));
    let slots = cx.timetable.slots(sequence.kind);
    let days = days_of(cx, sequence);
    let has_days = starts == Starts::Planned
        && misplaced
            .iter()
            .all(|gear| slots.iter().any(|slot| slot.gear == *gear && slot.advice.day().is_some()));
    let next = match rest {
        [] if !is_reversed => first.correction(cx, sequence, starts, has_days.then_some(&days)),
        _ if is_reversed => format!("reverse the starts, so that the order is {order}"),
        _ if has_days => format!("start {}", and(&days)),
        _ if starts == Starts::Planned && !days.is_empty() => {
            format!("move the starts of {}, so that the order is {order} ({})", and(&names), and(&days))
        }
        _ => format!("move the starts of {}, so that the order is {order}", and(&names)),
    };
    let finding = RULE
        .at(first.start.span, message)
        .label(first.label(cx, is_plain))
        .also_each(rest.iter().map(|one| (one.start.span, one.label(cx, false))))
        .also_each(overtaken)
        .note(why)
        .help(format!("{next}, or {way_out}"));
    Some(if starts == Starts::Planned { finding } else { finding.level(Level::Warning) })
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
    fn new(
        sequence: &GearSequence<'_>,
        gear: GearKind,
        misplaced: &[GearKind],
        starts: Starts,
    ) -> Option<Self> {
        let index = sequence.gears.iter().position(|one| one.kind == gear)?;
        let start = starts.of(sequence.gears.get(index)?)?;
        let (before, after) = sequence.gears.split_at(index);
        let stays = |one: &&SequenceGear<'_>| !one.is_left_out() && !misplaced.contains(&one.kind);
        let placed = |one: &SequenceGear<'_>| Some((one.kind, starts.of(one)?));
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

    /// How far off the start is. `is_plain` if there is only one other start to compare it with.
    fn label(&self, cx: &Context<'_>, is_plain: bool) -> String {
        let Self { gear, start, is_early, furthest: (other, theirs), .. } = self;
        let (from, to) = if *is_early { (start, theirs) } else { (theirs, start) };
        let at_least = if from.date.is_exact() && to.date.is_exact() { "" } else { "at least " };
        let far = match (is_plain, is_early) {
            (true, true) => "earlier".to_owned(),
            (true, false) => "later".to_owned(),
            (false, _) => format!("{} {other}", self.side()),
        };
        let apart = format!("{at_least}{} {far}", days(days_between(from.date.last, to.date.first)));
        match start.by {
            StartedBy::Itself => format!("{gear} starts {apart}"),
            StartedBy::Activity(index) => {
                let id = cx.analysis.activities.get(index).map_or("", Scheduled::id);
                format!("{gear} starts {apart}, with the activity `{id}`")
            }
            StartedBy::Practice(_) => format!("this has no start, so {gear} starts with the period: {apart}"),
        }
    }

    /// The change that puts the gear in its place. A gear that runs is not to be moved.
    fn correction(
        &self,
        cx: &Context<'_>,
        sequence: &GearSequence<'_>,
        starts: Starts,
        days: Option<&Vec<String>>,
    ) -> String {
        let Self { gear, start, is_early, furthest: (other, theirs), .. } = self;
        let (first, then) = if *is_early { (other, gear) } else { (gear, other) };
        let (starts_first, runs) = if *is_early { (theirs, start) } else { (start, theirs) };
        let (has_begun, was) = if runs.date.first <= cx.today {
            (true, ("was running before that", "were running before that"))
        } else {
            (false, ("is running already", "are running already"))
        };
        // What has to be there before: the gears that it overtakes, or itself.
        let late: Vec<GearKind> =
            if *is_early { self.overtaken.iter().map(|(kind, _)| *kind).collect() } else { vec![*gear] };
        let names: Vec<&str> = late.iter().map(|kind| kind.key()).collect();
        let dates: Vec<String> = late.iter().map(|kind| format!("`{kind}: DATE`")).collect();
        let driven: Vec<String> = late.iter().map(|kind| format!("`gears: {kind}`")).collect();
        let driven = match starts {
            Starts::Planned => String::new(),
            Starts::Driven => format!(", and add {} to what has driven it since", and(&driven)),
        };
        let began = match late.len() {
            1 => format!("if {first} {}, write the day it began: {}{driven}", was.0, and(&dates)),
            _ => format!("if {} {}, write the days they began: {}{driven}", and(&names), was.1, and(&dates)),
        };
        if has_begun {
            // Once the other one runs as well, nothing has to wait for it.
            let has_time = starts_first.date.last > cx.today;
            let gear = sequence.find(*then).filter(|_| has_time);
            let leave_out = gear.and_then(|gear| leaving_out(cx, sequence, gear));
            return match leave_out {
                Some(leave_out) => format!("{began}; otherwise {leave_out}"),
                None => began,
            };
        }
        match days {
            Some(days) => format!("{began}; otherwise start {}", and(days)),
            None => format!("{began}; otherwise start {first} before {then}"),
        }
    }
}
