use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("kpi-stale", Group::Kpis, Level::Warning, Kind::Wrong)
    .timed()
    .summary("a KPI has had no reading for one and a half times its cadence")
    .checks("\
The latest reading of a KPI with a `cadence:` is no older than one and a half times that: 46 days if monthly. A KPI
without a reading gets as long from its baseline, the start of the period, or the start of the only activities and
gears that use it, whichever is latest.

KPIs with a reading on or after the target date are skipped, and strategies before they begin or once they are closed.")
    .why("\
A gap report is as good as its figures: old ones hide problems and successes. **Source**: stratplan.")
    .example("\
kpis:
-  visits: { unit: visits/month, cadence: monthly, readings: { 2027-01-31: 9800 } }
+  visits: { unit: visits/month, cadence: monthly, readings: { 2027-01-31: 9800, 2027-03-31: 12100 } }")
    .fix("\
Take the reading and add it to `readings:`. If it is not needed that often, change the `cadence:`. If it is late for a
reason, say so: `# stratplan: allow(kpi-stale) until=2027-05-31 the export is broken`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let kpis = cx.strategy.kpis().filter(|(_, kpi)| kpi.cadence.is_set());
    among(kpis, "KPIs with a cadence", "have no recent reading", |(id, kpi)| judge(cx, id, kpi))
}

fn judge(cx: &Context<'_>, id: &Id, kpi: &Kpi) -> Option<Finding> {
    let (cadence, cadence_place) = kpi.cadence.placed()?;
    let readings = cx.readings.of(id.as_str());
    // A reading in the future is probably the missing one with a typo in its date.
    let is_ahead = readings.iter().any(|reading| reading.date.first > cx.today);
    let since = cx.analysis.unread_since(id.as_str(), kpi)?;
    let overdue = days_between(since, cx.today);
    let is_stale = cx.analysis.known.readings && overdue * 2 > cadence.days() * 3;
    if !is_stale || is_ahead || cx.is_closed() {
        return None;
    }
    let (message, label, last) = match (cx.analysis.kpis.get(id.as_str())?.age_days, readings.last()) {
        (Some(age), Some(last)) => (
            format!("`{id}` has had no reading since {}", last.date),
            format!("the last one was {} ago", days(age)),
            Some((last.at, "its last reading")),
        ),
        _ => (
            format!("`{id}` has never had a reading"),
            format!("nothing in the {} since {since}", days(overdue)),
            None,
        ),
    };
    let add = match cx.strategy.readings.get() {
        Some(path) if kpi.readings.is_absent() => {
            format!("add the row `{id},{},…` to `{}`", cx.today, shown(&path.0))
        }
        _ if kpi.readings.is_absent() => format!("add `readings: {{ {}: … }}`", cx.today),
        _ => format!("add `{}: …` to its `readings:`", cx.today),
    };
    let blind = cx.analysis.sequences.iter().flat_map(|sequence| {
        sequence
            .active()
            .filter_map(move |gear| Some((sequence, gear, cx.analysis.unread_gate(sequence, gear)?)))
    });
    let blind = blind.filter(|(.., gate)| gate.kpi == id.as_str()).map(|(sequence, gear, _)| {
        let name = cx.analysis.gear_name(sequence.kind, gear.kind);
        format!("{name} has started, and nothing says whether the gate before it is reached")
    });
    let blind: Vec<String> = blind.collect();
    Some(
        RULE.at(id.span, message)
            .label(label)
            .also(cadence_place.value, format!("needs a reading {cadence}"))
            .also_each(last)
            .note(match blind.first() {
                Some(blind) => blind,
                None => "old figures hide both the problems and the successes since",
            })
            .help(format!(
                "take a reading of `{id}` and {add}; if it is not needed that often, change `cadence:`"
            )),
    )
}
