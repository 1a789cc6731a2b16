//! Runs the rules and decides what is shown.
//!
//! Rules emit one finding for each address and know nothing of each other. Everything that depends
//! on settings happens here, in this order: selection, levels, drafts, allow comments, sorting,
//! baseline. [`group`] comes last, and only in output for people.

pub(crate) mod allow;
pub mod baseline;
pub mod finding_key;
pub mod group;
mod timetable;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use thiserror::Error;

use crate::analysis::Analysis;
use crate::analysis::gears::Limits;
use crate::analysis::kpi::Thresholds;
use crate::analysis::sequence::Leads;
use crate::analysis::timetable::Timetable;
use crate::config::SetLevel;
use crate::config::in_force::{InForce, RuleInForce};
use crate::finding::file::INVALID_VALUE;
use crate::finding::{Absent, Finding, Group, Kind, Level, Rule};
use crate::linter::baseline::FindingCounts;
use crate::rules::{self, Context, Options};
use crate::source::Location;
use crate::strategy::document::Document;
use crate::strategy::plan::Status;
use crate::words::nearest::nearest;

/// What a help says before the form that an entry gets, if it has been only a text or an id so far.
const WRITTEN_AS: &str = "; the entry is then written ";

/// Selects everything that depends on today's date.
const TIMED: &str = "timed";

/// Which rules run, at which levels, with which numbers.
#[derive(Debug, Clone)]
pub struct Linter {
    today: Date,
    thresholds: Thresholds,
    levels: HashMap<&'static str, SetLevel>,
    options: Options,
    selected: HashMap<&'static str, bool>,
    ignores_timed: bool,
}

/// The result of checking one document.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// The findings, in the order of the file.
    pub findings: Vec<Finding>,
    /// How many were silenced by allow comments.
    pub allowed: usize,
    /// How many are accepted in a baseline.
    pub baselined: usize,
    /// What a baseline accepts that is no longer found.
    pub stale: FindingCounts,
    /// The figures.
    pub analysis: Analysis<'a>,
    /// When each gear can start.
    pub timetable: Timetable,
    /// The numbers in force, which reports print next to their figures.
    pub terms: Terms,
}

/// The numbers by which a document is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    pub thresholds: Thresholds,
    /// Days from the start of one gear to the start of the next.
    pub leads: Leads,
    /// When a gear waits, rests or differs from its neighbor too much.
    pub limits: Limits,
    /// Days after which an answer of listening is too old to plan with.
    pub answer_max_age_days: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no rule or group `{name}`; {hint}")]
pub struct UnknownName {
    name: String,
    hint: String,
}

/// Which rules to run, as rule and group names, and `timed`.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only these; empty for all.
    pub select: Vec<String>,
    /// These, too, even if the settings turn them off.
    pub extend_select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Linter {
    /// Every rule at its own level.
    pub fn new(today: Date) -> Self {
        Self {
            today,
            thresholds: Thresholds::default(),
            levels: HashMap::new(),
            options: Options::default(),
            selected: HashMap::new(),
            ignores_timed: false,
        }
    }

    /// Applies the levels, numbers and thresholds of the settings.
    #[must_use]
    pub fn configure(mut self, settings: &InForce) -> Self {
        for (&rule, RuleInForce { level, numbers }) in &settings.rules {
            // A rule's default is not a set level: single findings can have another one.
            if level.is_set() {
                self.levels.insert(rule, level.value);
            }
            for (&option, number) in numbers.iter().filter(|(_, number)| number.is_set()) {
                self.options.set(rule, option, number.value);
            }
        }
        self.thresholds = settings.status.thresholds();
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
            let chosen = extended
                || is_among(&selection.select, rule)
                || selection.select.is_empty() && self.is_in_force(rule);
            let ignored = selection.ignore.iter().any(|name| name != TIMED && matches(name, rule));
            self.selected.insert(rule.name, chosen && !ignored);
            if extended && self.levels.get(rule.name) == Some(&SetLevel::Off) {
                self.levels.remove(rule.name);
            }
        }
        Ok(self)
    }

    /// The day for which strategies are checked.
    pub fn today(&self) -> Date {
        self.today
    }

    pub(crate) fn terms(&self) -> Terms {
        Terms {
            thresholds: self.thresholds,
            leads: rules::leads(&self.options),
            limits: rules::limits(&self.options),
            answer_max_age_days: rules::answer_max_age_days(&self.options),
        }
    }

    fn is_off(&self, rule: &Rule) -> bool {
        self.levels.get(rule.name) == Some(&SetLevel::Off)
    }

    fn runs(&self, rule: &Rule) -> bool {
        !self.is_off(rule) && self.selected.get(rule.name).copied().unwrap_or_else(|| self.is_in_force(rule))
    }

    /// False for an optional rule that no setting turns on.
    fn is_in_force(&self, rule: &Rule) -> bool {
        !rule.is_optional() || self.levels.contains_key(rule.name)
    }

    /// Checks a document.
    pub fn check<'a>(&self, document: &'a Document) -> Outcome<'a> {
        self.check_against(document, &FindingCounts::default())
    }

    /// Checks a document, and leaves out the findings that are accepted.
    pub fn check_against<'a>(&self, document: &'a Document, accepted: &FindingCounts) -> Outcome<'a> {
        let analysis = Analysis::new(document, &self.thresholds, self.today);
        let timetable =
            if document.judgeable { self.timetable(document, &analysis) } else { Timetable::default() };
        let mut findings = self.judge(document, &analysis, &timetable, |rule| self.runs(rule));
        // One rule can have findings of both kinds, so the finding decides.
        findings.retain(|finding| !(self.ignores_timed && finding.timed));
        let is_over = findings.iter().any(|finding| *finding.rule == rules::PERIOD_OVER);
        let allowed = self.silence_allowed(document, &mut findings);
        // What is late or out of date is only a consequence then. Allow comments for it are still of use.
        findings.retain(|finding| !is_over || !finding.timed || finding.rule.outlasts_period);
        // That nothing names an entry may only be because its id is not one.
        let invalid = document.findings.iter().filter(|finding| *finding.rule == INVALID_VALUE);
        let invalid: HashSet<Location> = invalid.map(|finding| finding.place).collect();
        findings.retain(|finding| !invalid.contains(&finding.place));
        findings.extend(document.findings.iter().cloned());
        // A file that is not UTF-8 cannot be fixed, so no fix is offered.
        if document.source.first_invalid_byte().is_some() {
            for finding in &mut findings {
                finding.fix = None;
            }
        }
        // Rules about the file itself can be raised.
        for finding in findings.iter_mut().filter(|finding| finding.rule.group == Group::File) {
            if self.levels.get(finding.rule.name) == Some(&SetLevel::Error) {
                finding.level = Level::Error;
            }
        }
        findings.sort_by(|a, b| {
            let key = |finding: &Finding| (finding.place, finding.rule.name);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        let found = findings.len();
        let mut stale = accepted.take_out(document, &mut findings);
        // What could not be read or was not checked is not known to be gone.
        let is_judged = |rule: &&'static Rule| self.runs(rule) && !(self.ignores_timed && rule.timed);
        let is_complete = document.is_whole();
        stale.retain_rules(|rule| is_complete && rules::find(rule).is_none_or(|rule| is_judged(&rule)));
        let baselined = found - findings.len();
        Outcome { findings, allowed, baselined, stale, analysis, timetable, terms: self.terms() }
    }

    /// What some rules find, at its level.
    fn judge(
        &self,
        document: &Document,
        analysis: &Analysis<'_>,
        timetable: &Timetable,
        runs: impl Fn(&Rule) -> bool,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        if document.judgeable {
            let context = Context {
                strategy: &document.strategy,
                analysis,
                timetable,
                readings: &document.readings,
                document,
                today: analysis.today,
                options: &self.options,
            };
            for (rule, check) in rules::checks().filter(|(rule, _)| runs(rule)) {
                findings.extend(check(&context).into_iter().map(|mut finding| {
                    self.set_level(rule, &mut finding, document.strategy.status());
                    if let Some(Absent::Key(key)) = finding.absent
                        && let Some(form) = document.with_key(finding.place.span, key)
                    {
                        finding.help = format!("{}{WRITTEN_AS}`{form}`", finding.help);
                    }
                    finding
                }));
            }
        }
        findings
    }

    fn set_level(&self, rule: &Rule, finding: &mut Finding, status: Status) {
        let set = match self.levels.get(rule.name) {
            Some(SetLevel::Info) => Some(Level::Info),
            Some(SetLevel::Warning) => Some(Level::Warning),
            Some(SetLevel::Error) => Some(Level::Error),
            Some(SetLevel::Off) | None => None,
        };
        // A finding that is less severe than its rule stays at most at that level.
        let own = finding.level;
        finding.level = set.map_or(own, |set| if own < rule.level { set.min(own) } else { set });
        if status == Status::Draft && rule.kind == Kind::Missing {
            finding.level = Level::Info;
        }
    }
}

fn matches(name: &str, rule: &Rule) -> bool {
    name == rule.name || name == rule.group.name() || (name == TIMED && rule.timed && !rule.is_optional())
}

fn known_name(name: &str) -> Result<(), UnknownName> {
    let groups = Group::ALL.into_iter().map(Group::name);
    let all: Vec<_> = rules::all().map(|rule| rule.name).chain(groups).chain([TIMED]).collect();
    if all.contains(&name) {
        return Ok(());
    }
    let hint = match nearest(name, all) {
        Some(meant) => format!("did you mean `{}`?", meant.name),
        None => "`stratplan rules` lists them".to_owned(),
    };
    Err(UnknownName { name: name.to_owned(), hint })
}
