use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("unknown-reference", Group::File, Level::Error, Kind::Wrong)
    .since("0.1.0")
    .summary("an id that is not declared anywhere in the file")
    .docs("\
## What it checks
Every goal, KPI, owner, objective, channel, audience and platform that is mentioned is declared in its section, and
every gear belongs to a declared purpose. If both purposes are declared, an activity says which purpose's gear it
drives: `marketing.acquisition`, not `acquisition`. Owners are checked against `people` only if that section exists.
An undeclared id that is used in five places is one finding with five places.

## Why it matters
A reference to something that does not exist makes an activity look aligned when it is not. **Source**: stratplan.

## Example
This fails:
```yaml
goals:
  parts-leads: Generate 400 qualified parts leads a quarter
pillars:
  promotion:
    activities:
      filter-guide: { goals: part-leads }
```
This passes:
```yaml
goals:
  parts-leads: Generate 400 qualified parts leads a quarter
pillars:
  promotion:
    activities:
      filter-guide: { goals: parts-leads }
```

## How to fix or allow it
Correct the id, or declare it in its section. Findings about the file itself cannot be allowed.
");
