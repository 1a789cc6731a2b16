use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("expired-allow", Group::File, Level::Error, Kind::Wrong)
    .timed()
    .summary("an allow comment past its `until` date")
    .checks("The date after `until=` has not passed. An expired comment no longer allows anything.")
    .why("An exception that was meant to be temporary should not become the rule. **Source**: stratplan.")
    .example(
        "\
-# stratplan: allow(no-goals) until=2027-03-31 the owner sets the goals in March
+# stratplan: allow(no-goals) until=2027-12-31 the owner sets the goals in December
stratplan: 1
strategy: { name: Corner Bakery 2027 }",
    )
    .fix("Fix what it allowed and remove the comment, or give it a new date with a new reason.");
