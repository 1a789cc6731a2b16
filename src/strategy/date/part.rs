//! Parts of a year as people write them, in English, German, French, Spanish, Italian, Portuguese and Dutch: a day, a
//! week, a month, a quarter.

use crate::words::is_in;
use crate::words::months::number as month;

/// `8`, `8th`, `1er`.
fn day(word: &str) -> Option<i8> {
    let suffix = ["st", "nd", "rd", "th", "er", "º"].into_iter().find_map(|suffix| word.strip_suffix(suffix));
    suffix.unwrap_or(word).parse().ok().filter(|day| (1..=31).contains(day))
}

/// What people write before the number of a calendar week.
const WEEKS: &str = "kw cw wk week woche semaine semana settimana";

/// `kw 16`, `kw16`, `week 7`: the number.
fn week(words: &[&str]) -> Option<i8> {
    let number = match words {
        [word, number] if is_in(WEEKS, word) => number,
        [word] => WEEKS.split(' ').find_map(|week| word.strip_prefix(week))?,
        _ => return None,
    };
    let is_number = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|week| is_number && (1..=53).contains(week))
}

const QUARTERS: &str = "quarter quartal trimestre kwartaal qtr";

/// The words of a date in lower case.
pub(crate) fn words(lower: &str) -> Vec<&str> {
    let words = lower.split([' ', ',', '.', '-', '/']);
    words.filter(|word| !is_in(" of the de del di den der do", word)).collect()
}

/// `8 feb`, `february`, `q2`, `kw 16` without a year in the notation of the format: `-02-08`, `-02`, `-Q2`.
pub(crate) fn part_of_year(words: &[&str]) -> Option<String> {
    if let Some(week) = week(words) {
        return Some(format!("-W{week:02}"));
    }
    match words {
        ["eoy" | "yearend" | "jahresende"] | ["end", "year"] | ["year", "end"] | ["ende", "jahr"] => {
            Some("-12-31".to_owned())
        }
        [number, quarter] | [quarter, number] if is_in(QUARTERS, quarter) => {
            day(number).filter(|number| *number <= 4).map(|number| format!("-Q{number}"))
        }
        [word] => match month(word) {
            Some(month) => Some(format!("-{month:02}")),
            None => matches!(*word, "q1" | "q2" | "q3" | "q4" | "h1" | "h2" | "t1" | "t2" | "t3" | "t4")
                .then(|| format!("-{}", word.to_uppercase().replace('T', "Q"))),
        },
        [first, second] => {
            let (month, day) = month(first).zip(day(second)).or_else(|| month(second).zip(day(first)))?;
            Some(format!("-{month:02}-{day:02}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_year_is_read_in_seven_languages() {
        for (text, read) in [
            ("4. Quartal", Some("-Q4")),
            ("2nd quarter", Some("-Q2")),
            ("5. Quartal", None),
            ("EOY", Some("-12-31")),
            ("end of the year", Some("-12-31")),
            ("mai", Some("-05")),
            ("März", Some("-03")),
            ("mars", Some("-03")),
            ("1er août", Some("-08-01")),
            ("8 de mayo", Some("-05-08")),
            ("dezember", Some("-12")),
            ("gennaio", Some("-01")),
            ("abr", Some("-04")),
            ("mrt", Some("-03")),
            ("okt", Some("-10")),
            ("KW 16", Some("-W16")),
            ("KW 2", Some("-W02")),
            ("kw16", Some("-W16")),
            ("CW 7", Some("-W07")),
            ("week 7", Some("-W07")),
            ("T4", Some("-Q4")),
            // June and July begin so.
            ("jui", None),
            ("ma", None),
            ("KW 54", None),
            ("week", None),
            ("weekend", None),
            ("spring", None),
        ] {
            assert_eq!(part_of_year(&words(&text.to_lowercase())).as_deref(), read, "{text}");
        }
    }
}
