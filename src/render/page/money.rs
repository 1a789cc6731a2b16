//! Money: what may be spent and has been, beside what it bought; and the stages of the funnel.

use super::element::Element;
use super::label::{fit, width};
use super::scale::{Scale, round_figures};
use super::svg::{circle, diamond, group, group_at, key, line, picture, rect, text};
use crate::render::outline::html;
use crate::report::gaps::GapReport;
use crate::report::gaps::money::MoneyTable;
use crate::strategy::number::Number;
use crate::words::capitalized;
use crate::words::figures::{money, percent};

const WIDTH: f64 = 960.0;
const NAMES: f64 = 196.0;
const BARS: f64 = NAMES;
const SHARES: (f64, f64) = (712.0, WIDTH - 24.0);
const ROW: f64 = 30.0;
const TOP: f64 = 46.0;
/// The size of the figures beside a bar.
const FIGURES: f64 = 12.5;

/// A pillar or a gear.
struct Row {
    name: String,
    budget: Number,
    spent: Number,
    progress: Option<Number>,
    is_first_of_part: bool,
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

    fn is_overspent(&self) -> bool {
        self.spent > self.budget
    }
}

fn rows(money: &MoneyTable) -> Vec<Row> {
    let pillars = money.pillars.iter().enumerate().map(|(index, row)| Row {
        name: capitalized(&row.pillar.to_string()),
        budget: row.budget,
        spent: row.spent,
        progress: row.progress,
        is_first_of_part: index == 0,
    });
    let mut before = None;
    let gears = money.gears.iter().map(|row| {
        let is_first_of_part = before != Some(row.purpose);
        before = Some(row.purpose);
        Row {
            name: format!("{} {}", capitalized(&row.purpose.to_string()), row.gear),
            budget: row.budget,
            spent: row.spent,
            progress: row.progress,
            is_first_of_part,
        }
    });
    pillars.chain(gears).collect()
}

/// Budget and spending by pillar and by gear; nothing where the strategy speaks of no money.
pub fn bars(report: &GapReport) -> String {
    let money = &report.money;
    if money.is_silent() {
        return String::new();
    }
    let currency = money.currency.as_deref();
    let rows = rows(money);
    let largest = rows.iter().flat_map(|row| [row.budget, row.spent]).max().unwrap_or_default().to_f64();
    // The longest bar leaves room for the longest figures.
    let figures = rows.iter().map(|row| width(&row.figures(currency), FIGURES)).fold(0.0, f64::max);
    let end = (SHARES.0 - 40.0 - figures).max(BARS + 160.0);
    let scale = Scale::new((0.0, if largest > 0.0 { largest } else { 1.0 }), (BARS, end));
    let mut y = TOP;
    let mut drawn = Vec::new();
    for row in &rows {
        if row.is_first_of_part && !drawn.is_empty() {
            y += 14.0;
        }
        drawn.push(bar(row, &scale, currency, y));
        y += ROW;
    }
    let drawing =
        picture("money", (WIDTH, y + 8.0), "Budget and spending by pillar and by gear", &says(&rows, money))
            .with(axes(&scale, largest, y))
            .with_all(drawn);
    Element::new("figure")
        .class("chart chart-money")
        .with(html::scroll("Budget and spending", &drawing.to_string()))
        .with(Element::new("figcaption").with(signs()).text("A circle ahead of its diamond is good news."))
        .to_string()
}

/// How the picture is read.
fn signs() -> Element {
    let budget = rect("budget", (1.0, 1.0), (26.0, 12.0));
    let spent = group("").with(budget.clone()).with(rect("spent", (1.0, 4.0), (16.0, 6.0)));
    key(
        "key",
        [
            (budget, "what may be spent"),
            (spent, "what has been spent"),
            (diamond("used", (14.0, 7.0), 5.5), "share of the money used"),
            (circle("progress", (14.0, 7.0), 5.0), "progress it bought"),
        ],
    )
}

fn axes(scale: &Scale, largest: f64, bottom: f64) -> Element {
    let mut out = group("axes").with(text("label heading", (BARS, 14.0), "budget and spent")).with(text(
        "label heading",
        (SHARES.0, 14.0),
        "used and progress",
    ));
    let (figures, decimals) = round_figures((0.0, largest.max(1.0)), 4.0);
    for figure in figures {
        let x = scale.at(figure);
        out = out.with(line("grid", (x, TOP - 8.0), (x, bottom)));
        let name = spaced(figure, decimals);
        out = out.with(text("label middle", (x, TOP - 14.0), &name));
    }
    let shares = Scale::new((0.0, 1.0), SHARES);
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let x = shares.at(share);
        out = out.with(line("grid", (x, TOP - 8.0), (x, bottom))).with(text(
            "label middle",
            (x, TOP - 14.0),
            &format!("{:.0} %", share * 100.0),
        ));
    }
    out
}

/// A round figure, thousands apart.
fn spaced(figure: f64, decimals: usize) -> String {
    let text = format!("{figure:.decimals$}");
    text.parse().map_or(text, |figure| money(figure, None))
}

fn bar(row: &Row, scale: &Scale, currency: Option<&str>, y: f64) -> Element {
    let middle = ROW / 2.0;
    let over = if row.is_overspent() { " over" } else { "" };
    let (budget, spent) = (scale.at(row.budget.to_f64()), scale.at(row.spent.to_f64()));
    let end = budget.max(spent);
    let mut out = group_at(&format!("row{over}"), 0.0, y)
        .with(text("label name", (0.0, middle + 4.5), &fit(&row.name, 14.0, NAMES - 12.0)))
        .with(rect("budget", (BARS, middle - 9.0), (budget - BARS, 18.0)))
        .with(rect("spent", (BARS, middle - 5.0), (spent - BARS, 10.0)))
        .with(text(
            "label figures",
            (end + 8.0, middle + 4.5),
            &fit(&row.figures(currency), FIGURES, SHARES.0 - end - 24.0),
        ));
    let shares = Scale::new((0.0, 1.0), SHARES);
    let place = |share: f64| shares.at(share.clamp(0.0, 1.04));
    let used = row.used().map(place);
    let progress = row.progress.map(|progress| place(progress.to_f64()));
    if let Some((used, progress)) = used.zip(progress) {
        out = out.with(line("between", (used, middle), (progress, middle)));
    }
    if let Some(x) = used {
        out = out.with(diamond("used", (x, middle), 7.0));
    }
    // Beyond the whole, the scale ends and the figure says how far.
    if let Some(used) = row.used().filter(|used| *used > 1.005) {
        let label = format!("{:.0} %", used * 100.0);
        out = out.with(text(
            "label figures end",
            (place(used) - 12.0, middle - 6.0),
            &fit(&label, FIGURES, 80.0),
        ));
    }
    if let Some(x) = progress {
        out = out.with(circle("progress", (x, middle), 5.5));
    }
    out
}

fn says(rows: &[Row], money_table: &MoneyTable) -> String {
    let currency = money_table.currency.as_deref();
    let rows = rows.iter().map(|row| {
        let used = row.used().map(|used| format!(", {:.0} % used", used * 100.0)).unwrap_or_default();
        let progress = row.progress.map(|progress| format!(", progress {}", percent(progress.0)));
        let over = if row.is_overspent() { ", more than its budget" } else { "" };
        format!(
            "{}: {} of {} spent{used}{over}{}.",
            row.name,
            money(row.spent.0, None),
            money(row.budget.0, currency),
            progress.unwrap_or_default()
        )
    });
    rows.collect::<Vec<_>>().join(" ")
}

/// The stages of the funnel, as a table with bars in it; nothing where no activity names one.
pub fn funnel(report: &GapReport) -> String {
    let stages = &report.money.funnel;
    let most = stages.iter().map(|stage| stage.activities).max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let budget = |stage: &crate::report::gaps::money::StageMoney| stage.budget.unwrap_or_default();
    let largest = stages.iter().map(budget).max().unwrap_or_default().to_f64();
    let has_money = largest > 0.0;
    let head = ["stage", "activities"].into_iter().chain(has_money.then_some("budget"));
    let head = head.map(|title| Element::new("th").set("scope", "col").text(title));
    let rows = stages.iter().map(|stage| {
        #[allow(clippy::cast_precision_loss)] // counts of activities
        let share = stage.activities as f64 / most as f64;
        let mut row = Element::new("tr")
            .with(Element::new("th").set("scope", "row").text(&capitalized(stage.stage.key())))
            .with(barred(&stage.activities.to_string(), share));
        if has_money {
            let budget = budget(stage);
            let amount = money(budget.0, report.money.currency.as_deref());
            row = row.with(barred(&amount, budget.to_f64() / largest));
        }
        row
    });
    let table = Element::new("table")
        .class("funnel")
        .with(Element::new("thead").with(Element::new("tr").with_all(head)))
        .with(Element::new("tbody").with_all(rows));
    Element::new("figure")
        .class("chart chart-funnel")
        .with(Element::new("figcaption").text("Where activities meet people: the stages of the funnel."))
        .with(html::scroll("Stages of the funnel", &table.to_string()))
        .to_string()
}

/// A figure with a bar behind it.
fn barred(figure: &str, share: f64) -> Element {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let bar = Element::new("svg")
        .class("inline-bar")
        .set("viewBox", "0 0 100 10")
        .set("preserveAspectRatio", "none")
        .set("aria-hidden", "true")
        .with(rect("track", (0.0, 0.0), (100.0, 10.0)))
        .with(rect("bar", (0.0, 0.0), (share * 100.0, 10.0)));
    let class = if share > 0.0 { "figure" } else { "figure none" };
    Element::new("td").class(class).with(Element::new("span").with(html::escape(figure))).with(bar)
}
