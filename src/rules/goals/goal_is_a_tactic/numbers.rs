//! The numbers of a statement: those of dates, those of what a platform shows, and those that say what
//! the business wants.

use super::{Word, holds};
use crate::strategy::date::CoarseDate;

/// What a platform shows, of which a number says nothing of the business.
pub(super) const SHOWN: &str = "followers impressions likes reels tweets views";

/// What is counted in doing a tactic, and may be counted in a goal of the business as well.
pub(super) const DONE: &str = "fans posts stories times videos";

/// What may stand between such a number and what it counts.
pub(super) const BETWEEN: &str =
    "active additional extra followers likes more my new of organic our real the views";

pub(super) const NUMBERS: &str = "\
    one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty \
    seventy eighty ninety dozen hundred thousand million half third quarter double twice triple \
    percent";

const MONTHS: &str = "\
    january february march april may june july august september october november december jan feb \
    mar apr jun jul aug sep sept oct nov dec";

/// What may stand before a year: \"by 2027\", \"summer 2027\".
const BEFORE_YEAR: &str = "\
    in by of until till before during for through from since end early late mid spring summer autumn \
    fall winter season q1 q2 q3 q4";

/// The first and the last word of each number of something: "50k new followers", "followers by 40".
pub(super) fn counted(words: &[Word], what: &str) -> Vec<(usize, usize)> {
    let is_number = |at: usize| {
        words.get(at).is_some_and(|word| word.text.contains(char::is_numeric) || word.is_one_of(NUMBERS))
    };
    let is = |at: usize, list: &str| words.get(at).is_some_and(|word| word.is_one_of(list));
    let numbers_from = |from: usize| (from..words.len()).take_while(|at| is_number(*at)).last();
    let each = (0..words.len()).filter(|at| is(*at, what)).filter_map(|at| {
        let between = (0..at).rev().take_while(|before| is(*before, BETWEEN)).count();
        let before = (0..at - between).rev().take_while(|before| is_number(*before)).last();
        let mut last = at;
        while let Some(next) = numbers_from(if is(last + 1, "by from to") { last + 2 } else { last + 1 }) {
            last = next;
        }
        let first = before.unwrap_or(at);
        (first < at || last > at).then_some((first, last))
    });
    each.collect()
}

/// A statement without some of its words, and without where they stand today: "from 2,100".
pub(super) fn without(statement: &str, words: &[Word], ranges: &[(usize, usize)]) -> String {
    let is_out = |at: usize| {
        let is_from = |at: usize| words.get(at).is_some_and(|word| word.text == "from");
        let number_after_from = (0..at).rev().take(2).find(|before| is_from(*before));
        ranges.iter().any(|(first, last)| (*first..=*last).contains(&at))
            || (!ranges.is_empty() && number_after_from.is_some())
    };
    let mut kept = String::new();
    let mut done = 0;
    for word in words.iter().enumerate().filter(|(at, _)| is_out(*at)).map(|(_, word)| word) {
        kept.push_str(statement.get(done..word.at.start).unwrap_or_default());
        done = word.at.end;
    }
    kept + statement.get(done..).unwrap_or_default()
}

/// True where a text holds a number that is not part of a date.
pub(super) fn holds_number(text: &str) -> bool {
    let chunks = text
        .split_whitespace()
        .map(|chunk| chunk.trim_matches(|c: char| c.is_ascii_punctuation() && c != '%'));
    let chunks: Vec<String> = chunks.map(str::to_lowercase).collect();
    let is_in = |at: Option<usize>, list: &str| {
        at.and_then(|at| chunks.get(at)).is_some_and(|chunk| holds(list, chunk))
    };
    chunks.iter().enumerate().any(|(at, chunk)| {
        if !chunk.contains(char::is_numeric) {
            return chunk.split('-').any(|word| holds(NUMBERS, word));
        }
        let before = at.checked_sub(1);
        let beside_month = is_in(before, MONTHS) || is_in(Some(at + 1), MONTHS);
        let is_bare = chunk.chars().all(char::is_numeric);
        let is_year = is_bare && chunk.len() == 4 && (beside_month || is_in(before, BEFORE_YEAR) || at == 0);
        let is_day = chunk.len() <= 4 && beside_month && chunk.starts_with(|c: char| c.is_ascii_digit());
        let is_date = !is_bare && CoarseDate::parse(&chunk.to_uppercase()).is_ok();
        let is_quarter = holds(BEFORE_YEAR, chunk);
        !(is_year || is_day || is_date || is_quarter)
    })
}
