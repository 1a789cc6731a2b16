use crate::analysis::gears::State;
use crate::rules::gears::gear_stalled::leaving_out;
use crate::rules::gears::gear_undated;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("gear-without-activity", Group::Gears, Level::Warning, Kind::Missing)
    .summary("no activity drives the gear")
    .checks("\
Each gear is named in the `gears:` of at least one activity that has not been dropped. Gears with `not_now:` are
skipped, and so are gears without a start, which `gear-undated` reports. Once a gear has started, an activity that is
only `planned` and has no start does not count.")
    .why("\
A date in the plan does not move a gear. This matters most for enlistment in support: one-on-one answers cost an hour
of work for every hour of help. Support grows only if expert customers answer the others, and finding,
thanking and supporting them is work that someone has to do. **Source**: four-gears.")
    .example("\
+pillars:
+  promotion:
+    activities:
+      cake-of-the-week: { gears: acquisition, start: 2027-01-15 }
purposes:
  marketing:
    gears: { acquisition: 2027-01-15 }")
    .fix("Name it in the `gears:` of an activity, plan one, or leave it out with `not_now: the reason`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.analysis.gears(), "gears", "have no activity that drives them", |(sequence, gear, says, at)| {
        // What is only planned, without a start, does not drive a gear whose day has come.
        let is_undriven = gear.is_undriven && (gear.driven_by.is_empty() || gear.state == State::OnPaper);
        let open: Vec<&Scheduled<'_>> = cx.analysis.activities_at(&gear.driven_by).collect();
        let is_reported = gear_undated::is_undated(cx, gear, says);
        (is_undriven && !is_reported && !may_be_driven(cx, gear.kind)).then(|| {
            let name = cx.analysis.gear_name(sequence.kind, gear.kind);
            let way_out = leaving_out(cx, sequence, gear);
            // With nothing to remove, the advice is the same for every gear.
            let way_out = way_out.map(|way_out| {
                let is_free = gear.driven_by.is_empty();
                if is_free { "leave the gear out with `not_now: the reason`".to_owned() } else { way_out }
            });
            RULE.at(at.key, format!("no activity drives {name}"))
                .label(what_to_ask(sequence.kind, gear.kind))
                .also_each(open.iter().map(|one| (one.used.id.span, "is only planned, and has no start")))
                .note("a date in the plan does not move a gear: someone has to do something")
                .help(match open.first() {
                    Some(one) => format!(
                        "give `{}` a start, and write that day as the start of {name}{}",
                        one.id(),
                        way_out.map(|way_out| format!(", or {way_out}")).unwrap_or_default()
                    ),
                    None => help(sequence.kind, gear.kind, &name, way_out.as_deref()),
                })
        })
    })
}

/// True if there are two purposes and an activity names the gear without its purpose. `unknown-reference`
/// reports that, and whose gear the activity drives cannot be known.
fn may_be_driven(cx: &Context<'_>, kind: GearKind) -> bool {
    cx.analysis.sequences.len() > 1
        && cx.analysis.live_activities().filter(|one| one.pillar().purpose().is_none()).any(|activity| {
            let mut gears = activity.activity().gears.items().filter_map(Field::get);
            gears.any(|gear| gear.purpose.is_none() && gear.gear == kind)
        })
}

fn help(purpose: PurposeKind, gear: GearKind, name: &str, way_out: Option<&str>) -> String {
    let or = way_out.map(|way_out| format!(", or {way_out}")).unwrap_or_default();
    match (purpose, gear) {
        (PurposeKind::Support, GearKind::Enlistment) => {
            format!("plan an activity with `gears: {name}` that finds, asks and thanks expert customers{or}")
        }
        _ if way_out.is_some() => format!("add `gears: {name}` to an activity that drives it, plan one{or}"),
        _ => format!("add `gears: {name}` to an activity that drives it, or plan one"),
    }
}

/// What you should ask, or know, before the gear can start.
fn what_to_ask(purpose: PurposeKind, gear: GearKind) -> &'static str {
    match (purpose, gear) {
        (_, GearKind::Acquisition) => "what brings people here?",
        (_, GearKind::Engagement) => "what do people take part in, and who replies?",
        (PurposeKind::Marketing, GearKind::Enlistment) => "who asks people to help, and thanks them?",
        (PurposeKind::Support, GearKind::Enlistment) => {
            "expert customers can answer far more questions than your team can"
        }
        (PurposeKind::Marketing, GearKind::Monetization) => {
            "where do interested people go: to a store, a form, a person?"
        }
        (PurposeKind::Support, GearKind::Monetization) => {
            "which questions do you answer once, in public, where others find the answer?"
        }
    }
}
