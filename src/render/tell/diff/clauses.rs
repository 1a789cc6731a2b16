//! A change in a few words, to stand after what it is about.

use serde_json::Value;

use crate::report::diff::change::{Change, Corrected, How, Reading, Side};
use crate::strategy::number::Number;
use crate::strategy::subject::EntryKind;
use crate::words::figures::{self, plain};
use crate::words::{counted, shown};

/// How many words around a place that was reworded are shown, to find it again.
const AROUND: usize = 3;
/// How many words of a place that was reworded are shown.
const MOST_WORDS: usize = 14;

/// The change in a few words; none where the line it stands in says it already.
pub(super) fn clause(change: &Change, currency: Option<&str>) -> Option<String> {
    Some(match &change.how {
        How::Added { .. } | How::Removed => return None,
        How::Renamed { from } => format!("renamed, it was {from}"),
        How::Transferred { from, to } => format!("moved from {from} to {to}"),
        How::Moved { key, from, to, days, follows } => {
            let way = match days {
                Some(days @ 1..) => format!(", {} later", counted(*days, "day", "days")),
                Some(days @ ..=-1) => format!(", {} earlier", counted(-days, "day", "days")),
                _ => String::new(),
            };
            let with = if *follows { ", with what turns it" } else { "" };
            format!("{}{way}{with}", turned(&label(key), from.as_deref(), to.as_deref()))
        }
        How::ReOwned { from, to, inherited } => {
            let heirs = match inherited {
                0 => String::new(),
                1 => ", and with it 1 entry that names nobody".to_owned(),
                count => format!(", and with it {count} entries that name nobody"),
            };
            let label = if change.subject.kind() == EntryKind::Platform { "answered by" } else { "owner" };
            format!("{label} {} → {}{heirs}", nobody(from.as_deref()), nobody(to.as_deref()))
        }
        How::Inherits { from, to, entries } => format!(
            "{} for {}: {} → {} (all inherit the strategy's owner only where `people` has one entry at most)",
            if *entries == 1 { "another owner" } else { "other owners" },
            counted(count(*entries), "entry that names nobody", "entries that name nobody"),
            nobody(from.as_deref()),
            nobody(to.as_deref()),
        ),
        How::ReTargeted { key, from, to } => {
            let figure = |figure: &Option<Number>| figure.map(|figure| plain(figure.0));
            turned(&label(key), figure(from).as_deref(), figure(to).as_deref())
        }
        How::Budgeted { key, from, to } => {
            let amount = |amount: &Option<Number>| amount.map(|amount| figures::money(amount.0, currency));
            turned(&label(key), amount(from).as_deref(), amount(to).as_deref())
        }
        How::LeftOut { reason } => format!("left out: {}", shown(reason)),
        How::TakenUp { reason } => format!("taken up again, it was left out: {}", shown(reason)),
        How::Reworded { key, from, to } => match (from, to) {
            (Some(from), Some(to)) => {
                let (from, to) = reworded(from, to);
                format!("{} “{from}” → “{to}”", label(key))
            }
            (None, Some(to)) => format!("{} now “{}”", label(key), shown(to)),
            (from, None) => taken_out(&label(key), from.as_deref()),
        },
        How::Read { added, corrected, removed } => readings(added, corrected, removed),
        How::Became { from, to, .. } => match (change.subject.kind(), to.as_str()) {
            (EntryKind::Decision, "open") => format!("open again, it was {from}"),
            (EntryKind::Decision, to) => to.to_owned(),
            _ => format!("now {to}, it was {from}"),
        },
        How::Reordered { from, to } => {
            let order = |gears: &[crate::strategy::gear::GearKind]| {
                gears.iter().map(|gear| gear.key()).collect::<Vec<_>>().join(", ")
            };
            format!("order {} → {}", order(from), order(to))
        }
        How::Unreadable { key, side } => {
            let what = key.as_deref().map(|key| format!("{} ", label(key))).unwrap_or_default();
            match side {
                Side::Old => format!("{what}could not be read in the older version"),
                Side::New => format!("{what}cannot be read in the newer version"),
            }
        }
        How::Changed { key, from, to } => changed(key, from.as_ref(), to.as_ref()),
    })
}

fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn nobody(owner: Option<&str>) -> &str {
    owner.unwrap_or("nobody")
}

/// A key as a sentence has it.
fn label(key: &str) -> String {
    let named = match key {
        "as_of" => "as of",
        "period.start" => "first day",
        "period.end" => "last day",
        "baseline.date" => "date of the baseline",
        "target.date" => "date of the target",
        "not_now" => "reason to leave it out",
        "call_to_action.text" => "call to action",
        "call_to_action.channel" => "channel it leads to",
        "call_to_action.captures_lead" => "captures leads",
        "answered_by.owner" => "answered by",
        "answered_by.within" => "answered within",
        "answered_by.hours" => "answered at",
        "kpis.readings" => "readings in the strategy itself",
        "stratplan" => "format version",
        _ => match key.split_once('.') {
            Some(("spinning_at", kpi)) => return format!("gate {kpi}"),
            Some(("milestones", day)) => return format!("milestone of {day}"),
            _ => return key.replace(['_', '.'], " "),
        },
    };
    named.to_owned()
}

/// `start 2027-03-01 → 2027-04-15`; `start now 2027-04-15`; `start taken out (it was 2027-03-01)`.
fn turned(label: &str, from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{label} {from} → {to}"),
        (None, Some(to)) => format!("{label} now {to}"),
        (from, None) => taken_out(label, from),
    }
}

fn taken_out(label: &str, from: Option<&str>) -> String {
    let was = from.map(|from| format!(" (it was {})", shown(from)));
    format!("{label} taken out{}", was.unwrap_or_default())
}

fn changed(key: &str, from: Option<&Value>, to: Option<&Value>) -> String {
    let label = label(key);
    if let (Some(Value::Array(from)), Some(Value::Array(to))) = (from, to) {
        let new = to.iter().filter(|one| !from.contains(one)).map(|one| format!("+ {}", value(one)));
        let gone = from.iter().filter(|one| !to.contains(one)).map(|one| format!("− {}", value(one)));
        let parts: Vec<String> = new.chain(gone).collect();
        return match parts.as_slice() {
            [] => format!("{label} in another order: {}", value(&Value::from(to.clone()))),
            parts => format!("{label} {}", parts.join(", ")),
        };
    }
    match (key, from, to) {
        // The same person answers; only who says so differs.
        ("answered_by.owner", None, Some(to)) => format!("says that {} answers", value(to)),
        ("answered_by.owner", Some(from), None) => format!("no longer says that {} answers", value(from)),
        ("owner", None, Some(to)) => format!("says that {} is its owner", value(to)),
        ("owner", Some(from), None) => format!("no longer says that {} is its owner", value(from)),
        ("start", None, Some(to)) => format!("says that it starts {}", value(to)),
        ("start", Some(from), None) => format!("no longer says that it starts {}", value(from)),
        _ => turned(&label, from.map(value).as_deref(), to.map(value).as_deref()),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::String(text) => shown(text),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Null => "something unreadable".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => match items.as_slice() {
            [] => "none".to_owned(),
            items => items.iter().map(self::value).collect::<Vec<_>>().join(", "),
        },
        Value::Object(_) => "there, and empty".to_owned(),
    }
}

fn readings(added: &[Reading], corrected: &[Corrected], removed: &[Reading]) -> String {
    let one = |reading: &Reading| format!("{} on {}", plain(reading.value.0), reading.date);
    let mut parts = Vec::new();
    match added {
        [] => {}
        [only] => parts.push(format!("new reading {}", one(only))),
        [.., latest] => parts.push(format!("{} new readings, the latest {}", added.len(), one(latest))),
    }
    let correction = |one: &Corrected| format!("of {} {} → {}", one.date, plain(one.from.0), plain(one.to.0));
    match corrected {
        [] => {}
        [only] => parts.push(format!("reading {}", correction(only))),
        [first, second] => parts.push(format!("readings {}, {}", correction(first), correction(second))),
        all => parts.push(format!("{} readings corrected", all.len())),
    }
    match removed {
        [] => {}
        [only] => {
            parts.push(format!("reading of {} taken out (it was {})", only.date, plain(only.value.0)));
        }
        all => parts.push(format!("{} readings taken out", all.len())),
    }
    parts.join("; ")
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
        let last = end.min(start + MOST_WORDS);
        let place = words.get(start..last).unwrap_or_default().join(" ");
        let (open, close) = (if start > 0 { "…" } else { "" }, if last < words.len() { "…" } else { "" });
        format!("{open}{place}{close}")
    };
    (cut(&before), cut(&after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn only_the_place_that_was_reworded_is_shown() {
        let from = "Generate 400 qualified parts leads a quarter by the end of September 2027";
        let to = "Generate 400 qualified parts leads a quarter by the end of October 2027";
        assert_eq!(reworded(from, to), pair("…the end of September 2027", "…the end of October 2027"));
        assert_eq!(reworded("Win ten", "Win ten more"), pair("Win ten", "Win ten more"));
        assert_eq!(reworded("", "Win"), pair("", "Win"));
        // What stands twice is not cut out of both ends at once.
        assert_eq!(reworded("a a", "a"), pair("a a", "a"));
        let long = vec!["word"; 80].join(" ");
        assert!(reworded(&long, "word").0.split(' ').count() <= MOST_WORDS);
    }

    #[test]
    fn blanks_alone_leave_something_to_see() {
        assert_eq!(reworded("a  b", "a b"), pair("a b", "a b"));
    }
}
