//! Fiscal years, which start in any month: `FY2027/28`, `FY2027/28-H1`, `FY2027/28-Q1`.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::CoarseDate;
use crate::decode::format::Shape;
use crate::decode::value::{MAX_GUESS, Scalar, ValueError};
use crate::decode::{Cursor, FiscalYear};
use crate::strategy::record::{meaning, words};
use crate::words::{or, quoted};

words! {
    /// A month.
    pub enum Month {
        /// January.
        January = "january",
        /// February.
        February = "february",
        /// March.
        March = "march",
        /// April.
        April = "april",
        /// May.
        May = "may",
        /// June.
        June = "june",
        /// July.
        July = "july",
        /// August.
        August = "august",
        /// September.
        September = "september",
        /// October.
        October = "october",
        /// November.
        November = "november",
        /// December.
        December = "december",
    }
}

/// The month in which a strategy's fiscal year starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct FiscalStart(pub Month);

impl FiscalStart {
    pub fn year(self) -> FiscalYear {
        FiscalYear::StartsIn(self.0 as i8 + 1)
    }
}

impl Scalar for FiscalStart {
    const SHAPE: &'static Shape = <Month as Scalar>::SHAPE;
    fn from_text(text: &str) -> Result<Self, ValueError> {
        Month::from_text(text).map(Self)
    }
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        let start = Self(Month::read_at(text, cursor)?);
        cursor.set_fiscal_year(start.year());
        Some(start)
    }
    fn absent(cursor: Cursor<'_>) {
        cursor.set_fiscal_year(FiscalYear::Unsaid);
    }
}

meaning!(Other: FiscalStart);

/// A fiscal year or a part of one as people write it: `FY2027/28-Q1`, `Q1 FY27`, `2027/28`.
struct Written<'a> {
    /// False for two years in a row, which can also be a period.
    is_certain: bool,
    /// The year it starts in; two years in a row say that.
    start: Option<i16>,
    /// The only year that is written: it can start or end in it.
    only: Option<i16>,
    /// `Q1`, `H2`; empty for a full year.
    part: &'a str,
}

impl<'a> Written<'a> {
    fn parse(upper: &'a str) -> Option<Self> {
        let (years, part) = without_part(upper);
        let unmarked = years.strip_prefix("FY").map(str::trim_start);
        let year = |digits: &str| {
            let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
            let number: i16 = digits.parse().ok().filter(|_| is_number)?;
            match digits.len() {
                2 => Some(2000 + number),
                4 => Some(number).filter(|year| *year >= 1000),
                _ => None,
            }
        };
        let is_certain = unmarked.is_some() || !part.is_empty();
        let years = unmarked.unwrap_or(years);
        let (start, only) = match years.split_once(['/', '-', '–']) {
            Some((first, second)) => {
                let is_usual = second.len() <= first.len() && (is_certain || first.len() == 4);
                let (first, second) = (year(first)?, year(second)?);
                (Some(first).filter(|first| is_usual && (first + 1) % 100 == second % 100), None)
            }
            None => (None, year(years).filter(|_| unmarked.is_some())),
        };
        start.or(only).map(|_| Self { is_certain, start, only, part })
    }

    /// In the notation of the format, if the fiscal year starts in this year.
    fn starting(&self, year: i16) -> String {
        format!("FY{year:04}/{:02}{}", (year + 1) % 100, self.suffix())
    }

    fn suffix(&self) -> String {
        if self.part.is_empty() { String::new() } else { format!("-{}", self.part) }
    }

    /// In the notation of the format: one, or two if it can mean both.
    fn readings(&self) -> Vec<String> {
        let before = self.only.map(|year| self.starting(year - 1));
        before.into_iter().chain(self.start.or(self.only).map(|year| self.starting(year))).collect()
    }

    /// The date if the fiscal year starts on the first day of this month.
    fn date(&self, year: i16, month: i8) -> Option<CoarseDate> {
        let nth = |letter: char| self.part.strip_prefix(letter)?.parse::<i32>().ok();
        let (skipped, months) = match (nth('Q'), nth('H')) {
            (Some(quarter), _) => (3 * (quarter - 1), 3),
            (_, Some(half)) => (6 * (half - 1), 6),
            _ => (0, 12),
        };
        let start = Date::new(year, month, 1).ok()?;
        let after = |months: i32| start.checked_add(skipped.checked_add(months)?.months()).ok();
        Some(CoarseDate { first: after(0)?, last: after(months)?.yesterday().ok()?, year_start: month })
    }
}

/// `FY27-Q1`, `FY27 Q1` and `Q1 FY27` without their quarter, and the quarter.
fn without_part(upper: &str) -> (&str, &str) {
    let is_separator = |c: char| matches!(c, ' ' | '-');
    ["Q1", "Q2", "Q3", "Q4", "H1", "H2"]
        .into_iter()
        .find_map(|part| {
            let before = upper.strip_suffix(part).and_then(|rest| rest.strip_suffix(is_separator));
            let after = || upper.strip_prefix(part).and_then(|rest| rest.strip_prefix(is_separator));
            Some((before.or_else(after)?.trim(), part))
        })
        .unwrap_or((upper, ""))
}

/// True for a fiscal year or a part of one, in any notation.
pub(super) fn is_fiscal(text: &str) -> bool {
    Written::parse(&text.to_uppercase()).is_some()
}

/// Reads a fiscal year or a part of one. None for anything else.
pub(super) fn read(text: &str, fiscal_year: FiscalYear) -> Option<Result<CoarseDate, ValueError>> {
    if text.len() > MAX_GUESS {
        return None;
    }
    let upper = text.to_uppercase();
    let written = Written::parse(&upper)?;
    let error = |help: String| ValueError::new("a date", help);
    let readings = written.readings();
    let all = or(&quoted(&readings));
    let FiscalYear::StartsIn(month) = fiscal_year else {
        let and_write = format!("such as `fiscal_year_starts: april`, and write {all}");
        let help = match written.start.filter(|_| !written.is_certain) {
            None => format!("say under `strategy:` when the fiscal year starts, {and_write}"),
            Some(year) => format!(
                "for a period write `{{ start: {year}, end: {} }}`; for a fiscal year say under `strategy:` when it \
                 starts, {and_write}",
                year + 1
            ),
        };
        return Some(Err(error(help)));
    };
    if month == 1 {
        let calendar = |year: i16| format!("{year}{}", written.suffix());
        let why = "a fiscal year that starts in January is a calendar year";
        return Some(Err(match (written.start, written.only) {
            (Some(year), _) => {
                error(format!("{why}: write `{}` or `{}`", calendar(year), calendar(year + 1)))
            }
            (None, only) => error(why.to_owned()).instead(calendar(only?)),
        }));
    }
    Some(match readings.as_slice() {
        [only] if only == text => {
            written.start.and_then(|year| written.date(year, month)).ok_or_else(|| error(all))
        }
        [only] if written.is_certain => Err(error(all).instead(only)),
        [only] => Err(error(format!("if the fiscal year is meant, write {all}")).perhaps(only)),
        _ => Err(error(format!("this can mean two fiscal years: write {all}"))),
    })
}

/// Writes a fiscal year or a part of one.
pub(super) fn write(date: CoarseDate, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let skipped = (date.first.month() - date.year_start).rem_euclid(12);
    let year = date.first.year() - i16::from(date.first.month() < date.year_start);
    let part = match date.months() {
        3 => format!("Q{}", skipped / 3 + 1),
        6 => format!("H{}", skipped / 6 + 1),
        _ => String::new(),
    };
    f.write_str(&Written { is_certain: true, start: None, only: None, part: &part }.starting(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::step::Step;

    #[test]
    fn a_fiscal_year_is_the_months_from_its_start() {
        for (month, text, first, last) in [
            (4, "FY2027/28", "2027-04-01", "2028-03-31"),
            (4, "FY2027/28-H2", "2027-10-01", "2028-03-31"),
            (4, "FY2027/28-Q1", "2027-04-01", "2027-06-30"),
            (4, "FY2027/28-Q4", "2028-01-01", "2028-03-31"),
            (2, "FY2099/00-Q3", "2099-08-01", "2099-10-31"),
            (12, "FY2027/28-Q1", "2027-12-01", "2028-02-29"),
        ] {
            let date = CoarseDate::parse_in(text, FiscalYear::StartsIn(month)).unwrap();
            let read = [date.to_string(), date.first.to_string(), date.last.to_string()];
            assert_eq!(read, [text, first, last], "{month}");
        }
    }

    #[test]
    fn a_step_stays_in_fiscal_quarters() {
        let april = |text| CoarseDate::parse_in(text, FiscalYear::StartsIn(4)).unwrap();
        for (from, step, to) in [
            ("FY2027/28-Q4", "+1q", "FY2028/29-Q1"),
            ("FY2027/28", "-1y", "FY2026/27"),
            ("FY2027/28-H1", "+1q", "2027-07-01"),
        ] {
            assert_eq!(april(from).stepped(Step::parse(step).unwrap()), Some(april(to)), "{from} {step}");
        }
    }

    #[test]
    fn what_can_mean_two_years_is_answered_with_both() {
        let say = "say under `strategy:` when the fiscal year starts, such as `fiscal_year_starts: april`, and write";
        let period = "for a period write `{ start: 2027, end: 2028 }`; for a fiscal year say under `strategy:` when it \
                      starts, such as `fiscal_year_starts: april`, and write `FY2027/28`";
        for (year, text, answer) in [
            (FiscalYear::StartsIn(4), "fy2027/28", "FY2027/28".to_owned()),
            (FiscalYear::StartsIn(4), "FY 27/28 Q1", "FY2027/28-Q1".to_owned()),
            (FiscalYear::StartsIn(4), "Q1 2027/28", "FY2027/28-Q1".to_owned()),
            (FiscalYear::StartsIn(4), "FY2027-2028", "FY2027/28".to_owned()),
            (FiscalYear::StartsIn(4), "2027/28", "perhaps FY2027/28".to_owned()),
            (
                FiscalYear::StartsIn(4),
                "FY27-Q1",
                "this can mean two fiscal years: write `FY2026/27-Q1` or `FY2027/28-Q1`".to_owned(),
            ),
            (FiscalYear::StartsIn(1), "FY2027", "2027".to_owned()),
            (
                FiscalYear::StartsIn(1),
                "FY2027/28-H2",
                "a fiscal year that starts in January is a calendar year: write `2027-H2` or `2028-H2`"
                    .to_owned(),
            ),
            (FiscalYear::Unsaid, "FY2027/28-Q1", format!("{say} `FY2027/28-Q1`")),
            (FiscalYear::Unsaid, "FY27", format!("{say} `FY2026/27` or `FY2027/28`")),
            (FiscalYear::Unsaid, "2027/28", period.to_owned()),
            (FiscalYear::Unsaid, "2027/2028", period.to_owned()),
        ] {
            let error = CoarseDate::parse_in(text, year).unwrap_err();
            let perhaps = error.perhaps.map(|perhaps| format!("perhaps {perhaps}"));
            assert_eq!(error.instead.or(perhaps).unwrap_or(error.help), answer, "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_fiscal_years() {
        for text in
            ["2027", "2027-Q1", "Q1 2027", "2009-10", "11/12", "27-28", "2027/29", "FY", "FY2027/29", "FY1"]
        {
            assert!(read(text, FiscalYear::StartsIn(4)).is_none() || text == "2009-10", "{text}");
        }
        let october = CoarseDate::parse_in("2009-10", FiscalYear::StartsIn(4)).unwrap();
        assert_eq!(october.to_string(), "2009-10");
    }
}
