//! The sections around the activities: purposes and their gears, KPIs, risks, decisions, lessons.

use fastrand::Rng;

use super::figures::{self, Figures};
use super::words::{PROBLEMS, REASONS, TOPICS};
use super::yaml::{Value, list, map, text, word};
use super::{ROLES, Shape};

impl Shape {
    /// True if an activity turns the gear.
    fn is_turned(&self, gear: &str) -> bool {
        let mut roles = (0..self.activities.min(ROLES.len())).map(Self::role);
        roles.any(|role| role.gears().contains(&gear))
    }

    pub(super) fn purposes(&self, rng: &mut Rng) -> Value {
        let leads = Self::measure_of_goal(0);
        let marketing = [
            ("acquisition", "2027-01-15", "visits", "11000"),
            ("engagement", "2027-03-01", "posts-per-member", "2"),
            ("enlistment", "2027-06-01", "accepted-answers", "15"),
            ("monetization", "2027-08-01", &leads, "300"),
        ];
        let support = [
            ("monetization", "2027-01-15", "cost-per-contact", "11"),
            ("enlistment", "2027-04-01", "accepted-answers", "15"),
            ("engagement", "2027-07-01", "posts-per-member", "2"),
            ("acquisition", "2027-10-01", "visits", "15000"),
        ];
        let purposes = [("marketing", marketing), ("support", support)].map(|(purpose, gears)| {
            let is_support = purpose == "support";
            let gears = gears.map(|(gear, start, kpi, figure)| {
                if !self.is_turned(&format!("{purpose}.{gear}")) {
                    return (gear, map([("not_now", text(REASONS[1]))]));
                }
                let value = map([
                    ("start", word(start)),
                    ("owner", self.owner(rng, is_support)),
                    ("kpis", list([kpi])),
                    ("spinning_at", map([(kpi, word(figure))])),
                ]);
                (gear, value)
            });
            let goals = (0..self.goals).filter(|index| (index % 2 == 1) == is_support).map(Self::goal);
            (purpose, map([("goals", list(goals)), ("gears", map(gears))]))
        });
        map(purposes)
    }

    pub(super) fn kpis(&self, rng: &mut Rng) -> Value {
        let mut kpis = Vec::new();
        let fixed = [
            ("marketing.acquisition", "visits", "visits/month", "output", [9000, 20000, 12100]),
            ("support.engagement", "posts-per-member", "posts/member/month", "outcome", [1, 9, 3]),
            ("support.enlistment", "accepted-answers", "percent", "outcome", [5, 40, 16]),
            ("support.monetization", "cost-per-contact", "USD/contact", "impact", [20, 8, 10]),
        ];
        for (_, id, unit, measures, span) in fixed.into_iter().filter(|one| self.is_turned(one.0)) {
            let figures = figures::level(span, rng);
            kpis.push((id.to_owned(), self.kpi(&id.replace('-', " "), unit, measures, figures, rng)));
        }
        for index in 0..self.goals {
            let support = index % 2 == 1;
            let (unit, measures) = if support { ("USD/contact", "impact") } else { ("leads", "outcome") };
            let (from, to) = if support { (24, 6) } else { (120, 400 + index) };
            let name = format!("{} of {}", unit, Self::goal(index).replace('-', " "));
            let figures = figures::level([from, to, if support { 19 } else { 200 + index / 4 }], rng);
            kpis.push((Self::measure_of_goal(index), self.kpi(&name, unit, measures, figures, rng)));
        }
        for index in 0..self.measures {
            let id = Self::measure(index);
            let from = 500 + rng.usize(0..400);
            let now = from * 5 / 4 + rng.usize(0..50);
            let figures = figures::of_kind(index, from, now, rng);
            let name = id.replace('-', " ");
            kpis.push((id, self.kpi(&name, "visits/month", "output", figures, rng)));
        }
        map(kpis)
    }

    fn kpi(&self, name: &str, unit: &str, measures: &str, figures: Figures, rng: &mut Rng) -> Value {
        let (plan, readings) = figures;
        let mut entries = vec![("name", text(name)), ("unit", word(unit)), ("measures", word(measures))];
        entries.extend(plan);
        entries.extend([
            ("source", text("web analytics, exported on the last day of the month")),
            ("owner", self.owner(rng, false)),
            ("cadence", word("monthly")),
            ("readings", readings),
        ]);
        map(entries)
    }

    pub(super) fn risks(&self, rng: &mut Rng) -> Value {
        map((0..self.spare).map(|index| {
            let degree = |rng: &mut Rng| word(["low", "medium", "high"][rng.usize(0..3)]);
            let risk = map([
                ("statement", text(format!("{} becomes hard to get", TOPICS[index % TOPICS.len()].1))),
                ("likelihood", degree(rng)),
                ("impact", degree(rng)),
                ("owner", self.owner(rng, false)),
                ("mitigation", text(REASONS[index % REASONS.len()])),
            ]);
            (format!("risk-{index}"), risk)
        }))
    }

    pub(super) fn decisions(&self, rng: &mut Rng) -> Value {
        map((0..self.spare / 2).map(|index| {
            let question = format!("Go on with {} after June?", Self::activity(index).1);
            let decision = map([
                ("question", text(question)),
                ("needed_by", word(format!("2027-{:02}-15", 5 + index % 7))),
                ("owner", self.owner(rng, false)),
                ("status", word("open")),
            ]);
            (format!("decision-{index}"), decision)
        }))
    }

    pub(super) fn lessons(&self, rng: &mut Rng) -> Value {
        map((0..self.spare / 2).map(|index| {
            let learned = text(PROBLEMS[rng.usize(0..PROBLEMS.len())]);
            let lesson =
                if rng.bool() { learned } else { map([("learned", learned), ("date", word("2027-02"))]) };
            (format!("lesson-{index}"), lesson)
        }))
    }

    pub(super) fn documents() -> Value {
        map([
            ("crisis-plan", text("docs/crisis.md")),
            (
                "tone-of-voice",
                map([
                    ("at", text("https://example.org/voice")),
                    ("what", text("How we sound")),
                    ("owner", word(Self::person(0))),
                    ("reviewed", word("2027-02")),
                ]),
            ),
        ])
    }
}
