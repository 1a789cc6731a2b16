//! Amounts of money as messages write them.

use rust_decimal::Decimal;

use crate::rules::Context;

/// `38000 EUR` or `9500.50 EUR`; without the currency where the budget names none.
pub(super) fn amount(cx: &Context<'_>, amount: Decimal) -> String {
    let mut amount = amount.normalize();
    if amount.scale() == 1 {
        amount.rescale(2);
    }
    let currency = cx.strategy.budget.get().and_then(|budget| budget.currency.get());
    match currency {
        Some(currency) => format!("{amount} {}", currency.code()),
        None => amount.to_string(),
    }
}
