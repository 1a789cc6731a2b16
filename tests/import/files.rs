//! Several files in one call: what is refused stops only itself.

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
    let folder = Folder::new("import-files");
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
