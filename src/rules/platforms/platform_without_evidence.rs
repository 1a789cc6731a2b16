use crate::rules::prelude::*;
use crate::words::is_in;

pub static RULE: Rule = Rule::new("platform-without-evidence", Group::Platforms, Level::Warning, Kind::Wrong)
    .summary("listening names places, and this platform is not one of them")
    .checks("\
Listening's answer to `where` names places, in its `platforms:` or in its text. Each chosen platform is one of them,
by its id or its `name:`. Platforms with `not_now:`, with `own: true` and with an `until:` that has passed are skipped.

A text names places if it mentions a platform from the file or one of these: Bluesky, Discord, Facebook, Instagram,
LinkedIn, Mastodon, Pinterest, Reddit, Snapchat, Telegram, TikTok, Tumblr, Twitch, Twitter, WeChat, WhatsApp, Xing,
YouTube. Nothing is reported if it mentions none (\"the school gate\", \"at trade fairs\") or if there is no answer. A
platform also counts as named if its id shares a word of four letters or more with the text (`help-forum` and \"the
forum first\") or, if `where` has no `platforms:`, if its `name:` or `because:` mentions a platform from the text.")
    .why("\
Choose platforms where customers already talk. A channel that listening did not find is a hope, and it takes as much
work to fill and to answer as one where customers are. **Source**: four-pillars.")
    .example("\
pillars:
  listening:
-    questions: { where: Parents ask for cake in two local Facebook groups }
+    questions: { where: Parents ask for cake in two local Facebook groups and save pictures on Pinterest }
platforms: [facebook, pinterest]")
    .fix("\
If listening found people there, add the platform to the `platforms:` of `where`. A newsletter or a website is a
channel of your own: list it under `marketing_strategy.channels:`. If nobody has looked yet, look first; until then, postpone the platform with `not_now: the reason`.");

/// Shorter words say too little to identify a platform.
const SHORTEST_HINT: usize = 4;

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let Some((answer, place)) = cx.analysis.where_they_talk() else { return Vec::new() };
    if answer.platforms.is_invalid() || answer.answer.is_invalid() || !cx.analysis.known.platforms {
        return Vec::new();
    }
    let text = text_of(&answer.answer);
    let has_list = answer.platforms.ids().next().is_some();
    let is_found = |id: &Id, platform: &Platform| {
        let names = [id.as_str(), &id.as_str().replace('-', " "), text_of(&platform.name)];
        answer.platforms.ids().any(|one| one == id)
            || names.iter().any(|name| !name.trim().is_empty() && holds_word(text, name))
    };
    let ids = cx.strategy.platforms().filter(|(id, platform)| is_found(id, platform));
    let ids: Vec<&str> = ids.map(|(id, _)| id.as_str()).collect();
    let others = PLATFORMS.iter().copied().filter(|name| holds_word(text, name));
    let others: Vec<&str> = others.filter(|name| !ids.iter().any(|id| holds_word(id, name))).collect();
    let found = [quoted(&ids), others.iter().map(ToString::to_string).collect()].concat();
    // A text can mean a platform without using its id; a list of ids means what it says.
    let is_meant = |id: &Id, platform: &Platform| {
        let names_another = |text| others.iter().any(|other| holds_word(text, other));
        share_a_word(text, id.as_str())
            || (!has_list && [&platform.name, &platform.because].map(text_of).into_iter().any(names_another))
    };
    let form = cx.document.with_key(place.key, "platforms");
    let form = form.map(|form| format!(" (`{form}`)")).unwrap_or_default();
    let problem = (
        "are not among the places where listening found customers",
        "is among the places where listening found customers",
    );
    let chosen = cx.analysis.chosen_platforms();
    // If the platform is your own, nobody has to talk there yet.
    let chosen = chosen.filter(|(_, platform)| !platform.own.may_be(|own| *own));
    among(chosen, "platforms", problem, |(id, platform)| {
        (!found.is_empty() && !is_found(id, platform) && !is_meant(id, platform)).then(|| {
            RULE.at(id.span, format!("`{id}` is not among the places where listening found customers"))
                .label("chosen, but nobody was found here")
                .also(place.key, format!("names {}", and(&found)))
                .note("choose platforms where customers already talk; anywhere else, a channel costs as much and reaches nobody")
                .help(match own_channel(id, platform) {
                    Some(form) => format!("it is a channel of your own: list it as `{form}` under `marketing_strategy.channels:` instead, or write `own: true` here if people talk to each other there"),
                    None => format!("if they do talk there, add `{id}` to the `platforms:` of `where`{form}; if nobody has looked, postpone it with `not_now: the reason`"),
                })
        })
    })
}

/// How a newsletter or a website is written as a channel.
fn own_channel(id: &Id, platform: &Platform) -> Option<String> {
    const OWN: [(&str, &str); 2] = [
        ("email", "newsletter newsletters email emails e-mail e-mails mailing mailings"),
        ("web", "website site homepage blog webshop"),
    ];
    let is_called = |words: &str| {
        let id = id.as_str();
        let names = [id, id.rsplit('-').next().unwrap_or(id), text_of(&platform.name)];
        names.iter().any(|name| is_in(words, &name.to_lowercase()))
    };
    let (kind, _) = OWN.into_iter().find(|(_, words)| is_called(words))?;
    Some(format!("{id}: {kind}"))
}

fn text_of(field: &Field<String>) -> &str {
    field.get().map_or("", String::as_str)
}

/// True if a longer word of one contains a longer word of the other: `subreddit` and `reddit`.
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
            assert!(RULE.checks.contains(name), "{name}");
        }
    }

    #[test]
    fn a_text_can_mean_a_platform_by_another_word() {
        assert!(share_a_word("The trade forum first", "heavyforum"));
        assert!(share_a_word("A large subreddit", "reddit"));
        assert!(!share_a_word("Two Facebook groups", "pinterest"));
    }
}
