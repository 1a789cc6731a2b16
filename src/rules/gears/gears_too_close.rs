use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;

use crate::analysis::gears::{GearSequence, StartedBy};
use crate::analysis::sequence::{Advice, Leads, Problem, Slot};
use crate::rules::prelude::*;

const ALLOW: &str = "# stratplan: allow(gears-too-close) the reason";
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
        .help(help(cx, sequence, slots, &close));
    Some(if sells.is_some() { finding.level(Level::Error) } else { finding })
}

/// A gear that starts too soon after the one ahead of it.
struct Close<'s> {
    gear: &'s SequenceGear<'s>,
    ahead: &'s SequenceGear<'s>,
    slot: &'s Slot,
    days: i64,
    least: i64,
}

impl<'s> Close<'s> {
    fn of(sequence: &'s GearSequence<'_>, slot: &'s Slot) -> Option<Self> {
        let Some(Problem::TooClose { ahead, days, least }) = slot.problem else { return None };
        Some(Self { gear: sequence.find(slot.gear)?, ahead: sequence.find(ahead)?, slot, days, least })
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

    /// What can take the place of days, such as a gate that says when the gear before it is ready.
    fn once_ready(&self, start: Option<GearKind>) -> String {
        let (gear, ahead) = (self.gear.kind, self.ahead.kind);
        if self.ahead.gate.is_none() {
            return format!("give {ahead} a gate (`spinning_at:`) and start {gear} once it is reached");
        }
        let start = start.map(|gear| format!("start {gear} ")).unwrap_or_default();
        format!("{start}once {ahead} has reached its gate")
    }

    /// Why it has to start before a day on which no gear can be moved.
    fn no_room(&self, sequence: &GearSequence<'_>, slots: &[Slot], before: Date) -> String {
        let gear = self.gear.kind;
        let later = slots.iter().skip_while(|slot| slot.gear != gear).skip(1);
        let starts_then = |slot: &&Slot| {
            let start = sequence.find(slot.gear).and_then(SequenceGear::placed);
            start.is_some_and(|start| start.date.first <= before && before <= start.date.last)
        };
        let cannot = match later.into_iter().find(starts_then) {
            Some(Slot { gear: next, advice: Advice::AfterPeriod(_), .. }) => {
                format!("{next} starts then, and could only move to a day after the period")
            }
            Some(Slot { gear: next, .. }) => format!("{next} starts then, and cannot move"),
            None => "a gear starts then that cannot move".to_owned(),
        };
        format!("there is no room before {before}: {cannot}")
    }

    /// How many days earlier the gear ahead could start for this one to be late enough.
    fn days_that_ahead_can_spare(&self, cx: &Context<'_>, slots: &[Slot]) -> Option<i64> {
        let missing = self.least - self.days;
        let start = self.ahead.start.filter(|start| start.by == StartedBy::Itself)?.date.first;
        let slot = slots.iter().find(|slot| slot.gear == self.ahead.kind)?;
        let first = slot.earliest.unwrap_or(cx.today).max(cx.today);
        (slot.problem.is_none() && days_between(first, start) > missing).then_some(missing)
    }
}

fn help(cx: &Context<'_>, sequence: &GearSequence<'_>, slots: &[Slot], close: &[Close<'_>]) -> String {
    let begun = |close: &&Close<'_>| close.gear.has_surely_started(cx.today);
    if let Some(first) = close.iter().find(|close| close.slot.advice.day().is_some()) {
        let moves = moves(cx, sequence);
        let again = if moves.len() > 1 { Some(first.gear.kind) } else { None };
        let stay: Vec<&str> = close.iter().filter(begun).map(|close| close.gear.kind.key()).collect();
        let stay = match stay.len() {
            0 => String::new(),
            count => format!(
                "; {} {} started already: say why there was no time to wait, `{ALLOW}`",
                and(&stay),
                if count == 1 { "has" } else { "have" }
            ),
        };
        return format!("start {}, or {}{stay}", and(&moves), first.once_ready(again));
    }
    let Some(first) = close.iter().find(|close| !begun(close)).or(close.first()) else {
        return String::new();
    };
    let (gear, ahead) = (first.gear.kind, first.ahead.kind);
    if begun(&first) {
        return format!("{gear} has started already: say why {ahead} did not need the time, `{ALLOW}`");
    }
    let why = match (first.slot.advice, cx.timetable.why_not(sequence.kind)) {
        (Advice::AfterPeriod(_), _) => "it could only start after the period".to_owned(),
        (Advice::NoRoomBefore(day), _) => first.no_room(sequence, slots, day),
        (Advice::BringsAnother(day), Some(why)) => format!("on {day}, {why}"),
        (_, Some(why)) => why.to_owned(),
        // Its day has passed, and nothing drives it.
        _ => {
            return format!(
                "nothing drives {gear} yet: write the day on which it will really start, at least {} after {ahead}, or {}",
                days(first.least),
                first.once_ready(Some(gear))
            );
        }
    };
    let mut ways = Vec::new();
    if let Some(earlier) = first.days_that_ahead_can_spare(cx, slots) {
        ways.push(format!("start {ahead} and what drives it {} earlier", days(earlier)));
    }
    ways.push(format!("leave {gear} out with `not_now:`"));
    ways.push(first.once_ready(Some(gear)));
    format!("no day is right for {gear} ({why}): {}", or(&ways))
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
