//! Reports: the same figures in every format, the ones a spreadsheet gives, and the same bytes
//! whenever they are asked for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn stratplan(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stratplan"));
    for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.env("COLUMNS", "120").args(arguments).current_dir(root()).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = stratplan(arguments);
    assert!(output.status.code() != Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(arguments)).unwrap()
}

/// Every strategy that comes with the project, with the day in its head.
fn strategies() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["strategies", "strategies/broken"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "yaml") {
                let text = fs::read_to_string(&path).unwrap();
                let day = text.lines().find_map(|line| line.split_once("at --today ")).unwrap().1;
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                found.push((name, day.trim().to_owned()));
            }
        }
    }
    found.sort();
    assert!(found.len() > 15);
    found
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("stratplan-reports-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

// ---------------------------------------------------------------------------------------------
// The reference strategy as a spreadsheet has it.

/// Worked out by hand from the file, on 5 April 2027. One line a KPI: progress, expected, pace, gap,
/// gap to plan, the figure on the target's day, the day on which the target is met.
///
/// `qualified-leads`: progress (214−120)/(400−120). The milestone asks for 250 on 30 June, 181 days
/// after the baseline; 90 days have passed, so 120 + 130×90/181 = 184.64 was expected, which is
/// 64.64/280 of the way. The slope is 94 in 90 days, 183 days are left: 214 + 94/90×183 = 405.13, and
/// 186 more take 178.1 days, rounded up to 179, which is 26 September.
///
/// `cost-per-contact` falls, so its gap is latest − target. The six slopes between its four points
/// have −0.010 (in 28 days 0.30, and over 31 days 0.50) as the two in the middle: the median is
/// (−0.3/28 − 0.9/90)/2 a day, and 275 days are left.
const BY_HAND: &str = "\
qualified-leads   0.335714 0.230860 1.454188 186   -29.359116 405.133333   2027-09-26
cost-per-contact  0.257143 0.246575 1.042857 2.6   -0.036986  7.751786     2027-12-08
visits            0.281818 0.246575 1.142929 7900  -387.671233 21963.229755 2027-11-07
posts-per-member  0.388889 0.329670 1.179630 1.1   -0.106593  3.323333     2027-08-20
share-of-voice    0.333333 0.246575 1.351852 4     -0.520548  22.111111    2027-09-27
accepted-answers  0.28     0.246575 1.135556 18    -0.835616  33.388889    2027-11-18
first-response    0.586207 0.497238 1.178927 120   -25.801105 68.111111    2027-06-03
";

const REFERENCE: [&str; 4] = ["gaps", "strategies/reference.strategy.yaml", "--today", "2027-04-05"];

fn with<'a>(arguments: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [arguments, more].concat()
}

#[test]
fn the_figures_are_those_of_a_spreadsheet() {
    let text = printed(&with(&REFERENCE, &["--format", "csv"]));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 7);
    for line in BY_HAND.lines() {
        let mut cells = line.split_whitespace();
        let id = cells.next().unwrap();
        let row = rows.iter().find(|row| row["kpi"] == id).unwrap_or_else(|| panic!("{id} has a row"));
        for column in ["progress", "expected", "pace", "gap", "gap_to_plan", "forecast"] {
            let (by_hand, computed): (f64, f64) =
                (cells.next().unwrap().parse().unwrap(), row[column].parse().unwrap());
            let difference = (by_hand - computed).abs();
            assert!(difference < 1e-6, "{id}: {column} is {computed}, by hand {by_hand}");
        }
        assert_eq!(row["meets_target"], cells.next().unwrap(), "{id}");
    }
}

/// How the figures are written for people; kept apart from the tool's own way of writing them.
fn percent(ratio: &Value) -> Option<String> {
    let whole = (ratio.as_f64()? * 100.0).round();
    Some(format!("{} %", whole.to_string().replace('-', "−")))
}

fn two_decimals(ratio: &Value) -> Option<String> {
    Some(format!("{:.2}", ratio.as_f64()?).replace('-', "−"))
}

/// The rows of tables that begin with an id, as Markdown and HTML have them.
fn cells_of(text: &str, id: &str) -> String {
    let plain = text.replace("</td>", " | ").replace("</th>", " | ").replace("</tr>", "\n");
    let tagless: String = {
        let mut inside = false;
        plain
            .chars()
            .filter(|c| {
                match c {
                    '<' => inside = true,
                    '>' => {
                        inside = false;
                        return false;
                    }
                    _ => {}
                }
                !inside
            })
            .collect()
    };
    let is_row = |line: &&str| {
        let words: Vec<&str> = line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect();
        words.first() == Some(&id)
    };
    tagless.lines().filter(is_row).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_format_has_the_same_figures() {
    for (file, today) in strategies() {
        let of = |format: &str| printed(&["gaps", &file, "--today", &today, "--format", format]);
        let report: Value = serde_json::from_str(&of("json")).unwrap();
        let (text, markdown, html) = (of("text"), of("markdown"), of("html"));
        let csv_text = of("csv");
        let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
        let sheet: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
        let kpis = report["kpis"].as_array().unwrap();
        assert_eq!(kpis.len(), sheet.len(), "{file}");
        for (kpi, row) in kpis.iter().zip(&sheet) {
            let id = kpi["id"].as_str().unwrap();
            assert_eq!(row["kpi"], id, "{file}: the order is the same");
            for column in ["progress", "expected", "pace", "gap", "gap_to_plan"] {
                let exact: Option<f64> = row[column].parse().ok();
                let close = match (exact, kpi[column].as_f64()) {
                    (Some(one), Some(other)) => (one - other).abs() <= one.abs() * 1e-12,
                    (one, other) => one.is_none() && other.is_none(),
                };
                assert!(close, "{file}: {id}: {column}: {} and {}", row[column], kpi[column]);
            }
            let figures = [percent(&kpi["progress"]), percent(&kpi["expected"]), two_decimals(&kpi["pace"])];
            let (row, shown) = (cells_of(&markdown, id), cells_of(&html, id));
            for figure in figures.into_iter().flatten() {
                assert!(row.contains(&figure), "{file}: {id}: {figure} is in the Markdown: {row}");
                assert!(shown.contains(&figure), "{file}: {id}: {figure} is on the page: {shown}");
                assert!(text.contains(&figure), "{file}: {id}: {figure} is in the text");
            }
            let status = kpi["status"].as_str().unwrap().replace('-', " ").replace("undated", "no dates");
            assert!(row.contains(&status), "{file}: {id}: {status}: {row}");
            assert!(shown.contains(&status), "{file}: {id}: {status}: {shown}");
        }
    }
}

#[test]
fn a_day_gives_the_same_bytes_again() {
    for (file, today) in strategies() {
        for command in [
            vec!["gaps", "--format", "text"],
            vec!["gaps", "--format", "markdown"],
            vec!["gaps", "--format", "json"],
            vec!["gaps", "--format", "csv"],
            vec!["gaps", "--format", "html"],
            vec!["plan", "--format", "text"],
            vec!["plan", "--format", "markdown"],
            vec!["plan", "--format", "json"],
        ] {
            let arguments = with(&command, &[&file, "--today", &today]);
            assert_eq!(printed(&arguments), printed(&arguments), "{arguments:?}");
        }
    }
}

// ---------------------------------------------------------------------------------------------
// What if.

/// Rule, address and level of every finding, sorted.
fn found(file: &str, today: &str) -> Vec<String> {
    let report = json(&["check", file, "--today", today, "--format", "json"]);
    let findings = report["findings"].as_array().unwrap().iter();
    let mut found: Vec<String> =
        findings.map(|one| format!("{} {} {}", one["rule"], one["address"], one["level"])).collect();
    found.sort();
    found
}

fn told(list: &Value) -> Vec<String> {
    let findings = list.as_array().unwrap().iter();
    let mut told: Vec<String> =
        findings.map(|one| format!("{} {} {}", one["rule"], one["address"], one["level"])).collect();
    told.sort();
    told
}

fn less(all: &[String], less: &[String]) -> Vec<String> {
    let mut rest = all.to_vec();
    for one in less {
        if let Some(at) = rest.iter().position(|other| other == one) {
            rest.remove(at);
        }
    }
    rest
}

#[test]
fn a_move_names_every_finding_that_it_causes_or_cures() {
    let folder = folder("moves");
    let copy = folder.join("plan.yaml");
    let file = copy.to_str().unwrap();
    let mut seen = (0, 0);
    let cases = [
        ("strategies/reference.strategy.yaml", "2027-04-05", "marketing.monetization=2027-01-20"),
        ("strategies/reference.strategy.yaml", "2027-04-05", "support.engagement=2027-02-01"),
        ("strategies/reference.strategy.yaml", "2027-04-05", "mechanic-tips=+6m"),
        ("strategies/reference.strategy.yaml", "2027-05-20", "marketing.enlistment=2027-04-01"),
        ("strategies/corner-bakery.strategy.yaml", "2027-02-20", "engagement=+2w"),
        ("strategies/broken/too-fast.strategy.yaml", "2027-01-11", "marketing.monetization=+3m"),
        (
            "strategies/broken/support-in-marketing-order.strategy.yaml",
            "2027-01-11",
            "monetization=2027-01-04",
        ),
    ];
    for (original, today, moved) in cases {
        fs::copy(root().join(original), &copy).unwrap();
        let before = found(file, today);
        let arguments = ["plan", file, "--today", today, "--move", moved, "--format", "json", "--write"];
        let what_if = json(&arguments);
        let after = found(file, today);
        assert_eq!(told(&what_if["caused"]), less(&after, &before), "{moved} of {original} causes");
        assert_eq!(told(&what_if["cured"]), less(&before, &after), "{moved} of {original} cures");
        seen.0 += what_if["caused"].as_array().unwrap().len();
        seen.1 += what_if["cured"].as_array().unwrap().len();
    }
    assert!(seen.0 > 3 && seen.1 > 1, "the cases cause and cure something: {seen:?}");
}

#[test]
fn without_write_a_move_leaves_the_file_alone() {
    let folder = folder("asked");
    let copy = folder.join("plan.yaml");
    fs::copy(root().join("strategies/reference.strategy.yaml"), &copy).unwrap();
    let file = copy.to_str().unwrap();
    let before = fs::read(&copy).unwrap();
    printed(&["plan", file, "--today", "2027-04-05", "--move", "marketing.enlistment=+1m"]);
    assert_eq!(fs::read(&copy).unwrap(), before);
    let refused =
        stratplan(&["plan", file, "--today", "2027-04-05", "--move", "marketing.enlistmant=+1m", "--write"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(fs::read(&copy).unwrap(), before);
    printed(&["plan", file, "--today", "2027-04-05", "--move", "marketing.enlistment=+1m", "--write"]);
    let after = fs::read_to_string(&copy).unwrap();
    let before = String::from_utf8(before).unwrap();
    let differing: Vec<(&str, &str)> =
        before.lines().zip(after.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(differing.len(), 1);
    assert_eq!(differing[0].0.replacen("2027-06-01", "2027-07-01", 1), differing[0].1);
}

// ---------------------------------------------------------------------------------------------
// Scope.

#[test]
fn one_persons_page_holds_what_is_theirs_and_nothing_else() {
    let whole = json(&with(&REFERENCE, &["--format", "json"]));
    let page = json(&with(&REFERENCE, &["--format", "json", "--owner", "lee"]));
    for part in ["kpis", "activities", "risks", "decisions"] {
        let owned = |report: &Value| -> Vec<String> {
            let rows = report[part].as_array().unwrap().iter();
            rows.filter(|row| row["owner"] == "lee").map(|row| row["id"].to_string()).collect()
        };
        assert_eq!(owned(&page), owned(&whole), "{part}");
        assert_eq!(owned(&page).len(), page[part].as_array().unwrap().len(), "{part}: nothing of others");
    }
    assert_eq!(page["goals"][0]["id"], "service-cost");
    assert_eq!(page["goals"].as_array().unwrap().len(), 1);
}

#[test]
fn one_goals_page_holds_what_serves_it() {
    let page = json(&with(&REFERENCE, &["--format", "json", "--goal", "service-cost"]));
    let ids = |part: &str| -> Vec<String> {
        page[part].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("goals"), ["service-cost"]);
    let mut activities = ids("activities");
    activities.sort();
    assert_eq!(activities, ["answer-desk", "expert-programme", "owner-referrals", "weekly-digest"]);
    assert!(ids("kpis").contains(&"cost-per-contact".to_owned()));
    assert!(!ids("kpis").contains(&"qualified-leads".to_owned()), "it measures another goal");
}

#[test]
fn nobody_is_asked_for_in_plain_words() {
    let refused = stratplan(&with(&REFERENCE, &["--owner", "danna"]));
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("`danna`") && said.contains("did you mean `dana`?"), "{said}");
    let refused = stratplan(&with(&REFERENCE, &["--goal", "fame"]));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("parts-leads, service-cost"), "{said}");
}

// ---------------------------------------------------------------------------------------------
// Names that would be commands elsewhere.

const HOSTILE: &str = r#"stratplan: 1
strategy: { name: "<script>alert(1)</script> | `rm` \u001b[31m", organization: "=cmd()", owner: "@all", period: 2027, next_review: 2027-12-01 }
goals:
  fame: { statement: "a | b </td><img src=x onerror=alert(1)> `c` [x](javascript:alert(1)) #1", kpis: [plus] }
pillars:
  promotion:
    activities:
      one: { name: "\u202e</style><script>", goals: fame, gears: acquisition, start: 2027-01-01, kpis: plus, owner: "=1+1" }
purposes:
  marketing: { gears: { acquisition: 2027-01-01 } }
kpis:
  plus: { name: "+cmd|' /C calc'!A0", unit: "-2\tx", source: s, baseline: { value: 1 }, target: 2, readings: { 2027-02-01: 1.5 } }
risks:
  odd: { statement: "**bold** ~~x~~ <b>", owner: "\u009b31m" }
"#;

#[test]
fn names_are_shown_and_never_obeyed() {
    let path = folder("hostile").join("plan.yaml");
    fs::write(&path, HOSTILE).unwrap();
    let file = path.to_str().unwrap();
    let of = |format: &str| printed(&["gaps", file, "--today", "2027-04-05", "--format", format]);
    let is_obeyed = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for format in ["text", "markdown", "html", "csv", "json"] {
        let out = of(format);
        let odd: Vec<char> = out.chars().filter(|c| is_obeyed(*c)).collect();
        assert_eq!(odd, Vec::<char>::new(), "{format}");
    }
    let markdown = of("markdown");
    // What stands between backticks is code, and shown as it is.
    let outside: String = markdown
        .lines()
        .map(|line| {
            let pieces: Vec<&str> = line.split('`').collect();
            assert!(pieces.len() % 2 == 1 || line.contains("\\`"), "backticks pair up: {line}");
            pieces.into_iter().step_by(2).collect::<String>() + "\n"
        })
        .collect();
    for html in ["<script", "<img", "</td>", "</style>", "<b>"] {
        assert!(!outside.contains(html), "{html}");
    }
    assert!(markdown.contains(r"a \| b"), "a pipe ends no cell");
    assert!(markdown.contains(r"\[x\](javascript:alert(1))"), "a link is text");
    assert!(markdown.contains(r"\*\*bold\*\*") && !markdown.contains("@all"), "no emphasis, no mention");
    let page = of("html");
    assert_eq!((page.matches("<style").count(), page.matches("</style>").count()), (1, 1));
    for html in ["<script", "<img", "<b>", "href=\"javascript"] {
        assert!(!page.contains(html), "{html}");
    }
    let sheet = of("csv");
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let row: BTreeMap<String, String> = reader.deserialize().next().unwrap().unwrap();
    assert_eq!(row["name"], "'+cmd|' /C calc'!A0");
    assert!(row["unit"].starts_with("'-2"), "{}", row["unit"]);
    assert_eq!(row["progress"], "0.5", "a figure stays a figure");
    let owners = printed(&["gaps", file, "--today", "2027-04-05", "--format", "json"]);
    assert!(owners.contains("\"=1+1\""), "JSON needs no care with formulas");
}

#[test]
fn the_summary_of_a_step_has_the_report_and_obeys_nobody() {
    let folder = folder("step");
    let (path, summary) = (folder.join("plan.yaml"), folder.join("summary.md"));
    fs::write(&path, HOSTILE).unwrap();
    fs::write(&summary, "# A step before\n").unwrap();
    let check = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stratplan"));
        command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", &summary);
        let arguments = ["check", path.to_str().unwrap(), "--today", "2027-04-05"];
        command.args(arguments).args(more).output().unwrap()
    };
    let asked = check(&["--format", "concise"]);
    assert_eq!(fs::read_to_string(&summary).unwrap(), "# A step before\n", "a format was asked for");
    let usual = check(&[]);
    assert_eq!(usual.status.code(), asked.status.code(), "what is told beside changes no exit status");
    let told = fs::read_to_string(&summary).unwrap();
    let own = told.strip_prefix("# A step before\n").expect("what others wrote stays");
    assert!(own.contains("| fame |") && own.contains("Goals, and how many activities"), "{own}");
    let markdown =
        printed(&["check", path.to_str().unwrap(), "--today", "2027-04-05", "--format", "markdown"]);
    let below_heading = |text: &str| text.split_once('\n').unwrap().1.to_owned();
    assert_eq!(below_heading(own), below_heading(&markdown), "it is the Markdown format");
    for html in ["<script", "<img", "</style>"] {
        let outside: String = own.split('`').step_by(2).collect();
        assert!(!outside.contains(html), "{html}");
    }
}

#[test]
fn an_empty_markdown_report_says_so() {
    let folder = folder("empty");
    let out = printed(&[
        "check",
        folder.to_str().unwrap(),
        "--allow-empty",
        "--format",
        "markdown",
        "--today",
        "2027-04-05",
    ]);
    assert_eq!(out, "# Strategies: no findings, as of 2027-04-05\n");
}

/// What is counted in the gap report is what `check` counts, so that nobody looks for the difference.
#[test]
fn check_and_gaps_count_the_same() {
    let mut grouped = 0;
    for (file, today) in strategies() {
        let told = printed(&["check", &file, "--today", &today, "--report", "none"]);
        let closing = told.lines().last().unwrap();
        let counted = |noun: &str| {
            let words: Vec<&str> = closing.split([' ', ',', ';']).collect();
            let at = words.iter().position(|word| *word == noun || *word == format!("{noun}s"));
            at.and_then(|at| words[at - 1].parse::<u64>().ok()).unwrap_or(0)
        };
        let report = json(&["gaps", &file, "--today", &today, "--format", "json"]);
        for (noun, key) in [("error", "errors"), ("warning", "warnings"), ("piece", "infos")] {
            assert_eq!(report["findings"][key], counted(noun), "{file}: {key}: {closing}");
        }
        let each = json(&["check", &file, "--today", &today, "--format", "json"]);
        grouped += usize::from(each["summary"] != report["findings"]);
    }
    assert!(grouped > 3, "several are told together in some of them");
}

#[test]
fn the_ending_of_a_file_decides_how_a_report_looks_and_none_is_guessed_at() {
    let folder = folder("endings");
    let strategy = folder.join("a.yaml");
    fs::copy(root().join("strategies/corner-bakery.strategy.yaml"), &strategy).unwrap();
    let strategy = strategy.to_str().unwrap();
    let write = |command: &[&str], ending: &str| {
        let file = folder.join(format!("report{ending}"));
        let output =
            stratplan(&with(command, &[strategy, "--today", "2027-01-11", "-o", file.to_str().unwrap()]));
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), fs::read_to_string(file).unwrap_or_default(), said)
    };
    for (ending, begins) in [
        ("", "Corner Bakery"),
        (".txt", "Corner Bakery"),
        (".md", "# "),
        (".HTM", "<!doctype html>"),
        (".csv", "kpi,"),
        (".json", "{"),
    ] {
        let (code, text, said) = write(&["gaps"], ending);
        assert!(
            code == Some(0) && text.starts_with(begins),
            "{ending}: {said} {}",
            &text[..text.len().min(40)]
        );
    }
    for ending in [".pdf", ".yaml"] {
        let (code, text, said) = write(&["gaps"], ending);
        assert_eq!((code, text.as_str()), (Some(2), ""), "{ending}");
        assert!(
            said.contains("use .txt, .html, .md, .json or .csv, or choose one with `--format`"),
            "{said}"
        );
        assert_eq!(said.contains("a browser can print the .html page"), ending == ".pdf", "{said}");
        assert_eq!(
            write(&["gaps", "--format", "markdown"], ending).0,
            Some(0),
            "what is asked for goes anywhere"
        );
    }
    // Nothing is written before that is known.
    let before = fs::read(strategy).unwrap();
    let (code, _, said) = write(&["plan", "--write", "--move", "marketing.engagement=+3w"], ".html");
    assert!(code == Some(2) && said.contains("use .txt, .md or .json"), "{said}");
    assert_eq!(fs::read(strategy).unwrap(), before);
}

#[test]
fn where_no_kpi_is_declared_none_is_called_on_track() {
    let folder = folder("no-kpi");
    let file = folder.join("a.yaml");
    let text = "stratplan: 1\nstrategy: { name: A, owner: B, period: 2027 }\n";
    fs::write(&file, text).unwrap();
    let rules = json(&["rules", "--format", "json"]);
    let judging = rules.as_array().unwrap().iter().filter(|rule| rule["group"] != "file");
    let off = judging.map(|rule| format!("{} = \"off\"\n", rule["name"].as_str().unwrap()));
    fs::write(folder.join("stratplan.toml"), format!("[rules]\n{}", off.collect::<String>())).unwrap();
    let out = printed(&["gaps", file.to_str().unwrap(), "--today", "2027-04-05"]);
    let agenda = out.split_once("\nAgenda\n").unwrap().1.lines().next().unwrap();
    assert_eq!(
        agenda,
        "Nothing needs a discussion: no rule objects, and there is no KPI that could be off track."
    );
}

// ---------------------------------------------------------------------------------------------
// The shapes of the JSON.

const SHAPES: [&str; 6] = ["check", "gaps", "plan", "what-if", "diff", "show"];

fn schema(shape: &str) -> Value {
    let path = root().join(format!("tests/schemas/{shape}.schema.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Written anew by `SNAPSHOTS=overwrite cargo test schemas`.
#[test]
fn the_committed_schemas_are_those_that_are_printed() {
    for shape in SHAPES {
        let path = root().join(format!("tests/schemas/{shape}.schema.json"));
        let printed = printed(&["schema", shape]);
        if std::env::var("SNAPSHOTS").is_ok_and(|wish| wish == "overwrite") {
            fs::write(&path, &printed).unwrap();
        }
        let is_same = fs::read_to_string(path).unwrap() == printed;
        assert!(is_same, "`stratplan schema {shape}` prints another one than is committed");
    }
}

#[test]
fn what_is_printed_has_the_shape_that_its_schema_promises() {
    for shape in SHAPES {
        let promised = jsonschema::validator_for(&schema(shape)).unwrap();
        let mut seen = 0;
        for (file, today) in strategies() {
            let (command, more): (&str, &[&str]) = match shape {
                "what-if" => ("plan", &["--move", "engagement=2027-06-01"]),
                "gaps" => ("gaps", &["--since", "strategies/reference.strategy.yaml"]),
                "diff" => ("diff", &["strategies/reference.strategy.yaml"]),
                shape => (shape, &[]),
            };
            let arguments = with(&[command, &file, "--today", &today, "--format", "json"], more);
            let output = stratplan(&arguments);
            // Not every strategy has one gear of that name, and not every file can be edited.
            if output.status.code() == Some(2) && shape == "what-if" {
                continue;
            }
            let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
            seen += 1;
            assert_eq!(printed["version"], 1, "{arguments:?}");
            let faults: Vec<String> = promised
                .iter_errors(&printed)
                .map(|fault| format!("{}: {fault}", fault.instance_path()))
                .collect();
            assert_eq!(faults, Vec::<String>::new(), "{arguments:?}");
        }
        assert!(seen > 5, "{shape}: {seen} outputs");
    }
    let promised = jsonschema::validator_for(&schema("gaps")).unwrap();
    let mut report = json(&with(&REFERENCE, &["--format", "json"]));
    report["kpis"][0]["status"] = "splendid".into();
    assert!(!promised.is_valid(&report), "a schema that refuses nothing proves nothing");
}
