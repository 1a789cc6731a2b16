//! A strategy that was pasted from another program is as it was after the safe fixes.

use stratplan::Safety;

use super::fix_text;
use crate::support::strategies;

/// A line without its indentation, with a no-break space after each dash and the colon of its key.
fn spaced(content: &str) -> String {
    let entry = content.trim_start_matches("- ");
    let dashes = content[..content.len() - entry.len()].replace("- ", "-\u{a0}");
    let key = entry.find(|c: char| !c.is_ascii_lowercase() && !"_-".contains(c)).unwrap_or(0);
    let (key, value) = entry.split_at(key);
    match value.strip_prefix(": ") {
        Some(value) => format!("{dashes}{key}:\u{a0}{value}"),
        None => format!("{dashes}{entry}"),
    }
}

#[test]
fn no_break_spaces_become_ordinary_ones() {
    let all = |width: usize| "\u{a0}".repeat(width);
    // HTML has every other space like this.
    let every_other = |width: usize| "\u{a0} ".repeat(width / 2);
    for example in strategies() {
        for (name, indentation, changes_content) in [
            ("indentation", &all as &dyn Fn(usize) -> String, false),
            ("every other space", &every_other, false),
            ("colons and dashes", &|width| " ".repeat(width), true),
            ("everything", &every_other, true),
        ] {
            let lines = example.text.lines().map(|line| {
                let content = line.trim_start();
                let indent = indentation(line.len() - content.len());
                if content.starts_with('#') {
                    line.to_owned()
                } else if changes_content {
                    indent + &spaced(content)
                } else {
                    indent + content
                }
            });
            let pasted: String = lines.map(|line| line + "\n").collect();
            assert!(pasted.contains('\u{a0}'), "{}", example.path);
            // Some of the examples have other errors, which can be fixed too.
            let expected = fix_text(&example.text, Safety::Safe);
            assert_eq!(fix_text(&pasted, Safety::Safe), expected, "{}: {name}", example.path);
        }
    }
}
