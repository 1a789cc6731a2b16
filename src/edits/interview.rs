//! The questions whose answers make a first draft. Each answer is read as everywhere else, and is taken only if `check`
//! says nothing against the draft with it.

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::draft::{Aim, Answers, draft};
use super::typed;
use crate::decode::in_words::{is_in_unit, names_a_size};
use crate::decode::offers::{one_of, read};
use crate::finding::{Finding, Level};
use crate::import::Ids;
use crate::linter::Linter;
use crate::source::Source;
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::strategy::gear::PurposeKind;
use crate::strategy::kpi::Kpi;
use crate::strategy::number::{Duration, Number};
use crate::strategy::readings::written;
use crate::words::bounds::{End, bound, bound_at_end};
use crate::words::currency::{Mark, sharing};
use crate::words::in_text::figures;
use crate::words::neighbors::Neighbors;
use crate::words::spelling::{Spelled, spelled};
use crate::words::unit::is_scaled;
use crate::words::{PLATFORMS, and, holds_word, is_in};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    Name,
    Owner,
    Purpose,
    Goal,
    Target,
    Unit,
    Due,
    Baseline,
    Places,
    Platforms,
    Responder,
    Within,
    Activity,
    Serves,
    Start,
}

/// The questions that are asked, and the answers so far.
#[derive(Debug)]
pub(crate) struct Interview {
    linter: Linter,
    answers: Answers,
    asked: usize,
}

/// Answers for each purpose, and for both.
const PURPOSES: [(&[PurposeKind], &str); 3] = [
    (&[PurposeKind::Marketing], "1, win, win customers, marketing"),
    (&[PurposeKind::Support], "2, help, help customers, help the customers you have, support"),
    (&PurposeKind::ALL, "3, both, 1 and 2, 1, 2 and 1"),
];
const SERVES: [(PurposeKind, &str); 2] = [
    (PurposeKind::Marketing, "1, new, new customers"),
    (PurposeKind::Support, "2, the customers you have, the customers we have"),
];

impl Question {
    const ALL: [Self; 15] = [
        Self::Name,
        Self::Owner,
        Self::Purpose,
        Self::Goal,
        Self::Target,
        Self::Unit,
        Self::Due,
        Self::Baseline,
        Self::Places,
        Self::Platforms,
        Self::Responder,
        Self::Within,
        Self::Activity,
        Self::Serves,
        Self::Start,
    ];
}

impl Interview {
    pub(crate) fn new(linter: Linter, name: Option<String>) -> Self {
        Self { linter, answers: Answers { name, ..Answers::default() }, asked: 0 }
    }

    /// The text of the draft.
    pub(crate) fn draft(&self) -> String {
        draft(&self.answers, self.linter.today())
    }

    /// The next question, without those that follow from what is not known.
    pub(crate) fn question(&self) -> Option<Question> {
        let Answers { name, purposes, goal, target, unit, places, platforms, activity, .. } = &self.answers;
        let is_asked = |question: &&Question| match question {
            Question::Name => name.is_none(),
            Question::Owner | Question::Purpose | Question::Goal | Question::Places | Question::Activity => {
                true
            }
            Question::Target => goal.is_some(),
            Question::Unit => target.is_some() && unit.is_none(),
            Question::Due | Question::Baseline => target.is_some(),
            Question::Platforms => places.is_some(),
            Question::Responder | Question::Within => !platforms.is_empty(),
            Question::Serves => activity.is_some() && purposes.len() > 1,
            Question::Start => activity.is_some(),
        };
        Question::ALL.iter().skip(self.asked).find(is_asked).copied()
    }

    /// A question in words, and what an answer looks like.
    pub(crate) fn words(&self, question: Question) -> (String, String) {
        let today = self.linter.today();
        let later = |months: i32| today.first_of_month().saturating_add(months.months());
        let (question, example): (&str, String) = match question {
            Question::Name => {
                ("What is the strategy called?", format!("such as Corner Bakery {}", later(7).year()))
            }
            Question::Owner => ("Who is responsible for it? Name one person.", "such as Mia Berg".to_owned()),
            Question::Purpose => (
                "What is social media for?\n  1  win customers\n  2  help the customers you have\n  3  both",
                "Type 1, 2 or 3.".to_owned(),
            ),
            Question::Goal => (
                "What does the business want? Write one sentence, with a figure and a day.",
                format!(
                    "such as Forty cake orders each Saturday by the end of {}, up from 22",
                    month(later(7))
                ),
            ),
            Question::Target => {
                let goal = self.answers.goal.as_deref().unwrap_or_default();
                let found: Vec<&str> =
                    figures(goal).iter().filter(|one| !one.is_doubtful).map(|one| one.text).collect();
                let found = if found.is_empty() {
                    String::new()
                } else {
                    format!("; the sentence has {}", and(&found))
                };
                (
                    "Which figure do you want to reach, and what does it count?",
                    format!("such as 40 orders/week{found}"),
                )
            }
            Question::Unit => ("What does this figure count?", "such as orders/week".to_owned()),
            Question::Due => {
                ("By when?", format!("such as {} or {}", month(later(7)), later(7).last_of_month()))
            }
            Question::Baseline => ("What is that figure today?", "such as 22".to_owned()),
            Question::Places => (
                "Where do your customers talk? Name the platforms.",
                "such as Parents ask for cakes in two local Facebook groups".to_owned(),
            ),
            Question::Platforms => {
                let found = self.found();
                let example = match found.as_slice() {
                    [] => "such as Facebook, Instagram".to_owned(),
                    found => format!("Press Enter for {}.", and(found)),
                };
                ("On which of these will you take part?", example)
            }
            Question::Responder => {
                let owner = self.answers.owner.as_deref();
                ("Who answers people there?", format!("such as {}", owner.unwrap_or("Mia Berg")))
            }
            Question::Within => ("How soon?", "such as 4 hours or 1 day".to_owned()),
            Question::Activity => ("What will you do first?", "such as Show one cake every week".to_owned()),
            Question::Serves => (
                "Who is that for?\n  1  new customers\n  2  the customers you have",
                "Type 1 or 2.".to_owned(),
            ),
            Question::Start => {
                ("When does it start, or since when has it been running?", format!("such as {}", later(2)))
            }
        };
        (question.to_owned(), example)
    }

    /// Takes the answer to the next question. If it cannot be taken, says why in one line, and the question remains.
    pub(crate) fn answer(&mut self, text: &str) -> Result<(), String> {
        let Some(question) = self.question() else { return Ok(()) };
        let text = text.trim();
        if text
            .chars()
            .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffd}'))
        {
            return Err("there is a control character in it, which an arrow key sends, too: write it again"
                .to_owned());
        }
        let mut answers = self.answers.clone();
        if !text.is_empty() {
            self.read(question, text, &mut answers)?;
        } else if question == Question::Name {
            return Err("write a name; you can change it later".to_owned());
        } else if question == Question::Platforms {
            answers.platforms = ids(self.found());
        }
        if let Some(Finding { message, help, .. }) = self.objection(&answers) {
            return Err(format!("{message}: {help}"));
        }
        self.answers = answers;
        self.asked = Question::ALL.iter().position(|one| *one == question).map_or(0, |at| at + 1);
        Ok(())
    }

    /// What `check` has against a draft and did not have without the answer.
    fn objection(&self, answers: &Answers) -> Option<Finding> {
        let findings = |answers: &Answers| {
            let found = self.linter.check(&document(draft(answers, self.linter.today()))).findings;
            found.into_iter().filter(|finding| finding.level > Level::Info).collect::<Vec<_>>()
        };
        let after = findings(answers);
        let before = if after.is_empty() { Vec::new() } else { findings(&self.answers) };
        after.into_iter().find(|new| before.iter().all(|known| known.rule != new.rule))
    }

    fn read(&self, question: Question, text: &str, answers: &mut Answers) -> Result<(), String> {
        let own = || Some(text.to_owned());
        match question {
            Question::Name => answers.name = own(),
            Question::Owner => answers.owner = own(),
            Question::Goal => answers.goal = own(),
            Question::Places => answers.places = own(),
            Question::Responder => answers.responder = own(),
            Question::Activity => answers.activity = own(),
            Question::Purpose => answers.purposes = chosen(text, &PURPOSES).ok_or("type 1, 2 or 3")?.to_vec(),
            Question::Serves => answers.serves = Some(chosen(text, &SERVES).ok_or("type 1 or 2")?),
            Question::Target => {
                let (key, rest) = match bound(text) {
                    Some((End::Low, _, rest)) => ("at_least", rest),
                    Some((End::High, _, rest)) => ("at_most", rest),
                    None => match bound_at_end(text) {
                        Some((End::Low, rest)) => ("at_least", rest),
                        Some((End::High, rest)) => ("at_most", rest),
                        None => ("value", text),
                    },
                };
                let (value, unit) = amount(rest.trim(), &Kpi::default(), &Neighbors::default())?;
                (answers.target, answers.unit) = (Some(Aim { key, value }), unit);
            }
            Question::Unit if text.chars().any(|c| c.is_alphabetic() || "%€$£¥".contains(c)) => {
                answers.unit = own();
            }
            Question::Unit => return Err("write in words what it counts".to_owned()),
            Question::Due => {
                let due = self.date(text)?;
                if due.last <= self.linter.today() {
                    return Err(format!("{due} is over: write a later day"));
                }
                answers.due = Some(due);
            }
            Question::Baseline => {
                let document = document(self.draft());
                let kpi = document.strategy.kpis().next().map(|(_, kpi)| kpi.clone()).unwrap_or_default();
                let target = answers.target.map(|target| target.value);
                let (value, unit) = amount(text, &kpi, &Neighbors::new(false, target))?;
                match (&answers.unit, unit) {
                    (Some(known), Some(own)) if !is_in_unit(&own, known) => {
                        return Err(format!(
                            "the figure to reach is in {known}: write this one in {known}, too"
                        ));
                    }
                    (None, Some(own)) => answers.unit = Some(own),
                    _ => {}
                }
                answers.baseline = Some(value);
            }
            Question::Platforms => {
                answers.platforms = ids(text.split([',', ';', '&']).flat_map(|part| part.split(" and ")));
            }
            Question::Within => answers.within = Some(Duration::typed(text).map_err(|error| error.help)?),
            Question::Start => answers.start = Some(self.date(text)?),
        }
        Ok(())
    }

    fn date(&self, text: &str) -> Result<CoarseDate, String> {
        typed::date(text, &document(self.draft()).strategy).map_err(|refusal| refusal.help)
    }

    /// The platforms that are named as the places where customers talk.
    fn found(&self) -> Vec<&'static str> {
        let places = self.answers.places.as_deref().unwrap_or_default();
        PLATFORMS.iter().copied().filter(|name| holds_word(places, name)).collect()
    }
}

fn document(text: String) -> Document {
    Document::read(Source::new("strategy.yaml", text), |_| Err("a draft has none".to_owned()))
}

/// `June 2027`.
fn month(day: Date) -> String {
    day.strftime("%B %Y").to_string()
}

/// The choice that an answer names.
fn chosen<T: Copy>(text: &str, choices: &[(T, &str)]) -> Option<T> {
    let text = text.trim_end_matches('.').to_lowercase();
    choices.iter().find(|(_, answers)| answers.split(", ").any(|one| one == text)).map(|(choice, _)| *choice)
}

fn ids<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<(String, String)> {
    let mut ids = Ids::default();
    for name in names.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
        if !ids.all.values().any(|known| known.to_lowercase() == name.to_lowercase()) {
            ids.fresh(name, "platform");
        }
    }
    ids.all.into_iter().collect()
}

/// A figure and what it counts: `40 orders/week`, `€30k`, `87 % of answers`. What can be read in two ways is refused
/// with both.
fn amount(text: &str, kpi: &Kpi, neighbors: &Neighbors) -> Result<(Decimal, Option<String>), String> {
    const HELP: &str =
        "write a figure in digits and what it counts, and nothing else, such as `40 orders/week`";
    if text.starts_with('+') {
        return Err("write the figure itself, and not how much it changes".to_owned());
    }
    let is_figure = |part: &&str| Number::parse(part).is_ok() || spelled(part).is_some();
    let ends = text.char_indices().filter(|(_, c)| c.is_whitespace() || *c == '/').map(|(at, _)| at);
    let mut parts = ends.chain([text.len()]).filter_map(|end| text.get(..end));
    let figure = parts.rfind(is_figure).ok_or(HELP)?;
    let rest = text.get(figure.len()..).unwrap_or_default().trim();
    match read(figure, true) {
        Some(Spelled::Either(one, other)) => return Err(one_of(&one, &other).help),
        Some(Spelled::Figure(found)) => {
            if let Some(Mark::Shared(sign)) = found.mark {
                let code = sharing(sign).split(' ').next().unwrap_or_default();
                return Err(format!(
                    "`{sign}` is the sign of several currencies: write the code of yours, such as `{} {code}`",
                    found.value
                ));
            }
        }
        None => {}
    }
    let read =
        written::figure(figure, &crate::Strategy::default(), kpi, neighbors).map_err(|error| error.help)?;
    let first = rest.split([' ', '/']).next().unwrap_or_default().to_lowercase();
    let unit = match (read.unsaid, rest) {
        (unit, "") => unit,
        // `EUR/month`, `percent of answers`.
        (Some(unit), rest) if rest.starts_with('/') => Some(format!("{unit}{rest}")),
        (Some(unit), rest) => Some(format!("{unit} {rest}")),
        (None, rest) => {
            let is_more = is_in("a an and by each every or to until", &first)
                || names_a_size(&first)
                || is_scaled(rest);
            if is_more || !rest.starts_with(char::is_alphabetic) {
                return Err(HELP.to_owned());
            }
            Some(rest.to_owned())
        }
    };
    Ok((read.value.0, unit))
}
