use std::ops::Range;

use crate::rules::prelude::*;
use crate::words::is_in;
use crate::words::months::is_month;

pub static RULE: Rule = Rule::new("goal-is-a-tactic", Group::Goals, Level::Warning, Kind::Wrong)
    .summary("the goal is about a platform or a tactic, not about the business")
    .checks("\
The statement of a goal says what the business wants. It is a tactic if it has no number except for things that a
platform counts and dates, has no word about the business, does not go on to say what for, and

- opens by going to a platform: only words of an opening come before the platform's name. Without \"on\" or \"join\",
  the name also has to end the statement or be followed by one of the words below. Platforms are \"social media\", the
  well-known ones, and after \"on\" or \"join\" those of the file;
- or counts what a platform shows, or contains a phrase for a tactic.

It is also a tactic, with any numbers, if it has at least one word for what a platform shows, and no words at all except
those of plans for a platform, numbers, dates and platforms. Some of these words count only if a platform is named.

It is fine if a KPI of the goal measures an outcome or an impact. Only goals are checked: an activity can be a tactic.")
    .words(&[
        ("an opening", OPENING),
        ("after a platform's name", AFTER),
        ("a platform's name and", NOUNS),
        ("what a platform shows", SHOWN),
        ("what is counted in doing a tactic", DONE),
        ("between a number and what it counts", BETWEEN),
        ("phrases for a tactic", TACTICS),
        ("what for", WHAT_FOR),
        ("the business", BUSINESS),
        ("numbers", NUMBERS),
        ("what a platform shows, if every other word is about platforms", ONLY_SHOWN),
        ("the same if a platform is named", IF_NAMED),
        ("plans for a platform", PLANS),
        ("plans for a platform, in other languages", PLANS_ABROAD),
    ])
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

/// What makes a statement a tactic if every other word is about platforms, too.
const ONLY_SHOWN: &str = "follower, followers, like, likes, impressions, reels, tweets, views, pageviews, hashtag, \
    hashtags, engagement, engagement rate, share of voice, podcast, podcasts, blog, vlog, livestream, livestreams, \
    viral, post, publish, tweet, drive traffic, more traffic, more reach, our reach, thriving community, \
    vibrant community, active community, engaged community, build a community";

/// The same if a platform is named. Fans can sit in a stadium, and "abonnés" can be what a newspaper lives on.
const IF_NAMED: &str = "be being present presence active fans posts stories videos sein präsent abonnenten reichweite \
    être abonnés vues estar seguidores seguidoras vistas seguaci visualizzazioni volgers";

/// What can be said of a platform and of nothing else that a business wants.
const PLANS: &str = "a the an our my its we us want need needs must should will and or to at in on of by from per for via \
    through with as is up each every more most less than least new extra additional active organic real engaged \
    engaging thriving vibrant strong big bigger large larger great better higher high total overall average regularly \
    often always weekly monthly daily day days week weeks month months quarter quarters year years yearly time times \
    rate percent reach increase increasing grow growing raise gain gaining get getting win attract double triple boost \
    improve drive build building create creating post posting publish publishing share launch launching start run \
    have use using make making be become do doing join open set keep reaching achieve hit expand count number social \
    media main official own channel channels page pages account accounts profile profiles feed online content traffic \
    community website site blog magazine newsletter video";

const PLANS_ABROAD: &str = "wir müssen wollen sollen sollten möchten auf bei sein werden aktiv präsent mehr neue neuen \
    die der das den dem unser unsere unseren unserem und pro im in bis tag woche monat jahr täglich gewinnen erreichen \
    steigern nous devons voulons sur d de des du les la le nos notre plus nouveaux par et en être jour semaine mois \
    gagner atteindre avoir obtenir conseguir más mas nuevos nuevas nuestro nuestra nuestros el los las por y estar día \
    semana mes ganar tener alcanzar lograr aumentar più nuovi nostro nostra su al mese mais novos no na nosso meer \
    nieuwe op onze per";

/// What is counted in doing a tactic, but can be counted in a business goal as well.
const DONE: &str = "fans posts stories times videos";

/// What can come between such a number and what it counts.
const BETWEEN: &str = "active additional extra followers likes more my new of organic our real the views";

const NUMBERS: &str = "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty \
    sixty seventy eighty ninety dozen hundred thousand million half third quarter double twice triple percent";

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
                .label(format!("\"{quoted}\" is a means: what does the business get from it?"))
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
    let (first, last) = unquantified(statement, &words, platforms)
        .or_else(|| is_only_about_platforms(&words, platforms).then(|| (0, words.len().saturating_sub(1))))?;
    Some(words.get(first)?.at.start..words.get(last)?.at.end)
}

/// The part that is about a tactic, if there are no other numbers and no words about the business.
fn unquantified(statement: &str, words: &[Word], platforms: &[Name]) -> Option<Part> {
    let shown = counted(words, SHOWN);
    let counted: Vec<Part> = shown.iter().copied().chain(counted(words, DONE)).collect();
    if words.iter().any(|word| word.is_one_of(BUSINESS)) || has_number(&without(statement, words, &counted)) {
        return None;
    }
    let named = going_to_a_platform(words, platforms, &counted).or_else(|| named_tactic(words));
    let (first, last) = named.or_else(|| shown.first().copied())?;
    if words.iter().skip(last + 1).any(|word| word.is_one_of(WHAT_FOR)) {
        return None;
    }
    Some((first, last))
}

/// True if every word is about platforms, whatever the numbers: "Increase Facebook page likes by 20 % in 12 months".
fn is_only_about_platforms(words: &[Word], platforms: &[Name]) -> bool {
    let known = || platforms.iter().filter(|(_, is_from_file)| !is_from_file);
    let named = |at: usize| {
        let rest = words.get(at..).unwrap_or_default();
        let name = known().find(|(name, _)| starts_with(rest, name.iter().map(|word| word.text.as_str())));
        // X and Threads are platforms after "on" only, and are not in the list for that reason.
        let is_after_on =
            at.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| word.is_one_of("on"));
        let ordinary = rest.first().filter(|word| is_after_on && word.is_one_of("x threads")).map(|_| 1);
        name.map(|(name, _)| name.len()).or(ordinary)
    };
    let holds = |list: &str| {
        let mut phrases = list.split(", ");
        phrases.any(|phrase| {
            (0..words.len()).any(|at| starts_with(words.get(at..).unwrap_or_default(), phrase.split(' ')))
        })
    };
    let is_known = |word: &Word| {
        let is_shown = ONLY_SHOWN.split(", ").any(|phrase| is_in(phrase, &word.text));
        let is_number = word.text.starts_with(|c: char| c.is_ascii_digit()) || word.is_one_of(NUMBERS);
        is_shown
            || is_number
            || is_month(&word.text)
            || [IF_NAMED, PLANS, PLANS_ABROAD, BEFORE_YEAR].iter().any(|list| word.is_one_of(list))
    };
    let mut is_platform_named = false;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        match named(at) {
            Some(length) => {
                is_platform_named = true;
                at += length.max(1);
            }
            None if is_known(word) => at += 1,
            None => return false,
        }
    }
    let is_there = is_platform_named && words.iter().any(|word| word.is_one_of(IF_NAMED));
    words.len() > 1 && (holds(ONLY_SHOWN) || is_there)
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
    let at_is = |at: Option<usize>, is: &dyn Fn(&str) -> bool| {
        at.and_then(|at| chunks.get(at)).is_some_and(|chunk| is(chunk))
    };
    chunks.iter().enumerate().any(|(at, chunk)| {
        if !chunk.contains(char::is_numeric) {
            return chunk.split('-').any(|word| is_in(NUMBERS, word));
        }
        let before = at.checked_sub(1);
        let next_to_month = at_is(before, &is_month) || at_is(Some(at + 1), &is_month);
        let is_bare = chunk.chars().all(char::is_numeric);
        let is_year = is_bare
            && chunk.len() == 4
            && (next_to_month || at_is(before, &|chunk| is_in(BEFORE_YEAR, chunk)) || at == 0);
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
            ("2,000 new followers on TikTok by 30 June 2027", "2,000 new followers on TikTok"),
            ("Grow from 2,100 to 50,000 followers", "50,000 followers"),
            ("More reach: impressions up, views by 40%", "views by 40"),
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
            "Twice as many readers on Mastodon",
            "Grow our community",
            "Reach more young parents on Instagram",
            "Launch our new shop on Instagram by June 2027",
            "1,000 abonnés by December",
            "Be social and kind",
            "",
        ] {
            assert_eq!(tactic_in(statement), None, "{statement}");
        }
    }
}
