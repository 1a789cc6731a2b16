use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("unsupported-version", Group::File, Level::Error, Kind::Wrong)
    .summary("the format version is missing or not supported")
    .checks("\
The file says `stratplan: 1`. If it names another version, nothing else is checked, because the keys may mean
something else there.")
    .why("\
This line says which format the file follows, and it is how stratplan recognizes a strategy when it searches a folder.
**Source**: stratplan.")
    .example("\
-stratplan: 7
+stratplan: 1
strategy: { name: Corner Bakery 2027 }")
    .fix("\
Write `stratplan: 1` as the first line, or use a newer stratplan. Findings about the file itself cannot be allowed.");
