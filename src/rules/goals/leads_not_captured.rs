use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("leads-not-captured", Group::Goals, Level::Warning, Kind::Missing)
    .summary("the goal is to generate leads, but no activity captures them")
    .checks("\
For each goal with `kind: generate_leads`, an activity that serves it has a call to action with `captures_lead: true`.
Goals with `not_now:` are skipped, and unserved ones left to `goal-unserved`.")
    .why("\
Content leads to a call to action, the call to action leads to a form, and the form captures the lead. If people only
enjoy the content, there is nobody to call back. **Source**: four-pillars.")
    .example("\
goals:
  parts-leads: { statement: Generate 400 qualified parts leads a quarter, kind: generate_leads }
marketing_strategy:
  channels: { website: web }
pillars:
  promotion:
    activities:
-      filter-guide: { goals: parts-leads, call_to_action: { text: Read the guide, channel: website } }
+      filter-guide: { goals: parts-leads, call_to_action: { text: Get the guide, channel: website, captures_lead: true } }")
    .fix("\
Have an activity end where people leave their contact details: `captures_lead: true` in its `call_to_action:`. If
leads are counted some other way, allow it: `# stratplan: allow(leads-not-captured) dealers note who called`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let goals = cx.analysis.goals.iter().filter(|goal| {
        cx.analysis.known.activities && goal.goal.kind.get() == Some(&GoalKind::GenerateLeads)
    });
    goals.filter_map(|goal| {
        let serving: Vec<_> = cx.analysis.activities_at(&goal.activities).collect();
        if serving.iter().any(|activity| may_capture(activity)) {
            return None;
        }
        let (which, one) = match serving.as_slice() {
            [] => return None,
            [one] => (format!("`{}` serves this goal but does not", one.id()), one),
            [first, ..] => {
                let calls = |one: &&&Scheduled<'_>| one.activity().call_to_action.is_set();
                let count = serving.len();
                let which = format!("{count} activities serve this goal, but none of them does");
                (which, serving.iter().find(calls).unwrap_or(first))
            }
        };
        let write = if one.activity().call_to_action.is_set() {
            "write `captures_lead: true` in its `call_to_action:`".to_owned()
        } else {
            let channel = cx.other_channel().map(|id| format!(", channel: {id}")).unwrap_or_default();
            format!("write `call_to_action: {{ text: …{channel}, captures_lead: true }}`")
        };
        let places = serving.iter().map(|activity| match activity.activity().call_to_action.key() {
            Some(key) => (key, "does not capture leads"),
            None => (activity.used.id.span, "has no call to action"),
        });
        Some(
            RULE.at(goal.id.span, format!("no activity captures leads for the goal `{}`", goal.id))
                .label("for this goal, people have to leave their name")
                .also_each(places)
                .note(format!(
                    "a lead is someone you can call back, so an activity has to ask for the name: {which}"
                ))
                .help(format!(
                    "have `{}` end where people leave their contact details, and {write}",
                    one.id()
                )),
        )
    })
}

fn may_capture(activity: &Scheduled<'_>) -> bool {
    activity.activity().call_to_action.may_be(|action| action.captures_lead.may_be(|captures| *captures))
}
