use crate::edits::record::{NewReading, Recorded, record};
use crate::source::Source;
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::strategy::number::Number;
use crate::syntax::edit::unmark;

const HEAD: &str = "stratplan: 1\nstrategy: { name: x, period: 2027 }\n";
const TODAY: &str = "2027-05-03";

fn document(text: &str, csv: Option<&str>) -> Document {
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
        replace: words.len() > 3,
    };
    record(document, new, TODAY.parse().unwrap()).map_err(|refusal| refusal.to_string())
}

/// The KPIs of a strategy after a reading was recorded.
#[track_caller]
fn becomes(asked: &str, marked: &str) {
    let (kpis, expected) = unmark(marked);
    let recorded = ask(&document(&format!("{HEAD}{kpis}"), None), asked).unwrap();
    assert_eq!(recorded.document.source.text(), format!("{HEAD}{expected}"));
    assert_eq!(recorded.reading.value.to_string().parse::<f64>(), asked.split(' ').nth(2).unwrap().parse());
}

/// A readings file after a reading was recorded; the strategy does not change.
#[track_caller]
fn csv_becomes(asked: &str, marked: &str) {
    let (csv, expected) = unmark(marked);
    let text = format!("{HEAD}readings: data.csv\nkpis: {{ visits: {{ unit: v }}, 2027: {{ unit: v }} }}\n");
    let recorded = ask(&document(&text, Some(&csv)), asked).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(recorded.document.source.text(), text);
    assert_eq!(recorded.document.csv.unwrap().text(), expected);
}

#[track_caller]
fn refused(kpis: &str, asked: &str, expected: &str) {
    refused_with(None, kpis, asked, expected);
}

#[track_caller]
fn refused_with(csv: Option<&str>, kpis: &str, asked: &str, expected: &str) {
    let refusal = ask(&document(&format!("{HEAD}{kpis}"), csv), asked).unwrap_err();
    assert_eq!(refusal, expected);
}

#[test]
fn a_reading_is_added_to_the_others() {
    becomes(
        "visits 2027-04-30 12900",
        "kpis:\n  visits:\n    readings: { 2027-03-31: 12100«, 2027-04-30: 12900» } # monthly\n",
    );
    becomes(
        "visits 2027-04 -12.50",
        "kpis:\n  \"visits\":\n    'readings':\n      \"2027-03-31\": 12100\n      # the fair«\n      \"2027-04\": -12.50»\n    # end of visits\n",
    );
    becomes(
        "visits 2027-Q1 0.5",
        "kpis:\r\n  a: { unit: v }\r\n  visits: { unit: v, readings: {« 2027-Q1: 0.5 »} }",
    );
}

#[test]
fn the_first_reading_adds_the_section() {
    becomes(
        "visits 2027-04-30 12900",
        "kpis:\n  visits:\n    unit: v«\n    readings:\n      2027-04-30: 12900»\n\n# people\npeople: { a: {} }\n",
    );
    becomes(
        "visits 2027-04-30 12900",
        "kpis:\n  visits:\n    readings: # none yet«\n      2027-04-30: 12900»\n    unit: v",
    );
    becomes("2027 2027 1e3", "kpis: { 2027: { unit: v«, readings: { 2027: 1000 }» } }\n");
    // A date without a figure gets it.
    becomes(
        "visits 2027-04-30 2",
        "kpis:\n  visits:\n    readings:\n      2027-04-30: «2 »# soon\n      2027-03-31: 1\n",
    );
}

#[test]
fn a_reading_is_replaced_only_if_asked() {
    let text = "kpis:\n  visits:\n    readings:\n      2027-03-31: 1 # low\n      \"2027-04\": '2' # lower\n";
    refused(
        text,
        "visits 2027-04-30 3",
        "plan.yaml:7: `visits` already has a reading for 2027-04: 2\n  --replace replaces it with 3",
    );
    becomes("visits 2027-04-30 3 replace", &text.replace("'2'", "«'2'→3»"));
    refused(
        "kpis: { visits: { readings: { 2027-04-30: n/a } } }\n",
        "visits 2027-04-30 3",
        "plan.yaml:3: `visits` already has a reading for 2027-04-30: `n/a`\n  --replace replaces it with 3",
    );
    becomes("visits 2027-04-30 3 replace", "kpis: { visits: { readings: { 2027-04-30: «n/a→3» } } }\n");
    refused(
        "kpis: { visits: { readings: { 2027-04-30: 1, 2027-04: 2 } } }\n",
        "visits 2027-04-30 3 replace",
        "plan.yaml:3: `visits` has several readings for 2027-04-30\n  keep the right one, and remove the others",
    );
}

#[test]
fn a_readings_file_gets_a_row() {
    csv_becomes("visits 2027-04-30 12900", "kpi,date,value«\nvisits,2027-04-30,12900»\n");
    csv_becomes("2027 2027 -1.50", "kpi,date,value«\n2027,2027,-1.50»");
    // An unreadable row does not prevent another.
    csv_becomes(
        "visits 2027-04-30 12900",
        "kpi,date,value\nvisit,2027-03-31,1\nvisits,2027-04-30,n/a«\nvisits,2027-04-30,12900»\n",
    );
}

#[test]
fn a_figure_in_a_readings_file_is_replaced() {
    let csv =
        "kpi,date,value\r\n2027,2027-04-30,1\r\n\r\n\"visits\" , 2027-04-30 ,\" 2 \"\r\nvisits,2027-03-31,2";
    csv_becomes("visits 2027-04-30 3 replace", &csv.replace("\" 2 \"", "«\" 2 \"→\" 3 \"»"));
    refused_with(
        Some(csv),
        "readings: data.csv\nkpis: { visits: {}, 2027: {} }\n",
        "visits 2027-04-30 3",
        "data.csv:4: `visits` already has a reading for 2027-04-30: 2\n  --replace replaces it with 3",
    );
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
    let before = |asked| ask(&document, asked).unwrap().before.map(|one| one.value.to_string());
    assert_eq!(before("visits 2027-02 2").as_deref(), Some("1"));
    assert_eq!(before("visits 2027-04 2").as_deref(), Some("3"));
    assert_eq!(before("visits 2026 2"), None);
    let replaced = ask(&document, "visits 2027-03 9 replace").unwrap();
    assert_eq!(replaced.replaced.map(|value| value.to_string()).as_deref(), Some("3"));
    assert_eq!(replaced.before.map(|one| one.value.to_string()).as_deref(), Some("1"));
}

#[test]
fn wrong_names_and_dates_are_explained() {
    let kpis = "kpis: { visits: { unit: v }, cake-orders: { unit: c } }\n";
    let ask = "visit 2027-04-30 1";
    refused(kpis, ask, "plan.yaml: there is no KPI `visit`\n  did you mean `visits`?");
    let ask = "followers 2027-04-30 1";
    let expected = "plan.yaml: there is no KPI `followers`\n  it can be visits or cake-orders; add yours under `kpis:` first";
    refused(kpis, ask, expected);
    let expected =
        "plan.yaml: there is no KPI `followers`\n  add it under `kpis:` first; none is declared yet";
    refused("", ask, expected);
    let expected =
        "2028-04-30 is in the future, and a reading records what has happened\n  was 2027-04-30 meant?";
    refused(kpis, "visits 2028-04-30 1", expected);
    let expected = "2027-Q3 is in the future, and a reading records what has happened\n  expected figures go under `milestones:`";
    refused(kpis, "visits 2027-Q3 1", expected);
    // Today, and the months and years that contain it, are possible.
    for date in [TODAY, "2027-05", "2027-Q2", "2027"] {
        assert!(self::ask(&document(&format!("{HEAD}{kpis}"), None), &format!("visits {date} 1")).is_ok());
    }
}

#[test]
fn a_file_that_is_not_a_strategy_is_refused() {
    let refused = |text| ask(&document(text, None), "visits 2027-04-30 1").unwrap_err();
    assert!(refused("name: x\n").starts_with("plan.yaml: this does not look like a strategy"));
    assert!(refused("").starts_with("plan.yaml: there is nothing in this file yet\n  start with"));
    assert!(
        refused("stratplan: 2\nstrategy: { name: x }\nkpis: { visits: {} }\n").starts_with("plan.yaml: ")
    );
    assert!(refused("- a\n").starts_with("plan.yaml: this file is a list"));
}

#[test]
fn an_unsafe_edit_is_refused_with_what_to_write_by_hand() {
    let by_hand = "\n  write it by hand, under `readings:` of `visits`: `2027-04-30: 1`";
    for (kpis, said) in [
        ("kpis:\n  visits:\n    readings: [1]\n", "plan.yaml:5: `readings` is a list, but it needs keys"),
        (
            "kpis:\n  orders: &v { unit: v }\n  visits: *v\n",
            "plan.yaml:5: `visits` is a reference to another place in the file",
        ),
        ("kpis:\n  visits: { unit: v }\nowner: @mia\n", "plan.yaml:5: part of the file cannot be read"),
    ] {
        refused(kpis, "visits 2027-04-30 1", &format!("{said}, so nothing was written{by_hand}"));
    }
    // `reading` is read as `readings`, and a second one of that name would hide it.
    let said = "plan.yaml: this cannot be written without changing something else, so nothing was written";
    refused(
        "kpis: { visits: { reading: { 2027: 1 } } }\n",
        "visits 2027-04-30 1",
        &format!("{said}{by_hand}"),
    );
    let said = "plan.yaml:4: `visits` cannot be read, so nothing is recorded\n  `stratplan check` shows what is wrong with it";
    refused("kpis:\n  visits: 12\n", "visits 2027-04-30 1", said);
    let said = "plan.yaml:3: `visits` cannot be read, so nothing is recorded\n  `stratplan check` shows what is wrong with it";
    refused("kpis: [visits]\n", "visits 2027-04-30 1", said);
}

#[test]
fn an_unusable_readings_file_is_refused() {
    let kpis = "readings: data.csv\nkpis: { visits: {} }\n";
    let ask = "visits 2027-04-30 1";
    let said = "plan.yaml:3: the readings file cannot be used: there is no such file\n  write its path as seen from this file, or remove the line";
    refused(kpis, ask, said);
    let said = "data.csv:1: the readings file is empty\n  write `kpi,date,value` as the first line, and one reading a line below it";
    refused_with(Some(""), kpis, ask, said);
    let said = "data.csv:1: the first line of the readings file is not `kpi,date,value`\n  make `kpi,date,value` the first line, and put the columns below it in that order";
    refused_with(Some("\u{feff}metric,when\nvisits,2027-03\n"), kpis, ask, said);
    let said = "data.csv: this cannot be written without changing something else, so nothing was written\n  write it by hand: `visits;2027-04-30;1`";
    refused_with(Some("kpi;date;value\n\"visits;2027;1\n"), kpis, ask, said);
    let refusal =
        self::ask(&document(&format!("{HEAD}readings:\nkpis: {{ visits: {{}} }}\n"), None), ask).unwrap_err();
    assert!(refusal.starts_with("plan.yaml:3: `readings`"), "{refusal}");
    let csv = Source::from_bytes("data.csv", b"kpi,date,value\nvisits,2027-01,1\nb\xfcro,2027,1\n".to_vec());
    let document = Document::read(Source::new("plan.yaml", format!("{HEAD}{kpis}")), |_| Ok(csv));
    for ask in [ask, "visits 2027-01 2 replace"] {
        let refusal = self::ask(&document, ask).unwrap_err();
        assert!(refusal.starts_with("data.csv:3: the readings file is not saved as UTF-8"), "{refusal}");
    }
}
