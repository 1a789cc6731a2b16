use crate::decode::maps::ById;
use crate::decode::shorthand::Short;
use crate::rules::pillars::support_without_response_target;
use crate::rules::prelude::*;
use crate::strategy::PillarRef;
use crate::strategy::activity::Activity;
use crate::strategy::pillar::Answer;

pub static RULE: Rule = Rule::new("pillar-idle", Group::Pillars, Level::Warning, Kind::Missing)
    .summary("a pillar has no activity")
    .checks("\
Each pillar without `not_now:` has an activity that has not been dropped, or for listening, an answered question.")
    .why("A pillar supports something only if someone does something. **Source**: four-pillars.")
    .example("\
pillars:
  promotion:
    owner: dana
+    activities:
+      cake-of-the-week: { start: 2027-01-15 }")
    .fix("Plan an activity, answer a question of listening, or leave it out with `not_now: the reason`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let pillars = cx.strategy.pillars().filter(|pillar| pillar.not_now.is_absent());
    among(pillars, "pillars", "have no activity", |pillar| is_idle(cx, pillar).then(|| describe(cx, pillar)))
}

/// True if nothing is done in a pillar. Other rules leave such a pillar to this one.
pub(in crate::rules) fn is_idle(cx: &Context<'_>, pillar: PillarRef<'_>) -> bool {
    let has_activity = pillar.activities.may_be(|activities| {
        let is_dropped = |one: &Activity| one.status.get() == Some(&ActivityStatus::Dropped);
        !activities.is_whole() || !activities.iter().all(|(_, one)| is_dropped(one))
    });
    let has_answers = pillar.kind == PillarKind::Listening
        && cx.listening().is_some_and(|listening| {
            let is_answered = |answer: &Short<Answer>| !answer.answer.is_absent();
            listening.questions.may_be(|all| all.all().iter().any(|(_, one)| one.may_be(is_answered)))
        });
    pillar.not_now.is_absent() && !has_activity && !has_answers
}

/// What a pillar needs, so that no other rule finds something missing in it.
pub(super) fn needs(cx: &Context<'_>, kind: PillarKind) -> String {
    let does = match kind {
        PillarKind::Listening => {
            return "answers to its six `questions:` (who, what, where, competitors, influencers and sentiment)".to_owned();
        }
        PillarKind::Promotion if cx.analysis.sales_goals().next().is_some() => "has a `call_to_action:`",
        PillarKind::ThoughtLeadership => "helps to solve a `problem:`",
        PillarKind::Promotion | PillarKind::Support => "",
    };
    let does = ["serves a goal", cx.unless_inherited("has an `owner:`"), does];
    let does: Vec<&str> = does.into_iter().filter(|part| !part.is_empty()).collect();
    let activity = format!("an activity that {}", and(&does));
    if kind != PillarKind::Support {
        return activity;
    }
    let names_team = cx.support().is_some_and(|support| !support.contact_center.is_absent());
    let is_purpose = cx.strategy.purposes().any(|(purpose, ..)| purpose == PurposeKind::Support);
    let is_reported = cx.strategy.pillar(kind).is_some();
    let is_timed = !is_purpose || is_reported || support_without_response_target::is_timed(cx);
    let parts = [
        (!names_team).then_some("the team that answers customers (`contact_center: { team: … }`)"),
        (!is_timed).then_some("a KPI for how soon it answers"),
        Some(activity.as_str()),
    ];
    and(&parts.into_iter().flatten().collect::<Vec<_>>())
}

fn describe(cx: &Context<'_>, pillar: PillarRef<'_>) -> Finding {
    let key = pillar.kind.key();
    let is_listening = pillar.kind == PillarKind::Listening;
    let mut dropped = pillar.activities.get().into_iter().flat_map(ById::iter).peekable();
    let message = if dropped.peek().is_some() {
        format!("every activity of the pillar `{key}` has been dropped")
    } else if is_listening {
        format!("the pillar `{key}` has no activity and no answered question")
    } else {
        format!("the pillar `{key}` has no activity")
    };
    RULE.at(pillar.place.key, message)
        .label("a heading with nothing under it")
        .also_each(dropped.filter_map(|(_, activity)| Some((activity.status.span()?, "dropped"))))
        .note("a pillar supports something only if someone does something; a heading alone makes the plan look fuller than it is")
        .help(format!("give it {}, or leave the pillar out on purpose with `not_now: the reason`", needs(cx, pillar.kind)))
        .absent("activities")
}
