use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("invalid-readings", Group::File, Level::Error, Kind::Wrong)
    .summary("the readings file is missing or outside the repository, or has a bad header or row")
    .checks("\
The file that `readings:` names exists, is inside the repository (or, without one, in the strategy's folder), and
starts with the header `kpi,date,value`. Each row has a declared KPI, a date and a number. Fields are separated by
commas or semicolons and can be quoted.")
    .why("\
A reading that is not read makes a KPI look out of date or a gap look wide. **Source**: stratplan.")
    .example("\
-readings: data/nowhere.csv
+kpis:
+  visits: { readings: { 2027-03-31: 12100 } }")
    .fix("\
Correct the row that the message points at, or the path. Findings about the file itself cannot be allowed.");
