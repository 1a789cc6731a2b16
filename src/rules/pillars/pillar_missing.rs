use crate::rules::pillars::pillar_idle;
use crate::rules::prelude::*;
use crate::strategy::walk::is_absent;

pub static RULE: Rule = Rule::new("pillar-missing", Group::Pillars, Level::Warning, Kind::Missing)
    .summary("a pillar is neither planned nor left out on purpose")
    .checks("\
`pillars:` lists `listening`, `promotion`, `thought_leadership` and `support`, with what is planned or with `not_now:`
and a reason. If support is the only purpose, promotion and thought leadership are not expected.")
    .why("\
The four support each other: listening finds out where customers talk, promotion leads them on, thought leadership
earns their trust, and support keeps it. You may not need all four, but leaving one out should be a decision and not
an oversight. **Source**: four-pillars (at Caterpillar different business units use different pillars).")
    .example("\
pillars:
  listening:
    questions: { where: Parents ask for cake in two local Facebook groups }
  promotion:
    activities:
      cake-of-the-week: { start: 2027-01-15 }
+  thought_leadership: { not_now: The baker has no time to teach before autumn }
+  support:
+    contact_center: { not_now: We are five people and take turns }")
    .fix("Plan the pillar, or leave it out on purpose with `not_now: the reason`; reports show it.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let section = &cx.strategy.pillars;
    let missing = PillarKind::ALL.into_iter().filter(|kind| {
        let is_absent = section.get().map_or(section.is_absent(), |pillars| is_absent(pillars, kind.key()));
        is_absent && is_expected(cx, *kind)
    });
    let missing: Vec<PillarKind> = missing.collect();
    let keys: Vec<&str> = missing.iter().map(|kind| kind.key()).collect();
    let first = *keys.first()?;
    let names = and(&quoted(&keys));
    let message = match keys.len() {
        1 => format!("the pillar {names} is missing"),
        4 => "all four pillars are missing".to_owned(),
        _ => format!("the pillars {names} are missing"),
    };
    let plans =
        missing.iter().map(|kind| format!("`{}:` with {}", kind.key(), pillar_idle::needs(cx, *kind)));
    let plans = plans.collect::<Vec<_>>().join("; ");
    let or = if keys.len() == 1 { ", or leave it" } else { "; or leave one" };
    let reasons: Vec<&str> = missing.into_iter().map(what_for).collect();
    let finding = RULE
        .at(cx.key_or_head(section), message)
        .label("neither planned nor left out on purpose")
        .note(reasons.join("; "))
        .help(format!("add {plans}{or} out on purpose: `{first}: {{ not_now: the reason }}`"));
    Some(match keys.len() {
        _ if section.is_absent() => finding.absent_section("pillars"),
        // Leaving all of them out makes no sense.
        4 => finding.absent(first),
        _ => finding.absent(first).fix_if(cx.leaving_out(&["pillars"], &keys)),
    })
}

/// Promotion and thought leadership win new people, which a strategy only for support does not try to.
/// They are not expected either if the purposes could not be read.
fn is_expected(cx: &Context<'_>, kind: PillarKind) -> bool {
    if matches!(kind, PillarKind::Listening | PillarKind::Support) {
        return true;
    }
    let Some(purposes) = cx.strategy.purposes.get() else { return cx.strategy.purposes.is_absent() };
    !purposes.marketing.is_absent() || purposes.support.is_absent()
}

fn what_for(kind: PillarKind) -> &'static str {
    match kind {
        PillarKind::Listening => "listening finds out where customers talk and about what",
        PillarKind::Promotion => "promotion leads people on, step by step",
        PillarKind::ThoughtLeadership => "thought leadership makes you the source people turn to",
        PillarKind::Support => "support answers customers' questions, and on a new channel they will ask",
    }
}
