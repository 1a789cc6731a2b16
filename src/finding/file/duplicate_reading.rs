use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("duplicate-reading", Group::File, Level::Error, Kind::Wrong)
    .summary("a KPI has two readings for the same date")
    .checks("No KPI has two readings for the same date, whether in the strategy or in the readings file.")
    .why(
        "\
It is impossible to tell which of the two is right, and every figure that follows depends on it. **Source**:
stratplan.",
    )
    .example(
        "\
kpis:
-  visits: { readings: { 2027-03-31: 12100, 2027-03-31: 12900 } }
+  visits: { readings: { 2027-02-28: 12100, 2027-03-31: 12900 } }",
    )
    .fix(
        "\
Keep the reading that is right and remove the other. Findings about the file itself cannot be allowed.",
    );
