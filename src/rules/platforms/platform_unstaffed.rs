use crate::analysis::Analysis;
use crate::analysis::owners::Owner;
use crate::decode::field::{Field, Id};
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::activity::ActivityStatus;
use crate::strategy::pillar::PillarKind;
use crate::strategy::platform::Platform;

pub static RULE: Rule = Rule {
    name: "platform-unstaffed",
    group: Group::Platforms,
    level: Level::Warning,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "nobody is responsible for answering on the platform",
    options: &[],
    docs: "\
## What it checks
Each platform says in `answered_by:` who answers there. A support activity on the platform counts, too, if it has an
owner and is not `done`. Platforms with `not_now:` are skipped.

## Why it matters
When you open a channel, people expect answers there. An ignored question does more harm than having no channel.
**Source**: four-pillars.

## Example
This fails:
```yaml
platforms:
  facebook: { because: Parents ask for cake in two local groups }
```
This passes:
```yaml
platforms:
  facebook: { because: Parents ask for cake in two local groups, answered_by: { owner: mia, within: 1d } }
```

## How to fix or allow it
Add `answered_by: { owner: …, within: 1d }` with a person or a team and a time you can keep. Office hours are fine if
you publish them: `hours: Mon-Fri 09:00-17:00`. If nobody can answer, postpone the platform with `not_now: the
reason`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    if !cx.analysis.known.activities {
        return;
    }
    let chosen: Vec<_> = cx.analysis.chosen_platforms().collect();
    for (id, platform) in &chosen {
        if !is_unanswered(cx.analysis, platform) || has_support(cx.analysis, id) {
            continue;
        }
        // `answered_by` may be there and say only how soon.
        let at = platform.answered_by.key().unwrap_or(id.span);
        let absent = if platform.answered_by.is_set() { "owner" } else { "answered_by" };
        out.push(
            RULE.at(at, format!("nobody is set to answer on `{id}`"))
                .label("people will ask here, and wait")
                .note("a new channel makes the public expect answers; a question left standing does more harm than no channel")
                .help("add `answered_by: { owner: …, within: 1d }` with a person or a team, or put the platform off with `not_now: the reason`")
                .absent(absent)
                .among(chosen.len(), "platforms", "have nobody who is set to answer"),
        );
    }
}

fn is_unanswered(analysis: &Analysis<'_>, platform: &Platform) -> bool {
    match &platform.answered_by {
        Field::Absent => true,
        Field::Invalid(_) => false,
        Field::Set(answered, _) => analysis.owners.of(&answered.owner) == Owner::Nobody,
    }
}

/// A support activity on the platform, with an owner, is somebody who answers there.
fn has_support(analysis: &Analysis<'_>, platform: &Id) -> bool {
    analysis.live_activities().any(|activity| {
        let used = activity.activity().platforms.get();
        let is_there = used.is_some_and(|used| used.iter().any(|one| one == platform));
        // Not by its dates: whether somebody is set to answer does not change overnight.
        let is_done = activity.activity().status.get() == Some(&ActivityStatus::Done);
        let is_kept = !is_done && activity.owner != Owner::Nobody;
        activity.pillar() == PillarKind::Support && is_there && is_kept
    })
}
