//! Small stories of one gear after the other, and what the reports say of them.

use serde_json::Value;

use crate::support::Folder;

/// Ads bring visits from January on, talks start on a day; each has its own money.
struct Story {
    visits: &'static str,
    posts: &'static str,
    talks_start: &'static str,
    more: &'static str,
}

/// Nothing is wrong with it on 2 June.
const QUIET: Story = Story {
    visits: "2027-02-28: 10800, 2027-03-31: 11400, 2027-04-30: 12800, 2027-05-31: 14000",
    posts: "2027-05-31: 16",
    talks_start: "2027-04-20",
    more: "",
};

impl Story {
    fn text(&self) -> String {
        let Self { visits, posts, talks_start, more } = self;
        format!(
            "\
stratplan: 1
strategy: {{ name: A story, owner: mia, period: 2027 }}
purposes:
  marketing:
    gears:
      acquisition: {{ start: 2027-01-05, spinning_at: {{ visits: 11000 }} }}
      engagement: {{ start: {talks_start}, kpis: posts }}
      enlistment: {{ not_now: next year }}
      monetization: {{ not_now: next year }}
pillars:
  promotion:
    activities:
      ads: {{ gears: acquisition, start: 2027-01-05 }}
      talks: {{ gears: engagement, start: {talks_start} }}
kpis:
  visits: {{ baseline: {{ value: 9000 }}, target: 20000, cadence: monthly, readings: {{ {visits} }} }}
  posts: {{ baseline: {{ value: 10 }}, target: 40, cadence: monthly, readings: {{ {posts} }} }}
{more}"
        )
    }

    fn run(&self, command: &str, today: &str) -> String {
        // Tests run at the same time.
        let folder = Folder::new(&format!("story-{:?}", std::thread::current().id()));
        folder.write("story.yaml", &self.text());
        folder.run(&format!("{command} story.yaml --today {today}")).out
    }

    fn gear(&self, gear: &str, today: &str) -> Value {
        let report: Value = serde_json::from_str(&self.run("plan --format json", today)).unwrap();
        let gears = report["gear_sequences"][0]["gears"].as_array().unwrap();
        gears.iter().find(|row| row["gear"] == gear).unwrap().clone()
    }
}

#[test]
fn a_gear_at_its_gate_whose_figures_fall_loses_ground() {
    let today = "2027-06-02";
    assert_eq!(QUIET.gear("acquisition", today)["says"], "spinning");
    assert!(QUIET.run("gaps", today).contains("Marketing: Both gears spin."));
    let unread = Story { visits: "", posts: "", talks_start: "2027-07-01", ..QUIET };
    let says = unread.run("gaps", today);
    assert!(says.contains("1 of 2 gears is running; no figure says yet whether it spins."), "{says}");
    let visits = "2027-02-28: 13500, 2027-03-31: 13000, 2027-04-30: 12500, 2027-05-31: 12000";
    let falls = Story { visits, ..QUIET };
    let gear = falls.gear("acquisition", today);
    assert_eq!((&gear["says"], &gear["spins"]), (&"spinning, losing ground".into(), &true.into()));
    assert!(
        falls.run("gaps", today).contains("Marketing: Both gears spin, but acquisition is losing ground.")
    );
    // Slower than planned is not backward.
    let visits = "2027-02-28: 11500, 2027-03-31: 11500, 2027-04-30: 11600, 2027-05-31: 11700";
    assert_eq!(Story { visits, ..QUIET }.gear("acquisition", today)["says"], "spinning");
}

#[test]
fn a_move_resolves_nothing_that_it_only_hides() {
    let today = "2027-04-05";
    let more = "decisions: {}\n";
    let visits = "2027-01-31: 9400, 2027-02-28: 9700, 2027-03-31: 10000";
    let early = Story { visits, posts: "", talks_start: "2027-04-25", more };
    let moved = |what: &str| early.run(&format!("plan --move {what}"), today);
    let not_ready = "engagement is planned for 2027-04-25, before acquisition is forecast to reach its gate";
    let later = moved("engagement=2027-08-01");
    assert!(later.contains(&format!("resolved: {not_ready}")), "{later}");
    assert!(later.contains("No new findings."), "{later}");
    // Out of order, the gate in front of engagement is not judged.
    let other = moved("acquisition=2027-06-01");
    assert!(other.contains("new: ") && other.contains("gear-out-of-order"), "{other}");
    assert!(!other.contains(&format!("resolved: {not_ready}")), "{other}");
}

#[test]
fn a_kpi_that_is_behind_and_its_gear_that_fell_back_are_one_item() {
    let items = |visits: &'static str| {
        let story = Story { visits, ..QUIET };
        let report: Value = serde_json::from_str(&story.run("gaps --format json", "2027-06-02")).unwrap();
        let items = report["agenda"]["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["topic"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let fallen = items("2027-02-28: 11400, 2027-03-31: 11800, 2027-04-30: 10500, 2027-05-31: 10000");
    let about: Vec<_> = fallen.iter().filter(|topic| topic.contains("visits")).collect();
    assert!(about.len() == 1, "{fallen:#?}");
    assert!(
        about[0].contains("off track") && about[0].contains("acquisition has fallen back"),
        "{fallen:#?}"
    );
    // A KPI that is behind at its gate has nothing to add.
    let behind = items("2027-02-28: 11100, 2027-03-31: 11200, 2027-04-30: 11300, 2027-05-31: 11400");
    assert!(
        behind.iter().any(|topic| topic.contains("visits") && topic.contains("off track")),
        "{behind:#?}"
    );
    assert!(behind.iter().all(|topic| !topic.contains("fallen back")), "{behind:#?}");
}

#[test]
fn a_gear_that_is_not_ready_and_the_kpi_that_it_waits_for_are_one_item() {
    let items = |visits: &'static str| {
        let story = Story { visits, posts: "", ..QUIET };
        let report: Value = serde_json::from_str(&story.run("gaps --format json", "2027-05-02")).unwrap();
        let items = report["agenda"]["items"].as_array().unwrap().clone();
        let about = items.iter().filter(|item| item["topic"].as_str().unwrap().contains("visits"));
        let about =
            about.map(|item| [&item["topic"], &item["ask"]].map(|text| text.as_str().unwrap().to_owned()));
        (about.collect::<Vec<_>>(), items)
    };
    let (behind, all) = items("2027-02-28: 9200, 2027-03-31: 9400, 2027-04-30: 9600");
    let not_ready = "engagement has started, but acquisition has not reached its gate yet";
    assert!(
        all.iter().filter(|item| item["topic"].as_str().unwrap().contains(not_ready)).count() == 1,
        "{all:#?}"
    );
    let [[topic, ask]] = behind.as_slice() else { panic!("{all:#?}") };
    assert!(topic.contains("off track") && topic.contains(not_ready), "{topic}");
    assert!(ask.contains("and does engagement wait until then"), "{ask}");
}

#[test]
fn a_gear_that_started_too_soon_is_paused_by_the_end_of_what_drives_it() {
    let early = Story { visits: "2027-02-28: 9200, 2027-03-31: 9400, 2027-04-30: 9600", posts: "", ..QUIET };
    let text = early.text();
    let run = |text: &str, today: &str| {
        let folder = Folder::new("paused");
        folder.write("story.yaml", text);
        let gear = folder.run(&format!("plan story.yaml --format json --today {today}")).json();
        let gears = gear["gear_sequences"][0]["gears"].as_array().unwrap().clone();
        let state = gears.iter().find(|row| row["gear"] == "engagement").unwrap()["says"].clone();
        let findings = folder.run(&format!("check story.yaml --format concise --today {today}")).out;
        let about: Vec<String> =
            findings.lines().filter(|line| line.contains("engagement")).map(str::to_owned).collect();
        (state, about)
    };
    let (state, about) = run(&text, "2027-05-02");
    assert_eq!(state, "not ready");
    assert!(about.iter().any(|line| line.contains("gear-not-ready")), "{about:#?}");
    let paused = text.replace(
        "talks: { gears: engagement, start: 2027-04-20 }",
        "talks: { gears: engagement, start: 2027-04-20, end: 2027-05-02 }",
    );
    assert_ne!(paused, text);
    let (state, about) = run(&paused, "2027-05-02");
    assert_eq!(state, "paused");
    assert!(
        about.iter().all(|line| !line.contains("gear-not-ready") && !line.contains("gear-left-alone")),
        "{about:#?}"
    );
    // Once the gate is reached, something has to drive it again.
    let (state, about) = run(&paused.replace("2027-04-30: 9600", "2027-04-30: 11600"), "2027-06-02");
    assert_eq!(state, "left alone");
    assert!(about.iter().any(|line| line.contains("gear-left-alone")), "{about:#?}");
}

#[test]
fn selling_too_soon_is_on_a_full_agenda_and_a_gear_only_once() {
    let goals = "\
  orders: { baseline: { value: 0 }, target: 400, cadence: monthly, readings: { 2027-05-31: 2 } }
  leads: { baseline: { value: 0 }, target: 400, cadence: monthly, readings: { 2027-05-31: 2 } }
  calls: { baseline: { value: 0 }, target: 400, cadence: monthly, readings: { 2027-05-31: 2 } }
goals:
  tickets: { statement: Sell 400 tickets, kind: sell, priority: high, kpis: [orders, leads, calls, visits, posts] }
";
    let slow = Story { visits: "2027-05-31: 9100", posts: "2027-05-31: 10", more: goals, ..QUIET };
    let topics = |monetization: &str, coupons: &str| {
        let text = slow
            .text()
            .replace("monetization: { not_now: next year }", &format!("monetization: {monetization}"));
        let coupons = format!("      coupons: {{ intent: sell, start: {coupons} }}\n      talks:");
        let folder = Folder::new("full-agenda");
        folder.write("story.yaml", &text.replace("      talks:", &coupons));
        let report = folder.run("gaps story.yaml --today 2027-06-02 --format json").json();
        let items = report["agenda"]["items"].as_array().unwrap().iter();
        items.map(|item| item["topic"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let sells = topics("2027-07-05", "2027-05-10");
    assert!(sells.len() == 5 && sells[0].contains("has been selling since 2027-05-10"), "{sells:#?}");
    // Nothing drives the same gear, which is said with it.
    let about: Vec<_> = sells.iter().filter(|topic| topic.contains("monetization")).collect();
    assert!(about.len() == 1 && about[0].contains("no activity drives monetization"), "{sells:#?}");
    // Once monetization has started, nothing can be moved: only that it is too close is left to talk about.
    let close = topics("2027-05-05", "2027-05-01");
    let about: Vec<_> = close.iter().filter(|topic| topic.contains("monetization")).collect();
    assert!(about.len() == 1 && about[0].contains("only 15 days after"), "{close:#?}");
    assert!(close.iter().all(|topic| !topic.contains("coupons")), "{close:#?}");
    let in_time = topics("2027-07-05", "2027-07-05");
    assert!(in_time.iter().all(|topic| !topic.contains("coupons")), "{in_time:#?}");
}
