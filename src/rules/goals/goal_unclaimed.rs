use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("goal-unclaimed", Group::Goals, Level::Warning, Kind::Missing)
    .summary("the strategy has two purposes, and neither lists the goal")
    .checks("\
If the strategy lists both purposes, marketing and support, each goal is in the `goals:` of at least one of them. A
single purpose covers every goal, so nothing is reported then. A goal with `not_now:` is skipped.")
    .why("\
The purpose decides the order in which the gears start: marketing begins by drawing people in, support by answering
the people who are already there. A goal without a purpose has no such order. **Source**: four-gears.")
    .example("\
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
  service-cost: Cut the cost of a support contact from 11.50 to 8.00 USD by December
purposes:
  marketing: { goals: parts-leads }
-  support: { gears: { monetization: 2027-01-15 } }
+  support: { goals: service-cost, gears: { monetization: 2027-01-15 } }")
    .fix("Add it to the `goals:` of its purpose, or of both, or postpone it with `not_now: the reason`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let purposes: Vec<_> = cx.strategy.purposes().collect();
    let are_known = cx.analysis.known.purposes && !purposes.iter().any(|(_, one, _)| one.goals.is_invalid());
    if !are_known || purposes.len() < 2 {
        return Vec::new();
    }
    let is_list = purposes.iter().any(|(.., place)| place.key == place.value);
    let form = if is_list {
        ", written with braces: `purposes: { marketing: { goals: … }, support: { goals: … } }`"
    } else {
        ""
    };
    among(
        &cx.analysis.goals,
        "goals",
        ("belong to neither marketing nor support", "belongs to marketing or support"),
        |goal| {
            let lists = purposes.iter().map(|(kind, purpose, place)| match purpose.goals.key() {
                Some(key) => (key, format!("{kind} lists other goals")),
                None => (place.key, format!("{kind} lists no goals")),
            });
            goal.purposes.is_empty().then(|| {
            RULE.at(goal.id.span, format!("the goal `{}` belongs to neither marketing nor support", goal.id))
                .label("without a purpose, no gears are ordered toward this goal")
                .also_each(lists)
                .note("the purpose decides what comes first: marketing begins by drawing people in, support by answering the people who are already there")
                .help(format!("add `{}` to the `goals:` of the purpose that should reach it, or of both{form}", goal.id))
        })
        },
    )
}
