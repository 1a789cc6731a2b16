//! Keys in a draft that belong somewhere else, or nowhere.

use super::tried;

#[test]
fn a_key_is_to_be_moved_only_where_it_can_go() {
    for (draft, help, fixed) in [
        (
            "pillars: { promotion: { budget: 4000 } }",
            "`budget` is a key of an activity or a campaign: write it there, or keep it as a comment, under `notes:`, or as `x-budget`",
            "promotion: { budget: 4000",
        ),
        (
            "goals: { orders: { statement: Forty, target: 40 } }",
            "`target` is a key of a KPI: write it there, or keep it as a comment, under `notes:`, or as `x-target`",
            "{ statement: Forty, target: 40 }",
        ),
        (
            "mission: Cake for all",
            "move it under `strategy:`, as `mission`",
            "period: 2027, mission: Cake for all }",
        ),
        (
            "owner: bo",
            "`strategy:` has `owner` already: keep the one that is right, or keep it as a comment or as `x-owner`",
            "owner: bo",
        ),
        (
            "currency: EUR\nbudget: 90",
            "move it under `budget:`, as `currency`",
            "budget: { currency: EUR, total: 90 }",
        ),
    ] {
        let tried = tried("move", draft);
        assert_eq!(tried.errors[0].1, help, "{draft}");
        assert!(tried.fixed.contains(fixed), "{draft}\n{}", tried.fixed);
        // What has a place, or another value there, is never hidden.
        assert_eq!(tried.left.is_empty(), help.starts_with("move"), "{draft}: {:?}", tried.left);
    }
}

#[test]
fn a_word_for_a_key_is_that_key() {
    for (draft, fixed) in [
        ("audiences: { parents: { name: Parents, describe: Young parents } }", "description: Young parents"),
        ("people: { mia: { name: Mia, hours: 14/wk } }", "hours_per_week: 14 }"),
        (
            "risks: { rain: { if: It rains, then: We use the tent } }",
            "{ statement: It rains, mitigation: We use the tent }",
        ),
    ] {
        let tried = tried("word", draft);
        assert!(tried.fixed.contains(fixed), "{draft}\n{}", tried.fixed);
        assert_eq!(tried.left, Vec::<String>::new(), "{draft}");
    }
}

#[test]
fn a_key_that_is_there_twice_hides_nothing_else() {
    let two = tried(
        "twice",
        "kpis:\n  orders:\n    name: Orders\n    target: 4k\n    target: 5k\n    basline: 3k\n    cadence: wöchentlich",
    );
    let messages: Vec<&str> = two.errors.iter().map(|(message, _)| message.as_str()).collect();
    for part in [
        "`target` is here twice",
        "not `4k`",
        "not `5k`",
        "`basline` is not a key",
        "not `3k`",
        "not `wöchentlich`",
    ] {
        assert!(messages.iter().any(|message| message.contains(part)), "{part}: {messages:?}");
    }
    assert!(
        two.fixed.contains("target: 4k\n    target: 5k\n    baseline: 3000\n    cadence: weekly"),
        "{}",
        two.fixed
    );
    let same =
        tried("same", "kpis:\n  orders:\n    name: Orders\n    target: 4k\n    target: 4k\n    baseline: 3k");
    assert!(same.fixed.contains("name: Orders\n    target: 4000\n    baseline: 3000\n"), "{}", same.fixed);
    let ids = tried("ids", "kpis:\n  orders: { name: One, target: 4k }\n  orders: { name: Two, target: 5k }");
    assert!(
        ids.fixed.contains("orders: { name: One, target: 4000 }\n  orders-2: { name: Two, target: 5000 }"),
        "{}",
        ids.fixed
    );
}

#[test]
fn a_word_outside_a_list_is_answered_with_the_words_and_what_they_mean() {
    let grow = tried("grow", "goals: { orders: { statement: Forty, kind: grow } }");
    let help = &grow.errors[0].1;
    assert!(
        help.starts_with("write one of: `sell` (sell a product or a service), `generate_leads` (find"),
        "{help}"
    );
    for (word, meant) in [("save", "save_cost"), ("loyalty", "retain")] {
        let tried = tried("kind", &format!("goals: {{ orders: {{ statement: Forty, kind: {word} }} }}"));
        assert!(tried.fixed.contains(&format!("kind: {meant}")), "{}", tried.fixed);
    }
}

#[test]
fn who_answers_and_how_soon_can_be_in_one_text() {
    let tried = tried(
        "answers",
        "platforms:\n  facebook:\n    because: Parents\n    answered_by: Priya within 4 hours",
    );
    assert!(tried.fixed.contains("answered_by: { owner: Priya, within: 4h }"), "{}", tried.fixed);
}
