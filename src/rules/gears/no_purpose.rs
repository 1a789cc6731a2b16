//! A strategy that does not say what its community is for.

use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;

pub static RULE: Rule = Rule {
    name: "no-purpose",
    group: Group::Gears,
    level: Level::Warning,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "neither marketing nor support is declared, so no order can be checked",
    options: &[],
    docs: "\
## What it checks
At least one of `marketing` and `support` stands under `purposes:`. Both may.

## Why it matters
The same four gears are started in opposite orders for the two: to win people over you fetch them first, to help the
customers you have you answer them first. A strategy that does not say which of the two it is for can be in order
only by luck. **Source**: four-gears (the article on Lyle Fong's talk at Lithium's Network Conference; the model is
Geoffrey Moore's).

## Example
This fails:
```yaml
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
```
This passes:
```yaml
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
purposes: [marketing]
```

## How to fix or allow it
Declare the purpose, and then its four gears with their starts. A strategy that builds no community at all is allowed
with `# stratplan: allow(no-purpose) why there are no gears to turn`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    if !cx.analysis.known.purposes || cx.strategy.purposes().next().is_some() {
        return;
    }
    let at = cx.strategy.purposes.key().unwrap_or_else(|| cx.strategy.head_key());
    out.push(
        RULE.at(at, "the strategy says neither that it is for marketing nor that it is for support")
            .label("without a purpose, nobody can tell which gear comes first")
            .note("to win people over you fetch them first; to help the customers you have you answer them first")
            .help("add `purposes: [marketing]`, `purposes: [support]` or both, then give each of its four gears a start")
            .absent_section("purposes"),
    );
}
