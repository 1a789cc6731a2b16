//! What the page must hold whatever the strategy: all of it, safe, legible, and the same every time.

// Texts for tests are put together the short way.
#![allow(clippy::format_push_string)]

mod style;

use jiff::civil::{Date, date};

use super::render;
use crate::document::Document;
use crate::linter::Linter;
use crate::render::outline::html;
use crate::report::gaps::scope::Scope;
use crate::report::gaps::{GapReport, Wanted};
use crate::source::Source;

const MACHINES: &str = include_str!("../../../strategies/machine-maker.strategy.yaml");
const READINGS: &str = include_str!("../../../strategies/readings/machine-maker.csv");
const REFERENCE: &str = include_str!("../../../strategies/reference.strategy.yaml");
const TODAY: Date = date(2027, 5, 20);

fn report_of(text: &str, today: Date, wanted: &Wanted) -> GapReport {
    let document =
        Document::read(Source::new("strategy.yaml", text), |_| Ok(Source::new("readings.csv", READINGS)));
    let linter = Linter::new(today);
    GapReport::new(&document, &linter.check(&document), wanted)
}

fn page_of(text: &str, today: Date) -> String {
    page(&report_of(text, today, &Wanted::default()))
}

fn page(report: &GapReport) -> String {
    let mut page = Vec::new();
    render(&mut page, report).unwrap();
    String::from_utf8(page).unwrap()
}

/// A tag as a browser reads it: its name and its attributes.
#[derive(Debug, PartialEq)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }
}

/// Every tag of a page, closing ones with a slash before their name.
fn tags(page: &str) -> Vec<Tag> {
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    let mut tags = Vec::new();
    for part in head.split('<').skip(1).chain(body.split('<').skip(1)) {
        let (name, mut rest) =
            part.split_at(part.find([' ', '>', '\n', '/']).filter(|at| *at > 0).unwrap_or_else(|| {
                part.get(1..).and_then(|rest| rest.find('>')).map_or(part.len(), |at| at + 1)
            }));
        let mut attributes = Vec::new();
        while let Some((before, after)) = rest.split_once("=\"") {
            if before.contains('>') {
                break;
            }
            let (value, after) = after.split_once('"').unwrap();
            attributes.push((before.trim().to_owned(), value.to_owned()));
            rest = after;
        }
        tags.push(Tag { name: name.to_owned(), attributes });
    }
    tags
}

/// What the page is made of; whatever else came in would come from a strategy.
const ELEMENTS: &[&str] = &[
    "!doctype",
    "html",
    "head",
    "meta",
    "title",
    "body",
    "a",
    "header",
    "nav",
    "main",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "div",
    "span",
    "strong",
    "code",
    "bdi",
    "time",
    "wbr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "details",
    "summary",
    "svg",
    "desc",
    "defs",
    "clipPath",
    "g",
    "path",
    "use",
    "rect",
    "line",
    "circle",
    "text",
    "style",
];
const ATTRIBUTES: &[&str] = &[
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "href",
    "id",
    "aria-label",
    "aria-hidden",
    "aria-labelledby",
    "aria-describedby",
    "role",
    "tabindex",
    "scope",
    "viewBox",
    "preserveAspectRatio",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "d",
    "transform",
    "clip-path",
];
/// Those that hold a number.
const NUMBERS: &[&str] = &["width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r"];

fn assert_sound(page: &str) {
    let tags = tags(page);
    let mut ids: Vec<&str> = Vec::new();
    for tag in &tags {
        let name = tag.name.trim_start_matches('/');
        assert!(ELEMENTS.contains(&name), "a page has no <{}>", tag.name);
        for (index, (attribute, value)) in tag.attributes.iter().enumerate() {
            let before = &tag.attributes[..index];
            assert!(before.iter().all(|(other, _)| other != attribute), "<{name}> has {attribute} twice");
            assert!(ATTRIBUTES.contains(&attribute.as_str()), "<{name}> has no {attribute}=\"{value}\"");
            if NUMBERS.contains(&attribute.as_str()) && value != "device-width" {
                assert!(value.parse::<f64>().is_ok_and(f64::is_finite), "{name} {attribute}=\"{value}\"");
            }
            if attribute == "d" {
                assert!(value.chars().all(|c| "MLAZ0123456789.- ".contains(c)), "{value}");
            }
            if attribute == "transform" {
                assert!(!value.contains("NaN") && !value.contains("inf"), "{value}");
            }
        }
        if let Some(id) = tag.get("id") {
            assert!(!ids.contains(&id), "{id} is there twice");
            ids.push(id);
        }
    }
    for tag in &tags {
        let link = tag
            .get("href")
            .map(|link| link.strip_prefix('#').unwrap_or_else(|| panic!("a link out: {link}")));
        let clip = tag.get("clip-path").map(|clip| clip.trim_start_matches("url(#").trim_end_matches(')'));
        for id in [link, clip, tag.get("aria-labelledby"), tag.get("aria-describedby")].into_iter().flatten()
        {
            assert!(ids.contains(&id), "nothing is called {id}");
        }
    }
    let is_open = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
    for name in ["section", "table", "figure", "div", "article", "p", "li", "text", "g"] {
        let (opened, closed) = (is_open(name), is_open(&format!("/{name}")));
        let alone = page.matches(&format!("<{name}/>")).count();
        assert!(opened - alone >= closed && closed > 0 || opened == closed, "{name}: {opened} and {closed}");
    }
    assert_eq!(page.matches("<style").count(), 1);
    assert_eq!(page.matches("</style").count(), 1);
    assert!(!page.to_lowercase().contains("<script"), "there is a script");
    let is_unsafe = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    assert_eq!(page.chars().find(|c| is_unsafe(*c)), None);
}

#[test]
fn every_goal_kpi_gear_and_activity_is_in_the_page() {
    for (text, today) in [(MACHINES, TODAY), (REFERENCE, date(2027, 4, 5))] {
        let report = report_of(text, today, &Wanted::default());
        let page = page(&report);
        assert_sound(&page);
        let has = |text: &str| assert!(page.contains(&html::escape(text)), "no {text}");
        has(&report.head.name);
        report.goals.iter().for_each(|goal| has(&goal.row.id));
        for kpi in &report.kpis {
            assert!(page.contains(&format!("id=\"{}\"", super::anchor("kpi", &kpi.id))), "{}", kpi.id);
            has(kpi.name.as_deref().unwrap_or(&kpi.id));
        }
        for train in &report.trains {
            for (index, gear) in train.gears.iter().enumerate() {
                has(&format!("{} {}", index + 1, gear.gear));
            }
        }
        for activity in &report.activities {
            has(&activity.id);
            has(activity.name.as_deref().unwrap_or(&activity.id));
        }
        for item in &report.agenda.items {
            assert!(page.contains(&html::prose(item.topic.clone().capitalized())), "no {}", item.topic);
        }
        for class in ["trains", "timeline", "kpi", "matrix", "money", "funnel", "statuses", "period"] {
            assert!(page.contains(&format!("class=\"chart chart-{class}\"")), "no {class}");
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(page_of(MACHINES, TODAY), page_of(MACHINES, TODAY));
}

#[test]
fn a_picture_is_told_in_words() {
    let page = page_of(MACHINES, TODAY);
    let pictures =
        tags(&page).into_iter().filter(|tag| tag.name == "svg" && tag.get("aria-hidden").is_none());
    let mut count = 0;
    for picture in pictures {
        assert_eq!(picture.get("role"), Some("img"));
        assert!(picture.get("aria-labelledby").is_some() && picture.get("aria-describedby").is_some());
        count += 1;
    }
    assert!(count > 12, "{count} pictures");
    assert!(page.contains("1. acquisition: spinning, started 2027-01-18, filled to 53 %."), "the wheels");
    assert!(page.contains("Before it: gate open, open since 2027-02-28."), "their gates");
}

#[test]
fn nothing_that_a_strategy_says_is_taken_for_markup() {
    let evils = [
        "<script>alert(1)</script>",
        "</style><img src=x onerror=alert(1)>",
        "]]> --> </title></svg><b>",
        "\\\" onload=\\\"alert(1)\\\" x='",
        "javascript:alert(1)",
        "\\0\\x1b[31m\\u202e\\ufeff\\ufffe",
        "{{ 7777 * 7777 }}{% for x in y %}",
        "&lt;script&gt; &#x3c;b&#x3e;",
    ];
    for evil in evils {
        let text = format!(
            "stratplan: 1
strategy: {{ name: \"{evil}\", organization: \"{evil}\", owner: mia, period: 2027, next_review: 2027-06-01 }}
people: {{ mia: {{ name: \"{evil}\" }} }}
goals: {{ g: {{ statement: \"{evil}\", owner: mia, kpis: [k, m] }} }}
pillars:
  promotion:
    not_now: \"{evil}\"
  support:
    owner: mia
    activities:
      a: {{ name: \"{evil}\", goals: [g], gears: [acquisition], start: 2027-01-04, status: planned, budget: 3, funnel_stage: loyalty }}
purposes:
  marketing:
    order: [engagement, acquisition]
    rationale: \"{evil}\"
    gears:
      acquisition: {{ start: 2027-02-01, means: \"{evil}\", kpis: [k], spinning_at: {{ k: 3 }} }}
      engagement: {{ not_now: \"{evil}\" }}
kpis:
  k: {{ name: \"{evil}\", unit: \"{evil}\", baseline: {{ value: 1, date: 2027-01-01 }}, target: {{ value: 9, date: 2027-12-31 }}, readings: {{ 2027-03-01: 2 }} }}
  m: {{ name: \"{evil}\", unit: \"{evil}\" }}
decisions: {{ d: {{ question: \"{evil}\", needed_by: 2027-05-01 }} }}
risks: {{ r: {{ statement: \"{evil}\", likelihood: high, impact: high, mitigation: \"{evil}\" }} }}
lessons: {{ l: {{ learned: \"{evil}\" }} }}
"
        );
        let report = report_of(&text, TODAY, &Wanted::default());
        assert!(report.head.is_judged && !report.head.is_partial, "the text is read whole: {evil}");
        let page = page(&report);
        assert_sound(&page);
        assert!(!page.contains("60481729"), "no text is a template: {evil}");
    }
}

#[test]
fn a_strategy_of_nothing_is_a_page_that_says_so() {
    let page =
        page_of("stratplan: 1\nstrategy: { name: Corner Bakery 2027, status: draft, owner: Mia }\n", TODAY);
    assert_sound(&page);
    for said in ["No goal is declared here.", "there is nothing to draw in time", "does not mention money"] {
        assert!(page.contains(said), "{said}");
    }
    for class in ["trains", "timeline", "kpi", "matrix", "money", "funnel", "period"] {
        assert!(!page.contains(&format!("class=\"chart chart-{class}\"")), "{class} of nothing");
    }
}

#[test]
fn what_could_not_be_read_is_said_at_the_head() {
    let broken = MACHINES.replacen("target: { value: 420,", "target: { value: many,", 1);
    assert_ne!(broken, MACHINES);
    let page = page_of(&broken, TODAY);
    assert_sound(&page);
    assert!(page.contains("<p class=\"notice\">Parts of the file could not be read"));
    let none = page_of("hello: world\n", TODAY);
    assert_sound(&none);
    assert!(none.contains("<p class=\"notice\">This file cannot be checked as a strategy"));
    assert!(!none.contains("<h2>"), "and nothing is told of it");
    assert!(!page_of(MACHINES, TODAY).contains("class=\"notice\""));
}

#[test]
fn one_persons_page_says_whose_it_is() {
    let scope = Scope { owner: Some("ines".to_owned()), goal: None };
    let page = page(&report_of(MACHINES, TODAY, &Wanted { scope, ..Wanted::default() }));
    assert_sound(&page);
    assert!(page.contains("This page is about what belongs to <bdi>Ines Fonseca</bdi> alone."));
    assert!(!page.contains("id=\"kpi-job-stories\""));
    // What pillars do for gears is counted over the whole strategy.
    assert!(!page.contains("id=\"coverage\""));
}

#[test]
fn extremes_are_drawn() {
    let kpis = [
        "baseline: { value: 0, date: 2027-01-01 }, target: { value: 79228162514264337593543950335, date: 2027-12-31 }, readings: { 2027-02-01: -79228162514264337593543950335 }",
        "baseline: { value: 0.0000000000000000000000000001, date: 2027-01-01 }, target: { value: 0.0000000000000000000000000002, date: 2027-12-31 }, readings: { 2027-02-01: 0 }",
        "baseline: { value: 5, date: 2027-01-01 }, target: { value: 5, date: 2027-12-31 }, tolerance: 0, readings: { 2027-02-01: 5 }",
        "baseline: { value: 1, date: 1000-01-01 }, target: { value: 5, date: 9999-12-31 }, readings: { 2027-02-01: 2 }",
        "baseline: { value: 5, date: 2027-01-01 }, target: { value: 1, date: 2027-01-01 }, readings: { 2027-01-01: 4 }",
        "target: { value: 5 }, readings: { 2027-01-01: 4 }",
    ];
    let mut text =
        "stratplan: 1\nstrategy: { name: 極端 }\npillars:\n  support:\n    activities:\n".to_owned();
    for (index, dates) in [
        "start: 1000-01-01",
        "end: 9999-12-31",
        "start: 2027-05-20, end: 2027-05-20",
        "budget: 79228162514264337593543950335",
    ]
    .iter()
    .enumerate()
    {
        text.push_str(&format!(
            "      a{index}: {{ name: {}, gears: [acquisition], {dates} }}\n",
            "長い名前".repeat(50)
        ));
    }
    text.push_str(
        "purposes: { marketing: { gears: { acquisition: { start: 9999-12-31, kpis: [k0] } } } }\nkpis:\n",
    );
    for (index, kpi) in kpis.iter().enumerate() {
        text.push_str(&format!("  k{index}: {{ {kpi} }}\n"));
    }
    for today in [date(1000, 1, 1), TODAY, date(9999, 12, 31)] {
        assert_sound(&page_of(&text, today));
    }
}

#[test]
fn hundreds_of_activities_go_on_in_pictures_that_fit_on_a_sheet() {
    let mut text =
        "stratplan: 1\nstrategy: { name: Many, period: 2027 }\npillars:\n  support:\n    activities:\n"
            .to_owned();
    for index in 0..400 {
        text.push_str(&format!("      activity-{index}: {{ start: 2027-03-01 }}\n"));
    }
    let page = page_of(&text, TODAY);
    assert_sound(&page);
    let heights = tags(&page)
        .into_iter()
        .filter(|tag| tag.get("aria-labelledby").is_some_and(|id| id.starts_with("timeline-")));
    let heights: Vec<f64> = heights.map(|tag| tag.get("height").unwrap().parse().unwrap()).collect();
    assert_eq!(heights.len(), 10);
    assert!(heights.iter().all(|height| *height < 1100.0), "{heights:?}");
    assert_eq!(page.matches("class=\"row running\" transform").count(), 400);
}
