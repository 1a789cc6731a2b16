use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("unknown-key", Group::File, Level::Error, Kind::Wrong)
    .summary("a key that the format does not have")
    .checks("\
Every key is one that the format has in that place. The message suggests the closest key, or the one with the same
meaning, such as `because` for the `why` of a platform. An obvious typo is read as the key that was meant, so it
causes no further findings.

The rule also notices when a comma cuts off a text in braces: YAML reads `{ answer: Filter life, downtime }` as having
a key `downtime` without a value.")
    .why("A key that is not read is a decision that nobody sees. **Source**: stratplan.")
    .example("\
goals:
  parts-leads:
-    statment: Generate 400 qualified parts leads a quarter
+    statement: Generate 400 qualified parts leads a quarter")
    .fix("\
Use a key of the format; `stratplan schema` lists them all. Put your own notes in comments. Findings about the file
itself cannot be allowed.");
