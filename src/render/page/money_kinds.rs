//! What budgets are for: one stacked bar for all of them, each pillar and each campaign.

use minijinja::value::Value;
use rust_decimal::Decimal;

use super::bars::{BARS, FONT, ROW, WIDTH, bar_charts};
use super::money::label;
use super::numbers::money;
use super::scale::Scale;
use super::svg::{Element, LEAN, group_at, picture, rect, text};
use super::text_fit::{fit, width};
use crate::render::layout::ahead::{MoneyOf, MoneyRow, money_rows, without_kind};
use crate::report::gaps::money::{KindMoney, MoneyTable};
use crate::strategy::number::Number;

const TOP: f64 = 34.0;
const NO_KIND: &str = "uncategorized";

/// A part of a bar: its class, its name and its amount.
type Part = (&'static str, &'static str, Decimal);

/// The name of a row, its budget and the parts of it.
type Row = (String, Number, Vec<Part>);

/// None if no budget says what it is for.
pub(super) fn charts(table: &MoneyTable) -> Option<Value> {
    let all = parts(table.budget, &table.by_kind);
    if table.by_kind.iter().all(|of| of.budget.0.is_zero()) {
        return None;
    }
    let rows = money_rows(table).filter(|row| !matches!(row.kind, MoneyOf::Gear(_)));
    let rows = rows.filter(|row| !row.budget.0.is_zero()).map(|row: MoneyRow| {
        let parts = parts(row.budget, &row.by_kind);
        (label(&row), row.budget, parts)
    });
    let rows: Vec<Row> = std::iter::once(("All".to_owned(), table.budget, all.clone())).chain(rows).collect();
    let currency = table.currency.as_deref();
    let amount = |budget: Number| money(budget.0, currency);
    let widest = rows.iter().map(|(_, budget, _)| width(&amount(*budget), FONT)).fold(0.0, f64::max);
    let scale = Scale { figures: (0.0, table.budget.to_f64().max(1.0)), ends: (BARS, WIDTH - widest - 24.0) };
    Some(bar_charts("Budgets by kind", &rows, |rows, index, part| {
        let id = format!("money-kinds-{}", index + 1);
        let title = format!("Budgets by kind of cost{part}");
        draw(rows, &scale, currency, (&id, &title)).with(key(&all))
    }))
}

fn draw(rows: &[Row], scale: &Scale, currency: Option<&str>, (id, title): (&str, &str)) -> Element {
    let amount = |budget: Number| money(budget.0, currency);
    let mut y = TOP;
    let mut bars = Vec::new();
    for (name, budget, parts) in rows {
        bars.push(bar(name, &amount(*budget), parts, scale, y));
        y += ROW;
    }
    let sentences = rows.iter().map(|(name, budget, parts)| {
        let parts = parts.iter().map(|(_, name, part)| format!("{name} {}", money(*part, currency)));
        format!("{name}: {}, of which {}.", amount(*budget), parts.collect::<Vec<_>>().join(", "))
    });
    let description = sentences.collect::<Vec<_>>().join(" ");
    picture(id, (WIDTH, y + 8.0), title, &description).with(bars)
}

/// The parts of a budget by kind, and the rest.
fn parts(budget: Number, by_kind: &[KindMoney]) -> Vec<Part> {
    let kinds = by_kind.iter().map(|of| {
        let name = of.kind.key();
        let class = match name {
            "paid" => "kind-paid",
            "production" => "kind-production",
            "creators" => "kind-creators",
            "agency" => "kind-agency",
            "tools" => "kind-tools",
            _ => "kind-other",
        };
        (class, name, of.budget.0)
    });
    let rest = without_kind(budget, by_kind).map(|rest| ("kind-none", NO_KIND, rest));
    kinds.filter(|(.., part)| *part > Decimal::ZERO).chain(rest).collect()
}

/// The kinds with their colors, above the bars.
fn key(parts: &[Part]) -> Vec<Element> {
    let mut x = BARS;
    let mut key = Vec::new();
    for (class, name, _) in parts {
        key.push(rect(class, (x, 4.0), (14.0, 14.0)));
        key.push(text("key-name", (x + 20.0, 15.5), name));
        x += 20.0 + width(name, FONT) + 22.0;
    }
    key
}

fn bar(name: &str, amount: &str, parts: &[Part], scale: &Scale, y: f64) -> Element {
    let middle = ROW / 2.0;
    let mut sum = 0.0;
    let mut end = BARS;
    let mut rects = Vec::new();
    for (class, name, part) in parts {
        sum += Number(*part).to_f64();
        let next = scale.at(sum);
        let tooltip = Element::new("title").text(&format!("{name}: {}", money(*part, None)));
        rects.push(rect(class, (end, middle - 9.0), (next - end, 18.0)).with([tooltip]));
        end = next;
    }
    group_at("row", (0.0, y))
        .with([text("label name", (LEAN, middle + 4.5), &fit(name, 14.0, BARS - 12.0))])
        .with(rects)
        .with([text("figures", (end + 8.0, middle + 4.5), amount)])
}
