//! A goal that is about a platform or a tactic.

use std::ops::Range;

use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::date::CoarseDate;
use crate::strategy::goal::Goal;
use crate::strategy::kpi::Measures;
use crate::words::PLATFORMS;

pub static RULE: Rule = Rule {
    name: "goal-is-a-tactic",
    group: Group::Goals,
    level: Level::Warning,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "the goal is about a platform or a tactic, not about the business",
    options: &[],
    docs: "\
## What it checks
The statement of a goal says what the business wants. This speaks of a tactic where the statement, with no number in it,

- opens by going to a platform, with nothing before the platform's name but these words: a, active, also, an, and, be,
  become, begin, being, big, build, channel, come, content, create, daily, do, every, finally, get, go, grow, have, join,
  launch, live, more, must, need, new, now, often, on, open, our, own, page, post, posting, posts, present, profile,
  publish, publishing, reels, regularly, run, set, should, start, stories, the, to, too, try, up, use, videos, viral,
  visible, want, we, week, weekly, will. Platforms are those that the file declares, \"social\", \"social media\", and
  Bluesky, Discord, Facebook, Instagram, LinkedIn, Mastodon, Pinterest, Reddit, Snapchat, Telegram, TikTok, Tumblr,
  Twitch, Twitter, WeChat, WhatsApp, Xing, YouTube. Or
- holds one of these: go viral, goes viral, going viral, viral campaign, viral content, viral hit, viral post, viral
  posts, viral video, viral videos, more followers, more likes, more views, more posts, post more, post daily, post every
  day, post every week.

It is left alone where it goes on to say what for, with \"to\", \"so\", \"where\" or \"who\" after these words, or where it
holds one of these words of business: apply, applicants, applications, bookings, complaints, cost, costs, customers,
donations, donors, enquiries, income, inquiries, leads, members, orders, profit, questions, recruit, revenue, sales, sell,
selling, subscribers, support, tickets, traffic, visitors, volunteers. It is left alone, too, where a KPI of the goal
measures an outcome or an impact. Years and days (\"by June 2027\") are no numbers here; words such as \"forty\", \"half\" and
\"double\" are. Other languages than English are not judged, and activities never are: there a tactic is in its place.

## Why it matters
\"We need to be on TikTok\" can be reached in an afternoon, and the business has nothing from it. A platform or a video can
serve a goal; it cannot be one. **Source**: four-pillars (Kevin Espinosa begins with what the business is trying to
accomplish, and picks platforms last).

## Example
This fails:
```yaml
goals:
  videos: Be on TikTok before the summer season
```
This passes:
```yaml
goals:
  summer-rooms: Fill 80 percent of the rooms in June and July 2027, up from 64
```

## How to fix or allow it
Ask what the business gets when this succeeds, and write that down with a number and a date; the platform or the video
becomes an activity that serves it. Or name a KPI in the goal's `kpis:` that `measures: outcome`.
",
};

/// What may stand before the name of a platform in a statement that opens by going there.
const OPENING: &[&str] = &[
    "a",
    "active",
    "also",
    "an",
    "and",
    "be",
    "become",
    "begin",
    "being",
    "big",
    "build",
    "channel",
    "come",
    "content",
    "create",
    "daily",
    "do",
    "every",
    "finally",
    "get",
    "go",
    "grow",
    "have",
    "join",
    "launch",
    "live",
    "more",
    "must",
    "need",
    "new",
    "now",
    "often",
    "on",
    "open",
    "our",
    "own",
    "page",
    "post",
    "posting",
    "posts",
    "present",
    "profile",
    "publish",
    "publishing",
    "reels",
    "regularly",
    "run",
    "set",
    "should",
    "start",
    "stories",
    "the",
    "to",
    "too",
    "try",
    "up",
    "use",
    "videos",
    "viral",
    "visible",
    "want",
    "we",
    "week",
    "weekly",
    "will",
];

/// What may follow the name where no \"on\" leads to it: in \"Grow our Instagram sales\" it is no place to go to.
const AFTER: &[&str] = &[
    "account",
    "also",
    "and",
    "as",
    "audience",
    "because",
    "before",
    "by",
    "channel",
    "community",
    "during",
    "fans",
    "feed",
    "following",
    "followers",
    "group",
    "in",
    "like",
    "next",
    "page",
    "presence",
    "profile",
    "show",
    "this",
    "too",
    "until",
    "with",
];

const TACTICS: &[&[&str]] = &[
    &["go", "viral"],
    &["goes", "viral"],
    &["going", "viral"],
    &["viral", "campaign"],
    &["viral", "content"],
    &["viral", "hit"],
    &["viral", "post"],
    &["viral", "posts"],
    &["viral", "video"],
    &["viral", "videos"],
    &["more", "followers"],
    &["more", "likes"],
    &["more", "views"],
    &["more", "posts"],
    &["post", "more"],
    &["post", "daily"],
    &["post", "every", "day"],
    &["post", "every", "week"],
];

const WHAT_FOR: &[&str] = &["to", "so", "where", "who"];

const BUSINESS: &[&str] = &[
    "apply",
    "applicants",
    "applications",
    "bookings",
    "complaints",
    "cost",
    "costs",
    "customers",
    "donations",
    "donors",
    "enquiries",
    "income",
    "inquiries",
    "leads",
    "members",
    "orders",
    "profit",
    "questions",
    "recruit",
    "revenue",
    "sales",
    "sell",
    "selling",
    "subscribers",
    "support",
    "tickets",
    "traffic",
    "visitors",
    "volunteers",
];

const NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "dozen", "hundred",
    "thousand", "million", "half", "third", "quarter", "double", "twice", "triple", "percent",
];

const MONTHS: &[&str] = &[
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
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// What may stand before a year: \"by 2027\", \"summer 2027\".
const BEFORE_YEAR: &[&str] = &[
    "in", "by", "of", "until", "till", "before", "during", "for", "through", "from", "since", "end", "early",
    "late", "mid", "spring", "summer", "autumn", "fall", "winter", "season", "q1", "q2", "q3", "q4",
];

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let platforms: Vec<Vec<Word>> = platforms(cx);
    let goals = &cx.analysis.goals;
    for goal in goals {
        let Some((statement, place)) = goal.goal.statement.placed() else { continue };
        let Some(tactic) = tactic(statement, &platforms) else { continue };
        if may_measure_an_outcome(cx, goal.goal) {
            continue;
        }
        let quoted = statement.get(tactic).unwrap_or(statement);
        out.push(
            RULE.at(place.value, format!("the goal `{}` is a tactic, not what the business wants", goal.id))
                .label(format!("\"{quoted}\" is a means, and no number says what it is to bring"))
                .note("a platform or a video can serve a goal; it cannot be one: this is reached in an afternoon, and the business has nothing from it")
                .help("ask what the business gets when this succeeds, and write that with a number and a date: `Forty cake orders each Saturday by the end of June`; this becomes an activity that serves it")
                .among(goals.len(), "goals", "are tactics, not what the business wants"),
        );
    }
}

/// True where a KPI of the goal measures an outcome or an impact, or something unreadable may say so.
fn may_measure_an_outcome(cx: &Context<'_>, goal: &Goal) -> bool {
    goal.kpis.is_invalid()
        || goal.kpis.get().into_iter().flat_map(|kpis| kpis.iter()).any(|id| {
            match cx.strategy.kpi(id.as_str()) {
                Some(kpi) => {
                    let measures = kpi.measures.get();
                    kpi.measures.is_invalid()
                        || measures.is_some_and(|measures| *measures >= Measures::Outcome)
                }
                None => !cx.analysis.known.kpis,
            }
        })
}

/// The names of platforms, as words.
fn platforms(cx: &Context<'_>) -> Vec<Vec<Word>> {
    let declared = cx.strategy.platforms();
    let declared =
        declared.flat_map(|(id, platform)| [Some(id.as_str()), platform.name.get().map(String::as_str)]);
    let names = PLATFORMS.iter().copied().chain(["social media", "social"]).chain(declared.flatten());
    names.map(words).filter(|words| !words.is_empty()).collect()
}

/// A word in lower case, and where it stands.
struct Word {
    text: String,
    at: Range<usize>,
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let end = at + c.len_utf8();
        match words.last_mut().filter(|word| word.at.end == at) {
            Some(word) => {
                word.at.end = end;
                word.text.extend(c.to_lowercase());
            }
            None => words.push(Word { text: c.to_lowercase().collect(), at: at..end }),
        }
    }
    words
}

/// The words of a statement that speak of a tactic, where nothing in it speaks of the business.
fn tactic(statement: &str, platforms: &[Vec<Word>]) -> Option<Range<usize>> {
    let words = words(statement);
    if words.iter().any(|word| BUSINESS.contains(&word.text.as_str())) || holds_number(statement) {
        return None;
    }
    let (first, last) = going_to_a_platform(&words, platforms).or_else(|| named_tactic(&words))?;
    if words.iter().skip(last + 1).any(|word| WHAT_FOR.contains(&word.text.as_str())) {
        return None;
    }
    Some(words.get(first)?.at.start..words.get(last)?.at.end)
}

/// The first and the last word of \"We need to be on TikTok\".
fn going_to_a_platform(words: &[Word], platforms: &[Vec<Word>]) -> Option<(usize, usize)> {
    let (at, name) = (0..words.len()).find_map(|at| {
        let rest = words.get(at..)?;
        Some((at, platforms.iter().find(|name| begins(rest, name.iter().map(|word| word.text.as_str())))?))
    })?;
    let opening = words.get(..at)?;
    if opening.is_empty() || !opening.iter().all(|word| OPENING.contains(&word.text.as_str())) {
        return None;
    }
    let next = words.get(at + name.len()).map(|word| word.text.as_str());
    let leads_there = opening.last().is_some_and(|word| word.text == "on" || word.text == "join");
    let goes_on = next.is_some_and(|next| !AFTER.contains(&next));
    (leads_there || !goes_on).then(|| (0, at + name.len() - 1))
}

fn named_tactic(words: &[Word]) -> Option<(usize, usize)> {
    (0..words.len()).find_map(|at| {
        let rest = words.get(at..)?;
        let tactic = TACTICS.iter().find(|tactic| begins(rest, tactic.iter().copied()))?;
        Some((at, at + tactic.len() - 1))
    })
}

fn begins<'a>(words: &[Word], mut with: impl Iterator<Item = &'a str>) -> bool {
    let mut words = words.iter();
    with.all(|one| words.next().is_some_and(|word| word.text == one))
}

/// True where a text holds a number that is not part of a date.
fn holds_number(text: &str) -> bool {
    let chunks = text
        .split_whitespace()
        .map(|chunk| chunk.trim_matches(|c: char| c.is_ascii_punctuation() && c != '%'));
    let chunks: Vec<String> = chunks.map(str::to_lowercase).collect();
    let is_in = |at: Option<usize>, list: &[&str]| {
        at.and_then(|at| chunks.get(at)).is_some_and(|chunk| list.contains(&chunk.as_str()))
    };
    chunks.iter().enumerate().any(|(at, chunk)| {
        if !chunk.contains(char::is_numeric) {
            return chunk.split('-').any(|word| NUMBERS.contains(&word));
        }
        let before = at.checked_sub(1);
        let beside_month = is_in(before, MONTHS) || is_in(Some(at + 1), MONTHS);
        let is_bare = chunk.chars().all(char::is_numeric);
        let is_year = is_bare && chunk.len() == 4 && (beside_month || is_in(before, BEFORE_YEAR) || at == 0);
        let is_day = chunk.len() <= 4 && beside_month && chunk.starts_with(|c: char| c.is_ascii_digit());
        let is_date = !is_bare && CoarseDate::parse(&chunk.to_uppercase()).is_ok();
        let is_quarter = BEFORE_YEAR.contains(&chunk.as_str());
        !(is_year || is_day || is_date || is_quarter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaks_of(statement: &str) -> Option<&str> {
        let platforms: Vec<_> =
            PLATFORMS.iter().copied().chain(["social media", "help-forum"]).map(words).collect();
        tactic(statement, &platforms).and_then(|range| statement.get(range))
    }

    #[test]
    fn tactics_are_told_by_their_words() {
        for (statement, tactic) in [
            ("Be on TikTok before the summer season", "Be on TikTok"),
            ("We need to be on TikTok!", "We need to be on TikTok"),
            ("Go viral on TikTok before the season", "Go viral on TikTok"),
            ("A viral video", "viral video"),
            ("Launch our YouTube channel by June 2027", "Launch our YouTube"),
            ("Be active on social media", "Be active on social media"),
            ("Post more often on LinkedIn because everybody does", "Post more often on LinkedIn"),
            ("Be on the Help-Forum in 2027", "Be on the Help-Forum"),
            ("More followers than the other opticians by 30 June", "More followers"),
            ("Join Instagram by 2027-06-30", "Join Instagram"),
        ] {
            assert_eq!(speaks_of(statement), Some(tactic), "{statement}");
        }
    }

    #[test]
    fn what_may_be_business_is_left_alone() {
        for statement in [
            "Forty cake orders each Saturday by the end of June",
            "Be on TikTok and sell the season tickets there",
            "Be on TikTok so that young people know what we do",
            "Use Instagram to empty the shelf before closing",
            "Grow our Instagram sales",
            "Grow our LinkedIn 20%",
            "2000 followers on TikTok",
            "Be the first name that mechanics hear on YouTube",
            "Answer everybody on Facebook within the day",
            "Teenagers know how viral infections spread",
            "Be known for children's eyes in three counties",
            "Twice as many readers on Mastodon",
            "Auf TikTok sein",
            "",
        ] {
            assert_eq!(speaks_of(statement), None, "{statement}");
        }
    }

    #[test]
    fn the_word_lists_are_published() {
        let docs = RULE.docs.split_whitespace().collect::<Vec<_>>().join(" ");
        let tactics = TACTICS.iter().map(|tactic| tactic.join(" "));
        let all = OPENING.iter().chain(BUSINESS).chain(PLATFORMS).map(ToString::to_string).chain(tactics);
        for word in all.chain(WHAT_FOR.iter().map(|word| format!("\"{word}\""))) {
            assert!(crate::words::holds_word(&docs, &word), "{word}");
        }
    }
}
