//! An exact ratio. It is divided only to be shown, so that a figure exactly at a threshold is not rounded
//! below it.

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// `over / under`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    pub over: Decimal,
    /// Above 0.
    pub under: Decimal,
}

impl Fraction {
    pub fn whole(value: Decimal) -> Self {
        Self { over: value, under: Decimal::ONE }
    }

    /// `None` if `under` is 0.
    pub fn new(over: Decimal, under: Decimal) -> Option<Self> {
        match under.cmp(&Decimal::ZERO) {
            Ordering::Greater => Some(Self { over, under }),
            Ordering::Equal => None,
            Ordering::Less => Some(Self { over: -over, under: -under }),
        }
    }

    /// Rounded to a decimal; `None` if it is too large for one.
    pub fn value(self) -> Option<Decimal> {
        self.over.checked_div(self.under)
    }

    /// (this − value) × [`under`](Self::under).
    pub fn over_beyond(self, value: Decimal) -> Option<Decimal> {
        self.over.checked_sub(value.checked_mul(self.under)?)
    }

    pub fn minus(self, other: Self) -> Option<Self> {
        let (this, that) = (self.over.checked_mul(other.under)?, other.over.checked_mul(self.under)?);
        Some(Self { over: this.checked_sub(that)?, under: self.under.checked_mul(other.under)? })
    }

    pub fn times(self, factor: Decimal) -> Option<Self> {
        Some(Self { over: self.over.checked_mul(factor)?, under: self.under })
    }

    /// Which is larger. Too large to be multiplied, they are compared as they are rounded.
    pub fn compare(self, other: Self) -> Ordering {
        let exact = || Some(self.over.checked_mul(other.under)?.cmp(&other.over.checked_mul(self.under)?));
        exact().unwrap_or_else(|| self.value().cmp(&other.value()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_is_half_of_two_thirds() {
        let ratio = |over: i64, under: i64| Fraction::new(over.into(), under.into());
        let (third, two_thirds) = (ratio(1, 3), ratio(-2, -3));
        let half = two_thirds.and_then(|ratio| ratio.times(Decimal::new(5, 1)));
        assert_eq!(third.zip(half).map(|(one, other)| one.compare(other)), Some(Ordering::Equal));
        let left = two_thirds.zip(third).and_then(|(one, other)| one.minus(other)?.value());
        assert_eq!(left, third.and_then(Fraction::value));
        assert_eq!(ratio(1, 0), None);
        let (large, larger) = (Fraction::whole(Decimal::MAX), ratio(-1, 3));
        assert_eq!(larger.map(|ratio| large.compare(ratio)), Some(Ordering::Greater));
    }
}
