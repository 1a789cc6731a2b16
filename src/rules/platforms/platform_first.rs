use crate::rules::pillars::pillar_idle;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("platform-first", Group::Platforms, Level::Error, Kind::Wrong)
    .summary("platforms were chosen before deciding what they are for")
    .checks("\
If the strategy lists a platform, three things are settled:

- what you want to do: at least one business goal under `goals:`;
- where customers talk: listening answers its question `where`;
- how it fits marketing: `marketing_strategy:` names a document, an objective or a channel.

A missing goal is an error; if one of the other two is missing, it is a warning. The order of the sections in the file
does not matter. Platforms with `not_now:` or with an `until:` that has passed are skipped. If all platforms are your
own (`own: true`, such as a forum or an app), nobody has to talk there yet, and `where` is not asked for. Listening with `not_now:` does not say where customers talk, but
it can still answer `where`.")
    .why("\
A platform is a tool and comes last. If you start with it, you look for customers where they may not be, and for a
goal that might fit. **Source**: four-pillars (Kevin Espinosa: know what you want to do, know where customers are
having their conversations, know how it fits the marketing strategy; then pick the platform).")
    .example("\
-platforms: [tiktok]
+goals:
+  saturday-orders: Forty cake orders each Saturday by the end of June
+pillars:
+  listening:
+    questions: { where: Parents ask for cake in two local Facebook groups }
+marketing_strategy:
+  channels: { order-page: web, shop: retail }
+platforms: [facebook]")
    .fix("\
Write down what is missing; a sentence each is enough. Whoever knows their customers can answer `where` without
listening, next to its `not_now:`. Until then, postpone the platform with `not_now: the reason`. If people already write
there: `# stratplan: allow(platform-first) until=2027-06-30 the reason` above `platforms:`.");

/// One of the three conditions.
struct Condition {
    standing: Standing,
    /// What should be settled.
    what: &'static str,
    /// What the file says about it.
    state: String,
    /// Where it is written, or would be.
    at: Option<Span>,
    /// How to settle it.
    edit: &'static str,
}

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let chosen: Vec<_> = cx.analysis.chosen_platforms().collect();
    let (subject, it) = match chosen.as_slice() {
        [] => return None,
        [(id, _)] => (format!("the platform `{id}` was"), "it"),
        _ => ("platforms were".to_owned(), "them"),
    };
    let conditions = conditions(cx);
    let open = conditions.iter().filter(|condition| condition.standing.is_open());
    let (whats, edits): (Vec<_>, Vec<_>) = open.map(|condition| (condition.what, condition.edit)).unzip();
    let before = match whats.len() {
        0 => return None,
        3 => "before any of the three things that come first".to_owned(),
        _ => format!("without knowing {}", and(&whats)),
    };
    let has_goal = cx.analysis.groundwork().goals != Standing::Open;
    let mut finding = RULE
        .at(cx.strategy.platforms.key()?, format!("{subject} chosen {before}"))
        .label("a platform comes last: it follows from three other things")
        .level(if has_goal { Level::Warning } else { Level::Error })
        .help(format!("{}; until then, postpone {it} with `not_now: the reason`", and(&edits)));
    for Condition { standing, what, state, at, .. } in conditions {
        let mark = match standing {
            Standing::Settled => "done",
            Standing::LeftOut => "left out on purpose",
            Standing::Open => "missing",
            Standing::Unknown => "could not be read",
        };
        finding = finding.note(format!("{what}: {mark} ({state})"));
        finding = finding.also_each(at.map(|at| (at, format!("{what}: {mark}"))));
    }
    Some(finding)
}

fn conditions(cx: &Context<'_>) -> [Condition; 3] {
    let groundwork = cx.analysis.groundwork();
    let goals: Vec<_> = cx.strategy.goals().collect();
    let goals = match (groundwork.goals, goals.as_slice()) {
        (Standing::Settled, [(one, _)]) => format!("the goal `{one}`"),
        (Standing::Settled, many) => format!("{} goals", many.len()),
        (Standing::Unknown, _) => "`goals:` could not be read".to_owned(),
        _ => "there is no business goal".to_owned(),
    };
    let is_own = cx.analysis.has_only_own_platforms();
    let places_standing = if is_own { Standing::Settled } else { groundwork.places };
    let places = match groundwork.places {
        _ if is_own => "on a platform of your own, nobody has to talk yet",
        Standing::Settled => "listening answers `where`",
        Standing::LeftOut => "listening says `not_now:` and does not answer `where`",
        Standing::Unknown => "listening's `where` could not be read",
        Standing::Open => "listening does not answer `where`",
    };
    let marketing = match groundwork.marketing {
        Standing::Settled | Standing::LeftOut => "the marketing strategy is named",
        Standing::Unknown => "`marketing_strategy:` could not be read",
        Standing::Open => "there is no marketing document, objective or channel",
    };
    let listening = cx.strategy.pillar(PillarKind::Listening);
    let listens = listening.is_some_and(|listening| !pillar_idle::is_idle(cx, listening));
    let listening = listening.map(|listening| listening.place);
    let places_at = cx.analysis.where_they_talk().map(|(_, place)| place).or(listening);
    [
        Condition {
            standing: groundwork.goals,
            what: "what you want to do",
            state: goals,
            at: cx.strategy.goals.key(),
            edit: if cx.analysis.owners.all_inherit() {
                "say under `goals:` what the business wants, with a KPI and an activity for it"
            } else {
                "say under `goals:` what the business wants, with a KPI and an activity for it, each with an `owner:`"
            },
        },
        Condition {
            standing: places_standing,
            what: "where customers talk",
            state: places.to_owned(),
            at: places_at.map(|place| place.key),
            edit: match groundwork.places {
                Standing::LeftOut => {
                    "write where they talk as `questions: { where: … }`, next to listening's `not_now:`"
                }
                _ if listens => "answer `where` under `pillars.listening.questions`",
                _ => {
                    "answer the six questions of listening under `pillars.listening.questions` (who, what, where, competitors, influencers and sentiment)"
                }
            },
        },
        Condition {
            standing: groundwork.marketing,
            what: "how it fits marketing",
            state: marketing.to_owned(),
            at: cx.strategy.marketing_strategy.key(),
            edit: "list the channels that you have besides social media under `marketing_strategy.channels:`",
        },
    ]
}
