//! One fact that differs, in the strategy's own terms: a date moves, a figure is re-targeted, an
//! amount is budgeted, a text is reworded.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde_json::Value;

use super::change::How;
use super::entries::Difference;
use crate::strategy::date::{CoarseDate, days_between};
use crate::strategy::number::Number;
use crate::strategy::walk::Meaning;

pub(super) fn how(fact: &Difference<'_>) -> How {
    let Difference { key, meaning, from, to, .. } = *fact;
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let is_all = |is_it: fn(&Value) -> bool| from.is_none_or(is_it) && to.is_none_or(is_it);
    match meaning {
        _ if key == "not_now" && from.is_none() => How::LeftOut { reason: text(to).unwrap_or_default() },
        _ if key == "not_now" && to.is_none() => How::TakenUp { reason: text(from).unwrap_or_default() },
        Meaning::Start | Meaning::Day if is_all(Value::is_string) => {
            moved(key, text(from), text(to), meaning == Meaning::Start, false)
        }
        Meaning::Figure | Meaning::FigureBy(_) if is_all(Value::is_number) => How::ReTargeted {
            key: key.strip_suffix(".value").unwrap_or(key).to_owned(),
            from: from.and_then(number),
            to: to.and_then(number),
        },
        Meaning::Money if is_all(Value::is_number) => {
            How::Budgeted { key: key.to_owned(), from: from.and_then(number), to: to.and_then(number) }
        }
        Meaning::Text if is_all(Value::is_string) => {
            How::Reworded { key: key.to_owned(), from: text(from), to: text(to) }
        }
        _ => How::Changed { key: key.to_owned(), from: from.cloned(), to: to.cloned() },
    }
}

/// A date that is another one. A start counts from the first day it can mean, any other date from
/// its last.
pub(super) fn moved(
    key: &str,
    from: Option<String>,
    to: Option<String>,
    is_start: bool,
    follows: bool,
) -> How {
    let day = |text: &Option<String>| {
        let date = CoarseDate::parse(text.as_deref()?).ok()?;
        Some(if is_start { date.first } else { date.last })
    };
    let days = day(&from).zip(day(&to)).map(|(from, to)| days_between(from, to));
    How::Moved { key: key.to_owned(), from, to, days, follows }
}

fn number(value: &Value) -> Option<Number> {
    let text = value.as_number()?.to_string();
    Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)).ok().map(Number)
}
