use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::date::days_between;
use crate::strategy::plan::Status;
use crate::words::counted;
use crate::words::shown;

pub static RULE: Rule = Rule {
    name: "decision-overdue",
    group: Group::Plan,
    level: Level::Warning,
    kind: Kind::Wrong,
    timed: true,
    since: "0.1.0",
    summary: "a decision is still open after the day it was needed by",
    options: &[],
    docs: "\
## What it checks
No open decision is past its `needed_by:`. A decision without `status:` is open; a coarse date such as `2027-Q1` has
passed when its last day has. Closed strategies are skipped.

## Why it matters
What waits for a decision waits unseen: the activities that need it slip first. **Source**: stratplan.

## Example
This fails:
```yaml
decisions:
  delivery: { question: \"Do we deliver to the door this autumn?\", needed_by: 2027-03-31 }
```
This passes:
```yaml
decisions:
  delivery: { question: \"Do we deliver to the door this autumn?\", needed_by: 2027-03-31, status: made }
```

## How to fix or allow it
Decide, and write `status: made`; write `status: dropped` if nobody needs the answer any more; or agree on a new
`needed_by:`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    if cx.strategy.status() == Status::Closed {
        return;
    }
    let total = cx.strategy.open_decisions().count();
    for (id, decision) in cx.strategy.open_decisions() {
        let Some((date, place)) = decision.needed_by.placed().filter(|(date, _)| date.last < cx.today) else {
            continue;
        };
        let days = counted(days_between(date.last, cx.today), "day", "days");
        let who = match cx.analysis.owners.of(&decision.owner).id() {
            Some(owner) => format!("ask `{}` to decide `{id}` and write", shown(owner)),
            None => format!("decide `{id}` and write"),
        };
        out.push(
            RULE.at(place.value, format!("the decision `{id}` was needed by {date} and is still open"))
                .label(format!("{days} ago"))
                .note("what waits for a decision waits without being seen")
                .help(format!("{who} `status: made`, or `status: dropped` if nobody asks any more, or agree on a new date"))
                .among(total, "open decisions", "are overdue"),
        );
    }
}
