use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("gear-unmeasured", Group::Gears, Level::Info, Kind::Missing)
    .summary("a gear has no KPI")
    .checks("Each gear without `not_now:` names a KPI, in its `kpis:` or its gate (`spinning_at:`).")
    .why("\
Without a KPI nobody can tell whether a gear works, so the next one starts by the calendar. Each gear has its own
measure: how many come, how long they stay, what they do for others, what it earns or saves. **Source**: four-gears.")
    .example("\
purposes:
  marketing:
-    gears: { acquisition: { start: 2027-01-15 } }
+    gears: { acquisition: { start: 2027-01-15, kpis: visits } }
+kpis:
+  visits: { baseline: { value: 9000 }, target: 20000 }")
    .fix("\
Name a KPI in its `kpis:`, or better, set a gate for the next gear: `spinning_at: { visits: 11000 }`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.analysis.gears(), "gears", "have no KPI", |(sequence, gear, says, at)| {
        let name = cx.analysis.gear_name(sequence.kind, gear.kind);
        let has_gate = says.spinning_at.may_be(|gate| !gate.is_empty());
        (lists_nothing(&says.kpis) && !has_gate).then(|| {
            RULE.at(at.key, format!("{name} has no KPI"))
                .label("how will you know that it works?")
                .note("without a KPI nobody can tell whether a gear is working, so the next one is started by the calendar")
                .help(format!("add `kpis:` to {name} with what shows that it works, such as {}", example(sequence.kind, gear.kind)))
                .absent("kpis")
        })
    })
}

fn example(purpose: PurposeKind, gear: GearKind) -> &'static str {
    match (purpose, gear) {
        (_, GearKind::Acquisition) => "visits or new members",
        (_, GearKind::Engagement) => "posts per member or time spent",
        (PurposeKind::Marketing, GearKind::Enlistment) => "referrals or contributions",
        (PurposeKind::Support, GearKind::Enlistment) => "the share of accepted answers from customers",
        (PurposeKind::Marketing, GearKind::Monetization) => "orders or qualified leads",
        (PurposeKind::Support, GearKind::Monetization) => "the cost of a contact or calls avoided",
    }
}
