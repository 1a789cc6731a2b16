//! The gap report as a page: one file that opens from disk, needs no script and no network, and
//! prints.
//!
//! Words and tables come from the outline that terminal and Markdown are set from; the page puts
//! pictures in front of them. Everything a picture shows stands in a table or a text beside it, too.
//!
//! - `element`, `svg`: what writes elements, and escapes;
//! - `label`, `scale`, `wheel`: what a picture needs to know;
//! - `masthead`, `trains`, `timeline`, `kpi`, `matrix`, `money`: the pictures.
//!
//! `page/template.html` is the frame and `page/style.css` the look. The page declares a
//! Content-Security-Policy that lets nothing in but that one style sheet.

mod element;
mod kpi;
mod label;
mod masthead;
mod matrix;
mod money;
mod scale;
mod svg;
mod timeline;
mod trains;
mod wheel;

use std::io::{self, Write};

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, context};
use unicode_width::UnicodeWidthStr;

use crate::render::layout;
use crate::render::layout::parts::strategy_name;
use crate::render::outline::{Block, Mark, Outline, Table, column, html};
use crate::report::gaps::GapReport;
use crate::report::gaps::schedule::{ActivityRow, When};
use crate::words::text::{Text, name};
use element::Element;

const TEMPLATE: &str = include_str!("page/template.html");
const STYLE: &str = include_str!("page/style.css");
/// What the page's own policy knows the style sheet by: no other style is let in, not even a single
/// attribute. A test says what it must be.
const STYLE_HASH: &str = "sha256-smheRJXBZvlb/S+8Zzc4K1YTmDN1diHP1sOxOLFHo9w=";

/// The order of the parts: what is new, what the business wants, how the machine runs, then the
/// figures and everything else. The agenda stands beside the headline. What is not named here comes
/// last.
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
/// From how many columns on a name is too long for the largest letters.
const LONG: usize = 60;
/// The part that only the page has.
const COVERAGE: &str = "coverage";

/// A part of the page.
struct Part {
    id: &'static str,
    /// Its name in the list of contents.
    name: String,
    /// As HTML.
    heading: String,
    /// What stands in front of the words, as HTML.
    pictures: String,
    /// The words and tables, as HTML.
    body: String,
}

/// Writes the page.
pub fn render(out: &mut dyn Write, report: &GapReport) -> io::Result<()> {
    let page = page(report).map_err(io::Error::other)?;
    out.write_all(page.as_bytes())
}

fn page(report: &GapReport) -> Result<String, minijinja::Error> {
    let mut environment = Environment::empty();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let outline = layout::gaps::outline(report);
    let head = &report.head;
    let safe = Value::from_safe_string;
    let prose = |text: Text| Value::from_safe_string(html::prose(text));
    let called = strategy_name(&head.name);
    environment.render_named_str(
        "page.html",
        TEMPLATE,
        context! {
            title => crate::render::safe::line(&called.to_string()).into_owned(),
            is_long => called.to_string().width() > LONG,
            name => prose(called),
            organization => head.organization.as_ref().map(name).map(prose),
            as_of => head.as_of.to_string(),
            standing => masthead::standing(report).into_iter().map(prose).collect::<Vec<Value>>(),
            notices => layout::gaps::notices(report).into_iter().map(prose).collect::<Vec<Value>>(),
            is_judged => head.is_judged,
            vitals => safe(masthead::vitals(report)),
            agenda => safe(agenda(report, &outline)),
            parts => parts(report, &outline).into_iter().map(value).collect::<Vec<Value>>(),
            style_hash => STYLE_HASH,
            style => safe(STYLE.replace("\r\n", "\n")),
        },
    )
}

fn value(part: Part) -> Value {
    context! {
        id => part.id,
        name => part.name,
        heading => Value::from_safe_string(part.heading),
        pictures => Value::from_safe_string(part.pictures),
        body => Value::from_safe_string(part.body),
    }
}

/// The parts below the agenda, in their order.
fn parts(report: &GapReport, outline: &Outline) -> Vec<Part> {
    let sections = html::sections(outline).into_iter().filter(|section| section.id != AGENDA);
    let mut parts: Vec<Part> = sections.map(|section| part(report, section)).collect();
    // What pillars do for gears is counted over the whole strategy.
    if report.head.is_judged && report.scope.is_whole() && !report.trains.is_empty() {
        let name = "Pillars and gears".to_owned();
        let (heading, pictures) = (html::escape(&name), matrix::coverage(report));
        parts.push(Part { id: COVERAGE, name, heading, pictures, body: String::new() });
    }
    let rank = |id| ORDER.iter().position(|one| *one == id).unwrap_or(ORDER.len());
    parts.sort_by_key(|part| rank(part.id));
    parts
}

/// A section of the outline with its pictures.
fn part(report: &GapReport, section: html::Section) -> Part {
    let html::Section { id, name, heading, body } = section;
    let train = report.trains.iter().find(|train| train.purpose.key() == id);
    let pictures = match (id, train) {
        ("goals", _) => matrix::goals(report),
        ("kpis", _) => kpi::cards(report),
        (_, Some(train)) => trains::figure(train),
        ("schedule", _) => schedule(report),
        ("money", _) => money::bars(report) + &money::funnel(report),
        _ => String::new(),
    };
    // What it is compared with may have a long name.
    let name = if id == "since" { "Changes".to_owned() } else { name };
    Part { id, name, heading, pictures, body }
}

const AGENDA: &str = "agenda";

/// The agenda, with a link from each item to where it is shown.
fn agenda(report: &GapReport, outline: &Outline) -> String {
    let is_it = |block: &Block| matches!(block, Block::Section { id, .. } if *id == AGENDA);
    let own = outline.blocks.iter().skip_while(|block| !is_it(block)).skip(1);
    let own = own.take_while(|block| !matches!(block, Block::Section { .. }));
    let (items, went_well) = (&report.agenda.items, report.agenda.went_well.as_slice());
    let blocks = own.map(|block| match block {
        Block::List(list) => {
            let items = if list.is_numbered { items.as_slice() } else { went_well };
            html::of_list(list, |index| items.get(index).map(|item| link(report, &item.about)))
        }
        other => html::of_block(other, "Agenda"),
    });
    blocks.collect()
}

/// Where on the page something is shown, by its dotted path.
fn link(report: &GapReport, about: &str) -> String {
    let steps: Vec<&str> = about.split('.').collect();
    let place = match steps.as_slice() {
        ["kpis", id, ..] if report.kpis.iter().any(|kpi| kpi.id == *id) => anchor("kpi", id),
        ["purposes", purpose, ..] if report.trains.iter().any(|train| train.purpose.key() == *purpose) => {
            (*purpose).to_owned()
        }
        ["pillars", ..] => "schedule".to_owned(),
        ["decisions" | "risks", ..] => "decisions".to_owned(),
        ["goals", ..] => "goals".to_owned(),
        _ => "structure".to_owned(),
    };
    format!("#{place}")
}

fn schedule(report: &GapReport) -> String {
    let pictures = timeline::pictures(report);
    if pictures.is_empty() {
        return "<p class=\"empty\">No gear and no activity is written down yet, so there is nothing to draw in time.</p>"
            .to_owned();
    }
    let count = pictures.len();
    let figures = pictures.into_iter().enumerate().map(|(index, drawing)| {
        let name =
            if count == 1 { "Timeline".to_owned() } else { format!("Timeline, {} of {count}", index + 1) };
        let drawing = html::scroll(&name, &drawing.to_string());
        let figure = Element::new("figure").class("chart chart-timeline").with(drawing);
        if index + 1 < count {
            return figure;
        }
        figure.with(Element::new("figcaption").with(timeline::key()))
    });
    let figures: String = figures.map(|figure| figure.to_string()).collect();
    figures + &everything(report)
}

/// All activities of the timeline as a table: the one below tells only what matters now.
fn everything(report: &GapReport) -> String {
    if report.activities.is_empty() {
        return "<p class=\"empty\">No activity is planned.</p>".to_owned();
    }
    let activities = &report.activities;
    let table = Table::new([
        column("activity", activities, |activity| name(activity.name.as_ref().unwrap_or(&activity.id))),
        column("state", activities, state),
        column("when", activities, layout::gaps::dates),
        column("pillar", activities, |activity| activity.pillar.to_string()),
        column("gears", activities, |activity| activity.gears.join(", ")),
        column("owner", activities, |activity| {
            activity.owner.as_deref().map(|owner| name(report.name_of(owner)))
        }),
    ]);
    Element::new("details")
        .with(Element::new("summary").text(&format!("All {} activities as a table", report.activities.len())))
        .with(html::of_table(&table, "All activities"))
        .to_string()
}

fn state(activity: &ActivityRow) -> &'static str {
    match activity.when {
        When::Late => "late",
        When::Running => "running",
        When::Soon | When::Later => "planned",
        When::Done => "done",
        When::Dropped => "dropped",
    }
}

/// The class of what is thought of something: how it is coloured.
fn tone(mark: Option<Mark>) -> &'static str {
    match mark {
        Some(Mark::Good) => "good",
        Some(Mark::Care) => "care",
        Some(Mark::Bad) => "bad",
        Some(Mark::Added | Mark::Removed | Mark::Changed) | None => "idle",
    }
}

/// What something is linked by: letters, digits and hyphens of an id as they are, the rest by number.
fn anchor(what: &str, id: &str) -> String {
    let letters = id.chars().map(|c| match c {
        c if c == '-' || c.is_ascii_alphanumeric() => c.to_string(),
        c => format!("_{:x}", u32::from(c)),
    });
    format!("{what}-{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests;
