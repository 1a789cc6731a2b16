use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("missing-key", Group::File, Level::Error, Kind::Missing)
    .summary("a required key is missing")
    .checks("\
The few keys that an entry cannot do without are there: the name of the strategy, the statement of a goal, a risk or
an objective, the value of a target or a baseline, and the question of a decision.")
    .why("\
A target without a value, or a goal without a statement, cannot be checked. **Source**: stratplan.")
    .example("\
kpis:
-  visits: { target: { date: 2027-12-31 } }
+  visits: { target: { value: 20000, date: 2027-12-31 } }")
    .fix("Add the key. Findings about the file itself cannot be allowed.");
