use super::*;
use crate::analysis::Analysis;
use crate::analysis::kpi::Thresholds;
use crate::source::Source;
use crate::strategy::document::Document;

/// When engagement, which starts on 1 June, can start as of 5 April: acquisition started with 100 visits
/// on 1 January, its gate is 400, and these are its readings.
fn slot(gate: &str, readings: &str) -> Slot {
    let gears = format!("acquisition: {{ start: 2027-01-01{gate} }}, engagement: 2027-06-01");
    of(&slots(&gears, readings), GearKind::Engagement)
}

#[test]
fn a_gear_can_start_when_the_gate_before_it_is_reached() {
    let day = |month, day| Date::constant(2027, month, day);
    let gate = ", spinning_at: { visits: 400 }";
    for (gate, readings, opening, slack, earliest) in [
        // 100 more in 60 days: 300 more in 180.
        (gate, "2027-03-02: 200", Opening::Forecast(day(6, 30)), Some(-29), Some(day(6, 30))),
        (gate, "2027-03-02: 400", Opening::OpenSince(day(3, 2)), Some(91), Some(day(3, 2))),
        (gate, "2027-03-02: 400, 2027-04-01: 390", Opening::Lost(day(3, 2)), None, None),
        (gate, "2027-02-02: 95, 2027-03-02: 90", Opening::Never, None, None),
        // Nothing has been read: 300 of 900 in 364 days are planned for day 122.
        (gate, "", Opening::Planned(day(5, 3)), Some(29), None),
        // 200 more in 45 days: 300 more in 68. That is in the past, so it says nothing.
        (gate, "2027-02-15: 300", Opening::Overdue(day(3, 10)), None, None),
        // Without a gate it is enough that the gear before it has started.
        ("", "", Opening::NoGate, None, Some(day(1, 15))),
    ] {
        let slot = slot(gate, readings);
        assert_eq!((slot.opening, slot.slack, slot.earliest), (opening, slack, earliest), "{readings}");
    }
}

/// Every slot of marketing as of 5 April, with acquisition as above and the gears given.
fn slots(gears: &str, readings: &str) -> Vec<Slot> {
    let text = format!(
        "\
stratplan: 1
strategy: {{ name: A sequence, owner: mia, period: 2027 }}
purposes: {{ marketing: {{ gears: {{ {gears} }} }} }}
kpis:
  visits:
    baseline: {{ value: 100, date: 2027-01-01 }}
    target: {{ value: 1000, date: 2027-12-31 }}
    readings: {{ {readings} }}"
    );
    let document = Document::read(Source::new("sequence.yaml", text), |_| Err("no files here".into()));
    let analysis = Analysis::new(&document, &Thresholds::default(), Date::constant(2027, 4, 5));
    let sequence = analysis.sequences.first().expect("marketing has its gears");
    analysis.slots(sequence, Leads { usual: 14, before_selling: 28 })
}

fn of(slots: &[Slot], gear: GearKind) -> Slot {
    *slots.iter().find(|slot| slot.gear == gear).expect("it is not left out")
}

#[test]
fn the_lead_is_that_of_the_gear_it_is_measured_from() {
    // Engagement has a gate and no day, so enlistment is measured from acquisition, which has no gate.
    let undated =
        "acquisition: 2027-06-01, engagement: { spinning_at: { visits: 400 } }, enlistment: 2027-06-04";
    let found = of(&slots(undated, ""), GearKind::Enlistment);
    let close = Problem::TooClose { ahead: GearKind::Acquisition, days: 3, least: 14 };
    assert_eq!((found.problem, found.earliest), (Some(close), None));
    assert_eq!(found.advice, Advice::StartOn(Date::constant(2027, 6, 15)));
    // The other way around, the gate decides, whatever has no day.
    let gated = "acquisition: { start: 2027-06-01, spinning_at: { visits: 400 } }, engagement: { owner: mia }, \
                 enlistment: 2027-06-04";
    let found = of(&slots(gated, ""), GearKind::Enlistment);
    assert_eq!((found.problem, found.advice), (None, Advice::Keep));
}

#[test]
fn a_gate_that_is_never_reached_is_reported_for_a_gear_that_has_begun_on_a_coarse_day() {
    let gears = "acquisition: { start: 2027-01-01, spinning_at: { visits: 400 } }, engagement: 2027-Q2";
    let found = of(&slots(gears, "2027-02-02: 95, 2027-03-02: 90"), GearKind::Engagement);
    assert_eq!((found.problem, found.advice), (Some(Problem::GateNeverReached), Advice::NeverReady));
}

#[test]
fn a_gear_that_starts_when_its_gate_was_forecast_to_open_waits_for_no_reading() {
    let day = |month, day| Date::constant(2027, month, day);
    for (start, readings, problem) in [
        // 200 more in 50 days: 100 more by 17 March.
        ("2027-03-17", "2027-02-20: 300", None),
        ("2027-03-16", "2027-02-20: 300", Some(Problem::StartedBeforeGate)),
        // Seven weeks after the last reading, nothing says whether it is open.
        ("2027-03-10", "2027-02-15: 300", Some(Problem::GateUnread(day(2, 15)))),
        // A reading after that says that it is not open.
        ("2027-03-10", "2027-02-15: 300, 2027-03-31: 390", Some(Problem::StartedBeforeGate)),
    ] {
        let gears = format!(
            "acquisition: {{ start: 2027-01-01, spinning_at: {{ visits: 400 }} }}, engagement: {start}"
        );
        let found = of(&slots(&gears, readings), GearKind::Engagement);
        assert_eq!(found.problem, problem, "{start} {readings}");
        assert!(readings.contains("390") || matches!(found.opening, Opening::Overdue(_)), "{found:?}");
    }
}

#[test]
fn there_is_no_room_before_a_gear_that_cannot_move() {
    // Engagement is too close to acquisition, and enlistment waits for a gate that never opens.
    let gears = "acquisition: 2027-06-01, engagement: { start: 2027-06-04, spinning_at: { visits: 400 } }, \
                 enlistment: 2027-06-10";
    let started = gears.replace("2027-06", "2027-05");
    let all = slots(&started.replacen("2027-05-01", "2027-04-28", 1), "2027-02-02: 95, 2027-03-02: 90");
    // Engagement has not started, so that nothing is known of its gate.
    assert_eq!(of(&all, GearKind::Engagement).advice, Advice::StartOn(Date::constant(2027, 5, 12)));
    // In the period there is no day for monetization, which is in the way of the others.
    let late =
        "acquisition: 2027-12-01, engagement: 2027-12-02, enlistment: 2027-12-03, monetization: 2027-12-10";
    let all = slots(late, "");
    let first = Date::constant(2028, 1, 26);
    assert_eq!(of(&all, GearKind::Monetization).advice, Advice::AfterPeriod(first));
    let no_room = Advice::NoRoomBefore(Date::constant(2027, 12, 10));
    assert_eq!(of(&all, GearKind::Enlistment).advice, no_room);
    // It stays where it is, on the 3rd.
    let no_room = Advice::NoRoomBefore(Date::constant(2027, 12, 3));
    assert_eq!(of(&all, GearKind::Engagement).advice, no_room);
    assert_eq!(of(&all, GearKind::Acquisition).advice, Advice::Keep);
}
