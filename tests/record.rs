//! `record`: adds one reading to the strategy or its readings file and changes nothing else.

#[cfg(unix)]
use std::fs;

use stratplan::changes::{NewReading, Recorded, Refusal, record};
use stratplan::format::{CoarseDate, Number};
use stratplan::{Document, Source};

use crate::support::generator::{Plan, strategy};
use crate::support::{Folder, PLAN, strategies, text_of};

const DAY: &str = "2028-02-29";

fn read(text: &str, csv: Option<&str>) -> Document {
    Document::read(Source::new("plan.yaml", text), |path| {
        csv.map(|csv| Source::new(path, csv)).ok_or_else(|| "there is no such file".to_owned())
    })
}

fn put(document: &Document, kpi: &str, value: &str, replace: bool) -> Result<Recorded, Refusal> {
    let (date, value) = (CoarseDate::parse(DAY).unwrap(), Number::parse(value).unwrap());
    record(document, NewReading { kpi, date, value, note: None, replace }, DAY.parse().unwrap())
}

fn texts(document: &Document) -> (&str, Option<&str>) {
    (document.source.text(), document.csv.as_ref().map(Source::text))
}

/// Records a reading for each KPI of the original text. The first one is then corrected and corrected back.
/// Returns how many could be recorded.
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
        let other_counts = |document: &Document| {
            let others = kpis.iter().filter(|other| *other != kpi);
            others.map(|other| document.readings.of(other).len()).collect::<Vec<_>>()
        };
        assert_eq!(other_counts(&first.document), other_counts(&document));
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

/// A text as it is, with Windows line endings, and without its last line break.
fn variants(text: &str) -> [String; 3] {
    let windows = text.replace('\n', "\r\n");
    [text.to_owned(), windows.clone(), windows.trim_end().to_owned()]
}

#[test]
fn every_kpi_of_the_example_strategies_can_be_recorded() {
    let csv = text_of("strategies/readings/machine-maker.csv");
    let mut total = 0;
    for strategy in strategies().into_iter().filter(|strategy| !strategy.path.contains("broken")) {
        let has_file = read(&strategy.text, None).strategy.readings.is_set();
        for (text, csv) in variants(&strategy.text).iter().zip(&variants(&csv)) {
            let (done, refusals) = record_each(text, has_file.then_some(csv));
            assert_eq!(refusals, [], "{}", strategy.path);
            total += done;
        }
    }
    assert!(total > 90, "{total}");
}

#[test]
fn every_kpi_of_a_generated_strategy_can_be_recorded() {
    for seed in 0..3 {
        let text = strategy(Plan { seed, activities: 8, typos: 0 });
        for text in variants(&text) {
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
fn a_broken_strategy_is_recorded_safely_or_refused_with_a_reason() {
    let (mut done, mut refused) = (0, 0);
    for seed in 0..20 {
        let text = strategy(Plan { seed, activities: 4, typos: 1 + usize::try_from(seed).unwrap() % 4 });
        let (some, refusals) = record_each(&text, None);
        done += some;
        refused += refusals.len();
        for refusal in refusals {
            assert!(refusal.to_string().contains("write it by hand, under `readings:` of `"), "{refusal}");
        }
    }
    assert!(done > 20 && refused > 20, "{done} done, {refused} refused");
}

// The command.

#[test]
fn one_line_of_one_file_changes_and_a_dry_run_changes_nothing() {
    let folder = Folder::new("record");
    let text =
        format!("{PLAN}readings: data/figures.csv\nkpis:\n  2027: {{ unit: v }}\n").replace('\n', "\r\n");
    let csv = "kpi,date,value\r\n\"2027\",2027-01-31,9800\r\n\r\n";
    folder.write("plans/plan.yaml", &text).write("plans/data/figures.csv", csv);
    let line = "record plans/plan.yaml 2027 -12.50 --date 2027-02 --today 2027-03-02";

    let dry = folder.run(&format!("{line} --dry-run"));
    assert_eq!((dry.code, dry.err.as_str()), (0, ""));
    assert!(dry.out.contains("\n+\"2027\",2027-02,-12.50\r\n"), "{}", dry.out);
    assert_eq!(folder.text("plans/data/figures.csv"), csv);

    let run = folder.run(line);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.out, "2027: -12.5 for 2027-02, was 9800 on 2027-01-31\n");
    assert_eq!(run.err, "wrote plans/data/figures.csv\n");
    assert_eq!(
        folder.text("plans/data/figures.csv"),
        csv.replace("9800\r\n", "9800\r\n\"2027\",2027-02,-12.50\r\n")
    );
    assert_eq!(folder.text("plans/plan.yaml"), text);
    assert_eq!(folder.names("plans/data"), ["figures.csv"]);

    // The same again changes nothing, and a refused reading leaves both files unchanged.
    assert_eq!(folder.run(line).code, 0);
    let again = folder.run(&line.replace("-12.50", "-13"));
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    assert!(again.err.contains("figures.csv:3: `2027` already has a reading for 2027-02"), "{}", again.err);
    assert_eq!(folder.text("plans/data/figures.csv").matches("2027-02").count(), 1);
}

/// What has one meaning is read, on the command line as in a readings file; anything else is refused with the reason.
#[test]
fn a_figure_is_read_alike_on_the_command_line_and_in_a_readings_file() {
    let folder = Folder::new("record-figures");
    for (unit, typed, read) in [
        ("EUR", "-500", Ok("-500")),
        ("EUR", "+500", Err("write `500` if that was read")),
        ("EUR", "-€500", Ok("-500")),
        ("EUR", "€-500", Ok("-500")),
        ("EUR", "(500)", Ok("-500")),
        ("EUR", "(€1,500.50)", Ok("-1500.5")),
        ("EUR", "500-", Ok("-500")),
        ("EUR", "(1,250)", Err("write `-1250` or `-1.25`")),
        ("visits", "(500)", Err("write `-500` or `500`")),
        ("visits", "500-", Err("write `-500` or `500`")),
        ("percent", "-5%", Ok("-5")),
        ("percent", "(5%)", Err("write `-5` or `5`")),
        ("percent", "+5%", Err("a plus sign makes it a change")),
        ("visits", "-(5)", Err("write digits")),
        ("visits", "14,875", Err("write `14875` or `14.875")),
        ("visits", "<5", Err("“<” makes it a bound")),
        ("visits", "(-500)", Ok("-500")),
        ("visits", "\u{2013}500", Ok("-500")),
        ("EUR", "30.000,-", Ok("30000")),
        ("percent", "87 percent", Ok("87")),
        ("million views", "2m", Err("write the figure in that unit")),
        ("visits", "€5", Err("the unit of this KPI is `visits`")),
        ("USD", "€5", Err("convert it")),
    ] {
        folder.write("plan.yaml", &format!("{PLAN}kpis: {{ v: {{ unit: {unit} }} }}\n"));
        let run = folder.run_all(&["record", "plan.yaml", "v", typed, "--today", "2027-02-20"]);
        let csv = format!("kpi,date,value\nv,2027-02-20,\"{typed}\"\n");
        let text = folder.text("plan.yaml").replace("kpis:", "readings: r.csv\nkpis:");
        let document = self::read(&text, Some(&csv));
        match read {
            Ok(figure) => {
                assert_eq!(run.code, 0, "{typed}: {run:?}");
                assert!(folder.text("plan.yaml").contains(&format!("{{ 2027-02-20: {figure} }}")), "{typed}");
                let [reading] = document.readings.of("v") else {
                    panic!("{typed}: {:#?}", document.findings)
                };
                assert_eq!(reading.value.to_string(), figure, "{typed}");
            }
            Err(why) => {
                assert!(run.code == 2 && run.err.contains(why), "{typed}: {run:?}");
                assert!(document.findings[0].help.contains(why), "{typed}: {:#?}", document.findings);
            }
        }
    }
    let run = folder.run("record plan.yaml v --replac 5");
    assert!(run.code == 2 && run.err.contains("neither a figure nor an option"), "{run:?}");
}

#[test]
fn the_settings_of_the_file_apply_and_the_date_defaults_to_today() {
    let folder = Folder::new("record-settings");
    folder.write("near/stratplan.toml", "[status]\non-track = 1.0\n");
    let kpis = "kpis: { v: { baseline: { value: 0, date: 2027-01-01 }, target: { value: 100, date: 2027-04-11 } } }\n";
    folder.write("near/plan.yaml", &format!("{PLAN}{kpis}")).write("plan.yaml", &format!("{PLAN}{kpis}"));
    let line = "v 48 --today 2027-02-20";
    assert!(
        folder
            .run(&format!("record plan.yaml {line}"))
            .out
            .ends_with("expected 50 %: on track, heading for 96\n")
    );
    assert!(folder.run(&format!("record near/plan.yaml {line}")).out.ends_with("expected 50 %: at risk\n"));
    // Without --date and --today.
    let run = folder.run("record plan.yaml v 49 --replace");
    let today = jiff::Zoned::now().date();
    let days = [today, today.yesterday().unwrap()].map(|day| format!("v: 49 on {day}, "));
    assert!(days.iter().any(|start| run.out.starts_with(start)), "{run:?}");
}

#[cfg(unix)]
#[test]
fn record_writes_through_symlinks_but_not_into_devices() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("record-links");
    folder.write("real/plan.yaml", &format!("{PLAN}kpis: {{ v: {{ unit: v }} }}\n"));
    symlink("real/plan.yaml", folder.0.join("plan.yaml")).unwrap();
    fs::set_permissions(folder.0.join("real/plan.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(folder.run("record plan.yaml v 1 --date 2027-01-01 --today 2027-01-01").code, 0);
    assert!(fs::symlink_metadata(folder.0.join("plan.yaml")).unwrap().is_symlink());
    let real = folder.0.join("real/plan.yaml");
    assert!(fs::read_to_string(&real).unwrap().ends_with("v: { unit: v, readings: { 2027-01-01: 1 } } }\n"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    let run = folder.run("record /dev/null v 1");
    run.is_error("/dev/null: this is not a regular file, so it cannot be rewritten");
}

#[test]
fn a_sum_counts_no_day_twice() {
    let folder = Folder::new("record-overlap");
    let plan = "stratplan: 1\nstrategy: { name: Parts, owner: Dana, period: 2027 }\nkpis:\n  leads: { counts: sum, target: 400, readings: { 2027-Q2: 120 } }\n";
    folder.write("plan.yaml", plan);
    let record = |what: &str| folder.run(&format!("record plan.yaml leads {what} --today 2027-08-02"));
    for month in
        ["90 --date 2027-06", "90 --date 2027-06 --replace", "90 --date 2027-05", "500 --date 2027-H1"]
    {
        let run = record(month);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{month}");
        assert!(run.err.contains("`leads` already has 120 for 2027-Q2, and 2027-"), "{month}: {}", run.err);
        assert_eq!(folder.text("plan.yaml"), plan, "{month}");
    }
    // The same figure again changes nothing, and another one needs `--replace`.
    let again = record("120 --date 2027-Q2");
    assert!(again.code == 0 && again.err.contains("nothing to do"), "{}", again.err);
    assert_eq!(folder.text("plan.yaml"), plan);
    assert_eq!(record("130 --date 2027-Q2").code, 2);
    assert_eq!(record("130 --date 2027-Q2 --replace").code, 0);
    assert_eq!(record("40 --date 2027-07").code, 0);
    assert!(folder.text("plan.yaml").contains("2027-Q2: 130, 2027-07: 40"), "{}", folder.text("plan.yaml"));
}

#[test]
fn a_figure_in_another_scale_is_asked_about() {
    let folder = Folder::new("record-scale");
    let file = |kpi: &str| {
        let head = "stratplan: 1\nstrategy: { name: x, owner: lead, period: 2027 }";
        folder.write("strategy.yaml", &format!("{head}\nkpis:\n  leads: {{ {kpi} }}\n"));
    };
    let level = "baseline: 27000, target: 40000, readings: { 2027-01-31: 28900 }";
    let percent = "unit: percent, baseline: 80, target: 95, readings: { 2027-01-31: 90 }";
    for (kpi, value, is_asked) in [
        (level, "289", true),
        (level, "2890000", true),
        (level, "29100", false),
        (level, "900", false),
        (level, "0", false),
        (percent, "0.89", true),
        (percent, "89", false),
        ("counts: sum, target: 40000, readings: { 2027-01-31: 28900 }", "289", false),
        ("baseline: 20, target: 40000, readings: { 2027-01-31: 300 }", "28900", false),
    ] {
        file(kpi);
        let before = folder.text("strategy.yaml");
        let run =
            folder.run(&format!("record strategy.yaml leads {value} --date 2027-02-28 --today 2027-03-05"));
        assert_eq!(run.code, if is_asked { 2 } else { 0 }, "{kpi} {value}: {}", run.err);
        assert_eq!(run.err.contains("allow(figure-out-of-scale)"), is_asked, "{}", run.err);
        assert_eq!(folder.text("strategy.yaml") == before, is_asked, "{kpi} {value}");
    }
    // What the file allows is not asked about again.
    file(
        "\n    baseline: 27000\n    target: 40000\n    readings:\n      2027-01-31: 28900\n      # stratplan: allow(figure-out-of-scale) closed\n      2027-02-28: 289\n ",
    );
    let run = folder.run("check strategy.yaml --today 2027-03-05");
    assert!(!run.out.contains("figure-out-of-scale"), "{}", run.out);
}

#[test]
fn a_digit_too_many_is_pointed_out() {
    let folder = Folder::new("record-leap");
    let guests = "baseline: 1250, target: 1800, readings: { 2027-01-10: 1310 }";
    for (kpi, value, expected) in [
        (guests, "13250", "13250 is 10 times 1310, the reading before"),
        (guests, "132", "1310, the reading before, is 10 times 132"),
        (guests, "1900", ""),
        // Its plan says that it grows like that.
        ("baseline: 1250, target: 15000, readings: { 2027-01-10: 1310 }", "13250", ""),
        ("counts: sum, target: 20000, readings: { 2027-01-10: 1310 }", "13250", ""),
        ("baseline: -3, target: 40, readings: { 2027-01-10: 0 }", "12", ""),
    ] {
        let head = "stratplan: 1\nstrategy: { name: x, owner: lead, period: 2027 }";
        folder.write("strategy.yaml", &format!("{head}\nkpis:\n  weekly-guests: {{ {kpi} }}\n"));
        let run = folder.run(&format!("record strategy.yaml weekly-guests {value} --today 2027-01-17"));
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains(expected), "{kpi} {value}: {}", run.err);
        assert_eq!(
            run.err.contains("if a digit slipped"),
            !expected.is_empty(),
            "{kpi} {value}: {}",
            run.err
        );
    }
    let run = folder.run("record strategy.yaml weekly guests 12 --today 2027-01-17");
    let correction = "`stratplan record strategy.yaml weekly-guests 12`";
    assert!(run.code == 2 && run.err.contains(correction), "{}", run.err);
}

#[test]
fn a_reading_that_is_left_out_of_its_sum_is_recorded_with_a_word() {
    let folder = Folder::new("record-over-the-start");
    let kpi = "kpis: { leads: { counts: sum, since: 2027-02-01, target: 100 } }";
    folder.write("plan.yaml", &format!("stratplan: 1\nstrategy: {{ name: x, period: 2027 }}\n{kpi}\n"));
    let run = folder.run("record plan.yaml leads 40 --date 2027-Q1 --today 2027-05-05");
    assert!(run.err.contains("2027-Q1 begins before the first day that counts"), "{run:?}");
    let run = folder.run("record plan.yaml leads 10 --date 2027-04 --today 2027-05-05");
    assert!(!run.err.contains("begins before"), "{run:?}");
}
