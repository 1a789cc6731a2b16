use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("unknown-reference", Group::File, Level::Error, Kind::Wrong)
    .summary("an id that is not declared anywhere in the file")
    .checks("\
Every goal, KPI, owner, objective, channel, audience and platform that is mentioned is declared in its section, and
every gear belongs to a declared purpose. If both purposes are declared, an activity says which purpose's gear it
drives: `marketing.acquisition`, not `acquisition`. Owners are checked against `people` only if that section exists.
An undeclared id that is used in five places is one finding with five places.")
    .why("\
A reference to something that does not exist makes an activity look aligned when it is not. **Source**: stratplan.")
    .example("\
goals:
  parts-leads: Generate 400 qualified parts leads a quarter
pillars:
  promotion:
    activities:
-      filter-guide: { goals: part-leads }
+      filter-guide: { goals: parts-leads }")
    .fix("\
Correct the id, or declare it in its section. Findings about the file itself cannot be allowed.");
