mod numbers;

use std::ops::Range;

use self::numbers::{DONE, SHOWN, counted, holds_number, without};
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
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
The statement of a goal says what the business wants. It describes a tactic if it has no number except for things a
platform counts, and it

- opens by going to a platform: only such numbers and these words come before the platform's name: a, active, also,
  an, and, be, become, begin, being, big, build, channel, come, content, create, daily, do, every, finally, get, go,
  grow, have, join, launch, live, more, must, need, new, now, often, on, open, our, own, page, post, posting, posts,
  present, profile, publish, publishing, reels, regularly, run, set, should, start, stories, the, to, too, try, up,
  use, videos, viral, visible, want, we, week, weekly, will. Without \"on\" or \"join\", the name also has to end the
  statement or be followed by one of these: account, also, and, as, audience, because, before, by, channel, community,
  during, fans, feed, followers, following, group, in, like, next, page, presence, profile, show, this, too, until,
  with. Platforms are \"social media\", Bluesky, Discord, Facebook, Instagram, LinkedIn, Mastodon, Pinterest, Reddit,
  Snapchat, Telegram, TikTok, Tumblr, Twitch, Twitter, WeChat, WhatsApp, Xing, YouTube and, after \"on\" or \"join\",
  the platforms of the file;
- or counts what a platform shows: a number of followers, impressions, likes, reels, tweets or views;
- or contains one of these: go viral, goes viral, going viral, viral campaign, viral content, viral hit, viral post,
  viral posts, viral video, viral videos, more followers, more likes, more views, more posts, post more, post daily,
  post every day, post every week.

It is fine if it goes on to say what for, with \"to\", \"so\", \"where\" or \"who\"; if it contains a business word
(apply, applicants, applications, bookings, complaints, cost, costs, customers, donations, donors, enquiries, income,
inquiries, leads, members, orders, profit, questions, recruit, revenue, sales, sell, selling, subscribers, support,
tickets, traffic, visitors, volunteers); or if a KPI of the goal measures an outcome or an impact.

A number belongs to a platform if it counts what a platform shows or fans, posts, stories, videos or times (\"a
week\"), directly or with one of these in between: active, additional, extra, followers, likes, more, my, new, of,
organic, our, real, the, views; or if it comes after that, perhaps after \"by\", \"from\" or \"to\". Dates (\"by June
2027\") are not numbers here, but these words are: one, two, three, four, five, six, seven, eight, nine, ten, eleven,
twelve, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety, dozen, hundred, thousand, million, half, third,
quarter, double, twice, triple, percent. Only English is checked, and only goals: an activity can be a tactic.

## Why it matters
You can be on TikTok by this afternoon, and the business gains nothing. A platform or a video can serve a goal, but it
cannot be one. **Source**: four-pillars (Kevin Espinosa begins with what the business is trying to accomplish, and
picks platforms last).

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
Ask what the business gets if this succeeds, and write that down with a number and a date. The platform or the video
becomes an activity that serves the goal. Or name a KPI with `measures: outcome` in the goal's `kpis:`.
",
};

/// What may stand before the name of a platform in a statement that opens by going there.
const OPENING: &str = "\
    a active also an and be become begin being big build channel come content create daily do every \
    finally get go grow have join launch live more must need new now often on open our own page post \
    posting posts present profile publish publishing reels regularly run set should start stories \
    the to too try up use videos viral visible want we week weekly will";

/// What a platform's name may be the first half of.
const NOUNS: &str = "\
    account audience channel community fans feed following followers group page presence profile \
    show";

/// What may follow the name where neither "on" nor "join" leads to it: in "Grow our Instagram sales" it is no
/// place to go to.
const AFTER: &str = "\
    also and as because before by during in like next this too until with";

const TACTICS: &[&str] = &[
    "go viral",
    "goes viral",
    "going viral",
    "viral campaign",
    "viral content",
    "viral hit",
    "viral post",
    "viral posts",
    "viral video",
    "viral videos",
    "more followers",
    "more likes",
    "more views",
    "more posts",
    "post more",
    "post daily",
    "post every day",
    "post every week",
];

const WHAT_FOR: &str = "to so where who";

const BUSINESS: &str = "\
    apply applicants applications bookings complaints cost costs customers donations donors \
    enquiries income inquiries leads members orders profit questions recruit revenue sales sell \
    selling subscribers support tickets traffic visitors volunteers";

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let platforms = platforms(cx);
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
                .note("a platform or a video can serve a goal; it cannot be one: it may succeed, and the business has nothing from it")
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

/// A platform's name, as words.
struct Name {
    words: Vec<Word>,
    /// One that the file declares may be a plain word: "Grow our community" names no platform, "Be on the
    /// community" does.
    is_plain: bool,
}

fn platforms(cx: &Context<'_>) -> Vec<Name> {
    let declared = cx.strategy.platforms();
    let declared =
        declared.flat_map(|(id, platform)| [Some(id.as_str()), platform.name.get().map(String::as_str)]);
    let name = |is_plain| move |name: &str| Name { words: words(name), is_plain };
    let names = known_platforms().map(name(false)).chain(declared.flatten().map(name(true)));
    names.filter(|name| !name.words.is_empty()).collect()
}

fn known_platforms() -> impl Iterator<Item = &'static str> {
    PLATFORMS.iter().copied().chain(["social media"])
}

/// A word in lower case, and where it stands.
struct Word {
    text: String,
    at: Range<usize>,
}

impl Word {
    fn is_one_of(&self, list: &str) -> bool {
        holds(list, &self.text)
    }
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
fn tactic(statement: &str, platforms: &[Name]) -> Option<Range<usize>> {
    let words = words(statement);
    let shown = counted(&words, SHOWN);
    let counted: Vec<_> = shown.iter().copied().chain(counted(&words, DONE)).collect();
    if words.iter().any(|word| word.is_one_of(BUSINESS))
        || holds_number(&without(statement, &words, &counted))
    {
        return None;
    }
    let named = going_to_a_platform(&words, platforms, &counted).or_else(|| named_tactic(&words));
    let (first, last) = named.or_else(|| shown.first().copied())?;
    if words.iter().skip(last + 1).any(|word| word.is_one_of(WHAT_FOR)) {
        return None;
    }
    Some(words.get(first)?.at.start..words.get(last)?.at.end)
}

/// The first and the last word of "We need to be on Facebook".
fn going_to_a_platform(
    words: &[Word],
    platforms: &[Name],
    counted: &[(usize, usize)],
) -> Option<(usize, usize)> {
    let (at, name) = (0..words.len()).find_map(|at| {
        let rest = words.get(at..)?;
        let is_here = |name: &&Name| begins(rest, name.words.iter().map(|word| word.text.as_str()));
        Some((at, platforms.iter().find(is_here)?))
    })?;
    let opening = words.get(..at)?;
    let is_counted = |at: usize| counted.iter().any(|(first, last)| (*first..=*last).contains(&at));
    let opens = |(at, word): (usize, &Word)| word.is_one_of(OPENING) || is_counted(at);
    if opening.is_empty() || !opening.iter().enumerate().all(opens) {
        return None;
    }
    let leads_there = opening.iter().any(|word| word.is_one_of("on join"));
    let end = at + name.words.len();
    if name.is_plain && !leads_there {
        return None;
    }
    match words.get(end) {
        Some(next) if next.is_one_of(NOUNS) => Some((0, end)),
        Some(next) if !leads_there && !next.is_one_of(AFTER) => None,
        _ => Some((0, end - 1)),
    }
}

fn named_tactic(words: &[Word]) -> Option<(usize, usize)> {
    (0..words.len()).find_map(|at| {
        let rest = words.get(at..)?;
        let tactic = TACTICS.iter().find(|tactic| begins(rest, tactic.split(' ')))?;
        Some((at, at + tactic.split(' ').count() - 1))
    })
}

fn begins<'a>(words: &[Word], mut with: impl Iterator<Item = &'a str>) -> bool {
    let mut words = words.iter();
    with.all(|one| words.next().is_some_and(|word| word.text == one))
}

/// True where a list of words, parted by spaces, has a word.
fn holds(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

#[cfg(test)]
mod tests {
    use super::numbers::{BETWEEN, NUMBERS};
    use super::*;

    fn speaks_of(statement: &str) -> Option<&str> {
        let name = |is_plain| move |name: &str| Name { words: words(name), is_plain };
        let own = ["help-forum", "community"].into_iter().map(name(true));
        let platforms: Vec<Name> = known_platforms().map(name(false)).chain(own).collect();
        tactic(statement, &platforms).and_then(|range| statement.get(range))
    }

    #[test]
    fn tactics_are_told_by_their_words() {
        for (statement, tactic) in [
            ("Be on TikTok before the summer season", "Be on TikTok"),
            ("We need to be on TikTok!", "We need to be on TikTok"),
            ("Go viral on TikTok before the season", "Go viral on TikTok"),
            ("A viral video", "viral video"),
            ("Launch our YouTube channel by June 2027", "Launch our YouTube channel"),
            ("Be active on social media", "Be active on social media"),
            ("Post more often on LinkedIn because everybody does", "Post more often on LinkedIn"),
            ("Be on the Help-Forum in 2027", "Be on the Help-Forum"),
            ("More followers than the other opticians by 30 June", "More followers"),
            ("Join Instagram by 2027-06-30", "Join Instagram"),
            ("Be on the help-forum every day", "Be on the help-forum"),
            ("Our own TikTok", "Our own TikTok"),
            ("Grow our Instagram to 50k followers", "50k followers"),
            ("2,000 new followers on TikTok by 30 June 2027", "2,000 new followers on TikTok"),
            ("Double our followers", "Double our followers"),
            ("Grow from 2,100 to 50,000 followers", "50,000 followers"),
            ("More reach: impressions up, views by 40%", "views by 40"),
            ("Post 3 times a week on LinkedIn", "Post 3 times a week on LinkedIn"),
            ("12 reels a month", "12 reels"),
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
            "2000 followers on TikTok to fill the evening courses",
            "50k followers and 400 members",
            "Forty sold-out evenings and 2000 followers",
            "Fill 12 posts by June",
            "40 stories of patients in their own words",
            "500 fans at every home match",
            "Followers",
            "Be the first name that mechanics hear on YouTube",
            "Answer everybody on Facebook within the day",
            "Teenagers know how viral infections spread",
            "Be known for children's eyes in three counties",
            "Twice as many readers on Mastodon",
            "Auf TikTok sein",
            "Grow our community",
            "Be social and kind",
            "",
        ] {
            assert_eq!(speaks_of(statement), None, "{statement}");
        }
    }

    #[test]
    fn the_word_lists_are_published() {
        let docs = RULE.docs.split_whitespace().collect::<Vec<_>>().join(" ");
        let lists = [OPENING, NOUNS, AFTER, SHOWN, DONE, BETWEEN, WHAT_FOR, BUSINESS, NUMBERS]
            .into_iter()
            .flat_map(str::split_whitespace);
        for word in lists.chain(TACTICS.iter().copied()).chain(PLATFORMS.iter().copied()) {
            assert!(crate::words::holds_word(&docs, word), "{word}");
        }
    }
}
