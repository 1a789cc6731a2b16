use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;

use crate::analysis::gears::{GearSequence, StartedBy};
use crate::analysis::sequence::{Advice, Leads, Problem, Slot};
use crate::rules::prelude::*;

const MIN_LEAD: &str = "min-lead-days";
const MIN_LEAD_BEFORE_SELLING: &str = "min-lead-days-before-selling";

pub static RULE: Rule = Rule::new("gears-too-close", Group::Gears, Level::Warning, Kind::Wrong)
    .summary("a gear starts too soon after the gear before it, which has no gate that says it is ready")
    .options(&[
        RuleOption {
            name: MIN_LEAD,
            default: 14.0,
            measure: Measure::Days,
            summary: "days from the start of one gear to the start of the next",
        },
        RuleOption {
            name: MIN_LEAD_BEFORE_SELLING,
            default: 28.0,
            measure: Measure::Days,
            summary: "days from the start of the gear before it to the start of monetization in marketing",
        },
    ])
    .checks("\
Each gear starts at least `min-lead-days` (14) after the gear before it, unless that gear has a gate (`spinning_at:`).
Monetization of marketing needs `min-lead-days-before-selling` (28) unless the gate before it has been reached; if it
starts sooner, that is an error. One finding for each purpose names all gears that start too soon.

A coarse date has to be too soon for every day it can mean. Ongoing activities without a start are skipped, and so are
gears that `gear-out-of-order` names, and those left out with `not_now:`.")
    .why("\
“By moving too fast or too soon, your efforts may be wasted”: each gear is driven by the one before it, and that takes
time. People who came for each other notice when someone starts selling before they feel at home, and they stop
listening. **Source**: four-gears (the article on Lyle Fong's talk at Lithium's Network Conference); the number of days
is stratplan's own judgment.")
    .example("\
purposes:
  marketing:
-    gears: { acquisition: 2027-01-15, engagement: 2027-01-18, enlistment: 2027-05-01, monetization: 2027-05-10 }
+    gears: { acquisition: 2027-01-15, engagement: 2027-02-15, enlistment: 2027-05-01, monetization: 2027-07-01 }")
    .fix("\
Start the later gear on the day that the message names, or better, once the earlier one has reached a gate
(`spinning_at:`). Set the days in `stratplan.toml`. If a contract fixes the date, allow it:
`# stratplan: allow(gears-too-close) why it cannot wait`.");

pub(crate) fn leads(options: &Options) -> Leads {
    let days = |name| options.number(&RULE, name).ceil().to_i64().unwrap_or(i64::MAX);
    Leads { usual: days(MIN_LEAD), before_selling: days(MIN_LEAD_BEFORE_SELLING) }
}

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.analysis.sequences.iter().filter_map(|sequence| judge(cx, sequence))
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let slots = cx.timetable.slots(sequence.kind);
    let close: Vec<Close<'_>> = slots.iter().filter_map(|slot| Close::of(sequence, slot)).collect();
    let (first, rest) = close.split_first()?;
    let purpose = match cx.analysis.sequences.len() {
        1 => String::new(),
        _ => format!("in {}, ", sequence.kind),
    };
    let each: Vec<String> = close.iter().map(Close::says).collect();
    let message = match rest {
        [] => format!("{purpose}{}", first.says()),
        _ => format!("{purpose}{} gears start too soon: {}", close.len(), and(&each)),
    };
    let sells = close.iter().find(|close| sequence.sells(close.gear.kind));
    let why = match sells {
        Some(close) => format!(
            "people leave if they are asked for something before they feel at home; give {} at least {} to work",
            close.ahead.kind,
            days(close.least)
        ),
        None => format!(
            "each gear is driven by the one before it, and that one needs at least {}",
            days(first.least)
        ),
    };
    let finding = RULE.at(first.span(), message);
    let finding = if Some(first.span()) == first.ahead.start.map(|start| start.span) {
        finding.label(format!("this starts both {} and {}", first.ahead.kind, first.gear.kind))
    } else {
        finding.label(format!("{} starts here", first.gear.kind)).also_each(
            first.ahead.start.map(|start| (start.span, format!("{} starts here", first.ahead.kind))),
        )
    };
    let others = rest.iter().filter(|close| close.span() != first.span());
    let finding = finding
        .also_each(others.map(|close| (close.span(), format!("{} starts here", close.gear.kind))))
        .note(why)
        .help(help(cx, sequence, slots, first));
    Some(if sells.is_some() { finding.level(Level::Error) } else { finding })
}

/// A gear that starts too soon after the one ahead of it.
struct Close<'s> {
    gear: &'s SequenceGear<'s>,
    ahead: &'s SequenceGear<'s>,
    days: i64,
    least: i64,
}

impl<'s> Close<'s> {
    fn of(sequence: &'s GearSequence<'_>, slot: &Slot) -> Option<Self> {
        let Some(Problem::TooClose { ahead, days, least }) = slot.problem else { return None };
        Some(Self { gear: sequence.find(slot.gear)?, ahead: sequence.find(ahead)?, days, least })
    }

    fn span(&self) -> Span {
        self.gear.start.map_or(Span::default(), |start| start.span)
    }

    /// `engagement starts only 3 days after acquisition`
    fn says(&self) -> String {
        let is_exact = |gear: &SequenceGear<'_>| gear.start.is_some_and(|start| start.date.is_exact());
        let (gear, ahead) = (self.gear.kind, self.ahead.kind);
        match self.days {
            ..=0 => format!("{gear} starts on the same day as {ahead}"),
            _ if is_exact(self.gear) && is_exact(self.ahead) => {
                format!("{gear} starts only {} after {ahead}", days(self.days))
            }
            _ => format!("{gear} starts at most {} after {ahead}", days(self.days)),
        }
    }
}

fn help(cx: &Context<'_>, sequence: &GearSequence<'_>, slots: &[Slot], first: &Close<'_>) -> String {
    let moves = moves(cx, sequence);
    let after_period = slots.iter().find_map(|slot| match slot.advice {
        Advice::AfterPeriod(day) => Some((slot.gear, day)),
        _ => None,
    });
    let (gear, ahead) = (first.gear.kind, first.ahead.kind);
    if let Some((late, day)) = after_period {
        return format!(
            "no day in the period is late enough: {late} could start on {day}; start earlier, leave a gear out with \
             `not_now:`, or give {ahead} a gate (`spinning_at:`) and start {gear} once it is reached"
        );
    }
    let no_room = slots.iter().find_map(|slot| match slot.advice {
        Advice::NoRoomBefore(day) if slot.gear == gear => Some(day),
        _ => None,
    });
    if let Some(day) = no_room {
        return format!(
            "there is no room for {gear} before {day}, when a gear starts that cannot move: start {ahead} earlier, leave \
             one of them out with `not_now:`, or give {ahead} a gate (`spinning_at:`) and start {gear} once it is reached"
        );
    }
    if let Some(why) = cx.timetable.why_not(sequence.kind) {
        return format!(
            "start {gear} later, and fix what that causes ({why}), or give {ahead} a gate (`spinning_at:`) and start \
             {gear} once it is reached"
        );
    }
    if moves.is_empty() {
        return format!(
            "{gear} has started already: pause it until {ahead} works, or say why it did not need the time: \
             `# stratplan: allow(gears-too-close) the reason`"
        );
    }
    let way_out = if first.ahead.gate.is_some() {
        let again = if moves.len() > 1 { format!("start {gear} ") } else { String::new() };
        format!("{again}once {ahead} has reached its gate")
    } else {
        format!("give {ahead} a gate (`spinning_at:`) and start {gear} once it is reached")
    };
    format!("start {}, or {way_out}", and(&moves))
}

/// The gears of a purpose that are to start on other days: `engagement together with `forum` on 2027-03-01`.
pub(super) fn moves(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Vec<String> {
    let slots = cx.timetable.slots(sequence.kind).iter();
    slots.filter_map(|slot| Some(start_on(cx, sequence, slot.gear, slot.advice.day()?))).collect()
}

/// A gear with its day, and the activities that move with it.
fn start_on(cx: &Context<'_>, sequence: &GearSequence<'_>, gear: GearKind, day: Date) -> String {
    let name = format!("{}.{gear}", sequence.kind);
    let along = cx.timetable.moves.iter().filter(|one| one.with.as_ref() == Some(&name) && one.key != "end");
    let ids = along.map(|one| one.what.rsplit('.').next().unwrap_or_default());
    let ids: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    let is_dated =
        sequence.find(gear).and_then(|gear| gear.start).is_some_and(|start| start.by == StartedBy::Itself);
    match (ids.is_empty(), is_dated) {
        (true, true) => format!("{gear} on {day}"),
        (true, false) => format!("{gear} on {day} with a `start` of its own"),
        (false, true) => format!("{gear} together with {} on {day}", and(&ids)),
        (false, false) => format!("{} on {day}", and(&ids)),
    }
}
