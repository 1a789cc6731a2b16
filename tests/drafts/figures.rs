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
    assert!(declined.fixed.contains("snapchat: { not_now: nobody has time }"), "{}", declined.fixed);
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

/// What the safe and the unsafe fix leave of one line of a KPI with this unit.
fn fixed(unit: &str, line: &str) -> String {
    let plan = format!("kpis:\n  k:\n    name: K\n    unit: {unit}\n    {line}");
    tried("left", &plan).fixed
}

#[test]
fn a_word_of_a_unit_is_not_the_unit() {
    for (unit, target) in [
        ("thousand visits", "at least 4000 visits"),
        ("thousand visits", "4000 visits"),
        ("EUR per order", "40 orders"),
        ("EUR per order", "at least 40 orders by 2027-06"),
        ("percent of visits", "at least 40 visits"),
        ("minutes", "4 min."),
        ("visits", "1500 bis 2000"),
    ] {
        let fixed = fixed(unit, &format!("target: {target}"));
        let is_bound = ["at_least: 4000 ", "at_least: 40 ", "at_least: 40,", "at_least: 4 ", "date: 2000"];
        assert!(!is_bound.iter().any(|wrong| fixed.contains(wrong)), "{unit}: {fixed}");
    }
    // These are.
    assert!(fixed("visits/month", "target: at least 4000 visits").contains("{ at_least: 4000 }"));
    assert!(fixed("EUR per order", "target: at least 40 EUR").contains("{ at_least: 40 }"));
}

#[test]
fn an_amount_in_words_keeps_its_currency_and_its_bound() {
    let budget = |amount: &str| {
        tried(
            "budget",
            &format!("budget: {{ currency: USD, total: 9000 }}\ncampaigns:\n  fair:\n    budget: {amount}"),
        )
    };
    for amount in ["under €40k", "up to €1.500", "up to 5m", "5-10k", "€2k to €3k"] {
        let tried = budget(amount);
        assert!(tried.fixed.contains(&format!("budget: {amount}")), "{}", tried.fixed);
        assert!(!tried.errors[0].1.contains('5') || amount.contains('5'), "{:?}", tried.errors);
    }
    let bound = budget("up to 5000");
    assert!(bound.fixed.contains("budget: 5000\n") && bound.fixed.contains("up to 5000"), "{}", bound.fixed);
    let estimate = fixed("USD", "baseline: €5k (estimate)");
    assert!(estimate.contains("€5k (estimate)") && !estimate.contains("baseline: 5000"), "{estimate}");
}

#[test]
fn what_says_more_than_a_value_stays_as_it_is() {
    let list = "targets: [{ date: 2027-03-31, at_most: 40 }, { date: 2027-06-30, change: 30 }]";
    assert!(fixed("visits", list).contains("at_most: 40"));
    let hours = |text: &str| {
        tried("hours", &format!("people:\n  mia: {{ name: Mia, hours_per_week: {text} }}")).fixed
    };
    assert!(hours("2 weeks").contains("2 weeks") && hours("'1,000 h'").contains("1,000 h"));
    assert!(hours("14 h per week").contains("hours_per_week: 14 }"));
    let twice = "goals:\n  bread:\n    statement: Sell 40 loaves\n    notes: first line\n      second line\n    notes: first line\n      second line";
    assert!(
        tried("twice", twice)
            .fixed
            .contains("notes: first line\n      second line\n    notes: first line\n      second line")
    );
    let agencies = "people:\n  torcida: { name: Torcida }\nagencies:\n  torcida: { name: Torcida GmbH, notes: pays 30 days }";
    assert!(tried("agencies", agencies).fixed.contains("pays 30 days"));
}
