//! A first draft, from the answers to a few questions.

use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::import::Ids;
use crate::strategy::date::CoarseDate;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::number::Duration;
use crate::strategy::starters::UNNAMED;
use crate::syntax::edit::quote_if_needed;
use crate::words::units::{counts_time, is_money, is_percent};

/// What is known so far. Each text is one line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answers {
    pub(crate) name: Option<String>,
    pub(crate) owner: Option<String>,
    pub(crate) purposes: Vec<PurposeKind>,
    pub(crate) goal: Option<String>,
    pub(crate) target: Option<Aim>,
    pub(crate) unit: Option<String>,
    pub(crate) due: Option<CoarseDate>,
    pub(crate) baseline: Option<Decimal>,
    /// Where customers talk.
    pub(crate) places: Option<String>,
    /// The ids of platforms, with the name of each.
    pub(crate) platforms: Vec<(String, String)>,
    pub(crate) responder: Option<String>,
    pub(crate) within: Option<Duration>,
    pub(crate) activity: Option<String>,
    /// Which of two purposes the activity is for.
    pub(crate) serves: Option<PurposeKind>,
    pub(crate) start: Option<CoarseDate>,
}

/// The figure to reach, or the bound to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Aim {
    /// `value`, `at_least` or `at_most`.
    pub(crate) key: &'static str,
    pub(crate) value: Decimal,
}

impl Answers {
    /// The gear that the first activity drives: the first of its purpose.
    fn gear(&self) -> Option<(PurposeKind, GearKind)> {
        let purpose = match self.purposes.as_slice() {
            [only] => *only,
            _ => self.serves?,
        };
        let [first, ..] = purpose.order();
        Some((purpose, first))
    }
}

/// How long a strategy covers, and how long a gear has at least.
const MONTHS: i32 = 12;
const LEAST_MONTHS: i32 = 6;

/// The text of the draft, as of a day. Its period is the year that begins with the next month, or longer if an answer needs
/// that. What is not known is left out, or is a text in angle brackets if something else needs it.
pub(crate) fn draft(answers: &Answers, today: Date) -> String {
    let mut text = head(answers, today);
    let (mut goals, mut kpis) = (Ids::default(), Ids::default());
    let goal = goals.fresh(answers.goal.as_deref().unwrap_or(""), "first-goal");
    let kpi =
        answers.target.map(|_| kpis.fresh(counted(answers.unit.as_deref().unwrap_or("")), "main-figure"));
    let statement = answers.goal.as_deref().map_or(STATEMENT.to_owned(), quote_if_needed);
    let _ = write!(text, "\n# What the business wants.\ngoals:\n  {goal}:\n    statement: {statement}\n");
    if let Some(kpi) = &kpi {
        let _ = writeln!(text, "    kpis: {kpi}");
    }
    text.push_str(MARKETING);
    pillars(&mut text, answers, &goal, today);
    purposes(&mut text, answers, &goal);
    if let (Some(kpi), Some(aim)) = (&kpi, answers.target) {
        let _ = write!(text, "\n# How you will know.\nkpis:\n  {kpi}:\n");
        if let Some(unit) = &answers.unit {
            let _ = writeln!(text, "    unit: {}", quote_if_needed(unit));
        }
        if let Some(baseline) = answers.baseline {
            let _ = writeln!(text, "    baseline: {{ value: {}, date: {today} }}", figure(baseline));
        }
        let value = figure(aim.value);
        let target = match answers.due {
            Some(due) => format!("{{ {}: {value}, date: {due} }}", aim.key),
            // A sign alone could mean a change.
            None if aim.key == "value" && aim.value >= Decimal::ZERO => value,
            None => format!("{{ {}: {value} }}", aim.key),
        };
        let _ = writeln!(text, "    target: {target}");
    }
    platforms(&mut text, answers);
    text
}

const STATEMENT: &str = "<what the business wants, how much of it, and by when>";

/// Social joins other channels, which are not asked about.
const MARKETING: &str = "
# What social is a part of. Its other channels go here, too:
# `channels: { website: web }`.
marketing_strategy:
  document: <the path or web address of the marketing plan>
";

fn head(answers: &Answers, today: Date) -> String {
    let mut text = format!(
        "# A first draft: replace what is in angle brackets.\n# `stratplan check` says what to write next.\n\
         stratplan: 1\n\nstrategy:\n  name: {}\n  status: draft    # write `active` once it is agreed\n",
        quote_if_needed(answers.name.as_deref().unwrap_or(UNNAMED)),
    );
    if let Some(owner) = &answers.owner {
        let _ = writeln!(text, "  owner: {}", quote_if_needed(owner));
    }
    let (this, next) = (today.first_of_month(), today.first_of_month().saturating_add(1.month()));
    let is_this_month = |date: &CoarseDate| (this..next).contains(&date.first);
    let first = if answers.start.iter().chain(&answers.due).any(is_this_month) { this } else { next };
    let later = |from: Date, months: i32| from.saturating_add((months - 1).months()).last_of_month();
    let due = answers.due.map(|due| due.last.last_of_month());
    let start = answers.start.map(|start| later(start.first.first_of_month(), LEAST_MONTHS));
    let end = [Some(later(first, MONTHS)), due, start].into_iter().flatten().max().unwrap_or(today);
    let _ = writeln!(
        text,
        "  # Change it to the time that you plan for.\n  period: {{ start: {first}, end: {end} }}"
    );
    text
}

fn pillars(text: &mut String, answers: &Answers, goal: &str, today: Date) {
    let places = answers.places.as_deref().map_or(PLACES.to_owned(), quote_if_needed);
    let _ = write!(
        text,
        "\npillars:\n  # Who talks, about what, and where? The platforms follow from that.\n  listening:\n    \
         questions:\n      where: {places}\n"
    );
    let Some(activity) = &answers.activity else { return };
    let gear = answers.gear();
    let pillar = if matches!(gear, Some((PurposeKind::Support, _))) { "support" } else { "promotion" };
    let id = Ids::default().fresh(activity, "first-activity");
    let _ = write!(
        text,
        "  {pillar}:\n    activities:\n      {id}:\n        name: {}\n        goals: {goal}\n",
        quote_if_needed(activity)
    );
    if let Some((purpose, gear)) = gear {
        let purpose = if answers.purposes.len() > 1 { format!("{purpose}.") } else { String::new() };
        let _ = writeln!(text, "        gears: {purpose}{gear}");
    }
    // With several, it is not known which of them.
    if let [(platform, _)] = answers.platforms.as_slice() {
        let _ = writeln!(text, "        platforms: {platform}");
    }
    if let Some(start) = answers.start {
        let status = if start.last <= today { "        status: running\n" } else { "" };
        let _ = writeln!(text, "{status}        start: {start}");
    }
}

const PLACES: &str = "<where people talk about what you do, which is where you will be needed>";

fn purposes(text: &mut String, answers: &Answers, goal: &str) {
    if answers.purposes.is_empty() {
        return;
    }
    text.push_str("\n# What social is for. This decides the order in which its gears start.\npurposes:\n");
    for purpose in &answers.purposes {
        let order = purpose.order().map(GearKind::key);
        let _ = writeln!(text, "  # {}\n  {purpose}:", order.join(", then "));
        let _ = writeln!(text, "    goals: {goal}");
        if let (Some((of, gear)), Some(start)) = (answers.gear(), answers.start)
            && of == *purpose
        {
            let _ = write!(text, "    gears:\n      {gear}: {start}\n");
        }
    }
}

fn platforms(text: &mut String, answers: &Answers) {
    if answers.platforms.is_empty() {
        return;
    }
    text.push_str(
        "\n# Last, since they follow from the rest. Add the reason for each: `because:`.\nplatforms:\n",
    );
    for (id, name) in &answers.platforms {
        let is_said = id.replace('-', " ") == name.to_lowercase();
        let name = (!is_said).then(|| format!("name: {}", quote_if_needed(name)));
        let owner = answers.responder.as_deref().map(|who| format!("owner: {}", quote_if_needed(who)));
        let within = answers.within.as_ref().map(|within| format!("within: {within}"));
        let answered: Vec<String> = owner.into_iter().chain(within).collect();
        let answered = (!answered.is_empty()).then(|| format!("answered_by: {{ {} }}", answered.join(", ")));
        let keys: Vec<String> = name.into_iter().chain(answered).collect();
        let keys = if keys.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", keys.join(", ")) };
        let _ = writeln!(text, "  {id}: {keys}");
    }
}

/// What a unit counts, if that can name a KPI: `orders` of `orders/week`.
fn counted(unit: &str) -> &str {
    let is_measure = is_percent(unit) || is_money(unit) || counts_time(unit);
    if is_measure { "" } else { unit.split(['/', '(']).next().unwrap_or_default() }
}

/// A figure as it is written into a file, where three decimals can be taken for thousands.
fn figure(value: Decimal) -> String {
    let mut value = value.normalize();
    if value.scale() == 3 {
        value.rescale(4);
    }
    value.to_string()
}
