use crate::decode::shorthand::Many;
use crate::rules::prelude::*;
use crate::strategy::walk::Ref;
use crate::words::units::{BEFORE, TIMES, WITHIN, is_length_of_time};

pub static RULE: Rule = Rule::new("support-without-response-target", Group::Pillars, Level::Warning, Kind::Missing)
    .summary("nothing says how soon a support question is answered")
    .checks("\
If support is a purpose and there is a support pillar, the strategy says how soon people get an answer:

- `answered_by: { within: 4h }` on a platform, or the `hours` in which someone is there;
- or a KPI in a unit of time on a support activity or a gear of the support purpose. It is no rate: `minutes` and `jours
  ouvrés` count, `hours/week` does not. A unit such as `percent within 4 h` counts, too.")
    .words(&[("units of time", TIMES), ("what can come before them", BEFORE), ("within", WITHIN)])
    .why("\
Customers come to support with a question, and what they value is an answer in time. Without a target, nobody can
staff support or say whether it works. **Source**: four-gears.")
    .example("\
pillars:
  support:
    activities:
      answer-desk: { gears: monetization, start: 2027-01-15 }
purposes:
  support:
    gears: { monetization: 2027-01-15 }
platforms:
-  help-forum: { answered_by: { owner: lee } }
+  help-forum: { answered_by: { owner: lee, within: 4h } }")
    .fix("\
Say how soon questions are answered, with `within:` on each platform, or for all of them with a KPI such as the median
time to a first answer. Slow is fine: `within: 7d` is a promise that can be kept.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let known = cx.analysis.known;
    let (_, _, place) = cx.strategy.purposes().find(|(kind, ..)| *kind == PurposeKind::Support)?;
    // Without the pillar nobody answers at all, which other rules report.
    cx.strategy.pillar(PillarKind::Support).filter(|pillar| pillar.not_now.is_absent())?;
    let is_known = known.activities && known.purposes && known.platforms && known.kpis;
    if !is_known || is_timed(cx) {
        return None;
    }
    let answered = cx.analysis.chosen_platforms().filter_map(|(_, platform)| platform.answered_by.key());
    let center = cx.support().and_then(|support| support.contact_center.get());
    let hours = center.and_then(|center| center.hours.span());
    Some(
        RULE.at(place.key, "nothing says how soon a support question is answered")
            .label("promises help, but not by when")
            .also_each(answered.map(|key| (key, "says who answers, but not how soon")))
            .also_each(hours.map(|hours| (hours, "says when the team is there, not how soon it answers")))
            .note("customers value an answer in time; without a target nobody can staff support or say whether it works")
            .help(way_out(cx)),
    )
}

fn way_out(cx: &Context<'_>) -> String {
    let kpi = "a KPI in minutes or hours to a support activity";
    let mut platforms = cx.analysis.chosen_platforms();
    let answered = cx.analysis.chosen_platforms().find(|(_, platform)| platform.answered_by.is_set());
    match (answered, platforms.next()) {
        (Some((id, _)), _) => format!(
            "add `within:` with how soon (`4h` or `2d`) to `answered_by:` of the platform `{id}`, or {kpi}"
        ),
        (None, Some((id, _))) => {
            let form = cx.document.with_key(id.span, "answered_by");
            let form = form.map(|form| format!("; the entry is then written `{form}`")).unwrap_or_default();
            format!(
                "add `answered_by: {{ owner: …, within: … }}` with who answers and how soon (`4h` or `2d`) to the platform `{id}`, or {kpi}{form}"
            )
        }
        (None, None) => format!("add {kpi}, such as the median time to a first answer"),
    }
}

/// True if something says how soon a question is answered, or might say so.
pub(super) fn is_timed(cx: &Context<'_>) -> bool {
    is_promised(cx) || is_measured(cx)
}

/// True if a platform says how soon or when someone answers, or might say so.
fn is_promised(cx: &Context<'_>) -> bool {
    cx.strategy.platforms().any(|(_, platform)| {
        platform.answered_by.may_be(|answered| !answered.within.is_absent() || !answered.hours.is_absent())
    })
}

/// True if a KPI of a support activity or gear measures time, or might do so.
fn is_measured(cx: &Context<'_>) -> bool {
    let mut activities = cx.analysis.live_activities().filter(|activity| {
        let drives = |gear| activity.turns(PurposeKind::Support, gear);
        activity.pillar() == PillarKind::Support || GearKind::ALL.into_iter().any(drives)
    });
    let mut gears = GearKind::ALL.into_iter().filter_map(|gear| cx.strategy.gear(PurposeKind::Support, gear));
    let is_of_time = |kpi: &Kpi| kpi.unit.may_be(|unit| is_length_of_time(unit));
    let measures_time = |kpis: &Field<Many<Ref<Kpi>>>| {
        kpis.may_be(|kpis| kpis.iter().any(|id| cx.strategy.kpi(id.as_str()).is_some_and(is_of_time)))
    };
    activities.any(|one| measures_time(&one.activity().kpis))
        || gears.any(|(gear, _)| measures_time(&gear.kpis))
}
