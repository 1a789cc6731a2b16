use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("platform-unstaffed", Group::Platforms, Level::Warning, Kind::Missing)
    .summary("nobody is responsible for answering on the platform")
    .checks("\
Each platform says in `answered_by:` who answers there. A support activity on the platform counts, too, if it has an
owner and is not `done`. Platforms with `not_now:` are skipped.")
    .why("\
On a channel, people expect answers. An ignored question does more harm than no channel. **Source**: four-pillars.")
    .example("\
platforms:
-  facebook: { because: Parents ask for cake in two local groups }
+  facebook: { because: Parents ask for cake in two local groups, answered_by: { owner: mia, within: 1d } }")
    .fix("\
Add `answered_by: { owner: …, within: 1d }` with a person or team and a time you can keep; office hours (`hours:
Mon-Fri 09:00-17:00`) are fine. If nobody can answer, postpone it with `not_now: the reason`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let problem = ("have nobody responsible for answering", "has anybody responsible for answering");
    among(cx.analysis.chosen_platforms(), "platforms", problem, |(id, platform)| {
        let answered = &platform.answered_by;
        let has_answerer = answered.may_be(|by| cx.analysis.owners.of(&by.owner) != Owner::Nobody);
        let is_known = cx.analysis.known.activities;
        // `answered_by` may be there and only say how soon.
        let (absent, add) = if answered.is_set() {
            ("owner", "add `owner:` to its `answered_by:` with the person or team that answers")
        } else {
            (
                "answered_by",
                "add `answered_by: { owner: …, within: … }` with the person or team that answers, and how soon (`4h` or `2d`)",
            )
        };
        (is_known && !has_answerer && !has_support(cx, id)).then(|| {
            RULE.at(answered.key().unwrap_or(id.span), format!("nobody is responsible for answering on `{id}`"))
                .label("people will ask here, and wait")
                .note("when you open a channel, people expect answers; an ignored question does more harm than having no channel")
                .help(format!("{add}, or postpone the platform with `not_now: the reason`"))
                .absent(absent)
        })
    })
}

/// The owner of a support activity on the platform answers there.
fn has_support(cx: &Context<'_>, platform: &Id) -> bool {
    cx.analysis.live_activities().any(|one| {
        let activity = one.activity();
        // Going by its status and not its dates: whether someone is responsible does not change overnight.
        one.pillar() == PillarKind::Support
            && activity.platforms.ids().any(|used| used == platform)
            && activity.status.get() != Some(&ActivityStatus::Done)
            && one.owner != Owner::Nobody
    })
}
