//! What to write instead of a figure in another notation, as far as the figure itself says. No answer changes its size.

use rust_decimal::Decimal;

use super::in_words::in_words;
use super::value::{MAX_GUESS, ValueError};
use crate::words::bounds::{WITHIN, bound};
use crate::words::neighbors::Neighbors;
use crate::words::shown;
use crate::words::spelling::{Figure, Spelled, spelled, spelled_next_to};
use crate::words::units::{counts_time, of_minutes};

const SIGNED: &str =
    "a plus sign makes it a change, and a change cannot be here: write the figure itself, without a sign";

pub(super) const PLAIN: &str =
    "write digits and nothing else, with a point for decimals, such as `42` or `4.2`";

/// The answer to a figure in another notation, if nothing is known about its file.
pub(crate) fn in_another_notation(text: &str) -> ValueError {
    answer(text, false)
}

pub(super) fn answer(text: &str, is_money: bool) -> ValueError {
    if text.contains('+') && !text.ends_with('+') {
        return ValueError::new("a number", SIGNED);
    }
    match read(text, is_money) {
        Some(Spelled::Either(one, other)) => one_of(&one, &other),
        Some(Spelled::Figure(figure)) => {
            let error = alone(&figure.value.to_string(), figure.is_certain && figure.mark.is_none());
            if figure.mark.is_none() { error } else { ValueError { perhaps: None, ..error } }
        }
        // A word can be a factor that is not known here, so no figure is named next to one.
        None => match in_words(text)
            .filter(|found| found.unit.is_empty())
            .and_then(|found| read(found.figure, is_money))
        {
            Some(Spelled::Figure(Figure { value, mark: None, .. })) => {
                ValueError::new("a number", format!("write the figure alone: `{value}`"))
            }
            Some(Spelled::Either(one, other)) if one.mark.is_none() => {
                ValueError::new("a number", format!("write the figure alone: {}", both(&one, &other)))
            }
            _ => ValueError::unlike("a number", PLAIN),
        },
    }
}

/// What is expected of a figure with another unit than that of its KPI.
pub(crate) const IN_UNIT: &str = "a number in the unit of its KPI";

/// The answer to a figure with words that are not the unit of its KPI.
pub(crate) fn in_another_unit(text: &str, unit: &str) -> Option<ValueError> {
    in_words(text).filter(|found| !found.is_in_unit(unit)).map(|_| {
        let help =
            format!("convert it, and write the figure alone; the unit of this KPI is `{}`", shown(unit));
        ValueError::new(IN_UNIT, help)
    })
}

/// The answer to a figure with an `m` in a unit of time, next to which it is a minute.
pub(crate) fn in_minutes(minutes: Decimal, unit: &str) -> Option<ValueError> {
    if !counts_time(unit) {
        return None;
    }
    let help = match of_minutes(minutes, unit) {
        Some(figure) => format!(
            "the unit of this KPI is `{}`, next to which `m` is minutes: write `{figure}`",
            shown(unit)
        ),
        None => format!("the unit of this KPI is `{}`: write the figure in that unit", shown(unit)),
    };
    Some(ValueError::new("a number", help))
}

/// The answer to a bound where something was measured.
pub(crate) fn measured(text: &str) -> Option<ValueError> {
    let (_, word, rest) = bound(text).filter(|(_, word, _)| *word != WITHIN)?;
    let has_figure = rest.bytes().any(|byte| byte.is_ascii_digit());
    let help = format!("“{word}” makes it a bound, and this is what was measured: write that figure");
    has_figure.then(|| ValueError::new("one figure", help))
}

/// The answer to a reading with a plus sign, if it is one figure.
pub(crate) fn with_plus(text: &str) -> Option<ValueError> {
    let figure: Decimal = text.strip_prefix('+')?.parse().ok()?;
    let help = format!(
        "write `{figure}` if that was read; if it is the change since the reading before, write what the two add up to"
    );
    Some(ValueError::new("a number with one meaning", help))
}

/// What a text says. If three decimals can be thousands, as in an amount of money, they get a fourth.
pub(crate) fn read(text: &str, is_asked: bool) -> Option<Spelled> {
    asked(spelled(text), text, is_asked)
}

/// The same for a figure next to others.
pub(crate) fn read_next_to(text: &str, neighbors: &Neighbors) -> Option<Spelled> {
    asked(spelled_next_to(text, neighbors), text, neighbors.decimal_commas)
}

fn asked(read: Option<Spelled>, text: &str, is_asked: bool) -> Option<Spelled> {
    let mut read = read.filter(|_| text.len() <= MAX_GUESS)?;
    if let Spelled::Either(_, other) = &mut read
        && is_asked
        && other.value.scale() == 3
    {
        other.value.rescale(4);
    }
    Some(read)
}

/// The answer to an amount of money below 0. `is_spent` for what has been spent, which can include a credit.
pub(crate) fn negative_amount(is_spent: bool) -> ValueError {
    let help = if is_spent {
        "write what it has cost after the credit; next to other costs, a credit can be one of the kinds: \
         `{ paid: …, agency: … }`"
    } else {
        "write what it costs, without a minus sign"
    };
    ValueError::new("an amount of money", help)
}

pub(super) fn alone(instead: &str, is_certain: bool) -> ValueError {
    let help = match instead.strip_prefix('{') {
        Some(_) => format!("if this is what it means, write `{instead}`"),
        None => format!("write the figure alone: `{instead}`"),
    };
    let error = ValueError::new("a number", help);
    if is_certain { error.instead(instead) } else { error.perhaps(instead) }
}

/// The answer to a figure that can mean two.
pub(crate) fn one_of(one: &Figure, other: &Figure) -> ValueError {
    let help = format!("this can mean two numbers: write {}", both(one, other));
    ValueError::new("a number with one meaning", help)
}

fn both(one: &Figure, other: &Figure) -> String {
    format!("`{}` or `{}`", one.value, other.value)
}

/// Which of two figures is likely by the size of the other figures of its KPI, and why.
pub(crate) fn likely_by_size(
    (one, other): (&Figure, &Figure),
    neighbors: &Neighbors,
) -> Option<(String, String)> {
    let likely = neighbors.likely(one.value, other.value).filter(|_| one.is_scaled == other.is_scaled)?;
    Some((likely.to_string(), format!("next to the other figures of its KPI, `{likely}` is likely")))
}

/// Which of two figures is likely where other figures have a comma for decimals, or for thousands, and why.
pub(crate) fn likely(
    text: &str,
    (one, other): (&Figure, &Figure),
    decimal_comma: bool,
    here: &str,
) -> Option<(String, String)> {
    let is_decimal = decimal_comma == text.contains(',');
    // Nobody writes `14,200` for 14.2.
    let has_empty_place = text.trim_end_matches(|c: char| !c.is_ascii_digit()).ends_with('0');
    if is_decimal && has_empty_place {
        return None;
    }
    let likely = if is_decimal { other } else { one }.value.to_string();
    let what = if decimal_comma { "decimals" } else { "thousands" };
    let why = format!("other figures {here} have a comma for {what}, which makes it `{likely}`");
    (one.is_scaled == other.is_scaled).then_some((likely, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_has_the_figure_that_was_written() {
        let alone = |figure: &str| format!("write the figure alone: {figure}");
        let two = |one: &str, other: &str| format!("this can mean two numbers: write `{one}` or `{other}`");
        for (texts, help) in [
            (&["25.000"][..], two("25000", "25")),
            (&["14,875"], two("14875", "14.875")),
            (&["€25.000", "25.000 EUR"], two("25000", "25")),
            (
                &["25000 EUR", "€25000", "25,000 €", "EUR 25000", "25000 euros", "€25k", "$25k"],
                alone("`25000`"),
            ),
            (&["50%", "50 %"], alone("`50`")),
            (&["~400", "over 400", "400+", ">= 400"], alone("`400`")),
            (
                &["400 visits", "400/month", "-3 points", "1,200 visits", "3 trillion", "5 big ones"],
                PLAIN.to_owned(),
            ),
            (&["over 1,200", "over 1.200"], alone("`1200` or `1.2`")),
            (&["12O"], alone("`120`")),
            (&["1o.5"], alone("`10.5`")),
            (&["l2"], alone("`12`")),
            (&["4m"], two("4000000", "4")),
            (&["3 dozen", "2 times"], PLAIN.to_owned()),
            // A tool cannot tell which of two figures is meant.
            (&["5 to 10", "5-10", "3 of 4.", "2027-01-31"], PLAIN.to_owned()),
            (&["many", "a lot", "EUR", "€", "İeuro", "Oo", "no. one", "-"], PLAIN.to_owned()),
        ] {
            for text in texts {
                assert_eq!(in_another_notation(text).help, help, "{text}");
            }
        }
    }
}
