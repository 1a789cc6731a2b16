//! Dates in a draft: two in one text are a start and an end.

use super::tried;

#[test]
fn two_dates_become_a_start_and_an_end() {
    for dates in [
        "start: 2027-06-07 – 2027-06-20",
        "start: June 7-20, 2027",
        "start: 7.-20. Juni 2027",
        "date: 2027-06-07 to 2027-06-20",
        "when: 7 June 2027 - 20 June 2027",
        "dates: 2027-06-07/2027-06-20",
        "period: { start: 2027-06-07, end: 2027-06-20 }",
        "timing:\n          start: 2027-06-07\n          end: 2027-06-20",
    ] {
        let draft = format!(
            "pillars:\n  promotion:\n    activities:\n      cakes:\n        {dates}\n        budget: 4"
        );
        let tried = tried("range", &draft);
        let expected = "start: 2027-06-07\n        end: 2027-06-20\n        budget: 4";
        assert!(tried.fixed.contains(expected), "{dates}\n{}", tried.fixed);
        assert_eq!(tried.left, Vec::<String>::new(), "{dates}");
    }
    let flow = tried("range-flow", "campaigns: { spring: { start: Mar - May, budget: 4 } }");
    assert_eq!(flow.errors[0].1, "write `start: 2027-03, end: 2027-05`");
    assert!(flow.fixed.contains("spring: { start: 2027-03, end: 2027-05, budget: 4 }"), "{}", flow.fixed);
    let end = tried("range-end", "campaigns:\n  spring:\n    end: 2027-06-07 – 2027-06-20");
    assert_eq!(end.errors[0].1, "write `start: 2027-06-07` and, on the next line, `end: 2027-06-20`");
    assert!(end.fixed.contains("end: 2027-06-20\n    start: 2027-06-07"), "{}", end.fixed);
}

#[test]
fn two_dates_are_not_offered_where_only_one_has_a_place() {
    for (place, help) in [
        (
            "campaigns: { spring: { start: 2027-06-07 – 2027-06-20, end: 2027-07-01 } }",
            "write `start: 2027-06-07`",
        ),
        (
            "decisions: { hire: { question: Hire?, needed_by: 2027-06-07 – 2027-06-20 } }",
            "write one date: `2027-06-07` or `2027-06-20`",
        ),
        (
            "purposes: { marketing: { gears: { acquisition: 2027-06-07 – 2027-06-20 } } }",
            "write one date: `2027-06-07` or `2027-06-20`",
        ),
    ] {
        let tried = tried("one-date", place);
        assert_eq!(tried.errors[0].1, help, "{place}");
        assert!(tried.fixed.contains("2027-06-07 – 2027-06-20"), "{}", tried.fixed);
    }
}
