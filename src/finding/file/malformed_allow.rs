use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("malformed-allow", Group::File, Level::Error, Kind::Wrong)
    .summary("an allow comment without a known rule name or without a reason")
    .checks("\
An allow comment names existing rules, gives a reason, and writes `until=` as a date. Rules about the file itself
cannot be allowed.")
    .why("\
A comment that allows nothing because of a typo looks like a decision that nobody made. **Source**: stratplan.")
    .example("\
-# stratplan: allow(no-goals)
+# stratplan: allow(no-goals) the owner sets the goals in January
stratplan: 1
strategy: { name: Corner Bakery 2027 }")
    .fix("Write `# stratplan: allow(rule-name) the reason`. `stratplan rules` lists the names.");
