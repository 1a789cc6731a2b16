//! First drafts in `drafts/`, written from memory by people who had seen only an introduction to the format. What
//! such a draft shows first is short, and the fixes lose no word of it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Folder, text_of, yaml_files};

mod dates;
mod figures;
mod keys;
mod lists;
mod meaning;
mod meant;
mod money;
mod people;
mod tabs;
mod values;
mod words;

const FIRST_SCREENS: usize = 140;

struct Draft {
    name: String,
    folder: Folder,
}

fn drafts(test: &str) -> Vec<Draft> {
    let drafts = yaml_files("tests/drafts").into_iter().map(|file| {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let folder = Folder::new(&format!("{test}-{name}"));
        folder.write(&name, &text_of(&format!("tests/drafts/{name}")));
        Draft { name, folder }
    });
    let drafts: Vec<Draft> = drafts.collect();
    assert_eq!(drafts.len(), 11);
    drafts
}

impl Draft {
    fn check(&self, flags: &str) -> String {
        let run = self.folder.run(&format!("check {} --today 2027-02-01 {flags}", self.name));
        assert!(run.code < 2, "{run:?}");
        run.out
    }

    fn findings(&self) -> Vec<Value> {
        let json: Value = serde_json::from_str(&self.check("--format json")).unwrap();
        json["findings"].as_array().unwrap().clone()
    }
}

/// A short draft, and what becomes of it.
struct Tried {
    /// The errors, each with its help.
    errors: Vec<(String, String)>,
    /// The draft after all fixes.
    fixed: String,
    /// The errors that are left then.
    left: Vec<String>,
}

/// Checks a draft that goes on after its head, and applies all fixes.
fn tried(test: &str, rest: &str) -> Tried {
    const HEAD: &str = "stratplan: 1\nstrategy: { name: Bakery, status: draft, owner: mia, period: 2027 }\n";
    let folder = Folder::new(test);
    folder.write("draft.yaml", &format!("{HEAD}{rest}\n"));
    let errors = |flags: &str| -> Vec<(String, String)> {
        let run = folder.run(&format!("check draft.yaml --today 2027-02-01 --format json {flags}"));
        assert!(run.code < 2, "{run:?}");
        let said = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
        let findings = run.json()["findings"].as_array().unwrap().clone();
        let errors = findings.iter().filter(|one| one["level"] == "error");
        errors.map(|one| (said(one, "message"), said(one, "help"))).collect()
    };
    let before = errors("");
    let left = errors("--fix --unsafe-fixes").into_iter().map(|(message, _)| message).collect();
    let fixed = folder.text("draft.yaml");
    Tried { errors: before, fixed: fixed.strip_prefix(HEAD).unwrap_or(&fixed).to_owned(), left }
}

#[test]
fn the_first_round_is_short_and_leaves_out_no_rule() {
    let mut digests = 0;
    for draft in drafts("digest") {
        let (short, findings) = (draft.check(""), draft.findings());
        let errors = findings.iter().filter(|one| one["level"] == "error").count();
        for finding in &findings {
            let tag =
                format!("{}[{}]", finding["level"].as_str().unwrap(), finding["rule"].as_str().unwrap());
            let is_next = finding["level"] == "info" && short.contains("What to write next");
            assert!(short.contains(&tag) || is_next, "{}: no {tag}\n{short}", draft.name);
        }
        let headline = format!("{}: {errors} errors of ", draft.name);
        if short.contains(&headline) {
            digests += 1;
            assert!(errors >= 5);
            assert!(short.lines().count() <= FIRST_SCREENS, "{}:\n{short}", draft.name);
            assert!(short.contains(&format!("\n{errors} errors")), "another count at the end:\n{short}");
        }
    }
    assert!(digests > 1, "only {digests} drafts have so many errors");
}

#[test]
fn what_is_left_after_the_first_fixes_is_short() {
    const SCREENS: usize = 130;
    for draft in drafts("left") {
        let after = draft.check("--fix --unsafe-fixes");
        assert!(after.lines().count() <= SCREENS, "{}:\n{after}", draft.name);
        let again = draft.check("--fix --unsafe-fixes");
        assert!(!again.contains(" fixed"), "{}: a second run fixes more\n{again}", draft.name);
    }
}

#[test]
fn on_request_every_finding_is_shown_in_full() {
    for draft in drafts("all") {
        let (all, findings) = (draft.check("--all"), draft.findings());
        for finding in findings.iter().filter(|one| one["level"] == "error") {
            let help = finding["help"].as_str().unwrap();
            let first: Vec<&str> = help.split_whitespace().take(3).collect();
            assert!(all.contains(&first.join(" ")), "{}: {finding}", draft.name);
        }
        assert!(!all.contains("shows every finding"), "{all}");
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What may be gone after the fixes, and a word that is there instead; none if nothing has to be.
const MEANT: &[(&str, &str)] = &[
    // Keys.
    ("key", "kpis"),
    ("results", "kpis"),
    ("objectives", "kpis"),
    ("title", "name"),
    ("title", "notes"),
    ("what", "learned"),
    ("agency", "name"),
    ("both", "support"),
    ("account", "accounts"),
    ("agency", "with"),
    ("audience", "audiences"),
    ("description", "name"),
    ("description", "notes"),
    ("within", "hours"),
    ("hours", "4h"),
    // A goal that is named by its title, whose id is used, and a channel, which can be no more than a word.
    ("evening", "ticketed"),
    ("shows", "ticketed"),
    ("łódź", "lodz"),
    // The currency, which the plan says once.
    ("eur", ""),
    ("frequency", "cadence"),
    ("gear", "gears"),
    ("handle", "accounts"),
    ("kpi", "kpis"),
    ("langues", "languages"),
    ("language", "languages"),
    ("mood", "sentiment"),
    ("note", "notes"),
    ("organisation", "organization"),
    ("owners", "owner"),
    ("personas", "audiences"),
    ("rhythm", "cadence"),
    ("spend", "spent"),
    ("type", "kind"),
    ("who", "owner"),
    // The keys of a list of readings.
    ("date", ""),
    ("value", ""),
    // `not_now` of an activity.
    ("not", "dropped"),
    ("now", "dropped"),
    // `end: ongoing`.
    ("end", ""),
    ("ongoing", ""),
    // Words with a meaning.
    ("brand", "awareness"),
    ("conversion", "purchase"),
    ("convert", "sell"),
    ("direct", "print"),
    ("educate", "inform"),
    ("english", "en"),
    ("events", "event"),
    ("lead", "leads"),
    ("mail", "print"),
    ("monetisation", "monetization"),
    ("german", "de"),
    ("polish", "pl"),
    ("ukrainian", "uk"),
    ("radio", "broadcast"),
    ("retention", "loyalty"),
    ("sales", "sell"),
    ("serve", "provide"),
    ("signage", "outdoor"),
    ("spanish", "es"),
    ("support", "provide"),
    ("tofu", "awareness"),
    ("urdu", "ur"),
    ("wip", "draft"),
    // How often, and how long.
    ("a", "per"),
    ("twice", "2"),
    ("every", "weekly"),
    ("tuesday", "weekly"),
    ("day", "1d"),
    ("std", "4h"),
    ("tag", "1d"),
    ("woche", "7d"),
    // Dates.
    ("april", "2027-04-12"),
    ("avril", "2027-04"),
    ("dezember", "2027-12"),
    ("feb", "2027-02"),
    ("jan", "2028-01"),
    ("july", "2027-07"),
    ("june", "2027-06"),
    ("kw", "2027-w16"),
    ("kw", "2027-w14"),
    ("mai", "2027-05"),
    ("märz", "2027-03"),
    ("sept", "2027-09"),
    ("september", "2027-09"),
    ("to", "2028-03-31"),
    // Figures.
    ("value", "at"),
    ("70-75", "between"),
    ("£10-11", "between"),
    ("to", "between"),
    ("$12.4m", "12400000"),
    ("1.2k", "1200"),
    ("48k", "48000"),
    ("60k", "60000"),
    ("62.000,00", "62000"),
    ("9.000,00", "9000"),
    ("€12k", "12000"),
    ("1.250,50", "1250.5"),
    ("18", "18500"),
    ("27", "2027-02"),
    ("28", "2028-01"),
    ("380", "4380"),
    ("380k", "380000"),
    ("41.230,00", "41230"),
    ("500", "7500"),
    ("500,00", "18500"),
    ("500k", "500000"),
    ("5k", "5000"),
    ("66.000,00", "66000"),
    ("8k", "8000"),
    ("9k", "9000"),
    ("ca", "12000"),
    ("£31.40", "31.4"),
    ("£65k", "65000"),
    ("£9.40", "9.4"),
    // People, who became the ids that `people:` has for them.
    ("agentur", ""),
    ("bovet", ""),
    ("roy", ""),
    ("çelik", ""),
    ("łukasz", ""),
    ("şeyma", ""),
    ("źródlana", ""),
    ("żak", ""),
    ("ольга", ""),
    ("шевченко", ""),
    ("hämmerle", ""),
    ("petersen", ""),
    ("rüegg", ""),
];

/// The words of a text with how often they occur. A word with a digit is all that is written without a space.
fn words(text: &str) -> BTreeMap<String, i32> {
    let mut counts = BTreeMap::new();
    let separators = |c: char| c.is_whitespace() || matches!(c, '{' | '}' | '[' | ']' | '"' | '\'');
    for part in text.split(separators) {
        let part = part.trim_matches([',', ':', ';', '(', ')', '.', '#']);
        let pieces: Vec<&str> = if part.contains(|c: char| c.is_ascii_digit()) {
            vec![part]
        } else {
            part.split(|c: char| !c.is_alphanumeric()).collect()
        };
        for word in pieces.into_iter().filter(|word| !word.is_empty()) {
            *counts.entry(word.to_lowercase()).or_insert(0) += 1;
        }
    }
    counts
}

/// What people write for a key or a word of the format, and that key or word, each in pieces.
fn synonyms() -> Vec<(Vec<String>, Vec<String>)> {
    let pieces = |text: &str| text.split(['_', '.', '-']).map(str::to_owned).collect::<Vec<_>>();
    let list = text_of("src/decode/synonyms.txt");
    let lines = list.lines().filter_map(|line| line.split_once(": "));
    lines.flat_map(|(meant, words)| words.split(' ').map(move |word| (pieces(word), pieces(meant)))).collect()
}

/// The numbers in a word in order of size: a date has the same ones in any notation.
fn numbers(word: &str) -> Vec<u32> {
    let mut all: Vec<u32> =
        word.split(|c: char| !c.is_ascii_digit()).filter_map(|one| one.parse().ok()).collect();
    all.sort_unstable();
    all
}

fn digits(word: &str) -> String {
    word.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn no_fix_loses_a_word_of_the_author() {
    let (mut lost_in_all, mut lost) = (0, Vec::new());
    for draft in drafts("words") {
        let before = words(&draft.folder.text(&draft.name));
        let run = draft.folder.run(&format!("check {} --today 2027-02-01 --fix --unsafe-fixes", draft.name));
        assert!(run.code < 2, "{run:?}");
        let after = words(&draft.folder.text(&draft.name));
        let of = |counts: &BTreeMap<String, i32>, word: &str| counts.get(word).copied().unwrap_or_default();
        let gained: Vec<&String> = after.keys().filter(|word| of(&after, word) > of(&before, word)).collect();
        for word in before.keys().filter(|word| of(&after, word) < of(&before, word)) {
            lost_in_all += 1;
            let is_same_figure = || {
                let own = digits(word);
                !own.is_empty()
                    && gained.iter().any(|other| {
                        digits(other) == own
                            || numbers(word).iter().all(|number| numbers(other).contains(number))
                    })
            };
            let is_synonym = || {
                synonyms().iter().any(|(written, meant)| {
                    written.contains(word) && meant.iter().all(|piece| of(&after, piece) > 0)
                })
            };
            // `platform` is `platforms`, and April is in a date that is new.
            let is_plural = || gained.iter().any(|other| **other == format!("{word}s"));
            let is_month = || {
                let fits =
                    |month: &&str| *month == word || (word.len() == 3 && month.starts_with(word.as_str()));
                MONTHS.iter().position(fits).is_some_and(|index| {
                    let month = format!("-{:02}", index + 1);
                    let is_date = |other: &str| other.get(4..).is_some_and(|rest| rest.starts_with(&month));
                    gained.iter().any(|other| is_date(other))
                })
            };
            let is_meant = || {
                MEANT.iter().any(|(written, meant)| {
                    written == word && (meant.is_empty() || gained.iter().any(|other| other == meant))
                })
            };
            if !is_meant() && !is_plural() && !is_month() && !is_synonym() && !is_same_figure() {
                lost.push(format!("{}: `{word}`", draft.name));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(lost_in_all > 100, "only {lost_in_all} words were written in another way");
}
