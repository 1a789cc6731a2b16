//! The rules about the file itself.
//!
//! They are reported while a file is read, so they come before the reader in the order of the modules.

use super::{Group, Kind, Level, Rule};

/// All of them, in the order in which they are listed.
pub static RULES: &[&Rule] = &[
    &INVALID_SYNTAX,
    &UNSUPPORTED_VERSION,
    &UNKNOWN_KEY,
    &MISSING_KEY,
    &INVALID_VALUE,
    &DUPLICATE_KEY,
    &UNKNOWN_REFERENCE,
    &INVALID_READINGS,
    &DUPLICATE_READING,
    &MALFORMED_ALLOW,
    &EXPIRED_ALLOW,
    &UNUSED_ALLOW,
];

pub static INVALID_SYNTAX: Rule = Rule::new("invalid-syntax", Group::File, Level::Error, Kind::Wrong)
    .summary("the file is not valid YAML, is empty, or contains a second document")
    .checks("\
The file is one YAML 1.2 document in UTF-8. After an error, stratplan skips the smallest part it cannot read and
checks the rest, so one run reports several errors, and no other rule reports what the damage hides. Word documents,
PDF files and web pages are named as such, and so are the no-break spaces and bullets that are pasted with a text.")
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

pub static UNSUPPORTED_VERSION: Rule = Rule::new("unsupported-version", Group::File, Level::Error, Kind::Wrong)
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

pub static UNKNOWN_KEY: Rule = Rule::new("unknown-key", Group::File, Level::Error, Kind::Wrong)
    .summary("a key that the format does not have")
    .checks("\
Every key is one that the format has in that place. The message suggests the closest key, or the one with the same
meaning, such as `because` for the `why` of a platform. An obvious typo is read as the key that was meant, so it
causes no further findings. The same key in several entries is one finding.

The rule also notices when a comma cuts off a text in braces: YAML reads `{ answer: Filter life, downtime }` as having
a key `downtime` without a value.")
    .why("A key that is not read is a decision that nobody sees. **Source**: stratplan.")
    .example("\
goals:
  parts-leads:
-    statment: Generate 400 qualified parts leads a quarter
+    statement: Generate 400 qualified parts leads a quarter")
    .fix("\
Use the key that the message names. What the format has no place for can stay, as a comment, under `notes:`, or under a
key that begins with `x-`, which can hold anything. `--fix --unsafe-fixes` renames such a key. Findings about the file
itself cannot be allowed.");

pub static MISSING_KEY: Rule = Rule::new("missing-key", Group::File, Level::Error, Kind::Missing)
    .summary("a required key is missing")
    .checks("\
The few keys that an entry cannot do without are there: the name of the strategy, the statement of a goal, a risk or
an objective, the value of a baseline or the day by which it is due, what a target is, and the question of a decision.")
    .why("\
A target without a value, or a goal without a statement, cannot be checked. **Source**: stratplan.")
    .example("\
kpis:
-  visits: { target: { date: 2027-12-31 } }
+  visits: { target: { value: 20000, date: 2027-12-31 } }")
    .fix("Add the key. Findings about the file itself cannot be allowed.");

pub static INVALID_VALUE: Rule = Rule::new("invalid-value", Group::File, Level::Error, Kind::Wrong)
    .summary("a value that its key cannot have")
    .checks("\
Every value is what its key expects: a date that exists, a number without thousands separators, a duration such as
`4h`, a word from a fixed list, an id of lowercase letters, digits and hyphens, or a text that is not empty. Text of which
YAML would silently drop a part is reported, too: it begins with `!` or `&`, or goes on after a hash sign. Curly quotes
around a value are part of it to YAML; around a text, that is only advice.")
    .why("\
A value that cannot be read turns off every rule that needs it, so fix it first. **Source**: stratplan.")
    .example("\
-budget: { currency: USD, total: \"12,500\" }
+budget: { currency: USD, total: 12500 }")
    .fix("Write the value as the message says. Findings about the file itself cannot be allowed.");

pub static DUPLICATE_KEY: Rule = Rule::new("duplicate-key", Group::File, Level::Error, Kind::Wrong)
    .summary("a key appears twice in the same place")
    .checks("\
No mapping has the same key twice. If the two have different values, neither is read, so that nothing is concluded
from the wrong one.")
    .why("\
It is impossible to tell which of the two is meant, and people who read the file see both. **Source**: YAML 1.2.")
    .example("\
goals:
  saturday-orders: Forty cake orders each Saturday
-  saturday-orders: Fifty cake orders each Saturday
+  sunday-orders: Twenty cake orders each Sunday")
    .fix("\
Keep one of the two, or give the second its own id. Findings about the file itself cannot be allowed.");

pub static UNKNOWN_REFERENCE: Rule = Rule::new("unknown-reference", Group::File, Level::Error, Kind::Wrong)
    .summary("an id that is not declared anywhere in the file")
    .checks("\
Every goal, KPI, owner, objective, channel, audience and platform that is mentioned is declared in its section, and
every gear belongs to a declared purpose. If both purposes are declared, an activity says which purpose's gear it
drives: `marketing.acquisition`, not `acquisition`. Owners are checked against `people` only if that section exists.
An undeclared id that is used in five places is one finding with five places. If the id is declared as something else,
such as a KPI among the goals, the message says what it is and what it belongs to.")
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

pub static INVALID_READINGS: Rule = Rule::new("invalid-readings", Group::File, Level::Error, Kind::Wrong)
    .summary("the readings file is missing or outside the repository, or has a bad header or row")
    .checks("\
The file that `readings:` names exists, is inside the repository (or, without one, in the strategy's folder), and
starts with the header `kpi,date,value` or `kpi,date,value,note`. Each row has a declared KPI, a date and a number.
Those that a spreadsheet or a person writes differently are read if they can mean only one thing: `31.01.2027`,
`37,5`, `€540,000` for a KPI in euros. Fields are separated by commas or semicolons and can be quoted.")
    .why("\
A reading that is not read makes a KPI look out of date or a gap look wide. **Source**: stratplan.")
    .example("\
-readings: data/nowhere.csv
+kpis:
+  visits: { readings: { 2027-03-31: 12100 } }")
    .fix("\
Correct the row that the message points at, or the path. Findings about the file itself cannot be allowed.");

pub static DUPLICATE_READING: Rule = Rule::new("duplicate-reading", Group::File, Level::Error, Kind::Wrong)
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

pub static MALFORMED_ALLOW: Rule = Rule::new("malformed-allow", Group::File, Level::Error, Kind::Wrong)
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

pub static EXPIRED_ALLOW: Rule = Rule::new("expired-allow", Group::File, Level::Error, Kind::Wrong)
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

pub static UNUSED_ALLOW: Rule = Rule::new("unused-allow", Group::File, Level::Warning, Kind::Wrong)
    .summary("an allow comment that does not allow anything")
    .checks("\
Every allow comment suppresses at least one finding. Only rules that ran are considered, and nothing is reported if
part of the file could not be read.")
    .why("A comment that is no longer needed hides the next finding of that rule. **Source**: stratplan.")
    .example("\
-# stratplan: allow(no-goals) the owner sets the goals in January
stratplan: 1
strategy: { name: Corner Bakery 2027 }
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June")
    .fix("Remove the comment.");
