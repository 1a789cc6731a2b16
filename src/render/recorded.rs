//! A reading that was recorded, and how far its KPI has come.

use std::io::{self, Write};

use jiff::civil::Date;

use crate::analysis::kpi::{Judgment, Mark, Status};
use crate::edits::record::Recorded;
use crate::render::layout::parts;
use crate::strategy::date::CoarseDate;
use crate::strategy::kpi::Counts;
use crate::words::figures::{computed, percent, plain};
use crate::words::safe;

/// Writes what was recorded for a KPI, and what it was read from if that is not the same, and, if there is a
/// target, how far that is as of `today`.
pub fn recorded(
    out: &mut dyn Write,
    (kpi, typed): (&str, Option<&str>),
    recorded: &Recorded,
    progress: Option<&Judgment>,
    today: Date,
) -> io::Result<()> {
    let reading = &recorded.reading;
    let other = recorded.replaced.filter(|old| *old != reading.value);
    let instead = other.map(|old| format!(" instead of {old}")).unwrap_or_default();
    let before = match &recorded.before {
        Some(before) => format!(", was {} {}", before.value, when(before.date)),
        None => ", the first reading".to_owned(),
    };
    let from = typed.map(|typed| format!(" (from “{}”)", safe::line(typed))).unwrap_or_default();
    let (kpi, value, when) = (safe::line(kpi), reading.value, when(reading.date));
    writeln!(out, "{kpi}: {value}{from} {when}{instead}{before}")?;
    let Some(progress) = progress else { return Ok(()) };
    let Some(come) = how_far(progress) else { return Ok(()) };
    match progress.figure.filter(|_| progress.counts == Counts::Level) {
        Some(Mark { date, value }) if date != reading.date.as_reading(today) => {
            writeln!(out, "{come} (by the latest reading, {value} on {date})")
        }
        _ => writeln!(out, "{come}"),
    }
}

/// `on 2027-04-30`, `for 2027-04`.
fn when(date: CoarseDate) -> String {
    format!("{} {date}", if date.is_exact() { "on" } else { "for" })
}

/// `35 % of the way to 20000 by 2027-12-31, expected 33 %: on track`. None if there is no target.
fn how_far(progress: &Judgment) -> Option<String> {
    let status = parts::status_and_end(progress).to_string();
    let is_judged = !matches!(progress.status, Status::NoTarget | Status::NotNow);
    let target = progress.target.filter(|_| is_judged)?;
    let due = target.date.map(|date| format!(" by {date}")).unwrap_or_default();
    let sum = progress.figure.filter(|_| progress.counts == Counts::Sum);
    let sum = sum.map(|figure| format!("{} so far, ", plain(figure.value.0))).unwrap_or_default();
    let expected = progress.expected.map(|share| format!(", expected {}", percent(share.0)));
    let expected = expected.unwrap_or_default();
    let start = progress.start.and_then(|start| start.value);
    Some(match (progress.status, progress.progress, start) {
        (Status::Kept | Status::Broken, ..) => {
            format!("{sum}{target}: {status}")
        }
        (Status::Worse, _, Some(start)) => {
            format!("{sum}{status} ({start}), on the way to {target}{due}{expected}")
        }
        (_, Some(share), _) => {
            format!("{sum}{} of the way to {target}{due}{expected}: {status}", percent(share.0))
        }
        (_, None, _) if progress.is_seasonal => {
            let planned =
                progress.planned_at_figure.map(|planned| format!("planned {}, ", computed(planned.0)));
            format!("{}to reach {target}{due}: {status}", planned.unwrap_or_default())
        }
        (_, None, _) => format!("{sum}to reach {target}{due}: {status}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;
    use crate::analysis::kpi::Thresholds;
    use crate::edits::record::{NewReading, record};
    use crate::source::Source;
    use crate::strategy::document::Document;
    use crate::strategy::number::Number;

    fn output(kpi: &str, date: &str) -> String {
        let text =
            format!("stratplan: 1\nstrategy: {{ name: x, period: 2027 }}\nkpis: {{ visits: {{ {kpi} }} }}\n");
        let document = Document::read(Source::new("x", text), |_| Err("none".to_owned()));
        let today = "2027-05-03".parse().unwrap();
        let new = NewReading {
            kpi: "visits",
            date: CoarseDate::parse(date).unwrap(),
            value: Number::parse("12900.0").unwrap(),
            note: None,
            replace: true,
        };
        let done = record(&document, new, today).unwrap();
        let analysis = Analysis::new(&done.document, &Thresholds::default(), today);
        let mut out = Vec::new();
        recorded(&mut out, ("visits", None), &done, analysis.kpis.get("visits"), analysis.today).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// `tests/cmd/record.md` has the usual cases.
    #[test]
    fn progress_is_that_of_the_latest_reading_whatever_is_recorded() {
        let aim = "baseline: { value: 9000, date: 2026-12-31 }, target: { value: 20000, date: 2027-12-31 }";
        assert_eq!(
            output(&format!("{aim}, readings: {{ 2027-04-30: 9000 }}"), "2027-02-28"),
            "visits: 12900 on 2027-02-28, the first reading\n\
             0 % of the way to 20000 by 2027-12-31, expected 33 %: off track (by the latest reading, 9000 on 2027-04-30)\n"
        );
        // A year that is not over counts as of today.
        assert!(output(aim, "2027").ends_with("expected 34 %: on track\n"));
        // A value that is replaced by the same is not the one before.
        let same = output("readings: { 2027-04-30: 12900 }", "2027-04-30");
        assert_eq!(same, "visits: 12900 on 2027-04-30, the first reading\n");
    }

    #[test]
    fn every_status_reads_as_a_sentence() {
        for (kpi, expected) in [
            (
                "target: 12000, baseline: { value: 9000 }",
                "130 % of the way to 12000 by 2027-12-31, expected 33 %: reached",
            ),
            (
                "target: 20000, baseline: { value: 15000 }",
                "worse than at its start (15000), on the way to 20000 by 2027-12-31, expected 33 %",
            ),
            ("target: 20000", "to reach 20000 by 2027-12-31: no baseline"),
            (
                "target: { value: 20000, date: 2027-04-01 }, baseline: { value: 9000 }",
                "35 % of the way to 20000 by 2027-04-01, expected 100 %: missed, as read on 2027-04-30",
            ),
            ("target: { at_least: 12800 }", "at least 12800: kept"),
            ("target: { at_most: 12000 }", "at most 12000: broken"),
            (
                "counts: sum, target: 20000",
                "12900 so far, 65 % of the way to 20000 by 2027-12-31, expected 33 %: on track",
            ),
            ("target: 12000, baseline: { value: 12000 }", ""),
        ] {
            let output = output(kpi, "2027-04-30");
            assert_eq!(output.lines().nth(1).unwrap_or_default(), expected, "{kpi}");
        }
    }
}
