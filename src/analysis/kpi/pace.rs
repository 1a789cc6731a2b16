//! How far a KPI has come toward its target, and how far it should be.

use rust_decimal::Decimal;

use super::aim::Reaching;
use super::path::Path;
use crate::analysis::forecast::{Direction, Point};
use crate::analysis::fraction::Fraction;
use crate::strategy::target::Bound;

/// In the KPI's unit, or as a ratio; see [`Judgment`](super::Judgment).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pace {
    pub(super) planned: Option<Decimal>,
    pub(super) progress: Option<Decimal>,
    pub(super) expected: Option<Decimal>,
    pub(super) pace: Option<Decimal>,
    pub(super) gap: Option<Decimal>,
    pub(super) gap_to_plan: Option<Decimal>,
}

impl Pace {
    pub(super) fn of(reaching: &Reaching, start: Decimal, figure: Point, path: Option<&Path>) -> Self {
        let (day, figure) = figure;
        // Inside a range there is nothing left to reach.
        let inside =
            reaching.bound.filter(|bound| matches!(bound, Bound::Between(..)) && bound.includes(figure));
        let given = figure;
        let figure = inside.map_or(figure, |_| reaching.value);
        let span = reaching.value.checked_sub(start);
        let come = figure.checked_sub(start);
        let mut pace = Self {
            progress: come.zip(span).and_then(|(come, span)| come.checked_div(span)),
            gap: match inside {
                Some(range) => range.margin(given).map(|margin| -margin),
                None => reaching.direction.missing(figure, reaching.value),
            },
            ..Self::default()
        };
        match (path, span, come) {
            // Too much of it is neither progress nor ahead of the plan.
            _ if reaching.is_overshot_by(figure) => {
                let margin = reaching.bound.and_then(|bound| bound.margin(figure));
                pace = Self { gap: margin.map(|margin| -margin), ..Self::default() };
                pace.planned = path.and_then(|path| path.planned(day)?.value());
            }
            (Some(path), ..) if path.is_seasonal => {
                pace.progress = None;
                pace.against_season(path, reaching.direction, day, figure);
            }
            (Some(path), Some(span), Some(come)) => {
                pace.against(path, reaching.direction, day, figure, (start, span, come));
            }
            _ => (),
        }
        pace
    }

    /// Of a sum with a limit: what was planned to be used up of it by then, and how much more there is.
    pub(super) fn toward_limit(figure: Point, path: &Path) -> Self {
        let planned = path.planned(figure.0).and_then(Fraction::value);
        let gap_to_plan = planned.and_then(|planned| figure.1.checked_sub(planned));
        Self { planned, gap_to_plan, ..Self::default() }
    }

    /// 1 − gap to plan / plan, which is figure / plan if more is better.
    fn against_season(
        &mut self,
        path: &Path,
        direction: Direction,
        day: jiff::civil::Date,
        figure: Decimal,
    ) -> Option<()> {
        let planned = path.planned(day)?;
        self.planned = planned.value();
        self.gap_to_plan = direction.missing(figure, self.planned?);
        let behind = direction.missing(Decimal::ZERO, planned.over_beyond(figure)?)?;
        let is_planned = planned.over > Decimal::ZERO;
        self.pace = is_planned.then(|| planned.over.checked_sub(behind)?.checked_div(planned.over)).flatten();
        Some(())
    }

    fn against(
        &mut self,
        path: &Path,
        direction: Direction,
        day: jiff::civil::Date,
        figure: Decimal,
        (start, span, come): (Decimal, Decimal, Decimal),
    ) -> Option<()> {
        let planned = path.planned(day)?;
        self.planned = planned.value();
        self.gap_to_plan = direction.missing(figure, self.planned?);
        // (planned − start) × under
        let rise = planned.over_beyond(start)?;
        let whole = span.checked_mul(planned.under)?;
        self.expected = rise.checked_div(whole);
        self.pace = if path.turns_back {
            // 1 − gap to plan / |target − start|, over one denominator
            let behind = direction.missing(Decimal::ZERO, planned.over_beyond(figure)?)?;
            whole.abs().checked_sub(behind)?.checked_div(whole.abs())
        } else {
            let is_expected = self.expected.is_some_and(|expected| expected > Decimal::ZERO);
            is_expected.then(|| come.checked_mul(planned.under)?.checked_div(rise)).flatten()
        };
        Some(())
    }
}
