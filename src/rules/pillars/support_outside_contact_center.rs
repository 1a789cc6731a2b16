use crate::rules::pillars::pillar_idle;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("support-outside-contact-center", Group::Pillars, Level::Warning, Kind::Missing)
    .summary("support is not tied to the team that already answers customers")
    .checks("\
The support pillar has a `contact_center:` with the `team` that already answers customers, or with `not_now:` and the
reason. A support pillar without any activity is left to `pillar-idle`.")
    .why("\
Customers do not care which channel they used. Two teams give two answers and do not know each other's cases, and the
new one has nobody to pass a hard question to. **Source**: four-pillars.")
    .example("\
pillars:
  support:
+    contact_center: { team: shop counter }
    activities:
      order-questions: { start: 2027-01-15 }")
    .fix("\
Name the team, with its `hours:` and its `escalation:` if you have them, or say why there is none: `contact_center: {
not_now: We are five people and take turns answering }`.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let pillar = cx.strategy.pillar(PillarKind::Support)?;
    let support = cx.support().filter(|support| support.not_now.is_absent())?;
    if pillar_idle::is_idle(cx, pillar) {
        return None;
    }
    let finding = match &support.contact_center {
        Field::Absent => RULE
            .at(pillar.place.key, "support is not tied to the team that already answers customers")
            .label("who answers here? The same people who answer the phone?")
            .help("add `contact_center: { team: … }` with that team, or `contact_center: { not_now: why there is none }`")
            .absent("contact_center"),
        Field::Set(center, place) if center.team.is_absent() && center.not_now.is_absent() => RULE
            .at(place.key, "the contact center does not say which team it is")
            .label("names no team")
            .help("add `team:` with the team that already answers customers, or say with `not_now:` why there is none")
            .absent("team"),
        Field::Invalid(_) | Field::Set(..) => return None,
    };
    Some(finding.note("customers do not care which channel they used: two teams give two answers, and on a new channel people expect one"))
}
