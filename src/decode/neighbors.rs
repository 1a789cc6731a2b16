//! The other figures of a KPI, as far as they have one meaning, with those of the readings file.

use std::rc::Rc;

use rust_decimal::Decimal;

use super::figures::Place;
use super::offers::read;
use crate::syntax::tree::{NodeId, Value};
use crate::words::neighbors::Neighbors;
use crate::words::spelling::Spelled;

impl Place<'_> {
    /// The other figures of the KPI that can be read.
    pub(crate) fn neighbors(&self) -> Rc<Neighbors> {
        let Some(kpi) = &self.kpi else { return Rc::default() };
        if let Some(known) = self.cursor.decoder.figures.neighbors.borrow().get(kpi) {
            return Rc::clone(known);
        }
        let (mut figures, mut target) = (Vec::new(), Vec::new());
        if let Some(kpi) = self.cursor.find(&["kpis", kpi]) {
            let is_part = |key: &str| ["baseline", "targets", "milestones", "readings"].contains(&key);
            self.figures_in(kpi, is_part, &mut figures);
            self.figures_in(kpi, |key| key == "target", &mut target);
        }
        let elsewhere = self.cursor.decoder.elsewhere;
        figures.extend(elsewhere.by_kpi.get(kpi).into_iter().flatten());
        let decimal_commas = elsewhere.decimal_commas || self.others().has_decimal_comma == Some(true);
        let known = Rc::new(Neighbors::of_kpi(decimal_commas, figures, target));
        self.cursor.decoder.figures.neighbors.borrow_mut().insert(kpi.clone(), Rc::clone(&known));
        known
    }

    /// Adds the figures of a part of a KPI that have one meaning.
    fn figures_in(&self, node: NodeId, is_part: fn(&str) -> bool, figures: &mut Vec<Decimal>) {
        let is_figure = |key: &str| !["date", "due", "note", "not_now", "change"].contains(&key);
        if self.cursor.decoder.tree.is_alias(node) {
            return;
        }
        match self.cursor.value_of(node) {
            // A change and a share have another size than the figures.
            Value::Scalar(text, _) if text.contains('%') && !self.is_in_percent() => {}
            Value::Scalar(text, _) => figures.extend(clear(text)),
            Value::Sequence([low, high]) => {
                self.figures_in(*low, is_figure, figures);
                self.figures_in(*high, is_figure, figures);
            }
            Value::Mapping(entries) => {
                let mut entries = entries.iter().peekable();
                while let Some((key, value)) = entries.next() {
                    // `4,000` between braces is a 4 and a key `000`.
                    let mut figure = self.cursor.span_of(value);
                    let is_cut_off = |(key, value): &(NodeId, NodeId)| {
                        self.cursor.text(*key).starts_with(|c: char| c.is_ascii_digit())
                            && self.cursor.scalar_text(*value) == Some("")
                    };
                    let is_cut = entries.peek().is_some_and(is_cut_off);
                    while let Some((piece, _)) = entries.next_if(is_cut_off) {
                        figure.end = self.cursor.span_of(piece).end;
                    }
                    match is_part(self.cursor.text(key)) {
                        true if is_cut => figures.extend(clear(self.cursor.decoder.source.slice(figure))),
                        true => self.figures_in(value, is_figure, figures),
                        false => {}
                    }
                }
            }
            Value::Sequence(_) | Value::Damaged => {}
        }
    }
}

/// A figure that has one meaning.
pub(crate) fn clear(text: &str) -> Option<Decimal> {
    text.parse().ok().or_else(|| match read(text, false) {
        // `4,000` is asked about if the others are not of that size.
        Some(Spelled::Figure(figure)) if !text.contains(",000") => Some(figure.value),
        _ => None,
    })
}
