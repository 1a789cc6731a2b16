use crate::finding::{Group, Kind, Level, Rule};

pub static RULE: Rule = Rule::new("invalid-syntax", Group::File, Level::Error, Kind::Wrong)
    .summary("the file is not valid YAML, is empty, or contains a second document")
    .checks("\
The file is one YAML 1.2 document in UTF-8. After an error, stratplan skips the smallest part it cannot read and
checks the rest, so one run reports several errors, and no other rule reports what the damage hides.")
    .why("\
YAML gives a meaning to characters that are ordinary in text: a colon followed by a space, `#`, `@`, quotes, brackets,
and the spaces at the start of a line. Text that contains one of them is read as something else, or not at all.
**Source**: YAML 1.2 (the specification, sections 5 to 9).")
    .example("\
stratplan: 1
-strategy: { name: Corner Bakery 2027, owner: @mia }
+strategy: { name: Corner Bakery 2027, owner: '@mia' }")
    .fix("\
Put the text in single quotes, and double any quote inside it: `'Mia''s cakes: what to post'`. Indent with spaces.
Close every bracket and quote. This rule cannot be allowed: what cannot be read cannot be checked.");
