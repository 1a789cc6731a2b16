//! Files that are not exports: each is refused in a clear line, quickly and without much memory.

use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{expected, read, sample};
use crate::support::Folder;

const TOO_LARGE: &str = "a sheet is larger than any export";

pub(super) fn zipped(entries: &[(&str, &[u8], usize)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content, times) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        for _ in 0..*times {
            zip.write_all(content).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

/// An OpenDocument workbook with a table of these two columns and rows.
pub(super) fn ods(rows: &str, [first, second]: [&str; 2]) -> Vec<u8> {
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
         <office:spreadsheet><table:table table:name=\"Plan\"><table:table-row>{}{}</table:table-row>{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>",
        text(first),
        text(second)
    );
    zipped(&[("content.xml", content.as_bytes(), 1)])
}

fn sheet_of_leads(rows: &str) -> Vec<u8> {
    ods(rows, ["Month", "Leads"])
}

/// The sample of an old workbook, in which these bytes are others.
fn changed(pattern: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut workbook = sample("linkedin-followers.xls");
    let at = workbook.windows(pattern.len()).position(|window| window == pattern).unwrap() + pattern.len();
    workbook[at..at + bytes.len()].copy_from_slice(bytes);
    workbook
}

#[test]
fn what_no_export_is_ends_in_a_clear_line() {
    let folder = Folder::new("import-limits");
    let mut wide = Workbook::new();
    let sheet = wide.add_worksheet();
    for column in 0..1001 {
        sheet.write_string(0, column, format!("c{column}")).unwrap();
    }
    let columns: Vec<String> = (0..1001).map(|column| format!("c{column}")).collect();
    let zeros = vec![b' '; 1 << 20];
    let empty = |times: u32| {
        format!(
            "<table:table-row table:number-rows-repeated=\"{times}\"><table:table-cell/></table:table-row>"
        )
    };
    let far = "<table:table-row><table:table-cell table:number-columns-repeated=\"16000\"/>\
         <table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let same = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell office:value-type=\"float\" \
         office:value=\"1\" table:number-columns-repeated=\"999\"/></table:table-row>";
    folder
        .write("bomb.zip", &zipped(&[("a.csv", &zeros, 101)]))
        .write("bomb.xlsx", &zipped(&[("xl/worksheets/sheet1.xml", &zeros, 101)]))
        .write("nested.zip", &zipped(&[("b.zip", &zipped(&[("a.csv", b"a,b\n", 1)]), 1)]))
        .write("big.json", &format!("[{}]", " ".repeat(11 << 20)))
        .write("wide.csv", &columns.join(","))
        .write("cell.csv", &format!("Title,Owner\n\"{}\",Mia\n", " a".repeat(600 << 10)))
        .write("wide.xlsx", &wide.save_to_buffer().unwrap())
        .write("far.ods", &sheet_of_leads(&format!("{}{far}", empty(5000))))
        .write("same.ods", &sheet_of_leads(same))
        .write(
            "size.xls",
            &changed(b"\x00\x02\x0e\x00", &[0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0xff, 0xff]),
        )
        .write("far.xls", &changed(b"\xfd\x00\x0a\x00", &[0xff, 0xff, 0xff, 0]));
    File::create(folder.0.join("sparse.csv")).unwrap().set_len(10 << 30).unwrap();
    let mut cases = vec![
        ("bomb.zip", "unpacked, it is larger than 100 MB"),
        ("bomb.xlsx", "unpacked, it is larger than 100 MB"),
        ("nested.zip", "b.zip: it is an archive in an archive"),
        ("big.json", "a JSON file larger than 10 MB"),
        ("wide.csv", "line 1 has more than 1000 columns"),
        ("cell.csv", "line 2 has a cell of more than 1 MB"),
        ("wide.xlsx", TOO_LARGE),
        ("far.ods", TOO_LARGE),
        ("same.ods", TOO_LARGE),
        ("size.xls", TOO_LARGE),
        ("far.xls", TOO_LARGE),
        ("sparse.csv", "larger than 100 MB"),
    ];
    if cfg!(unix) {
        let made = std::process::Command::new("mkfifo").arg(folder.0.join("pipe.csv")).status().unwrap();
        assert!(made.success());
        cases.push(("pipe.csv", "this is not a regular file"));
    }
    for (name, reason) in cases {
        let started = Instant::now();
        for line in [format!("import --describe {name}"), format!("init - --from {name}")] {
            let run = folder.run(&line);
            let first = run.err.lines().next().unwrap_or_default();
            assert!(
                run.code == 2 && first.starts_with(&format!("error: {name}: {reason}")),
                "{line}: {run:?}"
            );
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{name}: {:?}", started.elapsed());
    }
}

#[test]
fn a_formula_is_not_a_figure() {
    let leads = "from: table, take: Leads";
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["Month", "Leads", "Visits"]).unwrap();
    sheet.write_row(1, 0, ["2027-05"]).unwrap();
    sheet.write_formula(1, 1, "=6*2").unwrap();
    sheet.write_number(1, 2, 3).unwrap();
    let xlsx = workbook.save_to_buffer().unwrap();
    let formula = "row 2: `Leads` is a formula";
    assert!(read("t.xlsx", xlsx.clone(), &[], leads).unwrap_err().contains(formula));
    assert_eq!(read("t.xlsx", xlsx, &[], "from: table, take: Visits"), Ok(expected("2027-05 3")));
    let row = |cell: &str| {
        sheet_of_leads(&format!(
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>2027-05</text:p></table:table-cell>{cell}</table:table-row>"
        ))
    };
    let computed =
        row("<table:table-cell table:formula=\"of:=6*2\" office:value-type=\"float\" office:value=\"12\"/>");
    assert!(read("t.ods", computed, &[], leads).unwrap_err().contains(formula));
}

#[test]
fn an_open_document_is_read_cell_by_cell() {
    let rows = "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"16384\"/>\
        </table:table-row><table:table-row><table:table-cell office:value-type=\"date\" office:date-value=\"2027-05-01\">\
        <office:annotation><text:p>by Mia</text:p></office:annotation><text:p>1 May</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"float\" office:value=\"1.2E1\"><text:p>12</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated=\"1048572\"><table:table-cell table:number-columns-repeated=\"16384\"/>\
        </table:table-row>";
    assert_eq!(
        read("t.ods", sheet_of_leads(rows), &[], "from: table, take: Leads"),
        Ok(expected("2027-05 12"))
    );
    let row = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>2027<text:span>-05</text:span></text:p>\
        </table:table-cell><table:table-cell office:value-type=\"currency\" office:value=\"1200.5\"/></table:table-row>";
    assert_eq!(
        read("t.ods", sheet_of_leads(row), &[], "from: table, take: Leads"),
        Ok(expected("2027-05 1200.5"))
    );
    for damaged in
        ["<table:table-row", "<a:b>&unknown;</a:b>", "<table:table-row table:number-rows-repeated=\"-1\"/>"]
    {
        assert!(
            read("t.ods", sheet_of_leads(damaged), &[], "from: table, take: Leads")
                .unwrap_err()
                .contains("damaged")
        );
    }
}

#[test]
fn a_share_is_taken_as_the_workbook_shows_it() {
    let workbook = |figures: [(f64, Option<&str>); 3]| {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_row(0, 0, ["Month", "Rate"]).unwrap();
        for (row, (figure, format)) in (1..).zip(figures) {
            sheet.write_string(row, 0, format!("2027-0{}", row + 2)).unwrap();
            let format = rust_xlsxwriter::Format::new().set_num_format(format.unwrap_or("General"));
            sheet.write_number_with_format(row, 1, figure, &format).unwrap();
        }
        read("t.xlsx", workbook.save_to_buffer().unwrap(), &[], "from: table, take: Rate")
    };
    let (percent, custom) = (Some("0%"), Some("0.0 %;[Red]-0.0 %"));
    for figures in [
        [(0.045, percent), (1.0, percent), (0.625, percent)],
        [(0.045, custom), (1.0, percent), (0.625, custom)],
    ] {
        assert_eq!(workbook(figures), Ok(expected("2027-03 4.5 2027-04 100 2027-05 62.5")));
    }
    assert_eq!(
        workbook([(4.5, None), (100.0, None), (62.5, Some("0.0"))]),
        Ok(expected("2027-03 4.5 2027-04 100 2027-05 62.5"))
    );
    let mixed = workbook([(0.045, percent), (5.0, None), (6.0, None)]).unwrap_err();
    assert!(mixed.contains("some figures for `k` have a percent sign, and some do not"), "{mixed}");
    let unclear = workbook([(0.045, None), (0.05, None), (0.06, None)]).unwrap_err();
    assert!(unclear.contains("can be 0.06 or 6 percent"), "{unclear}");
    let row = |cell: &str| {
        sheet_of_leads(&format!(
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>2027-05</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"percentage\" office:value=\"{cell}\"/></table:table-row>"
        ))
    };
    let leads_rate = "from: table, take: Leads, note: Rate";
    assert_eq!(read("t.ods", row("0.045"), &[], leads_rate), Ok(expected("2027-05 4.5")));
}

#[test]
fn a_long_text_is_no_problem() {
    let text = format!("Month,Leads,Remark\n2027-05,35,\"{}\"\n", "a ".repeat(100 << 10));
    assert_eq!(read("t.csv", text.into(), &[], "from: table, take: Leads"), Ok(expected("2027-05 35")));
}
