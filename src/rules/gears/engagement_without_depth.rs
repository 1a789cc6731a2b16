use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("engagement-without-depth", Group::Gears, Level::Info, Kind::Wrong)
    .summary("every KPI of the engagement gear measures input, activity or output")
    .checks("\
At least one KPI of an engagement gear (in its `kpis:`, or else its gate) says `measures: outtake`, `outcome` or
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

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for (sequence, gear, says, at) in cx.analysis.gears() {
        if gear.kind != GearKind::Engagement {
            continue;
        }
        let Some(shallow) = all_shallow(cx, gear) else { continue };
        let name = cx.analysis.gear_name(sequence.kind, gear.kind);
        let named = says.kpis.span().or_else(|| says.spinning_at.span()).unwrap_or(at.key);
        let what = match gear.kpis.as_slice() {
            [one] => format!("`{one}` measures"),
            _ => "all its KPIs measure".to_owned(),
        };
        let mut kinds: Vec<&str> = shallow.iter().map(|(_, measures)| measures.key()).collect();
        kinds.dedup();
        let mut finding = RULE
            .at(named, format!("the KPIs of {name} show how many people take part, not how much it means to them"))
            .label(format!("{what} {}", and(&kinds)))
            .note("engagement has breadth, how many people take part, and depth, how much it means to them")
            .help("add a KPI for what people do among themselves (`measures: outtake` or `outcome`): posts per member, replies per thread, members who come back");
        for (id, _) in &shallow {
            if let Some(span) = cx.strategy.kpi(id).and_then(|kpi| kpi.measures.span()) {
                finding = finding.also(span, "what is done or seen, not what it means to people");
            }
        }
        out.push(finding);
    }
}

/// The KPIs of a gear and what they measure, if each of them says so and none goes as far as an outtake.
fn all_shallow<'a>(cx: &Context<'_>, gear: &SequenceGear<'a>) -> Option<Vec<(&'a str, Measures)>> {
    let measured = gear.kpis.iter().map(|id| {
        let measures = *cx.strategy.kpi(id)?.measures.get()?;
        (measures < Measures::Outtake).then_some((*id, measures))
    });
    measured.collect::<Option<Vec<_>>>().filter(|kpis| !kpis.is_empty())
}
