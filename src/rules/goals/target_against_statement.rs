use rust_decimal::Decimal;

use crate::analysis::kpi::Judgment;
use crate::rules::prelude::*;
use crate::words::currency::Mark;
use crate::words::figures::plain;
use crate::words::in_text::{InText, figures};
use crate::words::units::{counts_time, is_money, is_percent, is_price, is_time};
use crate::words::words;

/// With one of these, a sentence names a figure without digits, or one that is something else.
const SILENCING: &str = "double doubles doubled doubling times twice twofold triple triples tripled half halve halved third \
    quarter-million dozen dozens thousands hundreds million budget budgets cost costs \
    verdoppeln verdoppelt verdopplung doppelt halbieren halbiert hälfte dritte dutzend kosten \
    doubler doublé moitié tiers douzaine doblar duplicar mitad tercio docena raddoppiare metà dobrar metade verdubbelen helft";

pub static RULE: Rule = Rule::new("target-against-statement", Group::Goals, Level::Info, Kind::Wrong)
    .summary("a goal names a figure that its only KPI does not have")
    .checks("\
If a goal has exactly one KPI, and its statement names a figure for what that KPI counts, the statement names the target,
the baseline or the change from one to the other, or what is planned on the way. What the figure counts is said by its
`%`, its currency, its unit of time, or by a word after it that the id, the name or the unit of the KPI has, too. Years,
dates and ordinals are no figures; numbers up to a hundred can be English words. A figure for
another stretch of time, in thousands or in millions counts as the same.")
    .words(&[("a figure without digits, or another one", SILENCING)])
    .why("\
The statement is what the business was promised, the target is what the reports measure. If the two differ, the team can
reach one and miss the other. **Source**: smart.")
    .example("\
goals:
  parts-leads: { statement: Generate 400 qualified parts leads a quarter by September 2027, kpis: leads }
kpis:
-  leads: { unit: leads/quarter, target: 450 }
+  leads: { unit: leads/quarter, target: 400 }")
    .fix("Correct the figure that is out of date. If both are right, name the KPI's figure in the statement as well.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(&cx.analysis.goals, "goals", "name a figure that their KPI does not have", |goal| {
        let mut ids = goal.goal.kpis.ids();
        let (Some(id), None) = (ids.next(), ids.next()) else { return None };
        let (statement, place) = goal.goal.statement.placed()?;
        let kpi = cx.strategy.kpi(id.as_str())?;
        let judged = cx.analysis.kpis.get(id.as_str())?;
        let (aim, at) = aim(kpi, judged)?;
        if words(statement).iter().any(|word| crate::words::is_in(SILENCING, word)) {
            return None;
        }
        let said = figures(statement);
        let about = said.iter().find(|figure| !figure.is_doubtful && is_about(figure, statement, id, kpi))?;
        if said.iter().any(|figure| agrees(figure, kpi, judged)) {
            return None;
        }
        Some(
            RULE.at(place.value, format!("the goal `{}` says {}, but its KPI `{id}` should reach {aim}", goal.id, about.text))
                .label(format!("says {}", about.text))
                .also(at, format!("should reach {aim}"))
                .note("the statement is what the business was promised, and the target is what the reports measure")
                .help("correct the one that is out of date; if both are right, name the KPI's figure in the statement, too"),
        )
    })
}

/// What the target asks for, and where it says so.
fn aim(kpi: &Kpi, judged: &Judgment) -> Option<(String, Span)> {
    let target = judged.target.as_ref()?;
    let at = kpi.target.span().or(kpi.targets.span())?;
    let aim = match (target.value, target.at_least, target.at_most, target.between) {
        (Some(value), ..) => plain(value.0),
        (_, Some(low), ..) => format!("at least {}", plain(low.0)),
        (_, _, Some(high), _) => format!("at most {}", plain(high.0)),
        (.., Some(range)) => format!("{} to {}", plain(range.0.0), plain(range.1.0)),
        _ => return None,
    };
    Some((aim, at))
}

/// True if a figure of the statement is one of the KPI, or the change from one to the other.
fn agrees(figure: &InText<'_>, kpi: &Kpi, judged: &Judgment) -> bool {
    let target = judged.target.as_ref().and_then(|target| target.value).map(|value| value.0);
    let known: Vec<Decimal> =
        kpi.planned_figures().into_iter().map(|(value, _)| value).chain(target).collect();
    let is_share = figure.mark == Some(Mark::Percent);
    let start = judged.start.and_then(|start| start.value);
    let before = judged.before.as_ref().map(|before| before.is_as_long.then_some(before.value));
    let from = before.unwrap_or(start).map(|value| value.0);
    let change = |to: &Decimal| {
        let change = to.checked_sub(from?)?;
        if is_share { change.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(from?) } else { Some(change) }
    };
    let points = |to: &Decimal| to.checked_sub(from?);
    let all = known.iter().flat_map(|to| [Some(*to), change(to), points(to)]).flatten();
    let factors: &[u32] = if is_share {
        &[1]
    } else if kpi.unit.may_be(|unit| counts_time(unit)) {
        &[1, 7, 24, 60, 1440, 3600]
    } else {
        &[1, 3, 4, 12, 52, 1000, 1_000_000]
    };
    all.filter(|known| !known.is_zero())
        .any(|known| figure.values.iter().any(|value| are_alike(*value, known.abs(), factors)))
}

/// True for the same figure, perhaps rounded, and perhaps times one of these factors.
fn are_alike(one: Decimal, other: Decimal, factors: &[u32]) -> bool {
    let are_close = |one: Decimal, other: Decimal| {
        let difference =
            one.checked_sub(other).and_then(|difference| difference.abs().checked_mul(Decimal::ONE_HUNDRED));
        difference.is_some_and(|difference| difference <= one.max(other))
    };
    factors.iter().any(|factor| {
        let times = |value: Decimal| value.checked_mul(Decimal::from(*factor));
        times(one).is_some_and(|one| are_close(one, other))
            || times(other).is_some_and(|other| are_close(one, other))
    })
}

/// True if a figure of the statement counts what the KPI counts.
fn is_about(figure: &InText<'_>, statement: &str, id: &Id, kpi: &Kpi) -> bool {
    let Some(unit) = kpi.unit.get() else { return false };
    let names: Vec<String> = [id.as_str(), unit, kpi.name.get().map_or("", String::as_str)]
        .iter()
        .flat_map(|text| words(text))
        .collect();
    let is_named = |word: &String| {
        telling(word) && names.iter().any(|name| telling(name) && singular(name) == singular(word))
    };
    match &figure.mark {
        Some(Mark::Percent) => is_percent(unit) && words(statement).iter().any(is_named),
        Some(Mark::Currency(_) | Mark::Shared(_)) => is_money(unit) && !is_price(unit),
        Some(Mark::Unit(_)) => false,
        None if counts_time(unit) => figure.after.first().is_some_and(|word| is_time(word)),
        None => !is_percent(unit) && !is_money(unit) && figure.after.iter().any(is_named),
    }
}

/// True for a word that says what is counted.
fn telling(word: &str) -> bool {
    word.chars().count() > 3 && !is_time(word) && !is_percent(word)
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}
