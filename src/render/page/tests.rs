//! Checks of the page that do not need a browser: everything is in it, and nothing in a strategy is
//! taken for markup. `tests/browser` checks how it looks, reads and prints.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::*;
use crate::linter::Linter;
use crate::report::gaps::Wanted;
use crate::report::gaps::scope::Scope;
use crate::source::Source;
use crate::strategy::document::Document;
use crate::words::link::address;

const MACHINES: &str = include_str!("../../../strategies/machine-maker.strategy.yaml");
const READINGS: &str = include_str!("../../../strategies/readings/machine-maker.csv");
const REFERENCE: &str = include_str!("../../../strategies/reference.strategy.yaml");
const TODAY: Date = date(2027, 5, 20);

fn report_of(text: &str, today: Date, scope: Scope) -> GapReport {
    let document =
        Document::read(Source::new("strategy.yaml", text), |_| Ok(Source::new("readings.csv", READINGS)));
    let linter = Linter::new(today);
    GapReport::new(&document, &linter.check(&document), &Wanted { scope, ..Wanted::default() })
}

/// The page of a report, which is sound.
fn page_of(report: &GapReport) -> String {
    let page = page(report).unwrap();
    assert_sound(&page);
    page
}

fn page_of_text(text: &str, today: Date) -> String {
    page_of(&report_of(text, today, Scope::default()))
}

/// Every tag of a page, without its angle brackets.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    [head, body]
        .into_iter()
        .flat_map(|part| part.split('<').skip(1))
        .map(|tag| tag.split('>').next().unwrap())
}

fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    tags(page).filter_map(|tag| tag.split_once(&start)?.1.split('"').next()).collect()
}

/// Ids are unique, and nothing refers to what is not in the page.
fn assert_sound(page: &str) {
    let all = values(page, "id");
    let ids: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(ids.len(), all.len(), "an id is there twice: {all:?}");
    for attribute in ["href", "clip-path", "aria-labelledby", "aria-describedby"] {
        for value in values(page, attribute) {
            let id = match attribute {
                // An account or a document.
                "href" if !value.starts_with('#') => {
                    assert_eq!(address(value).as_deref(), Some(value), "a link out of the page");
                    continue;
                }
                "href" => value.trim_start_matches('#'),
                _ => value.trim_start_matches("url(#").trim_end_matches(')'),
            };
            assert!(ids.contains(id), "{attribute}: there is no {id}");
        }
    }
    assert_eq!(page.matches("<style").count(), 1);
}

#[test]
fn every_goal_kpi_gear_and_activity_is_in_the_page() {
    for (text, today) in [(MACHINES, TODAY), (REFERENCE, date(2027, 4, 5))] {
        let report = report_of(text, today, Scope::default());
        let page = page_of(&report);
        let has = |text: &str| assert!(page.contains(&html::escape(text)), "no {text}");
        has(&report.head.name);
        report.goals.iter().for_each(|goal| has(&goal.row.id));
        for kpi in &report.kpis {
            assert!(page.contains(&format!("id=\"{}\"", anchor("kpi", &kpi.id))), "{}", kpi.id);
            has(kpi.name.as_deref().unwrap_or(&kpi.id));
        }
        for (index, gear) in
            report.gear_sequences.iter().flat_map(|sequence| sequence.gears.iter().enumerate())
        {
            has(&format!("{} {}", index + 1, gear.gear));
        }
        for activity in &report.activities {
            has(&activity.id);
            has(activity.name.as_deref().unwrap_or(&activity.id));
        }
        report.agenda.items.iter().for_each(|item| {
            assert!(page.contains(&html::prose(item.topic.clone().capitalized())), "{}", item.topic);
        });
        for class in ["gears", "timeline", "kpi", "matrix", "money", "funnel", "statuses", "period"] {
            assert!(page.contains(&format!("class=\"chart chart-{class}\"")), "no {class}");
        }
    }
}

#[test]
fn documents_and_accounts_are_links_if_they_are_safe() {
    let text = "\
stratplan: 1
strategy: { name: A, owner: mia, period: 2027 }
documents:
  crisis-plan: docs/crisis plan.pdf
  wiki: https://wiki.example.org/a?b=1&c=2
  script: \"javascript:alert(1)\"
  person: Bea has it
platforms:
  forum: { because: they are there, accounts: { main: { handle: \"@a\", address: www.example.org/a } } }
";
    let page = page_of_text(text, TODAY);
    let out: Vec<&str> = values(&page, "href").into_iter().filter(|link| !link.starts_with('#')).collect();
    let links =
        ["https://www.example.org/a", "docs/crisis%20plan.pdf", "https://wiki.example.org/a?b=1&amp;c=2"];
    assert_eq!(out, links);
    assert!(page.contains("javascript") && page.contains("Bea has it"));
}

#[test]
fn thousands_have_commas_on_a_page_in_english_except_in_the_words_of_the_author() {
    let text = "\
stratplan: 1
strategy: { name: A, owner: mia, period: 2027 }
budget: { currency: EUR, total: 1248000 }
goals: { gifts: { statement: Raise 850000 EUR, kpis: gifts } }
pillars: { promotion: { activities: { gala: { goals: gifts, budget: 48000 } } } }
kpis: { gifts: { unit: EUR, counts: sum, target: 850000, readings: { 2027-01-31: 61240 } } }
";
    let page = page_of_text(text, date(2027, 2, 3));
    for shown in ["48,000 EUR", "1,248,000 EUR", "850,000", "61,240", "Raise 850000 EUR"] {
        assert!(page.contains(shown), "no {shown}");
    }
    for plain in ["48000", "1248000", "61240", "48\u{202f}000"] {
        assert!(!page.contains(plain), "{plain}");
    }
}

#[test]
fn the_description_of_a_picture_has_its_figures() {
    let page = page_of_text(MACHINES, TODAY);
    assert!(page.contains("1. acquisition: spinning, started 2027-01-18, recent pace 1.5×, filled to 53 %."));
    assert!(page.contains("Before it: gate open, open since 2027-02-28."));
}

#[test]
fn nothing_in_a_strategy_is_taken_for_markup() {
    let text = |words: &str| {
        format!(
            "stratplan: 1
strategy: {{ name: \"{words}\", organization: \"{words}\", owner: mia, period: 2027, next_review: 2027-06-01 }}
people: {{ mia: {{ name: \"{words}\" }} }}
goals: {{ g: {{ statement: \"{words}\", owner: mia, kpis: [k, m] }} }}
pillars:
  promotion:
    not_now: \"{words}\"
  support:
    owner: mia
    activities:
      a: {{ name: \"{words}\", goals: [g], gears: [acquisition], start: 2027-01-04, status: planned, budget: 3, funnel_stage: loyalty }}
purposes:
  marketing:
    order: [engagement, acquisition]
    rationale: \"{words}\"
    gears:
      acquisition: {{ start: 2027-02-01, means: \"{words}\", kpis: [k], spinning_at: {{ k: 3 }} }}
      engagement: {{ not_now: \"{words}\" }}
kpis:
  k: {{ name: \"{words}\", unit: \"{words}\", baseline: {{ value: 1, date: 2027-01-01 }}, target: {{ value: 9, date: 2027-12-31 }}, readings: {{ 2027-03-01: 2 }} }}
  m: {{ name: \"{words}\", unit: \"{words}\" }}
decisions: {{ d: {{ question: \"{words}\", needed_by: 2027-05-01 }} }}
risks: {{ r: {{ statement: \"{words}\", likelihood: high, impact: high, mitigation: \"{words}\" }} }}
lessons: {{ l: {{ learned: \"{words}\" }} }}
"
        )
    };
    // Tags with the names of their attributes.
    let shapes = |page: &str| -> BTreeSet<String> {
        tags(page).map(|tag| tag.split('"').step_by(2).collect()).collect()
    };
    // A long word has places to break.
    let harmless = shapes(&page_of_text(&text("A Schwimmbadwinterkarte"), TODAY));
    for evil in [
        "<script>alert(1)</script>",
        "</style><img src=x onerror=alert(1)>",
        "]]> --> </title></svg><b>",
        "\\\" onload=\\\"alert(1)\\\" x='",
        "javascript:alert(1)",
        "\\0\\x1b[31m\\u202e\\ufeff\\ufffe",
        "{{ 7777 * 7777 }}{% for x in y %}",
        "&lt;script&gt; &#x3c;b&#x3e;",
    ] {
        let report = report_of(&text(evil), TODAY, Scope::default());
        assert!(report.head.is_judged && !report.head.is_partial, "the file is read in full: {evil}");
        let page = page_of(&report);
        let foreign: Vec<String> = shapes(&page).difference(&harmless).cloned().collect();
        assert_eq!(foreign, Vec::<String>::new(), "{evil}");
        assert!(!page.contains("60481729"), "no text is a template: {evil}");
    }
}

#[test]
fn an_empty_strategy_has_a_page_that_says_so() {
    let text = "stratplan: 1\nstrategy: { name: Corner Bakery 2027, status: draft, owner: Mia }\n";
    let page = page_of_text(text, TODAY);
    for sentence in ["There are no goals here.", "there is no timeline to draw", "No budget is given"] {
        assert!(page.contains(sentence), "{sentence}");
    }
    for class in ["gears", "timeline", "kpi", "matrix", "money", "funnel", "period"] {
        assert!(!page.contains(&format!("class=\"chart chart-{class}\"")), "{class} of nothing");
    }
}

#[test]
fn notices_say_what_is_missing() {
    let broken = MACHINES.replacen("target: { value: 420,", "target: { value: many,", 1);
    assert_ne!(broken, MACHINES);
    let partial = page_of_text(&broken, TODAY);
    assert!(partial.contains("<p class=\"notice\">Parts of the file could not be read"));
    let none = page_of_text("hello: world\n", TODAY);
    assert!(none.contains("<p class=\"notice\">This file cannot be checked as a strategy"));
    assert!(!none.contains("<h2>"), "a file that is not a strategy has no sections");
    assert!(!page_of_text(MACHINES, TODAY).contains("class=\"notice\""));

    let scope = Scope { owner: Some("ines".to_owned()), ..Scope::default() };
    let scoped = page_of(&report_of(MACHINES, TODAY, scope));
    assert!(scoped.contains("This page is about what belongs to <bdi>Ines Fonseca</bdi> alone."));
    assert!(!scoped.contains("id=\"kpi-job-stories\""));
    assert!(!scoped.contains("id=\"coverage\""), "coverage is counted over the entire strategy");
}

#[test]
fn extreme_figures_and_days_can_be_drawn() {
    let text = "stratplan: 1
strategy: { name: 極端 }
pillars:
  support:
    activities:
      a0: { name: NAME, gears: [acquisition], start: 1000-01-01 }
      a1: { name: NAME, gears: [acquisition], end: 9999-12-31 }
      a2: { name: NAME, gears: [acquisition], start: 2027-05-20, end: 2027-05-20 }
      a3: { name: NAME, gears: [acquisition], budget: 79228162514264337593543950335 }
purposes: { marketing: { gears: { acquisition: { start: 9999-12-31, kpis: [k0] } } } }
kpis:
  k0: { baseline: { value: 0, date: 2027-01-01 }, target: { value: 79228162514264337593543950335, date: 2027-12-31 }, readings: { 2027-02-01: -79228162514264337593543950335 } }
  k1: { baseline: { value: 0.0000000000000000000000000001, date: 2027-01-01 }, target: { value: 0.0000000000000000000000000002, date: 2027-12-31 }, readings: { 2027-02-01: 0 } }
  k2: { baseline: { value: 5, date: 2027-01-01 }, target: { between: [5, 5], date: 2027-12-31 }, readings: { 2027-02-01: 5 } }
  k3: { baseline: { value: 1, date: 1000-01-01 }, target: { value: 5, date: 9999-12-31 }, readings: { 2027-02-01: 2 } }
  k4: { baseline: { value: 5, date: 2027-01-01 }, target: { value: 1, date: 2027-01-01 }, readings: { 2027-01-01: 4 } }
  k5: { target: { value: 5 }, readings: { 2027-01-01: 4 } }
"
    .replace("NAME", &"長い名前".repeat(50));
    for today in [date(1000, 1, 1), TODAY, date(9999, 12, 31)] {
        page_of_text(&text, today);
    }
}

#[test]
fn the_policy_allows_the_style_sheet_of_the_page() {
    let page = page_of_text(MACHINES, TODAY);
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hash = BASE64.encode(&Sha256::digest(style));
    assert!(page.contains(&format!("style-src 'sha256-{hash}'")));
}

/// A color of a scheme: the part of the style sheet that declares it.
fn color(scheme: &str, name: &str) -> [f64; 3] {
    let (_, rest) = scheme.split_once(&format!("--{name}: #")).unwrap_or_else(|| panic!("no {name}"));
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&rest[at..at + 2], 16).unwrap()) / 255.0)
}

/// The contrast of two colors as the Web Content Accessibility Guidelines define it.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let linear = |part: f64| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let light = |[r, g, b]: [f64; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05;
    let (one, other) = (light(one), light(other));
    one.max(other) / one.min(other)
}

/// `tests/browser` measures the contrast of text, but not that of shapes.
#[test]
fn shapes_have_enough_contrast_in_both_schemes() {
    let pairs = "edge/paper edge/wash good/paper good/wash good/good-tint good-deep/good-tint care/paper \
                 care/care-tint bad/paper bad/bad-tint idle/paper idle/idle-tint on-deep/good-deep on-deep/bad";
    let (light, dark) = STYLE.split_once("prefers-color-scheme: dark) {").unwrap();
    for (name, scheme) in [("light", light), ("dark", dark)] {
        for pair in pairs.split_whitespace() {
            let (one, other) = pair.split_once('/').unwrap();
            let contrast = contrast(color(scheme, one), color(scheme, other));
            assert!(contrast >= 3.0, "{name}: {one} on {other}: {contrast:.2}");
        }
    }
}
