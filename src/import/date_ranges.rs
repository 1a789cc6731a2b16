//! A time in one cell: `May 3–7, 2027`, `3.–7. Mai 2027`, `5/3/27 - 5/7/27`.

use super::dates;

/// What can be between the first and the last day, the clearest first.
const BETWEEN: [&str; 11] =
    [" – ", " — ", " - ", " to ", " until ", " bis ", " au ", " hasta ", "–", "—", "-"];

/// The first and the last day of a time, each written with its year. A day that is not there is read from the other one.
pub(super) fn range(text: &str) -> Option<(String, String)> {
    let between = BETWEEN.into_iter().chain(["/"]).find(|between| text.matches(between).count() == 1)?;
    let (first, last) = text.split_once(between)?;
    let (first, last) = (first.trim(), last.trim());
    let is_digit = |c: char| c.is_ascii_digit();
    // `3` and ` May 2027` of `3–7 May 2027`; `May ` and `7, 2027` of `May 3–7, 2027`.
    let (after, before) = (last.trim_start_matches(is_digit), first.trim_end_matches(is_digit));
    let first_day = if after.starts_with('.') { first.trim_end_matches('.') } else { first };
    let is_year = |word: &&str| word.len() == 4 && word.chars().all(is_digit);
    let year = last.split([' ', '/', '.', ',']).rev().find(is_year).unwrap_or_default();
    let point = if first.ends_with('.') { "" } else { " " };
    [
        (first.to_owned(), last.to_owned()),
        (format!("{first_day}{after}"), format!("{before}{last}")),
        (format!("{first_day}{after}"), last.to_owned()),
        (format!("{first}{point}{year}"), last.to_owned()),
    ]
    .into_iter()
    .find(|(first, last)| dates::has_year(first) && dates::has_year(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_its_first_and_its_last_day() {
        for (text, expected) in [
            ("2027-05-03 – 2027-05-07", Some(("2027-05-03", "2027-05-07"))),
            ("2027-05-03/2027-05-07", Some(("2027-05-03", "2027-05-07"))),
            ("5/3/27-5/17/27", Some(("5/3/27", "5/17/27"))),
            ("03/05/2027 to 17/05/2027", Some(("03/05/2027", "17/05/2027"))),
            ("May 3–7, 2027", Some(("May 3, 2027", "May 7, 2027"))),
            ("May 3 - June 7, 2027", Some(("May 3 2027", "June 7, 2027"))),
            ("3-7 May 2027", Some(("3 May 2027", "7 May 2027"))),
            ("3.–7. Mai 2027", Some(("3. Mai 2027", "7. Mai 2027"))),
            ("3.5. - 7.5.2027", Some(("3.5.2027", "7.5.2027"))),
            ("2027-05 to 2027-06", Some(("2027-05", "2027-06"))),
            // Without a year, with more than two days, and no time at all.
            ("May 3–7", None),
            ("3–5–7 May 2027", None),
            ("2027-05-03", None),
            ("TBD", None),
            ("Reel - Story", None),
        ] {
            let expected = expected.map(|(first, last)| (first.to_owned(), last.to_owned()));
            assert_eq!(range(text), expected, "{text}");
        }
    }
}
