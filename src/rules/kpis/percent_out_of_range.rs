use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::source::Location;
use crate::words::figures::plain;
use crate::words::units::is_percent;
use crate::words::{is_in, words};

/// A percentage with one of these can be below 0 or above 100.
const COMPARES: &str = "growth grow grew change changes increase increased decrease decreased rise rises lift uplift up \
    down more less difference against versus vs compared yoy year month quarter last previous prior baseline index \
    return roi roas roe ros yield plan planned target goal budget forecast net nps margin markup profit capacity \
    occupancy utilization inflation \
    wachstum veränderung steigerung zuwachs rückgang vorjahr vorjahres vormonat soll ziel budgets rendite auslastung marge \
    croissance variation évolution hausse baisse rendement objectif budget marge \
    crecimiento variación aumento rentabilidad objetivo margen \
    crescita variazione obiettivo margine crescimento variação meta margem groei verandering doel rendement";

pub static RULE: Rule = Rule::new("percent-out-of-range", Group::Kpis, Level::Info, Kind::Wrong)
    .summary("a figure in percent is below 0 or above 100")
    .checks("\
Each figure of a KPI in percent is between 0 and 100: the baseline, the target, what is planned on the way and the
readings. Running totals and sums are skipped, and so is a KPI whose id, name or unit says that it compares.")
    .words(&[("a comparison, which can leave this range", COMPARES)])
    .why("\
A share of everything is at most 100 %. A figure outside is a typing error, a count with the wrong unit, or a comparison
that does not say with what. **Source**: stratplan.")
    .example("\
kpis:
  same-day-answers:
    unit: percent
-    target: 850
+    target: 85")
    .fix("\
Correct the figure or the unit. If it is not a share but a comparison, say with what: `unit: percent of last year`.");

/// How many figures are shown.
const SHOWN: usize = 3;

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let shares = cx.strategy.kpis().filter(|(id, kpi)| is_share(id, kpi));
    among(shares, "KPIs in percent", "have figures outside 0 to 100", |(id, kpi)| {
        let planned =
            kpi.planned_figures().into_iter().map(|(value, place)| (value, Location::from(place.value)));
        let read = cx.readings.of(id.as_str()).iter().map(|reading| (reading.value.0, reading.value_at));
        let mut outside: Vec<(Decimal, Location)> =
            planned.chain(read).filter(|(value, _)| is_outside(*value)).collect();
        outside.extend(computed(cx, id, kpi));
        outside.sort_by_key(|(_, at)| *at);
        let ((value, at), others) = outside.split_first()?;
        let beyond = |value: Decimal| if value < Decimal::ZERO { "below 0 %" } else { "above 100 %" };
        let others = others.iter().take(SHOWN - 1).map(|(value, at)| (*at, beyond(*value)));
        Some(
            RULE.at(*at, format!("`{id}` is in percent, and {} is {}", plain(*value), beyond(*value)))
                .label(beyond(*value))
                .also_each(others)
                .note("a share of everything is from 0 to 100 %")
                .help("correct the figure or the `unit:`; if it is not a share but a comparison, say with what, such as `unit: percent of last year`"),
        )
    })
}

fn is_outside(value: Decimal) -> bool {
    value < Decimal::ZERO || value > Decimal::ONE_HUNDRED
}

/// The target that a change of the baseline leads to, if that is outside and the baseline is not.
fn computed(cx: &Context<'_>, id: &Id, kpi: &Kpi) -> Option<(Decimal, Location)> {
    let change = kpi.target.get()?.change.span()?;
    let start = cx.analysis.kpis.get(id.as_str())?.start?.value?.0;
    let target = cx.analysis.kpis.get(id.as_str())?.target.as_ref()?.value?.0;
    (is_outside(target) && !is_outside(start)).then(|| (target, change.into()))
}

/// True for a level in percent that nothing compares.
fn is_share(id: &Id, kpi: &Kpi) -> bool {
    let Some(unit) = kpi.unit.get().filter(|unit| is_percent(unit)) else { return false };
    let texts = [id.as_str(), unit, kpi.name.get().map_or("", String::as_str)];
    let compares = |text: &&str| words(text).iter().any(|word| is_in(COMPARES, word));
    kpi.counts() == Counts::Level && !texts.iter().any(compares)
}
