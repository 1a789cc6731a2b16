//! Keys in a draft that belong somewhere else, or nowhere.

use super::tried;

#[test]
fn a_key_is_to_be_moved_only_where_it_can_go() {
    for (draft, help, fixed) in [
        (
            "pillars: { promotion: { budget: 4000 } }",
            "`budget` is a key of an activity or a campaign: write it there, or keep it as a comment, under `notes:`, or as `x-budget`",
            "promotion: { x-budget: 4000",
        ),
        (
            "goals: { orders: { statement: Forty, target: 40 } }",
            "`target` is a key of a KPI: write it there, or keep it as a comment, under `notes:`, or as `x-target`",
            "{ statement: Forty, x-target: 40 }",
        ),
        (
            "mission: Cake for all",
            "move it under `strategy:`, as `mission`",
            "period: 2027, mission: Cake for all }",
        ),
        (
            "owner: bo",
            "`strategy:` has `owner` already: keep the one that is right, or keep it as a comment or as `x-owner`",
            "x-owner: bo",
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
        assert_eq!(tried.left, Vec::<String>::new(), "{draft}");
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
