use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("engagement-without-depth", Group::Gears, Level::Info, Kind::Wrong)
    .summary("every KPI of the engagement gear measures input, activity or output")
    .checks("\
At least one KPI of an engagement gear (in its `kpis:` or its gate) says `measures: outtake`, `outcome` or
`impact`. Nothing is reported if the gear has no KPI, or if one of them does not say what it measures.")
    .why("\
Engagement has breadth (how many take part) and depth (how much it means to them). Posts and reach show only breadth.
Whether people come back, reply to each other or remember it shows if there is passion to build on. **Source**: wu.")
    .example("\
purposes:
  marketing:
-    gears: { engagement: { start: 2027-03-01, kpis: impressions } }
+    gears: { engagement: { start: 2027-03-01, kpis: [impressions, posts-per-member] } }
kpis:
  impressions: { measures: output }
+  posts-per-member: { measures: outtake }")
    .fix("Add a KPI for what people do among themselves: posts per member, replies, members who return.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let gears = cx.analysis.gears().filter(|(_, gear, ..)| gear.kind == GearKind::Engagement);
    gears.filter_map(|(sequence, gear, says, at)| {
        let shallow = cx.without_result(gear.kpis.iter().copied())?;
        let name = cx.analysis.gear_name(sequence.kind, gear.kind);
        let named = says.kpis.span().or_else(|| says.spinning_at.span()).unwrap_or(at.key);
        let what = match shallow.as_slice() {
            [(one, ..)] => format!("`{one}` measures"),
            _ => "all its KPIs measure".to_owned(),
        };
        let mut kinds: Vec<&str> = shallow.iter().map(|(_, measures, _)| measures.key()).collect();
        kinds.dedup();
        let places = shallow.iter().map(|(.., place)| place.value);
        Some(
            RULE.at(named, format!("the KPIs of {name} show how many people take part, not how much it means to them"))
                .label(format!("{what} {}", and(&kinds)))
                .also_each(places.map(|at| (at, "what is done or seen, not what it means to people")))
                .note("engagement has breadth, how many people take part, and depth, how much it means to them")
                .help("add to its `kpis:` one for what people do among themselves (`measures: outtake` or `outcome`), such as posts per member, replies per thread or members who come back"),
        )
    })
}
