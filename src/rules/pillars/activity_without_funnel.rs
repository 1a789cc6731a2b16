use crate::analysis::schedule::Scheduled;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::pillar::PillarKind;

pub static RULE: Rule = Rule {
    name: "activity-without-funnel",
    group: Group::Pillars,
    level: Level::Info,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "a promotion activity that serves a sales goal does not give its funnel stage",
    options: &[],
    docs: "\
## What it checks
A promotion activity that serves a goal of kind `sell` or `generate_leads` has a `funnel_stage:`. Activities that
serve only other goals and dropped activities are skipped.

## Why it matters
Promotion moves people down the funnel. People who have never heard of you need a different post than people who are
comparing prices, and without the stage nobody sees which of them is left out. **Source**: four-pillars.

## Example
This fails:
```yaml
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kind: sell }
pillars:
  promotion:
    activities:
      cake-of-the-week: { goals: saturday-orders, start: 2027-01-15 }
```
This passes:
```yaml
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kind: sell }
pillars:
  promotion:
    activities:
      cake-of-the-week: { goals: saturday-orders, funnel_stage: awareness, start: 2027-01-15 }
```

## How to fix or allow it
Add `funnel_stage:` with `awareness`, `consideration`, `purchase`, `loyalty` or `advocacy`: the stage that most of the
people it reaches are at before they see it.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let total = cx.analysis.live_activities_of(PillarKind::Promotion).count();
    for activity in without_stage(cx) {
        out.push(
            RULE.at(activity.used.id.span, format!("`{}` does not say its funnel stage", activity.id()))
                .label("whom does it meet: people who have never heard of you, or people who compare?")
                .note("the two need different posts, and without the stage nobody sees which of them is left out")
                .help("add `funnel_stage: awareness`, or consideration, purchase, loyalty, advocacy")
                .absent("funnel_stage")
                .among(total, "promotion activities", "do not say their funnel stage"),
        );
    }
}

/// The promotion activities that serve a goal to sell and say no stage. As long as there is one, the
/// funnel as a whole cannot be judged.
pub(super) fn without_stage<'c>(cx: &'c Context<'_>) -> impl Iterator<Item = &'c Scheduled<'c>> {
    let promotion = cx.analysis.live_activities_of(PillarKind::Promotion);
    promotion
        .filter(|one| one.activity().funnel_stage.is_absent() && cx.analysis.sales_goal_of(one).is_some())
}
