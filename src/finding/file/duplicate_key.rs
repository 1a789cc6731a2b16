use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("duplicate-key", Group::File, Level::Error, Kind::Wrong)
    .summary("a key appears twice in the same place")
    .checks("\
No mapping has the same key twice. If the two have different values, neither is read, so that nothing is concluded
from the wrong one.")
    .why("\
It is impossible to tell which of the two is meant, and people who read the file see both. **Source**: YAML 1.2.")
    .example("\
goals:
  saturday-orders: Forty cake orders each Saturday
-  saturday-orders: Fifty cake orders each Saturday
+  sunday-orders: Twenty cake orders each Sunday")
    .fix("\
Keep one of the two, or give the second its own id. Findings about the file itself cannot be allowed.");
