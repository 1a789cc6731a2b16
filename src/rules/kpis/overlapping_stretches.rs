use crate::decode::maps::Series;
use crate::rules::prelude::*;
use crate::source::Location;

pub static RULE: Rule = Rule::new("overlapping-stretches", Group::Kpis, Level::Error, Kind::Wrong)
    .summary("a sum counts the same days twice")
    .checks("\
The stretches of time in `targets:` of a sum or a running total do not overlap, and those of the readings of a sum do not
either: a reading for `2027-Q1` includes February. An exact day is the end of a stretch, and overlaps with nothing.")
    .why("\
All of them are added up. If a quarter is there next to one of its months, the month counts twice, and every report shows
more than came in. **Source**: stratplan.")
    .example("\
kpis:
  leads:
    counts: sum
-    targets: { 2027-Q1: 300, 2027-02: 100, 2027-H2: 700 }
+    targets: { 2027-Q1: 300, 2027-Q2: 300, 2027-H2: 700 }")
    .fix("\
Keep either the longer stretch or the shorter ones. If the shorter one comes on top, add it to the longer one. For a total
that has come in by a day, write `counts: total`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let sums = cx.strategy.kpis().filter(|(_, kpi)| kpi.counts() != Counts::Level);
    let found = sums.flat_map(|(id, kpi)| {
        let targets = kpi.targets.get().into_iter().flat_map(Series::iter);
        let targets = targets.map(|(date, _, place)| (*date, place.key.into())).collect();
        let readings = match kpi.counts() {
            Counts::Sum => cx.readings.of(id.as_str()).iter().map(|one| (one.date, one.at)).collect(),
            _ => Vec::new(),
        };
        [overlaps(id, "targets", targets), overlaps(id, "readings", readings)]
    });
    found.flatten().collect()
}

/// One finding for each stretch with all that overlap with it.
fn overlaps(id: &Id, what: &str, mut stretches: Vec<(CoarseDate, Location)>) -> Vec<Finding> {
    stretches.retain(|(date, _)| !date.is_exact());
    stretches.sort_by_key(|(date, at)| (date.first, std::cmp::Reverse(date.last), *at));
    let mut found: Vec<Finding> = Vec::new();
    let mut stretches = stretches.into_iter();
    let Some(mut widest) = stretches.next() else { return found };
    let mut is_reported = false;
    for (date, at) in stretches {
        let (outer, outer_at) = widest;
        if date.first > outer.last {
            (widest, is_reported) = ((date, at), false);
            continue;
        }
        let finding = if is_reported { found.pop() } else { None };
        let finding = finding.map(|finding| finding.also(at, format!("{date}, too")));
        found.push(finding.unwrap_or_else(|| first(id, what, (outer, outer_at), (date, at))));
        is_reported = true;
        if date.last > outer.last {
            (widest, is_reported) = ((date, at), false);
        }
    }
    found
}

fn first(
    id: &Id,
    what: &str,
    (outer, outer_at): (CoarseDate, Location),
    (date, at): (CoarseDate, Location),
) -> Finding {
    let last = date.last.min(outer.last);
    let message = format!("the {what} of `{id}` for {outer} and {date} overlap");
    RULE.at(at, message)
        .label(format!("from {} to {last}", date.first))
        .also(outer_at, format!("from {} to {}", outer.first, outer.last))
        .note(format!("they are added up, so what is from {} to {last} counts twice", date.first))
        .help(if last == date.last {
            format!("remove {date}, since {outer} includes it; or remove {outer}, and give the rest of it in shorter stretches")
        } else {
            format!("write the last day of {date} in its place, with only what is after {outer}")
        })
}
