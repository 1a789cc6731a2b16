//! Gears and activities in time: a bar a row, grouped by purpose and by pillar, gates as diamonds,
//! a line for today.
//!
//! Rows are as high whatever there is, so the picture grows with the strategy; one that would not
//! fit on a sheet of paper goes on in a second picture.

mod rows;

use jiff::ToSpan;
use jiff::civil::Date;

use super::element::Element;
use super::label::{fit, width};
use super::scale::Calendar;
use super::svg::{Path, diamond, group, group_at, key as key_of, line, picture, rect, text};
use crate::report::gaps::GapReport;
use crate::words::counted;
use rows::{Group, Row};

const WIDTH: f64 = 960.0;
/// Where names end and days begin.
const EDGE: f64 = 290.0;
/// Where days end; beyond is room for arrows.
const END: f64 = WIDTH - 14.0;
const ROW: f64 = 22.0;
const TOP: f64 = 48.0;
const SIZE: f64 = 13.0;
/// Rows of a picture that fits on a sheet.
const MOST_ROWS: usize = 44;

/// The pictures, in the order of reading; none where nothing has a place in time.
pub fn pictures(report: &GapReport) -> Vec<Element> {
    let groups = rows::groups(report);
    let Some(calendar) = calendar(report, &groups) else { return Vec::new() };
    let sheets = sheets(groups);
    let count = sheets.len();
    let sheets = sheets.into_iter().enumerate();
    sheets.map(|(index, sheet)| draw(report, &calendar, &sheet, (index, count))).collect()
}

/// The days that are shown: the period and a little around it, so that one odd date does not press
/// the rest together.
fn calendar(report: &GapReport, groups: &[Group]) -> Option<Calendar> {
    let rows = groups.iter().flat_map(|group| &group.rows);
    rows.clone().next()?;
    let days: Vec<Date> = rows.flat_map(Row::days).collect();
    let first = days.iter().copied().min();
    let last = days.iter().copied().max();
    let period = report.head.start.zip(report.head.end);
    let (start, end) = period.unwrap_or_else(|| {
        let today = report.head.as_of;
        let around = |day: Option<Date>| day.unwrap_or(today).clamp(before(today, 365), after(today, 730));
        (around(first).min(today), around(last).max(after(today, 30)))
    });
    let first = first.map_or(start, |first| first.max(before(start, 62)).min(start));
    let last = last.map_or(end, |last| last.min(after(end, 62)).max(end));
    Some(Calendar::new((first, last), (EDGE, END)))
}

fn before(day: Date, days: i32) -> Date {
    day.saturating_sub(days.days())
}

fn after(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

/// Groups on sheets: as many together as fit, and one that is too long on several.
fn sheets(groups: Vec<Group>) -> Vec<Vec<Group>> {
    let mut sheets: Vec<Vec<Group>> = Vec::new();
    let mut used = MOST_ROWS;
    for group in groups {
        let parts = group.rows.len().div_ceil(MOST_ROWS - 1).max(1);
        for (index, part) in group.rows.chunks(MOST_ROWS - 1).enumerate() {
            let title = if parts > 1 {
                format!("{}, {} of {parts}", group.title, index + 1)
            } else {
                group.title.clone()
            };
            let part = Group { title, rows: part.to_vec() };
            let needs = part.rows.len() + 1;
            if used + needs > MOST_ROWS {
                sheets.push(Vec::new());
                used = 0;
            }
            used += needs;
            if let Some(sheet) = sheets.last_mut() {
                sheet.push(part);
            }
        }
    }
    sheets
}

#[allow(clippy::cast_precision_loss)] // a sheet has few rows
fn draw(report: &GapReport, calendar: &Calendar, sheet: &[Group], (index, count): (usize, usize)) -> Element {
    let rows: usize = sheet.iter().map(|group| group.rows.len() + 1).sum();
    let bottom = TOP + rows as f64 * ROW + 6.0;
    let title = match count {
        1 => "Gears and activities in time".to_owned(),
        _ => format!("Gears and activities in time, {} of {count}", index + 1),
    };
    let id = format!("timeline-{}", index + 1);
    let mut drawing = picture(&id, (WIDTH, bottom + 4.0), &title, &says(report, calendar, sheet))
        .with(Element::new("defs").with(
            // Whatever the face, a name never runs into the bars.
            Element::new("clipPath").set("id", &format!("{id}-names")).with(rect(
                "",
                (0.0, 0.0),
                (EDGE - 6.0, ROW),
            )),
        ))
        .with(grid(report, calendar, bottom));
    let names = format!("url(#{id}-names)");
    let mut y = TOP;
    for part in sheet {
        drawing = drawing.with(line("rule", (0.0, y + 1.0), (WIDTH, y + 1.0))).with(text(
            "label heading",
            (0.0, y + ROW - 6.0),
            &part.title,
        ));
        y += ROW;
        for row in &part.rows {
            drawing = drawing.with(bar(calendar, row, report.head.as_of, &names, y));
            y += ROW;
        }
    }
    drawing.with(lines(report, calendar, bottom))
}

/// Months or quarters, and the period.
fn grid(report: &GapReport, calendar: &Calendar, bottom: f64) -> Element {
    let mut out = group("grid");
    if let Some((start, end)) = report.head.start.zip(report.head.end) {
        let (from, to) = (calendar.inside(start), calendar.inside(end));
        out = out.with(rect("period", (from, TOP - 8.0), (to - from, bottom - TOP + 8.0)));
    }
    // Up here, the lines stand behind the names; below, before everything else.
    for (day, class, _) in marked(report).into_iter().filter(|(day, ..)| calendar.has(*day)) {
        out = out.with(line(class, (calendar.at(day), 19.0), (calendar.at(day), TOP - 8.0)));
    }
    let mut free = EDGE;
    for tick in calendar.ticks() {
        let class = if tick.is_strong { "tick strong" } else { "tick" };
        out = out.with(line(class, (tick.x, TOP - 8.0), (tick.x, bottom)));
        if tick.x >= free && tick.x + width(&tick.name, 12.0) < WIDTH {
            out = out.with(text("label tick-name", (tick.x + 3.0, TOP - 13.0), &tick.name));
            free = tick.x + width(&tick.name, 12.0) + 8.0;
        }
    }
    out
}

/// Today and the next review, the earlier first.
fn marked(report: &GapReport) -> Vec<(Date, &'static str, &'static str)> {
    let today = report.head.as_of;
    let review = report.head.next_review_in_days.map(|days| today.saturating_add(days.days()));
    let review = review.map(|review| (review, "review", "next review"));
    let mut marked: Vec<_> = review.into_iter().chain([(today, "today", "today")]).collect();
    marked.sort_by_key(|(day, ..)| *day);
    marked
}

/// The lines of those days, over everything else, and their names above.
fn lines(report: &GapReport, calendar: &Calendar, bottom: f64) -> Element {
    let marked: Vec<_> = marked(report).into_iter().filter(|(day, ..)| calendar.has(*day)).collect();
    let places: Vec<f64> = marked.iter().map(|(day, ..)| calendar.at(*day)).collect();
    let mut out = group("lines");
    for (((_, class, name), x), (anchor, at)) in marked.iter().zip(&places).zip(names(&marked, &places)) {
        let name = text(&format!("label {class} {anchor}"), (at, 14.0), name);
        out = out.with(line(class, (*x, TOP - 8.0), (*x, bottom))).with(name);
    }
    out
}

/// Where the names of those lines stand: over them, on either side where two would overlap, and
/// never beyond the picture.
fn names(marked: &[(Date, &str, &str)], places: &[f64]) -> Vec<(&'static str, f64)> {
    let wide = |index: usize| marked.get(index).map_or(0.0, |(_, _, name)| width(name, SIZE));
    if let &[one, two] = places
        && two - one < 84.0
    {
        if two + 4.0 + wide(1) <= WIDTH {
            return vec![("end", one - 4.0), ("start", two + 4.0)];
        }
        return vec![("end", (one - 4.0).min(WIDTH - wide(1) - 8.0)), ("end", WIDTH)];
    }
    let over = |(index, x): (usize, &f64)| {
        if x + wide(index) / 2.0 > WIDTH { ("end", WIDTH) } else { ("middle", *x) }
    };
    places.iter().enumerate().map(over).collect()
}

fn bar(calendar: &Calendar, row: &Row, today: Date, names: &str, y: f64) -> Element {
    let middle = ROW / 2.0;
    let mut out = group_at(&format!("row {}", row.class), 0.0, y)
        .with(Element::new("title").text(&row.full))
        .with(Element::new("g").set("clip-path", names).with(text(
            "label name",
            (16.0, middle + 4.5),
            &fit(&row.name, SIZE, EDGE - 28.0),
        )));
    if let Some(mark) = row.mark {
        out = out.with(text(
            &format!("label sign {}", super::tone(Some(mark))),
            (0.0, middle + 4.5),
            mark.sign(),
        ));
    }
    if let Some((from, to)) = row.bar {
        let is_open = |day: Option<Date>| day.is_none_or(|day| !calendar.has(day));
        let (start, end) = (from.unwrap_or(calendar.first), to.unwrap_or(calendar.last));
        let (x1, x2) = (calendar.inside(start), calendar.inside(end).max(calendar.inside(start) + 4.0));
        let (high, low) = (middle - 6.0, middle + 6.0);
        let notch = if is_open(from) { 5.0 } else { 0.0 };
        let point = if is_open(to) { 7.0 } else { 0.0 };
        let shape = Path::through([
            (x1, high),
            (x2, high),
            (x2 + point, middle),
            (x2, low),
            (x1, low),
            (x1 + notch, middle),
        ]);
        out = out.with(shape.close().element("bar"));
    }
    if let Some(since) = row.late_since {
        let (x1, x2) = (calendar.inside(since), calendar.inside(today));
        out = out.with(line("late", (x1, middle), (x2, middle))).with(line(
            "late",
            (x2, middle - 5.0),
            (x2, middle + 5.0),
        ));
    }
    if let Some(note) = &row.note {
        out = out.with(text("label note", (EDGE + 6.0, middle + 4.5), &fit(note, SIZE, END - EDGE)));
    }
    for (day, class) in row.gates.iter().filter(|(day, _)| calendar.has(*day)) {
        out = out.with(diamond(&format!("gate {class}"), (calendar.at(*day), middle), 7.5));
    }
    out
}

/// How the pictures are read.
pub fn key() -> Element {
    let bar = |class: &str, right: f64| {
        let shape = [(1.0, 2.0), (right, 2.0), (27.0, 7.0), (right, 12.0), (1.0, 12.0)];
        group(&format!("row {class}")).with(Path::through(shape).close().element("bar"))
    };
    let late = bar("late", 27.0).with(line("late", (3.0, 7.0), (25.0, 7.0)));
    key_of(
        "key",
        [
            (bar("running", 27.0), "running"),
            (bar("spinning", 27.0), "spinning"),
            (bar("planned", 27.0), "to come"),
            (bar("done", 27.0), "over"),
            (bar("stalled", 27.0), "to look at"),
            (late, "late, or out of order"),
            (bar("running", 20.0), "goes on"),
            (diamond("gate open", (14.0, 7.0), 6.0), "gate reached"),
            (diamond("gate forecast", (14.0, 7.0), 6.0), "gate forecast"),
        ],
    )
}

fn says(report: &GapReport, calendar: &Calendar, sheet: &[Group]) -> String {
    let count =
        |count: usize, one: &str, many: &str| counted(i64::try_from(count).unwrap_or(i64::MAX), one, many);
    let mut said = vec![format!(
        "Bars from {} to {}, with a line for today, {}.",
        calendar.first, calendar.last, report.head.as_of
    )];
    for part in sheet {
        let late = part.rows.iter().filter(|row| row.late_since.is_some()).count();
        let late = if late > 0 { format!(", {late} late") } else { String::new() };
        let gates =
            part.rows.iter().flat_map(|row| row.gates.iter().map(move |(day, class)| (row, day, class)));
        let gates: Vec<String> =
            gates.map(|(row, day, class)| format!("the gate of {} is {class} {day}", row.name)).collect();
        let gates = if gates.is_empty() { String::new() } else { format!("; {}", gates.join(", ")) };
        said.push(format!("{}: {}{late}{gates}.", part.title, count(part.rows.len(), "bar", "bars")));
    }
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn names_of_days_stand_apart_and_inside_the_picture() {
        let marked = [(date(2027, 5, 20), "today", "today"), (date(2027, 7, 13), "review", "next review")];
        let apart = names(&marked, &[400.0, 600.0]);
        assert_eq!(apart, [("middle", 400.0), ("middle", 600.0)]);
        assert_eq!(names(&marked, &[400.0, 440.0]), [("end", 396.0), ("start", 444.0)]);
        assert_eq!(names(&marked, &[600.0, END]), [("middle", 600.0), ("end", WIDTH)]);
        let [("end", today), ("end", WIDTH)] = names(&marked, &[END - 20.0, END - 5.0])[..] else { panic!() };
        assert!(today < WIDTH - width("next review", SIZE), "{today}");
        assert_eq!(names(&marked[..1], &[END]), [("end", WIDTH)]);
    }
}
