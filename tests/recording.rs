//! Recording readings in the strategies there are, and in as many that are made up.

use std::fs;
use std::path::Path;

use stratplan::document::Document;
use stratplan::edits::Refusal;
use stratplan::edits::record::{NewReading, Recorded, record};
use stratplan::source::Source;
use stratplan::strategy::date::CoarseDate;
use stratplan::strategy::number::Number;

use crate::support::generator::{Plan, strategy};

const DAY: &str = "2028-02-29";

fn read(text: &str, csv: Option<&str>) -> Document {
    Document::read(Source::new("plan.yaml", text), |path| {
        csv.map(|csv| Source::new(path, csv)).ok_or_else(|| "there is no such file".to_owned())
    })
}

fn put(document: &Document, kpi: &str, value: &str, replace: bool) -> Result<Recorded, Refusal> {
    let (date, value) = (CoarseDate::parse(DAY).unwrap(), Number::parse(value).unwrap());
    record(document, NewReading { kpi, date, value, replace }, DAY.parse().unwrap())
}

fn texts(document: &Document) -> (&str, Option<&str>) {
    (document.source.text(), document.csv.as_ref().map(Source::text))
}

/// Records a reading of every KPI, each in the text as it is; corrects the first, and corrects it
/// back. Says how many could be recorded.
fn record_each(text: &str, csv: Option<&str>) -> (usize, Vec<Refusal>) {
    let document = read(text, csv);
    let (mut done, mut refusals) = (0, Vec::new());
    let kpis: Vec<String> = document.strategy.kpis().map(|(id, _)| id.as_str().to_owned()).collect();
    for kpi in &kpis {
        let first = match put(&document, kpi, "12900.50", false) {
            Ok(first) => first,
            Err(refusal) => {
                refusals.push(refusal);
                continue;
            }
        };
        done += 1;
        let edits: Vec<_> = first.change.strategy.iter().chain(&first.change.readings).collect();
        assert!(!edits.is_empty() && edits.iter().all(|edit| edit.span.is_empty()), "{kpi}: {edits:?}");
        assert_eq!(first.change.readings.is_empty(), csv.is_none());
        assert_eq!(first.document.findings.len(), document.findings.len());
        let of_others = |document: &Document| {
            let others = kpis.iter().filter(|other| *other != kpi);
            others.map(|other| document.readings.of(other).len()).collect::<Vec<_>>()
        };
        assert_eq!(of_others(&first.document), of_others(&document));
        assert_eq!(first.document.readings.of(kpi).len(), document.readings.of(kpi).len() + 1);

        if done > 1 {
            continue;
        }
        assert!(put(&first.document, kpi, "1", false).is_err());
        let other = put(&first.document, kpi, "-1", true).unwrap();
        assert_ne!(texts(&other.document), texts(&first.document));
        let back = put(&other.document, kpi, "12900.50", true).unwrap();
        assert_eq!(texts(&back.document), texts(&first.document));
    }
    (done, refusals)
}

/// A text as it is, as Windows has it, and without its last line break.
fn forms(text: &str) -> [String; 3] {
    let windows = text.replace('\n', "\r\n");
    [text.to_owned(), windows.clone(), windows.trim_end().to_owned()]
}

#[test]
fn every_kpi_of_a_sound_strategy_takes_a_reading() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategies");
    let csv = fs::read_to_string(root.join("readings/machine-maker.csv")).unwrap();
    let mut total = 0;
    for entry in fs::read_dir(&root).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let has_file = read(&text, None).strategy.readings.is_set();
        for (text, csv) in forms(&text).iter().zip(&forms(&csv)) {
            let (done, refusals) = record_each(text, has_file.then_some(csv));
            assert_eq!(refusals, [], "{}", path.display());
            total += done;
        }
    }
    assert!(total > 90, "{total}");
}

#[test]
fn every_kpi_of_a_made_up_strategy_takes_a_reading() {
    for seed in 0..3 {
        let text = strategy(Plan { seed, activities: 8, faults: 0 });
        for text in forms(&text) {
            let (done, refusals) = record_each(&text, None);
            assert_eq!(refusals, [], "seed {seed}");
            assert!(done > 2, "seed {seed}");
            let with_file = format!("readings: figures.csv\n{text}");
            assert_eq!(
                record_each(&with_file, Some("kpi;date;value\r\n")),
                (done, Vec::new()),
                "seed {seed}"
            );
        }
    }
}

#[test]
fn a_broken_strategy_takes_it_safely_or_says_why_not() {
    let (mut done, mut refused) = (0, 0);
    for seed in 0..20 {
        let text = strategy(Plan { seed, activities: 4, faults: 1 + usize::try_from(seed).unwrap() % 4 });
        let (some, refusals) = record_each(&text, None);
        done += some;
        refused += refusals.len();
        for refusal in refusals {
            assert!(refusal.to_string().contains("write it by hand, under `readings:` of `"), "{refusal}");
        }
    }
    assert!(done > 20 && refused > 20, "{done} done, {refused} refused");
}
