//! The currency of an amount, and the units and currencies that an answer adds to the file.

use rust_decimal::Decimal;

use super::figures::{Place, said};
use super::in_words::in_words;
use super::value::{MAX_GUESS, ValueError};
use crate::finding::Edit;
use crate::source::Span;
use crate::words::currency::{Mark, currency, mark};
use crate::words::factor::is_factor;
use crate::words::is_in;
use crate::words::spelling::Figure;
use crate::words::unit::Agreement;

/// Where the budget of the plan is.
const TOTALS: [&[&str]; 2] = [&["budget"], &["budget", "total"]];

/// Words for currencies that can be those of several countries, or of no country.
const OTHERS: &str = "pounds pound yen yuan renminbi rubles roubles pesos peso rand dirhams dirham riyals riyal shillings \
                      naira won baht ringgit lira liras forint forints zloty zlotys koruna crowns kroner kronor krone \
                      krona rupiah dong hryvnia leva shekels bitcoin";

/// How many keys are added with a fix: for each, the file is read again.
const MAX_ADDITIONS: usize = 50;

impl Place<'_> {
    /// The answer to an amount of money next to a word that can be another currency than the plan's.
    pub(super) fn in_a_currency(&self, text: &str) -> Option<ValueError> {
        if self.kpi.is_some() || text.len() > MAX_GUESS || !text.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        // The figure cannot be read, and its currency can.
        let (_, mark) = mark(text);
        if let Some(mark) = mark.filter(|mark| matches!(self.agreement(mark), Agreement::Conflict(_))) {
            return Some(self.written("", &Figure { mark: Some(mark), ..Figure::default() }));
        }
        let words = text.split(|c: char| c.is_ascii_digit() || c.is_whitespace() || ".,'’".contains(c));
        let mut words = words.filter(|word| !word.is_empty() && !is_factor(word));
        let word = words.next().filter(|_| words.next().is_none())?;
        let is_code = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_word = (is_code || is_in(OTHERS, &word.to_lowercase())) && !in_words(text)?.unit.is_empty();
        let (plan, add) = match self.currency_of_plan() {
            Some(code) => (format!("in {code}"), String::new()),
            None => ("in the currency of the plan".to_owned(), format!("; add that {}", self.adding("…"))),
        };
        let help = format!(
            "write digits alone, {plan}: if `{word}` is another currency, convert it, and keep what is written here in a comment{add}"
        );
        is_word.then(|| ValueError::new("an amount of money", help))
    }

    /// The currency that the plan says it counts in, if only next to its total.
    pub(super) fn currency_of_plan(&self) -> Option<String> {
        // One that is at the wrong place is moved.
        let places = [&["budget", "currency"][..], &["strategy", "currency"], &["currency"]];
        let code = places.into_iter().find_map(|path| said(self.cursor, path));
        if let Some(code) = code {
            return Some(match currency(code) {
                Some(Mark::Currency(code)) => code,
                _ if code.is_ascii() => code.to_uppercase(),
                _ => code.to_owned(),
            });
        }
        let total =
            if self.is_total() { None } else { TOTALS.into_iter().find_map(|path| said(self.cursor, path)) };
        match mark(total?) {
            (_, Some(Mark::Currency(code))) => Some(code),
            _ => None,
        }
    }

    /// True for the budget itself, whose currency is the plan's.
    pub(super) fn is_total(&self) -> bool {
        let path = self.cursor.path();
        TOTALS.into_iter().any(|total| path == total)
    }

    /// What to add to the file so that the figure needs no mark.
    pub(super) fn adding(&self, said: &str) -> String {
        match &self.kpi {
            Some(kpi) => format!("`unit: {said}` to `{kpi}`"),
            None => format!("`currency: {said}` to the strategy's `budget:`"),
        }
    }

    /// The answer to a figure whose unit or currency is not said. It is a fix unless other figures have
    /// another mark.
    pub(super) fn with_addition(
        &self,
        instead: &str,
        figure: &Figure,
        mark: &Mark,
        said: &str,
    ) -> ValueError {
        let error = ValueError::new("a number", format!("write `{instead}`, and add {}", self.adding(said)));
        let others = self.others();
        let kpi = self.kpi.as_deref().map(|kpi| self.span_of(&["kpis", kpi]).unwrap_or_default());
        let is_of_kpi = |span: &Span| kpi.is_some_and(|kpi| kpi.contains(*span));
        let is_other = |(span, other): &(Span, Mark)| match kpi {
            Some(_) => is_of_kpi(span) && other != mark,
            None => !matches!(other, Mark::Percent) && other != mark && !self.is_total(),
        };
        if others.marks.iter().any(is_other) {
            return match (&self.kpi, mark) {
                (None, Mark::Currency(_)) => {
                    let help = "the amounts of this plan are in several currencies: add `currency: …` to the strategy's `budget:` for \
                                the one that the plan is in, convert the others, and keep what is written there in \
                                a comment";
                    ValueError::new("a number", help)
                }
                _ => error,
            };
        }
        let Some((text, edits)) = self.addition(instead, said) else { return error };
        // Next to 0.031, 4 % can be meant as 0.04.
        let error = if matches!(mark, Mark::Unit(_)) {
            // The word may not be a unit.
            error.perhaps(text)
        } else if *mark == Mark::Percent && others.fractions.iter().any(is_of_kpi) {
            let help = format!("{}, if its other figures are percent, too", error.help);
            ValueError { help, ..error }.perhaps(text)
        } else if figure.is_certain {
            error.instead(text)
        } else {
            error.perhaps(text)
        };
        error.with(edits)
    }

    /// What to write here, and what to add elsewhere.
    pub(super) fn addition(&self, instead: &str, said: &str) -> Option<(String, Vec<Edit>)> {
        let cursor = self.cursor;
        let budget = |total: &str| format!("{{ currency: {said}, total: {total} }}");
        let path = match &self.kpi {
            Some(kpi) => ["kpis", kpi, "unit"],
            None if cursor.path() == ["budget"] => return Some((budget(instead), Vec::new())),
            None => ["budget", "currency", ""],
        };
        let path = path.strip_suffix(&[""]).unwrap_or(&path);
        if let (None, Some(total)) = (&self.kpi, cursor.elsewhere(&["budget"])) {
            let is_plain = total.parse::<Decimal>().is_ok();
            let edit = Edit { span: self.span_of(&["budget"])?, text: budget(total) };
            return is_plain.then(|| (instead.to_owned(), vec![edit]));
        }
        let mut known = cursor.decoder.figures.additions.borrow_mut();
        let key = format!("{}: {said}", path.join("."));
        if known.len() >= MAX_ADDITIONS && !known.contains_key(&key) {
            return None;
        }
        let edits = known.entry(key).or_insert_with(|| cursor.setting(path, said));
        Some((instead.to_owned(), edits.clone()?))
    }

    fn span_of(&self, path: &[&str]) -> Option<Span> {
        self.cursor.find(path).map(|value| self.cursor.span_of(value))
    }
}
