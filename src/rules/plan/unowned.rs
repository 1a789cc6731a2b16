use std::collections::HashSet;

use crate::rules::prelude::*;
use crate::strategy::subject::Subject;

pub static RULE: Rule = Rule::new("unowned", Group::Plan, Level::Warning, Kind::Missing)
    .summary("the strategy, or something that has to be done or watched, has no owner")
    .checks("\
The strategy, each goal, each gear, each KPI of several goals, each activity, each open decision and each risk has an owner.
An activity inherits its pillar's owner, and a KPI that of the one goal that names it, or of the one gear if no goal does. If `people` is missing or has one entry, everything inherits the strategy's
owner, so only the strategy needs one. Postponed, dropped, finished and decided entries are skipped.")
    .why("What everybody owns, nobody does: many help, exactly one is accountable. **Source**: raci.")
    .example("\
stratplan: 1
strategy: { name: Example, owner: ruth, period: 2027 }
people:
  ruth: { name: Ruth Amsel }
  teo: { name: Teo Varga }
goals:
-  quicker-answers: { statement: An enquiry costs 4 minutes instead of 7 by the end of 2027 }
+  quicker-answers: { statement: An enquiry costs 4 minutes instead of 7 by the end of 2027, owner: teo }")
    .fix("\
Add one name: `owner: teo`. If the owner is still to be assigned, say until when: `# stratplan: allow(unowned)
until=2027-03-01 the new colleague starts in March`.");

const NOTE: &str = "if everyone owns it, no one does; many people can help, but one is accountable";

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let all_inherit = cx.analysis.owners.all_inherit();
    let someone = someone(cx);
    let head = cx.strategy.head().filter(|head| head.owner.is_absent());
    let of_strategy = head.map(|_| {
        let finding = RULE.at(cx.strategy.head_key(), "the strategy has no owner").absent("owner").note(NOTE);
        if all_inherit {
            finding
                .label("and neither does anything in it that does not name its own")
                .help("add `owner:` with one name; everything without its own owner inherits it")
        } else {
            finding.label("who is accountable in the end?").help(format!("add `owner:` with {someone}"))
        }
    });
    let people = &cx.strategy.people;
    let may_be_one_person = people.may_be(|people| !people.is_complete() && people.len() <= 1);
    // If everything inherits, the finding above covers it all.
    if all_inherit || may_be_one_person || cx.strategy.head().is_none() {
        return Vec::from_iter(of_strategy);
    }
    let needy = Needy::new(cx);
    let entries = cx.analysis.owners.all(cx.strategy).into_iter();
    let entries = entries.filter(|entry| needy.needs_owner(&entry.subject));
    let of_entries = among(entries, "entries", "have no owner", |entry| {
        let noun = entry.subject.kind().nouns().0;
        let or = entry.subject.pillar().map_or_else(String::new, |pillar| {
            format!(", or give the pillar {pillar} an owner, which its activities inherit")
        });
        (entry.owner == Owner::Nobody).then(|| {
            RULE.at(entry.at, format!("{} has no owner", entry.subject.in_words()))
                .label(format!("nobody is responsible for this {noun}"))
                .note(NOTE)
                .help(format!("add `owner:` with {someone}{or}"))
                .absent("owner")
        })
    });
    of_strategy.into_iter().chain(of_entries).collect()
}

/// What still has to be done or watched.
struct Needy<'a> {
    goals: HashSet<&'a str>,
    gears: HashSet<(PurposeKind, GearKind)>,
    activities: HashSet<(PillarKind, &'a str)>,
    kpis: HashSet<&'a str>,
    decisions: HashSet<&'a str>,
}

impl<'a> Needy<'a> {
    fn new(cx: &'a Context<'_>) -> Self {
        let analysis = cx.analysis;
        let activities = analysis.live_activities().filter(|one| one.state != ActivityStatus::Done);
        Self {
            goals: analysis.goals.iter().map(|goal| goal.id.as_str()).collect(),
            gears: analysis.gears().map(|(sequence, gear, ..)| (sequence.kind, gear.kind)).collect(),
            activities: activities.map(|one| (one.pillar(), one.id())).collect(),
            // One that belongs to the owner of its goal has an owner when the goal has one.
            kpis: analysis
                .kpis_of_goals()
                .into_iter()
                .filter(|kpi| analysis.owners.above_kpi(kpi).is_none())
                .collect(),
            decisions: cx.strategy.open_decisions().map(|(id, _)| id.as_str()).collect(),
        }
    }

    fn needs_owner(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Goal(id) => self.goals.contains(id.as_str()),
            Subject::Gear(purpose, gear) => self.gears.contains(&(*purpose, *gear)),
            Subject::Activity(pillar, id) => self.activities.contains(&(*pillar, id.as_str())),
            Subject::Kpi(id) => self.kpis.contains(id.as_str()),
            Subject::Decision(id) => self.decisions.contains(id.as_str()),
            Subject::Risk(_) => true,
            // The strategy's owner is checked above. The other entries need none of their own, because what
            // they hold has owners.
            Subject::Strategy
            | Subject::File
            | Subject::Person(_)
            | Subject::Budget
            | Subject::MarketingStrategy
            | Subject::Objective(_)
            | Subject::Channel(_)
            | Subject::Audience(_)
            | Subject::Pillar(_)
            | Subject::Answer(_)
            | Subject::ContactCenter
            | Subject::Campaign(_)
            | Subject::Purpose(_)
            | Subject::Platform(_)
            | Subject::Account(..)
            | Subject::Document(_)
            | Subject::Lesson(_) => false,
        }
    }
}

/// Who to name: the people there are, if there are few.
fn someone(cx: &Context<'_>) -> String {
    let people: Vec<&str> = cx.strategy.people().map(|(id, _)| id.as_str()).collect();
    match people.len() {
        0 => "one name".to_owned(),
        1..=5 => format!("one name: {}", or(&people)),
        _ => "one id from `people:`".to_owned(),
    }
}
