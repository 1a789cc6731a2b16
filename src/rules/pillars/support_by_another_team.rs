use indexmap::IndexMap;

use crate::rules::prelude::*;
use crate::strategy::goal::Relationship;

pub static RULE: Rule = Rule::new("support-by-another-team", Group::Pillars, Level::Warning, Kind::Wrong)
    .summary("someone outside the team that answers customers owns support or answers on a platform")
    .checks("\
If there is a `people:` section and the support pillar names its `contact_center` team, the owner of each support
activity and the owner of each platform's `answered_by:` is on that team. Capitals, spaces and hyphens make no
difference, and a team whose name contains the other (`care` and `care, night shift`) is the same team. Owners whose
team is not known, dropped activities and platforms whose `audiences:` are all prospects, partners or employees are
skipped.")
    .why("\
The same team should answer wherever the question was asked: it knows the case, the customer and what can be promised.
An agency or a marketing desk gives a second answer. **Source**: four-pillars.")
    .example("\
people:
  mia: { name: Mia Berg, team: counter }
  studio: { name: Studio Nine, team: agency }
pillars:
  support:
    contact_center: { team: counter }
    activities:
-      order-questions: { owner: studio, start: 2027-01-15 }
+      order-questions: { owner: mia, start: 2027-01-15 }")
    .fix("\
Give the activity to someone on the team; others can still help. If there is a good reason for someone else to answer,
say so: `# stratplan: allow(support-by-another-team) the agency answers at night and hands over at eight`.");

const NOTE: &str = "a customer who asks twice should get one answer: from the team that knows the case and what can be promised";

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let support = cx.support().filter(|support| support.not_now.is_absent());
    let center = support.and_then(|support| support.contact_center.get());
    let Some((team, place)) = center.and_then(|center| center.team.placed()) else { return Vec::new() };
    let total = cx.analysis.live_activities_of(PillarKind::Support).count();
    // An owner whom several activities inherit is one cause in one place.
    let mut owned: IndexMap<Span, (&Id, Vec<&Scheduled<'_>>)> = IndexMap::new();
    for activity in cx.analysis.live_activities_of(PillarKind::Support) {
        if let Owner::Named(id) = activity.owner {
            owned.entry(id.span).or_insert((id, Vec::new())).1.push(activity);
        }
    }
    let findings = owned.into_iter().filter_map(|(at, (id, activities))| {
        let (own_team, own_place) = other_team(cx, id, team)?;
        let what = match activities.as_slice() {
            [one] => format!("`{}` belongs", one.id()),
            [one, other] => format!("`{}` and `{}` belong", one.id(), other.id()),
            more => format!("{} support activities belong", more.len()),
        };
        let is_own = activities.iter().all(|one| one.activity().owner.is_set());
        let finding = RULE
            .at(at, format!("{what} to `{id}`, who is not on the team `{team}`"))
            .label(format!("on the team `{own_team}`"))
            .also(place.value, "the team that answers customers")
            .also(own_place.value, format!("the team of `{id}`"))
            .note(NOTE)
            .help(way_out(cx, team, own_team, is_own));
        if is_own && activities.len() == 1 {
            let problem = "belong to someone outside the team that answers customers";
            return Some(finding.among(total, "support activities", problem));
        }
        let inheriting = activities.iter().filter(|_| !is_own);
        Some(finding.also_each(inheriting.map(|one| (one.used.id.span, "inherits this owner"))))
    });
    let problem = "are answered by someone outside the team that answers customers";
    let answering = among(cx.analysis.chosen_platforms(), "platforms", problem, |(id, platform)| {
        let answerer: &Id = platform.answered_by.get()?.owner.get()?;
        let (own_team, own_place) = other_team(cx, answerer, team)?;
        may_meet_customers(cx, platform).then(|| {
            RULE.at(answerer.span, format!("`{answerer}` answers on `{id}`, but is not on the team `{team}`"))
                .label(format!("on the team `{own_team}`"))
                .also(place.value, "the team that answers customers")
                .also(own_place.value, format!("the team of `{answerer}`"))
                .note(NOTE)
                .help(way_out(cx, team, own_team, true))
        })
    });
    findings.chain(answering).collect()
}

/// False for a platform for people who are surely no customers.
fn may_meet_customers(cx: &Context<'_>, platform: &Platform) -> bool {
    let relationship = |id: &Id| cx.strategy.audiences.get()?.get(id.as_str())?.relationship.get();
    let is_other = |id: &Id| {
        let other = [Relationship::Prospect, Relationship::Partner, Relationship::Employee];
        relationship(id).is_some_and(|one| other.contains(one))
    };
    lists_nothing(&platform.audiences) || !platform.audiences.ids().all(is_other)
}

/// The team of a person or the team itself, if it is certain that it is another one.
fn other_team<'a>(cx: &Context<'a>, id: &'a Id, team: &str) -> Option<(&'a str, Place)> {
    let (theirs, place) = if let Some(person) = cx.strategy.people.get()?.get(id.as_str()) {
        person.team.placed().map(|(team, place)| (team.as_str(), place))?
    } else {
        let mut teams = cx.strategy.people().filter_map(|(_, person)| person.team.placed());
        (id.as_str(), teams.find(|(team, _)| *team == id.as_str())?.1)
    };
    (!is_same(theirs, team) && !is_same(id.as_str(), team)).then_some((theirs, place))
}

fn way_out(cx: &Context<'_>, team: &str, own_team: &str, is_own: bool) -> String {
    let what = if is_own { "it" } else { "the pillar `support`" };
    let is_member = |theirs: Option<&String>| theirs.is_some_and(|theirs| is_same(theirs, team));
    let members = cx.strategy.people().filter(|(_, person)| is_member(person.team.get()));
    let members = quoted(members.map(|(id, _)| id));
    if members.is_empty() {
        // With a second person, nothing inherits the strategy's owner anymore, and everything needs one.
        return if cx.analysis.owners.all_inherit() {
            format!(
                "write `team: {own_team}` if that is the team that answers customers, or {}",
                RULE.allow_it()
            )
        } else {
            format!(
                "add someone from the team `{team}` to `people:` and give {what} to them; or spell the team as `people:` does"
            )
        };
    }
    format!("give {what} to {}, or {}", or(&members), RULE.allow_it())
}

/// `Customer Care` and `customer-care` are the same team, and `customer care, nights` is probably part of it.
fn is_same(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    let (one, other) = (words(one), words(other));
    holds_word(&one, &other) || holds_word(&other, &one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spelling_of_a_team_does_not_matter() {
        assert!(is_same("Customer Care", "customer-care"));
        assert!(is_same("care", "Care, night shift"));
        assert!(!is_same("care", "scare"));
        assert!(!is_same("agency", "customer-service"));
    }
}
