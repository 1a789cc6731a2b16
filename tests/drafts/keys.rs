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

/// A draft after all fixes, and the help of one of its errors.
#[track_caller]
pub(super) fn becomes(test: &str, draft: &str, help: &str, fixed: &str) {
    let tried = tried(test, draft);
    assert!(tried.errors.iter().any(|(_, own)| own.starts_with(help)), "{draft}\n{:?}", tried.errors);
    assert_eq!(tried.fixed.trim_end(), fixed, "{draft}");
    let left: Vec<&String> = tried.left.iter().filter(|message| message.contains(" is not a key ")).collect();
    assert_eq!(left, Vec::<&String>::new(), "{draft}\n{}", tried.fixed);
}

/// Nothing is wrong with a draft.
#[track_caller]
pub(super) fn is_fine(test: &str, draft: &str) {
    let tried = tried(test, draft);
    assert_eq!(tried.errors, Vec::<(String, String)>::new(), "{draft}");
}

#[test]
fn what_a_kpi_says_is_written_as_a_kpi() {
    becomes(
        "as-a-kpi",
        "goals: { orders: { statement: Forty, target: 40 } }",
        "write it as the `target:` of a KPI under `kpis:`",
        "goals: { orders: { statement: Forty, kpis: orders } }\nkpis:\n  orders: { target: 40 }",
    );
    becomes(
        "as-a-kpi",
        "goals:\n  orders:\n    statement: Forty\n    key_results:\n      - Forty cakes: a Saturday\n      - { name: New guests, target: 90 }\n    owner: mia\nkpis:\n  visits: { unit: visits }",
        "write each as a KPI under `kpis:`",
        "goals:\n  orders:\n    statement: Forty\n    kpis: [forty-cakes, new-guests]\n    owner: mia\nkpis:\n  visits: { unit: visits }\n  forty-cakes: { name: a Saturday }\n  new-guests: { name: New guests, target: 90 }",
    );
    becomes(
        "as-a-kpi",
        "goals:\n  orders:\n    statement: Forty\n    kpis: visits\nkpis:\n  visits: { unit: visits }\n  cakes: { unit: cakes, objective: orders }",
        "name this KPI at `goals.orders.kpis`",
        "goals:\n  orders:\n    statement: Forty\n    kpis: [visits, cakes]\nkpis:\n  visits: { unit: visits }\n  cakes: { unit: cakes }",
    );
    is_fine(
        "as-a-kpi",
        "goals: { orders: { statement: Forty, kpis: cakes } }\nkpis: { cakes: { target: 40 } }",
    );
}

#[test]
fn a_word_for_a_part_of_a_kpi_is_that_part() {
    becomes(
        "part-of-a-kpi",
        "kpis:\n  cakes:\n    now: 22\n    goal: 40\n    deadline: 2027-06",
        "",
        "kpis:\n  cakes:\n    baseline: 22\n    target: { date: 2027-06, value: 40 }",
    );
    becomes(
        "part-of-a-kpi",
        "kpis:\n  cakes: { from: 22, to: 40, by: end of June 2027 }",
        "",
        "kpis:\n  cakes: { baseline: 22, target: { date: 2027-06-30, value: 40 } }",
    );
    becomes(
        "part-of-a-kpi",
        "kpis:\n  cakes: { target: 40, measured: monthly }",
        "",
        "kpis:\n  cakes: { target: 40, cadence: monthly }",
    );
    becomes(
        "part-of-a-kpi",
        "kpis:\n  satisfied: { unit: percent, baseline: 31, target: +4pp }",
        "",
        "kpis:\n  satisfied: { unit: percent, baseline: 31, target: { change: +4 } }",
    );
    // A year is a date.
    let year = tried("year-of-a-kpi", "kpis: { cakes: { target: 40, from: 2027 } }");
    assert!(!year.fixed.contains("baseline:"), "{}", year.fixed);
}

#[test]
fn what_is_left_out_or_decided_says_so_in_the_words_of_the_format() {
    becomes(
        "left-out",
        "platforms:\n  x: { status: not now, because: Nobody is there }",
        "write `not_now:` with the reason",
        "platforms:\n  x: { not_now: Nobody is there }",
    );
    becomes(
        "left-out",
        "platforms:\n  x:\n    status: paused\n    reason: Nobody is there\n    name: X",
        "write `not_now:` with the reason",
        "platforms:\n  x:\n    not_now: 'paused: Nobody is there'\n    name: X",
    );
    becomes(
        "left-out",
        "platforms:\n  x: { status: not now }",
        "write `not_now:` with the reason",
        "platforms:\n  x: { not_now: not now }",
    );
    let used = tried("used", "platforms: { x: { because: All are there, status: active } }");
    assert!(
        used.errors.iter().any(|(_, help)| help.starts_with("remove it: whatever is listed counts as used")),
        "{:?}",
        used.errors
    );
    becomes(
        "left-out",
        "decisions:\n  hire:\n    question: Hire?\n    notes: Asked twice\n    outcome: Yes, one",
        "write `status: made`",
        "decisions:\n  hire:\n    question: Hire?\n    notes: Asked twice\n    status: made\n    x-outcome: Yes, one",
    );
    becomes(
        "left-out",
        "decisions: { hire: { question: Hire?, status: 'decided, on 12 January' } }",
        "write `made`, and keep the rest under `notes:`",
        "decisions: { hire: { question: Hire?, status: made, notes: 'status: decided, on 12 January' } }",
    );
    is_fine("left-out", "decisions: { hire: { question: Hire?, status: open, needed_by: 2027-06-01 } }");
    becomes("left-out", "purposes: both", "write `[marketing, support]`", "purposes: [marketing, support]");
}

#[test]
fn a_box_to_tick_is_a_text() {
    becomes(
        "box",
        "x-todo:\n  - [ ] book the hall: Friday\n  - [x] ask Bo",
        "put the text in quotes: '[ ] book the hall: Friday'",
        "x-todo:\n  - '[ ] book the hall: Friday'\n  - '[x] ask Bo'",
    );
    is_fine("box", "x-lists:\n  - [x]\n  - [x, y]");
}

#[test]
fn a_section_goes_to_the_one_that_it_is_a_part_of() {
    let tried = tried(
        "section",
        "listening:\n  questions: { who: Parents }\n\npillars:\n  support: { not_now: The counter answers }",
    );
    assert!(
        tried.fixed.contains("pillars:\n  listening:\n    questions: { who: Parents }\n"),
        "{}",
        tried.fixed
    );
}

#[test]
fn costs_and_readings_have_their_words() {
    becomes(
        "costs",
        "campaigns: { spring: { budget: { media: 180, agency fees: 60 } } }",
        "write `paid`",
        "campaigns: { spring: { budget: { paid: 180, agency: 60 } } }",
    );
    becomes(
        "history",
        "kpis:\n  cakes:\n    history:\n      - Q3 2026: 480\n      - Q4 2026: 530",
        "write `readings`",
        "kpis:\n  cakes:\n    readings:\n      2026-Q3: 480\n      2026-Q4: 530",
    );
    // Two tools are no cost.
    let tools = tried("tools", "pillars: { listening: { tools: 'Brandwatch, Brand24' } }");
    assert!(tools.fixed.contains("x-tools"), "{}", tools.fixed);
}

#[test]
fn a_figure_with_three_places_that_ends_in_zero_is_asked_about() {
    let tried = tried(
        "three-places",
        "budget: { total: '62.000,00', currency: EUR }\nkpis: { tickets: { baseline: '14,200' } }",
    );
    assert!(tried.fixed.contains("baseline: '14,200'"), "{}", tried.fixed);
    assert!(
        tried.errors.iter().any(|(_, help)| help.contains("write `14200` or `14.2`")),
        "{:?}",
        tried.errors
    );
}

#[test]
fn an_entry_can_be_named_by_its_title() {
    let draft = |goal: &str| {
        format!(
            "goals:\n  - title: Sell out the evening shows\n    description: 18000 tickets\npillars:\n  promotion:\n    activities:\n      film: {{ goals: {goal} }}"
        )
    };
    let named = tried("named", &draft("Sell out the evening shows"));
    assert!(named.fixed.contains("film: { goals: sell-out-the-evening }"), "{}", named.fixed);
    let other = tried("other", &draft("Sell nothing at all"));
    assert!(other.fixed.contains("film: { goals: Sell nothing at all }"), "{}", other.fixed);
}

#[test]
fn an_id_under_a_key_becomes_the_key() {
    for (written, help, fixed) in [
        (
            "{ kpi: visits, at_least: 150 }",
            "write `visits: { at_least: 150 }`",
            "{ visits: { at_least: 150 } }",
        ),
        ("{ value: 150, metric: visits }", "write `visits: { value: 150 }`", "{ visits: { value: 150 } }"),
    ] {
        let gate = format!("{{ start: 2027-01, spinning_at: {written} }}");
        let tried =
            tried("keyed", &format!("purposes: {{ marketing: {{ gears: {{ acquisition: {gate} }} }} }}"));
        assert!(tried.errors.iter().any(|(_, own)| own == help), "{:?}", tried.errors);
        assert!(tried.fixed.contains(&format!("spinning_at: {fixed} }}")), "{}", tried.fixed);
    }
    becomes(
        "keyed",
        "kpis:\n  id: visits\n  unit: visits/month",
        "write `visits: { unit: visits/month }`",
        "kpis:\n  visits: { unit: visits/month }",
    );
    // An entry can be called that.
    is_fine("keyed", "people: { id: { name: Ida Berg }, mia: { name: Mia Berg } }");
}
