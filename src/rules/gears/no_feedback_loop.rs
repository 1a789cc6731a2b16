use crate::decode::field::Field;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;

pub static RULE: Rule = Rule {
    name: "no-feedback-loop",
    group: Group::Gears,
    level: Level::Info,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "no activity passes on to the business what the community says",
    options: &[],
    docs: "\
## What it checks
At least one activity that has not been dropped says in `feeds_back_to:` who in the business acts on what the
community says. Nothing is reported if there are no activities, or if listening has `not_now:`.

## Why it matters
What people who know a product say about it is worth more than most surveys, and they keep saying it only as long as
it makes a difference. Someone has to pass it on to the people who can act on it. **Source**: four-gears.

## Example
This fails:
```yaml
pillars:
  listening:
    activities:
      weekly-digest: { start: 2027-01-04, cadence: weekly }
```
This passes:
```yaml
pillars:
  listening:
    activities:
      weekly-digest: { start: 2027-01-04, cadence: weekly, feeds_back_to: product }
```

## How to fix or allow it
Add `feeds_back_to:` with the team that acts on it to the activity that hears the most: a digest, answering questions,
a group of expert customers.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let listening = cx.strategy.pillars.get().map(|pillars| &pillars.listening);
    let is_left_out = listening
        .and_then(|listening| listening.get())
        .is_some_and(|listening| !listening.not_now.is_absent());
    let total = cx.analysis.live_activities().count();
    let says = cx.analysis.live_activities().any(|one| !one.activity().feeds_back_to.is_absent());
    if !cx.analysis.known.activities || total == 0 || says || is_left_out {
        return;
    }
    let at = listening.and_then(Field::key).or_else(|| cx.strategy.pillars.key());
    out.push(
        RULE.at(
            at.unwrap_or_else(|| cx.strategy.head_key()),
            "no activity carries what the community says back into the business",
        )
        .label("nobody is told what is heard")
        .note("people go on telling you what they think only while something comes of it")
        .help("add `feeds_back_to:` with the team that acts on it to the activity that hears most, such as `feeds_back_to: product`"),
    );
}
