use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("order-without-rationale", Group::Gears, Level::Warning, Kind::Wrong)
    .summary("a purpose has its own order of gears and does not say why")
    .checks("A purpose with an `order:` that is not the built-in one has a `rationale:`.")
    .why("\
A different order can be right: Geoffrey Moore, who created the model, would start with engagement. But next year's
readers see only an odd order, and correct it or copy it without knowing the reason. **Source**: four-gears, moore.")
    .example("\
purposes:
  marketing:
    order: [engagement, acquisition, enlistment, monetization]
+    rationale: Applicants come through people who already talk with us")
    .fix("Add the reason as `rationale:` in one sentence, or remove `order:` to use the built-in one.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let sequences = cx.analysis.sequences.iter().filter(|sequence| {
        sequence.is_custom && sequence.is_order_known && sequence.purpose.rationale.is_absent()
    });
    sequences.filter_map(|sequence| {
        let built_in = sequence.kind.order().map(GearKind::key).join(", ");
        Some(
            RULE.at(sequence.purpose.order.key()?, format!("{} has its own order of gears and does not say why", sequence.kind))
                .label(format!("the built-in order is {built_in}"))
                .note("a different order can be right (Geoffrey Moore would start with engagement), but next year nobody will know the reason")
                .help("add `rationale:` with the reason in one sentence, or remove `order:`"),
        )
    })
}
