//! Owners of every kind of entry, and references to entries that do not exist.

use serde_json::Value;

use crate::support::Folder;

/// A strategy in which each kind of entry that can have an owner has one of its own.
const OWNERS: &str = "\
stratplan: 1
strategy: { name: Choir, owner: head, period: 2027 }
goals: { singers: { statement: Forty singers by June, owner: of-goal, kpis: [members] } }
marketing_strategy: { owner: of-marketing, channels: { web: web } }
pillars:
  promotion: { owner: of-pillar, activities: { posters: { goals: singers, owner: of-activity } } }
purposes: { marketing: { gears: { acquisition: { start: 2027-02-01, owner: of-gear } } } }
platforms: { mastodon: { because: they are there, answered_by: { owner: of-platform } } }
kpis: { members: { unit: people, owner: of-kpi, target: 40 } }
risks: { noise: { statement: The hall closes, owner: of-risk } }
decisions: { hall: { question: Which hall?, owner: of-decision } }
";

#[test]
fn every_owner_has_a_page_of_gaps() {
    let folder = Folder::new("owners");
    folder.write("choir.yaml", OWNERS);
    let owners = [
        "head",
        "of-goal",
        "of-marketing",
        "of-pillar",
        "of-activity",
        "of-gear",
        "of-platform",
        "of-kpi",
        "of-risk",
        "of-decision",
    ];
    for owner in owners {
        let run = folder.run(&format!("gaps choir.yaml --today 2027-04-05 --owner {owner}"));
        assert_eq!(run.code, 0, "{owner}: {run:?}");
    }
    folder
        .run("gaps choir.yaml --today 2027-04-05 --owner of-risks")
        .is_error("no owner named `of-risks`; did you mean `of-risk`?");
}

#[test]
fn show_inherits_the_owner_for_every_entry() {
    let text = "\
stratplan: 1
strategy: { name: Choir, owner: head, period: 2027 }
goals: { singers: { statement: Forty singers by June, kpis: [members] } }
marketing_strategy: { channels: { web: web } }
pillars: { promotion: { activities: { posters: { goals: singers } } } }
purposes: { marketing: { gears: { acquisition: 2027-02-01 } } }
platforms: { mastodon: { because: they are there, answered_by: { hours: evenings } } }
kpis: { members: { unit: people, target: 40 } }
risks: { noise: { statement: The hall closes } }
decisions: { hall: { question: Which hall? } }
";
    let folder = Folder::new("inherited-owners");
    folder.write("choir.yaml", text);
    let shown = folder.run("show choir.yaml --today 2027-04-05 --format json").json();
    for entry in [
        "/goals/singers",
        "/marketing_strategy",
        "/pillars/promotion",
        "/pillars/promotion/activities/posters",
        "/purposes/marketing/gears/acquisition",
        "/platforms/mastodon/answered_by",
        "/kpis/members",
        "/risks/noise",
        "/decisions/hall",
    ] {
        let owner = shown["strategy"].pointer(&format!("{entry}/owner"));
        assert_eq!(owner, Some(&Value::from("head")), "{entry}");
    }
}

#[test]
fn a_meeting_learns_of_references_to_what_does_not_exist() {
    let text = OWNERS.replace("goals: singers", "goals: tenors");
    let folder = Folder::new("references");
    folder.write("choir.yaml", &text);
    let text = folder.run("gaps choir.yaml --today 2027-04-05").out;
    assert!(!text.contains("could not be read"), "{text}");
    let report = folder.run("gaps choir.yaml --today 2027-04-05 --format json").json();
    let is_reference = |gap: &Value| gap["rule"] == "unknown-reference";
    let people = report["structure"].as_array().unwrap().iter();
    let mut gaps = people.flat_map(|one| one["gaps"].as_array().unwrap());
    let gap = gaps.find(|gap| is_reference(gap)).unwrap();
    assert_eq!(gap["address"], "pillars.promotion.activities.posters.goals");
    let mut topics = report["agenda"]["items"].as_array().unwrap().iter().map(|item| &item["topic"]);
    assert!(topics.any(|topic| *topic == gap["message"]), "{:#}", report["agenda"]);
    // A value that cannot be read is another matter.
    folder.write("choir.yaml", &OWNERS.replace("target: 40", "target: forty"));
    assert!(folder.run("gaps choir.yaml --today 2027-04-05").out.contains("could not be read"));
}
