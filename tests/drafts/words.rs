//! The author's sentences, names and titles, in every shape in which drafts have them: after the fixes, each is there
//! as it was written.

use super::tried;

/// What an author writes: short, long, with a colon, with quotes, in other scripts.
const TEXTS: &[&str] = &[
    "Small business owners in the region who have no finance person",
    "Parents, and people who have just moved in",
    "Łódź i Škofja Loka: tourists",
    "The \"Ten minutes a day\" crowd",
    "Постоянные покупатели нашего магазина",
    "IT",
    "東京の学生",
];

/// A section of entries, and what a record of it can be called.
const SECTIONS: &[(&str, &str)] = &[
    ("audiences", "name"),
    ("audiences", "title"),
    ("platforms", "name"),
    ("goals", "title"),
    ("risks", "risk"),
    ("lessons", "title"),
    ("decisions", "decision"),
    ("campaigns", "title"),
    ("people", "name"),
    ("kpis", "metric"),
];

fn quoted(text: &str) -> String {
    format!("'{text}'")
}

/// A text is kept if it is there, whatever its quotes and the case of its first letters: `parents` is an id, and
/// `IT` is not the same as `it`.
#[track_caller]
fn is_kept(test: &str, draft: &str, texts: &[&str]) {
    let tried = tried(test, draft);
    let plain = |text: &str| text.replace(['"', '\\'], "").to_lowercase();
    let fixed = plain(&tried.fixed);
    for text in texts {
        assert!(*text != "IT" || tried.fixed.contains(text), "`IT` of\n{draft}\nis not in\n{}", tried.fixed);
        assert!(fixed.contains(&plain(text)), "`{text}` of\n{draft}\nis not in\n{}", tried.fixed);
    }
    let is_without_id = |message: &String| message.contains("needs an id") || message.contains("not an id");
    assert!(!tried.left.iter().any(is_without_id), "{draft}\n{}\n{:?}", tried.fixed, tried.left);
}

#[test]
fn a_list_of_texts_keeps_every_text() {
    for section in ["audiences", "platforms", "goals", "risks", "lessons", "decisions"] {
        let items: String = TEXTS.iter().map(|text| format!("  - {}\n", quoted(text))).collect();
        is_kept("texts", &format!("{section}:\n{items}"), TEXTS);
        let items: Vec<String> = TEXTS.iter().map(|text| quoted(text)).collect();
        is_kept("texts", &format!("{section}: [{}]", items.join(", ")), TEXTS);
    }
    is_kept(
        "texts",
        "audiences: [Small business owners in the region who wait for us, parents]",
        &["Small business owners in the region who wait for us", "parents"],
    );
    is_kept(
        "texts",
        "audiences: People within an hour who decide late",
        &["People within an hour who decide late"],
    );
}

#[test]
fn a_list_of_records_keeps_the_title_and_what_describes_it() {
    for (section, called) in SECTIONS {
        for text in TEXTS {
            for (is_flow, also) in
                [(false, ""), (true, ""), (false, "Who they are and why"), (true, "Who they are and why")]
            {
                let text_written = quoted(text);
                let other = if also.is_empty() { String::new() } else { format!("description: {also}") };
                let draft = match (is_flow, also.is_empty()) {
                    (false, true) => format!("{section}:\n  - {called}: {text_written}\n    notes: Kept"),
                    (false, false) => format!("{section}:\n  - {called}: {text_written}\n    {other}"),
                    (true, true) => format!("{section}: [{{ {called}: {text_written}, notes: Kept }}]"),
                    (true, false) => format!("{section}: [{{ {called}: {text_written}, {other} }}]"),
                };
                is_kept("titles", &draft, &[text, also, if also.is_empty() { "Kept" } else { "" }]);
            }
        }
    }
}

#[test]
fn a_phrase_as_an_id_keeps_its_words() {
    for section in ["audiences", "kpis", "campaigns", "goals"] {
        for text in TEXTS {
            let key = quoted(text);
            is_kept("phrases", &format!("{section}:\n  {key}:\n    notes: Kept"), &[text, "Kept"]);
            is_kept("phrases", &format!("{section}: {{ {key}: {{ notes: Kept }} }}"), &[text, "Kept"]);
        }
    }
}

#[test]
fn campaigns_of_a_pillar_keep_the_pillar() {
    for campaigns in [
        "\n      spring: { start: 2027-03 }",
        "\n      spring:\n        start: 2027-03",
        "\n      - title: spring\n        start: 2027-03",
        "\n      - { title: spring, start: 2027-03 }",
    ] {
        let draft = format!("pillars:\n  promotion:\n    owner: bo\n    campaigns:{campaigns}\n");
        let tried = tried("campaigns", &draft);
        assert!(tried.fixed.contains("x-pillar: promotion"), "{draft}\n{}", tried.fixed);
        assert!(tried.fixed.contains("\ncampaigns:\n  spring:"), "{draft}\n{}", tried.fixed);
    }
    let own = tried("own-campaigns", "campaigns:\n  spring: { start: 2027-03 }");
    assert!(!own.fixed.contains("x-"), "{}", own.fixed);
}
