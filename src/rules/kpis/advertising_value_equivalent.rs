use crate::rules::prelude::*;
use crate::words::units::is_money;

/// Matched as whole words in any case; hyphens count as spaces.
const PHRASES: &str = "advertising value equivalent, advertising value equivalents, advertising value equivalence, \
    advertising value equivalency, advertising equivalent value, advertising equivalence, advertising equivalency, \
    ad value equivalent, ad value equivalency, ad equivalency, equivalent advertising value, equivalent ad value, \
    equivalent media value, media value equivalent, media value equivalency, earned media value, publicity value";

/// One of these is in every phrase, and in few other texts.
const IN_EVERY_PHRASE: &[&str] = &["value", "equivalen"];

pub static RULE: Rule = Rule::new("advertising-value-equivalent", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a KPI prices coverage as if it were advertising")
    .checks("\
No KPI has an id, name or unit about the price of advertising that was not bought. `AVE` or `AVEs` in capitals counts if
the unit is money; hyphens count as spaces.")
    .words(&[("the price of advertising that was not bought", PHRASES)])
    .why("\
The price of the space does not show whether anyone read, thought or did anything, and no two tools agree on it. The
Barcelona Principles reject it outright. **Source**: barcelona.")
    .example("\
kpis:
-  coverage: { name: Advertising value equivalent of all mentions, unit: USD/quarter }
+  coverage: { name: Readers who asked for an appointment after an article, unit: people/quarter }")
    .fix("\
Measure what the coverage changed: visits, questions, bookings, what people remember. If a partner insists on the
figure: `# stratplan: allow(advertising-value-equivalent) the sponsor's contract asks for it`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.strategy.kpis(), "KPIs", "price coverage as if it were advertising", |(id, kpi)| {
        let texts = [
            Some((id.as_str(), id.span)),
            kpi.name.placed().map(|(name, place)| (name.as_str(), place.value)),
            kpi.unit.placed().map(|(unit, place)| (unit.as_str(), place.value)),
        ];
        // AVE is also a train, and `ave` an average or an avenue.
        let abbreviated = |text: &str| {
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            let is_priced = words.any(|word| word == "AVE" || word == "AVEs")
                && kpi.unit.get().is_some_and(|unit| is_money(unit));
            is_priced.then_some("AVE")
        };
        let phrase = |(text, at)| Some((spelled_out(text).or_else(|| abbreviated(text))?, at));
        let (phrase, at) = texts.into_iter().flatten().find_map(phrase)?;
        Some(
            RULE.at(at, format!("`{id}` prices coverage as if it were advertising"))
                .label(format!("{phrase}: what the space would have cost"))
                .note("the price of the space does not show whether anyone read, thought or did anything")
                .help("measure what the coverage changed instead: visits afterwards, questions, bookings, what people remember"),
        )
    })
}

fn spelled_out(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    if !IN_EVERY_PHRASE.iter().any(|part| lower.contains(part)) {
        return None;
    }
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'));
    let text = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    PHRASES.split(", ").find(|phrase| holds_word(&text, phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_found() {
        for phrase in PHRASES.split(", ") {
            assert_eq!(spelled_out(&format!("Our {} (EUR)", phrase.to_uppercase())), Some(phrase));
        }
        assert_eq!(spelled_out("advertising-value_equivalent"), Some("advertising value equivalent"));
        assert_eq!(spelled_out("customer lifetime value"), None);
    }
}
