use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("sell-without-monetization", Group::Goals, Level::Warning, Kind::Wrong)
    .summary("a goal is to sell, but its purpose leaves monetization out")
    .checks("\
If a goal is of kind `sell`, at least one purpose that it belongs to has a monetization gear without `not_now:`. If the
gear is not mentioned at all, `gear-missing` reports that. Nothing is reported if engagement and enlistment are left out
as well, because monetization could not start then.")
    .why("\
Monetization is the gear in which people buy. A plan that wants to sell and leaves this gear out either sells without
saying when, which is mostly too early, or does not reach its goal. **Source**: four-gears.")
    .example("\
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kind: sell }
purposes:
  marketing:
    gears:
      acquisition: 2027-01-15
      engagement: 2027-03-01
      enlistment: 2027-05-01
-      monetization: { not_now: We do not push offers yet }
+      monetization: 2027-06-01")
    .fix("\
Give monetization a start and an activity that drives it, or correct the `kind:` of the goal. If another channel sells, allow it: `# stratplan:
allow(sell-without-monetization) the dealers sell, social only brings people to them`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let selling = cx.analysis.goals.iter().filter(|goal| goal.goal.kind.get() == Some(&GoalKind::Sell));
    among(selling, "goals to sell", "have a purpose that leaves monetization out", |goal| {
        let sequences =
            cx.analysis.sequences.iter().filter(|sequence| goal.purposes.contains(&sequence.kind));
        let monetization = sequences.map(|sequence| {
            let mut gears = sequence.gears.iter();
            let gear = gears.find(|gear| gear.kind == GearKind::Monetization && gear.is_left_out())?;
            Some((sequence.kind, gear.declared?))
        });
        let left_out: Vec<_> = monetization.collect::<Option<_>>()?;
        let prepares =
            |gear: &SequenceGear<'_>| matches!(gear.kind, GearKind::Engagement | GearKind::Enlistment);
        let mut ahead = cx
            .analysis
            .gears()
            .filter(|(sequence, gear, ..)| goal.purposes.contains(&sequence.kind) && prepares(gear));
        ahead.next()?;
        let (purpose, _) = *left_out.first().filter(|_| cx.analysis.known.purposes)?;
        let name = cx.analysis.gear_name(purpose, GearKind::Monetization);
        let places =
            left_out.iter().map(|(_, (gear, place))| (gear.not_now.span().unwrap_or(place.key), "left out"));
        let id = goal.id;
        Some(
            RULE.at(goal.goal.kind.span()?, format!("the goal `{id}` is to sell, but {purpose} leaves monetization out"))
                .label("to sell")
                .also_each(places)
                .note("monetization is the gear in which people buy: without it, an offer comes too early or not at all")
                .help(format!("give `{name}` a start and an activity that drives it, or correct the `kind:` of the goal; if another channel sells, say so above the goal: `# stratplan: allow({}) who sells instead`", RULE.name)),
        )
    })
}
