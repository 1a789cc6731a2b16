#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::analysis::Analysis;
use crate::analysis::forecast::Reach;
use crate::analysis::progress::Thresholds;
use crate::source::Source;
use crate::strategy::document::Document;

/// Asks something of the first sequence of a strategy as of 5 April 2027.
fn first<T>(body: &str, ask: impl FnOnce(&GearSequence<'_>, &Analysis<'_>) -> T) -> T {
    let text = format!("stratplan: 1\nstrategy: {{ name: Gears, owner: mia, period: 2027 }}\n{body}");
    let document = Document::read(Source::new("gears.yaml", text), |_| Err("no files here".into()));
    let analysis = Analysis::new(&document, &Thresholds::default(), Date::constant(2027, 4, 5));
    ask(&analysis.sequences[0], &analysis)
}

fn moved(starts: [&str; 4]) -> Vec<&'static str> {
    let [a, b, c, d] = starts;
    let body = format!(
        "purposes: {{ marketing: {{ gears: {{ acquisition: {a}, engagement: {b}, enlistment: {c}, monetization: {d} }} }} }}"
    );
    moved_in(&body)
}

fn moved_in(body: &str) -> Vec<&'static str> {
    first(body, |sequence, _| sequence.out_of_order().iter().map(|gear| gear.key()).collect())
}

#[test]
fn the_fewest_gears_are_moved() {
    assert_eq!(moved(["2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"]), Vec::<&str>::new());
    assert_eq!(moved(["2027-01-01", "2027-01-01", "2027-01-01", "2027-01-01"]), Vec::<&str>::new());
    // One that is far too early or far too late is the one to move, wherever it stands.
    assert_eq!(moved(["2027-05-01", "2027-02-01", "2027-03-01", "2027-04-01"]), ["acquisition"]);
    assert_eq!(moved(["2027-02-01", "2027-03-01", "2027-01-01", "2027-04-01"]), ["enlistment"]);
    assert_eq!(moved(["2027-02-01", "2027-03-01", "2027-04-01", "2027-01-01"]), ["monetization"]);
    assert_eq!(
        moved(["2027-04-01", "2027-02-01", "2027-03-01", "2027-01-01"]),
        ["acquisition", "monetization"]
    );
}

#[test]
fn in_a_tie_the_later_gear_is_moved() {
    assert_eq!(moved(["2027-02-01", "2027-01-01", "2027-03-01", "2027-04-01"]), ["engagement"]);
    assert_eq!(moved(["2027-01-01", "2027-03-01", "2027-02-01", "2027-04-01"]), ["enlistment"]);
    assert_eq!(
        moved(["2027-02-01", "2027-01-01", "2027-04-01", "2027-03-01"]),
        ["engagement", "monetization"]
    );
    let all_but_the_first = ["engagement", "enlistment", "monetization"];
    assert_eq!(moved(["2027-04-01", "2027-03-01", "2027-02-01", "2027-01-01"]), all_but_the_first);
}

#[test]
fn coarse_dates_are_moved_only_if_no_choice_of_days_is_in_order() {
    assert_eq!(moved(["2027-Q1", "2027-01-01", "2027", "2027-02"]), Vec::<&str>::new());
    assert_eq!(moved(["2027-Q2", "2027-Q1", "2027-Q3", "2027-Q4"]), ["engagement"]);
    // Acquisition may come before enlistment, and engagement too, but not in this order.
    assert_eq!(moved(["2027-03", "2027-02", "2027-Q1", "2027-Q2"]), ["engagement"]);
}

#[test]
fn support_is_checked_in_reverse_and_a_custom_order_as_written() {
    let gears = "gears: { acquisition: 2027-01-01, engagement: 2027-02-01, enlistment: 2027-03-01, monetization: 2027-04-01 }";
    let all_but_the_first = ["enlistment", "engagement", "acquisition"];
    assert_eq!(moved_in(&format!("purposes: {{ support: {{ {gears} }} }}")), all_but_the_first);
    let custom = "order: [acquisition, engagement, enlistment, monetization]";
    assert_eq!(moved_in(&format!("purposes: {{ support: {{ {custom}, {gears} }} }}")), Vec::<&str>::new());
    // Gears that a custom order does not name follow in the built-in one.
    let first_only = format!("purposes: {{ marketing: {{ order: [engagement], {gears} }} }}");
    assert_eq!(moved_in(&first_only), ["acquisition"]);
}

#[test]
fn unreadable_values_move_nothing() {
    let gears = "gears: { acquisition: 2027-02-01, engagement: 2027-01-01 }";
    let unknown_order = format!("purposes: {{ marketing: {{ order: [growth], {gears} }} }}");
    assert_eq!(moved_in(&unknown_order), Vec::<&str>::new());
    assert_eq!(moved(["2027-02-01", "soon", "2027-03-01", "2027-04-01"]), Vec::<&str>::new());
    // An activity would start engagement too soon, but its gear has its own start, somewhere in there.
    let unreadable_gear = "\
pillars: { promotion: { activities: { tips: { gears: engagement, start: 2027-01-01 } } } }
purposes: { marketing: { gears: { acquisition: 2027-02-01, engagement: [2027-03-01] } } }";
    assert_eq!(moved_in(unreadable_gear), Vec::<&str>::new());
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
        assert_eq!(sequence.gears[0].state, State::Turning);
        // It may be older than the period, so that nothing surely comes before it.
        assert_eq!(sequence.out_of_order(), Vec::new());
    });
    let planned = practice.replace("monetization } }", "monetization, status: planned } }");
    first(&planned, |sequence, _| assert_eq!(sequence.gears[0].start, None));
    let too_early = "\
pillars: { promotion: { activities: { shop-posts: { gears: monetization } } } }
purposes: { marketing: { gears: { acquisition: 2027-02-01 } } }";
    assert_eq!(moved_in(too_early), ["monetization"]);
}

fn gate(visits: &str, posts: &str) -> String {
    format!(
        "\
purposes:
  marketing:
    gears: {{ acquisition: {{ start: 2027-01-15, spinning_at: {{ visits: 200, cost: 5 }} }}, engagement: 2027-06-01 }}
kpis:
  visits: {{ baseline: {{ value: 100, date: 2027-01-01 }}, target: 400, readings: {{ {visits} }} }}
  cost: {{ baseline: {{ value: 9, date: 2027-01-01 }}, target: 4, readings: {{ {posts} }} }}"
    )
}

fn reached(body: &str) -> Option<bool> {
    first(body, |sequence, _| sequence.gears[0].gate.as_ref().unwrap().was_reached())
}

#[test]
fn a_gate_is_reached_when_each_figure_was_in_its_own_direction() {
    assert_eq!(reached(&gate("2027-03-01: 200", "2027-03-01: 5")), Some(true));
    assert_eq!(reached(&gate("2027-03-01: 250", "2027-03-01: 5.01")), Some(false));
    // Once reached, it stays so; not both need hold on one day.
    let fallen = gate("2027-02-01: 250, 2027-03-01: 150", "2027-03-01: 4.50");
    assert_eq!(reached(&fallen), Some(true));
    first(&fallen, |sequence, _| assert_eq!(sequence.gears[0].state, State::Spinning { fallen_back: true }));
    // What was read after today does not count, and without a reading nobody knows.
    assert_eq!(reached(&gate("2027-05-01: 250", "2027-03-01: 4.50")), None);
    assert_eq!(reached(&gate("2027-03-01: 250", "")), None);
}

#[test]
fn a_gate_that_is_partly_unreadable_is_unknown() {
    let sound = gate("2027-03-01: 150", "2027-03-01: 5");
    assert_eq!(reached(&sound), Some(false));
    assert_eq!(reached(&sound.replace("cost: 5", "cost: low")), None);
    assert_eq!(reached(&sound.replace("cost: 5", "price: 5")), None);
    // Without a direction, nobody knows whether 150 of 200 is short of it or well below.
    assert_eq!(reached(&sound.replace("value: 100", "value: some")), None);
}

#[test]
fn a_gate_is_forecast_for_the_day_on_which_the_last_figure_is_reached() {
    let forecast =
        |body: &str| first(body, |sequence, _| sequence.gears[0].gate.as_ref().unwrap().forecast());
    // Ten visits a day from 1 January; the cost has been reached.
    let rising = gate("2027-01-06: 150", "2027-01-06: 5");
    assert_eq!(forecast(&rising), Reach::On(Date::constant(2027, 1, 11)));
    assert_eq!(forecast(&gate("2027-01-11: 200", "2027-01-06: 5")), Reach::Reached);
    // Whatever stands first, what is never met decides.
    assert_eq!(forecast(&gate("2027-01-06: 150", "2027-01-06: 9")), Reach::Never);
    assert_eq!(forecast(&gate("2027-01-06: 100", "2027-01-06: 8")), Reach::Never);
    assert_eq!(forecast(&gate("", "2027-01-06: 9")), Reach::Never);
    assert_eq!(forecast(&rising.replace("cost: 5", "cost: low")), Reach::Unknown);
}

fn states(body: &str) -> Vec<&'static str> {
    first(body, |sequence, _| sequence.gears.iter().map(|gear| gear.state.name()).collect())
}

#[test]
fn states_follow_from_start_gate_and_kpis() {
    let body = "\
purposes:
  marketing:
    gears:
      acquisition: { start: 2027-01-15, kpis: [visits, members] }
      engagement: { start: 2027-01-15, kpis: visits }
      enlistment: { not_now: later, start: 2027-01-15 }
      monetization: { start: 2027-04-06, kpis: visits }
kpis:
  visits: { baseline: 100, target: 400, readings: { 2027-03-01: 90 } }
  members: { baseline: 100, target: 400 }";
    let body = body.replace("baseline: 100", "baseline: { value: 100 }");
    // One KPI without a reading does not make a gear stall, nor hide that all others have.
    assert_eq!(states(&body), ["turning", "stalled", "left out", "planned"]);
    assert_eq!(states("purposes: [support]"), ["not placed"; 4]);
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
        let placed = sequence.placed_ahead_of(GearKind::Monetization).map(|(gear, _)| gear.kind);
        assert_eq!(placed, Some(GearKind::Acquisition));
    });
}

#[test]
fn balance_counts_gears_that_have_run_for_four_weeks() {
    let body = |start: &str| {
        format!(
            "\
purposes:
  marketing:
    gears:
      acquisition: {{ start: 2027-01-01, kpis: a }}
      engagement: {{ start: 2027-03-08, kpis: b }}
      monetization: {{ start: {start}, kpis: c }}
kpis:
  a: {{ baseline: {{ value: 0 }}, target: 364, readings: {{ 2027-02-10: 80 }} }}
  b: {{ baseline: {{ value: 0 }}, target: 364, readings: {{ 2027-02-10: 20 }} }}
  c: {{ baseline: {{ value: 0 }}, target: 364, readings: {{ 2027-02-10: 4 }} }}"
        )
    };
    let balance = |start| first(&body(start), |sequence, analysis| sequence.balance(analysis.today));
    // Expected on 10 February: 40. Paces 1 (twice that, not more than 1), 0.5 and 0.1.
    assert_eq!(balance("2027-03-09"), Some(Decimal::new(5, 1)));
    assert_eq!(balance("2027-03-08"), Some(Decimal::new(1, 1)));
    // A month may have begun only yesterday.
    assert_eq!(balance("2027-03"), Some(Decimal::new(5, 1)));
}
