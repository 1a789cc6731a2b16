//! Gears and activities over time: one bar per row, grouped by purpose and by pillar, with gates as
//! diamonds and a line for today.
//!
//! Rows have a fixed height, so a drawing grows with the strategy. What does not fit on a sheet of
//! paper continues in another drawing.

use jiff::ToSpan;
use jiff::civil::Date;
use minijinja::context;
use minijinja::value::Value;

use super::scale::Calendar;
use super::svg::{
    Element, Path, clip_path, clipped, diamond, group, group_at, key, line, picture, rect, text,
};
use super::text_fit::{fit, width};
use super::timeline_rows::{Group, Row, groups, state};
use super::tone;
use crate::render::layout;
use crate::render::outline::{Table, column, html};
use crate::report::gaps::GapReport;
use crate::words::counted;
use crate::words::text::name;

const WIDTH: f64 = 960.0;
/// Where names end and days begin.
const EDGE: f64 = 290.0;
/// Where days end; the rest is room for arrows.
const END: f64 = WIDTH - 14.0;
const ROW: f64 = 22.0;
const TOP: f64 = 48.0;
const FONT: f64 = 13.0;
/// The number of rows that fit on a sheet of paper.
const MAX_ROWS: usize = 44;

pub(super) fn timeline(report: &GapReport) -> Value {
    let groups = groups(report);
    let sheets = sheets(&groups);
    let calendar = calendar(report, &groups);
    let drawings = calendar.iter().flat_map(|calendar| {
        sheets.iter().enumerate().map(|(index, sheet)| {
            let part = match sheets.len() {
                1 => String::new(),
                count => format!(", {} of {count}", index + 1),
            };
            (format!("Timeline{part}"), draw(report, calendar, sheet, index, &part))
        })
    });
    // The section's own table has only the activities that matter now.
    let activities = (!report.activities.is_empty())
        .then(|| Value::from_safe_string(html::of_table(&activities(report), "All activities")));
    context! { kind => "timeline", drawings => drawings.collect::<Value>(), key => timeline_key(), activities }
}

fn activities(report: &GapReport) -> Table {
    let activities = &report.activities;
    Table::new([
        column("activity", activities, |activity| name(activity.name.as_ref().unwrap_or(&activity.id))),
        column("state", activities, |activity| state(activity.when)),
        column("when", activities, layout::ahead::dates),
        column("pillar", activities, |activity| activity.pillar.to_string()),
        column("gears", activities, |activity| activity.gears.join(", ")),
        column("owner", activities, |activity| {
            activity.owner.as_deref().map(|owner| name(report.name_of(owner)))
        }),
    ])
}

/// The days that are shown: the period and a little around it, so that one distant date does not
/// squeeze the rest. None without rows.
fn calendar(report: &GapReport, groups: &[Group]) -> Option<Calendar> {
    let rows = groups.iter().flat_map(|group| &group.rows);
    rows.clone().next()?;
    let days: Vec<Date> = rows.flat_map(Row::days).collect();
    let (first, last) = (days.iter().copied().min(), days.iter().copied().max());
    let before = |day: Date, days: i32| day.saturating_sub(days.days());
    let after = |day: Date, days: i32| day.saturating_add(days.days());
    let (start, end) = report.head.start.zip(report.head.end).unwrap_or_else(|| {
        let today = report.head.as_of;
        let near = |day: Option<Date>| day.unwrap_or(today).clamp(before(today, 365), after(today, 730));
        (near(first).min(today), near(last).max(after(today, 30)))
    });
    let first = first.map_or(start, |first| first.clamp(before(start, 62), start));
    let last = last.map_or(end, |last| last.clamp(end, after(end, 62)));
    Some(Calendar::new((first, last), (EDGE, END)))
}

/// Distributes groups over sheets: as many on one as fit, and a group that is too long on several.
fn sheets(groups: &[Group]) -> Vec<Vec<Group>> {
    let mut sheets: Vec<Vec<Group>> = Vec::new();
    let mut used = MAX_ROWS;
    for group in groups {
        let chunks = group.rows.chunks(MAX_ROWS - 1);
        let count = chunks.len();
        for (index, rows) in chunks.enumerate() {
            let part = if count > 1 { format!(", {} of {count}", index + 1) } else { String::new() };
            let part = Group { title: format!("{}{part}", group.title), rows: rows.to_vec() };
            let needed = rows.len() + 1;
            used += needed;
            match sheets.last_mut() {
                Some(sheet) if used <= MAX_ROWS => sheet.push(part),
                _ => {
                    sheets.push(vec![part]);
                    used = needed;
                }
            }
        }
    }
    sheets
}

fn draw(report: &GapReport, calendar: &Calendar, sheet: &[Group], index: usize, part: &str) -> Element {
    let rows: usize = sheet.iter().map(|group| group.rows.len() + 1).sum();
    #[allow(clippy::cast_precision_loss)] // a sheet has few rows
    let bottom = TOP + rows as f64 * ROW + 6.0;
    let id = format!("timeline-{}", index + 1);
    let names = format!("{id}-names");
    // In any font, a name does not run into the bars.
    let clip_area = rect("", (0.0, 0.0), (EDGE - 6.0, ROW));
    let title = format!("Gears and activities in time{part}");
    let mut drawing = picture(&id, (WIDTH, bottom + 4.0), &title, &description(report, calendar, sheet))
        .with(&Element::new("defs").with(&clip_path(&names, &clip_area)))
        .with(&grid(report, calendar, bottom));
    let mut y = TOP;
    for group in sheet {
        drawing.add(&line("rule", (0.0, y + 1.0), (WIDTH, y + 1.0)));
        drawing.add(&text("label heading", (0.0, y + ROW - 6.0), &group.title));
        y += ROW;
        for row in &group.rows {
            drawing.add(&bar(calendar, row, report.head.as_of, &names, y));
            y += ROW;
        }
    }
    drawing.with(&marked_lines(report, calendar, bottom))
}

/// Months or quarters, and the period.
fn grid(report: &GapReport, calendar: &Calendar, bottom: f64) -> Element {
    let mut out = group("grid");
    if let Some((start, end)) = report.head.start.zip(report.head.end) {
        let (from, to) = (calendar.clamped(start), calendar.clamped(end));
        out.add(&rect("period", (from, TOP - 8.0), (to - from, bottom - TOP + 8.0)));
    }
    // Up here the lines of marked days are behind the names of months; below they cover everything.
    for (day, class, _) in marked_days(report, calendar) {
        out.add(&line(class, (calendar.at(day), 19.0), (calendar.at(day), TOP - 8.0)));
    }
    let mut free = EDGE;
    for tick in calendar.ticks() {
        let class = if tick.is_strong { "tick strong" } else { "tick" };
        out.add(&line(class, (tick.x, TOP - 8.0), (tick.x, bottom)));
        let end = tick.x + width(&tick.name, 12.0);
        if tick.x >= free && end < WIDTH {
            out.add(&text("label tick-name", (tick.x + 3.0, TOP - 13.0), &tick.name));
            free = end + 8.0;
        }
    }
    out
}

/// A day with the class of its line and its name.
type MarkedDay = (Date, &'static str, &'static str);

/// Today and the next review, the earlier first, if they are on the calendar.
fn marked_days(report: &GapReport, calendar: &Calendar) -> Vec<MarkedDay> {
    let today = report.head.as_of;
    let review = report.head.next_review_in_days.map(|days| today.saturating_add(days.days()));
    let review = review.map(|review| (review, "review", "next review"));
    let marked = review.into_iter().chain([(today, "today", "today")]);
    let mut marked: Vec<_> = marked.filter(|(day, ..)| calendar.contains(*day)).collect();
    marked.sort_by_key(|(day, ..)| *day);
    marked
}

/// The lines of the marked days, over everything else, with their names above.
fn marked_lines(report: &GapReport, calendar: &Calendar, bottom: f64) -> Element {
    let marked = marked_days(report, calendar);
    let places: Vec<f64> = marked.iter().map(|(day, ..)| calendar.at(*day)).collect();
    let mut out = group("lines");
    for (((_, class, name), x), (anchor, at)) in marked.iter().zip(&places).zip(name_places(&marked, &places))
    {
        out.add(&line(class, (*x, TOP - 8.0), (*x, bottom)));
        out.add(&text(&format!("label {class} {anchor}"), (at, 14.0), name));
    }
    out
}

/// The anchors and places of the names of marked days: over their lines, on either side if two would
/// overlap, and never outside of the drawing.
fn name_places(marked: &[MarkedDay], places: &[f64]) -> Vec<(&'static str, f64)> {
    let widths: Vec<f64> = marked.iter().map(|(_, _, name)| width(name, FONT)).collect();
    if let (&[first, second], &[_, width]) = (places, widths.as_slice())
        && second - first < 84.0
    {
        if second + 4.0 + width <= WIDTH {
            return vec![("end", first - 4.0), ("start", second + 4.0)];
        }
        return vec![("end", (first - 4.0).min(WIDTH - width - 8.0)), ("end", WIDTH)];
    }
    let centered =
        |(x, width): (&f64, &f64)| if x + width / 2.0 > WIDTH { ("end", WIDTH) } else { ("middle", *x) };
    places.iter().zip(&widths).map(centered).collect()
}

fn bar(calendar: &Calendar, row: &Row, today: Date, names: &str, y: f64) -> Element {
    let middle = ROW / 2.0;
    let baseline = middle + 4.5;
    let name = text("label name", (16.0, baseline), &fit(&row.name, FONT, EDGE - 28.0));
    let mut out = group_at(&format!("row {}", row.class), (0.0, y))
        .with(&Element::new("title").text(&row.tooltip))
        .with(&clipped(names).with(&name));
    if let Some(mark) = row.mark {
        out.add(&text(&format!("label sign {}", tone(Some(mark))), (0.0, baseline), mark.sign()));
    }
    if let Some((from, to)) = row.bar {
        let is_open = |day: Option<Date>| day.is_none_or(|day| !calendar.contains(day));
        let left = calendar.clamped(from.unwrap_or(calendar.first));
        let right = calendar.clamped(to.unwrap_or(calendar.last)).max(left + 4.0);
        let (top, bottom) = (middle - 6.0, middle + 6.0);
        let notch = if is_open(from) { 5.0 } else { 0.0 };
        let point = if is_open(to) { 7.0 } else { 0.0 };
        let right_side = [(right, top), (right + point, middle), (right, bottom)];
        let outline =
            [(left, top)].into_iter().chain(right_side).chain([(left, bottom), (left + notch, middle)]);
        out.add(&Path::through(outline).close().element("bar"));
    }
    if let Some(since) = row.late_since {
        let (from, to) = (calendar.clamped(since), calendar.clamped(today));
        out.add(&line("late", (from, middle), (to, middle)));
        out.add(&line("late", (to, middle - 5.0), (to, middle + 5.0)));
    }
    if let Some(note) = row.note {
        out.add(&text("label note", (EDGE + 6.0, baseline), &fit(note, FONT, END - EDGE)));
    }
    if let Some((day, class)) = row.gate.filter(|(day, _)| calendar.contains(*day)) {
        out.add(&diamond(&format!("gate {class}"), (calendar.at(day), middle), 7.5));
    }
    out
}

fn timeline_key() -> Value {
    let bar = |class: &str, right: f64| {
        let outline = [(1.0, 2.0), (right, 2.0), (27.0, 7.0), (right, 12.0), (1.0, 12.0)];
        group(&format!("row {class}")).with(&Path::through(outline).close().element("bar"))
    };
    key([
        (bar("running", 27.0), "running"),
        (bar("spinning", 27.0), "spinning"),
        (bar("planned", 27.0), "to come"),
        (bar("done", 27.0), "over"),
        (bar("stalled", 27.0), "to look at"),
        (bar("late", 27.0).with(&line("late", (3.0, 7.0), (25.0, 7.0))), "late, or out of order"),
        (bar("running", 20.0), "goes on"),
        (diamond("gate open", (14.0, 7.0), 6.0), "gate reached"),
        (diamond("gate forecast", (14.0, 7.0), 6.0), "gate forecast"),
    ])
}

fn description(report: &GapReport, calendar: &Calendar, sheet: &[Group]) -> String {
    let (first, last, today) = (calendar.first, calendar.last, report.head.as_of);
    let mut sentences = vec![format!("Bars from {first} to {last}, with a line for today, {today}.")];
    for group in sheet {
        let late = group.rows.iter().filter(|row| row.late_since.is_some()).count();
        let late = if late > 0 { format!(", {late} late") } else { String::new() };
        let gates = group.rows.iter().filter_map(|row| Some((&row.name, row.gate?)));
        let gates = gates.map(|(name, (day, class))| format!("the gate of {name} is {class} {day}"));
        let gates: Vec<String> = gates.collect();
        let gates = if gates.is_empty() { String::new() } else { format!("; {}", gates.join(", ")) };
        sentences.push(format!(
            "{}: {}{late}{gates}.",
            group.title,
            counted(group.rows.len(), "bar", "bars")
        ));
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn names_of_marked_days_do_not_overlap_or_leave_the_drawing() {
        let marked = [(date(2027, 5, 20), "today", "today"), (date(2027, 7, 13), "review", "next review")];
        assert_eq!(name_places(&marked, &[400.0, 600.0]), [("middle", 400.0), ("middle", 600.0)]);
        assert_eq!(name_places(&marked, &[400.0, 440.0]), [("end", 396.0), ("start", 444.0)]);
        assert_eq!(name_places(&marked, &[600.0, END]), [("middle", 600.0), ("end", WIDTH)]);
        let [("end", today), ("end", WIDTH)] = name_places(&marked, &[END - 20.0, END - 5.0])[..] else {
            panic!()
        };
        assert!(today < WIDTH - width("next review", FONT), "{today}");
        assert_eq!(name_places(&marked[..1], &[END]), [("end", WIDTH)]);
    }

    #[test]
    fn every_row_is_on_a_sheet_that_fits_on_paper() {
        let group = |rows| Group { title: "Support".to_owned(), rows: vec![Row::default(); rows] };
        for rows in [vec![1], vec![20, 22], vec![20, 23], vec![43], vec![44, 1], vec![3, 400, 4]] {
            let groups: Vec<Group> = rows.iter().map(|rows| group(*rows)).collect();
            let sheets = sheets(&groups);
            let size = |sheet: &Vec<Group>| sheet.iter().map(|group| group.rows.len() + 1).sum::<usize>();
            assert!(sheets.iter().all(|sheet| (2..=MAX_ROWS).contains(&size(sheet))), "{rows:?}");
            let drawn: usize = sheets.iter().flatten().map(|group| group.rows.len()).sum();
            assert_eq!(drawn, rows.iter().sum::<usize>());
        }
    }
}
