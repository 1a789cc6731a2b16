//! What is true for every KPI.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::tests::{date, judged};
use super::*;

/// A KPI and its readings, in whole units and in days after 1 January 2027.
#[derive(Debug, Clone)]
struct Case {
    baseline: (i64, i64),
    target: (i64, i64),
    readings: Vec<(i64, i64)>,
}

fn after(days: i64) -> Date {
    date("2027-01-01").checked_add(jiff::Span::new().days(days)).unwrap()
}

impl Case {
    /// The figures as of day 200, with the values converted.
    fn judge(&self, value: impl Fn(i64) -> Decimal) -> KpiProgress {
        let mark = |(day, figure)| format!("{{ date: {}, value: {} }}", after(day), value(figure));
        // Of several readings on a day, the last one counts.
        let readings: BTreeMap<i64, i64> = self.readings.iter().copied().collect();
        let readings = readings.iter().map(|(day, figure)| format!("{}: {}", after(*day), value(*figure)));
        let readings = readings.collect::<Vec<_>>().join(", ");
        let (baseline, target) = (mark(self.baseline), mark(self.target));
        let kpi = format!("baseline: {baseline}, target: {target}, readings: {{ {readings} }}");
        judged(&kpi, &after(200).to_string())
    }
}

fn cases() -> impl Strategy<Value = Case> {
    let figures = || -1_000..1_000_i64;
    // Some readings after today, and some targets due before it.
    let readings = prop::collection::vec((0..220_i64, figures()), 0..8);
    ((-50..50_i64, figures()), (20..400_i64, figures()), readings)
        .prop_map(|(baseline, target, readings)| Case { baseline, target, readings })
}

proptest! {
    #[test]
    fn both_directions_are_alike(case in cases(), figure in -1_000..1_000_i64) {
        let up = case.judge(Decimal::from);
        let down = case.judge(|value| Decimal::from(-value));
        prop_assert_eq!(up.status, down.status);
        prop_assert_eq!((up.progress, up.expected, up.pace), (down.progress, down.expected, down.pace));
        prop_assert_eq!((up.gap, up.gap_to_plan), (down.gap, down.gap_to_plan));
        prop_assert_eq!(up.forecast.meets_target, down.forecast.meets_target);
        let turned = up.forecast.on_target_day.map(|value| Number(-value.0));
        prop_assert_eq!(turned, down.forecast.on_target_day);
        if up.is_rising.is_some() {
            prop_assert_eq!(up.is_rising, down.is_rising.map(|rising| !rising));
            let (plain, turned) = (Decimal::from(figure), Decimal::from(-figure));
            prop_assert_eq!(up.reached_on(plain), down.reached_on(turned));
            prop_assert_eq!(up.reach(plain), down.reach(turned));
        }
    }

    #[test]
    fn the_unit_changes_no_ratio(case in cases(), unit in 1..10_000_i64) {
        let plain = case.judge(Decimal::from);
        let scaled = case.judge(|value| Decimal::new(value * unit, 2));
        prop_assert_eq!(plain.status, scaled.status);
        prop_assert_eq!(plain.forecast.meets_target, scaled.forecast.meets_target);
        prop_assert_eq!((plain.progress, plain.expected), (scaled.progress, scaled.expected));
        prop_assert_eq!(plain.pace, scaled.pace);
        prop_assert_eq!(plain.gap.map(|gap| Number(gap.0 * Decimal::new(unit, 2))), scaled.gap);
    }

    #[test]
    fn the_figures_agree_with_each_other(case in cases()) {
        let it = case.judge(Decimal::from);
        let (zero, one) = (Number(Decimal::ZERO), Number(Decimal::ONE));
        if let (Some(progress), Some(gap)) = (it.progress, it.gap) {
            prop_assert_eq!(progress >= one, gap <= zero);
            prop_assert_eq!(it.status == Status::Met, gap <= zero && it.status != Status::NotDue);
            prop_assert_eq!(it.forecast.meets_target == Reach::Reached, gap <= zero);
            prop_assert!(it.status != Status::Regressed || progress < zero);
        }
        if let Some(expected) = it.expected {
            prop_assert!(zero <= expected && expected <= one);
        }
        if let (Some(pace), Some(behind)) = (it.pace, it.gap_to_plan) {
            prop_assert_eq!(pace < one, behind > zero);
        }
        if let (Reach::On(day), Some(latest)) = (it.forecast.meets_target, it.latest) {
            prop_assert!(Some(day) > latest.date);
        }
        prop_assert!(it.age_days.is_none_or(|age| age >= 0));
        prop_assert!(it.latest.is_none() || it.points.last() == it.latest.as_ref());
    }

    #[test]
    fn reached_now_means_has_reached_and_needs_no_forecast(
        case in cases(),
        figure in -1_000..1_000_i64,
    ) {
        let (it, figure) = (case.judge(Decimal::from), Decimal::from(figure));
        if it.reached_now(figure) {
            prop_assert!(it.reached_on(figure).is_some());
        }
        prop_assert_eq!(it.reach(figure) == Reach::Reached, it.reached_now(figure));
    }

    #[test]
    fn figures_of_any_size_get_a_status(case in cases(), places in 0..29_u32) {
        let it = case.judge(|value| match value % 3 {
            0 => Decimal::MAX,
            1 => Decimal::MIN,
            _ => Decimal::new(value, places),
        });
        // Which side of which figure it is on needs no arithmetic, so these two are always known.
        if let (Some(rising), Some(latest), Some(target)) = (it.is_rising, it.latest, it.target) {
            let met = if rising { latest.value >= target.value } else { latest.value <= target.value };
            prop_assert_eq!(it.reached_now(target.value.0), met);
            prop_assert_eq!(it.forecast.meets_target == Reach::Reached, met);
        }
    }

    #[test]
    fn a_plan_with_rising_milestones_never_falls(
        days in prop::collection::btree_set(1..364_i64, 0..5),
        mut values in prop::collection::vec(0..=100_i64, 5),
        read in (0..365_i64, 0..365_i64),
    ) {
        values.sort_unstable();
        let steps = days.iter().zip(values).map(|(day, value)| format!("{}: {value}", after(*day)));
        let steps = steps.collect::<Vec<_>>().join(", ");
        let expected = |day: i64| {
            let readings = format!("readings: {{ {}: 1 }}", after(day));
            let milestones = format!("milestones: {{ {steps} }}");
            let kpi = format!("baseline: {{ value: 0 }}, target: 100, {milestones}, {readings}");
            judged(&kpi, "2027-12-31").expected.unwrap()
        };
        prop_assert!(expected(read.0.min(read.1)) <= expected(read.0.max(read.1)));
    }
}
