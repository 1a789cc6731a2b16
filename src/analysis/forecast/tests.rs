#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::Direction::{Falling, Rising};
use super::*;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn after(days: i64) -> Date {
    date("2027-01-01").checked_add(Span::new().days(days)).unwrap()
}

/// Points by days after 1 January 2027.
fn points(list: &[(i64, i64)]) -> Vec<Point> {
    list.iter().map(|(days, value)| (after(*days), Decimal::from(*value))).collect()
}

fn line(list: &[(i64, i64)]) -> Line {
    Line::through(&points(list)).unwrap()
}

#[test]
fn the_slope_is_the_median_of_all_pairs() {
    // 10, 1, −8 per day: the one in the middle.
    assert_eq!(line(&[(0, 0), (1, 10), (2, 2)]).slope(), Some(Decimal::ONE));
    // 1, 1.5, 2, 4, 5.5 and 9: between 2 and 4.
    assert_eq!(line(&[(0, 0), (1, 1), (2, 3), (3, 12)]).slope(), Some(Decimal::from(3)));
}

#[test]
fn the_line_goes_through_the_latest_point_not_through_the_middle() {
    let line = line(&[(0, 0), (10, 10), (20, 20), (30, 90)]);
    assert_eq!(line.latest(), (after(30), Decimal::from(90)));
    // Slopes 1, 1, 1, 3, 4 and 7: 2 a day.
    assert_eq!(line.value_at(after(35)), Some(Decimal::from(100)));
    assert_eq!(line.value_at(after(30)), Some(Decimal::from(90)));
    assert_eq!(line.value_at(after(29)), None);
}

#[test]
fn one_odd_month_does_not_turn_the_line() {
    let odd = line(&[(0, 0), (10, 10), (20, 500), (30, 30), (40, 40), (50, 50)]);
    assert_eq!(odd.slope(), Some(Decimal::ONE));
}

#[test]
fn a_figure_is_met_on_a_whole_day_rounded_up() {
    let thirds = line(&[(0, 0), (3, 1)]);
    assert_eq!(thirds.reach(Decimal::from(2), Rising), Reach::On(after(6)));
    assert_eq!(thirds.reach(number("2.0001"), Rising), Reach::On(after(7)));
    assert_eq!(thirds.reach(number("1.0001"), Rising), Reach::On(after(4)));
    assert_eq!(line(&[(0, 9), (3, 8)]).reach(Decimal::from(7), Falling), Reach::On(after(6)));
}

#[test]
fn what_is_reached_needs_no_line_and_what_recedes_is_never_reached() {
    let falling = line(&[(0, 20), (10, 10)]);
    assert_eq!(falling.reach(Decimal::from(10), Rising), Reach::Reached);
    assert_eq!(falling.reach(Decimal::from(11), Falling), Reach::Reached);
    assert_eq!(falling.reach(Decimal::from(11), Rising), Reach::Never);
    assert_eq!(line(&[(0, 20), (10, 20)]).reach(Decimal::from(21), Rising), Reach::Never);
    assert_eq!(line(&[(0, 20), (10, 20)]).reach(Decimal::from(19), Falling), Reach::Never);
}

#[test]
fn no_calendar_holds_a_day_after_the_year_9999() {
    let slow = Line::through(&[(after(0), Decimal::ZERO), (after(1), number("0.0000001"))]).unwrap();
    assert_eq!(slow.reach(Decimal::ONE, Rising), Reach::Never);
    let slowest = Line::through(&[(after(0), Decimal::ZERO), (after(1), Decimal::new(1, 28))]).unwrap();
    assert_eq!(slowest.reach(Decimal::MAX, Rising), Reach::Never);
}

#[test]
fn a_line_needs_two_days() {
    assert_eq!(Line::through(&[]), None);
    assert_eq!(Line::through(&points(&[(0, 1)])), None);
    assert_eq!(Line::through(&points(&[(0, 1), (0, 5)])), None);
    // Of two points of a day the last in the list counts.
    assert_eq!(line(&[(10, 1), (0, 0), (10, 5)]), line(&[(0, 0), (10, 5)]));
}

#[test]
fn only_the_latest_sixty_points_count() {
    let falling = (0..100).map(|day| (day, 1_000 - 5 * day));
    let rising = (100..160).map(|day| (day, day));
    let all: Vec<_> = falling.chain(rising).collect();
    assert_eq!(line(&all).slope(), Some(Decimal::ONE));
}

#[test]
fn figures_too_large_to_reckon_with_give_no_line() {
    assert_eq!(Line::through(&[(after(0), Decimal::MIN), (after(1), Decimal::MAX)]), None);
    let high = Line::through(&[(after(0), Decimal::ZERO), (after(1), Decimal::MAX)]).unwrap();
    assert_eq!(high.value_at(after(2)), None);
    let deep = Line::through(&[(after(0), Decimal::MIN), (after(1), Decimal::MIN + Decimal::ONE)]).unwrap();
    assert_eq!(deep.reach(Decimal::MAX, Rising), Reach::Unknown);
}

#[test]
fn of_several_figures_the_latest_day_counts() {
    let (early, late) = (Reach::On(after(1)), Reach::On(after(2)));
    assert_eq!(early.and(late), late);
    assert_eq!(late.and(Reach::Reached), late);
    assert_eq!(Reach::Unknown.and(late), Reach::Unknown);
    assert_eq!(Reach::Unknown.and(Reach::Never), Reach::Never);
    assert_eq!((late.date(), Reach::Reached.date()), (Some(after(2)), None));
}

fn some_points() -> impl Strategy<Value = Vec<Point>> {
    prop::collection::btree_map(0..4_000_i64, -1_000_000..1_000_000_i64, 2..20)
        .prop_map(|map| map.into_iter().map(|(days, value)| (after(days), Decimal::new(value, 2))).collect())
}

proptest! {
    #[test]
    fn the_line_of_an_exact_line_is_that_line(
        days in prop::collection::btree_set(0..4_000_i64, 2..20),
        start in -1_000_000..1_000_000_i64,
        rise in -10_000..10_000_i64,
        ahead in 0..4_000_i64,
    ) {
        let on = |day: i64| Decimal::new(start + rise * day, 2);
        let exact: Vec<Point> = days.iter().map(|day| (after(*day), on(*day))).collect();
        let line = Line::through(&exact).unwrap();
        prop_assert_eq!(line.slope(), Some(Decimal::new(rise, 2)));
        let last = *days.last().unwrap();
        let day = last + ahead;
        prop_assert_eq!(line.value_at(after(day)), Some(on(day)));
        let way = if rise < 0 { Falling } else { Rising };
        let expected = if rise == 0 || ahead == 0 { Reach::Reached } else { Reach::On(after(day)) };
        prop_assert_eq!(line.reach(on(day), way), expected);
    }

    #[test]
    fn both_directions_are_alike(list in some_points(), figure in -1_000_000..1_000_000_i64) {
        let figure = Decimal::new(figure, 2);
        let turned: Vec<Point> = list.iter().map(|(date, value)| (*date, -*value)).collect();
        let (up, down) = (Line::through(&list).unwrap(), Line::through(&turned).unwrap());
        prop_assert_eq!(up.slope().map(|slope| -slope), down.slope());
        prop_assert_eq!(up.reach(figure, Rising), down.reach(-figure, Falling));
    }

    #[test]
    fn the_unit_does_not_change_the_day(
        list in some_points(),
        figure in -1_000_000..1_000_000_i64,
        unit in 1..1_000_i64,
    ) {
        let (figure, unit) = (Decimal::new(figure, 2), Decimal::from(unit));
        let scaled: Vec<Point> = list.iter().map(|(date, value)| (*date, *value * unit)).collect();
        let (plain, large) = (Line::through(&list).unwrap(), Line::through(&scaled).unwrap());
        prop_assert_eq!(plain.reach(figure, Rising), large.reach(figure * unit, Rising));
    }

    #[test]
    fn a_forecast_lies_after_the_latest_point_and_keeps_its_word(
        list in some_points(),
        figure in -1_000_000..1_000_000_i64,
    ) {
        let (figure, line) = (Decimal::new(figure, 2), Line::through(&list).unwrap());
        if let Reach::On(day) = line.reach(figure, Rising) {
            prop_assert!(day > line.latest().0);
            let near = Decimal::new(1, 15);
            prop_assert!(line.value_at(day).unwrap() + near >= figure);
            let before = day.yesterday().unwrap();
            prop_assert!(line.value_at(before).unwrap() - near < figure);
        }
    }

    #[test]
    fn nothing_panics(
        list in prop::collection::vec((-3_000_000..2_900_000_i64, any::<[i32; 4]>()), 0..8),
        figure in any::<[i32; 4]>(),
    ) {
        let decimal = |[low, mid, high, more]: [i32; 4]| Decimal::from_parts(
            low.cast_unsigned(), mid.cast_unsigned(), high.cast_unsigned(), more < 0, more.unsigned_abs() % 29,
        );
        let list: Vec<Point> = list.iter().map(|(days, parts)| (after(*days), decimal(*parts))).collect();
        if let Some(line) = Line::through(&list) {
            line.slope();
            line.value_at(Date::MAX);
            for way in [Rising, Falling] {
                if let Reach::On(day) = line.reach(decimal(figure), way) {
                    prop_assert!(day > line.latest().0);
                }
            }
        }
    }
}
