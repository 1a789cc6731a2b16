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
Every key is one that the format knows in that place. The nearest legal key is offered, or the one that says the
same, such as `because` for the `why` of a platform; and a key that is surely a slip of the pen is read as the one
that was meant, so that one slip is one finding.

It also notices where a comma ended a text between braces: in `{ answer: Filter life, downtime }` YAML reads a
key `downtime` without a value.

## Why it matters
A key that is not read is a decision that nobody sees. **Source**: stratplan.

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
Write the key as the format has it; `stratplan schema` lists them all. Notes of your own belong in comments.
Findings about the file itself cannot be allowed.
",
};

/// A required key that is absent.
pub static MISSING_KEY: Rule = Rule {
    name: "missing-key",
    group: Group::File,
    level: Level::Error,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "a key without which an entry says nothing",
    options: &[],
    docs: "\
## What it checks
The few keys that an entry cannot do without are there: the strategy's name, a goal's statement, the value of a
target or a baseline, the question of a decision, the statement of a risk or an objective.

## Why it matters
A target without a value, or a goal without a statement, cannot be judged. **Source**: stratplan.

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

/// A value that cannot be what its key expects.
pub static INVALID_VALUE: Rule = Rule {
    name: "invalid-value",
    group: Group::File,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "a value that its key cannot have",
    options: &[],
    docs: "\
## What it checks
Every value is what its key expects: a date that exists, a number without thousands separators, a duration such
as `4h`, one of the words of a closed list, an id of lower-case letters, digits and hyphens, a text that says
something. A text that begins with `!` or `&` is one of these faults, too: YAML takes its first word for a sign of
its own, and would drop it without a word.

## Why it matters
A value that cannot be read silences every rule that needs it, so it has to be mended first.
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
Write the value as the message says. Findings about the file itself cannot be allowed.
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
    summary: "a key that stands twice in one place",
    options: &[],
    docs: "\
## What it checks
No mapping has a key twice. Where the two say different things neither is read, so that nothing is concluded from
the wrong one.

## Why it matters
Nobody can tell which of the two is meant, and people who read the file see both. **Source**: YAML 1.2.

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
Keep one of the two, or give the second an id of its own. Findings about the file itself cannot be allowed.
",
};
