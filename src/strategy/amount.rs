//! What something costs: one figure, or one for each kind of cost.

use rust_decimal::Decimal;
use schemars::json_schema;
use serde::{Serialize, Serializer};

use super::number::{Money, Number};
use super::record::{record, words};
use super::walk::{Meaning, Node, is_hollow};
use crate::decode::field::Field;
use crate::decode::format::{Shape, inline_schema};
use crate::decode::value::ValueError;
use crate::decode::{Cursor, Read};

record! {
    /// Costs by kind, in the currency of the strategy's budget. Their sum counts wherever one figure is needed.
    pub struct Costs {
        /// Advertising space and sponsored posts.
        pub paid: Field<Money>,
        /// Making it: films, pictures, texts, events.
        pub production: Field<Money>,
        /// Fees of creators and influencers.
        pub creators: Field<Money>,
        /// Fees of agencies and freelancers.
        pub agency: Field<Money>,
        /// Software and licenses.
        pub tools: Field<Money>,
        /// Anything else.
        pub other: Field<Money>,
    }
    // One figure says no kind; this only lets a figure take the place of the keys.
    main other
}

words! {
    /// A kind of cost.
    pub enum CostKind {
        /// Advertising space and sponsored posts.
        Paid = "paid",
        /// Making it.
        Production = "production",
        /// Fees of creators and influencers.
        Creators = "creators",
        /// Fees of agencies and freelancers.
        Agency = "agency",
        /// Software and licenses.
        Tools = "tools",
        /// Anything else.
        Other = "other",
    }
}

impl Costs {
    fn of(&self, kind: CostKind) -> &Field<Money> {
        match kind {
            CostKind::Paid => &self.paid,
            CostKind::Production => &self.production,
            CostKind::Creators => &self.creators,
            CostKind::Agency => &self.agency,
            CostKind::Tools => &self.tools,
            CostKind::Other => &self.other,
        }
    }
}

/// An amount of money in the currency of the budget, perhaps by kind.
#[derive(Debug, Clone, Default)]
pub struct Amount {
    /// All of it: the sum of its kinds.
    pub total: Decimal,
    costs: Option<Costs>,
}

impl Amount {
    /// Its kinds of costs; none if it is one figure.
    pub fn kinds(&self) -> impl Iterator<Item = (CostKind, Decimal)> {
        let kinds = CostKind::ALL.into_iter();
        kinds.filter_map(|kind| Some((kind, self.costs.as_ref()?.of(kind).get()?.0)))
    }
}

impl Read for Amount {
    const SHAPE: &'static Shape = &Shape::Short(Costs::SHAPE);
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        match cursor.keys() {
            None => return Money::read(cursor).map(|money| Self { total: money.0, costs: None }),
            Some(0) => {
                let help = "write one figure, or one for each kind of cost: `{ paid: …, production: … }`";
                return cursor.invalid(&ValueError::new("an amount", help));
            }
            Some(_) => {}
        }
        let costs = Costs::read(cursor)?;
        // Nothing is summed up that is only a part.
        if is_hollow(&costs) || CostKind::ALL.into_iter().any(|kind| costs.of(kind).is_invalid()) {
            return None;
        }
        let amounts = CostKind::ALL.into_iter().filter_map(|kind| costs.of(kind).get());
        let Some(total) = amounts.map(|amount| amount.0).try_fold(Decimal::ZERO, Decimal::checked_add) else {
            return cursor
                .invalid(&ValueError::new("an amount", "write smaller figures: their sum is too large"));
        };
        if total < Decimal::ZERO {
            let help =
                format!("its kinds add up to {}: write a credit with what it was paid for", Number(total));
            return cursor.invalid(&ValueError::new("0 or more in all", help));
        }
        Some(Self { total, costs: Some(costs) })
    }
}
impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.costs {
            None => Number(self.total).serialize(serializer),
            Some(_) => {
                serializer.collect_map(self.kinds().map(|(kind, amount)| (kind.key(), Number(amount))))
            }
        }
    }
}
inline_schema!([] Amount, |generator| {
    let costs = generator.subschema_for::<Costs>();
    json_schema!({ "anyOf": [{ "type": "number" }, costs] })
});
impl Node for Amount {
    const MEANING: Meaning = Meaning::Money;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_cost_has_a_key() {
        let keys = Costs::SHAPE.record().unwrap().keys;
        let keys: Vec<&str> = keys.iter().map(|key| key.name).collect();
        assert_eq!(keys, CostKind::ALL.map(CostKind::key));
    }
}
