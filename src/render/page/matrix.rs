//! What meets what, as tables: the darker a cell, the more there is in it. The number stands in
//! each, so nothing is said by the shade alone.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::element::Element;
use crate::render::outline::html;
use crate::report::gaps::GapReport;
use crate::report::gaps::schedule::When;
use crate::strategy::gear::GearKind;
use crate::strategy::pillar::PillarKind;
use crate::words::figures::money;
use crate::words::text::{Text, name, text};
use crate::words::{capitalized, counted};

/// How many shades there are beside none.
const SHADES: usize = 4;

/// A cell: how many, and what they may cost.
struct Cell {
    count: usize,
    money: Option<String>,
}

/// A row: its name, what else there is to say of it, and its cells; none where it is left out.
struct Row {
    name: Text,
    note: Option<Text>,
    cells: Vec<Cell>,
}

/// Goals by pillar: how many activities of each pillar serve each goal.
pub fn goals(report: &GapReport) -> String {
    let rows = report.goals.iter().map(|goal| Row {
        name: name(&goal.row.id),
        note: None,
        cells: goal.row.activities.iter().map(|count| Cell { count: *count, money: None }).collect(),
    });
    let rows: Vec<Row> = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    let columns = PillarKind::ALL.map(|pillar| pillar.to_string());
    table("Which pillars serve which goal", "goal", &columns, &rows)
}

/// Pillars by gear: how many activities of each pillar turn each gear, and their share of the money.
pub fn coverage(report: &GapReport) -> String {
    let budgets = budgets(report);
    let currency = report.money.currency.as_deref();
    let rows = report.coverage.iter().map(|row| Row {
        name: capitalized(&row.pillar.to_string()).into(),
        note: match (&row.not_now, row.is_declared, row.is_expected) {
            (Some(reason), ..) => Some(text("left out: ") + name(reason)),
            (None, false, true) => Some("not in the strategy".into()),
            (None, false, false) => Some("not asked for by support alone".into()),
            (None, true, _) => match row.activities {
                0 => Some("no activity".into()),
                count => Some(counted(count, "activity", "activities").into()),
            },
        },
        cells: GearKind::ALL
            .iter()
            .zip(row.gears)
            .map(|(gear, count)| {
                let budget = budgets.get(&(row.pillar, *gear)).filter(|budget| !budget.is_zero());
                Cell { count, money: budget.map(|budget| money(*budget, currency)) }
            })
            .collect(),
    });
    let rows: Vec<Row> = rows.collect();
    let columns = GearKind::ALL.map(|gear| gear.to_string());
    table("Which pillars turn which gear", "pillar", &columns, &rows)
}

/// What the activities of a pillar that turn a gear may cost, split equally over the gears of each.
fn budgets(report: &GapReport) -> IndexMap<(PillarKind, GearKind), Decimal> {
    let mut budgets: IndexMap<(PillarKind, GearKind), Decimal> = IndexMap::new();
    for activity in report.activities.iter().filter(|activity| activity.when != When::Dropped) {
        let Some(budget) = activity.budget else { continue };
        let share = budget.0.checked_div(Decimal::from(activity.gears.len().max(1))).unwrap_or_default();
        for gear in GearKind::ALL {
            let turned = activity.gears.iter().filter(|name| name.ends_with(&format!(".{gear}"))).count();
            if turned > 0 {
                let sum = budgets.entry((activity.pillar, gear)).or_default();
                *sum = sum.saturating_add(share.saturating_mul(Decimal::from(turned)));
            }
        }
    }
    budgets
}

fn table(title: &str, corner: &str, columns: &[String], rows: &[Row]) -> String {
    let most = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.count).max().unwrap_or(0);
    let head = columns.iter().map(|column| Element::new("th").set("scope", "col").text(column));
    let head = Element::new("tr").with(Element::new("th").set("scope", "col").text(corner)).with_all(head);
    let body = rows.iter().map(|row| {
        let name = Element::new("th").set("scope", "row").with(html::prose(row.name.clone()));
        let name = match &row.note {
            Some(note) => name.with(Element::new("span").class("note").with(html::prose(note.clone()))),
            None => name,
        };
        Element::new("tr").with(name).with_all(row.cells.iter().map(|cell| of_cell(cell, most)))
    });
    let table = Element::new("table")
        .class("matrix")
        .with(Element::new("thead").with(head))
        .with(Element::new("tbody").with_all(body));
    let caption = format!("{title}: the number of activities; an empty place is a gap.");
    Element::new("figure")
        .class("chart chart-matrix")
        .with(Element::new("figcaption").text(&caption))
        .with(html::scroll(title, &table.to_string()))
        .to_string()
}

fn of_cell(cell: &Cell, most: usize) -> Element {
    let shade = (cell.count * SHADES).div_ceil(most.max(SHADES));
    let out = Element::new("td").class(&format!("shade-{shade}")).text(&cell.count.to_string());
    match &cell.money {
        Some(money) => out.with(Element::new("span").class("note").text(money)),
        None => out,
    }
}
