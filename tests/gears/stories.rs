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
