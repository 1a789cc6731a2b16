//! Several files in one call: what is refused stops only itself.

use std::sync::atomic::{AtomicUsize, Ordering};

use rust_xlsxwriter::Workbook;

use super::sample;
use crate::support::Folder;

const PLAN: &str = "stratplan: 1\nstrategy: { name: A, owner: mia, period: 2027 }\nkpis:\n  \
    leads: { unit: x, cadence: monthly, source: { from: table, take: Leads, by: last } }\n  \
    visits: { unit: x, cadence: monthly, source: { from: table, take: Visits, by: sum } }\n  \
    sessions: { unit: x, cadence: monthly, source: { from: ga4, take: Sessions, by: sum } }\n  \
    peak: { unit: x, cadence: monthly, source: { from: ga4, take: Sessions, by: max } }\n";

const LEADS: &str = "Month,Leads\n2027-04,31\n2027-05,35\n";

/// The status, the output, and the readings of the strategy afterwards.
fn import(files: &[(&str, &[u8])]) -> (i32, String, String) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let folder = Folder::new(&format!("import-files-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
    folder.write("plan.yaml", PLAN);
    for (name, content) in files {
        folder.write(name, content);
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let run = folder.run(&format!("import plan.yaml {} --yes --today 2027-06-15", names.join(" ")));
    (run.code, run.out + &run.err, folder.text("plan.yaml"))
}

#[test]
fn a_refused_file_stops_only_itself() {
    let pdf = &b"%PDF-1.7\n"[..];
    for files in
        [[("a.csv", LEADS.as_bytes()), ("b.pdf", pdf)], [("b.pdf", pdf), ("a.csv", LEADS.as_bytes())]]
    {
        let (code, said, plan) = import(&files);
        assert!(code == 1 && plan.contains("2027-05: 35"), "{said}");
        assert!(said.contains("error: b.pdf: this is a PDF") && said.contains("wrote 2 readings"), "{said}");
    }
    // Alone it leaves nothing to write, and the files that are fine change nothing about that.
    let (code, said, plan) = import(&[("b.pdf", pdf)]);
    assert!(code == 2 && said.contains("nothing was written") && plan == PLAN, "{said}");
    let (code, said, _) = import(&[("a.csv", LEADS.as_bytes())]);
    assert!(code == 0 && !said.contains("error"), "{said}");
    // A file that is not there is more than a file that is refused.
    let folder = Folder::new("import-gone");
    folder.write("plan.yaml", PLAN).write("a.csv", LEADS);
    let run = folder.run("import plan.yaml gone.csv a.csv --yes --today 2027-06-15");
    assert!(run.code == 2 && folder.text("plan.yaml").contains("2027-05: 35"), "{run:?}");
}

#[test]
fn a_refused_column_stops_only_its_kpi() {
    let both = "Month,Leads,Visits\n2027-05,35,\"1,234\"\n";
    let (code, said, plan) = import(&[("a.csv", both.as_bytes())]);
    assert!(code == 1 && plan.contains("2027-05: 35") && !plan.contains("1234"), "{said}");
    assert!(said.contains("error: a.csv: row 2: a figure of `Visits` can be 1234 or 1.234"), "{said}");
    // What one file has for a KPI is not lost with what another one has.
    let april = "Month,Visits\n2027-04,70\n";
    let (code, said, plan) = import(&[("a.csv", both.as_bytes()), ("b.csv", april.as_bytes())]);
    assert!(code == 1 && plan.contains("2027-04: 70") && plan.contains("2027-05: 35"), "{said}");
    // Two files that contradict each other: neither is believed, and other KPIs go on.
    let other = "Month,Visits\n2027-04,71\n";
    let (code, said, plan) =
        import(&[("a.csv", LEADS.as_bytes()), ("b.csv", april.as_bytes()), ("c.csv", other.as_bytes())]);
    assert!(code == 1 && plan.contains("2027-05: 35") && !plan.contains(": 7"), "{said}");
    assert!(said.contains("c.csv: another table has other figures for 2027-04"), "{said}");
}

#[test]
fn a_file_that_contradicts_itself_gives_no_figure_at_all() {
    // The sessions are not their total, so rows can be missing that the largest day would be among.
    let daily = sample("ga4-exploration-daily.csv");
    let (code, said, plan) = import(&[("ga4.csv", &daily), ("a.csv", LEADS.as_bytes())]);
    assert!(code == 1 && said.contains("`Sessions` is 1204 in total"), "{said}");
    assert!(plan.contains("2027-05: 35") && said.contains("ga4.csv: not taken: "), "{said}");
    assert!(!said.contains("peak"), "{said}");
    let (code, said, _) = import(&[("ga4.csv", &sample("ga4-exploration-adds-up.csv"))]);
    assert!(code == 0 && said.contains("peak") && said.contains("sessions"), "{said}");
}

#[test]
fn a_hidden_sheet_is_named_and_not_taken() {
    let workbook = |is_hidden: bool| {
        let mut workbook = Workbook::new();
        for (name, figure) in [("2027", 35), ("2026 old", 99)] {
            let sheet = workbook.add_worksheet().set_name(name).unwrap();
            sheet.write_row(0, 0, ["Month", "Leads"]).unwrap();
            sheet.write_string(1, 0, if figure == 35 { "2027-05" } else { "2027-04" }).unwrap();
            sheet.write_number(1, 1, figure).unwrap();
            sheet.set_hidden(is_hidden && figure == 99);
        }
        workbook.save_to_buffer().unwrap()
    };
    let (code, said, plan) = import(&[("a.xlsx", &workbook(true))]);
    assert!(code == 0 && plan.contains("2027-05: 35") && !plan.contains("2027-04"), "{said}");
    assert!(said.contains("a.xlsx, 2026 old: not taken: the sheet is hidden"), "{said}");
    let (code, said, plan) = import(&[("a.xlsx", &workbook(false))]);
    assert!(code == 0 && plan.contains("2027-05: 35") && plan.contains("2027-04: 99"), "{said}");
    let sheet = |name: &str, style: &str| {
        format!(
            "<table:table table:name=\"{name}\" table:style-name=\"{style}\"><table:table-row><table:table-cell><text:p>Month</text:p>\
             </table:table-cell><table:table-cell><text:p>Leads</text:p></table:table-cell></table:table-row><table:table-row>\
             <table:table-cell><text:p>2027-05</text:p></table:table-cell><table:table-cell office:value-type=\"float\" \
             office:value=\"35\"/></table:table-row></table:table>"
        )
    };
    let styles = "<style:style style:name=\"a\"><style:table-properties table:display=\"false\"/></style:style>\
         <style:style style:name=\"b\"><style:table-properties table:display=\"true\"/></style:style>";
    let ods = |sheets: &str| {
        let content = format!("<office:document-content>{styles}{sheets}</office:document-content>");
        super::limits::zipped(&[("content.xml", content.as_bytes(), 1)])
    };
    let (code, said, plan) = import(&[("a.ods", &ods(&(sheet("Old", "a") + &sheet("New", "b"))))]);
    assert!(code == 0 && plan.contains("2027-05: 35"), "{said}");
    assert!(
        said.contains("a.ods, Old: not taken: the sheet is hidden") && said.contains("a.ods, New: a table"),
        "{said}"
    );
    let (code, said, _) = import(&[("a.ods", &ods(&sheet("Old", "a")))]);
    assert!(code == 2 && said.contains("error: a.ods: Old: the sheet is hidden"), "{said}");
}

#[test]
fn what_is_no_table_in_an_archive_is_named_and_left_out() {
    let docx = super::limits::zipped(&[("word/document.xml", b"<a/>", 1)]);
    let zip = super::limits::zipped(&[
        ("month/guide.docx", &docx, 1),
        ("month/leads.csv", LEADS.as_bytes(), 1),
        ("month/more.xlsx", &docx, 1),
        ("month/photo.jpg", b"\xff\xd8", 1),
        ("__MACOSX/._leads.csv", b"x", 1),
    ]);
    let (code, said, plan) = import(&[("a.zip", &zip)]);
    assert!(code == 0 && plan.contains("2027-05: 35"), "{said}");
    for line in [
        "a.zip, leads.csv: a table, 2 rows",
        "a.zip, guide.docx: not taken: it is not a table; if it has figures, export them as CSV or Excel",
        "a.zip, photo.jpg: not taken: it is not a table; if it has",
        "a.zip, more.xlsx: not taken: a workbook in an archive is not read; unpack the archive, and give the workbook",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let (code, said, _) = import(&[("a.zip", &super::limits::zipped(&[("photo.jpg", b"\xff\xd8", 1)]))]);
    assert!(code == 2 && said.contains("error: a.zip: photo.jpg: it is not a table"), "{said}");
    // What is refused in an archive is named.
    for (name, content, said_of_it) in [
        ("old.xls", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], "the workbook is damaged or has a password"),
        ("leads.txt", b"%PDF-1.7\n", "this is a PDF"),
        ("leads.csv", b"Month,Leads\n2027-05,1,200\n", "row 2 has 3 columns"),
    ] {
        let (code, said, _) = import(&[("a.zip", &super::limits::zipped(&[(name, content, 1)]))]);
        assert!(code == 2 && said.contains(&format!("error: a.zip: {name}: {said_of_it}")), "{said}");
    }
    let word = super::limits::zipped(&[("word/document.xml", b"<a/>", 1)]);
    let (code, said, _) = import(&[("a.docx", &word)]);
    assert!(code == 2 && said.contains("error: a.docx: this is a Word document, not a table"), "{said}");
}

#[test]
fn two_tables_next_to_each_other_are_refused() {
    let text = "Month,Leads,,Month,Visits\n2027-05,35,,2027-05,7\n";
    let (code, said, plan) = import(&[("a.csv", text.as_bytes())]);
    assert!(code == 2 && plan == PLAN, "{said}");
    assert!(said.contains("a.csv: the table has several columns of dates: `Month` and `Month`"), "{said}");
    // Below each other they are two tables.
    let text = "Month,Leads\n2027-05,35\n\nMonth,Visits\n2027-05,7\n";
    let (code, said, plan) = import(&[("a.csv", text.as_bytes())]);
    assert!(code == 0 && plan.contains("2027-05: 35") && plan.contains("2027-05: 7"), "{said}");
}

#[test]
fn what_a_file_says_of_itself_must_be_right_in_every_column() {
    let refused = |name: &str, from: &str, to: &str, source: &str| {
        let text = String::from_utf8(sample(name)).unwrap();
        assert!(text.contains(from), "{name}: {from}");
        super::read(name, text.replacen(from, to, 1).into(), &[], source)
    };
    let visitors = "from: linkedin-visitors, take: Total unique visitors (total), by: mean";
    let views = "from: linkedin-visitors, take: Total page views (total), by: sum";
    // Page views of desktop and mobile add up, and unique visitors of the two do not.
    for source in [visitors, views] {
        let said = refused("linkedin-visitors.csv", "37,20,57,", "37,20,67,", source).unwrap_err();
        let reason =
            "row 2: `Overview page views (total)` is 67, and the columns that it totals add up to 57";
        assert!(said.contains(reason), "{said}");
    }
    assert!(refused("linkedin-visitors.csv", "57,7,0,7,", "57,7,0,6,", visitors).is_ok());
    let huge = "79228162514264337593543950335";
    let said =
        refused("linkedin-visitors.csv", "37,20,57,", &format!("{huge},{huge},57,"), views).unwrap_err();
    assert!(
        said.contains("`Overview page views (total)` is 57, and the columns that it totals are too large"),
        "{said}"
    );
    // The total of a column that is not taken is wrong, so rows can be missing.
    let ga4 = "# A\n# 20270501-20270502\nDate,Session default channel group,Sessions,Engaged sessions\n\
               20270501,Organic Social,4,3\n20270502,Organic Social,5,4\n,Grand total,9,7\n";
    let daily = |text: &str| super::read("t.csv", text.into(), &[], "from: ga4, take: Sessions, by: sum");
    assert!(daily(ga4).is_ok(), "{:?}", daily(ga4));
    let said = daily(&ga4.replace(",9,7", ",9,8")).unwrap_err();
    assert!(said.contains("`Engaged sessions` is 8 in total, and its rows add up to 7"), "{said}");
}
