//! Strategies of any size, made from a seed: what the benchmarks measure and the fuzzers start from.
//!
//! The same [`Plan`] always gives the same bytes. A strategy without faults is one that a careful
//! team could have written: it reads without a finding about the file, and as of [`AS_OF`] it has
//! neither an error nor a warning once it has seven activities (a plan with fewer lacks something).
//! Goals, people, KPIs and the rest grow with the activities, as they do in life.

use fastrand::Rng;

use super::faults;
use super::words::{ANSWERS, AUDIENCES, FORMATS, NAMES, PLATFORMS, PROBLEMS, REASONS, TOPICS, UNITS};
use super::yaml::{Value, list, map, text, word};

/// The day on which the strategies are meant to be judged.
pub const AS_OF: &str = "2027-04-05";

/// What to make.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Whatever is chosen by chance is chosen by this number.
    pub seed: u64,
    /// How many activities; fewer than two count as two.
    pub activities: usize,
    /// How many slips of the pen to put in.
    pub faults: usize,
}

/// A strategy file.
pub fn strategy(plan: Plan) -> String {
    let mut rng = Rng::with_seed(plan.seed);
    let sound = Shape::new(plan.activities.max(2)).write(&mut rng);
    faults::put_in(sound, plan.faults, &mut rng)
}

/// A strategy of about so many bytes.
pub fn strategy_of(bytes: usize, seed: u64) -> String {
    let make = |activities| strategy(Plan { seed, activities, faults: 0 });
    // An activity, with its share of all the rest, takes about as much in every file above a few.
    let sample = make(64).len() / 64;
    let mut activities = bytes / sample;
    while activities > 2 && make(activities).len() > bytes + bytes / 10 {
        activities -= 1 + activities / 20;
    }
    make(activities)
}

/// What an activity is for. The first seven turn every gear of both purposes.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Invite,
    Answer,
    Teach,
    Listen,
    Compare,
    Enlist,
    Welcome,
    Explain,
}

/// In the order in which a plan that grows would take them up.
const ROLES: [Role; 8] = [
    Role::Invite,
    Role::Answer,
    Role::Teach,
    Role::Listen,
    Role::Compare,
    Role::Enlist,
    Role::Welcome,
    Role::Explain,
];

impl Role {
    fn gears(self) -> &'static [&'static str] {
        match self {
            Self::Listen => &[],
            Self::Invite | Self::Explain => &["marketing.acquisition"],
            Self::Teach => &["marketing.engagement", "support.engagement"],
            Self::Compare => &["marketing.monetization"],
            Self::Answer => &["support.monetization"],
            Self::Enlist => &["support.enlistment", "marketing.enlistment"],
            Self::Welcome => &["support.acquisition"],
        }
    }

    /// The month in which the last of its gears starts.
    fn first_month(self) -> usize {
        match self {
            Self::Invite | Self::Explain | Self::Answer | Self::Listen => 1,
            Self::Enlist => 6,
            Self::Teach => 7,
            Self::Compare => 8,
            Self::Welcome => 10,
        }
    }

    fn pillar(self) -> &'static str {
        match self {
            Self::Listen => "listening",
            Self::Invite | Self::Compare => "promotion",
            Self::Teach | Self::Explain => "thought_leadership",
            Self::Answer | Self::Enlist | Self::Welcome => "support",
        }
    }

    fn serves_support(self) -> bool {
        self.pillar() == "support"
    }
}

/// How many there are of each thing, and what the activities are called.
struct Shape {
    activities: usize,
    goals: usize,
    people: usize,
    measures: usize,
    platforms: usize,
    audiences: usize,
    spare: usize,
}

impl Shape {
    fn new(activities: usize) -> Self {
        Self {
            activities,
            // Half of them for marketing, half for support.
            goals: 2 * (activities / 24).max(1),
            people: (activities / 5).max(3),
            measures: activities.div_ceil(4),
            platforms: (activities / 4).clamp(1, PLATFORMS.len()),
            audiences: (activities / 16).clamp(1, AUDIENCES.len() - 1),
            spare: activities / 20,
        }
    }

    fn role(index: usize) -> Role {
        ROLES[index % ROLES.len()]
    }

    fn person(index: usize) -> String {
        let (first, last) = (NAMES[index % NAMES.len()], index / NAMES.len());
        if last == 0 { first.to_lowercase() } else { format!("{}-{last}", first.to_lowercase()) }
    }

    /// Every third of the people answers customers.
    fn owner(&self, rng: &mut Rng, support: bool) -> Value {
        let group = rng.usize(0..self.people / 3);
        word(Self::person(group * 3 + if support { 2 } else { rng.usize(0..2) }))
    }

    fn goal(index: usize) -> String {
        let (topic, _) = TOPICS[index / 2 % TOPICS.len()];
        let kind = if index.is_multiple_of(2) { "leads" } else { "service" };
        match index / 2 / TOPICS.len() {
            0 => format!("{topic}-{kind}"),
            round => format!("{topic}-{kind}-{round}"),
        }
    }

    fn activity(index: usize) -> (String, String) {
        let ((topic, title), (format, form)) =
            (TOPICS[index % TOPICS.len()], FORMATS[index / 3 % FORMATS.len()]);
        (format!("{topic}-{format}-{index}"), format!("{title} {form}"))
    }

    fn measure(index: usize) -> String {
        format!("{}-visits-{index}", TOPICS[index % TOPICS.len()].0)
    }

    fn write(&self, rng: &mut Rng) -> String {
        let mut budget = 0;
        let pillars = self.pillars(rng, &mut budget);
        let title = TOPICS[rng.usize(0..TOPICS.len())].1;
        let head = map([
            ("name", text(format!("{title} social strategy 2027"))),
            ("organization", text(title)),
            ("status", word("active")),
            ("owner", word(Self::person(0))),
            ("period", map([("start", word("2027-01-01")), ("end", word("2027-12-31"))])),
            ("next_review", word("2027-04-15")),
            ("last_review", word("2027-01-20")),
        ]);
        let people = (0..self.people).map(|index| {
            let team = if index % 3 == 2 { "contact-center" } else { "marketing" };
            let name = NAMES[(index * 7 + 3) % NAMES.len()];
            let name = text(format!("{} {name}son", NAMES[index % NAMES.len()]));
            (Self::person(index), map([("name", name), ("team", word(team))]))
        });
        let audiences = (0..=self.audiences).map(|index| {
            let (id, name, relationship) = AUDIENCES[index];
            (id, map([("name", text(name)), ("relationship", word(relationship))]))
        });
        let platforms = PLATFORMS.iter().take(self.platforms).map(|(id, reason)| {
            let within = word(["1h", "2h", "4h", "30m"][rng.usize(0..4)]);
            let answered = map([("owner", self.owner(rng, true)), ("within", within)]);
            let reached = (0..=self.audiences.min(3)).map(|index| AUDIENCES[index].0);
            (*id, map([("because", text(*reason)), ("audiences", list(reached)), ("answered_by", answered)]))
        });
        let (people, audiences, platforms) = (map(people), map(audiences), map(platforms));
        let sections = [
            ("stratplan", word("1")),
            ("strategy", head),
            ("people", people),
            ("goals", self.goals(rng)),
            ("marketing_strategy", self.marketing(rng)),
            ("audiences", audiences),
            ("pillars", pillars),
            ("purposes", self.purposes(rng)),
            ("platforms", platforms),
            ("kpis", self.kpis(rng)),
            ("budget", map([("currency", word("USD")), ("total", word((budget + budget / 8).to_string()))])),
            ("risks", self.risks(rng)),
            ("decisions", self.decisions(rng)),
            ("lessons", self.lessons(rng)),
        ];
        let empty = |value: &Value| matches!(value, Value::Map(entries) if entries.is_empty());
        map(sections.into_iter().filter(|(_, value)| !empty(value))).to_yaml(rng)
    }

    fn goals(&self, rng: &mut Rng) -> Value {
        let goals = (0..self.goals).map(|index| {
            let (topic, title) = TOPICS[index / 2 % TOPICS.len()];
            let support = index % 2 == 1;
            let statement = if support {
                format!(
                    "Cut the cost of a {topic} contact from 11.50 to {}.00 USD by year end",
                    5 + index % 5
                )
            } else {
                format!("Generate {} qualified leads a quarter for: {title}", 100 + 10 * (index % 40))
            };
            let goal = map([
                ("statement", text(statement)),
                ("kind", word(if support { "provide_service" } else { "generate_leads" })),
                ("business_unit", text(UNITS[index / 2 % UNITS.len()])),
                ("owner", self.owner(rng, support)),
                ("kpis", list([Self::measure_of_goal(index)])),
            ]);
            (Self::goal(index), goal)
        });
        map(goals)
    }

    fn measure_of_goal(index: usize) -> String {
        format!("{}-{}", Self::goal(index), if index % 2 == 1 { "cost" } else { "count" })
    }

    fn marketing(&self, rng: &mut Rng) -> Value {
        let objectives = (0..self.goals).map(|index| {
            let (topic, title) = TOPICS[index / 2 % TOPICS.len()];
            let statement = text(format!("Grow demand: {title} in {}", UNITS[index % UNITS.len()]));
            (
                format!("{topic}-demand-{index}"),
                map([("statement", statement), ("goals", list([Self::goal(index)]))]),
            )
        });
        let channels = [
            ("website", word("web")),
            ("newsletter", word("email")),
            ("search-ads", word("paid_search")),
            ("dealers", word("retail")),
        ];
        map([
            ("document", word("docs/marketing-2027.md")),
            ("owner", self.owner(rng, false)),
            ("objectives", map(objectives)),
            ("channels", map(channels)),
        ])
    }

    fn pillars(&self, rng: &mut Rng, total: &mut usize) -> Value {
        let mut pillars = Vec::new();
        for pillar in ["listening", "promotion", "thought_leadership", "support"] {
            let support = pillar == "support";
            let indices = (0..self.activities).filter(|index| Self::role(*index).pillar() == pillar);
            let activities: Vec<_> = indices.map(|index| self.one(index, rng, total)).collect();
            let mut entries = vec![("owner", self.owner(rng, support))];
            match pillar {
                "listening" => entries.push(("questions", self.questions())),
                "support" => {
                    let hours = text("Mon-Fri 08:00-18:00 America/Chicago");
                    entries
                        .push(("contact_center", map([("team", word("contact-center")), ("hours", hours)])));
                }
                _ => {}
            }
            if activities.is_empty() && pillar != "listening" {
                entries = vec![("not_now", text(REASONS[0]))];
            } else if !activities.is_empty() {
                entries.push(("activities", map(activities)));
            }
            pillars.push((pillar, map(entries)));
        }
        map(pillars)
    }

    fn questions(&self) -> Value {
        map(ANSWERS.map(|(question, answer)| {
            if self.activities < 7 && question != "where" {
                return (question, text(answer));
            }
            let mut entries = vec![
                ("answer", text(answer)),
                ("as_of", word("2027-03-30")),
                ("source", text("listening export")),
            ];
            if question == "where" {
                entries.push(("platforms", list(PLATFORMS.iter().take(self.platforms).map(|(id, _)| *id))));
            }
            (question, map(entries))
        }))
    }

    /// One activity.
    fn one(&self, index: usize, rng: &mut Rng, total: &mut usize) -> (String, Value) {
        let role = Self::role(index);
        let (id, name) = Self::activity(index);
        let month = rng.usize(role.first_month()..=11);
        let running = month <= 3;
        // Each goal of the kind in turn, so that none is left out.
        let round = index / ROLES.len() % (self.goals / 2);
        let goal = |support: bool| Self::goal(2 * round + usize::from(support));
        let mut goals = vec![goal(role.serves_support())];
        if matches!(role, Role::Listen | Role::Enlist) {
            goals.push(goal(!role.serves_support()));
        }
        let mut entries = vec![("name", text(name))];
        if rng.u8(..3) == 0 {
            entries.push(("why", text(REASONS[rng.usize(0..REASONS.len())])));
        }
        entries.push(("owner", self.owner(rng, role.serves_support())));
        entries.push(("goals", list(goals)));
        let (topic, _) = TOPICS[round % TOPICS.len()];
        let objective = 2 * round + usize::from(role.serves_support());
        entries.push(("objectives", list([format!("{topic}-demand-{objective}")])));
        if role != Role::Listen {
            entries.push(("gears", list(role.gears().iter().copied())));
            entries.push(("audiences", list([AUDIENCES[rng.usize(0..=self.audiences)].0])));
            entries.push(("platforms", list([PLATFORMS[index / 3 % self.platforms].0])));
        }
        let problem = || text(PROBLEMS[index % PROBLEMS.len()]);
        let lead = |ask: &str, channel: &str| {
            map([("text", text(ask)), ("channel", word(channel)), ("captures_lead", word("true"))])
        };
        match role {
            Role::Invite => entries.extend([
                ("funnel_stage", word("awareness")),
                ("intent", word("inform")),
                ("call_to_action", lead("Get the guide", "website")),
            ]),
            Role::Compare => entries.extend([
                ("funnel_stage", word("consideration")),
                ("intent", word("help")),
                ("call_to_action", lead("Ask a dealer for a quote, without obligation", "dealers")),
            ]),
            Role::Teach | Role::Explain => entries.extend([
                ("funnel_stage", word("consideration")),
                ("intent", word("help")),
                ("problem", problem()),
            ]),
            Role::Listen => entries.extend([("feeds_back_to", word("product")), ("cadence", word("weekly"))]),
            Role::Enlist => entries.push(("rewards", list(["recognition", "access"]))),
            Role::Answer | Role::Welcome => {}
        }
        entries.push(("start", word(format!("2027-{month:02}-{:02}", rng.u8(15..=28)))));
        if rng.bool() {
            entries.push(("end", word(format!("2027-{:02}-28", rng.usize(month.max(6) + 1..=12)))));
        }
        entries.push(("kpis", list([Self::measure(index / 4)])));
        let budget = rng.usize(5..=90) * 1000;
        *total += budget;
        entries.push(("budget", word(budget.to_string())));
        if running {
            entries.push(("spent", word((budget / 4).to_string())));
        }
        (id, map(entries))
    }

    /// True where some activity turns the gear.
    fn is_turned(&self, gear: &str) -> bool {
        let mut roles = (0..self.activities.min(ROLES.len())).map(Self::role);
        roles.any(|role| role.gears().contains(&gear))
    }

    fn purposes(&self, rng: &mut Rng) -> Value {
        let marketing = [
            ("acquisition", "2027-01-15", "visits", "11000"),
            ("engagement", "2027-03-01", "posts-per-member", "2"),
            ("enlistment", "2027-06-01", "accepted-answers", "15"),
            ("monetization", "2027-08-01", "visits", "15000"),
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

    fn kpis(&self, rng: &mut Rng) -> Value {
        let mut kpis = Vec::new();
        let fixed = [
            ("marketing.acquisition", "visits", "visits/month", "output", [9000, 20000, 12100]),
            ("support.engagement", "posts-per-member", "posts/member/month", "outcome", [1, 9, 3]),
            ("support.enlistment", "accepted-answers", "percent", "outcome", [5, 40, 16]),
            ("support.monetization", "cost-per-contact", "USD/contact", "impact", [20, 8, 10]),
        ];
        for (_, id, unit, measures, figures) in fixed.into_iter().filter(|one| self.is_turned(one.0)) {
            let name = id.replace('-', " ");
            kpis.push((id.to_owned(), self.kpi(&name, unit, measures, figures, rng)));
        }
        for index in 0..self.goals {
            let support = index % 2 == 1;
            let (unit, measures) = if support { ("USD/contact", "impact") } else { ("leads", "outcome") };
            let (from, to) = if support { (24, 6) } else { (120, 400 + index) };
            let name = format!("{} of {}", unit, Self::goal(index).replace('-', " "));
            let now = if support { 19 } else { 200 + index / 4 };
            kpis.push((Self::measure_of_goal(index), self.kpi(&name, unit, measures, [from, to, now], rng)));
        }
        for index in 0..self.measures {
            let id = Self::measure(index);
            let from = 500 + rng.usize(0..400);
            let now = from * 5 / 4 + rng.usize(0..50);
            let figures = [from, from * 2, now];
            kpis.push((id.clone(), self.kpi(&id.replace('-', " "), "visits/month", "output", figures, rng)));
        }
        map(kpis)
    }

    fn kpi(
        &self,
        name: &str,
        unit: &str,
        measures: &str,
        [from, to, now]: [usize; 3],
        rng: &mut Rng,
    ) -> Value {
        let between = |part: usize| (from * (6 - part) + now * part) / 6;
        let readings = [("2027-01-31", between(2)), ("2027-02-28", between(4)), ("2027-03-31", now)];
        let mark = |value: usize, date: &str| map([("value", word(value.to_string())), ("date", word(date))]);
        let mut entries = vec![
            ("name", text(name)),
            ("unit", word(unit)),
            ("measures", word(measures)),
            ("baseline", mark(from, "2026-12-31")),
            ("target", mark(to, "2027-12-31")),
        ];
        if rng.u8(..5) == 0 {
            let half = usize::midpoint(from, to);
            entries.push(("milestones", map([("2027-06-30", word(half.to_string()))])));
        }
        entries.extend([
            ("source", text("web analytics, exported on the last day of the month")),
            ("owner", self.owner(rng, false)),
            ("cadence", word("monthly")),
            ("readings", map(readings.map(|(date, value)| (date, word(value.to_string()))))),
        ]);
        map(entries)
    }

    fn risks(&self, rng: &mut Rng) -> Value {
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

    fn decisions(&self, rng: &mut Rng) -> Value {
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

    fn lessons(&self, rng: &mut Rng) -> Value {
        map((0..self.spare / 2).map(|index| {
            let learned = text(PROBLEMS[rng.usize(0..PROBLEMS.len())]);
            let lesson =
                if rng.bool() { learned } else { map([("learned", learned), ("date", word("2027-02"))]) };
            (format!("lesson-{index}"), lesson)
        }))
    }
}
