use crate::rules::prelude::*;

const BEGIN: &str = "calendar contentcalendar editorial contentplan redaktionsplan redaktionskalender themenplan kalender calendrier calendario calendário editoriale contentkalender kalendarz";

pub static RULE: Rule = Rule::new("no-content-calendar", Group::Completeness, Level::Info, Kind::Missing)
    .summary("the documents have no content calendar")
    .checks("\
The id, the text or the path of an entry of `documents:` has a word that begins like one for a calendar or an editorial plan.")
    .words(&[("a word that begins with one of these", BEGIN)])
    .why("\
A strategy says why, a calendar says what comes out on Tuesday. Without it, activities compete for the same day, and nobody sees the gap next month. **Source**: stratplan.")
    .example("\
documents:
  house-rules: docs/house-rules.pdf
+  content-calendar: https://calendar.example.org")
    .fix("Add it to `documents:` with its path or address, or write one.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    cx.no_document(BEGIN).map(|at| {
        RULE.at(at, "nothing says what is published when")
            .label("not among the `documents:`")
            .note(
                "without a calendar, activities compete for the same day, and nobody sees the gap next month",
            )
            .help("add it to `documents:`: `content-calendar:` with its path or address")
            .absent_section("documents")
    })
}
