use crate::rules::prelude::*;

const BEGIN: &str = "tone voice style styleguide stylebook wording brandbook tonalit tonality ton tono tom stil stilguide sprachleitfaden charte estilo stile schrijfwijzer huisstijl";

pub static RULE: Rule = Rule::new("no-tone-of-voice", Group::Completeness, Level::Info, Kind::Missing)
    .summary("the documents have no tone of voice")
    .checks("\
The id, the text or the path of an entry of `documents:` has a word that begins like one for a tone of voice or a style guide.")
    .words(&[("a word that begins with one of these", BEGIN)])
    .why("\
Several people write for one organization. Without a tone of voice, customers hear as many voices as there are authors. **Source**: stratplan.")
    .example("\
documents:
  house-rules: docs/house-rules.pdf
+  tone-of-voice: docs/tone-of-voice.pdf")
    .fix("Add it to `documents:` with its path or address, or write one.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    cx.no_document(BEGIN).map(|at| {
        RULE.at(at, "nothing says how posts and answers should sound")
            .label("not among the `documents:`")
            .note("without a tone of voice, customers hear as many voices as there are authors")
            .help("add it to `documents:`: `tone-of-voice:` with its path or address")
            .absent_section("documents")
    })
}
