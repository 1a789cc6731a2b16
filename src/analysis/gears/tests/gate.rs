use super::*;

fn gate(visits: &str, posts: &str) -> String {
    format!(
        "\
purposes:
  marketing:
    gears: {{ acquisition: {{ start: 2027-01-01, spinning_at: {{ visits: 200, cost: 5 }} }}, engagement: 2027-06-01 }}
kpis:
  visits: {{ baseline: {{ value: 100, date: 2027-01-01 }}, target: 400, readings: {{ {visits} }} }}
  cost: {{ baseline: {{ value: 9, date: 2027-01-01 }}, target: 4, readings: {{ {posts} }} }}"
    )
}

#[test]
fn a_gate_is_reached_when_each_figure_was_in_its_own_direction() {
    let on = |day| Reach::On(Date::constant(2027, 1, day));
    let sound = gate("2027-03-01: 150", "2027-03-01: 5");
    // Ten visits a day from 1 January; the cost has been reached.
    let rising = gate("2027-01-06: 150", "2027-01-06: 5");
    for (body, reached, forecast) in [
        (gate("2027-03-01: 200", "2027-03-01: 5"), Some(true), Reach::Reached),
        (gate("2027-01-11: 200", "2027-01-06: 5"), Some(true), Reach::Reached),
        // Once reached, it stays so; the figures need not be reached on the same day.
        (gate("2027-02-01: 250, 2027-03-01: 150", "2027-03-01: 4.50"), Some(true), Reach::Reached),
        (rising.clone(), Some(false), on(11)),
        // A figure that is never reached decides.
        (gate("2027-01-06: 150", "2027-01-06: 9, 2027-03-01: 9"), Some(false), Reach::Never),
        (gate("2027-01-06: 100, 2027-03-01: 100", "2027-01-06: 8"), Some(false), Reach::Never),
        // A single figure is no rate.
        (gate("2027-03-01: 100", "2027-01-06: 5"), Some(false), Reach::Unknown),
        // A reading after today does not count, and without a reading it is not known.
        (gate("2027-05-01: 250", "2027-03-01: 4.50"), None, Reach::Unknown),
        (gate("2027-03-01: 250", ""), None, Reach::Unknown),
        (gate("", "2027-01-06: 9, 2027-03-01: 9"), None, Reach::Never),
        // Something that could not be read, or a KPI that does not exist.
        (sound.replace("cost: 5", "cost: low"), None, Reach::Unknown),
        (sound.replace("cost: 5", "price: 5"), None, Reach::Unknown),
        (rising.replace("cost: 5", "cost: low"), None, Reach::Unknown),
        // Without a direction, 150 may be below 200 or beyond it.
        (sound.replace("value: 100", "value: some"), None, Reach::Unknown),
    ] {
        let found = first(&body, |sequence, _| {
            let gate = sequence.gears[0].gate.as_ref().unwrap();
            (gate.was_reached(), gate.forecast())
        });
        assert_eq!(found, (reached, forecast), "{body}");
    }
    let fallen = gate("2027-02-01: 250, 2027-03-01: 150", "2027-03-01: 4.50");
    first(&fallen, |sequence, _| assert_eq!(sequence.gears[0].state, State::FellBack));
}

#[test]
fn a_small_dip_below_a_gate_is_one_only_after_it_was_reached() {
    let is_dip = |visits: &str| {
        first(&gate(visits, "2027-01-06: 5"), |sequence, _| {
            sequence.gears[0].gate.as_ref().unwrap().conditions[0].is_dip()
        })
    };
    assert!(is_dip("2027-02-01: 210, 2027-03-01: 197"));
    for other in ["2027-03-01: 197", "2027-02-01: 210, 2027-03-01: 200", "2027-02-01: 210, 2027-03-01: 150"] {
        assert!(!is_dip(other), "{other}");
    }
}

#[test]
fn readings_from_before_the_plan_open_no_gate_unless_the_gear_ran_then() {
    let body = "\
purposes: { marketing: { gears: { acquisition: { start: START, spinning_at: { visits: { at_least: 200 } } } } } }
kpis: { visits: { target: 400, readings: { 2026-06-30: 250, 2027-03-31: 120 } } }";
    for (start, reached) in [("2027-01-04", false), ("2026-06-01", true), ("2026-07-01", false)] {
        first(&body.replace("START", start), |sequence, _| {
            let gate = sequence.gears[0].gate.as_ref().unwrap();
            assert_eq!(gate.was_reached(), Some(reached), "{start}");
        });
    }
}

/// What was reached and lost before the gear started is the past; the figure that it started with is not.
#[test]
fn a_gate_opens_by_what_was_read_since_the_gear_started() {
    let body = "\
purposes: { marketing: { gears: { acquisition: { start: 2027-03-01, spinning_at: { visits: 200 } } } } }
kpis: { visits: { baseline: 100, target: 400, readings: { READINGS } } }";
    for (readings, reached, held) in [
        ("2027-01-31: 210, 2027-02-28: 190, 2027-03-31: 180", false, false),
        ("2027-01-31: 190, 2027-02-28: 210, 2027-03-31: 180", true, false),
        ("2027-01-31: 190, 2027-02-28: 210, 2027-03-31: 220", true, true),
        ("2027-02-28: 190, 2027-03-10: 210, 2027-03-20: 190, 2027-03-31: 220", true, false),
    ] {
        first(&body.replace("READINGS", readings), |sequence, _| {
            let gate = sequence.gears[0].gate.as_ref().unwrap();
            assert_eq!((gate.was_reached(), gate.conditions[0].is_held), (Some(reached), held), "{readings}");
        });
    }
}
