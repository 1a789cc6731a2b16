use std::collections::HashSet;

use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::source::Location;
use crate::words::figures::plain;
use crate::words::units::is_percent;

pub static RULE: Rule = Rule::new("figure-out-of-scale", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a figure is a hundred or a thousand times smaller or larger than all others of its KPI")
    .checks("\
A reading of a level is not about a hundred or a thousand times smaller or larger than every other figure of its KPI, or
than every earlier and planned one: it is reported if it would be among them, or a half larger or smaller, times or divided
by 100 or 1000, or if it is even further away. They differ by a factor of five at most, and one of them is from before. If later readings stay where this
one is, it is the only one that is reported. If the unit is percent, the baseline, the target and what is planned on the way
are compared as well: none is a hundredth of all others. Readings with three decimals, zeros, sums and running totals are
skipped.")
    .why("\
289 after 28,900 is in hundreds, and 0.89 after 90 is a share instead of a percentage. The report calls it a collapse.
**Source**: stratplan.")
    .example("\
kpis:
  satisfaction:
    unit: percent
    baseline: { value: 31, date: 2026-12-31 }
    target: 45
-    readings: { 2027-01-31: 34, 2027-02-28: 0.36 }
+    readings: { 2027-01-31: 34, 2027-02-28: 36 }")
    .fix("\
Correct the figure. If it is right, say so: `# stratplan: allow(figure-out-of-scale) the account was closed for three weeks`.");

/// How much the other figures can differ.
const SPREAD: Decimal = Decimal::from_parts(5, 0, 0, false, 0);
/// How far from the others a figure can be in their scale.
const NEAR: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

const A_HUNDRED_TIMES: &str = "about a hundred times that";

/// The figures that a reading is compared with.
#[derive(Clone, Copy)]
struct Which {
    figures: &'static str,
    they: &'static str,
}

const OTHERS: Which = Which { figures: "other figures", they: "the others" };
const EARLIER: Which = Which { figures: "earlier figures", they: "those before it" };
const EARLIER_AND_PLANNED: Which =
    Which { figures: "earlier and planned figures", they: "those before it and the plan" };

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let levels =
        cx.strategy.kpis().filter(|(_, kpi)| kpi.counts() == Counts::Level && !kpi.counts.is_invalid());
    let readings = levels.flat_map(|(id, kpi)| {
        let read = cx.readings.of(id.as_str());
        let planned: Vec<Decimal> = kpi.planned_figures().into_iter().map(|(value, _)| value).collect();
        let all = sorted(read.iter().map(|one| one.value.0).chain(planned.iter().copied()));
        let before = if planned.is_empty() { EARLIER } else { EARLIER_AND_PLANNED };
        let mut earlier = Range::default();
        for figure in planned {
            earlier.add(figure);
        }
        read.iter().map(move |one| {
            let value = one.value.0;
            // Of two shares in a row, the second has the first among its others.
            // A single other figure says nothing about the scale.
            let ranges = [(OTHERS, without(value, &all)), (before, Some(earlier))]
                .map(|(which, range)| (which, range.filter(|range| range.count > 1)));
            earlier.add(value);
            // What can mean thousands has a rule of its own.
            let mut ranges = ranges.into_iter().filter(|_| value.scale() != 3);
            (id, kpi, one, ranges.find_map(|(which, range)| Some((which, in_their_scale(value, range?)?))))
        })
    });
    let read = among(readings, "readings", "are out of scale", |(id, kpi, reading, in_scale)| {
        let in_scale = in_scale?;
        let read = cx.readings.of(id.as_str());
        let earlier =
            read.iter().rev().find(|one| one.date.last < reading.date.last && !one.value.0.is_zero());
        let baseline = kpi.baseline.get().and_then(|baseline| baseline.value.placed());
        let (known, known_at) = match (earlier, baseline) {
            (Some(earlier), _) => (earlier.value.0, earlier.value_at),
            (None, Some((value, place))) => (value.0, place.value.into()),
            (None, None) => return None,
        };
        let value = reading.value.0;
        Some(finding(id, (value, reading.value_at, reading.date), in_scale, (known, known_at)))
    });
    let shares = cx.strategy.kpis().filter(|(_, kpi)| {
        kpi.counts() == Counts::Level && kpi.unit.get().is_some_and(|unit| is_percent(unit))
    });
    // One finding for each KPI: with two figures, both are as far from the other.
    let reported: HashSet<Location> = read.iter().map(|finding| finding.place).collect();
    let written = among(shares, "KPIs in percent", "have a share among percentages", |(id, kpi)| {
        let is_reported = cx.readings.of(id.as_str()).iter().any(|one| reported.contains(&one.value_at));
        share_of_one(cx, id, kpi).filter(|_| !is_reported)
    });
    [read, written].concat()
}

/// A figure in percent that is a share of 1, as all others are about a hundred times that.
fn share_of_one(cx: &Context<'_>, id: &Id, kpi: &Kpi) -> Option<Finding> {
    let planned =
        kpi.planned_figures().into_iter().map(|(value, place)| (value, Location::from(place.value)));
    let read = cx.readings.of(id.as_str()).iter().map(|one| (one.value.0, one.value_at));
    let figures: Vec<(Decimal, Location)> =
        planned.chain(read).filter(|(value, _)| !value.is_zero()).collect();
    let (shares, percentages): (Vec<_>, Vec<_>) =
        figures.into_iter().partition(|(value, _)| Decimal::ZERO < *value && *value <= Decimal::ONE);
    let mut others = Range::default();
    for (value, _) in &percentages {
        others.add(*value);
    }
    let ((value, at), rest) = shares.split_first()?;
    let (other, other_at) = percentages.first()?;
    let is_hundredth = |value: Decimal| in_their_scale(value, others) == Some(A_HUNDRED_TIMES);
    shares.iter().all(|(value, _)| is_hundredth(*value)).then(|| {
        RULE.at(
            *at,
            format!(
                "`{id}` is in percent, and has figures of two scales: {} and {}",
                plain(*value),
                plain(*other)
            ),
        )
        .label("a share of 1?")
        .also_each(rest.iter().map(|(_, at)| (*at, "a share of 1?")))
        .also(*other_at, "a percentage")
        .note("0.4 percent is a hundredth of 40 percent")
        .help("write all of them as percentages, or all as shares with `unit: share`")
    })
}

fn finding(
    id: &Id,
    (value, at, date): (Decimal, Location, CoarseDate),
    (which, others_are): (Which, &str),
    (known, known_at): (Decimal, Location),
) -> Finding {
    let value = plain(value);
    RULE.at(at, format!("`{id}` is at {value} on {date}, and all its {} are {others_are}", which.figures))
        .label("in another unit?")
        .also(known_at, format!("{} before", plain(known)))
        .note("a figure in thousands or as a share of 1 looks like a collapse or a miracle")
        .help(format!("write it in the same unit as {}", which.they))
}

/// The smallest and the largest of some figures that are not 0, and their number.
#[derive(Clone, Copy, Default)]
struct Range {
    low: Decimal,
    high: Decimal,
    count: usize,
}

impl Range {
    fn add(&mut self, figure: Decimal) {
        if figure.is_zero() {
            return;
        }
        self.low = if self.count == 0 { figure } else { self.low.min(figure) };
        self.high = if self.count == 0 { figure } else { self.high.max(figure) };
        self.count += 1;
    }
}

fn sorted(figures: impl Iterator<Item = Decimal>) -> Vec<Decimal> {
    let mut figures: Vec<Decimal> = figures.filter(|figure| !figure.is_zero()).collect();
    figures.sort_unstable();
    figures
}

/// Those of some sorted figures, without one of this value.
fn without(value: Decimal, figures: &[Decimal]) -> Option<Range> {
    let [first, rest @ .., last] = figures else { return None };
    let low = if *first == value { rest.first().unwrap_or(last) } else { first };
    let high = if *last == value { rest.last().unwrap_or(first) } else { last };
    Some(Range { low: *low, high: *high, count: figures.len() - 1 })
}

/// What the other figures are, as a multiple of one in another scale.
fn in_their_scale(value: Decimal, Range { low, high, count }: Range) -> Option<&'static str> {
    let is_positive = low > Decimal::ZERO && value > Decimal::ZERO;
    if count == 0 || !is_positive || high > low.checked_mul(SPREAD)? {
        return None;
    }
    let (least, most) = (low.checked_div(NEAR)?, high.checked_mul(NEAR)?);
    let candidates = [
        (value.checked_mul(Decimal::ONE_HUNDRED), A_HUNDRED_TIMES),
        (value.checked_mul(Decimal::ONE_THOUSAND), "about a thousand times that"),
        (value.checked_div(Decimal::ONE_HUNDRED), "about a hundredth of that"),
        (value.checked_div(Decimal::ONE_THOUSAND), "about a thousandth of that"),
    ];
    let fits = |meant: Option<Decimal>| meant.is_some_and(|meant| (least..=most).contains(&meant));
    let said = candidates.into_iter().find(|(meant, _)| fits(*meant)).map(|(_, said)| said);
    // With a billion for a thousand, no scale fits anymore.
    let is_above = || value.checked_div(Decimal::ONE_THOUSAND).is_some_and(|meant| meant > most);
    let is_below = || value.checked_mul(Decimal::ONE_THOUSAND).is_some_and(|meant| meant < least);
    said.or_else(|| is_above().then_some("less than a thousandth of that"))
        .or_else(|| is_below().then_some("more than a thousand times that"))
}
