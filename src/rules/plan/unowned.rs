use crate::analysis::owners::Owner;
use crate::analysis::schedule::State;
use crate::decode::field::Field;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::source::Span;
use crate::strategy::plan::DecisionStatus;
use crate::words::or;

pub static RULE: Rule = Rule {
    name: "unowned",
    group: Group::Plan,
    level: Level::Warning,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "the strategy, or something that has to be done or watched, has no owner",
    options: &[],
    docs: "\
## What it checks
The strategy, each goal, each gear, each KPI of a goal, each activity, each open decision and each risk has an owner.
An activity inherits its pillar's owner. If `people` is missing or has one entry, everything inherits the strategy's
owner, so only the strategy needs one. Postponed, dropped, finished and decided entries are skipped.

## Why it matters
What everybody owns, nobody does. Many people can help, but exactly one is accountable. **Source**: raci.

## Example
This fails:
```yaml
stratplan: 1
strategy: { name: Example, owner: ruth, period: 2027 }
people:
  ruth: { name: Ruth Amsel }
  teo: { name: Teo Varga }
goals:
  quicker-answers: { statement: An enquiry costs 4 minutes instead of 7 by the end of 2027 }
```
This passes:
```yaml
stratplan: 1
strategy: { name: Example, owner: ruth, period: 2027 }
people:
  ruth: { name: Ruth Amsel }
  teo: { name: Teo Varga }
goals:
  quicker-answers: { statement: An enquiry costs 4 minutes instead of 7 by the end of 2027, owner: teo }
```

## How to fix or allow it
Add one name: `owner: teo`. If the owner is still to be assigned, say until when: `# stratplan: allow(unowned)
until=2027-03-01 the new colleague starts in March`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let Some(head) = cx.strategy.head() else { return };
    let owners = &cx.analysis.owners;
    if head.owner.is_absent() {
        out.push(of_the_strategy(cx));
    }
    let people_are_known = match &cx.strategy.people {
        Field::Absent => true,
        Field::Invalid(_) => false,
        Field::Set(people, _) => people.is_complete() || people.len() > 1,
    };
    // Where all inherit, the one finding above says it for all.
    if owners.all_inherit() || !people_are_known {
        return;
    }
    let somebody = somebody(cx);
    let things = [goals(cx), gears(cx), activities(cx), kpis(cx), decisions(cx), risks(cx)];
    let things: Vec<Thing> = things.into_iter().flatten().collect();
    let total = things.len();
    for thing in things.into_iter().filter(|thing| thing.is_unowned) {
        out.push(
            RULE.at(thing.at, format!("{} has no owner", thing.name))
                .label(format!("nobody answers for this {}", thing.noun))
                .note(NOTE)
                .help(format!("add `owner:` with {somebody}{}", thing.or_else))
                .absent("owner")
                .among(total, "entries", "have no owner"),
        );
    }
}

const NOTE: &str = "what everybody owns nobody does; many may help, and one is accountable";

fn of_the_strategy(cx: &Context<'_>) -> Finding {
    let finding = RULE.at(cx.strategy.head_key(), "nobody answers for the strategy").absent("owner");
    if cx.analysis.owners.all_inherit() {
        finding
            .label("nor for anything in it that names no owner of its own")
            .note(NOTE)
            .help("add `owner:` with one name; everything that names no other inherits it")
    } else {
        finding
            .label("who is accountable in the end?")
            .note(NOTE)
            .help(format!("add `owner:` with {}", somebody(cx)))
    }
}

/// Something that wants an owner.
struct Thing {
    at: Span,
    noun: &'static str,
    name: String,
    is_unowned: bool,
    or_else: String,
}

impl Thing {
    fn new(at: Span, noun: &'static str, id: &str, owner: Owner<'_>) -> Self {
        Self {
            at,
            noun,
            name: format!("the {noun} `{id}`"),
            is_unowned: owner == Owner::Nobody,
            or_else: String::new(),
        }
    }
}

fn goals(cx: &Context<'_>) -> Vec<Thing> {
    let goals = cx.analysis.goals.iter();
    goals.map(|goal| Thing::new(goal.id.span, "goal", goal.id.as_str(), goal.owner)).collect()
}

fn gears(cx: &Context<'_>) -> Vec<Thing> {
    let gears = cx
        .analysis
        .sequences
        .iter()
        .flat_map(|sequence| sequence.active().map(move |gear| (sequence.kind, gear)));
    let gears = gears.filter_map(|(purpose, gear)| {
        let (declared, place) = gear.declared?;
        let owner = cx.analysis.owners.of(&declared.owner);
        Some(Thing::new(place.key, "gear", &format!("{purpose}.{}", gear.kind), owner))
    });
    gears.collect()
}

fn activities(cx: &Context<'_>) -> Vec<Thing> {
    let activities = cx.analysis.live_activities().filter(|one| one.state != State::Done);
    let activities = activities.map(|one| Thing {
        or_else: format!(", or give the pillar {} an owner, which its activities inherit", one.pillar()),
        ..Thing::new(one.used.id.span, "activity", one.id(), one.owner)
    });
    activities.collect()
}

fn kpis(cx: &Context<'_>) -> Vec<Thing> {
    let of_goals = cx.analysis.kpis_of_goals();
    let kpis = cx.strategy.kpis().filter(|(id, _)| of_goals.contains(id.as_str()));
    kpis.map(|(id, kpi)| Thing::new(id.span, "KPI", id.as_str(), cx.analysis.owners.of(&kpi.owner))).collect()
}

fn decisions(cx: &Context<'_>) -> Vec<Thing> {
    let decisions = cx.strategy.decisions().filter(|(_, decision)| {
        let status = decision.status.get().copied().unwrap_or_default();
        status == DecisionStatus::Open && !decision.status.is_invalid()
    });
    let things = decisions.map(|(id, decision)| {
        Thing::new(id.span, "decision", id.as_str(), cx.analysis.owners.of(&decision.owner))
    });
    things.collect()
}

fn risks(cx: &Context<'_>) -> Vec<Thing> {
    let risks = cx.strategy.risks();
    risks
        .map(|(id, risk)| Thing::new(id.span, "risk", id.as_str(), cx.analysis.owners.of(&risk.owner)))
        .collect()
}

/// Whom to name: the people there are, if they are few.
fn somebody(cx: &Context<'_>) -> String {
    let people: Vec<&str> = cx.strategy.people().map(|(id, _)| id.as_str()).collect();
    match people.len() {
        0 => "one name".to_owned(),
        1..=5 => format!("one name: {}", or(&people)),
        _ => "one id from `people:`".to_owned(),
    }
}
