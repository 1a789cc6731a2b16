//! Gears, campaigns and activities over time: one bar per row, grouped by purpose, by campaign and by pillar, with gates as
//! diamonds and a line for today.
//!
//! Rows have a fixed height, so a drawing grows with the strategy. What does not fit on a sheet of
//! paper continues in another drawing.

use jiff::ToSpan;
use jiff::civil::Date;
use minijinja::context;
use minijinja::value::Value;

use super::bars::part;
use super::scale::Calendar;
use super::svg::{
    Element, LEAN, circle, clip_path, clipped, diamond, group, group_at, line, picture, polygon, rect, text,
};
use super::text_fit::{fit, width};
use super::timeline_rows::{Group, Row, groups, state};
use super::{tone, workload};
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
            let part = part(index, sheets.len());
            (format!("Timeline{part}"), draw(report, calendar, sheet, index, &part))
        })
    });
    // The section's own table has only the activities that matter now.
    let activities = (!report.activities.is_empty())
        .then(|| Value::from_safe_string(html::of_table(&activities(report), "All activities")));
    let workload = workload::charts(report);
    context! { kind => "timeline", drawings => drawings.collect::<Value>(), activities, workload }
}

fn activities(report: &GapReport) -> Table {
    let activities = &report.activities;
    Table::new([
        column("activity", activities, |activity| name(activity.name.as_ref().unwrap_or(&activity.id))),
        column("state", activities, |activity| state(activity.when)),
        column("when", activities, layout::ahead::dates),
        column("pillar", activities, |activity| activity.pillar.to_string()),
        column("campaign", activities, |activity| {
            let campaign = report.campaign_of(activity);
            campaign.map(|campaign| name(campaign.name.as_ref().unwrap_or(&campaign.id)))
        }),
        column("gears", activities, |activity| activity.gears.join(", ")),
        column("owner", activities, |activity| {
            activity.owner.as_deref().map(|owner| name(report.name_of(owner)))
        }),
    ])
    .without_empty_columns()
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
            let part = Group { title: format!("{}{}", group.title, part(index, count)), rows: rows.to_vec() };
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
    let mut y = TOP;
    let mut rows = Vec::new();
    for group in sheet {
        rows.push(line("rule", (0.0, y + 1.0), (WIDTH, y + 1.0)));
        rows.push(text("label heading", (LEAN, y + ROW - 6.0), &fit(&group.title, FONT, WIDTH)));
        for row in &group.rows {
            y += ROW;
            rows.push(bar(calendar, row, report.head.as_of, &names, y));
        }
        y += ROW;
    }
    let marked = marked_days(report, calendar);
    picture(&id, (WIDTH, bottom + 4.0), &title, &description(report, calendar, sheet))
        .with([Element::new("defs").with([clip_path(&names, clip_area)])])
        .with([grid(report, calendar, &marked, bottom)])
        .with(rows)
        .with([marked_lines(&marked, bottom)])
}

/// Months or quarters, and the period.
fn grid(report: &GapReport, calendar: &Calendar, marked: &[Marked], bottom: f64) -> Element {
    let period = report.head.start.zip(report.head.end).map(|(start, end)| {
        let (from, to) = (calendar.clamped(start), calendar.clamped(end));
        rect("period", (from, TOP - 8.0), (to - from, bottom - TOP + 8.0))
    });
    // Up here the lines of marked days are behind the names of months; below they cover everything.
    let marked = marked.iter().map(|(x, class, _)| line(class, (*x, 19.0), (*x, TOP - 8.0)));
    let mut free = EDGE;
    let ticks = calendar.ticks().into_iter().flat_map(|tick| {
        let class = if tick.is_strong { "tick strong" } else { "tick" };
        let end = tick.x + width(&tick.name, 12.0);
        let has_room = tick.x >= free && end < WIDTH;
        free = if has_room { end + 8.0 } else { free };
        let name = has_room.then(|| text("label tick-name", (tick.x + 3.0, TOP - 13.0), &tick.name));
        [Some(line(class, (tick.x, TOP - 8.0), (tick.x, bottom))), name].into_iter().flatten()
    });
    group("grid").with(period).with(marked).with(ticks)
}

/// The coordinate of a day, with the class of its line and its name.
type Marked = (f64, &'static str, &'static str);

/// Today and the next review, the earlier first, if they are on the calendar.
fn marked_days(report: &GapReport, calendar: &Calendar) -> Vec<Marked> {
    let today = report.head.as_of;
    let review = report.head.next_review_in_days.map(|days| today.saturating_add(days.days()));
    let review = review.map(|review| (review, "review", "next review"));
    let marked = review.into_iter().chain([(today, "today", "today")]);
    let mut marked: Vec<_> = marked.filter(|(day, ..)| calendar.contains(*day)).collect();
    marked.sort_by_key(|(day, ..)| *day);
    marked.into_iter().map(|(day, class, name)| (calendar.at(day), class, name)).collect()
}

/// The lines of the marked days, over everything else, with their names above.
fn marked_lines(marked: &[Marked], bottom: f64) -> Element {
    let lines = marked.iter().zip(name_places(marked)).flat_map(|((x, class, name), (anchor, at))| {
        let line = line(class, (*x, TOP - 8.0), (*x, bottom));
        [line, text(&format!("label {class} {anchor}"), (at, 14.0), name)]
    });
    group("lines").with(lines)
}

/// The anchors and places of the names of marked days: over their lines, on either side if two would
/// overlap, and never outside of the drawing.
fn name_places(marked: &[Marked]) -> Vec<(&'static str, f64)> {
    if let [(first, ..), (second, _, name)] = marked
        && second - first < 84.0
    {
        let width = width(name, FONT);
        if second + 4.0 + width <= WIDTH {
            return vec![("end", first - 4.0), ("start", second + 4.0)];
        }
        return vec![("end", (first - 4.0).min(WIDTH - width - 8.0)), ("end", WIDTH)];
    }
    let centered = |(x, _, name): &Marked| {
        let is_cut = x + width(name, FONT) / 2.0 > WIDTH;
        if is_cut { ("end", WIDTH) } else { ("middle", *x) }
    };
    marked.iter().map(centered).collect()
}

fn bar(calendar: &Calendar, row: &Row, today: Date, names: &str, y: f64) -> Element {
    let middle = ROW / 2.0;
    let baseline = middle + 4.5;
    let name = text("label name", (16.0, baseline), &fit(&row.name, FONT, EDGE - 28.0));
    let sign =
        row.mark.map(|mark| text(&format!("label sign {}", tone(Some(mark))), (0.0, baseline), mark.sign()));
    let bar = row.bar.map(|(from, to)| {
        let is_open = |day: Option<Date>| day.is_none_or(|day| !calendar.contains(day));
        let left = calendar.clamped(from.unwrap_or(calendar.first));
        let right = calendar.clamped(to.unwrap_or(calendar.last)).max(left + 4.0);
        // One day is a point, however long the period is.
        if from.is_some() && from == to && !is_open(to) {
            return circle("bar", (left, middle), 6.0);
        }
        let (top, bottom) = (middle - 6.0, middle + 6.0);
        let notch = if is_open(from) { 5.0 } else { 0.0 };
        let point = if is_open(to) { 7.0 } else { 0.0 };
        let right_side = [(right, top), (right + point, middle), (right, bottom)];
        polygon(
            "bar",
            [(left, top)].into_iter().chain(right_side).chain([(left, bottom), (left + notch, middle)]),
        )
    });
    let late = row.late_since.map(|since| {
        let (from, to) = (calendar.clamped(since), calendar.clamped(today));
        [line("late", (from, middle), (to, middle)), line("late", (to, middle - 5.0), (to, middle + 5.0))]
    });
    let note = row.note.map(|note| text("label note", (EDGE + 6.0, baseline), &fit(note, FONT, END - EDGE)));
    let gate = row
        .gate
        .filter(|(day, _)| calendar.contains(*day))
        .map(|(day, class)| diamond(&format!("gate {class}"), (calendar.at(day), middle), 7.5));
    group_at(&format!("row {}", row.class), (0.0, y))
        .with([Element::new("title").text(&row.tooltip), clipped(names).with([name])])
        .with(sign.into_iter().chain(bar))
        .with(late.into_iter().flatten().chain(note).chain(gate))
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
        let bars = counted(group.rows.len(), "bar", "bars");
        sentences.push(format!("{}: {bars}{late}{gates}.", group.title));
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_marked_days_do_not_overlap_or_leave_the_drawing() {
        let places = |today, review| name_places(&[(today, "", "today"), (review, "", "next review")]);
        assert_eq!(places(400.0, 600.0), [("middle", 400.0), ("middle", 600.0)]);
        assert_eq!(places(400.0, 440.0), [("end", 396.0), ("start", 444.0)]);
        assert_eq!(places(600.0, END), [("middle", 600.0), ("end", WIDTH)]);
        let [("end", today), ("end", WIDTH)] = places(END - 20.0, END - 5.0)[..] else { panic!() };
        assert!(today < WIDTH - width("next review", FONT), "{today}");
        assert_eq!(name_places(&[(END, "", "today")]), [("end", WIDTH)]);
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
