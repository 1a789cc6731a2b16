use jiff::civil::{Date, date};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::edits::interview::{Interview, Question};
use crate::finding::{Finding, Level};
use crate::linter::Linter;
use crate::source::Source;
use crate::strategy::document::Document;

const TODAY: Date = date(2027, 4, 5);

fn interview() -> Interview {
    Interview::new(Linter::new(TODAY), None)
}

fn read(text: &str) -> Document {
    Document::read(Source::new("strategy.yaml", text), |_| Err("not here".to_owned()))
}

fn serious(document: &Document) -> Vec<String> {
    let findings: Vec<Finding> = Linter::new(TODAY).check(document).findings;
    let serious = findings.into_iter().filter(|finding| finding.level > Level::Info);
    serious.map(|finding| format!("{}: {}", finding.rule.name, finding.message)).collect()
}

/// The interview up to a question, with these answers and otherwise none.
fn up_to(question: Question, answers: &[(Question, &str)]) -> Interview {
    let mut interview = interview();
    while let Some(next) = interview.question().filter(|next| *next != question) {
        let given = answers.iter().find(|(of, _)| *of == next).map(|(_, answer)| *answer);
        let answer = given.unwrap_or(if next == Question::Name { "Bakery" } else { "" });
        interview.answer(answer).unwrap_or_else(|why| panic!("{next:?} {answer}: {why}"));
    }
    assert_eq!(interview.question(), Some(question));
    interview
}

const BAKERY: [(Question, &str); 14] = [
    (Question::Name, "Corner Bakery 2027"),
    (Question::Owner, "Mia Berg"),
    (Question::Purpose, "1"),
    (Question::Goal, "Forty cake orders each Saturday by the end of September, up from 22"),
    (Question::Target, "40 orders/week"),
    (Question::Due, "September 2027"),
    (Question::Baseline, "22"),
    (Question::Places, "Parents ask for cakes in two local Facebook groups"),
    (Question::Platforms, ""),
    (Question::Responder, "Mia Berg"),
    (Question::Within, "a day"),
    (Question::Activity, "Show one cake every week"),
    (Question::Serves, "2"),
    (Question::Start, "15.5.2027"),
];

/// The draft of the bakery with some other answers.
fn bakery_with(changed: &[(Question, &'static str)]) -> String {
    let mut interview = interview();
    while let Some(question) = interview.question() {
        let (_, answer) = changed.iter().chain(&BAKERY).find(|(of, _)| *of == question).unwrap();
        interview.answer(answer).unwrap_or_else(|why| panic!("{question:?} {answer}: {why}"));
    }
    interview.draft()
}

#[test]
fn answers_make_a_short_draft() {
    let text = bakery_with(&[]);
    for part in [
        "  name: Corner Bakery 2027\n  status: draft ",
        "  owner: Mia Berg\n",
        "  period: { start: 2027-05-01, end: 2028-04-30 }\n",
        "    kpis: orders\n",
        "      where: Parents ask for cakes in two local Facebook groups\n  promotion:\n    activities:\n      \
         show-one-cake-every:\n        name: Show one cake every week\n",
        "        gears: acquisition\n        platforms: facebook\n        start: 2027-05-15\n",
        "    gears:\n      acquisition: 2027-05-15\n",
        "    unit: 'orders/week'\n    baseline: { value: 22, date: 2027-04-05 }\n    \
         target: { value: 40, date: 2027-09 }\n",
        "  facebook: { answered_by: { owner: Mia Berg, within: 1d } }\n",
    ] {
        assert!(text.contains(part), "no {part}\n{text}");
    }
    assert!(text.lines().count() < 60 && text.lines().all(|line| line.chars().count() <= 84), "{text}");
    assert_eq!(serious(&read(&text)), Vec::<String>::new());
}

#[test]
fn the_purpose_decides_which_gear_the_first_activity_drives() {
    for (purpose, serves, pillar, gear, start) in [
        ("win customers", "1", "  promotion:", "gears: acquisition\n", "acquisition: 2027-05-15"),
        ("Support", "1", "  support:", "gears: monetization\n", "monetization: 2027-05-15"),
        ("both", "1", "  promotion:", "gears: marketing.acquisition\n", "acquisition: 2027-05-15"),
        ("3", "2", "  support:", "gears: support.monetization\n", "monetization: 2027-05-15"),
    ] {
        let text = bakery_with(&[(Question::Purpose, purpose), (Question::Serves, serves)]);
        for part in [pillar, gear, start] {
            assert!(text.contains(part), "{purpose}, {serves}: no {part}\n{text}");
        }
        assert_eq!(serious(&read(&text)), Vec::<String>::new(), "{purpose}, {serves}: {text}");
    }
}

#[test]
fn whoever_knows_only_the_name_gets_a_draft_too() {
    let mut interview = interview();
    assert_eq!(interview.answer(" "), Err("write a name; you can change it later".to_owned()));
    interview.answer("Bakery").unwrap();
    let mut asked = Vec::new();
    while let Some(question) = interview.question() {
        asked.push(question);
        interview.answer("").unwrap();
    }
    assert_eq!(
        asked,
        [Question::Owner, Question::Purpose, Question::Goal, Question::Places, Question::Activity]
    );
    let text = interview.draft();
    assert_eq!(serious(&read(&text)), Vec::<String>::new(), "{text}");
}

#[test]
fn a_figure_is_read_as_it_is_typed() {
    for (typed, written) in [
        ("40", "target: 40\n"),
        ("40 orders/week", "unit: 'orders/week'\n    target: 40\n"),
        ("1,250,000 visits a month", "unit: visits a month\n    target: 1250000\n"),
        ("30 000 visits", "unit: visits\n    target: 30000\n"),
        ("12.5 points", "unit: points\n    target: 12.5\n"),
        ("12,5 points", "unit: points\n    target: 12.5\n"),
        ("€30k", "unit: EUR\n    target: 30000\n"),
        ("€1.2m a year", "unit: EUR a year\n    target: 1200000\n"),
        ("EUR 45.000,50/month", "unit: 'EUR/month'\n    target: 45000.5\n"),
        ("87%", "unit: percent\n    target: 87\n"),
        ("87 % of answers", "unit: percent of answers\n    target: 87\n"),
        ("at most 4 hours", "unit: hours\n    target: { at_most: 4 }\n"),
        ("90% or more", "unit: percent\n    target: { at_least: 90 }\n"),
        ("14.8750 points", "unit: points\n    target: 14.8750\n"),
        ("-5 points", "unit: points\n    target: { value: -5 }\n"),
    ] {
        let mut interview = up_to(Question::Target, &[(Question::Goal, "More of it")]);
        interview.answer(typed).unwrap_or_else(|why| panic!("{typed}: {why}"));
        let text = interview.draft();
        assert!(text.contains(&format!("    {written}")), "{typed}: {text}");
    }
}

#[test]
fn a_figure_or_a_day_with_two_meanings_is_asked_about() {
    let two = |one, other| format!("this can mean two numbers: write `{one}` or `{other}`");
    for (question, typed, why) in [
        (Question::Target, "14.875 orders", two("14875", "14.8750")),
        (Question::Target, "14,875", two("14875", "14.8750")),
        (Question::Target, "25.000", two("25000", "25")),
        (Question::Target, "4m", two("4000000", "4")),
        (Question::Baseline, "2.500", two("2500", "2.5")),
        (
            Question::Due,
            "04/05/2028",
            "this can mean two days: write `2028-05-04` or `2028-04-05`".to_owned(),
        ),
        (
            Question::Start,
            "04/05/2028",
            "this can mean two days: write `2028-05-04` or `2028-04-05`".to_owned(),
        ),
        (
            Question::Target,
            "$500",
            "`$` is the sign of several currencies: write the code of yours, such as `500 USD`".to_owned(),
        ),
    ] {
        let answers = [
            (Question::Goal, "More of it"),
            (Question::Target, "40 orders"),
            (Question::Activity, "Show it"),
        ];
        let mut interview = up_to(question, &answers);
        let before = interview.draft();
        assert_eq!(interview.answer(typed), Err(why), "{typed}");
        assert_eq!((interview.question(), interview.draft()), (Some(question), before));
    }
}

#[test]
fn an_answer_that_cannot_be_taken_says_why() {
    let answers = [
        (Question::Goal, "More of it"),
        (Question::Target, "40 orders/week"),
        (Question::Activity, "Show it"),
    ];
    let listened = (Question::Places, "They are all on Facebook");
    for (question, typed, why) in [
        (Question::Name, "a\u{1b}[D", "control character"),
        (
            Question::Owner,
            "Mia and Bo",
            "`Mia and Bo` is more than one owner: name the one who answers for it",
        ),
        (Question::Purpose, "money", "type 1, 2 or 3"),
        (Question::Goal, "Post daily on Instagram", "is a tactic, not what the business wants"),
        (Question::Target, "many", "write a figure in digits"),
        (Question::Target, "+10%", "write the figure itself"),
        (Question::Target, "3 dozen cakes", "write a figure in digits"),
        (Question::Target, "40 to 60 cakes", "write a figure in digits"),
        (Question::Target, "40/week", "write a figure in digits"),
        (Question::Due, "2027-04-04", "2027-04-04 is over"),
        (Question::Due, "soon", "write a day"),
        (Question::Due, "June", "the year is missing: write `2027-06`"),
        (Question::Baseline, "40", "target"),
        (Question::Baseline, "22 euros", "orders/week"),
        (Question::Baseline, "less than 22", "write a figure in digits"),
        (Question::Platforms, "Pinterest", "is not among the places where listening found customers"),
        (Question::Within, "soon", "write a whole number and s, m, h or d"),
        (Question::Start, "tomorrow", "write a day"),
        (Question::Start, "2027-04-31", "30 days"),
    ] {
        let mut interview = up_to(question, &[&answers[..], &[listened]].concat());
        match interview.answer(typed) {
            Err(said) => assert!(said.contains(why) && !said.contains('\n'), "{typed}: {said}"),
            Ok(()) => panic!("{typed}: {}", interview.draft()),
        }
    }
}

/// Texts that YAML, the format or a terminal could take for something else.
const ODD: &[&str] = &[
    "Mia's \"Bakery\": #1 & co",
    "- a",
    "? b",
    "null",
    "true",
    "No",
    "~",
    "2027",
    "2027-01-15",
    "0x1F",
    "1e3",
    "{ a: b }",
    "[a, b]",
    "a: b",
    "a #b",
    "#hashtag",
    "@home",
    "`code`",
    "%TAG",
    "!tag",
    "&anchor *alias",
    "|",
    ">-",
    "'",
    "''",
    "\"",
    "\\n",
    "<<",
    "=",
    "...",
    "---",
    "stratplan: 1",
    "🥐🍰",
    "مخبز الزاوية ٢٠٢٧",
    "\u{200f}مخبز\u{200f}: #1",
    "北京 上海",
    "Łódź – „Ciasto“",
    "e\u{301}",
    "a\u{a0}b",
    "ﬁn",
    "x-mas",
    "<b>",
    "C:\\shop",
    "50% off",
    "Was kostet das?",
    "nobody",
    "none",
    "{{ name }}",
    "${HOME}",
];

const AMOUNTS: &[(&str, &str)] = &[
    ("40 orders/week", "40"),
    ("30,000 visits", "30000"),
    ("30 000 visits", "30000"),
    ("1.234.567 Aufrufe", "1234567"),
    ("12,5 points", "12.5"),
    ("€30k", "30000"),
    ("€1.2m", "1200000"),
    ("87%", "87"),
    ("0.5 leads/day", "0.5"),
    ("1e3 leads", "1000"),
    ("at most 4 hours", "4"),
    ("2500+ leads", "2500"),
    ("14.8750 points", "14.875"),
    ("0", "0"),
    ("-5 points", "-5"),
    ("25.000 orders", ""),
    ("1,250 visits", ""),
    ("3 dozen", ""),
];

const DAYS: &[(&str, &str)] = &[
    ("2027-09-30", "2027-09-30"),
    ("September 2027", "2027-09"),
    ("30.9.2027", "2027-09-30"),
    ("9/30/2027", "2027-09-30"),
    ("Q3 2027", "2027-Q3"),
    ("2027-W40", "2027-W40"),
    ("2029", "2029"),
    ("end of September 2027", "2027-09-30"),
    ("2027-04-05", "2027-04-05"),
    ("2027-04", "2027-04"),
    ("2019", "2019"),
    ("2026-12-01", "2026-12-01"),
    ("04/05/2028", ""),
    ("soon", ""),
];

fn odd() -> impl Strategy<Value = String> {
    let word = prop::sample::select(ODD).prop_map(str::to_owned);
    let words = prop::collection::vec(prop::sample::select(ODD), 1..4).prop_map(|words| words.join(" "));
    let bakery = prop::sample::select(BAKERY.map(|(_, answer)| answer).to_vec()).prop_map(str::to_owned);
    prop_oneof![word, words, bakery, ".{1,40}", "[ -~]{1,60}", Just(String::new())]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_draft_is_clean_and_has_every_answer(
        texts in prop::collection::vec(odd(), 15),
        amounts in [prop::sample::select(AMOUNTS), prop::sample::select(AMOUNTS)],
        days in [prop::sample::select(DAYS), prop::sample::select(DAYS)],
        purpose in prop::sample::select(vec!["1", "2", "3", ""]),
        plain in prop::collection::vec(any::<bool>(), 15),
    ) {
        let mut interview = interview();
        let mut taken: Vec<(Question, String)> = Vec::new();
        while let Some(question) = interview.question() {
            let at = taken.len();
            let usual = BAKERY.iter().find(|(of, _)| *of == question).map_or("orders", |(_, answer)| *answer);
            let own = match question {
                Question::Purpose => purpose.to_owned(),
                Question::Serves => "2".to_owned(),
                Question::Target => amounts[0].0.to_owned(),
                Question::Baseline => amounts[1].0.to_owned(),
                Question::Due => days[0].0.to_owned(),
                Question::Start => days[1].0.to_owned(),
                _ if plain[at] => usual.to_owned(),
                _ => texts[at].clone(),
            };
            let typed = [own, String::new(), "Bakery".to_owned()];
            let given = typed.into_iter().find(|typed| interview.answer(typed).is_ok());
            taken.push((question, given.expect("no answer can be given").trim().to_owned()));
        }
        let text = interview.draft();
        let document = read(&text);
        prop_assert_eq!(serious(&document), Vec::<String>::new(), "{}", text);
        prop_assert!(document.findings.iter().all(|finding| finding.level <= Level::Info), "{}", text);
        let strategy = &document.strategy;
        let kpi = strategy.kpis().next().map(|(_, kpi)| kpi);
        let goal = strategy.goals().next().and_then(|(_, goal)| goal.statement.get());
        for (question, answer) in taken.iter().filter(|(_, answer)| !answer.is_empty()) {
            let amount = |typed: &str| AMOUNTS.iter().find(|(text, _)| *text == typed).unwrap().1.parse::<Decimal>();
            let day = |typed: &str| DAYS.iter().find(|(text, _)| *text == typed).unwrap().1;
            match question {
                Question::Name => prop_assert_eq!(strategy.name(), answer),
                Question::Goal => prop_assert_eq!(goal, Some(answer)),
                Question::Target => {
                    let target = kpi.and_then(|kpi| kpi.target.get()).unwrap();
                    let figure = target.value.get().or(target.at_least.get()).or(target.at_most.get());
                    prop_assert_eq!(Ok(figure.unwrap().0), amount(answer));
                }
                Question::Baseline => {
                    let figure = kpi.and_then(|kpi| kpi.baseline.get()).and_then(|baseline| baseline.value.get());
                    prop_assert_eq!(Ok(figure.unwrap().0), amount(answer));
                }
                Question::Due => {
                    let due = kpi.and_then(|kpi| kpi.target.get()).and_then(|target| target.date.get());
                    prop_assert_eq!(due.unwrap().to_string(), day(answer));
                }
                Question::Start => {
                    let start = format!("        start: {}\n", day(answer));
                    prop_assert!(text.contains(&start), "{}", text);
                }
                Question::Unit => prop_assert_eq!(kpi.and_then(|kpi| kpi.unit.get()), Some(answer)),
                Question::Owner | Question::Places | Question::Responder | Question::Activity => {
                    let shown = serde_json::to_string(strategy).unwrap();
                    let written = serde_json::to_string(answer).unwrap();
                    prop_assert!(shown.contains(&written), "{answer} in {text}");
                }
                Question::Platforms | Question::Purpose | Question::Within | Question::Serves => {}
            }
        }
    }
}
