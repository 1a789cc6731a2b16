use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::source::Location;

pub static RULE: Rule = Rule::new("thousands-or-decimals", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a figure such as `1.250` is next to much larger ones, so the point can mean thousands")
    .checks("\
A figure with one to three digits, a point and three digits (`1.250`) is compared with the other figures of its KPI and
its gates. It is reported if all of them are at least a hundred times larger, and 1250 is at most ten times the largest.
If one of them has decimals itself, such as 9.5, the point is no separator of thousands, and nothing is reported. In a
sum or a running total, readings are compared with readings, and planned figures with planned ones.")
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
        [(id, planned), (id, read)]
    });
    let comparable: Vec<_> = comparable.collect();
    let figures = comparable.iter().flat_map(|(id, all)| all.iter().map(move |figure| (id, all, *figure)));
    among(figures, "figures", "can mean thousands", |(id, all, (value, at))| {
        let thousands = thousands(value)?;
        let smallest = much_larger(value, thousands, all)?;
        let decimals = value.normalize();
        let decimals = if decimals.scale() == 3 { format!("{decimals}0") } else { decimals.to_string() };
        Some(
            RULE.at(at, format!("`{value}` in `{id}` can mean {} or {}", thousands, value.normalize()))
                .label(format!("{thousands} or {decimals}?"))
                .also(smallest, "its other figures are at least this large")
                .note("in many countries a point separates thousands")
                .help(format!("write `{thousands}`, or `{decimals}` if the decimals are meant")),
        )
    })
}

type Figure = (Decimal, Location);

/// The planned figures of a KPI, the gates included.
fn planned(cx: &Context<'_>, id: &Id, kpi: &Kpi) -> Vec<Figure> {
    let gates = cx.analysis.gears().filter_map(|(.., says, _)| says.spinning_at.get()?.get(id.as_str()));
    let gates = gates.flat_map(|gate| [&gate.value, &gate.at_least, &gate.at_most]);
    let gates = gates.filter_map(|field| field.placed()).map(|(number, place)| (number.0, place));
    gates.chain(kpi.planned_figures()).map(|(number, place)| (number, place.value.into())).collect()
}

/// What a figure is if its point separates thousands: 1250 for `1.250`.
fn thousands(value: Decimal) -> Option<Decimal> {
    let has_the_form = value.scale() == 3 && (1..1000).contains(&value.abs().trunc().try_into().unwrap_or(0));
    has_the_form.then(|| value.checked_mul(Decimal::ONE_THOUSAND)).flatten().map(|value| value.normalize())
}

/// The smallest of the other figures, if they show that the point can separate thousands.
fn much_larger(value: Decimal, thousands: Decimal, all: &[Figure]) -> Option<Location> {
    let is_clear = |(other, _): &&Figure| !other.is_zero() && self::thousands(*other).is_none();
    let others: Vec<&Figure> = all.iter().filter(is_clear).collect();
    let (smallest, largest) = (
        others.iter().min_by_key(|(other, _)| other.abs())?,
        others.iter().max_by_key(|(other, _)| other.abs())?,
    );
    let is_far = value.abs().checked_mul(Decimal::ONE_HUNDRED)? <= smallest.0.abs();
    let is_near = thousands.abs() <= largest.0.abs().checked_mul(Decimal::TEN)?;
    let has_decimals = others.iter().any(|(other, _)| other.scale() > 0);
    (is_far && is_near && !has_decimals).then_some(smallest.1)
}
