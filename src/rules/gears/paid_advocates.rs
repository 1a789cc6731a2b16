use crate::rules::prelude::*;
use crate::strategy::activity::Reward;

pub static RULE: Rule = Rule::new("paid-advocates", Group::Gears, Level::Info, Kind::Wrong)
    .summary("an activity that drives enlistment rewards people with cash")
    .checks("No activity that drives enlistment has `cash` in its `rewards:`; anything else is fine.")
    .why("\
Customers who enlist help voluntarily, which is why others believe them. With pay they are staff without a contract:
the help ends with the money, and in many countries they have to disclose the payment. **Source**: moore.")
    .example("\
pillars:
  support:
    activities:
-      expert-program: { gears: enlistment, rewards: [recognition, cash], start: 2027-04-01 }
+      expert-program: { gears: enlistment, rewards: [recognition, access], start: 2027-04-01 }
purposes: [support]")
    .fix("\
Thank them with things money does not buy: a rank, a look behind the scenes, a mention in the next release. If the
cash only covers expenses, say so: `# stratplan: allow(paid-advocates) it refunds the train fare`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let enlisting = cx.analysis.live_activities().filter(|activity| {
        PurposeKind::ALL.into_iter().any(|purpose| activity.turns(purpose, GearKind::Enlistment))
    });
    among(enlisting, "activities that drive enlistment", "pay people in cash", |activity| {
        let mut rewards = activity.activity().rewards.items().filter_map(|reward| reward.placed());
        let (_, cash) = rewards.find(|(reward, _)| **reward == Reward::Cash)?;
        Some(
            RULE.at(cash.value, format!("`{}` drives enlistment and pays people in cash", activity.id()))
                .label("with cash, they are staff without a contract")
                .note("people who help voluntarily are believed, and they continue when there is no money")
                .help(format!("replace `cash` with recognition, access, goods or credit; if the cash only covers expenses, {}", RULE.allow_it())),
        )
    })
}
