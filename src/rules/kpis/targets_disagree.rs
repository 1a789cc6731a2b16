use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::strategy::number::Number;

pub static RULE: Rule = Rule::new("targets-disagree", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a KPI has two plans that differ")
    .checks("\
If a KPI has `targets:` and a `target:` with a value, a change or a bound, both come to the same: for a sum or a running total
the targets add up to it, for a level the last one equals it, or is inside the bound. A KPI with `targets:` or `milestones:` does not have `path: last_year` as
well: what is written for a day decides. Of a level, no two `targets:` end on the same day.")
    .why("\
Four quarters that come to 500 and a year of 450 are two plans. Everybody quotes the one that suits them. **Source**:
smart.")
    .example("\
kpis:
  leads:
    counts: sum
-    targets: { 2027-H1: 220, 2027-H2: 280 }
+    targets: { 2027-H1: 200, 2027-H2: 250 }
    target: 450")
    .fix("Correct the targets or the target, or remove the `target:`: the targets of the stretches are enough.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let shapes = cx.strategy.kpis().filter_map(|(id, kpi)| {
        let (_, place) = kpi.path.placed().filter(|_| kpi.follows_last_year())?;
        let planned = [
            ("milestones", "remove `milestones:`", kpi.milestones.place()),
            ("targets", "write one `target:` instead of `targets:`", kpi.targets.place()),
        ];
        let (key, other, figures) =
            planned.into_iter().find_map(|(key, other, place)| Some((key, other, place?)))?;
        Some(
            RULE.at(place.value, format!("`{id}` has two plans: its `{key}:`, and last year"))
                .label("not used")
                .also(figures.key, "these are the plan")
                .note("what is written for a day decides")
                .help(format!("remove `path:`; or, for a plan with the shape of last year, {other}")),
        )
    });
    let sums = cx.strategy.kpis().filter_map(|(id, kpi)| {
        let own = kpi.target.get()?;
        let place = own.value.place().or(own.change.place()).or(kpi.target.place())?;
        // What a change of the baseline comes to, or the bound.
        let target = cx.analysis.kpis.get(id.as_str())?.target?;
        let (targets, at) = kpi.targets.placed().filter(|(targets, _)| targets.is_whole())?;
        let values = targets.iter().map(|(_, value, _)| value.0);
        let (whole, adds_up) = if kpi.counts() == Counts::Level {
            let last = targets.iter().max_by_key(|(date, ..)| date.last).map(|(_, value, _)| value.0);
            (last?, "end at")
        } else {
            (values.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)?, "add up to")
        };
        let ends = targets.iter().map(|(date, ..)| date.last).max()?;
        let rest = target.date.filter(|due| kpi.counts() != Counts::Level && ends < *due);
        let rest = rest.and_then(|due| Some((ends.tomorrow().ok()?, due)));
        (!target.includes(Number(whole))).then(|| {
            let whole = Number(whole);
            RULE.at(
                place.value,
                format!("the targets of `{id}` {adds_up} {whole}, and its target is {target}"),
            )
            .label("the target")
            .also(at.key, format!("these {adds_up} {whole}"))
            .note("both are planned, and only one of them can be reached exactly")
            .help(match rest {
                Some((from, to)) => {
                    format!("add the targets of the stretches from {from} to {to}, or correct one of the two")
                }
                None => "correct one of the two, or remove the `target:`: the targets are enough".to_owned(),
            })
        })
    });
    let twice =
        cx.strategy.kpis().filter(|(_, kpi)| kpi.counts() == Counts::Level).filter_map(|(id, kpi)| {
            let (targets, _) = kpi.targets.placed()?;
            let mut ends: Vec<_> = targets.iter().collect();
            ends.sort_by_key(|(date, ..)| date.last);
            ends.windows(2).find_map(|pair| {
                let [(one, value, at), (other, next, place)] = pair else { return None };
                (one.last == other.last).then(|| {
                    RULE.at(place.key, format!("`{id}` has two targets for {}: {value} and {next}", one.last))
                        .label(format!("ends on {}", other.last))
                        .also(at.key, "and so does this")
                        .note("a level is read on the last day of a stretch")
                        .help("keep the target that is meant, and remove the other")
                })
            })
        });
    shapes.chain(sums).chain(twice)
}
