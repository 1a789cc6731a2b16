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

#[test]
fn a_kpi_that_only_a_gear_names_has_its_owner_in_every_report() {
    let text = "\
stratplan: 1
strategy: { name: Choir, owner: head, period: 2027 }
people: { head: { name: Hedda }, ana: { name: Ana }, ben: { name: Ben } }
goals: { singers: { statement: Forty singers by June, owner: ben, kpis: members } }
pillars: { promotion: { owner: ana, activities: { posters: { goals: singers, gears: acquisition, start: 2027-01-11 } } } }
purposes:
  marketing:
    goals: singers
    gears:
      acquisition: { start: 2027-01-11, owner: ana, spinning_at: { visits: 500 } }
      engagement: { start: 2027-06-01, owner: ben }
kpis:
  members: { unit: people, baseline: { value: 20, date: 2026-12-31 }, target: 40 }
  visits: { unit: visits, cadence: monthly, baseline: { value: 100, date: 2026-12-31 }, target: 900 }
";
    let folder = Folder::new("gear-kpi-owners");
    folder.write("choir.yaml", text);
    let json =
        |command: &str| folder.run(&format!("{command} choir.yaml --today 2027-04-05 --format json")).json();
    let kpis = json("gaps")["kpis"].clone();
    let row = kpis.as_array().unwrap().iter().find(|kpi| kpi["id"] == "visits").unwrap();
    assert_eq!(row["owner"], "ana");
    assert_eq!(json("show")["strategy"]["kpis"]["visits"]["owner"], "ana");
    let moves = json("plan")["next_moves"].clone();
    let about = |one: &&Value| one["about"] == "visits";
    let owners: Vec<&Value> =
        moves.as_array().unwrap().iter().filter(about).map(|one| &one["owner"]).collect();
    assert!(!owners.is_empty() && owners.iter().all(|owner| **owner == "ana"), "{moves:#}");
    assert!(json("gaps --owner ana")["kpis"].as_array().unwrap().iter().any(|kpi| kpi["id"] == "visits"));
}

#[test]
fn a_kpi_belongs_to_the_owner_of_the_one_goal_that_names_it() {
    let text = "\
stratplan: 1
strategy: { name: Choir, owner: head, period: 2027 }
people: { head: { name: Hedda }, ana: { name: Ana }, ben: { name: Ben } }
goals:
  singers: { statement: Forty singers by June, owner: ana, kpis: [members, trials, both] }
  guests: { statement: Eighty guests a concert, owner: ben, kpis: [both] }
  later: { statement: A tour, owner: ben, kpis: members, not_now: After the summer }
kpis:
  members: { unit: people, baseline: { value: 20, date: 2026-12-31 }, target: 40 }
  trials: { unit: people, owner: ben, target: 90 }
  both: { unit: percent, target: 80 }
";
    let folder = Folder::new("kpi-owners");
    folder.write("choir.yaml", text);
    let json = |command: &str| -> Value {
        let run = folder.run(&format!("{command} choir.yaml --today 2027-04-05 --format json"));
        serde_json::from_str(&run.out).unwrap()
    };
    let owners = |kpis: &Value| -> Vec<(String, Value)> {
        let kpis = kpis.as_array().unwrap().iter();
        kpis.map(|kpi| (kpi["id"].as_str().unwrap().to_owned(), kpi["owner"].clone())).collect()
    };
    let owned = |id: &str, owner: Value| (id.to_owned(), owner);
    let [members, trials, both] =
        [owned("members", "ana".into()), owned("trials", "ben".into()), owned("both", Value::Null)];
    assert_eq!(owners(&json("gaps")["kpis"]), [members.clone(), trials.clone(), both]);
    assert_eq!(owners(&json("gaps --owner ana")["kpis"]).first(), Some(&members));
    assert!(!owners(&json("gaps --owner ben")["kpis"]).contains(&members));
    assert_eq!(json("show")["strategy"]["kpis"]["members"]["owner"], "ana");
    let page = folder.run("gaps choir.yaml --today 2027-04-05 --owner ana --format html").out;
    assert!(page.contains("members"));
    let agenda = json("gaps --owner ana")["agenda"]["items"].clone();
    let about = |item: &&Value| item.to_string().contains("members");
    let items: Vec<Value> =
        agenda.as_array().unwrap().iter().filter(about).map(|item| item["owner"].clone()).collect();
    assert!(!items.is_empty() && items.iter().all(|owner| owner == "ana"), "{agenda}");
    // The goal has an owner, so only the KPI of two goals lacks one.
    let found = json("check --select unowned")["findings"].clone();
    let found: Vec<&str> =
        found.as_array().unwrap().iter().map(|one| one["message"].as_str().unwrap()).collect();
    assert_eq!(found, ["the KPI `both` has no owner"]);
    // The owner of the goal changes, and with it that of its KPI: one change.
    folder.write("new.yaml", &text.replace("owner: ana, kpis", "owner: ben, kpis"));
    let diff = folder.run("diff choir.yaml new.yaml --today 2027-04-05 --format json").out;
    let diff: Value = serde_json::from_str(&diff).unwrap();
    let changes = diff["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{changes:?}");
}
