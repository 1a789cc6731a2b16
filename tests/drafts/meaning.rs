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
        ("not now, nobody to write", "'not now, nobody to write'"),
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
