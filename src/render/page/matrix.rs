//! Tables of counts, shaded darker the higher the count: which pillars serve which goal, and which
//! pillars turn which gear.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::report::gaps::GapReport;
use crate::report::gaps::schedule::When;
use crate::strategy::gear::GearKind;
use crate::strategy::pillar::PillarKind;
use crate::words::capitalized;
use crate::words::counted;
use crate::words::figures::money;

/// The number of shades above zero.
const SHADES: usize = 4;

#[derive(Serialize)]
pub(super) struct Matrix {
    title: &'static str,
    /// The heading of the column of row names.
    corner: &'static str,
    columns: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    note: Option<String>,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    count: usize,
    shade: usize,
    budget: Option<String>,
}

impl Cell {
    fn new(count: usize, budget: Option<String>) -> Self {
        Self { count, shade: 0, budget }
    }
}

impl Matrix {
    fn new(title: &'static str, corner: &'static str, columns: Vec<String>, mut rows: Vec<Row>) -> Self {
        let highest = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.count).max().unwrap_or(0);
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.shade = (cell.count * SHADES).div_ceil(highest.max(SHADES));
        }
        Self { title, corner, columns, rows }
    }

    /// The number of activities of each pillar that serve each goal; none without goals.
    pub(super) fn of_goals(report: &GapReport) -> Option<Self> {
        let rows = report.goals.iter().map(|goal| Row {
            name: goal.row.id.clone(),
            note: None,
            cells: goal.row.activities.iter().map(|count| Cell::new(*count, None)).collect(),
        });
        let columns = PillarKind::ALL.map(|pillar| pillar.to_string());
        (!report.goals.is_empty())
            .then(|| Self::new("Which pillars serve which goal", "goal", columns.into(), rows.collect()))
    }

    /// The number of activities of each pillar that turn each gear, with their share of the budget.
    pub(super) fn of_gears(report: &GapReport) -> Self {
        let rows = report.coverage.iter().map(|row| Row {
            name: capitalized(&row.pillar.to_string()),
            note: Some(match (&row.not_now, row.is_declared, row.is_expected, row.activities) {
                (Some(reason), ..) => format!("left out: {reason}"),
                (None, false, true, _) => "not in the strategy".to_owned(),
                (None, false, false, _) => "not needed for support alone".to_owned(),
                (None, true, _, 0) => "no activity".to_owned(),
                (None, true, _, count) => {
                    counted(i64::try_from(count).unwrap_or(i64::MAX), "activity", "activities")
                }
            }),
            cells: GearKind::ALL
                .iter()
                .zip(row.gears)
                .map(|(gear, count)| Cell::new(count, budget(report, row.pillar, *gear)))
                .collect(),
        });
        let columns = GearKind::ALL.map(|gear| gear.to_string());
        Self::new("Which pillars turn which gear", "pillar", columns.into(), rows.collect())
    }
}

/// The budget of the activities of a pillar that turn a gear. An activity that turns several gears
/// gives an equal share to each.
fn budget(report: &GapReport, pillar: PillarKind, gear: GearKind) -> Option<String> {
    let suffix = format!(".{gear}");
    let own = report.activities.iter().filter(|activity| activity.pillar == pillar);
    let shares = own.filter(|activity| activity.when != When::Dropped).map(|activity| {
        let turned = activity.gears.iter().filter(|name| name.ends_with(&suffix)).count();
        let gears = Decimal::from(activity.gears.len().max(1));
        let share = activity.budget.unwrap_or_default().0.checked_div(gears).unwrap_or_default();
        share.saturating_mul(Decimal::from(turned))
    });
    let sum = shares.fold(Decimal::ZERO, Decimal::saturating_add);
    (!sum.is_zero()).then(|| money(sum, report.money.currency.as_deref()))
}
