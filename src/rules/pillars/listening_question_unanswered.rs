use crate::rules::pillars::pillar_idle;
use crate::rules::prelude::*;
use crate::strategy::pillar::Questions;

pub static RULE: Rule = Rule::new("listening-question-unanswered", Group::Pillars, Level::Warning, Kind::Missing)
    .summary("some of the six questions of listening have no answer")
    .checks("\
Listening answers six questions: `who` is talking, about `what`, `where`, what `competitors` do there, which
`influencers` people listen to, and what the `sentiment` is. All open questions are one finding. If listening has no
answers and no activities at all, `pillar-idle` reports that instead. A pillar with `not_now:` is skipped.")
    .why("\
The rest of the plan depends on the answers. Where people talk decides the platforms, what they ask decides what is
worth saying, and who they listen to decides who can help. **Source**: four-pillars (Kevin Espinosa's questions).")
    .example("\
pillars:
  listening:
    questions:
      who: Parents of small children
+      what: Birthday cakes and allergies
      where: Two local Facebook groups
+      competitors: The supermarket shows its cakes every Friday
+      influencers: The two women who run the groups
+      sentiment: Fond of us, and cross when the rye bread is gone")
    .fix("\
Spend a day listening and write one line for each open question, with `as_of:` and `source:`. \"We looked and found
nothing\" is an answer, too.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let pillar = cx.strategy.pillar(PillarKind::Listening)?;
    let listening = cx.listening().filter(|listening| listening.not_now.is_absent())?;
    let section = &listening.questions;
    if section.is_invalid() || pillar_idle::is_idle(cx, pillar) {
        return None;
    }
    let none = Questions::default();
    let questions = section.get().unwrap_or(&none).all().into_iter();
    let open: Vec<_> =
        questions.filter(|(_, question)| !question.may_be(|answer| !answer.answer.is_absent())).collect();
    let keys: Vec<&str> = open.iter().map(|(key, _)| *key).collect();
    let first = *keys.first()?;
    let asked: Vec<&str> = keys.iter().map(|key| in_words(key)).collect();
    let message = match keys.len() {
        Questions::COUNT => "none of listening's six questions has an answer".to_owned(),
        count => format!("listening has no answer to {count} of its 6 questions: {}", and(&keys)),
    };
    let unanswered =
        open.iter().filter_map(|(_, question)| Some((question.key()?, "asked, but not answered")));
    Some(
        RULE.at(section.key().unwrap_or(pillar.place.key), message)
            .label(format!("{} of {} answered", Questions::COUNT - keys.len(), Questions::COUNT))
            .also_each(unanswered)
            .note("the rest of the plan depends on the answers: where people talk decides the platforms, what they ask decides what is worth saying")
            .help(format!(
                "find out {}; then write {} under `questions:`: `{first}: {{ answer: …, as_of: {}, source: … }}`",
                and(&asked),
                if keys.len() == 1 { "it" } else { "each" },
                cx.today
            ))
            .absent(if section.is_absent() { "questions" } else { first }),
    )
}

fn in_words(question: &str) -> &'static str {
    match question {
        "who" => "who is talking",
        "what" => "what they talk about",
        "where" => "where they talk",
        "competitors" => "what competitors do there",
        "influencers" => "who people listen to",
        _ => "what the mood is",
    }
}
