//! The gap report as a page: one HTML file that opens from disk, needs no script and no network, and
//! can be printed.
//!
//! The text and the tables come from the outline, which the other formats use too; the page adds
//! pictures. Everything that a picture shows is also in a table or a text.
//!
//! `page/page.html` is the template for all HTML, and `page/style.css` the style sheet. Each module
//! prepares a part of the page as data for the template, with its drawings as SVG:
//!
//! - `overview`, `gear_sequence` (with `wheel`), `matrix`, `kpi_cards` (with `kpi_chart`), `timeline`
//!   (with `timeline_rows`), `money`: the parts;
//! - `svg`, `scale`, `text_fit`: what drawings are made with.
//!
//! The page has a Content-Security-Policy that allows nothing but its own style sheet.

mod gear_sequence;
mod kpi_cards;
mod kpi_chart;
mod matrix;
mod money;
mod overview;
mod scale;
mod svg;
mod text_fit;
mod timeline;
mod timeline_rows;
mod wheel;

use std::io::{self, Write};

use data_encoding::BASE64;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use serde::Serialize;
use sha2::{Digest, Sha256};
use unicode_width::UnicodeWidthStr;

use crate::render::layout;
use crate::render::layout::parts::strategy_name;
use crate::render::outline::{Block, Mark, Outline, html};
use crate::report::gaps::GapReport;
use crate::strategy::subject::Subject;
use crate::words::text::name;
use gear_sequence::GearSequence;
use kpi_cards::KpiCards;
use matrix::Matrix;
use money::Money;
use timeline::Timeline;

const TEMPLATE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/style.css");

/// The order of the sections: what is new, what the business wants, how the gears run, then the
/// figures and everything else. The agenda is next to the overview. Other sections come last.
const ORDER: [&str; 10] = [
    "since",
    "goals",
    "marketing",
    "support",
    COVERAGE,
    "kpis",
    "structure",
    "schedule",
    "money",
    "decisions",
];
const AGENDA: &str = "agenda";
/// A section that only the page has.
const COVERAGE: &str = "coverage";
/// From this number of columns on, a name is set in smaller letters.
const LONG_NAME: usize = 60;

#[derive(Serialize)]
struct Section {
    id: &'static str,
    /// Its name in the list of contents.
    name: String,
    heading: Value,
    figure: Option<Figure>,
    body: Value,
}

/// What a section shows before its text.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Figure {
    GearSequence(GearSequence),
    KpiCards(KpiCards),
    Matrix(Matrix),
    Money(Money),
    Timeline(Timeline),
}

/// A text with a sign and a color.
#[derive(Serialize)]
struct Status {
    tone: &'static str,
    text: String,
}

impl Status {
    fn new(mark: Option<Mark>, text: &str) -> Self {
        Self { tone: tone(mark), text: signed(mark, text) }
    }
}

/// Writes the page.
pub fn render(out: &mut dyn Write, report: &GapReport) -> io::Result<()> {
    let page = page(report).map_err(io::Error::other)?;
    out.write_all(page.as_bytes())
}

fn page(report: &GapReport) -> Result<String, minijinja::Error> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    // Escapes like the outline, which also replaces control characters.
    environment.set_formatter(|out, _, value| {
        let is_html = value.is_safe();
        let text = value.to_string();
        Ok(out.write_str(&if is_html { text } else { html::escape(&text) })?)
    });
    environment.add_filter("prose", |text: &str| Value::from_safe_string(html::prose(text)));
    // The author's own words, which can be written from right to left.
    environment.add_filter("name", |text: &str| Value::from_safe_string(html::prose(name(text))));
    let outline = layout::gaps::outline(report);
    let head = &report.head;
    let strategy_name = strategy_name(&head.name).to_string();
    let style = STYLE.replace("\r\n", "\n");
    environment.render_named_str(
        "page.html",
        TEMPLATE,
        context! {
            has_long_name => strategy_name.width() > LONG_NAME,
            name => strategy_name,
            organization => head.organization.as_deref(),
            as_of => head.as_of.to_string(),
            status => head.status.key(),
            owner => head.owner.as_deref().map(|owner| format!("owner {}", report.name_of(owner))),
            notices => layout::gaps::notices(report).into_iter().map(|notice| Value::from_safe_string(html::prose(notice))).collect::<Vec<Value>>(),
            is_judged => head.is_judged,
            key_figures => Value::from(Serde(overview::key_figures(report))),
            agenda => Value::from_safe_string(agenda(report, &outline)),
            sections => Value::from(Serde(sections(report, &outline))),
            style_hash => BASE64.encode(&Sha256::digest(&style)),
            style => Value::from_safe_string(style),
        },
    )
}

/// The sections below the agenda, in their order.
fn sections(report: &GapReport, outline: &Outline) -> Vec<Section> {
    let written = html::sections(outline).into_iter().filter(|section| section.id != AGENDA);
    let mut sections: Vec<Section> = written.map(|section| section_of(report, section)).collect();
    // The coverage table counts over the entire strategy.
    if report.head.is_judged && report.scope.is_whole() && !report.trains.is_empty() {
        sections.push(Section {
            id: COVERAGE,
            name: "Pillars and gears".to_owned(),
            heading: "Pillars and gears".into(),
            figure: Some(Figure::Matrix(Matrix::of_gears(report))),
            body: "".into(),
        });
    }
    sections.sort_by_key(|section| ORDER.iter().position(|id| *id == section.id).unwrap_or(ORDER.len()));
    sections
}

/// A section of the outline with its pictures.
fn section_of(report: &GapReport, section: html::Section) -> Section {
    let html::Section { id, name, heading, body } = section;
    let figure = match id {
        "goals" => Matrix::of_goals(report).map(Figure::Matrix),
        "kpis" => Some(Figure::KpiCards(KpiCards::new(report))),
        "schedule" => Some(Figure::Timeline(Timeline::new(report))),
        "money" => Some(Figure::Money(Money::new(report))),
        _ => {
            let sequence = report.trains.iter().find(|sequence| sequence.purpose.key() == id);
            sequence.map(|sequence| Figure::GearSequence(GearSequence::new(sequence)))
        }
    };
    // The title names the file that is compared with, which can be long.
    let name = if id == "since" { "Changes".to_owned() } else { name };
    let (heading, body) = (Value::from_safe_string(heading), Value::from_safe_string(body));
    Section { id, name, heading, figure, body }
}

/// The agenda of the outline, with a link from each item to where the page shows it.
fn agenda(report: &GapReport, outline: &Outline) -> String {
    let is_agenda = |block: &&Block| matches!(block, Block::Section { id, .. } if *id == AGENDA);
    let blocks = outline.blocks.iter().skip_while(|block| !is_agenda(block)).skip(1);
    let blocks = blocks.take_while(|block| !matches!(block, Block::Section { .. }));
    let blocks = blocks.map(|block| {
        let Block::List(list) = block else { return html::of_block(block, "Agenda") };
        let (items, went_well) = (report.agenda.items.as_slice(), report.agenda.went_well.as_slice());
        let items = if list.is_numbered { items } else { went_well };
        html::of_list(list, |index| items.get(index).map(|item| link(report, item.about.subject())))
    });
    blocks.collect()
}

/// The link to where the page shows an entry.
fn link(report: &GapReport, about: &Subject) -> String {
    let anchor = match about {
        Subject::Kpi(id) if report.kpis.iter().any(|kpi| kpi.id == *id) => anchor("kpi", id),
        Subject::Purpose(purpose) | Subject::Gear(purpose, _)
            if report.trains.iter().any(|sequence| sequence.purpose == *purpose) =>
        {
            purpose.key().to_owned()
        }
        Subject::Pillar(_) | Subject::Activity(..) | Subject::Answer(_) | Subject::ContactCenter => {
            "schedule".to_owned()
        }
        Subject::Decision(_) | Subject::Risk(_) => "decisions".to_owned(),
        Subject::Goal(_) => "goals".to_owned(),
        _ => "structure".to_owned(),
    };
    format!("#{anchor}")
}

/// A valid and unique HTML id: ASCII letters, digits and hyphens are kept, the rest is numbered.
fn anchor(kind: &str, id: &str) -> String {
    let letters = id.chars().map(|c| match c {
        c if c == '-' || c.is_ascii_alphanumeric() => c.to_string(),
        c => format!("_{:x}", u32::from(c)),
    });
    format!("{kind}-{}", letters.collect::<String>())
}

/// The class that colors an element.
fn tone(mark: Option<Mark>) -> &'static str {
    match mark {
        Some(Mark::Good) => "good",
        Some(Mark::Care) => "care",
        Some(Mark::Bad) => "bad",
        Some(Mark::Added | Mark::Removed | Mark::Changed) | None => "idle",
    }
}

/// The text after its sign: `▲ at risk`.
fn signed(mark: Option<Mark>, text: &str) -> String {
    mark.map_or_else(|| text.to_owned(), |mark| format!("{} {text}", mark.sign()))
}

#[cfg(test)]
mod tests;
