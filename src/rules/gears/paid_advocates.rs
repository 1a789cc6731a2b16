use crate::analysis::schedule::Scheduled;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::source::Span;
use crate::strategy::activity::Reward;
use crate::strategy::gear::{GearKind, PurposeKind};

pub static RULE: Rule = Rule {
    name: "paid-advocates",
    group: Group::Gears,
    level: Level::Info,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "an activity that drives enlistment rewards people with cash",
    options: &[],
    docs: "\
## What it checks
No activity that drives enlistment, for either purpose, has `cash` in its `rewards:`. Recognition, access, goods and
credit are fine.

## Why it matters
Customers who enlist help voluntarily and at their own expense, which is why others believe them. With pay they are
staff without a contract: the help ends with the money, and in many countries they have to disclose that they were
paid. **Source**: moore.

## Example
This fails:
```yaml
pillars:
  support:
    activities:
      expert-programme: { gears: enlistment, rewards: [recognition, cash], start: 2027-04-01 }
purposes: [support]
```
This passes:
```yaml
pillars:
  support:
    activities:
      expert-programme: { gears: enlistment, rewards: [recognition, access], start: 2027-04-01 }
purposes: [support]
```

## How to fix or allow it
Thank them with things money does not buy: a rank, a look behind the scenes, a mention in the next release. If the
cash only covers expenses, say so: `# stratplan: allow(paid-advocates) it refunds the train fare`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let enlists = |activity: &&Scheduled<'_>| {
        PurposeKind::ALL.into_iter().any(|purpose| activity.turns(purpose, GearKind::Enlistment))
    };
    let total = cx.analysis.live_activities().filter(enlists).count();
    for activity in cx.analysis.live_activities().filter(enlists) {
        if let Some(cash) = cash(activity) {
            out.push(
                RULE.at(cash, format!("`{}` pays people in cash to turn enlistment", activity.id()))
                    .label("with cash, they are staff without a contract")
                    .note("people who help of their own accord are believed, and go on when the money ends")
                    .help("reward them with recognition, access, goods or credit; if the cash only covers what they spend, allow it and say so")
                    .among(total, "activities that turn enlistment", "pay people in cash"),
            );
        }
    }
}

/// Where an activity says that it pays cash.
fn cash(activity: &Scheduled<'_>) -> Option<Span> {
    let rewards = activity.activity().rewards.get().into_iter().flat_map(|rewards| rewards.iter());
    let mut placed = rewards.filter_map(|reward| reward.placed());
    placed.find(|(reward, _)| **reward == Reward::Cash).map(|(_, place)| place.value)
}
