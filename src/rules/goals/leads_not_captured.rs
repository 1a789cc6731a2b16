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

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    if !cx.analysis.known.activities {
        return;
    }
    for goal in &cx.analysis.goals {
        let serving: Vec<_> = cx.analysis.activities_at(&goal.activities).collect();
        let is_about_leads = goal.goal.kind.get() == Some(&GoalKind::GenerateLeads);
        if !is_about_leads || serving.is_empty() || serving.iter().any(|activity| may_capture(activity)) {
            continue;
        }
        let (which, it) = match serving.as_slice() {
            [one] => (format!("`{}` serves this goal but does not", one.id()), "it"),
            many => {
                (format!("{} activities serve this goal, but none of them does", many.len()), "one of them")
            }
        };
        let mut finding = RULE
            .at(goal.id.span, format!("no activity captures leads for the goal `{}`", goal.id))
            .label("for this goal, people have to leave their name")
            .note(format!("a lead is someone you can call back, so an activity has to ask for the name: {which}"))
            .help(format!("have {it} end where people leave their contact details, and say so: `call_to_action: {{ text: Get the guide, channel: website, captures_lead: true }}`"));
        for activity in serving {
            finding = match activity.activity().call_to_action.key() {
                Some(key) => finding.also(key, "does not capture leads"),
                None => finding.also(activity.used.id.span, "has no call to action"),
            };
        }
        out.push(finding);
    }
}

/// True if it captures leads, or if something unreadable might say so.
fn may_capture(activity: &Scheduled<'_>) -> bool {
    match &activity.activity().call_to_action {
        Field::Absent => false,
        Field::Invalid(_) => true,
        Field::Set(action, _) => {
            action.captures_lead.is_invalid() || action.captures_lead.get() == Some(&true)
        }
    }
}
