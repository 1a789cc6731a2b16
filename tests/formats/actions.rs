//! Annotations and other behavior in GitHub Actions.

use std::collections::BTreeMap;

use super::{FEW, odd};
use crate::support::{Folder, Run};

/// A workflow command.
#[derive(Debug)]
struct Command {
    name: String,
    properties: BTreeMap<String, String>,
    data: String,
}

/// Parses a line like the runner; `None` if it is not a command.
fn command(line: &str) -> Option<Command> {
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let plain = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let properties = properties.split(',').filter_map(|one| one.split_once('=')).map(|(key, value)| {
        let value = plain(value).replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
        (key.to_owned(), value)
    });
    let data = plain(data).replace("%25", "%");
    Some(Command { name: name.to_owned(), properties: properties.collect(), data })
}

fn commands(text: &str) -> Vec<Command> {
    text.lines().filter_map(command).collect()
}

/// Rule, file and line of each annotation.
pub fn parsed_github(text: &str) -> Vec<(String, String, u64)> {
    let each = text.lines().map(|line| command(line).unwrap_or_else(|| panic!("{line}")));
    each.map(|command| {
        let property = |name: &str| command.properties[name].clone();
        let rule = property("title").strip_suffix(" (stratplan)").unwrap().to_owned();
        (rule, property("file"), property("line").parse().unwrap())
    })
    .collect()
}

/// Runs in a step of GitHub Actions.
fn in_actions(folder: &Folder, line: &str, below: &str) -> Run {
    let mut command = folder.command(line);
    command.env("GITHUB_ACTIONS", "true").env("GITHUB_WORKSPACE", &folder.0);
    Run::of(command.current_dir(folder.0.join(below)).output().unwrap())
}

#[test]
fn an_annotation_has_position_message_and_help() {
    let folder = odd("annotation");
    let out = folder.run(&format!("check plans {FEW} --format github")).out;
    let line = out.lines().find(|line| line.contains("gear-out-of-order")).unwrap();
    let expected = "::error file=plans/odd.yaml,line=7,endLine=7,col=62,endColumn=72,\
        title=gear-out-of-order (stratplan)::engagement starts before acquisition%0Ahelp: if acquisition was \
        running before that, write the day it began: `acquisition: DATE`, or say why not: `order: […]` with a `rationale:`";
    assert_eq!(line, expected);
}

#[test]
fn a_finding_of_several_lines_has_no_columns() {
    let folder = Folder::new("lines");
    let text = "stratplan: 1\nstrategy: { name: A, owner: B, period: 2027 }\ngoals:\n  a: |\n    Be on\n    TikTok\n";
    folder.write("a.yaml", text);
    let run = |format: &str| folder.run(&format!("check a.yaml --format {format}")).out;
    let json = super::json(&run("json"));
    let spans = super::list(&json, "/findings").iter().filter(|one| one["line"] != one["end_line"]);
    assert!(spans.count() > 0, "{json}");
    let all = commands(&run("github"));
    let (one, more): (Vec<_>, Vec<_>) =
        all.iter().partition(|command| command.properties["line"] == command.properties["endLine"]);
    assert!(!one.is_empty() && !more.is_empty(), "{all:?}");
    assert!(more.iter().all(|command| !command.properties.contains_key("col")), "{more:?}");
    assert!(more.iter().all(|command| !command.properties.contains_key("endColumn")), "{more:?}");
    assert!(more.iter().all(|command| command.properties["endLine"] == "6"), "{more:?}");
    assert!(one.iter().any(|command| command.properties.contains_key("endColumn")), "{one:?}");
}

/// Two strategies with this many findings of each level, the most severe ones last.
fn many(name: &str, errors: usize, warnings: usize, infos: usize) -> Folder {
    let folder = Folder::new(name);
    let file = |from: usize, to: usize, what: &str| -> String {
        (from..to).map(|n| what.replace('#', &n.to_string())).collect()
    };
    let plan = |half: fn(usize) -> (usize, usize)| {
        let part = |count: usize, what: &str| file(half(count).0, half(count).1, what);
        format!(
            "stratplan: 1\nstrategy: {{ name: A, status: active, owner: B, period: 2027 }}\nkpis:\n  y: {{ unit: x }}\n{}{}goals:\n  z: Win\n{}",
            part(infos, "  u#: { unit: x }\n"),
            part(
                warnings,
                "  k#: { unit: x, baseline: { value: 1, date: 2027 }, target: { value: 1, date: 2028 } }\n"
            ),
            part(errors, "  g#: Win some\n"),
        )
    };
    folder.write("a.yaml", &plan(|count| (0, count / 2))).write("b.yaml", &plan(|count| (count / 2, count)));
    folder.write(
        "stratplan.toml",
        "[rules]\ngoal-unserved = \"error\"\ntarget-equals-baseline = \"warning\"\nkpi-unused = \"info\"\n",
    );
    folder
}

#[test]
fn the_most_severe_findings_come_first_and_at_most_ten_of_each_level() {
    let levels = |all: &[Command]| -> Vec<(String, usize)> {
        let mut counts: Vec<(String, usize)> = Vec::new();
        for one in all {
            match counts.last_mut() {
                Some((name, count)) if *name == one.name => *count += 1,
                _ => counts.push((one.name.clone(), 1)),
            }
        }
        counts
    };
    let of = |name: &str, count: usize| (name.to_owned(), count);
    let run = |folder: &Folder| {
        let line =
            "check . --today 2027-04-05 --select goal-unserved,target-equals-baseline,kpi-unused --format";
        let total = super::parsed("json", &folder.run(&format!("{line} json")).out).len();
        (total, commands(&folder.run(&format!("{line} github")).out))
    };
    let (total, all) = run(&many("cap-all", 24, 4, 30));
    // The last notice counts the findings that are left out.
    assert_eq!(all.len(), levels(&all).iter().map(|(_, count)| count).sum::<usize>());
    let shown = levels(&all);
    let (severe, mild) = shown.split_at(shown.len() - 1);
    assert_eq!((severe, mild), (&[of("error", 10), of("warning", 4)][..], &[of("notice", 10)][..]));
    let left_out = total - (all.len() - 1);
    let last = &all[all.len() - 1];
    assert!(last.data.starts_with(&format!("{left_out} findings are left out here, ")), "{last:?}");
    assert!(!last.properties.contains_key("file"));
    assert!(all[..all.len() - 1].iter().all(|one| one.properties.contains_key("file")));

    let (total, few) = run(&many("cap-none", 2, 0, 0));
    assert_eq!(few.len(), total, "{few:?}");
}

#[test]
fn hostile_texts_cannot_break_out_of_an_annotation() {
    let folder = super::hostile("hostile-annotations");
    let out = folder.run("check . --format github --fail-on never").out;
    let all: Vec<Command> =
        out.lines().map(|line| command(line).unwrap_or_else(|| panic!("{line}"))).collect();
    for one in all.iter().filter(|one| one.properties.contains_key("file")) {
        let keys: Vec<&str> = one.properties.keys().map(String::as_str).collect();
        let known = ["col", "endColumn", "endLine", "file", "line", "title"];
        assert!(keys.iter().all(|key| known.contains(key)), "{keys:?}");
        let file = one.properties["file"].replace('␛', "\u{1b}");
        let is_there = folder.0.join(&file).exists() || file.contains('\u{fffd}');
        assert!(is_there, "{file:?}");
    }
    #[cfg(unix)]
    assert!(all.iter().any(|one| one.properties["file"] == "we,ird:100%.yaml"), "{out}");
    #[cfg(unix)]
    assert!(out.contains("file=a%0A%3A%3Aerror%3A%3Apwned␛[2J"), "{out}");
    assert!(!out.contains('\u{1b}') && !out.contains('\u{9b}'));
}

#[test]
fn annotations_are_added_unless_a_format_is_requested() {
    let folder = odd("auto");
    let line = format!("check plans {FEW}");
    let plain = folder.run(&line);
    let annotations = folder.run(&format!("{line} --format github")).out;
    let run = in_actions(&folder, &line, ".");
    assert_eq!((run.code, run.out.as_str()), (1, format!("{}{annotations}", plain.out).as_str()));
    for (flags, annotated) in
        [("--format full", false), ("--format concise", false), ("--statistics", false), ("-q", true)]
    {
        let run = in_actions(&folder, &format!("{line} {flags}"), ".");
        assert_eq!(run.code, 1);
        assert_eq!(!commands(&run.out).is_empty(), annotated, "{flags}");
    }
    // The report goes to the file, the annotations to the runner.
    let run = in_actions(&folder, &format!("{line} -o out.txt"), ".");
    assert_eq!(run.out, annotations);
    assert_eq!(folder.text("out.txt"), plain.out);
    for value in ["", "false"] {
        let output = folder.command(&line).env("GITHUB_ACTIONS", value).output().unwrap();
        assert_eq!(Run::of(output).out, plain.out, "{value:?}");
    }
}

#[test]
fn annotations_have_paths_from_the_root_of_the_repository() {
    let folder = odd("below");
    let run = in_actions(&folder, &format!("check odd.yaml {FEW} --format github"), "plans");
    let files: Vec<String> = parsed_github(&run.out).into_iter().map(|(_, file, _)| file).collect();
    assert_eq!(files, ["plans/odd.yaml", "plans/odd.yaml", "plans/odd.yaml", "plans/readings.csv"]);
    // The runner's name of the root can be a link.
    #[cfg(unix)]
    {
        let link = folder.0.with_extension("link");
        std::fs::remove_file(&link).ok();
        std::os::unix::fs::symlink(&folder.0, &link).unwrap();
        let mut command = folder.command(&format!("check odd.yaml {FEW} --format github"));
        command.env("GITHUB_ACTIONS", "true").env("GITHUB_WORKSPACE", &link);
        let linked = Run::of(command.current_dir(folder.0.join("plans")).output().unwrap());
        assert_eq!(linked.out, run.out);
        std::fs::remove_file(&link).unwrap();
    }
}

#[test]
fn the_summary_of_a_step_stays_below_the_limit_of_the_runner() {
    let folder = odd("summary");
    let summary = folder.0.join("summary.md");
    std::fs::write(&summary, "x".repeat((1 << 20) - 300)).unwrap();
    let mut command = folder.command(&format!("check plans {FEW}"));
    command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", &summary);
    assert_eq!(Run::of(command.output().unwrap()).code, 1);
    let text = folder.text("summary.md");
    assert!(text.len() <= 1 << 20, "{}", text.len());
    assert!(text.ends_with("\n… the rest is too long for the summary of a step\n"));
}

#[test]
fn no_output_for_people_contains_a_workflow_command() {
    let folder = Folder::new("forged");
    let text = "stratplan: 1\nstrategy: { name: '::error::pwned ##[error]x ##vso[task.setvariable variable=a]y', status: active, owner: B, period: 2027 }\ngoals: { a: Win some }\n";
    folder.write("b.yaml", text);
    #[cfg(unix)]
    folder.write("::error::a.yaml", text);
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.0.join("::warning::b.yaml")).unwrap();
    let plain = folder.run("check b.yaml");
    assert!(plain.out.contains("\n::error::pwned"), "{}", plain.out);
    folder.write("other.yaml", &text.replace("strategy:", "stratgy:"));
    folder.write("stratplan.toml", "exclude = ['::error::x', 'a##teamcity[x]']");
    for (line, code) in [
        ("check b.yaml", 1),
        ("check . --report full", 1),
        ("check . --format concise", 1),
        ("check . --format markdown", 1),
        ("check . --format json", 1),
        ("check . --format junit", 1),
        ("check . --format checkstyle", 1),
        ("check . --color always", 1),
        ("check other.yaml --diff", 1),
        ("gaps b.yaml", 0),
        ("gaps b.yaml --format markdown", 0),
        ("gaps b.yaml --format html", 0),
        ("gaps b.yaml --format csv", 0),
        ("gaps b.yaml --format json", 0),
        ("plan b.yaml", 0),
        ("diff b.yaml other.yaml", 1),
        ("show b.yaml", 0),
        ("config show", 0),
        ("record b.yaml ::error::x 3", 2),
        ("check b.yaml --write-baseline ::error::all.json --fail-on never", 0),
    ] {
        for (variable, value) in
            [("GITHUB_ACTIONS", "true"), ("TF_BUILD", "True"), ("TEAMCITY_VERSION", "2026.1")]
        {
            let run = Run::of(folder.command(line).env(variable, value).output().unwrap());
            assert_eq!(run.code, code, "{line}: {run:?}");
            for text in [&run.out, &run.err] {
                let forged = commands(text).into_iter().find(|one| !one.properties.contains_key("title"));
                let is_broken_up = ["##[", "##vso[", "##teamcity["].iter().all(|start| !text.contains(start));
                assert!(forged.is_none() && is_broken_up, "{variable}: {line}: {forged:?}");
            }
        }
    }
    let run = in_actions(&folder, "check b.yaml", ".");
    assert!(
        run.out.contains("\n: :error::pwned # #[error]x # #vso[task.setvariable variable=a]y, as of"),
        "{}",
        run.out
    );
}
