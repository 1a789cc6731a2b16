//! What a draft says in few words: its figures, its names and its places are read as they were meant, or asked about.

use super::keys::becomes;
use super::tried;

#[test]
fn key_results_become_kpis_wherever_kpis_are_listed() {
    let goal = "goals:\n  fans:\n    statement: Win fans\n    key_results:\n      - Get 5 fans\n      - demos: 120 → 180\n";
    let named = "goals:\n  fans:\n    statement: Win fans\n    kpis: [get-5-fans, demos]\n";
    let results = "{ name: Get 5 fans }DEMOS{ name: demos, baseline: 120, target: 180 }";
    for (kpis, written) in [
        ("", "kpis:\n  get-5-fans: RESULTS\n"),
        ("kpis:\n", "kpis:\n  get-5-fans: RESULTS\n"),
        ("kpis: {}\n", "kpis: { get-5-fans: RESULTS }\n"),
        ("kpis:\n  a: { unit: visits }\n", "kpis:\n  a: { unit: visits }\n  get-5-fans: RESULTS\n"),
    ] {
        let tried = tried("results", &format!("{goal}{kpis}"));
        let between = if kpis.contains("{}") { ", demos: " } else { "\n  demos: " };
        let expected = written.replace("RESULTS", &results.replace("DEMOS", between));
        assert_eq!(tried.fixed.trim_end(), format!("{named}{expected}").trim_end(), "{kpis}");
        assert_eq!(tried.left, Vec::<String>::new(), "{kpis}");
    }
    // The key is there, and empty.
    let empty =
        goal.replace("    key_results", "    kpis:\n    key_results") + "kpis:\n  a: { unit: visits }\n";
    assert!(tried("empty", &empty).fixed.starts_with(named), "{}", tried("empty", &empty).fixed);
}

#[test]
fn a_target_that_names_people_is_not_one_of_a_kpi() {
    for (target, becomes) in [("young parents", "x-target: young parents"), ("-20%", "kpis: fans")] {
        let tried =
            tried("target", &format!("goals:\n  fans:\n    statement: Win fans\n    target: {target}"));
        assert!(tried.fixed.contains(becomes), "{target}\n{}", tried.fixed);
    }
}

#[test]
fn two_years_and_two_days_are_not_figures() {
    for text in ["from 2025 to 2027", "from 1 March to 31 May", "2027-03-01 -> 2027-05-31"] {
        let tried = tried("years", &format!("kpis:\n  visits: {text}"));
        assert!(tried.fixed.contains("{ name: ") && tried.fixed.contains(text), "{}", tried.fixed);
    }
}

#[test]
fn an_id_that_says_more_is_kept_next_to_a_text() {
    for (draft, fixed) in [
        (
            "audiences:\n  'Café owners, 30-50': Young owners of cafés in the region",
            "audiences:\n  cafe-owners-30-50: { name: 'Café owners, 30-50', description: Young owners of cafés in the region }",
        ),
        (
            "goals:\n  Win fans (really!): Win 40 fans",
            "goals:\n  win-fans: { notes: 'Win fans (really!)', statement: Win 40 fans }",
        ),
        ("goals:\n  Win fans (really!): not now", "goals:\n  win-fans: not now"),
        (
            "platforms:\n  newsletter (3.400 readers):",
            "platforms:\n  newsletter: { name: newsletter (3.400 readers) }",
        ),
        (
            "platforms:\n  TikTok (new): not now – no time",
            "platforms:\n  tiktok: { name: TikTok (new), not_now: no time }",
        ),
        (
            "platforms:\n  Insta (shop): { because: Fans }\n  Insta (jobs): { because: Fans }",
            "platforms:\n  insta-shop: { name: Insta (shop), because: Fans }\n  insta-jobs: { name: Insta (jobs), because: Fans }",
        ),
        ("kpis:\n  1. Visits: { unit: visits }", "kpis:\n  visits: { name: 1. Visits, unit: visits }"),
        ("kpis:\n  site_visits: { unit: visits }", "kpis:\n  site-visits: { unit: visits }"),
    ] {
        let tried = tried("named", draft);
        assert_eq!(tried.fixed.trim_end().replace('\'', ""), fixed.replace('\'', ""), "{draft}");
    }
}

#[test]
fn how_often_is_not_a_reason_for_a_platform() {
    for often in ["weekly", "3x a week", "every Tuesday"] {
        becomes(
            "often",
            &format!("platforms:\n  newsletter: {often}"),
            "write why it is used: `{ because: … }`",
            &format!("platforms:\n  newsletter: {{ notes: {often} }}"),
        );
    }
    let reason = tried("reason", "platforms:\n  tiktok: daily laughs for parents");
    assert!(reason.fixed.contains("{ because: daily laughs for parents }"), "{}", reason.fixed);
}

#[test]
fn a_figure_is_not_the_name_of_a_kpi() {
    let visits = tried("shorthand", "kpis:\n  visits: 340");
    let help =
        "write `{ baseline: 340 }` if that is the figure now, or `{ target: 340 }` if it is the one to reach";
    assert_eq!(visits.errors[0].1, help);
    assert!(visits.fixed.contains("visits: 340"), "{}", visits.fixed);
}

#[test]
fn a_list_of_keys_loses_its_dashes() {
    let list = "pillars:\n  - promotion:\n      owner: mia\n  - support: { not_now: The counter answers }";
    let record =
        "pillars:\n    promotion:\n      owner: mia\n    support: { not_now: The counter answers }\n";
    let tried_list = tried("dashes", list);
    assert!(tried_list.errors[0].1.starts_with("remove the dashes"), "{:?}", tried_list.errors);
    assert!(tried_list.fixed.starts_with(record), "{}", tried_list.fixed);
    for kept in [
        "pillars:\n  - promotion: {}\n  - promotion: {}",
        "pillars:\n  - cakes: {}",
        "pillars:\n  - promotion",
    ] {
        assert!(tried("dashes-kept", kept).fixed.contains("  - "), "{kept}");
    }
}

#[test]
fn a_total_next_to_its_parts_is_not_the_budget_of_the_plan() {
    let place = |budget: &str| {
        format!(
            "pillars: {{ promotion: {{ activities: {{ cakes: {{ start: 2027-03, budget: {budget} }} }} }} }}"
        )
    };
    let sum = tried("sum", &place("{ total: 500, paid: 300 }"));
    assert!(sum.fixed.contains("{ total: 500, paid: 300 }"), "{}", sum.fixed);
    assert!(sum.errors.iter().any(|(_, help)| help.starts_with("leave it out")), "{:?}", sum.errors);
    let alone = tried("sum", &place("{ total: 500 }"));
    assert!(alone.fixed.contains("budget: 500 }"), "{}", alone.fixed);
}

#[test]
fn an_agency_with_its_keys_is_one() {
    let one = tried("one-agency", "people: { mia: {} }\nagency: { name: Brightside, contact: Jo }");
    assert!(
        one.fixed.contains("brightside: { name: Brightside, contact: Jo, agency: true }")
            || one.fixed.contains("x-contact: Jo"),
        "{}",
        one.fixed
    );
    assert!(!one.fixed.contains("contact: {"), "{}", one.fixed);
}

#[test]
fn what_has_a_place_goes_there() {
    for (draft, fixed) in [
        ("crisis_plan: docs/crisis.pdf", "documents:\n  crisis-plan: docs/crisis.pdf"),
        ("crisis_plan: call Mia first", "x-crisis_plan: call Mia first"),
        (
            "platforms:\n  instagram: { because: Fans, url: 'https://example.org/cakes', moderators: mia }",
            "platforms:\n  instagram: { because: Fans, accounts: { instagram: { address: 'https://example.org/cakes' } }, answered_by: { owner: mia } }",
        ),
        (
            "pillars: { promotion: { activities: { cakes: { start: 2027-03, when: Tue 10:00 } } } }",
            "cakes: { start: 2027-03, cadence: weekly, notes: 'cadence: Tue 10:00' }",
        ),
        (
            "pillars: { promotion: { activities: { cakes: { start: 2027-03, hours/week: 4 } } } }",
            "hours_per_week: 4 }",
        ),
        ("objectives:\n  fans: Win 40 fans", "goals:\n  fans: Win 40 fans"),
        (
            "campaigns: { spring: { start: 2027-03, budget: { ads: 300, photos: 200, influencers: 50 } } }",
            "budget: { paid: 300, production: 200, creators: 50 }",
        ),
    ] {
        let tried = tried("place", draft);
        assert!(tried.fixed.contains(fixed), "{draft}\n{}", tried.fixed);
    }
}

#[test]
fn what_moves_out_of_a_pillar_says_where_it_was() {
    let list = tried(
        "origin",
        "pillars:\n  promotion:\n    risks:\n      - rain: It rains\n      - statement: It snows\n        owner: mia\n    activities:\n      cakes: { start: 2027-03 }",
    );
    let moved = "risks:\n  # x-pillar: promotion\n  rain: { statement: It rains }\n  it-snows:\n    statement: It snows\n    owner: mia\n";
    assert!(list.fixed.contains(moved), "{}", list.fixed);
}

#[test]
fn people_with_the_same_id_are_two() {
    let owners = |one: &str, other: &str| {
        tried(
            "owners",
            &format!(
                "people:\n  mia: {{ name: Mia Berg }}\npillars: {{ promotion: {{ activities: {{ cakes: {{ start: 2027-03, owner: {one} }}, pies: {{ start: 2027-03, owner: {other} }} }} }} }}"
            ),
        )
        .fixed
    };
    let two = owners("李雷", "黎蕾");
    assert!(two.contains("li-lei: { name: 李雷 }\n  li-lei-2: { name: 黎蕾 }"), "{two}");
    // An id is not a name.
    let id = owners("jane-doe", "mia");
    assert!(id.contains("  jane-doe: {}\n"), "{id}");
}

#[test]
fn what_an_entry_notes_is_not_its_name() {
    let draft = "platforms:\n  tiktok: { because: Fans, notes: Young people }\n  x: { because: Fans, name: Old people }\npillars: { promotion: { activities: { cakes: { start: 2027-03, platforms: PLATFORM } } } }";
    for (named, help) in
        [("Young people", "write `tiktok`, if Young people is meant"), ("Old people", "write `x`")]
    {
        let tried = tried("noted", &draft.replace("PLATFORM", named));
        assert!(tried.errors.iter().any(|(_, own)| own == help), "{named}: {:?}", tried.errors);
    }
}

#[test]
fn half_of_something_is_not_another_figure_as_an_id() {
    let half = tried("half", "kpis:\n  - name: ½ price sales");
    assert!(half.fixed.contains("1-2-price-sales:"), "{}", half.fixed);
}
