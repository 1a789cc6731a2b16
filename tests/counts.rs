//! Whoever reads a headline, the last line, a table, a page or JSON hears the same numbers of findings.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde_json::Value;

use crate::support::{Folder, strategies, stratplan};

/// On this day, most strategies have several similar findings.
const TODAY: &str = "2027-07-05";

/// Errors, warnings, suggestions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts([u64; 3]);

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, one)| *sum += one);
    }
}

impl Counts {
    /// `2 errors, 1 suggestion`, anywhere in a text.
    fn written(text: &str) -> Self {
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let before = |names: [&str; 2]| {
            let pair =
                words.windows(2).find(|pair| names.contains(&pair[1]) && pair[0].parse::<u64>().is_ok());
            pair.map_or(0, |pair| pair[0].parse().unwrap())
        };
        Self([
            before(["error", "errors"]),
            before(["warning", "warnings"]),
            before(["suggestion", "suggestions"]),
        ])
    }

    /// The keys of a summary in JSON.
    fn summary(of: &Value) -> Self {
        Self(["errors", "warnings", "infos"].map(|key| of[key].as_u64().unwrap()))
    }

    /// Each element of a list, by its level.
    fn levels<'a>(levels: impl IntoIterator<Item = &'a str>) -> Self {
        let mut counts = Self::default();
        for level in levels {
            let index = match level.to_lowercase().as_str() {
                "error" | "major" | "critical" | "blocker" => 0,
                "warning" | "minor" => 1,
                "info" | "note" | "notice" => 2,
                other => panic!("{other} is not a level"),
            };
            counts.0[index] += 1;
        }
        counts
    }
}

fn printed(arguments: &[&str]) -> String {
    let run = stratplan(&[arguments, &["--today", TODAY]].concat());
    assert!(run.code != 2, "{run:?}");
    run.out
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(&[arguments, &["--format", "json"]].concat())).unwrap()
}

fn last_line(arguments: &[&str]) -> Counts {
    Counts::written(printed(arguments).lines().last().unwrap())
}

/// The values of an attribute in XML.
fn attributes<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(name).skip(1).map(|rest| rest.split('"').next().unwrap())
}

#[test]
fn every_format_of_check_counts_the_same_findings() {
    let check = ["check", "strategies"];
    let with = |more: &[&'static str]| [&check[..], more].concat();
    let all = json(&check);
    let expected = Counts::summary(&all["summary"]);
    assert!(expected.0.iter().all(|count| *count > 5), "{expected:?}");
    let list = all["findings"].as_array().unwrap();
    assert_eq!(Counts::levels(list.iter().map(|one| one["level"].as_str().unwrap())), expected);

    assert_eq!(last_line(&check), expected);
    assert_eq!(last_line(&with(&["--all"])), expected);
    assert_eq!(last_line(&with(&["--format", "concise"])), expected);
    assert_eq!(last_line(&with(&["--statistics"])), expected);
    let rows = printed(&with(&["--statistics"]));
    let rows = rows.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let count: usize = words.next()?.parse().ok()?;
        let level = words.next().filter(|level| ["error", "warning", "info"].contains(level))?;
        Some(vec![level; count])
    });
    assert_eq!(Counts::levels(rows.flatten()), expected, "--statistics");
    let statistics = json(&with(&["--statistics"]));
    let each = statistics.as_array().unwrap().iter();
    let each = each.flat_map(|row| {
        vec![row["level"].as_str().unwrap(); usize::try_from(row["count"].as_u64().unwrap()).unwrap()]
    });
    assert_eq!(Counts::levels(each), expected, "--statistics in JSON");

    let format = |format| printed(&with(&["--format", format]));
    let lines = format("jsonl");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Counts::levels(lines.iter().map(|one| one["level"].as_str().unwrap())), expected, "jsonl");
    let sarif: Value = serde_json::from_str(&format("sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(Counts::levels(results.iter().map(|one| one["level"].as_str().unwrap())), expected, "sarif");
    assert_eq!(Counts::levels(attributes(&format("checkstyle"), "severity=\"")), expected, "checkstyle");
    let of = |list: &Value| {
        Counts::levels(list.as_array().unwrap().iter().map(|one| one["severity"].as_str().unwrap()))
    };
    let gitlab: Value = serde_json::from_str(&format("gitlab")).unwrap();
    assert_eq!(of(&gitlab), expected, "gitlab");
    let rdjson: Value = serde_json::from_str(&format("rdjson")).unwrap();
    assert_eq!(of(&rdjson["diagnostics"]), expected, "rdjson");
    assert_eq!(Counts::written(format("markdown").lines().next().unwrap()), expected, "markdown");
}

#[test]
fn every_command_counts_the_same_findings() {
    let mut total = Counts::default();
    let mut similar = 0;
    let markdown = printed(&["check", "strategies", "--format", "markdown"]);
    let headings: BTreeMap<&str, &str> =
        markdown.lines().filter_map(|line| line.strip_prefix("## ")?.split_once(": ")).collect();
    for strategy in strategies() {
        let path = strategy.path.as_str();
        let check = json(&["check", path]);
        let expected = Counts::summary(&check["summary"]);
        total += expected;
        assert_eq!(Counts::summary(&check["alignment"][0]["headline"]["findings"]), expected, "{path}");
        let text = printed(&["check", path, "--all"]);
        let closing = text.lines().last().unwrap();
        assert_eq!(Counts::written(closing), expected, "{path}: {closing}");
        // Whoever counts what is shown finds as many, or reads that similar ones are shown as one.
        let shown = printed(&["check", path, "--format", "concise"]);
        let shown = Counts::levels(shown.lines().filter_map(|line| {
            let (head, _) = line.split_once('[')?;
            head.rsplit(' ').next().filter(|level| ["error", "warning", "info"].contains(level))
        }));
        assert_eq!(shown != expected, closing.contains("similar ones shown as one"), "{path}: {closing}");
        similar += usize::from(shown != expected);
        assert_eq!(Counts::written(headings[path]), expected, "{path}");
        let gaps = json(&["gaps", path]);
        assert_eq!(Counts::summary(&gaps["findings"]), expected, "{path}");
        for format in ["text", "markdown"] {
            let text = printed(&["gaps", path, "--format", format]);
            let headline = text.split("\n\n").find(|part| part.contains(" goals aligned")).unwrap();
            assert_eq!(Counts::written(headline), expected, "{path}: {headline}");
        }
        let page = printed(&["gaps", path, "--format", "html"]);
        for (count, noun) in
            expected.0.iter().zip(["error", "warning", "suggestion"]).filter(|(count, _)| **count > 0)
        {
            let said = format!("{count} {noun}");
            let is_number = |at: usize| !page[..at].ends_with(|c: char| c.is_ascii_digit());
            assert!(page.match_indices(&said).any(|(at, _)| is_number(at)), "{path}: {said}");
        }
        assert_eq!(Counts::summary(&json(&["plan", path])["findings"]), expected, "{path}");
    }
    assert!(similar > 3, "some strategies have similar findings");
    assert_eq!(last_line(&["check", "strategies"]), total);
}

/// In the headline, the table, the findings and on the agenda, on days before, during and after the period.
#[test]
fn every_part_of_a_page_counts_the_same_kpis() {
    let folder = Folder::new("counts-kpis");
    // One of each status that a target can end with.
    let own = "stratplan: 1
strategy: { name: x, owner: lead, period: 2027 }
kpis:
  missed: { baseline: 22, target: { value: 40, date: 2027-03-31 }, readings: { 2027-03-31: 30 } }
  less: { baseline: 22, target: { value: 40, date: 2027-03-31 }, readings: { 2027-03-31: 31 } }
  back: { baseline: 22, target: { value: 40, date: 2027-03-31 }, readings: { 2027-03-31: 41, 2027-05-31: 38 } }
  kept: { target: { at_most: 40 }, readings: { 2027-03-31: 50, 2027-05-31: 38 } }
  unread: { baseline: 22, target: { value: 40, date: 2027-03-31 }, readings: { 2027-02-28: 30 } }
  unread-too: { baseline: 22, target: { value: 40, date: 2027-03-31 }, readings: { 2027-02-28: 30 } }
";
    folder.write("own.strategy.yaml", own);
    let own = folder.0.join("own.strategy.yaml").display().to_string();
    let mut missed = 0;
    for path in strategies().iter().map(|one| one.path.as_str()).chain([own.as_str()]) {
        for day in ["2027-01-05", "2027-06-05", "2027-10-05", "2028-03-05"] {
            let run = |arguments: &[&str]| stratplan(&[arguments, &[path, "--today", day]].concat()).out;
            let gaps: Value = serde_json::from_str(&run(&["gaps", "--format", "json"])).unwrap();
            let kpis = gaps["kpis"].as_array().unwrap();
            let status = |name: &str| kpis.iter().filter(|kpi| kpi["status"] == name).count();
            for (name, count) in gaps["statuses"].as_object().unwrap() {
                assert_eq!(*count, status(name), "{path} on {day}: {name}");
            }
            let check: Value = serde_json::from_str(&run(&["check", "--format", "json"])).unwrap();
            let found = |rule: &str, said: &str| {
                let findings = check["findings"].as_array().unwrap().iter();
                let own = findings.filter(|one| one["rule"] == rule);
                own.filter(|one| one["message"].as_str().unwrap().contains(said)).count()
            };
            let is_closed = gaps["head"]["status"] == "closed";
            for (name, rule, said) in [
                ("missed", "target-missed", " missed its target "),
                ("fell-back", "target-missed", " has fallen back "),
                ("broken", "bound-broken", ""),
            ] {
                assert!(is_closed || found(rule, said) == status(name), "{path} on {day}: {name}");
            }
            missed += status("missed");
            // Groups in words, such as `2 of 6 KPIs with a target have missed it`.
            let text = run(&["gaps", "--format", "markdown"]);
            let group =
                text.lines().find_map(|line| line.split_once(" have missed it")?.0.rsplit(' ').nth(6));
            let group = group.and_then(|count| count.parse::<usize>().ok());
            assert!(group.is_none_or(|count| count == status("missed")), "{path} on {day}: {text}");
            let unread = gaps["agenda"]["items"].as_array().unwrap().iter().find_map(|item| {
                item["topic"]
                    .as_str()?
                    .strip_prefix("no reading shows whether ")?
                    .split(' ')
                    .next()?
                    .parse()
                    .ok()
            });
            assert!(unread.is_none_or(|count: usize| count == status("unread")), "{path} on {day}");
        }
    }
    assert!(missed > 2, "some targets are missed");
}
