//! What people write in a first draft, and what the fixes make of it.

use super::fix::fix;
use crate::finding::Safety;

/// Fixes a draft below its first line, until nothing is left to fix.
#[track_caller]
fn becomes(draft: &str, expected: &str) {
    let text = format!("stratplan: 1\n{draft}");
    let fixed = fix(&text, Safety::Unsafe).document;
    let fixed = fixed.map_or(text, |changed| changed.source.text().to_owned());
    assert_eq!(fixed.strip_prefix("stratplan: 1\n"), Some(expected));
}

#[test]
fn a_key_is_renamed_only_to_one_under_which_its_value_can_be_read() {
    let head = |keys: &str, fixed: &str| {
        let strategy = |keys| format!("strategy:\n  name: A\n{keys}");
        becomes(&strategy(keys), &strategy(fixed));
    };
    head("  version: 3\n", "  x-version: 3\n");
    head("  version: Draft 3\n", "  x-version: Draft 3\n");
    head("  review: quarterly\n", "  x-review: quarterly\n");
    head("  review: Q2 2027\n", "  next_review: 2027-Q2\n");
    head("  summary: Less of it\n", "  x-summary: Less of it\n");
    let activity = |keys: &str, fixed: &str| {
        let all = |keys| {
            format!(
                "strategy: {{ name: A }}\npillars:\n  promotion:\n    activities:\n      fair:\n        {keys}\n"
            )
        };
        becomes(&all(keys), &all(fixed));
    };
    activity("agency: Brightside Creative", "with: Brightside Creative");
    activity("frequency: 2x per week", "cadence: 2 per week");
    activity(
        "frequency: weekly, one page each",
        "cadence: weekly\n        notes: 'cadence: weekly, one page each'",
    );
    // What can be read in two ways can be read.
    activity("cost: $65,000", "budget: $65,000");
    activity("where: in the great hall of the town", "x-where: in the great hall of the town");
    activity("responders: { anna: 2, jo: 3 }", "x-responders: { anna: 2, jo: 3 }");
    let pillar = |keys: &str| format!("strategy: {{ name: A }}\npillars: {{ promotion: {{ {keys} }} }}\n");
    becomes(&pillar("tools: [Brandwatch]"), &pillar("x-tools: [Brandwatch]"));
}

#[test]
fn a_key_moves_to_the_only_place_where_it_belongs() {
    becomes(
        "strategy:\n  name: A\n  currency: USD\nbudget:\n  total: $5,000\n",
        "strategy:\n  name: A\nbudget:\n  total: 5000\n  currency: USD\n",
    );
    becomes("mission: We bake\nstrategy:\n  name: A\n", "strategy:\n  name: A\n  mission: We bake\n");
    // One that is there already is not replaced.
    let twice = "strategy:\n  name: A\n  currency: USD\nbudget:\n  total: 5000\n  currency: EUR\n";
    becomes(twice, twice);
    becomes(
        "strategy: { name: A }\nmarketing_strategy:\n  audiences:\n    donors: {}\n  # Kept.\n  channels: { site: web }\nkpis: {}\n",
        "strategy: { name: A }\nmarketing_strategy:\n  # Kept.\n  channels: { site: web }\naudiences:\n  donors: {}\nkpis: {}\n",
    );
    becomes(
        "strategy: { name: A }\nplatforms:\n  bay:\n    handle: \"@Bakery\"\n    because: Friends\n",
        "strategy: { name: A }\nplatforms:\n  bay:\n    accounts: { bakery: \"@Bakery\" }\n    because: Friends\n",
    );
}

#[test]
fn people_are_found_by_their_names() {
    let draft = |first: &str, second: &str| {
        format!(
            "strategy: {{ name: A, owner: {first} }}\npeople:\n  mia: {{ name: Mia Berg }}\n  jo: {{ name: Jo Adler }}\n  jo-2: {{ name: Jo Stein }}\ngoals:\n  orders:\n    statement: Forty\n    owner: {second}\n"
        )
    };
    becomes(&draft("Mia Berg", "Jo Stein"), &draft("mia", "jo-2"));
    becomes(&draft("Mia", "Jo"), &draft("mia", "Jo"));
    becomes(&draft("mia", "[Jo Adler, Mia Berg]"), &draft("mia", "jo\n    with: [mia]"));
}

#[test]
fn dates_with_one_meaning_are_written_as_the_format_has_them() {
    let draft = |period: &str, start: &str, end: &str| {
        format!(
            "strategy: {{ name: A, period: {period} }}\npillars:\n  promotion:\n    activities:\n      fair:\n        start: {start}\n{end}"
        )
    };
    let end = |end: &str| format!("        end: {end}\n");
    let year = "{ start: 2027-01-01, end: 2027-12-31 }";
    becomes(
        &draft("01.01.2027 - 31.12.2027", "KW 16", &end("Mai 2027")),
        &draft(year, "2027-W16", &end("2027-05")),
    );
    becomes(
        &draft("2027-01-01 to 2027-12-31", "KW 20 2026", &end("12/2027")),
        &draft(year, "2026-W20", &end("2027-12")),
    );
    // It is in no year of the period, or in two.
    for (period, start) in [("2026-01-01 to 2026-02-01", "CW 7"), ("2026-01-01 to 2027-12-31", "CW 7")] {
        let [first, last] = [period.split(" to ").next().unwrap(), period.split(" to ").nth(1).unwrap()];
        let fixed = format!("{{ start: {first}, end: {last} }}");
        becomes(&draft(period, start, ""), &draft(&fixed, start, ""));
    }
    // Which comes first, the month or the day?
    becomes(&draft("2027", "1/4/2027", &end("3/15/2027")), &draft("2027", "2027-01-04", &end("2027-03-15")));
    becomes(&draft("2027", "1/4/2027", &end("15/5/2027")), &draft("2027", "2027-04-01", &end("2027-05-15")));
    becomes(&draft("2027", "1/4/2027", &end("3/4/2027")), &draft("2027", "1/4/2027", &end("3/4/2027")));
    // What has no end does not say when it ends.
    for open in ["ongoing", "until further notice", "laufend", "Permanent"] {
        becomes(&draft("2027", "2027-01-01", &end(open)), &draft("2027", "2027-01-01", ""));
    }
}

#[test]
fn what_is_left_out_keeps_its_reason() {
    let activities = |entry: &str| {
        format!("strategy: {{ name: A }}\npillars:\n  promotion:\n    activities:\n      fair:{entry}\n")
    };
    becomes(&activities(" { not_now: No time }"), &activities(" { status: dropped, notes: No time }"));
    becomes(
        &activities("\n        name: Fair\n        not_now: No time"),
        &activities("\n        name: Fair\n        status: dropped\n        notes: No time"),
    );
    let notes = activities(" { not_now: No time, notes: Next year }");
    becomes(&notes, &notes.replace("not_now", "x-not_now"));
    let purposes = "strategy: { name: A }\npurposes:\n  support: { not_now: Next year }\n";
    becomes(purposes, purposes);
}

#[test]
fn a_gear_named_alone_is_that_of_marketing() {
    let draft = |both: &str, gear: &str| {
        format!(
            "strategy: {{ name: A }}\npurposes: {{ marketing: {{}}, support: {both} }}\npillars:\n  promotion: {{ activities: {{ fair: {{ gears: [{gear}] }} }} }}\n  support: {{ activities: {{ desk: {{ gears: enlistment }} }} }}\n"
        )
    };
    becomes(&draft("{}", "engagement"), &draft("{}", "marketing.engagement"));
    let alone = draft("{ not_now: Next year }", "engagement");
    becomes(&alone, &alone);
}

#[test]
fn words_of_a_draft_find_their_place() {
    let draft = |rest: &str| format!("strategy: {{ name: A }}\n{rest}\n");
    for (written, fixed) in [
        (
            "audiences: { families: 'Parents with two children', owners: 'About 9.400 riders, 3.100 in the group' }",
            "audiences: { families: { name: Parents with two children }, owners: { description: 'About 9.400 riders, 3.100 in the group' } }",
        ),
        (
            "marketing_strategy: { channels: { station: radio, leaflets: flyer, letters: direct mail, fairs: { type: event } } }",
            "marketing_strategy: { channels: { station: broadcast, leaflets: print, letters: print, fairs: { kind: event } } }",
        ),
        (
            "pillars: { listening: { questions: { mood: Good, where: [r/Tacoma and others, Facebook groups] } } }",
            "pillars: { listening: { questions: { sentiment: Good, where: 'r/Tacoma and others, Facebook groups' } } }",
        ),
        (
            "platforms: { bay: { answered_by: { within: 4 business hours } }, sky: { answered_by: { within: 1 Tag } } }",
            "platforms: { bay: { answered_by: { within: 4h, hours: business hours } }, sky: { answered_by: { within: 1d } } }",
        ),
        (
            "risks:\n  - App outage in spring\n  - Delivery over ten weeks: stop the ads\n  - Only one writer speaks Spanish # yet",
            "risks:\n  app-outage-in-spring: { statement: App outage in spring }\n  delivery-over-ten-weeks: { statement: 'Delivery over ten weeks: stop the ads' }\n  only-one-writer-speaks: { statement: Only one writer speaks Spanish } # yet",
        ),
        (
            "kpis: { hours: { baseline: '7,5' } }\nbudget: 85.000 €",
            "kpis: { hours: { baseline: 7.5 } }\nbudget: { currency: EUR, total: 85000 }",
        ),
        // An amount and a time are not people who take part; `within` is a key of platforms.
        (
            "goals: { renewals: { statement: Keep 90 % of renewals, worth: $640k/yr } }",
            "goals: { renewals: { statement: Keep 90 % of renewals, x-worth: $640k/yr } }",
        ),
        (
            "pillars: { support: { activities: { desk: { within: 6h } } } }",
            "pillars: { support: { activities: { desk: { within: 6h } } } }",
        ),
    ] {
        becomes(&draft(written), &draft(fixed));
    }
    // In two currencies, it is not clear which is the budget's.
    let two = draft(
        "budget: { total: 240.000 € }\npillars: { promotion: { activities: { a: { budget: CHF 32'000 } } } }",
    );
    becomes(&two, &two);
}
