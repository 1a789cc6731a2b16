use crate::analysis::owners::Owner;
use crate::analysis::schedule::State;
use crate::decode::field::{Field, Id};
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::{Context, among};
use crate::source::Span;
use crate::words::or;

pub static RULE: Rule = Rule::new("unowned", Group::Plan, Level::Warning, Kind::Missing)
    .since("0.1.0")
    .summary("the strategy, or something that has to be done or watched, has no owner")
    .checks("\
The strategy, each goal, each gear, each KPI of a goal, each activity, each open decision and each risk has an owner.
An activity inherits its pillar's owner. If `people` is missing or has one entry, everything inherits the strategy's
owner, so only the strategy needs one. Postponed, dropped, finished and decided entries are skipped.")
    .why("\
What everybody owns, nobody does. Many people can help, but exactly one is accountable. **Source**: raci.")
    .fails("\
stratplan: 1
strategy: { name: Example, owner: ruth, period: 2027 }
people:
  ruth: { name: Ruth Amsel }
  teo: { name: Teo Varga }
goals:
  quicker-answers: { statement: An enquiry costs 4 minutes instead of 7 by the end of 2027 }")
    .passes("\
stratplan: 1
strategy: { name: Example, owner: ruth, period: 2027 }
people:
  ruth: { name: Ruth Amsel }
  teo: { name: Teo Varga }
goals:
  quicker-answers: { statement: An enquiry costs 4 minutes instead of 7 by the end of 2027, owner: teo }")
    .fix("\
Add one name: `owner: teo`. If the owner is still to be assigned, say until when: `# stratplan: allow(unowned)
until=2027-03-01 the new colleague starts in March`.");

const NOTE: &str = "what everybody owns, nobody does; many people can help, but one is accountable";

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let Some(head) = cx.strategy.head() else { return };
    let all_inherit = cx.analysis.owners.all_inherit();
    if head.owner.is_absent() {
        let finding = RULE.at(cx.strategy.head_key(), "the strategy has no owner").absent("owner").note(NOTE);
        out.push(if all_inherit {
            finding
                .label("and neither does anything in it that does not name its own")
                .help("add `owner:` with one name; everything without its own owner inherits it")
        } else {
            finding.label("who is accountable in the end?").help(format!("add `owner:` with {}", someone(cx)))
        });
    }
    let people_are_known = match &cx.strategy.people {
        Field::Absent => true,
        Field::Invalid(_) => false,
        Field::Set(people, _) => people.is_complete() || people.len() > 1,
    };
    // If everything inherits, the finding above covers it all.
    if all_inherit || !people_are_known {
        return;
    }
    let someone = someone(cx);
    out.extend(among(entries(cx), "entries", "have no owner", |entry| {
        let Entry { at, noun, id, owner, or } = entry;
        (owner == Owner::Nobody).then(|| {
            RULE.at(at, format!("the {noun} `{id}` has no owner"))
                .label(format!("nobody is responsible for this {noun}"))
                .note(NOTE)
                .help(format!("add `owner:` with {someone}{or}"))
                .absent("owner")
        })
    }));
}

/// Something that needs an owner.
struct Entry<'a> {
    at: Span,
    noun: &'static str,
    id: String,
    owner: Owner<'a>,
    /// Another way to give it one.
    or: String,
}

fn entries<'a>(cx: &Context<'a>) -> Vec<Entry<'a>> {
    let analysis = cx.analysis;
    let entry =
        |noun, id: &Id, owner| Entry { at: id.span, noun, id: id.to_string(), owner, or: String::new() };
    let own = |field| analysis.owners.of(field);
    let mut entries: Vec<Entry<'_>> =
        analysis.goals.iter().map(|goal| entry("goal", goal.id, goal.owner)).collect();
    entries.extend(analysis.gears().map(|(sequence, gear, says, place)| {
        let id = format!("{}.{}", sequence.kind, gear.kind);
        Entry { at: place.key, noun: "gear", id, owner: own(&says.owner), or: String::new() }
    }));
    let activities = analysis.live_activities().filter(|one| one.state != State::Done);
    entries.extend(activities.map(|one| {
        let or = format!(", or give the pillar {} an owner, which its activities inherit", one.pillar());
        Entry { or, ..entry("activity", one.used.id, one.owner) }
    }));
    let of_goals = analysis.kpis_of_goals();
    let kpis = cx.strategy.kpis().filter(|(id, _)| of_goals.contains(id.as_str()));
    entries.extend(kpis.map(|(id, kpi)| entry("KPI", id, own(&kpi.owner))));
    let decisions = cx.strategy.open_decisions();
    entries.extend(decisions.map(|(id, decision)| entry("decision", id, own(&decision.owner))));
    entries.extend(cx.strategy.risks().map(|(id, risk)| entry("risk", id, own(&risk.owner))));
    entries
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
