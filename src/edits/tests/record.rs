use crate::edits::record::{NewReading, Recorded, record};
use crate::source::Source;
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::strategy::number::Number;
use crate::syntax::edit::unmark;

pub(super) const HEAD: &str = "stratplan: 1\nstrategy: { name: x, period: 2027 }\n";
pub(super) const TODAY: &str = "2027-05-03";
const WITH_FILE: &str = "readings: data.csv\nkpis: { visits: {} }\n";

pub(super) fn document(text: &str, csv: Option<&str>) -> Document {
    Document::read(Source::new("plan.yaml", text), |path| {
        csv.map(|csv| Source::new(path, csv)).ok_or_else(|| "there is no such file".to_owned())
    })
}

/// `visits 2027-04-30 12900`, or the same and `replace`.
fn ask(document: &Document, asked: &str) -> Result<Recorded, String> {
    let words: Vec<&str> = asked.split(' ').collect();
    let new = NewReading {
        kpi: words[0],
        date: CoarseDate::parse(words[1]).unwrap(),
        value: Number::parse(words[2]).unwrap(),
        note: None,
        replace: words.len() > 3,
    };
    record(document, new, TODAY.parse().unwrap()).map_err(|refusal| refusal.to_string())
}

#[test]
fn a_reading_is_added_or_replaced_and_nothing_else_changes() {
    for (asked, marked) in [
        (
            "visits 2027-04-30 1.50",
            "kpis:\n  visits:\n    readings: { 2027-03-31: 1«, 2027-04-30: 1.50» } # x\n",
        ),
        (
            "visits 2027-04 -12.50",
            "kpis:\n  \"visits\":\n    'readings':\n      \"2027-03-31\": 1\n      # x«\n      \"2027-04\": -12.50»\n    # y\n",
        ),
        ("visits 2027-Q1 0.5", "kpis:\r\n  a: {}\r\n  visits: { readings: {« 2027-Q1: 0.5 »} }"),
        // The first reading adds the section.
        (
            "visits 2027-04-30 2",
            "kpis:\n  visits:\n    unit: v«\n    readings:\n      2027-04-30: 2»\n\n# x\npeople: { a: {} }\n",
        ),
        ("visits 2027-04-30 2", "kpis:\n  visits:\n    readings: # x«\n      2027-04-30: 2»\n    unit: v"),
        ("2027 2027 1e3", "kpis: { 2027: { unit: v«, readings: { 2027: 1000 }» } }\n"),
        // A date without a figure gets it.
        (
            "visits 2027-04-30 2",
            "kpis:\n  visits:\n    readings:\n      2027-04-30: «2 »# soon\n      2027-03-31: 1\n",
        ),
        (
            "visits 2027-04-30 3 replace",
            "kpis:\n  visits:\n    readings:\n      2027-03-31: 1 # x\n      \"2027-04\": «'2'→3» # y\n",
        ),
        ("visits 2027-04-30 3 replace", "kpis: { visits: { readings: { 2027-04-30: «n/a→3» } } }\n"),
    ] {
        let (kpis, expected) = unmark(marked);
        let recorded = ask(&document(&format!("{HEAD}{kpis}"), None), asked).unwrap();
        assert_eq!(recorded.document.source.text(), format!("{HEAD}{expected}"));
        assert_eq!(Ok(recorded.reading.value), Number::parse(asked.split(' ').nth(2).unwrap()));
    }
}

#[test]
fn a_readings_file_is_changed_in_the_style_of_its_rows() {
    for (asked, marked) in [
        ("visits 2027 1.50", "kpi,date,value«\nvisits,2027,1.50»"),
        ("visits 2027 1.50", "kpi,date,value«\nvisits,2027,1.50»\n"),
        ("2027 2027 -1.50", "kpi;date;value\r\n2027;2026;1«\r\n2027;2027;-1.50»"),
        ("visits 2027 1", "\u{feff}kpi,date,value\r\n2027,2027-01,1«\r\nvisits,2027,1»\r\n"),
        ("visits 2027 1", "kpi,date,value\n2027,2027,1«\nvisits,2027,1»\n\n\n"),
        // A field is in quotes like the one above it.
        ("visits 2027 1", "\"kpi\",\"date\",\"value\"\n\"2027\",2026,\"1\"«\n\"visits\",2027,\"1\"»\n"),
        ("visits 2027 1", "kpi,date,value\n\"b\n\",2027,1«\n\"visits\",2027,1»\n"),
        // So is one that contains a delimiter or a quote.
        ("a,b 2027 1", "kpi,date,value«\n\"a,b\",2027,1»\n"),
        ("a,b 2027 1", "kpi;date;value«\na,b;2027;1»\n"),
        ("a\"b 2027 1", "kpi,date,value«\n\"a\"\"b\",2027,1»\n"),
        ("visits 2027 1", "kpi,date,value,note\n2027,2027,1,\"the fair, again\"«\nvisits,2027,1,\"\"»\n"),
        ("visits 2027 1", "kpi;date;value;note\n2027;2027;1;«\nvisits;2027;1;»\n"),
        ("visits 2027 3 replace", "kpi,date,value,note\nvisits,2027,« 2 → 3 »,the fair\n"),
        // An unreadable row does not prevent another.
        ("visits 2027-04 2", "kpi,date,value\nvisit,2027,1\nvisits,2027-04,n/a«\nvisits,2027-04,2»\n"),
        (
            "visits 2027-04-30 3 replace",
            "kpi,date,value\r\n2027,2027-04-30,1\r\n\r\n\"visits\" , 2027-04-30 ,\"« 2 → 3 »\"\r\nvisits,2027-03-31,2",
        ),
    ] {
        let (csv, expected) = unmark(marked);
        let text = format!(
            "{HEAD}readings: data.csv\nkpis: {{ visits: {{}}, 2027: {{}}, 'a,b': {{}}, 'a\"b': {{}} }}\n"
        );
        let recorded = ask(&document(&text, Some(&csv)), asked).unwrap();
        assert_eq!(recorded.document.source.text(), text);
        assert_eq!(recorded.document.csv.unwrap().text(), expected);
    }
    // A reading that is in the strategy stays there, even if there is a readings file.
    let text = format!("{HEAD}readings: data.csv\nkpis: {{ visits: {{ readings: {{ 2027-04-30: 1 }} }} }}\n");
    let recorded = ask(&document(&text, Some("kpi,date,value\n")), "visits 2027-04-30 3 replace").unwrap();
    assert_eq!(recorded.document.source.text(), text.replace(": 1 }", ": 3 }"));
    assert!(recorded.change.readings.is_empty());
}

#[test]
fn the_previous_reading_is_the_previous_by_date() {
    let text = format!("{HEAD}kpis: {{ visits: {{ readings: {{ 2027-03: 3, 2027-01: 1 }} }} }}\n");
    let document = document(&text, None);
    for (asked, before, replaced) in [
        ("visits 2027-02 2", Some("1"), None),
        ("visits 2027-04 2", Some("3"), None),
        ("visits 2026 2", None, None),
        ("visits 2027-03 9 replace", Some("1"), Some("3")),
    ] {
        let recorded = ask(&document, asked).unwrap();
        assert_eq!(recorded.before.map(|one| one.value.to_string()).as_deref(), before, "{asked}");
        assert_eq!(recorded.replaced.map(|value| value.to_string()).as_deref(), replaced, "{asked}");
    }
}

#[test]
fn today_and_the_months_and_years_that_contain_it_are_not_the_future() {
    let document = document(&format!("{HEAD}kpis: {{ visits: {{}} }}\n"), None);
    for date in [TODAY, "2027-05", "2027-Q2", "2027"] {
        assert!(ask(&document, &format!("visits {date} 1")).is_ok());
    }
    let refused = "2027-Q3 is in the future, and a reading records what has happened\n  expected figures go under `milestones:`";
    assert_eq!(ask(&document, "visits 2027-Q3 1").unwrap_err(), refused);
}

#[test]
fn a_reading_that_cannot_be_recorded_safely_is_refused_with_a_reason() {
    let side_effects = "this cannot be written without changing something else, so nothing was written";
    let by_hand = "write it by hand, under `readings:` of `visits`: `2027-04-30: 1`";
    for (body, said) in [
        ("", "plan.yaml: there is no KPI `visits`\n  add it under `kpis:` first; none is declared yet"),
        (
            "kpis:\n  visits: 12\n",
            "plan.yaml:4: `visits` cannot be read, so nothing is recorded\n  `stratplan check` shows what is wrong with it",
        ),
        ("kpis: [visits]\n", "plan.yaml:3: `visits` cannot be read, so nothing is recorded"),
        (
            "kpis:\n  visits:\n    readings:\n      \"2027-04\": '2' # low\n",
            "plan.yaml:6: `visits` already has a reading for 2027-04: 2\n  --replace replaces it with 1",
        ),
        (
            "kpis: { visits: { readings: { 2027-04-30: n/a } } }\n",
            "plan.yaml:3: `visits` already has a reading for 2027-04-30: `n/a`\n  --replace replaces it with 1",
        ),
        (
            "kpis: { visits: { readings: { 2027-04-30: 1, 2027-04: 2 } } }\n",
            "plan.yaml:3: `visits` has several readings for 2027-04-30\n  keep the right one, and remove the others",
        ),
        (
            "kpis:\n  orders: &v { unit: v }\n  visits: *v\n",
            &format!(
                "plan.yaml:5: `visits` is a reference to another place in the file, so nothing was written\n  {by_hand}"
            ),
        ),
        // `reading` is read as `readings`, and a second one of that name would hide it.
        ("kpis: { visits: { reading: { 2027: 1 } } }\n", &format!("plan.yaml: {side_effects}\n  {by_hand}")),
        ("readings:\nkpis: { visits: {} }\n", "plan.yaml:3: `readings`"),
        (
            WITH_FILE,
            "plan.yaml:3: the readings file cannot be used: there is no such file\n  write its path as seen from this file, or remove the line",
        ),
    ] {
        let refused = ask(&document(&format!("{HEAD}{body}"), None), "visits 2027-04-30 1").unwrap_err();
        assert!(refused.starts_with(said), "{body}: {refused}");
    }
    for (text, said) in [
        ("name: x\n", "plan.yaml: this does not look like a strategy"),
        ("", "plan.yaml: there is nothing in this file yet\n  start with"),
        ("stratplan: 2\nstrategy: { name: x }\nkpis: { visits: {} }\n", "plan.yaml: "),
        ("- a\n", "plan.yaml: this file is a list"),
    ] {
        assert!(ask(&document(text, None), "visits 2027-04-30 1").unwrap_err().starts_with(said), "{text}");
    }
    for (csv, said) in [
        (
            &b""[..],
            "data.csv:1: the readings file is empty\n  write `kpi,date,value` as the first line, and one reading a line below it",
        ),
        (
            "\u{feff}metric,when\nvisits,2027-03\n".as_bytes(),
            "data.csv:1: the first line of the readings file is not `kpi,date,value`\n  make `kpi,date,value` the first line, and put the columns below it in that order",
        ),
        (
            b"kpi;date;value\n\"visits;2027;1\n",
            "data.csv:2: a quote is opened here and never closed\n  close the quote at the end of the field, or remove it",
        ),
        (
            b"kpi,date,value\nvisits,2027-04-30,1\nb\xfcro,2027,1\n",
            "data.csv:3: the readings file is not saved as UTF-8",
        ),
    ] {
        let strategy = Source::new("plan.yaml", format!("{HEAD}{WITH_FILE}"));
        let document = Document::read(strategy, |_| Ok(Source::from_bytes("data.csv", csv.to_vec())));
        for asked in ["visits 2027-04-30 1 replace", "visits 2027-04-29 1"] {
            let refused = ask(&document, asked).unwrap_err().replace("2027-04-29", "2027-04-30");
            assert!(refused.starts_with(said), "{refused}");
        }
    }
}

#[test]
fn all_readings_that_would_count_twice_are_named() {
    let refused = |readings: &str, date: &str| {
        let text = format!("{HEAD}kpis: {{ visits: {{ counts: sum, readings: {{ {readings} }} }} }}\n");
        ask(&document(&text, None), &format!("visits {date} 9")).unwrap_err()
    };
    let one = refused("2027-Q1: 7", "2027-02");
    assert!(one.contains("already has 7 for 2027-Q1, and 2027-02 has some of the same days"), "{one}");
    assert!(one.contains("with `--replace` and `--date 2027-Q1`"), "{one}");
    let several = refused("2027-01: 1, 2027-02: 2", "2027-Q1");
    assert!(several.contains("already has 1 for 2027-01 and 2 for 2027-02, and 2027-Q1 has"), "{several}");
    assert!(several.contains("or remove those readings to record 2027-Q1"), "{several}");
    let many = refused("2026-01: 1, 2026-02: 2, 2026-03: 3, 2026-04: 4, 2026-05: 5", "2026");
    assert!(many.contains("1 for 2026-01, 2 for 2026-02, 3 for 2026-03 and 2 more, and 2026 has"), "{many}");
}

#[test]
fn a_note_goes_with_the_figure() {
    let noted = |text: &str, csv: Option<&str>, note: &str, replace: bool| {
        let (kpi, date) = ("visits", CoarseDate::parse("2027-04").unwrap());
        let new = NewReading { kpi, date, value: Number::parse("9").unwrap(), note: Some(note), replace };
        record(&document(text, csv), new, TODAY.parse().unwrap()).map_err(|refusal| refusal.to_string())
    };
    for (note, marked) in [
        ("the fair", "kpis: { visits: { readings: {« 2027-04: { value: 9, note: the fair } »} } }"),
        (
            "a: b",
            "kpis:\n  visits:\n    readings:\n      2027-03: 1«\n      2027-04: { value: 9, note: 'a: b' }»\n",
        ),
        ("new", "kpis: { visits: { readings: { 2027-04: «8→{ value: 9, note: new }» } } }"),
        ("new", "kpis: { visits: { readings: { 2027-04: { value: «8→9», note: «old→new» } } } }"),
        ("new", "kpis: { visits: { readings: { 2027-04: { value: «8→9»«, note: new» } } } }"),
    ] {
        let (text, expected) = unmark(&format!("{HEAD}{marked}"));
        let recorded = noted(&text, None, note, text.contains("2027-04")).unwrap();
        assert_eq!(recorded.document.source.text(), expected);
        assert_eq!(recorded.reading.note.as_deref(), Some(note));
    }
    for (note, marked) in [
        ("the fair", "kpi,date,value,note«\nvisits,2027-04,9,the fair»\n"),
        ("a, b", "kpi,date,value,note\nvisits,2027-03,1«\nvisits,2027-04,9,\"a, b\"»\n"),
        ("new", "kpi;date;value;note\nvisits;2027-04;«8→9»;«old→new»\n"),
        ("say \"no\"", "kpi,date,value,note\nvisits,2027-04,«8→9»,\"«old→say \"\"no\"\"»\"\n"),
        ("new", "kpi,date,value,note\nvisits,2027-04,\"«8→9»\"«,new»\n"),
        ("new", "kpi,date,value,note\nvisits,2027-04,«8→9»,«new»\n"),
    ] {
        let (csv, expected) = unmark(marked);
        let recorded =
            noted(&format!("{HEAD}{WITH_FILE}"), Some(&csv), note, csv.contains("2027-04")).unwrap();
        assert_eq!(recorded.document.csv.unwrap().text(), expected);
        assert_eq!(recorded.reading.note.as_deref(), Some(note));
    }
    let refused = noted(&format!("{HEAD}{WITH_FILE}"), Some("kpi,date,value\n"), "x", false).unwrap_err();
    assert!(refused.contains("make `kpi,date,value,note` its first line"), "{refused}");
    // A note that was there stays with a new figure, and a row without one keeps its columns.
    let text = format!("{HEAD}kpis: {{ visits: {{ readings: {{ 2027-04: {{ value: 8, note: old }} }} }} }}");
    let recorded = ask(&document(&text, None), "visits 2027-04 9 replace").unwrap();
    assert_eq!(recorded.document.source.text(), text.replace("value: 8", "value: 9"));
    let csv = "kpi,date,value,note\nvisits,2027-03,8,old\n";
    let recorded = ask(&document(&format!("{HEAD}{WITH_FILE}"), Some(csv)), "visits 2027-04 9").unwrap();
    assert_eq!(recorded.document.csv.unwrap().text(), format!("{csv}visits,2027-04,9,\n"));
}
