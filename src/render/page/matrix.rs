//! Tables of counts, shaded darker the higher the count: which pillars serve which goal, and which
//! pillars drive which gear.

use minijinja::context;
use minijinja::value::Value;
use rust_decimal::Decimal;

use super::numbers::money;
use crate::report::gaps::GapReport;
use crate::report::gaps::schedule::When;
use crate::strategy::gear::GearKind;
use crate::strategy::pillar::PillarKind;
use crate::words::{capitalized, counted};

/// The number of shades above zero.
const SHADES: usize = 4;

/// The name of a row, a note, and its counts, each with a budget if there is one.
type Row = (String, Option<String>, Vec<(usize, Option<String>)>);

fn matrix(title: &str, corner: &str, columns: [String; 4], rows: Vec<Row>) -> Value {
    let highest = rows.iter().flat_map(|(.., cells)| cells).map(|(count, _)| *count).max().unwrap_or(0);
    let rows = rows.into_iter().map(|(name, note, cells)| {
        let cells = cells.into_iter().map(|(count, budget)| {
            let shade = (count * SHADES).div_ceil(highest.max(SHADES));
            context! { count, budget, shade }
        });
        context! { name, note, cells => cells.collect::<Value>() }
    });
    context! { kind => "matrix", title, corner, columns, rows => rows.collect::<Value>() }
}

/// The number of activities of each pillar that serve each goal; none without goals.
pub(super) fn of_goals(report: &GapReport) -> Option<Value> {
    let rows = report.goals.iter().map(|goal| {
        let cells = goal.row.activities.iter().map(|count| (*count, None));
        (goal.row.id.clone(), None, cells.collect())
    });
    let columns = PillarKind::ALL.map(|pillar| pillar.to_string());
    (!report.goals.is_empty())
        .then(|| matrix("Which pillars serve which goal", "goal", columns, rows.collect()))
}

/// The number of activities of each pillar that drive each gear, with their share of the budget.
pub(super) fn of_gears(report: &GapReport) -> Value {
    let rows = report.coverage.iter().map(|row| {
        let note = match (&row.not_now, row.is_declared, row.is_expected, row.activities) {
            (Some(reason), ..) => format!("left out: {reason}"),
            (None, false, true, _) => "not in the strategy".to_owned(),
            (None, false, false, _) => "not needed for support alone".to_owned(),
            (None, true, _, 0) => "no activity".to_owned(),
            (None, true, _, count) => counted(count, "activity", "activities"),
        };
        let cells = GearKind::ALL.iter().zip(row.gears);
        let cells = cells.map(|(gear, count)| (count, budget(report, row.pillar, *gear)));
        (capitalized(&row.pillar.to_string()), Some(note), cells.collect())
    });
    let columns = GearKind::ALL.map(|gear| gear.to_string());
    matrix("Which pillars drive which gear", "pillar", columns, rows.collect())
}

/// The budget of the activities of a pillar that drive a gear. An activity that drives several gears
/// gives an equal share to each.
fn budget(report: &GapReport, pillar: PillarKind, gear: GearKind) -> Option<String> {
    let suffix = format!(".{gear}");
    let own = report.activities.iter().filter(|activity| activity.pillar == pillar);
    let shares = own.filter(|activity| activity.when != When::Dropped).map(|activity| {
        let driven = activity.gears.iter().filter(|name| name.ends_with(&suffix)).count();
        let gears = Decimal::from(activity.gears.len().max(1));
        let share = activity.budget.unwrap_or_default().0.checked_div(gears).unwrap_or_default();
        share.saturating_mul(Decimal::from(driven))
    });
    let sum = shares.fold(Decimal::ZERO, Decimal::saturating_add);
    (!sum.is_zero()).then(|| money(sum, report.money.currency.as_deref()))
}
