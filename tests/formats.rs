//! The machine-readable formats: valid, with columns in the right unit, the same findings in all of them.
//!
//! `tests/validators.sh` runs external validators for SARIF, `JUnit` and rdjson.

mod actions;
mod schemas;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{FORMATS, Folder, Run};

/// An emoji, a tab and two Chinese characters precede the misspelled key; lines end in CRLF.
const ODD: &str = "stratplan: 1\r
strategy: { name: \"😀\t日本\", statuss: active, owner: Dana, period: 2027 }\r
goals: { leads: Generate 400 leads a quarter }\r
readings: readings.csv\r
kpis: { visits: { unit: visits/month } }\r
purposes:\r
  marketing: { gears: { acquisition: 2027-03-01, engagement: 2027-01-15 } }\r
";
const READINGS: &str = "kpi,date,value\r\nvisits,2027-01-31,1\r\nvisits,2027-01-31,2\r\n";
const CLEAN: &str = "stratplan: 1\nstrategy: { name: A plan, status: draft, owner: Dana, period: 2027 }\n";
/// Limits the findings to two rules and the file group.
const FEW: &str = "--today 2027-04-05 --select gear-out-of-order,goal-unserved";

fn odd(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("plans/odd.yaml", ODD).write("plans/readings.csv", READINGS);
    folder
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The list of findings in a JSON document.
fn list<'a>(value: &'a Value, pointer: &str) -> &'a Vec<Value> {
    value.pointer(pointer).and_then(Value::as_array).unwrap_or_else(|| panic!("{pointer}: {value}"))
}

fn of_rule<'a>(all: &'a [Value], key: &str, rule: &str) -> &'a Value {
    all.iter().find(|one| one.pointer(key).is_some_and(|own| own == rule)).unwrap()
}

/// Rule, file and line of each finding in the output of a format.
fn parsed(format: &str, text: &str) -> Vec<(String, String, u64)> {
    let from = |all: &[Value], rule: &str, path: &str, line: &str| {
        let text = |one: &Value, at: &str| one.pointer(at).and_then(Value::as_str).unwrap().to_owned();
        let number = |one: &Value, at: &str| one.pointer(at).and_then(Value::as_u64).unwrap();
        all.iter().map(|one| (text(one, rule), text(one, path), number(one, line))).collect()
    };
    let place = "/locations/0/physicalLocation";
    match format {
        "json" => from(list(&json(text), "/findings"), "/rule", "/path", "/line"),
        "jsonl" => from(&text.lines().map(json).collect::<Vec<_>>(), "/rule", "/path", "/line"),
        "sarif" => from(
            list(&json(text), "/runs/0/results"),
            "/ruleId",
            &format!("{place}/artifactLocation/uri"),
            &format!("{place}/region/startLine"),
        ),
        "gitlab" => from(list(&json(text), ""), "/check_name", "/location/path", "/location/lines/begin"),
        "rdjson" => from(
            list(&json(text), "/diagnostics"),
            "/code/value",
            "/location/path",
            "/location/range/start/line",
        ),
        "checkstyle" => xml::parsed_checkstyle(text),
        "github" => actions::parsed_github(text),
        _ => panic!("{format} cannot be read back"),
    }
}

#[test]
fn every_format_has_the_same_findings() {
    let folder = odd("same");
    folder.write("plans/clean.yaml", CLEAN).write("plans/two.yaml", &ODD.replace("statuss", "status"));
    let run = |format: &str| folder.run(&format!("check plans {FEW} --format {format}"));
    let expected = parsed("json", &run("json").out);
    let rules: BTreeSet<&str> = expected.iter().map(|(rule, ..)| rule.as_str()).collect();
    let all = ["duplicate-reading", "gear-out-of-order", "goal-unserved", "unknown-key"];
    assert_eq!((rules, expected.len()), (BTreeSet::from(all), 7));
    for format in ["jsonl", "sarif", "gitlab", "rdjson", "checkstyle"] {
        assert_eq!(parsed(format, &run(format).out), expected, "{format}");
    }
    // GitHub sorts by severity, but all of these are errors.
    assert_eq!(parsed("github", &run("github").out), expected);
    let lines = |text: &str| text.lines().map(json).collect::<Vec<_>>();
    assert_eq!(lines(&run("jsonl").out), *list(&json(&run("json").out), "/findings"));
}

#[test]
fn the_exit_status_does_not_depend_on_the_format() {
    let folder = odd("status");
    folder.write("plans/clean.yaml", CLEAN);
    for format in FORMATS {
        let code =
            |line: &str| folder.run(&format!("check {line} --today 2027-04-05 --format {format}")).code;
        assert_eq!(code("plans"), 1, "{format}");
        assert_eq!(code("plans/clean.yaml"), 0, "{format}");
        assert_eq!(code("plans/clean.yaml --fail-on info"), 1, "{format}");
        assert_eq!(code("plans --fail-on never"), 0, "{format}");
        assert_eq!(code("plans gone.yaml"), 2, "{format}");
        assert_eq!(code("plans --ignore x"), 2, "{format}");
    }
}

#[test]
fn an_unreadable_file_is_reported_on_standard_error_and_the_rest_is_printed() {
    let folder = odd("unreadable");
    for format in FORMATS {
        let line = format!("check plans {FEW} --report none --format {format}");
        let (complete, partial) = (folder.run(&line), folder.run(&format!("{line} gone.yaml")));
        assert_eq!(partial.err, "error: gone.yaml: there is no such file or directory\n", "{format}");
        assert_eq!(complete.err, "");
        // These formats have a place for it.
        match *format {
            "sarif" => {
                assert_eq!(parsed("sarif", &partial.out), parsed("sarif", &complete.out));
                let before = &json(&complete.out)["runs"][0]["invocations"][0];
                let after = &json(&partial.out)["runs"][0]["invocations"][0];
                assert_eq!(before["executionSuccessful"], true);
                assert_eq!((&after["executionSuccessful"], &after["exitCode"]), (&false.into(), &2.into()));
                let message = &after["toolExecutionNotifications"][0]["message"]["text"];
                assert_eq!(message, "gone.yaml: there is no such file or directory.");
            }
            "junit" => {
                let (before, after) = (xml::suites(&complete.out), xml::suites(&partial.out));
                assert_eq!(before, after[..before.len()]);
                assert_eq!((after.len(), after[before.len()].errors), (before.len() + 1, 1));
            }
            "full" | "concise" => {
                assert_eq!(
                    partial.out.replace("; not judged: 1 unreadable\n", "\n"),
                    complete.out,
                    "{format}"
                );
                assert_ne!(partial.out, complete.out, "{format}");
            }
            "json" => {
                let counted = partial.out.replace("\"unreadable\": 1", "\"unreadable\": 0");
                assert_eq!(
                    (counted.as_str(), json(&partial.out)["unjudged"]["unreadable"].as_u64()),
                    (complete.out.as_str(), Some(1))
                );
            }
            _ => assert_eq!(partial.out, complete.out, "{format}"),
        }
    }
}

#[test]
fn columns_are_in_the_unit_of_the_format() {
    let folder = odd("columns");
    let run = |format: &str| folder.run(&format!("check plans {FEW} --format {format}")).out;
    let sarif = json(&run("sarif"));
    let results = list(&sarif, "/runs/0/results");
    let key = of_rule(results, "/ruleId", "unknown-key");
    let region = |column: u64, end: u64, line: u64| serde_json::json!({ "startLine": line, "startColumn": column, "endLine": line, "endColumn": end });
    // 19 characters, an emoji, a tab, two Chinese characters, a quote, a comma and a space.
    assert_eq!(sarif["runs"][0]["columnKind"], "unicodeCodePoints");
    assert_eq!(key["locations"][0]["physicalLocation"]["region"], region(27, 34, 2));
    let reading = of_rule(results, "/ruleId", "duplicate-reading");
    let place = &reading["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "plans/readings.csv");
    assert_eq!(place["region"], region(8, 18, 3));

    let github = run("github");
    assert!(github.contains("file=plans/odd.yaml,line=2,endLine=2,col=27,endColumn=34,"), "{github}");
    let checkstyle = run("checkstyle");
    assert!(checkstyle.contains("<error line=\"2\" column=\"27\" severity=\"error\""), "{checkstyle}");

    // In bytes, the emoji has length 4 and each Chinese character length 3.
    let rdjson = json(&run("rdjson"));
    let range = |column: u64, end: u64| serde_json::json!({ "start": { "line": 2, "column": column }, "end": { "line": 2, "column": end } });
    let key = of_rule(list(&rdjson, "/diagnostics"), "/code/value", "unknown-key");
    assert_eq!(key["location"]["range"], range(34, 41));
    assert_eq!(key["suggestions"], serde_json::json!([{ "range": range(34, 41), "text": "status" }]));
}

#[test]
fn a_fix_has_the_same_result_in_every_format() {
    // After characters of all widths. The two tabs are one fix with two edits.
    let text = "stratplan: 1\r
strategy: { name: 😀日本, owner: @Dana 😀, period: 2027, statuss: draft }\r
people:\r
\tanna: { team: 😀日本, rolle: 日本 }\r
\tben: { team: b }\r
budget: { total: 1,500 }\r
";
    let folder = Folder::new("fixes");
    folder.write("a.yaml", text);
    let run = |format: &str| json(&folder.run(&format!("check a.yaml --format {format}")).out);
    let expected: BTreeMap<String, String> = list(&run("json"), "/findings")
        .iter()
        .filter(|one| one.get("fix").is_some())
        .map(|one| (one["message"].as_str().unwrap().to_owned(), with_bytes(text, &one["fix"]["edits"])))
        .collect();
    assert!(expected.len() >= 4, "{expected:?}");
    let tabs = &expected["this line is indented with a tab"];
    assert!(tabs.contains("\n  anna: { team: 😀日本") && tabs.contains("\n  ben: { team: b"), "{tabs}");
    let first = |message: &Value| message.as_str().unwrap().split('\n').next().unwrap().to_owned();

    let sarif = run("sarif");
    let fixed = list(&sarif, "/runs/0/results").iter().filter_map(|one| {
        let changes = one.pointer("/fixes/0/artifactChanges/0")?;
        assert_eq!(changes["artifactLocation"]["uri"], "a.yaml");
        let edits = changes["replacements"].as_array().unwrap().iter().map(|edit| {
            let region = &edit["deletedRegion"];
            let at = |line: &str, column: &str| {
                let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
                offset(text, number(line), number(column), |c| usize::from(c != '\0'))
            };
            let range = (at("startLine", "startColumn"), at("endLine", "endColumn"));
            (range, edit["insertedContent"]["text"].as_str().unwrap().to_owned())
        });
        let message = one["message"]["text"].as_str().unwrap();
        let key =
            expected.keys().find(|key| message.to_lowercase().starts_with(&key.to_lowercase())).unwrap();
        Some((key.clone(), with(text, edits.collect())))
    });
    assert_eq!(fixed.collect::<BTreeMap<_, _>>(), expected);

    let rdjson = run("rdjson");
    let fixed = list(&rdjson, "/diagnostics").iter().filter_map(|one| {
        let suggestion = one.pointer("/suggestions/0")?;
        let at = |end: &str| {
            let number =
                |key: &str| usize::try_from(suggestion["range"][end][key].as_u64().unwrap()).unwrap();
            offset(text, number("line"), number("column"), char::len_utf8)
        };
        let edit = ((at("start"), at("end")), suggestion["text"].as_str().unwrap().to_owned());
        Some((first(&one["message"]), with(text, vec![edit])))
    });
    assert_eq!(fixed.collect::<BTreeMap<_, _>>(), expected);
}

/// The byte offset of a line and a column, given the width of each character.
fn offset(text: &str, line: usize, column: usize, width: impl Fn(char) -> usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let mut left = column - 1;
    let mut at = start;
    for c in text[start..].chars() {
        if left == 0 {
            break;
        }
        left = left.checked_sub(width(c)).expect("a column between characters");
        at += c.len_utf8();
    }
    at
}

fn with(text: &str, mut edits: Vec<((usize, usize), String)>) -> String {
    edits.sort();
    let mut text = text.to_owned();
    for ((start, end), new) in edits.into_iter().rev() {
        text.replace_range(start..end, &new);
    }
    text
}

fn with_bytes(text: &str, edits: &Value) -> String {
    let edits = edits.as_array().unwrap().iter().map(|edit| {
        let number = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
        ((number("start"), number("end")), edit["text"].as_str().unwrap().to_owned())
    });
    with(text, edits.collect())
}

/// The fingerprint of each finding with its rule, the same in GitLab and SARIF.
fn fingerprints(folder: &Folder) -> Vec<(String, String)> {
    let run =
        |format: &str| json(&folder.run(&format!("check plans --today 2027-04-05 --format {format}")).out);
    let of = |all: &[Value], rule: &str, at: &str| -> Vec<(String, String)> {
        let text = |one: &Value, at: &str| one.pointer(at).and_then(Value::as_str).unwrap().to_owned();
        all.iter().map(|one| (text(one, rule), text(one, at))).collect()
    };
    let gitlab = of(list(&run("gitlab"), ""), "/check_name", "/fingerprint");
    let at = "/partialFingerprints/stratplan~1v1";
    assert_eq!(of(list(&run("sarif"), "/runs/0/results"), "/ruleId", at), gitlab);
    gitlab
}

#[test]
fn a_fingerprint_is_unique_and_survives_moved_lines() {
    let folder = odd("fingerprints");
    // The same finding twice in one place, and again in another file.
    let twice = format!("{ODD}# stratplan: allow(no-goals)\r\n# stratplan: allow(no-purpose)\r\n");
    folder.write("plans/twice.yaml", &twice);
    let before = fingerprints(&folder);
    let each: BTreeSet<&str> = before.iter().map(|(_, print)| print.as_str()).collect();
    assert_eq!(each.len(), before.len(), "{before:?}");
    assert_eq!(before.iter().filter(|(rule, _)| rule == "malformed-allow").count(), 2);
    let suites = xml::suites(&folder.run("check plans --format junit").out);
    let is_named = |name: &str| suites[1].failing.iter().any(|own| own == name);
    assert!(is_named("malformed-allow") && is_named("malformed-allow (2)"), "{suites:?}");

    folder.write("plans/twice.yaml", &format!("# a line\r\n\r\n{twice}"));
    folder.write("plans/odd.yaml", &format!("\r\n# another\r\n{ODD}"));
    folder.write("plans/readings.csv", &READINGS.replace("value\r\n", "value\r\n\r\n"));
    assert_eq!(fingerprints(&folder), before);

    folder.write("plans/odd.yaml", &ODD.replace("leads: Gen", "parts-leads: Gen"));
    let after: BTreeSet<(String, String)> = fingerprints(&folder).into_iter().collect();
    let gone: BTreeSet<&str> =
        before.iter().filter(|one| !after.contains(one)).map(|(rule, _)| rule.as_str()).collect();
    assert!(gone.contains("goal-unserved") && !gone.contains("unknown-key"), "{gone:?}");
}

#[test]
fn an_output_file_has_the_content_that_would_be_printed() {
    let folder = odd("to-a-file");
    for format in FORMATS {
        let line = format!("check plans {FEW} --format {format}");
        let printed = folder.run(&line);
        let run = folder.run(&format!("{line} -o out.txt"));
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{format}");
        assert_eq!(folder.text("out.txt"), printed.out, "{format}");
    }
}

#[test]
fn statistics_are_an_error_in_formats_without_room_for_them() {
    let folder = odd("statistics");
    for format in FORMATS {
        let run = folder.run(&format!("check plans --statistics --format {format}"));
        if ["full", "concise", "json"].contains(format) {
            assert_eq!((run.code, run.err.as_str()), (1, ""), "{format}");
        } else {
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{format}");
            assert!(run.err.starts_with("error: --statistics ") && run.err.contains("--format json"));
        }
    }
}

/// Names and texts that try to break out of their context.
fn hostile(name: &str) -> Folder {
    let folder = Folder::new(name);
    let odd = "\\n::error::pwned\\e[2J\\x9b31m\\u202e%0A,a:b]]></failure><x y=\\\"&amp;\\uffff";
    let text = format!(
        "stratplan: 1\nstrategy: {{ name: \"{odd}\", status: active }}\n\"k{odd}\": 1\ngoals: {{ \"g{odd}\": {{ statement: \"[here](1) {{0}} {odd}\", kpis: \"k{odd}\" }} }}\nreadings: r.csv\n"
    );
    let csv = "kpi,date,value\n\u{1b}[2J::error::x\u{202e},2027-01-31,1\n";
    folder.write("plain.yaml", &text).write("r.csv", csv);
    #[cfg(unix)]
    for name in [
        "we,ird:100%.yaml",
        "<a b=\"c\">&amp;.yaml",
        "::error::x.yaml",
        "a\n::error::pwned\u{1b}[2J\u{9b}\u{202e}.yaml",
    ] {
        folder.write(name, &text);
    }
    folder
}

#[test]
fn hostile_names_and_texts_cannot_break_out_of_any_format() {
    let folder = hostile("hostile");
    for format in FORMATS {
        folder.run(&format!("check . --format {format} -o out.txt"));
        let written = folder.text("out.txt");
        let is_raw = |c: &char| (c.is_control() && *c != '\n') || *c == '\u{202e}';
        assert_eq!(written.chars().find(is_raw), None, "{format}");
        let is_forged = |line: &&str| line.trim_start().starts_with("::error::");
        // For the formats for people, this depends on where they are printed: see `actions.rs`.
        let is_for_machines = !["full", "concise"].contains(format);
        assert_eq!(written.lines().find(is_forged).filter(|_| is_for_machines), None, "{format}");
    }
    let run = |format: &str| folder.run(&format!("check . --format {format}")).out;
    let expected = parsed("json", &run("json"));
    assert!(expected.len() >= 5);
    for format in ["jsonl", "gitlab", "rdjson"] {
        assert_eq!(parsed(format, &run(format)), expected, "{format}");
    }
    schemas::assert_valid("sarif-2.1.0", &json(&run("sarif")));
    schemas::assert_valid("gitlab", &json(&run("gitlab")));
    schemas::assert_valid("rdjson", &json(&run("rdjson")));
    xml::suites(&run("junit"));
    assert_eq!(xml::parsed_checkstyle(&run("checkstyle")).len(), expected.len());
    let decoded: Vec<(String, String, u64)> = parsed("sarif", &run("sarif"))
        .into_iter()
        .map(|(rule, uri, line)| (rule, percent_decoded(&uri), line))
        .collect();
    assert_eq!(decoded, expected);
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn paths_are_relative_and_have_no_leading_dot() {
    let folder = odd("paths");
    for format in ["json", "jsonl", "sarif", "gitlab", "rdjson", "checkstyle", "github"] {
        for path in ["./plans/odd.yaml", folder.0.join("plans").to_str().unwrap()] {
            let run: Run = folder.run(&format!("check {path} {FEW} --format {format}"));
            let paths = parsed(format, &run.out).into_iter().map(|(_, own, _)| own);
            let paths: BTreeSet<String> = paths.collect();
            let expected = ["plans/odd.yaml", "plans/readings.csv"].map(str::to_owned);
            assert_eq!(paths, BTreeSet::from(expected), "{format}, {path}");
        }
    }
}

/// Code scanning rejects files with more than 25,000 results.
#[test]
fn sarif_has_the_most_severe_results_if_there_are_too_many() {
    let folder = Folder::new("many-results");
    // Each goal has two findings, and the one error comes last.
    let goals: String = (0..12_600).map(|n| format!("  g{n}: Win 2 fans\n")).collect();
    let head = "stratplan: 1\nstrategy: { name: A, status: active, owner: B, period: 2027 }\n";
    folder.write("a.yaml", &format!("{head}goals:\n{goals}kpis:\n  last: {{ unit: [1] }}\n"));
    let sarif = json(&folder.run("check . --today 2027-04-05 --format sarif").out);
    let results = list(&sarif, "/runs/0/results");
    assert_eq!(results.len(), 25_000);
    assert!(results.iter().any(|one| one["level"] == "error"));
    let notes = list(&sarif, "/runs/0/invocations/0/toolExecutionNotifications");
    let text = notes[0]["message"]["text"].as_str().unwrap();
    assert!(text.contains(" results are left out here, the least severe ones"), "{text}");
}
