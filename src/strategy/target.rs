//! What a KPI is meant to reach, or the bound it is meant to keep.

mod figure;
mod written;

use std::fmt;

use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::date::CoarseDate;
use super::number::Number;
use super::record::{meaning, record};
use super::walk::{Meaning, Node, Visitor, Walk};
use crate::decode::field::Field;
use crate::decode::figures::Place;
use crate::decode::format::{Shape, inline_schema};
use crate::decode::shorthand::{Many, Short};
use crate::decode::value::{Scalar, ValueError};
use crate::decode::{Cursor, Read};
pub use figure::TargetFigure;
use figure::answer;

record! {
    /// The target of a KPI: a value, a change of the baseline, or a bound.
    pub struct Target {
        /// The value to reach, in the unit of the KPI.
        pub value: Field<TargetFigure>,
        /// The lowest value that is good enough.
        pub at_least: Field<TargetFigure>,
        /// The highest value that is good enough.
        pub at_most: Field<TargetFigure>,
        /// The lowest and the highest value that are good enough: `[84, 86]`.
        pub between: Field<Range>,
        /// How far from the baseline: `+10%`, `-20%`, `+5`, `x2`.
        pub change: Field<Change>,
        /// Why there is no target yet, on purpose.
        pub not_now: Field<String>,
        /// By when. Default: the end of the strategy's period.
        pub date: Field<CoarseDate>,
        /// A more ambitious value, shown but never judged.
        pub stretch: Field<TargetFigure>,
    }
    main value
    required value unless at_least or at_most or between or change or not_now = "the figure to reach"
}

/// A target as it is given: a record, or its value alone. Bounds and changes in other notations are
/// answered with the record that they mean.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct GivenTarget(pub Short<Target>);

impl std::ops::Deref for GivenTarget {
    type Target = Target;
    fn deref(&self) -> &Target {
        &self.0
    }
}
impl Read for GivenTarget {
    const SHAPE: &'static Shape = &Shape::InWords(Short::<Target>::SHAPE, answer);
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        match cursor.own_text().and_then(|text| answer(cursor, text)) {
            Some(error) => cursor.invalid(&ValueError { expected: "a number or a record", ..error }),
            None => Read::read(cursor).map(Self),
        }
    }
}
impl Node for GivenTarget {
    const MEANING: Meaning = Meaning::Section;
    fn walk<'a, V: Visitor<'a>>(&'a self, walk: &mut Walk<'a, '_, V>) {
        self.0.walk(walk);
    }
}
inline_schema!([] GivenTarget, |generator| generator.subschema_for::<Short<Target>>());

/// The values that are good enough. The ends are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    AtLeast(Decimal),
    AtMost(Decimal),
    Between(Decimal, Decimal),
}

impl Bound {
    pub fn includes(self, value: Decimal) -> bool {
        self.nearest(value) == value
    }

    /// The included value that is nearest to `value`.
    pub fn nearest(self, value: Decimal) -> Decimal {
        match self {
            Self::AtLeast(low) => value.max(low),
            Self::AtMost(high) => value.min(high),
            Self::Between(low, high) => value.max(low).min(high),
        }
    }

    /// The highest value that is included, if there is one.
    pub fn high(self) -> Option<Decimal> {
        match self {
            Self::AtLeast(_) => None,
            Self::AtMost(high) | Self::Between(_, high) => Some(high),
        }
    }

    /// The distance to the nearest end of the bound: positive inside, negative outside.
    pub fn margin(self, value: Decimal) -> Option<Decimal> {
        let (above, below) = match self {
            Self::AtLeast(low) => (value.checked_sub(low), None),
            Self::AtMost(high) => (None, high.checked_sub(value)),
            Self::Between(low, high) => (value.checked_sub(low), high.checked_sub(value)),
        };
        above.into_iter().chain(below).min()
    }
}

impl Target {
    /// True if it says only one thing to reach.
    pub fn has_one_form(&self) -> bool {
        let Self { value, at_least, at_most, between, change, not_now, date: _, stretch: _ } = self;
        let given = [value, at_least, at_most].into_iter().filter(|form| !form.is_absent()).count();
        let others = [!between.is_absent(), !change.is_absent(), !not_now.is_absent()];
        given + others.into_iter().filter(|given| *given).count() == 1
    }

    /// True if a part could not be read that says what to reach.
    pub fn is_unreadable(&self) -> bool {
        let Self { value, at_least, at_most, between, change, not_now: _, date: _, stretch: _ } = self;
        value.is_invalid()
            || at_least.is_invalid()
            || at_most.is_invalid()
            || between.is_invalid()
            || change.is_invalid()
    }

    /// The bound, if the target is one that could be read.
    pub fn bound(&self) -> Option<Bound> {
        let low = self.at_least.get().map(|low| Bound::AtLeast(low.0));
        let high = self.at_most.get().map(|high| Bound::AtMost(high.0));
        let between = self.between.get().map(|range| Bound::Between(range.0.0, range.1.0));
        low.or(high).or(between)
    }
}

/// Two numbers, the lower one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range(pub Number, pub Number);

impl Read for Range {
    const SHAPE: &'static Shape = &Shape::InWords(Many::<Number>::SHAPE, answer);
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        let range = |text| written::range(text, &written::Around::of(cursor, text));
        if let Some((low, high)) = cursor.own_text().and_then(range) {
            let figure = if low.mark.is_some() { &low } else { &high };
            let error = Place::of(cursor).written(&format!("[{}, {}]", low.value, high.value), figure);
            return cursor.invalid(&ValueError { expected: "two numbers", ..error });
        }
        if let Some(error) = cursor.own_text().and_then(|text| answer(cursor, text)) {
            return cursor.invalid(&ValueError { expected: "two numbers", ..error });
        }
        match &Many::<Number>::read(cursor)?[..] {
            [low, high] if low > high => {
                let help = format!("write the lower one first: `[{high}, {low}]`");
                cursor.invalid(&ValueError::new("two numbers, the lower one first", help))
            }
            [low, high] => Some(Self(*low, *high)),
            items => cursor.invalid(&written::cut_range(items.len(), cursor)),
        }
    }
}

impl Serialize for Range {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.0, self.1].serialize(serializer)
    }
}

inline_schema!([] Range, |generator| {
    let number = generator.subschema_for::<Number>();
    json_schema!({ "type": "array", "items": number, "minItems": 2, "maxItems": 2 })
});

/// A target relative to the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Percent of the baseline: `+10%` is 10.
    Percent(Decimal),
    /// In the unit of the KPI.
    By(Decimal),
    /// A multiple of the baseline.
    Times(Decimal),
}

const CHANGE: &str = "write it with its sign: `+10%`, `-20%`, `+5` or `x2`";

impl Change {
    /// More or less than the baseline; `None` if it changes nothing.
    pub fn is_rise(self) -> Option<bool> {
        let (size, none) = match self {
            Self::Percent(size) | Self::By(size) => (size, Decimal::ZERO),
            Self::Times(size) => (size, Decimal::ONE),
        };
        (size != none).then(|| size > none)
    }

    /// The value after this change of a baseline. `None` for a percentage or a multiple of a baseline that is not
    /// above 0, which has two meanings, and for a value too large for a decimal.
    pub fn of(self, baseline: Decimal) -> Option<Decimal> {
        match self {
            Self::Percent(percent) if baseline > Decimal::ZERO => {
                let factor = Decimal::ONE_HUNDRED.checked_add(percent)?;
                baseline.checked_mul(factor)?.checked_div(Decimal::ONE_HUNDRED)
            }
            Self::Times(factor) if baseline > Decimal::ZERO => baseline.checked_mul(factor),
            Self::Percent(_) | Self::Times(_) => None,
            Self::By(difference) => baseline.checked_add(difference),
        }
    }
}

impl Scalar for Change {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        let refuse = |help: &str| Err(ValueError::new("a change", help));
        let text = text.trim().replacen(['\u{2212}', '\u{2013}'], "-", 1);
        let (figure, is_percent) = match text.strip_suffix('%') {
            Some(figure) => (figure.trim_end(), true),
            None => (text.as_str(), false),
        };
        let rest = figure.strip_prefix(['x', 'X', '×', '+', '-']).map(str::trim_start);
        let Some(size) = rest.filter(|rest| !rest.starts_with('+')).and_then(|rest| Number::parse(rest).ok())
        else {
            return refuse(CHANGE);
        };
        let change = match figure.chars().next() {
            Some('+') if is_percent => Self::Percent(size.0),
            Some('+') => Self::By(size.0),
            Some('-') if is_percent => Self::Percent(-size.0),
            Some('-') => Self::By(-size.0),
            _ if is_percent => return refuse(CHANGE),
            _ => Self::Times(size.0),
        };
        if size.0.is_sign_negative() {
            return refuse("it has two signs: write one of them");
        }
        if change == Self::Times(Decimal::ZERO) {
            return refuse("0 times anything is 0: write the figure to reach under `value`");
        }
        if change.is_rise().is_none() {
            return refuse(
                "it changes nothing: to keep the figure, write a bound with `at_least` or `at_most`",
            );
        }
        Ok(change)
    }
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        let answer = |error| match written::changes(text, &written::Around::of(cursor, text)).as_slice() {
            [(change, figure)] => Place::of(cursor).written(&change.to_string(), figure),
            [(one, _), (other, _)] => {
                ValueError::new("", format!("this can mean two changes: write `{one}` or `{other}`"))
            }
            _ => error,
        };
        let read =
            Self::from_text(text).map_err(|error| ValueError { expected: "a change", ..answer(error) });
        read.map_or_else(|error| cursor.invalid(&error), Some)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signed = |number: &Decimal| if number.is_sign_negative() { "" } else { "+" };
        match self {
            Self::Percent(percent) => write!(f, "{}{percent}%", signed(percent)),
            Self::By(difference) => write!(f, "{}{difference}", signed(difference)),
            Self::Times(factor) => write!(f, "x{factor}"),
        }
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Change {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Change".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // `+5` is a number to YAML.
        json_schema!({
            "description": "A change of the baseline: `+10%`, `-20%`, `+5`, `x2`.",
            "type": ["string", "number"],
        })
    }
}

meaning!(Figure: Range, Change);
