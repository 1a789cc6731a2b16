//! Figures and dates outside of the strategy: in a readings file and on the command line, everything is read
//! that has one meaning.

use crate::decode::offers::{
    in_another_unit, in_minutes, likely_by_size, measured, one_of, read_next_to, with_plus,
};
use crate::decode::value::ValueError;
use crate::strategy::Strategy;
use crate::strategy::date::CoarseDate;
use crate::strategy::kpi::{Counts, Kpi};
use crate::strategy::number::Number;
use crate::words::currency::Mark;
use crate::words::neighbors::Neighbors;
use crate::words::spelling::{Spelled, are_opposite, spelled};
use crate::words::unit::{Agreement, is_money, is_scaled, of_kpi};

/// A figure that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) value: Number,
    /// The unit that it has and that its KPI does not say: `percent`.
    pub(crate) unsaid: Option<String>,
}

/// Reads a figure of a KPI next to others. Where those have or can have a comma for decimals, a point before three digits
/// can separate thousands, and a comma before three zeros decimals.
pub(crate) fn figure(
    text: &str,
    strategy: &Strategy,
    kpi: &Kpi,
    neighbors: &Neighbors,
) -> Result<Figure, ValueError> {
    if let Some(Spelled::Either(one, other)) = read_next_to(text, neighbors)
        && one.is_scaled == other.is_scaled
        && !are_opposite(&one, &other)
        && (neighbors.decimal_commas || Number::parse(text).is_err())
    {
        return Err(one_of(&one, &other));
    }
    if let Some(error) = measured(text) {
        return Err(error);
    }
    // What came in since the reading before is a change.
    if kpi.counts() != Counts::Sum
        && !neighbors.is_below_zero()
        && let Some(error) = with_plus(text)
    {
        return Err(error);
    }
    let value = |value| Ok(Figure { value: Number(value), unsaid: None });
    let refuse = |help: String| Err(ValueError::new("a number", help));
    let error = match Number::parse(text) {
        Ok(number) => return value(number.0),
        Err(error) => error,
    };
    let unit = kpi.unit.get().map(String::as_str);
    let plan = strategy.budget.get().and_then(|budget| budget.currency.get()).map(|code| code.0.as_str());
    match spelled(text) {
        Some(Spelled::Figure(figure)) if figure.is_certain => {
            let Some(mark) = &figure.mark else {
                return match unit.filter(|unit| figure.is_scaled && is_scaled(unit)) {
                    Some(unit) => {
                        refuse(format!("the unit of this KPI is `{unit}`: write the figure in that unit"))
                    }
                    None => value(figure.value),
                };
            };
            match of_kpi(mark, unit, plan) {
                Agreement::Said => value(figure.value),
                Agreement::Missing(unit) => Ok(Figure { value: Number(figure.value), unsaid: Some(unit) }),
                Agreement::Conflict(why) if *mark != Mark::Percent && unit.is_none_or(is_money) => {
                    refuse(format!("{why}: convert it, and keep what is written here in its note"))
                }
                Agreement::Conflict(why) => refuse(format!("{why}: write the figure in that unit")),
                Agreement::Which { sign, such_as } => refuse(format!(
                    "`{sign}` is the sign of several currencies: name yours at the KPI, such as `unit: {such_as}`, or write `{}`",
                    figure.value
                )),
            }
        }
        Some(Spelled::Either(one, other))
            if one.is_scaled != other.is_scaled
                && let Some(unit) = unit.filter(|unit| is_scaled(unit)) =>
        {
            refuse(format!("the unit of this KPI is `{unit}`: write the figure in that unit"))
        }
        Some(Spelled::Either(one, other))
            if one.is_scaled != other.is_scaled
                && let Some(error) = unit.and_then(|unit| in_minutes(other.value, unit)) =>
        {
            Err(error)
        }
        // In an amount of money, an `m` is a million, and parentheses are a minus sign.
        Some(Spelled::Either(one, other))
            if (one.is_scaled != other.is_scaled || are_opposite(&one, &other))
                && unit.is_some_and(is_money) =>
        {
            value(one.value)
        }
        _ => Err(match unit {
            Some(unit) if spelled(text).is_none() => in_another_unit(text, unit).unwrap_or(error),
            _ => error,
        }),
    }
}

/// Which of two figures the size of the others makes likely, in words.
pub(crate) fn likely(text: &str, neighbors: &Neighbors) -> Option<String> {
    match read_next_to(text, neighbors) {
        Some(Spelled::Either(one, other)) => likely_by_size((&one, &other), neighbors).map(|(_, why)| why),
        _ => None,
    }
}

/// Reads a date.
pub(crate) fn date(text: &str, strategy: &Strategy) -> Result<CoarseDate, ValueError> {
    let fiscal_year = strategy.fiscal_year();
    CoarseDate::parse_in(text, fiscal_year).or_else(|error| match &error.instead {
        Some(date) => CoarseDate::parse_in(date, fiscal_year).map_err(|_| error),
        None => Err(CoarseDate::without_year(text, strategy.period(), fiscal_year).unwrap_or(error)),
    })
}
