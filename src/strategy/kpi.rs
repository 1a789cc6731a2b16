//! KPIs: their values at the start, their targets and their readings.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::cadence::Cadence;
use super::date::{CoarseDate, Start};
use super::number::Number;
use super::origin::GivenOrigin;
use super::plan::Owner;
use super::record::{declared, record, words};
use super::target::GivenTarget;
use super::walk::Ref;
use crate::decode::field::{Field, Place};
use crate::decode::maps::Series;
use crate::decode::shorthand::{Brief, Short};

record! {
    /// A KPI.
    pub entry Kpi {
        /// The full name.
        pub name: Field<String>,
        /// The unit, with its period if it has one: `leads/quarter`, `percent`, `minutes`.
        pub unit: Field<String>,
        /// What it measures: from the input to the impact.
        pub measures: Field<Measures>,
        /// What a reading is: a level on its day, what came in since the reading before, or a running total.
        pub counts: Field<Counts>,
        /// The first day that counts in a sum or a running total. Default: the start of the strategy's period.
        pub since: Field<Start>,
        /// The value at the start. For a sum or a running total: what came in over an earlier stretch of the
        /// same length.
        pub baseline: Field<Short<Baseline>>,
        /// The value to reach and by when, or the bound to keep.
        pub target: Field<GivenTarget>,
        /// The target of each stretch of time: for a sum or a running total what should come in during it,
        /// for a level the value at its end.
        pub targets: Field<Series<CoarseDate, Number>>,
        /// Planned values on the way, by date, if the path is not a straight line. For a sum or a running total,
        /// the planned total.
        pub milestones: Field<Series<CoarseDate, Number>>,
        /// The shape of the path from start to target, if there are no milestones.
        pub path: Field<PathShape>,
        /// Where the value comes from, so that anyone can repeat the measurement: in words, or as an export that
        /// `stratplan import` reads.
        pub source: Field<GivenOrigin>,
        /// The owner, one person. Default: the owner of the one goal that names it.
        pub owner: Field<Ref<Owner>>,
        /// How often it is measured.
        pub cadence: Field<Cadence>,
        /// The measured values, by date, each with a note if something about it needs explaining.
        pub readings: Field<Series<CoarseDate, Brief<Figure>>>,
    }
    main name
}

words! {
    /// What a KPI measures: from the input to the impact on the organization.
    pub enum Measures {
        /// The resources used.
        Input = "input",
        /// The work done.
        Activity = "activity",
        /// What people receive.
        Output = "output",
        /// What people learn or think.
        Outtake = "outtake",
        /// What people do.
        Outcome = "outcome",
        /// What changes for the organization.
        Impact = "impact",
    }
}

words! {
    /// What a reading is.
    pub enum Counts {
        /// A state or a rate on its day: followers, percent, leads per month.
        Level = "level",
        /// What came in since the reading before; the figure is the sum of all readings.
        Sum = "sum",
        /// The running total itself.
        Total = "total",
    }
}

words! {
    /// The shape of the path from start to target.
    pub enum PathShape {
        /// A straight line.
        Straight = "straight",
        /// The shape of the year before, from its readings.
        LastYear = "last_year",
    }
}

record! {
    /// The value of a KPI at the start.
    pub struct Baseline {
        /// The value, in the unit of the KPI.
        pub value: Field<Number>,
        /// When it was measured. Default: the day before the strategy's period starts.
        pub date: Field<CoarseDate>,
        /// The day by which it will be known, if it is still being found out.
        pub due: Field<CoarseDate>,
    }
    main value
    required value unless due = "what it was when the strategy began"
}

record! {
    /// One measured value.
    pub struct Figure {
        /// The value, in the unit of the KPI.
        pub value: Field<Number>,
        /// What a reader of the figure needs to know about it.
        pub note: Field<String>,
    }
    main value
    required value = "the figure"
}

declared!(Kpi: Kpi);

impl Kpi {
    pub fn counts(&self) -> Counts {
        self.counts.get().copied().unwrap_or(Counts::Level)
    }

    /// False if a part of it could not be read that says where it starts or what it should reach.
    pub fn has_readable_aim(&self) -> bool {
        let baseline = self.baseline.may_be(|baseline| baseline.value.is_invalid());
        let target = self.target.may_be(|target| target.is_unreadable());
        !(baseline || target || self.targets.may_be(|targets| !targets.is_whole()))
    }

    /// The keys that say what its target asks for, and whether each is set.
    pub fn says_what_the_target_asks(&self) -> [(&'static str, bool); 5] {
        let Self { unit, counts, baseline, target, targets, .. } = self;
        [
            ("unit", unit.is_set()),
            ("counts", counts.is_set()),
            ("baseline", baseline.is_set()),
            ("target", target.is_set()),
            ("targets", targets.is_set()),
        ]
    }

    /// Every figure that it plans with, and its place: the baseline, the target and its bounds, what is planned on the way.
    pub fn planned_figures(&self) -> Vec<(Decimal, Place)> {
        let baseline = self.baseline.get().and_then(|baseline| baseline.value.placed());
        let baseline = baseline.map(|(number, place)| (*number, place));
        let target = self.target.get();
        let targets =
            target.map(|target| [&target.value, &target.at_least, &target.at_most, &target.stretch]);
        let alone = targets.into_iter().flatten().filter_map(|field| field.placed());
        let alone = alone.map(|(number, place)| (Number::from(*number), place));
        let range = target.and_then(|target| target.between.placed());
        let range = range.into_iter().flat_map(|(range, place)| [(range.0, place), (range.1, place)]);
        let series = [&self.targets, &self.milestones].into_iter().filter_map(Field::get);
        let dated = series.flat_map(Series::iter).map(|(_, number, place)| (*number, place));
        baseline
            .into_iter()
            .chain(alone)
            .chain(range)
            .chain(dated)
            .map(|(number, place)| (number.0, place))
            .collect()
    }

    /// The day by which the baseline will be known, if it is still being found out.
    pub fn baseline_due(&self) -> Option<Date> {
        let baseline = self.baseline.get().filter(|baseline| baseline.value.is_absent())?;
        baseline.due.get().map(|due| due.last)
    }

    /// True if it says itself what is planned on the way.
    pub fn has_planned_figures(&self) -> bool {
        !self.milestones.is_absent() || !self.targets.is_absent()
    }

    /// True if its plan has the shape of the year before.
    pub fn follows_last_year(&self) -> bool {
        self.path.get() == Some(&PathShape::LastYear)
    }
}
