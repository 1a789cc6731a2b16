use crate::decode::maps::ById;
use crate::rules::prelude::*;
use crate::strategy::PillarRef;

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

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let pillars = cx.strategy.pillars().filter(|pillar| pillar.not_now.is_absent());
    out.extend(among(pillars, "pillars", "have no activity", |pillar| {
        is_idle(cx, pillar).then(|| describe(pillar))
    }));
}

/// True if nothing is done in a pillar. Other rules leave such a pillar to this one.
pub(super) fn is_idle(cx: &Context<'_>, pillar: PillarRef<'_>) -> bool {
    let without_activity = match pillar.activities {
        Field::Absent => true,
        Field::Invalid(_) => false,
        Field::Set(activities, _) => {
            activities.is_whole()
                && activities.iter().all(|(_, one)| one.status.get() == Some(&ActivityStatus::Dropped))
        }
    };
    let has_answers = pillar.kind == PillarKind::Listening && may_have_answers(cx);
    pillar.not_now.is_absent() && without_activity && !has_answers
}

/// True if a question of listening is answered, or if something unreadable might answer it.
fn may_have_answers(cx: &Context<'_>) -> bool {
    match cx.listening().map(|listening| &listening.questions) {
        None | Some(Field::Absent) => false,
        Some(Field::Invalid(_)) => true,
        Some(Field::Set(questions, _)) => questions.all().iter().any(|(_, question)| match question {
            Field::Absent => false,
            Field::Invalid(_) => true,
            Field::Set(answer, _) => !answer.answer.is_absent(),
        }),
    }
}

fn describe(pillar: PillarRef<'_>) -> Finding {
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
    let next = if is_listening {
        "answer one of listening's questions (`who: …`), plan an activity"
    } else {
        "plan an activity under `activities:`"
    };
    let mut finding = RULE
        .at(pillar.place.key, message)
        .label("a heading with nothing under it")
        .note("a pillar supports something only if someone does something; a heading alone makes the plan look fuller than it is")
        .help(format!("{next}, or leave the pillar out on purpose with `not_now: the reason`"))
        .absent("activities");
    for span in dropped.filter_map(|(_, activity)| activity.status.span()) {
        finding = finding.also(span, "dropped");
    }
    finding
}
