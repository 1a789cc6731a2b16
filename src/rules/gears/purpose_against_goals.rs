use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("purpose-against-goals", Group::Gears, Level::Warning, Kind::Wrong)
    .summary("all goals of a purpose are of the kind that the other purpose is for")
    .checks("\
The goals of marketing are not all of the kind `provide_service`, and those of support are not all `sell` or
`generate_leads`. A purpose without `goals:` has all goals if it is the only one. Nothing is reported if one of the
goals is of another kind or has no `kind:`.")
    .why("\
The purpose decides the order of the gears. A plan to sell that calls itself support starts with monetization, so it
sells first; a plan to serve customers that calls itself marketing answers them last. **Source**: four-gears.")
    .example("\
goals:
  passes: { statement: Sell 18000 passes by December 2027, kind: sell }
purposes:
-  support:
-    gears: { monetization: 2027-01-11, enlistment: 2027-03-01, engagement: 2027-05-03, acquisition: 2027-07-05 }
+  marketing:
+    gears: { acquisition: 2027-01-11, engagement: 2027-03-01, enlistment: 2027-05-03, monetization: 2027-07-05 }")
    .fix("\
Rename the purpose and start its gears in the order of the new name, move the goals to the other purpose, or correct
the `kind:` of a goal. If the purpose is right all the same: `# stratplan: allow(purpose-against-goals) why`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let known = cx.analysis.known.goals && cx.analysis.known.purposes;
    cx.analysis.sequences.iter().filter(move |_| known).filter_map(|sequence| {
        let (purpose, other) = (sequence.kind, sequence.kind.other());
        let goals = || cx.analysis.goals.iter().filter(|goal| goal.purposes.contains(&purpose));
        let kinds: Option<Vec<_>> = goals()
            .map(|goal| {
                let (kind, place) = goal.goal.kind.placed()?;
                let is_of_other = match purpose {
                    PurposeKind::Marketing => *kind == GoalKind::ProvideService,
                    PurposeKind::Support => kind.is_about_sales(),
                };
                is_of_other.then(|| (place.value, format!("`{}` belongs to {other}", goal.id)))
            })
            .collect();
        let kinds = kinds.filter(|kinds| !kinds.is_empty() && !sequence.purpose.goals.is_invalid())?;
        let (aim, first) = match purpose {
            PurposeKind::Marketing => ("serve customers", "customers are answered last"),
            PurposeKind::Support => ("win customers", "you sell first"),
        };
        let ids: Vec<String> = quoted(goals().map(|goal| goal.id));
        let its_goals = if kinds.len() == 1 { "its goal is" } else { "all its goals are" };
        let next = if cx.analysis.sequences.len() > 1 {
            format!("move {} to the `goals:` of {other}", and(&ids))
        } else {
            let order = other.order().map(GearKind::key);
            format!(
                "rename `{purpose}:` to `{other}:` and start its gears, with what drives them, in the order {}",
                and(&order)
            )
        };
        Some(
            RULE.at(sequence.place.key, format!("the purpose is {purpose}, but {its_goals} to {aim}"))
                .label(format!("in the order of {purpose}, {first}"))
                .also_each(kinds)
                .note("the purpose decides which gear starts first")
                .help(format!("{next}, or correct the `kind:` of a goal if it is wrong")),
        )
    })
}
