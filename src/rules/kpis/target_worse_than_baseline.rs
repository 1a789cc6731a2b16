use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::words::figures::plain;
use crate::words::units::{counts_time, is_money, is_price};
use crate::words::{is_in, words};

/// If a time is for one of these, less of it is better.
const WAITS: &str = "answer answering reply replies respond response resolution solve solution wait waiting delay delays \
    turnaround handling downtime repair";
const COSTS: &str = "cost costs cpa cpc cpl";
const CONTENT: &str = "satisfaction satisfied csat nps retention retained";
/// With one of these, more or less may mean the opposite.
const REVERSES: &str = "no not without saved saving savings avoided reduced reduction cut lost less fewer";
/// In some grades, 1 is the best.
const GRADES: &str = "grade grades mark marks rank place places";

pub static RULE: Rule = Rule::new("target-worse-than-baseline", Group::Kpis, Level::Info, Kind::Wrong)
    .summary("the target of a time, a cost, satisfaction or retention is worse than its baseline")
    .checks("\
The target of a time or a cost is not above its baseline, and that of satisfaction or retention not below it. The id,
the name and the unit decide:

- a time has a unit of time and a word for waiting;
- a cost has money per something as its unit (`USD/contact`) and a word for costs;
- satisfaction has a word for it, and a unit that is not time, money or a grade.

Nothing is reported with a word that may reverse the meaning. Bounds (`at_least:`, `at_most:`, `between:`) and sums are
skipped.")
    .words(&[
        ("waiting", WAITS),
        ("costs", COSTS),
        ("satisfaction and retention", CONTENT),
        ("grades", GRADES),
        ("what may reverse the meaning", REVERSES),
    ])
    .why("\
The direction of a KPI follows from its baseline and its target. If the two are swapped, every report praises what gets
worse. **Source**: stratplan.")
    .example("\
kpis:
  contact-cost:
    unit: USD/contact
    baseline: { value: 11.50, date: 2026-12-31 }
-    target: { value: 13.00, date: 2027-12-31 }
+    target: { value: 8.00, date: 2027-12-31 }")
    .fix("\
Correct the figure that is wrong. If it can get worse up to this value, write a bound: `target: { at_most: 13 }`. If it
should get worse: `# stratplan: allow(target-worse-than-baseline) two people leave in March`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.strategy.kpis(), "KPIs", "have a target that is worse than the baseline", |(id, kpi)| {
        let judged = cx.analysis.kpis.get(id.as_str())?;
        let target = judged.target.filter(|target| {
            target.at_least.is_none() && target.at_most.is_none() && target.between.is_none()
        })?;
        let (from, to) = (judged.start?.value?.0, target.value?.0);
        let should_rise = should_rise(id.as_str(), kpi).filter(|_| kpi.counts() == Counts::Level)?;
        (if should_rise { to < from } else { to > from }).then(|| worse(id, kpi, should_rise, [from, to]))?
    })
}

fn worse(id: &Id, kpi: &Kpi, should_rise: bool, [from, to]: [Decimal; 2]) -> Option<Finding> {
    let [from, to] = [from, to].map(plain);
    let (should, bound) = if should_rise { ("rise", "at_least") } else { ("fall", "at_most") };
    Some(
        RULE.at(kpi.target.span()?, format!("the target of `{id}` is worse than its baseline: {to} instead of {from}"))
            .label(format!("this should probably {should}"))
            .also(kpi.baseline.span()?, "the baseline")
            .note("the direction of a KPI follows from its baseline and its target, so reports would praise what gets worse")
            .help(format!("correct the figure that is wrong; or, if {to} is the worst that is good enough, write `target: {{ {bound}: {to} }}`")),
    )
}

/// Whether more is better, if the words leave no doubt.
fn should_rise(id: &str, kpi: &Kpi) -> Option<bool> {
    let unit = kpi.unit.get()?.as_str();
    let texts = [id, kpi.name.get().map_or("", String::as_str)];
    let holds = |list: &str, text: &str| words(text).iter().any(|word| is_in(list, word));
    let named = |list| texts.iter().any(|text| holds(list, text));
    if named(REVERSES) {
        None
    } else if (counts_time(unit) && named(WAITS)) || (is_price(unit) && named(COSTS)) {
        Some(false)
    } else {
        let is_other = counts_time(unit) || is_money(unit) || holds(GRADES, unit) || named(COSTS);
        (named(CONTENT) && !is_other).then_some(true)
    }
}
