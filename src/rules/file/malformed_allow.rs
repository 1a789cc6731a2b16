//! An allow comment that cannot be understood.

use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule {
    name: "malformed-allow",
    group: Group::File,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "an allow comment without a known rule name or without a reason",
    options: &[],
    docs: "\
## What it checks
An allow comment names rules that exist, gives a reason, and writes its `until=` as a date. Rules about the file
itself cannot be allowed.

## Why it matters
A comment that silences nothing because of a typo looks like a decision, but nobody made one.
**Source**: stratplan.

## Example
This fails, because it gives no reason:
```yaml
# stratplan: allow(no-goals)
stratplan: 1
strategy: { name: Corner Bakery 2027 }
```
This passes:
```yaml
# stratplan: allow(no-goals) the owner sets the goals in January
stratplan: 1
strategy: { name: Corner Bakery 2027 }
```

## How to fix or allow it
Write `# stratplan: allow(rule-name) the reason`. `stratplan rules` lists the names.
",
};
