//! What is written: never over a file that the run reads, and never over what somebody else has written since.

use std::fs;
#[cfg(unix)]
use std::process::Stdio;

use crate::support::{Folder, PLAN};

const PLAN_WITH_READINGS: &str = "\
stratplan: 1
strategy: { name: Parts 2027, status: draft, owner: Dana, period: 2027 }
goals: { leads: Generate 400 leads a quarter }
readings: visits.csv
kpis: { visits: { unit: visits/month } }
";

#[test]
fn no_output_replaces_a_file_that_the_run_reads() {
    let folder = Folder::new("output-over-input");
    folder.write("plan.yaml", PLAN_WITH_READINGS).write("visits.csv", "kpi,date,value\nvisits,2027-01,100\n");
    folder.write("stratplan.toml", "fail-on = \"error\"\n").write("older.yaml", PLAN_WITH_READINGS);
    fs::create_dir(folder.0.join("deep")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("plan.yaml", folder.0.join("link.html")).unwrap();
    fs::hard_link(folder.0.join("plan.yaml"), folder.0.join("same.html")).unwrap();
    let files = ["plan.yaml", "visits.csv", "stratplan.toml", "older.yaml"];
    let before = files.map(|name| folder.text(name));
    for line in [
        "check plan.yaml --today 2027-03-01 -o plan.yaml",
        "check . --today 2027-03-01 -o deep/../plan.yaml",
        "check plan.yaml --today 2027-03-01 --format json -o visits.csv",
        "check plan.yaml --today 2027-03-01 -o stratplan.toml",
        "gaps plan.yaml --today 2027-03-01 --format csv -o visits.csv",
        "gaps plan.yaml --today 2027-03-01 --since older.yaml --format text -o older.yaml",
        #[cfg(unix)]
        "gaps plan.yaml --today 2027-03-01 -o link.html",
        "gaps plan.yaml --today 2027-03-01 -o same.html",
        "plan plan.yaml --today 2027-03-01 --format text -o plan.yaml",
        "diff older.yaml plan.yaml --format text -o older.yaml",
        "export ics plan.yaml --today 2027-03-01 -o plan.yaml",
    ] {
        let run = folder.run(line);
        assert_eq!(run.code, 2, "{line}: {run:?}");
        let file = line.rsplit(' ').next().unwrap();
        let file = if file.starts_with("deep") { "deep/../plan.yaml" } else { file };
        let said =
            format!("error: {file}: not written, this run reads it: name another file for the output\n");
        assert!(run.err.ends_with(&said), "{line}: {}", run.err);
        assert_eq!(files.map(|name| folder.text(name)), before, "{line}");
    }
    // Any other file is replaced.
    folder.write("report.txt", "an older report");
    assert_eq!(folder.run("gaps plan.yaml --today 2027-03-01 -o report.txt").code, 0);
    assert!(folder.text("report.txt").contains("Parts 2027"));
}

#[test]
fn a_hyphen_is_standard_output() {
    let folder = Folder::new("output-hyphen");
    folder.write("plan.yaml", PLAN_WITH_READINGS).write("visits.csv", "kpi,date,value\n");
    for line in ["check plan.yaml", "gaps plan.yaml", "plan plan.yaml", "export ics plan.yaml"] {
        let (plain, hyphen) = (folder.run(line), folder.run(&format!("{line} -o -")));
        assert!(!plain.out.is_empty());
        assert_eq!((plain.code, plain.out, plain.err), (hyphen.code, hyphen.out, hyphen.err), "{line}");
    }
    assert!(!folder.0.join("-").exists());
}

#[test]
fn a_baseline_replaces_only_a_baseline() {
    let folder = Folder::new("baseline-over-file");
    folder.write("plan.yaml", PLAN).write("notes.txt", "do not lose\n").write("empty.json", "");
    for file in ["plan.yaml", "notes.txt"] {
        let before = folder.text(file);
        folder.run(&format!("check plan.yaml --write-baseline {file}")).is_error(&format!(
            "{file}: not written, this file exists and is not a baseline: name another file, or delete it"
        ));
        assert_eq!(folder.text(file), before);
    }
    for file in ["new.json", "new.json", "empty.json"] {
        assert_eq!(folder.run(&format!("check plan.yaml -q --write-baseline {file}")).code, 0, "{file}");
        assert!(folder.text(file).contains("gear-out-of-order"));
    }
}

#[cfg(unix)]
#[test]
fn of_twenty_figures_recorded_at_the_same_time_none_is_lost() {
    let folder = Folder::new("record-parallel");
    let plans = [PLAN_WITH_READINGS.to_owned(), PLAN_WITH_READINGS.replace("readings: visits.csv\n", "")];
    for (name, plan) in ["with-csv.yaml", "alone.yaml"].iter().zip(&plans) {
        folder.write(name, plan).write("visits.csv", "kpi,date,value\n");
        let start = |day: usize| {
            let line =
                format!("record {name} visits {} --date 2027-01-{day:02} --today 2027-03-01", 100 + day);
            folder.command(&line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let runs: Vec<_> = (1..=20).map(start).collect();
        for mut run in runs {
            assert!(run.wait().unwrap().success());
        }
        let text = folder.text(if name.starts_with("with") { "visits.csv" } else { name });
        for day in 1..=20 {
            assert!(text.contains(&format!("2027-01-{day:02}")), "{day} in {text}");
        }
    }
}

/// A variant of a strategy has the same readings file.
#[cfg(unix)]
#[test]
fn two_strategies_with_one_readings_file_lose_no_reading() {
    let folder = Folder::new("record-shared");
    folder.write("visits.csv", "kpi,date,value\n").write("deep/.keep", "");
    folder.write("a.yaml", PLAN_WITH_READINGS).write("b.yaml", PLAN_WITH_READINGS);
    folder.write("deep/c.yaml", &PLAN_WITH_READINGS.replace("visits.csv", "linked.csv"));
    std::os::unix::fs::symlink("../visits.csv", folder.0.join("deep/linked.csv")).unwrap();
    let start = |day: usize| {
        let name = ["a.yaml", "b.yaml", "deep/c.yaml"][day % 3];
        let line = format!("record {name} visits {} --date 2027-01-{day:02} --today 2027-03-01", 100 + day);
        folder.command(&line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let runs: Vec<_> = (1..=24).map(start).collect();
    let failed =
        runs.into_iter().map(|mut run| run.wait().unwrap()).filter(|status| !status.success()).count();
    assert_eq!(failed, 0);
    let text = folder.text("visits.csv");
    assert_eq!(text.lines().count(), 25, "{text}");
}
