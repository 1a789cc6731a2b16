//! What is said of a gear, in the same words everywhere.

use schemars::JsonSchema;
use serde::Serialize;

use super::GearRow;
use crate::analysis::gears::State;

/// The assessment of a gear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// No problem.
    Fine,
    /// It starts before or after the wrong gear.
    OutOfOrder,
    /// It starts too soon after the gear before it.
    TooClose,
    /// It has started, or is planned, before the gate before it is reached.
    TooSoon,
    /// Activities drive it before or after the wrong gear.
    DrivenOutOfOrder,
    /// Nothing drives it yet, or for too long.
    OnPaper,
    /// Its figures do not move.
    Stalled,
    /// It was spinning and has dropped below its gate.
    FellBack,
    /// It runs much more slowly than its neighbor.
    Unbalanced,
    /// Nothing drives it any more, long before the period ends.
    LeftAlone,
    /// It does not spin, and holds the others up.
    Behind,
    /// It spins, and its figures move away from their targets.
    LosingGround,
    /// It has no start.
    NoStart,
    /// Left out on purpose, with the reason.
    LeftOut(String),
}

impl Verdict {
    /// The rules that report it.
    pub(super) const fn rules(&self) -> &'static [&'static str] {
        match self {
            Self::Fine | Self::Behind | Self::LosingGround | Self::LeftOut(_) => &[],
            Self::OutOfOrder | Self::DrivenOutOfOrder => &["gear-out-of-order"],
            Self::TooClose => &["gears-too-close"],
            Self::TooSoon => &["gear-not-ready"],
            Self::OnPaper => &["gear-on-paper", "gear-without-activity"],
            Self::Stalled => &["gear-stalled"],
            Self::FellBack => &["gear-fell-back"],
            Self::Unbalanced => &["gears-unbalanced"],
            Self::LeftAlone => &["gear-left-alone"],
            Self::NoStart => &["gear-undated", "gear-missing"],
        }
    }

    /// True if another day would be right.
    pub(super) const fn asks_for_day(&self) -> bool {
        matches!(self, Self::OutOfOrder | Self::TooClose | Self::TooSoon)
    }
}

/// What a gear's row can say, with its meaning, for `explain` and the documentation.
pub(crate) const STATES: [(&str, &str); 19] = [
    ("planned", "its start is in the future"),
    ("on paper", "its start has passed, but no activity drives it"),
    ("running, no reading yet", "it has started, and none of its KPIs has been read since"),
    ("running", "it has started, and its figures do not show yet that it spins"),
    ("paused", "it has started, and nothing drives it until the gate of the gear ahead of it is reached"),
    ("spinning", "its gate is reached; without a gate, its recent pace is 0.9 or more"),
    (
        "behind",
        "it is the first gear that does not spin: it is behind its plan, and the next gear cannot start yet",
    ),
    (
        "losing ground",
        "it spins, but its recent pace is below 0: its slowest figure moves away from its target",
    ),
    ("lagging", "it runs at less than half the recent pace of its neighbor"),
    ("fell back", "it reached its gate, and by the latest reading it no longer does"),
    ("stalled", "its figures have not moved toward their target for 90 days, or for three readings"),
    (
        "not ready",
        "it has started, or is planned to start, before the gear ahead of it is known to have reached its gate",
    ),
    (
        "too soon",
        "it starts too few days after the gear ahead of it; or it spins, and the gear ahead has not reached its gate",
    ),
    ("out of order", "it starts before a gear that should come first, or after one that should come later"),
    (
        "driven out of order",
        "activities drive it before a gear that should come first, or after one that should come later",
    ),
    ("driven late", "it started weeks before any activity drove it"),
    ("left alone", "no activity drives it for weeks, although it is needed"),
    ("no start", "neither it nor an activity that drives it has a date"),
    ("left out", "it says `not_now`"),
];

/// What the row of a gear says of it. If it spins, that comes first, whatever else is wrong: the number of gears that
/// spin is the number of rows that say so.
pub(super) fn says(gear: &GearRow) -> String {
    let spins = gear.spins == Some(true);
    match &gear.verdict {
        Verdict::Fine => gear.state.name().to_owned(),
        // Below 0, it is more than too slow for its neighbor.
        Verdict::Unbalanced if gear.loses_ground() => {
            format!("{}, {}", State::Spinning.name(), problem(&Verdict::LosingGround, gear.state, spins))
        }
        verdict if spins => {
            format!("{}, {}", State::Spinning.name(), problem(verdict, gear.state, spins))
        }
        verdict => problem(verdict, gear.state, spins).to_owned(),
    }
}

fn problem(verdict: &Verdict, state: State, spins: bool) -> &'static str {
    match verdict {
        Verdict::Fine => state.name(),
        Verdict::OutOfOrder => "out of order",
        Verdict::TooClose => "too soon",
        // It is ready, but what comes before it is not.
        Verdict::TooSoon if spins => "too soon",
        Verdict::TooSoon => "not ready",
        Verdict::DrivenOutOfOrder => "driven out of order",
        Verdict::OnPaper if state.is_running() => "driven late",
        Verdict::OnPaper => State::OnPaper.name(),
        Verdict::Stalled => State::Stalled.name(),
        Verdict::FellBack => State::FellBack.name(),
        Verdict::Unbalanced => "lagging",
        Verdict::LosingGround => "losing ground",
        Verdict::LeftAlone => "left alone",
        Verdict::Behind => "behind",
        Verdict::NoStart => "no start",
        Verdict::LeftOut(_) => State::LeftOut.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_meaning() {
        let verdicts = [
            Verdict::OutOfOrder,
            Verdict::TooClose,
            Verdict::TooSoon,
            Verdict::DrivenOutOfOrder,
            Verdict::OnPaper,
            Verdict::Stalled,
            Verdict::FellBack,
            Verdict::Unbalanced,
            Verdict::LeftAlone,
            Verdict::Behind,
            Verdict::LosingGround,
            Verdict::NoStart,
            Verdict::LeftOut(String::new()),
        ];
        let mut said: Vec<&str> = [true, false]
            .iter()
            .flat_map(|spins| verdicts.iter().map(move |verdict| problem(verdict, State::Running, *spins)))
            .chain(verdicts.iter().map(|verdict| problem(verdict, State::Planned, false)))
            .chain(
                [State::Planned, State::Spinning, State::Running, State::Unread, State::Paused]
                    .map(State::name),
            )
            .collect();
        said.sort_unstable();
        said.dedup();
        let mut explained = STATES.map(|(word, _)| word);
        explained.sort_unstable();
        assert_eq!(said, explained);
        let rules = verdicts.iter().flat_map(Verdict::rules);
        assert!(rules.into_iter().all(|rule| crate::rules::find(rule).is_some()));
    }
}
