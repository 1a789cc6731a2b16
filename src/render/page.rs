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
//!   (with `timeline_rows`), `workload`, `money` (with `money_kinds`): the parts;
//! - `svg`, `scale`, `text_fit`, `bars`: what drawings are made with.
//!
//! The page has a Content-Security-Policy that allows nothing but its own style sheet.

mod bars;
mod gear_sequence;
mod kpi_cards;
mod kpi_chart;
mod matrix;
mod money;
mod money_kinds;
mod numbers;
mod overview;
mod scale;
mod svg;
mod text_fit;
mod timeline;
mod timeline_rows;
mod wheel;
mod workload;

use std::io::{self, Write};

use data_encoding::BASE64;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use sha2::{Digest, Sha256};
use unicode_width::UnicodeWidthStr;

use crate::render::layout;
use crate::render::layout::parts::strategy_name;
use crate::render::outline::{List, Mark, html};
use crate::report::gaps::GapReport;
use crate::strategy::subject::Subject;
use crate::words::text::name;

const TEMPLATE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/style.css");

/// The order of the sections: what is new, what the business wants, how the gears run, then the
/// figures and everything else. The agenda is next to the overview. Other sections come last.
const ORDER: &str = "since goals marketing support coverage kpis structure schedule money decisions";
const AGENDA: &str = "agenda";
/// From this number of columns on, a name is set in smaller letters.
const LONG_NAME: usize = 60;

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
        let text = value.to_string();
        Ok(out.write_str(&if value.is_safe() { text } else { html::escape(&text) })?)
    });
    environment.add_filter("safe", |markup: String| Value::from_safe_string(markup));
    environment.add_filter("prose", |text: &str| Value::from_safe_string(html::prose(text)));
    // The author's own words, which can be written from right to left.
    environment.add_filter("name", |text: &str| Value::from_safe_string(html::prose(name(text))));
    let head = &report.head;
    let strategy_name = strategy_name(&head.name).to_string();
    let notices = layout::gaps::notices(report).into_iter().map(html::prose).map(Value::from_safe_string);
    let (agenda, sections) = sections(report);
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
            notices => notices.collect::<Value>(),
            is_judged => head.is_judged,
            overview => overview::overview(report),
            agenda,
            sections,
            style_hash => BASE64.encode(&Sha256::digest(&style)),
            style => Value::from_safe_string(style),
        },
    )
}

/// The body of the agenda, and the sections below it in their order, with their pictures.
fn sections(report: &GapReport) -> (Value, Value) {
    let link_of = |section: &str, list: &List, index: usize| {
        let items = if list.is_numbered {
            report.agenda.items.as_slice()
        } else {
            report.agenda.went_well.as_slice()
        };
        let item = items.get(index).filter(|_| section == AGENDA)?;
        Some(link(report, item.about.subject()))
    };
    let mut sections = html::sections(&layout::gaps::outline(report), link_of);
    // The coverage table counts over the entire strategy.
    if report.head.is_judged && report.scope.is_whole() && !report.gear_sequences.is_empty() {
        let title = "Pillars and gears".to_owned();
        sections.push(html::Section {
            id: "coverage",
            name: title.clone(),
            heading: title,
            body: String::new(),
        });
    }
    sections.sort_by_key(|section| ORDER.split(' ').position(|id| id == section.id).unwrap_or(usize::MAX));
    let (mut agenda, mut values) = (Value::from(""), Vec::new());
    for html::Section { id, name, heading, body } in sections {
        let (heading, body) = (Value::from_safe_string(heading), Value::from_safe_string(body));
        if id == AGENDA {
            agenda = body;
            continue;
        }
        // The title names the file that is compared with, which can be long.
        let name = if id == "since" { "Changes".to_owned() } else { name };
        values.push(context! { id, name, heading, body, figure => figure(report, id) });
    }
    (agenda, values.into())
}

/// The pictures that a section shows before its text.
fn figure(report: &GapReport, section: &str) -> Option<Value> {
    match section {
        "goals" => matrix::of_goals(report),
        "coverage" => Some(matrix::of_gears(report)),
        "kpis" => Some(kpi_cards::kpi_cards(report)),
        "schedule" => Some(timeline::timeline(report)),
        "money" => Some(money::money_figure(report)),
        _ => {
            let sequence = report.gear_sequences.iter().find(|sequence| sequence.purpose.key() == section);
            sequence.map(gear_sequence::gear_sequence)
        }
    }
}

/// The link to where the page shows an entry.
fn link(report: &GapReport, about: &Subject) -> String {
    let anchor = match about {
        Subject::Kpi(id) if report.kpis.iter().any(|kpi| kpi.id == *id) => anchor("kpi", id),
        Subject::Purpose(purpose) | Subject::Gear(purpose, _)
            if report.gear_sequences.iter().any(|sequence| sequence.purpose == *purpose) =>
        {
            purpose.key().to_owned()
        }
        Subject::Pillar(_)
        | Subject::Activity(..)
        | Subject::Answer(_)
        | Subject::ContactCenter
        | Subject::Campaign(_) => "schedule".to_owned(),
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

/// A text with a sign and a color.
fn status(mark: Option<Mark>, text: &str) -> Value {
    context! { tone => tone(mark), text => signed(mark, text) }
}

/// The text after its sign: `▲ at risk`.
fn signed(mark: Option<Mark>, text: &str) -> String {
    mark.map_or_else(|| text.to_owned(), |mark| format!("{} {text}", mark.sign()))
}

#[cfg(test)]
mod tests;
