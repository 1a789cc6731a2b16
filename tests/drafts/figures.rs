//! Figures in a draft that are not known yet, that are bounds, or that say how often.

use super::tried;

fn kpi(line: &str) -> String {
    format!("kpis:\n  orders:\n    name: Orders\n    unit: orders\n    {line}")
}

#[test]
fn a_baseline_that_nobody_knows_is_due_or_left_out() {
    const DUE: &str = "write `{ due: 2027-06-30 }`, the day by which it will be known, or leave the key out";
    for words in ["none (first time)", "not measured yet", "we do not know", "unbekannt", "tbc in Q1 2027"] {
        let tried = tried("baseline", &kpi(&format!("baseline: {words}")));
        assert_eq!(
            tried.errors[0].1,
            format!("{DUE}, and keep what is written here under `notes:`"),
            "{words}"
        );
        assert!(tried.fixed.contains(&format!("notes: 'baseline: {words}'")), "{}", tried.fixed);
        assert_eq!(tried.left, Vec::<String>::new(), "{words}");
    }
    assert_eq!(tried("due", &kpi("baseline: { due: 2027-06-30 }")).errors, []);
    for placeholder in ["unknown", "none", "TBD"] {
        assert_eq!(tried("placeholder", &kpi(&format!("baseline: {placeholder}"))).errors[0].1, DUE);
    }
    let remark = tried("remark", &kpi("baseline: 0 (new)"));
    assert!(remark.fixed.contains("baseline: 0\n") && remark.fixed.contains("0 (new)"), "{}", remark.fixed);
    // A figure in words is a figure.
    assert!(!tried("forty", &kpi("baseline: forty")).fixed.contains("notes"));
}

#[test]
fn a_target_without_a_figure_says_why() {
    for words in ["none", "no target yet", "as many as possible"] {
        let tried = tried("target", &kpi(&format!("target: {words}")));
        assert_eq!(tried.errors[0].1, "to leave it out on purpose, write `{ not_now: the reason }`");
        assert!(tried.fixed.contains(&format!("target: {{ not_now: {words} }}")), "{}", tried.fixed);
    }
}

/// A fix that takes the figure out of its words must not decide what its point means.
#[test]
fn a_point_in_a_target_in_words_can_mean_thousands() {
    let safe = |line: &str| tried("thousands", &kpi(line)).fixed;
    for words in
        ["at least 1.200", "1.200+", "> 1.200", "1.200 by June 2027", "+1.200", "over 1.200", "1.100-1.300"]
    {
        for other in ["baseline: 840", "baseline: 1.320", "notes: none"] {
            let line = format!("{other}\n    target: {words}");
            assert!(safe(&line).contains(&format!("target: {words}")), "{line}");
        }
        let decimals = format!("baseline: 1.35\n    target: {words}");
        let asked = words.starts_with('+') || words.contains("1.300");
        assert!(asked || !safe(&decimals).contains("1200"), "{decimals}");
    }
    // Neither a share nor a figure that can itself be two says how large another one is.
    for line in ["baseline: '26,400'\n    target: -15%", "baseline: 1.320\n    target: 2.000"] {
        let tried = tried("size", &kpi(line));
        assert!(tried.errors.iter().any(|(_, help)| help.starts_with("this can mean two numbers: write ")));
        assert!(tried.errors.iter().all(|(_, help)| !help.contains("likely")), "{:?}", tried.errors);
    }
}

#[test]
fn what_is_no_reason_is_not_written_as_one() {
    for words in ["no more than 25 ¢", "half", "20 a week"] {
        let tried = tried("reason", &kpi(&format!("target: {words}")));
        assert!(tried.fixed.contains(&format!("target: {words}")), "{}", tried.fixed);
    }
    let declined = tried("declined", "platforms:\n  snapchat: not now, nobody has time");
    assert_eq!(declined.errors[0].1, "to leave it out on purpose, write `{ not_now: the reason }`");
    assert!(declined.fixed.contains("snapchat: not now, nobody has time"), "{}", declined.fixed);
    // It belongs to a purpose, and is no slip for `goals`.
    let gears = tried("gears", "gears:\n  acquisition: 2027-02-01");
    assert!(!gears.fixed.contains("goals:"), "{}", gears.fixed);
}

#[test]
fn a_bound_is_read_in_several_languages_and_after_its_figure() {
    for (text, bound) in [
        ("mindestens 25", "at_least: 25"),
        ("at least 25", "at_least: 25"),
        ("2500+", "at_least: 2500"),
        ("min. 25", "at_least: 25"),
        ("25 oder mehr", "at_least: 25"),
        ("au moins 25", "at_least: 25"),
        ("höchstens 4", "at_most: 4"),
        ("maximal 4", "at_most: 4"),
        ("4 or fewer", "at_most: 4"),
        ("mindestens 25 bis Juni 2027", "at_least: 25, date: 2027-06"),
        ("40 bis 60", "between: [40, 60]"),
        ("double", "change: x2"),
    ] {
        let tried = tried("bound", &kpi(&format!("target: {text}")));
        assert_eq!(tried.errors[0].1, format!("write `{{ {bound} }}`"), "{text}");
        assert!(tried.fixed.contains(&format!("target: {{ {bound} }}")), "{}", tried.fixed);
        assert_eq!(tried.left, Vec::<String>::new(), "{text}");
    }
    let gate = "kpis: { orders: { name: Orders } }\npurposes: { marketing: { gears: { acquisition: { spinning_at: { orders: 2500+ } } } } }";
    assert!(tried("gate", gate).fixed.contains("spinning_at: { orders: { at_least: 2500 } }"));
}

#[test]
fn how_often_is_read_as_people_write_it() {
    let activity = "pillars:\n  promotion:\n    activities:\n      cakes:\n        ";
    for (line, cadence) in [
        ("rhythm: 3x/week", "cadence: 3 per week"),
        ("frequency: wöchentlich", "cadence: weekly"),
        ("cadence: 2/month", "cadence: 2 per month"),
        ("cadence: 2x pro Woche", "cadence: 2 per week"),
        ("cadence: alle zwei Wochen", "cadence: every 2 weeks"),
        ("cadence: trois fois par mois", "cadence: 3 per month"),
        (
            "cadence: monthly (first Tuesday)",
            "cadence: monthly\n        notes: 'cadence: monthly (first Tuesday)'",
        ),
        (
            "cadence: Tuesdays and Fridays",
            "cadence: 2 per week\n        notes: 'cadence: Tuesdays and Fridays'",
        ),
        ("cadence: as needed", "notes: 'cadence: as needed'"),
    ] {
        let tried = tried("cadence", &format!("{activity}{line}"));
        assert!(tried.fixed.contains(cadence), "{line}\n{}", tried.fixed);
        assert_eq!(tried.left, Vec::<String>::new(), "{line}");
    }
    // These can be two.
    let two = tried("biweekly", &format!("{activity}cadence: bi-weekly"));
    assert!(two.fixed.contains("cadence: bi-weekly") && two.errors[0].1.contains("can mean two things"));
}
