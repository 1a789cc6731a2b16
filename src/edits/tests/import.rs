//! Many readings in one change: the same bytes as one by one, and no more work for more of them.

use jiff::ToSpan;

use super::record::{HEAD, TODAY, document};
use crate::edits::import::{Fate, import};
use crate::edits::record::{NewReading, record, record_all};
use crate::import::outcome::KpiRead;
use crate::import::stretches::Figure;
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::strategy::number::Number;
use crate::syntax::PARSED;

const FILE: &str = "readings: data.csv\nkpis: { visits: {}, b: { readings: { 2026: 1 } } }\n";

fn texts(document: &Document) -> (String, Option<String>) {
    (document.source.text().to_owned(), document.csv.as_ref().map(|csv| csv.text().to_owned()))
}

#[test]
fn readings_together_give_the_same_bytes_as_one_by_one() {
    let dates = ["2027-01", "2027-02", "2027-03"].map(|date| CoarseDate::parse(date).unwrap());
    for (text, csv) in [
        ("kpis:\n  visits:\n    unit: v\n\n# x\npeople: { a: {} }\n", None),
        ("kpis:\r\n  visits:\r\n    readings: # x\r\n    unit: v", None),
        ("kpis:\n  \"visits\":\n    'readings':\n      \"2026-12\": 1\n      # x\n    # y\n", None),
        ("kpis: { visits: {} }\n", None),
        ("kpis: { visits: { unit: v } }\n", None),
        ("kpis: { visits: { readings: {} } }\n", None),
        ("kpis:\n  visits: { readings: { 2026-12: 1 } } # x\n", None),
        ("kpis:\n  visits:\n    readings: {\n      2026-12: 1, # x\n    }\n", None),
        ("kpis:\n  visits:\n    readings: {\n      2026-12: 1 # x\n    }\n", None),
        // Some are there already, in other words, with a note and with a comment.
        (
            "kpis:\n  visits:\n    readings:\n      2027-03: { value: 8, note: old }\n      \"2027-01\": '9' # x\n",
            None,
        ),
        (FILE, Some("kpi,date,value\r\n")),
        (FILE, Some("kpi;date;value;note\nvisits;2027-02; 7 ;\"a; b\"\n\"b\";2027;\"1\";\n\n")),
        ("readings: data.csv\nkpis: { visits: { readings: { 2027-02: 7 } } }\n", Some("kpi,date,value")),
    ] {
        let text = format!("{HEAD}{text}");
        let before = document(&text, csv);
        let new = |(index, date): (usize, &CoarseDate)| {
            let value = Number::parse(&format!("{index}.5")).unwrap();
            NewReading { kpi: "visits", date: *date, value, note: None, replace: true }
        };
        let all: Vec<NewReading<'_>> = dates.iter().enumerate().map(new).collect();
        let one_by_one = all.iter().fold(before.clone(), |document, new| {
            record(&document, *new, TODAY.parse().unwrap()).unwrap().document
        });
        let together = record_all(&before, &all, TODAY.parse().unwrap());
        let kpi = KpiRead { figures: figures_of(&all), ..kpi("visits") };
        let imported = import(&before, &[kpi], true, TODAY.parse().unwrap()).unwrap().document;
        assert_eq!(texts(&imported), texts(&one_by_one));
        assert!(texts(&imported) != texts(&before));
        assert_eq!(texts(&together.unwrap()), texts(&one_by_one));
    }
}

#[test]
fn what_cannot_be_done_together_is_refused_with_the_reason_of_one() {
    let shared = format!("{HEAD}kpis:\n  orders: &v {{ unit: v }}\n  visits: *v\n");
    let several = format!("{HEAD}kpis: {{ visits: {{ readings: {{ 2027-01-31: 1, 2027-01: 2 }} }} }}\n");
    let unread = |readings: &str| format!("{HEAD}kpis: {{ visits: {{ readings: {{ {readings} }} }} }}\n");
    let figures = || ["2027-01", "2027-02"].map(|date| figure(CoarseDate::parse(date).unwrap(), 5));
    let run = |text: &str, replace: bool| {
        let kpi = KpiRead { figures: figures().into(), ..kpi("visits") };
        import(&document(text, None), &[kpi], replace, TODAY.parse().unwrap())
    };
    for (text, replace, why) in [
        (shared, false, "a reference to another place"),
        (several, true, "has several readings"),
        (
            unread("2027-01: n/a"),
            false,
            "already has a reading for 2027-01: `n/a`\n  --replace replaces it with 5",
        ),
        (unread("2026-12: 4, 2027-02: n/a"), false, "already has a reading for 2027-02: `n/a`"),
        (unread("2027-02: { value: n/a, note: closed }"), false, "already has a reading for 2027-02: `n/a`"),
    ] {
        assert!(run(&text, replace).unwrap_err().to_string().contains(why), "{text}");
    }
    let replaced = run(&unread("2027-01: n/a"), true).unwrap();
    assert_eq!(replaced.document.source.text(), unread("2027-01: 5, 2027-02: 5"));
    assert_eq!(replaced.fates, [[Fate::Replaces("`n/a`".to_owned()), Fate::New]]);
}

#[test]
fn a_reading_is_replaced_only_if_that_is_asked_for() {
    let text = format!("{HEAD}kpis: {{ visits: {{ readings: {{ 2027-01: 4 }} }} }}\n");
    let date = CoarseDate::parse("2027-01").unwrap();
    let all = |value: &str, replace: bool| {
        let new =
            NewReading { kpi: "visits", date, value: Number::parse(value).unwrap(), note: None, replace };
        let all = record_all(&document(&text, None), &[new], TODAY.parse().unwrap());
        all.map(|document| document.source.text().to_owned())
    };
    assert_eq!(all("5", false), None);
    assert_eq!(all("4", false), Some(text.clone()));
    assert_eq!(all("5", true), Some(text.replace(": 4", ": 5")));
}

#[test]
fn work_does_not_grow_with_the_readings() {
    let days = |count: i64| {
        let first = TODAY.parse::<jiff::civil::Date>().unwrap() - count.days();
        (0..count).map(move |day| figure(CoarseDate::day(first + day.days()), day)).collect::<Vec<_>>()
    };
    for (text, csv) in [
        ("kpis:\n  visits:\n    unit: v\n", None),
        ("kpis: { visits: {} }\n", None),
        (FILE, Some("kpi,date,value\n")),
    ] {
        let parsed = |count: i64| {
            let before = document(&format!("{HEAD}{text}"), csv);
            let figures = days(count);
            let other = figures
                .iter()
                .map(|one| Figure { value: one.value + rust_decimal::Decimal::ONE, ..one.clone() });
            let kpi = |figures: Vec<Figure>| KpiRead { figures, ..kpi("visits") };
            let other = kpi(other.collect());
            let run = |document: &Document, kpi: &KpiRead| {
                let started = PARSED.get();
                let imported = import(document, std::slice::from_ref(kpi), true, TODAY.parse().unwrap());
                (imported.unwrap().document, PARSED.get() - started)
            };
            let (first, new) = run(&before, &kpi(figures.clone()));
            let (second, same) = run(&first, &kpi(figures));
            let (third, replaced) = run(&second, &other);
            assert_eq!(i64::try_from(first.readings.of("visits").len()), Ok(count));
            assert_eq!(texts(&second), texts(&first));
            assert!(texts(&third) != texts(&first));
            [new, same, replaced]
        };
        let (few, many) = (parsed(10), parsed(1000));
        assert_eq!(few, many, "{text}");
        assert!(many[0] > 0 && many[0] < 10 && many[1] == 0 && many[2] > 0, "{many:?}");
    }
}

fn figures_of(all: &[NewReading<'_>]) -> Vec<Figure> {
    all.iter().map(|new| Figure { date: new.date, value: new.value.0, rows: 1 }).collect()
}

fn figure(date: CoarseDate, value: i64) -> Figure {
    Figure { date, value: value.into(), rows: 1 }
}

fn kpi(id: &str) -> KpiRead {
    KpiRead {
        id: id.to_owned(),
        what: String::new(),
        figures: Vec::new(),
        incomplete: Vec::new(),
        notes: Vec::new(),
        proposed: None,
    }
}
