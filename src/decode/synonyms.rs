//! Synonyms: what people write, from memory or from another tool, for a key of the format or for a word
//! that a value can be. Misspellings are found by [`nearest`](crate::words::nearest).

use super::format::{Record, Shape};
use crate::words::nearest::Nearest;

/// Keys, and words that can only mean them.
const CERTAIN: &[(&str, &str)] = &[
    ("end", "ends finish finishes till to until end_date"),
    ("start", "begin begins from since starts start_date"),
];

/// Keys, and words that likely mean them. A word can stand for several keys if no record has two of
/// them: `by` is a date in a decision and in a target.
const LIKELY: &[(&str, &str)] = &[
    ("answer", "summary finding findings"),
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
    ("goals", "business_goals business_goal company_goals aims"),
    ("hours", "opening_hours availability"),
    ("impact", "severity consequence"),
    ("kpis", "metrics metric measures measured_by indicators"),
    ("learned", "lesson statement summary finding"),
    ("likelihood", "probability chance"),
    ("means", "description meaning definition text what"),
    ("mitigation", "response countermeasure action plan"),
    ("name", "label headline called"),
    ("needed_by", "by deadline due due_date date when until"),
    ("next_review", "review"),
    ("not_now", "skip skipped later postponed"),
    ("organization", "company client brand org"),
    ("owner", "who responsible lead assignee assigned_to contact manager"),
    ("people", "team staff persons"),
    ("period", "timeframe dates duration"),
    ("platforms", "where channels channel networks network"),
    ("question", "statement decision"),
    ("rationale", "why reason because"),
    ("readings", "data actuals measurements history"),
    ("source", "where report dashboard tool"),
    ("spinning_at", "gate threshold target goal"),
    ("start", "date when launch"),
    ("statement", "goal objective risk"),
    ("status", "state"),
    ("strategy", "plan meta head"),
    ("team", "department unit who"),
    ("text", "label button"),
    ("total", "amount sum"),
    ("value", "number figure amount count"),
    ("why", "because reason rationale purpose"),
    ("within", "response_time sla time"),
];

/// Words that likely mean the text that says what a record is about: its name or else its main text.
const ABOUT: &str = "title text description what name";

/// Words that a value can be, and what people write for them.
const VALUES: &[(&str, &str)] = &[
    ("active", "in_progress ongoing running live current approved started"),
    ("advocacy", "referral referrals recommendation"),
    ("awareness", "top top_of_funnel tofu discovery reach visibility"),
    ("closed", "done finished completed complete over ended archived"),
    ("consideration", "middle middle_of_funnel mofu interest evaluation"),
    ("customer", "client clients user users buyer buyers"),
    ("daily", "every_day each_day 1_day day"),
    ("done", "completed complete finished closed over ended"),
    ("draft", "wip work_in_progress proposal proposed planned"),
    ("dropped", "cancelled canceled stopped abandoned rejected"),
    ("email", "newsletter newsletters mail"),
    ("employee", "staff colleague colleagues"),
    ("entertain", "entertainment entertaining fun"),
    ("fund", "fundraising donations"),
    ("generate_leads", "leads lead_generation"),
    ("help", "support service helping"),
    ("high", "severe major critical big likely"),
    ("inform", "informational information educate education educational"),
    ("low", "minor small unlikely rare"),
    ("loyalty", "retention"),
    ("made", "decided taken done closed resolved"),
    ("medium", "moderate middle mid normal possible"),
    ("monthly", "every_month each_month once_a_month 1_month month"),
    ("open", "pending undecided todo to_do waiting"),
    ("outcome", "result results"),
    ("planned", "scheduled upcoming todo to_do not_started"),
    ("prospect", "lead leads potential_customer potential_customers"),
    ("provide_service", "service support customer_service"),
    ("purchase", "bottom bottom_of_funnel bofu decision conversion buy"),
    ("quarterly", "every_quarter each_quarter once_a_quarter every_3_months quarter"),
    ("recruit", "recruiting recruitment hiring hire"),
    ("retail", "store stores shop shops studio"),
    ("running", "in_progress ongoing live active started current"),
    ("sell", "sales selling revenue promotional promote conversion"),
    ("web", "website site homepage blog"),
    ("weekly", "every_week each_week once_a_week 1_week week"),
    ("yearly", "annual annually every_year each_year once_a_year year"),
];

/// The free key of a record that means the same as a word; none if two do.
pub(super) fn key<'k>(
    written: &str,
    record: &Record,
    free: impl Iterator<Item = &'k str> + Clone,
) -> Option<Nearest<'k>> {
    let written = normal(written);
    let about = record.key("name").or_else(|| record.key(record.main?));
    let about = about.filter(|key| matches!(key.shape, Shape::Text) && is_among(&written, ABOUT));
    let is_about = |key: &&str| about.is_some_and(|about| about.name == *key);
    let certain = only(free.clone().filter(|key| means(&written, key, CERTAIN)));
    let likely = || only(free.filter(|key| is_about(key) || means(&written, key, LIKELY)));
    let nearest = |name, certain| Nearest { name, certain };
    certain.map(|name| nearest(name, true)).or_else(|| likely().map(|name| nearest(name, false)))
}

/// The word of a closed list that means the same as another; none if two do.
pub(super) fn value(written: &str, legal: &'static [&'static str]) -> Option<&'static str> {
    let written = normal(written);
    only(legal.iter().copied().filter(|word| means(&written, word, VALUES)))
}

fn normal(written: &str) -> String {
    written.trim().to_lowercase().replace([' ', '-'], "_")
}

fn means(written: &str, name: &str, table: &[(&str, &str)]) -> bool {
    table.iter().any(|(meant, words)| *meant == name && is_among(written, words))
}

fn is_among(written: &str, words: &str) -> bool {
    words.split(' ').any(|word| word == written)
}

fn only<'k>(mut all: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    all.next().filter(|_| all.next().is_none())
}

/// Each key with each of its words.
#[cfg(test)]
pub(crate) fn of_keys() -> impl Iterator<Item = (&'static str, &'static str)> {
    each(CERTAIN).chain(each(LIKELY))
}

/// Each word of a value with each that is written for it.
#[cfg(test)]
pub(crate) fn of_values() -> impl Iterator<Item = (&'static str, &'static str)> {
    each(VALUES)
}

#[cfg(test)]
fn each(table: &'static [(&str, &str)]) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.iter().flat_map(|(meant, words)| words.split(' ').map(|word| (*meant, word)))
}

#[cfg(test)]
mod tests {
    use super::super::format::Key;
    use super::*;

    #[test]
    fn a_word_is_taken_for_the_key_that_says_the_same() {
        let meant = |word, names: &[&'static str]| {
            let keys = names.iter().map(|name| Key { name, shape: &Shape::Text }).collect::<Vec<_>>().leak();
            let record = Record { name: "Test", keys, main: names.first().copied(), required: &[] };
            key(word, &record, names.iter().copied()).map(|meant| (meant.name, meant.certain))
        };
        assert_eq!(meant("from", &["start", "end"]), Some(("start", true)));
        assert_eq!(meant("why", &["not_now", "name", "because"]), Some(("because", false)));
        assert_eq!(meant("By", &["value", "date"]), Some(("date", false)));
        assert_eq!(meant("due date", &["question", "needed_by"]), Some(("needed_by", false)));
        assert_eq!(meant("title", &["statement", "owner"]), Some(("statement", false)));
        assert_eq!(meant("title", &["because", "name"]), Some(("name", false)));
        assert_eq!(meant("sunshine", &["value", "date"]), None);
        // Either could be meant.
        assert_eq!(meant("description", &["name", "because"]), None);
    }

    #[test]
    fn a_word_is_taken_for_the_one_of_the_list_that_says_the_same() {
        assert_eq!(value("In progress", &["planned", "running", "done", "dropped"]), Some("running"));
        assert_eq!(value("in progress", &["draft", "active", "closed"]), Some("active"));
        assert_eq!(value("every day", &["daily", "weekly"]), Some("daily"));
        assert_eq!(value("sometimes", &["daily", "weekly"]), None);
        // Either could be meant.
        assert_eq!(value("closed", &["done", "made"]), None);
    }
}
