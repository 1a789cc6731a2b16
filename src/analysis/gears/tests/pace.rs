use rust_decimal::Decimal;

use super::*;

/// Three gears that started on 1 January, each with a KPI that is planned to rise by one a day.
fn paced(a: &str, b: &str, c: &str) -> String {
    format!(
        "\
purposes:
  marketing:
    gears:
      acquisition: {{ start: 2027-01-01, kpis: [a, met] }}
      engagement: {{ start: 2027-01-01, kpis: b }}
      monetization: {{ start: 2027-01-01, spinning_at: {{ c: 100 }} }}
kpis:
  a: {{ baseline: {{ value: 0, date: 2027-01-01 }}, target: 364, readings: {{ {a} }} }}
  met: {{ baseline: {{ value: 0, date: 2027-01-01 }}, target: 364, readings: {{ 2027-02-10: 400 }} }}
  b: {{ baseline: {{ value: 0, date: 2027-01-01 }}, target: 364, readings: {{ {b} }} }}
  c: {{ baseline: {{ value: 0, date: 2027-01-01 }}, target: 364, readings: {{ {c} }} }}"
    )
}

#[test]
fn recent_pace_is_that_of_the_slowest_kpi_over_the_last_ninety_days() {
    let paces = |body: &str| {
        first(body, |sequence, _| {
            let paces = sequence.gears.iter().filter(|gear| gear.declared.is_some());
            paces
                .map(|gear| {
                    gear.recent_pace.map(|pace| pace.value().unwrap().round_dp(4).normalize().to_string())
                })
                .collect::<Vec<_>>()
        })
    };
    let pace = |text: &str| Some(text.to_owned());
    // Since the start: 80, 20 and 4 in 40 days. The 90 days before 3 April begin on 3 January.
    let started = paced("2027-02-10: 80", "2027-02-10: 20", "2027-02-10: 4");
    assert_eq!(paces(&started), [pace("2"), pace("0.5"), pace("0.1")]);
    // Two readings in 90 days are not enough; of three, the first is where the change begins.
    let two = paced("2027-02-04: 40, 2027-04-03: 138", "2027-01-03: 5, 2027-01-22: 5, 2027-04-03: 50", "");
    assert_eq!(paces(&two), [pace("1.5"), pace("0.5"), None]);
    // Three months have 91 days: 20 and 10 in 91 days, and 20 in the 90 of them that have a reading of their first day.
    let months = paced(
        "2027-01-02: 40, 2027-02-04: 55, 2027-03-04: 58, 2027-04-03: 60",
        "2027-01-02: 40, 2027-02-04: 55, 2027-03-04: 58, 2027-04-03: 50",
        "2027-01-02: 60, 2027-01-03: 40, 2027-03-04: 58, 2027-04-03: 60",
    );
    assert_eq!(paces(&months), [pace("0.2198"), pace("0.1099"), pace("0.2222")]);
}

#[test]
fn the_gate_of_a_gear_with_other_kpis_counts_for_its_pace() {
    let body = paced("2027-02-10: 40", "2027-02-10: 40", "2027-02-10: 4");
    let slowest = |body: &str| first(body, |sequence, _| sequence.gears[1].slowest.map(ToOwned::to_owned));
    assert_eq!(slowest(&body).as_deref(), Some("b"));
    let gated = body.replace("kpis: b }", "kpis: b, spinning_at: { c: 100 } }");
    assert_eq!(slowest(&gated).as_deref(), Some("c"));
    // A KPI that is named in both places is one.
    let both = body.replace("kpis: b }", "kpis: b, spinning_at: { b: 100 } }");
    first(&both, |sequence, _| assert_eq!(sequence.gears[1].kpis, ["b"]));
}

#[test]
fn a_pace_changes_with_the_figures_and_not_overnight() {
    let body = paced("2027-01-05: 5, 2027-01-25: 10, 2027-02-14: 44", "", "");
    let on = |month, day| {
        first_on(Date::constant(2027, month, day), &body, |sequence, _| {
            sequence.gears[0].recent_pace.unwrap().value().unwrap()
        })
    };
    // The first reading turns 91 days old.
    assert_eq!(on(4, 5), on(4, 6));
}

#[test]
fn what_was_read_before_a_gear_started_says_nothing_of_how_it_runs() {
    let body = |gate: &str, readings: &str| {
        format!(
            "\
purposes:
  marketing: {{ gears: {{ acquisition: {{ start: 2027-03-01, kpis: visits{gate} }} }} }}
pillars: {{ promotion: {{ activities: {{ fair: {{ gears: acquisition, start: 2027-03-01 }} }} }} }}
kpis:
  visits:
    baseline: {{ value: 0, date: 2026-12-31 }}
    target: 200
    milestones: {{ 2027-06-30: 100 }}
    readings: {{ {readings} }}"
        )
    };
    let before = "2027-01-31: 1, 2027-02-28: 2";
    for (gate, readings, state) in [
        ("", before.to_owned(), "running, no reading yet"),
        (", spinning_at: { visits: 50 }", before.to_owned(), "running, no reading yet"),
        // Reached or not: that was before it ran.
        (", spinning_at: { visits: 2 }", before.to_owned(), "running, no reading yet"),
        (", spinning_at: { visits: 2 }", format!("{before}, 2027-03-31: 3"), "spinning"),
        ("", format!("{before}, 2027-03-31: 60"), "spinning"),
        ("", format!("{before}, 2027-03-31: 3"), "running"),
    ] {
        first(&body(gate, &readings), |sequence, _| {
            let gear = &sequence.gears[0];
            assert_eq!(gear.state.name(), state, "{gate} {readings}");
            assert_eq!(gear.spins.is_none(), state.contains("no reading"), "{gate} {readings}");
        });
    }
}

#[test]
fn a_gear_spins_at_its_gate_or_without_one_at_its_recent_pace() {
    let spins = |body: &str| {
        first(body, |sequence, _| {
            let gears = sequence.gears.iter().filter(|gear| gear.declared.is_some());
            let spins: Vec<_> = gears.map(|gear| gear.spins).collect();
            (spins, sequence.bottleneck().map(|gear| gear.kind))
        })
    };
    let yes = Some(true);
    let no = Some(false);
    for (body, spinning, bottleneck) in [
        (paced("2027-02-10: 36", "2027-02-10: 40", "2027-02-10: 100"), [yes, yes, yes], None),
        // Just below nine tenths of the plan, and at the gate once but no longer.
        (
            paced("2027-02-10: 35.9", "2027-02-10: 40", "2027-02-01: 100, 2027-02-10: 97"),
            [no, yes, no],
            Some(GearKind::Acquisition),
        ),
        (paced("", "2027-02-10: 20", ""), [yes, no, None], Some(GearKind::Engagement)),
    ] {
        assert_eq!(spins(&body), (spinning.to_vec(), bottleneck), "{body}");
    }
}

#[test]
fn nothing_is_expected_of_a_kpi_before_the_first_gear_that_names_it() {
    let body = "\
purposes:
  marketing:
    gears: { acquisition: { start: 2027-01-01, kpis: both }, engagement: { start: 2027-02-01, kpis: [both, late] } }
pillars: { promotion: { activities: { talks: { gears: engagement, start: 2027-03-01 } } } }
kpis:
  both: { baseline: { value: 0 }, target: 100 }
  late: { baseline: { value: 0 }, target: 100 }
  other: { baseline: { value: 0 }, target: 100 }
  milestones: { baseline: { value: 0 }, target: 100, milestones: { 2027-02-01: 10 } }";
    first(body, |_, analysis| {
        let from = |id: &str| analysis.kpis[id].expected_from.map(|day| day.to_string());
        // Both name it, and the first starts; what drives the second starts later than it says.
        assert_eq!(
            (from("both"), from("late"), from("other")),
            (Some("2027-01-01".into()), Some("2027-03-01".into()), None)
        );
    });
    // What comes in on the first day counts: a sum begins at the end of the day before, as with `since`.
    let sum = body.replace("late: { baseline: { value: 0 },", "late: { counts: sum, since: 2027-03-01,");
    first(&sum, |_, analysis| {
        let planned = analysis.kpis["late"].planned.first().map(|mark| mark.date.to_string());
        let found = (analysis.kpis["late"].expected_from, planned);
        assert_eq!(found, (None, Some("2027-02-28".to_owned())));
    });
    let planned = body.replace("[both, late]", "milestones");
    first(&planned, |_, analysis| assert_eq!(analysis.kpis["milestones"].expected_from, None));
}

#[test]
fn what_was_there_before_the_gear_and_its_kpi_began_opens_no_gate() {
    let now = "2027-02-28: 80, 2027-03-31: 90";
    for (counts, starts, readings, reached) in [
        ("level", "2027-01-01", &format!("2026-12-15: 900, {now}"), false),
        // The gear ran then, and reached it.
        ("level", "2026-11-01", &format!("2026-12-15: 900, {now}"), true),
        ("level", "2027-01-01", &format!("2027-01-15: 900, {now}"), true),
        // The latest figure is what is known of today.
        ("level", "2027-01-01", &"2026-12-15: 900".to_owned(), true),
        ("total", "2026-11-01", &format!("2026-12-15: 900, {now}"), false),
        ("sum", "2026-11-01", &format!("2026-12-15: 900, {now}"), false),
    ] {
        let body = format!(
            "\
purposes: {{ marketing: {{ gears: {{ acquisition: {{ start: {starts}, spinning_at: {{ leads: 500 }} }} }} }} }}
kpis:
  leads:
    counts: {counts}
    baseline: {{ value: 0, date: 2026-12-31 }}
    target: 1000
    readings: {{ {readings} }}"
        );
        let found =
            first(&body, |sequence, _| sequence.gears[0].gate.as_ref().unwrap().was_reached() == Some(true));
        assert_eq!(found, reached, "{counts} {starts} {readings}");
    }
}

#[test]
fn a_recent_pace_is_not_rounded_on_its_way() {
    let body = "\
purposes: { marketing: { gears: { acquisition: { start: 2027-01-01, kpis: visits } } } }
kpis:
  visits: { baseline: { value: 0, date: 2027-01-01 }, target: 100, readings: { 2027-03-13: 17.56 } }";
    first(body, |sequence, _| {
        // Planned 100 × 71 / 364: the pace is 17.56 × 364 / 7100.
        let exact = Fraction::new(Decimal::new(1756 * 364, 2), Decimal::from(7100)).unwrap();
        assert!(sequence.gears[0].recent_pace.unwrap().compare(exact).is_eq());
        assert_eq!(sequence.gears[0].spins, Some(true));
    });
}

#[test]
fn a_missed_target_decides_whatever_the_other_figures_do() {
    let body = "\
purposes: { marketing: { gears: { acquisition: { start: 2026-12-31, kpis: [fast, done] } } } }
kpis:
  fast: { baseline: { value: 0, date: 2026-12-31 }, target: 365, readings: { 2027-03-31: 180 } }
  done: { baseline: { value: 0, date: 2026-12-31 }, target: { value: 50, date: 2027-02-28 }, readings: { DONE } }";
    for (readings, spins, has_pace, slowest) in [
        ("2027-02-28: 51", true, true, "done"),
        ("2027-02-28: 40", false, false, "done"),
        // It was met, and is not any more.
        ("2027-02-28: 51, 2027-03-31: 49", false, false, "done"),
    ] {
        first(&body.replace("DONE", readings), |sequence, _| {
            let gear = &sequence.gears[0];
            let found = (gear.spins, gear.recent_pace.is_some(), gear.slowest);
            assert_eq!(found, (Some(spins), has_pace, Some(slowest)), "{readings}");
            assert_eq!(gear.keeps_up, Some(spins), "{readings}");
        });
    }
}

#[test]
fn the_gate_of_a_kept_plan_with_milestones_is_reached_along_the_plan() {
    // Hardly anything until July, then most of it: 20 on 30 June, 200 on 31 December.
    let body = |readings: &str| {
        format!(
            "\
purposes:
  marketing:
    gears: {{ acquisition: {{ start: 2027-01-01, spinning_at: {{ visits: 110 }} }}, engagement: 2027-11-01 }}
kpis:
  visits:
    baseline: {{ value: 0, date: 2026-12-31 }}
    target: 200
    milestones: {{ 2027-06-30: 20 }}
    readings: {{ {readings} }}"
        )
    };
    let found = |readings: &str| {
        first(&body(readings), |sequence, analysis| {
            let kpi = &analysis.kpis["visits"];
            let gate = sequence.gears[0].gate.as_ref().unwrap();
            (gate.forecast(), kpi.status.name(), kpi.forecast.is_short)
        })
    };
    // 9.94… are planned for 31 March; 90 more than on 30 June at 180 in 184 days: 92 days.
    let (reach, status, is_short) = found("2027-02-28: 6.6, 2027-03-31: 9.95");
    assert_eq!((reach, status, is_short), (Reach::On(Date::constant(2027, 9, 30)), "on track", false));
    // Two ahead: two days earlier, in whole days.
    let (reach, ..) = found("2027-02-28: 6.6, 2027-03-31: 11.95");
    assert_eq!(reach, Reach::On(Date::constant(2027, 9, 28)));
    // Off track, the line through the readings decides: more than two years away.
    let (reach, status, is_short) = found("2027-02-28: 3, 2027-03-31: 4");
    assert!(matches!(reach, Reach::NotBefore(_)), "{reach:?}");
    assert_eq!((status, is_short), ("off track", false));
}

#[test]
fn a_gear_that_starts_after_the_day_of_a_target_is_not_late_for_it() {
    let body = |due: &str, readings: &str| {
        format!(
            "\
purposes: {{ marketing: {{ gears: {{ acquisition: {{ start: 2027-07-01, kpis: visits }} }} }} }}
kpis:
  visits:
    baseline: {{ value: 0, date: 2026-12-31 }}
    target: {{ value: 100, date: {due} }}
    readings: {{ {readings} }}"
        )
    };
    for (due, readings, status) in [
        ("2027-06-30", "2027-03-31: 0", "not begun"),
        ("2027-06-30", "", "not begun"),
        ("2027-07-01", "2027-03-31: 0", "not begun"),
        ("2027-06-30", "2027-03-31: 100", "reached"),
        // Once the day has passed, it was missed all the same.
        ("2027-03-31", "2027-03-31: 0", "missed"),
    ] {
        first(&body(due, readings), |_, analysis| {
            let kpi = &analysis.kpis["visits"];
            assert_eq!(kpi.status.name(), status, "{due} {readings}");
            assert_eq!(kpi.pace.is_some(), status == "missed");
        });
    }
}
