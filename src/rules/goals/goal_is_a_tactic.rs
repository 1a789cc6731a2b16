use std::ops::Range;

use crate::rules::prelude::*;
use crate::words::is_in;

pub static RULE: Rule = Rule::new("goal-is-a-tactic", Group::Goals, Level::Warning, Kind::Wrong)
    .summary("the goal is about a platform or a tactic, not about the business")
    .checks("\
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
quarter, double, twice, triple, percent. Only English is checked, and only goals: an activity can be a tactic.")
    .why("\
You can be on TikTok by this afternoon, and the business gains nothing. A platform or a video can serve a goal, but it
cannot be one. **Source**: four-pillars (Kevin Espinosa begins with the business, and picks platforms last).")
    .example("\
goals:
-  videos: Be on TikTok before the summer season
+  summer-rooms: Fill 80 percent of the rooms in June and July 2027, up from 64")
    .fix("\
Ask what the business gets if this succeeds, and write that down with a number and a date. The platform or the video
becomes an activity that serves the goal. Or name a KPI with `measures: outcome` in the goal's `kpis:`.");

/// What can come before the name of a platform in a statement that opens by going there.
const OPENING: &str = "a active also an and be become begin being big build channel come content create daily do \
    every finally get go grow have join launch live more must need new now often on open our own page post posting \
    posts present profile publish publishing reels regularly run set should start stories the to too try up use \
    videos viral visible want we week weekly will";

/// What the name of a platform can be the first half of.
const NOUNS: &str =
    "account audience channel community fans feed followers following group page presence profile show";

/// What can follow the name if there is no "on" or "join" before it: "Grow our Instagram sales" does not go there.
const AFTER: &str = "also and as because before by during in like next this too until with";

const TACTICS: &str = "go viral, goes viral, going viral, viral campaign, viral content, viral hit, viral post, \
    viral posts, viral video, viral videos, more followers, more likes, more views, more posts, post more, post daily, \
    post every day, post every week";

const WHAT_FOR: &str = "to so where who";

const BUSINESS: &str = "apply applicants applications bookings complaints cost costs customers donations donors \
    enquiries income inquiries leads members orders profit questions recruit revenue sales sell selling subscribers \
    support tickets traffic visitors volunteers";

/// What a platform shows; a number of these says nothing about the business.
const SHOWN: &str = "followers impressions likes reels tweets views";

/// What is counted in doing a tactic, but can be counted in a business goal as well.
const DONE: &str = "fans posts stories times videos";

/// What can come between such a number and what it counts.
const BETWEEN: &str = "active additional extra followers likes more my new of organic our real the views";

const NUMBERS: &str = "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty \
    sixty seventy eighty ninety dozen hundred thousand million half third quarter double twice triple percent";

const MONTHS: &str = "january february march april may june july august september october november december \
    jan feb mar apr jun jul aug sep sept oct nov dec";

/// What can come before a year: "by 2027", "summer 2027".
const BEFORE_YEAR: &str = "in by of until till before during for through from since end early late mid spring \
    summer autumn fall winter season q1 q2 q3 q4";

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let declared = cx.strategy.platforms();
    let declared =
        declared.flat_map(|(id, platform)| [Some(id.as_str()), platform.name.get().map(String::as_str)]);
    let platforms = names(declared.flatten());
    among(&cx.analysis.goals, "goals", "are tactics, not what the business wants", |goal| {
        let (statement, place) = goal.goal.statement.placed()?;
        let quoted = statement.get(tactic(statement, &platforms)?)?;
        (!may_measure_an_outcome(cx, goal.goal)).then(|| {
            RULE.at(place.value, format!("the goal `{}` is a tactic, not what the business wants", goal.id))
                .label(format!("\"{quoted}\" is a means, and there is no number for what it should achieve"))
                .note("a platform or a video can serve a goal, but it cannot be one: it can succeed without the business gaining anything")
                .help("ask what the business gets if this succeeds, and write that here instead, with a number and a date; the tactic can become an activity that serves this goal")
        })
    })
}

/// True if a KPI of the goal measures an outcome or an impact, or if something unreadable might say so.
fn may_measure_an_outcome(cx: &Context<'_>, goal: &Goal) -> bool {
    let may = |id: &Id| match cx.strategy.kpi(id.as_str()) {
        Some(kpi) => kpi.measures.may_be(|measures| *measures >= Measures::Outcome),
        None => !cx.analysis.known.kpis,
    };
    goal.kpis.may_be(|kpis| kpis.iter().any(|id| may(id)))
}

/// The words of a platform's name, and whether the name is from the file. That can be an ordinary word:
/// "Grow our community" names no platform, "Be on the community" does.
type Name = (Vec<Word>, bool);

fn names<'a>(from_file: impl Iterator<Item = &'a str>) -> Vec<Name> {
    let known = PLATFORMS.iter().copied().chain(["social media"]).map(|name| (words(name), false));
    let names = known.chain(from_file.map(|name| (words(name), true)));
    names.filter(|(words, _)| !words.is_empty()).collect()
}

/// A word in lower case, and where it is in the text.
struct Word {
    text: String,
    at: Range<usize>,
}

impl Word {
    fn is_one_of(&self, list: &str) -> bool {
        is_in(list, &self.text)
    }
}

fn words(text: &str) -> Vec<Word> {
    let mut end = 0;
    let parts = text.split_inclusive(|c: char| !c.is_alphanumeric()).map(|part| {
        let start = end;
        end += part.len();
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        Word { text: word.to_lowercase(), at: start..start + word.len() }
    });
    parts.filter(|word| !word.text.is_empty()).collect()
}

/// The first and the last word of a part of a statement.
type Part = (usize, usize);

/// The part of a statement that is about a tactic, if nothing in it is about the business.
fn tactic(statement: &str, platforms: &[Name]) -> Option<Range<usize>> {
    let words = words(statement);
    let shown = counted(&words, SHOWN);
    let counted: Vec<Part> = shown.iter().copied().chain(counted(&words, DONE)).collect();
    if words.iter().any(|word| word.is_one_of(BUSINESS)) || has_number(&without(statement, &words, &counted))
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

/// "We need to be on Facebook".
fn going_to_a_platform(words: &[Word], platforms: &[Name], counted: &[Part]) -> Option<Part> {
    let (at, (name, is_from_file)) = (0..words.len()).find_map(|at| {
        let rest = words.get(at..)?;
        let is_here = |(name, _): &&Name| starts_with(rest, name.iter().map(|word| word.text.as_str()));
        Some((at, platforms.iter().find(is_here)?))
    })?;
    let opening = words.get(..at)?;
    let opens = |(at, word): (usize, &Word)| word.is_one_of(OPENING) || is_part(counted, at);
    let leads_there = opening.iter().any(|word| word.is_one_of("on join"));
    if opening.is_empty() || !opening.iter().enumerate().all(opens) || (*is_from_file && !leads_there) {
        return None;
    }
    let end = at + name.len();
    match words.get(end) {
        Some(next) if next.is_one_of(NOUNS) => Some((0, end)),
        Some(next) if !leads_there && !next.is_one_of(AFTER) => None,
        _ => Some((0, end - 1)),
    }
}

fn is_part(parts: &[Part], at: usize) -> bool {
    parts.iter().any(|(first, last)| (*first..=*last).contains(&at))
}

fn named_tactic(words: &[Word]) -> Option<Part> {
    (0..words.len()).find_map(|at| {
        let rest = words.get(at..)?;
        let tactic = TACTICS.split(", ").find(|tactic| starts_with(rest, tactic.split(' ')))?;
        Some((at, at + tactic.split(' ').count() - 1))
    })
}

fn starts_with<'a>(words: &[Word], mut with: impl Iterator<Item = &'a str>) -> bool {
    let mut words = words.iter();
    with.all(|one| words.next().is_some_and(|word| word.text == one))
}

/// Each number of something: "50k new followers", "followers by 40".
fn counted(words: &[Word], what: &str) -> Vec<Part> {
    let is = |at: usize, list: &str| words.get(at).is_some_and(|word| word.is_one_of(list));
    let has_digit = |at: usize| words.get(at).is_some_and(|word| word.text.contains(char::is_numeric));
    let is_number = |at: usize| has_digit(at) || is(at, NUMBERS);
    let numbers_from = |from: usize| (from..words.len()).take_while(|at| is_number(*at)).last();
    let each = (0..words.len()).filter(|at| is(*at, what)).filter_map(|at| {
        let between = (0..at).rev().take_while(|before| is(*before, BETWEEN)).count();
        let before = (0..at - between).rev().take_while(|before| is_number(*before)).last();
        let mut last = at;
        while let Some(next) = numbers_from(last + 1 + usize::from(is(last + 1, "by from to"))) {
            last = next;
        }
        let first = before.unwrap_or(at);
        (first < at || last > at).then_some((first, last))
    });
    each.collect()
}

/// A statement without some of its parts, and without today's figures: "from 2,100".
fn without(statement: &str, words: &[Word], parts: &[Part]) -> String {
    let is_from = |at: usize| words.get(at).is_some_and(|word| word.text == "from");
    let is_today = |at: usize| !parts.is_empty() && (0..at).rev().take(2).any(is_from);
    let mut kept = String::new();
    let mut done = 0;
    for (_, word) in words.iter().enumerate().filter(|(at, _)| is_part(parts, *at) || is_today(*at)) {
        kept.push_str(statement.get(done..word.at.start).unwrap_or_default());
        done = word.at.end;
    }
    kept + statement.get(done..).unwrap_or_default()
}

/// True if a text contains a number that is not part of a date.
fn has_number(text: &str) -> bool {
    let is_mark = |c: char| c.is_ascii_punctuation() && c != '%';
    let chunks: Vec<String> =
        text.split_whitespace().map(|chunk| chunk.trim_matches(is_mark).to_lowercase()).collect();
    let is_at = |at: Option<usize>, list: &str| {
        at.and_then(|at| chunks.get(at)).is_some_and(|chunk| is_in(list, chunk))
    };
    chunks.iter().enumerate().any(|(at, chunk)| {
        if !chunk.contains(char::is_numeric) {
            return chunk.split('-').any(|word| is_in(NUMBERS, word));
        }
        let before = at.checked_sub(1);
        let next_to_month = is_at(before, MONTHS) || is_at(Some(at + 1), MONTHS);
        let is_bare = chunk.chars().all(char::is_numeric);
        let is_year = is_bare && chunk.len() == 4 && (next_to_month || is_at(before, BEFORE_YEAR) || at == 0);
        let is_day = chunk.len() <= 4 && next_to_month && chunk.starts_with(|c: char| c.is_ascii_digit());
        let is_date =
            !is_bare && (CoarseDate::parse(&chunk.to_uppercase()).is_ok() || CoarseDate::is_fiscal(chunk));
        let is_quarter = is_in(BEFORE_YEAR, chunk);
        !(is_year || is_day || is_date || is_quarter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tactic_in(statement: &str) -> Option<&str> {
        let platforms = names(["help-forum", "community"].into_iter());
        tactic(statement, &platforms).and_then(|range| statement.get(range))
    }

    #[test]
    fn tactics_are_recognized_by_their_words() {
        for (statement, tactic) in [
            ("We need to be on TikTok!", "We need to be on TikTok"),
            ("Go viral on TikTok before the season", "Go viral on TikTok"),
            ("A viral video", "viral video"),
            ("Launch our YouTube channel by June 2027", "Launch our YouTube channel"),
            ("Be active on social media", "Be active on social media"),
            ("Post more often on LinkedIn because everybody does", "Post more often on LinkedIn"),
            ("Be on the Help-Forum in 2027", "Be on the Help-Forum"),
            ("Go viral on TikTok in FY2027/28", "Go viral on TikTok"),
            ("More followers than the other opticians by 30 June", "More followers"),
            ("Join Instagram by 2027-06-30", "Join Instagram"),
            ("Be on the help-forum every day", "Be on the help-forum"),
            ("Our own TikTok", "Our own TikTok"),
            ("2,000 new followers on TikTok by 30 June 2027", "2,000 new followers on TikTok"),
            ("Double our followers", "Double our followers"),
            ("Grow from 2,100 to 50,000 followers", "50,000 followers"),
            ("More reach: impressions up, views by 40%", "views by 40"),
            ("12 reels a month", "12 reels"),
        ] {
            assert_eq!(tactic_in(statement), Some(tactic), "{statement}");
        }
    }

    #[test]
    fn what_could_be_business_is_left_alone() {
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
            assert_eq!(tactic_in(statement), None, "{statement}");
        }
    }

    #[test]
    fn the_word_lists_are_published() {
        let docs = RULE.checks.split_whitespace().collect::<Vec<_>>().join(" ");
        let lists = [OPENING, NOUNS, AFTER, SHOWN, DONE, BETWEEN, WHAT_FOR, BUSINESS, NUMBERS];
        let words = lists.into_iter().flat_map(|list| list.split(' '));
        for word in words.chain(TACTICS.split(", ")).chain(PLATFORMS.iter().copied()) {
            assert!(crate::words::holds_word(&docs, word), "{word}");
        }
    }
}
