//! Words for the same thing: what people write, from memory or out of another tool, for a key of the
//! format. Spelling is [`nearest`](crate::nearest)'s affair.

use crate::nearest::Nearest;

/// Keys, and words that can mean nothing else.
const CERTAIN: &[(&str, &str)] = &[
    ("end", "ends finish finishes till to until end_date"),
    ("start", "begin begins from since starts start_date"),
];

/// Keys, and words that likely mean them. A word may stand for several keys where no record has two of
/// those: `by` is a date in a decision and in a target.
const LIKELY: &[(&str, &str)] = &[
    ("answer", "text description what summary finding findings"),
    ("answered_by", "answers responder responders support moderator community_manager"),
    ("as_of", "date when asked"),
    ("audiences", "for segment segments personas persona target_group target_groups target_audience"),
    ("because", "why reason rationale description"),
    ("budget", "cost costs planned_cost planned_spend"),
    ("cadence", "frequency interval rhythm how_often"),
    ("call_to_action", "cta next_step action"),
    ("captures_lead", "lead leads"),
    ("channel", "link url landing_page"),
    ("date", "by when day deadline due as_of"),
    ("document", "link url file"),
    ("end", "by deadline due due_date"),
    ("funnel_stage", "stage funnel"),
    ("hours", "opening_hours availability"),
    ("impact", "severity consequence"),
    ("kpis", "metrics metric measures measured_by indicators"),
    ("learned", "text lesson statement description what summary finding"),
    ("likelihood", "probability chance"),
    ("means", "description meaning definition text what"),
    ("mitigation", "response countermeasure action plan"),
    ("name", "title label headline called text description what"),
    ("needed_by", "by deadline due due_date date when until"),
    ("next_review", "review"),
    ("not_now", "skip skipped later postponed"),
    ("organization", "company client brand org"),
    ("owner", "who responsible lead assignee assigned_to contact manager"),
    ("people", "team staff persons"),
    ("period", "timeframe dates duration"),
    ("platforms", "where channels channel networks network"),
    ("question", "title text statement decision description what name"),
    ("rationale", "why reason because"),
    ("readings", "data actuals measurements history"),
    ("source", "where report dashboard tool"),
    ("spinning_at", "gate threshold target goal"),
    ("start", "date when launch"),
    ("statement", "title text goal objective description what name risk"),
    ("status", "state"),
    ("strategy", "plan meta head"),
    ("team", "department unit who"),
    ("text", "label title name button"),
    ("total", "amount sum"),
    ("value", "number figure amount count"),
    ("why", "because reason rationale purpose"),
    ("within", "response_time sla time"),
];

/// The key that says what a word says; none where two could.
pub(super) fn same<'k>(written: &str, keys: &(impl Iterator<Item = &'k str> + Clone)) -> Option<Nearest<'k>> {
    let written = written.to_lowercase().replace([' ', '-'], "_");
    let find = |table: &'static [(&str, &str)], certain| {
        let meant = |key: &&str| {
            table.iter().any(|(meant, words)| meant == key && words.split(' ').any(|word| word == written))
        };
        let mut all = keys.clone().filter(meant);
        all.next().filter(|_| all.next().is_none()).map(|name| Nearest { name, certain })
    };
    find(CERTAIN, true).or_else(|| find(LIKELY, false))
}

/// Each key with each of its words.
#[cfg(test)]
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    CERTAIN.iter().chain(LIKELY).flat_map(|(key, words)| words.split(' ').map(|word| (*key, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_taken_for_the_key_that_says_the_same() {
        let meant = |word, keys: &[&'static str]| {
            same(word, &keys.iter().copied()).map(|meant| (meant.name, meant.certain))
        };
        assert_eq!(meant("from", &["start", "end"]), Some(("start", true)));
        assert_eq!(meant("why", &["not_now", "name", "because"]), Some(("because", false)));
        assert_eq!(meant("By", &["value", "date"]), Some(("date", false)));
        assert_eq!(meant("due date", &["question", "needed_by"]), Some(("needed_by", false)));
        assert_eq!(meant("sunshine", &["value", "date"]), None);
        // Either could be meant.
        assert_eq!(meant("description", &["name", "because"]), None);
    }
}
