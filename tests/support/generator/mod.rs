//! Strategies of any size, generated from a seed, for the benchmarks and the fuzzers.
//!
//! The same [`Plan`] always gives the same bytes. Without typos, a strategy has no finding about
//! the file, and from seven activities on it has no errors or warnings on [`AS_OF`]. Goals, people, KPIs and
//! the rest grow with the activities.
// Each user needs only some of it.
#![allow(dead_code, clippy::indexing_slicing, missing_docs)]

mod campaigns;
mod figures;
mod frame;
mod roles;
mod typos;
mod words;
mod yaml;

use fastrand::Rng;

use campaigns::Budgets;
use roles::{ROLES, Role};
use words::{ANSWERS, AUDIENCES, FORMATS, NAMES, PLATFORMS, PROBLEMS, REASONS, TOPICS, UNITS};
use yaml::{Value, list, map, text, word};

/// The day on which the strategies are meant to be checked.
pub const AS_OF: &str = "2027-04-05";

/// What to generate.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The seed of all random choices.
    pub seed: u64,
    /// How many activities, at least two.
    pub activities: usize,
    /// How many typos.
    pub typos: usize,
}

/// A strategy file.
pub fn strategy(plan: Plan) -> String {
    let mut rng = Rng::with_seed(plan.seed);
    let correct = Shape::new(plan.activities.max(2)).write(&mut rng);
    typos::put_in(correct, plan.typos, &mut rng)
}

/// A strategy of about this many bytes.
pub fn strategy_of(bytes: usize, seed: u64) -> String {
    let make = |activities| strategy(Plan { seed, activities, typos: 0 });
    // In all but the smallest files, an activity and its share of the rest take about the same space.
    let sample = make(64).len() / 64;
    let mut activities = bytes / sample;
    while activities > 2 && make(activities).len() > bytes + bytes / 10 {
        activities -= 1 + activities / 20;
    }
    make(activities)
}

/// How many of each thing there are.
struct Shape {
    activities: usize,
    campaigns: usize,
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
            campaigns: Self::campaigns_among(activities),
            // Half for marketing, half for support.
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

    /// One person in three works in support.
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
        let mut money = Budgets { total: 0, campaigns: vec![0; self.campaigns] };
        let pillars = self.pillars(rng, &mut money);
        let budget = money.total;
        let title = TOPICS[rng.usize(0..TOPICS.len())].1;
        let head = map([
            ("name", text(format!("{title} social strategy 2027"))),
            ("organization", text(title)),
            ("status", word("active")),
            ("owner", word(Self::person(0))),
            ("mission", text(REASONS[0])),
            ("approved_by", text("the board")),
            ("languages", list(["en-US", "es"])),
            ("fiscal_year_starts", word("april")),
            ("period", map([("start", word("2027-01-01")), ("end", word("2027-12-31"))])),
            ("next_review", word("2027-04-15")),
            ("last_review", word("2027-01-20")),
        ]);
        let people = (0..self.people).map(|index| {
            let team = if index % 3 == 2 { "contact-center" } else { "marketing" };
            let name = NAMES[(index * 7 + 3) % NAMES.len()];
            let name = text(format!("{} {name}son", NAMES[index % NAMES.len()]));
            let (role, hours) = [("Editor", "20"), ("Analyst", "37.5"), ("Agent", "40")][index % 3];
            let person = [("name", name), ("team", word(team)), ("role", text(role))];
            let rest = [("hours_per_week", word(hours)), ("agency", word((index % 5 == 4).to_string()))];
            (Self::person(index), map(person.into_iter().chain(rest)))
        });
        let audiences = (0..=self.audiences).map(|index| {
            let (id, name, relationship) = AUDIENCES[index];
            let (needs, size) =
                (text(PROBLEMS[index % PROBLEMS.len()]), word((1000 * (index + 1)).to_string()));
            let more = [("needs", needs), ("size", size), ("languages", list(["en"]))];
            (id, map([("name", text(name)), ("relationship", word(relationship))].into_iter().chain(more)))
        });
        let platforms = PLATFORMS.iter().take(self.platforms).map(|(id, reason)| {
            let within = word(["1h", "2h", "4h", "30m"][rng.usize(0..4)]);
            let answered = map([("owner", self.owner(rng, true)), ("within", within)]);
            let reached = (0..=self.audiences.min(3)).map(|index| AUDIENCES[index].0);
            let owner = word(Self::person(2));
            let account = map([("handle", word("'@acme'")), ("owner", owner), ("market", text("US"))]);
            let accounts = map([("main", account), ("help", word("'@acme-help'"))]);
            let platform =
                [("because", text(*reason)), ("audiences", list(reached)), ("answered_by", answered)];
            (*id, map(platform.into_iter().chain([("accounts", accounts), ("languages", list(["en"]))])))
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
            ("campaigns", self.campaigns(rng, &money)),
            ("purposes", self.purposes(rng)),
            ("platforms", platforms),
            ("kpis", self.kpis(rng)),
            ("budget", map([("currency", word("USD")), ("total", word((budget + budget / 8).to_string()))])),
            ("risks", self.risks(rng)),
            ("decisions", self.decisions(rng)),
            ("lessons", self.lessons(rng)),
            ("documents", Self::documents()),
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
                ("with", list([Self::person(0)])),
                ("priority", word(["high", "medium", "low"][index % 3])),
                ("kpis", list([Self::measure_of_goal(index)])),
                ("notes", text(REASONS[index % REASONS.len()])),
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

    fn pillars(&self, rng: &mut Rng, money: &mut Budgets) -> Value {
        let mut pillars = Vec::new();
        for pillar in ["listening", "promotion", "thought_leadership", "support"] {
            let support = pillar == "support";
            let indices = (0..self.activities).filter(|index| Self::role(*index).pillar() == pillar);
            let activities: Vec<_> = indices.map(|index| self.one_activity(index, rng, money)).collect();
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

    fn one_activity(&self, index: usize, rng: &mut Rng, money: &mut Budgets) -> (String, Value) {
        let role = Self::role(index);
        let (id, name) = Self::activity(index);
        // The first of each kind starts its gears, and drives them to the end.
        let is_first = index < ROLES.len();
        let month = rng.usize(role.first_month()..=11);
        let running = if is_first { role.first_day() < "2027-04" } else { month <= 3 };
        // Each goal in turn, so that every goal is served.
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
        entries.push(("with", list([Self::person(index % self.people)])));
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
        let start = format!("2027-{month:02}-{:02}", rng.u8(15..=28));
        entries.push(("start", word(if is_first { role.first_day().to_owned() } else { start })));
        // What starts with the year has begun before anything else of its kind.
        if index >= ROLES.len() && index.is_multiple_of(3) {
            let (first, _) = Self::activity(index % ROLES.len());
            entries.push(("after", list([first])));
        }
        if rng.bool() && !is_first {
            entries.push(("end", word(format!("2027-{:02}-28", rng.usize(month.max(6) + 1..=12)))));
        }
        entries.push(("kpis", list([Self::measure(index / 4)])));
        if index.is_multiple_of(3) {
            entries.push(("hours_per_week", word((1 + index % 4).to_string())));
        }
        let budget = rng.usize(5..=90) * 1000;
        money.total += budget;
        if let Some(campaign) = self.campaign_of(index) {
            money.campaigns[campaign] += budget;
            entries.push(("campaign", word(Self::campaign(campaign))));
        }
        entries.push(("budget", campaigns::costs(budget, index)));
        if running {
            entries.push(("spent", campaigns::costs(budget / 4, index)));
        }
        (id, map(entries))
    }
}
