//! An allow comment that silences nothing.

use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule {
    name: "unused-allow",
    group: Group::File,
    level: Level::Warning,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "an allow comment that silences nothing",
    options: &[],
    docs: "\
## What it checks
Every allow comment silences at least one finding. Only rules that were run count, and nothing is reported if part of
the file could not be read.

## Why it matters
A comment that is no longer needed hides the next finding of that rule. **Source**: stratplan.

## Example
This fails, because the strategy has a goal:
```yaml
# stratplan: allow(no-goals) the owner sets the goals in January
stratplan: 1
strategy: { name: Corner Bakery 2027 }
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
```
This passes:
```yaml
stratplan: 1
strategy: { name: Corner Bakery 2027 }
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
```

## How to fix or allow it
Remove the comment.
",
};
