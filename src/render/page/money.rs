//! Money: budget and spending next to the progress they bought, and the stages of the funnel.

use minijinja::context;
use minijinja::value::Value;

use super::scale::{Scale, round_figures};
use super::svg::{Element, circle, diamond, group, group_at, key, line, picture, rect, text};
use super::text_fit::{fit, width};
use crate::report::gaps::GapReport;
use crate::report::gaps::money::MoneyTable;
use crate::strategy::number::Number;
use crate::words::capitalized;
use crate::words::figures::{money, percent};

const WIDTH: f64 = 960.0;
/// Where the bars begin, next to the names.
const BARS: f64 = 196.0;
/// Where the scale of percentages begins and ends.
const SHARES: (f64, f64) = (712.0, WIDTH - 24.0);
const ROW: f64 = 30.0;
const TOP: f64 = 46.0;
const FONT: f64 = 12.5;

/// The chart is none if the strategy mentions no money.
pub(super) fn money_figure(report: &GapReport) -> Value {
    let table = &report.money;
    let chart = (!table.is_silent()).then(|| chart(table));
    context! { kind => "money", chart, key => chart_key(), funnel => funnel(table) }
}

/// A pillar or a gear.
struct Row {
    name: String,
    budget: Number,
    spent: Number,
    progress: Option<Number>,
    /// Space above sets the pillars and the gears of each purpose apart.
    has_space_above: bool,
}

impl Row {
    fn used(&self) -> Option<f64> {
        self.spent.0.checked_div(self.budget.0).map(|used| Number(used).to_f64())
    }

    fn figures(&self, currency: Option<&str>) -> String {
        if self.budget.0.is_zero() && self.spent.0.is_zero() {
            return "no money".to_owned();
        }
        format!("{} of {}", money(self.spent.0, None), money(self.budget.0, currency))
    }
}

fn rows(table: &MoneyTable) -> Vec<Row> {
    let pillars = table.pillars.iter().map(|row| Row {
        name: capitalized(&row.pillar.to_string()),
        budget: row.budget,
        spent: row.spent,
        progress: row.progress,
        has_space_above: false,
    });
    let mut previous = None;
    let gears = table.gears.iter().map(|row| Row {
        name: format!("{} {}", capitalized(&row.purpose.to_string()), row.gear),
        budget: row.budget,
        spent: row.spent,
        progress: row.progress,
        has_space_above: previous.replace(row.purpose) != Some(row.purpose),
    });
    pillars.chain(gears).collect()
}

fn chart(table: &MoneyTable) -> Element {
    let currency = table.currency.as_deref();
    let rows = rows(table);
    let largest = rows.iter().flat_map(|row| [row.budget, row.spent]).max().unwrap_or_default().to_f64();
    // The longest bar leaves room for the longest figures.
    let figures = rows.iter().map(|row| width(&row.figures(currency), FONT)).fold(0.0, f64::max);
    let end = (SHARES.0 - 40.0 - figures).max(BARS + 160.0);
    let scale = Scale::new((0.0, if largest > 0.0 { largest } else { 1.0 }), (BARS, end));
    let mut y = TOP;
    let mut bars = Vec::new();
    for row in &rows {
        y += if row.has_space_above { 14.0 } else { 0.0 };
        bars.push(bar(row, &scale, currency, y));
        y += ROW;
    }
    let title = "Budget and spending by pillar and by gear";
    picture("money", (WIDTH, y + 8.0), title, &description(&rows, currency))
        .with(&axes(&scale, largest, y))
        .with_all(bars)
}

fn chart_key() -> Value {
    let budget = rect("budget", (1.0, 1.0), (26.0, 12.0));
    let spent = group("").with(&budget).with(&rect("spent", (1.0, 4.0), (16.0, 6.0)));
    key([
        (budget, "budget"),
        (spent, "spent so far"),
        (diamond("used", (14.0, 7.0), 5.5), "share of the budget spent"),
        (circle("progress", (14.0, 7.0), 5.0), "progress it bought"),
    ])
}

fn axes(scale: &Scale, largest: f64, bottom: f64) -> Element {
    let mut out = group("axes").with(&text("label heading", (BARS, 14.0), "budget and spent")).with(&text(
        "label heading",
        (SHARES.0, 14.0),
        "used and progress",
    ));
    let mut tick = |x: f64, name: &str| {
        out.add(&line("grid", (x, TOP - 8.0), (x, bottom)));
        out.add(&text("label middle", (x, TOP - 14.0), name));
    };
    let (figures, decimals) = round_figures((0.0, largest.max(1.0)), 4.0);
    for figure in figures {
        let name = format!("{figure:.decimals$}");
        tick(scale.at(figure), &name.parse().map_or(name, |figure| money(figure, None)));
    }
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        tick(Scale::new((0.0, 1.0), SHARES).at(share), &format!("{:.0} %", share * 100.0));
    }
    out
}

fn bar(row: &Row, scale: &Scale, currency: Option<&str>, y: f64) -> Element {
    let middle = ROW / 2.0;
    let class = if row.spent > row.budget { "row over" } else { "row" };
    let (budget, spent) = (scale.at(row.budget.to_f64()), scale.at(row.spent.to_f64()));
    let end = budget.max(spent);
    let figures = row.figures(currency);
    let figures = fit(&figures, FONT, SHARES.0 - end - 24.0);
    let mut out = group_at(class, (0.0, y))
        .with(&text("label name", (0.0, middle + 4.5), &fit(&row.name, 14.0, BARS - 12.0)))
        .with(&rect("budget", (BARS, middle - 9.0), (budget - BARS, 18.0)))
        .with(&rect("spent", (BARS, middle - 5.0), (spent - BARS, 10.0)))
        .with(&text("label figures", (end + 8.0, middle + 4.5), &figures));
    // Shares beyond 100 % are drawn at the end of the scale, with a label.
    let place = |share: f64| Scale::new((0.0, 1.0), SHARES).at(share.clamp(0.0, 1.04));
    let used = row.used().map(place);
    let progress = row.progress.map(|progress| place(progress.to_f64()));
    if let Some((used, progress)) = used.zip(progress) {
        out.add(&line("between", (used, middle), (progress, middle)));
    }
    if let Some(x) = used {
        out.add(&diamond("used", (x, middle), 7.0));
    }
    if let Some(used) = row.used().filter(|used| *used > 1.005) {
        let label = format!("{:.0} %", used * 100.0);
        out.add(&text("label figures end", (place(used) - 12.0, middle - 6.0), &fit(&label, FONT, 80.0)));
    }
    if let Some(x) = progress {
        out.add(&circle("progress", (x, middle), 5.5));
    }
    out
}

fn description(rows: &[Row], currency: Option<&str>) -> String {
    let rows = rows.iter().map(|row| {
        let (spent, budget) = (money(row.spent.0, None), money(row.budget.0, currency));
        let used = row.used().map(|used| format!(", {:.0} % used", used * 100.0)).unwrap_or_default();
        let over = if row.spent > row.budget { ", more than its budget" } else { "" };
        let progress = row.progress.map(|progress| format!(", progress {}", percent(progress.0)));
        format!("{}: {spent} of {budget} spent{used}{over}{}.", row.name, progress.unwrap_or_default())
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
    let bar = Element::new("svg")
        .class("inline-bar")
        .set("viewBox", "0 0 100 10")
        .set("preserveAspectRatio", "none")
        .set("aria-hidden", "true")
        .with(&rect("track", (0.0, 0.0), (100.0, 10.0)))
        .with(&rect("bar", (0.0, 0.0), (share * 100.0, 10.0)));
    context! { figure, is_empty => share <= 0.0, bar }
}
