#![allow(clippy::unwrap_used)]

mod examples;
mod properties;

use super::*;
use crate::source::Source;
use crate::strategy::document::Document;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A decimal as a report would round it.
fn rounded(figure: Option<Decimal>) -> String {
    figure.map_or("none".into(), |figure| figure.round_dp(4).normalize().to_string())
}

/// The figures of a KPI written in YAML, the strategy's period being 2027 or absent.
fn judged_in(period: Option<Days>, kpi: &str, today: &str) -> Progress {
    let text = format!("stratplan: 1\nstrategy: {{ name: x }}\nkpis:\n  it: {kpi}\n");
    let document = Document::read(Source::new("x.yaml", text), |_| Err("none".into()));
    let kpi = document.strategy.kpi("it").unwrap();
    judge(kpi, document.readings.of("it"), period, date(today), &Thresholds::default())
}

fn year() -> Days {
    Days { start: date("2027-01-01"), end: date("2027-12-31") }
}

fn judged(kpi: &str, today: &str) -> Progress {
    judged_in(Some(year()), kpi, today)
}
