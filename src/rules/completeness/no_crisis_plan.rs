use crate::rules::prelude::*;

const BEGIN: &str = "crisis crises emergency incident escalation krise notfall eskalation shitstorm crise urgence emergencia crisi emergenza emergência noodplan calamiteit kryzys";

pub static RULE: Rule = Rule::new("no-crisis-plan", Group::Completeness, Level::Info, Kind::Missing)
    .summary("the documents have no crisis plan")
    .checks("\
The id, the text or the path of an entry of `documents:` has a word that begins like one for a crisis plan.")
    .words(&[("a word that begins with one of these", BEGIN)])
    .why("\
In a crisis, there is no time to decide who decides. A plan that nobody can find is none. **Source**: stratplan.")
    .example("\
documents:
  house-rules: docs/house-rules.pdf
+  crisis-plan: docs/crisis-plan.pdf")
    .fix("Add it to `documents:` with its path or address, or write one.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    cx.no_document(BEGIN).map(|at| {
        RULE.at(at, "nothing says what to do in a crisis")
            .label("not among the `documents:`")
            .note("in a crisis, there is no time to decide who decides")
            .help("add it to `documents:`: `crisis-plan:` with its path or address")
            .absent_section("documents")
    })
}
