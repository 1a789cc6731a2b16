//! A change in a few words, after what it is about.

use serde_json::Value;

use crate::report::diff::change::{Change, Corrected, Figures, How, Reading, Side};
use crate::report::diff::measure::is_same_unit;
use crate::report::diff::way::MILESTONES;
use crate::report::diff::{Diff, Version};
use crate::strategy::gear::GearKind;
use crate::strategy::number::Number;
use crate::strategy::subject::EntryKind;
use crate::words::figures::{money, plain};
use crate::words::text::{Text, day, join, name, text};
use crate::words::{self, counted, shown};

/// How many words around a place that was reworded are shown, to find it again.
const AROUND: usize = 3;
/// How many words of a place that was reworded are shown.
const MAX_WORDS: usize = 14;

pub(super) fn clause(change: &Change, diff: &Diff) -> Option<Text> {
    Some(match &change.how {
        How::Added { .. } | How::Removed => return None,
        How::Renamed { from } => text("renamed, it was ") + name(from),
        How::Transferred { from, to } => format!("moved from {from} to {to}").into(),
        How::Moved { key, from: None, to: Some(to), .. } if key == "until" => text("closes on ") + day(to),
        How::Moved { key, from: Some(from), to: None, .. } if key == "until" => {
            text("no longer closes, it was to close on ") + day(from)
        }
        How::Moved { key, from, to, days, follows } => {
            let way = match days {
                Some(days @ 1..) => format!(", {} later", words::days(*days)),
                Some(days @ ..=-1) => format!(", {} earlier", words::days(-days)),
                _ => String::new(),
            };
            let with = if *follows { ", along with the activities that drive it" } else { "" };
            let (from, to) = (from.as_ref().map(day), to.as_ref().map(day));
            match to {
                Some(to) if key.starts_with(MILESTONES) => label(key) + " moved to " + to + way,
                to => turned(label(key), from, to) + way + with,
            }
        }
        How::ReOwned { from, to, inherited } => {
            let heirs = match inherited {
                0 => String::new(),
                1 => ", and with it 1 entry that names no owner".to_owned(),
                count => format!(", and with it {count} entries that name no owner"),
            };
            let label = if change.subject.kind() == EntryKind::Platform { "answered by " } else { "owner " };
            text(label) + owner(from.as_ref()) + " → " + owner(to.as_ref()) + heirs
        }
        How::Inherits { from, to, entries } => {
            let label = if *entries == 1 { "new owner" } else { "new owners" };
            let heirs = counted(*entries, "entry that names no owner", "entries that name no owner");
            text(format!("{label} for {heirs}: "))
                + owner(from.as_ref())
                + " → "
                + owner(to.as_ref())
                + " (entries that name no owner get the strategy's owner only if `people` has at most one entry)"
        }
        How::TargetChanged(change) => text(format!("target {}: ", change.verbs())) + change.figures(),
        How::GateChanged(change) => text(format!("gate {}: ", change.verbs())) + change.figures(),
        How::ReTargeted { key, effect, figures } => {
            let Figures { from, to, from_unit, to_unit } = figures;
            let old_unit = from_unit.as_ref().filter(|_| to.is_none() || !figures.are_comparable());
            let effect = effect.map(|effect| format!(" {}:", effect.verb()));
            turned(
                label(key) + effect,
                from.map(|from| of(from, old_unit)),
                to.map(|to| of(to, to_unit.as_ref())),
            )
        }
        How::Budgeted { key, from, to } => {
            let amount = |amount: &Option<Number>, version: &Version| {
                amount.map(|amount| text(money(amount.0, version.currency.as_deref())))
            };
            turned(label(key), amount(from, &diff.old), amount(to, &diff.new))
        }
        How::LeftOut { reason } => text("left out: ") + name(shown(reason)),
        How::TakenUp { reason } => text("taken up again, it was left out: ") + name(shown(reason)),
        How::Reworded { key, from: Some(from), to: Some(to) }
            if key == "unit" && !is_same_unit(Some(from), Some(to)) =>
        {
            text("unit changed: ")
                + name(from)
                + " → "
                + name(to)
                + ", so old and new figures cannot be compared"
        }
        How::Reworded { key, from, to } => match (from, to) {
            (Some(from), Some(to)) => {
                let (from, to) = reworded(from, to);
                label(key) + " “" + name(from) + "” → “" + name(to) + "”"
            }
            (None, Some(to)) => label(key) + " now “" + name(shown(to)) + "”",
            (from, None) => removal(label(key), from.as_deref().map(|from| name(shown(from)))),
        },
        How::Read { added, corrected, removed, from_unit, to_unit } => {
            readings((added, corrected, removed), (from_unit.as_ref(), to_unit.as_ref()))
        }
        How::Became { from, to, .. } => match (change.subject.kind(), to.as_str()) {
            (EntryKind::Decision, "open") => format!("open again, it was {from}").into(),
            (EntryKind::Decision, to) => to.into(),
            _ => format!("now {to}, it was {from}").into(),
        },
        How::Reordered { from, to } => {
            let order =
                |gears: &[GearKind]| gears.iter().map(|gear| gear.key()).collect::<Vec<_>>().join(", ");
            format!("order {} → {}", order(from), order(to)).into()
        }
        How::Unreadable { key, side } => {
            let what = key.as_deref().map(|key| label(key) + " ");
            Text::from(what)
                + match side {
                    Side::Old => "could not be read in the older version",
                    Side::New => "cannot be read in the newer version",
                }
        }
        How::Changed { key, from, to } => changed(key, from.as_ref(), to.as_ref()),
    })
}

/// A figure in its unit.
fn of(figure: Number, unit: Option<&String>) -> Text {
    text(plain(figure.0)) + unit.map(|unit| text(" ") + name(unit))
}

fn owner(owner: Option<&String>) -> Text {
    owner.map_or_else(|| "nobody".into(), name)
}

fn label(key: &str) -> Text {
    match key.split_once('.') {
        Some(("spinning_at", kpi)) => text("gate ") + name(kpi),
        Some(("milestones", date)) => text("milestone of ") + day(date),
        Some(("targets", date)) => text("target of ") + day(date),
        Some(("target", "not_now")) => "reason for no target".into(),
        _ if key == "not_now" => "reason to leave it out".into(),
        _ if key == "until" => "closing".into(),
        _ => key.replace(['_', '.'], " ").into(),
    }
}

/// `start 2027-03-01 → 2027-04-15`; `start now 2027-04-15`; `start removed (it was 2027-03-01)`.
fn turned(label: Text, from: Option<Text>, to: Option<Text>) -> Text {
    match (from, to) {
        (Some(from), Some(to)) => label + " " + from + " → " + to,
        (None, Some(to)) => label + " now " + to,
        (from, None) => removal(label, from),
    }
}

fn removal(label: Text, from: Option<Text>) -> Text {
    label + " removed" + from.map(|from| text(" (it was ") + from + ")")
}

fn changed(key: &str, from: Option<&Value>, to: Option<&Value>) -> Text {
    if let (Some(Value::Array(from)), Some(Value::Array(to))) = (from, to) {
        let new = to.iter().filter(|one| !from.contains(one)).map(|one| text("+ ") + value(one));
        let gone = from.iter().filter(|one| !to.contains(one)).map(|one| text("− ") + value(one));
        let parts = join(new.chain(gone), ", ");
        let is_reordered = parts.is_empty();
        return label(key) + if is_reordered { text(" reordered: ") + list(to) } else { text(" ") + parts };
    }
    match (key, from, to) {
        // The same person answers; only who says so differs.
        ("answered_by.owner", None, Some(to)) => text("says that ") + value(to) + " answers",
        ("answered_by.owner", Some(from), None) => text("no longer says that ") + value(from) + " answers",
        ("owner", None, Some(to)) => text("says that ") + value(to) + " is its owner",
        ("owner", Some(from), None) => text("no longer says that ") + value(from) + " is its owner",
        ("start", None, Some(to)) => text("says that it starts ") + value(to),
        ("start", Some(from), None) => text("no longer says that it starts ") + value(from),
        _ => turned(label(key), from.map(value), to.map(value)),
    }
}

fn value(value: &Value) -> Text {
    match value {
        Value::String(text) => name(shown(text)),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Null => "something unreadable".into(),
        Value::Number(number) => number.to_string().into(),
        Value::Array(items) => list(items),
        Value::Object(_) => "present, but empty".into(),
    }
}

fn list(items: &[Value]) -> Text {
    if items.is_empty() { "none".into() } else { join(items.iter().map(value), ", ") }
}

/// Readings that are new, corrected and removed, in the units before and now.
fn readings(
    (added, corrected, removed): (&[Reading], &[Corrected], &[Reading]),
    (from_unit, to_unit): (Option<&String>, Option<&String>),
) -> Text {
    let one = |reading: &Reading| of(reading.value, to_unit) + " on " + day(&reading.date);
    let old_unit =
        from_unit.filter(|_| !is_same_unit(from_unit.map(String::as_str), to_unit.map(String::as_str)));
    let correction = |one: &Corrected| {
        text("of ") + day(&one.date) + " " + of(one.from, old_unit) + " → " + of(one.to, to_unit)
    };
    let clauses = [
        match added {
            [] => Text::default(),
            [only] => text("new reading ") + one(only),
            [.., latest] => text(format!("{} new readings, the latest ", added.len())) + one(latest),
        },
        match corrected {
            [] => Text::default(),
            [only] => text("reading ") + correction(only),
            [first, second] => text("readings ") + correction(first) + ", " + correction(second),
            all => format!("{} readings corrected", all.len()).into(),
        },
        match removed {
            [] => Text::default(),
            [only] => removal(text("reading of ") + day(&only.date), Some(of(only.value, from_unit))),
            all => format!("{} readings removed", all.len()).into(),
        },
    ];
    join(clauses.into_iter().filter(|clause| !clause.is_empty()), "; ")
}

/// The place where two texts differ, each with a few words around it.
fn reworded(from: &str, to: &str) -> (String, String) {
    let (before, after): (Vec<&str>, Vec<&str>) =
        (from.split_whitespace().collect(), to.split_whitespace().collect());
    let head = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let rest = before.len().min(after.len()) - head;
    let ends = before.iter().rev().zip(after.iter().rev()).take(rest);
    let tail = ends.take_while(|(one, other)| one == other).count();
    let cut = |words: &[&str]| {
        let start = head.saturating_sub(AROUND);
        let end = (words.len() - tail + AROUND).min(words.len());
        let last = end.min(start + MAX_WORDS);
        let place = words.get(start..last).unwrap_or_default().join(" ");
        let (open, close) = (if start > 0 { "…" } else { "" }, if last < words.len() { "…" } else { "" });
        format!("{open}{place}{close}")
    };
    (cut(&before), cut(&after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_place_that_was_reworded_is_shown() {
        for (from, to, old, new) in [
            (
                "Win 400 leads by the end of May",
                "Win 400 leads by the end of June",
                "…the end of May",
                "…the end of June",
            ),
            ("Win ten", "Win ten more", "Win ten", "Win ten more"),
            ("", "Win", "", "Win"),
            // A word that is there twice is not cut out of both ends at once.
            ("a a", "a", "a a", "a"),
            // Blanks alone leave something to see.
            ("a  b", "a b", "a b", "a b"),
        ] {
            assert_eq!(reworded(from, to), (old.to_owned(), new.to_owned()), "{from} → {to}");
        }
        let long = vec!["word"; 80].join(" ");
        assert!(reworded(&long, "word").0.split(' ').count() <= MAX_WORDS);
    }
}
