//! The rules of the file group that the decoder reports.

use crate::finding::{Group, Kind, Level, Rule};

/// A key outside the format.
pub static UNKNOWN_KEY: Rule = Rule {
    name: "unknown-key",
    group: Group::File,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "a key that the format does not have",
    options: &[],
    docs: "\
## What it checks
Every key is one that the format knows in that place. The nearest legal key is offered, or one that
means the same, such as `because` for the `why` of a platform; and an obvious typo is read as the key that was
meant, so that one slip is one finding.

It also notices when a comma cuts off a text in braces: in `{ answer: Filter life, downtime }` YAML reads a
key `downtime` without a value.

## Why it matters
A key that is not read is a decision that no one sees. **Source**: stratplan.

## Example
This fails:
```yaml
goals:
  parts-leads:
    statment: Generate 400 qualified parts leads a quarter
```
This passes:
```yaml
goals:
  parts-leads:
    statement: Generate 400 qualified parts leads a quarter
```

## How to fix or allow it
Use a key of the format; `stratplan schema` lists them all. Your own notes belong in comments.
Findings about the file itself cannot be allowed.
",
};

/// A required key is absent.
pub static MISSING_KEY: Rule = Rule {
    name: "missing-key",
    group: Group::File,
    level: Level::Error,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "a required key is missing",
    options: &[],
    docs: "\
## What it checks
The few keys that an entry needs are there: the strategy's name, a goal's statement, the value of a
target or a baseline, the question of a decision, the statement of a risk or an objective.

## Why it matters
A target without a value, or a goal without a statement, cannot be checked. **Source**: stratplan.

## Example
This fails:
```yaml
kpis:
  visits: { target: { date: 2027-12-31 } }
```
This passes:
```yaml
kpis:
  visits: { target: { value: 20000, date: 2027-12-31 } }
```

## How to fix or allow it
Write the key. Findings about the file itself cannot be allowed.
",
};

/// A value that does not fit its key.
pub static INVALID_VALUE: Rule = Rule {
    name: "invalid-value",
    group: Group::File,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "a value that its key does not accept",
    options: &[],
    docs: "\
## What it checks
Every value is what its key expects: a date that exists, a number without thousands separators, a duration such
as `4h`, one of the words of a closed list, an id of lowercase letters, digits and hyphens, a text that is
not empty. A text that starts with `!` or `&` is also reported: YAML gives its first word a special meaning, and
would silently drop it.

## Why it matters
A value that cannot be read silences every rule that needs it, so it has to be fixed first.
**Source**: stratplan.

## Example
This fails:
```yaml
budget: { currency: USD, total: \"12,500\" }
```
This passes:
```yaml
budget: { currency: USD, total: 12500 }
```

## How to fix or allow it
Write the value as the message suggests. Findings about the file itself cannot be allowed.
",
};

/// A mapping that has a key twice.
pub static DUPLICATE_KEY: Rule = Rule {
    name: "duplicate-key",
    group: Group::File,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "the same key twice in one place",
    options: &[],
    docs: "\
## What it checks
No mapping has the same key twice. If the two differ, neither is read, so that nothing is concluded from the wrong
one.

## Why it matters
There is no way to tell which of the two is meant, and readers of the file see both. **Source**: YAML 1.2.

## Example
This fails:
```yaml
goals:
  saturday-orders: Forty cake orders each Saturday
  saturday-orders: Fifty cake orders each Saturday
```
This passes:
```yaml
goals:
  saturday-orders: Forty cake orders each Saturday
  sunday-orders: Twenty cake orders each Sunday
```

## How to fix or allow it
Keep one of the two, or give the second its own id. Findings about the file itself cannot be allowed.
",
};
