//! Lists in a draft that are entries with ids in the format.

use super::tried;

/// A list, and the entries that the fix makes of it.
const LISTS: &[(&str, &str)] = &[
    (
        "risks:\n  - risk: It rains\n    likelihood: high\n  - risk: Snow\n    impact: low",
        "risks:\n  it-rains:\n    statement: It rains\n    likelihood: high\n  snow:\n    statement: Snow\n    impact: low",
    ),
    (
        "risks:\n  - what: It rains\n    impact: low",
        "risks:\n  it-rains:\n    statement: It rains\n    impact: low",
    ),
    ("risks:\n  - description: It rains", "risks:\n  it-rains:\n    statement: It rains"),
    (
        "risks: [{ risk: It rains, mitigation: A tent }, { risk: Snow }]",
        "risks: {it-rains: { statement: It rains, mitigation: A tent }, snow: { statement: Snow }}",
    ),
    // A title that is not the text is kept as a note, unless the id has all of it.
    (
        "risks:\n  - title: Rain on a Saturday in spring\n    description: Nobody comes",
        "risks:\n  rain-on-a-saturday:\n    notes: Rain on a Saturday in spring\n    statement: Nobody comes",
    ),
    (
        "decisions:\n  - decision: Hire?\n    by: 2027-05-01",
        "decisions:\n  hire:\n    question: Hire?\n    needed_by: 2027-05-01",
    ),
    ("lessons:\n  - lesson: Film less", "lessons:\n  film-less:\n    learned: Film less"),
    (
        "goals:\n  - goal: Forty orders\n    kind: sell",
        "goals:\n  forty-orders:\n    statement: Forty orders\n    kind: sell",
    ),
    (
        "goals:\n  - name: Orders\n    description: Forty a day",
        "goals:\n  orders:\n    statement: Forty a day",
    ),
    (
        "kpis:\n  - metric: Cake orders\n    target: 40",
        "kpis:\n  cake-orders:\n    name: Cake orders\n    target: 40",
    ),
    ("people:\n  - person: Mia\n    role: baker", "people:\n  mia:\n    name: Mia\n    role: baker"),
    (
        "audiences:\n  - segment: Parents\n    needs: cake",
        "audiences:\n  parents:\n    name: Parents\n    needs: cake",
    ),
    (
        "campaigns:\n  - campaign: Spring\n    start: 2027-03-01",
        "campaigns:\n  spring:\n    name: Spring\n    start: 2027-03-01",
    ),
    (
        "documents:\n  - title: Crisis plan\n    url: crisis.pdf",
        "documents:\n  crisis-plan:\n    what: Crisis plan\n    at: crisis.pdf",
    ),
    (
        "marketing_strategy:\n  channels:\n    - channel: Our shop\n      type: retail\n    - Web\n  objectives:\n    - objective: More",
        "marketing_strategy:\n  channels:\n    our-shop: retail\n    web: web\n  objectives:\n    more:\n      statement: More",
    ),
    (
        "marketing_strategy: { channels: [web, Newsletter, shop] }",
        "channels: {web: web, newsletter: email, shop: retail}",
    ),
    (
        "pillars:\n  support:\n    activities:\n      - activity: Answer everyone\n        start: 2027-03-01",
        "answer-everyone:\n        name: Answer everyone\n        start: 2027-03-01",
    ),
];

#[test]
fn a_list_of_records_becomes_entries_with_ids_from_their_texts() {
    for (list, entries) in LISTS {
        let tried = tried("list", list);
        assert!(tried.fixed.contains(entries), "{list}\n{}", tried.fixed);
        assert!(!tried.left.iter().any(|message| message.contains("list")), "{list}: {:?}", tried.left);
    }
}

#[test]
fn the_help_about_a_list_names_an_id_that_no_other_entry_has() {
    for (list, help) in [
        (
            "risks:\n  - risk: It rains\n  - risk: Snow",
            "give each entry an id instead of its dash: `- risk: It rains` becomes `it-rains:`, with its keys indented below",
        ),
        (
            "risks: [{ risk: It rains }]",
            "use braces instead of brackets, and an id for each entry: `{ it-rains: { risk: It rains } }`",
        ),
        // The ids are there.
        ("kpis:\n  - orders: { target: 40 }", "remove the dashes: `orders:`, with its keys indented below"),
    ] {
        assert_eq!(tried("list-help", list).errors[0].1, help, "{list}");
    }
}

#[test]
fn a_list_of_dates_and_figures_becomes_a_value_for_each_date() {
    for (list, entries) in [
        (
            "readings:\n      - date: 2027-01-31\n        value: 9\n      - date: 2027-02-28\n        value: 10\n        note: The fair",
            "readings:\n      2027-01-31: 9\n      2027-02-28: { value: 10, note: The fair }",
        ),
        (
            "readings:\n    - 2027-01-31: 9\n    - 2027-02-28: 10",
            "readings:\n      2027-01-31: 9\n      2027-02-28: 10",
        ),
        (
            "milestones:\n      - { date: 2027-06-30, target: 20 }\n      - by: 2027-09\n        value: 4k",
            "milestones:\n      2027-06-30: 20\n      2027-09: 4000",
        ),
        ("readings: [{ month: 2027-01, visits: 9 }]", "readings: { 2027-01: 9 }"),
    ] {
        let tried = tried("by-date", &format!("kpis:\n  orders:\n    name: Orders\n    {list}"));
        assert!(tried.fixed.contains(entries), "{list}\n{}", tried.fixed);
        assert!(!tried.left.iter().any(|message| message.contains("list")), "{:?}", tried.left);
    }
    let plain = tried("figures", "kpis: { orders: { name: Orders, readings: [9, 10] } }");
    assert_eq!(plain.errors[0].1, "write each value after its date: `{ 2027-01-31: … }`");
    assert!(plain.fixed.contains("[9, 10]"), "{}", plain.fixed);
}
