//! What holds for every KPI.

use proptest::prelude::*;

use super::*;
use crate::decode::field::{Field, Place};
use crate::decode::shorthand::Short;
use crate::source::Location;
use crate::strategy::date::CoarseDate;
use crate::strategy::kpi::{Baseline, Target};
use crate::strategy::number::Number;

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

fn set<T>(value: T) -> Field<T> {
    Field::Set(value, Place::default())
}

impl Case {
    fn judge(&self, value: impl Fn(i64) -> Decimal) -> Progress {
        let on = |days| CoarseDate::day(after(days));
        let number = |figure| Number(value(figure));
        let baseline = Baseline { value: set(number(self.baseline.1)), date: set(on(self.baseline.0)) };
        let target = Target { value: set(number(self.target.1)), date: set(on(self.target.0)) };
        let kpi = Kpi { baseline: set(baseline), target: set(Short(target)), ..Kpi::default() };
        let readings: Vec<Reading> = self
            .readings
            .iter()
            .map(|(days, figure)| Reading {
                date: on(*days),
                value: number(*figure),
                at: Location::default(),
                value_at: Location::default(),
            })
            .collect();
        judge(&kpi, &readings, None, after(200), &Thresholds::default())
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
        prop_assert_eq!(up.meets_target, down.meets_target);
        prop_assert_eq!(up.forecast_at_target.map(|value| -value), down.forecast_at_target);
        if up.is_rising().is_some() {
            prop_assert_eq!(up.is_rising(), down.is_rising().map(|rising| !rising));
            let (plain, turned) = (Decimal::from(figure), Decimal::from(-figure));
            prop_assert_eq!(up.has_reached(plain), down.has_reached(turned));
            prop_assert_eq!(up.reach(plain), down.reach(turned));
        }
    }

    #[test]
    fn the_unit_changes_no_ratio(case in cases(), unit in 1..10_000_i64) {
        let plain = case.judge(Decimal::from);
        let scaled = case.judge(|value| Decimal::new(value * unit, 2));
        prop_assert_eq!(plain.status, scaled.status);
        prop_assert_eq!(plain.meets_target, scaled.meets_target);
        prop_assert_eq!((plain.progress, plain.expected), (scaled.progress, scaled.expected));
        prop_assert_eq!(plain.pace, scaled.pace);
        prop_assert_eq!(plain.gap.map(|gap| gap * Decimal::new(unit, 2)), scaled.gap);
    }

    #[test]
    fn the_figures_agree_with_each_other(case in cases()) {
        let it = case.judge(Decimal::from);
        let zero = Decimal::ZERO;
        if let (Some(progress), Some(gap)) = (it.progress, it.gap) {
            prop_assert_eq!(progress >= Decimal::ONE, gap <= zero);
            prop_assert_eq!(it.status == Status::Met, gap <= zero && it.status != Status::NotDue);
            prop_assert_eq!(it.meets_target == Reach::Reached, gap <= zero);
            prop_assert!(it.status != Status::Regressed || progress < zero);
        }
        if let Some(expected) = it.expected {
            prop_assert!(zero <= expected && expected <= Decimal::ONE);
        }
        if let (Some(pace), Some(behind)) = (it.pace, it.gap_to_plan) {
            prop_assert_eq!(pace < Decimal::ONE, behind > zero);
        }
        if let (Reach::On(day), Some(latest)) = (it.meets_target, it.latest) {
            prop_assert!(day > latest.date);
        }
        if let Some(latest) = it.latest {
            prop_assert!(latest.age >= 0);
            prop_assert_eq!(it.points.last(), Some(&(latest.date, latest.value)));
        }
    }

    #[test]
    fn reached_now_means_has_reached_and_needs_no_forecast(
        case in cases(),
        figure in -1_000..1_000_i64,
    ) {
        let (it, figure) = (case.judge(Decimal::from), Decimal::from(figure));
        if it.reached_now(figure) {
            prop_assert!(it.has_reached(figure));
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
        if let (Some(rising), Some(latest), Some(target)) = (it.is_rising(), it.latest, it.target) {
            let met = if rising { latest.value >= target.value.0 } else { latest.value <= target.value.0 };
            prop_assert_eq!(it.reached_now(target.value.0), met);
            prop_assert_eq!(it.meets_target == Reach::Reached, met);
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
            let kpi = format!("{{ baseline: {{ value: 0 }}, target: 100, {milestones}, {readings} }}");
            judged(&kpi, "2027-12-31").expected.unwrap()
        };
        prop_assert!(expected(read.0.min(read.1)) <= expected(read.0.max(read.1)));
    }
}
