use crate::decode::field::{Field, Id};
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::platform::Platform;
use crate::words::{PLATFORMS, and, holds_word};

pub static RULE: Rule = Rule {
    name: "platform-without-evidence",
    group: Group::Platforms,
    level: Level::Warning,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "listening names places, and this platform is not one of them",
    options: &[],
    docs: "\
## What it checks
Listening's answer to `where` names places, in its `platforms:` or in its text. Each chosen platform is one of them,
by its id or its `name:`. Platforms with `not_now:` are skipped.

A text names places if it mentions a platform from the file or one of these: Bluesky, Discord, Facebook, Instagram,
LinkedIn, Mastodon, Pinterest, Reddit, Snapchat, Telegram, TikTok, Tumblr, Twitch, Twitter, WeChat, WhatsApp, Xing,
YouTube. Nothing is reported if it mentions none (\"the school gate\", \"at trade fairs\") or if there is no answer. A
platform also counts as named if its id shares a word of four letters or more with the text (`help-forum` and \"the
forum first\") or, if `where` has no `platforms:`, if its `name:` or `because:` mentions a platform from the text.

## Why it matters
Choose platforms where customers already talk. A channel that listening did not find is a hope, and it takes as much
work to fill and to answer as one where customers are. **Source**: four-pillars.

## Example
This fails:
```yaml
pillars:
  listening:
    questions: { where: Parents ask for cake in two local Facebook groups }
platforms: [facebook, pinterest]
```
This passes:
```yaml
pillars:
  listening:
    questions: { where: Parents ask for cake in two local Facebook groups and save pictures on Pinterest }
platforms: [facebook, pinterest]
```

## How to fix or allow it
If listening found people there, add the platform to the `platforms:` of `where`. If nobody has looked yet, look
first; until then, postpone the platform with `not_now: the reason`.
",
};

/// Shorter words say too little to stand for a platform.
const SHORTEST_HINT: usize = 4;

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let Some((answer, place)) = cx.analysis.where_they_talk() else { return };
    if answer.platforms.is_invalid() || answer.answer.is_invalid() || !cx.analysis.known.platforms {
        return;
    }
    let text = answer.answer.get().map_or("", String::as_str);
    let listed: Vec<&Id> = answer.platforms.get().into_iter().flat_map(|ids| ids.iter()).collect();
    let is_found = |id: &Id, platform: &Platform| listed.contains(&id) || is_named(text, id, platform);
    let ids =
        cx.strategy.platforms().filter(|(id, platform)| is_found(id, platform)).map(|(id, _)| id.as_str());
    let ids: Vec<&str> = ids.collect();
    let others = PLATFORMS.iter().filter(|name| holds_word(text, name));
    let others: Vec<&str> =
        others.copied().filter(|name| !ids.iter().any(|id| holds_word(id, name))).collect();
    let found: Vec<String> =
        ids.iter().map(|id| format!("`{id}`")).chain(others.iter().map(ToString::to_string)).collect();
    if found.is_empty() {
        return;
    }
    // A text may mean a platform by another word than its id; a list of ids means what it says.
    let is_meant = |id: &Id, platform: &Platform| {
        let says_one = |name: &Field<String>, words: &[&str]| {
            let name = name.get().map_or("", String::as_str);
            words.iter().any(|word| holds_word(name, word))
        };
        let is_another_word = says_one(&platform.name, &others) || says_one(&platform.because, &others);
        share_a_word(text, id.as_str()) || (listed.is_empty() && is_another_word)
    };
    let chosen: Vec<_> = cx.analysis.chosen_platforms().collect();
    for (id, platform) in &chosen {
        if is_found(id, platform) || is_meant(id, platform) {
            continue;
        }
        out.push(
            RULE.at(id.span, format!("`{id}` is not among the places where listening found customers"))
                .label("chosen, and nobody was found here")
                .also(place.key, format!("names {}", and(&found)))
                .note("platforms are chosen where customers already talk; anywhere else a channel costs as much and reaches nobody")
                .help("if they do talk there, add it to the `platforms:` of `where`; if nobody has looked, put it off with `not_now: the reason`")
                .among(chosen.len(), "platforms", "are in none of the places that listening names"),
        );
    }
}

/// True where a text holds a platform's id or name.
fn is_named(text: &str, id: &Id, platform: &Platform) -> bool {
    let name = platform.name.get().map_or("", String::as_str);
    let holds = |words: &str| !words.trim().is_empty() && holds_word(text, words);
    holds(id.as_str()) || holds(&id.as_str().replace('-', " ")) || holds(name)
}

/// True where a longer word of one holds a longer word of the other: `subreddit` and `reddit`.
fn share_a_word(text: &str, id: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words.filter(|word| word.chars().count() >= SHORTEST_HINT).collect()
    };
    let theirs = words(text);
    let holds = |one: &String, other: &String| one.contains(other.as_str()) || other.contains(one.as_str());
    words(id).iter().any(|word| theirs.iter().any(|their| holds(word, their)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_platforms_is_published() {
        for name in PLATFORMS {
            assert!(RULE.docs.contains(name), "{name}");
        }
    }

    #[test]
    fn a_place_may_be_meant_by_another_word() {
        assert!(share_a_word("The trade forum first", "heavyforum"));
        assert!(share_a_word("A large subreddit", "reddit"));
        assert!(!share_a_word("Two Facebook groups", "pinterest"));
    }
}
