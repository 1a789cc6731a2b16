//! Fixes that keep the meaning of what they rewrite: a no stays a no, and what was decided stays decided.

use super::keys::{becomes, is_fine};
use super::tried;

#[test]
fn a_platform_that_is_closed_is_not_one_that_is_used() {
    becomes(
        "closed",
        "platforms:\n  x: { status: closed, reason: tone of voice }",
        "write `not_now:` with the reason",
        "platforms:\n  x: { not_now: 'closed: tone of voice' }",
    );
    for (written, kept) in [
        ("no (no time)", "'no (no time)'"),
        ("no - too old", "no - too old"),
        ("not now, nobody to write", "nobody to write"),
        ("later – in 2028", "'later – in 2028'"),
    ] {
        becomes(
            "no",
            &format!("platforms:\n  snapchat: {written}"),
            "to leave it out on purpose, write `{ not_now: the reason }`",
            &format!("platforms:\n  snapchat: {{ not_now: {kept} }}"),
        );
    }
    becomes(
        "why-not",
        "platforms:\n  tiktok: { why not: no alcohol ads }",
        "write `not_now`",
        "platforms:\n  tiktok: { not_now: no alcohol ads }",
    );
    // A reason can begin with any of these words.
    for reason in ["No-code fans are there", "no budget is needed there", "Later shoppers are there"] {
        let because = tried("because", &format!("platforms:\n  x: {reason}"));
        assert!(because.fixed.contains("x: { because: "), "{}", because.fixed);
    }
}

#[test]
fn what_can_still_be_open_is_not_called_made() {
    for draft in [
        "  - Budget for the fair, 1 May 2027",
        "  - Launch on TikTok (1 May 2027)",
        "  - Hire an agency by 1 May 2027",
        "  - 2027-06-01: Choose an agency",
        "  - { what: Budget review, date: 2027-09-01 }",
        "  - No idea which agency to take",
        "  - No decision on the agency",
        "  - No agency before we have hired someone",
        "  - No agency yet",
        "  - Budget for 2028 (12 of 40)",
        "  x: { question: 'Hire?', outcome: pending }",
        "  x: { question: 'Hire?', decision: tbd }",
    ] {
        let tried = tried("maybe", &format!("decisions:\n{draft}"));
        assert!(!tried.fixed.contains("made"), "{draft}: {}", tried.fixed);
    }
}

#[test]
fn a_word_that_only_begins_like_a_no_leaves_a_platform_used() {
    for status in ["closed group", "paused stories only", "open"] {
        let tried =
            tried("used", &format!("platforms:\n  y: {{ status: {status}, because: Parents are there }}"));
        assert!(!tried.fixed.contains("not_now"), "{status}: {}", tried.fixed);
    }
    becomes(
        "reason",
        "platforms:\n  f: { status: stopped, because: Fans are there, reason: nobody has time }",
        "write `not_now:` with the reason",
        "platforms:\n  f: { because: Fans are there, not_now: 'stopped: nobody has time' }",
    );
}

#[test]
fn a_kpi_that_is_to_be_something_has_no_target_yet() {
    for goal in ["Be known", "more awareness", "parents love us"] {
        let tried = tried("goal", &format!("kpis:\n  visits: {{ unit: visits, goal: {goal} }}"));
        assert!(!tried.fixed.contains("target"), "{goal}: {}", tried.fixed);
    }
    for (goal, said) in [("half of that", "target: half of that"), ("500", "target: 500")] {
        let tried = tried("figure", &format!("kpis:\n  visits: {{ unit: visits, goal: {goal} }}"));
        assert!(tried.fixed.contains(said), "{goal}: {}", tried.fixed);
    }
}

#[test]
fn what_was_decided_is_no_open_question() {
    for (draft, fixed) in [
        (
            "  - date: 12.01.2027\n    decision: TikTok only as a pilot\n    by: Board",
            "  tiktok-only-as-a:\n    notes: 'date: 12.01.2027'\n    question: TikTok only as a pilot\n    status: made\n    x-by: Board",
        ),
        ("  - 2026-12-09: No X ads", "  2026-12-09: { question: No X ads, status: made }"),
        (
            "  - No influencers for money (2.12.2026, Jana)",
            "  no-influencers-for-money: { question: 'No influencers for money (2.12.2026, Jana)', status: made }",
        ),
        (
            "  x: { date: 2026-12-09, what: Leave X }",
            "  x: { notes: 'date: 2026-12-09', status: made, question: Leave X }",
        ),
    ] {
        let tried = tried("made", &format!("decisions:\n{draft}"));
        assert_eq!(tried.fixed.trim_end(), format!("decisions:\n{fixed}"));
        assert_eq!(tried.left, Vec::<String>::new(), "{draft}");
    }
    for (draft, fixed) in [
        ("  x: { decision: Hire?, date: 2027-05-01 }", "  x: { question: Hire?, needed_by: 2027-05-01 }"),
        (
            "  - Hire an agency by 1 May 2027",
            "  hire-an-agency-by: { question: Hire an agency by 1 May 2027 }",
        ),
        ("  - 2027-06-01: Who pays the agency", "  2027-06-01: { question: Who pays the agency }"),
    ] {
        let tried = tried("open", &format!("decisions:\n{draft}"));
        assert_eq!(tried.fixed.trim_end(), format!("decisions:\n{fixed}"));
    }
    is_fine("decided", "decisions: { x: { question: Leave X, status: made, notes: 'date: 2026-12-09' } }");
}

#[test]
fn what_a_person_does_is_not_the_name() {
    for (draft, fixed) in [
        (
            "people:\n  Nele: content, 25 h/week (2.650 € per month)",
            "people:\n  nele: { name: Nele, role: 'content, 25 h/week (2.650 € per month)' }",
        ),
        ("people:\n  nele: community", "people:\n  nele: { role: community }"),
        ("people:\n  nele: Nele Brøgger", "people:\n  nele: { name: Nele Brøgger }"),
    ] {
        assert!(tried("role", draft).fixed.starts_with(fixed), "{}", tried("role", draft).fixed);
    }
}

#[test]
fn a_person_who_is_listed_with_a_part_of_the_name_is_found() {
    let owned = |people: &str, owner: &str| {
        let rest = "pillars: { promotion: { activities: { cakes: { start: 2027-03-01, owner: OWNER } } } }";
        tried("part", &format!("people:\n{people}{}", rest.replace("OWNER", owner))).fixed
    };
    let nele = owned("  nele: { role: content }\n", "Nele Brøgger");
    assert!(
        nele.contains("nele: { role: content, name: Nele Brøgger }") && nele.contains("owner: nele }"),
        "{nele}"
    );
    for people in ["  nele: { name: Nele Smith }\n", "  nele: { role: ads }\n  broegger: { role: content }\n"]
    {
        let other = owned(people, "Nele Brøgger");
        assert!(other.contains("owner: nele-broegger }"), "{other}");
    }
}

#[test]
fn the_keys_of_one_entry_are_not_entries() {
    let crisis = tried("crisis", "crisis:\n  owner: Anna Berg\n  contact: Anna Berg, 0177 555 2041");
    assert!(crisis.fixed.starts_with("x-crisis:\n  owner: Anna Berg\n"), "{}", crisis.fixed);
    let entries = tried("threats", "risk:\n  rain: { statement: It rains }");
    assert!(entries.fixed.starts_with("risks:\n"), "{}", entries.fixed);
}

#[test]
fn a_target_to_hold_is_a_bound() {
    let hold =
        |target: &str| tried("hold", &format!("kpis: {{ loans: {{ baseline: 8.2, target: {target} }} }}"));
    for target in ["hold", "stay the same", "maintain", "hold steady"] {
        let help = "to hold the current level, write a limit: `{ at_least: 8.2 }` if more is better, or `{ at_most: 8.2 }` if less is";
        assert_eq!(hold(target).errors[0].1, help);
        assert!(hold(target).fixed.contains(&format!("target: {target} ")), "{}", hold(target).fixed);
    }
    assert!(hold("no target yet").fixed.contains("{ not_now: no target yet }"));
}

#[test]
fn the_figures_of_a_kpi_are_no_name() {
    for (kpi, fixed) in [
        ("12 -> 80", "{ baseline: 12, target: 80 }"),
        ("340 → 1200 by 24.12.2027", "{ baseline: 340, target: { value: 1200, date: 2027-12-24 } }"),
        ("from 31 to 76 by 1 October 2027", "{ baseline: 31, target: { value: 76, date: 2027-10-01 } }"),
        // These can be two figures, or no day.
        ("340 → 1.200 by 24.12.2027", "{ baseline: 340, target: 1.200 by 24.12.2027 }"),
        ("35 by the end of the FY", "{ target: 35 by the end of the FY }"),
        // These are names.
        ("From likes to leads", "{ name: From likes to leads }"),
        ("24 hours of cake by phone", "{ name: 24 hours of cake by phone }"),
    ] {
        let tried = tried("figures", &format!("kpis:\n  visits: {kpi}"));
        assert_eq!(tried.fixed.trim_end(), format!("kpis:\n  visits: {fixed}"));
    }
}

#[test]
fn the_time_of_a_day_is_kept() {
    for (date, fixed) in [
        ("17.06.2027, 18:00", "date: 2027-06-17, notes: 'date: 17.06.2027, 18:00'"),
        ("2027-06-17T18:00Z", "date: 2027-06-17, notes: 'date: 2027-06-17T18:00Z'"),
        ("2027-06-17T00:00:00Z", "date: 2027-06-17 }"),
    ] {
        let draft =
            format!("pillars: {{ promotion: {{ activities: {{ cakes: {{ date: \"{date}\" }} }} }} }}");
        let tried = tried("time", &draft);
        assert!(tried.fixed.contains(fixed), "{date}\n{}", tried.fixed);
        assert!(tried.errors[0].1.starts_with("write `2027-06-17`"), "{:?}", tried.errors);
    }
    let gear = "purposes: { marketing: { gears: { acquisition: '15 February 2027, 10:00' } } }";
    let start = "acquisition: { start: 2027-02-15, notes: '15 February 2027, 10:00' }";
    assert!(tried("gear-time", gear).fixed.contains(start), "{}", tried("gear-time", gear).fixed);
}

#[test]
fn a_target_that_says_the_baseline_or_a_verb_is_read() {
    for (target, help, fixed) in [
        (
            "from 14.5 to 9 by December 2027",
            "if this is what it means, write `{ value: 9, date: 2027-12 }`",
            "target: { value: 9, date: 2027-12 }, notes: 'target: from 14.5 to 9 by December 2027'",
        ),
        ("stay above 60", "write `{ at_least: 60 }`", "target: { at_least: 60 }"),
        (
            "at least 95 a month by October 2027",
            "write the figure in digits, with the day: `{ value: …, date: 2027-10 }`",
            "target: at least 95 a month by October 2027",
        ),
    ] {
        let tried = tried("verb", &format!("kpis: {{ churn: {{ baseline: 14.5, target: {target} }} }}"));
        assert!(
            tried.errors[0].1.ends_with(help) || tried.errors[0].1.starts_with(help),
            "{:?}",
            tried.errors
        );
        assert!(tried.fixed.contains(fixed), "{}", tried.fixed);
    }
}

#[test]
fn a_start_without_a_day_is_asked_for_one() {
    for (start, help) in [
        ("running", "write the date it started or will start; the year alone is enough"),
        ("immediately", "write the date it started or will start; the year alone is enough"),
        (
            "already running since 2021",
            "write the date it started or will start; the year alone is enough: `2021`",
        ),
        (
            "live since March 2026",
            "write the date it started or will start; the year alone is enough: `2026-03`",
        ),
        ("now until 2027-06", "write the date it started or will start; the year alone is enough"),
    ] {
        for place in [
            "pillars: { promotion: { activities: { cakes: { start: DAY } } } }",
            "purposes: { marketing: { gears: { acquisition: DAY } } }",
        ] {
            assert_eq!(tried("began", &place.replace("DAY", start)).errors[0].1, help, "{place}");
        }
    }
    let gear = tried("unplanned", "purposes: { marketing: { gears: { acquisition: not planned } } }");
    assert!(gear.fixed.contains("acquisition: { not_now: not planned }"), "{}", gear.fixed);
}

#[test]
fn help_names_an_id_and_no_stray_comma() {
    let activity =
        "pillars: { promotion: { activities: { cakes: { start: 2027-03, platforms: WhatsApp } } } }";
    let help = tried("whatsapp", activity).errors[0].1.clone();
    assert!(help.ends_with("add `whatsapp` under `platforms:` and write `whatsapp` here"), "{help}");
    let answered =
        tried("answered", "platforms: { x: { answered_by: \"bar shift leader, within 4 hours\" } }");
    assert!(answered.fixed.contains("{ owner: bar shift leader, within: 4h }"), "{}", answered.fixed);
}
