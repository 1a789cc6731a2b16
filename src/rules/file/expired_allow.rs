//! An allow comment past its date.

use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule {
    name: "expired-allow",
    group: Group::File,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: true,
    since: "0.1.0",
    summary: "an allow comment past its `until` date",
    options: &[],
    docs: "\
## What it checks
The date after `until=` has not passed. An expired comment no longer silences anything.

## Why it matters
An exception that was meant for a while must not become the rule. **Source**: stratplan.

## Example
This fails once March 2027 is over:
```yaml
# stratplan: allow(no-goals) until=2027-03-31 the owner sets the goals in March
stratplan: 1
strategy: { name: Corner Bakery 2027 }
```
This passes:
```yaml
# stratplan: allow(no-goals) until=2027-12-31 the owner sets the goals in December
stratplan: 1
strategy: { name: Corner Bakery 2027 }
```

## How to fix or allow it
Fix what it allowed and remove the comment, or give it a new date with a new reason.
",
};
