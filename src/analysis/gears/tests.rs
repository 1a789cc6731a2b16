#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::analysis::Analysis;
use crate::analysis::forecast::Reach;
use crate::analysis::kpi::Thresholds;
use crate::source::Source;
use crate::strategy::date::days_between;
use crate::strategy::document::Document;

mod gate;
mod pace;

/// Asks something of the first sequence of a strategy as of 5 April 2027.
fn first<T>(body: &str, ask: impl FnOnce(&GearSequence<'_>, &Analysis<'_>) -> T) -> T {
    first_on(Date::constant(2027, 4, 5), body, ask)
}

fn first_on<T>(today: Date, body: &str, ask: impl FnOnce(&GearSequence<'_>, &Analysis<'_>) -> T) -> T {
    let text = format!("stratplan: 1\nstrategy: {{ name: Gears, owner: mia, period: 2027 }}\n{body}");
    let document = Document::read(Source::new("gears.yaml", text), |_| Err("no files here".into()));
    let analysis = Analysis::new(&document, &Thresholds::default(), today);
    ask(&analysis.sequences[0], &analysis)
}

/// The gears to move, in one line.
fn moved(body: &str) -> String {
    let gears = first(body, |sequence, _| sequence.out_of_order());
    gears.iter().map(|gear| gear.key()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_fewest_gears_are_moved_and_in_a_tie_the_later_ones() {
    for (starts, expected) in [
        ("2027-01-01 2027-02-01 2027-03-01 2027-04-01", ""),
        ("2027-01-01 2027-01-01 2027-01-01 2027-01-01", ""),
        // One that is far too early or far too late is the one to move, at any position.
        ("2027-05-01 2027-02-01 2027-03-01 2027-04-01", "acquisition"),
        ("2027-02-01 2027-03-01 2027-01-01 2027-04-01", "enlistment"),
        ("2027-02-01 2027-03-01 2027-04-01 2027-01-01", "monetization"),
        ("2027-04-01 2027-02-01 2027-03-01 2027-01-01", "acquisition monetization"),
        // Ties.
        ("2027-02-01 2027-01-01 2027-03-01 2027-04-01", "engagement"),
        ("2027-01-01 2027-03-01 2027-02-01 2027-04-01", "enlistment"),
        ("2027-02-01 2027-01-01 2027-04-01 2027-03-01", "engagement monetization"),
        ("2027-04-01 2027-03-01 2027-02-01 2027-01-01", "engagement enlistment monetization"),
        // Coarse dates are moved only if no choice of days is in order.
        ("2027-Q1 2027-01-01 2027 2027-02", ""),
        ("2027-Q2 2027-Q1 2027-Q3 2027-Q4", "engagement"),
        // Acquisition can come before enlistment, and engagement too, but not in this order.
        ("2027-03 2027-02 2027-Q1 2027-Q2", "engagement"),
        // A date that could not be read moves nothing.
        ("2027-02-01 soon 2027-03-01 2027-04-01", ""),
    ] {
        let gears = ["acquisition", "engagement", "enlistment", "monetization"];
        let gears = gears.iter().zip(starts.split(' ')).map(|(gear, start)| format!("{gear}: {start}"));
        let gears = gears.collect::<Vec<_>>().join(", ");
        let body = format!("purposes: {{ marketing: {{ gears: {{ {gears} }} }} }}");
        assert_eq!(moved(&body), expected, "{starts}");
    }
}

#[test]
fn support_is_checked_in_reverse_and_a_custom_order_as_written() {
    for (purpose, expected) in [
        ("support: {", "enlistment engagement acquisition"),
        ("support: { order: [acquisition, engagement, enlistment, monetization],", ""),
        // Gears that a custom order does not name follow in the built-in one.
        ("marketing: { order: [engagement],", "acquisition"),
        // An order that could not be read moves nothing.
        ("marketing: { order: [growth],", ""),
    ] {
        let gears = "acquisition: 2027-01-01, engagement: 2027-02-01, enlistment: 2027-03-01, monetization: 2027-04-01";
        let body = format!("purposes: {{ {purpose} gears: {{ {gears} }} }} }}");
        assert_eq!(moved(&body), expected, "{purpose}");
    }
}

const TIPS: &str = "\
pillars:
  promotion:
    activities:
      later: { gears: engagement, start: 2027-05-01 }
      given-up: { gears: engagement, start: 2027-01-02, status: dropped }
      tips: { gears: engagement, start: 2027-03-01 }
";

#[test]
fn a_gear_without_a_start_starts_with_its_earliest_activity() {
    let purposes = "purposes: { marketing: { gears: { engagement: { owner: mia } } } }";
    first(&format!("{TIPS}{purposes}"), |sequence, analysis| {
        let start = sequence.gears[1].placed().unwrap();
        assert_eq!(start.date.to_string(), "2027-03-01");
        let StartedBy::Activity(index) = start.by else { panic!("not by an activity") };
        assert_eq!(analysis.activities[index].id(), "tips");
    });
    // Something that cannot be read may start it earlier.
    let unread = "      other: { gears: growth, start: 2027-01-01 }\n";
    first(&format!("{TIPS}{unread}{purposes}"), |sequence, _| {
        assert!(sequence.gears[1].start.is_some());
        assert_eq!(sequence.gears[1].placed(), None);
    });
    let unread = "      other: { gears: engagement, start: soon }\n";
    first(&format!("{TIPS}{unread}{purposes}"), |sequence, _| assert_eq!(sequence.gears[1].start, None));
}

#[test]
fn an_ongoing_activity_without_a_start_counts_from_the_start_of_the_period() {
    let practice = "\
pillars: { support: { activities: { answering: { gears: monetization } } } }
purposes: { support: { gears: { monetization: { owner: mia }, enlistment: 2026-06-01 } } }";
    first(practice, |sequence, _| {
        let start = sequence.gears[0].placed().unwrap();
        assert_eq!(start.date.to_string(), "2027-01-01");
        assert!(matches!(start.by, StartedBy::Practice(_)));
        assert_eq!(sequence.gears[0].state, State::Running);
        // It may be older than the period, so that nothing surely comes before it.
        assert_eq!(sequence.out_of_order(), Vec::new());
    });
    let planned = practice.replace("monetization } }", "monetization, status: planned } }");
    first(&planned, |sequence, _| assert_eq!(sequence.gears[0].start, None));
    let too_early = "\
pillars: { promotion: { activities: { shop-posts: { gears: monetization } } } }
purposes: { marketing: { gears: { acquisition: 2027-02-01 } } }";
    assert_eq!(moved(too_early), "monetization");
    // A gear that could not be read may have its own start.
    assert_eq!(moved(&too_early.replace("-02-01 }", "-02-01, monetization: [soon] }")), "");
}

fn states(body: &str) -> Vec<&'static str> {
    first(body, |sequence, _| sequence.gears.iter().map(|gear| gear.state.name()).collect())
}

#[test]
fn states_follow_from_starts_gates_and_kpis() {
    let body = "\
purposes:
  marketing:
    gears:
      acquisition: { start: 2027-01-15, kpis: [visits, members] }
      engagement: { start: 2027-01-15, kpis: visits }
      enlistment: { not_now: later, start: 2027-01-15 }
      monetization: { start: 2027-04-06, kpis: visits }
pillars: { promotion: { activities: { late: { gears: acquisition, start: 2027-05-01 } } } }
kpis:
  visits: { baseline: { value: 100 }, target: 400, readings: { 2027-02-01: 95, 2027-02-14: 92, 2027-03-01: 90 } }
  members: { baseline: { value: 100 }, target: 400 }";
    assert_eq!(states(body), ["on paper", "stalled", "left out", "planned"]);
    // One KPI without a reading does not make a gear stall.
    let driven = body.replace("2027-05-01", "2027-01-15");
    assert_eq!(states(&driven), ["running", "stalled", "left out", "planned"]);
    assert_eq!(states("purposes: [support]"), ["not dated"; 4]);
}

#[test]
fn the_gear_ahead_is_the_one_before_in_the_order_that_is_not_left_out() {
    let body = "\
purposes:
  marketing:
    gears: { acquisition: 2027-01-15, engagement: { not_now: later }, enlistment: { owner: mia }, monetization: 2027-07-01 }";
    first(body, |sequence, _| {
        let ahead = |kind| sequence.ahead_of(kind).map(|gear| gear.kind);
        assert_eq!(ahead(GearKind::Acquisition), None);
        assert_eq!(ahead(GearKind::Enlistment), Some(GearKind::Acquisition));
        assert_eq!(ahead(GearKind::Monetization), Some(GearKind::Enlistment));
    });
}

#[test]
fn a_practice_of_both_purposes_counts_from_the_own_start_of_each_gear() {
    let body = "\
pillars:
  promotion:
    activities:
      desk: { gears: [marketing.engagement, support.engagement] }
      talks: { gears: [marketing.acquisition, marketing.monetization] }
purposes:
  marketing: { gears: { acquisition: 2027-02-01, engagement: 2026-10-01, monetization: { owner: mia } } }
  support: { gears: { engagement: 2027-06-01 } }";
    first(body, |_, analysis| {
        let from = |purpose: usize, kind| {
            let gear = analysis.sequences[purpose].find(kind).unwrap();
            gear.effective.map(|start| start.date.to_string())
        };
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(from(0, GearKind::Engagement), day("2026-10-01"));
        assert_eq!(from(1, GearKind::Engagement), day("2027-06-01"));
        // One of marketing only counts from the first day, whatever the gear says.
        assert_eq!(from(0, GearKind::Acquisition), day("2027-01-01"));
        assert_eq!(from(0, GearKind::Monetization), day("2027-01-01"));
    });
}

#[test]
fn in_the_pillar_support_a_gear_alone_is_that_of_support() {
    let body = "\
pillars:
  support: { activities: { answers: { gears: engagement, start: 2027-03-01 } } }
purposes:
  marketing: { gears: { engagement: 2027-06-01 } }";
    let driven = |body: &str| {
        first(body, |_, analysis| {
            let mut gears = analysis.sequences.iter().map(|one| !one.gears[1].driven_by.is_empty());
            (gears.next().unwrap(), gears.next())
        })
    };
    assert_eq!(driven(body), (true, None));
    let both = format!(
        "{body}\n  support: {{ order: [acquisition, engagement], gears: {{ engagement: 2027-03-01 }} }}"
    );
    assert_eq!(driven(&both), (false, Some(true)));
}

#[test]
fn a_gear_has_run_since_something_drives_it() {
    let body = "\
pillars: { promotion: { activities: { guide: { gears: acquisition, start: DRIVEN } } } }
purposes: { marketing: { gears: { acquisition: START } } }";
    for (start, driven, days, has_started) in [
        ("2027-01-05", "2027-01-05", Some(90), true),
        ("2027-01-05", "2027-03-26", Some(10), true),
        ("2027-01-05", "2027-05-01", None, false),
        ("2027-03-26", "2027-01-05", Some(10), true),
        // What drives it tells more than a quarter.
        ("2027-Q2", "2027-04-03", Some(2), true),
        ("2027-Q2", "2027-01-05", Some(4), true),
        ("2027-Q2", "2027-04", None, false),
        ("2027-Q2", "2027-04, status: running", None, true),
    ] {
        first(&body.replace("START", start).replace("DRIVEN", driven), |sequence, analysis| {
            let gear = &sequence.gears[0];
            let run = gear.begins().map(|day| days_between(day, analysis.today)).filter(|days| *days >= 0);
            let found = (run, gear.has_surely_started(analysis.today));
            assert_eq!(found, (days, has_started), "{start} {driven}");
        });
    }
    first("purposes: { marketing: { gears: { acquisition: 2027-Q2 } } }", |sequence, analysis| {
        assert!(!sequence.gears[0].has_surely_started(analysis.today));
    });
}
