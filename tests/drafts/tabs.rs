//! A tab in a draft makes no finding about anything else, and keeps no fix back.

use super::tried;

const AROUND: &str = "kpis:\n  orders: { name: Orders, target: 4k }";

#[test]
fn a_tab_is_one_finding_and_everything_else_is_fixed() {
    for (tabbed, fixed) in [
        (
            "campaigns:\n  spring:\n\tstart: March 2027\n\tbudget: 4k",
            "spring:\n    start: 2027-03\n    budget: 4000",
        ),
        ("campaigns:\n\tspring:\n\t\tbudget: 4k", "campaigns:\n  spring:\n    budget: 4000"),
        (
            "campaigns:\n  spring:\n\t  start: 2027-03-01\n    budget: 4k",
            "start: 2027-03-01\n    budget: 4000",
        ),
        (
            "pillars:\n  promotion:\n    activities:\n      cakes:\n        start: 2027-03-01\n        gears:\n\t\t- acquisition\n        budget: 4k",
            "gears:\n          - acquisition\n        budget: 4000",
        ),
        (
            "pillars:\n  promotion:\n    activities:\n      cakes:\n        budget: 4k\n      bread:\n\t\tdate: March 2027\n\t\tbudget: 4k",
            "bread:\n        date: 2027-03\n        budget: 4000",
        ),
    ] {
        let tried = tried("tab", &format!("{tabbed}\n{AROUND}"));
        let strange = tried
            .errors
            .iter()
            .filter(|(message, _)| !message.contains("indented with a tab") && !message.contains("not `4k`"));
        assert_eq!(strange.collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "{tabbed}");
        assert!(tried.fixed.contains(fixed) && tried.fixed.contains("target: 4000"), "{}", tried.fixed);
        let left = tried.left.iter().filter(|message| !message.contains("there is no"));
        assert_eq!(left.count(), 0, "{:?}", tried.left);
    }
}
