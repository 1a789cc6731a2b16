use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::source::Location;
use crate::strategy::target::Change;
use crate::words::units::{counts_time, is_percent, is_rate, is_time};
use crate::words::{is_in, words};

/// In these, three decimals are nothing unusual.
const MEASURED: &str = "point points score scores star stars rating ratings grade grades mark marks note noten rank place \
    index ratio rate nps csat share quota average mean median k thousand thousands tsd million millions mio mn m billion \
    billions bn mrd km m² kg t ton tons tonnes gb tb mb liters litres kwh x factor multiple times engagement frequency \
    conversion ctr cvr roi roas romi cpc cpm cpl cpa cpv";

/// A KPI with one of these in its id or its name is a share, a mean or a price, whatever its unit.
const RATIOS: &str = "per ctr cvr roi roas romi cpc cpm cpl cpa cpv rate ratio share quota average mean median frequency \
    conversion";

pub static RULE: Rule = Rule::new("thousands-or-decimals", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("the point in a figure such as `1.250` can mean thousands")
    .checks("\
A figure with one to three digits, a point and three digits (`1.250`) is compared with the other figures of its KPI and
its gates. If one of them has decimals itself, such as 9.5, the point is no separator of thousands, and nothing is reported.

An amount of money has two decimals, and people, visits or leads a month have none, so such a figure is reported. Without a
unit, all figures of this form have to end with 0. Percentages, times, prices, means such as `likes/post`, thousands or
millions, and what is measured or graded can have three decimals, and so can a KPI whose id or name says that it is a rate
or a price (`cost-per-lead`): there, it is reported if all other figures are at least a
hundred times larger, and 1250 is at most ten times the largest. In a sum or a running total, readings are then compared
with readings, and planned figures with planned ones.")
    .words(&[("units that have decimals", MEASURED), ("rates and prices", RATIOS)])
    .why("\
In half of Europe `1.250` is one thousand two hundred and fifty. YAML reads one and a quarter, and the report calls it a
collapse. **Source**: YAML 1.2.")
    .example("\
kpis:
  visits:
    unit: visits/month
    target: 14000
-    readings: { 2027-01-31: 9800, 2027-02-28: 9.950 }
+    readings: { 2027-01-31: 9800, 2027-02-28: 9950 }")
    .fix("\
Write the figure without the point: `1250`. If decimals are meant, write one more or one less: `1.25`, or `1.1250` for
1.125.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let comparable = cx.strategy.kpis().flat_map(|(id, kpi)| {
        let mut planned = planned(cx, id, kpi);
        let mut read: Vec<Figure> =
            cx.readings.of(id.as_str()).iter().map(|one| (one.value.0, one.value_at)).collect();
        if kpi.counts() == Counts::Level {
            planned.append(&mut read);
        }
        [(id, kpi, planned), (id, kpi, read)]
    });
    let comparable: Vec<_> = comparable.filter(|(_, _, figures)| !figures.is_empty()).collect();
    let figures =
        comparable.iter().flat_map(|(id, kpi, all)| all.iter().map(move |figure| (id, kpi, all, *figure)));
    among(figures, "figures", "can mean thousands", |(id, kpi, all, (value, at))| {
        let thousands = thousands(value)?;
        let others = comparable.iter().filter(|(other, ..)| other == id);
        let others: Vec<&Figure> =
            others.flat_map(|(.., figures)| figures).filter(|one| is_clear(one)).collect();
        let is_whole = !others.iter().any(|(other, _)| other.scale() > 0);
        // There is no quarter of a visit, whatever the size of the other figures.
        let label = if is_whole && counts_ones(id, kpi, all) {
            match (others.first(), kpi.unit.place()) {
                (Some((_, at)), _) => Some((*at, "its other figures are whole numbers")),
                (None, unit) => unit.map(|unit| (unit.value.into(), "what it counts")),
            }
        } else {
            Some((much_larger(value, thousands, all)?, "its other figures are at least this large"))
        };
        let is_change =
            kpi.target.get().and_then(|target| target.change.span()).is_some_and(|span| at == span.into());
        let sign = if is_change && value > Decimal::ZERO { "+" } else { "" };
        let decimals = value.normalize();
        let decimals = if decimals.scale() == 3 { format!("{decimals}0") } else { decimals.to_string() };
        Some(
            RULE.at(at, format!("`{value}` in `{id}` can mean {} or {}", thousands, value.normalize()))
                .label(format!("{thousands} or {decimals}?"))
                .also_each(label)
                .note("in many countries a point separates thousands")
                .help(format!("write `{sign}{thousands}`, or `{sign}{decimals}` if the decimals are meant")),
        )
    })
}

type Figure = (Decimal, Location);

/// The planned figures of a KPI, the gates included.
fn planned(cx: &Context<'_>, id: &Id, kpi: &Kpi) -> Vec<Figure> {
    let gates = cx.analysis.gears().filter_map(|(.., says, _)| says.spinning_at.get()?.get(id.as_str()));
    let gates = gates.flat_map(|gate| [&gate.value, &gate.at_least, &gate.at_most]);
    let gates = gates.filter_map(|field| field.placed()).map(|(number, place)| (number.0, place));
    let change = kpi.target.get().and_then(|target| match target.change.placed()? {
        (Change::By(difference), place) => Some((*difference, place)),
        _ => None,
    });
    gates
        .chain(kpi.planned_figures())
        .chain(change)
        .map(|(number, place)| (number, place.value.into()))
        .collect()
}

/// What a figure is if its point separates thousands: 1250 for `1.250`.
fn thousands(value: Decimal) -> Option<Decimal> {
    let has_the_form = value.scale() == 3 && (1..1000).contains(&value.abs().trunc().try_into().unwrap_or(0));
    has_the_form.then(|| value.checked_mul(Decimal::ONE_THOUSAND)).flatten().map(|value| value.normalize())
}

/// True for a figure that does not have this form. One of 0 says nothing.
fn is_clear((figure, _): &Figure) -> bool {
    !figure.is_zero() && thousands(*figure).is_none()
}

/// True if the unit of a KPI counts one by one, such as people and visits, or is money, which has two decimals.
fn counts_ones(id: &Id, kpi: &Kpi, figures: &[Figure]) -> bool {
    let names = [Some(id.as_str()), kpi.name.get().map(String::as_str)];
    if names.into_iter().flatten().flat_map(words).any(|word| is_in(RATIOS, &word)) {
        return false;
    }
    let Some(unit) = kpi.unit.get() else {
        let ends_with_zero = |(figure, _): &Figure| figure.normalize().scale() < 3;
        return kpi.unit.is_absent() && figures.iter().all(ends_with_zero);
    };
    // What comes in within a time is counted like what comes in.
    let per_time = unit.split_once('/').filter(|(_, per)| is_time(per.trim()));
    let unit = per_time.map_or(unit.as_str(), |(counted, _)| counted);
    let said = words(unit);
    // A sign such as `×` counts nothing.
    let is_measured = said.is_empty() || said.iter().any(|word| is_in(MEASURED, word));
    !(is_rate(unit) || is_percent(unit) || counts_time(unit) || is_measured)
}

/// The smallest of the other figures, if they show that the point can separate thousands.
fn much_larger(value: Decimal, thousands: Decimal, all: &[Figure]) -> Option<Location> {
    let others: Vec<&Figure> = all.iter().filter(|figure| is_clear(figure)).collect();
    let (smallest, largest) = (
        others.iter().min_by_key(|(other, _)| other.abs())?,
        others.iter().max_by_key(|(other, _)| other.abs())?,
    );
    let is_far = value.abs().checked_mul(Decimal::ONE_HUNDRED)? <= smallest.0.abs();
    let is_near = thousands.abs() <= largest.0.abs().checked_mul(Decimal::TEN)?;
    let has_decimals = others.iter().any(|(other, _)| other.scale() > 0);
    (is_far && is_near && !has_decimals).then_some(smallest.1)
}
