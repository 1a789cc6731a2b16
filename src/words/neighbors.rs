//! What the other figures of a KPI say about one that can be read in two ways.

use std::collections::HashMap;

use rust_decimal::Decimal;

/// The figures of KPIs that are in another file.
#[derive(Debug, Default)]
pub struct Elsewhere {
    /// Whether one of them has a comma for decimals, or can have one.
    pub decimal_commas: bool,
    /// The figures of each KPI that have one meaning.
    pub by_kpi: HashMap<String, Vec<Decimal>>,
}

/// The figures next to one.
#[derive(Debug, Clone, Default)]
pub struct Neighbors {
    /// Whether one of them has a comma for decimals, or can have one.
    pub decimal_commas: bool,
    /// The lowest of those that are not the target.
    pub lowest: Option<Decimal>,
    /// Whether one of them has thousands after a point, as nobody writes three zeros for decimals: `45.000`.
    pub has_thousands: bool,
    /// How large they are, the smallest first. A figure of 0 has no size.
    sizes: Vec<Decimal>,
}

impl Neighbors {
    pub fn new(decimal_commas: bool, figures: impl IntoIterator<Item = Decimal>) -> Self {
        Self::of_kpi(decimal_commas, figures, [])
    }

    /// The figures of a KPI apart from its target, and those of the target.
    pub fn of_kpi(
        decimal_commas: bool,
        figures: impl IntoIterator<Item = Decimal>,
        target: impl IntoIterator<Item = Decimal>,
    ) -> Self {
        let mut sizes: Vec<Decimal> = figures.into_iter().collect();
        let lowest = sizes.iter().min().copied();
        sizes.extend(target);
        let has_thousands = sizes.iter().any(|size| can_mean_thousands(*size) && size.fract().is_zero());
        sizes.retain(|size| !can_mean_thousands(*size));
        for figure in &mut sizes {
            *figure = figure.abs();
        }
        sizes.retain(|size| !size.is_zero());
        sizes.sort_unstable();
        sizes.dedup();
        Self { decimal_commas, lowest, has_thousands, sizes }
    }

    /// True if the KPI can be below 0, so that a plus sign says no more than that this figure is not.
    pub fn is_below_zero(&self) -> bool {
        self.lowest.is_some_and(|lowest| lowest < Decimal::ZERO)
    }

    /// Which of two figures has the size of the others, if only one does: at most ten times more or less than one of
    /// them.
    pub fn near(&self, one: Decimal, other: Decimal) -> Option<Decimal> {
        match (self.is_near(one), self.is_near(other)) {
            (true, false) => Some(one),
            (false, true) => Some(other),
            _ => None,
        }
    }

    /// The same if that is enough to decide: what starts low can have a high target, so the lower one needs another
    /// figure with decimals.
    pub fn likely(&self, one: Decimal, other: Decimal) -> Option<Decimal> {
        let likely = self.near(one, other)?;
        let is_lower = likely.abs() < one.abs().max(other.abs());
        let has_decimals = self.sizes.iter().any(|size| !size.fract().is_zero());
        (!is_lower || has_decimals).then_some(likely)
    }

    fn is_near(&self, figure: Decimal) -> bool {
        let times_ten = |size: Decimal| size.checked_mul(Decimal::TEN).unwrap_or(size);
        let size = figure.abs();
        let at = self.sizes.partition_point(|known| times_ten(*known) < size);
        self.sizes.get(at).is_some_and(|known| *known <= times_ten(size))
    }
}

/// True for `1.320`, which says nothing about the size of `2.000`.
pub fn can_mean_thousands(figure: Decimal) -> bool {
    figure.scale() == 3 && figure.abs() >= Decimal::ONE && figure.abs() < Decimal::ONE_THOUSAND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_figures_decide_if_only_one_reading_has_their_size() {
        let likely = |known: &[i64]| {
            let known = known.iter().map(|figure| Decimal::from(*figure));
            Neighbors::new(false, known).likely(Decimal::from(4000), Decimal::from(4))
        };
        let (thousands, decimals) = (Some(Decimal::from(4000)), Some(Decimal::from(4)));
        // Whole figures do not say that a target is not much higher.
        assert_eq!(likely(&[5]), None);
        assert_eq!(likely(&[-40, 0]), None);
        let known = [Decimal::new(52, 1)];
        assert_eq!(Neighbors::new(false, known).likely(Decimal::from(4000), Decimal::from(4)), decimals);
        assert_eq!(likely(&[400, 900]), thousands);
        assert_eq!(likely(&[40_000]), thousands);
        for neither in [&[][..], &[0], &[41, 399], &[4, 3900], &[40_001]] {
            assert_eq!(likely(neither), None, "{neither:?}");
        }
    }
}
