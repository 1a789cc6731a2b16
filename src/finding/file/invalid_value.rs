use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("invalid-value", Group::File, Level::Error, Kind::Wrong)
    .summary("a value that its key cannot have")
    .checks("\
Every value is what its key expects: a date that exists, a number without thousands separators, a duration such as
`4h`, a word from a fixed list, an id of lowercase letters, digits and hyphens, or a text that is not empty. Text that
begins with `!` or `&` is reported too, because YAML would silently drop its first word.")
    .why("\
A value that cannot be read turns off every rule that needs it, so fix it first. **Source**: stratplan.")
    .example("\
-budget: { currency: USD, total: \"12,500\" }
+budget: { currency: USD, total: 12500 }")
    .fix("Write the value as the message says. Findings about the file itself cannot be allowed.");
