use crate::rules::prelude::*;

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

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    if cx.strategy.pillars.is_invalid() {
        return;
    }
    let missing: Vec<PillarKind> = PillarKind::ALL.into_iter().filter(|kind| is_missing(cx, *kind)).collect();
    let Some(first) = missing.first() else { return };
    let keys: Vec<&str> = missing.iter().map(|kind| kind.key()).collect();
    let names = and(&quoted(&keys));
    let (message, add) = match keys.len() {
        1 => (format!("the pillar {names} is missing"), "add it"),
        4 => ("all four pillars are missing".to_owned(), "add each"),
        _ => (format!("the pillars {names} are missing"), "add each"),
    };
    let reasons: Vec<&str> = missing.iter().map(|kind| what_for(*kind)).collect();
    let finding = RULE
        .at(cx.key_or_head(&cx.strategy.pillars), message)
        .label("neither planned nor left out on purpose")
        .note(reasons.join("; "))
        .help(format!(
            "{add} with what is done there, or leave it out on purpose: `{}: {{ not_now: the reason }}`",
            first.key()
        ));
    out.push(if cx.strategy.pillars.key().is_some() {
        // Leaving all of them out makes no sense.
        let some_are_there = missing.len() < PillarKind::ALL.len();
        let fix = if some_are_there { cx.leaving_out(&["pillars"], &keys) } else { None };
        finding.absent(first.key()).fix_if(fix)
    } else {
        finding.absent_section("pillars")
    });
}

fn is_missing(cx: &Context<'_>, kind: PillarKind) -> bool {
    let Some(pillars) = cx.strategy.pillars.get() else { return is_expected(cx, kind) };
    let absent = match kind {
        PillarKind::Listening => pillars.listening.is_absent(),
        PillarKind::Promotion => pillars.promotion.is_absent(),
        PillarKind::ThoughtLeadership => pillars.thought_leadership.is_absent(),
        PillarKind::Support => pillars.support.is_absent(),
    };
    absent && is_expected(cx, kind)
}

/// Promotion and thought leadership win new people, which a strategy only for support does not try to.
/// They are not expected either if the purposes could not be read.
fn is_expected(cx: &Context<'_>, kind: PillarKind) -> bool {
    if matches!(kind, PillarKind::Listening | PillarKind::Support) {
        return true;
    }
    let Some(purposes) = cx.strategy.purposes.get() else { return cx.strategy.purposes.is_absent() };
    let is_there = |purpose| !purposes.get(purpose).is_absent();
    is_there(PurposeKind::Marketing) || !is_there(PurposeKind::Support)
}

fn what_for(kind: PillarKind) -> &'static str {
    match kind {
        PillarKind::Listening => "listening finds out where customers talk and about what",
        PillarKind::Promotion => "promotion leads people on, step by step",
        PillarKind::ThoughtLeadership => "thought leadership makes you the source people turn to",
        PillarKind::Support => "support answers customers' questions, and on a new channel they will ask",
    }
}
