//! Money: budget and spending next to the progress they bought, and the stages of the funnel.

use minijinja::context;
use minijinja::value::Value;

use super::bars::{BARS, FONT, ROW, WIDTH, bar_charts};
use super::money_kinds;
use super::numbers::money;
use super::scale::{Scale, round_figures};
use super::svg::{Element, LEAN, circle, diamond, group, group_at, line, number, picture, rect, text};
use super::text_fit::{fit, width};
use crate::render::layout::ahead::{MoneyOf, MoneyRow, money_rows};
use crate::report::gaps::GapReport;
use crate::report::gaps::money::MoneyTable;
use crate::strategy::number::Number;
use crate::words::capitalized;
use crate::words::figures::percent;

/// Where the scale of percentages begins and ends.
const SHARES: (f64, f64) = (712.0, WIDTH - 24.0);
const TOP: f64 = 46.0;

/// The chart is none if the strategy mentions no money.
pub(super) fn money_figure(report: &GapReport) -> Value {
    let table = &report.money;
    let charts = (!table.is_silent()).then(|| charts(table));
    context! { kind => "money", charts, by_kind => money_kinds::charts(table), funnel => funnel(table) }
}

/// The name of a row: a word of the format with a capital letter, or as the author wrote it.
pub(super) fn label(row: &MoneyRow) -> String {
    let name = row.name.to_string();
    if row.kind == MoneyOf::Campaign { name } else { capitalized(&name.replace('.', " ")) }
}

fn used(row: &MoneyRow) -> Option<f64> {
    row.used().map(Number::to_f64)
}

fn amounts(row: &MoneyRow, currency: Option<&str>) -> String {
    if row.budget.0.is_zero() && row.spent.0.is_zero() {
        return "no money".to_owned();
    }
    format!("{} of {}", money(row.spent.0, None), money(row.budget.0, currency))
}

fn charts(table: &MoneyTable) -> Value {
    let currency = table.currency.as_deref();
    let rows: Vec<MoneyRow> = money_rows(table).collect();
    let largest = rows.iter().flat_map(|row| [row.budget, row.spent]).max().unwrap_or_default().to_f64();
    // The longest bar leaves room for the longest amounts.
    let widest = rows.iter().map(|row| width(&amounts(row, currency), FONT)).fold(0.0, f64::max);
    let end = (SHARES.0 - 40.0 - widest).max(BARS + 160.0);
    let scale = Scale { figures: (0.0, if largest > 0.0 { largest } else { 1.0 }), ends: (BARS, end) };
    let title = if table.campaigns.is_empty() {
        "Budget and spending by pillar and by gear"
    } else {
        "Budget and spending by pillar, by campaign and by gear"
    };
    bar_charts("Budget and spending", &rows, |rows, index, part| {
        let (bars, bottom) = bars(rows, &scale, currency);
        let id = format!("money-{}", index + 1);
        picture(&id, (WIDTH, bottom + 8.0), &format!("{title}{part}"), &description(rows, currency))
            .with([axes(&scale, largest, bottom)])
            .with(bars)
    })
}

/// A bar for each row, and where the last one ends.
fn bars(rows: &[MoneyRow], scale: &Scale, currency: Option<&str>) -> (Vec<Element>, f64) {
    let mut y = TOP;
    let mut bars = Vec::new();
    // Space above sets the pillars, the campaigns and the gears of each purpose apart.
    for of_kind in rows.chunk_by(|row, next| row.kind == next.kind) {
        for row in of_kind {
            bars.push(bar(row, scale, currency, y));
            y += ROW;
        }
        y += 14.0;
    }
    (bars, y - 14.0)
}

fn axes(scale: &Scale, largest: f64, bottom: f64) -> Element {
    let (figures, decimals) = round_figures((0.0, largest.max(1.0)), 4.0);
    let amounts = figures.into_iter().map(|figure| {
        let name = format!("{figure:.decimals$}");
        (scale.at(figure), name.parse().map_or(name, |figure| money(figure, None)))
    });
    let shares =
        [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (share_at(share), format!("{:.0} %", share * 100.0)));
    let ticks = amounts.chain(shares).flat_map(|(x, name)| {
        [line("grid", (x, TOP - 8.0), (x, bottom)), text("label middle", (x, TOP - 14.0), &name)]
    });
    let headings = [(BARS, "budget and spent"), (SHARES.0, "used and progress")];
    group("axes").with(headings.map(|(x, heading)| text("label heading", (x, 14.0), heading))).with(ticks)
}

/// Where a share is drawn: beyond 100 % at the end of the scale.
fn share_at(share: f64) -> f64 {
    Scale { figures: (0.0, 1.0), ends: SHARES }.at(share.clamp(0.0, 1.04))
}

fn bar(row: &MoneyRow, scale: &Scale, currency: Option<&str>, y: f64) -> Element {
    let middle = ROW / 2.0;
    let class = if row.spent > row.budget { "row over" } else { "row" };
    let (budget, spent) = (scale.at(row.budget.to_f64()), scale.at(row.spent.to_f64()));
    let end = budget.max(spent);
    let amounts = amounts(row, currency);
    let used_at = used(row).map(share_at);
    let progress_at = row.progress.map(|progress| share_at(progress.to_f64()));
    let between = used_at.zip(progress_at);
    let over = used(row).filter(|used| *used > 1.005).map(|used| {
        let label = format!("{:.0} %", used * 100.0);
        text("label figures end", (share_at(used) - 12.0, middle - 6.0), &fit(&label, FONT, 80.0))
    });
    group_at(class, (0.0, y))
        .with([
            text("label name", (LEAN, middle + 4.5), &fit(&label(row), 14.0, BARS - 12.0)),
            rect("budget", (BARS, middle - 9.0), (budget - BARS, 18.0)),
            rect("spent", (BARS, middle - 5.0), (spent - BARS, 10.0)),
            text("label figures", (end + 8.0, middle + 4.5), &fit(&amounts, FONT, SHARES.0 - end - 24.0)),
        ])
        .with(between.map(|(used, progress)| line("between", (used, middle), (progress, middle))))
        .with(used_at.map(|x| diamond("used", (x, middle), 7.0)))
        .with(over)
        .with(progress_at.map(|x| circle("progress", (x, middle), 5.5)))
}

fn description(rows: &[MoneyRow], currency: Option<&str>) -> String {
    let rows = rows.iter().map(|row| {
        let (spent, budget) = (money(row.spent.0, None), money(row.budget.0, currency));
        let used = used(row).map(|used| format!(", {:.0} % used", used * 100.0)).unwrap_or_default();
        let over = if row.spent > row.budget { ", more than its budget" } else { "" };
        let progress = row.progress.map(|progress| format!(", progress {}", percent(progress.0)));
        format!("{}: {spent} of {budget} spent{used}{over}{}.", label(row), progress.unwrap_or_default())
    });
    rows.collect::<Vec<_>>().join(" ")
}

/// The stages of the funnel with bars of their activities and their budget; none if no activity names a
/// stage.
fn funnel(table: &MoneyTable) -> Option<Value> {
    let most = table.funnel.iter().map(|stage| stage.activities).max().filter(|most| *most > 0)?;
    let largest = table.funnel.iter().filter_map(|stage| stage.budget).max().unwrap_or_default().to_f64();
    let has_budget = largest > 0.0;
    let stages = table.funnel.iter().map(|stage| {
        #[allow(clippy::cast_precision_loss)] // counts of activities
        let share = stage.activities as f64 / most as f64;
        let activities = funnel_cell(stage.activities.to_string(), share);
        let budget = stage.budget.unwrap_or_default();
        let amount = money(budget.0, table.currency.as_deref());
        let budget = has_budget.then(|| funnel_cell(amount, budget.to_f64() / largest));
        (capitalized(stage.stage.key()), [activities].into_iter().chain(budget).collect::<Value>())
    });
    Some(context! { has_budget, stages => stages.collect::<Value>() })
}

fn funnel_cell(figure: String, share: f64) -> Value {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    context! { figure, is_empty => share <= 0.0, percent => number(share * 100.0) }
}
