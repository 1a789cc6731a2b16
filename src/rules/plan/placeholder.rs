//! What was meant to be filled in and was not.

use crate::decode::shown;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::rules::texts::texts;
use crate::words::holds_word;

pub static RULE: Rule = Rule {
    name: "placeholder",
    group: Group::Plan,
    level: Level::Warning,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "a TODO, a TBD or a `<like this>` of the starter file is left in",
    options: &[],
    docs: "\
## What it checks
No text of the strategy and no name of an owner holds one of these as whole words: `TODO`, `FIXME` or `XXX` in
capitals, `TBD` or *lorem ipsum* in any case, or words in angle brackets `<like this>`. Comparisons (`in <2 h`),
addresses (`<https://example.org>`, `<mia@example.org>`) and HTML tags are left alone, and so are comments.

## Why it matters
A placeholder looks like an answer: reports print it, and the other rules take it for one. **Source**: stratplan.

## Example
This fails:
```yaml
goals:
  parts-leads: { statement: \"<what the business wants, how much of it and by when>\", owner: TBD }
```
This passes:
```yaml
goals:
  parts-leads: { statement: Generate 400 qualified parts leads a quarter by September 2027, owner: mia }
```

## How to fix or allow it
Fill it in, or remove the line: what is absent is listed as such, and what is left for later can be noted in a comment
(`# TODO ask sales`). A name that only looks like one is allowed with
`# stratplan: allow(placeholder) TODO is our app's name`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let texts = texts(cx.strategy);
    let total = texts.len();
    for text in &texts {
        let Some(marker) = marker(text.text) else { continue };
        // Not a whole paragraph: where a text is long, its key says where it stands.
        let is_long = text.place.value.len() > 100 || text.text.contains('\n');
        let at = if is_long { text.place.key } else { text.place.value };
        out.push(
            RULE.at(at, format!("a placeholder is left in: `{}`", shown(marker)))
                .label("still to be filled in")
                .note("it looks like an answer: reports print it, and the other rules take it for one")
                .help("fill it in, or remove the line and leave a `# TODO` comment instead")
                .among(total, "texts", "still hold a placeholder"),
        );
    }
}

/// The placeholder in a text.
fn marker(text: &str) -> Option<&str> {
    // `todo` is a word of Spanish and Portuguese, so that one counts in capitals only.
    let in_capitals = ["TODO", "FIXME", "XXX"];
    let words = |wanted: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == wanted);
    let in_any_case = ["TBD", "lorem ipsum"];
    let capital = in_capitals.into_iter().find(|marker| words(marker));
    let capital = capital.or_else(|| in_any_case.into_iter().find(|marker| holds_word(text, marker)));
    capital.or_else(|| in_brackets(text))
}

/// Words in angle brackets, with the brackets.
fn in_brackets(text: &str) -> Option<&str> {
    let mut rest = text;
    let mut before = None;
    loop {
        let (head, tail) = rest.split_once('<')?;
        before = head.chars().next_back().or(before);
        let (inside, after) = tail.split_once('>')?;
        let stands_alone =
            !before.is_some_and(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        if stands_alone && is_prose(inside) {
            let start = rest.len() - tail.len() - 1;
            return rest.get(start..start + inside.len() + 2);
        }
        before = Some('<');
        rest = tail;
    }
}

/// The tags that people paste in with a text.
const TAGS: [&str; 24] = [
    "a", "b", "br", "code", "div", "em", "h1", "h2", "h3", "hr", "i", "img", "li", "ol", "p", "pre", "s",
    "span", "strong", "sub", "sup", "table", "u", "ul",
];

/// True for words as somebody writes them who explains what goes there.
fn is_prose(inside: &str) -> bool {
    if matches!(inside, "..." | "…") {
        return true;
    }
    let begins_and_ends = inside.starts_with(char::is_alphabetic) && !inside.ends_with(char::is_whitespace);
    begins_and_ends && !TAGS.contains(&inside.trim_end_matches('/')) && inside.split_whitespace().all(is_word)
}

/// A word with its punctuation: not an address, and nothing of code.
fn is_word(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '“', '"', '‘']);
    let word = word.trim_end_matches(['.', ',', ';', ':', '?', '!', '…', ')', '”', '"', '/']);
    let is_abbreviation = || word.split('.').all(|part| part.chars().count() == 1);
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '\'' | '’' | '&' | '/' | '+' | '%' | '_');
    word.chars().all(is_plain) || (is_abbreviation() && word.chars().all(|c| is_plain(c) || c == '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found() {
        for (text, found) in [
            ("TODO", "TODO"),
            ("Ask sales (TODO)", "TODO"),
            ("tbd", "TBD"),
            ("TBD: who?", "TBD"),
            ("Lorem ipsum dolor sit amet", "lorem ipsum"),
            ("XXX leads a quarter", "XXX"),
            ("<your name>", "<your name>"),
            ("<you>", "<you>"),
            ("400 leads by <when, e.g. September>", "<when, e.g. September>"),
            ("a <b> and <the real one>", "<the real one>"),
            ("<...>", "<...>"),
            ("<Wer ist’s?>", "<Wer ist’s?>"),
        ] {
            assert_eq!(marker(text), Some(found), "{text}");
        }
    }

    #[test]
    fn comparisons_addresses_and_words_are_left_alone() {
        for text in [
            "Vender todo en un día",
            "Todo el mundo",
            "MXXXL shirts",
            "Answer in <2 h, solve >90 %",
            "cost <target and margin>10",
            "x<y and y>z",
            "a < b and c > d",
            "<https://example.org/a>",
            "<mia@example.org>",
            "<www.example.org>",
            "<b>bold</b> and <br>",
            "<br/>",
            "I <3 you -> me",
            "<!-- hidden -->",
            "<",
            "<>",
            "Fewer than 5 -> <unclosed",
            "Lorem's ipsum",
        ] {
            assert_eq!(marker(text), None, "{text}");
        }
    }
}
