//! Words for the same thing: what people write, from memory or out of another tool, for a key of the
//! format or for one of the words that a value can be. Spelling is [`nearest`](crate::words::nearest)'s affair.

use crate::words::nearest::Nearest;

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
    ("goals", "business_goals business_goal company_goals aims"),
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

/// Words that a value can be, and what is likely written for them.
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

/// The key that says what a word says; none where two could.
pub(super) fn key<'k>(written: &str, keys: &(impl Iterator<Item = &'k str> + Clone)) -> Option<Nearest<'k>> {
    let certain = same(written, keys.clone(), CERTAIN).map(|name| Nearest { name, certain: true });
    certain.or_else(|| same(written, keys.clone(), LIKELY).map(|name| Nearest { name, certain: false }))
}

/// The word among those that a value can be which says what another says; none where two could.
pub(super) fn value(written: &str, legal: &'static [&'static str]) -> Option<&'static str> {
    same(written, legal.iter().copied(), VALUES)
}

fn same<'k>(
    written: &str,
    candidates: impl Iterator<Item = &'k str>,
    table: &'static [(&str, &str)],
) -> Option<&'k str> {
    let written = written.trim().to_lowercase().replace([' ', '-'], "_");
    let says = |name: &&str| {
        table.iter().any(|(meant, words)| meant == name && words.split(' ').any(|word| word == written))
    };
    let mut all = candidates.filter(says);
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
    use super::*;

    #[test]
    fn a_word_is_taken_for_the_key_that_says_the_same() {
        let meant = |word, keys: &[&'static str]| {
            key(word, &keys.iter().copied()).map(|meant| (meant.name, meant.certain))
        };
        assert_eq!(meant("from", &["start", "end"]), Some(("start", true)));
        assert_eq!(meant("why", &["not_now", "name", "because"]), Some(("because", false)));
        assert_eq!(meant("By", &["value", "date"]), Some(("date", false)));
        assert_eq!(meant("due date", &["question", "needed_by"]), Some(("needed_by", false)));
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
