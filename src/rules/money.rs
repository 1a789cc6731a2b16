//! Amounts of money as messages write them.

use rust_decimal::Decimal;

use crate::rules::Context;
use crate::strategy::number::Number;

/// `38000 EUR`, or `38000` where the budget names no currency.
pub(super) fn amount(cx: &Context<'_>, amount: Decimal) -> String {
    let currency = cx.strategy.budget.get().and_then(|budget| budget.currency.get());
    match currency {
        Some(currency) => format!("{} {}", Number(amount), currency.code()),
        None => Number(amount).to_string(),
    }
}
