use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("goal-unserved", Group::Goals, Level::Error, Kind::Missing)
    .summary("no activity serves the goal")
    .checks("Each goal without `not_now:` is in the `goals:` of an activity that has not been dropped.")
    .why("\
A goal without activities is a wish: the business is promised something nobody works on. **Source**: four-pillars.")
    .example("\
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
pillars:
  promotion:
    activities:
-      cake-of-the-week: { start: 2027-01-15 }
+      cake-of-the-week: { goals: saturday-orders, start: 2027-01-15 }")
    .fix("Name it in the `goals:` of an activity, plan one, or postpone it with `not_now: the reason`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(
        &cx.analysis.goals,
        "goals",
        ("have no activity that serves them", "has an activity that serves it"),
        |goal| {
            let id = goal.id;
            (cx.analysis.known.activities && goal.activities.is_empty()).then(|| {
            RULE.at(id.span, format!("no activity serves the goal `{id}`"))
                .label("promised to the business, but nobody is working on it")
                .note(who_could(goal.goal.kind.get()))
                .help(format!("add `{id}` to the `goals:` of an activity that serves it, plan one, or postpone the goal with `not_now: the reason`"))
                .absent("activities")
        })
        },
    )
}

/// Which pillars could serve a goal of this kind, and how.
fn who_could(kind: Option<&GoalKind>) -> &'static str {
    match kind {
        Some(GoalKind::Sell | GoalKind::GenerateLeads) => {
            "promotion can lead people to a page where they order or leave their name; thought leadership can interest them without selling"
        }
        Some(
            GoalKind::ProvideService
            | GoalKind::RemovePainPoint
            | GoalKind::Retain
            | GoalKind::Satisfy
            | GoalKind::SaveCost,
        ) => "support can answer where customers already ask; listening can find out first what annoys them",
        Some(GoalKind::Awareness | GoalKind::Influence | GoalKind::Inform) => {
            "thought leadership can make you the source people turn to; promotion can spread the word"
        }
        Some(GoalKind::ImproveProduct) => {
            "listening can pass on what customers say to the people who make the product"
        }
        Some(GoalKind::Recruit | GoalKind::Fund) => {
            "promotion can ask people to join or give; thought leadership can give them a reason to"
        }
        Some(GoalKind::Other) | None => {
            "any pillar can serve it: listening learns, promotion invites, thought leadership helps, support answers"
        }
    }
}
