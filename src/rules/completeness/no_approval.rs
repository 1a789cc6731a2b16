use crate::rules::prelude::*;

const BEGIN: &str = "approval approve approving signoff clearance freigabe genehmigung abnahme freigeben validation approbation aprobación aprobacion aprobaciones approvazione aprovação goedkeuring akceptacja";

pub static RULE: Rule = Rule::new("no-approval", Group::Completeness, Level::Info, Kind::Missing)
    .summary("the documents do not say who approves what is published")
    .checks("\
The id, the text or the path of an entry of `documents:` has a word that begins like one for approvals.")
    .words(&[("a word that begins with one of these", BEGIN)])
    .why("\
Without an agreed approval, every post waits for the one who dares to say yes, or goes out without anybody having looked. **Source**: stratplan.")
    .example("\
documents:
  house-rules: docs/house-rules.pdf
+  approvals: docs/approvals.md")
    .fix("Add it to `documents:` with its path or address, or write one.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    cx.no_document(BEGIN).map(|at| {
        RULE.at(at, "nothing says who approves what is published")
            .label("not among the `documents:`")
            .note("without an agreed approval, posts wait for someone who dares to say yes, or nobody looks at them")
            .help("add it to `documents:`: `approvals:` with its path or address")
            .absent_section("documents")
    })
}
