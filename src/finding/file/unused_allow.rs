use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("unused-allow", Group::File, Level::Warning, Kind::Wrong)
    .summary("an allow comment that does not allow anything")
    .checks("\
Every allow comment suppresses at least one finding. Only rules that ran are considered, and nothing is reported if
part of the file could not be read.")
    .why("A comment that is no longer needed hides the next finding of that rule. **Source**: stratplan.")
    .example("\
-# stratplan: allow(no-goals) the owner sets the goals in January
stratplan: 1
strategy: { name: Corner Bakery 2027 }
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June")
    .fix("Remove the comment.");
