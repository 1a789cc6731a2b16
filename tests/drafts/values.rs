//! Lengths of time, languages and texts of a draft.

use super::tried;

#[test]
fn a_time_to_answer_is_read_and_the_rest_is_kept() {
    for (within, expected) in [
        ("1 Arbeitstag", "within: 1d, hours: Arbeitstag"),
        ("1 working day", "within: 1d, hours: working days"),
        ("4 hours on weekdays", "within: 4h, hours: on weekdays"),
        ("within 1 hour", "within: 1h"),
        ("< 4h", "within: 4h"),
        ("30 min", "within: 30m"),
        ("one day", "within: 1d"),
        ("live", "hours: live"),
        ("weekend", "hours: weekend"),
        ("24/7", "hours: '24/7'"),
        // These are two.
        ("1-2 hours", "within: 1-2 hours"),
    ] {
        let tried = tried(
            "within",
            &format!("platforms: {{ facebook: {{ answered_by: {{ owner: mia, within: {within} }} }} }}"),
        );
        assert!(tried.fixed.contains(&format!("{{ owner: mia, {expected} }}")), "{within}\n{}", tried.fixed);
    }
}

#[test]
fn a_language_is_read_with_its_country() {
    for (language, tag) in [
        ("Deutsch (Schweiz)", "de-CH"),
        ("Französisch", "fr"),
        ("Portuguese (Brazil)", "pt-BR"),
        ("fr-CH", "fr-CH"),
    ] {
        let tried =
            tried("language", &format!("audiences: {{ all: {{ name: All, languages: [{language}] }} }}"));
        assert!(tried.fixed.contains(&format!("languages: [{tag}]")), "{}", tried.fixed);
    }
}

#[test]
fn what_is_said_of_an_entry_keeps_its_meaning() {
    for (draft, expected) in [
        (
            "decisions: { hire: { question: Hire?, answer: Yes from May } }",
            "status: made, notes: 'answer: Yes from May'",
        ),
        (
            "pillars: { promotion: { activities: { cakes: { description: A photo of the cake of the week with its recipe } } } }",
            "cakes: { notes: A photo of the cake of the week with its recipe }",
        ),
        (
            "pillars: { promotion: { activities: { cakes: { description: The cake photo } } } }",
            "cakes: { name: The cake photo }",
        ),
        ("campaigns: { spring: { end: ongoing, start: 2027-03 } }", "spring: { start: 2027-03 }"),
        ("campaigns: { spring: { start: 4. Quartal 2027 } }", "start: 2027-Q4"),
    ] {
        let tried = tried("meaning", draft);
        assert!(tried.fixed.contains(expected), "{draft}\n{}", tried.fixed);
        assert_eq!(tried.left, Vec::<String>::new(), "{draft}");
    }
}
