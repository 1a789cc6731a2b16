use crate::rules::prelude::*;
use crate::strategy::walk::{Meaning, Node, Visitor, walk};
use crate::words::placeholder::{placeholder, placeholder_for_name};

pub static RULE: Rule = Rule::new("placeholder", Group::Plan, Level::Warning, Kind::Missing)
    .summary("a TODO, a TBD or a `<like this>` from the starter file is left in")
    .checks("\
No text and no owner's name contains one of these as whole words: `TODO`, `FIXME` or `XXX` in capitals, `TBD` or
*lorem ipsum* in any case, or words in angle brackets `<like this>`. Comparisons (`in <2 h`), addresses
(`<https://example.org>`, `<mia@example.org>`), HTML tags, comments and `notes:` are skipped. No text is only `tba`, `tbc`,
`n.n.`, `xxx`, `placeholder`, `to be announced` (or *added*, *assigned*, *confirmed*, *decided*, *defined*,
*determined*), `?`, `…` or `___`. No owner is `nobody`, `no one`, `none`, `somebody`, `someone`, `anybody`, `anyone`,
`n/a`, `unassigned` or `unknown`; in a sentence these words are ordinary.")
    .why("A placeholder looks like an answer, to reports and to the other rules. **Source**: stratplan.")
    .example("\
goals:
-  parts-leads: { statement: \"<what the business wants, how much of it and by when>\", owner: TBD }
+  parts-leads: { statement: Generate 400 qualified parts leads a quarter by September 2027, owner: mia }")
    .fix("\
Fill it in, or remove the line: reports list what is missing, and a comment (`# TODO ask sales`) can remind you. If it
is a real name, allow it: `# stratplan: allow(placeholder) TODO is our app's name`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let mut texts = Texts { found: Vec::new(), owners_are_free: cx.strategy.people.is_absent() };
    walk(cx.strategy, &mut texts);
    among(texts.found, "texts", "still contain a placeholder", |(text, place, is_name)| {
        let marker = if is_name { placeholder_for_name(text) } else { placeholder(text) }?;
        // If the text is long, point at its key and not at a paragraph.
        let is_long = place.value.len() > 100 || text.contains('\n');
        let at = if is_long { place.key } else { place.value };
        Some(
            RULE.at(at, format!("a placeholder is left in: `{}`", shown(marker)))
                .label("still to be filled in")
                .note("it looks like an answer: reports print it, and the other rules take it for one")
                .help("fill it in, or remove the line and leave a `# TODO` comment instead"),
        )
    })
}

/// Every text that was read, with its place and whether it names a person. An owner's name is one only if the file has no `people`:
/// otherwise an id that belongs to no one is already an unknown reference.
struct Texts<'a> {
    found: Vec<(&'a str, Place, bool)>,
    owners_are_free: bool,
}

impl<'a> Visitor<'a> for Texts<'a> {
    fn field<T: Node>(&mut self, path: &[&'a str], field: &'a Field<T>) {
        let Some((value, place)) = field.placed() else { return };
        if T::MEANING == Meaning::Notes {
            return;
        }
        if let ["people", id] = *path {
            self.found.push((id, Place { key: place.key, value: place.key }, true));
        }
        let is_owner = T::MEANING.is_owner();
        let is_name = is_owner || matches!(path, ["people", _, "name"]);
        let text = if is_owner && self.owners_are_free { value.id().map(Id::as_str) } else { value.text() };
        self.found.extend(text.map(|text| (text, place, is_name)));
    }
}
