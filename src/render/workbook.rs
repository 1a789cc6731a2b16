//! The tables of the gap report as a workbook (XLSX): figures are numbers, texts are never formulas, and the charts follow
//! the cells.

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Chart, ChartType, Color, ConditionalFormatFormula, DocProperties, ExcelDateTime, Format, Workbook,
    Worksheet, XlsxError,
};

use crate::analysis::kpi::{Judgment, Standing};
use crate::report::gaps::schedule::ActivityRow;
use crate::report::gaps::{GapReport, GoalGap};
use crate::report::gears::GearRow;
use crate::strategy::number::Number;
use crate::words::capitalized;

/// The most characters that a cell can hold.
const LONGEST: usize = 32_000;
/// Columns are not wider than this, in pixels.
const WIDEST: u32 = 420;

/// A workbook with a sheet each for KPIs, goals, gears, activities and money. A figure that no double-precision number
/// can hold is written as text.
///
/// # Errors
///
/// If a table is larger than a sheet can be.
pub fn write(report: &GapReport) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let as_of = excel_date(report.head.as_of);
    let mut properties = DocProperties::new().set_title(&report.head.name);
    if let Some(day) = &as_of {
        // The same report is the same file.
        properties = properties.set_creation_datetime(day);
    }
    workbook.set_properties(&properties);
    kpis(workbook.add_worksheet(), report)?;
    goals(workbook.add_worksheet(), report)?;
    gears(workbook.add_worksheet(), report)?;
    activities(workbook.add_worksheet(), report)?;
    money(workbook.add_worksheet(), report)?;
    workbook.save_to_buffer()
}

enum Cell {
    Text(String),
    Figure(Decimal),
    /// A ratio, shown in percent.
    Share(Decimal),
    Day(Date),
    Empty,
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
    fn texts(texts: &[String]) -> Self {
        Self::Text(texts.join(", "))
    }
    fn maybe(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }
    fn figure(figure: Option<Number>) -> Self {
        figure.map_or(Self::Empty, |figure| Self::Figure(figure.0))
    }
    fn share(share: Option<Number>) -> Self {
        share.map_or(Self::Empty, |share| Self::Share(share.0))
    }
    fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
    fn count(count: usize) -> Self {
        Self::Figure(Decimal::from(count))
    }
}

type Columns<'c, Row> = &'c [(&'c str, &'c dyn Fn(&Row) -> Cell)];

/// Writes a table from the first row on.
fn table<Row>(
    sheet: &mut Worksheet,
    name: &str,
    columns: Columns<'_, Row>,
    rows: &[Row],
) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap();
    let (share, date) = (Format::new().set_num_format("0%"), Format::new().set_num_format("yyyy-mm-dd"));
    sheet.set_name(name)?.set_freeze_panes(1, 1)?;
    for (column, (title, cell)) in (0..).zip(columns) {
        sheet.write_string_with_format(0, column, *title, &head)?;
        for (row, of) in (1..).zip(rows) {
            match cell(of) {
                Cell::Empty => {}
                Cell::Text(text) => {
                    sheet.write_string(row, column, short(text))?;
                }
                Cell::Figure(figure) => {
                    number(sheet, (row, column), figure, None)?;
                }
                Cell::Share(figure) => number(sheet, (row, column), figure, Some(&share))?,
                Cell::Day(day) => match excel_date(day) {
                    Some(excel) => {
                        sheet.write_datetime_with_format(row, column, &excel, &date)?;
                    }
                    None => {
                        sheet.write_string(row, column, day.to_string())?;
                    }
                },
            }
        }
    }
    sheet.set_autofit_max_width(WIDEST).autofit();
    Ok(())
}

fn number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    figure: Decimal,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    // A cell has about 15 digits.
    let exact = figure.to_f64().filter(|double| Decimal::try_from(*double).is_ok_and(|same| same == figure));
    let rounded = || figure.round_dp(9).to_f64().filter(|_| figure.abs() < Decimal::from(100_000));
    match (exact.or_else(rounded), format) {
        (Some(double), Some(format)) => sheet.write_number_with_format(row, column, double, format)?,
        (Some(double), None) => sheet.write_number(row, column, double)?,
        (None, _) => sheet.write_string(row, column, figure.to_string())?,
    };
    Ok(())
}

fn short(text: String) -> String {
    if text.chars().count() > LONGEST { text.chars().take(LONGEST).chain(['…']).collect() } else { text }
}

/// A day as Excel counts them; none before 1900.
fn excel_date(day: Date) -> Option<ExcelDateTime> {
    let part = |part: i8| u8::try_from(part).ok();
    ExcelDateTime::from_ymd(u16::try_from(day.year()).ok()?, part(day.month())?, part(day.day())?).ok()
}

fn kpis(sheet: &mut Worksheet, report: &GapReport) -> Result<(), XlsxError> {
    let columns: Columns<'_, Judgment> = &[
        ("KPI", &|kpi| Cell::text(kpi.name.as_ref().unwrap_or(&kpi.id))),
        ("Status", &|kpi| Cell::text(kpi.status.name().replace('-', " "))),
        ("Standing", &|kpi| Cell::text(standing(kpi.status.standing()))),
        ("Progress", &|kpi| Cell::share(kpi.progress)),
        ("Expected", &|kpi| Cell::share(kpi.expected)),
        ("Pace", &|kpi| Cell::figure(kpi.pace)),
        ("Unit", &|kpi| Cell::maybe(kpi.unit.as_deref())),
        ("Start", &|kpi| Cell::figure(kpi.start.and_then(|start| start.value))),
        ("Figure", &|kpi| Cell::figure(kpi.figure.map(|figure| figure.value))),
        ("Figure of", &|kpi| Cell::day(kpi.figure.map(|figure| figure.date))),
        ("Target", &|kpi| Cell::figure(kpi.target.and_then(|target| target.value))),
        ("At least", &|kpi| Cell::figure(kpi.target.and_then(|target| target.at_least))),
        ("At most", &|kpi| Cell::figure(kpi.target.and_then(|target| target.at_most))),
        ("Target by", &|kpi| Cell::day(kpi.target.and_then(|target| target.date))),
        ("Gap", &|kpi| Cell::figure(kpi.gap)),
        ("Gap to plan", &|kpi| Cell::figure(kpi.gap_to_plan)),
        ("Forecast", &|kpi| Cell::figure(kpi.forecast.on_target_day)),
        ("Owner", &|kpi| Cell::maybe(kpi.owner.as_deref().map(|owner| report.name_of(owner)))),
        ("Goals", &|kpi| Cell::texts(&kpi.goals)),
        ("Note", &|kpi| Cell::maybe(kpi.note.as_deref())),
    ];
    table(sheet, "KPIs", columns, &report.kpis)?;
    let last = last_row(&report.kpis);
    for (word, color) in [("good", 0x00C6_EFCE), ("watch", 0x00FF_EB9C), ("bad", 0x00FF_C7CE)] {
        let format = Format::new().set_background_color(Color::RGB(color));
        let rule =
            ConditionalFormatFormula::new().set_rule(format!("=$C2=\"{word}\"").as_str()).set_format(format);
        sheet.add_conditional_format(1, 1, last, 2, &rule)?;
    }
    if report.kpis.iter().any(|kpi| kpi.progress.is_some()) {
        let mut chart = Chart::new(ChartType::Bar);
        chart.title().set_name("Progress and what was expected by now");
        for column in [4, 3] {
            let series = chart.add_series();
            series.set_name(("KPIs", 0, column));
            series.set_categories(("KPIs", 1, 0, last, 0)).set_values(("KPIs", 1, column, last, column));
        }
        sheet.insert_chart(last + 2, 0, &chart)?;
    }
    Ok(())
}

fn goals(sheet: &mut Worksheet, report: &GapReport) -> Result<(), XlsxError> {
    let columns: Columns<'_, GoalGap> = &[
        ("Goal", &|goal| Cell::text(&goal.row.id)),
        ("Statement", &|goal| Cell::maybe(goal.row.statement.as_deref())),
        ("Owner", &|goal| Cell::maybe(goal.row.owner.as_deref().map(|owner| report.name_of(owner)))),
        ("Worst KPI", &|goal| {
            goal.worst.map_or(Cell::Empty, |worst| Cell::text(worst.name().replace('-', " ")))
        }),
        ("KPIs", &|goal| Cell::texts(&goal.row.kpis)),
        ("Activities", &|goal| Cell::count(goal.row.activities.iter().sum())),
    ];
    table(sheet, "Goals", columns, &report.goals)
}

fn gears(sheet: &mut Worksheet, report: &GapReport) -> Result<(), XlsxError> {
    let rows: Vec<(String, &GearRow)> = report
        .gear_sequences
        .iter()
        .flat_map(|sequence| sequence.gears.iter().map(|gear| (sequence.purpose.to_string(), gear)))
        .collect();
    let columns: Columns<'_, (String, &GearRow)> = &[
        ("Gear", &|(_, gear)| Cell::text(gear.gear.to_string())),
        ("Purpose", &|(purpose, _)| Cell::text(purpose)),
        ("Start", &|(_, gear)| Cell::day(gear.start_day)),
        ("State", &|(_, gear)| Cell::text(&gear.says)),
        ("KPI", &|(_, gear)| Cell::maybe(gear.watched.as_ref().map(|watched| watched.kpi.as_str()))),
        ("Figure", &|(_, gear)| Cell::figure(gear.watched.as_ref().and_then(|watched| watched.now))),
        ("Gate or target", &|(_, gear)| {
            Cell::figure(gear.watched.as_ref().and_then(|watched| watched.figure))
        }),
        ("Change a month", &|(_, gear)| {
            Cell::figure(gear.watched.as_ref().and_then(|watched| watched.change_per_month))
        }),
        ("Recent pace", &|(_, gear)| Cell::figure(gear.recent_pace)),
        ("Driven until", &|(_, gear)| Cell::day(gear.driven_until)),
        ("Driven by", &|(_, gear)| Cell::texts(&gear.driven_by)),
        ("Share of money", &|(_, gear)| Cell::share(gear.budget_share)),
    ];
    table(sheet, "Gears", columns, &rows)
}

fn activities(sheet: &mut Worksheet, report: &GapReport) -> Result<(), XlsxError> {
    let columns: Columns<'_, ActivityRow> = &[
        ("Activity", &|one| Cell::text(one.name.as_ref().unwrap_or(&one.id))),
        ("Pillar", &|one| Cell::text(one.pillar.to_string())),
        ("Campaign", &|one| {
            Cell::maybe(
                report.campaign_of(one).map(|campaign| campaign.name.as_deref().unwrap_or(&campaign.id)),
            )
        }),
        ("State", &|one| Cell::text(one.state.key())),
        ("Start", &|one| Cell::day(one.start_day)),
        ("End", &|one| Cell::day(one.end_day)),
        ("Owner", &|one| Cell::maybe(one.owner.as_deref().map(|owner| report.name_of(owner)))),
        ("With", &|one| {
            let with: Vec<String> = one.with.iter().map(|person| report.name_of(person).to_owned()).collect();
            Cell::texts(&with)
        }),
        ("Goals", &|one| Cell::texts(&one.goals)),
        ("Gears", &|one| Cell::texts(&one.gears)),
        ("Budget", &|one| Cell::figure(one.budget)),
        ("Spent", &|one| Cell::figure(one.spent)),
    ];
    table(sheet, "Activities", columns, &report.activities)
}

fn money(sheet: &mut Worksheet, report: &GapReport) -> Result<(), XlsxError> {
    let money = &report.money;
    let pillars =
        money.pillars.iter().map(|of| ("Pillar", capitalized(&of.pillar.to_string()), of.budget, of.spent));
    let pillars: Vec<_> = pillars.collect();
    let campaigns = money
        .campaigns
        .iter()
        .map(|of| ("Campaign", of.name.clone().unwrap_or_else(|| of.campaign.clone()), of.budget, of.spent));
    let gears =
        money.gears.iter().map(|of| ("Gear", format!("{}.{}", of.purpose, of.gear), of.budget, of.spent));
    let kinds = money.by_kind.iter().map(|of| ("Kind", of.kind.key().to_owned(), of.budget, of.spent));
    let rows: Vec<_> = pillars.iter().cloned().chain(campaigns).chain(gears).chain(kinds).collect();
    let amount = |name: &str| match &money.currency {
        Some(currency) => format!("{name} ({currency})"),
        None => name.to_owned(),
    };
    let (budget, spent) = (amount("Budget"), amount("Spent"));
    let columns: Columns<'_, (&str, String, Number, Number)> = &[
        ("Of", &|(what, ..)| Cell::text(*what)),
        ("Name", &|(_, name, ..)| Cell::text(name)),
        (&budget, &|(.., budget, _)| Cell::Figure(budget.0)),
        (&spent, &|(.., spent)| Cell::Figure(spent.0)),
    ];
    table(sheet, "Money", columns, &rows)?;
    if pillars.iter().any(|(.., budget, spent)| !budget.0.is_zero() || !spent.0.is_zero()) {
        let mut chart = Chart::new(ChartType::Column);
        chart.title().set_name("Money by pillar");
        let last = last_row(&pillars);
        for column in [2, 3] {
            let series = chart.add_series();
            series.set_name(("Money", 0, column));
            series.set_categories(("Money", 1, 1, last, 1)).set_values(("Money", 1, column, last, column));
        }
        sheet.insert_chart(1, 6, &chart)?;
    }
    Ok(())
}

fn last_row<T>(rows: &[T]) -> u32 {
    u32::try_from(rows.len().max(1)).unwrap_or(u32::MAX)
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Good => "good",
        Standing::Open => "open",
        Standing::Watch => "watch",
        Standing::Bad => "bad",
    }
}
