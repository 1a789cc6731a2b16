//! `stratplan diff` as a command: its inputs, its formats and its exit status.

use crate::support::{Folder, Run, is_active};

const JANUARY: &str = include_str!("../cmd/diff.in/january.yaml");
const APRIL: &str = include_str!("../cmd/diff.in/april.yaml");

/// A folder with two versions of a strategy.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(&format!("diff-{name}"));
    folder.write("january.yaml", JANUARY).write("april.yaml", APRIL);
    folder
}

fn run(folder: &Folder, line: &str) -> (i32, String, String) {
    run_with(folder, line, "")
}

fn run_with(folder: &Folder, line: &str, input: &str) -> (i32, String, String) {
    let Run { code, out, err } = folder.pipe(&format!("{line} --today 2027-04-05"), input);
    (code, out, err)
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn either_version_can_come_from_standard_input() {
    let folder = folder("stdin");
    let (code, plain, err) = run(&folder, "diff january.yaml april.yaml");
    assert_eq!((code, err.as_str()), (0, ""));
    let (_, new, _) = run_with(&folder, "diff january.yaml -", APRIL);
    assert_eq!(new.replace("<stdin>", "april.yaml"), plain);
    let (_, old, _) = run_with(&folder, "diff - april.yaml", JANUARY);
    assert_eq!(old.replace("<stdin>", "january.yaml"), plain);
    // Standard input has no settings file, so the settings of the other file apply.
    folder
        .write("near/stratplan.toml", "[rules]\ngear-out-of-order = \"off\"\n")
        .write("near/plan.yaml", JANUARY);
    assert!(!run_with(&folder, "diff near/plan.yaml -", APRIL).1.contains("gear-out-of-order"));
    assert!(plain.contains("gear-out-of-order"));
}

#[test]
fn only_new_and_more_severe_findings_fail() {
    let folder = folder("fail-on");
    let code = |line: &str| run(&folder, line).0;
    assert_eq!(code("diff january.yaml april.yaml"), 0, "without --fail-on nothing fails");
    assert_eq!(code("diff january.yaml april.yaml --fail-on error"), 1);
    assert_eq!(code("diff january.yaml april.yaml --fail-on never"), 0);
    assert_eq!(code("diff april.yaml january.yaml --fail-on error"), 0, "its new findings are warnings");
    assert_eq!(code("diff april.yaml january.yaml --fail-on warning"), 1);
    // Old errors are not new.
    folder.write("later.yaml", &APRIL.replace("80000", "90000"));
    assert_eq!(code("diff april.yaml later.yaml --fail-on info"), 0);
    assert_eq!(code("check april.yaml"), 1);
    // Advice in a draft that is a warning in an active strategy.
    folder.write("draft.yaml", &JANUARY.replace("status: active", "status: draft"));
    assert_eq!(code("diff draft.yaml january.yaml --fail-on warning"), 1);
    assert_eq!(code("diff january.yaml draft.yaml --fail-on info"), 0);
}

#[test]
fn a_version_that_could_not_be_read_completely_is_named() {
    let folder = folder("torn");
    folder.write("torn.yaml", &format!("{JANUARY}owner: dana\n"));
    for (line, sides) in [
        ("diff torn.yaml april.yaml", 1),
        ("diff april.yaml torn.yaml", 1),
        ("diff torn.yaml torn.yaml --format json", 2),
    ] {
        let (code, out, err) = run(&folder, line);
        let message =
            "torn.yaml: not read completely because of 1 error in the file; run `stratplan check`\n";
        assert_eq!((code, err), (1, message.repeat(sides)), "{line}");
        assert!(!out.is_empty());
    }
}

#[test]
fn the_format_comes_from_the_flag_or_the_file_extension() {
    let folder = folder("formats");
    let markdown = run(&folder, "diff january.yaml april.yaml --format markdown").1;
    let (code, out, err) = run(&folder, "diff january.yaml april.yaml -o changes.md");
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", "wrote changes.md\n"));
    assert_eq!(folder.text("changes.md"), markdown);
    run(&folder, "diff january.yaml april.yaml -o changes.json");
    let written = json(&folder.text("changes.json"));
    assert_eq!((&written["version"], &written["old"]["path"]), (&1.into(), &"january.yaml".into()));
    let colored = run(&folder, "diff january.yaml april.yaml --color always").1;
    assert!(
        colored.contains("\u{1b}[32m+\u{1b}[0m") && colored.contains("\u{1b}[36m~\u{1b}[0m"),
        "{colored}"
    );
    assert!(colored.contains("\u{1b}[31m−\u{1b}[0m"), "{colored}");
}

#[test]
fn the_markdown_starts_with_a_summary_in_one_line() {
    let folder = folder("markdown");
    let text = run(&folder, "diff january.yaml april.yaml --format markdown").1;
    let (first, rest) = text.split_once('\n').unwrap();
    assert_eq!(
        first,
        "**1 new error, 1 gear now spinning, 1 target made harder and postponed, 1 decision made, 1 activity removed, \
         1 pillar, 1 activity and 1 lesson added, 10 other changes, 1 new warning, 1 new suggestion, 3 findings resolved**"
    );
    let sections: Vec<&str> = rest.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(
        sections,
        [
            "New findings",
            "Where things stand now",
            "Strategy, people, money",
            "Goals",
            "Pillars and activities",
            "Gears",
            "KPIs",
            "Risks, decisions, lessons, documents",
            "Findings resolved"
        ]
    );
    assert!(
        text.contains("- ✗ enlistment starts before engagement (gear-out-of-order, line 20)\n"),
        "{text}"
    );
    assert!(
        text.contains("- \\+ activity **mechanic-tips**: Mechanic tip series (thought leadership, "),
        "{text}"
    );
    assert!(
        text.contains(
            "- \\~ gear **marketing.enlistment**: start 2027-06-01 → 2027-05-02, 30 days earlier\n"
        ),
        "{text}"
    );
    assert!(text.contains("- − activity **fair**: A stand at the fair\n"), "{text}");
    // Sections without changes are left out.
    folder.write("later.yaml", &APRIL.replace("80000", "90000"));
    let later = run(&folder, "diff april.yaml later.yaml --format markdown").1;
    assert_eq!(
        later,
        "**1 activity re-budgeted**\n\nParts 2027: from april.yaml to later.yaml, both judged as of 2027-04-05.\n\n\
         ## Pillars and activities\n\n- \\~ activity **filter-guide**: budget 80\u{202f}000 → 90\u{202f}000\n"
    );
}

#[test]
fn a_long_list_ends_with_a_count() {
    let folder = folder("long");
    let goals = |count: usize| -> String {
        let goals = (0..count).map(|number| format!("  g{number}: Win {number} leads\n"));
        let head =
            "stratplan: 1\nstrategy: { name: Long, status: draft, owner: mia, period: 2027 }\ngoals:\n";
        format!("{head}  first: Win\n{}", goals.collect::<String>())
    };
    for (count, shown, rest) in [
        (31, 31, None),
        (32, 30, Some("And 2 more; `--format json` has them all.")),
        (90, 30, Some("And 60 more; ")),
    ] {
        folder.write("old.yaml", &goals(0)).write("new.yaml", &goals(count));
        for format in ["text", "markdown"] {
            let text = run(&folder, &format!("diff old.yaml new.yaml --format {format}")).1;
            let listed = text.lines().filter(|line| line.contains("+ goal ")).count();
            assert_eq!(listed, shown, "{count} in {format}: {text}");
            assert!(rest.is_none_or(|rest| text.contains(rest)), "{count} in {format}: {text}");
        }
        let data = json(&run(&folder, "diff old.yaml new.yaml --format json").1);
        assert_eq!(data["changes"].as_array().unwrap().len(), count);
        let gaps = run(&folder, "gaps new.yaml --since old.yaml").1;
        let (_, since) = gaps.split_once("\nChanges since old.yaml\n").unwrap();
        let (since, _) = since.split_once("\nGoals\n").unwrap();
        assert_eq!(since.lines().filter(|line| line.contains("+ goal ")).count(), 12, "{since}");
        assert!(since.contains(&format!(
            "And {} more: `stratplan diff old.yaml new.yaml` shows them all.",
            count - 12
        )));
    }
}

#[test]
fn the_gap_report_contains_every_change() {
    let folder = folder("since");
    let all = json(&run(&folder, "diff january.yaml april.yaml --format json").1);
    let (code, out, _) = run(&folder, "gaps april.yaml --since january.yaml --format json");
    let since = &json(&out)["since"];
    assert_eq!(code, 0);
    assert_eq!((&since["label"], &since["diff"]["changes"]), (&"january.yaml".into(), &all["changes"]));
    assert_eq!(since["diff"]["findings"], all["findings"]);
    assert!(json(&run(&folder, "gaps april.yaml --format json").1)["since"].is_null());
    // For an owner: what is theirs, and what they handed over.
    let of = |scope: &str| -> Vec<String> {
        let out = run(&folder, &format!("gaps april.yaml --since january.yaml --format json {scope}")).1;
        let changes = json(&out)["since"]["diff"]["changes"].as_array().unwrap().clone();
        let mut ids: Vec<String> =
            changes.iter().map(|one| one["address"].as_str().unwrap().to_owned()).collect();
        ids.dedup();
        ids
    };
    let lee = of("--owner lee");
    assert!(lee.contains(&"pillars.promotion.activities.filter-guide".to_owned()), "{lee:?}");
    assert!(!lee.contains(&"kpis.leads".to_owned()) && !lee.contains(&"strategy".to_owned()), "{lee:?}");
    let dana = of("--owner dana");
    assert!(dana.contains(&"pillars.promotion".to_owned()), "she handed it over: {dana:?}");
    let goal = of("--goal parts-leads");
    assert!(
        goal.contains(&"kpis.leads".to_owned()) && !goal.contains(&"decisions.fund-experts".to_owned()),
        "{goal:?}"
    );
}

#[test]
fn neither_version_can_send_control_characters_to_the_terminal() {
    let folder = folder("escapes");
    let odd = "\\e[2J\\x9b31m\\u202e";
    let text = format!(
        "stratplan: 1\nstrategy: {{ name: \"Red {odd}\", owner: \"{odd}\" }}\ngoals: {{ a: \"Win {odd}\" }}\n"
    );
    folder
        .write("odd.yaml", &text)
        .write("plain.yaml", "stratplan: 1\nstrategy: { name: Red }\ngoals: { a: Win }\n");
    for format in ["text", "markdown", "json"] {
        for line in ["diff odd.yaml plain.yaml", "diff plain.yaml odd.yaml"] {
            let (_, out, err) = run(&folder, &format!("{line} --format {format}"));
            assert!(
                !out.contains(is_active) && !err.contains(is_active) && !out.is_empty(),
                "{format}: {out:?}"
            );
        }
    }
}
