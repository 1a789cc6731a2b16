//! Figures as a page shows them. The pages are in English.

use rust_decimal::Decimal;

use crate::words::figures;
pub(super) use crate::words::figures::in_english;

/// See [`figures::plain`].
pub(super) fn plain(figure: Decimal) -> String {
    in_english(&figures::plain(figure))
}

/// See [`figures::computed`].
pub(super) fn computed(figure: Decimal) -> String {
    in_english(&figures::computed(figure))
}

/// See [`figures::money`].
pub(super) fn money(amount: Decimal, currency: Option<&str>) -> String {
    in_english(&figures::money(amount, currency))
}
