use crate::analysis::forecast::{Direction, Reach};
use crate::analysis::gears::{Gate, GearSequence, Spent};
use crate::analysis::sequence::{Advice, Problem, Slot};
use crate::rules::gears::gears_too_close::moves;
use crate::rules::prelude::*;
use crate::words::figures::plain;

pub static RULE: Rule = Rule::new("gear-not-ready", Group::Gears, Level::Warning, Kind::Wrong)
    .timed()
    .summary("a gear has started, or is planned, before the gear before it reaches its gate")
    .checks("\
A gear does not start before the gear before it has reached its gate (`spinning_at:`), if each KPI of the gate has a
reading. Reaching it once is enough. A gear that has not started is checked against the forecast: it is not planned
for a day before the gate is forecast to be reached, or if at the current rate it is never reached. A quarter of the
days between the two latest readings, or of the cadence if that is longer, is accepted: with one a month, up to 7 days
too soon. As long as the KPIs
of the gate have no reading since the gear before it started, their plan takes the place of the forecast, and 28 days too soon are accepted.

If the readings are older than the gear's start, and more than one and a half times the cadence of their KPI (monthly, if it has none), nothing
says whether the gate is open; that is reported, too, unless `kpi-stale` asks for the reading.

A gate stays open once it has been reached. A dip of up to 2 % of it is no news, and a larger one is left to
`gear-fell-back`.

Gears that `gear-out-of-order` names are skipped, and so are ongoing activities without a start, and a gear that is paused:
everything that drives it has ended, or starts later.")
    .why("\
A gate is a promise to yourself: we go on when this works. A gear that starts anyway has nothing to drive it, and its
figures will say that it does not work when it was only too early. **Source**: four-gears.")
    .example("\
purposes:
  marketing:
    gears:
      acquisition: { start: 2027-01-15, spinning_at: { visits: 11000 } }
      engagement: 2027-03-01
kpis:
-  visits: { baseline: { value: 9000 }, target: 20000, readings: { 2027-01-31: 9100, 2027-02-28: 9300 } }
+  visits: { baseline: { value: 9000 }, target: 20000, readings: { 2027-01-31: 9900, 2027-02-28: 11200 } }")
    .fix("\
Move the start to the day when the gate is forecast to be reached, put more into the gear before it, or ease the gate
and record why under `lessons:`. A gear that runs already is paused by an `end:` of what drives it: its start stays as it
is, and an activity that starts once the gate is reached takes it up again. If it cannot wait, allow it:
`# stratplan: allow(gear-not-ready) why it could not wait`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.analysis.sequences.iter().flat_map(|sequence| {
        let slots = cx.timetable.slots(sequence.kind);
        slots.iter().filter_map(|slot| judge(cx, sequence, slot, slots)).collect::<Vec<_>>()
    })
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>, slot: &Slot, slots: &[Slot]) -> Option<Finding> {
    let gear = sequence.find(slot.gear)?;
    let ahead = sequence.find(slot.ahead?)?;
    let start = gear.start?;
    let name = cx.analysis.gear_name(sequence.kind, gear.kind);
    let (gear_kind, ahead_kind) = (gear.kind, ahead.kind);
    let ease = easing(ahead);
    let lower = format!("{ease} the gate of {ahead_kind} and record why under `lessons:`");
    let says_when = !matches!(slot.problem, Some(Problem::PlannedBeforeGate(_)));
    let far = how_far(cx, ahead, says_when);
    // A coarse start can have begun.
    let planned = if gear.state.is_running() {
        format!("{name} starts by {}", start.date.last)
    } else {
        let verb = if start.date.last < cx.today { "was" } else { "is" };
        format!("{name} {verb} planned for {}", start.date)
    };
    let instead = |aim: String| match (slot.advice, cx.timetable.why_not(sequence.kind)) {
        (Advice::BringsAnother(day), Some(why)) => {
            format!("{aim}, because waiting until {day} would cause another problem ({why})")
        }
        _ => aim,
    };
    // Those after it have to move, too.
    let behind = slots.iter().skip_while(|one| one.gear != slot.gear).skip(1);
    let all = moves(cx, sequence);
    let is_alone = all.len() < 2;
    let start_all = || format!("start {}{}", and(&all), if is_alone { " or later" } else { "" });
    // If one of them is advised a day of its own, that says it.
    let has_day = behind.clone().any(|one| one.advice.day().is_some());
    let waits = behind.filter_map(|one| Some((one.gear, sequence.find(one.gear)?.placed()?)));
    let waits = waits.filter(|_| !has_day);
    let waits = waits.filter(|(_, start)| start.date.last > cx.today && !start.is_practice());
    let waits: Vec<&str> = waits.map(|(kind, _)| kind.key()).collect();
    let along = if waits.is_empty() { String::new() } else { format!(" and move {} along", and(&waits)) };
    let spent = cx.analysis.spent_by(gear, None);
    let spent = spent.map(|spent| format!(" and spent {}", at_least(cx, spent))).unwrap_or_default();
    let (message, label, help) = match slot.problem? {
        Problem::StartedBeforeGate => (
            format!("{name} has started{spent}, but {ahead_kind} has not reached its gate yet"),
            format!("{gear_kind} started here"),
            format!(
                "bring {ahead_kind} up to its gate{far}, or {lower}{}",
                driving(cx, gear).map(|driving| format!(
                    "; or pause {gear_kind} until then{along}: keep its start, and give {driving} an `end:`"
                )).unwrap_or_default()
            ),
        ),
        Problem::GateUnread(day) => {
            let kpi = cx.analysis.unread_gate(sequence, gear)?.kpi.as_str();
            (
                format!(
                    "{name} has started, and nothing says whether {ahead_kind} has reached its gate: `{kpi}` was last read \
                     on {day}"
                ),
                format!("{gear_kind} started here"),
                format!(
                    "take a new reading{far}{}",
                    driving(cx, gear).map(|driving| format!(
                        "; if {ahead_kind} has not reached its gate, pause {gear_kind} until it has: give {driving} an `end:`"
                    )).unwrap_or_default()
                ),
            )
        }
        Problem::PlannedBeforeGate(day) => {
            let more = format!("put more into {ahead_kind}{far}");
            let next = match slot.advice {
                Advice::StartOn(_) if is_alone => format!("{}, {more}", start_all()),
                Advice::StartOn(_) => format!("{}; or {more}", start_all()),
                Advice::AfterPeriod(_) => {
                    format!("{more}, because at this rate it is not ready before the period ends")
                }
                _ => instead(more),
            };
            (
                format!("{planned}, before {ahead_kind} is forecast to reach its gate on {day}"),
                format!("{} too soon, at this rate", days(days_between(start.date.last, day))),
                format!("{next}, or {lower}"),
            )
        }
        Problem::PlannedTooSoon(day) => {
            let aim = format!("plan for {ahead_kind} to get there earlier{far}, or {ease} its gate");
            let next = match slot.advice {
                Advice::StartOn(_) if is_alone => format!("{}, {aim}", start_all()),
                Advice::StartOn(_) => format!("{}; or {aim}", start_all()),
                _ => instead(aim),
            };
            (
                format!("even if all goes to plan, {ahead_kind} reaches its gate about {day}; {planned}"),
                format!("{} too soon", days(days_between(start.date.last, day))),
                next,
            )
        }
        Problem::GateNeverReached => (
            match ahead.gate.as_ref().map(Gate::forecast) {
                Some(Reach::NotBefore(day)) => {
                    format!("{planned}, but at this rate {ahead_kind} does not reach its gate before {day}")
                }
                _ => format!("{planned}, but at this rate {ahead_kind} never reaches its gate"),
            },
            format!("{ahead_kind} will not be ready by then"),
            format!("find out what holds {ahead_kind} up{far} before you start {gear_kind}, or {lower}"),
        ),
        Problem::OutOfOrder | Problem::TooClose { .. } => return None,
    };
    let is_unread = matches!(slot.problem, Some(Problem::GateUnread(_)));
    Some(with_gate(RULE.at(start.span, message).label(label).help(help), ahead, is_unread))
}

/// What drives a gear today; `None` if nothing does.
fn driving(cx: &Context<'_>, gear: &SequenceGear<'_>) -> Option<String> {
    let is_on = |one: &&Scheduled<'_>| {
        one.activity().end().get().is_none_or(|end| end.last > cx.today)
            && one.activity().start().get().is_none_or(|start| start.0.first <= cx.today)
    };
    let ids: Vec<&str> =
        cx.analysis.activities_at(&gear.driven_by).filter(is_on).map(Scheduled::id).collect();
    (!ids.is_empty()).then(|| named(&ids))
}

/// The activities that drive a gear, by id unless there are many.
pub(super) fn named(ids: &[&str]) -> String {
    const MOST: usize = 3;
    if ids.len() > MOST { "what drives it".to_owned() } else { and(&quoted(ids.iter().copied())) }
}

/// What has been spent, `at least` if it can be more.
pub(super) fn at_least(cx: &Context<'_>, spent: Spent) -> String {
    format!("{}{}", if spent.is_all { "" } else { "at least " }, cx.amount(spent.amount))
}

/// What makes a gate easier to reach.
fn easing(gear: &SequenceGear<'_>) -> &'static str {
    let open = gear.gate.iter().flat_map(|gate| &gate.conditions).filter(|one| !one.reached);
    let falls: Vec<bool> = open.map(|one| one.direction() == Direction::Falling).collect();
    match (falls.contains(&true), falls.contains(&false)) {
        (true, false) => "raise",
        (true, true) => "ease",
        _ => "lower",
    }
}

/// Each figure of the gate that is not reached, and how far it is: ` (`visits` 10000 on 2027-03-31, 1000 short of 11000;
/// at this rate there on 2027-06-12)`. `says_when` if the rest of the finding does not say that day.
fn how_far(cx: &Context<'_>, gear: &SequenceGear<'_>, says_when: bool) -> String {
    let open = gear.gate.iter().flat_map(|gate| &gate.conditions).filter(|one| !one.reached);
    let each = open.map(|one| {
        let figure = one.figure().0;
        let (Some(now), Some(read_on)) = (one.now.map(|now| now.0), one.read_on) else {
            return format!("`{}` has no reading, its gate is {}", one.kpi, plain(figure));
        };
        let side = if one.direction() == Direction::Falling { "above" } else { "short of" };
        let distance = figure.checked_sub(now).map(|distance| format!("{} ", plain(distance.abs())));
        let rate =
            one.forecast.filter(|day| says_when && *day > cx.today).map(|day| match cx.analysis.period {
                Some(period) if day > period.end => "; at this rate not before the period ends".to_owned(),
                _ => format!("; at this rate there on {day}"),
            });
        let rate = rate.unwrap_or_default();
        let distance = distance.unwrap_or_default();
        format!("`{}` {} on {read_on}, {distance}{side} {}{rate}", one.kpi, plain(now), plain(figure))
    });
    let each: Vec<String> = each.collect();
    if each.is_empty() { String::new() } else { format!(" ({})", and(&each)) }
}

/// Shows the gate of a gear.
fn with_gate(finding: Finding, gear: &SequenceGear<'_>, is_unread: bool) -> Finding {
    let Some(gate) = &gear.gate else { return finding };
    let (label, why) = match gate.planned_on() {
        Some(day) => (
            format!("planned to be reached on {day}"),
            format!("each gear is driven by the one before it, and {} needs its time", gear.kind),
        ),
        None if is_unread => (
            format!("the gate of {}", gear.kind),
            format!(
                "each gear is driven by the one before it, and nobody can say whether {} runs well enough",
                gear.kind
            ),
        ),
        None => (
            format!("the gate of {}", gear.kind),
            format!(
                "each gear is driven by the one before it, and {} is not running well enough yet",
                gear.kind
            ),
        ),
    };
    finding.also(gate.place.value, label).note(why)
}
