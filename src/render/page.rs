//! The gap report as a page: one file that opens from disk, needs no script and no network, and
//! prints.
//!
//! Words and tables come from the outline that terminal and Markdown are set from; the page puts
//! pictures in front of them. Everything a picture shows stands in a table or a text beside it, too.
//!
//! - [`element`], [`svg`]: what writes elements, and escapes;
//! - [`label`], [`scale`], [`wheel`]: what a picture needs to know;
//! - [`masthead`], [`trains`], [`timeline`], [`kpi`], [`matrix`], [`money`]: the pictures.
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

use crate::render::outline::{Mark, Table, cell, html};
use crate::render::tell;
use crate::report::gaps::GapReport;
use crate::report::gaps::schedule::{ActivityRow, When};
use element::Element;

const TEMPLATE: &str = include_str!("page/template.html");
const STYLE: &str = include_str!("page/style.css");

/// A part of the page.
struct Part {
    id: &'static str,
    /// Its name in the list of contents.
    name: String,
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
    let outline = tell::gaps::outline(report);
    let mut parts: Vec<Part> = html::sections(&outline).into_iter().map(|one| part(report, one)).collect();
    let agenda = parts.iter().position(|part| part.id == "agenda").map(|at| parts.remove(at));
    let head = &report.head;
    let style = STYLE.replace("\r\n", "\n");
    let shown = |text: &str| Value::from_safe_string(html::prose(text));
    environment.render_named_str(
        "page.html",
        TEMPLATE,
        context! {
            title => shown_plain(tell::gaps::name(head)),
            name => shown(tell::gaps::name(head)),
            organization => head.organization.as_deref().map(shown),
            as_of => head.as_of.to_string(),
            standing => shown(&tell::gaps::standing(report).join(" · ")),
            notices => tell::gaps::notices(report).iter().map(|notice| shown(notice)).collect::<Vec<Value>>(),
            is_judged => head.is_judged,
            vitals => Value::from_safe_string(if head.is_judged { masthead::vitals(report) } else { String::new() }),
            agenda => agenda.as_ref().map(value),
            parts => parts.iter().map(value).collect::<Vec<Value>>(),
            style => Value::from_safe_string(style),
        },
    )
}

/// A text for the title of the window, which knows no markup; the template escapes it.
fn shown_plain(text: &str) -> String {
    crate::render::safe::line(text).into_owned()
}

fn value(part: &Part) -> Value {
    context! {
        id => part.id,
        name => part.name.as_str(),
        heading => Value::from_safe_string(part.heading.clone()),
        pictures => Value::from_safe_string(part.pictures.clone()),
        body => Value::from_safe_string(part.body.clone()),
    }
}

/// A section of the outline with its pictures.
fn part(report: &GapReport, section: html::Section) -> Part {
    let html::Section { id, name, heading, body } = section;
    let train = |purpose: &str| report.trains.iter().find(|train| train.purpose.key() == purpose);
    let pictures = match id {
        "goals" => matrix::goals(report),
        "kpis" => kpi::cards(report),
        "marketing" | "support" => train(id).map(|train| gears(report, train)).unwrap_or_default(),
        "schedule" => schedule(report),
        "money" => money::bars(report) + &money::funnel(report),
        _ => String::new(),
    };
    Part { id, name, heading, pictures, body }
}

fn gears(report: &GapReport, train: &crate::report::gears::TrainTable) -> String {
    let drawing = trains::train(train, report.head.as_of);
    let caption = "Each wheel is filled clockwise by the mean progress of its KPIs. A diamond is the gate that must be \
                   reached before the next gear starts.";
    let figure = Element::new("figure")
        .class("chart chart-trains")
        .with(wide(&format!("Gears of {}", train.purpose), drawing))
        .with(Element::new("figcaption").text(caption));
    let is_last = report.trains.last().is_some_and(|last| last.purpose == train.purpose);
    figure.to_string() + &if is_last { matrix::coverage(report) } else { String::new() }
}

fn schedule(report: &GapReport) -> String {
    let pictures = timeline::pictures(report);
    if pictures.is_empty() {
        return "<p class=\"empty\">No gear and no activity is written down yet, so there is nothing to draw in time.</p>"
            .to_owned();
    }
    let count = pictures.len();
    let figures = pictures.into_iter().enumerate().map(|(index, drawing)| {
        let figure = Element::new("figure").class("chart chart-timeline").with(wide("Timeline", drawing));
        if index + 1 < count {
            return figure;
        }
        figure.with(Element::new("figcaption").text(
            "A pointed end goes on. Diamonds are gates: filled where reached, hollow where forecast. Grey is over, a \
             frame is to come, a thick red line is late.",
        ))
    });
    let figures: String = figures.map(|figure| figure.to_string()).collect();
    figures + &everything(report)
}

/// All activities of the timeline as a table: the one below tells only what matters now.
fn everything(report: &GapReport) -> String {
    if report.activities.is_empty() {
        return "<p class=\"empty\">No activity is planned.</p>".to_owned();
    }
    let mut table = Table::new(&["activity", "state", "when", "pillar", "gears", "owner"]);
    for activity in &report.activities {
        table.row(vec![
            cell(activity.name.clone().unwrap_or_else(|| activity.id.clone())),
            cell(state(activity)),
            cell(tell::gaps::dates(activity)),
            cell(activity.pillar.to_string()),
            cell(activity.gears.join(", ")),
            cell(activity.owner.as_deref().map(|owner| report.name_of(owner).to_owned()).unwrap_or_default()),
        ]);
    }
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
        None => "idle",
    }
}

/// A picture that is too wide for a telephone: it scrolls inside of itself.
fn wide(name: &str, drawing: Element) -> Element {
    html_scroll(name, drawing)
}

/// What scrolls sideways inside of itself, and can be reached with the keyboard to do so.
fn html_scroll(name: &str, inside: Element) -> Element {
    let scroll = Element::new("div").class("scroll").set("role", "region").set("tabindex", "0");
    scroll.set("aria-label", name).with(inside)
}

/// What something is linked by: letters, digits, and hyphens of an id as they are, the rest by number.
fn anchor(what: &str, id: &str) -> String {
    let mut out = format!("{what}-");
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            out.push(c);
        } else {
            out.push_str(&format!("_{:x}", u32::from(c)));
        }
    }
    out
}
