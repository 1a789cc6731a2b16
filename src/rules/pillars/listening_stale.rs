//! Answers of listening that are too old to plan with.

use crate::finding::{Finding, Group, Kind, Level, Rule, RuleOption};
use crate::rules::Context;
use crate::strategy::date::days_between;
use crate::strategy::pillar::{PillarKind, Questions};
use crate::strategy::plan::Status;

pub static RULE: Rule = Rule {
    name: "listening-stale",
    group: Group::Pillars,
    level: Level::Warning,
    kind: Kind::Wrong,
    timed: true,
    since: "0.1.0",
    summary: "an answer of listening is too old",
    options: &[RuleOption {
        name: "max-age-days",
        default: 180.0,
        summary: "an answer older than this many days is stale",
    }],
    docs: "\
## What it checks
An answer of listening with an `as_of:` is at most `max-age-days` old (default 180). A coarse date such as `2027-Q1`
counts from its last day. An answer without `as_of:`, and every answer of a closed strategy, is left alone.

## Why it matters
People move to other places, questions change and moods turn. A plan that rests on last year's answers speaks to
people who have left. **Source**: stratplan (our own judgement: half a year).

## Example
This fails:
```yaml
pillars:
  listening:
    questions:
      where: { answer: Two local Facebook groups, as_of: 2026-03-30, source: at the counter }
```
This passes:
```yaml
pillars:
  listening:
    questions:
      where: { answer: Two local Facebook groups, as_of: 2027-03-30, source: at the counter }
```

## How to fix or allow it
Look again and date the answer anew, also where it stays the same. Where things change slowly, set more days:
`max-age-days` under `[rules.listening-stale]` in `stratplan.toml`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let listening = cx.strategy.pillars.get().and_then(|pillars| pillars.listening.get());
    let Some(listening) = listening.filter(|listening| listening.not_now.is_absent()) else { return };
    if cx.strategy.status() == Status::Closed {
        return;
    }
    let max_age = cx.option(&RULE, "max-age-days");
    let questions = listening.questions.get().map(Questions::all);
    let answered = questions.iter().flatten().filter_map(|(key, question)| {
        let answer = question.get()?;
        answer.answer.get()?;
        Some((*key, answer))
    });
    let answered: Vec<_> = answered.collect();
    for (key, answer) in &answered {
        let Some((as_of, place)) = answer.as_of.placed() else { continue };
        let age = days_between(as_of.as_reading(cx.today), cx.today);
        // Days are small: an i32 always holds them.
        if f64::from(i32::try_from(age).unwrap_or(i32::MAX)) <= max_age {
            continue;
        }
        out.push(
            RULE.at(place.value, format!("{}'s answer to `{key}` is {age} days old", PillarKind::Listening))
                .label(format!("{age} days ago, more than {max_age}"))
                .note("people move, questions change and moods turn; a plan that rests on old answers speaks to people who have left")
                .help("look again and set a new `as_of:` and `source:`, also where the answer stays the same")
                .among(answered.len(), "answers of listening", "are too old to plan with"),
        );
    }
}
