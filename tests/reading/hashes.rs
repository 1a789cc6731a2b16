//! What is after a ` #`: text that people meant, or a comment.

use std::path::Path;

use jiff::civil::date;
use stratplan::changes::{FindingCounts, Fixer};
use stratplan::{Document, Linter, Safety};

use crate::support::{about_the_file, read};

/// A strategy with this in its only activity, indented by eight spaces.
fn with(lines: &str) -> String {
    format!(
        "stratplan: 1\nstrategy: {{ name: Parts 2027, owner: mia, period: 2027 }}\nkpis: {{ sales: {{ unit: x }} }}\n\
         pillars:\n  promotion:\n    activities:\n      launch:\n        {lines}\n"
    )
}

fn linter() -> Linter {
    Linter::new(date(2027, 4, 5))
}

fn errors(document: &Document) -> Vec<(&'static str, String)> {
    about_the_file(linter().check(document).findings)
}

/// The text after the safe fixes.
fn fixed(text: &str) -> String {
    let accepted = FindingCounts::default();
    let fixer = Fixer { linter: &linter(), accepted: &accepted, path: Path::new("strategy.yaml") };
    let done = fixer.fix(&read(text), Safety::Safe);
    done.document.map_or_else(|| text.to_owned(), |document| document.source.text().to_owned())
}

#[test]
fn a_text_that_goes_on_after_a_hash_is_reported_and_put_in_quotes() {
    let cut = "is cut off before the `#`";
    let hidden = "begins a comment here, so the";
    let split = "a comment splits this text in two";
    for (before, after, message) in [
        ("name: Launch the #1 tool", "name: 'Launch the #1 tool'", cut),
        ("name: Use #help to ask", "name: 'Use #help to ask'", cut),
        ("problem: follow #slowbread", "problem: 'follow #slowbread'", cut),
        (
            "call_to_action: { text: follow #slowbread\n        }",
            "call_to_action: { text: 'follow #slowbread'\n        }",
            cut,
        ),
        ("name: We're #1", "name: 'We''re #1'", cut),
        ("name: Episode #12, the sequel", "name: 'Episode #12, the sequel'", cut),
        ("name: The #100DaysOfBread challenge", "name: 'The #100DaysOfBread challenge'", cut),
        ("name: Post with #slowbread #bakery", "name: 'Post with #slowbread #bakery'", cut),
        ("name: Join #slow_bread, and ask @mia", "name: 'Join #slow_bread, and ask @mia'", cut),
        ("name: Der Tag #brötchen", "name: 'Der Tag #brötchen'", cut),
        ("name: 毎週 #パン屋", "name: '毎週 #パン屋'", cut),
        ("name: Our blue is #0a7cff", "name: 'Our blue is #0a7cff'", cut),
        ("name: Our white is #fff", "name: 'Our white is #fff'", cut),
        ("name: Answer ticket #4711   ", "name: 'Answer ticket #4711'   ", cut),
        ("name: We are #1: the town says so", "name: 'We are #1: the town says so'", cut),
        ("name: The #1-rated tool", "name: 'The #1-rated tool'", cut),
        (
            "why: Bakers use it\n          with #slowbread",
            "why: 'Bakers use it\n          with #slowbread'",
            cut,
        ),
        (
            "why: Bakers know #slowbread\n          and use it",
            "why: 'Bakers know #slowbread\n          and use it'",
            split,
        ),
        // Between braces, the closing one is hidden.
        (
            "call_to_action: { text: Follow #slowbread }",
            "call_to_action: { text: 'Follow #slowbread' }",
            hidden,
        ),
        (
            "call_to_action: { text: Be #1, captures_lead: true }",
            "call_to_action: { text: 'Be #1', captures_lead: true }",
            hidden,
        ),
        (
            "call_to_action: { captures_lead: true, text: Be #1 } # soon",
            "call_to_action: { captures_lead: true, text: 'Be #1' } # soon",
            hidden,
        ),
        (
            "call_to_action: {\n          text: Be #1,\n          captures_lead: true }",
            "call_to_action: {\n          text: 'Be #1',\n          captures_lead: true }",
            hidden,
        ),
        (
            "call_to_action: {\n          text: Be #1 }",
            "call_to_action: {\n          text: 'Be #1' }",
            hidden,
        ),
    ] {
        let (before, after) = (with(before), with(after));
        let found = errors(&read(&before));
        assert_eq!(found.len(), 1, "{before}: {found:?}");
        assert!(found[0].1.contains(message), "{before}: {found:?}");
        assert_eq!(fixed(&before), after);
        assert_eq!(errors(&read(&after)), [], "{after}");
    }
}

#[test]
fn no_help_writes_a_text_without_what_is_after_the_hash() {
    let text = with("call_to_action: follow #slowbread");
    let findings = linter().check(&read(&text)).findings;
    let finding = findings.iter().find(|finding| finding.rule.name == "invalid-value").unwrap();
    assert!(finding.help.starts_with("write `{ text: 'follow #slowbread' }`"), "{}", finding.help);
    let after = stratplan::yaml::apply(&text, &finding.fix.as_ref().unwrap().edits).unwrap();
    assert!(after.contains("call_to_action: { text: 'follow #slowbread' }\n"), "{after}");
}

#[test]
fn a_comment_is_left_alone() {
    for line in [
        "name: Launch # a comment",
        "name: Launch #  a comment",
        "name: Launch #",
        "name: Launch ## a comment",
        "name: Launch #! a comment",
        "name: Launch #(maybe)",
        "name: Launch #…",
        "name: Launch #-- ask Sam",
        "name: Launch #TODO rename it",
        "name: Launch #TODO: rename it",
        "name: Launch #FIXME",
        "name: Launch #NB in May",
        "name: Launch #todo: rename it",
        "name: Launch #name: Summer launch",
        "name: Launch #owner: mia",
        "name: Launch #2027-04-05 decided by Sam",
        "name: Launch #stratplan: allow(no-goals) the owner sets them in May",
        "name: Launch # stratplan: allow(no-goals) #1 in the list",
        // Two spaces are how a comment is written.
        "name: Launch  #renamed in May",
        "name: Launch\t#renamed in May",
        "name: Launch      #1 in the list",
        // No space, no comment.
        "name: Launch#1",
        "name: C# and F#",
        "name: https://example.org/page#top",
        // In quotes and in blocks, it is text.
        "name: 'Launch the #1 tool'",
        "name: \"Launch the #1 tool\"",
        "name: 'Launch' #1 in the list",
        "name: >\n          Launch the #1 tool",
        "name: |\n          Launch #slowbread",
        // Values that are no texts.
        "budget: 400 #approved",
        "budget: 400 #2 in the list",
        "start: 2027-05-01 #3 in the list",
        "status: planned #approved",
        "goals: [] #none",
        "kpis: sales #1",
        "kpis: [sales] #1",
        "owner: mia #lead",
        "cadence: weekly #1",
        "call_to_action: { text: Follow us } #slowbread",
        "# name: Launch the #1 tool",
        "#name: Launch the #1 tool",
        "name: Launch\n        #slowbread\n        status: planned",
    ] {
        let text = with(line);
        let found = errors(&read(&text));
        let of_hash = |one: &&(&str, String)| one.1.contains('#') || one.0 == "invalid-syntax";
        assert_eq!(found.iter().find(of_hash), None, "{line}");
        assert_eq!(fixed(&text), text, "{line}");
    }
}

#[test]
fn a_word_is_a_comment_if_the_other_comments_of_the_file_begin_with_one() {
    let comment = "#written by the agency\n        ";
    for (line, is_reported) in [("name: Launch #renamed", false), ("name: Launch the #1 tool", true)] {
        let text = with(&format!("{comment}{line}"));
        let found = errors(&read(&text));
        assert_eq!(found.iter().any(|one| one.1.contains("cut off")), is_reported, "{line}: {found:?}");
        // A key that was commented out says nothing about comments.
        let text = with(&format!("#owner: mia\n        {line}"));
        assert_eq!(errors(&read(&text)).len(), 1, "{line}");
    }
}

#[test]
fn a_comment_that_hides_a_bracket_is_named_as_the_cause() {
    let moved = "write the comment after the `}`, or put the text in quotes if the `#` belongs to it";
    for (line, sign, help) in [
        ("call_to_action: { text: Follow us # or not }", '}', moved),
        ("call_to_action: { text: Follow us, captures_lead: true # the sum }", '}', moved),
        ("call_to_action: { text: 'Follow' #slowbread }", '}', moved),
        // The text may go on after the comma.
        (
            "call_to_action: { text: Be #1, and stay it, captures_lead: true }",
            '}',
            "put the text in quotes: 'Be #1'",
        ),
        (
            "kpis: [sales, #1 in the list]",
            ']',
            "write the comment after the `]`, or put the text in quotes if the `#` belongs to it",
        ),
    ] {
        let text = with(line);
        let findings = linter().check(&read(&text)).findings;
        let finding = findings.iter().find(|finding| finding.rule.name == "invalid-syntax").unwrap();
        let message = format!("` #` begins a comment here, so the `{sign}` after it is not read");
        assert_eq!((finding.message.as_str(), finding.help.as_str()), (message.as_str(), help), "{line}");
    }
    // Brackets that are complete, and those of comments on lines of their own.
    for line in [
        "kpis: [ # the main one [or not]\n          sales ]",
        "kpis: [\n          # sales ]\n          sales ]",
        "call_to_action: { text: Follow us, # see list 1]\n          captures_lead: true }",
    ] {
        assert_eq!(errors(&read(&with(line))), [], "{line}");
    }
}
