//! The plan for where people work: a calendar, a Gantt chart, a workbook. The calendar is read back by another parser
//! here; `validators.sh` reads calendars and workbooks with other programs, and `browser/` has Mermaid draw the charts.

use std::collections::BTreeSet;

use icalendar::{Calendar, Component, DatePerhapsTime};

use crate::support::{Folder, root, strategies, stratplan};

fn exported(file: &str, today: &str) -> String {
    let path = root().join(file);
    let run = stratplan(&["export", "ics", path.to_str().unwrap(), "--today", today]);
    assert!(run.code < 2, "{run:?}");
    run.out
}

#[test]
fn another_parser_reads_the_calendar_of_every_strategy() {
    let mut events = 0;
    for example in strategies() {
        let (file, today) = (example.path.clone(), example.today.clone());
        let text = exported(&file, &today);
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{file}");
        assert_eq!(text, exported(&file, &today), "{file}");
        let calendar: Calendar = text.parse().unwrap();
        let mut uids = BTreeSet::new();
        for event in calendar.events() {
            let uid = event.get_uid().unwrap();
            assert!(uids.insert(uid.to_owned()), "{file}: {uid} is there twice");
            let day = |end: Option<DatePerhapsTime>| match end {
                Some(DatePerhapsTime::Date(day)) => day,
                other => panic!("{file}: {uid}: {other:?}"),
            };
            assert!(day(event.get_start()) < day(event.get_end()), "{file}: {uid}");
            assert!(event.get_summary().is_some_and(|summary| !summary.is_empty()), "{file}: {uid}");
            events += 1;
        }
    }
    assert!(events > 100, "{events}");
}

const ODD: &str = r#"stratplan: 1
strategy: { name: "Odd, but \\ fine; right?", owner: mia, period: 2027, next_review: 2027-06-30 }
goals: { cakes: "Sell 400 cakes by June" }
people: { mia: { name: "Mia, the owner; \"boss\"" } }
pillars:
  promotion:
    activities:
      a: { name: "One line\nand BEGIN:VEVENT, on another; 日本語日本語日本語日本語日本語日本語日本語日本語", goals: cakes, start: 2027-02-27, end: 2027-02-28 }
      b: { name: "section 4: 50 % off #help", goals: cakes, start: 2027-03-01 }
      c: { name: "=1+1", goals: cakes, end: 2027-12-31 }
"#;

#[test]
fn a_calendar_keeps_every_letter_and_its_last_day() {
    let folder = Folder::new("exports-odd");
    folder.write("odd.yaml", ODD);
    let run = folder.run("export ics odd.yaml --today 2027-02-01 -o odd.ics");
    assert_eq!((run.code, run.err.as_str()), (0, "wrote odd.ics\n"));
    let calendar: Calendar = folder.text("odd.ics").parse().unwrap();
    assert_eq!(calendar.get_name(), Some("Odd, but \\ fine; right?"));
    let event = |about: &str| {
        let mut events = calendar.events();
        let found = events.find(|event| event.get_uid().is_some_and(|uid| uid.starts_with(about)));
        let event = found.unwrap_or_else(|| panic!("no {about}"));
        let days = ["DTSTART", "DTEND"].map(|name| event.property_value(name).unwrap().to_owned());
        (event.get_summary().unwrap().to_owned(), days)
    };
    let days = |from: &str, after: &str| [from.to_owned(), after.to_owned()];
    let name = "One line\nand BEGIN:VEVENT, on another; 日本語日本語日本語日本語日本語日本語日本語日本語";
    assert_eq!(event("pillars.promotion.activities.a"), (name.into(), days("20270227", "20270301")));
    assert_eq!(
        event("pillars.promotion.activities.b"),
        ("Start: section 4: 50 % off #help".into(), days("20270301", "20270302"))
    );
    assert_eq!(event("pillars.promotion.activities.c"), ("End: =1+1".into(), days("20271231", "20280101")));
    assert_eq!(event("review.strategy"), ("Review the strategy".into(), days("20270630", "20270701")));
}

#[test]
fn a_calendar_keeps_its_ids_and_counts_up_from_day_to_day() {
    let folder = Folder::new("exports-ids");
    folder.write("odd.yaml", ODD);
    let of = |today: &str| {
        let calendar: Calendar =
            folder.run(&format!("export ics odd.yaml --today {today}")).out.parse().unwrap();
        let ids: Vec<String> = calendar.events().map(|event| event.get_uid().unwrap().to_owned()).collect();
        let sequence = calendar.events().next().unwrap().property_value("SEQUENCE").unwrap().to_owned();
        (ids, sequence.parse::<i64>().unwrap())
    };
    let ((ids, first), (same, next)) = (of("2027-02-01"), of("2027-02-02"));
    assert_eq!(ids, same);
    assert_eq!(next, first + 1);
}

#[test]
fn a_gantt_chart_has_every_dated_entry_and_no_text_as_notation() {
    let folder = Folder::new("exports-gantt");
    folder.write("odd.yaml", ODD);
    let run = folder.run("plan odd.yaml --today 2027-02-01 --format mermaid");
    let bars: Vec<&str> = run.out.lines().filter(|line| line.contains(" :")).map(str::trim).collect();
    assert_eq!(
        bars,
        [
            "#61;1+1 :active, b1, 2027-01-01, 2028-01-01",
            "One line and BEGIN#58;VEVENT, on another#59; 日本語日本語日本語日本語日本語日本語日本語日本語 \
             :b2, 2027-02-27, 2027-03-01",
            "#115;ection 4#58; 50 #37; off #35;help :b3, 2027-03-01, 2028-01-01",
        ]
    );
    let moved = folder.run("plan odd.yaml --today 2027-02-01 --format mermaid --move a=+1w");
    assert!(moved.out.contains(":b3, 2027-03-06, 2027-03-08"), "{}", moved.out);
}

#[test]
fn a_workbook_is_the_same_for_the_same_report() {
    let folder = Folder::new("exports-workbook");
    folder.write("odd.yaml", ODD);
    let run = folder.run("gaps odd.yaml --today 2027-02-01 -o odd.xlsx");
    assert_eq!((run.code, run.err.as_str()), (0, "wrote odd.xlsx\n"));
    let first = folder.bytes("odd.xlsx");
    assert!(first.starts_with(b"PK"), "{first:?}");
    folder.run("gaps odd.yaml --today 2027-02-01 -o odd.xlsx");
    assert_eq!(folder.bytes("odd.xlsx"), first);
}

#[test]
fn what_was_dropped_is_in_no_calendar_and_no_chart() {
    let folder = Folder::new("export-dropped");
    folder.write(
        "plan.yaml",
        "stratplan: 1\nstrategy: { name: A, owner: mia, period: 2027 }\ngoals: { bread: Sell 40 loaves }\n\
         campaigns: { spring: { name: Spring fair, start: 2027-03-01, end: 2027-03-31, status: dropped } }\n\
         pillars: { promotion: { activities: { tour: { name: Old tour, goals: bread, start: 2027-03-01, end: 2027-03-05, \
         status: dropped }, open: { name: Open day, goals: bread, start: 2027-03-06 } } } }\n",
    );
    for line in ["export ics plan.yaml", "plan plan.yaml --format mermaid"] {
        let text = folder.run(&format!("{line} --today 2027-02-01")).out;
        assert!(text.contains("Open day"), "{line}: {text}");
        assert!(!text.contains("Old tour") && !text.contains("Spring fair"), "{line}: {text}");
    }
}

#[test]
fn a_workbook_has_the_figures_of_the_report() {
    use std::io::Read;
    let folder = Folder::new("workbook-figures");
    folder.write(
        "plan.yaml",
        "stratplan: 1\nstrategy: { name: A, owner: mia, period: 2027 }\n\
         kpis: { k: { baseline: 1111, target: 4444, readings: { 2027-01-31: 2345.5 } } }\n",
    );
    assert!(folder.run("gaps plan.yaml --today 2027-02-01 -o gaps.xlsx").code < 2);
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(folder.bytes("gaps.xlsx"))).unwrap();
    let sheets: String = (0..book.len())
        .map(|at| {
            let mut text = String::new();
            book.by_index(at).unwrap().read_to_string(&mut text).unwrap();
            text
        })
        .collect();
    for figure in ["1111", "4444", "2345.5"] {
        assert!(sheets.contains(&format!("<v>{figure}</v>")), "{figure}");
    }
}
