//! Runs the rules and decides what is shown: levels, allow comments, drafts, order.
//!
//! Rules emit one finding for each address and know nothing of each other. Everything that depends
//! on the user's wishes happens here, in this order: selection, levels, draft, allow comments,
//! sorting, baseline. [`group`] comes last, and only for people.

mod allowed;
pub mod group;

use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use thiserror::Error;

use crate::analysis::Analysis;
use crate::analysis::progress::Thresholds;
use crate::baseline::{Accepted, Stale};
use crate::config::SetLevel;
use crate::config::in_force::{InForce, RuleInForce, Setting};
use crate::document::Document;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::nearest::nearest;
use crate::rules::{self, Context, Settings};
use crate::strategy::plan::Status;

/// The name for everything that depends on today's date.
const TIMED: &str = "timed";

/// Which rules run, at which levels, with which numbers.
#[derive(Debug, Clone)]
pub struct Linter {
    today: Date,
    thresholds: Thresholds,
    levels: HashMap<&'static str, SetLevel>,
    numbers: HashMap<(&'static str, &'static str), f64>,
    selected: HashMap<&'static str, bool>,
    ignores_timed: bool,
}

/// What came out of judging one document.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// The findings, in the order of the file.
    pub findings: Vec<Finding>,
    /// How many were silenced by allow comments.
    pub allowed: usize,
    /// How many are accepted in a baseline.
    pub baselined: usize,
    /// What a baseline accepts and is there no more.
    pub stale: Vec<Stale>,
    /// The figures.
    pub analysis: Analysis<'a>,
    /// The numbers in force, which reports print beside their figures.
    pub terms: Terms,
}

/// The numbers by which a document was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The paces that separate on track, at risk and off track.
    pub thresholds: Thresholds,
    /// Days that a gear is given before people are asked for money.
    pub least_lead: i64,
    /// Days after which an answer of listening is too old to plan with.
    pub answer_max_age_days: i64,
}

/// A name that is no rule and no group.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no rule or group `{name}`{}", .meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default())]
pub struct UnknownName {
    /// What was written.
    pub name: String,
    /// What was probably meant.
    pub meant: Option<&'static str>,
}

/// Which rules to run, as rule and group names, and `timed`.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only these; empty for all.
    pub select: Vec<String>,
    /// These, too, even if a configuration turns them off.
    pub extend_select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Settings for Linter {
    fn number(&self, rule: &'static Rule, option: &str) -> f64 {
        let Some(option) = rule.options.iter().find(|known| known.name == option) else { return 0.0 };
        self.numbers.get(&(rule.name, option.name)).copied().unwrap_or(option.default)
    }
}

impl Linter {
    /// Every rule at its own level.
    pub fn new(today: Date) -> Self {
        Self {
            today,
            thresholds: Thresholds::default(),
            levels: HashMap::new(),
            numbers: HashMap::new(),
            selected: HashMap::new(),
            ignores_timed: false,
        }
    }

    /// Takes the levels, numbers and thresholds that somebody set.
    #[must_use]
    pub fn configure(mut self, settings: &InForce) -> Self {
        for (&rule, RuleInForce { level, numbers }) in &settings.rules {
            // A level of its own is no set level: a finding may depart from it.
            if level.is_set() {
                self.levels.insert(rule, level.value);
            }
            for (&option, number) in numbers.iter().filter(|(_, number)| number.is_set()) {
                self.numbers.insert((rule, option), number.value);
            }
        }
        let pace = |pace: &Setting<f64>, default: Decimal| Decimal::from_f64(pace.value).unwrap_or(default);
        self.thresholds.on_track = pace(&settings.status.on_track, self.thresholds.on_track);
        self.thresholds.at_risk = pace(&settings.status.at_risk, self.thresholds.at_risk);
        self
    }

    /// Narrows the rules to a selection.
    pub fn select(mut self, selection: &Selection) -> Result<Self, UnknownName> {
        let names = [&selection.select, &selection.extend_select, &selection.ignore];
        for name in names.into_iter().flatten() {
            known_name(name)?;
        }
        let is_among = |names: &[String], rule: &Rule| names.iter().any(|name| matches(name, rule));
        self.ignores_timed = selection.ignore.iter().any(|name| name == TIMED);
        for rule in rules::all() {
            let extended = is_among(&selection.extend_select, rule);
            let chosen = selection.select.is_empty() || is_among(&selection.select, rule) || extended;
            let ignored = selection.ignore.iter().any(|name| name != TIMED && matches(name, rule));
            self.selected.insert(rule.name, chosen && !ignored);
            if extended && self.levels.get(rule.name) == Some(&SetLevel::Off) {
                self.levels.remove(rule.name);
            }
        }
        Ok(self)
    }

    /// The day that strategies are judged on.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The numbers in force.
    pub fn terms(&self) -> Terms {
        Terms {
            thresholds: self.thresholds,
            least_lead: rules::least_lead(self),
            answer_max_age_days: rules::answer_max_age_days(self),
        }
    }

    /// True where a rule is run. Rules about the file itself always are.
    fn runs(&self, rule: &Rule) -> bool {
        let is_on = self.levels.get(rule.name) != Some(&SetLevel::Off);
        is_on && self.selected.get(rule.name).copied().unwrap_or(true)
    }

    /// Judges a document.
    pub fn check<'a>(&self, document: &'a Document) -> Outcome<'a> {
        self.check_against(document, &Accepted::default())
    }

    /// Judges a document, less what is accepted of it.
    pub fn check_against<'a>(&self, document: &'a Document, accepted: &Accepted) -> Outcome<'a> {
        let analysis = Analysis::new(document, &self.thresholds, self.today);
        let mut findings = Vec::new();
        if document.judgeable {
            let context = Context {
                strategy: &document.strategy,
                analysis: &analysis,
                readings: &document.readings,
                document,
                today: analysis.today,
                settings: self,
            };
            for (rule, check) in rules::checks().filter(|(rule, _)| self.runs(rule)) {
                let before = findings.len();
                check(&context, &mut findings);
                for finding in findings.iter_mut().skip(before) {
                    self.set_level(rule, finding, document.strategy.status());
                }
            }
        }
        // A rule may know faults of both sorts, so the date is a matter of each finding.
        findings.retain(|finding| !(self.ignores_timed && finding.timed));
        let allowed = self.silence_allowed(document, &mut findings);
        findings.extend(document.findings.iter().cloned());
        // Nothing is written into a file that is no UTF-8, so nothing is offered.
        if document.source.first_invalid_byte().is_some() {
            for finding in &mut findings {
                finding.fix = None;
            }
        }
        // Rules about the file itself may be raised.
        for finding in findings.iter_mut().filter(|finding| finding.rule.group == Group::File) {
            if self.levels.get(finding.rule.name) == Some(&SetLevel::Error) {
                finding.level = Level::Error;
            }
        }
        findings.sort_by(|a, b| {
            let key = |finding: &Finding| (finding.place, finding.rule.name);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        let mut matched = accepted.take_out(document, &mut findings);
        // Where a part could not be read or was not judged, nothing is known to be gone.
        let is_judged = |rule: &&'static Rule| self.runs(rule) && !(self.ignores_timed && rule.timed);
        matched.stale.retain(|stale| {
            document.is_whole() && rules::find(&stale.rule).is_none_or(|rule| is_judged(&rule))
        });
        Outcome {
            findings,
            allowed,
            baselined: matched.hidden,
            stale: matched.stale,
            analysis,
            terms: self.terms(),
        }
    }

    fn set_level(&self, rule: &Rule, finding: &mut Finding, status: Status) {
        let set = match self.levels.get(rule.name) {
            Some(SetLevel::Info) => Some(Level::Info),
            Some(SetLevel::Warning) => Some(Level::Warning),
            Some(SetLevel::Error) => Some(Level::Error),
            Some(SetLevel::Off) | None => None,
        };
        // A rule that found the lesser degree of its fault stays at most there.
        let own = finding.level;
        finding.level = set.map_or(own, |set| if own < rule.level { set.min(own) } else { set });
        if status == Status::Draft && rule.kind == Kind::Missing {
            finding.level = Level::Info;
        }
    }
}

fn matches(name: &str, rule: &Rule) -> bool {
    name == rule.name || name == rule.group.name() || (name == TIMED && rule.timed)
}

fn known_name(name: &str) -> Result<(), UnknownName> {
    let groups = Group::ALL.into_iter().map(Group::name);
    let mut all = rules::all().map(|rule| rule.name).chain(groups).chain([TIMED]);
    if all.any(|known| known == name) {
        return Ok(());
    }
    let groups = Group::ALL.into_iter().map(Group::name);
    let all = rules::all().map(|rule| rule.name).chain(groups).chain([TIMED]);
    Err(UnknownName { name: name.to_owned(), meant: nearest(name, all).map(|meant| meant.name) })
}
