//! What a KPI says about its figures: a value to reach, a bound, a sum, a season and more.

use fastrand::Rng;

use super::yaml::{Value, list, map, text, word};

/// How many kinds there are.
const KINDS: usize = 10;

type Plan = Vec<(&'static str, Value)>;

/// The plan of a KPI, and its readings.
pub(super) type Figures = (Plan, Value);

const MONTHS: [&str; 3] = ["2027-01-31", "2027-02-28", "2027-03-31"];
const NOTES: [&str; 3] =
    ["The fair fell into this month", "Two days are missing", "After the relaunch, as planned"];

fn number(value: usize) -> Value {
    word(value.to_string())
}

fn marked(value: usize, date: &str) -> Value {
    map([("value", number(value)), ("date", word(date))])
}

/// Readings by date, one in eight of them with a note.
fn readings(values: &[(&str, usize)], rng: &mut Rng) -> Value {
    map(values.iter().map(|(date, value)| {
        let is_noted = rng.u8(..8) == 0;
        let note = is_noted.then(|| text(NOTES[rng.usize(0..NOTES.len())]));
        let reading = |note| map([("value", number(*value)), ("note", note)]);
        (*date, note.map_or_else(|| number(*value), reading))
    }))
}

/// A level that is to reach a value by a day, and has come from `from` to `now`.
pub(super) fn level([from, to, now]: [usize; 3], rng: &mut Rng) -> Figures {
    let between = |part: usize| (from * (6 - part) + now * part) / 6;
    let mut plan = vec![("baseline", marked(from, "2026-12-31")), ("target", marked(to, "2027-12-31"))];
    if rng.u8(..5) == 0 {
        plan.push(("milestones", map([("2027-06-30", number(usize::midpoint(from, to)))])));
    }
    let values = [between(2), between(4), now];
    let values: Vec<_> = MONTHS.into_iter().zip(values).collect();
    (plan, readings(&values, rng))
}

/// The kinds in turn. The figure goes from `from` to `now`, and is to be twice `from` in the end.
pub(super) fn of_kind(index: usize, from: usize, now: usize, rng: &mut Rng) -> Figures {
    let baseline = ("baseline", marked(from, "2026-12-31"));
    let target = |entries: Plan| ("target", map(entries));
    let quarters = ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"].map(|quarter| (quarter, number(from)));
    let dated = |entry| vec![entry, ("date", word("2027-12-31"))];
    let each_month = MONTHS.map(|month| (month, from / 3 + 1));
    let so_far = [(MONTHS[0], from / 3), (MONTHS[1], from * 2 / 3), (MONTHS[2], from + 1)];
    let last_year = [
        ("2025-12-31", from),
        ("2026-03-31", from * 3 / 4),
        ("2026-06-30", from * 3 / 2),
        ("2026-09-30", from),
        ("2026-12-31", from),
        ("2027-03-31", from * 3 / 2),
    ];
    let (plan, values): (Plan, &[(&str, usize)]) = match index % KINDS {
        0 => return level([from, from * 2, now], rng),
        1 => (vec![baseline, target(dated(("at_least", number(from * 2))))], &[(MONTHS[2], now)]),
        2 => (vec![target(vec![("at_most", number(now + 10))])], &[(MONTHS[1], now), (MONTHS[2], now - 5)]),
        3 => (
            vec![target(vec![("between", list([from.to_string(), (now + 10).to_string()]))])],
            &[(MONTHS[2], now)],
        ),
        4 => {
            let year = marked(from * 3, "2026");
            let target = target(vec![("change", word("+25%")), ("stretch", number(from * 5))]);
            (vec![("counts", word("sum")), ("baseline", year), target], &each_month)
        }
        5 => (vec![("counts", word("total")), ("targets", map(quarters))], &so_far),
        6 => (
            vec![baseline, target(dated(("value", number(from * 2)))), ("path", word("last_year"))],
            &last_year,
        ),
        7 => (vec![baseline, target(vec![("change", word("x2"))])], &[(MONTHS[2], now)]),
        8 => (
            vec![target(vec![("not_now", text("We look for half a year what is normal"))])],
            &[(MONTHS[2], now)],
        ),
        _ => {
            let due = map([("due", word("2027-06-30"))]);
            (vec![("baseline", due), target(vec![("change", word("+5"))])], &[(MONTHS[2], now)])
        }
    };
    (plan, readings(values, rng))
}
