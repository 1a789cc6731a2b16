//! Reading a strategy: one finding for each cause, no conclusions from damaged text, and an answer to any input,
//! however strange.

mod hashes;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use stratplan::yaml::{self, NodeId, Value};
use stratplan::{Document, File, Finding, Group, Level, Linter, Source, Span, Strategy as Model, formats};

use crate::support::{is_active, text_of};

const HEAD: &str =
    "stratplan: 1\nstrategy: { name: Corner Bakery, owner: mia, status: active, period: 2027 }\n";

/// A document, its findings, and the findings as text.
fn read(source: Source) -> (Document, Vec<Finding>, String) {
    let document = Document::read(source, |_| Err("there is no such file".to_owned()));
    let findings = Linter::new("2027-04-05".parse().unwrap()).check(&document).findings;
    let mut shown = Vec::new();
    formats::full(&mut shown, &document, &findings, 100).unwrap();
    formats::concise(&mut shown, &document, &findings).unwrap();
    (document, findings, String::from_utf8(shown).unwrap())
}

fn findings(text: &str) -> Vec<Finding> {
    read(Source::new("strategy.yaml", text)).1
}

fn file_findings(text: &str) -> Vec<(&'static str, String)> {
    let found = findings(text).into_iter().filter(|finding| finding.rule.group == Group::File);
    found.map(|finding| (finding.rule.name, finding.message)).collect()
}

// One cause, one finding.

#[test]
fn five_syntax_errors_and_four_wrong_keys_are_nine_findings() {
    let text = "\
stratplan: 1
strategy:
  name: Corner Bakery: the plan
  owner: @mia
  staus: active
  period: 2027
goals:
  saturday-orders:
    statement: \"Forty cake orders each Saturday
    kpi: cake-orders
  sunday-orders:
    statement: Twenty cake orders each Sunday
    kpis: [cake-orders
pillars:
  thought-leadership:
    activities:
      baking-tips:
        goals: [saturday-orders, sunday-orders]
        why: %10 more orders
        Intent: help
kpis:
  cake-orders: { name: Cake orders }
";
    let found = file_findings(text);
    assert_eq!(found.len(), 9, "{found:#?}");
    assert_eq!(found.iter().filter(|(rule, _)| *rule == "invalid-syntax").count(), 5, "{found:#?}");
    assert_eq!(found.iter().filter(|(rule, _)| *rule == "unknown-key").count(), 4, "{found:#?}");
}

#[test]
fn a_misspelled_key_is_read_as_the_right_one() {
    for (right, wrong) in [
        ("  thought_leadership:", "  thought-leadership:"),
        ("goals:\n  saturday", "Goals:\n  saturday"),
        ("goals:\n  saturday", "goal:\n  saturday"),
        ("kpis:\n", "kpi:\n"),
        ("monetization:", "monetisation:"),
        ("enlistment:", "enlistement:"),
        ("statement:", "statment:"),
        ("    activities:", "    activites:"),
        ("audiences:\n", "audience:\n"),
    ] {
        let text = format!(
            "{HEAD}goals:\n  saturday-orders: {{ statement: Forty orders, kpis: orders }}\naudiences:\n  \
             parents: {{ name: Parents }}\npillars:\n  thought_leadership:\n    activities:\n      \
             tips: {{ goals: saturday-orders, audiences: parents, gears: acquisition }}\npurposes:\n  marketing:\n    \
             gears:\n      acquisition: 2027-01-15\n      engagement: 2027-03-01\n      enlistment: 2027-05-01\n      \
             monetization: 2027-07-01\nkpis:\n  orders: {{ name: Orders }}\n"
        );
        assert_eq!(file_findings(&text), []);
        let all = |text: &str| -> BTreeSet<_> {
            findings(text).into_iter().map(|finding| (finding.rule.name, finding.message)).collect()
        };
        let (before, after) = (all(&text), all(&text.replacen(right, wrong, 1)));
        let new: Vec<_> = after.difference(&before).collect();
        assert_eq!(new.len(), 1, "{wrong}: {new:#?}");
        assert_eq!(new[0].0, "unknown-key", "{wrong}: {new:#?}");
    }
}

#[test]
fn an_invalid_id_is_reported_once_at_its_declaration() {
    let text = format!(
        "{HEAD}goals:\n  Saturday Orders: Forty orders\npillars:\n  promotion:\n    activities:\n      \
         tips: {{ goals: saturday-orders }}\n      votes: {{ goals: Saturday Orders }}\n"
    );
    assert_eq!(file_findings(&text), [("invalid-value", "`Saturday Orders` is not an id".to_owned())]);
}

#[test]
fn a_number_of_millions_in_braces_is_one_finding_with_one_fix() {
    let text = format!("{HEAD}kpis:\n  visits: {{ target: {{ value: 1,000,000, date: 2027 }} }}\n");
    let found = findings(&text);
    let comma: Vec<_> = found.iter().filter(|finding| finding.rule.group == Group::File).collect();
    assert_eq!(comma.len(), 1, "{comma:#?}");
    let fix = comma[0].fix.as_ref().unwrap();
    let fixed = stratplan::yaml::apply(&text, &fix.edits).unwrap();
    assert_eq!(file_findings(&fixed), []);
    assert!(fixed.contains("value: 1000000, date"), "{fixed}");
}

#[test]
fn a_list_without_brackets_is_one_finding_and_its_fix_adds_them() {
    for (key, list) in [
        ("goals", "orders, calls"),
        ("audiences", "parents, commuters"),
        ("gears", "marketing.acquisition, marketing.engagement"),
        ("rewards", "goods, recognition"),
    ] {
        let file = |list: &str| {
            format!(
                "{HEAD}goals:\n  orders: Forty orders\n  calls: Fewer calls\naudiences: [parents, commuters]\n\
                 purposes: [marketing]\npillars:\n  promotion:\n    activities:\n      tips:\n        {key}: {list}\n"
            )
        };
        let text = file(list);
        let of_reader = |text: &str| -> Vec<Finding> {
            findings(text).into_iter().filter(|finding| finding.rule.group == Group::File).collect()
        };
        let found = of_reader(&text);
        assert_eq!(found.len(), 1, "{key}: {found:#?}");
        let fixed = stratplan::yaml::apply(&text, &found[0].fix.as_ref().unwrap().edits).unwrap();
        assert_eq!(fixed, file(&format!("[{list}]")));
        assert_eq!(file_findings(&fixed), [], "{key}");
        // The items of the list are not reported as missing.
        let rules = |text: &str| -> BTreeSet<_> {
            let found = findings(text).into_iter().filter(|finding| finding.rule.group != Group::File);
            found.map(|finding| (finding.rule.name, finding.message)).collect()
        };
        let (unread, read) = (rules(&text), rules(&fixed));
        assert!(unread.is_subset(&read), "{key}: {:#?}", unread.difference(&read));
    }
}

#[test]
fn a_period_from_one_day_to_another_is_read_as_start_and_end() {
    let head = |period: &str| {
        format!(
            "stratplan: 1\nstrategy: {{ name: Corner Bakery, owner: mia, status: active, period: {period} }}\n"
        )
    };
    let found = file_findings(&head("{ from: 2027-06-01, to: 2027-01-31 }"));
    assert_eq!(found.iter().filter(|(rule, _)| *rule == "unknown-key").count(), 2, "{found:#?}");
    let ends_first =
        |text: &str| findings(text).iter().any(|finding| *finding.rule.name == *"ends-before-start");
    assert!(ends_first(&head("{ from: 2027-06-01, to: 2027-01-31 }")));
    assert!(!ends_first(&head("{ from: 2027-01-01, to: 2027-12-31 }")));
}

#[test]
fn readings_have_the_right_position_after_blank_lines_and_in_quotes() {
    let text = format!("{HEAD}readings: readings.csv\nkpis: {{ visits: {{ unit: visits }} }}\n");
    let csv = "\u{feff}kpi;date;value\r\nvisits;2027-01-31;9800\r\n\r\n\"visits\";\"2027-02-30\";\"9x\"\r\nviews ;2027-03-31;1\r\n";
    let document = Document::read(Source::new("strategy.yaml", text), |path| Ok(Source::new(path, csv)));
    let positions: Vec<(usize, &str)> = document
        .findings
        .iter()
        .map(|finding| (finding.place.span, document.file(finding.place)))
        .map(|(span, file)| (file.line(span.start), file.slice(span)))
        .collect();
    assert_eq!(positions, [(4, "2027-02-30"), (4, "9x"), (5, "views")]);
    let reading = &document.readings.of("visits")[0];
    assert_eq!(
        (csv.get(reading.at.span.range()), csv.get(reading.value_at.span.range())),
        (Some("2027-01-31"), Some("9800"))
    );
}

// No conclusions from damaged text.

/// The line with different kinds of errors, the rest of the file unchanged.
fn damaged(line: &str) -> Vec<String> {
    let mut ways = vec![format!("{line} \"x\": y: z")];
    if let Some((key, value)) = line.split_once(": ") {
        ways.extend([format!("{key}: @{value}"), format!("{key}: \"{value}"), format!("{key}: ]{value}")]);
    }
    let key = line.trim_start();
    let indent = line.len() - key.len();
    if indent > 0 {
        ways.push(format!("{}{key}", "\t".repeat(indent / 2)));
    }
    ways.push(format!("{}@{key}", &line[..indent]));
    ways
}

#[test]
fn no_rule_reports_what_a_syntax_error_hides() {
    for (name, step) in [("corner-bakery.strategy.yaml", 1), ("machine-maker.strategy.yaml", 9)] {
        let text = text_of(&format!("strategies/{name}"));
        let csv = text_of("strategies/readings/machine-maker.csv");
        let check = |text: &str| -> (BTreeSet<(&str, String)>, bool) {
            let document =
                Document::read(Source::new(name, text), |_| Ok(Source::new("readings.csv", &*csv)));
            let found = Linter::new("2027-04-05".parse().unwrap()).check(&document).findings;
            let is_reported = found.iter().any(|finding| *finding.rule.name == *"invalid-syntax");
            let others = found.into_iter().filter(|finding| finding.rule.group != Group::File);
            let found = others.map(|finding| (finding.rule.name, document.address(&finding).to_string()));
            (found.collect(), is_reported)
        };
        let (undamaged, _) = check(&text);
        let lines: Vec<&str> = text.lines().collect();
        let has_content = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| has_content(line)).step_by(step) {
            for broken in damaged(line) {
                let mut lines = lines.clone();
                lines[number] = &broken;
                let (found, is_reported) = check(&lines.join("\n"));
                if !is_reported {
                    continue;
                }
                let new: Vec<_> = found.difference(&undamaged).collect();
                assert!(new.is_empty(), "{name}:{}: `{broken}` makes {new:?} appear", number + 1);
            }
        }
    }
}

#[test]
fn nothing_in_a_damaged_section_is_reported_as_missing() {
    for text in [
        "goals:\n  saturday-orders: \"Forty\n",
        "goals:\n  @saturday-orders: Forty\npillars:\n  promotion: { activities: { tips: { goals: brunch } } }\n",
        "goals: [one, two]\npillars:\n  promotion: { activities: { tips: { goals: brunch } } }\n",
        "goals: { a: Forty }\ngoals: { b: Ten }\npillars: { promotion: { activities: { tips: { goals: b } } } }\n",
        "goals: { a: Forty }\npillars:\n  promotion:\n    activities:\n      @tips: { goals: a }\n",
        "goals: { a: Forty }\npillars:\n  promotion: soon\n",
        "goals: { a: Forty }\npillars:\n  promotion: { activities: { tips: { goals: [[a]] } } }\n",
        "purposes: [marketing, sales]\ngoals: {a: x}\npillars: {promotion: {activities: {t: {goals: a, gears: support.engagement}}}}\n",
    ] {
        let found = findings(&format!("{HEAD}{text}"));
        let concluded = ["no-goals", "goal-unserved", "unknown-reference", "missing-key"];
        let wrong = found.iter().find(|finding| concluded.contains(&finding.rule.name));
        assert!(wrong.is_none(), "{text}: {}", wrong.unwrap().message);
        assert!(found.iter().any(|finding| finding.rule.group == Group::File), "{text}: no finding");
    }
}

// The schema and the reader.

struct Record {
    path: Vec<String>,
    /// Each key, with the schema of its value.
    keys: Vec<(String, String)>,
    required: BTreeSet<String>,
    undocumented: Vec<String>,
}

/// A schema without its description.
fn shape(schema: &serde_json::Value) -> String {
    let mut schema = schema.clone();
    schema.as_object_mut().map(|keys| keys.remove("description"));
    schema.to_string()
}

impl Record {
    /// A file whose record has this key.
    fn with(&self, key: &str, value: &str) -> String {
        let Some((section, below)) = self.path.split_first() else {
            return format!("stratplan: 1\n{key}: {value}\n");
        };
        let entry = format!("{{ {key}: {value} }}");
        let entry = below.iter().rev().fold(entry, |entry, key| format!("{{ {key}: {entry} }}"));
        format!("stratplan: 1\n{section}: {entry}\n")
    }
}

/// Every record that a schema describes, with its path.
fn records(schema: &serde_json::Value, all: &serde_json::Value, path: &[String], out: &mut Vec<Record>) {
    assert!(path.len() < 12, "the format is infinitely nested: {path:?}");
    if let Some(name) = schema.get("$ref").and_then(|name| name.as_str()) {
        let target = all.pointer(name.trim_start_matches('#')).unwrap();
        records(target, all, path, out);
    }
    for alternative in schema.get("anyOf").and_then(|all| all.as_array()).into_iter().flatten() {
        records(alternative, all, path, out);
    }
    let deeper = |key: &str| [path, &[key.to_owned()]].concat();
    if let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object()) {
        records(values, all, &deeper("x"), out);
    }
    let Some(properties) = schema.get("properties").and_then(|properties| properties.as_object()) else {
        return;
    };
    // If a record can be complete in two ways, the first one is the usual one.
    let usual = schema.pointer("/anyOf/0/required");
    let required = schema.get("required").or(usual).and_then(|required| required.as_array());
    let required = required.into_iter().flatten();
    let is_undocumented = |property: &serde_json::Value| {
        property.get("description").and_then(|text| text.as_str()).is_none_or(|text| text.trim().is_empty())
    };
    out.push(Record {
        path: path.to_vec(),
        keys: properties.iter().map(|(key, property)| (key.clone(), shape(property))).collect(),
        required: required.map(|key| key.as_str().unwrap().to_owned()).collect(),
        undocumented: properties
            .iter()
            .filter(|(_, p)| is_undocumented(p))
            .map(|(key, _)| key.clone())
            .collect(),
    });
    for (key, property) in properties {
        records(property, all, &deeper(key), out);
    }
}

fn all_records() -> Vec<Record> {
    let schema = serde_json::to_value(schemars::schema_for!(Model)).unwrap();
    let mut out = Vec::new();
    records(&schema, &schema, &[], &mut out);
    assert!(out.len() > 30, "{} records", out.len());
    out
}

#[test]
fn the_schema_and_the_reader_require_the_same_keys() {
    for record in all_records() {
        if record.path.is_empty() {
            // A file with neither key is not a strategy, so each one is left out separately.
            assert_eq!(record.required, BTreeSet::from(["stratplan".to_owned(), "strategy".to_owned()]));
            assert_eq!(
                file_findings("strategy: { name: x }\n").first().map(|(rule, _)| *rule),
                Some("unsupported-version")
            );
            assert_eq!(file_findings("stratplan: 1\n").first().map(|(rule, _)| *rule), Some("missing-key"));
            continue;
        }
        // An empty record lacks exactly the required keys.
        let mut text = "{}".to_owned();
        for key in record.path.iter().skip(2).rev() {
            text = format!("{{ {key}: {text} }}");
        }
        let path: Vec<&str> = record.path.iter().map(String::as_str).collect();
        let text = match path.as_slice() {
            [] => unreachable!("handled above"),
            ["strategy"] => "stratplan: 1\nstrategy: {}\n".to_owned(),
            ["strategy", key, ..] => format!("stratplan: 1\nstrategy: {{ name: x, {key}: {text} }}\n"),
            [section] => format!("{HEAD}{section}: {{}}\n"),
            [section, key, ..] => format!("{HEAD}{section}: {{ {key}: {text} }}\n"),
        };
        let absent = findings(&text).into_iter();
        let absent =
            absent.filter(|finding| ["missing-key", "unsupported-version"].contains(&finding.rule.name));
        let absent: BTreeSet<String> =
            absent.filter_map(|finding| finding.absent).map(|absent| absent.key().to_owned()).collect();
        assert_eq!(absent, record.required, "{:?}:\n{text}", record.path);
    }
}

#[test]
fn every_key_is_described_in_the_schema() {
    for record in all_records() {
        assert_eq!(record.undocumented, Vec::<String>::new(), "in {:?}", record.path);
    }
}

#[test]
fn an_unknown_key_is_reported_with_the_name_of_its_record() {
    let mut named = BTreeSet::new();
    for record in all_records() {
        let found = file_findings(&record.with("xyzzy", "1"));
        let (_, message) = found.iter().find(|(rule, _)| *rule == "unknown-key").unwrap();
        let (_, name) = message.split_once("stratplan has no place for `xyzzy` in ").unwrap();
        named.insert(name.to_owned());
    }
    let expected = [
        "`after`",
        "`answered_by`",
        "`contact_center`",
        "`gears`",
        "`listening`",
        "`marketing_strategy`",
        "`pillars`",
        "`purposes`",
        "`questions`",
        "`strategy`",
        "`support`",
        "a KPI",
        "a baseline",
        "a budget",
        "a call to action",
        "a campaign",
        "a channel",
        "a decision",
        "a document",
        "a figure",
        "a gear",
        "a goal",
        "a lesson",
        "a period",
        "a person",
        "a pillar",
        "a platform",
        "a purpose",
        "a risk",
        "a source",
        "a target",
        "a threshold",
        "an account",
        "an activity",
        "an answer",
        "an audience",
        "an objective",
        "the `budget:` of an activity or a campaign",
        "the strategy file",
    ];
    assert_eq!(named.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn a_key_that_begins_with_x_can_be_in_every_record_and_hold_anything() {
    for record in all_records() {
        let file = record.with("x-anything", "[1, { a: TODO }]");
        let unknown = file_findings(&file).into_iter().find(|(rule, _)| *rule == "unknown-key");
        assert_eq!(unknown, None, "{file}");
    }
}

#[test]
fn an_unknown_key_of_several_entries_is_one_finding_and_the_fix_keeps_all_below_it() {
    let people = "people: { mia: { sla: [1] }, bo: { 'sla': { a: b } }, jo: {} }\n";
    let risks = "risks:\n  rain:\n    statement: It rains\n    sla:\n      - within: 2h # each\n";
    let text = format!("{HEAD}{people}{risks}");
    let found = findings(&text);
    let unknown: Vec<&Finding> = found.iter().filter(|one| one.rule.name == "unknown-key").collect();
    let groups: Vec<_> = unknown.iter().map(|one| one.siblings.clone().unwrap()).collect();
    assert_eq!(groups.len(), 3);
    assert_eq!((groups[0].total, &*groups[0].noun), (3, "people"));
    assert!(groups[0] == groups[1] && groups[1] != groups[2], "{groups:?}");
    let edits: Vec<_> =
        unknown.iter().flat_map(|one| one.fix.as_ref().map(|fix| fix.edits.clone()).unwrap()).collect();
    let kept = yaml::apply(&text, &edits).unwrap();
    assert_eq!(kept, text.replace("sla", "x-sla"));
    assert!(findings(&kept).iter().all(|one| one.rule.name != "unknown-key"), "{kept}");
}

#[test]
fn an_activity_of_one_day_has_a_date_or_a_start_and_an_end() {
    let activity = |dates: &str| {
        format!("{HEAD}pillars: {{ promotion: {{ activities: {{ fair: {{ {dates} }} }} }} }}\n")
    };
    let text = activity("date: 2027-05-20");
    let document = read(Source::new("strategy.yaml", &*text)).0;
    let fair = document.strategy.activities().next().unwrap().activity;
    let (start, end) = (fair.start().get().unwrap(), fair.end().get().unwrap());
    assert_eq!((start.0.to_string(), end.to_string()), ("2027-05-20".to_owned(), "2027-05-20".to_owned()));
    assert_eq!(file_findings(&text), []);
    let both = file_findings(&activity("date: 2027-05-20, start: 2027-05-01"));
    assert_eq!(both.len(), 1, "{both:?}");
    assert!(both[0].1.contains("has both a `date:` and a start"), "{both:?}");
    // A date that cannot be read is reported once, and hides the start.
    assert_eq!(file_findings(&activity("date: soon")).len(), 1);
}

// Hostile input.

/// The text without the styles of the renderer.
fn unstyled(shown: &str) -> String {
    let mut out = String::new();
    let mut rest = shown;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(after.len());
        // Only a style ends in `m`; any other sequence came from the file.
        rest = if let Some(rest) = after[end..].strip_prefix('m') {
            rest
        } else {
            out.push('\u{1b}');
            after
        };
    }
    out + rest
}

/// Reads bytes, renders the findings, and checks what must always hold.
fn assert_handled(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Finding> {
    let (document, findings, shown) = read(Source::from_bytes("strategy.yaml", bytes.into()));
    let shown = unstyled(&shown);
    assert!(!shown.contains(is_active), "{name}: a control character is shown: {shown:?}");
    for finding in &findings {
        let places = finding.others.iter().map(|label| label.place).chain([finding.place]);
        for place in places.filter(|place| place.file == File::Strategy) {
            let text = document.source.text();
            assert!(text.get(place.span.range()).is_some(), "{name}: {} lies outside", finding.message);
        }
        assert!(
            !finding.message.is_empty() && !finding.message.contains('\n'),
            "{name}: {:?}",
            finding.message
        );
        assert!(!finding.help.is_empty(), "{name}: {} has no help", finding.message);
        if let Some(fix) = &finding.fix {
            assert!(yaml::apply(document.source.text(), &fix.edits).is_some(), "{name}: {}", fix.title);
        }
    }
    assert_tree_fits(name, &document);
    findings
}

/// Every node and comment is in the text, and no value is read from bytes that could not be read.
fn assert_tree_fits(name: &str, document: &Document) {
    let (source, tree) = (&document.source, &document.tree);
    assert!(tree.comments().iter().all(|comment| source.slice(comment.span).starts_with('#')), "{name}");
    let mut nodes: Vec<NodeId> = tree.root().into_iter().collect();
    while let Some(node) = nodes.pop() {
        let span = tree.span(node);
        assert!(source.text().get(span.range()).is_some(), "{name}: {span:?}");
        match tree.value(source, node) {
            _ if tree.is_alias(node) => {}
            Value::Mapping(entries) => nodes.extend(entries.iter().flat_map(|(key, value)| [key, value])),
            Value::Sequence(items) => nodes.extend(items),
            Value::Scalar(..) => {
                let touches = |hole: &Span| hole.start < span.end && span.start < hole.end;
                assert!(!tree.holes().iter().any(touches), "{name}: {span:?} {:?}", tree.holes());
            }
            Value::Damaged => {}
        }
    }
}

#[test]
fn strange_input_is_reported_as_an_error() {
    let with = |text: &str| format!("{HEAD}{text}").into_bytes();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("latin-1", [HEAD.as_bytes(), b"goals: { cafe: Caf\xe9 }\n"].concat()),
        ("UTF-16", "stratplan: 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("NUL", with("goals: { a: x\0y }\n")),
        ("only NUL", vec![0; 64]),
        ("tabs", with("goals:\n\ta: x\n")),
        ("unclosed quote", with("goals: { a: \"x }\n")),
        ("unclosed single quote", with("goals:\n  a: 'x\n")),
        ("brackets", "[".repeat(100_000).into_bytes()),
        ("braces", "{a: ".repeat(100_000).into_bytes()),
        ("closed brackets", [vec![b'['; 50_000], vec![b']'; 50_000]].concat()),
        ("brackets in a value", with(&format!("goals: {}\n", "[".repeat(100_000)))),
        ("dashes", "- ".repeat(100_000).into_bytes()),
        (
            "deep block",
            (0..200).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>().into_bytes(),
        ),
        ("10 MB of text", with(&format!("goals: \"{}\"\n", "x".repeat(10 << 20)))),
        ("1 MB of key", with(&format!("{}: 1\n", "x".repeat(1 << 20)))),
        ("two documents", with("---\nstratplan: 1\n")),
        ("empty", Vec::new()),
        ("a line break", b"\n".to_vec()),
        ("comments", b"# a\n# stratplan: 1\n".to_vec()),
        ("a marker", b"---\n".to_vec()),
        ("an end marker", b"...\n".to_vec()),
        ("a list", b"- stratplan: 1\n".to_vec()),
        ("a text", b"stratplan\n".to_vec()),
        ("a number", b"1\n".to_vec()),
        ("null", b"null\n".to_vec()),
        ("an empty text", b"\"\"\n".to_vec()),
        ("an empty map", b"{}\n".to_vec()),
        ("an empty list", b"[]\n".to_vec()),
        ("an alias", b"*a\n".to_vec()),
        ("an anchor", b"&a\n".to_vec()),
        ("a tag", b"!a\n".to_vec()),
        ("itself", b"&a { b: *a }\n".to_vec()),
        ("1e400", with("budget: 1e400\n")),
        ("60 digits", with(&format!("budget: {}\n", "9".repeat(60)))),
        ("many decimals", with(&format!("budget: 1e-{}\n", "9".repeat(40)))),
        ("not a number", with("budget: .nan\n")),
        ("infinity", with("budget: -.inf\n")),
        ("hexadecimal", with("budget: 0x10\n")),
        ("no date", with("decisions: { a: { question: x, needed_by: 0000-00-00 } }\n")),
        ("a date with a time", with("decisions: { a: { question: x, needed_by: 2027-01-01T10:00:00Z } }\n")),
        ("digits of another script", with("decisions: { a: { question: x, needed_by: ２０２７-01-01 } }\n")),
        ("emoji key", with("🍰: 1\n")),
        ("emoji id", with("goals: { 🍰: x }\n")),
        ("complex key", with("? [a, b]\n: x\n")),
        ("a key that is a map", with("goals: { { a: b }: x }\n")),
        ("merge key", with("goals: { a: &a { statement: x }, b: { <<: *a } }\n")),
        ("ESC as a byte", with("goals: { a: \"\u{1b}[2Jx\" }\n")),
        ("ESC as a key", with("\"\\e]0;gone\\a\": x\n")),
        ("ESC as an id", with("goals: { \"\\e[2J\": x }\n")),
        (
            "ESC as a reference",
            with("pillars: { promotion: { activities: { a: { goals: \"\\e[2J\\x9b1m\" } } } }\n"),
        ),
        ("ESC as a word", with("goals: { a: { statement: x, kind: \"\\e[2J\\r\\n\" } }\n")),
        ("ESC as a path", with("readings: \"\\e[2J.csv\"\n")),
        ("ESC as a version", b"stratplan: \"\\e[2J\"\n".to_vec()),
        ("ESC in a comment", with("# stratplan: allow(\u{1b}[2J) x\n")),
        ("right to left", with("goals: { \"\u{202e}sredro\": x }\n")),
        ("right to left by escape", with("goals: { \"\\u202esredro\": x, b: { kind: \"\\u2066x\" } }\n")),
        ("a mark inside", with("goals:\n  a\u{feff}b: x\n")),
        ("a lone escape", with("goals: { a: \"\\ud800\" }\n")),
        ("carriage returns only", b"stratplan: 1\rstrategy: x\r".to_vec()),
        ("many duplicates", with(&"goals: { a: x }\n".repeat(2000))),
        ("many unknown keys", with(&(0..2000).map(|n| format!("k{n}: x\n")).collect::<String>())),
        ("a directive", b"%YAML 9.9\n---\nstratplan: 1\n".to_vec()),
    ];
    for (name, bytes) in cases {
        let start = Instant::now();
        let found = assert_handled(name, bytes);
        assert!(found.iter().any(|finding| finding.level == Level::Error), "{name} has no error: {found:#?}");
        assert!(start.elapsed() < Duration::from_mins(1), "{name} took {:?}", start.elapsed());
    }
}

/// Suggestions take a value apart step by step; that must not go on forever.
#[test]
fn long_repetitive_values_are_handled_for_every_key() {
    const PARTS: [&str; 20] = [
        "EUR", "€", "%", "k", "~", "-", "+", "1,", "1.", "O", "1 ", "2027–", "2027 to ", "2027/", "01.",
        "H1 ", "June ", "4h", "a: ", "x, ",
    ];
    let all = || {
        let mut forms = BTreeSet::new();
        for record in all_records() {
            // One key of each shape is enough.
            let keys: Vec<_> = record.keys.iter().filter(|(_, form)| forms.insert(form.clone())).collect();
            for part in PARTS {
                let long = format!("'{}1'", part.repeat(1_000));
                for (key, _) in &keys {
                    assert_handled(part, record.with(key, &long));
                }
                assert_handled(part, record.with(&long, "x"));
            }
        }
    };
    // With a small stack, runaway recursion fails quickly.
    let thread = std::thread::Builder::new().stack_size(1 << 19).spawn(all).unwrap();
    thread.join().unwrap();
}

#[test]
fn unusual_but_valid_files_have_no_findings() {
    for (name, text) in [
        ("a byte-order mark", format!("\u{feff}{HEAD}")),
        ("line breaks of Windows", HEAD.replace('\n', "\r\n")),
        ("no line break at the end", HEAD.trim_end().to_owned()),
        ("markers", format!("---\n{HEAD}...\n")),
        ("a directive", format!("%YAML 1.2\n---\n{HEAD}")),
        ("one line", "{stratplan: 1, strategy: {name: Bakery}}".to_owned()),
        ("JSON", "{\"stratplan\": 1, \"strategy\": {\"name\": \"Bakery\"}}".to_owned()),
        ("emoji in a text", HEAD.replace("Corner", "🍰")),
        ("the last day", HEAD.replace("period: 2027", "period: { start: 2027, end: 9999-12-31 }")),
        ("the first day", HEAD.replace("period: 2027", "period: { start: 1000-01-01, end: 2027 }")),
        ("a text in another script", HEAD.replace("Corner", "מאפייה")),
        ("28 digits", format!("{HEAD}budget: {}\n", "9".repeat(28))),
    ] {
        assert_handled(name, text.clone().into_bytes());
        assert_eq!(file_findings(&text), [], "{name}");
    }
}

#[test]
fn an_alias_has_the_value_of_its_anchor() {
    let text = format!(
        "{HEAD}goals: {{ a: {{ statement: &why Forty orders }} }}\npillars:\n  promotion:\n    activities:\n      \
         tips: &tips {{ goals: a, why: *why }}\n      votes: *tips\n"
    );
    assert_eq!(file_findings(&text), []);
    let (document, _, _) = read(Source::new("x", text));
    let whys: Vec<_> = document.strategy.activities().map(|used| used.activity.why.get().cloned()).collect();
    assert_eq!(whys, [Some("Forty orders".to_owned()), Some("Forty orders".to_owned())]);
}

#[test]
fn an_alias_bomb_is_one_finding_and_quick() {
    let start = Instant::now();
    // In known keys: every activity lists every goal.
    let goals: String = (0..400).map(|n| format!("g{n}, ")).collect();
    let activities: String = (0..2000).map(|n| format!("      a{n}: *one\n")).collect();
    let text = format!(
        "{HEAD}pillars:\n  promotion:\n    activities:\n      first: &one {{ why: &why x, goals: [{goals}] }}\n{activities}"
    );
    let found = file_findings(&text);
    let limits = found.iter().filter(|(rule, message)| *rule == "invalid-value" && message.contains("alias"));
    assert_eq!(limits.count(), 1, "{:?}", found.iter().take(4).collect::<Vec<_>>());
    // In unknown keys: a trillion words that no one reads.
    let mut bomb = format!("{HEAD}a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..12 {
        let inner = vec![format!("*a{}", n - 1); 10].join(", ");
        bomb.push_str(&format!("a{n}: &a{n} [{inner}]\n"));
    }
    bomb.push_str("goals: *a11\npeople: { mia: *a11 }\nkpis: { k: { readings: *a11, name: *a11 } }\n");
    assert_handled("alias bomb", bomb.into_bytes());
    // Expanded, this would take hours.
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
}

#[test]
fn an_entry_without_a_usable_id_is_not_called_unused() {
    let plan = |id: &str| {
        format!(
            "{HEAD}goals: {{ {id}: {{ statement: Win 400 guests, kpis: guests }} }}\nkpis: {{ guests: {{ unit: x }} }}\n\
             pillars: {{ promotion: {{ activities: {{ a: {{ goals: taproom-visits }} }} }} }}\n"
        )
    };
    let about = |id: &str| {
        let (_, findings, _) = read(Source::new("plan.yaml", plan(id)));
        let about = findings.iter().filter(|finding| finding.message.contains(id));
        about.map(|finding| finding.rule.name).collect::<Vec<_>>()
    };
    assert_eq!(about("Taproom visits"), ["invalid-value"]);
    // It is not used under another name.
    assert!(about("bar-visits").contains(&"goal-unserved"));
}

#[test]
fn a_text_that_looks_like_a_tag_or_an_anchor_is_reported() {
    for (text, is_reported) in [
        ("goals: { a: !New offer }\n", true),
        ("goals: { a: { statement: &More sales } }\n", true),
        ("goals: { a: { statement: x, kind: !sell sell } }\n", true),
        ("goals: { a: { statement: x, kpis: [&k orders] } }\nkpis: { orders: { name: x } }\n", true),
        ("goals: { !New a: x }\n", true),
        ("goals: { a: !!str 2027 }\n", false),
        ("goals: { a: &a x, b: *a }\n", false),
        ("goals: { a: '!New offer', b: '&More' }\n", false),
        ("goals: { a: Tips & tricks!, b: R&D }\n", false),
    ] {
        let found = file_findings(&format!("{HEAD}{text}"));
        assert_eq!(found.len(), usize::from(is_reported), "{text}: {found:?}");
        assert!(found.iter().all(|(rule, _)| *rule == "invalid-value"), "{text}: {found:?}");
    }
}

/// Every key in the schema of the format.
fn keys() -> Vec<String> {
    let schema = serde_json::to_string(&schemars::schema_for!(Model)).unwrap();
    let mut keys: Vec<String> = schema
        .split('"')
        .filter(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        .map(str::to_owned)
        .collect();
    keys.sort();
    keys.dedup();
    keys
}

fn value() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just(String::new()),
        Just("~".to_owned()),
        Just("2027-03-31".to_owned()),
        Just("2027-Q1".to_owned()),
        Just("1,000".to_owned()),
        Just("12k".to_owned()),
        Just("#tag".to_owned()),
        Just("!New offer".to_owned()),
        Just("&a b".to_owned()),
        Just("*a".to_owned()),
        Just("\"é\\e[2J\"".to_owned()),
        Just("Filter life, downtime".to_owned()),
        "[ -~é😀]{0,12}",
        "-?[0-9]{1,30}(\\.[0-9]{1,30})?(e[0-9]{1,3})?",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        prop::sample::select(keys()),
    ];
    scalar.prop_recursive(5, 40, 4, |inner| {
        let key = prop_oneof![
            6 => prop::sample::select(keys()),
            1 => "[a-z]{1,8}(-[a-z]{1,8})?",
            1 => Just("2027-03-31".to_owned()),
            1 => Just("<<".to_owned()),
            1 => "[ -~]{0,8}",
        ];
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            3 => prop::collection::vec((key, inner), 0..4).prop_map(|entries| {
                let entries: Vec<_> = entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                format!("{{{}}}", entries.join(", "))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_combination_of_known_keys_and_odd_values_is_handled(
        sections in prop::collection::vec((prop::sample::select(keys()), value()), 0..8),
    ) {
        let body: String = sections.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
        assert_handled(&body, format!("{HEAD}{body}").into_bytes());
    }
}

/// What has a meaning in YAML.
const SIGNS: &[&str] = &[
    "\"", "'", "[", "]", "{", "}", ": ", ":", "- ", "-", "\t", "\n", "\r\n", "@", "`", "%", "*x", "&x ", "!",
    "|", "> ", "#", " #", ",", "? ", "\\", "\0", "\u{7}", "\u{feff}", "---\n", "...\n", "  ", " ", "é", "😀",
    "~", "%YAML", "1.2\n",
];

/// A strategy in every style of YAML.
const STYLES: &str = "\
# A first draft
stratplan: 1
strategy: { name: Corner Bakery 2027, status: draft, owner: Mia Berg, period: 2027 }
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
  cost: &cost
    statement: \"Cut the cost: by half\"   # why
    kpis: [a, 'b''s', *cost]
pillars:
  listening:
    questions: { where: Parents ask for cake in two local Facebook groups, what: \"x, y\" }
  promotion:
    activities:
    - name: é😀
      text: |
        two
        lines
    - >-
      folded
purposes:
  marketing:
    gears:
      acquisition: 2027-01-15
      engagement:
";

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_handled(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        assert_handled("bytes", bytes);
    }

    #[test]
    fn any_mix_of_syntax_is_handled(signs in prop::collection::vec(prop::sample::select(SIGNS), 0..40)) {
        let text = signs.concat();
        assert_handled(&text, text.as_str());
    }

    #[test]
    fn a_strategy_with_a_few_mistakes_is_handled(
        mistakes in prop::collection::vec((0..STYLES.len(), 0usize..4, prop::sample::select(SIGNS)), 1..8),
    ) {
        let mut text = STYLES.to_owned();
        for (at, taken, sign) in mistakes {
            let at = text.floor_char_boundary(at.min(text.len()));
            let end = text.floor_char_boundary(at + taken);
            text.replace_range(at..end, sign);
        }
        assert_handled(&text, text.as_str());
    }
}
